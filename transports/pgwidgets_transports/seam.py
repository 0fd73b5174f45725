"""The seam between a transport and an application.

Knows: what a transport needs of an application. Must not know: any event loop, any widget.

A transport feeds bytes to a connection, writes what the connection hands out, and keeps one timer.
The application decides what an HTTP request is answered with; the core decides all else.
"""

import socket
from collections.abc import Callable, Coroutine
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from pgwidgets_proto import AccessPolicy, Channel, Connection, HttpRequest, Refusal
from pgwidgets_proto.stream import Headers

if TYPE_CHECKING:
    import ssl

ACCEPT_PAUSE = 0.1
"""Seconds until a transport accepts again, after the process had no descriptor left."""

SPARE_PAUSE = 0.01
"""Seconds for which an event loop is kept from asking again at once, where not even a spare
descriptor was left."""


class Response(NamedTuple):
    """The answer to an HTTP request.

    Attributes:
        status: 200 to 599.
        headers: names and values.
        body: the whole body.
    """

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""


class AnySite(Protocol):
    """What an application gives to any transport."""

    def log_refusal(
        self, peer: str | None, code: int, cause: str, fault: Exception | None = None
    ) -> None:
        """Log that a peer broke a rule, or what the core raised over it (``fault``)."""

    def settle(self, now: float) -> None:
        """Take what the last call of the core has brought about for others.

        To be called after every call of a connection or channel. It takes the events of sessions,
        and calls ``wake()`` of every channel that has output.
        """


class StreamSite(AnySite, Protocol):
    """What an application gives to a transport that moves bytes."""

    def admit(self, peer: str | None) -> bool:
        """Count a connection that was just accepted; False: there are too many, so it is to go.

        Parameters:
            peer: the other end's address without the port, or None.
        """
        ...

    def departed(self, peer: str | None) -> None:
        """A connection is gone that was admitted."""

    def out_of_means(self, cause: str) -> None:
        """A connection could not be accepted, since the process lacks descriptors or memory."""

    def connect(self, peer: str | None, scheme: str, now: float) -> Connection[Channel]:
        """Make the connection of a byte stream that was just accepted.

        Parameters:
            peer: the other end's address without the port, or None.
            scheme: ``"https"`` if the bytes come out of TLS, else ``"http"``.
            now: monotonic seconds.
        """
        ...


class Site(StreamSite, Protocol):
    """What an application gives to a transport that runs on an event loop."""

    async def respond(self, request: HttpRequest) -> Response:
        """Answer an HTTP request; must not raise."""
        ...


class ThreadedSite(StreamSite, Protocol):
    """What an application gives to a transport whose I/O thread is one of several threads.

    All its methods but :meth:`settle` are called with the lock; none may block.
    """

    @property
    def lock(self) -> AbstractContextManager[object]:
        """To be held around every call of the core; the thread that holds it may take it again."""
        ...

    def send_at(self, now: float, last: float) -> float:
        """Return when a woken channel is to send a frame that is not full, which more may join.

        It is sent sooner when it gets full, or when the channel's ``flush`` is called.

        Parameters:
            now: monotonic seconds.
            last: when it sent something last.
        """
        ...

    def respond(self, request: HttpRequest, reply: Callable[[Response], None]) -> None:
        """Answer an HTTP request: have ``reply(response)`` called once, later, on any thread."""


class MessageSite(AnySite, Protocol):
    """What an application gives to a transport of whole requests and messages (ASGI).

    There another server does the framing, the handshake, and the keepalive.
    """

    @property
    def response_headers(self) -> Headers:
        """Headers that are added to an answer unless it has one of that name."""
        ...

    def policy(self, server: tuple[str, int | None] | None) -> AccessPolicy:
        """Return the settings that decide who is let in.

        Parameters:
            server: host and port at which the server took the connection; None: unknown.
        """
        ...

    def open_channel(self, request: HttpRequest, now: float) -> Channel | Refusal:
        """Make the channel of a browser that opens a WebSocket, unless its user may not."""
        ...

    async def respond(self, request: HttpRequest) -> Response:
        """Answer an HTTP request; must not raise."""
        ...

    def begin(self) -> None:
        """Have handlers and timers run, under a server that does not tell when serving begins."""

    async def live(self, started: Callable[[], None]) -> None:
        """Run handlers and timers, until :meth:`end`.

        Parameters:
            started: called as soon as :meth:`end` has an effect.
        """

    async def end(self) -> None:
        """Close all browsers' connections, and wait until :meth:`live` has returned."""


class Clock(Protocol):
    """The one timer of an application, kept by its transport."""

    def now(self) -> float:
        """Return monotonic seconds, of the same clock as connections are told."""
        ...

    def arm(self, when: float | None, action: Callable[[float], None]) -> None:
        """Call ``action(now)`` at that time; another call replaces this one, None cancels it."""


class Spawner(Protocol):
    """Where a transport's tasks run: a task group or nursery of the application."""

    def start_soon(self, func: Callable[..., Coroutine[Any, Any, Any]], /, *args: Any) -> Any:
        """Start a task."""
        ...


class Listener(Protocol):
    """What a transport gives to an application: it accepts connections until it is closed."""

    @property
    def clock(self) -> Clock:
        """The application's timer."""
        ...

    async def listen(
        self, sockets: list[socket.socket], tls: "ssl.SSLContext | None" = None
    ) -> None:
        """Listen on sockets that are bound; they are closed with the listener."""

    async def close(self, grace: float) -> None:
        """End all connections, and wait ``grace`` seconds at most for peers to agree."""
