"""How a cell looks by its value: colours, bars, lines.

Knows: thresholds, colour maps, how full a bar is, and which columns have lines. Must not know:
tables, browsers.
"""

import bisect
import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from .formats import plain
from .lines import numbers_of, points_of, share_of


def looks_of(column: Mapping[str, Any], values: Sequence[Any]) -> dict[str, list[Any]]:
    """What the cells of a column look like.

    Parameters:
        column: its description.
        values: what stands in them.

    Returns:
        As far as the column says so: ``bg`` or ``fg``, the colour of each cell, and ``bar``, how
        full it is, from 0 to 1; None for what has no number. Of a column of lines ``line``, the
        points of each.
    """
    found: dict[str, list[Any]] = {}
    sparkline = column.get("sparkline")
    if sparkline:
        limits = () if sparkline is True else sparkline[:2]
        lines = [numbers_of(value) for value in values]
        found["line"] = [None if line is None else points_of(line, *limits) for line in lines]
        return found
    color = _color_of(column)
    bar = column.get("bar")
    if color is None and bar is None:
        return found
    numbers = [_number(value) for value in values]
    if color is not None:
        part = "fg" if column.get("color_part") == "text" else "bg"
        found[part] = [None if number is None else color(number) for number in numbers]
    if bar is not None:
        low, high = bar[:2]
        found["bar"] = [
            None if number is None else round(share_of(number, low, high), 4) for number in numbers
        ]
    return found


def _color_of(column: Mapping[str, Any]) -> Callable[[float], str | None] | None:
    thresholds = column.get("colors")
    if thresholds is not None:
        limits = [limit for limit, _ in thresholds]

        def by_threshold(number: float) -> str | None:
            index = bisect.bisect_right(limits, number) - 1
            return None if index < 0 else str(thresholds[index][1])

        return by_threshold
    color_map = column.get("color_map")
    if color_map is None:
        return None
    low, high = color_map["low"], color_map["high"]
    stops = [_rgb(color) for color in color_map["colors"]]

    def by_map(number: float) -> str:
        place = share_of(number, low, high) * (len(stops) - 1)
        index = min(int(place), len(stops) - 2)
        share = place - index
        mixed = (
            round(one + (other - one) * share)
            for one, other in zip(stops[index], stops[index + 1], strict=True)
        )
        return "#" + "".join(f"{channel:02x}" for channel in mixed)

    return by_map


def _number(value: Any) -> float | None:
    value = plain(value)
    if isinstance(value, bool) or not hasattr(value, "__float__"):
        return None
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return None if math.isnan(number) else number


def _rgb(color: str) -> tuple[int, int, int]:
    digits = color.removeprefix("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)
