"""The seam between a transport and an application.

Knows: what a transport needs of an application. Must not know: any event loop, any widget.

A transport feeds bytes to a connection, writes what it hands out, and keeps one timer. All else
is the application's (what an HTTP request is answered with) or the core's.
"""

import socket
import ssl
from collections.abc import Callable, Coroutine
from typing import Any, NamedTuple, Protocol

from pgwidgets_proto.channel import Channel
from pgwidgets_proto.connection import Connection
from pgwidgets_proto.request import HttpRequest


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


class Site(Protocol):
    """What an application gives to a transport."""

    def connect(self, peer: str | None, scheme: str, now: float) -> Connection[Channel]:
        """Make the connection of a byte stream that was just accepted.

        Parameters:
            peer: the other end's address without the port, or None.
            scheme: ``"https"`` if the bytes come out of TLS, else ``"http"``.
            now: monotonic seconds.
        """

    async def respond(self, request: HttpRequest) -> Response:
        """Answer an HTTP request; must not raise."""

    def log_refusal(self, peer: str | None, code: int, cause: str) -> None:
        """Note that a peer did what is not allowed."""

    def settle(self, now: float) -> None:
        """Look at what the last call of the core brought about: output and events of others.

        To be called after every call of a connection; it calls ``wake()`` of every channel
        that has output.
        """


class Clock(Protocol):
    """The one timer of an application, kept by its transport."""

    def now(self) -> float:
        """Monotonic seconds, the same clock that connections are told."""

    def arm(self, when: float | None, action: Callable[[float], None]) -> None:
        """Call ``action(now)`` at that time; a later call replaces it, None stops it."""


class Spawner(Protocol):
    """Where a transport's tasks run: a task group or nursery of the application's."""

    def start_soon(self, func: Callable[..., Coroutine[Any, Any, Any]], /, *args: Any) -> Any:
        """Start a task."""


class Listener(Protocol):
    """What a transport gives to an application: it accepts connections until it is closed."""

    @property
    def clock(self) -> Clock:
        """The application's timer."""

    async def listen(self, sockets: list[socket.socket], tls: ssl.SSLContext | None = None) -> None:
        """Listen on sockets that are bound; they are closed with the listener."""

    async def close(self, grace: float) -> None:
        """End all connections, and wait ``grace`` seconds at most for peers to agree."""
