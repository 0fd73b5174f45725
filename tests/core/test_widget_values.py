"""What is kept of a widget's values: as a dict has it, in less memory, and encoded when needed."""

import gc
import random
import tracemalloc
from typing import Any

import pytest

from core.helpers import connect, make_hub
from pgwidgets_proto.widgets import kept
from pgwidgets_proto.widgets.entry import Entry
from pgwidgets_proto.wire.outgoing import Key

NAMES = ("text", "icon", "size", "wrap")
KEYS: list[Key] = ["text", "size", *[("column", number) for number in range(kept.FEW + 4)]]
LABELS = 400


def entry(key: Key, value: Any) -> Entry:
    made = Entry(value, "set_it", (value,))
    made.key = key
    return made


@pytest.mark.parametrize("seed", range(20))
def test_entries_are_as_a_dict_has_them(seed: int) -> None:
    chance = random.Random(seed)
    entries: kept.Entries = ()  # a single one is itself
    model: dict[Key, int] = {}
    for number in range(120):
        key = chance.choice(KEYS[: chance.choice((3, len(KEYS)))])
        if chance.random() < 0.7:
            entries = kept.with_newest(entries, entry(key, number))
            model.pop(key, None)
            model[key] = number
        else:
            entries = kept.without(entries, key)
            model.pop(key, None)
        assert [(each.key, each.value) for each in kept.each(entries)] == list(model.items())
        assert {key: each.value for key, each in kept.by_key(entries).items()} == model
        for key in KEYS:
            found = kept.find(entries, key)
            assert (None if found is None else found.value) == model.get(key)


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"text": "a"},
        {"wrap": True},
        {"text": "a", "size": 3},
        {"other": 1},
        {"text": "a", "other": 1},
    ],
)
def test_what_was_given_is_told_by_name(given: dict[str, Any]) -> None:
    assert kept.by_name(NAMES, kept.pack_given(NAMES, given)) == given


def test_what_was_given_may_be_replaced() -> None:
    session = make_hub().create_session()
    button = session.create("Button", ("Save",))
    assert (button.argument("text"), button.argument("icon", "none")) == ("Save", "none")
    button.give("icon", "disk")
    button.give("text", None)
    assert button.arguments == {"icon": "disk"}
    assert button.argument("text", "?") == "?"


@pytest.mark.parametrize("given", [("a",), (3,), ("a", "b"), (), {"text": "a"}, {"other": 1}])
def test_what_was_given_comes_back(given: kept.Given) -> None:
    label = make_hub().create_session().create("Label", ("x",))
    label.given = given
    assert label.given == given
    assert type(label.given) is type(given)


def test_a_child_under_a_name_is_added_again_under_it() -> None:
    hub = make_hub()
    session = hub.create_session()
    menu = session.create("Menu")
    below = session.create("Menu")
    session.call(menu, "add_menu", ("Recent", below))
    (slot,) = menu.slots
    assert slot.args == ("Recent", below)
    assert session.call(menu, "get_menu", ("Recent",)) is below
    browser = connect(hub, session)
    browser.exchange()
    assert browser.page.widgets[menu.wid].children == [below.wid]


def test_a_label_takes_little() -> None:
    """It took 1,150 bytes with a dict of arguments, one of entries, and a set of actions; 690 with
    a tuple of each, and one of what a call had beside the child.
    """
    session = make_hub().create_session()
    box = session.create("VBox")

    def make(first: int) -> None:
        for number in range(first, first + LABELS):
            label = session.create("Label", (f"label {number}",))
            session.call(label, "set_color", ("red", "black"))
            session.call(box, "add_widget", (label, 0))

    make(0)
    gc.collect()
    tracemalloc.start()
    try:
        make(LABELS)
        gc.collect()
        taken = tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()
    assert taken / LABELS < 560  # 455


def test_what_nobody_was_told_is_shown_to_who_comes() -> None:
    hub = make_hub()
    pages = []
    for is_early in (True, False):
        session = hub.create_session()
        early = connect(hub, session) if is_early else None
        box = session.create("VBox")
        for text in ("plain", "ü", "🔭"):
            label = session.create("Label", (text,))
            session.call(label, "set_color", ("red", None))
            session.call(label, "set_text", (text * 2,))
            session.call(box, "add_widget", (label, 1))
        window = session.create("TopLevel", (), {"title": "window"})
        session.call(window, "set_widget", (box,))
        session.call(window, "show")
        browser = early or connect(hub, session)
        browser.exchange()
        pages.append([(w.wid, w.cls, w.state, w.children) for w in browser.page.widgets.values()])
    assert pages[0] == pages[1]


@pytest.mark.parametrize(
    ("method", "args"), [("set_text", ("\ud800",)), ("set_color", ("a\udc00", "red"))]
)
def test_what_can_not_be_sent_is_refused_though_nobody_hears(
    method: str, args: tuple[str, ...]
) -> None:
    session = make_hub().create_session()
    label = session.create("Label", ("before",))
    with pytest.raises(ValueError, match="half a character"):
        session.call(label, method, args)
    with pytest.raises(ValueError, match="half a character"):
        session.create("Label", ("\ud800",))
    assert not label.entries
    assert list(session.nodes) == [label.wid]
