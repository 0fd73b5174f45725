"""A world: one way in which an application runs, as the scenarios see it.

Knows: what the scenarios need of a way to run. Must not know: any one of them (asyncio, threads …),
what the scenarios check.

The browsers' side is one thread, the test's: nothing there runs by itself, and :meth:`World.until`
is its only loop. The program's side runs where the world has it run.
"""

import contextlib
import inspect
import logging
import os
import select
import socket
import ssl
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Iterator, Mapping
from concurrent.futures import Future
from pathlib import Path
from types import TracebackType
from typing import Any, ClassVar, Protocol, Self

from .visitor import Visitor
from .wire import PATIENCE, SocketWire, Wire


class Gate(Protocol):
    """Holds handlers up until the browsers' side lets them pass."""

    def open(self) -> None:
        """Let all pass, those that come later too; called from the test's thread."""

    def passed(self) -> Awaitable[None]:
        """Wait for it; in a world of threads that blocks, and is done when it returns."""
        ...


class World(ABC):
    """One way in which an application runs.

    A subclass says how: ``start``, ``begin``, ``gate`` above all. Used as a context
    manager, which is around everything that a scenario does.

    Attributes:
        excuses: the names of scenarios that make no sense here, and for each the reason.
        certificate: a PEM file with key and certificate for ``localhost``; None: no TLS.
        path: where the page and the WebSocket are.
        app: the application that is being served.
        notes: what handlers have noted, in order.
        records: what was logged.
        building: the ids of the sessions whose ``on_connect`` runs.
    """

    excuses: ClassVar[Mapping[str, str]] = {}
    certificate: Path | None = None
    path = "/"

    def __init__(self) -> None:
        self.app: Any = None
        self.notes: list[Any] = []
        self.records: list[logging.LogRecord] = []
        self.building: set[Any] = set()
        self.visitors: list[Visitor] = []
        self.logger = logging.Logger(type(self).__name__)  # no child of the root: nothing printed
        self._watch: list[tuple[logging.Logger, _Recorder]] = []
        self._expected: list[str] = []
        self._bell, self._rope = socket.socketpair()
        self._has_tls = False
        for end in (self._bell, self._rope):
            end.setblocking(False)

    # --- what a subclass says

    @abstractmethod
    def application(self, **settings: Any) -> Any:
        """Make an application of the API that runs here; it is not served yet."""

    @abstractmethod
    def start(self) -> None:
        """Serve :attr:`app`; when this returns, it can be connected to."""

    def stop(self) -> None:
        """Close :attr:`app` in good order, and wait until that is done; twice does no harm."""
        self.call(self.app.close)

    @abstractmethod
    def begin(self, function: Callable[..., Any], *args: Any) -> Future[Any]:
        """Have code of the program run, outside of handlers.

        Parameters:
            function: sync or async.
        """

    @abstractmethod
    def gate(self) -> Gate:
        """Make a gate."""

    def handler(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """Make a handler of a coroutine function, for an API whose handlers are plain functions."""
        return function

    def clock(self) -> float:
        """Seconds, of the clock that the application goes by."""
        return time.monotonic()

    def census(self) -> set[str]:
        """The tasks and whatever else there is of the application, by name."""
        return set()

    @property
    def address(self) -> tuple[str, int]:
        """Where the application listens."""
        host, _, port = self.app.url.removesuffix("/").partition("://")[2].rpartition(":")
        return host.strip("[]"), int(port)

    # --- serving

    @contextlib.contextmanager
    def serving(
        self,
        on_connect: Callable[..., Any] | None = None,
        *,
        prepare: Callable[[Any], None] = lambda app: None,
        tls: bool = False,
        **settings: Any,
    ) -> Iterator[Any]:
        """Serve an application for the length of a block.

        Parameters:
            on_connect: gets each new session; sync or async.
            prepare: gets the application before it is served.
            tls: speak TLS.
            settings: of the application.

        Yields:
            The application.
        """
        self._has_tls = tls
        if tls:
            settings["ssl_context"] = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            settings["ssl_context"].load_cert_chain(str(self.certificate))
        defaults = {"max_sessions": None, "logger": self.logger, "ws_port": 0, "http_port": 0}
        self.app = self.application(**{**defaults, **settings})
        if on_connect is not None:
            self.app.on_connect(self.handler(self._noting_its_end(on_connect)))
        prepare(self.app)
        self.start()
        try:
            yield self.app
        finally:
            try:
                self.dismiss()
            finally:
                self.stop()

    def _noting_its_end(self, on_connect: Callable[..., Any]) -> Callable[..., Any]:
        """The same function, of the same kind, with :attr:`building` kept."""

        @contextlib.contextmanager
        def noting(session: Any) -> Iterator[None]:
            session_id = session.id  # before the program may take the name for itself
            self.building.add(session_id)
            try:
                yield
            finally:
                self.building.discard(session_id)
                self.ring()

        if not inspect.iscoroutinefunction(on_connect):

            def build(session: Any) -> Any:
                with noting(session):
                    return on_connect(session)

            return build

        async def build_async(session: Any) -> None:
            with noting(session):
                await on_connect(session)

        return build_async

    def dismiss(self) -> None:
        """Break off what visitors are still connected."""
        while self.visitors:
            self.visitors.pop().cut()

    # --- the browsers' side

    @property
    def host(self) -> str:
        """The Host header of a request to the application."""
        name, port = self.address
        return f"[{name}]:{port}" if ":" in name else f"{name}:{port}"

    def connect(self, *, receive_buffer: int | None = None) -> Wire:
        """Open a byte stream to the application."""
        tls = None
        if self._has_tls:
            tls = ssl.create_default_context(cafile=str(self.certificate))
        return SocketWire(self.address, tls, receive_buffer)

    def visit(
        self,
        *,
        like: Visitor | None = None,
        headers: Mapping[str, str] | None = None,
        receive_buffer: int | None = None,
        **kept: Any,
    ) -> Visitor:
        """Have a browser come.

        Parameters:
            like: another browser, whose session is to be shown.
            headers: of the WebSocket's request.
            receive_buffer: see :class:`~.wire.SocketWire`.
            kept: what it presents (``session_id``, ``token``), or ``stock=True``.
        """
        if like is not None:
            kept = {"session_id": like.session_id, "token": like.token, **kept}
        visitor = Visitor(
            self, lambda: self.connect(receive_buffer=receive_buffer), headers or {}, **kept
        )
        self.visitors.append(visitor)
        return visitor

    def until(self, condition: Callable[[], Any], what: str = "") -> None:
        """Let browsers and program go on until something is true.

        Raises:
            AssertionError: it does not come true.
        """
        end = self.clock() + PATIENCE
        while True:
            self._hush()  # first, so that what rings from here on is not missed
            if condition():
                return
            if self._pump():
                continue
            if not self.pause(PATIENCE) or self.clock() > end:
                logged = f"; logged: {complaints}" if (complaints := self.complaints()) else ""
                raise AssertionError(f"this did not come: {what or condition}{logged}")

    def until_program(self, condition: Callable[[], Any], what: str = "") -> None:
        """As :meth:`until`, for what is true of the application.

        Nothing rings when that changes, so it is asked again and again, where the program runs.
        """
        end = self.clock() + PATIENCE
        while not self.call(condition):
            if not self._pump() and not self.pause(0.005) and self.clock() > end:
                raise AssertionError(f"this did not come: {what or condition}")

    def _pump(self) -> bool:
        was_busy = False
        for visitor in self.visitors:
            was_busy |= visitor.pump()
        return was_busy

    def pause(self, patience: float) -> bool:
        """Wait until a browser or the program has something; False: nothing has come."""
        wires = [
            visitor.channel.wire
            for visitor in self.visitors
            if not visitor.is_stalled and not visitor.channel.is_over
        ]
        sockets: list[SocketWire] = [wire for wire in wires if isinstance(wire, SocketWire)]
        reading: list[Any] = [self._bell, *sockets]
        writing = [wire for wire in sockets if wire.wants_to_send]
        readable, writable, _ = select.select(reading, writing, [], patience)
        return bool(readable or writable)

    def take(self, wire: Wire, max_bytes: int = 64 * 1024) -> bytes:
        """Wait for bytes on a wire of no visitor; ``b""``: the end."""
        found: list[bytes] = []

        def has_come() -> bool:
            wire.push()
            data = wire.take(max_bytes)
            if data is not None:
                found.append(data)
            return bool(found)

        while not has_come():
            if isinstance(wire, SocketWire):
                if not select.select([wire], [wire] if wire.wants_to_send else [], [], PATIENCE)[0]:
                    raise AssertionError("no bytes came")
            elif not self.pause(PATIENCE):
                raise AssertionError("no bytes came")
        return found[0]

    # --- the program's side

    def call(self, function: Callable[..., Any], *args: Any) -> Any:
        """Run code of the program, and go on with the browsers until it is done.

        Parameters:
            function: sync or async.

        Returns:
            What it returns; what it raises is raised.
        """
        ended = self.begin(function, *args)
        ended.add_done_callback(lambda _: self.ring())
        self.until(ended.done, f"the end of {function!r}")
        return ended.result()

    def sessions(self) -> dict[int | str, Any]:
        """The application's sessions, asked for where its program runs."""
        found: dict[int | str, Any] = self.call(lambda: dict(self.app.sessions))
        return found

    def note(self, what: Any) -> None:
        """Note something down, from a handler, wherever it runs."""
        self.notes.append(what)
        self.ring()

    def ring(self) -> None:
        """Have :meth:`until` look again."""
        with contextlib.suppress(BlockingIOError, OSError):
            self._rope.send(b"!")

    def _hush(self) -> None:
        with contextlib.suppress(BlockingIOError):
            self._bell.recv(4096)

    def expect(self, text: str) -> None:
        """An error with this text is to be logged; without it, the scenario fails."""
        self._expected.append(text)

    # --- begin and end

    def __enter__(self) -> Self:
        for name in (None, "asyncio"):
            logger = self.logger if name is None else logging.getLogger(name)
            recorder = _Recorder(self)
            logger.addHandler(recorder)
            self._watch.append((logger, recorder))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        for logger, recorder in self._watch:
            logger.removeHandler(recorder)
        self._bell.close()
        self._rope.close()

    def complaints(self) -> list[str]:
        """What was logged that no scenario asked for, and what was not that one did."""
        found = [
            record.getMessage() + (f" ({record.exc_info[1]!r})" if record.exc_info else "")
            for record in self.records
            if record.levelno >= (logging.WARNING if record.name == "asyncio" else logging.ERROR)
            and not record.getMessage().startswith(_DEBUG_TALK)
        ]
        missing = [text for text in self._expected if not any(text in line for line in found)]
        unasked = [line for line in found if not any(text in line for text in self._expected)]
        return unasked + [f"not logged: {text}" for text in missing]


_DEBUG_TALK = (
    "Executing ",
    "Error on transport creation for incoming connection",
    "Exception in callback StreamReaderProtocol.connection_made",
)
"""What asyncio logs, and is no fault.

Its debug mode tells of what takes its time, and of TLS handshakes that fail. The streams of Python
3.12.1 trip over a connection's task that a server cancels (what such a task raises is told in other
words).
"""


class _Recorder(logging.Handler):
    def __init__(self, world: World) -> None:
        super().__init__()
        self._world = world

    def emit(self, record: logging.LogRecord) -> None:
        self._world.records.append(record)
        self._world.ring()


def open_things() -> set[str]:
    """The threads and, where the system tells, the open files and sockets of this process."""
    threads = threading.enumerate()
    # trio keeps threads that are done for some seconds, to use them again.
    found = {f"thread {t.name}" for t in threads if not t.name.startswith(("Trio", "trio"))}
    try:
        descriptors = os.listdir("/proc/self/fd")
    except OSError:
        return found
    for descriptor in descriptors:
        with contextlib.suppress(OSError):
            found.add(f"descriptor {os.readlink(f'/proc/self/fd/{descriptor}')}")
    return found
