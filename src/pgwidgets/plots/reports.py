"""What a page tells of a plot, checked: it may come from anybody.

Knows: what can be true. Must not know: the plot. Each function gives what handlers get, or raises
ValueError.
"""

import math
from typing import Any, TypeGuard

from .viewers import Look, look_of

_MOST_AXES = 64


def _is_number(value: Any) -> TypeGuard[float]:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return False
    try:
        return math.isfinite(value)
    except OverflowError:  # a whole number that no float can have
        return False


def never(*told: Any) -> None:
    """What no page tells."""
    raise ValueError("no page tells this")


def looked(told: Any = None, *rest: Any) -> tuple[Look]:
    """Where it looks, and what it has taken."""
    return (look_of(told),)


def limits_changed(told: Any = None, *rest: Any) -> tuple[dict[str, tuple[float, float] | None]]:
    """By axes what is shown: two numbers that rise, or None: all that there is."""
    if not isinstance(told, dict) or len(told) > _MOST_AXES:
        raise ValueError(f"limits are {told!r}; they must be of some axes")
    found: dict[str, tuple[float, float] | None] = {}
    for axis, pair in told.items():
        if pair is None:
            found[axis] = None
        elif isinstance(pair, list) and len(pair) == 2 and all(map(_is_number, pair)):
            low, high = map(float, pair)
            if not low < high:
                raise ValueError(f"limits of {axis!r} are {pair!r}; they must rise")
            found[axis] = (low, high)
        else:
            raise ValueError(f"limits of {axis!r} are {pair!r}; they must be two numbers, or none")
    return (found,)


def pointed(
    x: Any = None, y: Any = None, line: Any = None, *rest: Any
) -> tuple[float | None, float | None, str | None]:
    """A place, and the line that is near; None: there is none."""
    if line is not None and not isinstance(line, str):
        raise ValueError(f"the line is {line!r}; it must be a name, or none")
    if x is None and y is None:
        return None, None, None
    if not _is_number(x) or not _is_number(y):
        raise ValueError(f"the place is {x!r}, {y!r}; it must be two numbers")
    return float(x), float(y), line


def clicked(
    x: Any = None, y: Any = None, line: Any = None, *rest: Any
) -> tuple[float | None, float | None, str | None]:
    """A place that was clicked, and the line that is near."""
    if x is None or y is None:
        raise ValueError(f"the place is {x!r}, {y!r}; it must be two numbers")
    return pointed(x, y, line)


def toggled(line: Any = None, visible: Any = None, *rest: Any) -> tuple[str, bool]:
    """A line, and whether it is shown from now on."""
    if not isinstance(line, str) or not isinstance(visible, bool):
        raise ValueError(f"{line!r}, {visible!r} are no name of a line and a truth value")
    return line, visible
