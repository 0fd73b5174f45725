"""What a session is to its links: it takes what they bring, and follows them as they come and go.

Knows: which part each message of a browser is for, and what each change of a link means for those
who wait, the program and the hub. Must not know: what the program does, or any widget.
"""

from collections.abc import Callable
from functools import partial

from ..views.budget import Account
from ..views.link import Link
from ..views.link_state import LinkState
from .asking.answers import Answers
from .asking.pending import Pending
from .authority import Authority, Shown
from .delegating import of_part
from .events import BrowserJoined, BrowserLeft, SessionEvent
from .keeping.kept import Kept
from .receiving.inbox import Inbox
from .receiving.readings import LOOKS, Readings
from .receiving.transfers import Transfers
from .receiving.watching import Watching
from .seam import Keeper
from .telling.audience import Audience
from .telling.pages import Pages
from .telling.replay import Replay


class Reception[S: Shown]:
    """The side of one session that faces its links.

    Parameters:
        session: whose links they are.
        keeper: the hub.
        audience: the links, by where they stand.
        account: what the session holds of the server's budget.
        check_given: raises RemoteProtocolError for the id of a widget that never was.
        changed: is told that a report is carried out.
        replay: says how a page is built.
        pages: has it packed.
        kept: what of the session outlives the process; None: nothing does.

    Attributes:
        id: the session's.
        inbox: what browsers report.
        transfers: the files that they are bringing.
        pending: who waits for browsers.
        readings: what is to be read of the sources of tables.
        authority: what the users of the browsers may do.
    """

    __slots__ = (
        "__dict__",  # empty, but for a recorder's taps
        "_answers", "_audience", "_keeper", "_kept", "_pages", "_replay", "_session", "account",
        "authority", "id", "inbox", "pending", "readings", "room_made", "take_report", "transfers",
        "user_acted",
    )  # fmt: skip

    def __init__(
        self,
        session: S,
        keeper: Keeper[S],
        audience: Audience,
        account: Account,
        check_given: Callable[[int], None],
        changed: Callable[[], None],
        replay: Replay,
        pages: Pages,
        kept: Kept | None,
    ) -> None:
        limits, deadlines, nodes = keeper.limits, keeper.deadlines, session.nodes
        wake = partial(keeper.mark_session_ready, session)
        self._session = session
        self._keeper = keeper
        self._audience = audience
        self._replay = replay
        self._pages = pages
        self._kept = kept
        self.id = session.id
        self.account = account
        self.inbox = Inbox(session, limits, account, check_given, wake, changed)
        if keeper.lease is not None:
            self.inbox.lease = keeper.lease
        self.pending = Pending(limits, deadlines, audience, self.inbox.put_told)
        self.transfers = Transfers(limits, account, deadlines, nodes, self.inbox, self)
        self.readings = Readings(session, limits, deadlines, self.inbox.put_refusal, wake)
        look = self.inbox.at_once[LOOKS] = self.readings.look
        self.authority = Authority(
            session,
            limits,
            deadlines,
            partial(keeper.mint_share, session),
            audience,
            self.inbox,
            self.pending,
            self.transfers,
            Watching(session, audience, limits, deadlines, check_given, look),
        )
        if kept is not None:
            kept.keep_shares(self.authority.shares)
        self._answers = Answers(nodes, self.pending)
        # What comes with nearly every message is brought to its part without a call in between.
        self.take_report = self.inbox.put_report
        self.user_acted = audience.user_acted
        self.room_made = self.pending.room_made

    # --- what links bring, each to the part that takes it (views/seam.py) -----------------------

    take_files = of_part("transfers", Transfers.open)
    take_chunk = of_part("transfers", Transfers.take_chunk)
    take_value = of_part("_answers", Answers.take_value)
    take_error = of_part("_answers", Answers.take_error)
    page = of_part("_replay", Replay.page)
    packed_page = of_part("_pages", Pages.packed)

    def take_fault(self, link: Link, fault: Exception) -> None:
        """A message could not be handled; what its page shows may not be what we have."""
        self.inbox.put_fault(link, fault)
        if link in self._session.links:
            link.rebuild()

    def take_viewport(self, link: Link, width: float, height: float) -> None:
        """A browser tells the size of its page; raises RemoteProtocolError if too many wait."""
        if min(width, height) < 0:
            self.inbox.put_refusal(link, f"a page of {width} by {height} pixels")
        else:
            link.viewport = self._session.viewport = (width, height)

    @property
    def is_reading_paused(self) -> bool:
        """Whether so many events wait that browsers should be read no further.

        Never while the program waits for a page: what it waits for may stand behind the events in
        the unread bytes.
        """
        return self.inbox.is_half_full and not self.pending.is_page_awaited

    @property
    def is_answer_awaited(self) -> bool:
        """Whether the program has asked browsers something."""
        return self.pending.is_answer_awaited

    # --- how links come and go ----------------------------------------------------------------

    def joined(self, link: Link, *, is_resumed: bool = False) -> None:
        """A browser shows the session from now on; the hub has been told."""
        self._audience.links.append(link)
        if self._kept is not None and not is_resumed:
            self._kept.ledger.joined(link)
        self.inbox.put_event(BrowserJoined(link=link, is_resumed=is_resumed))

    def applied(self, link: Link) -> None:
        """A browser has applied more of what it was sent."""
        if self.pending.flushes:  # mostly nobody waits for it
            self.pending.applied(link)
        if self.readings.tables:
            self.readings.applied(link)

    def page_rebuilt(self, link: Link) -> None:
        """All that was queued for a browser was thrown away, and its page is built anew."""
        self.pending.ask_again(link)
        self.readings.page_built(link)
        self.authority.own_views.clear(link)

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
                self.pending.not_to_count(link)
                self.pending.ask_another(link)
            case LinkState.DETACHED:
                self._lost(link)
            case LinkState.GONE:
                self._gone(link, before, said_goodbye)
            case LinkState.ATTACHED:
                self.transfers.link_resumed(link)
                if before is LinkState.DETACHED:
                    self._audience.detached.remove(link)
                    self._keeper.session_shown(self._session)
                    self.joined(link, is_resumed=True)
                    self.pending.ask_again()
        self.authority.moved(link, after, said_goodbye=said_goodbye)

    # --- what the session calls ---------------------------------------------------------------

    def next_event(self, most: int | None = None) -> SessionEvent | None:
        """Take the next event. What a report tells is carried out now, not before.

        Parameters:
            most: reports to carry out, at most, that bring no event for anybody; None: all. A
                driver that gives a number looks at the session's inbox when it gets None: more may
                wait, and others may have their turn first.

        Returns:
            The event, with the state as it was when it happened; None: there is none.
        """
        was_full = self.inbox.is_half_full
        event = self.inbox.take(most)
        audience = self._audience
        if audience.departed:
            audience.forget_departed()
        if was_full and not self.is_reading_paused:
            audience.announce()
        return event

    def widgets_gone(self) -> None:
        """Widgets have ended: nobody waits for them any more, and no browser is told of them."""
        self._audience.widgets_gone(self._is_gone)
        self.pending.widgets_gone()
        self.readings.widgets_gone()
        self.transfers.widgets_gone()
        self.authority.roles.widgets_gone(self._is_gone)

    def end(self) -> None:
        """The session has ended, and its widgets: so does everything that waits."""
        self.pending.end()
        self.readings.widgets_gone()
        self.transfers.widgets_gone()
        self.account.close()

    # ------------------------------------------------------------------------------------------

    def _is_gone(self, wid: int) -> bool:
        return wid not in self._session.nodes

    def _lost(self, link: Link) -> None:
        audience = self._audience
        audience.hide(link)
        audience.detached.append(link)
        alike = [other for other in audience.detached if other.badge.may_act is link.badge.may_act]
        if len(alike) > self._keeper.limits.links_per_session:
            alike[0].end()  # so that lost connections in great number cost little
        if audience.links:
            self.pending.ask_another(link)
        self._left(link)

    def _gone(self, link: Link, before: LinkState, said_goodbye: bool) -> None:
        audience = self._audience
        was_shown = before is not LinkState.DETACHED
        if was_shown:
            audience.hide(link)
        else:
            audience.detached.remove(link)
        self.transfers.link_gone(link)
        if link.knowledge.has_reports:
            audience.departed.append(link)
        self.pending.ask_another(link)
        if was_shown:
            self._left(link, said_goodbye=said_goodbye)
        if self._kept is not None:
            self._kept.ledger.link_gone(link)
        self.readings.link_gone(link)

    def _left(self, link: Link, *, said_goodbye: bool = False) -> None:
        self.inbox.put_event(BrowserLeft(link=link))
        self.pending.not_to_count(link)
        if self._audience.links:
            return
        keeper = self._keeper
        wait = keeper.resume_window
        if said_goodbye:
            now = keeper.deadlines.now
            lost = [lost.expires_in(now) for lost in self._audience.detached]
            wait = max(min(keeper.limits.goodbye_grace, wait), *lost, 0.0)
        keeper.session_hidden(self._session, wait)
