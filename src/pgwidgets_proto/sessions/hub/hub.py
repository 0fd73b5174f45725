"""All sessions of one application, and who may see which.

Knows: all channels and sessions, and which of them have something to do. Must not know: how tokens
are made (credentials.py), how browsers come in (admission.py), how long sessions are kept
(occupancy.py).

Rules:

* A session is in use while a browser shows it, and for ``resume_window`` seconds after the last
  one was lost. After a goodbye that is ``Limits.goodbye_grace``: a tab that was closed and a page
  that is loaded anew both say goodbye, and the latter is back before others are let in.
* With ``max_sessions`` in use a visitor waits. The owner of a session never waits: an owner who
  comes back after others were let in makes it one session more for a while. The owner of a session
  of an earlier run waits as any visitor does, and is given that session then.
* Of the sessions that nobody shows any more, the ones left longest ago are destroyed when there
  are more than ``Limits.idle_sessions`` (``lost_sessions`` of those in use), and those that hold
  something of the budget when it is used up (``Limits.total_bytes``).
"""

from collections import deque
from collections.abc import Callable, Hashable
from typing import Any

import msgspec

from ...deadlines import Deadlines
from ...errors import CloseCode, RemoteProtocolError
from ...lease import Lease
from ...limits import Limits
from ...turns import Turns
from ...views.budget import Budget
from ...views.channel import Browser, Channel
from ...views.traffic import Traffic
from ...wire.messages import Message, Result
from ...wire.outgoing import Outgoing
from ..people.credentials import Credentials
from ..people.shares import Terms
from ..session import Session
from .admission import Admission
from .hub_events import ChannelRefused, HubEvent, SessionEnded, SessionExpired, TimerFailed
from .occupancy import Occupancy
from .returning import Returning
from .session_ids import SessionIds, check_session_id


