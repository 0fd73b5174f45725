"""The colours of cells, rows, columns and a whole table.

Knows: what has been set at each level. Must not know: how levels are mixed (browsers do that), or
what a row is.

A colour is three channels: text, background, bold. A call sets all three at its level, and None
leaves a channel to the next level: cell, row, column, table.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from .plain import plain

CHANNELS = ("fg", "bg", "bold")


class Color(NamedTuple):
    """The colour that is set at one level."""

    fg: str | None = None
    bg: str | None = None
    bold: bool | None = None

    @property
    def channels(self) -> dict[str, Any]:
        """The channels that are set, by name."""
        return {name: value for name, value in self._asdict().items() if value is not None}


NONE = Color()


def parse_color(fg: Any = None, bg: Any = None, bold: Any = None) -> Color:
    """A colour of three channels; TypeError if one has a wrong type."""
    for name, value in (("fg", fg), ("bg", bg)):
        if value is not None and not isinstance(value, str):
            raise TypeError(f"{name!r} must be a CSS color as a str, or None, not {value!r}")
        plain(value, str)
    if bold is not None and not isinstance(bold, bool):
        raise TypeError(f"'bold' must be True, False or None, not {bold!r}")
    return Color(fg, bg, bold)


def parse_record(record: Any) -> Color:
    """The colour in a mapping that may have other keys as well."""
    if not isinstance(record, Mapping):
        raise TypeError(f"{record!r} must be a mapping")
    return parse_color(*(record.get(name) for name in CHANNELS))


class Colors[R: Hashable]:
    """All colours of one widget; ``R`` is what stands for a row."""

    def __init__(self) -> None:
        self.table = NONE
        self.columns: dict[str, Color] = {}
        self.rows: dict[R, Color] = {}
        self.cells: dict[R, dict[str, Color]] = {}

    def set_column(self, key: str, color: Color) -> None:
        """Set the colour of a column; an empty colour takes it away."""
        _put(self.columns, key, color)

    def set_row(self, row: R, color: Color) -> None:
        """Set the colour of a row; an empty colour takes it away."""
        _put(self.rows, row, color)

    def set_cell(self, row: R, key: str, color: Color) -> None:
        """Set the colour of a cell; an empty colour takes it away."""
        cells = self.cells.setdefault(row, {})
        _put(cells, key, color)
        if not cells:
            del self.cells[row]

    def forget_row(self, row: R) -> None:
        """Forget all colours of a row that is gone."""
        self.rows.pop(row, None)
        self.cells.pop(row, None)

    def forget_rows(self) -> None:
        """Forget all colours of rows and cells."""
        self.rows.clear()
        self.cells.clear()

    def clear(self) -> None:
        """Forget all colours."""
        self.forget_rows()
        self.columns.clear()
        self.table = NONE

    def cells_in(self, keys: Iterable[str]) -> Iterator[tuple[R, str]]:
        """The coloured cells of some columns."""
        keys = set(keys)
        for row, cells in self.cells.items():
            for key in cells:
                if key in keys:
                    yield row, key

    @property
    def of_rows(self) -> bool:
        """Whether any row or cell has a colour of its own."""
        return bool(self.rows or self.cells)


def _put[K](colors: dict[K, Color], key: K, color: Color) -> None:
    if color == NONE:
        colors.pop(key, None)
    else:
        colors[key] = color
