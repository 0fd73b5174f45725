"""How a browser that says who it is comes in: to its own session, to a new one, or to wait.

Knows: the order in which a hello is judged, and how a session comes to be shown. Must not know: how
credentials are judged (door.py), how sessions are fetched (returning.py), when one is free
(occupancy.py), or how long it stays.
"""

from collections.abc import Callable
from functools import partial
from typing import Protocol

from ...deadlines import Deadlines
from ...errors import RemoteProtocolError
from ...limits import Limits
from ...views.carry import Carry
from ...views.channel import Channel
from ...views.link import Link
from ...views.seam import Badge
from ...wire.messages import Result
from ..events import SessionOpened
from ..people.credentials import Credentials
from ..session import Session
from .carrying import carry_of
from .door import Door
from .hub_events import HubEvent, SessionJoined
from .waiting_room import WaitingRoom


class Fetcher(Protocol):
    """What this asks of the one that brings sessions back which are kept somewhere."""

    def takes(self, channel: Channel, answer: Result) -> bool:
        """Let a browser wait for the session that it names; False: there is none to wait for."""
        ...

    def joins(self, channel: Channel, answer: Result) -> bool:
        """As :meth:`takes`, if the session is on its way already."""
        ...

    def is_coming(self, answer: Result) -> bool:
        """Whether the session that a browser names is on its way already."""
        ...


class House(Protocol):
    """What this asks of the hub.

    Attributes:
        limits: how many may wait, and how many may show one session.
        sessions: all sessions by id.
        credentials: makes and judges sessions' tokens.
        deadlines: knows the time.
        keeps: whether sessions outlive the process.
    """

    limits: Limits
    sessions: dict[int | str, Session]
    credentials: Credentials
    deadlines: Deadlines
    keeps: bool

    @property
    def returning(self) -> Fetcher:
        """Who brings sessions back that outlive the process."""
        ...

    @property
    def takes_visitors(self) -> bool:
        """Whether who waits may come in at all."""
        ...

    @property
    def has_room(self) -> bool:
        """Whether one more session may be in use."""
        ...

    def create_session(
        self, session_id: int | str | None = None, token: str | None = None
    ) -> Session:
        """Make a session that no browser shows yet."""
        ...

    def session_shown(self, session: Session) -> None:
        """A browser shows a session."""


class Admission:
    """Lets browsers in.

    Parameters:
        house: the hub.
        tell: tells the driver.

    Attributes:
        waiting: who waits until a session is free.
    """

    def __init__(self, house: House, tell: Callable[[HubEvent], None]) -> None:
        self._house = house
        self._tell = tell
        self._door = Door(house.sessions, house.credentials, house.limits)
        self.waiting = WaitingRoom(house.limits.waiting)

    def hello(self, channel: Channel, answer: Result, now: float) -> None:
        """A browser has said who it is.

        The page of a view that is still here goes on; another one is shown its session, or a new
        one, or it waits.

        Raises:
            RemoteProtocolError: it may not come in.
        """
        house = self._house
        if house.keeps:
            self._door.check_end(channel, answer)
            comes_back = house.returning.takes if house.has_room else house.returning.joins
            if comes_back(channel, answer):
                return
        known = self._door.admit(channel, answer, now)
        if known is not None:
            self._come_back(channel, answer, *known)
        elif house.has_room:
            self._let_in(channel, answer)
        else:
            self.waiting.take(channel, answer)

    def bring_in(self, channel: Channel, answer: Result, now: float) -> None:
        """As :meth:`hello`, for a browser that has waited; it is sent away if it may not come in.

        Nothing is raised: it is another browser, or the program, that has brought it about.
        """
        try:
            self.hello(channel, answer, now)
        except RemoteProtocolError as exc:
            channel.refuse(exc)
        except Exception as exc:  # the core's own
            channel.fail(exc)

    def refuse_wrong(self, channel: Channel, session_id: int | str, now: float) -> None:
        """Send a browser away that has presented a wrong token."""
        try:
            error = self._door.wrong_token(channel.browser.address, session_id, now)
        except RemoteProtocolError as exc:
            error = exc
        channel.refuse(error)

    def admit_waiting(self) -> None:
        """Let in who waits: there may be room, or their session is here, or on its way."""
        house, admitted = self._house, False
        for channel, answer in self.waiting.visitors():
            is_known = house.returning.is_coming(answer) or self._door.owned(answer) is not None
            may_come = house.takes_visitors and (is_known or house.has_room)
            if not may_come or channel not in self.waiting:
                continue
            self.waiting.admit(channel)
            admitted = True
            self.bring_in(channel, answer, house.deadlines.now)
        if admitted:
            self.waiting.tell()

    # ------------------------------------------------------------------------------------------

    def _come_back(self, channel: Channel, answer: Result, session: Session, badge: Badge) -> None:
        """Have a page go on where it was; where it can't, show it its session anew."""
        session.inbox.check_room()  # each coming and going waits for its handlers, too
        resume = answer.resume if channel.speaks_extension else None
        link = None if resume is None else session.audience.find(resume.link)
        is_same_user = link is not None and link.browser.user == channel.browser.user
        if link is not None and resume is not None and link.badge is badge and is_same_user:
            if link.can_resume(resume.seen):
                link.resume(channel, resume.seen)
                if session.kept is not None:
                    session.kept.tell_stored(link)
                link.tell_unrepeated()
                return
            link.end()
        may_bring = resume is not None and badge.may_act
        carry = carry_of(session, resume) if resume is not None and may_bring else None
        self._show(channel, session, badge, answer.former, carry)

    def _let_in(self, channel: Channel, answer: Result) -> None:
        """Show a visitor a session: the one of an earlier run that it owned, or a new one."""
        house, session_id, token = self._house, answer.session_id, answer.token or ""
        if house.keeps:
            if house.returning.takes(channel, answer):
                return
            session = self._new_session(channel.browser.route)
        elif session_id is not None and self._door.is_restorable(session_id, token):
            session = house.create_session(session_id, token)
            session.is_restored = True
        else:
            session = self._new_session(channel.browser.route)
        session.inbox.put_event(SessionOpened(browser=channel.browser))
        self._show(channel, session, session)

    def _new_session(self, route: str | None) -> Session:
        """Make a session for a visitor; all its addresses lead a router to where it is made."""
        house = self._house
        if route is None:
            return house.create_session()
        session = house.create_session(f"{route}.{house.credentials.make_id()}")
        if session.kept is not None:
            session.kept.is_reused = False  # the id is ours
        return session

    def _show(
        self,
        channel: Channel,
        session: Session,
        badge: Badge,
        former: str | None = None,
        carry: Carry | None = None,
    ) -> None:
        self._door.check_links(session, badge)
        link = Link(session, badge, self._house.credentials.make_id(), channel, former, carry)
        self._house.session_shown(session)
        session.reception.joined(link)
        if self._house.keeps:
            self._tell(SessionJoined(session=session))
        if carry is None:
            link.rebuild()
        else:
            carry.over = partial(session.inbox.then, link.carried)
            link.set_aside()  # until what the page brings is taken
            link.knowledge.heed_all()
