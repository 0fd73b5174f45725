"""Small lines in cells: how the values of a row went, by few points.

Knows: which points tell of many. Must not know: columns, tables, browsers. The page does the same
for tables with rows of their own (common/sparkline.js); both are tested with the same cases.
"""

import math
from collections.abc import Sequence
from typing import Any

from .formats import plain

MOST = 120
"""Points of a line: more than a cell has pixels for."""

type Points = list[float | None]


def numbers_of(value: Any) -> list[float] | None:
    """The numbers of a cell, NaN for what is none; None: it has no line."""
    if hasattr(value, "tolist"):
        value = value.tolist()
    if not isinstance(value, Sequence) or isinstance(value, (str, bytes)):
        return None
    return [_number(one) for one in value]


def points_of(
    numbers: Sequence[float], low: float | None = None, high: float | None = None
) -> Points:
    """The points of a line, each from 0 (the lowest) to 1; None: the line is broken there.

    Parameters:
        numbers: the values.
        low, high: what is at the bottom and at the top; None: the least and the greatest value.
    """
    there = [number for number in numbers if math.isfinite(number)]
    if not there:
        return []
    least, most = (min(there), max(there)) if low is None or high is None else (low, high)
    return [
        None if not math.isfinite(number) else _share(number, least, most)
        for number in _fewer(numbers)
    ]


def _fewer(numbers: Sequence[float]) -> Sequence[float]:
    """Of many numbers the least and the greatest of each part, in their order."""
    count = len(numbers)
    if count <= MOST:
        return numbers
    parts = MOST // 2
    found = []
    for part in range(parts):
        some = numbers[part * count // parts : (part + 1) * count // parts]
        there = [number for number in some if math.isfinite(number)]
        if not there:
            found += [math.nan, math.nan]
            continue
        low, high = min(there), max(there)
        found += [low, high] if some.index(low) <= some.index(high) else [high, low]
    return found


def share_of(number: float, low: float, high: float) -> float:
    """Where a number is between two others, from 0 (at the lower one, or below it) to 1."""
    # Between the largest numbers lies more than a float can say: then half of it is counted with.
    part = 1.0 if high - low < math.inf else 0.5
    return min(1.0, max(0.0, (number * part - low * part) / (high * part - low * part)))


def _share(number: float, low: float, high: float) -> float:
    return 0.5 if high <= low else round(share_of(number, low, high), 3)


def _number(value: Any) -> float:
    value = plain(value)
    if isinstance(value, bool) or not hasattr(value, "__float__"):
        return math.nan
    try:
        return float(value)
    except (TypeError, ValueError, OverflowError):
        return math.nan
