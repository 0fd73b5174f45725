"""A text that two sides edit at once, as one of them keeps it while the other lags."""

from hypothesis import given
from hypothesis import strategies as st

from core.counting import lines_of
from core.thorough import THOROUGHLY
from pgwidgets_proto.models import text_crossing
from pgwidgets_proto.models.text import TextModel
from pgwidgets_proto.models.text_crossing import Crossing
from pgwidgets_proto.models.text_rebase import Edit, Line, Operation, one_by_one

LENGTH = 12


def apply(text: str, operation: Operation) -> str:
    for start, end, new in one_by_one(operation):
        text = text[:start] + new + text[end:]
    return text


class Sides:
    """The same edits on a crossing, and carried over one another one after another."""

    def __init__(self) -> None:
        self.crossing, self.line = Crossing(), Line(first=True)
        self.ours = self.theirs = "0123456789ab"[:LENGTH]
        self.number = self.known = 0
        self.log: list[Edit] = []

    def we_edit(self, edit: Edit) -> None:
        self.number += 1
        self.ours = apply(self.ours, (edit,))
        self.crossing.did(self.number, edit)
        self.line.did(self.number, (edit,))

    def they_edit(self, edit: Edit) -> None:
        carried = self.crossing.receive(edit)
        expected = apply(self.ours, self.line.receive((edit,)))
        self.ours = apply(self.ours, carried)
        assert self.ours == expected

    def they_know(self, number: int) -> None:
        self.known = number
        self.crossing.knows(number)
        self.line.knows(number)
        assert self.crossing.is_quiet is self.line.is_quiet


def _edit(data: st.DataObject, length: int, text: str) -> Edit:
    start, end = sorted(data.draw(st.integers(0, length)) for _ in range(2))
    kind = data.draw(st.sampled_from(["insert", "delete", "replace"]))
    return Edit(start, start if kind == "insert" else end, "" if kind == "delete" else text)


@THOROUGHLY
@given(st.data())
def test_it_gives_what_carrying_over_one_after_another_gives(data: st.DataObject) -> None:
    sides = Sides()
    theirs = LENGTH
    letters = iter("ABCDEFGHIJKLMNOPQRSTUVWXYZ" * 4)
    block = data.draw(st.sampled_from([1, 2, 64]))
    before, text_crossing.BLOCK = text_crossing.BLOCK, block
    try:
        for action in data.draw(st.lists(st.sampled_from("wwttk"), max_size=20)):
            text = next(letters) * data.draw(st.integers(1, 2))
            if action == "w":
                sides.we_edit(_edit(data, len(sides.ours), text))
            elif action == "t":
                edit = _edit(data, theirs, text)
                theirs += len(edit.text) - (edit.end - edit.start)
                sides.they_edit(edit)
            else:
                sides.they_know(data.draw(st.integers(sides.known, sides.number)))
                # What they show is what we show, before all that they do not know.
                theirs = _their_length(sides)
            places = range(theirs + 1)
            moved = [sides.crossing.moved(place) for place in places]
            assert moved == [sides.line.moved(place) for place in places]
    finally:
        text_crossing.BLOCK = before


def _their_length(sides: Sides) -> int:
    length = len(sides.ours)
    for _, operation in reversed(sides.line._pending):
        length -= sum(len(edit.text) - (edit.end - edit.start) for edit in operation)
    return length


def _late_edits(edits: int) -> int:
    """The work of 50 edits of a page that knows none of so many edits of the program."""
    model, page = TextModel("hello world " * 10), Page()
    model.receive(page, 0, Edit(0, 0, "x"))
    for number in range(edits):
        model.edit(number % 100, number % 100, "ab")
    model.receive(page, 0, Edit(0, 0, "x"))
    return lines_of(lambda: [model.receive(page, 0, Edit(1, 1, "x")) for _ in range(50)])


class Page:
    """Stands for a page."""


def test_what_a_late_edit_costs_does_not_grow_with_what_it_has_missed() -> None:
    few, many = _late_edits(30), _late_edits(3000)
    assert many < 4 * few  # a hundred times as many


def test_getting_to_know_edits_one_by_one_costs_the_same_each() -> None:
    def work(edits: int) -> int:
        model, page = TextModel("hello world " * 10), Page()
        model.receive(page, 0, Edit(0, 0, "x"))
        for number in range(edits):
            model.edit(number % 100, number % 100, "ab")
        model.receive(page, 0, Edit(0, 0, "x"))
        return lines_of(
            lambda: [model.receive(page, at, Edit(1, 1, "x")) for at in range(1, edits - 1)]
        )

    assert work(3000) < 5 * 10 * work(300)


def test_deleting_across_what_the_page_does_not_know_costs_little_each_time() -> None:
    def work(edits: int) -> int:
        model, page = TextModel("y" * 500), Page()
        model.receive(page, 0, Edit(0, 0, "x"))
        for number in range(edits):
            model.edit(1, 1, "ab"[number % 2])
        model.receive(page, 0, Edit(0, 0, ""))
        return lines_of(lambda: [model.receive(page, 0, Edit(0, 2, "z")) for _ in range(100)])

    assert work(3000) < 4 * work(30)


def test_what_stands_behind_a_character_that_both_deleted_moves_up() -> None:
    sides = Sides()
    sides.we_edit(Edit(0, 1, ""))
    sides.we_edit(Edit(1, 1, "C"))  # behind the "1"
    sides.they_edit(Edit(1, 2, ""))
    sides.they_edit(Edit(0, 0, "X"))
    assert sides.ours == "CX23456789ab"
