"""What a connection tells its driver.

Knows: the events. Must not know: who acts on them.
"""

import msgspec

from .request import HttpRequest
from .seam import ChannelLike


class WebSocketOpened[C: ChannelLike](msgspec.Struct, frozen=True):
    """A request was answered with 101: a WebSocket is open (RFC 6455 section 4.2.2).

    Attributes:
        channel: what ``open_channel`` made. The transport sets its ``wake``; the connection gives
            it the browser's messages, and sends what it has.
    """

    channel: C


class Refused(msgspec.Struct, frozen=True):
    """The peer broke a rule, and has been told so. This is for the log.

    Attributes:
        code: the HTTP status, or the close code of the WebSocket.
        cause: the full cause; may quote the peer.
        peer: the visitor's address, as far as it is known.
        fault: what the core raised, where it is not the peer that is wrong: the connection is lost.
    """

    code: int
    cause: str
    peer: str | None
    fault: Exception | None = None


class ConnectionClosed(msgspec.Struct, frozen=True):
    """The last event.

    Attributes:
        code: the close code of a WebSocket (RFC 6455 section 7.1.5): the browser's if it sent one,
            else ours, else 1006. None: the connection never became a WebSocket.
        cause: for the log; may quote the peer.
    """

    code: int | None
    cause: str


type ConnectionEvent[C: ChannelLike] = HttpRequest | WebSocketOpened[C] | Refused | ConnectionClosed
"""An :class:`HttpRequest` is to be answered with ``send_response``; the others need no answer."""
