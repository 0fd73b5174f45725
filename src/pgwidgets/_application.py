"""What the applications of both APIs have in common.

Knows: what a program may ask of an application. Must not know: how any of it is done (_engine.py),
async or sync, event loops, threads.
"""

import logging
import os
import socket
from abc import ABC
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from pgwidgets_proto import Limits

from ._appearance import Appearance
from ._engine import BaseEngine
from ._extra_files import ExtraFiles
from ._files import FileRoots
from ._handlers import check_handler
from ._launch import launching
from ._library import Library
from ._notebooks import AppInNotebooks
from ._public import shown, spoken_as
from ._session import AnySession
from ._settings import (
    ConcurrencyHandling,
    Settings,
    file_setting,
    known_settings,
    metrics_setting,
    names,
    path_setting,
    routed_setting,
    store_lost_setting,
    store_setting,
    tracing_setting,
    url_setting,
)
from .access.audit import audit_setting
from .access.entrance import login_setting
from .looks import Density, PageLooks, Theme
from .observing.stats import Stats

if TYPE_CHECKING:
    import ssl

    from pgwidgets_proto import HttpRequest

    from .access import Audit, Login
    from .observing.metrics import Metrics
    from .observing.tracing import TracerProvider
    from .stores.base import Store
    from .stores.shared import StoreLost


