"""A source over columns: arrays of numpy, or other sequences of one length.

Knows: which shapes of arrays are tables, and what may be written into which. numpy is not imported:
who has an array of it has imported it. Must not know: rows.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, override

from .ready import ReadySource
from .rows import place_of
from .source import Column

_NUMBERS = {"i": int, "u": int, "f": float, "b": bool}
_TYPES = {"i": "integer", "u": "integer", "f": "float"}


class ArraysSource(ReadySource):
    """Columns that stand in arrays, which the program may change; :meth:`changed` says so.

    Nothing is copied: of a million rows those are read that are looked at.

    Parameters:
        data: a mapping of columns (arrays of one dimension, lists, or series of a data frame), an
            array of numpy of named fields, or one of two dimensions.
        columns: the columns, each by its key or described; None: all.

    Raises:
        TypeError, ValueError: the data is no table.
    """

    def __init__(self, data: Any, columns: Iterable[Column] | None = None) -> None:
        arrays = _columns_of(data)
        lengths = {name: len(array) for name, array in arrays.items()}
        if len(set(lengths.values())) > 1:
            listed = ", ".join(f"{name!r} {length}" for name, length in lengths.items())
            raise ValueError(f"columns must be of one length, and these have: {listed}")
        super().__init__(list(arrays) if columns is None else columns)
        for column in self._columns:
            key = column["key"]
            if key not in arrays:
                raise ValueError(f"the data has no column {key!r}; it has: {', '.join(arrays)}")
            kind = getattr(getattr(arrays[key], "dtype", None), "kind", "")
            if kind in _TYPES:
                column.setdefault("type", _TYPES[kind])
                column.setdefault("halign", "right")
        self._arrays = {name: arrays[name] for name in self.names}

    def __len__(self) -> int:
        return min((len(array) for array in self._arrays.values()), default=0)

    @override
    def rows(self, start: int, stop: int) -> Sequence[Sequence[Any]]:
        """The rows from a place up to another."""
        stop = min(stop, len(self))
        return self._together([array[start:stop] for array in self._arrays.values()])

    @override
    def rows_at(self, places: Sequence[int]) -> Sequence[Sequence[Any]]:
        """The rows of these places."""
        length = len(self)
        if isinstance(places, range):
            return self.rows(places.start, places.stop)
        there = [place for place in places if place < length]
        parts = []
        for array in self._arrays.values():
            is_array = hasattr(array, "dtype")
            parts.append(array[there] if is_array else [array[place] for place in there])
        found = self._together(parts)
        if len(there) == len(places):
            return found
        rest = iter(found)
        return [next(rest, ()) if place < length else () for place in places]

    @override
    def values_of(self, column: str) -> Sequence[Any]:
        """All values of a column."""
        values: Sequence[Any] = self._arrays[column]
        return values

    @override
    def snapshot(self, columns: Iterable[str]) -> "ArraysSource":
        """These columns, as they are now."""
        copies = {
            name: array.copy() if hasattr(array, "copy") else list(array)
            for name, array in ((name, self._arrays[name]) for name in columns)
        }
        return ArraysSource(copies)

    def set_cell(self, key: str, column: str, value: Any) -> None:
        """Change a value in its array.

        Raises:
            ValueError: there is no such row or column, or the array does not take the value.
        """
        place = place_of(key, len(self))
        array = self._arrays[self._known(column)]
        kind = getattr(getattr(array, "dtype", None), "kind", "")
        if kind in _NUMBERS:
            if value is None or (isinstance(value, str) and not value.strip()):
                raise ValueError(f"the column {column!r} has numbers; there is none")
            try:
                value = _NUMBERS[kind](value)
            except (TypeError, ValueError, OverflowError):
                raise ValueError(f"{value!r} is no number for the column {column!r}") from None
        try:
            array[place] = value
        except (TypeError, OverflowError) as exc:
            raise ValueError(f"the column {column!r} does not take {value!r}: {exc}") from exc
        self.changed()

    def _together(self, parts: Sequence[Any]) -> Sequence[Sequence[Any]]:
        # As values of Python, all of a column at once: numpy's one by one are slow.
        columns = [part.tolist() if hasattr(part, "tolist") else part for part in parts]
        return list(zip(*columns, strict=False))


def _columns_of(data: Any) -> dict[str, Any]:
    if isinstance(data, Mapping):
        found = {str(name): _array_of(column) for name, column in data.items()}
        for name, array in found.items():
            shape = getattr(array, "shape", None)
            is_listed = isinstance(array, Sequence) and not isinstance(array, (str, bytes))
            if shape is None and not is_listed:
                raise TypeError(f"the column {name!r} must be an array or a list, not {array!r}")
            if shape is not None and len(shape) != 1:
                raise ValueError(f"the column {name!r} has the shape {shape}; it must be a line")
        return found
    names = getattr(getattr(data, "dtype", None), "names", None)
    if names is not None and len(data.shape) == 1:
        return {name: data[name] for name in names}
    shape = getattr(data, "shape", None)
    if shape is not None and names is None and len(shape) in (1, 2):
        if len(shape) == 1:
            return {"value": data}
        return {f"column {number + 1}": data[:, number] for number in range(shape[1])}
    raise TypeError(
        f"the data must be a mapping of columns, or an array of one or two dimensions, not "
        f"{type(data).__name__}{'' if shape is None else f' of the shape {shape}'}"
    )


def _array_of(column: Any) -> Any:
    """A column as it is, or the array of a series, which is read by labels and not by places."""
    return column.to_numpy() if hasattr(column, "to_numpy") else column
