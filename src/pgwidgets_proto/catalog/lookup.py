"""Effects that only look: at children, their order, and which one is shown.

Knows: slots and the selected child. Must not know: any widget class by name; it changes nothing.
"""

from typing import Any, override

from ..widgets.widget import Node, as_node
from .containers import SELECTED, children_added_by
from .effects import Query


class SelectedIndex(Query):
    """The index of the child that is shown, or -1."""

    __slots__ = ()

    @override
    def answer(self, node: Node, args: tuple[Any, ...]) -> int:
        child = node.value(SELECTED)
        return -1 if child is None else node.index_of(child)


class Children(Query):
    """All children, in order.

    Parameters:
        added_by: only those that this method added; None: all.
    """

    __slots__ = ("added_by",)

    def __init__(self, added_by: str | None = None) -> None:
        self.added_by = added_by

    @override
    def answer(self, node: Node, args: tuple[Any, ...]) -> list[Node]:
        return children_added_by(node, self.added_by)


class ChildCount(Query):
    """How many children there are.

    Parameters:
        added_by: as in :class:`Children`.
    """

    __slots__ = ("added_by",)

    def __init__(self, added_by: str | None = None) -> None:
        self.added_by = added_by

    @override
    def answer(self, node: Node, args: tuple[Any, ...]) -> int:
        return len(children_added_by(node, self.added_by))


class ChildIndex(Query):
    """The index of a child, or -1."""

    __slots__ = ()

    @override
    def answer(self, node: Node, args: tuple[Any, ...]) -> int:
        child = as_node(args[0])
        return -1 if child is None else node.index_of(child)


class ChildAt(Query):
    """The child at an index, or None."""

    __slots__ = ()

    @override
    def answer(self, node: Node, args: tuple[Any, ...]) -> Node | None:
        children = node.children
        index = args[0]
        return children[index] if isinstance(index, int) and 0 <= index < len(children) else None


class ChildNamed(Query):
    """The child that was added under a name, or None: Menu.get_menu.

    Parameters:
        method: the adding method.
        name: the index of the name among its arguments.
    """

    __slots__ = ("method", "name")

    def __init__(self, method: str, name: int) -> None:
        self.method = method
        self.name = name

    @override
    def answer(self, node: Node, args: tuple[Any, ...]) -> Node | None:
        for slot in reversed(node.slots):
            if slot.method == self.method and slot.args[self.name : self.name + 1] == args[:1]:
                return slot.child
        return None


class TabId(Query):
    """The name of a child's tab, which Python gives: the browser's own is another in each."""

    __slots__ = ()

    @override
    def answer(self, node: Node, args: tuple[Any, ...]) -> str | None:
        child = as_node(args[0])
        return None if child is None or child.parent is not node else f"tab_{child.wid}"


class ChildOfTab(Query):
    """The child whose tab has a name, or None."""

    __slots__ = ()

    @override
    def answer(self, node: Node, args: tuple[Any, ...]) -> Node | None:
        for child in node.children:
            if args[0] == f"tab_{child.wid}":
                return child
        return None
