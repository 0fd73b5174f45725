"""A frame from a browser, as the limits count it.

Knows: a frame's size, and how much more its values are once they are decoded. Must not know: what
its messages say, or where their events wait.
"""

import re
from typing import NamedTuple

import msgspec

_STRINGS = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"?', re.DOTALL)
"""The strings of a JSON text. What stands in them is not counted as values."""

_FEW = 1000
"""Values that are not counted twice: a comma in a string counts as well, until there are more."""

_OBJECT, _ARRAY, _VALUE = 120, 72, 88
"""Bytes that Python takes, at most, for an object with one entry, an array with one, and a value
more in either, beyond those of the text."""


class Weight(NamedTuple):
    """What a text frame is once it is decoded.

    Attributes:
        values: objects, arrays, and what is in them, at most.
        size: bytes of memory, at most.
    """

    values: int
    size: int


def weigh(text: str, size: int) -> Weight:
    """Tell the weight of a JSON text before it is decoded.

    Parameters:
        text: any text.
        size: its bytes as UTF-8.
    """
    if not text.isascii() or "\\u" in text:
        size = max(size, 4 * len(text))  # one wide character makes all of its string wide
    count = text.count
    objects, arrays, values = count("{"), count("["), count(",") + count(":")
    if objects + arrays + values > _FEW:
        count = _STRINGS.sub("", text).count
        objects, arrays, values = count("{"), count("["), count(",") + count(":")
    return Weight(
        objects + arrays + values, size + _OBJECT * objects + _ARRAY * arrays + _VALUE * values
    )


class FrameCharge(msgspec.Struct, eq=False, gc=False):
    """The memory of one frame. It counts once, for as long as a report out of the frame waits.

    Attributes:
        size: bytes that its decoded messages take, at most.
        waiting: how many reports of the frame wait.
    """

    size: int
    waiting: int = 0


def charge_of(text: str) -> FrameCharge:
    """What a short text counts as: :func:`weigh`, without any count for a limit."""
    count = text.count
    size = len(text)
    if not text.isascii() or "\\u" in text:
        size *= 4
    return FrameCharge(
        size + _OBJECT * count("{") + _ARRAY * count("[") + _VALUE * (count(",") + count(":"))
    )
