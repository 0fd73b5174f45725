"""What browsers report of a tree or a table.

Knows: which reports can be true, and what each changes. Must not know: whether a report is stale.

A report that names a row or a column that is not there is in doubt: it can be true of a browser
that is yet to hear that they are gone. One that can't be true of any is an error.
"""

from typing import Any

from .changes import Part, ReportedChange
from .grid import Grid, cell_key, column_key, expanded_key, row_key, width_key
from .parts import ALL_EXPANDED, CELLS, REPLACED, SELECTED, SORT, UNSORTED, WIDTHS
from .plain import is_scalar, plain, shown
from .rows import Row


class BrowserEdits(Grid):
    """The reports of one tree or table; each method takes the arguments of an action.

    Raises:
        TypeError, ValueError: the report is nonsense.
    """

    def selected_reported(self, rows: Any, total: Any = None, /) -> ReportedChange:
        """The user has selected other rows.

        Parameters:
            rows: which.
            total: all are selected, so many, and none is named; our client alone tells it.
        """
        if total is not None:
            if rows != []:
                raise TypeError(f"{rows!r} are named, and all are selected")
            return self._all_selected(total)
        found: dict[Row, None] = {}
        for record in _records(rows, "path"):
            row = self._reported_row(record["path"])
            if row is None:
                return _doubt((SELECTED,), f"there is no row {record['path']!r}")
            found[row] = None

        def carry_out() -> None:
            self.picked = found

        # The browser lets go of a row that is taken out, even if one of its path comes then.
        keys = {key for row in found for key in _above(row.path)}
        return ReportedChange((SELECTED, *keys), carry_out)

    def _all_selected(self, total: Any) -> ReportedChange:
        if type(total) is not int or total < 0:
            raise TypeError(f"{total!r} is no number of rows")
        found = dict.fromkeys(self.root.below())

        def carry_out() -> None:
            self.picked = found

        return ReportedChange(
            (SELECTED, REPLACED),
            carry_out,
            given=lambda: ([{"path": row.path, "values": row.told_values} for row in found],),
            calls=(("select_all", (True,), SELECTED),),
            tells_origin=total != len(found),  # it is yet to see that some have come or gone
        )

    def cell_selected_reported(self, cells: Any, is_cursor: Any = False) -> ReportedChange:
        """The user has selected other cells, or has only moved from cell to cell.

        Parameters:
            is_cursor: it is only where the keys go now, and nothing is selected by that; our
                client tells, the stock one does not.
        """
        found: dict[Row, dict[str, None]] = {}
        for record in _records(cells, "path", "col_key"):
            row = self._reported_row(record["path"])
            key = record["col_key"]
            if row is None or key not in self.columns:
                return _doubt((CELLS,), f"there is no cell {key!r} in {record['path']!r}")
            found.setdefault(row, {})[key] = None

        def carry_out() -> None:
            self.marked = found

        if is_cursor or not self.picks_cells:
            return ReportedChange((), lambda: None)
        return ReportedChange((CELLS,), carry_out)

    def expanded_reported(self, values: Any, path: Any) -> ReportedChange:
        """The user has opened a row."""
        return self._expanded(path, is_open=True)

    def collapsed_reported(self, values: Any, path: Any) -> ReportedChange:
        """The user has closed a row."""
        return self._expanded(path, is_open=False)

    def sorted_reported(self, col_key: Any, ascending: Any) -> ReportedChange:
        """The user has sorted by a column."""
        if not isinstance(ascending, bool):
            raise TypeError(f"{ascending!r} does not say whether small values come first")
        if col_key not in self.columns:
            return _doubt((SORT,), f"there is no column {col_key!r}")

        def carry_out() -> None:
            self.sort = (col_key, ascending)

        return ReportedChange((SORT, column_key(col_key)), carry_out, repairs=(UNSORTED,))

    def cell_edited_reported(self, path: Any, col_key: Any, old: Any, new: Any) -> ReportedChange:
        """The user has changed a cell: typed, ticked, chosen, cut or pasted."""
        if not is_scalar(new):
            raise TypeError(f"{new!r} is no value that the user can have typed")
        row = self._reported_row(path)
        if not isinstance(col_key, str):
            raise TypeError(f"{col_key!r} is no column's key")
        if row is None:
            return _doubt((), f"there is no row {path!r}")
        if col_key not in self.columns:
            # That browser keeps the value, and would show it if there were such a column again.
            return _doubt((cell_key(path, col_key),), f"there is no column {col_key!r}")
        edited = row
        keys = (cell_key(path, col_key), column_key(col_key), *_above(path))
        validate = self.columns.get(col_key).validate
        if validate is None:
            value = new
        else:
            try:
                value = plain(validate(new), self.convert, self.doubts)
            except Exception as exc:  # the program's own code
                if not isinstance(exc, (TypeError, ValueError)):
                    raise ValueError(
                        f"'validate' of the column {col_key!r} raised {exc!r}"
                    ) from exc
                return ReportedChange(
                    keys, lambda: None, given=lambda: None, is_news=False, tells_origin=True
                )

        def carry_out() -> None:
            edited.values[col_key] = value

        if value is new:
            return ReportedChange(keys, carry_out)
        return ReportedChange(
            keys, carry_out, given=lambda: (path, col_key, old, value), tells_origin=True
        )

    def column_resized_reported(self, widths: Any) -> ReportedChange:
        """The user has dragged the edge of a column; the others are as wide as they were drawn."""
        if not isinstance(widths, dict) or not widths:
            raise TypeError(f"{widths!r} are no widths")
        for width in widths.values():
            if type(width) not in (int, float) or not 0 <= width < 1e6:
                raise ValueError(f"{width!r} is no width")
        keys = tuple(width_key(key) for key in widths)
        if any(key not in self.columns for key in widths):
            return _doubt(keys, f"there is no column for one of {shown(widths)}")

        def carry_out() -> None:
            self.widths.update(widths)

        return ReportedChange((*keys, WIDTHS), carry_out)

    def _reported_row(self, path: Any) -> Row | None:
        if not isinstance(path, list) or not path or not all(isinstance(k, str) for k in path):
            raise TypeError(f"{path!r} is no path")
        return self._known(path)

    def _expanded(self, path: Any, *, is_open: bool) -> ReportedChange:
        row = self._reported_row(path)
        if row is None:
            return _doubt((), f"there is no row {path!r}")
        found = row

        def carry_out() -> None:
            found.expanded = is_open

        keys = (expanded_key(path), ALL_EXPANDED, *_above(path))
        return ReportedChange(keys, carry_out, is_news=found.expanded != is_open)


def _above(path: list[str]) -> tuple[Part, ...]:
    """The parts whose replacement makes a report of a row stale: all rows, and its path."""
    return (REPLACED, *(row_key(path[:depth]) for depth in range(1, len(path) + 1)))


def _doubt(keys: tuple[Part, ...], reason: str) -> ReportedChange:
    return ReportedChange(keys, lambda: None, reason)


def _records(records: Any, *fields: str) -> list[dict[str, Any]]:
    if not isinstance(records, list):
        raise TypeError(f"{records!r} is no list")
    for record in records:
        if not isinstance(record, dict) or any(field not in record for field in fields):
            raise ValueError(f"{record!r} must have {shown(fields)}")
    return records
