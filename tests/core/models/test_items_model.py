"""The items of a combo box against a plain list, and against a browser's own list."""

import copy
from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.thorough import THOROUGHLY
from pgwidgets_proto.models.changes import Call
from pgwidgets_proto.models.items import ItemsModel

TEXTS = ["a", "B", "b", "c", "ß", "ss", "é", ""]
OPERATIONS = ["append_text", "insert_alpha", "insert_alpha", "delete_alpha", "clear", "set_text"]


class Browser:
    """What a combo box does with the calls that it gets."""

    def __init__(self) -> None:
        self.items: list[str] = []
        self.text = ""

    def carry_out(self, calls: Iterable[Call]) -> None:
        for method, args in calls:
            match method:
                case "append_text":
                    if not self.items:
                        self.text = args[0]
                    self.items.append(args[0])
                case "delete_alpha":
                    self.items.remove(args[0])
                    assert self.items or method != "append_text"
                case "clear":
                    self.items, self.text = [], ""
                case "set_text":
                    self.text = args[0]
                case _:
                    raise AssertionError(f"{method} would ask the browser for an order")


@THOROUGHLY
@given(st.lists(st.tuples(st.sampled_from(OPERATIONS), st.sampled_from(TEXTS))))
def test_any_edits(operations: list[tuple[str, str]]) -> None:
    model, browser = ItemsModel(editable=True), Browser()
    naive: list[str] = []
    shown = ""
    for name, text in operations:
        was_empty = not naive
        if name == "clear":
            naive, shown = [], ""
            steps = model.clear()
        else:
            steps = getattr(model, name)(text)
        if name == "append_text":
            naive.append(text)
        elif name == "insert_alpha":
            order = (text.casefold(), text)
            place = 0
            while place < len(naive) and (naive[place].casefold(), naive[place]) <= order:
                place += 1
            naive.insert(place, text)
        elif name == "delete_alpha" and text in naive:
            naive.remove(text)
        elif name == "set_text":
            shown = text
        if was_empty and naive:
            shown = text
        browser.carry_out(step.call for step in steps)
        assert browser.items == model.items == naive
        assert browser.text == model.get_text() == shown
        assert model.get_index() == (naive.index(shown) if shown in naive else -1)
    again = Browser()
    again.carry_out(model.replay())
    assert (again.items, again.text) == (naive, shown)
    browser.carry_out(step.call for step in model.tell("items"))
    assert (browser.items, browser.text) == (naive, shown)


@THOROUGHLY
@given(st.lists(st.sampled_from(TEXTS)))
def test_inserted_by_the_alphabet_is_sorted(texts: list[str]) -> None:
    model = ItemsModel()
    for text in texts:
        model.insert_alpha(text)
    assert model.items == sorted(texts, key=lambda text: (text.casefold(), text))
    assert model.text == (texts[0] if texts else "")


@THOROUGHLY
@given(st.lists(st.sampled_from(TEXTS), min_size=1), st.sampled_from(TEXTS), st.booleans())
def test_showing_a_text(texts: list[str], text: str, editable: bool) -> None:
    model = ItemsModel(editable=editable)
    for item in texts:
        model.append_text(item)
    model.show_text(text)
    assert model.text == (text if text in texts or editable else texts[0])
    for index, item in enumerate(texts):
        model.set_index(index)
        assert model.text == item == model.get_alpha(index)
    assert model.get_alpha(len(texts)) is None


def test_inserting_never_empties_the_browsers_list() -> None:
    """An empty one would show the text that comes next, whatever the user has typed."""
    model = ItemsModel(editable=True)
    model.append_text("b")
    model.set_text("typed")
    lengths = [1]
    for step in model.insert_alpha("a"):
        lengths.append(lengths[-1] + (1 if step.method == "append_text" else -1))
    assert 0 not in lengths
    assert model.text == "typed"


def test_what_the_user_commits_is_an_item() -> None:
    model = ItemsModel(editable=True)
    model.append_text("a")
    told = model.activated_reported(7, "new")
    assert model.items == ["a"], "nothing changes before it is carried out"
    told.carry_out()
    assert (model.items, model.text) == (["a", "new"], "new")
    assert [call[:2] for call in told.calls] == [
        ("append_text", ("new",)),
        ("set_text", ("new",)),
    ]
    model.activated_reported(99, "a").carry_out()
    assert (model.items, model.get_index()) == (["a", "new"], 0)


def test_typing_is_text_and_no_item() -> None:
    model = ItemsModel(editable=True)
    model.modified_reported("n").carry_out()
    assert (model.items, model.text, model.get_index()) == ([], "n", -1)


def test_an_unknown_choice_is_in_doubt() -> None:
    model = ItemsModel()
    model.append_text("a")
    assert "'z' is not one of the items" in model.activated_reported(0, "z").doubt


@pytest.mark.parametrize("args", [(0, None), (0, 5), (None, ["a"])])
def test_nonsense(args: tuple[Any, ...]) -> None:
    with pytest.raises(TypeError, match="is not a text"):
        ItemsModel(editable=True).activated_reported(*args)
    with pytest.raises(TypeError, match="is not a text"):
        ItemsModel(editable=True).modified_reported(args[1])


@pytest.mark.parametrize(
    ("method", "value", "text"),
    [
        ("append_text", 5, "'text' must be a str, not int"),
        ("insert_alpha", None, "'text' must be a str, not NoneType"),
        ("delete_alpha", b"a", "'text' must be a str, not bytes"),
        ("set_text", 5, "'text' must be a str, not int"),
        ("append_text", "\ud800", "holds half a character"),
        ("set_index", 2, "'idx' is 2; there are 2 items, from 0"),
        ("set_index", -1, "'idx' is -1"),
        ("set_index", None, "'idx' is None; it must be a whole number"),
        ("get_alpha", None, "'idx' is None; it must be a whole number"),
    ],
)
def test_bad_input_is_an_error_and_changes_nothing(method: str, value: Any, text: str) -> None:
    model = ItemsModel()
    model.append_text("a")
    model.append_text("b")
    before = copy.deepcopy(vars(model))
    with pytest.raises((TypeError, ValueError), match=text):
        getattr(model, method)(value)
    assert vars(model) == before


def test_texts_have_no_line_breaks() -> None:
    """The field that shows them takes these out, and its text must still be one of them."""
    model, browser = ItemsModel(), Browser()
    steps = [
        *model.append_text("one\ntwo"),
        *model.append_text("three"),
        *model.insert_alpha("p\r\nq"),
        *model.set_text("\r\nthree\n"),
    ]
    assert (model.items, model.text) == (["onetwo", "pq", "three"], "three")
    assert model.get_index() == 2
    steps += [*model.show_text("one\ntwo"), *model.delete_alpha("p\nq")]
    browser.carry_out(step.call for step in steps)
    assert (browser.items, browser.text) == (model.items, "onetwo")
    assert model.get_index() == 0
