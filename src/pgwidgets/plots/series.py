"""The points of one line: they grow at the end, go at the beginning, and are looked at in part.

Knows: arrays, and how few points show a range of them. Must not know: widgets, browsers, threads.

Points are numbered from the first that ever was, so that "what has come since" has an answer after
old ones have gone. A *revision* is one run of these numbers; other data begin the next.
"""

import itertools
from typing import Any, NamedTuple

from ._extra import numpy
from .decimation import corners, envelope, sample, stretches

BLOCK = 64
"""Points of which the least and the greatest value are kept."""

MOST = 50_000
"""Points that are shown of a line whose places do not rise, and of one with markers."""

_PENDING = 4096
"""Points that are added one by one before they are put where the others are."""

_revisions = itertools.count(1)

_FEW = 8
"""Points that are not worth to be made fewer."""


class Seen(NamedTuple):
    """Points as they are shown.

    Attributes:
        x, y: arrays.
        is_all: whether it is each point of the range.
    """

    x: Any
    y: Any
    is_all: bool


class Series:
    """The points of one line.

    Parameters:
        count: how many are kept; None: any number.
        width: how far behind the newest place those lie that are kept, if places rise; None: any.

    Attributes:
        revision: a number of the run, which no other run of any line has: a line may be taken away,
            and one of its name be added.
        is_rising: whether no place lies before the one before it.
    """

    def __init__(self, count: int | None = None, width: float | None = None) -> None:
        self._most, self._width = count, width
        self._extent: tuple[Any, tuple[float, float] | None] = (None, None)
        self.is_rising = True
        self._new_x: list[float] = []
        self._new_y: list[float] = []
        self._reset(numpy().empty(0), numpy().empty(0))

    def _reset(self, x: Any, y: Any) -> None:
        np = numpy()
        self.revision = next(_revisions)
        self._new_x.clear()
        self._new_y.clear()
        self._x, self._y = x, y
        self._start, self._stop, self._base = 0, len(x), 0
        self._low, self._high = np.empty(0), np.empty(0)
        self._blocks = 0
        self.is_rising = bool(np.all(x[1:] >= x[:-1]))
        self._let_go()

    # --- what there is

    def __len__(self) -> int:
        self.gather()
        return self._stop - self._start

    @property
    def end(self) -> int:
        """The number of the point that comes next."""
        return self._base + self._stop + len(self._new_x)

    @property
    def x(self) -> Any:
        """The places, as they are kept."""
        self.gather()
        return self._x[self._start : self._stop]

    @property
    def y(self) -> Any:
        """The values, as they are kept."""
        self.gather()
        return self._y[self._start : self._stop]

    def next_x(self) -> float:
        """Where a point is that is given no place: one behind the last."""
        if self._new_x:
            return self._new_x[-1] + 1
        return float(self._x[self._stop - 1]) + 1 if self._stop > self._start else 0.0

    def extent(self, is_log: bool) -> tuple[float, float] | None:
        """The least and the greatest place, of those above 0 where these alone can be shown."""
        self.gather()
        about = (self.revision, self._base + self._start, self.end, is_log)
        if self._extent[0] != about:
            self._extent = (about, self._find_extent(is_log))
        return self._extent[1]

    def _find_extent(self, is_log: bool) -> tuple[float, float] | None:
        np = numpy()
        x = self.x
        if is_log:
            x = x[np.searchsorted(x, 0, "right") :] if self.is_rising else x[x > 0]
        if not len(x):
            return None
        if self.is_rising:
            return float(x[0]), float(x[-1])
        return float(x.min()), float(x.max())

    # --- how it changes

    def add(self, x: float, y: float) -> None:
        """Add a point; it is cheap, and gathered later."""
        self._new_x.append(x)
        self._new_y.append(y)
        if len(self._new_x) >= _PENDING:
            self.gather()

    def extend(self, x: Any, y: Any) -> None:
        """Add points."""
        if self._new_x:
            self.gather()
        self._append(x, y)

    def replace(self, x: Any, y: Any) -> None:
        """Have other points."""
        self._reset(x, y)

    # --- how it is looked at

    def look(
        self, low: float, high: float, count: int, is_log: bool = False, is_cloud: bool = False
    ) -> Seen:
        """The points of a range, with one beside it on either side, or fewer that look the same.

        Parameters:
            low, high: the range; infinite: all there is.
            count: into how many stretches it may be divided.
            is_log: whether these are of equal width on a logarithmic scale.
            is_cloud: whether each point is seen for itself, by a marker.
        """
        np = numpy()
        x, y = self.x, self.y
        if not self.is_rising:
            if len(x) <= MOST:
                return Seen(x, y, True)
            return Seen(*(sample if is_cloud else corners)(x, y, MOST), False)
        first = max(0, int(np.searchsorted(x, low)) - 1)
        last = min(len(x), int(np.searchsorted(x, high, "right")) + 1)
        x, y = x[first:last], y[first:last]
        if len(x) <= (MOST if is_cloud else 2 * count):
            return Seen(x, y, True)
        if is_cloud:
            return Seen(*sample(x, y, MOST), False)
        low, high = max(low, float(x[0])), min(high, float(x[-1]))
        if is_log and low <= 0:
            low = float(x[min(len(x) - 1, int(np.searchsorted(x, 0, "right")))])
        starts = stretches(x, low, high, count, is_log)
        if len(x) < 16 * BLOCK * count:
            return Seen(*envelope(x, y, starts), False)
        return Seen(*self._envelope_of_blocks(first, x, y, starts), False)

    def since(self, number: int, width: float, is_cloud: bool = False) -> Seen:
        """The points from a number on, made fewer where many share a stretch.

        Parameters:
            number: of the first.
            width: of a stretch; 0: each point is wanted.
            is_cloud: as :meth:`look` has it.
        """
        np = numpy()
        self.gather()
        first = max(self._start, number - self._base)
        x, y = self._x[first : self._stop], self._y[first : self._stop]
        if len(x) <= _FEW or width <= 0 or is_cloud or not self.is_rising:
            if len(x) <= MOST:
                return Seen(x, y, True)
            return Seen(*(sample if is_cloud else corners)(x, y, MOST), False)
        places = np.floor((x - x[0]) / width)
        starts = np.concatenate(([0], np.flatnonzero(places[1:] != places[:-1]) + 1))
        if 2 * len(starts) >= len(x):
            return Seen(x, y, True)
        return Seen(*envelope(x, y, starts), False)

    # ------------------------------------------------------------------------------------------

    def gather(self) -> None:
        """Have what was added by ones where the others are."""
        if self._new_x:
            np = numpy()
            x, y = np.array(self._new_x), np.array(self._new_y)
            self._new_x.clear()
            self._new_y.clear()
            self._append(x, y)

    def _append(self, x: Any, y: Any) -> None:
        np = numpy()
        if not len(x):
            return
        if self.is_rising:
            follows = self._stop == self._start or x[0] >= self._x[self._stop - 1]
            if not (follows and np.all(x[1:] >= x[:-1])):
                self.is_rising = False
                self.revision = next(_revisions)  # what was shown of it was shown otherwise
        self._make_room(len(x))
        stop = self._stop + len(x)
        self._x[self._stop : stop] = x
        self._y[self._stop : stop] = y
        self._stop = stop
        self._let_go()

    def _let_go(self) -> None:
        """Let go of what is too old."""
        if self._most is not None:
            self._start = max(self._start, self._stop - self._most)
        if self._width is not None and self.is_rising and self._stop > self._start:
            x = self._x[self._start : self._stop]
            self._start += int(numpy().searchsorted(x, x[-1] - self._width))

    def _make_room(self, count: int) -> None:
        """Have room for so many more: where old ones were, or in larger arrays."""
        np = numpy()
        if self._stop + count <= len(self._x) and self._x.flags.writeable:
            return
        gone = self._start // BLOCK * BLOCK
        held = self._stop - gone
        size = max(1024, 2 * (held + count))
        for name in ("_x", "_y"):
            moved = np.empty(size)
            moved[:held] = getattr(self, name)[gone : self._stop]
            setattr(self, name, moved)
        self._start -= gone
        self._stop -= gone
        self._base += gone
        if self._blocks:
            blocks = gone // BLOCK
            self._low, self._high = self._low[blocks:].copy(), self._high[blocks:].copy()
            self._blocks -= blocks

    def _summarise(self) -> None:
        """Know the least and greatest value of each block that is whole."""
        np = numpy()
        whole = self._stop // BLOCK
        if whole <= self._blocks:
            return
        rows = self._y[self._blocks * BLOCK : whole * BLOCK].reshape(-1, BLOCK)
        if whole > len(self._low):
            for name in ("_low", "_high"):
                grown = np.empty(2 * whole)
                grown[: self._blocks] = getattr(self, name)[: self._blocks]
                setattr(self, name, grown)
        self._low[self._blocks : whole] = np.fmin.reduce(rows, axis=1)
        self._high[self._blocks : whole] = np.fmax.reduce(rows, axis=1)
        self._blocks = whole

    def _envelope_of_blocks(self, first: int, x: Any, y: Any, starts: Any) -> tuple[Any, Any]:
        """As :func:`envelope`, with stretches that begin where blocks do, which alone it reads."""
        np = numpy()
        self._summarise()
        offset = self._start + first
        blocks = (starts + offset) // BLOCK
        blocks = blocks[np.concatenate(([True], blocks[1:] != blocks[:-1]))]
        blocks = blocks[blocks < self._blocks]
        lows = np.fmin.reduceat(self._low[: self._blocks], blocks)
        highs = np.fmax.reduceat(self._high[: self._blocks], blocks)
        last = (offset + len(x)) // BLOCK
        if last < self._blocks:  # the last stretch ends where the range does
            lows[-1] = np.fmin.reduce(self._low[blocks[-1] : last + 1])
            highs[-1] = np.fmax.reduce(self._high[blocks[-1] : last + 1])
        tail = y[max(0, self._blocks * BLOCK - offset) :]
        if len(tail):  # which fills no block yet
            lows[-1] = np.fmin(lows[-1], np.fmin.reduce(tail))
            highs[-1] = np.fmax(highs[-1], np.fmax.reduce(tail))
        aligned = np.maximum(blocks * BLOCK - offset, 0)
        return envelope(x, y, aligned, lows, highs)
