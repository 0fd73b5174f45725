"""The seam between a transport and an application.

Knows: what a transport needs of an application. Must not know: any event loop, any widget.

A transport feeds bytes to a connection, writes what it hands out, and keeps one timer. All else
is the application's (what an HTTP request is answered with) or the core's.
"""

import socket
from collections.abc import Callable, Coroutine
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from pgwidgets_proto.stream import AccessPolicy, Connection, Headers, HttpRequest
from pgwidgets_proto.views.channel import Channel

if TYPE_CHECKING:
    import ssl

ACCEPT_PAUSE = 0.1
"""Seconds before a listening socket is asked again that had no descriptor for a connection."""


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
    """What an application gives to every transport."""

    def log_refusal(self, peer: str | None, code: int, cause: str) -> None:
        """Note that a peer did what is not allowed."""

    def settle(self, now: float) -> None:
        """Look at what the last call of the core brought about: output and events of others.

        To be called after every call of a connection or channel; it calls ``wake()`` of every
        channel that has output.
        """


class StreamSite(AnySite, Protocol):
    """What an application gives to every transport of bytes."""

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

    Of its methods only :meth:`settle` is called without the lock; none waits for anything else.
    """

    @property
    def lock(self) -> AbstractContextManager[object]:
        """To be held around every call of the core; the thread that holds it may take it again."""
        ...

    def send_at(self, now: float, last: float) -> float:
        """When a channel that was just woken sends what fills no frame, and may be joined by more.

        It is sooner when the frame gets full, or the channel's ``flush`` is called.

        Parameters:
            now: monotonic seconds.
            last: when it sent something last.
        """
        ...

    def respond(self, request: HttpRequest, reply: Callable[[Response], None]) -> None:
        """Answer an HTTP request: have ``reply(response)`` called once, later, on any thread."""


class MessageSite(AnySite, Protocol):
    """What an application gives to a transport that is handed whole requests and messages (ASGI).

    There a server does the framing, the handshake, and the keepalive.
    """

    @property
    def response_headers(self) -> Headers:
        """Added to every answer that has none of that name."""
        ...

    def policy(self, server: tuple[str, int | None] | None) -> AccessPolicy:
        """Who may come.

        Parameters:
            server: host and port that the server took the connection at; None: it does not tell.
        """
        ...

    def open_channel(self, request: HttpRequest, now: float) -> Channel:
        """A browser that may come has opened a WebSocket."""
        ...

    async def respond(self, request: HttpRequest) -> Response:
        """Answer an HTTP request; must not raise."""
        ...

    def begin(self) -> None:
        """See to it that handlers and timers run, where nobody tells when serving begins."""

    async def live(self, started: Callable[[], None]) -> None:
        """Run handlers and timers, until :meth:`end`.

        Parameters:
            started: called as soon as :meth:`end` would end it.
        """

    async def end(self) -> None:
        """Send all browsers away, and wait until :meth:`live` has come to its end."""


class Clock(Protocol):
    """The one timer of an application, kept by its transport."""

    def now(self) -> float:
        """Monotonic seconds, the same clock that connections are told."""
        ...

    def arm(self, when: float | None, action: Callable[[float], None]) -> None:
        """Call ``action(now)`` at that time; a later call replaces it, None stops it."""


class Spawner(Protocol):
    """Where a transport's tasks run: a task group or nursery of the application's."""

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
