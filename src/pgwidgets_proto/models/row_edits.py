"""The edits of rows that trees and tables have in common.

Knows: loading, updating by the least difference, editing a cell. Must not know: how keys of rows
are made, or what a browser reports.
"""

from collections.abc import Iterable
from typing import Any

from .changes import SHAPE, Step
from .forms import closing, load, row_form, table_form
from .grid import cell_key, row_key
from .parts import CELLS, REPLACED, SELECTED
from .plain import plain, same
from .rows import VALUES, Row, free_key, listed
from .selection import Selection

ALL = (REPLACED, SHAPE, SELECTED, CELLS)
"""What is told anew when all rows are replaced."""


class RowEdits(Selection):
    """The methods that trees and tables have for their rows."""

    inserts_by_key = False
    """Whether the browser can put a row before another one of a given key."""

    def get_row_count(self) -> int:
        """How many rows there are at the top."""
        return len(self.root.children)

    def set_cell(self, path: Any, col_key: str, value: Any) -> list[Step]:
        """Set one cell, or another value of the row, which it has already or a column needs."""
        row = self._find(path)
        if not (self.columns.has_field(col_key) or col_key in row.values):
            self.columns.check(col_key)
        value = plain(value, self.convert, self.doubts)
        row.values[col_key] = value
        return [self._cell_step(row, col_key)]

    def set_data(self, data: Any) -> list[Step]:
        """Replace all rows by a flat list of them."""
        rows = self._parse_flat(data)
        self._replace(rows)
        form: list[Any] | None = table_form(self.root, self.columns.keys)
        if form is None:
            form = [row.values for row in rows]
        return [Step("set_data", (form,), ALL)]

    def update_data(self, data: Any) -> list[Step]:
        """Give the rows the values of a list, by their places, with few and small calls."""
        rows = self._parse_flat(data)
        new: dict[str, Row] = {}
        keys = list(self.root.children)
        for number, row in enumerate(rows):
            if number < len(keys):
                row.key = keys[number]
            elif row.key in new or row.key in self.root.children:
                row.key = free_key(new, self.root.children)
            new[row.key] = row
        return self._update(new)

    def clear(self) -> list[Step]:
        """Take all rows out; columns stay, with their colours and those of the table."""
        self._forget_all()
        self.root.children = {}
        return [Step("clear", (), ALL)]

    def _parse_flat(self, data: Any) -> list[Row]:
        parser = self.parser
        rows = listed(() if data is None else data, "data")
        return [parser.flat(f"row{number}", row) for number, row in enumerate(rows)]

    def _replace(self, rows: Iterable[Row]) -> None:
        self._forget_all()
        self.root.children = {}
        for row in rows:
            self.root.adopt(row)

    def _cell_step(self, row: Row, col_key: str) -> Step:
        path = row.path
        args = (path, col_key, row.values[col_key])
        return Step("set_cell", args, (cell_key(path, col_key),), mergeable=True)

    def _insert_flat(self, row: Row, before: str | None) -> None:
        """Put a new row at the top level, before another one or at the end."""
        keys = list(self.root.children)
        keys = [] if before is None else keys[keys.index(before) :]
        after = [self.root.children.pop(key) for key in keys]
        self.root.adopt(row)
        for other in after:
            self.root.adopt(other)

    def _remove(self, rows: list[Row]) -> list[Step]:
        """Take rows out, with all below them; no row of these may be below another."""
        if not rows:
            return []
        steps = self._forget(below for row in rows for below in row.walk())
        paths = [row.path for row in rows]
        for row in rows:
            assert row.parent is not None
            del row.parent.children[row.key]
        keys = (SHAPE, *(row_key(path) for path in paths))
        if len(paths) == 1:
            return [*steps, Step("remove_item", (paths[0],), keys)]
        return [*steps, Step("remove_items", (paths,), keys)]

    # --- updating

    def _update(self, new: dict[str, Row]) -> list[Step]:
        """Make the rows equal to new ones, in their order, with few and small calls."""
        if not self.root.children:
            self._replace(new.values())
            return [Step(*call, ALL) for call in load(new.values(), None, "set_tree")]
        if not new:
            return self.clear()
        steps = self._remove(list(self.root.lost(new)))
        updates = self._update_level(self.root, new)
        cells = sum(step.method == "set_cell" for step in updates)
        if cells > sum(1 for _ in self.root.below()):
            # All rows at once are shorter than so many cells; what they say is the same by now.
            updates = [step for step in updates if step.method != "set_cell"]
            form = {row.key: _whole_form(row) for row in self.root.children.values()}
            updates.append(Step("update_tree", (form,), (REPLACED,)))
        return steps + updates

    def _update_level(self, parent: Row, new: dict[str, Row]) -> list[Step]:
        old = list(parent.children)
        steps: list[Step] = []
        if self.inserts_by_key and parent is self.root:
            steps = self._insert_between(new)
            old = list(parent.children)
        order = list(new)
        kept = 0
        while kept < len(old) and kept < len(order) and old[kept] == order[kept]:
            kept += 1
        for key in order[:kept]:
            steps += self._update_row(parent.children[key], new[key])
        tail = []
        for key in order[kept:]:
            # It is taken out and put at the end, the only place where rows can be added.
            row = parent.children.pop(key, None)
            if row is None:
                row = new[key]
            else:
                row.become(new[key], is_turned=False)
            parent.adopt(row)
            tail.append(row)
        if tail:
            keys = (SHAPE, *(row_key(row.path) for row in tail))
            steps += self._added(tail, parent, keys)
            steps += [Step(*call, keys) for call in closing(tail)]
        return steps

    def _insert_between(self, new: dict[str, Row]) -> list[Step]:
        """Put new rows at the top where they belong, if that is shorter than to add all after."""
        there = self.root.children
        if [key for key in new if key in there] != list(there):
            return []
        inserted: list[tuple[Row, str]] = []
        before = None
        moved = 0  # how many would be added at the end otherwise
        for number, (key, row) in enumerate(reversed(new.items())):
            if key not in there and before is not None:
                inserted.append((row, before))
                moved = number + 1
            if key in there or before is not None:
                before = key
        if 2 * len(inserted) > moved or any(row.children or row.expanded for row, _ in inserted):
            return []
        steps = []
        for row, before in inserted:
            self._insert_flat(Row(row.key, row.values), before)
            args = (row.values or None, row.key, before)
            steps.append(Step("insert_row", args, (row_key([row.key]),)))
        return steps

    def _update_row(self, row: Row, new: Row) -> list[Step]:
        if any(key not in new.values for key in row.values):
            row.become(new, is_turned=False)
            return self._rewrite(row)
        steps = []
        for key, value in new.values.items():
            if key not in row.values or not same(row.values[key], value):
                row.values[key] = value
                steps.append(self._cell_step(row, key))
        if row.children or new.children:
            steps += self._update_level(row, new.children)
        return steps


def _whole_form(row: Row) -> Any:
    """A row as ``update_tree`` reads it, where order does not matter."""
    if not row.children:
        return row_form(row, [])
    return {VALUES: row.values, **{r.key: _whole_form(r) for r in row.children.values()}}
