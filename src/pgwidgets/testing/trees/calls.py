"""What calls do to a tree or table of a simulated browser.

Knows: what TreeView and TableView of pgwidgets-js do when they are called, their quirks included:
rows that are gone but still selected, colours and selected cells kept by path, names that are
numbers coming first. Must not know: our models (it is there to be compared with them).
"""

# ruff: noqa: D102 (each method is one of the widget's, which pgwidgets-js explains)

import json
from typing import Any

from .node import Node
from .rows import Rows


class Calls(Rows):
    """What a message does, one method for each method of the widget."""

    def set_columns(self, columns: list[Any]) -> None:
        self._set_columns(columns)
        self.sort = None  # what was sorted stays so, since nobody sorts it anew

    def insert_column(self, column: Any, before: str | None = None) -> None:
        spec = {"label": column} if isinstance(column, str) else dict(column)
        spec = {"label": "", "key": f"_col{len(self.columns)}", **spec}
        spec.pop("enabled_key", None)
        spec.pop("visible_key", None)
        keys = [c["key"] for c in self.columns]
        at = keys.index(before) if before in keys else len(keys)
        self.columns.insert(at, spec)
        self.widths.insert(at, spec.get("colwidth") or "1fr")

    def delete_column(self, key: str) -> None:
        at = self._column(key)
        if at < 0:
            return
        del self.columns[at], self.widths[at]
        if self.sort is not None and self.sort[0] == key:
            self.sort = None
            self._sort_all()
        for node in self._walk(self.root):
            if node.values:
                node.values.pop(key, None)

    def set_column_editable(self, key: str, tf: bool) -> None:
        if (at := self._column(key)) >= 0:
            self.columns[at]["editable"] = tf

    def set_column_width(self, key: str, width: Any) -> None:
        if (at := self._column(key)) >= 0:
            self.widths[at] = f"{width}px" if isinstance(width, (int, float)) else width

    def set_optimal_column_widths(self) -> None:
        self.widths = ["optimal" for _ in self.columns]

    def set_tree(self, tree: dict[str, Any]) -> None:
        self.clear()
        self._load(self.root, tree)
        self._sort_all()

    def add_tree(self, tree: dict[str, Any], parent: list[str] | None = None) -> None:
        node = self.root if parent is None else self._at(parent)
        if node is None:
            return
        paths = [selected.path for selected in self.selection]
        self._load(node, tree)
        self._sort_all()
        found = [self._at(path) for path in paths]
        self.selection = [selected for selected in found if selected is not None]

    def update_tree(self, tree: dict[str, Any]) -> None:
        if not self.root.children:
            self.set_tree(tree)
            return
        self._merge(self.root, tree)
        self._sort_all()

    def set_data(self, data: list[Any]) -> None:
        self.clear()
        for number, row in enumerate(data):
            node = Node(f"row{number}", self._values(row), self.root, False)
            self.root.children[node.key] = node
        self._sort_all()

    def add_item(self, parent: list[str] | None, key: str, values: Any) -> None:
        node = self.root if parent is None else self._at(parent)
        if node is not None:
            self._add(node, key, values or {})
            self._sort(node)

    def remove_item(self, path: list[str]) -> None:
        node = self._at(path)
        if node is None or node.parent is None:
            return
        del node.parent.children[node.key]
        self._sort(node.parent)
        self.selection = [other for other in self.selection if other is not node]

    def remove_items(self, paths: list[list[str]]) -> None:
        for path in sorted(paths, key=len, reverse=True):
            self.remove_item(path)

    def insert_row(self, *args: Any) -> None:
        if self.is_table:
            index, values = args
            visible = self._visible()
            before = visible[index].key if 0 <= index < len(visible) else None
            self._insert(values, None, before)
        else:
            self._insert(*args)

    def append_row(self, values: Any) -> None:
        self._insert(values)

    def set_cell(self, path: list[str], key: str, value: Any) -> None:
        node = self._at(path)
        if node is None:
            return
        node.values = {**(node.values or {}), key: value}
        if self.sort is not None and self.sort[0] == key and node.parent is not None:
            self._sort(node.parent)

    def clear(self) -> None:
        self.root.children = {}
        self.root.sorted = None
        self.selection = []
        self.cells.clear()
        self.styles = {k: v for k, v in self.styles.items() if k.startswith(("column ", "table"))}

    def expand_all(self) -> None:
        self._expand_all(True)

    def collapse_all(self) -> None:
        self._expand_all(False)

    def expand_item(self, path: list[str]) -> None:
        self._expand(path, True)

    def collapse_item(self, path: list[str]) -> None:
        self._expand(path, False)

    def scroll_to_path(self, path: list[str]) -> None:
        for depth in range(1, len(path)):
            node = self._at(path[:depth])
            if node is not None and node.children:
                node.expanded = True

    def clear_selection(self) -> None:
        self.selection = []

    def set_selected(self, paths: list[list[str]] | None) -> None:
        found = [self._at(path) for path in paths or []]
        self.selection = [node for node in found if node is not None]

    def select_path(self, path: list[str], state: bool = True) -> None:
        self.select_paths([path], state)

    def select_paths(self, paths: list[list[str]], state: bool = True) -> None:
        for path in paths:
            node = self._at(path)
            if node is not None and state and node not in self.selection:
                self.selection.append(node)
            elif node is not None and not state and node in self.selection:
                self.selection.remove(node)

    def select_all(self, state: bool = True) -> None:
        self.selection = list(self._walk(self.root)) if state else []

    def select_cell(self, path: list[str], key: str, state: bool = True) -> None:
        if self._at(path) is None or self._column(key) < 0:
            return
        (self.cells.add if state else self.cells.discard)(f"{json.dumps(path)}|{key}")

    def select_cells(self, cells: list[dict[str, Any]], state: bool = True) -> None:
        for cell in cells:
            self.select_cell(cell["path"], cell["col_key"], state)

    def clear_cell_selection(self) -> None:
        self.cells.clear()

    def sort_by_column(self, key: str | None, ascending: bool = True) -> None:
        self.sort = None if key is None or self._column(key) < 0 else (key, ascending)
        self._sort_all()

    def set_cell_color(self, path: list[str], key: str, *channels: Any) -> None:
        if self._at(path) is not None and self._column(key) >= 0:
            self._style(f"cell {json.dumps(path)}|{key}", channels)

    def set_row_color(self, path: list[str], *channels: Any) -> None:
        if self._at(path) is not None:
            self._style(f"row {json.dumps(path)}", channels)

    def set_column_color(self, key: str, *channels: Any) -> None:
        if self._column(key) >= 0:
            self._style(f"column {key}", channels)

    def set_table_color(self, *channels: Any) -> None:
        self._style("table", channels)

    def clear_all_colors(self) -> None:
        self.styles.clear()

    def set_colors(self, spec: dict[str, Any]) -> None:
        if spec.get("clear"):
            self.styles.clear()
        for record in spec.get("cells", ()):
            self.set_cell_color(record["path"], record["col_key"], *_channels(record))
        for record in spec.get("rows", ()):
            self.set_row_color(record["path"], *_channels(record))
        for record in spec.get("columns", ()):
            self.set_column_color(record["col_key"], *_channels(record))
        if "table" in spec:
            self.set_table_color(*_channels(spec["table"] or {}))


def _channels(record: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(record.get(name) for name in ("fg", "bg", "bold"))
