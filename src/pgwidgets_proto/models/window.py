"""What browsers see of a source of rows: a window each, which they move and the program fills.

Knows: which window is to be read next, which rows are too late, and what a reading gives. Must not
know: where rows come from, how they are shown, sessions, links, or time.

Rules:

* A browser has one window of a table. Where it looks now takes the place of where it looked before,
  so however fast it scrolls, one range waits for it, and none is longer than the limit.
* One reading of a table is under way at a time; its browsers take turns.
* A *generation* is one order of the rows: another source, filter or order of sorting begins the
  next. Rows that were read for an older one are thrown away, and read again. So are those of a
  window that the browser has meanwhile left altogether.
* When the rows themselves change, what was read is shown all the same, and read again: else a
  source that changes faster than it can be read would never be seen.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

FIRST_ROWS = 60
"""Rows that a browser is sent before it asks: as many as most windows show at first."""


class Order(NamedTuple):
    """In which order, and of which rows, a table is read.

    Attributes:
        sort: a column's key, and whether small values come first; None: as the source has them.
        filter: what the source's ``filter`` takes; None: all rows.
        changes: counts the changes of the rows: what was ordered before the last is out of date.
    """

    sort: tuple[str, bool] | None = None
    filter: Any = None
    changes: int = 0


class Block(NamedTuple):
    """The rows of one reading.

    Attributes:
        length: how many rows there are in all, as the source says behind the reading.
        keys: names of the rows that were read, which they keep in every order.
        cells: the values as they are shown, a list for each column: texts, mostly.
        looks: for columns whose cells have looks of their own, what they are, by the column's key.
    """

    length: int
    keys: Sequence[str]
    cells: Mapping[str, Sequence[Any]]
    looks: Mapping[str, Mapping[str, Sequence[Any]]] = {}


class Feed(Protocol):
    """What a table asks of a source.

    The core asks for these two properties, and has what the program says checked. It calls none
    of the other methods: whoever drives it reads, outside of it, with what :class:`Reading` and
    :class:`Edit` say.
    """

    @property
    def columns(self) -> Sequence[Mapping[str, Any]]:
        """How its columns are described where the table says nothing else."""
        ...

    @property
    def length(self) -> int:
        """How many rows there are, as far as is known."""
        ...

    def check_columns(self, columns: Sequence[Mapping[str, Any]]) -> None:
        """Raise ValueError for a column that can't be shown as it is described."""

    def check_filter(self, condition: Any) -> None:
        """Raise TypeError or ValueError for what is no condition; no row is read for it."""

    def read(
        self, start: int, stop: int, order: Order, columns: Sequence[Mapping[str, Any]]
    ) -> Any:
        """Give the :class:`Block` of a range, or something to await for it."""

    def keys(self, start: int, stop: int, order: Order) -> Any:
        """Give the names of the rows of a range; maybe something to await for them."""

    def edit(self, key: str, column: str, value: Any) -> Any:
        """Change a value, or raise ValueError or TypeError; maybe something to await."""


class Reading[V](NamedTuple):
    """One range that is to be read for one browser.

    Attributes:
        viewer: the browser.
        start, stop: the range, by places in the order.
        generation: what it is read for.
        order: the order.
        columns: the descriptions of the columns that are shown.
    """

    viewer: V
    start: int
    stop: int
    generation: int
    order: Order
    columns: Sequence[Mapping[str, Any]]


class Edit(NamedTuple):
    """One value that a user wants to be another.

    Attributes:
        key, column: where.
        old, new: what the user saw, and what it shall be.
        validate: what the table's own description of the column has the new value checked by.
    """

    key: str
    column: str
    old: Any
    new: Any
    validate: Callable[[Any], Any] | None = None

    def make(self, feed: Feed) -> Any:
        """Make it in a source; maybe gives something to await. It runs the program's own code."""
        value = self.new if self.validate is None else self.validate(self.new)
        return feed.edit(self.key, self.column, value)


class Pick(NamedTuple):
    """A range of rows that a user has selected, not all of which had come to the browser.

    Attributes:
        start, stop: the range, by places in the order.
        generation: the order that the browser has meant.
        order: the same, to be read in.
        before: the keys of the rows that were selected until then.
    """

    start: int
    stop: int
    generation: int
    order: Order
    before: tuple[str, ...]


class _Window:
    """Where one browser looks."""

    __slots__ = ("is_due", "start", "stop")

    def __init__(self, start: int, stop: int) -> None:
        self.start = start
        self.stop = stop
        self.is_due = True


class Windows[V: Hashable]:
    """The windows of one table.

    Parameters:
        most: rows in a window; one that is longer is cut.

    Attributes:
        generation: counts the orders that there were.
        is_reading: whether a reading is under way.
    """

    def __init__(self, most: int) -> None:
        self.generation = 1
        self.is_reading = False
        self._most = most
        self._windows: dict[V, _Window] = {}

    def __contains__(self, viewer: object) -> bool:
        return viewer in self._windows

    def look(self, viewer: V, start: int, stop: int) -> None:
        """A browser looks at a range from now on, whatever it looked at before."""
        start = max(0, start)
        stop = min(max(start, stop), start + self._most)
        # At the end of the line: those that waited longer come first.
        self._windows.pop(viewer, None)
        self._windows[viewer] = _Window(start, stop)

    def forget(self, viewer: V) -> None:
        """A browser looks no more."""
        self._windows.pop(viewer, None)

    def changed(self) -> None:
        """The rows have changed: all windows are to be read again."""
        for window in self._windows.values():
            window.is_due = True

    def renewed(self) -> None:
        """Another order begins."""
        self.generation += 1
        self.changed()

    def is_due(self, is_ready: Callable[[V], bool]) -> bool:
        """Whether a window can be read now.

        Parameters:
            is_ready: whether a browser can take rows.
        """
        return not self.is_reading and any(
            window.is_due and is_ready(viewer) for viewer, window in self._windows.items()
        )

    def take(
        self, is_ready: Callable[[V], bool], order: Order, columns: Sequence[Mapping[str, Any]]
    ) -> Reading[V] | None:
        """Take the window that is to be read next, or None; parameters as :meth:`is_due`."""
        if self.is_reading:
            return None
        for viewer, window in self._windows.items():
            if window.is_due and is_ready(viewer):
                window.is_due = False
                self.is_reading = True
                del self._windows[viewer]
                self._windows[viewer] = window
                return Reading(viewer, window.start, window.stop, self.generation, order, columns)
        return None

    def finish(self, reading: Reading[V], *, is_there: bool = True) -> bool:
        """A reading has ended. Tells whether its browser is to be shown what it gave.

        Parameters:
            reading: what ended.
            is_there: whether the browser is; else its window is read again when it is back.
        """
        self.is_reading = False
        window = self._windows.get(reading.viewer)
        if window is None:
            return False
        if reading.generation != self.generation or not is_there:
            window.is_due = True
            return False
        is_empty = window.start >= window.stop
        return is_empty or (reading.start < window.stop and window.start < reading.stop)
