"""asyncio: an event loop's callbacks become calls of the core.

Knows: asyncio's transports, timers and tasks. Must not know: HTTP, WebSockets, messages, widgets,
or any limit or close code: feed, drain, flush, re-arm one timer.
"""

import asyncio
import socket
import ssl
import sys
from collections.abc import Callable

from pgwidgets_proto.stream import (
    Connection,
    ConnectionClosed,
    ConnectionEvent,
    HttpRequest,
    Refused,
    WebSocketOpened,
)
from pgwidgets_proto.views.channel import Channel

from .asyncio_servers import close_servers
from .seam import Site, Spawner


class Timer:
    """One timer of a loop; setting it anew replaces it. It is a :class:`~.seam.Clock`."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._handle: asyncio.TimerHandle | None = None

    def now(self) -> float:
        """The loop's time, in seconds."""
        return self._loop.time()

    def arm(self, when: float | None, action: Callable[[float], None]) -> None:
        """Call ``action(now)`` at that time; None: not at all.

        A deadline that moves further away leaves the timer as it is: it fires too early, finds
        nothing due, and is armed again. So a message that puts off a ping costs no timer.
        """
        if self._handle is not None:
            if when is not None and self._handle.when() <= when:
                return
            self._handle.cancel()
            self._handle = None
        if when is not None:
            self._handle = self._loop.call_at(when, self._fire, action)

    def _fire(self, action: Callable[[float], None]) -> None:
        self._handle = None
        action(self._loop.time())


_READ_SIZE = 64 * 1024
"""Bytes that are taken from a socket at a time. asyncio itself takes four times as many: of tiny
frames those keep the event loop from all other connections for a second."""