class Hub:
    """The core of one application: all sessions, and who may see which.

    After every call, of the hub or of anything that belongs to it, look at :meth:`ready`,
    :meth:`ready_sessions`, :meth:`next_event` and :meth:`next_deadline`; :attr:`has_news` says
    whether there is a need to.

    Parameters:
        mint_token: gives a new secret at each call: at least 256 bits, URL-safe, without a dot.
        boot: names this run of the server: URL-safe, without a dot, never used before.
        limits: the bounds of everything.
        max_sessions: how many sessions may have browsers at a time; None: any number.
        resume_window: seconds for which a lost page is waited for, and for which a session stays
            in use after its last browser was lost.
        secret_key: signs tokens, so that they stay good across a restart; 16 bytes at least.
        keeps: whether sessions outlive the process (kept.py): their ids are random then.
        lease: until when sessions are this server's; None: no other could have them.

    Raises:
        ValueError: ``max_sessions`` is below 1, or ``boot`` or ``secret_key`` is not as it must be.

    Attributes:
        sessions: all sessions by id.
        prelude: what every page is told before any widget (fonts), by what it is about.
        budget: what all sessions and channels may hold together.
        deadlines: what is due when.
        turns: of those who have said much at once.
        traffic: what browsers have sent, and have been sent.
        pressing: the channels that have got a full frame since :meth:`ready` was asked last; a
            driver that lets others wait for more sends it at once.
        is_stopping: whether what browsers say is the next run's (:meth:`stop_reading`).
        is_closed: whether no browsers are taken: :meth:`close` was called, and not :meth:`reopen`.
        credentials: makes and judges sessions' tokens.
        returning: brings sessions back that outlive the process.
    """

    def __init__(
        self,
        *,
        mint_token: Callable[[], str],
        boot: str,
        limits: Limits | None = None,
        max_sessions: int | None = None,
        resume_window: float = 60.0,
        secret_key: bytes | None = None,
        keeps: bool = False,
        lease: Lease | None = None,
    ) -> None:
        self.limits = limits or Limits()
        self.sessions: dict[int | str, Session] = {}
        self.prelude: dict[Hashable, Outgoing] = {}
        self.budget = Budget(self.limits.total_bytes, lambda: self._occupancy.make_room())
        self.deadlines = Deadlines()
        self.turns = Turns(self.deadlines)
        self.traffic = Traffic()
        self.resume_window = resume_window
        self.keeps = keeps
        self.lease = lease
        self.credentials = Credentials(mint_token, boot, secret_key)
        self._admission = Admission(self, self._tell)
        self.returning = Returning(self, self._admission, self._tell)
        self._occupancy: Occupancy = Occupancy(
            self.limits, self.deadlines, max_sessions, self._expire, self._admission.admit_waiting
        )
        self._ids = SessionIds(self.sessions, self.credentials.make_id if keeps else None)
        self._channels: dict[Channel, None] = {}
        self._ready: dict[Channel, None] = {}
        self.pressing: dict[Channel, None] = {}
        self._ready_sessions: dict[Session, None] = {}
        self._events: deque[HubEvent] = deque()
        self.is_closed = self.is_stopping = False

    # --- what a driver calls ------------------------------------------------------------------

    def open_channel(self, browser: Browser, now: float) -> Channel:
        """A browser has opened a WebSocket.

        Parameters:
            browser: what is known of it.
            now: monotonic seconds.

        Returns:
            Its channel, with the first frame to send. While the hub is closed it has that, and a
            close with 1012 behind it.
        """
        channel = Channel(self, browser, now)
        self._channels[channel] = None
        if self.is_closed:
            channel.shut(CloseCode.SERVICE_RESTART, "the server is shutting down")
        return channel

    @property
    def has_news(self) -> bool:
        """Whether there is anything to look at: channels, sessions, events, or a new deadline."""
        return bool(
            self._ready or self._ready_sessions or self._events or self.deadlines.has_changed
        )

    @property
    def waiting(self) -> int:
        """How many visitors wait for a session to become free."""
        return len(self._admission.waiting)

    def ready(self) -> list[Channel]:
        """The channels that have output, or may pause or resume reading, since the last call."""
        if not self._ready:
            return []
        channels, self._ready = list(self._ready), {}
        self.pressing.clear()
        return channels

    def ready_sessions(self) -> list[Session]:
        """The sessions that have events, since the last call."""
        sessions, self._ready_sessions = list(self._ready_sessions), {}
        return sessions

    def next_event(self) -> HubEvent | None:
        """Take the next event that is of no session, for the log; None if there is none."""
        return self._events.popleft() if self._events else None

    def next_deadline(self, now: float) -> float | None:
        """When :meth:`handle_timer` must be called.

        Ask again after every call of the core: a program's call may have set a new deadline, whose
        time counts from this ``now``.

        Parameters:
            now: monotonic seconds.

        Returns:
            The time in monotonic seconds; None: nothing waits.
        """
        return self.deadlines.next(now)

    def handle_timer(self, now: float) -> None:
        """Do what is due. Afterwards ask :meth:`ready` and the rest, as after any call.

        What fails of it does not keep the rest: it is told as :class:`~.hub_events.TimerFailed`.

        Parameters:
            now: monotonic seconds; before the deadline nothing happens.
        """
        self.deadlines.run(now, self._timer_failed)

    # --- what the application calls -----------------------------------------------------------

    def create_session(
        self, session_id: int | str | None = None, token: str | None = None
    ) -> Session:
        """Make a session that no browser shows yet.

        Parameters:
            session_id: its id; None: the next free number.
            token: its secret; None: a new one.

        Returns:
            The session. It is idle until a browser comes with its id and token.

        Raises:
            ValueError: the id is taken, or empty; with the same token as the session that has it,
                that is returned instead.
            TypeError: the id is neither an int nor a str, or the token is no str.
        """
        if token is not None and not isinstance(token, str):
            raise TypeError("token must be a str")  # its value is for no log
        is_named = session_id is not None
        if session_id is None:
            session_id = self._ids.new()
        else:
            check_session_id(session_id)
        taken = self.sessions.get(session_id)
        if taken is not None:
            if token is not None and token == taken.token:
                return taken
            raise ValueError(f"session_id {session_id!r} is taken")
        session = Session(self, session_id, token or self.credentials.make(session_id))
        if session.kept is not None:
            session.kept.is_reused = is_named
        self.sessions[session_id] = session
        return session

    def tell_all(self, about: Hashable, message: Message) -> None:
        """Send a message that belongs to no session to every page, and to each that is built later.

        Parameters:
            about: names the message's subject; a later message of the same subject replaces it.
            message: the message.
        """
        encoded = msgspec.json.encode(message)
        outgoing = self.prelude[about] = Outgoing(encoded, None, type(message).__name__)
        for session in self.sessions.values():
            session.send(outgoing)

    def rotate_token(self, session: Session) -> str:
        """Give a session a new token. Its browsers are told; old addresses are void.

        Parameters:
            session: one of this hub.

        Returns:
            The new token.
        """
        old, session.token = session.token, self.credentials.make(session.id, session.first_token)
        session.telling.tell_token(session, old)
        return session.token

    def destroy_session(self, session: Session, *, is_elsewhere: bool = False) -> None:
        """End a session: its browsers are sent away with 4002, its widgets are gone.

        Parameters:
            session: one of this hub; nothing happens if it has ended already.
            is_elsewhere: another server has it from here on: its browsers come back by themselves.
        """
        if is_elsewhere:
            session.close(CloseCode.SERVICE_RESTART, "the session has moved")
        if self.sessions.get(session.id) is session:
            del self.sessions[session.id]
            if self.keeps and not is_elsewhere:
                self._tell(SessionEnded(session=session))
        session.end()
        self._occupancy.forget(session)
        self._ready_sessions.pop(session, None)
        self.returning.session_gone(session)
        self._admission.admit_waiting()

    def sign_out(self, user: Any, reason: str = "you are signed out") -> None:
        """Send a user's browsers away with 4006; their sessions stay.

        Parameters:
            user: as their :class:`~..views.channel.Browser` has it; None: nobody is sent away.
            reason: what browsers are told.
        """
        if user is None:
            return
        for session in self.sessions.values():
            for link in session.views:
                if link.browser.user == user:
                    link.shut(CloseCode.SIGNED_OUT, reason)
        for channel in [one for one in self._channels if one.browser.user == user]:
            channel.shut(CloseCode.SIGNED_OUT, reason)

    def stop_reading(self) -> None:
        """Take nothing more of what browsers say: it is left to the next run of the server.

        What handlers that end may wait for is taken still: answers, and what pages have applied.
        """
        self.is_stopping = True
        for channel in self._channels:
            self.mark_ready(channel)  # their reading may have been paused

    def close(self, reason: str = "the server is shutting down") -> None:
        """Send every browser away with 1012, and take no new ones; sessions stay.

        Parameters:
            reason: what browsers are told; the stock client shows it as HTML.
        """
        self.is_closed = True
        self._admission.waiting.clear()
        for channel in list(self._channels):
            channel.shut(CloseCode.SERVICE_RESTART, reason)

    def reopen(self) -> None:
        """Take browsers again, after :meth:`close`."""
        self.is_closed = self.is_stopping = False

    # --- what channels, links and sessions call -----------------------------------------------

    def mark_ready(self, channel: Channel, *, is_pressing: bool = False) -> None:
        """A channel has output, or may pause or resume reading."""
        self._ready[channel] = None
        if is_pressing:
            self.pressing[channel] = None

    def mint_share(self, session: Session, terms: Terms) -> str:
        """The token of a new share of a session."""
        return self.credentials.make_share(session.id, terms, session.first_token)

    def mark_session_ready(self, session: Session) -> None:
        """A session has events."""
        self._ready_sessions[session] = None

    def hello(self, channel: Channel, answer: Result, now: float) -> None:
        """A browser has said who it is.

        Raises:
            RemoteProtocolError: it may not come in.
        """
        self._admission.hello(channel, answer, now)

    def channel_left(self, channel: Channel) -> None:
        """A channel is closing, or its browser is gone."""
        del self._channels[channel]
        self.returning.channel_left(channel)
        self._admission.waiting.leave(channel)

    def channel_refused(
        self, channel: Channel, error: RemoteProtocolError, fault: Exception | None = None
    ) -> None:
        """A browser is sent away for what it did, or what the core raised over it."""
        self._events.append(
            ChannelRefused(
                channel=channel,
                code=error.code,
                reason=error.reason,
                detail=error.detail,
                fault=fault,
            )
        )

    def session_shown(self, session: Session) -> None:
        """A browser shows a session."""
        self._occupancy.show(session)

    def session_hidden(self, session: Session, wait: float) -> None:
        """The last browser of a session has left, or was lost.

        Parameters:
            session: the session, which no browser shows now.
            wait: seconds for which the session stays in use.
        """
        if self.sessions.get(session.id) is session:
            self._occupancy.hide(session, wait)

    # --- what those call that let browsers in ---------------------------------------------------

    @property
    def takes_visitors(self) -> bool:
        """Whether who waits may come in at all."""
        return not (self.is_stopping or self.is_closed)

    @property
    def has_room(self) -> bool:
        """Whether one more session may be in use."""
        return self._occupancy.has_room(len(self.returning))

    def make_session(self, session_id: int | str, token: str) -> Session:
        """Make the session of an earlier run."""
        session = self.sessions[session_id] = Session(self, session_id, token)
        return session

    # ------------------------------------------------------------------------------------------

    def _tell(self, event: HubEvent) -> None:
        self._events.append(event)

    def _timer_failed(self, fault: Exception) -> None:
        self._events.append(TimerFailed(fault=fault))

    def _expire(self, session: Session) -> None:
        self.destroy_session(session)
        self._events.append(SessionExpired(session=session))

    def __repr__(self) -> str:
        return (
            f"<Hub sessions={len(self.sessions)} channels={len(self._channels)} "
            f"waiting={len(self._admission.waiting)}>"
        )
