"""Makes a source of what a program has: rows, columns, arrays, a data frame.

Knows: all ready sources. Must not know: tables.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from .arrays import ArraysSource
from .frames import FrameSource, is_frame
from .rows import RowsSource, is_line
from .source import Column, Source


class _Array(Protocol):
    @property
    def shape(self) -> Any: ...
    @property
    def dtype(self) -> Any: ...


class _Frame(Protocol):
    @property
    def columns(self) -> Any: ...
    @property
    def shape(self) -> Any: ...


type Tabular = Source | Sequence[Any] | Mapping[str, Any] | _Array | _Frame
"""What a table can show: a source, a list of rows, a mapping of columns, an array of numpy, a data
frame."""


def as_source(data: Tabular, columns: Iterable[Column] | None = None) -> Source:
    """The source that data is, or one that is made of it.

    Parameters:
        data: the data.
        columns: what to call the columns of rows that do not name them; None: by numbers.

    Raises:
        ImportError: it is a data frame, and narwhals is not installed.
        TypeError, ValueError: it is no table.
    """
    if is_frame(data):
        return FrameSource(data)
    if callable(getattr(data, "rows", None)) and hasattr(data, "columns") and _is_sized(data):
        return data  # type: ignore[return-value] # it has what a source must have
    if isinstance(data, Mapping) or (hasattr(data, "dtype") and hasattr(data, "shape")):
        return ArraysSource(data)
    if isinstance(data, Sequence) and not isinstance(data, (str, bytes, bytearray)):
        names_none = not len(data) or (is_line(data[0]) and not hasattr(data[0], "_fields"))
        return RowsSource(data, columns if names_none else None)
    raise TypeError(
        f"a source must have columns, rows() and a length, or be a list of rows, a mapping of "
        f"columns, an array or a data frame, not {type(data).__name__}"
    )


def _is_sized(data: Any) -> bool:
    return hasattr(type(data), "__len__")
