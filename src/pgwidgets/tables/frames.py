"""A source over a data frame, whichever library it is of.

Knows: narwhals, which speaks for all of them and is imported when a data frame is first given.
Must not know: any of these libraries.
"""

import importlib
from collections.abc import Iterable, Sequence
from typing import Any, override

from .ordering import indices_in_order
from .ready import Picked, ReadySource
from .source import Column


def is_frame(data: Any) -> bool:
    """Whether something is a data frame: these say how they can be read by others."""
    names = ("__dataframe__", "__arrow_c_stream__", "__narwhals_dataframe__")
    return any(hasattr(data, name) for name in names)


class FrameSource(ReadySource):
    """The rows of a data frame: of pandas, polars, pyarrow or another that narwhals knows.

    Parameters:
        frame: the data frame, which is not copied.
        columns: the columns, each by its key or described; None: all.

    Raises:
        ImportError: narwhals is not installed.
        TypeError: it is no data frame.
    """

    def __init__(self, frame: Any, columns: Iterable[Column] | None = None) -> None:
        narwhals = _narwhals()
        self._frame: Any = narwhals.from_native(frame, eager_only=True)
        super().__init__(list(self._frame.columns) if columns is None else columns)
        schema = self._frame.schema
        for column in self._columns:
            kind = schema.get(column["key"])
            if kind is None:
                names = ", ".join(schema.names())
                raise ValueError(f"the data has no column {column['key']!r}; it has: {names}")
            if kind.is_numeric():
                column.setdefault("type", "integer" if kind.is_integer() else "float")
                column.setdefault("halign", "right")
        self._frame = self._frame.select(self.names)

    def __len__(self) -> int:
        return len(self._frame)

    @override
    def rows(self, start: int, stop: int) -> Sequence[Sequence[Any]]:
        """The rows from a place up to another."""
        rows: Sequence[Sequence[Any]] = self._frame[start:stop].rows()
        return rows

    @override
    def rows_at(self, places: Sequence[int]) -> Sequence[Sequence[Any]]:
        """The rows of these places."""
        if isinstance(places, range):
            return self.rows(places.start, places.stop)
        rows: Sequence[Sequence[Any]] = self._frame[[int(place) for place in places]].rows()
        return rows

    @override
    def values_of(self, column: str) -> Sequence[Any]:
        """All values of a column."""
        values: Sequence[Any] = self._frame[column].to_list()
        return values

    @override
    def snapshot(self, columns: Iterable[str]) -> "FrameSource":
        """These columns, as they are now."""
        copied = FrameSource.__new__(FrameSource)
        copied._frame = self._frame.select(list(columns))
        ReadySource.__init__(copied, copied._frame.columns)
        return copied

    @override
    def sort(self, column: str, ascending: bool = True) -> Picked:
        """The same rows, sorted by a column; what has no value comes last either way."""
        values = self._frame[self._known(column)]
        is_fast = values.dtype.is_numeric() and not values.is_null().any()
        found = values.to_numpy() if is_fast else values.to_list()
        return Picked(self, indices_in_order(found, ascending))


def _narwhals() -> Any:
    try:
        return importlib.import_module("narwhals")
    except ImportError as exc:
        raise ImportError(
            "data frames need narwhals: install it with `pip install 'pgwidgets[frames]'`"
        ) from exc
