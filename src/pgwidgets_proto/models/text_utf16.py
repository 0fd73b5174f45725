"""Offsets in a text: Python counts code points, browsers count UTF-16 code units.

Knows: the two ways of counting. Must not know: edits.

They differ by one for every character above U+FFFF, which is a pair of surrogates in UTF-16
(RFC 2781, section 2.1). A text without any, which is nearly every text, has equal offsets.
"""

import struct

_BYTES = 2
"""Bytes of one UTF-16 code unit."""


def count_pairs(text: str) -> int:
    """How many characters of a text are a surrogate pair in UTF-16."""
    if text.isascii():
        return 0
    return len(text.encode("utf-16-le", "surrogatepass")) // _BYTES - len(text)


def to_utf16(text: str, offset: int) -> int:
    """The code units before a code point offset.

    Parameters:
        text: the text.
        offset: code points from the start, 0 to ``len(text)``.
    """
    return offset + count_pairs(text[:offset])


def from_utf16(text: str, units: int) -> int:
    """The code points before a code unit offset.

    An offset inside a surrogate pair is rounded down to before the character: no browser draws a
    caret there, and no text can be cut there.

    Parameters:
        text: the text.
        units: code units from the start.

    Raises:
        ValueError: it is negative, or after the end of the text.
    """
    if units < 0:
        raise ValueError(f"offset {units} is before the start of the text")
    # So many code points have at least so many code units: what comes after them is too far.
    encoded = text[:units].encode("utf-16-le", "surrogatepass")
    if units * _BYTES > len(encoded):
        raise ValueError(f"offset {units} is after the end of a text of {len(encoded) // _BYTES}")
    before = encoded[: units * _BYTES]
    if len(encoded) == len(before) == len(text[:units]) * _BYTES:
        return units
    if _is_high(before[-_BYTES:]) and _is_low(encoded[len(before) : len(before) + _BYTES]):
        before = before[:-_BYTES]
    return len(before.decode("utf-16-le", "surrogatepass"))


def as_units(text: str) -> str:
    """A text with one character for every code unit, as browsers index it."""
    pairs = count_pairs(text)
    if not pairs:
        return text
    return "".join(map(chr, struct.unpack(f"<{len(text) + pairs}H", text.encode("utf-16-le"))))


def from_units(units: str) -> str:
    """The text of such code units.

    Raises:
        ValueError: half a pair stands alone.
    """
    return units.encode("utf-16-le", "surrogatepass").decode("utf-16-le")


def check_text(text: str) -> None:
    """Refuse a text with half a surrogate pair.

    Raises:
        ValueError: a surrogate stands alone, so that the text has no UTF-8.
    """
    try:
        text.encode()
    except UnicodeEncodeError as exc:
        raise ValueError(
            f"the text has half a surrogate pair, {text[exc.start]!r}, at offset {exc.start}; "
            "only whole characters can be sent"
        ) from None


def _is_high(unit: bytes) -> bool:
    return 0xD8 <= unit[1] <= 0xDB


def _is_low(unit: bytes) -> bool:
    return len(unit) == _BYTES and 0xDC <= unit[1] <= 0xDF
