"""The transport for threads: one I/O thread serves all connections; others call the core meanwhile.

Knows: sockets that do not block, TLS, and the site's lock.
Must not know: HTTP, WebSockets, messages, widgets, any limit or close code.

The site's lock is held around every call of a connection and of a channel, and whenever a timer is
armed. Sockets are read and written without it, and by the I/O thread alone: another thread that
makes output arms a timer of the stream, which fires on the I/O thread. But what a handler has
brought about when it ends is written there and then, with the lock, as far as the socket takes it.
"""

import contextlib
import socket
import ssl
import time
from collections.abc import Callable
from selectors import EVENT_READ, EVENT_WRITE

from pgwidgets_proto import Channel, HttpRequest

from .driver import Driver, End
from .io_thread import NOT_NOW, Acceptor, IoThread, Timer
from .seam import ACCEPT_PAUSE, Response, ThreadedSite

_READ_SIZE = 64 * 1024


class ByteStream(Driver[ThreadedSite]):
    """One accepted connection.

    Parameters:
        site: the application.
        listener: what accepted it.
        sock: its socket; with TLS, before the handshake.
        peer: the other end's address, as ``accept()`` gives it.
    """

    def __init__(
        self, site: ThreadedSite, listener: "Listener", sock: socket.socket, peer: object
    ) -> None:
        super().__init__(site, site.lock)
        self._listener = listener
        self._socket = sock
        self._is_tls = isinstance(sock, ssl.SSLSocket)
        self._deadline = Timer(listener.thread)
        self._output = Timer(listener.thread)
        self._unsent = memoryview(b"")
        self._sent = 0.0
        self._waits_for = 0  # events without which the last read or write can't go on
        self._is_reading = True
        self._is_over = False
        self._connect(peer, is_tls=self._is_tls)

    # --- the socket

    def ready(self) -> None:
        """The socket has bytes to read, or room for more, or TLS can go on."""
        waited, self._waits_for = self._waits_for, 0
        is_all = self._is_reading and self._read()
        if waited or not is_all:
            self.advance()

    def _read(self) -> bool:
        """Read what there is; whether that leaves nothing for :meth:`advance` to do."""
        try:
            data = self._socket.recv(_READ_SIZE)
        except (*NOT_NOW, ssl.SSLWantReadError):
            pass
        except ssl.SSLWantWriteError:
            self._waits_for |= EVENT_WRITE
        except OSError:
            self.abort()
        else:
            now = self._now()
            with self._lock:
                if self._receive(data, now) and self._wants_bytes and not self._unsent:
                    self._site.settle(now)
                    return True
        return False

    def _write(self) -> bool:
        """Write what was taken from the core; True: something was, and all of it is written."""
        if not self._unsent:
            return False
        self._sent = self._now()
        try:
            while self._unsent:
                self._unsent = self._unsent[self._socket.send(self._unsent) :]
        except (*NOT_NOW, ssl.SSLWantWriteError):
            self._waits_for |= EVENT_WRITE
        except ssl.SSLWantReadError:
            self._waits_for |= EVENT_READ
        except OSError:
            self.abort()
        return not self._unsent

    def _close(self) -> None:
        self._listener.thread.watch(self._socket, 0, self.ready)
        if isinstance(self._socket, ssl.SSLSocket):
            with contextlib.suppress(OSError, ValueError):
                self._socket.unwrap()  # sends TLS's close_notify; its answer is not awaited
        self._socket.close()
        self._depart()
        self._listener.streams.discard(self)

    # --- the core

    def abort(self) -> None:
        """Drop the connection; :meth:`advance` follows."""
        self._lose()
        self._unsent = memoryview(b"")

    def advance(self) -> None:
        """Take what the core has, and send it; then wait for the next thing to happen."""
        goes_on = not self._is_over
        while goes_on:
            with self._lock:
                goes_on = self._take_events()
                if not self._unsent:
                    self._unsent = memoryview(self._connection.data_to_send(self._now()))
            goes_on = self._write() or goes_on
        if not self._is_over:
            self._look_at_the_state()

    def _look_at_the_state(self) -> None:
        with self._lock:
            end = self._end(is_sent=not self._unsent)
            self._is_over = end in (End.CLOSED, End.ABORTED)
            self._is_reading = self._wants_bytes
            deadline = None if self._is_over else self._connection.next_deadline()
            self._deadline.arm(deadline, self._on_timer)
        self._site.settle(self._now())
        if self._is_over:
            self._close()
            return
        if end is End.OUTPUT and not self._is_tls:
            with contextlib.suppress(OSError):  # the peer is gone, as the next read will tell
                self._socket.shutdown(socket.SHUT_WR)
        events = self._waits_for | (EVENT_READ if self._is_reading else 0)
        self._listener.thread.watch(self._socket, events, self.ready)

    def _now(self) -> float:
        return time.monotonic()

    def _answer(self, request: HttpRequest) -> None:
        self._site.respond(request, self._reply)

    def _reply(self, response: Response) -> None:
        with self._lock:
            super()._reply(response)
            self._send_soon()

    def _join(self, channel: Channel) -> None:
        super()._join(channel)
        channel.flush = self._send_now

    def _wake(self) -> None:
        """The channel has output. A full frame goes at once; less may be joined by more."""
        when = 0.0 if self._has_full_frame else self._site.send_at(self._now(), self._sent)
        self._output.arm(when, lambda now: self.advance())

    def _send_now(self) -> None:
        """Send what there is, as far as the socket takes it at once; to be called with the lock.

        A handler has ended: so its thread need not wake that of the sockets, which would take a
        third of what a click costs. That thread has written all it took if nothing is unsent.
        """
        connection = self._connection
        if self._unsent or self._is_tls or self._is_over or not self._is_reading:
            self._send_soon()
            return
        data = connection.data_to_send(self._now())
        if data:
            self._sent = self._now()
            self._unsent = memoryview(data)[self._taken(data) :]
        if self._unsent or not (connection.is_drained and connection.is_open):
            self._send_soon()

    def _taken(self, data: bytes) -> int:
        try:
            return self._socket.send(data)
        except OSError:  # there is no room, or an end, which the thread of the sockets meets
            return 0

    def _send_soon(self) -> None:
        self._output.arm(0.0, lambda now: self.advance())


