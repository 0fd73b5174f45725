"""The seam between a connection (bytes) and a channel (the messages of one WebSocket).

Knows: what a connection asks of a channel. Must not know: HTTP or the framing of RFC 6455.
"""

from collections.abc import Sequence
from typing import Protocol


class ChannelLike(Protocol):
    """What a connection asks of the channel of its WebSocket."""

    def receive(self, frame: str | bytes | None, now: float, /) -> None:
        """Take one message of the browser.

        Must not raise: a browser's fault becomes :attr:`close`.

        Parameters:
            frame: a text or binary message. None comes once, as the last: there will be no more.
            now: monotonic seconds.
        """

    @property
    def text_bytes(self) -> int:
        """How big a text of the browser may be just now, in bytes."""
        ...

    def may_hold(self, size: int, /) -> bool:
        """Count what has come of a message, 0 when it is whole; whether the rest may come."""
        ...

    def peer_closes(self, code: int, /) -> None:
        """The browser has sent a close frame with this code; ``receive(None)`` follows."""

    def ping_answered(self, seconds: float, /) -> None:
        """Take note of how long a ping and its pong took."""

    def frames_to_send(self, max_bytes: int, now: float, /) -> Sequence[tuple[bool, bytes]]:
        """Hand over the next messages, in order, each as ``(is_text, payload)``.

        The payload of a text is UTF-8: a channel has its texts as bytes anyway, so they are not
        decoded only for the framing to encode them again. About ``max_bytes`` in all: at least one
        message if there is any, however big it is. One whose attribute ``may_compress`` is False is
        never compressed.
        """
        ...

    @property
    def has_output(self) -> bool:
        """Whether :meth:`frames_to_send` would return anything."""
        ...

    @property
    def close(self) -> tuple[int, str] | None:
        """Code and reason, once the WebSocket is to be closed after what is still to be sent."""
