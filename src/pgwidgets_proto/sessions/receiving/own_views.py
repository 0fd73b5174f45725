"""The views of those who may only look: what each has in a way of its own.

Knows: which reports tell of a page's view, and when a page shows the session's again. Must not
know: who may act, or what a value means.

A page that is built anew shows what the session has, and so does one that is to follow.
"""

from typing import Any

from ...views.link import Link
from ...views.numbering import Place
from ...widgets.action import Action
from ...widgets.decoding import resolve_all
from ...widgets.reporting import ActionReport, Nonsense
from ...widgets.widget import Node
from ...wire.messages import Callback, Geometry
from ...wire.outgoing import Touch
from ..telling.audience import Audience
from .browser_report import Reporting
from .layout_reports import LAYOUT, is_own_place


class OwnViews:
    """The own views of one session's browsers.

    Parameters:
        session: what they show.
        audience: its browsers; those that have a view of their own are noted there.
    """

    def __init__(self, session: Reporting, audience: Audience) -> None:
        self._session = session
        self._audience = audience

    def told(self, link: Link, message: Callback, seen: Place, node: Node, action: Action) -> None:
        """Take a report of what a page has for itself."""
        report = action.report
        if message.by_itself or link.own_view.is_following or not isinstance(report, ActionReport):
            return
        args: list[Any] = message.args
        try:
            resolve_all(args, self._session.nodes)
            keys, differs = report.own_view(node, args)
        except Nonsense:
            return
        self._note(link, keys, seen, differs=differs)

    def placed(self, link: Link, message: Geometry, seen: Place) -> None:
        """Take what a page tells of where its windows stand, and how big they are."""
        if link.own_view.is_following:
            return
        for action, values in (("resize", message.sizes), ("move", message.positions)):
            key = LAYOUT[action]
            for wid, one, other in values:
                node = self._session.nodes.get(wid)
                if node is not None and is_own_place(node, key, (one, other)):
                    known = node.entries.get(key)
                    differs = known is None or tuple(known.args) != (one, other)
                    self._note(link, (Touch(wid, key),), seen, differs=differs)

    def follow(self, link: Link, *, is_following: bool) -> None:
        """Have a page show what the session has, and go on so, or have a view of its own again."""
        keys = set(link.own_view.keys)
        self.clear(link)
        link.own_view.is_following = is_following
        values = [key for key in keys if key.wid in self._session.nodes]
        if all(_is_tellable(self._session.nodes[key.wid], key) for key in values):
            self._session.tell(values, to=link)
        elif link in self._session.links:
            link.rebuild()  # what was never set is what a page makes it at first

    def clear(self, link: Link) -> None:
        """A page is built anew, or gone: nothing in it is its own."""
        link.own_view.forget_all()
        self._audience.own_views.pop(link, None)

    def _note(self, link: Link, keys: tuple[Touch, ...], seen: Place, *, differs: bool) -> None:
        if not keys or link.knowledge.is_stale(keys, seen):
            return  # what it is told meanwhile goes before
        if not differs:
            link.own_view.forget(keys)
        elif not link.own_view.keep(keys) and link in self._session.links:
            self.clear(link)
            link.rebuild()
        if link.own_view.keys:
            self._audience.own_views[link] = None
        else:
            self._audience.own_views.pop(link, None)


def _is_tellable(node: Node, touch: Touch) -> bool:
    """Whether there is a call that brings a page to our value."""
    return touch.key in node.entries or node.content is not None
