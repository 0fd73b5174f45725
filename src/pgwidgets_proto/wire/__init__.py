"""What goes over a WebSocket between the core and a browser: messages, and what counts them.

Knows: the vocabulary of both directions, and a message on its way. Must not know: views, widgets'
state, sessions, or when anything is sent.
"""

from .binary import Buffer
from .messages import Message, decode
from .outgoing import Key, Outgoing, Touch

__all__ = ["Message", "decode", "Outgoing", "Touch", "Key", "Buffer"]
