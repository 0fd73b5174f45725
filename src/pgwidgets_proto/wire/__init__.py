"""The messages that the core and a browser send each other, and how much a frame of them counts.

Knows: the vocabulary of both directions, and a message on its way. Must not know: views, widgets'
state, sessions, or when anything is sent.
"""

from .binary import Buffer, is_buffer
from .decoding import decode
from .messages import Callback, DefaultFont, Message, RegisterFont, SetDefaultFont
from .outgoing import Key, Outgoing, Touch

__all__ = [
    "Message",
    "RegisterFont",
    "SetDefaultFont",
    "DefaultFont",
    "Callback",
    "decode",
    "Outgoing",
    "Touch",
    "Key",
    "Buffer",
    "is_buffer",
]
