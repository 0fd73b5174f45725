"""The world of memory: no sockets, no threads, and a clock that goes when nothing else does.

Knows: how an event loop is turned by hand, how bytes go to a connection of the core and back.
Must not know: our transports (this world has none of them), scenarios.

So a scenario that passes here and fails in another world tells of that world's transport.
"""

import asyncio
import inspect
import socket
import ssl
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from types import TracebackType
from typing import Any, ClassVar

from pgwidgets.async_ import Application
from pgwidgets.async_.engine import Engine
from pgwidgets_proto import (
    Channel,
    Connection,
    ConnectionClosed,
    ConnectionEvent,
    HttpRequest,
    Refused,
    WebSocketOpened,
)
from pgwidgets_transports.seam import Listener, Response, Site, Spawner

from ..stage.turned import HandTurnedLoop
from .async_worlds import LoopGate
from .wire import Wire
from .world import World

ROOM = 256 * 1024
"""Bytes on their way to a client that does not read, before no more is taken from the core."""


class MemoryClock:
    """One timer of a loop; it is a :class:`~pgwidgets_transports.seam.Clock`."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._handle: asyncio.TimerHandle | None = None

    def now(self) -> float:
        """The loop's time."""
        return self._loop.time()

    def arm(self, when: float | None, action: Callable[[float], None]) -> None:
        """Call ``action(now)`` at that time; None: not at all."""
        if self._handle is not None:
            self._handle.cancel()
        self._handle = None if when is None else self._loop.call_at(when, self._fire, action)

    def _fire(self, action: Callable[[float], None]) -> None:
        self._handle = None
        action(self._loop.time())


class MemoryStream:
    """A byte stream: the server's end of it, and for the client a :class:`~.wire.Wire`."""

    def __init__(self, site: Site, listener: "MemoryListener") -> None:
        self._site = site
        self._listener = listener
        self._loop = listener.loop
        self._clock = MemoryClock(self._loop)
        self._from_client = bytearray()
        self._to_client = bytearray()
        self._client_has_ended = False
        self._server_has_ended = False
        self._channel: Channel | None = None
        self._answer: asyncio.Task[None] | None = None
        self._connection: Connection[Channel] = site.connect("127.0.0.1", "http", self._clock.now())
        self._loop.call_soon(self._advance)

    # --- the client's end

    def send(self, data: bytes) -> None:
        """Have bytes sent."""
        self._from_client += data
        self._loop.call_soon(self._advance)

    def push(self) -> bool:
        """Send on; here there is always room."""
        return True

    def take(self, max_bytes: int = ROOM) -> bytes | None:
        """What has come."""
        data = bytes(self._to_client[:max_bytes])
        del self._to_client[:max_bytes]
        if data:
            self._loop.call_soon(self._advance)
        return data or (b"" if self._server_has_ended else None)

    def end(self) -> None:
        """Send no more."""
        self._client_has_ended = True
        self._loop.call_soon(self._advance)

    def close(self) -> None:
        """Close both ways: what the server still sends goes nowhere."""
        self.reset()

    def reset(self) -> None:
        """Break it off."""
        self._loop.call_soon(self._lose)

    # --- the server's end

    def shutdown(self) -> None:
        """Come to an end in good order."""
        self._connection.shutdown(self._clock.now())
        self._advance()

    def abort(self) -> None:
        """Drop the connection."""
        self._lose()

    def _lose(self) -> None:
        self._connection.abort(self._clock.now())
        self._advance()

    def _advance(self) -> None:
        connection, now = self._connection, self._clock.now()
        self._feed(now)
        while (event := connection.next_event()) is not None:
            self._handle(event)
        while len(self._to_client) < ROOM and (data := connection.data_to_send(now)):
            self._to_client += data
        while (event := connection.next_event()) is not None:
            self._handle(event)
        if connection.is_aborted or (connection.is_output_over and not connection.has_output):
            self._server_has_ended = True
        if connection.is_aborted or (connection.is_closed and not connection.has_output):
            self._clock.arm(None, self._on_timer)
            self._listener.discard(self)
        else:
            self._clock.arm(connection.next_deadline(), self._on_timer)
        self._site.settle(now)

    def _feed(self, now: float) -> None:
        is_paused = self._channel is not None and self._channel.is_reading_paused
        if not self._connection.is_reading or is_paused:
            return
        if self._from_client:
            self._connection.receive_data(bytes(self._from_client), now)
            self._from_client.clear()
        elif self._client_has_ended:
            self._connection.receive_data(b"", now)

    def _handle(self, event: ConnectionEvent[Channel]) -> None:
        match event:
            case HttpRequest():
                self._answer = self._loop.create_task(self._respond(event))
            case WebSocketOpened(channel):
                self._channel = channel
                channel.wake = self._wake
            case Refused(code, cause, peer, fault):
                self._site.log_refusal(peer, code, cause, fault)
            case ConnectionClosed():
                if self._channel is not None:
                    self._channel.wake = None

    def _wake(self) -> None:
        self._loop.call_soon(self._advance)

    def _on_timer(self, now: float) -> None:
        self._connection.handle_timer(now)
        self._advance()

    async def _respond(self, request: HttpRequest) -> None:
        response = await self._site.respond(request)
        self._connection.send_response(*response, now=self._clock.now())
        self._advance()


