"""Reports of a text editor: edits, undo, the caret.

Knows: what our client reports, that the stock client only says that something has changed, and what
a browser must be told after an edit that crossed ours. Must not know: how edits are carried over
one another (models/text_peers.py).

Our client tells each edit with the revision that it was made on, and a number of its own, which is
sent back so that it knows which of its edits are in our text. The stock client is asked for its
text: what differs from ours is what its user did.
"""

from typing import Any, override

from ...models.text import TextModel
from ...models.text_peers import TooOldError, VoidError
from ...models.text_rebase import Edit, edit_between
from ...models.text_utf16 import as_units, check_text, from_units, from_utf16, to_utf16
from ...widgets.reporting import ActionReport, Nonsense, Reported
from ...widgets.widget import Node
from ...wire.outgoing import Touch
from ..effects.text_source import TextContent
from ..effects.text_telling import CARET, TAGS, TEXT

MOST_COPIED = 64 * 1024 * 1024
"""Characters that may be copied to see what a stock client shows: each edit that crossed its text
copies all of it."""

STEPS = {"undo": TextModel.undo, "redo": TextModel.redo}


class ReportsEdit(ActionReport):
    """``changed``: an edit, or a wish to undo; the stock client only says that there was one."""

    @override
    def carried(self, args: list[Any]) -> list[Any] | None:
        told = args[0] if args else None
        # Edits can't be carried over what that run had; such a page tells its text.
        return args if isinstance(told, dict) and "whole" in told else None

    @override
    def take(self, report: Reported, node: Node, args: list[Any]) -> tuple[Any, ...] | None:
        if not report.speaks_extension:
            StockText.of(node.content, report).ask()
            return None
        told = args[0] if args else None
        if not isinstance(told, dict):
            raise Nonsense(f"{args!r} tells no edit")
        if "whole" in told:
            return () if _take_whole(report, node, told["whole"]) else None
        if "step" in told:
            return () if _take_step(report, node.content, told["step"]) else None
        return _take_edit(report, node, *_edit_in(told))


def _take_whole(report: Reported, node: Node, text: Any) -> bool:
    """Take the text of a page that another run has built: what differs is one edit."""
    content: TextContent = node.content
    model = content.model
    before = model.text
    edit = edit_between(before, text) if isinstance(text, str) else None
    if edit is None:
        return False
    units = Edit(to_utf16(before, edit.start), to_utf16(before, edit.end), edit.text)
    try:
        done, _ = model.receive(report.page, model.revision, units)
    except (VoidError, TooOldError, ValueError) as exc:
        raise Nonsense(str(exc)) from exc
    report.touched((Touch(node.wid, TEXT),))
    # A page that is built already was built without this.
    content.tell_edits(done, but=None if report.is_late else report.view)
    return bool(done)


def _edit_in(told: dict[str, Any]) -> tuple[Edit, int, int]:
    text = told.get("text")
    if not isinstance(text, str):
        raise Nonsense(f"{told!r} is no edit: its text is missing")
    start, end, revision, number = _integers(told, "start", "end", "revision", "number")
    return Edit(start, end, text), revision, number


def _integers(told: Any, *names: str) -> list[int]:
    values = [told.get(name) for name in names] if isinstance(told, dict) else []
    integers = [value for value in values if type(value) is int]
    if len(integers) < len(names):
        raise Nonsense(f"{told!r} must have the integers {', '.join(names)}")
    return integers


def _take_edit(
    report: Reported, node: Node, edit: Edit, revision: int, number: int
) -> tuple[Any, ...] | None:
    ops, view = report.ops, report.view
    content: TextContent = node.content
    try:
        done, is_concurrent = content.model.receive(report.page, revision, edit)
    except VoidError:
        return None  # all of the text has been replaced since
    except (TooOldError, ValueError) as exc:
        # The browser shows another text than we think; being refused, it builds its page anew.
        raise Nonsense(str(exc)) from exc
    report.touched((Touch(node.wid, TEXT),))
    if not report.is_page_shown:
        content.tell_edits(done)  # the newer page was built without this edit
        return () if done else None
    ops.send_in_order(ops.encode_call(node, "_editTaken", (number,)), to=view)
    content.tell_edits(done, but=view)
    if is_concurrent or report.is_stale((Touch(node.wid, TAGS),)):
        # The browser may have moved references and tags differently, since edits have crossed.
        content.tell_all_marks(to=view)
        if content.model.tags.definitions:  # the browser may show one that is nowhere here
            content.tell_tags(to=view)
    return () if done else None


def _take_step(report: Reported, content: TextContent, step: Any) -> bool:
    report.touched((Touch(content.node.wid, TEXT),))
    if not isinstance(step, str) or step not in STEPS:
        raise Nonsense(f"{step!r} is no step: it may be 'undo' or 'redo'")
    return content.tell_reverted(STEPS[step](content.model, report.page), caret_to=report.view)


