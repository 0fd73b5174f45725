"""All sessions of one application, and who may see which.

Knows: the number of sessions at a time, the waiting room, how long sessions are kept, deadlines,
and which channels and sessions have something to do. Must not know: bytes, HTTP, clocks, event
loops, how tokens are made (credentials.py).

Rules:

* A session is in use while a browser shows it, and for ``resume_window`` seconds after the last
  one left. With ``max_sessions`` in use a visitor waits; the owner of a session never does.
* Of the sessions that nobody shows any more, the ones left longest ago are destroyed when there
  are more than ``Limits.idle_sessions``.
"""

from collections import deque
from collections.abc import Callable

from .channel import Browser, Channel
from .credentials import Credentials, Verdict, WrongTokens
from .deadlines import Deadline, Deadlines
from .errors import CloseCode, RemoteProtocolError
from .events import ChannelRefused, HubEvent, SessionExpired, SessionOpened
from .limits import Limits
from .link import Link
from .messages import Result
from .session import Session


class Hub:
    """The core of one application.

    Parameters:
        mint_token: gives a new secret at each call: at least 256 bits, URL-safe, without a dot.
        boot: names this run of the server: URL-safe, without a dot, never used before.
        limits: the bounds of everything.
        max_sessions: how many sessions may have browsers at a time; None: any number.
        resume_window: seconds for which a lost page is waited for, and for which a session stays
            in use after its last browser left.
        secret_key: signs tokens, so that they stay good across a restart; 16 bytes at least.

    Attributes:
        sessions: all sessions by id.
        deadlines: what is due when.
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
    ) -> None:
        if max_sessions is not None and max_sessions < 1:
            raise ValueError(f"max_sessions is {max_sessions!r}; it must be at least 1, or None")
        self.limits = limits or Limits()
        self.sessions: dict[int | str, Session] = {}
        self.deadlines = Deadlines()
        self.resume_window = resume_window
        self._credentials = Credentials(mint_token, boot, secret_key)
        self._wrong_tokens = WrongTokens(self.limits.wrong_tokens)
        self._boot = boot
        self._max_sessions = max_sessions
        self._next_id = 1
        self._next_link = 1
        self._channels: dict[Channel, None] = {}
        self._shown: dict[Session, None] = {}
        self._held: dict[Session, Deadline] = {}
        self._idle: dict[Session, None] = {}
        self._waiting: deque[Channel] = deque()
        self._ready: dict[Channel, None] = {}
        self._ready_sessions: dict[Session, None] = {}
        self._events: deque[HubEvent] = deque()
        self._is_closed = False

    # --- what a driver calls ------------------------------------------------------------------

    def open_channel(self, browser: Browser, now: float) -> Channel:
        """A browser has opened a WebSocket.

        Parameters:
            browser: what is known of it.
            now: monotonic seconds.

        Returns:
            Its channel, with the first frame to send.
        """
        channel = Channel(self, browser, now)
        self._channels[channel] = None
        if self._is_closed:
            channel.shut(CloseCode.SERVICE_RESTART, "the server is shutting down")
        return channel

    @property
    def has_news(self) -> bool:
        """Whether there is anything to look at: channels, sessions, events, or a new deadline."""
        return bool(
            self._ready or self._ready_sessions or self._events or self.deadlines.has_changed
        )

    def ready(self) -> list[Channel]:
        """The channels that have output, or may pause or resume reading, since the last call."""
        channels, self._ready = list(self._ready), {}
        return channels

    def ready_sessions(self) -> list[Session]:
        """The sessions that have events, since the last call."""
        sessions, self._ready_sessions = list(self._ready_sessions), {}
        return sessions

    def next_event(self) -> HubEvent | None:
        """Take the next event that is of no session, for the log; None if there is none."""
        return self._events.popleft() if self._events else None

    def next_deadline(self, now: float) -> float | None:
        """When :meth:`handle_timer` must be called, or None.

        Ask again after every call of the core: a program's call may have set a new one, whose
        time counts from this ``now``.
        """
        return self.deadlines.next(now)

    def handle_timer(self, now: float) -> None:
        """Do what is due; then look at :meth:`ready` and the rest as after any call."""
        self.deadlines.run(now)

    # --- what the application calls -----------------------------------------------------------

    def create_session(
        self, session_id: int | str | None = None, token: str | None = None
    ) -> Session:
        """Make a session, without any browser.

        Parameters:
            session_id: its id; None: the next free number.
            token: its secret; None: a new one.

        Raises:
            ValueError: the id is taken; with the same token, that session is returned instead.
            TypeError: the id is neither an int nor a str.
        """
        if session_id is None:
            while self._next_id in self.sessions:
                self._next_id += 1
            session_id = self._next_id
            self._next_id += 1
        elif isinstance(session_id, bool) or not isinstance(session_id, (int, str)):
            raise TypeError(f"session_id is {session_id!r}; it must be an int or a str")
        taken = self.sessions.get(session_id)
        if taken is not None:
            if token is not None and token == taken.token:
                return taken
            raise ValueError(f"session_id {session_id!r} is taken")
        session = Session(self, session_id, token or self._credentials.make(session_id))
        self.sessions[session_id] = session
        return session

    def rotate_token(self, session: Session) -> str:
        """Give a session a new secret; browsers that show it are told, old links are void."""
        session.token = self._credentials.make(session.id)
        session.tell_token()
        return session.token

    def destroy_session(self, session: Session) -> None:
        """End a session: its browsers are sent away, its widgets are gone."""
        if self.sessions.get(session.id) is session:
            del self.sessions[session.id]
        session.end()
        held = self._held.pop(session, None)
        if held is not None:
            held.cancel()
        self._idle.pop(session, None)
        self._ready_sessions.pop(session, None)
        self._admit_waiting()

    def close(self, reason: str = "the server is shutting down") -> None:
        """Send every browser away, and take no new ones; sessions stay."""
        self._is_closed = True
        self._waiting.clear()
        for channel in list(self._channels):
            channel.shut(CloseCode.SERVICE_RESTART, reason)

    def reopen(self) -> None:
        """Take browsers again, after :meth:`close`."""
        self._is_closed = False

    # --- what channels, links and sessions call -----------------------------------------------

    def mark_ready(self, channel: Channel) -> None:
        """A channel has output, or may pause or resume reading."""
        self._ready[channel] = None

    def mark_session_ready(self, session: Session) -> None:
        """A session has events."""
        self._ready_sessions[session] = None

    def hello(self, channel: Channel, answer: Result, now: float) -> None:
        """A browser has said who it is.

        The page of a view that is still here goes on; another one is shown its session, or a new
        one, or it waits.

        Raises:
            RemoteProtocolError: it may not come in.
        """
        session = self._known(channel, answer, now)
        if session is not None:
            link = session.find_link(answer.resume.link) if answer.resume is not None else None
            if link is not None and answer.resume is not None:
                if link.can_resume(answer.resume.seen):
                    link.resume(channel, answer.resume.seen)
                    return
                link.end()
            self._show(channel, session)
        elif self._has_room():
            self._open_session(channel)
        elif len(self._waiting) >= self.limits.waiting:
            raise RemoteProtocolError(
                CloseCode.POLICY_VIOLATION,
                "all sessions are in use, and too many visitors wait",
                f"{len(self._waiting)} visitors wait for one of {self._max_sessions} sessions",
            )
        else:
            channel.hold(len(self._waiting))
            self._waiting.append(channel)

    def channel_left(self, channel: Channel) -> None:
        """A channel is closing, or its browser is gone."""
        self._channels.pop(channel, None)
        if channel in self._waiting:
            self._waiting.remove(channel)
            self._tell_waiting()

    def channel_refused(self, channel: Channel, error: RemoteProtocolError) -> None:
        """A browser is sent away for what it did."""
        self._events.append(
            ChannelRefused(
                channel=channel, code=error.code, reason=error.reason, detail=error.detail
            )
        )

    def session_shown(self, session: Session) -> None:
        """A browser shows a session."""
        self._shown[session] = None
        self._idle.pop(session, None)
        held = self._held.pop(session, None)
        if held is not None:
            held.cancel()

    def session_hidden(self, session: Session) -> None:
        """The last browser of a session has left, or was lost."""
        self._shown.pop(session, None)
        if self.sessions.get(session.id) is session and not session.is_destroyed:
            self._held[session] = self.deadlines.add(
                self.resume_window, lambda now: self._release(session)
            )

    # --- its own business ---------------------------------------------------------------------

    def _known(self, channel: Channel, answer: Result, now: float) -> Session | None:
        """The session of the credentials that a browser presents, if there is one."""
        session_id, token = answer.session_id, answer.token or ""
        if session_id is None:
            return None
        address = channel.browser.address
        if self._wrong_tokens.is_over(address, now):
            raise RemoteProtocolError(
                CloseCode.POLICY_VIOLATION,
                "too many wrong session tokens",
                f"{address} has sent too many wrong tokens",
            )
        session = self.sessions.get(session_id)
        if session is None:
            # The page's address knows no types: a text of digits comes back as a number.
            session = self.sessions.get(str(session_id))
        right = None if session is None else session.token
        match self._credentials.judge(session_id, token, right):
            case Verdict.RIGHT:
                return session
            case Verdict.RESTORABLE if self._has_room():
                return self._restore(channel, session_id, token)
            case Verdict.WRONG:
                self._wrong_tokens.note(address, now)
                raise RemoteProtocolError(
                    CloseCode.WRONG_TOKEN,
                    "wrong session token",
                    f"wrong token for the session {session_id!r}",
                )
            case _:
                return None

    def _restore(self, channel: Channel, session_id: int | str, token: str) -> Session:
        session = self.create_session(session_id, token)
        session.is_restored = True
        session.inbox.put_event(SessionOpened(session=session, browser=channel.browser))
        return session

    def _open_session(self, channel: Channel) -> None:
        session = self.create_session()
        session.inbox.put_event(SessionOpened(session=session, browser=channel.browser))
        self._show(channel, session)

    def _show(self, channel: Channel, session: Session) -> None:
        if len(session.links) >= self.limits.links_per_session:
            raise RemoteProtocolError(
                CloseCode.TOO_MANY_LINKS,
                "too many browsers show this session",
                f"session {session.id!r} is shown by {len(session.links)} browsers",
            )
        link = Link(session, f"{self._boot}-{self._next_link}", channel)
        self._next_link += 1
        session.link_joined(link)
        link.rebuild()

    def _has_room(self) -> bool:
        in_use = len(self._shown) + len(self._held)
        return self._max_sessions is None or in_use < self._max_sessions

    def _release(self, session: Session) -> None:
        self._held.pop(session, None)
        self._idle[session] = None
        while len(self._idle) > self.limits.idle_sessions:
            oldest = next(iter(self._idle))
            self.destroy_session(oldest)
            self._events.append(SessionExpired(session=oldest))
        self._admit_waiting()

    def _admit_waiting(self) -> None:
        admitted = False
        while self._waiting and self._has_room() and not self._is_closed:
            self._open_session(self._waiting.popleft())
            admitted = True
        if admitted:
            self._tell_waiting()

    def _tell_waiting(self) -> None:
        for ahead, channel in enumerate(self._waiting):
            channel.tell_waiting(ahead)

    def __repr__(self) -> str:
        return (
            f"<Hub sessions={len(self.sessions)} channels={len(self._channels)} "
            f"waiting={len(self._waiting)}>"
        )
