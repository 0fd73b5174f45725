"""Reports that don't count, since their users may not act: refused, and undone on their pages.

Knows: that such a report changes nothing, reaches no handler and waits for none, and how its page
is brought back to our values. Must not know: who may act (authority.py), how other reports
are judged, or what any widget is.

Rules:

* What each page has for itself (which tab is in front, how far it is scrolled, where its windows
  stand: :attr:`Action.is_view <..widgets.widget.Action.is_view>`) is left to it (own_views.py).
* All else is told anew: at once a few times a second, then by one rebuild of that page for all.
"""

from collections.abc import Callable
from typing import override

from ...deadlines import Deadlines
from ...errors import CloseCode, RemoteProtocolError
from ...limits import Limits
from ...views.link import Link
from ...views.numbering import Place
from ...widgets.reporting import ActionReport
from ...wire.incoming import FrameCharge
from ...wire.messages import Callback, Geometry
from ..telling.audience import Audience
from .browser_report import BrowserReport, Reporting
from .own_views import OwnViews
from .readings import LOOKS

_PERIOD = 1.0
"""Seconds between two rebuilds of one page; its reports are counted for as long."""

_AT_ONCE = 10
"""Reports of one period that are each undone at once; further ones share a rebuild."""


class _Refused(BrowserReport):
    """A report that does not count. A page that must be built anew is built with the others'."""

    must_rebuild: bool = False

    @override
    def rebuild(self) -> None:
        self.must_rebuild = True


class _Page:
    """What is known of one page in the present period."""

    def __init__(self) -> None:
        self.reports = 0
        self.is_wrong = False
        self.has_rebuilt = False


class Watching:
    """The reports of one session's browsers whose users may only look.

    Parameters:
        session: brings a browser to our values.
        audience: its browsers.
        limits, deadlines: the hub's.
        check_given: raises RemoteProtocolError for the id of a widget that never was.
        look: takes what a page says of the rows that it shows.
    """

    def __init__(
        self,
        session: Reporting,
        audience: Audience,
        limits: Limits,
        deadlines: Deadlines,
        check_given: Callable[[int], None],
        look: Callable[[Link, Callback], None],
    ) -> None:
        self._session = session
        self.own_views = OwnViews(session, audience)
        self._most = limits.refused_reports
        self._deadlines = deadlines
        self._check_given = check_given
        self._look = look
        self._pages: dict[Link, _Page] = {}

    def refuse_report(self, link: Link, message: Callback, seen: Place) -> None:
        """Take a report that does not count.

        Parameters:
            link: the browser's view.
            message: the report.
            seen: the place of our messages up to which the browser had applied them.

        Raises:
            RemoteProtocolError: it names a widget that never was, or is one of too many.
        """
        self._check_given(message.wid)
        page = self.count(link)
        if message.action == LOOKS:
            self._look(link, message)
            return
        node = self._session.nodes.get(message.wid)
        action = None if node is None else node.cls.actions.get(message.action)
        if node is None or action is None or message.by_itself:
            return
        if action.is_view:
            self.own_views.told(link, message, seen, node, action)
            return
        if not isinstance(action.report, ActionReport):
            return  # it tells of nothing that a page shows
        if page.reports > _AT_ONCE:
            page.is_wrong = True
            return
        report = _Refused(self._session, link, message, seen, None, FrameCharge(0))
        action.report.make_good(report, node)
        if report.must_rebuild:
            self._rebuild(link, page)

    def refuse_places(self, link: Link, message: Geometry, seen: Place) -> None:
        """Take what a page tells of its layout; raises as :meth:`count`."""
        self.count(link)
        self.own_views.placed(link, message, seen)

    def undo(self, report: BrowserReport, message: Callback) -> None:
        """Take a report that counted when it came, and does so no longer; never raises."""
        node = self._session.nodes.get(message.wid)
        action = None if node is None else node.cls.actions.get(message.action)
        if node is not None and action is not None and isinstance(action.report, ActionReport):
            action.report.make_good(report, node)

    def link_gone(self, link: Link) -> None:
        """Forget a page that does not come back."""
        self._pages.pop(link, None)
        self.own_views.clear(link)

    def count(self, link: Link) -> _Page:
        """Count a message of a page that is refused.

        Raises:
            RemoteProtocolError: it is one of too many.
        """
        page = self._pages.get(link)
        if page is None:
            page = self._pages[link] = _Page()
            self._deadlines.add(_PERIOD, lambda now: self._period_over(link))
        page.reports += 1
        if page.reports > self._most:
            raise RemoteProtocolError(
                CloseCode.POLICY_VIOLATION,
                "too many reports of a page that may only be looked at",
                f"more than {self._most} reports a second (Limits.refused_reports)",
            )
        return page

    def _rebuild(self, link: Link, page: _Page) -> None:
        if page.has_rebuilt or link not in self._session.links:
            page.is_wrong = True  # one whose connection is lost is told when it is back
        else:
            page.has_rebuilt = True
            link.rebuild()

    def _period_over(self, link: Link) -> None:
        page = self._pages.pop(link, None)
        if page is not None and page.is_wrong:
            self._rebuild(link, self.count(link))
