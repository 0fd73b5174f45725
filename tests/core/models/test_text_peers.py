"""A text that several pages edit at once, each counting in UTF-16."""

from collections import deque

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.thorough import THOROUGHLY
from pgwidgets_proto.models.text import Done, TextModel
from pgwidgets_proto.models.text_peers import KEPT, KEPT_TEXT, EditLog, TooOldError, VoidError
from pgwidgets_proto.models.text_rebase import Edit, Line, one_by_one
from pgwidgets_proto.models.text_utf16 import as_units, from_units

texts = st.text(st.sampled_from("ab\n😀👍"), max_size=4)


class PageOfText:
    """What a page does with its text: characters are code units here."""

    def __init__(self, text: str) -> None:
        self.units = as_units(text)
        self.line = Line(first=False)
        self.sent = 0
        self.revision = 0
        self.up: deque[tuple[int, int, Edit]] = deque()
        self.down: deque[tuple[int, Done | None]] = deque()

    def edit(self, start: int, end: int, text: str) -> None:
        edit = Edit(start, end, as_units(text))
        self.units = self.units[:start] + edit.text + self.units[end:]
        self.sent += 1
        self.line.did(self.sent, (edit,))
        self.up.append((self.sent, self.revision, Edit(start, end, text)))

    def take(self) -> None:
        number, done = self.down.popleft()
        if done is None:
            self.line.knows(number)
            return
        operation = self.line.receive((Edit(done.start, done.end, as_units(done.text)),))
        for edit in one_by_one(operation):
            self.units = self.units[: edit.start] + edit.text + self.units[edit.end :]
        self.revision = number

    def boundaries(self) -> list[int]:
        """Where a caret can stand: not inside a character."""
        return [
            i
            for i in range(len(self.units) + 1)
            if not "\udc00" <= self.units[i : i + 1] < "\ue000"
        ]


def tell(pages: list[PageOfText], done: list[Done], author: PageOfText | None = None) -> None:
    for one in done:
        for page in pages:
            if page is not author:
                page.down.append((one.revision, one))


def take(model: TextModel, pages: list[PageOfText], page: PageOfText) -> None:
    number, revision, edit = page.up.popleft()
    done, _ = model.receive(page, revision, edit)
    tell(pages, done, page)
    page.down.append((number, None))


@THOROUGHLY
@given(st.data())
def test_everybody_ends_with_one_text(data: st.DataObject) -> None:
    model = TextModel(data.draw(texts))
    pages = [PageOfText(model.text) for _ in range(data.draw(st.integers(1, 3)))]
    actions = st.sampled_from(["program", "user", "user", "up", "down", "undo", "redo"])
    for action in data.draw(st.lists(actions, max_size=25)):
        page = data.draw(st.sampled_from(pages))
        match action:
            case "program":
                start, end = sorted(data.draw(st.integers(0, len(model.text))) for _ in range(2))
                tell(pages, model.edit(start, end, data.draw(texts)))
            case "user":
                places = st.sampled_from(page.boundaries())
                start, end = sorted((data.draw(places), data.draw(places)))
                page.edit(start, end, data.draw(texts))
            case "undo":
                tell(pages, reverted.done if (reverted := model.undo()) else [])
            case "redo":
                tell(pages, reverted.done if (reverted := model.redo()) else [])
            case "up" if page.up:
                take(model, pages, page)
            case "down" if page.down:
                page.take()
    while any(page.up or page.down for page in pages):
        for page in pages:
            if page.up:
                take(model, pages, page)
            if page.down:
                page.take()
    assert [from_units(page.units) for page in pages] == [model.text] * len(pages)


def test_a_page_is_told_that_something_was_carried_over() -> None:
    model, page = TextModel("😀abc"), PageOfText("😀abc")
    assert model.receive(page, 0, Edit(2, 2, "x")) == ([Done(1, 2, 2, "x")], False)
    model.edit(0, 1, "😀😀")
    done, is_concurrent = model.receive(page, 0, Edit(3, 4, "y"))
    assert is_concurrent
    assert (model.text, done) == ("😀😀xybc", [Done(3, 5, 6, "y")])
    assert model.receive(page, 2, Edit(4, 4, "")) == ([], False)


def test_carets_are_carried_over_too() -> None:
    model, page = TextModel("😀abc"), PageOfText("😀abc")
    model.edit(1, 1, "😀")
    assert model.receive_caret(page, 0, 2, 3) == (2, 3)
    assert model.receive_caret(page, 1, 2, 3) == (1, 1)  # inside of a pair: before it


@pytest.mark.parametrize(
    ("revision", "edit", "match"),
    [
        (0, Edit(3, 2, ""), "3 to 2 is no range"),
        (0, Edit(-1, 2, ""), "before the start"),
        (0, Edit(0, 9, ""), "after the end"),
        (0, Edit(1, 2, ""), "offset 1 is inside of a character"),
        (0, Edit(0, 0, "\ud83d"), "surrogates|unexpected end"),
        (2, Edit(0, 0, "x"), "revision 2 is not between 0 and 1"),
        (-1, Edit(0, 0, "x"), "revision -1 is not between 0 and 1"),
    ],
)
def test_nonsense_is_refused_and_changes_nothing(revision: int, edit: Edit, match: str) -> None:
    model, page = TextModel("😀abc"), PageOfText("😀abc")
    model.edit(4, 4, "!")
    with pytest.raises(ValueError, match=match):
        model.receive(page, revision, edit)
    assert (model.text, model.revision) == ("😀abc!", 1)
    assert model.receive(page, 0, Edit(5, 5, "?"))[1]
    assert model.text == "😀abc!?"


def test_a_revision_does_not_fall() -> None:
    model, page = TextModel("abc"), PageOfText("abc")
    model.edit(0, 0, "x")
    model.receive(page, 1, Edit(0, 0, "y"))
    with pytest.raises(ValueError, match="revision 0 is not between 1 and 2"):
        model.receive(page, 0, Edit(0, 0, "z"))


def test_an_edit_of_a_text_that_was_replaced_is_void() -> None:
    model, page = TextModel("abc"), PageOfText("abc")
    model.set_text("new")
    with pytest.raises(VoidError):
        model.receive(page, 0, Edit(0, 0, "x"))
    assert model.receive(page, 1, Edit(0, 0, "x"))[0]
    assert model.text == "xnew"


def test_a_page_that_lags_too_much_is_told_so() -> None:
    model, page, fresh = TextModel(), PageOfText(""), PageOfText("")
    for _ in range(KEPT + 1):
        model.edit(0, 0, "x")
    with pytest.raises(TooOldError):
        model.receive(page, 0, Edit(0, 0, "y"))
    assert model.receive(fresh, 1, Edit(0, 0, "y"))[1]
    assert len(model.text) == KEPT + 2


def test_long_edits_are_kept_by_their_length() -> None:
    log = EditLog()
    for _ in range(5):
        log.add(Edit(0, 0, "x" * (KEPT_TEXT // 2)))
    assert len(log.since(3)) == 2
    with pytest.raises(TooOldError):
        log.since(2)
    log.add(Edit(0, 0, "x" * (2 * KEPT_TEXT)))
    assert len(log.since(5)) == 1


def test_a_page_that_goes_is_forgotten() -> None:
    model, page = TextModel("abc"), PageOfText("abc")
    model.edit(0, 0, "x")
    model.receive(page, 1, Edit(0, 0, "y"))
    model.log.forget(page)
    assert model.receive(page, 0, Edit(3, 3, "z"))[1]
