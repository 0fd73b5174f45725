"""The numbers that a range input can have.

Knows: the steps of a range input (HTML, "Range state"), as browsers count them. Must not know: any
widget, or where the limits come from.

Browsers count in decimal figures, so three steps of 0.1 are 0.3, and end where the limit is 0.3;
in binary ones they are 0.30000000000000004, and over it.
"""

from decimal import ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal

_EXACTLY = Context(prec=60)
_SHOWN = Context(prec=15, rounding=ROUND_HALF_UP)
"""Chromium writes a number that is not whole with so many digits."""

_HALF = Decimal("0.5")
_WHOLE = 10**15
"""Numbers from here on are written with all their digits."""


def nearest_step(value: float, low: float, high: float, step: float) -> float:
    """The whole step from the lower limit that is nearest, and not over the upper one.

    Parameters:
        value: any finite number; between two steps the higher is taken.
        low, high: the limits.
        step: how far apart the numbers are; if not over 0, it counts as 1, as browsers have it.

    Returns:
        An int if the lower limit and the step are, and a float otherwise.
    """
    if not step > 0:
        step = 1
    base, most, width = map(_decimal, (low, high, step))
    given = _decimal(min(high, max(low, value)))
    parts = _EXACTLY.divide(_EXACTLY.subtract(given, base), width)
    steps = _EXACTLY.add(parts, _HALF).to_integral_value(ROUND_FLOOR)
    found = _EXACTLY.fma(steps, width, base)
    if found > most:
        found = _EXACTLY.subtract(found, width)
    if isinstance(low, int) and isinstance(step, int):
        return int(found)
    return float(found if abs(found) >= _WHOLE else _SHOWN.plus(found))


def _decimal(number: float) -> Decimal:
    return Decimal(repr(float(number)))
