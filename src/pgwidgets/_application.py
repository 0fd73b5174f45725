"""What the applications of both APIs have in common.

Knows: how the core, the static files and the settings are put together, and what a transport may
ask. Must not know: async or sync, event loops, threads, bytes, messages, the state of widgets.
"""

import keyword
import logging
import secrets
import socket
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, assert_never
from urllib.parse import quote

from pgwidgets_proto.access import AccessPolicy, Refusal
from pgwidgets_proto.connection import Connection
from pgwidgets_proto.errors import BrowserError
from pgwidgets_proto.limits import Limits
from pgwidgets_proto.request import HttpRequest, path_below
from pgwidgets_proto.sessions import session as core
from pgwidgets_proto.sessions.hub import Hub
from pgwidgets_proto.sessions.hub_events import ChannelRefused, HubEvent, SessionExpired
from pgwidgets_proto.views.channel import Browser, Channel
from pgwidgets_proto.views.link import Link
from pgwidgets_transports.seam import Clock, Response

from ._appearance import Appearance
from ._backlog import Backlog
from ._calls import ApplicationHandlers
from ._handlers import check_handler
from ._javascript import module_of
from ._listen import bind, is_loopback, listen, port_of
from ._refusals import Refusals
from ._session import BaseSession
from ._settings import ConcurrencyHandling, Settings, names, path_setting, text_setting
from ._static import plain, safety_headers

if TYPE_CHECKING:
    import ssl


class EventDispatcher(Protocol):
    """What runs the program's handlers: each API has its own."""

    def session_has_events(self, session: Any) -> None:
        """A session has events to be handled; may be called from anywhere."""


