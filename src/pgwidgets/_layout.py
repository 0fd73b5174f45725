"""How the windows of a session are arranged, as data that can be kept and given back.

Knows: which values of which widgets are their users' to arrange. Must not know: where it is kept,
async or sync.

A widget is found again by its way from the root: its class, its title if it has one, and which of
these it is among its siblings. What is not found is passed over, as programs change.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from pgwidgets_proto.widgets import Node

VERSION = 1

_SEEN = (120, 40)
"""Pixels of a window that stay on the page, across and down: its title bar can be taken there."""
_NARROW = 600
"""Pixels; on a page that is narrower windows are as wide as it, whatever their place and size."""

STATES = ("normal", "shaded", "minimized", "maximized")

type Check = Callable[[Any], bool]


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < 1e6


def _is_pair(value: Any) -> bool:
    return isinstance(value, (list, tuple)) and len(value) == 2 and all(map(_is_number, value))


def _are_sizes(value: Any) -> bool:
    return isinstance(value, (list, tuple)) and all(_is_number(one) and one >= 0 for one in value)


def _is_index(value: Any) -> bool:
    return type(value) is int and value >= 0


def _are_indexes(value: Any) -> bool:
    return isinstance(value, (list, tuple)) and all(map(_is_index, value))


def _is_switch(value: Any) -> bool:
    return isinstance(value, bool)


def _are_widths(value: Any) -> bool:
    return isinstance(value, Mapping) and all(
        isinstance(key, str) and (isinstance(width, str) or (_is_number(width) and width >= 0))
        for key, width in value.items()
    )


def _is_order(value: Any) -> bool:
    return (
        isinstance(value, (list, tuple))
        and len(value) == 2
        and isinstance(value[0], str)
        and _is_switch(value[1])
    )


PARTS: dict[str, tuple[str, Check]] = {
    "size": ("two numbers", _is_pair),
    "position": ("two numbers", _is_pair),
    "window_state": (f"one of {', '.join(STATES)}", lambda value: value in STATES),
    "sizes": ("a list of numbers that are not negative", _are_sizes),
    "selected": ("the index of a page", _is_index),
    "collapsed": ("True or False", _is_switch),
    "stack": ("a list of indexes", _are_indexes),
    "widths": ("pixels, or tracks of CSS, by the keys of columns", _are_widths),
    "sort": ("the key of a column, and whether small values come first", _is_order),
}
"""What is kept, by the name that its widget has it under, with what it must be."""

KEPT: dict[str, tuple[str, ...]] = {
    "TopLevel": ("size", "position", "window_state"),
    "MDISubWindow": ("size", "position", "window_state"),
    "MDIWidget": ("stack",),
    "Splitter": ("sizes",),
    "TabWidget": ("selected",),
    "StackWidget": ("selected",),
    "Expander": ("collapsed",),
    "TableView": ("widths", "sort"),
    "TreeView": ("widths", "sort"),
}
"""What is kept of each class."""


def save_layout(widgets: Iterable[Any]) -> dict[str, Any]:
    """What users, or the program, have arranged of these widgets.

    Parameters:
        widgets: those of a session, parents before their children.

    Returns:
        It holds nothing but texts, numbers, lists and mappings, so it can be written as JSON.
    """
    found = {}
    for way, widget in _by_way(widgets).items():
        node = widget._pgwidgets.node
        parts = {
            name: value
            for name in KEPT.get(node.cls.name, ())
            if (value := _arranged(node, name)) is not None
        }
        if parts:
            found[way] = parts
    return {"version": VERSION, "widgets": found}


def restore_layout(
    widgets: Iterable[Any], layout: Mapping[str, Any], page: tuple[float, float] = (0, 0)
) -> None:
    """Arrange these widgets as they were when a layout was saved.

    Parameters:
        widgets: those of a session, parents before their children.
        layout: what :func:`save_layout` has given.
        page: width and height of the page, in which its windows are to be reached; (0, 0): unknown.

    Raises:
        TypeError, ValueError: it is no layout; nothing has been changed.
    """
    wanted = _checked(layout)
    todo = [
        (name, widget, wanted[way][name])
        for way, widget in _by_way(widgets).items()
        for name in KEPT.get(widget._pgwidgets.node.cls.name, ())
        if name in wanted.get(way, {})
    ]
    # Last the order in which windows lie, as some of the others bring one to the top.
    for name, widget, value in sorted(todo, key=lambda one: one[0] == "stack"):
        node = widget._pgwidgets.node
        if node.cls.name == "TopLevel":
            value = _within(name, value, page)
        _RESTORE[name](widget, node, value)


def _within(name: str, value: Any, page: tuple[float, float]) -> Any:
    """A place, or a size, on a page that may be smaller than that on which it was saved."""
    if page[0] < _NARROW or name not in ("position", "size"):
        return value
    if name == "size":
        return [min(one, most) for one, most in zip(value, page, strict=True)]
    return [
        max(0, min(one, most - seen)) for one, most, seen in zip(value, page, _SEEN, strict=True)
    ]


def _checked(layout: Any) -> dict[str, dict[str, Any]]:
    where = "restore_layout(): layout"
    if not isinstance(layout, Mapping):
        raise TypeError(f"{where} is {layout!r}; it must be what save_layout() has given")
    if layout.get("version") != VERSION:
        raise ValueError(f"{where} has version {layout.get('version')!r}; it must be {VERSION}")
    widgets = layout.get("widgets")
    if not isinstance(widgets, Mapping):
        raise TypeError(f"{where} has widgets {widgets!r}; they must be a mapping")
    for way, parts in widgets.items():
        if not isinstance(parts, Mapping):
            raise TypeError(f"{where} has {parts!r} for {way!r}; it must be a mapping")
        for name, value in parts.items():
            if name not in PARTS:
                raise ValueError(
                    f"{where} has {name!r} for {way!r}; it must be one of {', '.join(PARTS)}"
                )
            wanted, check = PARTS[name]
            if not check(value):
                raise ValueError(f"{where} has {name} {value!r} for {way!r}; it must be {wanted}")
    return {str(way): dict(parts) for way, parts in widgets.items()}


def _by_way(widgets: Iterable[Any]) -> dict[str, Any]:
    ways: dict[Node | None, str] = {None: ""}
    seen: Counter[str] = Counter()
    found = {}
    for widget in widgets:
        node = widget._pgwidgets.node
        title = node.value("title")
        name = f"{ways.get(node.parent, '')}/{node.cls.name}"
        if isinstance(title, str) and title:
            name += f"[{title}]"
        seen[name] += 1
        ways[node] = way = name if seen[name] == 1 else f"{name}#{seen[name]}"
        found[way] = widget
    return found


def _arranged(node: Node, name: str) -> Any:
    """What is kept of a part, without widgets: a page is its index. None: it is as it came."""
    if name == "widths":
        return dict(node.content.widths) or None
    if name == "sort":
        return None if node.content.sort is None else list(node.content.sort)
    if name not in node.entries:
        return None
    value = node.entries[name].value
    if name == "selected":
        return node.index_of(value)
    if name == "stack":
        return [node.index_of(child) for child in value]
    return list(value) if isinstance(value, tuple) else value


def _select(widget: Any, node: Node, index: int) -> None:
    if index < len(node.slots):
        widget.set_index(index)


def _set_sizes(widget: Any, node: Node, sizes: list[float]) -> None:
    if len(sizes) == len(node.slots):
        widget.set_sizes(list(sizes))


def _set_widths(widget: Any, node: Node, widths: Mapping[str, float | str]) -> None:
    for key, width in widths.items():
        if key in node.content.columns:
            widget.set_column_width(key, width)


def _sort(widget: Any, node: Node, order: list[Any]) -> None:
    if order[0] in node.content.columns:
        widget.sort_by_column(*order)


def _stack(widget: Any, node: Node, order: list[int]) -> None:
    for index in order:
        _select(widget, node, index)


_RESTORE: dict[str, Callable[[Any, Node, Any], object]] = {
    "size": lambda widget, _, size: widget.resize(*size),
    "position": lambda widget, _, place: widget.set_position(*place),
    "window_state": lambda widget, _, state: widget.set_window_state(state),
    "sizes": _set_sizes,
    "selected": _select,
    "collapsed": lambda widget, _, is_collapsed: widget.set_collapsed(is_collapsed),
    "stack": _stack,
    "widths": _set_widths,
    "sort": _sort,
}