class Listener:
    """Accepts connections on sockets that are bound already, until it is closed.

    Parameters:
        site: the application.

    Attributes:
        clock: the application's timer.
        thread: what the I/O thread does.
        streams: the connections.
    """

    def __init__(self, site: ThreadedSite) -> None:
        self._site = site
        self.thread = IoThread(site.lock)
        self.clock = Timer(self.thread)
        self.streams: set[ByteStream] = set()
        self._ending = Timer(self.thread)
        self._is_closing = False
        self._acceptors: list[Acceptor] = []
        self._tls: ssl.SSLContext | None = None

    def listen(self, sockets: list[socket.socket], tls: ssl.SSLContext | None = None) -> None:
        """Listen on these sockets; :meth:`run` follows.

        Parameters:
            sockets: bound; they are closed with the listener.
            tls: speaks TLS on all of them.
        """
        self._tls = tls
        self._acceptors = [
            Acceptor(self.thread, sock, self._accept, ACCEPT_PAUSE, self._out_of_means)
            for sock in sockets
        ]

    def run(self) -> None:
        """Serve on the calling thread, until :meth:`close` has come to its end."""
        try:
            self.thread.run(lambda: bool(self.streams) or not self._is_closing)
        finally:
            self.drop()

    def drop(self) -> None:
        """Close everything, after :meth:`run` or in place of it."""
        for acceptor in self._acceptors:
            acceptor.close()
        self._abort_all(0)
        self.thread.close()

    def call_soon(self, action: Callable[[], None]) -> None:
        """Have something called on the I/O thread. Any thread may ask for it, a signal handler too.

        What is asked for after the end of :meth:`run` is not called.
        """
        self.thread.call_soon(action)

    def close(self, grace: float) -> None:
        """Take no new connections, end the present ones in good order, then drop what is left.

        To be called on the I/O thread, by :meth:`call_soon`.

        Parameters:
            grace: seconds that peers have to answer.
        """
        self._is_closing = True
        for acceptor in self._acceptors:
            acceptor.close()
        with self._site.lock:
            self._ending.arm(time.monotonic() + grace, self._abort_all)
        for stream in list(self.streams):
            stream.shutdown()

    def _accept(self, sock: socket.socket, peer: object) -> None:
        try:
            if sock.family in (socket.AF_INET, socket.AF_INET6):
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if self._tls is not None:
                sock = self._tls.wrap_socket(sock, server_side=True, do_handshake_on_connect=False)
        except OSError:  # the peer is gone
            sock.close()
            return
        stream = ByteStream(self._site, self, sock, peer)
        self.streams.add(stream)
        stream.advance()

    def _out_of_means(self, cause: str) -> None:
        with self._site.lock:
            self._site.out_of_means(cause)

    def _abort_all(self, now: float) -> None:
        for stream in list(self.streams):
            stream.abort()
            stream.advance()
