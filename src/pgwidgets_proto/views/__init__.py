"""One browser's view of a session: its socket's greeting and end, its queue, what it has applied.

Knows: channels, links, order and numbers of messages. Must not know: bytes, sockets,
HTTP, widgets, what a message does to one, or which sessions there are.
"""

from .batching import Batch
from .channel import Browser, Channel, CloseRequest
from .channel_state import ChannelState
from .link import Link
from .link_state import LinkState
from .parts import Frame

__all__ = [
    "Channel",
    "ChannelState",
    "CloseRequest",
    "Browser",
    "Link",
    "LinkState",
    "Frame",
    "Batch",
]
