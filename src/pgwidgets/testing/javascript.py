"""Numbers as a browser reads them from texts.

Knows: ``parseInt`` and ``parseFloat`` of ECMAScript. Must not know: widgets.
"""

import math
import re

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
