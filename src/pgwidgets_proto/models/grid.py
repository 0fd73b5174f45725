"""The state of a tree or a table, and the calls that bring it about.

Knows: all parts of the state, how each is replayed and told, and what a row takes along when it
goes. Must not know: what the program's methods are (colouring.py, selection.py, row_edits.py).

Wherever the browser would keep something of a row that is gone (it keeps colours and selected
cells by path, and rows below a removed one as selected), it is told to forget it before.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from .changes import SHAPE, Call, Part, Step
from .colors import NONE, Color, Colors
from .columns import Columns, parse_columns
from .conversions import Doubts, no_doubts
from .forms import closing, closing_all, load, row_form, table_form
from .parts import CELLS, SELECTED, SORT, UNSORTED
from .plain import Convert, refuse
from .rows import VALUES, Parser, Row, find, free_key, listed, path_of


def row_key(path: Iterable[str]) -> Part:
    """The part that is a row with all below it."""
    return ("row", tuple(path))


def cell_key(path: Iterable[str], col_key: str) -> Part:
    """The part that is one cell."""
    return ("cell", (tuple(path), col_key))


def column_key(col_key: str) -> Part:
    """The part that is all cells of a column."""
    return ("column", col_key)


def width_key(col_key: str) -> Part:
    """The part that is the width of a column."""
    return ("width", col_key)


def expanded_key(path: Iterable[str]) -> Part:
    """The part that says whether a row is open."""
    return ("expanded", tuple(path))


def color_spec(
    cells: Iterable[tuple[Row, str, Color]],
    rows: Iterable[tuple[Row, Color]] = (),
    columns: Iterable[tuple[str, Color]] = (),
) -> dict[str, Any]:
    """Colours as the argument of ``set_colors``."""
    spec: dict[str, Any] = {
        "cells": [{"path": row.path, "col_key": key, **c.channels} for row, key, c in cells],
        "rows": [{"path": row.path, **color.channels} for row, color in rows],
        "columns": [{"col_key": key, **color.channels} for key, color in columns],
    }
    return {part: records for part, records in spec.items() if records}


class Grid:
    """The state of one tree or table.

    Parameters:
        columns: the columns that the widget was made with.
        convert: makes plain values of those of other kinds.
        doubts: is told of what is left out, or not shown as it is.
        picks_cells: whether the user selects cells; otherwise rows.

    Attributes:
        columns: the columns.
        root: what all rows are below.
        colors: the colours.
        picked: the selected rows, in the order of selecting.
        marked: the selected cells: columns' keys by row.
        sort: the column and whether small values come first, or None.
        widths: the widths that were set, by column.
        is_optimal: whether all other columns are as wide as their content was.
    """

    def __init__(
        self,
        columns: Any = None,
        *,
        convert: Convert = refuse,
        doubts: Doubts = no_doubts,
        picks_cells: bool = False,
    ) -> None:
        self.columns: Columns = parse_columns(columns, convert, doubts)
        self.convert = convert
        self.doubts = doubts
        self.picks_cells = picks_cells
        self.root = Row("", {}, expanded=True)
        self.colors: Colors[Row] = Colors()
        self.picked: dict[Row, None] = {}
        self.marked: dict[Row, dict[str, None]] = {}
        self.sort: tuple[str, bool] | None = None
        self.widths: dict[str, float | str] = {}
        self.is_optimal = False
        self._has_first_columns = True

    # --- replaying

    def replay(self) -> Iterator[Call]:
        """The calls that fill a widget that was just made."""
        if not self._has_first_columns:
            yield "set_columns", (self.columns.specs,)
        yield from self._replay_rows()
        if self.sort is not None:
            yield "sort_by_column", self.sort
        yield from self._replay_colors()
        if self.picked:
            yield "set_selected", (self._picked_paths(),)
        if self.marked:
            yield "select_cells", (self._marks(self.marked),)
        if not self.is_optimal:
            yield from self._replay_widths()

    def replay_attached(self) -> Iterator[Call]:
        """The calls that need the widget to be in the page: it measures its content."""
        if self.is_optimal:
            yield from self._replay_widths()

    def tell(self, key: Part) -> Iterator[Step]:
        """The steps that bring a browser to today's value of one part."""
        match key:
            case "selected":
                yield Step("set_selected", (self._picked_paths(),), (key,), mergeable=True)
            case "cells":
                yield Step("clear_cell_selection", (), (key,))
                if self.marked:
                    yield Step("select_cells", (self._marks(self.marked),), (key,))
            case "sort":
                if self.sort is not None:
                    yield Step("sort_by_column", self.sort, (key,), mergeable=True)
                else:
                    yield from self._unsorting()
            case "unsorted":
                # Not told as SORT: that would take back what the user asks for meanwhile.
                if self.sort is not None:
                    yield Step("sort_by_column", self.sort, (key,))
            case ("expanded", path):
                row = self._known(path)
                if row is not None and row.children:
                    method = "expand_item" if row.expanded else "collapse_item"
                    yield Step(method, (row.path,), (key,))
            case ("cell", (path, str(col_key))):
                row = self._known(path)
                if row is not None and col_key in row.values:
                    yield Step("set_cell", (row.path, col_key, row.values[col_key]), (key,))
                elif row is not None:
                    yield from self._rewrite(row)
            case ("width", str(col_key)):
                if col_key in self.widths:
                    yield Step("set_column_width", (col_key, self.widths[col_key]), (key,))

    def _replay_rows(self) -> Iterator[Call]:
        table = table_form(self.root, self.columns.keys) if self.root.children else []
        if table:
            yield "set_data", (table,)
        elif table is None:
            yield from load(self.root.children.values(), None, "set_tree")
            yield from closing_all(self.root)

    def _replay_widths(self) -> Iterator[Call]:
        if self.is_optimal:
            yield "set_optimal_column_widths", ()
        for key, width in self.widths.items():
            yield "set_column_width", (key, width)

    def _replay_colors(self) -> Iterator[Call]:
        colors = self.colors
        cells = ((row, key, each) for row, of in colors.cells.items() for key, each in of.items())
        spec = color_spec(cells, colors.rows.items(), colors.columns.items())
        if colors.table != NONE:
            spec["table"] = colors.table.channels
        if spec:
            yield "set_colors", (spec,)

    @property
    def parser(self) -> Parser:
        """How the program's values become rows."""
        columns = self.columns
        return Parser(columns.keys, self.convert, self.doubts, columns.labels)

    def _find(self, path: Any, what: str = "path") -> Row:
        return find(self.root, path, what)

    def _there(self, path: Any, what: str = "path") -> Row | None:
        """The row at a path that may be gone by now, or None; raises for what is no path."""
        return self._known(path_of(path, what))

    def _all_there(self, paths: Any, what: str) -> list[Row]:
        """The rows of several paths, as far as they exist."""
        found = [self._there(path, what) for path in listed(paths, what)]
        return [row for row in found if row is not None]

    def _known(self, path: Any) -> Row | None:
        """The row at a path, or None if it does not exist."""
        row: Row | None = self.root
        for key in path:
            row = row.children.get(key) if row is not None else None
        return row if row is not self.root else None

    def row_at(self, path: list[str]) -> Row | None:
        """The row at a path, or None if there is none."""
        return self._known(path)

    def _parent(self, path: Any) -> Row:
        """The row that new ones go into; None and an empty path mean the top."""
        if path is None or (isinstance(path, (str, list, tuple)) and not path):
            return self.root
        return self._find(path, "parent")

    def _picked_paths(self) -> list[list[str]]:
        return [row.path for row in self.picked]

    def _marks(self, marked: dict[Row, dict[str, None]]) -> list[dict[str, Any]]:
        return [
            {"path": path, "col_key": key}
            for path, keys in ((row.path, keys) for row, keys in marked.items())
            for key in keys
        ]

    def _forget(self, rows: Iterable[Row]) -> list[Step]:
        """Forget selections and colours of rows that are about to be removed.

        Parameters:
            rows: all of them, those below others as well.
        """
        if not (self.picked or self.marked or self.colors.of_rows):
            return []
        colors = self.colors
        gone = list(rows)
        picked = [row.path for row in gone if row in self.picked]
        marked = {row: self.marked[row] for row in gone if row in self.marked}
        spec: dict[str, Any] = {
            "rows": [{"path": row.path} for row in gone if row in colors.rows],
            "cells": [
                {"path": row.path, "col_key": key}
                for row in gone
                for key in colors.cells.get(row, ())
            ],
        }
        for row in gone:
            self.picked.pop(row, None)
            self.marked.pop(row, None)
            colors.forget_row(row)
        steps = []
        if picked:
            steps.append(Step("select_paths", (picked, False), (SELECTED,)))
        if marked:
            steps.append(Step("select_cells", (self._marks(marked), False), (CELLS,)))
        spec = {part: records for part, records in spec.items() if records}
        if spec:
            steps.append(Step("set_colors", (spec,)))
        return steps

    def _forget_all(self) -> None:
        """Forget selections and colours of all rows; the browser does so by itself."""
        self.picked.clear()
        self.marked.clear()
        self.colors.forget_rows()

    def _unsorting(self) -> list[Step]:
        """Show the rows in the order in which they came.

        The browser leaves the rows at the top in their order, until one comes or goes.
        """
        steps = [Step("sort_by_column", (None, True), (SORT,))]
        if self.root.children:
            key = free_key(self.root.children)
            steps += [Step("add_item", (None, key, {})), Step("remove_item", ([key],))]
        return steps

    def _added(self, rows: list[Row], parent: Row, keys: tuple[Part, ...]) -> list[Step]:
        """The steps that add rows at the end, or move them there with all below them."""
        steps = [Step(*call, keys) for call in load(rows, parent)]
        if len(steps) > 1 and any(below in self.picked for row in rows for below in row.walk()):
            # What comes with a later call is gone for a moment, and is not selected any more then.
            steps.append(Step("set_selected", (self._picked_paths(),), (SELECTED,)))
        return steps

    def _rewrite(self, row: Row) -> list[Step]:
        """The steps that write a row again in its place, with all below it.

        It is the one way to take a value away: the browser only ever adds to a row's values.
        """
        assert row.parent is not None
        later: list[tuple[Row, list[Row]]] = []
        form = row_form(row, later)
        if form is None:
            # A row without values would become an open folder, and so it may be one here, too.
            row.expanded = True
            form = {VALUES: {}}
        path = row.path
        keys = (row_key(path), SHAPE, UNSORTED)
        steps = [Step("add_item", (row.parent.path or None, row.key, form), keys)]
        for above, run in later:
            part = {child.key: row_form(child, later) for child in run}
            steps.append(Step("add_tree", (part, above.path), keys))
        steps += [Step(*call, keys) for call in closing([row])]
        if row.children and self.sort is not None:
            # Only the row itself is sorted among its siblings.
            steps.append(Step("sort_by_column", self.sort, (SORT,)))
        if any(below in self.picked for below in row.walk()):
            # The browser has the old rows selected, which are no longer in the tree.
            steps.append(Step("set_selected", (self._picked_paths(),), (SELECTED,)))
        return steps
