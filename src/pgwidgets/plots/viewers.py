"""Who looks at a plot, at which part of it, and what each of them is yet to be sent.

Knows: series, ranges, and how much may be on its way. Must not know: widgets, threads, or how
anything is sent.

A browser tells which places it shows and how many pixels it has for them, and gets so many points
as these can show; where it looks now takes the place of where it looked before. Behind that it is
sent what comes in at the end, as fast as it says that it has taken what it was sent.
"""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from ._extra import numpy
from .series import Series

WIDEST = 20_000
"""Stretches that a browser may ask for at most: those of a few large screens, side by side."""

IN_FLIGHT = 8
"""Messages that a browser may be sent before it says that it has taken them."""

BYTES_IN_FLIGHT = 1 << 18
"""Bytes of them, but for one message that is larger."""

_DETAIL = 2
"""Stretches for a pixel."""


@dataclass(frozen=True, slots=True)
class Look:
    """Where a browser looks.

    Attributes:
        view: what it calls this plot of its page.
        ask: its number of the question, by which it knows the answer.
        low, high: the range of places; infinite: from the first, or up to what is yet to come.
        width: pixels that the range has there.
        taken: the number of the last message that it has taken.
    """

    view: str
    ask: int
    low: float
    high: float
    width: int
    taken: int


def look_of(told: Any) -> Look:
    """What a page tells of where it looks.

    Raises:
        ValueError: it can't be true.
    """
    if not isinstance(told, Mapping):
        raise ValueError(f"{told!r} is no object")
    view = told.get("view")
    if not isinstance(view, str) or not 0 < len(view) <= 64:
        raise ValueError(f"view is {view!r}; it must be a short text")
    ask, taken, width = (_count(told.get(what), what) for what in ("ask", "taken", "width"))
    low = _end(told.get("low"), -math.inf)
    high = _end(told.get("high"), math.inf)
    if not low < high:
        raise ValueError(f"low is {low!r} and high {high!r}; low must be below high")
    return Look(view, ask, low, high, min(max(width, 1), WIDEST), taken)


