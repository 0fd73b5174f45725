"""Rebuilding a page: who comes late sees what those see who saw every step."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.helpers import connect, make_hub, settle
from core.recorded import Recorded
from pgwidgets.testing import SimulatedBrowser
from pgwidgets_proto.sessions.session import Session
from pgwidgets_proto.widgets.widget import Node
from pgwidgets_proto.wire.messages import DefaultFont, RegisterFont, SetDefaultFont


def page_of(browser: SimulatedBrowser) -> dict[int, Any]:
    """Everything that a page shows."""
    return {
        wid: {
            "cls": widget.cls,
            "state": {key: value for key, value in widget.state.items() if value != (None,)},
            "children": widget.children,
            "parent": widget.parent,
            "selected": widget.selected,
            "group": [other.wid for other in widget.group],
        }
        for wid, widget in sorted(browser.page.widgets.items())
    }


def methods(browser: SimulatedBrowser) -> list[tuple[int, str]]:
    return [(m["wid"], m["method"]) for m in browser.messages if m["type"] == "call"]


def test_only_the_newcomer_is_rebuilt() -> None:
    hub = make_hub()
    session = hub.create_session()
    session.create("Label", ("x",))
    first = connect(hub, session)
    before = len(first.frames)
    second = connect(hub, session, stock=True)
    first.exchange()
    assert len(first.frames) == before
    assert page_of(first) == page_of(second)


def test_bottom_up_and_attached_to_the_page_last() -> None:
    hub = make_hub()
    session = hub.create_session()
    window = session.create("TopLevel", (), {"title": "t"})
    tabs, box = session.create("TabWidget"), session.create("VBox")
    labels = [session.create("Label", (text,)) for text in "ab"]
    session.call(window, "show")
    session.call(window, "set_widget", (tabs,))
    session.call(tabs, "add_widget", (box,), {"title": "one"})
    session.call(tabs, "add_widget", (labels[0],), {"title": "two"})
    session.call(tabs, "set_index", (1,))
    session.call(box, "add_widget", (labels[1],))
    browser = connect(hub, session)
    assert methods(browser) == [
        (box.wid, "add_widget"),
        (tabs.wid, "add_widget"),
        (tabs.wid, "add_widget"),
        (tabs.wid, "show_widget"),
        (window.wid, "set_widget"),
        (window.wid, "show"),
    ]
    kinds = [message["type"] for message in browser.messages]
    assert (kinds[2], kinds[-1]) == ("reconstruct-start", "reconstruct-end")


def test_what_refers_to_destroyed_widgets() -> None:
    hub = make_hub()
    session = hub.create_session()
    first = session.create("RadioButton", ("1",))
    second = session.create("RadioButton", ("2",), {"group": first})
    third = session.create("RadioButton", ("3",), {"group": second})
    box, menu = session.create("VBox"), session.create("Menu")
    label = session.create("Label", ("x",), {"menu": menu})
    session.call(box, "add_widget", (label, 0))
    for method, value in (("set_bg", [{"of": {"it": first}}]), ("set_border_color", (first,))):
        known = box.cls.methods[method]
        known.effect.apply(session, box, known, (value,))  # whatever a method may once take
    box.entries["border_color"].outgoing = None
    session.call(label, "set_menu", (menu,))
    session.destroy(menu)
    session.destroy(first)
    browsers = [connect(hub, session, stock=stock) for stock in (False, True)]
    for browser in browsers:
        assert not browser.errors
        assert browser.closed is None
        assert sorted(browser.page.widgets) == [second.wid, third.wid, box.wid, label.wid]
    assert page_of(browsers[0])[third.wid]["group"] == [second.wid, third.wid]


@pytest.mark.parametrize("gone", [0, 1, 2])
def test_a_group_is_one_still_without_the_member_that_others_named(gone: int) -> None:
    session = make_hub().create_session()
    radios = [session.create("RadioButton", ("0",))]
    for text in "123":  # each of them names the one before
        radios.append(session.create("RadioButton", (text,), {"group": radios[-1]}))
    witness = connect(session.keeper, session)
    session.destroy(radios.pop(gone))
    session.destroy(radios.pop(gone))
    settle(session, [witness])
    newcomer = connect(session.keeper, session)
    assert not newcomer.errors
    wids = [radio.wid for radio in radios]
    for browser in (witness, newcomer):
        assert [page_of(browser)[wid]["group"] for wid in wids] == [wids, wids]


def test_items_come_again_in_order() -> None:
    hub = make_hub()
    session = hub.create_session()
    combo = session.create("ComboBox")
    for text in ("b", "a", "c"):
        session.call(combo, "insert_alpha", (text,))
    session.call(combo, "delete_alpha", ("b",))
    session.call(combo, "set_text", ("c",))
    browser = connect(hub, session)
    [calls] = [m["calls"] for m in browser.messages if m["type"] == "batch"]
    assert [(m["method"], m["args"]) for m in calls] == [
        ("append_text", ["a"]),
        ("append_text", ["c"]),
        ("set_text", ["c"]),
    ]


def test_a_rebuild_says_the_same_again() -> None:
    hub = make_hub()
    session = hub.create_session()
    first = connect(hub, session)
    box, label = session.create("VBox"), session.create("Label", ("x",))
    session.call(label, "set_color", ("red",))
    session.call(box, "add_widget", (label, 1))
    session.listen(label, "click")
    settle(session, [first])
    told = {"create", "call", "listen"}

    def heard(browser: SimulatedBrowser) -> list[str]:
        return sorted(str(m) for m in browser.messages if m["type"] in told)

    assert len(heard(first)) == 5
    assert heard(first) == heard(connect(hub, session)) == heard(connect(hub, session))


def test_only_what_can_change_is_kept_encoded() -> None:
    session = make_hub().create_session()
    label, splitter = session.create("Label", ("x",)), session.create("Splitter")
    session.call(label, "set_color", ("red",))
    session.call(splitter, "add_widget", (label,))
    assert label.creation is label.entries["colors"].outgoing is splitter.slots[0].outgoing is None
    sizes = [1.0]
    session.call(splitter, "set_sizes", (sizes,))
    padding = [1, 2, 3, 4]
    session.call(label, "set_padding", (padding,))
    columns = [{"label": "A"}]
    tree = session.create("TreeView", (), {"columns": columns})
    before = [outgoing.encoded for outgoing in session.page(stock=False)]
    sizes[0] = 2.0
    padding[0] = 5
    columns[0]["label"] = "B"
    assert [outgoing.encoded for outgoing in session.page(stock=False)] == before
    assert tree.creation is not None


def test_fonts_come_first() -> None:
    hub = make_hub()
    session = hub.create_session()
    session.create("Label", ("x",))
    hub.tell_all("font", RegisterFont(family="f", url="/f"))
    browser = connect(hub, session)
    kinds = [message["type"] for message in browser.messages]
    assert kinds[2:5] == ["reconstruct-start", "register-font", "create"]


def test_pages_that_are_there_are_told_of_a_font_and_later_ones_of_the_newest_word() -> None:
    hub = make_hub()
    session = hub.create_session()
    there = connect(hub, session)
    for family in ("serif", "sans-serif"):
        hub.tell_all("default font", SetDefaultFont(font=DefaultFont(family=family)))
    there.exchange()
    later = connect(hub, session)

    def told(browser: SimulatedBrowser) -> list[str]:
        found = [m for m in browser.messages if m["type"] == "set-default-font"]
        return [message["font"]["family"] for message in found]

    assert told(there) == ["serif", "sans-serif"]
    assert told(later) == ["sans-serif"]


def placed(session: Recorded) -> tuple[Node, Node]:
    """A box, and a label in it."""
    box, label = session.create("VBox"), session.create("Label", ("x",))
    session.call(box, "add_widget", (label,))
    return box, label


def order(session: Recorded) -> list[str]:
    """The methods that a rebuild calls, of all widgets."""
    found = [json.loads(outgoing.encoded) for outgoing in session.page(stock=False)]
    return [message["method"] for message in found if message["type"] == "call"]


SIZED = ("resize", "set_min_size", "set_max_size", "set_expanding")


@pytest.mark.parametrize("method", SIZED)
def test_a_layout_that_was_set_in_a_container_overrules_it_again(method: str) -> None:
    session = Recorded()
    box, label = placed(session)
    session.call(label, method, (1, 1))
    assert order(session) == ["add_widget", method]
    # What a container did to a widget goes with the widget's place in it.
    session.call(box, "remove", (label,))
    assert order(session) == [method]
    session.call(box, "insert_widget", (0, label))
    assert order(session) == [method, "add_widget"]
    session.call(label, method, (0, 1))
    assert order(session) == ["add_widget", method]
    other = session.create("GridBox")
    session.call(other, "append_row", ([label],))
    assert session.rebuilt(label) == [(method, [0, 1])]
    assert order(session).index(method) < order(session).index("add_widget")


def test_layout_is_set_in_its_order() -> None:
    session = Recorded()
    label = session.create("Label", ("x",))
    for method in ("set_expanding", "set_min_size", "resize", "set_expanding"):
        session.call(label, method, (1, 1))
    assert order(session) == ["set_min_size", "resize", "set_expanding"]
    for method in ("set_min_size", "resize"):
        session.call(label, method, (2, None))
    assert session.rebuilt(label) == [
        ("set_expanding", [1, 1]),
        ("set_min_size", [2, None]),
        ("resize", [2, 1]),
    ]


def test_only_what_was_set_afterwards_comes_afterwards() -> None:
    session = Recorded()
    label = session.create("Label", ("x",))
    session.call(label, "set_max_size", (9, 9))
    session.call(label, "resize", (1, 2))
    session.call(label, "set_color", ("red",))
    session.call(session.create("HBox"), "add_widget", (label,))
    session.call(label, "resize", (None, 3))
    session.call(label, "set_bg", ("red",))
    assert order(session) == ["set_max_size", "set_color", "set_bg", "add_widget", "resize"]
    assert session.rebuilt(label)[-1] == ("resize", [1, 3])


def test_the_layout_of_a_window_within_a_widget() -> None:
    session = Recorded()
    mdi = session.create("MDIWidget")
    window = session.call(mdi, "add_widget", (session.create("Label", ("x",)),))
    session.call(window, "set_min_size", (50, 50))
    assert ("set_min_size", [50, 50]) in session.rebuilt(window)


def test_a_layout_setter_takes_no_place_before_one_that_it_depends_on() -> None:
    hub = make_hub()
    session = hub.create_session()
    label = session.create("Label", ("x",))
    browser = connect(hub, session)
    for method in ("resize", "set_expanding", "resize", "set_max_size", "set_max_size"):
        session.call(label, method, (5, 5))
    browser.exchange()
    assert [method for _, method in methods(browser)][-4:] == [
        "resize", "set_expanding", "resize", "set_max_size",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("cls", "told", "call"),
    [
        ("MenuAction", ("set_tooltip", ("tip",)), ("set_icon", ("/i.svg",))),
        ("Label", ("set_cursor", ("lens",)), ("add_cursor", ("lens", "/lens.svg", 1, 1))),
    ],
)
def test_what_is_told_again_comes_after_what_made_it_be_forgotten(
    cls: str, told: tuple[str, Any], call: tuple[str, Any]
) -> None:
    hub = make_hub()
    session = hub.create_session()
    browser = connect(hub, session)
    widget = session.create(cls)
    for method, args in (told, call):
        session.call(widget, method, args)
    browser.exchange()
    assert [method for _, method in methods(browser)] == [told[0], call[0], told[0]]


CLASSES = st.sampled_from(
    ["VBox", "HBox", "TabWidget", "StackWidget", "Label", "TextEntry", "CheckBox", "RadioButton",
     "Slider", "Frame", "TopLevel"]
)  # fmt: skip
PICK = st.integers(0, 30)
STEP = st.one_of(
    st.tuples(st.just("create"), CLASSES, PICK),
    st.tuples(st.just("add"), PICK, PICK),
    st.tuples(st.just("insert"), PICK, PICK),
    st.tuples(st.just("remove"), PICK, st.booleans()),
    st.tuples(st.just("select"), PICK, PICK),
    st.tuples(st.just("set"), PICK, PICK),
    st.tuples(st.just("destroy"), PICK, st.none()),
)
SETTERS: dict[str, tuple[str, tuple[Any, ...]]] = {
    "text": ("set_text", ("new",)),
    "state": ("set_state", (True,)),
    "value": ("set_value", (0.5,)),
}


class Program:
    """Does what Hypothesis says, as far as it is possible."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def pick(self, index: int) -> Node | None:
        nodes = list(self.session.nodes.values())
        return nodes[index % len(nodes)] if nodes else None

    def step(self, kind: str, one: Any, other: Any) -> None:
        if kind == "create":
            self._create(one, other)
            return
        node = self.pick(one)
        if node is None:
            return
        call = self.session.call
        try:
            if kind == "add":
                name = "add_widget" if "add_widget" in node.cls.methods else "set_widget"
                call(node, name, (self.pick(other),))
            elif kind == "insert":
                call(node, "insert_widget", (other % (len(node.children) + 1), self.pick(one + 1)))
            elif kind == "remove" and node.parent is not None:
                call(node.parent, "remove", (node, other))
            elif kind == "select":
                call(node, "set_index", (other,))
            elif kind == "set":
                names = [name for name in SETTERS if SETTERS[name][0] in node.cls.methods]
                for name in names:
                    call(node, *SETTERS[name])
                call(node, "set_bg", (f"color {other}",))
            elif kind == "destroy":
                call(node, "destroy")
        except (AttributeError, TypeError, ValueError):
            pass  # what it can't do must leave all as it was

    def _create(self, cls: str, index: int) -> None:
        group = self.pick(index)
        options = {"group": group} if group and cls == group.cls.name == "RadioButton" else {}
        self.session.create(
            cls, ("text",) if cls in ("Label", "CheckBox", "RadioButton") else (), options
        )


@settings(max_examples=2 * settings().max_examples)
@given(st.lists(STEP, max_size=40), st.booleans())
def test_who_comes_late_sees_what_the_others_see(steps: list[Any], stock: bool) -> None:
    hub = make_hub()
    session = hub.create_session()
    witness = connect(hub, session, stock=stock)
    program = Program(session)
    for step in steps:
        program.step(*step)
    settle(session, [witness])
    newcomer = connect(hub, session)
    settle(session, [witness, newcomer])
    assert not witness.errors + newcomer.errors
    assert witness.closed is newcomer.closed is None
    seen, built = page_of(witness), page_of(newcomer)
    assert list(seen) == list(built) == list(session.nodes)
    for wid, widget in seen.items():
        again, node = built[wid], session.nodes[wid]
        assert widget["children"] == again["children"] == [child.wid for child in node.children]
        assert widget["selected"] == again["selected"]
        for key in ("text", "value", "bg"):
            assert widget["state"].get(key) == again["state"].get(key)
        assert bool(widget["state"].get("state", [False])[0]) == bool(
            again["state"].get("state", [False])[0]
        )
