"""Effects on fields that users type into while the program writes them.

Knows: the key ``text``, and the limit of lines. Must not know: how edits are carried over one
another (models/typed_text.py).

Every text goes to browsers with its revision, and as a field shows it: what is counted in it, as
lines or the places of edits, is the same here and there.
"""

from typing import Any, override

from ...models.typed_text import TypedText
from ...widgets.content import Content
from ...widgets.entry import Entry
from ...widgets.nodes import run_method
from ...widgets.widget import Method, Node, Operations
from .base import Set

TEXT = "text"
"""The key of the text."""

SETTER = "set_text"
"""The method that a rebuild calls, however the text was written."""


def line_content(node: Node) -> "TypedContent":
    """The content of a field of one line."""
    return TypedContent(node, is_line=True)


def lines_content(node: Node) -> "TypedContent":
    """The content of a field of several lines."""
    return TypedContent(node, is_line=False)


class TypedContent(TypedText, Content):
    """The text of one field; a rebuild tells it by the entry ``text``, not by this content.

    Parameters:
        node: the widget.
        is_line: as in :class:`~..models.typed_text.TypedText`.
    """

    __slots__ = ()

    def __init__(self, node: Node, *, is_line: bool) -> None:
        text = text_of(node)
        super().__init__(text, is_line=is_line)
        if node.argument(TEXT) == text != self.shown:
            node.give(TEXT, self.shown)


def text_of(node: Node) -> str:
    """The text as the program sees it."""
    value = node.value(TEXT, "")
    return value if isinstance(value, str) else str(value)


def write_text(
    ops: Operations,
    node: Node,
    text: str,
    method: str = SETTER,
    *args: Any,
    depends: tuple[str, ...] = (),
) -> None:
    """Replace the text of a field; nothing is sent if it is the same text.

    Parameters:
        method, args: the call that brings a browser there which has the text before it; without
            any, it is told the whole text.
    """
    if text == text_of(node):
        return
    content: TypedContent = node.content
    try:
        edits = content.edits_to(text)
    except ValueError:
        ops.encode_call(node, method, args or (text,))  # which says what is wrong with it
        raise
    is_whole = not args
    about = {"revision": content.revision + len(edits)}
    outgoing = ops.encode_call(
        node,
        method,
        (*(args or (text,)), about),
        keys=(TEXT,),
        mergeable=is_whole,
        depends=depends if is_whole else (),
    )
    content.write(text, edits)
    note_text(node, text)
    ops.send(outgoing)


def note_text(node: Node, text: str) -> None:
    """Keep the text for getters, and for pages that are built from now on."""
    content: TypedContent = node.content
    node.set_entry(TEXT, Entry(text, SETTER, (text, {"revision": content.revision})))


class WriteText(Set, kw_only=True):
    """Sets the text, of which only the last lines are kept if there is a limit."""

    key: str = TEXT

    @override
    def apply(self, ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> None:
        text = last_lines(_as_shown(node, args[0] if args else None), node.value("limit"))
        write_text(ops, node, text, depends=self.depends)


def clear_text(ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> None:
    """Empty the text."""
    run_method(ops, node, SETTER, ("",))


def append_text(ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> None:
    """Add to the end of the text."""
    if not args[0]:
        return  # None would be 'null' in the browser
    added = _as_shown(node, args[0])
    text = last_lines(f"{text_of(node)}{added}", node.value("limit"))
    write_text(ops, node, text, method.name, added)


def _as_shown(node: Node, text: Any) -> str:
    content: TypedContent = node.content
    return "" if text is None else content.as_shown(str(text))


class LimitText(Set, kw_only=True):
    """Sets how many lines of the text are kept; the oldest lines over the limit go at once."""

    key: str = "limit"
    depends: tuple[str, ...] = (TEXT,)
    rank: int = -1

    @override
    def apply(self, ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> None:
        super().apply(ops, node, method, args)
        write_text(ops, node, last_lines(text_of(node), args[0]), depends=("limit",))


def last_lines(text: str, limit: Any) -> str:
    """The last lines of a text; all lines if the limit is None or below 1."""
    if not limit or limit < 1:
        return text
    kept: list[str] = text.split("\n")[-int(limit) :]
    return "\n".join(kept)