def _count(value: Any, what: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 1 << 53:
        raise ValueError(f"{what} is {value!r}; it must be a whole number")
    return value


def _end(value: Any, default: float) -> float:
    if value is None:
        return default
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise ValueError(f"{value!r} is no end of a range")
    try:
        found = float(value)
    except OverflowError:
        found = math.inf
    if not math.isfinite(found):
        raise ValueError(f"{value!r} is no end of a range")
    return found


class Message(NamedTuple):
    """What a browser is sent.

    Attributes:
        numbers: of all points: of each line first the places, unless they are those of the line
            before it, then the values, each less what ``about`` says; an array of float32.
        about: what they are.
    """

    numbers: Any
    about: dict[str, Any]


class _Sent:
    """What a viewer has of one line."""

    __slots__ = ("end", "is_cloud", "revision")

    def __init__(self, revision: int, end: int, is_cloud: bool) -> None:
        self.revision = revision
        self.end = end
        self.is_cloud = is_cloud


class Viewer:
    """One browser that looks at a plot.

    Parameters:
        look: where it looks at first.
    """

    def __init__(self, look: Look) -> None:
        self.look = look
        self._is_answered = False
        self._has: dict[str, _Sent] = {}
        self._number = 0
        self._sizes: dict[int, int] = {}  # of messages that it has not taken yet
        self._extent: Any = None
        self._is_log = False

    def looks(self, look: Look) -> None:
        """It looks somewhere else, or has taken more; it never takes back what it has taken."""
        for number in [number for number in self._sizes if number <= look.taken]:
            del self._sizes[number]
        if look.ask != self.look.ask:
            self.forget()
        self.look = look

    def forget(self) -> None:
        """Send all anew: where it looks, or what there is, has changed altogether."""
        self._has.clear()
        self._is_answered = False

    @property
    def is_new(self) -> bool:
        """Whether it has been sent nothing yet."""
        return self._number == 0

    @property
    def has_room(self) -> bool:
        """Whether it can be sent more."""
        sizes = self._sizes
        return not sizes or (len(sizes) < IN_FLIGHT and sum(sizes.values()) < BYTES_IN_FLIGHT)

    def next_message(
        self,
        lines: Mapping[str, Series],
        extent: tuple[float, float] | None,
        is_log: bool,
        clouds: Collection[str] = (),
    ) -> Message | None:
        """What it is to be sent now; None: nothing that it has not got.

        Parameters:
            lines: by their names.
            clouds: names of those whose points are seen each for itself.
            extent: the least and greatest place of all of them.
            is_log: whether places are shown on a logarithmic scale.
        """
        np = numpy()
        look = self.look
        if is_log != self._is_log:
            self._is_log = is_log
            self.forget()
        parts: list[Any] = []
        blocks: list[dict[str, Any]] = []
        last: Any = None
        for name, series in lines.items():
            block = self._block(name, series, extent, name in clouds)
            if block is not None:
                about, places, values = block
                if blocks and about["x0"] == blocks[-1]["x0"] and np.array_equal(places, last):
                    about["same"] = True  # as lines mostly have that are measured together
                else:
                    parts.append(places)
                last = places
                blocks.append(about)
                parts.append(values)
        for name in [name for name in self._has if name not in lines]:
            del self._has[name]
        if self._is_answered and not blocks and extent == self._extent:
            return None
        self._is_answered, self._extent = True, extent
        numbers = np.concatenate(parts) if parts else np.empty(0, np.float32)
        self._number += 1
        self._sizes[self._number] = numbers.nbytes
        about = {
            "view": look.view,
            "ask": look.ask,
            "number": self._number,
            "extent": extent,
            "blocks": blocks,
        }
        return Message(numbers, about)

    def _block(
        self, name: str, series: Series, extent: tuple[float, float] | None, is_cloud: bool
    ) -> tuple[dict[str, Any], Any, Any] | None:
        series.gather()
        look, has, end = self.look, self._has.get(name), series.end
        is_new = has is None or has.revision != series.revision or has.is_cloud != is_cloud
        if has is not None and not is_new and has.end == end:
            return None
        if is_new:
            count = _DETAIL * look.width
            x, y, is_all = series.look(look.low, look.high, count, self._is_log, is_cloud)
        else:
            assert has is not None
            x, y, is_all = series.since(has.end, self._stretch(extent), is_cloud)
            if series.is_rising and math.isfinite(look.high) and len(x):
                x, y = x[x <= look.high], y[x <= look.high]
        self._has[name] = _Sent(series.revision, end, is_cloud)
        if not is_new and not len(x):
            return None
        about: dict[str, Any] = {"line": name, "count": len(x), "all": is_all, "new": is_new}
        if series.is_rising:
            about["rising"] = True
            kept = series.x
            about["first"] = float(kept[0]) if len(kept) else None
        else:
            about["keep"] = len(series)
        about["x0"], places = _less(x)
        about["y0"], values = _less(y)
        return about, places, values

    def _stretch(self, extent: tuple[float, float] | None) -> float:
        """How wide a stretch is of what comes in at the end."""
        if extent is None or self._is_log:
            return 0.0
        low, high = max(self.look.low, extent[0]), min(self.look.high, extent[1])
        return max(0.0, high - low) / (_DETAIL * self.look.width)


def _less(values: Any) -> tuple[float, Any]:
    """Values as float32, less a number where they differ by little: else it could not tell them."""
    np = numpy()
    if not len(values):
        return 0.0, np.empty(0, np.float32)
    with np.errstate(over="ignore"):  # beyond float32 it is infinite, and breaks the line
        low, high = np.fmin.reduce(values), np.fmax.reduce(values)
        middle = float(low + (high - low) / 2)
        if not abs(middle) > float(high - low) or not np.isfinite(middle):
            middle = 0.0
        return middle, (values - middle).astype(np.float32)
