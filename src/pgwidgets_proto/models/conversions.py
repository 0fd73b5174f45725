"""Conversions of arguments that are not quite of their parameter's type.

Knows: which values of Python and of numpy mean a text, a number, a switch, or several of these,
and where the meaning is in doubt. Must not know: any parameter, method or widget, nor numpy.

A browser would convert each in its own way: NaN to ``null``, ``"false"`` to true, ``5.0`` to ``5``.
So arguments are converted here, once, and state, getters, rebuilds and all browsers agree. What
can't be converted rightly is :data:`REFUSED`.
"""

import datetime
import enum
import math
import numbers
import operator
import re
from collections.abc import Iterator, Mapping, Sequence, Set, ValuesView
from typing import Any, Final, Protocol

import msgspec

from .brief import MOST_BITS

LARGEST = 1.7e308
"""About the largest number of a browser; infinity and NaN have no JSON."""


class Doubts(Protocol):
    """A function that is told what a conversion may have got wrong."""

    def __call__(self, text: str, /) -> None:
        """Take it, as the end of a sentence about the argument.

        The text names no value, so that the same place in a program gives the same text each time.
        """


def no_doubts(text: str) -> None:
    """Ignore a doubt."""


REFUSED: Final[Any] = object()
"""What a conversion gives for a value that it can't be done for."""

SAFE = 2**53
"""Up to here every whole number is one of a browser's, too (ECMAScript 2025, section 21.1.2.6)."""

HALF_A_CHARACTER = "holds half a character (a lone surrogate)"
"""Why a text can't go over the wire."""

_NUMERAL = re.compile(r"\s*[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?\s*", re.IGNORECASE | re.ASCII)
"""A number as Python and browsers both read it: no ``1_000``, ``0x10`` or ``nan``.

No two runs of figures stand side by side in it: of a long text that is no number each way to part
them would be tried.
"""

_TEXTS = (str, datetime.date, datetime.time, datetime.timedelta)
"""What the wire makes texts of, beside paths and enums of texts."""


def is_path(value: Any) -> bool:
    """Whether it is a path."""
    return hasattr(value, "__fspath__") and not isinstance(value, type)


def word(value: Any, doubts: Doubts) -> Any:
    """A text that is read by the browser, not by users: a color, a URL."""
    if isinstance(value, enum.Enum):
        value = value.value
    elif is_path(value):
        value = value.__fspath__()
    if not isinstance(value, _TEXTS):
        return REFUSED
    return str(value if isinstance(value, str) else msgspec.to_builtins(value))


def text(value: Any, doubts: Doubts) -> Any:
    """A text: also a number, in Python's own figures."""
    found = word(value, doubts)
    if found is not REFUSED:
        return found
    if isinstance(value, enum.Enum):
        value = value.value  # as the wire would write it
    if _is_switch(value):
        doubts("is a bool; it is shown as Python writes it")
        return str(bool(value))
    found = value if isinstance(value, numbers.Number) else _number(value)
    try:
        return found if found is REFUSED else str(found)
    except ValueError:  # of more digits than Python writes (sys.set_int_max_str_digits)
        return REFUSED


def switch(value: Any, doubts: Doubts) -> Any:
    """True or False: also a number, where a browser agrees on which of both it means."""
    if _is_switch(value):
        return bool(value)
    found = number(value, doubts) if not isinstance(value, str) else REFUSED
    if found is REFUSED or found != found:  # NaN is true in Python, and false in a browser
        return REFUSED
    if found not in (0, 1):
        doubts("is a number other than 0 and 1; it counts as True")
    return bool(found)


def whole(value: Any, doubts: Doubts) -> Any:
    """A whole number: also a float that is one, and a numeral."""
    found = number(value, doubts)
    if type(found) is float:
        return int(found) if found.is_integer() else REFUSED
    return found


def number(value: Any, doubts: Doubts) -> Any:
    """A number as Python's own int or float: also a numeral, a bool, and those of any library."""
    found = _number(value)
    if type(found) is int and not -SAFE <= found <= SAFE:
        if found.bit_length() > MOST_BITS:  # nor could an error show it
            return REFUSED
        _doubt_size(found, doubts)
    return found


def _number(value: Any) -> Any:
    if isinstance(value, str):
        if _NUMERAL.fullmatch(value) is None:
            return REFUSED
        try:
            return int(value)
        except ValueError:
            found = float(value)
        return found if math.isfinite(found) else REFUSED
    if isinstance(value, enum.Enum) and not isinstance(value, (int, float)):
        return REFUSED
    if isinstance(value, type):
        return REFUSED
    if isinstance(value, numbers.Complex) and not isinstance(value, numbers.Real):
        return REFUSED
    try:
        return operator.index(value)  # pyright: ignore[reportArgumentType]
    except TypeError:  # also of what seems to be one: an array of several, or int itself
        pass
    if not hasattr(value, "__float__") or _is_several(value):
        return int(bool(value)) if _is_switch(value) else REFUSED
    try:
        return float(value)
    except (TypeError, ValueError, OverflowError):
        return REFUSED


def listed(value: Any, doubts: Doubts) -> Any:
    """A list, or a tuple: of any sequence, and whatever else gives its items one by one."""
    if type(value) is list or type(value) is tuple:
        return value
    if isinstance(value, (str, bytes, bytearray, memoryview, Mapping, type)):
        return REFUSED
    if hasattr(value, "tolist"):  # an array, whose items are Python's own then
        found = value.tolist()
        return found if isinstance(found, list) else REFUSED
    # Not whatever can be iterated: a data frame gives the names of its columns then.
    if not isinstance(value, (Sequence, Iterator, Set, ValuesView)):
        return REFUSED
    if isinstance(value, (set, frozenset)):
        doubts("is a set, which has no order of its own")
    return list(value)


def _doubt_size(value: int, doubts: Doubts) -> None:
    try:
        is_exact = int(float(value)) == value
    except OverflowError:
        return  # encoding refuses it
    if not is_exact:
        doubts("is over 2**53; a browser shows other last digits. As a text it keeps them")


def doubt_size(value: int, doubts: Doubts) -> None:
    """Tell of a whole number that no browser has exactly."""
    if not -SAFE <= value <= SAFE:
        _doubt_size(value, doubts)


def _is_switch(value: Any) -> bool:
    return isinstance(value, bool) or type(value).__name__ in ("bool", "bool_")  # numpy's


def _is_several(value: Any) -> bool:
    """Whether it is an array that has dimensions, were it of one item."""
    return bool(getattr(value, "ndim", 0))


def is_number(value: Any) -> bool:
    """Whether it is an int or a float that browsers can count with (a bool is neither here)."""
    is_any = isinstance(value, (int, float)) and not isinstance(value, bool)
    return is_any and -LARGEST <= value <= LARGEST


def as_number(value: Any) -> int | float | None:
    """A number of any library as Python's own; None if it is not a number."""
    if isinstance(value, numbers.Integral):
        return int(value)
    return float(value) if isinstance(value, numbers.Real) else None
