"""How a tree or a table looks: columns, their widths, the order, colours.

Knows: what the browser forgets, or forgets to forget, when columns change. Must not know: how
rows are edited.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from .changes import SHAPE, Step
from .colors import NONE, parse_color, parse_record
from .columns import parse_columns
from .grid import Grid, color_spec, column_key, width_key
from .parts import CELLS, COLUMNS, SORT, UNSORTED, WIDTHS
from .plain import plain, shown
from .rows import Row, listed


class Colouring(Grid):
    """The methods that change columns, the order of rows, and colours."""

    # --- columns

    def set_columns(self, columns: Any) -> list[Step]:
        """Replace the columns; rows stay, widths and the order go."""
        parsed = parse_columns(columns, self.convert, self.doubts)
        steps = self._forget_columns(key for key in self.columns.keys if key not in parsed)
        if self.sort is not None:
            self.sort = None
            # By itself the browser forgets the column, but keeps the rows as they were sorted.
            steps += self._unsorting()
        self.columns = parsed
        self.widths.clear()
        self.is_optimal = False
        self._has_first_columns = False
        return [*steps, Step("set_columns", (parsed.specs,), (COLUMNS, SHAPE, SORT, WIDTHS))]

    def insert_column(self, column: Any, before: str | None = None) -> list[Step]:
        """Insert a column before another one, or at the end."""
        if before is not None:
            self.columns.check(before, "before")
        made = self.columns.new(column, self.convert, self.doubts)
        was_empty = not len(self.columns)
        self.columns.insert(made, before)
        self._has_first_columns = False
        if self.is_optimal:
            # It was made as wide as it is by default, after the others were measured.
            self.widths[made.key] = made.spec.get("colwidth") or "1fr"
        if not was_empty and not made.gates:
            step = Step("insert_column", (made.spec, before), (COLUMNS, SHAPE, UNSORTED))
            return [step, *self._sorting()]
        # The browser would show no header for the first column, and forget the gates.
        steps = [] if self.sort is None else self._unsorting()
        steps.append(Step("set_columns", (self.columns.specs,), (COLUMNS, SHAPE, SORT, WIDTHS)))
        steps += [Step(*call, (COLUMNS,)) for call in self._replay_widths()]
        return [*steps, *self._sorting()]

    def append_column(self, column: Any) -> list[Step]:
        """Add a column at the right."""
        return self.insert_column(column)

    def delete_column(self, col_key: str) -> list[Step]:
        """Delete a column, and its values in all rows, if it is there."""
        if col_key not in self.columns:
            return []
        steps = self._forget_columns([col_key])
        self.columns.remove(col_key)
        self.widths.pop(col_key, None)
        if self.sort is not None and self.sort[0] == col_key:
            self.sort = None
            steps += self._unsorting()
        for row in self.root.below():
            row.values.pop(col_key, None)
        self._has_first_columns = False
        keys = (COLUMNS, SHAPE, UNSORTED, column_key(col_key))
        return [*steps, Step("delete_column", (col_key,), keys), *self._sorting()]

    def set_column_editable(self, col_key: str, tf: bool) -> list[Step]:
        """Set whether cells of a column can be edited, if it is there."""
        if not self.columns.has(col_key, self.doubts):
            return []
        self.columns.get(col_key).spec["editable"] = bool(tf)
        self._has_first_columns = False
        key = ("editable", col_key)
        return [Step("set_column_editable", (col_key, bool(tf)), (key,), mergeable=True)]

    def get_column_count(self) -> int:
        """How many columns there are."""
        return len(self.columns)

    def set_column_width(self, col_key: str, width: float | str) -> list[Step]:
        """Set the width of a column, if it is there: pixels, or a CSS track."""
        width = plain(width, self.convert)
        if isinstance(width, bool) or not isinstance(width, (int, float, str)):
            raise TypeError(f"'width' must be a number or a CSS track as a str, not {width!r}")
        if not isinstance(width, str) and not 0 <= width < 1e6:
            raise ValueError(f"'width' is {width!r}; it must be from 0 to a million pixels")
        if not self.columns.has(col_key, self.doubts):
            return []
        self.widths[col_key] = width
        keys = (width_key(col_key),)
        return [Step("set_column_width", (col_key, width), keys, mergeable=True)]

    def set_optimal_column_widths(self) -> list[Step]:
        """Make every column as wide as its content is now."""
        self.widths.clear()
        self.is_optimal = True
        return [Step("set_optimal_column_widths", (), (WIDTHS,))]

    # --- order

    def sort_by_column(self, col_key: str | None, ascending: bool = True) -> list[Step]:
        """Sort by a column; None shows the rows in the order in which they came."""
        if col_key is None:
            self.sort = None
            return self._unsorting()
        self.sort = (self.columns.check(col_key), bool(ascending))
        return [Step("sort_by_column", self.sort, (SORT,), mergeable=True)]

    # --- colours

    def set_cell_color(
        self, path: Any, col_key: str, fg: Any = None, bg: Any = None, bold: Any = None
    ) -> list[Step]:
        """Set the colours of a cell; all None takes its own colours away."""
        row, color = self._there(path), parse_color(fg, bg, bold)
        if not self.columns.has(col_key, self.doubts) or row is None:
            return []
        self.colors.set_cell(row, col_key, color)
        key = ("color", (tuple(row.path), col_key))
        return [Step("set_cell_color", (row.path, col_key, *color), (key,), mergeable=True)]

    def set_row_color(
        self, path: Any, fg: Any = None, bg: Any = None, bold: Any = None
    ) -> list[Step]:
        """Set the colours of a row; all None takes its own colours away."""
        row, color = self._there(path), parse_color(fg, bg, bold)
        if row is None:
            return []
        self.colors.set_row(row, color)
        key = ("color", tuple(row.path))
        return [Step("set_row_color", (row.path, *color), (key,), mergeable=True)]

    def set_column_color(
        self, col_key: str, fg: Any = None, bg: Any = None, bold: Any = None
    ) -> list[Step]:
        """Set the colours of a column, if it is there; all None takes its own colours away."""
        color = parse_color(fg, bg, bold)
        if not self.columns.has(col_key, self.doubts):
            return []
        self.colors.set_column(col_key, color)
        key = ("column_color", col_key)
        return [Step("set_column_color", (col_key, *color), (key,), mergeable=True)]

    def set_table_color(self, fg: Any = None, bg: Any = None, bold: Any = None) -> list[Step]:
        """Set the colours of all cells that have no others; all None takes them away."""
        self.colors.table = parse_color(fg, bg, bold)
        return [Step("set_table_color", tuple(self.colors.table), ("table_color",), mergeable=True)]

    def clear_cell_color(self, path: Any, col_key: str) -> list[Step]:
        """Take a cell's own colours away, if its column is there."""
        return self.set_cell_color(path, col_key) if col_key in self.columns else []

    def clear_row_color(self, path: Any) -> list[Step]:
        """Take a row's own colours away; those of its cells stay."""
        return self.set_row_color(path)

    def clear_column_color(self, col_key: str) -> list[Step]:
        """Take a column's own colours away, if it is there."""
        return self.set_column_color(col_key) if col_key in self.columns else []

    def clear_all_colors(self) -> list[Step]:
        """Take all colours away."""
        self.colors.clear()
        return [Step("clear_all_colors")]

    def set_colors(self, spec: Any) -> list[Step]:
        """Set many colours at once.

        Parameters:
            spec: ``cells``, ``rows`` and ``columns`` are lists of mappings with ``path`` and
                ``col_key``, as far as these name one, and ``fg``, ``bg``, ``bold``; ``table`` is
                one such mapping; with ``clear`` all others go.
        """
        if not isinstance(spec, Mapping):
            raise TypeError(f"'spec' must be a mapping, not {type(spec).__name__}")
        parts = ("cells", "rows", "columns", "table", "clear")
        for part in spec:
            if part not in parts:
                raise ValueError(f"'spec' has {part!r}; it may have: {shown(parts)}")
        cells, rows, columns = [], [], []
        for record in _records(spec, "cells"):
            row, key = self._there(*_name(record, "path")), _name(record, "col_key")[0]
            color = parse_record(record)
            if self.columns.has(key, self.doubts) and row is not None:
                cells.append((row, key, color))
        for record in _records(spec, "rows"):
            row, color = self._there(*_name(record, "path")), parse_record(record)
            if row is not None:
                rows.append((row, color))
        for record in _records(spec, "columns"):
            key, color = _name(record, "col_key")[0], parse_record(record)
            if self.columns.has(key, self.doubts):
                columns.append((key, color))
        table = parse_record(spec["table"] or {}) if "table" in spec else None
        if spec.get("clear"):
            self.colors.clear()
        for row, key, color in cells:
            self.colors.set_cell(row, key, color)
        for row, color in rows:
            self.colors.set_row(row, color)
        for key, color in columns:
            self.colors.set_column(key, color)
        sent = color_spec(cells, rows, columns)
        if table is not None:
            self.colors.table = table
            sent["table"] = table.channels
        if spec.get("clear"):
            sent["clear"] = True
        return [Step("set_colors", (sent,))]

    def _sorting(self) -> list[Step]:
        """Sort anew: in the first column a row's key stands where it has no value."""
        return [] if self.sort is None else [Step("sort_by_column", self.sort, (SORT,))]

    def _forget_columns(self, keys: Iterable[str]) -> list[Step]:
        """Forget selections and colours of columns that are about to be removed."""
        gone = list(keys)
        steps = []
        for key in gone:
            if key in self.colors.columns:
                steps += self.set_column_color(key)
        cells = list(self.colors.cells_in(gone))
        if cells:
            spec = color_spec((row, key, NONE) for row, key in cells)
            steps.append(Step("set_colors", (spec,)))
            for row, key in cells:
                self.colors.set_cell(row, key, NONE)
        marked: dict[Row, dict[str, None]] = {}
        for row, marks in self.marked.items():
            if found := {key: None for key in gone if key in marks}:
                marked[row] = found
        if marked:
            steps.append(Step("select_cells", (self._marks(marked), False), (CELLS,)))
            for row, marks in marked.items():
                for key in marks:
                    del self.marked[row][key]
                if not self.marked[row]:
                    del self.marked[row]
        return steps


def _records(spec: Mapping[str, Any], part: str) -> list[Any]:
    return listed(spec.get(part) or (), part)


def _name(record: Any, name: str) -> tuple[Any, str]:
    if not isinstance(record, Mapping) or name not in record:
        raise ValueError(f"{record!r} must be a mapping with {name!r}")
    return record[name], name
