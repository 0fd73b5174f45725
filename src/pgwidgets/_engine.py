"""The engine of an application: what the engines of both APIs have in common.

Knows: how the core, the static files and the settings are put together, and what a transport may
ask. Must not know: async or sync, event loops, threads, bytes, messages, the state of widgets, and
anything of the public application but that handlers get it.
"""

import logging
import secrets
import socket
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import msgspec

import pgwidgets_proto as core
from pgwidgets_proto import (
    AccessPolicy,
    Browser,
    Channel,
    ChannelRefused,
    Connection,
    HttpRequest,
    Hub,
    Refusal,
    SessionExpired,
    TimerFailed,
)
from pgwidgets_proto.catalog import load as load_catalogue
from pgwidgets_proto.lease import Lease
from pgwidgets_proto.sessions import (
    HubEvent,
)
from pgwidgets_proto.stream import path_below
from pgwidgets_transports.seam import Clock, Response

from . import _context as context
from ._backlog import Backlog
from ._browser import show_in_browser
from ._calls import ApplicationHandlers
from ._crowd import Crowd
from ._doors import Doors
from ._figures import stats_of
from ._launch import launching
from ._library import Library
from ._log_fields import about
from ._newcomers import answer_for, is_new
from ._noting import Noting
from ._observing import Observing
from ._policy import safety_headers
from ._refusals import Refusals
from ._registry import Registry
from ._routing import way_of
from ._session import AnySession
from ._session_engine import AnySessionEngine
from ._settings import Settings
from ._tally import Tally
from ._website import Website
from .access.audit import user_name
from .observing.stats import ServerState, Stats

if TYPE_CHECKING:
    from .recording.recorder import Recorder
    from .stores.base import Store
    from .stores.saving import Saver
    from .stores.sharing import Sharing


class EventDispatcher(Protocol):
    """What runs the program's handlers: each API has its own."""

    def session_has_events(self, session: Any) -> None:
        """A session has events to be handled; may be called from anywhere."""

    def session_has_readings(self, session: Any) -> None:
        """Sources of a session's tables are to be read; may be called from anywhere."""


