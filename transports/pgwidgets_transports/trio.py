"""The transport for trio: each connection has three tasks, to read, to write, and to keep the time.

Knows: trio's sockets, tasks and deadlines.
Must not know: HTTP, WebSockets, messages, widgets, any limit or close code.

The writing task waits for an event, which it replaces before it asks the core for output, so that
no wake-up is lost. While it waits for a peer that does not read, the task that keeps the time goes
on, so that such a connection still comes to its end.

What a handler's calls bring about is written at once, where the socket takes it without a wait:
that is two turns of the loop less, a fifth of what a click costs.
"""

import socket
import ssl
from collections.abc import Callable, Coroutine
from typing import Any

import trio

from pgwidgets_proto import Channel, HttpRequest

from .driver import AsyncDriver, End
from .seam import ACCEPT_PAUSE, Site, Spawner
from .trio_parts import PromptSocket, Timer

_READ_SIZE = 64 * 1024


def _address(sock: trio.SocketStream) -> object:
    try:
        return sock.socket.getpeername()
    except OSError:  # reset before it was accepted
        return None


class ByteStream(AsyncDriver):
    """One accepted connection.

    Parameters:
        site: the application.
        stream: the socket, or what TLS makes of it.
        sock: the socket itself.
    """

    def __init__(self, site: Site, stream: trio.abc.Stream, sock: trio.SocketStream) -> None:
        super().__init__(site)
        self._stream = stream
        self._socket = sock
        self._news = trio.Event()
        self._may_read = trio.Event()
        self._may_read.set()
        self._timer = Timer()
        self._is_writing = True
        self._unsent = b""
        # TLS has an order of its own in which it reads and writes.
        self._prompt = PromptSocket(sock.socket) if stream is sock else None
        self._tasks: trio.Nursery
        self._connect(_address(sock), is_tls=stream is not sock)

    async def run(self) -> None:
        """Serve the connection to its end."""
        try:
            async with trio.open_nursery() as self._tasks:
                self._tasks.start_soon(self._read)
                self._tasks.start_soon(self._timer.run)
                await self._write()
                self._tasks.cancel_scope.cancel()
        finally:
            self._lose()
            self.advance()
            if self._prompt is not None:
                self._prompt.release()
            with trio.CancelScope(shield=True):
                await trio.aclose_forcefully(self._stream)
            self._depart()

    def abort(self) -> None:
        """Drop the connection."""
        self._lose()
        self._tasks.cancel_scope.cancel()

    async def _read(self) -> None:
        data = b"-"
        while data and not self._connection.is_closed:
            if not self._may_read.is_set():  # to wait for what is set would be a turn of the loop
                await self._may_read.wait()
            try:
                if self._prompt is not None:
                    data = await self._prompt.receive(_READ_SIZE)
                else:
                    data = bytes(await self._stream.receive_some(_READ_SIZE))
            except (trio.BrokenResourceError, trio.ClosedResourceError, OSError):
                self._lose()
                data = b""
            else:
                now = trio.current_time()
                if self._receive(data, now):
                    self._pace_reading()
                    self._site.settle(now)
                    continue
            self.advance()

    async def _write(self) -> None:
        connection = self._connection
        while not connection.is_aborted:
            self._news = trio.Event()
            while data := self._take_unsent() or connection.data_to_send(self._now()):
                try:
                    await self._stream.send_all(data)
                except (trio.BrokenResourceError, trio.ClosedResourceError):
                    self._lose()
            self._look()
            if connection.has_output:
                continue
            match self._end():
                case End.CLOSED | End.ABORTED:
                    return
                case End.OUTPUT:
                    await self._end_output()
            self._is_writing = False
            await self._news.wait()
            self._is_writing = True

    def _take_unsent(self) -> bytes:
        data, self._unsent = self._unsent, b""
        return data

    def _flush_at_once(self) -> None:
        """Write what there is, as far as that takes no wait; the writing task does the rest."""
        connection = self._connection
        if not self._may_read.is_set():
            self._pace_reading()  # the program may wait for an answer that is unread
        if self._is_writing or self._unsent or connection.is_aborted:
            self._news.set()
            return
        data = connection.data_to_send(self._now())
        if data and self._prompt is not None:
            self._unsent = data[self._prompt.send(data) :]
        if self._unsent or not (connection.is_drained and connection.is_open):
            self._news.set()

    async def _end_output(self) -> None:
        if self._stream is self._socket:
            try:
                await self._socket.send_eof()
            except (trio.BrokenResourceError, trio.ClosedResourceError):
                self._lose()

    def advance(self) -> None:
        """Do what the last call of the core asks for; the writing task sends."""
        self._look()
        self._news.set()

    def _look(self) -> None:
        self._take_events()
        self._timer.arm(self._connection.next_deadline(), self._on_timer)
        self._pace_reading()
        self._site.settle(self._now())

    def _now(self) -> float:
        return trio.current_time()

    def _on_timer(self, now: float) -> None:
        super()._on_timer(now)
        if self._connection.is_aborted:
            self._tasks.cancel_scope.cancel()  # the writing task may wait for the peer

    def _answer(self, request: HttpRequest) -> None:
        self._tasks.start_soon(self._respond, request)

    def _join(self, channel: Channel) -> None:
        super()._join(channel)
        if self._prompt is not None:
            channel.flush = self._flush_at_once

    def _wake(self) -> None:
        self._news.set()
        self._pace_reading()

    def _pace_reading(self) -> None:
        if self._wants_bytes:
            self._may_read.set()
        elif self._may_read.is_set():
            self._may_read = trio.Event()


