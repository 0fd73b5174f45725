"""Rows of a tree or table of a simulated browser, and how they are found, filled and sorted.

Knows: what TreeView and TableView of pgwidgets-js keep. Must not know: which calls there are.
"""

from collections.abc import Callable, Iterator
from typing import Any

from ..seen_rows import SeenRows
from .columns import Place, place
from .node import Node, entries


class Rows:
    """The rows of one tree or table, its columns, and what is selected and coloured in them."""

    def __init__(self, options: dict[str, Any], *, is_table: bool = False) -> None:
        self.is_table = is_table
        self.mode: str = options.get("selection_mode", "single")
        self.columns: list[dict[str, Any]] = []
        self.widths: list[Any] = []
        self.root = Node("", None, None, True)
        self.selection: list[Node] = []
        self.cells: set[str] = set()
        self.sort: tuple[str, bool] | None = None
        self.styles: dict[str, Any] = {}
        self.fire: Callable[..., None] = lambda action, *args: None
        self.ask: Callable[[int, int], None] = lambda start, stop: None
        self.seen: SeenRows | None = None
        self._set_columns(options.get("columns") or [])

    def _set_columns(self, columns: list[Any]) -> None:
        unnamed = 0
        self.columns = []
        for column in columns:
            spec = {"label": column} if isinstance(column, str) else dict(column)
            if not spec.get("key"):
                spec["key"] = f"_col{unnamed}"
                unnamed += 1
            self.columns.append({"label": "", **spec})
        self.widths = [spec.get("colwidth") or "1fr" for spec in self.columns]

    def _style(self, key: str, channels: tuple[Any, ...]) -> None:
        padded = (*channels, None, None, None)[:3]
        if any(channel is not None for channel in padded):
            self.styles[key] = padded
        else:
            self.styles.pop(key, None)

    def _column(self, key: Any) -> int:
        keys = [column["key"] for column in self.columns]
        return keys.index(key) if key in keys else -1

    def _at(self, path: list[str]) -> Node | None:
        node: Node | None = self.root
        for key in path:
            node = node.children.get(key) if node is not None else None
        return None if node is self.root else node

    def _known(self, path: list[str]) -> Node:
        node = self._at(path)
        assert node is not None, path
        return node

    def _selected(self) -> list[dict[str, Any]]:
        return [{"path": node.path, "values": node.values} for node in self.selection]

    def _walk(self, node: Node, *, by_sort: bool = True) -> Iterator[Node]:
        for child in node.view if by_sort else node.children.values():
            yield child
            yield from self._walk(child, by_sort=by_sort)

    def _visible(self, node: Node | None = None) -> list[Node]:
        found = []
        for child in (node or self.root).view:
            found += [child, *(self._visible(child) if child.expanded and child.children else ())]
        return found

    def _expand_all(self, is_open: bool) -> None:
        for node in self._walk(self.root):
            if node.children:
                node.expanded = is_open

    def _expand(self, path: list[str], is_open: bool) -> None:
        node = self._at(path)
        if node is not None and node.children:
            node.expanded = is_open
            self.fire("expanded" if is_open else "collapsed", node.values, path)

    def _values(self, row: Any) -> dict[str, Any]:
        if isinstance(row, list):
            return dict(zip((c["key"] for c in self.columns), row, strict=False))
        if isinstance(row, dict):
            return row
        return {self.columns[0]["key"]: row} if self.columns else {}

    def _insert(self, values: Any, key: str | None = None, before: str | None = None) -> None:
        children = self.root.children
        if key is None:
            number = len(children)
            while f"row{number}" in children:
                number += 1
            key = f"row{number}"
        if isinstance(values, list):
            values = self._values(values)
        node = Node(key, values, self.root, False)
        if before is not None and before in children:
            order: dict[str, Node] = {}
            for name, child in children.items():
                if name == before:
                    order[key] = node
                order[name] = child
            self.root.children = order
        else:
            children[key] = node
        self._sort(self.root)

    def _split(self, data: Any) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
        if data is None:
            return None, None
        if not isinstance(data, dict):
            return ({self.columns[0]["key"]: data} if self.columns else {}), None
        if "__values__" in data:
            return data["__values__"], {k: v for k, v in entries(data) if k != "__values__"}
        if not data:
            return None, {}
        below = {k: v for k, v in entries(data) if isinstance(v, dict)}
        own = {k: v for k, v in entries(data) if not isinstance(v, dict)}
        return own or None, below or None

    def _add(self, parent: Node, key: str, data: Any) -> None:
        values, below = self._split(data)
        values = None if values is None else dict(values)
        node = Node(key, values, parent, below is not None)
        parent.children[key] = node
        for name, child in entries(below or {}):
            self._add(node, name, child)

    def _load(self, parent: Node, tree: dict[str, Any]) -> None:
        for key, data in entries(tree):
            parent.children.pop(key, None)
            self._add(parent, key, data)

    def _merge(self, parent: Node, spec: dict[str, Any]) -> None:
        for key in [key for key in parent.children if key not in spec]:
            del parent.children[key]
        for key, data in entries(spec):
            node = parent.children.get(key)
            if node is None:
                self._add(parent, key, data)
                continue
            values, below = self._split(data)
            if values is not None:
                node.values = dict(values)
            self._merge(node, below or {})

    def _sort(self, node: Node) -> None:
        node.sorted = None
        if self.sort is not None and node.children:
            key, ascending = self.sort
            index = self._column(key)

            def order(child: Node) -> Place:
                value = (child.values or {}).get(key, child.key if index == 0 else "")
                return place(self.columns[index], value)

            node.sorted = sorted(node.children.values(), key=order, reverse=not ascending)

    def _sort_all(self) -> None:
        if self.sort is None:
            # As in the browser, the rows at the top are left out of this.
            for node in self._walk(self.root, by_sort=False):
                node.sorted = None
            return
        for node in (self.root, *self._walk(self.root, by_sort=False)):
            self._sort(node)
