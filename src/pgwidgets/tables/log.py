"""A source that grows: a log, a record of measurements.

Knows: that rows come at the end and go at the start. Must not know: when or why.
"""

import threading
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, override

from .rows import RowsSource, is_line, place_of
from .source import Column


class LogSource(RowsSource):
    """Rows that are added at the end, by any thread in the sync API.

    A row keeps its key when older ones go.

    Parameters:
        columns: the columns.
        most: how many rows are kept; of more, the oldest go. None: all are.
    """

    def __init__(self, columns: Iterable[Column], most: int | None = None) -> None:
        given: object = most  # whatever the annotation says
        if given is not None and (not isinstance(given, int) or given < 1):
            raise ValueError(f"most is {most!r}; it must be a whole number from 1, or None")
        self._kept: list[Any] = []
        super().__init__(self._kept, columns)
        self._most = most
        self._gone = 0
        self._lock = threading.Lock()

    def append(self, row: Any) -> None:
        """Add a row.

        Parameters:
            row: a mapping by columns' keys, of which some may be missing; a sequence with a value
                for each column; or an instance of a data class or named tuple.

        Raises:
            TypeError: it is none of these.
            ValueError: it has a key that is no column's, or more or fewer values than columns.
        """
        self.extend([row])

    def extend(self, rows: Iterable[Any]) -> None:
        """Add rows; none, where one of them is refused.

        Parameters:
            rows: each as :meth:`append` takes it.

        Raises:
            TypeError, ValueError: as :meth:`append`.
        """
        new = list(rows)
        names = self.names
        for row in new:
            _check_row(row, names)
        with self._lock:
            self._kept.extend(new)
            excess = 0 if self._most is None else len(self._kept) - self._most
            if excess > 0:
                del self._kept[:excess]
                self._gone += excess
        self.changed()

    def clear(self) -> None:
        """Take all rows out."""
        with self._lock:
            self._gone += len(self._kept)
            self._kept.clear()
        self.changed()

    @override
    def keys_at(self, places: Sequence[int]) -> Sequence[str]:
        """The names of the rows of these places."""
        gone = self._gone
        return [f"row{gone + place}" for place in places]

    @override
    def rows_at(self, places: Sequence[int]) -> Sequence[Sequence[Any]]:
        """The rows of these places."""
        with self._lock:
            return super().rows_at(places)

    @override
    def snapshot(self, columns: Iterable[str]) -> RowsSource:
        """The same rows, whatever comes or goes."""
        with self._lock:
            return super().snapshot(columns)

    @override
    def _write(self, key: str, column: str, value: Any) -> None:
        with self._lock:
            super()._write(key, column, value)

    @override
    def _place_of(self, key: str) -> int:
        return place_of(key, len(self), self._gone)


def _check_row(row: Any, names: list[str]) -> None:
    if isinstance(row, Mapping):
        if not row.keys() <= set(names):
            unknown = ", ".join(repr(key) for key in row if key not in names)
            raise ValueError(f"a row has {unknown}; the columns are: {', '.join(names)}")
    elif is_line(row):
        if len(row) != len(names):
            raise ValueError(
                f"a row has {len(row)} values, and there are {len(names)} columns: "
                f"{', '.join(names)}"
            )
    elif not any(hasattr(row, name) for name in names):
        raise TypeError(
            f"a row must be a mapping, a sequence or a data class with values for "
            f"{', '.join(names)}, not {row!r}"
        )
