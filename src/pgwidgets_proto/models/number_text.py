"""How a browser writes a number as text.

Knows: ECMAScript's ``Number::toString``. Must not know: widgets, columns, or how many digits of a
number are worth showing.
"""

import math
from decimal import Decimal

_MOST_FIGURES = 21
"""A larger number is written with an exponent."""


def number_text(number: float) -> str:
    """A number as text (ECMAScript 2025, section 6.1.6.1.20, ``Number::toString``)."""
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
