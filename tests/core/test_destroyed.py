"""A destroyed widget: what is still done with it does nothing, and loses no handler the rest.

A user may close a window while a handler of the program is half through.
"""

from typing import Any

import pytest

from core.any_program import AnyProgram
from core.recorded import Recorded
from pgwidgets_proto.catalog import class_names
from pgwidgets_proto.catalog.effects.base import Getter
from pgwidgets_proto.widgets import Method
from pgwidgets_proto.widgets.widget import Node, WidgetClass


@pytest.fixture
def session() -> Recorded:
    return Recorded()


def made(session: Recorded, name: str) -> Node:
    """A widget of a class, with something in it where it takes that."""
    if name == "MDISubWindow":
        window: Node = session.call(session.create("MDIWidget"), "add_widget", (label(session),))
        return window
    if name == "TextBufferRef":
        return session.create(name, (session.create("TextSource", ("a text",)), 2))
    node = session.create(name)
    fill: dict[str, tuple[Any, ...]] = {
        "GridBox": ("add_widget", label(session), 1, 0),
        "FixedLayout": ("add_widget", label(session), 3, 4),
        "TreeView": ("set_tree", {"a": {"b": {}}}),
        "TableView": ("set_columns", ["A", "B"]),
        "ComboBox": ("append_text", "one"),
        "TextSource": ("set_text", "a text"),
        "Timer": ("set_duration", 5),
    }
    if name in fill:
        session.call(node, fill[name][0], fill[name][1:])
    elif "add_widget" in node.cls.methods:
        session.call(node, "add_widget", (label(session),))
    elif "set_widget" in node.cls.methods:
        session.call(node, "set_widget", (label(session),))
    return node


def label(session: Recorded) -> Node:
    return session.create("Label", ("in it",))


def plain_getters(cls: WidgetClass) -> list[Method]:
    """The methods that read Python's own state, and need no argument."""
    return [m for m in cls.methods.values() if isinstance(m.effect, Getter) and not m.params]


@pytest.mark.parametrize("name", class_names())
def test_no_method_of_it_raises_or_is_sent(session: Recorded, name: str) -> None:
    node = made(session, name)
    program = AnyProgram(session)
    getters = plain_getters(node.cls)
    before = [session.call(node, getter.name) for getter in getters]
    session.call(node, "destroy")
    session.taken()
    session.events.clear()
    told: list[str] = []
    session.in_vain = told.append
    assert [session.call(node, getter.name) for getter in getters] == before
    assert told == []
    for method in node.cls.methods.values():
        if not method.effect.is_local:
            session.call(node, method.name, ("whatever", object()))
    calls = [one for one in session.taken() if one[1] not in ("destroy",)]
    assert calls == []
    assert session.events == []
    assert f"{name}.destroy() does nothing: <{name} {node.wid} destroyed>" in told
    assert len(told) == sum(not m.effect.is_local for m in node.cls.methods.values())
    assert program.refused == []


@pytest.mark.parametrize(
    ("name", "getter", "args", "value"),
    [
        ("TextSource", "get_text", (), "a text"),
        ("TextSource", "get_length", (), 6),
        ("TextSource", "find", ("nothing",), None),
        ("TreeView", "get_subtree", (), {"a": {"b": {}}}),
        ("TableView", "get_column_count", (), 2),
        ("ComboBox", "get_text", (), "one"),
        ("TextBufferRef", "get_offset", (), 2),
        ("TextBufferRef", "is_valid", (), False),
        ("Timer", "get_duration", (), 5),
        ("Timer", "is_set", (), False),
        ("Timer", "time_left", (), 0),
    ],
)
def test_contents_can_be_read_as_well(
    session: Recorded, name: str, getter: str, args: Any, value: Any
) -> None:
    node = made(session, name)
    session.call(node, "destroy")
    assert session.call(node, getter, args) == value


def test_a_text_that_is_gone_makes_no_more_references(session: Recorded) -> None:
    source = made(session, "TextSource")
    session.call(source, "destroy")
    session.taken()
    for method, args in (("get_cursor", ()), ("create_ref", (1,)), ("find", ("text",))):
        assert session.call(source, method, args) is None
    assert session.taken() == []


@pytest.mark.parametrize(
    ("name", "method", "args"),
    [
        ("VBox", "add_widget", ()),
        ("VBox", "insert_widget", (0,)),
        ("TabWidget", "show_widget", ()),
        ("TabWidget", "remove", ()),
        ("Frame", "set_widget", ()),
        ("MDIWidget", "move_child", ()),
        ("MenuBar", "remove", ()),
    ],
)
def test_a_call_with_it_does_nothing(
    session: Recorded, name: str, method: str, args: tuple[Any, ...]
) -> None:
    parent, gone = made(session, name), label(session)
    session.call(gone, "destroy")
    session.taken()
    told: list[str] = []
    session.in_vain = told.append
    more = (1, 2) if method == "move_child" else ()
    children = session.call(parent, "get_children")
    assert session.call(parent, method, (*args, gone, *more)) is None
    assert session.call(parent, "get_children") == children
    assert session.taken() == []
    assert told == [f"{name}.{method}() does nothing: {gone!r}"]


def test_nor_does_one_with_it_in_a_list(session: Recorded) -> None:
    grid, gone = session.create("GridBox"), label(session)
    session.call(gone, "destroy")
    session.call(grid, "append_row", ([label(session), gone],))
    assert session.call(grid, "get_children") == []


def test_what_it_would_make_is_destroyed_as_well(session: Recorded) -> None:
    for name, method, args, gives in (
        ("Menu", "add_name", ("Open",), "MenuAction"),
        ("MenuBar", "add_name", ("File",), "Menu"),
        ("ToolBar", "add_action", ("Cut",), "ToolBarAction"),
        ("MDIWidget", "add_widget", (label(session),), "MDISubWindow"),
    ):
        node = session.create(name)
        session.call(node, "destroy")
        count = len(session.nodes)
        given = session.call(node, method, args)
        assert (given.cls.name, given.destroyed) == (gives, True)
        assert len(session.nodes) == count
    desk = session.create("MDIWidget")
    gone = label(session)
    session.call(gone, "destroy")
    assert session.call(desk, "add_widget", (gone,)).destroyed


def test_a_constructor_takes_it_for_not_given(session: Recorded) -> None:
    first = session.create("RadioButton", ("a",))
    menu = session.create("Menu")
    session.call(first, "destroy")
    session.call(menu, "destroy")
    second = session.create("RadioButton", ("b",), {"group": first})
    action = session.create("ToolBarAction", ("c",), {"menu": menu})
    assert "group" not in second.arguments
    assert "menu" not in action.arguments


def test_nothing_can_be_heard_of_it(session: Recorded) -> None:
    button = session.create("Button")
    assert session.listen(button, "activated")
    session.call(button, "destroy")
    session.taken()
    assert not session.listen(button, "click")
    session.unlisten(button, "activated")
    assert session.taken() == []


def test_all_widgets_of_a_session_end_with_it(session: Recorded) -> None:
    entry = session.create("TextEntry", ("kept",))
    session.end()
    session.taken()
    session.call(entry, "set_text", ("lost",))
    assert session.call(entry, "get_text") == "kept"
    assert session.taken() == []
