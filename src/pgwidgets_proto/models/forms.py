"""How rows go to a browser so that they arrive in our order.

Knows: in which order JavaScript gives the entries of an object, and how the browser reads one.
Must not know: selections, colours, or what is edited.

An object's entries come in the order in which they were written, but names that are array indices
("0", "7", "4000000000") come first, by number. So rows are sent in runs that have that order
anyway: the first run within the call that makes the parent, further ones by ``add_tree``, which
adds at the end.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from .changes import Call
from .rows import VALUES, Row

_MAX_INDEX = 2**32 - 2


def runs(rows: Iterable[Row]) -> list[list[Row]]:
    """Divide rows into runs whose order an object keeps."""
    found: list[list[Row]] = []
    last = -1
    for row in rows:
        index = array_index(row.key)
        if not found or (index is not None and index <= last):
            found.append([])
        found[-1].append(row)
        last = _MAX_INDEX + 1 if index is None else index
    return found


def array_index(key: str) -> int | None:
    """The number that a name is, if JavaScript takes it for an array index; else None."""
    if not key.isascii() or not key.isdigit() or (len(key) > 1 and key[0] == "0"):
        return None
    number = int(key) if len(key) <= 10 else _MAX_INDEX + 1
    return number if number <= _MAX_INDEX else None


def load(rows: Iterable[Row], parent: Row | None, first: str = "add_tree") -> Iterator[Call]:
    """The calls that add rows below a parent, open wherever they have rows below them.

    Parameters:
        rows: the rows, in order; what they stand in does not matter.
        parent: the row that they are added to; None: the top.
        first: the method for the first run of them; ``set_tree`` replaces all there is.
    """
    where = () if parent is None or parent.parent is None else (parent.path,)
    later: list[tuple[Row, list[Row]]] = []
    for number, run in enumerate(runs(rows)):
        form = {row.key: row_form(row, later) for row in run}
        yield ("add_tree" if number else first), (form, *where)
    for above, run in later:
        # While this is iterated it grows by what a run brings along in turn.
        yield "add_tree", ({row.key: row_form(row, later) for row in run}, above.path)


def row_form(row: Row, later: list[tuple[Row, list[Row]]]) -> Any:
    """A row as the browser reads it.

    Parameters:
        later: is added what must follow in calls of its own.
    """
    if not row.children:
        if row.expanded:
            return {VALUES: row.values}
        return row.values or None
    first, *others = runs(row.children.values())
    later.extend((row, run) for run in others)
    # With __values__ every other entry is a row, even None.
    return {VALUES: row.values, **{child.key: row_form(child, later) for child in first}}


def closing(rows: Iterable[Row]) -> list[Call]:
    """The calls that close the closed rows among rows that were just loaded, and below them."""
    return [
        ("collapse_item", (row.path,))
        for top in rows
        for row in top.walk()
        if row.children and not row.expanded
    ]


def closing_all(root: Row) -> list[Call]:
    """The calls that open and close rows in a tree that was just loaded."""
    closed: list[Row] = []
    opened: list[Row] = []
    for row in root.below():
        if row.children:
            (opened if row.expanded else closed).append(row)
    if len(closed) > len(opened) + 1:
        return [("collapse_all", ()), *(("expand_item", (row.path,)) for row in opened)]
    return [("collapse_item", (row.path,)) for row in closed]


def table_form(root: Row, columns: tuple[str, ...]) -> list[list[Any]] | None:
    """Rows as a plain table, if they are one that ``set_data`` would make; else None."""
    table = []
    for number, row in enumerate(root.children.values()):
        width = len(row.values)
        if (
            row.key != f"row{number}"
            or row.children
            or row.expanded
            or width > len(columns)
            or any(key not in row.values for key in columns[:width])
        ):
            return None
        table.append([row.values[key] for key in columns[:width]])
    return table
