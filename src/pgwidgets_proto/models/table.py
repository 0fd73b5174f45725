"""The content of a table: rows without rows below them, known by their places.

Knows: edits by place.

A place is that of the data, as it was loaded and inserted, whatever the user has sorted by: a
program's index means the same row in every browser.
"""

from typing import Any

from .browser_edits import BrowserEdits
from .changes import Made, Step
from .grid import row_key
from .parts import SORT
from .plain import as_place
from .row_edits import RowEdits
from .rows import free_key


class TableModel(BrowserEdits, RowEdits):
    """The content of one table."""

    lacks = "the table has no source; set_source() gives it one"

    def set_rows(self, rows: Any) -> list[Step]:
        """Replace all rows."""
        return self.set_data(rows)

    def update_rows(self, rows: Any) -> list[Step]:
        """Give the rows the values of a list, by their places, with few and small calls."""
        return self.update_data(rows)

    def insert_row(self, index: int, values: Any) -> Made:
        """Insert a row at a place; a place past the end means the end."""
        count = len(self.root.children)
        if as_place(index, "index") < 0:
            raise ValueError(f"'index' is {index}; it must be from 0")
        if index >= count:
            return self.append_row(values)
        row = self.parser.flat(free_key(self.root.children), values)
        self._insert_flat(row, list(self.root.children)[index])
        # The browser makes up the same key, since it has the same rows.
        steps = [Step("insert_row", (index, row.values), (row_key([row.key]),))]
        if self.sort is not None:
            # Its places are those that the user sees.
            steps = [*self._unsorting(), *steps, Step("sort_by_column", self.sort, (SORT,))]
        return Made(steps, [row.key])

    def append_row(self, values: Any) -> Made:
        """Add a row at the end."""
        row = self.parser.flat(free_key(self.root.children), values)
        self._insert_flat(row, None)
        return Made([Step("append_row", (row.values,), (row_key([row.key]),))], [row.key])

    def delete_row(self, index: int) -> list[Step]:
        """Delete the row at a place, if there is one."""
        rows = list(self.root.children.values())
        return self._remove([rows[index]]) if 0 <= as_place(index, "index") < len(rows) else []
