"""Whose doing handlers hear of: every action is under one rule, and the core keeps it."""

from collections.abc import Callable
from typing import Any

import pytest

from core.helpers import connect, make_hub
from pgwidgets_proto.catalog import class_names, widget_class
from pgwidgets_proto.catalog.names.told import TOLD
from pgwidgets_proto.limits import Limits
from pgwidgets_proto.sessions.events import WidgetEvent
from pgwidgets_proto.sessions.hub.hub import Hub
from pgwidgets_proto.sessions.session import Session
from pgwidgets_proto.widgets.whom import By
from pgwidgets_proto.widgets.widget import Node

CLASSES = [widget_class(name) for name in class_names()]

Program = Callable[[Session, Node], Any]


def test_every_action_is_under_the_rule_and_nothing_else_is() -> None:
    assert {action for cls in CLASSES for action in cls.actions} == set(TOLD)
    for cls in CLASSES:
        for action in cls.actions.values():
            assert action.by is TOLD[action.name]


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.name)
def test_the_words_of_an_action_say_whose_doing_it_tells(cls: Any) -> None:
    for action in cls.actions.values():
        if action.by is By.STATE:
            assert "The user has" not in action.doc, action.name


def told(session: Session) -> list[tuple[str, tuple[Any, ...]]]:
    """The events that wait for handlers, in order."""
    found = []
    while (event := session.next_event()) is not None:
        if isinstance(event, WidgetEvent):
            found.append((event.action, event.args))
    return found


def call(method: str, *args: Any) -> Program:
    return lambda session, node: session.call(node, method, args)


def child(session: Session, node: Node) -> Node:
    found: Node = node.children[0]
    return found


def with_pages(session: Session, node: Node) -> None:
    for text in "ab":
        session.call(node, "add_widget", (session.create("Label", (text,)),))


def with_rows(session: Session, node: Node) -> None:
    session.call(node, "set_tree", ({"a": {"b": {"c": {"_col0": 1}}}, "d": {"_col0": 2}},))


def with_text(session: Session, node: Node) -> None:
    session.call(node, "set_text", ("one two",))


def nothing(session: Session, node: Node) -> None:
    """No preparation."""


def ref(method: str, *rest: Any) -> Program:
    def program(session: Session, node: Node) -> None:
        at = session.call(node, "create_ref", (0,))
        session.call(node, method, (at, *rest))

    return program


OPENED = ("expanded", (None, ["a"]))
CLOSED = ("collapsed", (None, ["a"]))
BOTH = [CLOSED, ("collapsed", (None, ["a", "b"]))]

CHANGES: list[tuple[str, Program, Program, list[tuple[str, tuple[Any, ...]]]]] = [
    ("Expander", nothing, call("set_collapsed", False), [("toggled", (False,))]),
    ("Expander", nothing, call("set_collapsed", True), []),
    ("Expander", nothing, call("toggleContent"), [("toggled", (False,))]),
    *(
        change
        for window in ("TopLevel", "Dialog", "ColorDialog")
        for change in (
            (
                window,
                nothing,
                call("set_window_state", "minimized"),
                [("window-state", ("minimized",))],
            ),
            (window, nothing, call("set_window_state", "normal"), []),
        )
    ),
    ("TopLevel", nothing, call("toggle_maximize"), [("window-state", ("maximized",))]),
    ("TreeView", with_rows, call("collapse_item", ["a"]), [CLOSED]),
    ("TreeView", with_rows, call("expand_item", ["a"]), []),
    ("TreeView", with_rows, call("collapse_item", ["d"]), []),
    ("TreeView", with_rows, call("collapse_all"), BOTH),
    ("TreeView", with_rows, call("expand_all"), []),
    ("TreeView", with_rows, call("scroll_to_path", ["a", "b", "c"]), []),
    ("TreeView", with_rows, call("delete_tree", {"d": {}}), [("changed", ())]),
    ("TreeView", with_rows, call("delete_tree", {"x": {}}), []),
    ("TreeView", with_rows, call("select_path", ["d"]), []),
    ("TreeView", with_rows, call("sort_by_column", "_col0"), []),
    ("TextSource", with_text, call("set_text", "other"), [("changed", ())]),
    ("TextSource", with_text, call("set_text", "one two"), []),
    ("TextSource", with_text, call("clear"), [("changed", ())]),
    ("TextSource", with_text, ref("insert_text", "x"), [("changed", ())]),
    ("TextSource", with_text, ref("insert_text", ""), []),
    ("TextSource", with_text, ref("set_cursor"), []),
    ("TextSource", with_text, call("replace", "o", "0", True), [("changed", ())]),
    ("TextSource", with_text, call("replace", "x", "y"), []),
    ("TextSource", with_text, call("undo"), []),
    *(
        (name, nothing, call(method, value), [])
        for name, method, value in (
            ("RadioButton", "set_state", True),
            ("CheckBox", "set_state", True),
            ("ToggleButton", "set_state", True),
            ("TextEntry", "set_text", "x"),
            ("Slider", "set_value", 7),
            ("ColorWidget", "set_color", "#00ff00"),
        )
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "prepare", "change", "expected"),
    CHANGES,
    ids=[f"{number}-{change[0]}" for number, change in enumerate(CHANGES)],
)
@pytest.mark.parametrize("browsers", [0, 2])
def test_the_program_is_told_of_states_once_and_only_if_they_changed(
    name: str,
    prepare: Program,
    change: Program,
    expected: list[tuple[str, tuple[Any, ...]]],
    browsers: int,
) -> None:
    hub, session, node = made(name)
    pages = [connect(hub, session) for _ in range(browsers)]
    prepare(session, node)
    told(session)
    change(session, node)
    for page in pages:
        page.exchange()
    assert told(session) == expected


