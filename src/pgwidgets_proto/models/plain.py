"""Values as they can stand in a cell: plain JSON, copied.

Knows: what JSON and a browser can hold. Must not know: rows or columns.
"""

import math
from collections.abc import Callable, Mapping
from typing import Any

from .brief import brief
from .conversions import HALF_A_CHARACTER, SAFE, Doubts, doubt_size, no_doubts

type Convert = Callable[[Any], Any]
"""Makes a plain value of one of another kind, or raises TypeError or ValueError."""

_LOWEST, _HIGHEST = -(2**63), 2**64 - 1
_DEEPEST = 100
"""Levels of lists in a cell, as many as a browser may report."""


def refuse(value: Any) -> Any:
    """Refuse every value: the conversion for models that are given no other."""
    raise TypeError(f"a value of type {type(value).__name__} can't be in a cell")


def plain(value: Any, convert: Convert = refuse, doubts: Doubts = no_doubts, depth: int = 0) -> Any:
    """A copy that is plain JSON; NaN and infinities become None.

    Parameters:
        value: the value.
        convert: makes something plain of a value of another kind.
        doubts: is told of numbers that a browser does not show exactly.
        depth: in how many lists it stands.

    Raises:
        TypeError: a mapping (that would be a row), or what can't be converted.
        ValueError: a number or a text that JSON can't hold, or lists that are nested too deep.
    """
    kind = type(value)
    if kind is str:
        return value if value.isascii() else _text(value)
    if value is None or kind is bool:
        return value
    if kind is int:
        if not -SAFE <= value <= SAFE:
            if not _LOWEST <= value <= _HIGHEST:
                raise ValueError(f"{brief(value)} has more than 64 bits")
            doubt_size(value, lambda doubt: doubts(f"the number in a cell {doubt}"))
        return value
    if kind is float:
        return value if math.isfinite(value) else None
    if kind is list or kind is tuple:
        if depth == _DEEPEST:
            raise ValueError(f"lists are nested deeper than {_DEEPEST} levels")
        return [plain(item, convert, doubts, depth + 1) for item in value]
    if isinstance(value, Mapping):
        raise TypeError(f"a cell can't hold a mapping ({brief(value)})")
    return plain(convert(value), refuse, doubts, depth)


def _text(value: str) -> str:
    try:
        value.encode()
    except UnicodeEncodeError:
        raise ValueError(f"{value!r} {HALF_A_CHARACTER}") from None
    return value


def as_place(value: Any, name: str) -> int:
    """A row's or an item's place, there or not.

    Raises:
        TypeError: None, which passes for a value of any type.
    """
    if not isinstance(value, int):
        raise TypeError(f"{name!r} is {value!r}; it must be a whole number")
    return value


def is_scalar(value: Any) -> bool:
    """Whether a value can come from a browser's cell editor."""
    return value is None or isinstance(value, (str, bool, int, float))


def same(one: Any, other: Any) -> bool:
    """Whether a browser would show no difference: 1 and 1.0 are the same, 1 and True are not."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == other)


def copied(values: Mapping[str, Any]) -> dict[str, Any]:
    """A copy of a row's values, for the program to keep."""
    return {key: plain(value) if type(value) is list else value for key, value in values.items()}


def shown(names: Any, limit: int = 8) -> str:
    """Some names of many, for an error that says what is allowed."""
    listed = [repr(name) for name in names]
    if not listed:
        return "none"
    if len(listed) > limit:
        return ", ".join(listed[:limit]) + f" … ({len(listed)} in all)"
    return ", ".join(listed)
