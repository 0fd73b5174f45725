"""The text model against a naive one, and undo against what was there before."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.models.naive_text import NaiveMark, NaiveText
from core.thorough import THOROUGHLY
from pgwidgets_proto.models.text import TextModel
from pgwidgets_proto.models.text_changes import Caret
from pgwidgets_proto.models.text_marks import Mark
from pgwidgets_proto.models.text_rebase import Edit
from pgwidgets_proto.models.text_undo import KEPT_TEXT, STEPS

LETTERS = "ab\né́😀👩🏽‍"
NAMES = ("bold", "red")
texts = st.text(st.sampled_from(LETTERS), max_size=5)
gravities = st.sampled_from(["left", "right"])
names = st.sampled_from(NAMES)


def place(data: st.DataObject, model: TextModel) -> int:
    return data.draw(st.integers(0, len(model.text)))


def span(data: st.DataObject, model: TextModel) -> tuple[int, int]:
    start, end = sorted((place(data, model), place(data, model)))
    return start, end


def make(text: str = "") -> TextModel:
    model = TextModel(text)
    for name in NAMES:
        model.tags.define(name, {})
    return model


def utf16(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@THOROUGHLY
@given(st.data())
def test_the_same_text_references_and_tags_as_a_naive_model(data: st.DataObject) -> None:
    text = data.draw(texts)
    model, naive = make(text), NaiveText(text)
    marks: list[tuple[Mark, NaiveMark]] = []
    browser = text.encode("utf-16-le")
    actions = st.sampled_from(["edit"] * 5 + ["mark", "mark", "tag", "tag", "untag", "forget"])
    for action in data.draw(st.lists(actions, max_size=25)):
        match action:
            case "edit":
                start, end = span(data, model)
                new = data.draw(texts)
                done = model.edit(start, end, new)
                naive.replace(start, end, new)
                for one in done:
                    encoded = one.text.encode("utf-16-le")
                    browser = browser[: 2 * one.start] + encoded + browser[2 * one.end :]
            case "mark":
                offset, gravity = place(data, model), data.draw(gravities)
                mark = Mark(offset, gravity)
                model.marks.add(mark)
                marks.append((mark, naive.mark(offset, gravity)))
            case "tag":
                name, (start, end) = data.draw(names), span(data, model)
                model.tags.apply(name, start, end)
                naive.tag(name, start, end)
            case "untag":
                name, (start, end) = data.draw(names), span(data, model)
                model.tags.remove(name, start, end)
                naive.untag(name, start, end)
            case "forget":
                name = data.draw(names)
                model.tags.forget(name)
                model.tags.define(name, {})
                naive.forget(name)
        assert model.text == naive.text
        assert model.text.encode("utf-16-le") == browser
        assert [mark.offset for mark, _ in marks] == [naive.offset(other) for _, other in marks]
        for name in NAMES:
            assert model.tags.regions(name) == naive.regions(name)
        start, end = span(data, model)
        if start < end:
            assert set(model.tags.within(start, end)) == naive.tags_within(start, end)
            assert set(model.tags.at(start)) == naive.tags_within(start, start + 1)
        check_lines(model, start)


def check_lines(model: TextModel, offset: int) -> None:
    buffer, lines = model.buffer, model.text.split("\n")
    before = model.text[:offset].split("\n")
    assert buffer.line_count == len(lines)
    assert buffer.line_of(offset) == len(before) - 1
    assert buffer.line_column(offset) == (len(before) - 1, len(before[-1]))
    line = buffer.line_of(offset)
    start = buffer.line_start(line)
    assert model.text[start : buffer.line_end(offset)] == lines[line]
    assert buffer.line_start(len(lines)) == len(model.text)
    assert buffer.from_utf16(buffer.to_utf16(offset)) == offset


def state(model: TextModel) -> Any:
    return (
        model.text,
        [mark.offset for mark in model.marks],
        model.tags.places(),
        model.caret,
        model.history.is_modified,
    )


class Peer:
    """Stands for a page."""


def press(model: TextModel, user: Peer, key: str) -> bool:
    """Have a user type at the caret, or delete what is before it; whether anything happened."""
    at = model.caret.end
    start, text = (max(0, at - 1), "") if key == "\b" else (at, key)
    units = model.buffer.to_utf16
    done, _ = model.receive(user, model.revision, Edit(units(start), units(at), text))
    return bool(done)


@THOROUGHLY
@given(st.data())
def test_undo_and_redo_return_to_the_very_same_state(data: st.DataObject) -> None:
    model = make(data.draw(texts))
    for _ in range(data.draw(st.integers(0, 4))):
        model.marks.add(Mark(place(data, model), data.draw(gravities)))
        model.tags.apply(data.draw(names), *span(data, model))
    model.caret = Caret(*span(data, model))
    states, now = [state(model)], 0
    user = Peer()
    actions = st.sampled_from(
        ["edit", "edit", "edit all", *["type"] * 6, "undo", "undo", "redo", "clean"]
    )
    for action in data.draw(st.lists(actions, max_size=25)):
        match action:
            case "undo":
                assert model.history.can_undo == (now > 0)
                assert bool(model.undo()) == (now > 0)
                now = max(0, now - 1)
            case "redo":
                is_there = now < len(states) - 1
                assert model.history.can_redo == is_there
                assert bool(model.redo()) == is_there
                now += is_there
            case "clean":
                model.history.mark_clean()
                states = [(*known[:-1], index != now) for index, known in enumerate(states)]
            case "edit":
                if model.edit(*span(data, model), data.draw(texts), data.draw(st.lists(names))):
                    states[now + 1 :] = [state(model)]
                    now += 1
            case "type":
                steps = len(model.history)
                if press(model, user, data.draw(st.sampled_from([*LETTERS, " ", "\b", "\b"]))):
                    now += len(model.history) - steps  # it may go on with the newest step
                    states[now:] = [state(model)]
            case "edit all":
                letter = data.draw(st.sampled_from(LETTERS))
                new = data.draw(texts)
                found = [Edit(*where, new) for where in model.buffer.find_all(letter)]
                if model.edit_all(tuple(found)):
                    states[now + 1 :] = [state(model)]
                    now += 1
        assert state(model)[:-1] == states[now][:-1]


@THOROUGHLY
@given(st.data())
def test_undo_finds_its_text_whatever_else_was_done(data: st.DataObject) -> None:
    """References and tags that were moved, added or taken away meanwhile stay as they are."""
    model = make("abcdef")
    texts_before = [model.text]
    for _ in range(data.draw(st.integers(1, 6))):
        model.marks.add(Mark(place(data, model)))
        model.tags.apply(data.draw(st.sampled_from([*model.tags.definitions])), *span(data, model))
        if model.edit(*span(data, model), data.draw(texts)):
            texts_before.append(model.text)
        for mark in list(model.marks)[: data.draw(st.integers(0, 1))]:
            model.marks.remove(mark)
        model.tags.remove(data.draw(names), *span(data, model))
        model.tags.forget("red")
        if data.draw(st.booleans()):
            model.tags.define("red", {})
    for expected in reversed(texts_before[:-1]):
        model.undo()
        assert model.text == expected
        assert all(0 <= mark.offset <= len(model.text) for mark in model.marks)
        assert all(0 <= a < b <= len(model.text) for _, a, b in model.tags.places())
        assert {name for name, _, _ in model.tags.places()} <= set(model.tags.definitions)


def test_modified_is_about_the_text_and_not_about_the_number_of_edits() -> None:
    model = TextModel("a")
    assert not model.history.is_modified
    model.edit(0, 0, "b")
    assert model.history.is_modified
    model.undo()
    assert not model.history.is_modified
    model.redo()
    model.history.mark_clean()
    assert not model.history.is_modified
    model.edit(0, 0, "c")
    assert model.history.is_modified
    model.set_text("ba")
    assert not model.history.is_modified


def test_old_steps_go_and_the_newest_can_be_taken_back() -> None:
    model = TextModel()
    for _ in range(STEPS + 5):
        model.edit(0, 0, "x")
    while model.undo():
        pass
    assert model.text == "xxxxx"
    assert model.history.is_modified


def test_steps_with_much_text_go_sooner() -> None:
    model = make("")
    half = "x" * (KEPT_TEXT // 4 - 1)  # each step keeps what it removed, too
    for letter in "abcdefgh":
        model.edit(0, len(model.text), letter + half)
    texts = []
    while model.undo():
        texts.append(model.text[:1])
    assert "".join(texts) == "gf"
    assert model.history.is_modified


def test_replacing_all_of_the_text_lets_everything_else_go() -> None:
    model = make("some text")
    mark, other = Mark(3), Mark(4)
    for one in (mark, other):
        model.marks.add(one)
    model.marks.bind("here", mark)
    model.tags.apply("bold", 0, 4)
    model.edit(0, 0, "x")
    assert model.set_text("new") == [mark, other]
    assert not mark.is_valid
    assert (len(model.marks), model.marks.named) == (0, {})
    assert (len(model.tags), set(model.tags.definitions)) == (0, set(NAMES))
    assert not model.history.can_undo
    assert model.caret == Caret()


@pytest.mark.parametrize(
    ("edit", "caret"),
    [
        ((1, 1, "xy"), Caret(3, 5)),  # at its start: behind what is inserted
        ((3, 3, "xy"), Caret(1, 5)),  # at its end, too
        ((2, 2, "xy"), Caret(1, 5)),
        ((0, 1, "xy"), Caret(2, 4)),
        ((0, 2, ""), Caret(0, 1)),
        ((2, 4, "xy"), Caret(1, 4)),
        ((4, 4, "xy"), Caret(1, 3)),
    ],
)
def test_the_programs_edits_leave_the_selection_where_it_is_in_the_text(
    edit: tuple[int, int, str], caret: Caret
) -> None:
    model = TextModel("abcde")
    model.place_caret(Caret(1, 3))
    model.edit(*edit)
    assert model.caret == caret


def test_a_caret_is_behind_what_is_inserted_at_it() -> None:
    model = TextModel("abc")
    model.place_caret(Caret(3, 3))
    model.edit(3, 3, "de")
    assert model.caret == Caret(5, 5)
    model.undo()
    assert model.caret == Caret(3, 3)
    model.redo()
    assert model.caret == Caret(5, 5)


def test_a_name_goes_over_to_another_reference() -> None:
    model = TextModel("abc")
    first, second = Mark(1), Mark(2)
    model.marks.add(first)
    model.marks.add(second)
    assert model.marks.bind("here", first) is None
    assert model.marks.bind("here", first) is None
    assert model.marks.bind("here", second) is first
    assert not first.is_valid
    model.marks.remove(second)
    assert model.marks.named == {}


def test_a_tag_taken_from_no_text_at_all_is_still_one_piece() -> None:
    model = make("ab")
    model.tags.apply("bold", 0, 2)
    assert not model.tags.remove("bold", 1, 1)
    model.edit(1, 1, "x")
    assert model.tags.places() == [("bold", 0, 3)]


def test_an_unknown_tag_can_not_be_applied() -> None:
    with pytest.raises(ValueError, match="there is no tag 'x'; known are: none"):
        TextModel("abc").tags.apply("x", 0, 1)


def test_tags_applied_anew_are_those_that_are_known() -> None:
    tags = make("abc").tags
    tags.apply("bold", 0, 3)
    tags.replace_all([("red", 0, 2), ("blue", 0, 1), ("red", 1, 1)])
    assert tags.places() == [("red", 0, 2)]


def test_what_is_searched_for_is_taken_as_it_stands() -> None:
    buffer = TextModel("a.b A.B aXb İ").buffer
    assert list(buffer.find_all("a.b")) == [(0, 3)]
    assert list(buffer.find_all("a.b", case_insensitive=True)) == [(0, 3), (4, 7)]
    assert list(buffer.find_all("A.B", 1)) == [(4, 7)]
    assert list(buffer.find_all("")) == []


@pytest.mark.parametrize("text", ["\ud83d", "a\ude00b"])
def test_half_a_character_changes_nothing(text: str) -> None:
    model = make("abc")
    with pytest.raises(ValueError, match="half a surrogate pair"):
        model.edit(0, 1, text)
    with pytest.raises(ValueError, match="half a surrogate pair"):
        model.set_text(text)
    assert (model.text, model.revision, model.history.can_undo) == ("abc", 0, False)


def test_a_reference_goes_left_or_right() -> None:
    with pytest.raises(ValueError, match="gravity is 'up'; it may be 'left' or 'right'"):
        Mark(0, "up")  # type: ignore[arg-type]
