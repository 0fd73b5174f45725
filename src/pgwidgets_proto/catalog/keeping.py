"""What is kept of a widget that its user has changed, and how another widget is given it.

Knows: which of the values that reports touch can be kept, in which form, and by which methods they
are set again. Must not know: which user changed what, how widgets are known again, or where the
values are stored.

A value is kept in the form of plain data, in which other widgets are nodes. It is set by the
methods that programs call, so what the widget of today does not take is refused as any bad argument
is.
"""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, Protocol

from ..models.parts import CELLS, SELECTED, SORT
from ..models.typed_text import TypedText
from ..widgets.nodes import run_method
from ..widgets.widget import Node, Operations
from ..wire.outgoing import Key
from .effects.containers import PARENT
from .effects.stacking import LEVEL, STACK, put_at_level, restack, stack_of
from .effects.subwindows import ARRANGEMENT

MISSING: Any = object()
"""In place of a value: there is none to keep."""

TAKEN_OUT = PARENT
"""The key that a user touches who takes a widget out of its container."""

_PLAIN = (str, int, float, bool, type(None), Node)
HISTORY = "history"
"""The key of what can be undone in an editor; it is kept where a server stops in good order."""

_MOST_UNDONE = 64 * 1024
"""Characters of an editor's history that are kept."""

_LAST = ("selected", STACK, LEVEL, SELECTED, CELLS, HISTORY)
"""Keys of values that others may void, so that they are set behind them."""


class Calls(Operations, Protocol):
    """A session, as far as values are set in it."""

    def call(self, node: Node, name: str, args: tuple[Any, ...] = ()) -> Any:
        """Call a widget's method as programs do."""
        ...


class _Kind(NamedTuple):
    """How a value is taken from a widget, and set in another one."""

    get: Callable[[Node, Any], Any]
    put: Callable[[Calls, Node, Any, Any], None]


def value_of(node: Node, key: Key) -> Any:
    """The newest value of a key, as data; :data:`MISSING` if there is none that can be kept."""
    kind = _kind_of(node, key)
    return MISSING if kind is None else kind.get(node, key)


def put_value(ops: Calls, node: Node, key: Key, value: Any) -> None:
    """Set a value that was kept of a widget of this class.

    Raises:
        TypeError, ValueError, LookupError: the widget does not take it; nothing has been changed.
    """
    kind = _kind_of(node, key)
    if kind is None:
        raise LookupError(f"{node!r} has no value {key!r}")
    kind.put(ops, node, key, value)


def comes_back(node: Node) -> None:
    """Note that pages of an earlier run know a widget's text as it is now."""
    if isinstance(node.content, TypedText):
        node.content.comes_back()


def all_keys(node: Node) -> Iterator[Key]:
    """The keys of all values of a widget that can be kept, whoever has set them."""
    yield from node.entries
    if _text_of(node.content) is not None:
        yield "text"


def history_of(node: Node) -> Any:
    """What can be undone in an editor, as data; :data:`MISSING` if nothing can."""
    if _text_of(node.content) is not _SOURCE_TEXT:
        return MISSING
    from ..models.text_history_data import as_data  # late: most sessions have no editor

    history = as_data(node.content.model.history, _MOST_UNDONE)
    return MISSING if history is None else history


def order_of(key: Key) -> int:
    """Where in the order of setting a value stands: lower ones come first."""
    return _LAST.index(key) + 1 if key in _LAST else 0


def was_taken_out(node: Node, key: Key) -> bool:
    """Whether a touched key tells that the widget's user has taken it out of its container."""
    return key == PARENT and node.parent is None


def take_out(ops: Calls, node: Node) -> None:
    """Take a widget out of its container, as its user once did."""
    if node.parent is not None:
        run_method(ops, node.parent, "remove", (node,))


def _kind_of(node: Node, key: Key) -> _Kind | None:
    content = node.content
    if content is not None and _is_grid(content):
        family: str = key[0] if isinstance(key, tuple) else key
        found: _Kind = _GRID.get(family, _ENTRY)
        return found
    text = _text_of(content) if key in ("text", HISTORY) else None
    if text is not None:
        return text if key == "text" else _HISTORY
    return _SPECIAL.get(key, _ENTRY) if isinstance(key, str) else _ENTRY


def _is_grid(content: Any) -> bool:
    from ..models.grid import Grid  # late: most sessions have no table

    return isinstance(content, Grid)


def _text_of(content: Any) -> _Kind | None:
    """How a text is kept that is no entry; None: there is none."""
    if content is None:
        return None
    from ..models.items import ItemsModel  # late: most sessions have neither
    from .effects.text_source import TextContent

    if isinstance(content, TextContent):
        return _SOURCE_TEXT
    return _ITEM_TEXT if isinstance(content, ItemsModel) else None


# --- values that are entries


def _get_entry(node: Node, key: Any) -> Any:
    entry = node.entries.get(key)
    if entry is None or not _is_data(entry.args):
        return MISSING
    method = node.cls.methods.get(entry.how.method)
    if method is None:
        return MISSING
    return [entry.how.method, *entry.args[: len(method.params)]]  # further ones are our client's


