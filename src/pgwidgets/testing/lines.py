"""What a simulated browser is connected by: one WebSocket as it has it, and where it opens one.

Knows: frames and links. Must not know: pages, or what a frame says.
"""

from typing import Protocol

from pgwidgets_proto import Browser, Link
from pgwidgets_proto.views import CloseRequest, Frame


class Line(Protocol):
    """One WebSocket as its browser has it: a channel of the core, or a real one to a server."""

    @property
    def link(self) -> Link | None:
        """The core's view of the browser, where that can be seen."""

    @property
    def close(self) -> CloseRequest | None:
        """How the server ends it, once its frames have been taken."""

    @property
    def has_output(self) -> bool:
        """Whether there are frames to take."""
        ...

    def frames_to_send(self, max_bytes: int) -> list[Frame]:
        """Take frames on their way to the browser."""
        ...

    def receive(self, frame: str | bytes | None, now: float) -> None:
        """Bring the server a frame of the browser; None: it is gone."""

    def peer_closes(self, code: int) -> None:
        """The browser says goodbye; ``receive(None)`` follows."""


class Server(Protocol):
    """Where a browser opens its WebSockets: a hub, or what leads to a real server."""

    def open_channel(self, browser: Browser, now: float) -> Line:
        """Open one."""
        ...
