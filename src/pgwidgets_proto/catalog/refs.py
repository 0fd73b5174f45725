"""Effects on references into a text: widgets of their own that belong to it.

Knows: Python makes them, so their ids are the same in every browser; where they stand after edits
is for the browser to say. Must not know: any widget class by name, links, or time.
"""

from typing import Any, override

from ..node import Entry, Node
from .effects import Effect, Operations
from .spec import Method


class MakeRef(Effect):
    """Makes a reference.

    Parameters:
        cls: the class of references.
        named: the first argument is a name that it is bound to.
        bind: the method that binds a name to a reference.
    """

    __slots__ = ("bind", "cls", "named")

    def __init__(self, cls: str, *, named: bool = False, bind: str = "_bindNamedRef") -> None:
        self.cls = cls
        self.named = named
        self.bind = bind

    @override
    def apply(self, ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> Node:
        place = args[1:] if self.named else args
        made = ops.create(self.cls, (node, *place), {})
        if self.named:
            call = (args[0], made)
            key = ("named_ref", str(args[0]))
            ops.send(ops.encode_call(node, self.bind, call, keys=(key,)))
            node.set_entry(key, Entry(made, self.bind, call, late=True))
        return made

    @override
    def replayed_method(self) -> str | None:
        return self.bind if self.named else None


class NamedRef(Effect):
    """The reference that has a name, or None."""

    __slots__ = ()

    @override
    def apply(
        self, ops: Operations, node: Node, method: Method, args: tuple[Any, ...]
    ) -> Node | None:
        found = node.value(("named_ref", str(args[0])))
        return found if isinstance(found, Node) and not found.destroyed else None
