"""Edits made at the same time: any two sides, in any interleaving, end with one text."""

import json
from collections import deque
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.thorough import THOROUGHLY
from pgwidgets_proto.models.text_rebase import (
    Edit,
    Line,
    Operation,
    edit_between,
    one_by_one,
    rebase,
)

TRACES = Path(__file__).parent / "text_rebase.json"


def apply(text: str, operation: Operation) -> str:
    for edit in one_by_one(operation):
        assert 0 <= edit.start <= edit.end <= len(text)
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


@st.composite
def operations(draw: st.DrawFn, length: int, letters: str) -> Operation:
    """Sorted, disjoint edits of a text of that length."""
    places = sorted(draw(st.lists(st.integers(0, length), max_size=6)))
    edits = []
    for start, end in zip(places[::2], places[1::2], strict=False):
        text = draw(st.text(letters, max_size=3))
        if start < end or text:
            edits.append(Edit(start, end, text))
    return tuple(edits)


@THOROUGHLY
@given(st.data())
def test_two_sides_end_with_one_text(data: st.DataObject) -> None:
    text = "0123456789"[: data.draw(st.integers(0, 10))]
    one = data.draw(operations(len(text), "abc"))
    other = data.draw(operations(len(text), "XYZ"))
    result = apply(apply(text, one), rebase(other, one, first=False))
    assert result == apply(apply(text, other), rebase(one, other, first=True))
    for edit in (*one, *other):
        assert edit.text in result
    kept = set(apply(text, one)) & set(apply(text, other)) & set(text)
    assert {character for character in result if character in text} == kept


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (Edit(2, 2, "a"), Edit(2, 2, "b"), "01ab234567"),
        (Edit(2, 6, ""), Edit(4, 4, "b"), "01b67"),
        (Edit(2, 6, ""), Edit(4, 8, ""), "01"),
        (Edit(2, 6, "a"), Edit(2, 6, "b"), "01ab67"),
        (Edit(0, 8, "a"), Edit(3, 5, "b"), "ab"),
        (Edit(3, 3, "a"), Edit(0, 3, ""), "a34567"),
        (Edit(0, 0, "a"), Edit(0, 8, ""), "a"),
        (Edit(8, 8, "a"), Edit(0, 8, "b"), "ba"),
    ],
)
def test_who_is_first_and_what_survives(one: Edit, other: Edit, expected: str) -> None:
    text = "01234567"
    assert apply(apply(text, (one,)), rebase((other,), (one,), first=False)) == expected
    assert apply(apply(text, (other,)), rebase((one,), (other,), first=True)) == expected


def test_nothing_is_left_of_what_both_delete() -> None:
    assert rebase((Edit(2, 5, ""),), (Edit(0, 8, ""),), first=True) == ()


@THOROUGHLY
@given(st.data())
def test_a_server_and_its_browsers_agree_in_any_interleaving(data: st.DataObject) -> None:
    """Each shows its own edits at once; what is on its way may be slow."""
    browsers = [_Browser(data.draw) for _ in range(data.draw(st.integers(1, 3)))]
    server = _Server(browsers)
    actions = st.sampled_from(["server edits", "browser edits", "up", "down"])
    for action in data.draw(st.lists(actions, max_size=20)):
        browser = data.draw(st.sampled_from(browsers))
        match action:
            case "server edits":
                server.edit(data.draw(operations(len(server.text), "STU")))
            case "browser edits":
                browser.edit(data.draw(operations(len(browser.text), "abc")))
            case "up":
                server.take(browser)
            case "down":
                browser.take()
    while any(browser.up or browser.down for browser in browsers):
        for browser in browsers:
            server.take(browser)
            browser.take()
    assert {browser.text for browser in browsers} == {server.text}


class _Browser:
    """Shows edits at once; knows the server's by number, and its own by number."""

    def __init__(self, draw: object) -> None:
        self.text = "0123456789"
        self.line = Line(first=False)
        self.to_server = Line(first=True)
        self.sent = 0
        self.revision = 0
        self.taken = 0
        self.up: deque[tuple[int, int, Operation]] = deque()
        self.down: deque[tuple[int, int, Operation | None]] = deque()

    def edit(self, operation: Operation) -> None:
        self.text = apply(self.text, operation)
        self.sent += 1
        self.line.did(self.sent, operation)
        self.up.append((self.sent, self.revision, operation))

    def take(self) -> None:
        if self.down:
            revision, acknowledged, operation = self.down.popleft()
            self.line.knows(acknowledged)
            self.revision = revision
            if operation is not None:
                self.text = apply(self.text, self.line.receive(operation))


class _Server:
    """Puts all edits into one order and tells them to everybody else."""

    def __init__(self, browsers: list[_Browser]) -> None:
        self.text = "0123456789"
        self.browsers = browsers
        self.revision = 0

    def edit(self, operation: Operation, author: _Browser | None = None) -> None:
        self.text = apply(self.text, operation)
        self.revision += 1
        for browser in self.browsers:
            if browser is author:
                browser.down.append((self.revision, browser.taken, None))
            else:
                browser.to_server.did(self.revision, operation)
                browser.down.append((self.revision, browser.taken, operation))

    def take(self, browser: _Browser) -> None:
        if browser.up:
            browser.taken, revision, operation = browser.up.popleft()
            browser.to_server.knows(revision)
            self.edit(browser.to_server.receive(operation), browser)


@THOROUGHLY
@given(st.text("ab😀", max_size=8), st.text("ab😀", max_size=8))
def test_the_edit_between_two_texts(before: str, after: str) -> None:
    edit = edit_between(before, after)
    if edit is None:
        assert before == after
    else:
        assert apply(before, (edit,)) == after


def test_a_place_follows_what_its_side_does_not_know() -> None:
    line = Line(first=True)
    line.did(1, (Edit(0, 0, "ab"),))
    line.did(2, (Edit(4, 6, ""),))
    assert [line.moved(place) for place in range(6)] == [2, 3, 4, 4, 4, 5]
    line.knows(2)
    assert line.is_quiet
    assert line.moved(3) == 3


def test_the_browser_is_held_to_the_same_results() -> None:
    """tests/web/text_rebase.test.mjs reads these, too."""
    traces = json.loads(TRACES.read_text(encoding="utf-8"))
    assert len(traces) == 200
    for trace in traces:
        operation, over, result = (
            tuple(Edit(*edit) for edit in trace[name]) for name in ("operation", "over", "result")
        )
        assert rebase(operation, over, first=trace["first"]) == result
