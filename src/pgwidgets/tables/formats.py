"""Values as the texts that stand in cells.

Knows: formats of numbers and of moments, and how values of any kind are shown without one. Must not
know: rows, tables, browsers.

A format is a specification of Python (``".3f"``, ``",d"``), or one of ours, ``"si"`` with the
number of significant digits before it (``".3si"``: ``12.3 k``), or of moments as ``strftime`` has
it (``"%H:%M:%S"``). A value that it does not fit is shown as without it: a row of a source that
says "offline" where others have numbers shall be seen.
"""

import datetime
import decimal
import functools
import math
from collections.abc import Callable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from pgwidgets_proto.models import MOMENT, SI, number_text

DIGITS = 12
"""Digits of a number without a format: the rest is what rounding has made."""
EXACT = 2**53
"""Whole numbers up to here are exact in any type, here and in a browser."""
LONGEST = 1000
"""Characters of a text that are shown."""
_PREFIXES = "qryzafpnµm kMGTPEZYRQ"
_UNIT_AT = _PREFIXES.index(" ")

type Shown = str | bool | None


def formatter(column: Mapping[str, Any]) -> Callable[[Any], Shown]:
    """What shows the values of a column.

    Parameters:
        column: its description; ``format``, ``unit`` and ``timezone`` are heeded. A column of check
            boxes has values that are true or false. Of a line its last value is shown.
    """
    if column.get("widget") == "checkbox" or column.get("type") in ("boolean", "bool"):
        return _switch
    spec = column.get("format") or ""
    zone = column.get("timezone")
    unit = column.get("unit") or ""
    to_zone = None if zone is None else _zone(zone)
    show = functools.partial(_shown, spec, to_zone, unit)
    return functools.partial(_last, show) if column.get("sparkline") else show


def _last(show: Callable[[Any], Shown], value: Any) -> Shown:
    is_line = hasattr(value, "__len__") and not isinstance(value, (str, bytes, Mapping))
    if not is_line:
        return show(value)
    return show(value[-1]) if len(value) else ""


def shown(value: Any) -> str:
    """A value as text without a format."""
    return _shown("", None, "", value)


def _shown(spec: str, zone: datetime.tzinfo | None, unit: str, value: Any) -> str:
    value = plain(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, (datetime.datetime, datetime.date, datetime.time)):
        return _moment(value, spec, zone)
    text = _formatted(value, spec)
    if text is None:
        text = _without_format(value)
    if not unit or not isinstance(value, (int, float, decimal.Decimal)):
        return text
    # A prefix of the SI stands right before its unit.
    has_prefix = SI.fullmatch(spec) and text[-1:].isalpha()
    return f"{text}{unit}" if has_prefix else f"{text} {unit}"


def plain(value: Any) -> Any:
    """A value of Python for one of numpy; None for one that is masked."""
    if hasattr(value, "dtype") and hasattr(value, "item") and getattr(value, "shape", None) == ():
        if getattr(value, "mask", False) is not False and bool(value.mask):
            return None
        found = value.item()
        # Moments finer than microseconds are whole numbers to Python, and texts to people.
        return str(value) if isinstance(found, int) and value.dtype.kind in "mM" else found
    return value


def _formatted(value: Any, spec: str) -> str | None:
    """A value in a format; None where it has none, or one that does not fit."""
    if not spec or MOMENT.search(spec):
        return None
    if isinstance(value, decimal.Decimal) and not (-LONGEST <= value.adjusted() <= LONGEST):
        return None  # of all its figures there may be a thousand million
    is_number = isinstance(value, (int, float))
    if is_number and not _is_finite(value):
        return None
    match = SI.fullmatch(spec)
    if match is not None:
        return _si(float(value), int(match["digits"] or 4)) if is_number else None
    if is_number:
        whole = int(value) if value == int(value) and abs(value) <= EXACT else None
        # A negative zero has its sign where a fraction is shown.
        is_as_given = whole is None or spec[-1] in "eEfFgG%"
        spec = _with_digits(spec, is_whole=whole is not None)
        others = (value,) if is_as_given else (whole, float(value))  # ",d" of 3.0
    else:
        others = (value,)
    for one in others:
        try:
            return format(one, spec)
        except (TypeError, ValueError, OverflowError):
            pass
    return None


def _is_finite(number: float) -> bool:
    try:
        return math.isfinite(number)
    except OverflowError:  # a whole number beyond all floats
        return False


def _with_digits(spec: str, *, is_whole: bool) -> str:
    """A specification of a number that says how many digits are shown, if it does not."""
    if spec[-1].isalpha() or spec[-1] == "%":
        return spec
    if "." in spec:
        return f"{spec}g"
    return spec if is_whole else f"{spec}.{DIGITS}g"


def _without_format(value: Any) -> str:
    if isinstance(value, float):
        return _number(value) if math.isfinite(value) else str(value)
    if isinstance(value, (bytes, bytearray)):
        value = repr(bytes(value[:LONGEST]))
    try:
        text = str(value)
    except Exception:  # the value's own code
        text = f"<{type(value).__name__}>"
    text = text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
    # Half of a surrogate pair can't go over the wire.
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def _number(value: float) -> str:
    """A number as browsers write those of a table's own rows (common/figures.js)."""
    if value.is_integer():
        return str(int(value)) if abs(value) <= EXACT else number_text(value)
    text = f"{value:.{DIGITS}g}"
    return number_text(float(text)) if "e" in text else text


def _si(value: float, digits: int) -> str:
    if value == 0:
        return "0"
    rounded = float(f"{value:.{max(digits, 1) - 1}e}")  # 999.96 may become the next prefix's 1
    if math.isinf(rounded):
        rounded = value
    step = math.floor(math.log10(abs(rounded)) / 3 + 1e-9)
    step = max(-_UNIT_AT, min(len(_PREFIXES) - 1 - _UNIT_AT, step))
    scaled = rounded / 1000.0**step
    before = max(1, math.floor(math.log10(abs(scaled)) + 1e-9) + 1)
    text = f"{scaled:.{max(0, digits - before)}f}"
    prefix = _PREFIXES[_UNIT_AT + step].strip()
    return f"{text} {prefix}" if prefix else text


def _moment(
    value: datetime.datetime | datetime.date | datetime.time,
    spec: str,
    zone: datetime.tzinfo | None,
) -> str:
    if value != value:  # NaT of pandas
        return ""
    try:
        if zone is not None and isinstance(value, datetime.datetime) and value.tzinfo is not None:
            value = value.astimezone(zone)
        if MOMENT.search(spec):
            return value.strftime(spec)
    except (ValueError, OverflowError):
        pass  # at an end of the calendar
    text = str(value)
    return text.removesuffix("+00:00") + "Z" if text.endswith("+00:00") else text


def _switch(value: Any) -> bool | None:
    value = plain(value)
    return None if value is None else bool(value)


def _zone(name: str) -> datetime.tzinfo:
    return datetime.UTC if name.upper() == "UTC" else ZoneInfo(name)
