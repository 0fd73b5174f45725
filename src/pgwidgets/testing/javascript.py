"""Numbers as a browser reads them from texts, and values as it writes them.

Knows: ``parseInt``, ``parseFloat`` and ``String`` of ECMAScript. Must not know: widgets.
"""

import math
import re
from typing import Any

from pgwidgets_proto.models import number_text

_WHOLE = re.compile(r"[+-]?\d+", re.ASCII)
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?", re.ASCII | re.IGNORECASE)
_ENDLESS = re.compile(r"[+-]?Infinity")


def parse_int(text: str) -> float:
    """The whole number that a text begins with, or NaN."""
    found = _WHOLE.match(text.lstrip())
    return float(found[0]) if found else math.nan


def parse_float(text: str) -> float:
    """The number that a text begins with, or NaN."""
    text = text.lstrip()
    found = _NUMBER.match(text) or _ENDLESS.match(text)
    return float(found[0]) if found else math.nan


def as_number(value: float) -> float:
    """A number as it is in a browser, where whole ones have no more digits than others."""
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def as_text(value: Any) -> str:
    """A value of JSON as ``String`` writes it; nothing for None."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case int() | float():
            return number_text(as_number(value))
        case list():
            return ",".join(map(as_text, value))
        case dict():
            return "[object Object]"
    return str(value)
