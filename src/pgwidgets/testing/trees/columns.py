"""What a column of a simulated browser makes of its values: the text that is shown, and the order.

Knows: the types of columns of TreeView and TableView, and how our page shows numbers. Must not
know: rows.

A browser sorts texts as its user's language has it. Here accents and case don't count, and signs
stand before figures, and these before letters, as in most languages; letters that some language
has elsewhere stand where Unicode has them.
"""

import math
import unicodedata
from typing import Any

from pgwidgets.tables.formats import formatter

from ..javascript import as_number, as_text, parse_float, parse_int

type Place = tuple[tuple[int, int], ...] | tuple[bool, float]
"""Where a value stands among the others of its column."""

_SAME = {"int": "integer", "number": "float", "bool": "boolean"}
_SIGNS = " _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$"
_PLAIN = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d"})
_DIGITS = 12
"""Digits that are shown of a number with a fraction."""


def kind_of(column: dict[str, Any]) -> str:
    """The type of a column, by the one name that each has."""
    kind = column.get("type") or "string"
    return _SAME.get(kind, kind)


def shown(column: dict[str, Any], value: Any) -> str:
    """What a cell shows of a value; of a control, what that is set to."""
    if column.get("widget"):
        return "" if value is None else str(value)
    if kind_of(column) == "boolean":
        return "✓" if is_true(value) else ""
    if column.get("sparkline") and isinstance(value, list):
        value = value[-1] if value else None
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if not is_number or kind_of(column) == "icon":
        return as_text(value)
    if column.get("format") or column.get("unit"):
        return str(formatter({key: column.get(key) for key in ("format", "unit")})(value))
    number = as_number(value)
    return as_text(number if number.is_integer() else float(f"{number:.{_DIGITS}g}"))


def place(column: dict[str, Any], value: Any) -> Place:
    """Where a value stands when rows are sorted by a column."""
    match kind_of(column):
        case "integer" | "float" as kind:
            number = _number(value, is_whole=kind == "integer")
            return math.isnan(number), 0.0 if math.isnan(number) else number
        case "boolean":
            return False, float(is_true(value))
    text = unicodedata.normalize("NFKD", as_text(value).casefold().translate(_PLAIN))
    return tuple(_rank(each) for each in text if not unicodedata.combining(each))


def is_true(value: Any) -> bool:
    """Whether a browser takes a value of JSON for true: also a list with nothing in it."""
    return isinstance(value, (list, dict)) or bool(value)


def _number(value: Any, *, is_whole: bool) -> float:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return as_number(value)
    return parse_int(as_text(value)) if is_whole else parse_float(as_text(value))


def _rank(letter: str) -> tuple[int, int]:
    if letter in _SIGNS:
        return 0, _SIGNS.index(letter)
    return (2 if letter.isalnum() else 1), ord(letter)
