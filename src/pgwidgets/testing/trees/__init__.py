"""Trees and tables of a simulated browser: what a message does, what is seen, what a user does.

Knows: how both are called from outside. Must not know: how rows are kept.
"""

import json
from typing import Any

from ..seen_rows import SeenRows
from .calls import Calls
from .columns import shown
from .node import Node

__all__ = ["PageTree"]


class PageTree(Calls):
    """One tree or table; :meth:`call` is what a message does, :meth:`shown` what can be seen."""

    def call(self, method: str, args: list[Any]) -> Any:
        """Carry out a call; gives what the browser answers."""
        return getattr(self, method)(*args)

    def has(self, method: str) -> bool:
        """Whether it is a method of the widget that is simulated here."""
        if method in ("_showSource", "_showRows"):
            return True
        return not method.startswith("_") and callable(getattr(Calls, method, None))

    def _showSource(self, about: dict[str, Any] | None) -> None:
        self.seen = None if about is None else SeenRows(about, self.ask)

    def _showRows(self, block: dict[str, Any]) -> None:
        assert self.seen is not None, "rows of a source that the page was not told of"
        self.seen.take(block)

    # --- what the tests look at

    def shown(self) -> dict[str, Any]:
        """All that a user can see, or comes to see by opening rows and undoing the order."""
        return {
            "seen": None if self.seen is None else (self.seen.length, self.seen.rows),
            "columns": [(c["key"], c["label"], bool(c.get("editable"))) for c in self.columns],
            "widths": self.widths,
            "sort": self.sort,
            "rows": [self._row(node) for node in self._walk(self.root)],
            "canonical": [node.path for node in self._walk(self.root, by_sort=False)],
            "selected": [node.path for node in self.selection],
            "styles": {key: style for key, style in self.styles.items() if style},
        }

    def _row(self, node: Node) -> dict[str, Any]:
        where = json.dumps(node.path)
        return {
            "path": node.path,
            "values": dict(node.values or {}),
            "expanded": node.expanded,
            "selected": node in self.selection,
            "marked": [c["key"] for c in self.columns if f"{where}|{c['key']}" in self.cells],
        }

    def tree(self) -> dict[str, Any]:
        """The rows alone: values and rows below, by key in order."""
        return self._tree(self.root)

    def _tree(self, node: Node) -> dict[str, Any]:
        return {k: (dict(n.values or {}), self._tree(n)) for k, n in node.children.items()}

    def has_children(self, path: list[str]) -> bool:
        """Whether there are rows below a row."""
        return bool(self._known(path).children)

    def visible_rows(self) -> list[tuple[list[str], dict[str, Any]]]:
        """Path and values of the rows that can be seen now, or be scrolled to, in their order."""
        if self.seen is not None:
            rows = self.seen.rows
            return [([self.seen.keys[place]], rows[place]) for place in sorted(rows)]
        return [(node.path, node.values or {}) for node in self._visible()]

    def text_of(self, column: dict[str, Any], value: Any) -> str:
        """What a cell of a column shows of a value."""
        return shown(column, value)

    # --- what the user does

    def user_selects(self, *paths: list[str]) -> None:
        """Click rows, so that these are selected."""
        self.selection = [self._known(path) for path in paths]
        self.fire("selected", self._selected())

    def user_marks(self, *cells: tuple[list[str], str]) -> None:
        """Click cells, so that these are selected."""
        self.cells = {f"{json.dumps(path)}|{key}" for path, key in cells}
        records = [{"path": path, "col_key": key, "value": ""} for path, key in cells]
        self.fire("cell_selected", records)

    def user_toggles(self, path: list[str]) -> None:
        """Open or close a row."""
        node = self._known(path)
        node.expanded = not node.expanded
        action = "expanded" if node.expanded else "collapsed"
        self.fire(action, node.values, path)

    def user_sorts(self, key: str) -> None:
        """Click a header."""
        ascending = not self.sort[1] if self.sort and self.sort[0] == key else True
        self.sort_by_column(key, ascending)
        self.fire("sorted", key, ascending)

    def user_edits(self, path: list[str], key: str, value: Any) -> None:
        """Type into a cell."""
        node = self._known(path)
        old = (node.values or {}).get(key, "")
        node.values = {**(node.values or {}), key: value}
        if self.sort is not None and self.sort[0] == key and node.parent is not None:
            self._sort(node.parent)
        self.fire("cell_edited", path, key, old, value)