def made(name: str) -> tuple[Hub, Session, Node]:
    hub = make_hub()
    session = hub.create_session()
    options: dict[str, Any] = {"columns": ["A"]} if name == "TreeView" else {}
    node = session.create(name, (), options)
    for action in node.cls.actions:
        session.listen(node, action)
    return hub, session, node


def test_undo_and_redo_are_told() -> None:
    _, session, node = made("TextSource")
    ref("insert_text", "x")(session, node)
    told(session)
    session.call(node, "undo")
    session.call(node, "redo")
    assert told(session) == [("changed", ()), ("changed", ())]
    session.call(node, "redo")
    assert told(session) == []


def test_a_window_in_a_widget_tells_its_state() -> None:
    _, session, desk = made("MDIWidget")
    window = session.call(desk, "add_widget", (session.create("Label", ("x",)),))
    session.listen(window, "window-state")
    told(session)
    session.call(window, "toggle_minimize")
    session.call(window, "set_window_state", ("minimized",))
    session.call(desk, "cascade_windows")
    assert told(session) == [("window-state", ("minimized",)), ("window-state", ("normal",))]


@pytest.mark.parametrize(
    ("name", "prepare", "action", "args"),
    [
        ("Expander", nothing, "toggled", [False]),
        ("TopLevel", nothing, "window-state", ["minimized"]),
        ("TreeView", with_rows, "collapsed", [None, ["a"]]),
        ("TabWidget", with_pages, "page-switch", None),
        ("StackWidget", with_pages, "page-switch", None),
        ("MDIWidget", with_pages, "page-switch", None),
    ],
)
def test_what_users_do_to_a_state_is_told_once_and_only_if_it_changed(
    name: str, prepare: Program, action: str, args: list[Any] | None
) -> None:
    """Two users do the same at the same time; one of them was first."""
    hub, session, node = made(name)
    prepare(session, node)
    pages = [connect(hub, session) for _ in range(2)]
    told(session)
    for page in pages:
        if args is None:
            at = 0 if name == "MDIWidget" else 1
            shown = node.children[at]
            given: list[Any] = [{"__wid__": shown.wid}, at]
            page.report(node.wid, action, *(given[:1] if name == "MDIWidget" else given))
        else:
            page.report(node.wid, action, *args)
        page.exchange()
    assert [name for name, _ in told(session)] == [action]


def test_a_handler_that_sets_what_it_hears_of_comes_to_an_end() -> None:
    _, session, node = made("TextSource")
    session.call(node, "set_text", ("MiXed",))
    turns = 0
    while told(session):
        turns += 1
        session.call(node, "set_text", (session.call(node, "get_text").lower(),))
    assert turns == 2
    assert session.call(node, "get_text") == "mixed"


def test_rows_can_be_loaded_when_the_program_opens_what_they_are_in() -> None:
    _, session, node = made("TreeView")
    session.call(node, "set_tree", ({"a": {"to be loaded": {}}},))
    session.call(node, "collapse_item", (["a"],))
    told(session)
    session.call(node, "expand_item", (["a"],))
    [(action, (values, path))] = told(session)
    assert (action, values, path) == ("expanded", None, ["a"])
    session.call(node, "add_tree", ({"x": {"_col0": 1}}, path))
    session.call(node, "remove_item", ([*path, "to be loaded"],))
    assert session.call(node, "get_subtree") == {"a": {"x": {"_col0": 1}}}
    assert told(session) == []


def test_no_browser_is_to_blame_for_what_the_program_has_to_hear() -> None:
    hub = make_hub(Limits(events=10))
    session = hub.create_session()
    tree = session.create("TreeView", (), {"columns": ["A"]})
    session.listen(tree, "collapsed")
    session.listen(tree, "activated")
    session.call(tree, "set_tree", ({f"r{i}": {"x": {"_col0": i}} for i in range(20)},))
    page = connect(hub, session)
    session.call(tree, "collapse_all")
    page.report(tree.wid, "activated", None, ["r1"], None)
    page.exchange()
    assert session.is_connected
    assert [action for action, _ in told(session)] == ["collapsed"] * 20 + ["activated"]