class BaseApplication[S: BaseSession[Any]](Appearance, ABC):
    """Serves sessions to browsers, and runs the program's handlers."""

    _library: ClassVar[Any]
    """The module of the API's widget classes."""

    def __init__(
        self,
        ws_port: int = 9500,
        http_port: int | None = 9501,
        host: str = "127.0.0.1",
        http_server: bool = True,
        concurrency_handling: ConcurrencyHandling = "per_session",
        max_sessions: int | None = 1,
        logger: logging.Logger | None = None,
        ws_sock: socket.socket | None = None,
        *,
        limits: Limits | None = None,
        allowed_origins: Iterable[str] = (),
        allowed_hosts: Iterable[str] = (),
        trusted_proxies: Iterable[str] = (),
        secret_key: bytes | str | None = None,
        resume_window: float = 60.0,
        title: str = "pgwidgets",
        csp: Mapping[str, str] | None = None,
        ssl_context: "ssl.SSLContext | None" = None,
        base_path: str = "",
    ) -> None:
        """Make an application; it serves when it is told to.

        Parameters:
            ws_port: a port to listen on; 0: a free one. HTTP and WebSockets are taken
                on every port.
            http_port: another one, the one of :attr:`url`; None: no other, all is on one port.
            host: the address to listen on.
            http_server: whether to serve the page and to listen on ``http_port``.
            concurrency_handling: ``"per_session"``: a session's handlers run one after another;
                ``"serialized"``: those of all sessions do; ``"concurrent"``: none waits.
            max_sessions: sessions with a browser at a time; None: any number.
                Further visitors wait.
            logger: where refusals and failing handlers are noted.
            ws_sock: a bound socket to listen on, in place of ``ws_port``.
            limits: the bounds of sizes, counts and waits.
            allowed_origins: origins besides our own whose pages may connect.
            allowed_hosts: names that we are reached by, behind a proxy above all.
            trusted_proxies: addresses whose forwarded headers count.
            secret_key: signs session tokens, so that links to sessions stay good when the server is
                started again; 16 bytes at least.
            resume_window: seconds for which a page that lost its connection is waited for, and for
                which a session keeps its place after its last browser was lost.
            title: the page's title.
            csp: sources to add to the Content-Security-Policy, by directive.
            ssl_context: speaks TLS on all ports.
            base_path: the path under which all is served, as in ``"/instruments/cam1"``; what a
                proxy takes off before we see it is no part of it.

        Raises:
            TypeError, ValueError: a setting that is not allowed; the text names it.
        """
        self._settings = Settings(
            ws_port=ws_port,
            http_port=http_port,
            host=host,
            http_server=http_server,
            concurrency_handling=concurrency_handling,
            max_sessions=max_sessions,
            logger=logging.getLogger("pgwidgets") if logger is None else logger,
            ws_sock=ws_sock,
            limits=Limits() if limits is None else limits,
            allowed_origins=names(allowed_origins, "allowed_origins"),
            allowed_hosts=names(allowed_hosts, "allowed_hosts"),
            trusted_proxies=names(trusted_proxies, "trusted_proxies"),
            resume_window=resume_window,
            title=title,
            csp=csp or {},
            ssl_context=ssl_context,
            base_path=path_setting(base_path, "base_path"),
        )
        if isinstance(secret_key, str):
            secret_key = secret_key.encode()
        elif secret_key is not None and not isinstance(secret_key, bytes):
            raise TypeError("secret_key must be bytes or a text")  # its value is for no log
        self._policy = self._make_policy([])
        self._headers = safety_headers(self._settings.csp)
        super().__init__(title)
        self._hub = Hub(
            mint_token=lambda: secrets.token_urlsafe(32),
            boot=secrets.token_urlsafe(6).replace(".", "-"),
            limits=self._settings.limits,
            max_sessions=max_sessions,
            resume_window=resume_window,
            secret_key=secret_key,
        )
        self._refusals = Refusals()
        self._registered: dict[str, type[Any]] = {}
        self._clock: Clock | None = None
        self._http_host = host
        self._http_port: int | None = None
        self._handlers = ApplicationHandlers()
        self._dispatcher = self._new_dispatcher()

    # --- handlers

    def on_connect[F: Callable[..., Any]](self, function: F) -> F:
        """Have ``function(session)`` called for every new session; usable as a decorator.

        It is not called when a browser comes back to its session.
        """
        check_handler("Application.on_connect()", function)
        self._handlers.on_connect.append(function)
        return function

    def on_disconnect[F: Callable[..., Any]](self, function: F) -> F:
        """Have ``function(session)`` called each time a browser leaves; usable as a decorator."""
        check_handler("Application.on_disconnect()", function)
        self._handlers.on_disconnect.append(function)
        return function

    # --- sessions

    @property
    def sessions(self) -> dict[int | str, S]:
        """All sessions by id."""
        sessions: dict[int | str, S] = self._act(self._all_sessions)
        return sessions

    def create_session(self, session_id: int | str | None = None, token: str | None = None) -> S:
        """Make a session without a browser; one may show it later (:meth:`Session.get_url`).

        Parameters:
            session_id: None: the next free number.
            token: None: a new secret.

        Raises:
            ValueError: the id is taken by a session with another token.
        """
        session: S = self._act(self._create_session, session_id, token)
        return session

    def register_widget[W: type[Any]](self, cls: W, name: str | None = None) -> W:
        """Add a class to what every ``session.get_widgets()`` has; for use as a decorator, too.

        Parameters:
            cls: a class derived from one of this API's ``Widgets``.
            name: its name there; None: the class's own.

        Returns:
            The class.

        Raises:
            TypeError: it is no widget class of this API.
            ValueError: nobody could write ``W.name``.
            OSError: the JavaScript of a ``JavaScriptWidget`` can't be read.
        """
        base = self._library.Widget
        given: object = cls  # whatever the annotation says
        if not (isinstance(given, type) and issubclass(given, base)):
            raise TypeError(
                f"register_widget(): cls is {cls!r}; it must be a class derived from one of "
                f"{self._library.__name__}"
            )
        if name is not None:
            text_setting(name, "register_widget(): name")
        found = name or cls.__name__
        if not found.isidentifier() or found.startswith("_") or keyword.iskeyword(found):
            raise ValueError(
                f"register_widget(): name is {found!r}; it must be one that can stand behind "
                f"a dot, and not begin with '_'"
            )
        module = module_of(cls)
        if module is not None:
            self._page.add_class(cls._spec.name, module)
        self._registered[found] = cls
        return cls

    def open_url(self, url: str) -> None:
        """Open a URL in a new tab: in each session, of the browser that was used last."""
        for session in self.sessions.values():
            self._act(session._core.open_url, url)

    # --- serving

    @property
    def url(self) -> str | None:
        """The page's address; None without an HTTP server, or before the start."""
        if self._http_port is None:
            return None
        scheme = "https" if self._settings.ssl_context else "http"
        host = {"": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "::1"}.get(
            self._http_host, self._http_host
        )
        host = f"[{host}]" if ":" in host else host
        return f"{scheme}://{host}:{self._http_port}{quote(self._settings.base_path)}/"

    # --- what each API does in its own way

    @abstractmethod
    def _new_dispatcher(self) -> EventDispatcher:
        """Make what runs handlers; called once, at the end of the constructor."""

    @abstractmethod
    def _new_session(self, core_session: core.Session) -> S:
        """Make the program's side of a session."""

    # --- its own business

    def _bind(self) -> list[socket.socket]:
        """Bind the sockets to listen on; afterwards :attr:`url` is known.

        Raises:
            OSError: a port can't be listened on.
        """
        settings = self._settings
        own = settings.ws_sock
        if own is None:
            own = bind(settings.host, settings.ws_port)
        else:
            listen(own, "ws_sock")
        sockets = [own]
        self._http_host, self._http_port = settings.host, None
        if settings.http_server and settings.http_port in (None, port_of(own)):
            self._http_port = port_of(own)
            if own is settings.ws_sock and self._http_port is not None:
                self._http_host = own.getsockname()[0]
        elif settings.http_server and settings.http_port is not None:
            try:
                sockets.append(bind(settings.host, settings.http_port))
            except OSError:
                if own is not settings.ws_sock:
                    own.close()
                raise
            self._http_port = port_of(sockets[-1])
        self._policy = self._make_policy(sockets)
        self._hub.reopen()
        return sockets

    def _announce(self) -> None:
        """Tell the user at the terminal where the page is."""
        if self.url is not None:
            print(f"pgwidgets: open {self.url}", flush=True)

    def _make_policy(self, sockets: list[socket.socket]) -> AccessPolicy:
        settings = self._settings
        ports = (port_of(sock) for sock in sockets)
        return AccessPolicy(
            own_ports=frozenset(port for port in ports if port is not None),
            bound_to_loopback=all(is_loopback(sock) for sock in sockets),
            allowed_origins=settings.allowed_origins,
            allowed_hosts=settings.allowed_hosts,
            trusted_proxies=settings.trusted_proxies,
        )

    def _all_sessions(self) -> dict[int | str, S]:
        sessions = self._hub.sessions.copy()  # at once: in the async API any thread may ask
        return {id_: self._session_of(core) for id_, core in sessions.items()}

    def _create_session(self, session_id: int | str | None, token: str | None) -> S:
        return self._session_of(self._hub.create_session(session_id, token))

    def _session_of(self, core_session: core.Session) -> S:
        session: S | None = core_session.owner
        return self._new_session(core_session) if session is None else session

    def _destroy_session(self, session: S) -> None:
        self._act(self._hub.destroy_session, session._core)
        self._dispatcher.session_has_events(session)  # the last ones: its browsers have left

    def _act(self, operation: Callable[..., Any], *args: Any) -> Any:
        """Do something in the core, then send what came of it."""
        if self._clock is not None:
            self._hub.deadlines.tell(self._clock.now())
        try:
            return operation(*args)
        finally:
            self._settle_now()

    def _new_backlog(self) -> Backlog:
        """Make what a dispatcher tells of its handlers."""
        return Backlog(self._settings.limits.handler_wait, self._hub.deadlines, self._log)

    def _settle_now(self) -> None:
        if self._clock is not None and self._hub.has_news:
            self.settle(self._clock.now())

    def _on_timer(self, now: float) -> None:
        self._hub.handle_timer(now)
        self.settle(now)

    def _open_channel(self, request: HttpRequest, now: float) -> Channel:
        return self._hub.open_channel(Browser(request.peer, request.user_agent, time.time()), now)

    def _admit(self, request: HttpRequest, now: float) -> Channel | Refusal:
        if path_below(request.path, self._settings.base_path) is None:
            return Refusal(status=404, text="No WebSocket is opened at this path.")
        return self._open_channel(request, now)

    def _log_nonsense(self, session: BaseSession[Any], link: Link, detail: str) -> None:
        """Note that a browser reported what can't be true. Of many reports, their number."""
        kind = f"refused reports of {link.browser.address or 'a browser'} to session {session.id!r}"
        if self._act(self._is_worth_a_line, kind):
            self._settings.logger.warning("%r: refused: %s", session, detail)

    def _log_failed_call(self, session: BaseSession[Any], link: Link, error: BrowserError) -> None:
        """Note that a browser could not carry out a call. Of many of a method, their number."""
        who = link.browser.address or "a browser"
        kind = f"{who} failed to carry out {error.method!r} of session {session.id!r}"
        if self._act(self._is_worth_a_line, kind):
            self._settings.logger.error("%r: %s", session, error)

    def _is_worth_a_line(self, kind: str) -> bool:
        now = 0.0 if self._clock is None else self._clock.now()
        is_counting = self._refusals.next_deadline is not None
        is_worth_it = self._refusals.note(kind, now)
        if not is_counting:
            self._await_refusals(now)
        return is_worth_it

    def _await_refusals(self, now: float) -> None:
        due = self._refusals.next_deadline
        if due is not None:
            self._hub.deadlines.add(due - now, self._tell_refusals, now)

    def _tell_refusals(self, now: float) -> None:
        for line in self._refusals.tell(now):
            self._log(logging.WARNING, "%s", line)
        self._await_refusals(now)

    def _log(self, level: int, text: str, *args: Any) -> None:
        """Note what the core brought about. Loggers' handlers are the program's own code."""
        self._settings.logger.log(level, text, *args)

    def _note(self, event: HubEvent) -> None:
        match event:
            case ChannelRefused():
                self.log_refusal(event.channel.browser.address, event.code, event.detail)
            case SessionExpired():
                ended = "%r has ended: too many sessions without a browser"
                self._log(logging.INFO, ended, event.session)
                self._dispatcher.session_has_events(self._session_of(event.session))
            case _:
                assert_never(event)

    # --- what a transport needs (pgwidgets_transports/seam.py)

    def connect(self, peer: str | None, scheme: str, now: float) -> Connection[Channel]:
        """Make the connection of a byte stream; called by the transport."""
        return Connection(
            self._admit,
            policy=self._policy,
            limits=self._settings.limits,
            peer=peer,
            now=now,
            scheme=scheme,
            response_headers=self._headers,
        )

    def answer(self, request: HttpRequest) -> Response:
        """Answer an HTTP request; may read files, and never raises."""
        path = path_below(request.path, self._settings.base_path)
        if path is None:
            return plain(404, "There is no such page here.")
        return self._answer_below(request, path)

    def _answer_below(self, request: HttpRequest, path: str) -> Response:
        """Answer a request for a path without the one that we are mounted at."""
        if not self._settings.http_server:
            return plain(404, "No page is served here; this port takes WebSockets.")
        try:
            return self._static.respond(request, path)
        except Exception:
            self._settings.logger.exception("no answer to %s %s", request.method, request.target)
            return plain(500, "The server failed to answer; its log says why.")

    def log_refusal(self, peer: str | None, code: int, cause: str) -> None:
        """Note that a peer was refused; called by the transport. Of many alike, their number."""
        kind = f"refused {peer or 'a peer'} with {code}"
        if self._is_worth_a_line(kind):
            self._log(logging.WARNING, "%s: %s", kind, cause)

    def settle(self, now: float) -> None:
        """Send and dispatch what the last call of the core brought about."""
        hub = self._hub
        if not hub.has_news:
            return
        while channels := hub.ready():
            for channel in channels:
                if channel.wake is not None:
                    channel.wake()
        for core_session in hub.ready_sessions():
            self._dispatcher.session_has_events(self._session_of(core_session))
        while (event := hub.next_event()) is not None:
            self._note(event)
        if self._clock is not None:
            self._clock.arm(hub.next_deadline(now), self._on_timer)

    def __repr__(self) -> str:
        state = "serving" if self._clock is not None else "not serving"
        return f"<Application {state} url={self.url} sessions={len(self._hub.sessions)}>"