class BaseEngine(Noting, ABC):
    """What does the work of one application.

    Parameters:
        public: the application that the program has.
        new_session: the class of the API's sessions.
        library: the widget classes of the API.
        settings: those that it was made with.
        secret_key: signs session tokens; None: nothing does.
    """

    def __init__(
        self,
        public: Any,
        new_session: type[AnySession],
        library: Library,
        settings: Settings,
        secret_key: bytes | None,
    ) -> None:
        self.public: Any = public
        self.library = library
        self._new_session = new_session
        self.settings = settings
        self.doors = Doors(settings)
        self.headers = safety_headers(settings.csp)
        boot = secrets.token_urlsafe(6).replace(".", "-")
        self.hub = Hub(
            mint_token=lambda: secrets.token_urlsafe(32),
            boot=boot,
            limits=settings.limits,
            max_sessions=settings.max_sessions,
            resume_window=settings.resume_window,
            secret_key=secret_key,
            keeps=settings.store is not None,
            lease=None if settings.store_lost is None else _new_lease(),
        )
        self.saver: Saver | None = None
        self.sharing: Sharing | None = None
        if settings.store is not None:
            self._keep_in(settings.store, secret_key)
        self._recorder = None if settings.record is None else self._record(settings.record, boot)
        self.handlers = ApplicationHandlers()
        self.clock: Clock | None = None
        self.tally = Tally()
        self.spans = settings.spans
        self._observing = Observing(self, settings.metrics)
        self.site = Website(self, self._observing)
        self.registry = Registry(library, self.site.page)
        self._refusals = Refusals()
        limits = settings.limits
        self._crowd = Crowd(limits.connections, limits.connections_per_address)
        self.dispatcher = self._new_dispatcher()

    def _keep_in(self, store: "Store", secret_key: bytes | None) -> None:
        from .stores.neighbours import digest  # late: most programs keep nothing
        from .stores.saving import Saver
        from .stores.sharing import shared

        self.saver = Saver(self, store, digest(secret_key))
        self.sharing = shared(self, store, self.saver, self.settings, secret_key)

    def _record(self, path: Path, boot: str) -> "Recorder":
        from .recording.recorder import Recorder  # late: few programs are recorded

        settings = self.settings
        of_hub = {
            "limits": msgspec.to_builtins(settings.limits),
            "max_sessions": settings.max_sessions,
            "resume_window": settings.resume_window,
        }
        return Recorder(path, self.hub, boot, of_hub, settings.logger)

    def serve_at(self, **settings: Any) -> None:
        """Have it serve elsewhere than it was made to; not while it serves.

        Parameters:
            settings: those that say where, by their names.
        """
        self.settings = msgspec.structs.replace(self.settings, **settings)
        self.doors = Doors(self.settings)

    @property
    def policy(self) -> AccessPolicy:
        """Who is let in."""
        return self.doors.policy

    @property
    def url(self) -> str | None:
        """The page's address as a browser wants it; see :attr:`Doors.url`."""
        return self.doors.url

    # --- what each API does in its own way

    @abstractmethod
    def call_home(self, function: Callable[..., None], *args: Any) -> None:
        """Have a function called where the core may be; for threads that read files."""

    @abstractmethod
    def _new_dispatcher(self) -> EventDispatcher:
        """Make what runs handlers; called once, at the end of the constructor."""

    # --- serving

    def _bind(self) -> list[socket.socket]:
        """Bind the sockets to listen on; afterwards :attr:`url` is known.

        Raises:
            OSError: a port can't be listened on.
        """
        stand = context.stand.get()
        if stand is not None:
            stand.serve(self)
            self._open_doors()
            return []
        sockets = self.doors.open()
        if not (self.policy.bound_to_loopback or self.policy.allowed_hosts):
            self.settings.logger.warning(
                "other machines can reach this server, by any name: allowed_hosts=[...] with its "
                "own names keeps pages away whose names were pointed at it (DNS rebinding)"
            )
        try:
            self._open_doors()
        except BaseException:
            self.doors.close()
            for sock in sockets:
                sock.close()
            raise
        launch = launching()
        if launch is not None:
            launch.note_serving(self)
        return sockets

    def _open_doors(self) -> None:
        """Let browsers in; what widgets are made from is imported before the first of them."""
        load_catalogue()
        if self.sharing is not None:
            self.sharing.begin(self.doors.local if context.stand.get() is None else None)
        self.hub.reopen()
        if self.saver is not None:
            self.saver.begin()

    def _unbind(self) -> None:
        """Serving has ended: the sockets are closed."""
        self.doors.close()
        self._observing.has_served = True
        if self.saver is not None:
            self.saver.end()
        if self.sharing is not None:
            self.sharing.end()
        if self._recorder is not None:
            self._recorder.close()
        if self.settings.audit is not None:
            self.settings.audit.close()

    def announce(self, open_browser: bool = False) -> None:
        """Tell the user at the terminal where the page is; show it in a browser, if wanted."""
        if self.url is None or context.stand.get() is not None:
            return
        print(f"pgwidgets: {self.doors.directions}", flush=True)
        launch = launching()
        if open_browser if launch is None else launch.takes_browser(open_browser):
            show_in_browser(self.url)

    # --- sessions

    def all_sessions(self) -> dict[int | str, Any]:
        """What the program has of all sessions, by id."""
        sessions = self.hub.sessions.copy()  # at once: in the async API any thread may ask
        return {id_: self.session_of(core).public for id_, core in sessions.items()}

    def create_session(self, session_id: int | str | None, token: str | None) -> AnySessionEngine:
        """Make a session without a browser."""
        session = self.hub.create_session(session_id, token)
        if self.saver is not None and session.owner is None:
            if session_id is not None:
                makings = self.saver.makings
                loads = makings.load if self.sharing is None else self.sharing.claim
                loads(session, keeps_token=token is not None)
            self.saver.makings.made_soon(session)
        return self.session_of(session)

    def session_of(self, core_session: core.Session) -> AnySessionEngine:
        """The engine of a session, made when it is first wanted."""
        session: AnySessionEngine | None = core_session.owner
        return self._new_session(self, core_session)._pgwidgets if session is None else session

    def open_url(self, url: str) -> None:
        """Open a URL in a new tab: in each session, of the browser that was used last."""
        for core_session in self.act(self.hub.sessions.copy).values():
            self.act(core_session.open_url, url)

    def destroy_session(self, session: AnySessionEngine) -> None:
        """End a session."""
        self.act(self.hub.destroy_session, session.core)
        self.dispatcher.session_has_events(session)  # the last ones: its browsers have left

    def part_with(self, session: core.Session) -> None:
        """Another server has a session from here on; where the core may be."""
        self.act(partial(self.hub.destroy_session, session, is_elsewhere=True))
        self.dispatcher.session_has_events(self.session_of(session))

    def log_out(self, user: Any) -> None:
        """Send a user's browsers away, who is to sign in anew."""
        self.site.entrance.log_out(user)
        if self.settings.audit is not None:
            self.settings.audit.write("signed out", None, None, user=user_name(user))
        self.act(self.hub.sign_out, user)

    def act(self, operation: Callable[..., Any], *args: Any) -> Any:
        """Do something in the core, then send what came of it."""
        if self.clock is not None:
            self.hub.deadlines.tell(self.clock.now())
        try:
            return operation(*args)
        finally:
            self.settle_now()

    def _new_backlog(self) -> Backlog:
        """Make what a dispatcher tells of its handlers."""
        return Backlog(self.settings.limits.handler_wait, self.hub.deadlines, self.log)

    def settle_now(self) -> None:
        """Send and dispatch, while serving, what the last call of the core brought about."""
        if self.clock is not None and self.hub.has_news:
            self._settle(self.clock.now())

    def on_timer(self, now: float) -> None:
        """The time of the earliest deadline has come."""
        self.hub.handle_timer(now)
        self.settle(now)

    def open_channel(
        self, request: HttpRequest, now: float, user: Any = None, path: str | None = None
    ) -> Channel | Refusal:
        """A browser wants to open a WebSocket.

        Parameters:
            request: how it asks for one.
            now: monotonic seconds.
            user: whose it is, as somebody else's server knows; None: the program's way finds out.
            path: without what the application is mounted at; None: as in the request.
        """
        if user is None:
            user = self.site.entrance.user_of(request)
            if isinstance(user, Refusal):
                return user
        page, route = request.page_url, None
        if self.settings.is_routed:
            page, route = way_of(request, request.path if path is None else path)
        new = is_new(request)
        browser = Browser(request.peer, request.user_agent, time.time(), page, user, route, new)
        channel = self.hub.open_channel(browser, now)
        if new:
            answer_for(channel, request, now)
        return channel

    def _admit(self, request: HttpRequest, now: float) -> Channel | Refusal:
        path = path_below(request.path, self.settings.base_path)
        if path is None:
            return Refusal(status=404, text="No WebSocket is opened at this path.")
        return self.open_channel(request, now, path=path)

    def _note(self, event: HubEvent) -> None:
        match event:
            case ChannelRefused():
                peer = event.channel.browser.address
                self.log_refusal(peer, int(event.code), event.detail, event.fault)
            case TimerFailed():
                self.log_failed_timer(event.fault)
            case SessionExpired():
                ended = "%r has ended: too many sessions without a browser"
                self.log(logging.INFO, ended, event.session, extra=about(event.session.id))
                self.dispatcher.session_has_events(self.session_of(event.session))
            case _:
                if self.saver is not None:
                    self.saver.note(event)

    # --- what a transport needs (pgwidgets_transports/seam.py)

    def admit(self, peer: str | None) -> bool:
        """Count a connection, if it may come; called by the transport."""
        refused = self._crowd.enter(self._counted(peer))
        if refused is not None:
            self.log_refusal(peer, 503, refused)
        return refused is None

    def departed(self, peer: str | None) -> None:
        """A connection is gone that was admitted; called by the transport."""
        self._crowd.leave(self._counted(peer))

    def _counted(self, peer: str | None) -> str | None:
        return None if self.policy.is_trusted(peer) else peer

    def out_of_means(self, cause: str) -> None:
        """A connection could not be accepted; called by the transport."""
        self._observing.ran_out(time.monotonic())
        self.log_refusal(None, 503, cause)

    def connect(self, peer: str | None, scheme: str, now: float) -> Connection[Channel]:
        """Make the connection of a byte stream; called by the transport."""
        return Connection(
            self._admit,
            policy=self.policy,
            limits=self.settings.limits,
            peer=peer,
            now=now,
            scheme=scheme,
            response_headers=self.headers,
            date=_date,
            compression=self.settings.compression,
        )

    # --- figures

    def stats(self) -> Stats:
        """What :meth:`Application.stats` gives; may be asked for on any thread."""
        return stats_of(self)

    @property
    def connections(self) -> int:
        """Sockets of browsers and others that are open."""
        return len(self._crowd)

    @property
    def state(self) -> ServerState:
        """What it is about."""
        return self._observing.state(time.monotonic())

    @property
    def lacks_means(self) -> bool:
        """Whether visitors are turned away just now."""
        limits = self.settings.limits
        return (
            self._crowd.is_full
            or self.hub.waiting >= limits.waiting
            or self.hub.budget.held > 0.9 * limits.total_bytes
        )

    def answer_at_once(self, request: HttpRequest) -> Response | None:
        """Answer what is asked about the server itself; see :class:`Website`."""
        return self.site.answer_at_once(request)

    def answer(self, request: HttpRequest) -> Response:
        """Answer an HTTP request; may read files, and never raises."""
        return self.site.answer(request)

    def settle(self, now: float) -> None:
        """Send and dispatch what the last call of the core brought about; called by transports."""
        if self.hub.has_news:
            self._settle(now)

    def _settle(self, now: float) -> None:
        hub = self.hub
        while channels := hub.ready():
            self._wake(channels)
            if not hub.has_news:
                return  # as after nearly every call of a handler
        for core_session in hub.ready_sessions():
            session = core_session.owner
            if session is None:
                session = self.session_of(core_session)
            self.dispatcher.session_has_events(session)
            if core_session.readings.is_due:
                self.dispatcher.session_has_readings(session)
        while (event := hub.next_event()) is not None:
            self._note(event)
        if self.clock is not None and hub.deadlines.has_changed:
            self.clock.arm(hub.next_deadline(now), self.on_timer)

    def _wake(self, channels: list[Channel]) -> None:
        """Have channels send what they have."""
        for channel in channels:
            if channel.wake is not None:
                channel.wake()

    def __repr__(self) -> str:
        state = "serving" if self.clock is not None else "not serving"
        return f"<Application {state} url={self.url} sessions={len(self.hub.sessions)}>"


def _new_lease() -> Lease:
    from .stores.neighbours import steady_clock  # late: few programs share their sessions

    return Lease(steady_clock())


def _date() -> str:
    """The time as HTTP writes it (RFC 9110 section 5.6.7)."""
    from email.utils import formatdate  # late: the first answer needs it

    return formatdate(usegmt=True)
