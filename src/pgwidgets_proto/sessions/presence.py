"""Tells those concerned when a browser of a session comes, is lost, comes back or leaves.

Knows: what each change of a link's state means for those who wait, the program and the hub.
Must not know: what browsers are sent or report, or any widget.
"""

from ..views.link import Link
from ..views.link_state import LinkState
from .asking.pending import Pending
from .events import BrowserJoined, BrowserLeft
from .receiving.inbox import Inbox
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
    """

    def __init__(
        self,
        session: S,
        keeper: Keeper[S],
        audience: Audience,
        inbox: Inbox,
        pending: Pending,
        transfers: Transfers,
    ) -> None:
        self._session = session
        self._keeper = keeper
        self._audience = audience
        self._inbox = inbox
        self._pending = pending
        self._transfers = transfers

    def joined(self, link: Link, *, is_resumed: bool = False) -> None:
        """A browser shows the session from now on; the hub has been told."""
        self._audience.links.append(link)
        self._inbox.put_event(BrowserJoined(link=link, is_resumed=is_resumed))

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
