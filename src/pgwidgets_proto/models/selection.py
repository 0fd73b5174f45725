"""What is selected in a tree or a table, and what is open.

Knows: that rows are selected in an order, and cells are not. Must not know: how rows are edited,
or who selects.

As in the browser, the program may select as many rows as it likes, whatever the user may do.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from .changes import Step, Turned
from .colouring import Colouring
from .grid import expanded_key
from .parts import ALL_EXPANDED, CELLS, SELECTED
from .plain import copied
from .rows import Row, listed


class Selection(Colouring):
    """The methods that select, open and close."""

    # --- rows

    def get_selected(self) -> list[dict[str, Any]]:
        """The selected rows: path and values of each; a folder's values are None."""
        return [{"path": row.path, "values": row.told_values} for row in self.picked]

    def clear_selection(self) -> list[Step]:
        """Select no row."""
        self.picked.clear()
        return [Step("clear_selection", (), (SELECTED,))]

    def set_selected(self, paths: Any) -> list[Step]:
        """Select these rows and no others: paths, or one path; None selects no row."""
        rows = self._rows(paths, "paths")
        self.picked = dict.fromkeys(rows)
        return [Step("set_selected", (self._picked_paths(),), (SELECTED,), mergeable=True)]

    def select_path(self, path: Any, state: bool = True) -> list[Step]:
        """Add a row to the selected ones, or take it from them."""
        row = self._there(path)
        if row is None:
            return []
        self._pick(row, bool(state))
        return [Step("select_path", (row.path, bool(state)), (SELECTED,))]

    def select_paths(self, paths: Any, state: bool = True) -> list[Step]:
        """Add rows to the selected ones, or take them from these."""
        rows = self._rows(paths, "paths")
        for row in rows:
            self._pick(row, bool(state))
        return [Step("select_paths", ([row.path for row in rows], bool(state)), (SELECTED,))]

    def select_all(self, state: bool = True) -> list[Step]:
        """Select all rows, or no row."""
        self.picked = dict.fromkeys(self.root.below()) if state else {}
        return [Step("select_all", (bool(state),), (SELECTED,))]

    # --- cells

    def get_selected_cells(self) -> list[dict[str, Any]]:
        """The selected cells that are not hidden in a closed row: path, col_key and value."""
        if not self.marked:
            return []
        return [
            {"path": row.path, "col_key": key, "value": copied(row.values).get(key, "")}
            for row in self.root.visible()
            if row in self.marked
            for key in self.columns.keys
            if key in self.marked[row]
        ]

    def select_cell(self, path: Any, col_key: str, state: bool = True) -> list[Step]:
        """Add a cell to the selected ones, or take it from them."""
        row = self._there(path)
        if not self.columns.has(col_key, self.doubts) or row is None:
            return []
        self._mark(row, col_key, bool(state))
        return [Step("select_cell", (row.path, col_key, bool(state)), (CELLS,))]

    def select_cells(self, cells: Any, state: bool = True) -> list[Step]:
        """Add cells (mappings with path and col_key) to the selected ones, or take them away."""
        found = self._cells(cells)
        for row, key in found:
            self._mark(row, key, bool(state))
        records = [{"path": row.path, "col_key": key} for row, key in found]
        return [Step("select_cells", (records, bool(state)), (CELLS,))]

    def clear_cell_selection(self) -> list[Step]:
        """Select no cell."""
        self.marked.clear()
        return [Step("clear_cell_selection", (), (CELLS,))]

    # --- open and closed

    def get_expanded(self) -> list[list[str]]:
        """The paths of the rows that are open and have rows below them."""
        return [row.path for row in self.root.below() if row.children and row.expanded]

    def get_collapsed(self) -> list[list[str]]:
        """The paths of the rows that are closed and have rows below them."""
        return [row.path for row in self.root.below() if row.children and not row.expanded]

    def expand_all(self) -> list[Step]:
        """Open all rows that have rows below them."""
        return self._expand_all("expand_all", True)

    def collapse_all(self) -> list[Step]:
        """Close all rows that have rows below them."""
        return self._expand_all("collapse_all", False)

    def expand_item(self, path: Any) -> list[Step]:
        """Open a row, if it is there and has rows below it."""
        return self._expand("expand_item", self._there(path), True)

    def collapse_item(self, path: Any) -> list[Step]:
        """Close a row, if it is there and has rows below it."""
        return self._expand("collapse_item", self._there(path), False)

    def scroll_to_path(self, path: Any) -> list[Step]:
        """Scroll to a row, and open what it is in."""
        target = self._there(path)
        if target is None:
            return []
        above = [*target.above()][::-1]
        keys = tuple(expanded_key(row.path) for row in above)
        return Turned([Step("scroll_to_path", (target.path,), keys)], _turn(above, True))

    def _rows(self, paths: Any, what: str) -> list[Row]:
        """The existing rows among those that paths name; a list of keys is one path."""
        if paths is None:
            return []
        found = listed(paths, what)
        if found and all(isinstance(key, str) for key in found):
            found = [found]
        return self._all_there(found, what)

    def _cells(self, cells: Any) -> list[tuple[Row, str]]:
        found = []
        for record in listed(cells, "cells"):
            if not isinstance(record, Mapping) or not {"path", "col_key"} <= record.keys():
                raise ValueError(f"{record!r} must be a mapping with 'path' and 'col_key'")
            row, key = self._there(record["path"]), record["col_key"]
            if self.columns.has(key, self.doubts) and row is not None:
                found.append((row, key))
        return found

    def _pick(self, row: Row, is_selected: bool) -> None:
        if is_selected:
            self.picked.setdefault(row)
        else:
            self.picked.pop(row, None)

    def _mark(self, row: Row, key: str, is_selected: bool) -> None:
        marks = self.marked.setdefault(row, {})
        if is_selected:
            marks[key] = None
        else:
            marks.pop(key, None)
        if not marks:
            del self.marked[row]

    def _expand(self, method: str, row: Row | None, is_open: bool) -> list[Step]:
        if row is None or not row.children:
            return []
        step = Step(method, (row.path,), (expanded_key(row.path),))
        return Turned([step], _turn([row], is_open))

    def _expand_all(self, method: str, is_open: bool) -> list[Step]:
        rows = (row for row in self.root.below() if row.children)
        return Turned([Step(method, (), (ALL_EXPANDED,))], _turn(rows, is_open))


def _turn(rows: Iterable[Row], is_open: bool) -> list[Row]:
    """Open or close rows; gives the rows that this changes."""
    turned = [row for row in rows if row.expanded != is_open]
    for row in turned:
        row.expanded = is_open
    return turned
