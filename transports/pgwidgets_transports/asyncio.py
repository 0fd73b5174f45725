"""The transport for asyncio: callbacks of its event loop become calls of the core.

Knows: asyncio's transports, timers and tasks.
Must not know: HTTP, WebSockets, messages, widgets, any limit or close code.
"""

import asyncio
import socket
import ssl
import sys
import time
from collections.abc import Callable
from typing import cast

from pgwidgets_proto import Channel, HttpRequest

from .asyncio_servers import close_servers
from .descriptors import GuardedSocket
from .driver import AsyncDriver, End
from .seam import SPARE_PAUSE, Site, Spawner


class Timer:
    """One timer of an event loop, a :class:`~.seam.Clock`; arming it again replaces it."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._handle: asyncio.Handle | None = None
        self._when = 0.0  # noted here: for a time that has come uvloop gives a handle without it
        self.now = clock_of(loop)  # every call of the program asks for it

    def arm(self, when: float | None, action: Callable[[float], None]) -> None:
        """Call ``action(now)`` at that time; None: not at all.

        A later time leaves a timer that runs as it is: it fires too early, nothing is due, and it
        is armed again. So a message that puts off a ping costs no timer.
        """
        if self._handle is not None:
            if when is not None and self._when <= when:
                return
            self._handle.cancel()
            self._handle = None
        if when is not None:
            self._when = when
            self._handle = self._loop.call_at(when, self._fire, action)

    def _fire(self, action: Callable[[float], None]) -> None:
        self._handle = None
        action(self._loop.time())


def clock_of(loop: asyncio.AbstractEventLoop) -> Callable[[], float]:
    """What tells the time of a loop: without the call in between, where that is asyncio's own."""
    is_asyncio = getattr(loop.time, "__func__", None) is asyncio.BaseEventLoop.time
    return time.monotonic if is_asyncio else loop.time


_READ_SIZE = 64 * 1024
"""Bytes that are read from a socket at a time. asyncio's own default is four times as much: so many
bytes of tiny frames would keep the event loop busy for a second."""


