"""Checks of what programs give: each names the thing, its value, and what is allowed.

Knows: simple types. Must not know: what is checked.
"""

import math
from typing import Any


def plain_text(value: object, what: str) -> str:
    """A text.

    Raises:
        TypeError: it is none.
    """
    if not isinstance(value, str):
        raise TypeError(f"{what} is {value!r}; it must be a text")
    return value


def switch(value: object, what: str) -> bool:
    """True or False.

    Raises:
        TypeError: it is neither.
    """
    if not isinstance(value, bool):
        raise TypeError(f"{what} is {value!r}; it must be True or False")
    return value


def seconds(value: Any, what: str) -> float | None:
    """A time from 0 on, or None.

    Raises:
        TypeError, ValueError: it is something else.
    """
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise TypeError(f"{what} is {value!r}; it must be seconds, or None")
    if not 0 <= value < math.inf:
        raise ValueError(f"{what} is {value!r}; it must be seconds from 0 on, or None")
    return float(value)
