"""A source that grows: a log, a record of measurements.

Knows: that rows come at the end and go at the start. Must not know: when or why.
"""

import threading
from collections.abc import Iterable, Sequence
from typing import Any, override

from .rows import RowsSource, place_of
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
        """Add a row: a mapping, or a sequence in the order of the columns."""
        self.extend([row])

    def extend(self, rows: Iterable[Any]) -> None:
        """Add rows."""
        with self._lock:
            self._kept.extend(rows)
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
