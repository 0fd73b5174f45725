"""The content of a tree.

Knows: edits by path and key.
"""

from collections.abc import Mapping
from typing import Any

from .browser_edits import BrowserEdits
from .changes import SHAPE, Made, Step
from .conversions import no_doubts
from .conversions import text as as_text
from .forms import load, row_form
from .grid import row_key
from .row_edits import ALL, RowEdits
from .rows import Row, check_key, free_key, written_children

STATES = ("all", "selected", "expanded", "collapsed")


class TreeModel(BrowserEdits, RowEdits):
    """The content of one tree."""

    inserts_by_key = True

    def set_tree(self, tree: Any) -> list[Step]:
        """Replace all rows."""
        rows = self.parser.children(tree)
        self._replace(rows.values())
        calls = load(rows.values(), None, "set_tree") if rows else [("set_tree", ({},))]
        return [Step(*call, ALL) for call in calls]

    def update_tree(self, tree: Any) -> list[Step]:
        """Make the rows equal to a tree; rows that stay keep their state."""
        return self._update(self.parser.children(tree))

    def add_tree(self, tree: Any, parent: Any = None) -> list[Step]:
        """Add rows at the end; of the same key, they take the place of those that are there."""
        above = self._parent(parent)
        rows = self.parser.children(tree, above.depth)
        if not rows:
            return []
        steps = []
        added = []
        for key, row in rows.items():
            old = above.children.pop(key, None)
            if old is not None:
                steps += self._succeed(old, row)
            above.adopt(old or row)
            added.append(old or row)
        keys = (SHAPE, *(row_key(row.path) for row in added))
        return [*steps, *self._added(added, above, keys)]

    def add_item(self, parent: Any, key: str, values: Any) -> Made:
        """Add a row at the end, or in the place of one of the same key."""
        above = self._parent(parent)
        key = check_key(key)
        row = self.parser.row(key, values, above.depth)
        old = above.children.get(key)
        if old is not None:
            return Made([*self._succeed(old, row), *self._rewrite(old)], old.path)
        above.adopt(row)
        later: list[tuple[Row, list[Row]]] = []
        form = row_form(row, later)
        keys = (row_key(row.path),)
        if form is None or row.children:
            # The browser's add_item would not sort what is below the row.
            return Made([Step(*call, keys) for call in load([row], above)], row.path)
        return Made([Step("add_item", (above.path or None, key, form), keys)], row.path)

    def remove_item(self, path: Any) -> list[Step]:
        """Take a row out, with all below it, if it is there."""
        return self._remove(self._all_there([path], "path"))

    def remove_items(self, paths: Any) -> list[Step]:
        """Take several rows out, with all below them, as far as they exist."""
        rows = dict.fromkeys(self._all_there(paths, "paths"))
        return self._remove([row for row in rows if not _is_below(row, rows)])

    def delete_tree(self, tree: Any, prune_empty: bool = True) -> list[Step]:
        """Take the rows out that a tree of keys names.

        Parameters:
            tree: a key of an empty mapping takes the row out; of another one, what that names.
                Keys that are not there do not matter.
            prune_empty: whether a row that has no row below it after that goes as well.
        """
        if not isinstance(tree, Mapping):
            raise TypeError(f"'tree' must be a mapping, not {type(tree).__name__}")
        doomed: dict[Row, None] = {}
        _name_doomed(self.root, tree, bool(prune_empty), doomed)
        return self._remove([row for row in doomed if not _is_below(row, doomed)])

    def insert_row(self, values: Any, key: str | None = None, before: Any = None) -> Made:
        """Insert a row at the top; a key is made up if none is given."""
        rows = self.root.children
        key = free_key(rows) if key is None else check_key(key)
        if key in rows:
            raise ValueError(f"there is a row {key!r} already")
        if before is not None:
            before = self._find([before], "before").key
        row = self.parser.flat(key, values)
        self._insert_flat(row, before)
        step = Step("insert_row", (row.values or None, key, before), (row_key([key]),))
        return Made([step], [key])

    def append_row(self, values: Any) -> Made:
        """Add a row at the end of the top."""
        return self.insert_row(values)

    def delete_row(self, path_or_key: Any) -> list[Step]:
        """Take a row out, if it is there: its path, or its key at the top."""
        return self._remove(self._all_there([path_or_key], "path_or_key"))

    def get_subtree(self, status: Any = "all") -> dict[str, Any]:
        """A part of the tree, as a mapping: what is wanted, all below it, and what it is in.

        Parameters:
            status: ``all``, ``selected``, ``expanded``, ``collapsed``, or a path.
        """
        if status == "all":
            return written_children(self.root)
        if status == "selected":
            wanted = list(self.picked)
        elif status in ("expanded", "collapsed"):
            is_open = status == "expanded"
            wanted = [r for r in self.root.below() if r.children and r.expanded == is_open]
        elif isinstance(status, str):
            raise ValueError(
                f"'status' is {status!r}; it must be a path, or one of "
                f"{', '.join(map(repr, STATES))}"
            )
        else:
            wanted = [self._find(status, "status")]
        only = {below for row in wanted for below in row.walk()}
        only.update(above for row in wanted for above in row.above())
        return written_children(self.root, only)

    def _succeed(self, old: Row, new: Row) -> list[Step]:
        """Give a row the content of a new one of its path; rows in both keep their colours."""
        lost = [below for row in old.lost(new.children) for below in row.walk()]
        steps = self._forget(lost)
        old.become(new, is_turned=True)
        return steps


def _is_below(row: Row, others: Mapping[Row, None]) -> bool:
    return any(above in others for above in row.above())


def _name_doomed(
    row: Row, tree: Mapping[Any, Any], prune_empty: bool, doomed: dict[Row, None]
) -> None:
    for key, below in tree.items():
        child = row.children.get(as_text(key, no_doubts))  # what is no key names no row
        if child is None:
            continue
        if not (isinstance(below, Mapping) and below and child.children):
            doomed[child] = None
            continue
        _name_doomed(child, below, prune_empty, doomed)
        if prune_empty and all(grandchild in doomed for grandchild in child.children.values()):
            doomed[child] = None
