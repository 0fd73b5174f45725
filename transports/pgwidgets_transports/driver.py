"""What the transports of sockets do alike: they drive a connection of the core.

Knows: a connection, its channel, and when each is to be called.
Must not know: sockets, event loops and threads; how bytes are read and written, how time is kept.
"""

import enum
from abc import ABC, abstractmethod
from contextlib import AbstractContextManager, nullcontext

from pgwidgets_proto import (
    Channel,
    Connection,
    ConnectionClosed,
    HttpRequest,
    Refused,
    WebSocketOpened,
)

from .seam import Response, Site, StreamSite

_NO_LOCK = nullcontext()


class End(enum.Enum):
    """How far a connection has come to its end."""

    NOT_YET = enum.auto()
    OUTPUT = enum.auto()
    """All is sent: the sending side may be closed, if that can be done alone."""
    CLOSED = enum.auto()
    """All is sent, and nothing is read any more: the socket is to be closed."""
    ABORTED = enum.auto()
    """The socket is to be closed at once."""


class Driver[S: StreamSite](ABC):
    """One accepted connection. A transport adds how it reads, writes, and keeps the time.

    Parameters:
        site: the application.
        lock: held around every call of the core; the thread that holds it may take it again.
    """

    _connection: Connection[Channel]

    def __init__(self, site: S, lock: AbstractContextManager[object] = _NO_LOCK) -> None:
        self._site = site
        self._lock = lock
        self._channel: Channel | None = None
        self._address: str | None = None
        self._is_admitted = False

    # --- what each transport does its own way

    @abstractmethod
    def advance(self) -> None:
        """Do what the last call of the core asks for: events, output, the timer, the pace."""

    @abstractmethod
    def _now(self) -> float:
        """Return monotonic seconds, always of the same clock."""

    @abstractmethod
    def _answer(self, request: HttpRequest) -> None:
        """Have the application answer a request."""

    @abstractmethod
    def _wake(self) -> None:
        """Take notice of a channel that has output, or whose browser may be read from again."""

    # --- calls of the core

    def _connect(self, peer: object, *, is_tls: bool) -> None:
        """Make the connection.

        Parameters:
            peer: the other end's address, as a socket gives it.
            is_tls: whether the bytes come out of TLS.
        """
        address = str(peer[0]) if isinstance(peer, tuple) else None
        with self._lock:
            scheme = "https" if is_tls else "http"
            self._connection = self._site.connect(address, scheme, self._now())
            self._address, self._is_admitted = address, self._site.admit(address)
            if not self._is_admitted:
                self._connection.abort(self._now())

    def _depart(self) -> None:
        """The socket is closed. Safe to call twice."""
        with self._lock:
            if self._is_admitted:
                self._is_admitted = False
                self._site.departed(self._address)

    def _receive(self, data: bytes, now: float) -> bool:
        """Hand bytes to the core; whether only :meth:`_wants_bytes` and the site are to be asked.

        That is so for most of what a browser says, and costs half of what :meth:`advance` does.
        """
        with self._lock:
            return self._connection.receive_data(data, now)

    def _lose(self) -> None:
        """Tell the core that the socket is lost, or will be dropped."""
        with self._lock:
            self._connection.abort(self._now())

    def _reply(self, response: Response) -> None:
        with self._lock:
            self._connection.send_response(*response, now=self._now())

    def shutdown(self) -> None:
        """Bring the connection to its end in good order."""
        with self._lock:
            self._connection.shutdown(self._now())
        self.advance()

    def _on_timer(self, now: float) -> None:
        with self._lock:
            self._connection.handle_timer(now)
        self.advance()

    # --- what it tells; to be called with the lock

    def _take_events(self) -> bool:
        """Act on all events that there are; False: there were none."""
        has_events = False
        while (event := self._connection.next_event()) is not None:
            has_events = True
            match event:
                case HttpRequest():
                    self._answer(event)
                case WebSocketOpened(channel):
                    self._channel = channel
                    self._join(channel)
                case Refused(code, cause, peer, fault):
                    self._site.log_refusal(peer, code, cause, fault)
                case ConnectionClosed():
                    if self._channel is not None:
                        self._channel.wake = self._channel.flush = None
        return has_events

    def _join(self, channel: Channel) -> None:
        """Be woken by a channel that is new."""
        channel.wake = self._wake

    @property
    def _has_full_frame(self) -> bool:
        """Whether it is time to send, even in the middle of the program's work."""
        return self._channel is not None and self._channel.has_full_frame

    @property
    def _wants_bytes(self) -> bool:
        """Whether to read; else the peer's bytes stay in the socket."""
        is_paused = self._channel is not None and self._channel.is_reading_paused
        return self._connection.is_reading and not is_paused

    def _end(self, *, is_sent: bool = True) -> End:
        """Look how far it is.

        Parameters:
            is_sent: whether the transport has written all that it has taken.
        """
        connection = self._connection
        if connection.is_aborted:
            return End.ABORTED
        if not connection.is_output_over or connection.has_output or not is_sent:
            return End.NOT_YET
        return End.CLOSED if connection.is_closed else End.OUTPUT


class AsyncDriver(Driver[Site]):
    """A driver whose application answers in a coroutine."""

    async def _respond(self, request: HttpRequest) -> None:
        self._reply(await self._site.respond(request))
        self.advance()
