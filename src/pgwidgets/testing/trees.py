"""Trees and tables of a simulated browser.

Knows: what TreeView and TableView of pgwidgets-js do when they are called, their quirks included:
rows that are gone but still selected, colours and selected cells kept by path, names that are
numbers coming first. Must not know: our models (it is there to be compared with them).
"""

import json
from collections.abc import Callable, Iterator
from typing import Any

from .seen_rows import SeenRows

_LARGEST_INDEX = 2**32 - 2


def entries(data: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """What JavaScript's ``Object.entries`` gives."""
    numbers = [k for k in data if k.isdigit() and str(int(k)) == k and int(k) <= _LARGEST_INDEX]
    for key in sorted(numbers, key=int):
        yield key, data[key]
    for key, value in data.items():
        if key not in numbers:
            yield key, value


class _Node:
    def __init__(self, key: str, values: Any, parent: "_Node | None", expanded: bool) -> None:
        self.key = key
        self.values = values
        self.children: dict[str, _Node] = {}
        self.sorted: list[_Node] | None = None
        self.expanded = expanded
        self.parent = parent

    @property
    def path(self) -> list[str]:
        keys: list[str] = []
        node = self
        while node.parent is not None:
            keys.insert(0, node.key)
            node = node.parent
        return keys

    @property
    def view(self) -> "list[_Node]":
        return self.sorted if self.sorted is not None else list(self.children.values())


class _Calls:
    """What a message does, one method for each method of the widget."""

    def __init__(self, options: dict[str, Any], *, is_table: bool = False) -> None:
        self.is_table = is_table
        self.mode: str = options.get("selection_mode", "single")
        self.columns: list[dict[str, Any]] = []
        self.widths: list[Any] = []
        self.root = _Node("", None, None, True)
        self.selection: list[_Node] = []
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
            node = _Node(f"row{number}", self._values(row), self.root, False)
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

    # --- internals

    def _style(self, key: str, channels: tuple[Any, ...]) -> None:
        padded = (*channels, None, None, None)[:3]
        if any(channel is not None for channel in padded):
            self.styles[key] = padded
        else:
            self.styles.pop(key, None)

    def _column(self, key: Any) -> int:
        keys = [column["key"] for column in self.columns]
        return keys.index(key) if key in keys else -1

    def _at(self, path: list[str]) -> _Node | None:
        node: _Node | None = self.root
        for key in path:
            node = node.children.get(key) if node is not None else None
        return None if node is self.root else node

    def _known(self, path: list[str]) -> _Node:
        node = self._at(path)
        assert node is not None, path
        return node

    def _selected(self) -> list[dict[str, Any]]:
        return [{"path": node.path, "values": node.values} for node in self.selection]

    def _walk(self, node: _Node, *, by_sort: bool = True) -> Iterator[_Node]:
        for child in node.view if by_sort else node.children.values():
            yield child
            yield from self._walk(child, by_sort=by_sort)

    def _visible(self, node: _Node | None = None) -> list[_Node]:
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
        node = _Node(key, values, self.root, False)
        if before is not None and before in children:
            order: dict[str, _Node] = {}
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

    def _add(self, parent: _Node, key: str, data: Any) -> None:
        values, below = self._split(data)
        values = None if values is None else dict(values)
        node = _Node(key, values, parent, below is not None)
        parent.children[key] = node
        for name, child in entries(below or {}):
            self._add(node, name, child)

    def _load(self, parent: _Node, tree: dict[str, Any]) -> None:
        for key, data in entries(tree):
            parent.children.pop(key, None)
            self._add(parent, key, data)

    def _merge(self, parent: _Node, spec: dict[str, Any]) -> None:
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

    def _sort(self, node: _Node) -> None:
        node.sorted = None
        if self.sort is not None and node.children:
            key, ascending = self.sort
            is_first = self._column(key) == 0

            def order(child: _Node) -> str:
                value = (child.values or {}).get(key, child.key if is_first else "")
                return str("" if value is None else value).casefold()

            node.sorted = sorted(node.children.values(), key=order, reverse=not ascending)

    def _sort_all(self) -> None:
        if self.sort is None:
            # As in the browser, the rows at the top are left out of this.
            for node in self._walk(self.root, by_sort=False):
                node.sorted = None
            return
        for node in (self.root, *self._walk(self.root, by_sort=False)):
            self._sort(node)


class PageTree(_Calls):
    """One tree or table; :meth:`call` is what a message does, :meth:`shown` what can be seen."""

    def call(self, method: str, args: list[Any]) -> Any:
        """Carry out a call; gives what the browser answers."""
        return getattr(self, method)(*args)

    def has(self, method: str) -> bool:
        """Whether it is a method of the widget that is simulated here."""
        if method in ("_showSource", "_showRows"):
            return True
        return not method.startswith("_") and callable(getattr(_Calls, method, None))

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

    def _row(self, node: _Node) -> dict[str, Any]:
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

    def _tree(self, node: _Node) -> dict[str, Any]:
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


def _channels(record: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(record.get(name) for name in ("fg", "bg", "bold"))