@spoken_as("Application")
class BaseApplication[S](Appearance, ExtraFiles, AppInNotebooks, ABC):
    """Serves sessions to browsers, and runs the program's handlers."""

    _pgwidgets: BaseEngine
    _pgwidgets_engine: ClassVar[type[BaseEngine]]
    """The engine that each object of the class gets one of."""
    _pgwidgets_session: ClassVar[type[AnySession]]
    """The class of the API's sessions."""
    _pgwidgets_library: ClassVar[Library]
    """The widget classes of the API."""

    @known_settings
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
        base_url: str | None = None,
        theme: Theme = "light",
        density: Density = "normal",
        tokens: Mapping[str, str] | None = None,
        stylesheet: str | os.PathLike[str] | None = None,
        file_roots: Iterable[str | os.PathLike[str]] | None = None,
        metrics: "bool | Metrics" = False,
        tracing: "bool | TracerProvider" = False,
        record: str | os.PathLike[str] | None = None,
        compression: bool = True,
        identify: "Login | Callable[[HttpRequest], Any] | None" = None,
        users: str | os.PathLike[str] | None = None,
        audit: "str | os.PathLike[str] | Audit | None" = None,
        store: "Store | str | os.PathLike[str] | None" = None,
        store_lost: "StoreLost | None" = None,
        routed: bool | None = None,
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
            allowed_hosts: names that we are reached by; with any, no others are answered to but
                those of loopback addresses.
            trusted_proxies: addresses whose forwarded headers count.
            secret_key: signs session tokens, so that links to sessions stay good when the server is
                started again; 16 bytes at least.
            resume_window: seconds for which a page that lost its connection is waited for, and for
                which a session keeps its place after its last browser was lost.
            title: the page's title.
            csp: sources to add to the Content-Security-Policy of the page, by directive, as in
                ``{"frame-src": "'self'", "worker-src": "blob:"}``.
            ssl_context: speaks TLS on all ports.
            base_path: the path under which all is served, as in ``"/instruments/cam1"``; what a
                proxy takes off before we see it is no part of it.
            base_url: the page's address as users have it, as in ``"https://example.org/cam1/"``,
                for the links that are passed on; None: as browsers and our own sockets tell it.
            theme: what pages look like: ``"light"``, ``"dark"``, ``"auto"`` (as the user's system
                is set, and as that changes), ``"contrast"``, ``"night"`` (no light but red), or
                ``"classic"`` (as pgwidgets-js has it by itself). A session may have another
                (:meth:`Session.set_theme`).
            density: how much room things take: ``"compact"``, ``"normal"``, or ``"touch"``.
            tokens: values of CSS for some of the :data:`~pgwidgets.looks.TOKENS`, as in
                ``{"accent": "#0a7"}``. The colours of the themes for contrast and night stay.
            stylesheet: the path of a style sheet of the program's own; it overrules all others.
            file_roots: folders in which a text may name a picture or a video that is read here, as
                in ``set_image("logo.png")``; None: anywhere, ``[]``: nowhere. Path objects are
                always read.
            metrics: whether ``/metrics`` gives the figures of :meth:`stats` to Prometheus, by
                default to who asks from this machine; a :class:`~pgwidgets.observing.Metrics` says
                otherwise. Needs the extra ``metrics``.
            tracing: whether events and calls have spans of OpenTelemetry, by the global
                TracerProvider or by one that is given. Needs the extra ``otel``.
            record: a file in which all is written down that comes into the application, so that
                it can be replayed (:mod:`pgwidgets.recording`); what it held is gone. Tokens are
                hidden, what users type is not. None: nothing is.
            identify: says who a visitor is: a function of the request that gives the user (anything
                but None), or None, and then nothing of the page is shown and no session is made; or
                a :class:`~pgwidgets.access.Login`, such as ``ProxyLogin()``. It may be called on
                any thread. ``browser.user`` has what it gave. None: nobody asks.
            users: a file as ``pgwidgets passwd`` makes it, of users who sign in with a password.
            audit: a file in which it is written down who did what, or an
                :class:`~pgwidgets.access.Audit`, which says more of it; never passwords.
            compression: whether long texts to browsers, and what these send, are compressed on
                their way.
            store: where sessions are kept, so that they outlive the process: the path of a file
                (of SQLite), the address of a Redis that several servers share (``redis://…``), or
                a store of :mod:`pgwidgets.stores`. None: they end with it.
            store_lost: what is done while a store that servers share can't be reached.
                ``"freeze"`` (None is the same): when the lease ends no event is taken, until the
                store answers; so no two servers ever serve one session. ``"serve"``: sessions are
                served on from memory; others may do so, too.
            routed: whether pages open their WebSockets at ``s/KEY/``, so that a router can send
                each to the one of several servers that has its session; the key is the page's own.
                None: if the store is one that servers share.

        Raises:
            ImportError: an extra is not installed; the text says how it is.
            OSError: the style sheet can't be read, or the recording not be written.
            TypeError, ValueError: a setting that is not allowed; the text names it.
        """
        if isinstance(secret_key, str):
            secret_key = secret_key.encode()
        elif secret_key is not None and not isinstance(secret_key, bytes):
            raise TypeError("secret_key must be bytes or a text")  # its value is for no log
        kept_in = store_setting(store)
        settings = Settings(
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
            base_url=url_setting(base_url, "base_url"),
            looks=PageLooks.of(theme, density, tokens, stylesheet),
            file_roots=FileRoots.of(file_roots),
            metrics=metrics_setting(metrics),
            spans=tracing_setting(tracing),
            record=file_setting(record, "record"),
            compression=compression,
            login=login_setting(identify, users, secret_key),
            audit=audit_setting(audit),
            store=kept_in,
            store_lost=store_lost_setting(store_lost, kept_in),
            is_routed=routed_setting(routed, kept_in),
            counts_uses=secret_key is None or kept_in is not None,
        )
        launch = launching()
        if launch is not None:
            settings, secret_key = launch.overrule(settings, secret_key)
            launch.made.append(self)
        self._pgwidgets = self._pgwidgets_engine(
            self, self._pgwidgets_session, self._pgwidgets_library, settings, secret_key
        )

    # --- handlers

    def on_connect[F: Callable[..., Any]](self, function: F) -> F:
        """Have ``function(session)`` called for every new session; usable as a decorator.

        It is not called when a browser comes back to its session.
        """
        check_handler("Application.on_connect()", function)
        self._pgwidgets.handlers.on_connect.append(function)
        return function

    def on_disconnect[F: Callable[..., Any]](self, function: F) -> F:
        """Have ``function(session)`` called each time a browser leaves; usable as a decorator."""
        check_handler("Application.on_disconnect()", function)
        self._pgwidgets.handlers.on_disconnect.append(function)
        return function

    # --- sessions

    @shown
    def sessions(self) -> dict[int | str, S]:
        """All sessions by id."""
        engine = self._pgwidgets
        sessions: dict[int | str, S] = engine.act(engine.all_sessions)
        return sessions

    def create_session(self, session_id: int | str | None = None, token: str | None = None) -> S:
        """Make a session without a browser; one may show it later (:meth:`Session.get_url`).

        Parameters:
            session_id: None: the next free number.
            token: None: a new secret.

        Raises:
            ValueError: the id is taken by a session with another token.
            SessionElsewhere: another server has the session, where several share a store.
            StoreError: such a store can't be reached.
        """
        engine = self._pgwidgets
        session: S = engine.act(engine.create_session, session_id, token).public
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
        self._pgwidgets.registry.add(cls, name)
        return cls

    def open_url(self, url: str) -> None:
        """Open a URL in a new tab: in each session, of the browser that was used last."""
        self._pgwidgets.open_url(url)

    def log_out(self, user: Any) -> None:
        """Send a user's browsers away, from all sessions; who comes again has to sign in.

        Sessions stay. What has let a user in elsewhere, such as a proxy, is not told.

        Parameters:
            user: as ``browser.user`` has it.
        """
        self._pgwidgets.log_out(user)

    def stats(self) -> Stats:
        """Figures of the server now: sessions, browsers and their lag, queues, handlers, bytes.

        It may be called on any thread, and takes some microseconds a browser.
        """
        engine = self._pgwidgets
        return engine.stats()

    # --- where it serves

    @shown
    def url(self) -> str | None:
        """The page's address, before the start too.

        None without an HTTP server, and where the port is 0 until a free one has been found, which
        the start does.
        """
        return self._pgwidgets.url

    @shown
    def host(self) -> str:
        """The address that the page is served at, as it was given."""
        address = self._pgwidgets.doors.address
        return self._pgwidgets.settings.host if address is None else address[0]

    @shown
    def http_port(self) -> int | None:
        """The port that the page is served at; None where :attr:`url` is."""
        address = self._pgwidgets.doors.address
        return None if address is None else address[1]

    # Names of pgwidgets-python's own attributes, which Ginga reads to make links to its sessions.
    _host = host
    _http_port = http_port

    def __repr__(self) -> str:
        return repr(self._pgwidgets)
