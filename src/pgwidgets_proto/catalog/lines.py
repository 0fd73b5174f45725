"""Effects on a text of lines, of which only the last ones are kept if there is a limit.

Knows: the keys ``text`` and ``limit``. Must not know: any widget class by name, links, or time.
"""

from typing import Any, override

from ..node import Entry, Node
from .effects import Effect, Operations, Set
from .spec import Method


class SetLines(Set):
    """Sets a text of which only the last lines are kept, if there is a limit."""

    __slots__ = ()

    @override
    def normalise(self, node: Node, value: Any) -> Any:
        """The text as far as it is kept."""
        return last_lines(super().normalise(node, value), node.value("limit"))


class AppendLines(Effect):
    """Adds to the end of such a text.

    Parameters:
        key: the key of the text.
        setter: the method that sets all of it, called by a rebuild.
    """

    __slots__ = ("key", "setter")

    def __init__(self, key: str = "text", setter: str = "set_text") -> None:
        self.key = key
        self.setter = setter

    @override
    def apply(self, ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> None:
        if not args[0]:
            return  # None would be 'null' in the browser
        outgoing = ops.encode_call(node, method.name, args, keys=(self.key,))
        text = last_lines(f"{node.value(self.key, '')}{args[0]}", node.value("limit"))
        node.set_entry(self.key, Entry(text, self.setter, (text,)))
        ops.send(outgoing)

    @override
    def replayed_method(self) -> str | None:
        return self.setter


class LimitLines(Set):
    """Sets how many lines of a text are kept; those over it go at once."""

    __slots__ = ()

    def __init__(self) -> None:
        super().__init__("limit", depends=("text",), rank=-1)

    @override
    def apply(self, ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> None:
        super().apply(ops, node, method, args)
        before = node.value("text", "")
        text = last_lines(before, args[0])
        if text != before:
            node.set_entry("text", Entry(text, "set_text", (text,)))


def last_lines(text: Any, limit: Any) -> str:
    """The last lines of a text; None or a limit below 1: all of it."""
    whole = "" if text is None else str(text)
    if not limit or limit < 1:
        return whole
    kept: list[str] = whole.split("\n")[-int(limit) :]
    return "\n".join(kept)