class ReportsCaret(ActionReport):
    """``cursor_moved``: where the user has the caret and the selection.

    It is what the program reads, and what a rebuilt page shows; other browsers keep their own.
    """

    concerns = ()  # each browser has its own

    @override
    def carried(self, args: list[Any]) -> None:
        return None

    @override
    def take(self, report: Reported, node: Node, args: list[Any]) -> tuple[Any, ...] | None:
        if not report.speaks_extension:
            return None  # it reports only what it was told to do
        content: TextContent = node.content
        told = args[0] if args else None
        start, end, revision = _integers(told, "start", "end", "revision")
        if report.is_stale((Touch(node.wid, TEXT), Touch(node.wid, CARET))):
            return None
        try:
            content.model.receive_caret(report.page, revision, start, end)
        except VoidError:
            return None
        except (TooOldError, ValueError) as exc:
            raise Nonsense(str(exc)) from exc
        if "cursor_moved" not in node.wanted:
            return None
        return (content.ref_to_caret(),)

    @override
    def own_view(self, node: Node, args: list[Any]) -> tuple[tuple[Touch, ...], bool]:
        return (Touch(node.wid, CARET),), True


class ReportsHover(ActionReport):
    """``tooltip``: the pointer rests at a line and column, which the browser counts in UTF-16."""

    concerns = ()

    @override
    def take(self, report: Reported, node: Node, args: list[Any]) -> tuple[Any, ...] | None:
        if len(args) != 5 or type(args[1]) is not int or not isinstance(args[2], str):
            raise Nonsense(f"{args!r} are not line, column, text, x and y")
        line, column, text, x, y = args
        try:
            check_text(text)
            return line, from_utf16(text, column), text, x, y
        except ValueError as exc:
            raise Nonsense(str(exc)) from exc


class StockText:
    """The text that a stock client shows in one editor: it is asked, and its edit is derived.

    Parameters:
        content: the editor's content.
        report: the browser's newest report that the text has changed.
    """

    def __init__(self, content: TextContent, report: Reported) -> None:
        self._content = content
        self._report = report
        self._asked: tuple[int, str] | None = None
        self._is_old = False

    @classmethod
    def of(cls, content: TextContent, report: Reported) -> "StockText":
        """Find or make the object for an editor and the browser that reports."""
        found = content.stock.get(report.view)
        if found is None:
            found = content.stock[report.view] = cls(content, report)
        found._report = report
        return found

    def ask(self) -> None:
        """Ask for the text; a change before the answer comes leads to another question then."""
        if self._asked is not None:
            self._is_old = True
            return
        ops, node, model = self._report.ops, self._content.node, self._content.model
        self._asked = model.revision, model.text
        question = ops.encode_call(node, "get_text", ())
        question.answer_to = self
        ops.send_in_order(question, to=self._report.view)

    def failed(self, error: Exception) -> None:
        """Note that there will be no answer."""
        self._asked = None

    def answered(self, text: Any) -> None:
        """Take the browser's text as of the question, all that was sent before it included."""
        assert self._asked is not None
        (revision, before), self._asked = self._asked, None
        if not self._content.node.destroyed and isinstance(text, str):
            edit = edit_between(before, text)
            if edit is not None:
                self._take(revision, before, text, edit)
        if self._is_old:
            self._is_old = False
            self.ask()

    def _take(self, revision: int, before: str, text: str, edit: Edit) -> None:
        content, model, report = self._content, self._content.model, self._report
        units = Edit(to_utf16(before, edit.start), to_utf16(before, edit.end), edit.text)
        try:
            newer = model.log.since(revision)
            if len(newer) * len(text) > MOST_COPIED:
                raise TooOldError("too much has been edited while the browser was asked")
            done, _ = model.receive(_StockPage(), revision, units)
            shown = _blindly(text, newer)
        except VoidError:
            return  # all of the text was replaced since, in that browser too
        except (TooOldError, ValueError):
            report.rebuild()
            return
        content.tell_edits(done, but=report.view)
        rest = edit_between(shown, model.text)
        if rest is not None:
            start, end = to_utf16(shown, rest.start), to_utf16(shown, rest.end)
            args = (start, end, rest.text, {"pushUndo": False})
            outgoing = report.ops.encode_call(content.node, "_replaceRange", args)
            report.ops.send_in_order(outgoing, to=report.view)
        report.ops.raise_event(content.node, "changed")


def _blindly(text: str, edits: list[Edit]) -> str:
    """Apply edits to a text that they were not made for; ValueError for half characters."""
    units = as_units(text)
    for edit in edits:
        units = units[: edit.start] + edit.text + units[edit.end :]
    return from_units(units)


class _StockPage:
    """The page of one comparison: earlier edits of a stock client are part of its text."""

    __slots__ = ("__weakref__",)
