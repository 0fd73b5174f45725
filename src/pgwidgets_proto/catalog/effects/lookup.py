"""What methods tell of children: which there are, in which order, and which one is shown.

Knows: slots and the selected child. Must not know: any widget class by name; it changes nothing.
"""

from typing import Any

from ...widgets.widget import Node, Operations, as_node
from .base import Query
from .containers import SELECTED, children_added_by


def selected_index(ops: Operations, node: Node, args: tuple[Any, ...]) -> int:
    """The index of the child that is shown, or -1."""
    child = node.value(SELECTED)
    return -1 if child is None else node.index_of(child)


def children(ops: Operations, node: Node, args: tuple[Any, ...]) -> list[Node]:
    """All children, in order."""
    return node.children


def child_count(ops: Operations, node: Node, args: tuple[Any, ...]) -> int:
    """How many children there are."""
    return len(node.children)


def content_children(ops: Operations, node: Node, args: tuple[Any, ...]) -> list[Node]:
    """The children that ``add_widget`` added: a dialog has its buttons beside these."""
    return children_added_by(node, "add_widget")


def content_count(ops: Operations, node: Node, args: tuple[Any, ...]) -> int:
    """How many children ``add_widget`` has added."""
    return len(children_added_by(node, "add_widget"))


def child_index(ops: Operations, node: Node, args: tuple[Any, ...]) -> int:
    """The index of a child, or -1."""
    child = as_node(args[0])
    return -1 if child is None else node.index_of(child)


def child_at_index(ops: Operations, node: Node, args: tuple[Any, ...]) -> Node | None:
    """The child at an index, or None."""
    found = node.children
    index = args[0]
    return found[index] if isinstance(index, int) and 0 <= index < len(found) else None


def child_named(method: str, name: int) -> Query:
    """The child that was added under a name, or None: Menu.get_menu.

    Parameters:
        method: the adding method.
        name: the index of the name among its arguments.
    """

    def answer(ops: Operations, node: Node, args: tuple[Any, ...]) -> Node | None:
        for slot in reversed(node.slots):
            if slot.method == method and slot.args[name : name + 1] == args[:1]:
                return slot.child
        return None

    return Query(answer)


def tab_id(ops: Operations, node: Node, args: tuple[Any, ...]) -> str | None:
    """The name of a child's tab, which Python gives: the browser's own is another in each."""
    child = as_node(args[0])
    return None if child is None or child.parent is not node else f"tab_{child.wid}"


def child_of_tab(ops: Operations, node: Node, args: tuple[Any, ...]) -> Node | None:
    """The child whose tab has a name, or None."""
    for child in node.children:
        if args[0] == f"tab_{child.wid}":
            return child
    return None
