"""What a program gives as points becomes arrays of floats, or is refused.

Knows: numbers, dates and times, and arrays of these. Must not know: lines, widgets, browsers.

A time is the number of seconds since 1970 in UTC, as ``datetime.timestamp()`` has it; one without
a time zone is local time, but of numpy's, which have none, UTC.
"""

import datetime
import decimal
import numbers
from typing import Any

from ._extra import numpy

_NAN = float("nan")


def number_of(value: Any, what: str, *, may_miss: bool) -> float:
    """One coordinate as a float.

    Parameters:
        value: a number, a date or time, or (where it may miss) None.
        what: what it is, for errors.
        may_miss: whether it may be None, NaN, infinite or masked, which break a line.

    Raises:
        TypeError: it is no number.
        ValueError: it is missing where it must not be.
    """
    try:
        found = _float_of(value, what)
    except (OverflowError, ValueError):
        # A number or a time beyond all floats, or a decimal that signals that it is none.
        found = _NAN
    if found - found == 0:
        return found
    if may_miss:
        return _NAN
    raise ValueError(f"{what} is {value!r}; it must be a finite number")


def _float_of(value: Any, what: str) -> float:
    if getattr(value, "shape", None) == () and isinstance(value, numpy().ndarray):
        value = numpy().ma.masked if numpy().ma.is_masked(value) else value[()]
    if type(value) is float or type(value) is int:
        return float(value)
    if value is None or value is getattr(numpy().ma, "masked", None):
        return _NAN
    if isinstance(value, datetime.datetime):
        return value.timestamp()
    if isinstance(value, datetime.date):
        return datetime.datetime.combine(value, datetime.time()).timestamp()
    if isinstance(value, (numpy().datetime64, numpy().timedelta64)):
        return float(_seconds(numpy().asarray(value)))
    if isinstance(value, (numbers.Real, numpy().number, numpy().bool_, decimal.Decimal)):
        if isinstance(value, numpy().complexfloating):
            raise TypeError(f"{what} is {value!r}; it must be a real number")
        return float(value)
    raise TypeError(f"{what} is {value!r}; it must be a number, a date or a time")


def array_of(values: Any, what: str, *, may_miss: bool) -> Any:
    """Coordinates as an array of float64 of its own.

    Parameters:
        values: a sequence or array of one dimension.
        what, may_miss: as :func:`number_of` has them.

    Raises:
        TypeError: no sequence, or one of other things than numbers, dates and times.
        ValueError: it has another number of dimensions, or one is missing that must not be.
    """
    np = numpy()
    if isinstance(values, (str, bytes, dict, set)):
        raise TypeError(f"{what} is {type(values).__name__}; it must be a sequence of numbers")
    masked = np.ma.getmaskarray(values) if np.ma.isMaskedArray(values) else None
    try:
        given = np.asarray(values)
    except ValueError as exc:
        raise ValueError(f"{what} must be of one dimension") from exc
    if given.ndim != 1:
        raise ValueError(f"{what} has the shape {given.shape}; it must be of one dimension")
    if given.dtype.kind in "biuf":
        found = given.astype(np.float64)
    elif given.dtype.kind in "mM":
        found = _seconds(given)
    elif given.dtype.kind == "O":
        found = np.array(
            [
                number_of(value, f"{what}[{index}]", may_miss=may_miss)
                for index, value in enumerate(given)
            ],
            np.float64,
        )
    else:
        raise TypeError(f"{what} has the type {given.dtype}; it must be of real numbers or times")
    if masked is not None:
        found[masked] = np.nan
    good = np.isfinite(found)
    if not good.all():
        if not may_miss:
            index = int(np.flatnonzero(~good)[0])
            told = "masked" if masked is not None and masked[index] else repr(given[index].item())
            raise ValueError(f"{what}[{index}] is {told}; it must be a finite number")
        found[~good] = np.nan
    return found


def points_of(x: Any, y: Any, where: str, start: float) -> tuple[Any, Any]:
    """Points as two arrays of one length.

    Parameters:
        x: where each is; None: one after the other, by ones.
        y: their values.
        where: the name of the call, for errors.
        start: where the first is, if they are one after the other.

    Raises:
        TypeError, ValueError: as :func:`array_of`; or they are not equally many.
    """
    np = numpy()
    values = array_of(y, f"{where}: y", may_miss=True)
    if x is None:
        return start + np.arange(len(values), dtype=np.float64), values
    places = array_of(x, f"{where}: x", may_miss=False)
    if len(places) != len(values):
        raise ValueError(f"{where}: x has {len(places)} values, and y has {len(values)}")
    return places, values


def _seconds(times: Any) -> Any:
    """Seconds of numpy's times; a time that is none is NaN."""
    np = numpy()
    unit, count = np.datetime_data(times.dtype)
    if unit == "generic":
        raise TypeError("times have no unit")
    kind = "M8" if times.dtype.kind == "M" else "m8"
    if unit in ("Y", "M"):
        times, unit, count = times.astype(f"{kind}[s]"), "s", 1
    per = np.timedelta64(count, unit) / np.timedelta64(1, "s")
    whole = times.astype(np.int64)
    missing = np.isnat(times)
    return np.where(missing, np.nan, whole * float(per))
