"""Reports of fields that users type into while the program writes them.

Knows: what a browser is told of edits that crossed. Must not know: how edits are carried over one
another (models/typed_text.py).

Our client tells what was typed as an edit, with the newest revision that it had applied, and a
number of its own; it is told which of these are in our text. The stock client tells whole texts,
and its newest one counts if it knew our newest.
"""

from typing import Any, override

from ...models.text_peers import TooOldError, VoidError
from ...models.text_rebase import Edit
from ...models.text_utf16 import as_units
from ...widgets.reporting import ActionReport, Nonsense, Reported, as_touches
from ...widgets.widget import Node
from ..effects.typed_text import SETTER, TEXT, TypedContent, note_text, text_of


class ReportsTyped(ActionReport):
    """An action tells the text, and what of it was typed since the last time."""

    concerns = (TEXT,)

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
    def carried(self, args: list[Any]) -> list[Any]:
        return args[:1]  # the revisions of that run are none of ours

    @override
    def make_good(self, report: Reported, node: Node) -> None:
        if not report.speaks_extension:
            super().make_good(report, node)
        elif report.is_page_shown:
            content: TypedContent = node.content
            if report.may_touch(as_touches(node, (TEXT,))):
                content.overrule(report.page)  # else it is refused at the door, whatever it types
            args = (text_of(node), {"revision": content.revision, "anew": True})
            outgoing = report.ops.encode_call(node, SETTER, args, keys=(TEXT,))
            report.ops.send_in_order(outgoing, to=report.view)

    def _take_whole(self, report: Reported, node: Node, text: str) -> tuple[Any, ...]:
        content: TypedContent = node.content
        touches = as_touches(node, (TEXT,))
        if report.is_stale(touches):
            report.correct(touches)
            return (text,)
        if report.is_carried:
            before = content.shown
            content.receive_whole(report.page, text, report.is_own)
            text = content.shown
            is_news = text != before
        else:
            is_news = text != text_of(node)  # browsers tell it again after a while, as it is
            if is_news:
                content.write(text, content.edits_to(text))
        if is_news:
            note_text(node, text)
            report.touched(touches)
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
        is_concurrent = content.receive(page, revision, edit, text, report.is_own)
        is_news = content.revision != before
        if is_news:
            note_text(node, content.shown)
            report.touched(as_touches(node, (TEXT,)))
            report.tell_others(as_touches(node, (TEXT,)), is_told=True)
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
