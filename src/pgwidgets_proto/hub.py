"""All sessions of one application, and who may see which.

Knows: credentials, the number of sessions at a time, the waiting room, deadlines, and which
links and sessions have something to do. Must not know: bytes, HTTP, clocks, event loops.

Rules:

* A token is made by ``mint_token`` alone and compared in constant time. It begins with the boot
  id, so that credentials of an earlier run are *unknown* (the visitor gets a new session), never
  *wrong* (refused with 4001).
* A session is in use while a browser shows it, and for ``resume_window`` seconds after the last
  one left. With ``max_sessions`` in use a visitor waits; the owner of a session never does.
"""

import hmac
from collections import deque
from collections.abc import Callable

from .deadlines import Deadline, Deadlines
from .errors import CloseCode, RemoteProtocolError
from .events import LinkRefused, SessionOpened
from .limits import Limits
from .link import Browser, Link, LinkState
from .messages import Result
from .session import Session


class Hub:
    """The core of one application.

    Parameters:
        mint_token: gives a new secret at each call: at least 256 bits, URL-safe, without a dot.
        boot: names this run of the server: URL-safe, without a dot, never used before.
        limits: the bounds of everything.
        max_sessions: how many sessions may have browsers at a time; None: any number.
        resume_window: seconds for which a session stays in use after its last browser left.

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
    ) -> None:
        if max_sessions is not None and max_sessions < 1:
            raise ValueError(f"max_sessions is {max_sessions!r}; it must be at least 1, or None")
        self.limits = limits or Limits()
        self.sessions: dict[int | str, Session] = {}
        self.deadlines = Deadlines()
        self._mint_token = mint_token
        self._boot = check_boot(boot)
        self._max_sessions = max_sessions
        self._resume_window = resume_window
        self._next_id = 1
        self._links: dict[Link, None] = {}
        self._held: dict[Session, Deadline] = {}
        self._waiting: deque[Link] = deque()
        self._shown = 0
        self._ready: dict[Link, None] = {}
        self._ready_sessions: dict[Session, None] = {}
        self._events: deque[LinkRefused] = deque()
        self._is_closed = False

    # --- what a driver calls ------------------------------------------------------------------

    def open_link(self, browser: Browser, now: float) -> Link:
        """A browser has opened a WebSocket.

        Parameters:
            browser: what is known of it.
            now: monotonic seconds.

        Returns:
            Its link, with the first frame to send.
        """
        link = Link(self, browser, now)
        self._links[link] = None
        if self._is_closed:
            link.shut(CloseCode.SERVICE_RESTART, "the server is shutting down")
        return link

    @property
    def has_news(self) -> bool:
        """Whether there is anything to look at: links, sessions, refusals, or a new deadline."""
        return bool(
            self._ready or self._ready_sessions or self._events or self.deadlines.has_changed
        )

    def ready(self) -> list[Link]:
        """The links that have output, or may pause or resume reading, since the last call."""
        links, self._ready = list(self._ready), {}
        return links

    def ready_sessions(self) -> list[Session]:
        """The sessions that have events, since the last call."""
        sessions, self._ready_sessions = list(self._ready_sessions), {}
        return sessions

    def next_event(self) -> LinkRefused | None:
        """Take the next refusal of a browser, for the log; None if there is none."""
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
        elif isinstance(session_id, bool) or not isinstance(session_id, (int, str)):
            raise TypeError(f"session_id is {session_id!r}; it must be an int or a str")
        taken = self.sessions.get(session_id)
        if taken is not None:
            if token is not None and _same(taken.token, token):
                return taken
            raise ValueError(f"session_id {session_id!r} is taken")
        session = Session(self, session_id, token or f"{self._boot}.{self._mint_token()}")
        self.sessions[session_id] = session
        return session

    def destroy_session(self, session: Session) -> None:
        """End a session: its browsers are sent away, its widgets are gone."""
        if self.sessions.get(session.id) is session:
            del self.sessions[session.id]
        session.end()
        held = self._held.pop(session, None)
        if held is not None:
            held.cancel()
        self._ready_sessions.pop(session, None)
        self._admit_waiting()

    def close(self, reason: str = "the server is shutting down") -> None:
        """Send every browser away, and take no new ones; sessions stay."""
        self._is_closed = True
        self._waiting.clear()
        for link in list(self._links):
            link.shut(CloseCode.SERVICE_RESTART, reason)

    # --- what links and sessions call ---------------------------------------------------------

    def mark_ready(self, link: Link) -> None:
        """A link has output, or may pause or resume reading."""
        self._ready[link] = None

    def mark_session_ready(self, session: Session) -> None:
        """A session has events."""
        self._ready_sessions[session] = None

    def hello(self, link: Link, answer: Result, now: float) -> None:
        """A browser has said who it is: show it its session, or a new one, or let it wait."""
        session = self._known(answer)
        if session is not None:
            if len(session.links) >= self.limits.links_per_session:
                raise RemoteProtocolError(
                    CloseCode.TOO_MANY_LINKS,
                    "too many browsers show this session",
                    f"session {session.id!r} is shown by {len(session.links)} browsers",
                )
            self._attach(link, session)
        elif self._has_room():
            self._open_session(link)
        elif len(self._waiting) >= self.limits.waiting:
            raise RemoteProtocolError(
                CloseCode.POLICY_VIOLATION,
                "all sessions are in use, and too many visitors wait",
                f"{len(self._waiting)} visitors wait for one of {self._max_sessions} sessions",
            )
        else:
            link.hold(len(self._waiting))
            self._waiting.append(link)

    def link_left(self, link: Link, was: LinkState) -> None:
        """A link is closing, or its browser is gone."""
        self._links.pop(link, None)
        if was is LinkState.WAITING and link in self._waiting:
            self._waiting.remove(link)
            self._tell_waiting()
        session = link.session
        if was is LinkState.ATTACHED and session is not None and not session.links:
            self._shown -= 1
            if session.is_destroyed or self.sessions.get(session.id) is not session:
                return
            self._held[session] = self.deadlines.add(
                self._resume_window, lambda now: self._release(session)
            )

    def link_refused(self, link: Link, error: RemoteProtocolError) -> None:
        """A browser is sent away for what it did."""
        self._events.append(
            LinkRefused(link=link, code=error.code, reason=error.reason, detail=error.detail)
        )

    # --- its own business ---------------------------------------------------------------------

    def _known(self, answer: Result) -> Session | None:
        if answer.session_id is None:
            return None
        session = self.sessions.get(answer.session_id)
        if session is None:
            # The page's address knows no types: a text of digits comes back as a number.
            session = self.sessions.get(str(answer.session_id))
        if session is None:
            return None
        token = answer.token or ""
        if _same(session.token, token):
            return session
        boot, dot, _ = token.partition(".")
        if dot and boot != self._boot:
            return None
        raise RemoteProtocolError(
            CloseCode.WRONG_TOKEN,
            "wrong session token",
            f"wrong token for the session {session.id!r}",
        )

    def _has_room(self) -> bool:
        in_use = self._shown + len(self._held)
        return self._max_sessions is None or in_use < self._max_sessions

    def _open_session(self, link: Link) -> None:
        session = self.create_session()
        session.inbox.put_event(SessionOpened(session=session, link=link))
        self._attach(link, session)

    def _attach(self, link: Link, session: Session) -> None:
        held = self._held.pop(session, None)
        if held is not None:
            held.cancel()
        if not session.links:
            self._shown += 1
        link.attach(session)

    def _release(self, session: Session) -> None:
        self._held.pop(session, None)
        self._admit_waiting()

    def _admit_waiting(self) -> None:
        admitted = False
        while self._waiting and self._has_room() and not self._is_closed:
            self._open_session(self._waiting.popleft())
            admitted = True
        if admitted:
            self._tell_waiting()

    def _tell_waiting(self) -> None:
        for ahead, link in enumerate(self._waiting):
            link.tell_waiting(ahead)

    def __repr__(self) -> str:
        return (
            f"<Hub sessions={len(self.sessions)} links={len(self._links)} "
            f"waiting={len(self._waiting)}>"
        )


def check_boot(boot: str) -> str:
    """The boot id, if it can be told from the secret behind it."""
    if not boot or "." in boot:
        raise ValueError(f"boot is {boot!r}; it must not be empty nor hold a dot")
    return boot


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode("utf-8", "replace"))