def _put_entry(ops: Calls, node: Node, key: Any, value: Any) -> None:
    name, *args = _listed(value)
    if name not in node.cls.methods:
        raise LookupError(f"{node!r} has no method {name!r}")
    ops.call(node, name, tuple(args))


def _get_stack(node: Node, key: Any) -> Any:
    return stack_of(node) or MISSING


def _put_stack(ops: Calls, node: Node, key: Any, value: Any) -> None:
    known = [child for child in _listed(value) if child in stack_of(node)]
    others = [child for child in stack_of(node) if child not in known]
    restack(ops, node, [*others, *known])


def _get_level(node: Node, key: Any) -> Any:
    entry = node.entries.get(LEVEL)
    return MISSING if entry is None else entry.value


def _put_level(ops: Calls, node: Node, key: Any, value: Any) -> None:
    if type(value) is not int:
        raise TypeError(f"{value!r} is no level")
    ops.send(put_at_level(ops, node, value))


def _get_nothing(node: Node, key: Any) -> Any:
    return MISSING


_ENTRY: _Kind = _Kind(_get_entry, _put_entry)
_NOTHING: _Kind = _Kind(_get_nothing, _put_entry)
_SPECIAL: dict[str, _Kind] = {
    STACK: _Kind(_get_stack, _put_stack),
    LEVEL: _Kind(_get_level, _put_level),
    PARENT: _NOTHING,
    ARRANGEMENT: _NOTHING,
    "children": _NOTHING,
}


# --- texts that are no entries


def _put_text(ops: Calls, node: Node, key: Any, value: Any) -> None:
    ops.call(node, "set_text", (value,))


_SOURCE_TEXT = _Kind(lambda node, key: node.content.model.text, _put_text)
_ITEM_TEXT = _Kind(lambda node, key: node.content.text, _put_text)


def _put_history(ops: Calls, node: Node, key: Any, value: Any) -> None:
    from ..models.text_history_data import bring_back  # late: as above

    if _text_of(node.content) is not _SOURCE_TEXT:
        raise LookupError(f"{node!r} has no history")
    model = node.content.model
    bring_back(model.history, value, len(model.text))


_HISTORY = _Kind(_get_nothing, _put_history)


# --- trees and tables


def _get_selected(node: Node, key: Any) -> Any:
    return [row.path for row in node.content.picked]


def _put_selected(ops: Calls, node: Node, key: Any, value: Any) -> None:
    paths = [path for path in _listed(value) if node.content.row_at(path) is not None]
    ops.call(node, "clear_selection", ())
    if paths:
        ops.call(node, "select_paths", (paths,))


def _get_cells(node: Node, key: Any) -> Any:
    return [[row.path, name] for row, names in node.content.marked.items() for name in names]


def _put_cells(ops: Calls, node: Node, key: Any, value: Any) -> None:
    cells = [
        {"path": path, "col_key": name}
        for path, name in _listed(value)
        if node.content.row_at(path) is not None
    ]
    if cells:
        ops.call(node, "select_cells", (cells,))


def _get_sort(node: Node, key: Any) -> Any:
    return MISSING if node.content.sort is None else list(node.content.sort)


def _put_sort(ops: Calls, node: Node, key: Any, value: Any) -> None:
    ops.call(node, "sort_by_column", tuple(_listed(value)))


def _get_width(node: Node, key: Any) -> Any:
    return node.content.widths.get(key[1], MISSING) if isinstance(key, tuple) else MISSING


def _put_width(ops: Calls, node: Node, key: Any, value: Any) -> None:
    ops.call(node, "set_column_width", (key[1], value))


def _get_expanded(node: Node, key: Any) -> Any:
    row = node.content.row_at(list(key[1])) if isinstance(key, tuple) else None
    return MISSING if row is None else row.expanded


def _put_expanded(ops: Calls, node: Node, key: Any, value: Any) -> None:
    ops.call(node, "expand_item" if value else "collapse_item", (list(key[1]),))


def _get_cell(node: Node, key: Any) -> Any:
    path, name = key[1]
    row = node.content.row_at(list(path))
    return MISSING if row is None else row.values.get(name, MISSING)


def _put_cell(ops: Calls, node: Node, key: Any, value: Any) -> None:
    path, name = key[1]
    ops.call(node, "set_cell", (list(path), name, value))


_GRID: dict[str, _Kind] = {
    SELECTED: _Kind(_get_selected, _put_selected),
    CELLS: _Kind(_get_cells, _put_cells),
    SORT: _Kind(_get_sort, _put_sort),
    "width": _Kind(_get_width, _put_width),
    "expanded": _Kind(_get_expanded, _put_expanded),
    "cell": _Kind(_get_cell, _put_cell),
    # What a report of the user's goes stale by is not what the user has changed.
    **dict.fromkeys(("row", "rows", "column", "columns", "widths", "shape", "unsorted"), _NOTHING),
    "attached": _NOTHING,
}


def _is_data(value: Any) -> bool:
    if isinstance(value, (list, tuple)):
        return all(map(_is_data, value))
    if isinstance(value, dict):
        return all(isinstance(key, str) and _is_data(item) for key, item in value.items())
    return isinstance(value, _PLAIN)


def _listed(value: Any) -> list[Any]:
    if not isinstance(value, (list, tuple)):
        raise TypeError(f"{value!r} is no list")
    return list(value)