class MemoryListener:
    """Has streams made, until it is closed; it is a :class:`~pgwidgets_transports.seam.Listener`.

    Parameters:
        site: the application.
        tasks: not used.
    """

    def __init__(self, site: Site, tasks: Spawner) -> None:
        self.loop = asyncio.get_running_loop()
        self.clock = MemoryClock(self.loop)
        self._site = site
        self._streams: set[MemoryStream] = set()
        self._is_listening = False
        self._is_idle = asyncio.Event()
        self._is_idle.set()

    async def listen(self, sockets: list[socket.socket], tls: ssl.SSLContext | None = None) -> None:
        """Take connections from here on."""
        assert not sockets
        assert tls is None
        self._is_listening = True

    def open(self) -> MemoryStream:
        """A client connects.

        Raises:
            ConnectionRefusedError: nobody listens.
        """
        if not self._is_listening:
            raise ConnectionRefusedError("nobody listens")
        stream = MemoryStream(self._site, self)
        self._streams.add(stream)
        self._is_idle.clear()
        return stream

    async def close(self, grace: float) -> None:
        """End all connections."""
        self._is_listening = False
        for stream in list(self._streams):
            stream.shutdown()
        try:
            async with asyncio.timeout(grace):
                await self._is_idle.wait()
        except TimeoutError:
            for stream in list(self._streams):
                stream.abort()
        self.clock.arm(None, lambda now: None)

    def discard(self, stream: MemoryStream) -> None:
        """A connection is gone."""
        self._streams.discard(stream)
        if not self._streams:
            self._is_idle.set()


class MemoryEngine(Engine):
    """An engine that listens to nothing but this process."""

    listener: MemoryListener

    def _bind(self) -> list[socket.socket]:
        self.hub.reopen()
        self.doors.be_at((self.settings.host, 80))
        return []

    def _new_listener(self, tasks: Spawner) -> Listener:
        self.listener = MemoryListener(self, tasks)
        return self.listener

    async def respond(self, request: HttpRequest) -> Response:
        """Answer an HTTP request, without the thread that reads files elsewhere."""
        at_once = self.answer_at_once(request)
        return self.answer(request) if at_once is None else at_once


class MemoryApplication(Application):
    """An application that listens to nothing but this process."""

    _pgwidgets: MemoryEngine  # pyright: ignore[reportIncompatibleVariableOverride] (only the base sets it)
    _pgwidgets_engine = MemoryEngine

    @property
    def listener(self) -> MemoryListener:
        """What accepts its connections."""
        return self._pgwidgets.listener


class MemoryWorld(World):
    """The core, the async API, and nothing else."""

    excuses: ClassVar[Mapping[str, str]] = {
        "a_taken_port_is_one_clear_error": "there are no ports in memory",
    }

    def __init__(self) -> None:
        super().__init__()
        self.loop = HandTurnedLoop()
        self._acts: set[asyncio.Task[None]] = set()

    def application(self, **settings: Any) -> MemoryApplication:
        """Make an application."""
        return MemoryApplication(**settings)

    def start(self) -> None:
        """Serve it."""
        self.call(self.app.start)
        self.loop.turn()

    def begin(self, function: Callable[..., Any], *args: Any) -> Future[Any]:
        """Have code of the program run in the loop."""
        ended: Future[Any] = Future()

        async def act() -> None:
            try:
                result = function(*args)
                ended.set_result(await result if inspect.isawaitable(result) else result)
            except Exception as exc:
                ended.set_exception(exc)

        self._acts.add(task := self.loop.create_task(act()))
        task.add_done_callback(self._acts.discard)
        return ended

    def gate(self) -> LoopGate:
        """Make a gate."""
        return LoopGate(self)

    def connect(self, *, receive_buffer: int | None = None) -> Wire:
        """Open a byte stream."""
        listener: MemoryListener = self.app.listener
        return listener.open()

    def clock(self) -> float:
        """Seconds of the loop."""
        return self.loop.time()

    def pause(self, patience: float) -> bool:
        """Let the program go on, and time when nobody does anything."""
        return self.loop.turn() or self.loop.pass_time()

    def census(self) -> set[str]:
        """The tasks in the loop."""
        self.loop.turn()
        return {f"task {task.get_name()}" for task in asyncio.all_tasks(self.loop)}

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.loop.turn()
        self.loop.close()
        super().__exit__(kind, error, traceback)
