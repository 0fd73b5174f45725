"""What browsers report of an editor: edits, undo, the caret.

Knows: what our client reports, that the stock client only says that something has changed, and
what a browser must be told after an edit that crossed ours. Must not know: time, bytes, or how
edits are carried over one another (models/text_peers.py).

Our client tells each edit with the revision that it was made on, and a number of its own, which is
sent back so that it knows which of its edits are in our text. The stock client is asked for its
text: what differs from ours is what its user did.
"""

from typing import Any, override

from ..models.text import TextModel
from ..models.text_peers import TooOldError, VoidError
from ..models.text_rebase import Edit, edit_between
from ..models.text_utf16 import as_units, check_text, from_units, from_utf16, to_utf16
from ..node import Node
from ..sessions.browser_report import BrowserReport
from ..wire.outgoing import Touch
from .reports import LiveReport, Nonsense
from .text_source import CARET, TAGS, TEXT, TextContent

STEPS = {"undo": TextModel.undo, "redo": TextModel.redo}


class ReportsEdit(LiveReport):
    """``changed``: an edit, a wish to undo, or from the stock client nothing more."""

    __slots__ = ()

    @override
    def take(self, report: BrowserReport, node: Node, args: list[Any]) -> tuple[Any, ...] | None:
        if not report.link.speaks_extension:
            StockText.of(node.content, report.link).ask(report.session)
            return None
        told = args[0] if args else None
        if not isinstance(told, dict):
            raise Nonsense(f"{args!r} tells no edit")
        if "step" in told:
            return () if _take_step(report, node.content, told["step"]) else None
        return _take_edit(report, node, *_edit_in(told))


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
    report: BrowserReport, node: Node, edit: Edit, revision: int, number: int
) -> tuple[Any, ...] | None:
    link, session = report.link, report.session
    content: TextContent = node.content
    model = content.model
    page = link.page_of(report.seen)
    try:
        done, is_concurrent = model.receive(page, revision, edit)
    except VoidError:
        return None  # all of the text is another by now
    except (TooOldError, ValueError) as exc:
        # What the browser shows is not what we think it does, so it is shown everything again.
        if link in session.links:
            link.rebuild()
        raise Nonsense(str(exc)) from exc
    if not link.is_shown(page):
        content.tell(session, done)  # its new page was built without this edit
        return () if done else None
    session.send_in_order(session.encode_call(node, "_editTaken", (number,)), to=link)
    content.tell(session, done, but=link)
    if is_concurrent or report.is_stale((Touch(node.wid, TAGS),)):
        # It may see them otherwise, since its edits and ours crossed.
        content.tell_all_marks(session, to=link)
        if content.model.tags.definitions:  # it may show one that is nowhere here
            content.tell_tags(session, to=link)
    return () if done else None


def _take_step(report: BrowserReport, content: TextContent, step: Any) -> bool:
    if not isinstance(step, str) or step not in STEPS:
        raise Nonsense(f"{step!r} is no step: it may be 'undo' or 'redo'")
    return content.tell_reverted(report.session, STEPS[step](content.model), caret_to=report.link)


class ReportsCaret(LiveReport):
    """``cursor_moved``: where the user has the caret and the selection.

    It is what the program reads, and what a rebuilt page shows; other browsers keep their own.
    """

    __slots__ = ()

    @override
    def take(self, report: BrowserReport, node: Node, args: list[Any]) -> tuple[Any, ...] | None:
        if not report.link.speaks_extension:
            return None  # it reports only what it was told to do
        content: TextContent = node.content
        told = args[0] if args else None
        start, end, revision = _integers(told, "start", "end", "revision")
        if report.is_stale((Touch(node.wid, TEXT), Touch(node.wid, CARET))):
            return None
        page = report.link.page_of(report.seen)
        try:
            content.model.receive_caret(page, revision, start, end)
        except VoidError:
            return None
        except (TooOldError, ValueError) as exc:
            raise Nonsense(str(exc)) from exc
        if "cursor_moved" not in node.wanted:
            return None
        return (content.ref_to_caret(report.session),)

    @override
    def values(self, node: Node) -> tuple[Touch, ...]:
        return ()  # each browser has its own


