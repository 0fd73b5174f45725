"""What a user types without a break is one step: where it ends, and what undoing it brings back."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.thorough import THOROUGHLY
from pgwidgets_proto.models.text import TextModel
from pgwidgets_proto.models.text_changes import Caret
from pgwidgets_proto.models.text_marks import Mark
from pgwidgets_proto.models.text_rebase import Edit
from pgwidgets_proto.models.text_undo import KEPT_TEXT

BACKSPACE, DELETE = "\b", "\x7f"


class User:
    """Somebody at a keyboard; the page has applied all that there is.

    Parameters:
        model: the text.
        is_one: whether what is done comes from one page, and not each time from a new one.
    """

    def __init__(self, model: TextModel, at: int = 0, *, is_one: bool = True) -> None:
        self.model = model
        self.at = at
        self._is_one = is_one
        self._peer = Peer()

    def press(self, keys: str) -> None:
        """Type characters, and delete some: ``\\b`` is Backspace, ``\\x7f`` is Delete."""
        for key in keys:
            match key:
                case "\b":
                    self.replace(max(0, self.at - 1), self.at, "")
                case "\x7f":
                    self.replace(self.at, min(self.at + 1, len(self.model.text)), "")
                case _:
                    self.replace(self.at, self.at, key)

    def replace(self, start: int, end: int, text: str) -> None:
        """Put a text in the place of a range, as a paste does."""
        units = self.model.buffer.to_utf16
        edit = Edit(units(start), units(end), text)
        if not self._is_one:
            self._peer = Peer()
            self.select(*self.selected)  # a page tells its caret before it edits
        self.model.receive(self._peer, self.model.revision, edit)
        self.at = start + len(text)

    def move(self, to: int) -> None:
        """Put the caret somewhere, which is reported."""
        self.select(to, to)

    def select(self, start: int, end: int) -> None:
        """Select a range, which is reported."""
        places = [self.model.buffer.to_utf16(place) for place in (start, end)]
        self.model.receive_caret(self._peer, self.model.revision, *places)
        self.selected = start, end

    @property
    def at(self) -> int:
        """Where the caret is."""
        return self.selected[1]

    @at.setter
    def at(self, place: int) -> None:
        self.selected = place, place


class Peer:
    """Stands for a page."""


def undone(model: TextModel) -> list[str]:
    """The texts that undo goes back to, one after another."""
    texts = []
    while model.undo():
        texts.append(model.text)
    return texts


@pytest.mark.parametrize(
    ("text", "at", "keys", "texts"),
    [
        ("", 0, "hello", [""]),
        ("", 0, "hello big world", ["hello big ", "hello ", ""]),
        ("", 0, "one  two", ["one  ", ""]),
        ("", 0, "  one", ["  ", ""]),
        ("", 0, "a\nb", ["a\n", "a", ""]),
        ("", 0, "\n\n", ["\n", ""]),
        ("", 0, "😀x", [""]),
        ("hello world", 11, BACKSPACE * 11, ["hello", "hello world"]),
        ("hello world", 0, DELETE * 11, ["world", "hello world"]),
        ("a\nb", 3, BACKSPACE * 3, ["a", "a\n", "a\nb"]),
        ("abcd", 2, BACKSPACE + DELETE + BACKSPACE + DELETE, ["abcd"]),
        ("", 0, "abc" + BACKSPACE * 2 + "d", ["a", "abc", ""]),
    ],
)
def test_undo_goes_by_words_and_redo_comes_back_by_them(
    text: str, at: int, keys: str, texts: list[str]
) -> None:
    model = TextModel(text)
    User(model, at).press(keys)
    typed = model.text
    assert undone(model) == texts
    texts.reverse()
    for expected in [*texts[1:], typed]:
        assert model.redo()
        assert model.text == expected
    assert not model.redo()


@pytest.mark.parametrize(
    "interrupt",
    [
        lambda model, user: user.move(0) or user.move(2),
        lambda model, user: user.select(1, 2) or user.move(2),
        lambda model, user: model.place_caret(Caret(1, 1)) or model.place_caret(Caret(2, 2)),
        lambda model, user: model.edit(3, 3, "x"),
        lambda model, user: User(model, 3).press("x"),
        lambda model, user: model.undo() and model.redo(),
        lambda model, user: model.history.mark_clean(),
    ],
    ids=["caret", "selection", "program's caret", "program", "another user", "undo", "clean"],
)
def test_a_break_ends_what_is_one_step(interrupt: Callable[[TextModel, User], Any]) -> None:
    model = TextModel("-")
    user = User(model)
    user.press("ab")
    interrupt(model, user)
    before = model.text
    user.press("cd")
    assert model.text == before.replace("ab", "abcd")
    assert model.undo()
    assert model.text == before


@pytest.mark.parametrize(
    "happens",
    [
        lambda model, user: user.move(2),
        lambda model, user: model.place_caret(Caret(2, 2)),
        lambda model, user: User(model).select(0, 1),
        lambda model, user: model.edit(1, 1, ""),
        lambda model, user: model.marks.add(Mark(2)),
        lambda model, user: user.replace(1, 1, "") or user.move(2),
    ],
    ids=["caret", "program's caret", "another's caret", "nothing", "reference", "no edit"],
)
def test_what_leaves_the_caret_where_it_is_ends_nothing(
    happens: Callable[[TextModel, User], Any],
) -> None:
    model = TextModel()
    user = User(model)
    user.press("ab")
    happens(model, user)
    user.press("cd")
    assert undone(model) == [""]


def test_each_user_types_for_themselves() -> None:
    model = TextModel()
    one, other = User(model), User(model)
    one.press("a")
    other.at = 1
    other.press("bc")
    one.at = 3
    one.press("d")
    assert undone(model) == ["abc", "a", ""]


def test_what_was_undone_or_replaced_as_a_whole_is_not_gone_on_with() -> None:
    model = TextModel("abc")
    user = User(model, 3)
    user.press(BACKSPACE)
    model.undo()
    user.at = 3
    user.press(BACKSPACE * 2)
    assert undone(model) == ["abc"]
    user.press("d")
    model.set_text("xyz")
    user.press("e")
    assert (model.text, undone(model)) == ("xyez", ["xyz"])


def test_what_others_have_cut_in_two_is_a_step_of_its_own() -> None:
    model = TextModel("wxyz")
    user = Peer()
    model.receive(user, 0, Edit(4, 4, ""))
    model.edit(2, 2, "-")
    for edit in (Edit(3, 4, ""), Edit(1, 3, "")):  # made before the page has seen the program's
        model.receive(user, 0, edit)
    assert model.text == "w-"
    assert undone(model) == ["wx-y", "wx-yz", "wxyz"]


def test_a_paste_is_a_step_and_so_is_each_call_of_the_program() -> None:
    model = TextModel()
    user = User(model)
    user.press("ab")
    user.replace(2, 2, "cd")
    user.press("ef")
    user.replace(3, 6, "")  # such as Ctrl-Backspace
    user.press(BACKSPACE)
    for letter in "xy":
        model.edit(len(model.text), len(model.text), letter)
    assert model.text == "abxy"
    assert undone(model) == ["abx", "ab", "abc", "abcdef", "abcd", "ab", ""]


def test_what_is_typed_over_a_selection_brings_it_back_as_it_was() -> None:
    model = TextModel("one two three")
    marks = [Mark(offset) for offset in (4, 5, 7)]
    for mark in marks:
        model.marks.add(mark)
    model.tags.define("bold", {})
    model.tags.apply("bold", 4, 7)
    user = User(model)
    user.press("_")
    user.select(5, 8)
    user.replace(5, 8, "z")
    user.press("wei")
    assert model.text == "_one zwei three"
    done = model.undo()
    assert done is not None
    assert [(one.start, one.end, one.text) for one in done.done] == [(5, 9, "two")]
    assert model.text == "_one two three"
    assert model.caret == Caret(5, 8)
    assert [mark.offset for mark in marks] == [5, 6, 8]
    assert model.tags.places() == [("bold", 5, 8)]
    model.redo()
    assert model.text == "_one zwei three"
    assert model.caret == Caret(9, 9)
    assert undone(model) == ["_one two three", "one two three"]


def test_what_takes_the_place_of_other_text_is_the_first_of_a_step() -> None:
    """As where a browser mends a letter by itself, which leaves the caret behind it."""
    model = TextModel("abc")
    user = User(model)
    user.press("x")
    user.replace(1, 2, "y")
    user.press("z")
    assert model.text == "xyzbc"
    assert undone(model) == ["xabc", "abc"]


def test_what_is_typed_is_modified_until_it_is_undone() -> None:
    model = TextModel()
    user = User(model)
    user.press("a")
    model.history.mark_clean()
    user.press("b")
    assert model.history.is_modified
    model.undo()
    assert not model.history.is_modified
    assert model.text == "a"


@pytest.mark.parametrize(
    ("at", "offset", "key", "moved", "undone", "redone"),
    [
        (4, 4, BACKSPACE, 2, 2, 2),  # to before what is deleted next
        (4, 4, BACKSPACE, 4, 5, 3),  # to behind it, by as much as that will take away
        (2, 3, DELETE, 3, 4, 2),
        (0, 0, "x", 0, 0, 2),  # as a new one, which is pushed by what is inserted
    ],
)
def test_what_was_moved_while_typing_is_put_back_from_where_it_was_moved_to(
    at: int, offset: int, key: str, moved: int, undone: int, redone: int
) -> None:
    model, mark = TextModel("abcdef"), Mark(offset)
    model.marks.add(mark)
    user = User(model, at)
    user.press(key)
    mark.offset = moved
    user.press(key)
    model.undo()
    assert (model.text, mark.offset) == ("abcdef", undone)
    model.redo()
    assert mark.offset == redone


def test_tags_that_were_applied_anew_while_typing_do_not_come_back() -> None:
    """As a program does that colours the text at each change."""
    model = TextModel()
    model.tags.define("word", {})
    user = User(model)
    for letter in "abc":
        user.press(letter)
        model.tags.replace_all([("word", 0, len(model.text))])
    model.undo()
    assert (model.text, model.tags.places()) == ("", [])
    model.redo()
    assert (model.text, model.tags.places()) == ("abc", [])


def test_a_long_word_counts_with_all_its_text() -> None:
    model = TextModel("x" * (KEPT_TEXT - 1))
    model.edit(0, KEPT_TEXT - 1, "")
    user = User(model)
    user.press("ab")
    assert undone(model) == [""]


# --- undone at once, it is as it would be one by one

LETTERS = "ab \n😀"
NAMES = ("bold", "red")


class Twins:
    """The same text twice: in one what is typed without a break is a step, in the other never."""

    def __init__(self, text: str) -> None:
        self.one, self.other = TextModel(text), TextModel(text)
        self.user, self.many = User(self.one), User(self.other, is_one=False)
        self.sizes: list[int] = []
        self.now = 0
        self.both(lambda model: [model.tags.define(name, {}) for name in NAMES])

    def both(self, action: Callable[[TextModel], Any]) -> None:
        """Have something done to both; it may be a step."""
        for model in (self.one, self.other):
            action(model)
        self.count()

    def users(self, action: Callable[[User], Any]) -> None:
        """Have both users do something."""
        action(self.user)
        action(self.many)
        self.count()

    def count(self) -> None:
        """How many steps of the other are each step of the one."""
        one, other = len(self.one.history), len(self.other.history)
        if other > sum(self.sizes[: self.now]):
            self.now = one
            self.sizes[one - 1 :] = [other - sum(self.sizes[: one - 1])]
        self.follow()

    def follow(self) -> None:
        """The users are where the caret is by now."""
        self.user.selected = self.many.selected = tuple(self.one.caret)

    def undo(self) -> bool:
        """One step back, which is several in the other; false if there is none."""
        if not self.one.undo():
            return False
        self.now -= 1
        for _ in range(self.sizes[self.now]):
            assert self.other.undo()
        self.follow()
        return True

    def redo(self) -> bool:
        """The step again that was undone last; false if there is none."""
        if not self.one.redo():
            return False
        for _ in range(self.sizes[self.now]):
            assert self.other.redo()
        self.now += 1
        self.follow()
        return True

    def check(self, *, is_clean: bool) -> None:
        """Both are alike."""
        assert seen(self.one) == seen(self.other)
        assert self.one.history.is_modified is self.other.history.is_modified
        if is_clean:
            assert not self.one.history.is_modified


def seen(model: TextModel) -> Any:
    return (
        model.text,
        [mark.offset for mark in model.marks],
        sorted(model.tags.places()),
        [model.tags.at(offset) for offset in range(len(model.text))],  # the highest rank last
        model.caret,
        model.history.can_undo,
        model.history.can_redo,
    )


def near(data: st.DataObject, twins: Twins) -> tuple[int, int]:
    """A range about the caret."""
    length, at = len(twins.one.text), twins.user.at
    places = st.integers(max(0, at - 3), min(length, at + 3))
    start, end = sorted((data.draw(places), data.draw(places)))
    return start, end


def mark(data: st.DataObject, twins: Twins) -> None:
    """A new reference, or one moves."""
    at, _ = near(data, twins)
    gravity = data.draw(st.sampled_from(["left", "right"]))
    moved = data.draw(st.integers(0, 2 * len(twins.one.marks)))

    def act(model: TextModel) -> None:
        if moved < len(model.marks):
            list(model.marks)[moved].offset = at
        else:
            model.marks.add(Mark(at, gravity))

    twins.both(act)


def tag(data: st.DataObject, twins: Twins) -> None:
    """A tag is applied, or taken off."""
    name, (start, end) = data.draw(st.sampled_from(NAMES)), near(data, twins)
    method = data.draw(st.sampled_from(["apply", "apply", "remove"]))
    twins.both(lambda model: getattr(model.tags, method)(name, start, end))


def select(data: st.DataObject, twins: Twins) -> None:
    """The user selects, and may type over it."""
    start, end = near(data, twins)
    twins.users(lambda user: user.select(start, end))
    if data.draw(st.booleans()):
        text = data.draw(st.sampled_from(["a", "b", " ", "ab", ""]))
        twins.users(lambda user: user.replace(start, end, text))


@THOROUGHLY
@given(st.data())
def test_a_step_of_several_letters_is_as_good_as_one_of_each(data: st.DataObject) -> None:
    twins = Twins(data.draw(st.text(LETTERS, min_size=4, max_size=8)))
    twins.users(lambda user: user.move(len(twins.one.text) // 2))
    usual = data.draw(st.sampled_from(["aab ", BACKSPACE, DELETE, BACKSPACE + DELETE]))
    keys = st.sampled_from(usual * 8 + LETTERS)
    for _ in range(data.draw(st.integers(0, 4))):
        data.draw(st.sampled_from([mark, tag]))(data, twins)
    actions = ["type"] * 12 + ["mark", "tag"] * 2 + ["select", "program", "clean", "undo", "redo"]
    for action in data.draw(st.lists(st.sampled_from(actions), max_size=25)):
        match action:
            case "type":
                pressed = data.draw(keys)
                twins.users(lambda user, pressed=pressed: user.press(pressed))
            case "select":
                select(data, twins)
            case "mark":
                mark(data, twins)
            case "tag":
                tag(data, twins)
            case "program":
                edit = (*near(data, twins), data.draw(st.text(LETTERS, max_size=2)))
                twins.both(lambda model, edit=edit: model.edit(*edit))
            case "clean":
                twins.both(lambda model: model.history.mark_clean())
            case "undo" | "redo":
                getattr(twins, action)()
        twins.check(is_clean=action == "clean")
    while twins.undo():
        twins.check(is_clean=False)
    while twins.redo():
        twins.check(is_clean=False)
