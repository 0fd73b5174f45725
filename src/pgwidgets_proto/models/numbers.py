"""A column's settings for how its values are shown: formats, colours by value, bars, lines.

Knows: the settings, and what each may be. Must not know: how a value is formatted, or browsers.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

NUMBER_SETTINGS = (
    *("format", "unit", "timezone", "colors", "color_map", "color_part", "bar", "sparkline"),
    *("hidden", "frozen"),
)
"""Settings of columns beside those that pgwidgets-js has."""

SI = re.compile(r"(?:\.(?P<digits>\d{1,2}))?si")
"""A format of ours: so many significant digits (4), and a prefix of the SI behind them."""
MOMENT = re.compile(r"%[a-zA-Z]")
"""What a format of moments has, as ``strftime`` takes it."""
SPEC = re.compile(
    r"(?:.?[<>=^])?[-+ ]?z?#?0?\d{0,4}[,_]?(?:\.\d{1,3})?[bcdeEfFgGnosxX%]?", re.DOTALL
)
"""A format specification of Python."""
_COLOR = re.compile(r"#[0-9a-fA-F]{3}(?:[0-9a-fA-F]{3})?")
_PARTS = ("background", "text")


def check_numbers(label: Any, spec: Mapping[str, Any]) -> None:
    """Check the settings of a column that say how values are shown.

    Parameters:
        label: the column, for errors.
        spec: its description.

    Raises:
        TypeError, ValueError: one that is not as it must be.
    """
    for name, check in _CHECKS.items():
        value = spec.get(name)
        if value is not None:
            wanted = check(value)
            if wanted:
                raise ValueError(f"column {label!r}: {name!r} is {value!r}; it must be {wanted}")


def _format(value: Any) -> str:
    wanted = "a format specification as '.3f' or ',d', '.3si', or a format of moments as '%H:%M'"
    if not isinstance(value, str):
        return wanted
    is_known = SI.fullmatch(value) or SPEC.fullmatch(value) or MOMENT.search(value)
    return "" if is_known else wanted


def _text(value: Any) -> str:
    return "" if isinstance(value, str) else "a text"


def _thresholds(value: Any) -> str:
    wanted = "pairs of a number and a CSS color, the numbers rising"
    if not isinstance(value, Sequence) or isinstance(value, str) or not value:
        return wanted
    last = None
    for pair in value:
        if not isinstance(pair, Sequence) or len(pair) != 2 or not _is_number(pair[0]):
            return wanted
        if not isinstance(pair[1], str) or (last is not None and pair[0] <= last):
            return wanted
        last = pair[0]
    return ""


def _color_map(value: Any) -> str:
    wanted = "a mapping with 'low' < 'high' and 'colors', two or more as '#rrggbb'"
    if not isinstance(value, Mapping):
        return wanted
    low, high, colors = value.get("low"), value.get("high"), value.get("colors")
    if not (isinstance(low, (int, float)) and isinstance(high, (int, float)) and low < high):
        return wanted
    if not isinstance(colors, Sequence) or isinstance(colors, str) or len(colors) < 2:
        return wanted
    is_known = all(isinstance(color, str) and _COLOR.fullmatch(color) for color in colors)
    return "" if is_known else wanted


def _bar(value: Any) -> str:
    wanted = "the lowest and the highest value, and a CSS color if it shall have one"
    if not isinstance(value, Sequence) or isinstance(value, str) or len(value) not in (2, 3):
        return wanted
    low, high, *color = value
    is_range = _is_number(low) and _is_number(high) and low < high
    return "" if is_range and all(isinstance(one, str) for one in color) else wanted


def _sparkline(value: Any) -> str:
    if isinstance(value, bool) or not _bar(value):
        return ""
    return "True, or the lowest and the highest value, and a CSS color if it shall have one"


def _switch(value: Any) -> str:
    return "" if isinstance(value, bool) else "True or False"


def _part(value: Any) -> str:
    return "" if value in _PARTS else " or ".join(map(repr, _PARTS))


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


_CHECKS = {
    "format": _format,
    "unit": _text,
    "timezone": _text,
    "colors": _thresholds,
    "color_map": _color_map,
    "color_part": _part,
    "bar": _bar,
    "sparkline": _sparkline,
    "hidden": _switch,
    "frozen": _switch,
}
