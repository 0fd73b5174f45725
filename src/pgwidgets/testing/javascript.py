"""Numbers as a browser reads them from texts, and values as it writes them.

Knows: ``parseInt``, ``parseFloat`` and ``String`` of ECMAScript. Must not know: widgets.
"""

import math
import re
from decimal import Decimal
from typing import Any

_WHOLE = re.compile(r"[+-]?\d+", re.ASCII)
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?", re.ASCII | re.IGNORECASE)
_ENDLESS = re.compile(r"[+-]?Infinity")
_MOST_FIGURES = 21
"""A larger number is written with an exponent."""


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
            return _figures(as_number(value))
        case list():
            return ",".join(map(as_text, value))
        case dict():
            return "[object Object]"
    return str(value)


def _figures(number: float) -> str:
    """A number as text (ECMAScript 2025, section 6.1.6.1.20)."""
    if not math.isfinite(number):
        return "NaN" if math.isnan(number) else f"{'-' if number < 0 else ''}Infinity"
    if number == 0:
        return "0"
    sign, figures, exponent = Decimal(repr(number)).normalize().as_tuple()
    assert isinstance(exponent, int)
    digits = "".join(map(str, figures))
    point = len(digits) + exponent
    lead = "-" if sign else ""
    if len(digits) <= point <= _MOST_FIGURES:
        return lead + digits.ljust(point, "0")
    if 0 < point <= _MOST_FIGURES:
        return f"{lead}{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return f"{lead}0.{digits.rjust(len(digits) - point, '0')}"
    fraction = f".{digits[1:]}" if len(digits) > 1 else ""
    return f"{lead}{digits[0]}{fraction}e{point - 1:+d}"