class Listener:
    """Accepts connections on sockets that are bound already, until it is closed.

    Parameters:
        site: the application.
        tasks: where its tasks run.
    """

    def __init__(self, site: Site, tasks: Spawner) -> None:
        self._site = site
        self._tasks = tasks
        self._accepting = trio.CancelScope()
        self._streams: set[ByteStream] = set()
        self._is_idle = trio.Event()
        self._is_idle.set()
        self.clock = Timer()

    async def listen(self, sockets: list[socket.socket], tls: ssl.SSLContext | None = None) -> None:
        """Listen on these sockets.

        Parameters:
            sockets: bound; they are closed with the listener.
            tls: speaks TLS on all of them.
        """
        self._tasks.start_soon(self.clock.run)
        listeners = []
        for sock in sockets:
            sock.listen()
            listeners.append(trio.SocketListener(trio.socket.from_stdlib_socket(sock)))
        self._tasks.start_soon(self._accept, listeners, tls)
        await trio.lowlevel.checkpoint()

    async def close(self, grace: float) -> None:
        """Take no new connections, end the present ones in good order, then drop what is left.

        Parameters:
            grace: seconds that peers have to answer.
        """
        self._accepting.cancel()
        for stream in list(self._streams):
            stream.shutdown()
        with trio.move_on_after(grace):
            await self._is_idle.wait()
        for stream in list(self._streams):
            stream.abort()
        await self._is_idle.wait()

    async def _accept(
        self, listeners: list[trio.SocketListener], tls: ssl.SSLContext | None
    ) -> None:
        async def serve(sock: trio.SocketStream) -> None:
            secure = tls and trio.SSLStream(sock, tls, server_side=True, https_compatible=True)
            await self._serve(ByteStream(self._site, secure or sock, sock))

        with self._accepting:
            async with trio.open_nursery() as accepting:
                for listener in listeners:
                    accepting.start_soon(self._accept_on, listener, serve)

    async def _accept_on(
        self,
        listener: trio.SocketListener,
        serve: Callable[[trio.SocketStream], Coroutine[Any, Any, None]],
    ) -> None:
        async with listener:
            while True:
                try:
                    self._tasks.start_soon(serve, await listener.accept())
                except OSError as exc:  # out of descriptors, above all: others will be closed
                    self._site.out_of_means(f"a connection waits to be accepted: {exc}")
                    await trio.sleep(ACCEPT_PAUSE)

    async def _serve(self, stream: ByteStream) -> None:
        self._streams.add(stream)
        if self._is_idle.is_set():
            self._is_idle = trio.Event()
        try:
            await stream.run()
        finally:
            self._streams.discard(stream)
            if not self._streams:
                self._is_idle.set()