class ByteStream(AsyncDriver, asyncio.BufferedProtocol):
    """One accepted connection.

    Parameters:
        site: the application.
        listener: what accepted it.
    """

    def __init__(self, site: Site, listener: "Listener") -> None:
        super().__init__(site)
        self._listener = listener
        self._loop = asyncio.get_running_loop()
        self._timer = Timer(self._loop)
        self._time = self._timer.now
        self._is_writable = True
        self._next_advance: asyncio.Handle | None = None
        self._is_reading = True
        self._task: asyncio.Task[None] | None = None
        self._transport: asyncio.Transport

    # --- asyncio.BufferedProtocol

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """A peer has connected."""
        self._transport = cast("asyncio.Transport", transport)  # uvloop's is of no such class
        is_tls = transport.get_extra_info("ssl_object") is not None
        self._connect(transport.get_extra_info("peername"), is_tls=is_tls)
        self._listener.add(self)
        self.advance()

    def get_buffer(self, sizehint: int) -> memoryview:
        """Return the buffer for the next read."""
        return self._listener.read_buffer

    def buffer_updated(self, nbytes: int) -> None:
        """Bytes came."""
        now = self._time()
        if not self._connection.receive_data(bytes(self._listener.read_buffer[:nbytes]), now):
            self.advance()
            return
        # It is an open WebSocket, which is read from unless its channel has it wait.
        if self._channel is not None and self._channel.is_reading_paused:
            self._pace_reading()
        self._site.settle(now)

    def eof_received(self) -> bool:
        """The peer will send no more; the core decides what is still to be sent."""
        self._receive(b"", self._time())
        self.advance()
        # TLS closes both directions at once; asyncio warns if a protocol wants to keep one open.
        return self._transport.can_write_eof() and not self._transport.is_closing()

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection is gone."""
        self._is_writable = True
        self._lose()
        if self._task is not None:
            self._task.cancel()
        self.advance()
        self._timer.arm(None, self._on_timer)
        self._depart()
        self._listener.discard(self)

    def pause_writing(self) -> None:
        """The peer reads more slowly than we send."""
        self._is_writable = False

    def resume_writing(self) -> None:
        """There is room again."""
        self._is_writable = True
        self.advance()

    # --- the core

    def abort(self) -> None:
        """Drop the connection."""
        self._transport.abort()

    def advance(self) -> None:
        """Do what the last call of the core asks for."""
        self._forget_next_advance()
        self._take_events()
        if self._flush():
            self._take_events()
        self._site.settle(self._time())

    def _now(self) -> float:
        return self._time()

    def _answer(self, request: HttpRequest) -> None:
        self._task = self._loop.create_task(self._respond(request))

    def _join(self, channel: Channel) -> None:
        super()._join(channel)
        channel.flush = self._flush_at_once

    def _wake(self) -> None:
        """The channel has output. A full frame goes at once; less may be joined by more."""
        if self._has_full_frame:
            self._flush()
        elif self._next_advance is None:
            self._next_advance = self._loop.call_soon(self.advance)

    def _flush_at_once(self) -> None:
        """Send what there is: the program has finished a piece of work."""
        connection = self._connection
        if not self._is_reading:
            self._pace_reading()  # the program may wait for an answer that is unread
        if self._next_advance is None and self._is_writable and not self._transport.is_closing():
            data = connection.data_to_send(self._time())
            if data:
                self._transport.write(data)
            if connection.is_drained and connection.is_open:
                return
        self._flush()
        if not connection.is_output_over:  # else there are events to take
            self._forget_next_advance()

    def _forget_next_advance(self) -> None:
        if self._next_advance is not None:
            self._next_advance.cancel()
            self._next_advance = None

    def _send(self) -> bool:
        """Send what there is; whether there was anything."""
        connection, transport = self._connection, self._transport
        has_sent = False
        while (
            connection.has_output
            and self._is_writable
            and not transport.is_closing()  # it is, from a reset on
        ):
            transport.write(connection.data_to_send(self._time()))
            has_sent = True
            if connection.is_drained:
                break
        return has_sent

    def _flush(self) -> bool:
        """Send what there is, and look whether that was all; whether anything was sent."""
        connection, transport = self._connection, self._transport
        has_sent = self._send()
        match self._end():
            case End.ABORTED:
                transport.abort()
            case End.CLOSED:
                transport.close()
            case End.OUTPUT if transport.can_write_eof():
                transport.write_eof()
        self._pace_reading()
        self._timer.arm(connection.next_deadline(), self._on_timer)
        return has_sent

    def _pace_reading(self) -> None:
        wanted = self._wants_bytes
        if wanted is not self._is_reading and not self._transport.is_closing():
            self._is_reading = wanted
            (self._transport.resume_reading if wanted else self._transport.pause_reading)()


class Listener:
    """Accepts connections on sockets that are bound already, until it is closed.

    Parameters:
        site: the application.
        tasks: not used, since callbacks of an event loop need no task.

    Attributes:
        clock: the application's timer.
        read_buffer: what bytes are read into.
    """

    def __init__(self, site: Site, tasks: Spawner) -> None:
        self._site = site
        self._servers: list[asyncio.Server] = []
        self._streams: set[ByteStream] = set()
        self._is_closing = False
        self._is_idle = asyncio.Event()
        self._is_idle.set()
        self.clock = Timer(asyncio.get_running_loop())
        # One for all connections: asyncio asks for it, fills it and says so in one go. A view,
        # because asyncio's TLS fills slices of it, and those of a bytearray would be copies.
        self.read_buffer = memoryview(bytearray(_READ_SIZE))

    async def listen(self, sockets: list[socket.socket], tls: ssl.SSLContext | None = None) -> None:
        """Listen on these sockets.

        Parameters:
            sockets: bound; they are closed with the listener.
            tls: speaks TLS on all of them.
        """
        loop = asyncio.get_running_loop()
        for bound in sockets:
            # A loop of other means than selectors accepts in its own way.
            is_plain = isinstance(loop, asyncio.SelectorEventLoop)
            tell = self._site.out_of_means
            sock = GuardedSocket.of(bound, tell, SPARE_PAUSE) if is_plain else bound
            server = await loop.create_server(
                lambda: ByteStream(self._site, self), sock=sock, ssl=tls, start_serving=False
            )
            self._servers.append(server)
        for server in self._servers:  # all are known to close() before the first await
            await server.start_serving()

    async def close(self, grace: float) -> None:
        """Take no new connections, end the present ones in good order, then drop what is left.

        Parameters:
            grace: seconds that peers have to answer.
        """
        self._is_closing = True
        try:
            await close_servers(self._servers)
            for stream in list(self._streams):
                stream.shutdown()
            async with asyncio.timeout(grace):
                await self._is_idle.wait()
        except TimeoutError:
            for stream in list(self._streams):
                stream.abort()
            await self._is_idle.wait()
        finally:
            self.clock.arm(None, lambda now: None)
            if sys.version_info >= (3, 13):
                for server in self._servers:
                    if hasattr(server, "abort_clients"):  # uvloop's server has none
                        # Those in the middle of a TLS handshake are no streams.
                        server.abort_clients()

    def add(self, stream: ByteStream) -> None:
        """A connection was accepted."""
        self._streams.add(stream)
        self._is_idle.clear()
        if self._is_closing:
            stream.abort()  # it was still being accepted, or its TLS handshake was going on

    def discard(self, stream: ByteStream) -> None:
        """A connection is gone."""
        self._streams.discard(stream)
        if not self._streams:
            self._is_idle.set()
