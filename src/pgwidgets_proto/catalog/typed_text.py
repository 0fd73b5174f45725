"""Effects and reports of fields that users type into while the program writes them.

Knows: the key ``text``, the limit of lines, and what a browser is told of edits that crossed.
Must not know: any widget class by name, time, bytes, or how edits are carried over one another
(models/typed_text.py).

Every text goes to browsers with its revision. Our client tells what was typed as an edit, with the
newest revision that it had applied, and a number of its own; it is told which of these are in our
text. The stock client tells whole texts, and its newest one counts if it knew our newest.
"""

from typing import Any, override

from ..models.text_peers import TooOldError, VoidError
from ..models.text_rebase import Edit
from ..models.text_utf16 import as_units
from ..models.typed_text import TypedText
from ..widgets.entry import Entry
from ..widgets.reporting import LiveReport, Nonsense, Reported
from ..widgets.widget import Content, Method, Node, Operations
from ..wire.outgoing import Touch
from .effects import Set

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
    """The text of one widget; what is said of it to a new page stands in its entries.

    Parameters:
        node: the widget.
        is_line: as in :class:`~..models.typed_text.TypedText`.
    """

    __slots__ = ()

    def __init__(self, node: Node, *, is_line: bool) -> None:
        super().__init__(text_of(node), is_line=is_line)


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
    """Make it another text; browsers that have it already, or have told it, are told nothing.

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
    _note(node, text)
    ops.send(outgoing)


def _note(node: Node, text: str) -> None:
    """Keep the text for getters, and for pages that are built from now on."""
    content: TypedContent = node.content
    node.set_entry(TEXT, Entry(text, SETTER, (text, {"revision": content.revision})))


class WriteText(Set):
    """Sets the text, of which only the last lines are kept if there is a limit.

    Parameters:
        depends: as in :class:`~.effects.Set`.
    """

    __slots__ = ()

    def __init__(self, *, depends: tuple[str, ...] = ()) -> None:
        super().__init__(TEXT, depends=depends)

    @override
    def apply(self, ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> None:
        text = last_lines(args[0] if args else None, node.value("limit"))
        write_text(ops, node, text, depends=self.depends)


def clear_text(ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> None:
    """Empty the text."""
    setter = node.cls.methods[SETTER]
    setter.effect.apply(ops, node, setter, ("",))


def append_text(ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> None:
    """Add to the end of the text."""
    if not args[0]:
        return  # None would be 'null' in the browser
    text = last_lines(f"{text_of(node)}{args[0]}", node.value("limit"))
    write_text(ops, node, text, method.name, args[0])


class LimitText(Set):
    """Sets how many lines of the text are kept; those over it go at once."""

    __slots__ = ()

    def __init__(self) -> None:
        super().__init__("limit", depends=(TEXT,), rank=-1)

    @override
    def apply(self, ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> None:
        super().apply(ops, node, method, args)
        write_text(ops, node, last_lines(text_of(node), args[0]), depends=("limit",))


def last_lines(text: Any, limit: Any) -> str:
    """The last lines of a text; None or a limit below 1: all of it."""
    whole = "" if text is None else str(text)
    if not limit or limit < 1:
        return whole
    kept: list[str] = whole.split("\n")[-int(limit) :]
    return "\n".join(kept)


class ReportsTyped(LiveReport):
    """An action tells the text, and what of it was typed since the last time."""

    __slots__ = ()

    @override
    def take(self, report: Reported, node: Node, args: list[Any]) -> tuple[Any, ...] | None:
        text = args[0] if args else None
        if not isinstance(text, str):
            raise Nonsense(f"{args!r} tells no text")
        if len(args) < 2:
            return self._take_whole(report, node, text)
        try:
            revision, number, edit = _edit_in(args[1])
            return self._take_edit(report, node, text, revision, number, edit)
        except VoidError:
            return None  # the page shows another text by now
        except (TooOldError, ValueError) as exc:
            raise Nonsense(str(exc)) from exc

    @override
    def values(self, node: Node) -> tuple[Touch, ...]:
        return (Touch(node.wid, TEXT),)

    @override
    def make_good(self, report: Reported, node: Node) -> None:
        if not report.speaks_extension:
            super().make_good(report, node)
        elif report.is_page_shown:
            content: TypedContent = node.content
            content.overrule(report.page)
            args = (text_of(node), {"revision": content.revision, "anew": True})
            outgoing = report.ops.encode_call(node, SETTER, args, keys=(TEXT,))
            report.ops.send_in_order(outgoing, to=report.view)

    def _take_whole(self, report: Reported, node: Node, text: str) -> tuple[Any, ...]:
        content: TypedContent = node.content
        touches = self.values(node)
        if report.is_stale(touches):
            report.correct(touches)
        elif text != text_of(node):  # browsers tell it again after a while, as it is
            content.write(text, content.edits_to(text))
            _note(node, text)
            report.tell_others(touches)
        return (text,)

    def _take_edit(
        self,
        report: Reported,
        node: Node,
        text: str,
        revision: int,
        number: int | None,
        edit: Edit | None,
    ) -> tuple[Any, ...]:
        content: TypedContent = node.content
        ops, page = report.ops, report.page
        before = content.revision
        is_concurrent = content.receive(page, revision, edit, text)
        is_news = content.revision != before
        if is_news:
            _note(node, content.shown)
            report.tell_others(self.values(node))
        if not report.is_page_shown:
            if is_news:
                _tell(report, node)  # the newer page was built without this edit
        elif number is not None:
            taken = ops.encode_call(node, "_textTaken", (number,))
            ops.send_in_order(taken, to=report.view)
            if is_concurrent:
                _tell(report, node)
        return (text_of(node),)


def _tell(report: Reported, node: Node) -> None:
    """Tell the browser that reports the text as it is, whatever is on its way."""
    outgoing = report.ops.encode_entry(node, TEXT, node.entries[TEXT])
    report.ops.send_in_order(outgoing, to=report.view)


def _edit_in(told: Any) -> tuple[int, int | None, Edit | None]:
    """The revision, and an edit with its number, if there is one; ValueError for anything else."""
    if not isinstance(told, dict) or type(told.get("revision")) is not int:
        raise ValueError(f"{told!r} does not say which text it was typed into")
    if "number" not in told:
        return told["revision"], None, None
    integers: list[Any] = [told.get(name) for name in ("number", "start", "end")]
    text = told.get("text")
    if not all(type(each) is int for each in integers) or not isinstance(text, str):
        raise ValueError(f"{told!r} is no edit: it must have number, start, end and text")
    number, start, end = integers
    return told["revision"], number, Edit(start, end, as_units(text))
