"""Effects on a list of texts of which one is chosen.

Knows: the journal ``items`` holds one call for each text, in today's order, so the journal is the
list. Must not know: any widget class by name, links, or time.

The order is Python's (casefold, then code point); browsers sort by their own language. So a text
is chosen by what it says, never by a browser's index.
"""

from typing import Any, override

from ..node import Entry, Node, Replayed, Touch
from .effects import Effect, Operations, call_name
from .reports import Change, Nonsense, Report
from .spec import Method

ITEMS = "items"
APPEND = "append_text"
CHOOSE = "set_text"


def items_of(node: Node) -> list[str]:
    """The texts, in order."""
    return [call.args[0] for call in node.journals.get(ITEMS, ())]


def insert(node: Node, index: int, text: str) -> None:
    """Put a text into the list; the first one of an empty list is chosen by the browser."""
    items = node.journals.setdefault(ITEMS, [])
    if not items:
        choose(node, text)
    items.insert(index, Replayed(APPEND, (text,)))


def choose(node: Node, text: str) -> None:
    """Note which text is chosen."""
    node.set_entry("text", Entry(text, CHOOSE, (text,)))


def text_argument(node: Node, method: Method, args: tuple[Any, ...]) -> str:
    """The text among the arguments; TypeError if it is none."""
    if not isinstance(args[0], str):
        raise TypeError(
            f"{call_name(node, method)}: {method.params[0].name!r} must be a str, "
            f"not {type(args[0]).__name__}"
        )
    return args[0]


class AppendItem(Effect):
    """Adds a text at the end."""

    __slots__ = ()

    @override
    def apply(self, ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> None:
        text = text_argument(node, method, args)
        outgoing = ops.encode_call(node, method.name, args, keys=(ITEMS, "text"))
        insert(node, len(items_of(node)), text)
        ops.send(outgoing)


class InsertItem(Effect):
    """Adds a text where the alphabet wants it."""

    __slots__ = ()

    @override
    def apply(self, ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> None:
        text = text_argument(node, method, args)
        outgoing = ops.encode_call(node, method.name, args, keys=(ITEMS, "text"))
        order = (text.casefold(), text)
        items = items_of(node)
        index = next(
            (i for i, item in enumerate(items) if order < (item.casefold(), item)), len(items)
        )
        insert(node, index, text)
        ops.send(outgoing)

    @override
    def replayed_method(self) -> str | None:
        return APPEND


class DeleteItem(Effect):
    """Takes the first such text out; what is chosen stays."""

    __slots__ = ()

    @override
    def apply(self, ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> None:
        text = text_argument(node, method, args)
        outgoing = ops.encode_call(node, method.name, args, keys=(ITEMS,))
        items = items_of(node)
        if text in items:
            del node.journals[ITEMS][items.index(text)]
        ops.send(outgoing)


class ChooseIndex(Effect):
    """Chooses the text at an index, by what it says."""

    __slots__ = ()

    @override
    def apply(self, ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> None:
        items = items_of(node)
        index = args[0]
        if not isinstance(index, int) or isinstance(index, bool) or not 0 <= index < len(items):
            raise ValueError(
                f"{call_name(node, method)}: {method.params[0].name!r} is {index!r}; {node!r} has "
                f"{len(items)} items"
            )
        setter = node.cls.methods[CHOOSE]
        setter.effect.apply(ops, node, setter, (items[index],))

    @override
    def replayed_method(self) -> str | None:
        return CHOOSE


class ChooseText(Effect):
    """Chooses a text that is in the list; where the user can type, any text."""

    __slots__ = ()

    @override
    def apply(self, ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> None:
        text = text_argument(node, method, args)
        if text in items_of(node) or node.arguments.get("editable"):
            setter = node.cls.methods[CHOOSE]
            setter.effect.apply(ops, node, setter, (text,))

    @override
    def replayed_method(self) -> str | None:
        return CHOOSE


class ChosenIndex(Effect):
    """The index of the text that is chosen, or -1."""

    __slots__ = ()

    @override
    def apply(self, ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> int:
        items = items_of(node)
        text = node.value("text", "")
        return items.index(text) if text in items else -1


class ItemAt(Effect):
    """The text at an index, or None."""

    __slots__ = ()

    @override
    def apply(
        self, ops: Operations, node: Node, method: Method, args: tuple[Any, ...]
    ) -> str | None:
        items = items_of(node)
        index = args[0]
        return items[index] if isinstance(index, int) and 0 <= index < len(items) else None


class ReportsItem(Report):
    """An action tells which text was chosen: its index in that browser, and what it says.

    A text that is not in the list was typed, and the browser has added it to its own.
    """

    __slots__ = ()

    @override
    def read(self, node: Node, args: list[Any]) -> Change:
        if len(args) < 2 or not isinstance(args[1], str):
            raise Nonsense(f"{args!r} must be an index and a text")
        text = args[1]
        is_new = text not in items_of(node)
        if is_new and not node.arguments.get("editable"):
            raise Nonsense(f"{text!r} is not one of the items")

        def carry_out(ops: Operations) -> None:
            if is_new:
                insert(node, len(items_of(node)), text)
            choose(node, text)

        added = ((node, APPEND, (text,), ITEMS),) if is_new else ()
        return Change((Touch(node.wid, "text"),), carry_out, added)