class ReportsHover(LiveReport):
    """``tooltip``: the pointer rests at a line and column, which the browser counts in UTF-16."""

    __slots__ = ()

    @override
    def take(self, report: BrowserReport, node: Node, args: list[Any]) -> tuple[Any, ...] | None:
        if len(args) != 5 or type(args[1]) is not int or not isinstance(args[2], str):
            raise Nonsense(f"{args!r} are not line, column, text, x and y")
        line, column, text, x, y = args
        try:
            check_text(text)
            return line, from_utf16(text, column), text, x, y
        except ValueError as exc:
            raise Nonsense(str(exc)) from exc

    @override
    def values(self, node: Node) -> tuple[Touch, ...]:
        return ()


class StockText:
    """What a stock client shows in one editor: it is asked, and what it did is found out.

    Parameters:
        content: the editor's content.
        link: the browser.
    """

    def __init__(self, content: TextContent, link: Any) -> None:
        self._content = content
        self._link = link
        self._asked: tuple[int, str] | None = None
        self._is_old = False

    @classmethod
    def of(cls, content: TextContent, link: Any) -> "StockText":
        """The one of this editor and this browser."""
        found = content.stock.get(link)
        if found is None:
            found = content.stock[link] = cls(content, link)
        return found

    def ask(self, session: Any) -> None:
        """Ask for the text; what changes until the answer is here is asked for then."""
        if self._asked is not None:
            self._is_old = True
            return
        node, model = self._content.node, self._content.model
        self._asked = model.revision, model.text
        question = session.encode_call(node, "get_text", ())
        question.answer_to = _Answer(self, session)
        session.send_in_order(question, to=self._link)

    def failed(self) -> None:
        """There will be no answer."""
        self._asked = None

    def answered(self, session: Any, text: Any) -> None:
        """The browser's text when it had got all up to the question."""
        assert self._asked is not None
        (revision, before), self._asked = self._asked, None
        if not self._content.node.destroyed and isinstance(text, str):
            edit = edit_between(before, text)
            if edit is not None:
                self._take(session, revision, before, text, edit)
        if self._is_old:
            self._is_old = False
            self.ask(session)

    def _take(self, session: Any, revision: int, before: str, text: str, edit: Edit) -> None:
        content, model = self._content, self._content.model
        units = Edit(to_utf16(before, edit.start), to_utf16(before, edit.end), edit.text)
        try:
            newer = model.log.since(revision)
            done, _ = model.receive(_StockPage(), revision, units)
            shown = _blindly(text, newer)
        except VoidError:
            return  # all of the text was replaced since, in that browser too
        except (TooOldError, ValueError):
            if self._link in session.links:
                self._link.rebuild()
            return
        content.tell(session, done, but=self._link)
        rest = edit_between(shown, model.text)
        if rest is not None:
            start, end = to_utf16(shown, rest.start), to_utf16(shown, rest.end)
            args = (start, end, rest.text, {"pushUndo": False})
            outgoing = session.encode_call(content.node, "_replaceRange", args)
            session.send_in_order(outgoing, to=self._link)
        session.raise_event(content.node, "changed")


def _blindly(text: str, edits: list[Edit]) -> str:
    """What a text becomes by edits that were meant for another; ValueError for half characters."""
    units = as_units(text)
    for edit in edits:
        units = units[: edit.start] + edit.text + units[edit.end :]
    return from_units(units)


class _StockPage:
    """Made for each comparison: whatever a stock client did before is in its text."""

    __slots__ = ("__weakref__",)


class _Answer:
    """Takes the answer to a question for the text."""

    __slots__ = ("_session", "_text")

    def __init__(self, text: StockText, session: Any) -> None:
        self._text = text
        self._session = session

    def answered(self, value: Any) -> None:
        self._text.answered(self._session, value)

    def failed(self, error: Exception) -> None:
        self._text.failed()