class ByteStream(asyncio.BufferedProtocol):
    """One accepted connection.

    Parameters:
        site: the application.
        listener: what accepted it.
    """

    def __init__(self, site: Site, listener: "Listener") -> None:
        self._site = site
        self._listener = listener
        self._loop = asyncio.get_running_loop()
        self._timer = Timer(self._loop)
        self._is_writable = True
        self._next_advance: asyncio.Handle | None = None
        self._is_reading = True
        self._read = memoryview(b"")
        self._answer: asyncio.Task[None] | None = None
        self._transport: asyncio.Transport
        self._connection: Connection[Channel]
        self._channel: Channel | None = None

    # --- asyncio.BufferedProtocol

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """A peer has connected."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        peer = transport.get_extra_info("peername")
        scheme = "https" if transport.get_extra_info("ssl_object") else "http"
        address = str(peer[0]) if isinstance(peer, tuple) else None
        self._connection = self._site.connect(address, scheme, self._loop.time())
        self._listener.add(self)
        self._advance()

    def get_buffer(self, sizehint: int) -> memoryview:
        """Bytes are about to be read."""
        # One for each read, so that silent connections cost none. A view, because asyncio's TLS
        # fills slices of it, and those of a bytearray would be copies.
        self._read = memoryview(bytearray(_READ_SIZE))
        return self._read

    def buffer_updated(self, nbytes: int) -> None:
        """Bytes came."""
        data = bytes(self._read[:nbytes])
        self._read = memoryview(b"")
        self._connection.receive_data(data, self._loop.time())
        self._advance()

    def eof_received(self) -> bool:
        """The peer will send no more; the core decides when we have said all."""
        self._connection.receive_data(b"", self._loop.time())
        self._advance()
        # TLS closes both ways at once, and asyncio complains of who wants it otherwise.
        return self._transport.can_write_eof() and not self._transport.is_closing()

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection is gone."""
        self._is_writable = True
        self._connection.abort(self._loop.time())
        if self._answer is not None:
            self._answer.cancel()
        self._advance()
        self._timer.arm(None, self._on_timer)
        self._listener.discard(self)

    def pause_writing(self) -> None:
        """The peer does not take as much as we send."""
        self._is_writable = False

    def resume_writing(self) -> None:
        """There is room again."""
        self._is_writable = True
        self._advance()

    # --- the core

    def shutdown(self) -> None:
        """Come to an end in good order."""
        self._connection.shutdown(self._loop.time())
        self._advance()

    def abort(self) -> None:
        """Drop the connection."""
        self._transport.abort()

    def _advance(self) -> None:
        self._forget_next_advance()
        while (event := self._connection.next_event()) is not None:
            self._handle(event)
        self._flush()
        while (event := self._connection.next_event()) is not None:
            self._handle(event)
        self._site.settle(self._loop.time())

    def _handle(self, event: ConnectionEvent[Channel]) -> None:
        match event:
            case HttpRequest():
                self._answer = self._loop.create_task(self._respond(event))
            case WebSocketOpened(channel):
                self._channel = channel
                channel.wake = self._wake
                channel.flush = self._flush_at_once
            case Refused(code, cause, peer):
                self._site.log_refusal(peer, code, cause)
            case ConnectionClosed():
                if self._channel is not None:
                    self._channel.wake = self._channel.flush = None

    def _wake(self) -> None:
        """The channel has output. A full frame goes at once; less may be joined by more."""
        if self._channel is not None and self._channel.has_full_frame:
            self._flush()
        elif self._next_advance is None:
            self._next_advance = self._loop.call_soon(self._advance)

    def _flush_at_once(self) -> None:
        """The program has done what it was about."""
        self._flush()
        if not self._connection.is_output_over:  # else there are events to look at
            self._forget_next_advance()

    def _forget_next_advance(self) -> None:
        if self._next_advance is not None:
            self._next_advance.cancel()
            self._next_advance = None

    def _flush(self) -> None:
        connection, transport = self._connection, self._transport
        while self._is_writable and not transport.is_closing():  # it is, from a reset on
            data = connection.data_to_send(self._loop.time())
            if not data:
                break
            transport.write(data)
        if connection.is_aborted:
            transport.abort()
        elif connection.is_closed and not connection.has_output:
            transport.close()
        elif connection.is_output_over and not connection.has_output and transport.can_write_eof():
            transport.write_eof()
        self._pace_reading()
        self._timer.arm(connection.next_deadline(), self._on_timer)

    def _pace_reading(self) -> None:
        wanted = self._connection.is_reading and not (
            self._channel and self._channel.is_reading_paused
        )
        if wanted is not self._is_reading and not self._transport.is_closing():
            self._is_reading = wanted
            (self._transport.resume_reading if wanted else self._transport.pause_reading)()

    def _on_timer(self, now: float) -> None:
        self._connection.handle_timer(now)
        self._advance()

    async def _respond(self, request: HttpRequest) -> None:
        response = await self._site.respond(request)
        self._connection.send_response(*response, now=self._loop.time())
        self._advance()


class Listener:
    """Accepts connections on sockets that are bound already, until it is closed.

    Parameters:
        site: the application.
        tasks: not used: an event loop's callbacks are tasks of nobody.
    """

    def __init__(self, site: Site, tasks: Spawner) -> None:
        self._site = site
        self._servers: list[asyncio.Server] = []
        self._streams: set[ByteStream] = set()
        self._is_closing = False
        self._is_idle = asyncio.Event()
        self._is_idle.set()
        self.clock = Timer(asyncio.get_running_loop())

    async def listen(self, sockets: list[socket.socket], tls: ssl.SSLContext | None = None) -> None:
        """Listen on these sockets.

        Parameters:
            sockets: bound; they are closed with the listener.
            tls: speaks TLS on all of them.
        """
        loop = asyncio.get_running_loop()
        for sock in sockets:
            server = await loop.create_server(
                lambda: ByteStream(self._site, self), sock=sock, ssl=tls, start_serving=False
            )
            self._servers.append(server)
        for server in self._servers:  # a cancellation here finds all of them known to close()
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
                    server.abort_clients()  # those in the middle of a TLS handshake are no streams

    def add(self, stream: ByteStream) -> None:
        """A connection was accepted."""
        self._streams.add(stream)
        self._is_idle.clear()
        if self._is_closing:
            stream.abort()  # it was being accepted when this began, or its TLS handshake was

    def discard(self, stream: ByteStream) -> None:
        """A connection is gone."""
        self._streams.discard(stream)
        if not self._streams:
            self._is_idle.set()
