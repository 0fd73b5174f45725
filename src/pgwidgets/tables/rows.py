"""A source over a list of rows.

Knows: rows as mappings, sequences and objects with attributes. Must not know: arrays.
"""

import dataclasses
from collections.abc import Iterable, Mapping, MutableMapping, MutableSequence, Sequence
from typing import Any, override

from .frames import is_frame
from .ready import ReadySource
from .source import Column


class RowsSource(ReadySource):
    """Rows that stand in a list, which the program may change; :meth:`changed` says so.

    Parameters:
        rows: the list, kept as it is: mappings by column, sequences in the order of the columns, or
            instances of data classes or named tuples.
        columns: the columns; None: those of the first row.

    Raises:
        TypeError: it is no list of rows.
        ValueError: there are no columns, and no row that tells them.
    """

    def __init__(self, rows: Sequence[Any], columns: Iterable[Column] | None = None) -> None:
        _check_rows(rows)
        super().__init__(_columns_of(rows) if columns is None else columns)
        self._rows = rows

    def __len__(self) -> int:
        return len(self._rows)

    @override
    def rows(self, start: int, stop: int) -> Sequence[Sequence[Any]]:
        """The rows from a place up to another."""
        names = self.names
        return [_values(row, names) for row in self._rows[start:stop]]

    @override
    def rows_at(self, places: Sequence[int]) -> Sequence[Sequence[Any]]:
        """The rows of these places."""
        names, rows = self.names, self._rows
        length = len(rows)
        return [_values(rows[place], names) if place < length else () for place in places]

    @override
    def values_of(self, column: str) -> Sequence[Any]:
        """All values of a column."""
        index = self.names.index(column)
        return [_value(row, column, index) for row in self._rows]

    @override
    def snapshot(self, columns: Iterable[str]) -> "RowsSource":
        """The same rows, whatever comes or goes."""
        return RowsSource(list(self._rows), self._columns)

    def set_cell(self, key: str, column: str, value: Any) -> None:
        """Change a value in a row that can be changed.

        Raises:
            ValueError: there is no such row or column.
            TypeError: the row can't be changed.
        """
        self._write(key, column, value)
        self.changed()

    def _write(self, key: str, column: str, value: Any) -> None:
        index = self.names.index(self._known(column))
        row = self._rows[self._place_of(key)]
        if isinstance(row, MutableMapping):
            row[column] = value
        elif isinstance(row, MutableSequence):
            row[index] = value
        elif dataclasses.is_dataclass(row):
            setattr(row, column, value)
        else:
            raise TypeError(f"a {type(row).__name__} can't be changed")

    def _place_of(self, key: str) -> int:
        return place_of(key, len(self))


def place_of(key: str, length: int, gone: int = 0) -> int:
    """The place that the key of a row names.

    Parameters:
        key: as ``"row7"``.
        length: how many rows there are.
        gone: how many there were before them, which had the first keys.

    Raises:
        ValueError: there is no such row.
    """
    number = key.removeprefix("row")
    is_number = number != key and number.isascii() and number.isdigit()
    place = int(number) - gone if is_number else -1
    if not 0 <= place < length:
        raise ValueError(f"there is no row {key!r}")
    return place


def _check_rows(rows: Any) -> None:
    if is_frame(rows):
        other = "FrameSource takes a data frame"
    elif isinstance(rows, Mapping) or (hasattr(rows, "dtype") and hasattr(rows, "shape")):
        other = "ArraysSource takes an array, or a mapping of columns"
    elif isinstance(rows, (str, bytes)):
        other = "a row is a mapping, a sequence or a data class"
    elif not (hasattr(rows, "__len__") and hasattr(rows, "__getitem__")):
        other = "list() makes one of it, if it gives rows"
    else:
        return
    raise TypeError(f"rows must be a list of rows, not {type(rows).__name__}; {other}")


def _columns_of(rows: Sequence[Any]) -> Iterable[str]:
    if not len(rows):
        raise ValueError(
            "there is no row that names the columns; name them: RowsSource([], columns=[…])"
        )
    first = rows[0]
    if isinstance(first, Mapping):
        return [str(key) for key in first]
    if dataclasses.is_dataclass(first):
        return [field.name for field in dataclasses.fields(first)]
    if hasattr(first, "_fields"):
        return list(first._fields)
    if is_line(first):
        return [f"column {number}" for number in range(1, len(first) + 1)]
    raise TypeError(f"a row must be a mapping, a sequence or a data class, not {first!r}")


def is_line(row: Any) -> bool:
    """Whether a row has its values in the order of the columns."""
    return isinstance(row, Sequence) and not isinstance(row, (str, bytes))


def _values(row: Any, names: list[str]) -> Sequence[Any]:
    if not isinstance(row, Mapping) and is_line(row):
        return row  # type: ignore[no-any-return]
    return [_value(row, name, index) for index, name in enumerate(names)]


def _value(row: Any, name: str, index: int) -> Any:
    if isinstance(row, Mapping):
        return row.get(name)
    if is_line(row):
        return row[index] if index < len(row) else None
    return getattr(row, name, None)
