"""Tells those concerned when a browser of a session comes, is lost, comes back, leaves or gets on.

Knows: what each change of a link means for those who wait, the program and the hub.
Must not know: what browsers are sent or report, or any widget.
"""

from ..views.link import Link
from ..views.link_state import LinkState
from .asking.pending import Pending
from .authority import Authority
from .events import BrowserJoined, BrowserLeft
from .keeping.kept import Kept
from .receiving.inbox import Inbox
from .receiving.readings import Readings
from .receiving.transfers import Transfers
from .seam import Keeper
from .telling.audience import Audience


class Presence[S]:
    """Follows the links of one session.

    Parameters:
        session: whom the hub is told of.
        keeper: the hub.
        audience: the links, by where they stand.
        inbox: where the program is told.
        pending: who waits for browsers.
        transfers: the files that browsers are bringing.
        readings: what is to be read of the sources of tables, for each of them.
        authority: what their users may do.
        kept: what of the session outlives the process; None: nothing does.
    """

    def __init__(
        self,
        session: S,
        keeper: Keeper[S],
        audience: Audience,
        inbox: Inbox,
        pending: Pending,
        transfers: Transfers,
        readings: Readings,
        authority: Authority,
        kept: Kept | None,
    ) -> None:
        self._session = session
        self._keeper = keeper
        self._audience = audience
        self._inbox = inbox
        self._pending = pending
        self._transfers = transfers
        self._readings = readings
        self._authority = authority
        self._kept = kept
        if kept is not None:
            kept.keep_shares(authority.shares)

    def joined(self, link: Link, *, is_resumed: bool = False) -> None:
        """A browser shows the session from now on; the hub has been told."""
        self._audience.links.append(link)
        self._inbox.put_event(BrowserJoined(link=link, is_resumed=is_resumed))

    def applied(self, link: Link) -> None:
        """A browser has applied more of what it was sent."""
        if self._pending.flushes:  # mostly nobody waits for it
            self._pending.applied(link)
        if self._readings.tables:
            self._readings.applied(link)

    def page_rebuilt(self, link: Link) -> None:
        """All that was queued for a browser was thrown away, and its page is built anew."""
        self._pending.ask_again(link)
        self._readings.page_built(link)
        self._authority.own_views.clear(link)

    def moved(
        self, link: Link, before: LinkState, after: LinkState, *, said_goodbye: bool = False
    ) -> None:
        """A link has come from one state to another.

        Parameters:
            link: the link.
            before, after: the states.
            said_goodbye: its user, or we, have ended it; else it may be back as a new page.
        """
        match after:
            case LinkState.SET_ASIDE:
                self._pending.not_to_count(link)
                self._pending.ask_another(link)
            case LinkState.DETACHED:
                self._lost(link)
            case LinkState.GONE:
                self._gone(link, before, said_goodbye)
            case LinkState.ATTACHED:
                self._transfers.link_resumed(link)
                if before is LinkState.DETACHED:
                    self._audience.detached.remove(link)
                    self._keeper.session_shown(self._session)
                    self.joined(link, is_resumed=True)
                    self._pending.ask_again()
        self._authority.moved(link, after, said_goodbye=said_goodbye)

    def _lost(self, link: Link) -> None:
        audience = self._audience
        audience.hide(link)
        audience.detached.append(link)
        alike = [other for other in audience.detached if other.badge.may_act is link.badge.may_act]
        if len(alike) > self._keeper.limits.links_per_session:
            alike[0].end()  # so that lost connections in great number cost little
        if audience.links:
            self._pending.ask_another(link)
        self._left(link)

    def _gone(self, link: Link, before: LinkState, said_goodbye: bool) -> None:
        audience = self._audience
        was_shown = before is not LinkState.DETACHED
        if was_shown:
            audience.hide(link)
        else:
            audience.detached.remove(link)
        self._transfers.link_gone(link)
        if link.knowledge.has_reports:
            audience.departed.append(link)
        self._pending.ask_another(link)
        if was_shown:
            self._left(link, said_goodbye=said_goodbye)
        if self._kept is not None:
            self._kept.ledger.link_gone(link)
        self._readings.link_gone(link)

    def _left(self, link: Link, *, said_goodbye: bool = False) -> None:
        self._inbox.put_event(BrowserLeft(link=link))
        self._pending.not_to_count(link)
        if self._audience.links:
            return
        keeper = self._keeper
        wait = keeper.resume_window
        if said_goodbye:
            now = keeper.deadlines.now
            lost = [lost.expires_in(now) for lost in self._audience.detached]
            wait = max(min(keeper.limits.goodbye_grace, wait), *lost, 0.0)
        keeper.session_hidden(self._session, wait)
