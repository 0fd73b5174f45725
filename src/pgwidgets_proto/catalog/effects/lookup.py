"""Getters of children: which there are, in which order, and which one is shown.

Knows: slots and the selected child. It changes nothing.
"""

from typing import Any

from ...widgets.nodes import as_node
from ...widgets.widget import Node
from .base import Query
from .containers import SELECTED, children_added_by


def selected_index(node: Node) -> int:
    """The index of the child that is shown, or -1."""
    child = node.value(SELECTED)
    return -1 if child is None else node.index_of(child)


def children(node: Node) -> list[Node]:
    """All children, in order."""
    return node.children


def child_count(node: Node) -> int:
    """How many children there are."""
    return len(node.children)


def content_children(node: Node) -> list[Node]:
    """The children that ``add_widget`` added: a dialog has its buttons beside these."""
    return children_added_by(node, "add_widget")


def content_count(node: Node) -> int:
    """How many children ``add_widget`` has added."""
    return len(content_children(node))


def child_index(node: Node, given: Any) -> int:
    """The index of a child, or -1."""
    child = as_node(given)
    return -1 if child is None else node.index_of(child)


def child_at_index(node: Node, index: Any) -> Node | None:
    """The child at an index, or None."""
    found = node.children
    return found[index] if isinstance(index, int) and 0 <= index < len(found) else None


def child_named(method: str, at: int) -> Query:
    """The child that was added under a name, or None: Menu.get_menu.

    Parameters:
        method: the adding method.
        at: the index of the name among its arguments.
    """

    def answer(node: Node, name: Any) -> Node | None:
        for slot in reversed(node.slots):
            if slot.method == method and slot.args[at : at + 1] == (name,):
                return slot.child
        return None

    return Query(answer)


def tab_id(node: Node, given: Any) -> str | None:
    """The name of a child's tab, which Python gives: the browser's own is another in each."""
    child = as_node(given)
    return None if child is None or child.parent is not node else f"tab_{child.wid}"


def child_of_tab(node: Node, name: Any) -> Node | None:
    """The child whose tab has a name, or None."""
    return next((child for child in node.children if name == f"tab_{child.wid}"), None)
