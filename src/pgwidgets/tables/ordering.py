"""Values in order, whatever they are.

Knows: which values come before which, those of numpy in numpy's way. Must not know: rows, columns.

What is missing (None, NaN, masked) comes last, in both directions. Values of one kind are compared
as they are: numbers, then texts, then moments of time; others as texts. Equal ones stay as they
stood.
"""

import datetime
import decimal
import fractions
import sys
from collections.abc import Sequence
from typing import Any

_NUMBERS = (int, float, decimal.Decimal, fractions.Fraction)
_FAST = "biufmMSU"
"""Kinds of numpy's values that it sorts itself."""


def indices_in_order(values: Sequence[Any], ascending: bool) -> Sequence[int]:
    """The places of values, from the first to the last of them in order."""
    array = as_array(values, _FAST)
    if array is not None:
        return _by_numpy(sys.modules["numpy"], array, ascending)
    there = []
    missing = []
    for place, value in enumerate(values):
        key = sort_key(value)
        if key is None:
            missing.append(place)
        else:
            there.append((key, place))
    there.sort(key=lambda pair: pair[0], reverse=not ascending)
    return [place for _, place in there] + missing


def as_array(values: Any, kinds: str) -> Any:
    """Values that are an array of numpy of one of these kinds; None for all others."""
    numpy: Any = sys.modules.get("numpy")
    if numpy is None or not isinstance(values, numpy.ndarray):
        return None
    array: Any = values
    return array if array.dtype.kind in kinds else None


def sort_key(value: Any) -> tuple[int, Any] | None:
    """What a value is compared by; None: it is missing."""
    if value is None or is_masked(value):
        return None
    if hasattr(value, "dtype") and hasattr(value, "item"):
        value = value.item()
        if value is None:
            return None
    if isinstance(value, decimal.Decimal) and value.is_nan():
        return None  # one that signals raises where it is compared, were it with itself
    if isinstance(value, _NUMBERS):
        return (0, value) if value == value else None  # NaN is not itself
    if isinstance(value, str):
        return (1, value.casefold())
    if isinstance(value, datetime.datetime):
        if value != value:  # NaT of pandas
            return None
        # Those without a time zone can't be compared with those that have one.
        aware = value if value.tzinfo else value.replace(tzinfo=datetime.UTC)
        return (2, aware.timestamp())
    if isinstance(value, datetime.date):
        midnight = datetime.datetime(value.year, value.month, value.day, tzinfo=datetime.UTC)
        return (2, midnight.timestamp())
    if isinstance(value, datetime.timedelta):
        return (3, value)
    try:
        return (4, str(value).casefold())
    except Exception:  # the value's own code
        return (5, type(value).__name__)


def is_masked(value: Any) -> bool:
    """Whether a value is one of numpy's that are masked."""
    return getattr(value, "shape", None) == () and bool(getattr(value, "mask", False))


def is_in_range(value: Any, low: Any, high: Any) -> bool:
    """Whether a value is there and between two others; None: without a bound."""
    key = sort_key(value)
    if key is None:
        return False
    lowest, highest = sort_key(low), sort_key(high)
    return (lowest is None or key >= lowest) and (highest is None or key <= highest)


def missing_in(numpy: Any, values: Any) -> Any:
    """Which values of an array are missing."""
    missing = numpy.ma.getmaskarray(values)
    data = numpy.ma.getdata(values)
    if data.dtype.kind == "f":
        return missing | numpy.isnan(data)
    return missing | numpy.isnat(data) if data.dtype.kind in "mM" else missing


def _by_numpy(numpy: Any, values: Any, ascending: bool) -> Sequence[int]:
    missing = missing_in(numpy, values)
    values = numpy.ma.getdata(values)
    there = numpy.flatnonzero(~missing)
    sorted_ = values[there]
    if ascending:
        order = numpy.argsort(sorted_, kind="stable")
    else:
        # Backwards twice, so that equal ones stay in their order.
        order = (len(sorted_) - 1 - numpy.argsort(sorted_[::-1], kind="stable"))[::-1]
    places = there[order]
    if missing.any():
        places = numpy.concatenate([places, numpy.flatnonzero(missing)])
    small: Any = numpy.int32 if len(places) < 2**31 else numpy.int64
    return places.astype(small)  # type: ignore[no-any-return]
