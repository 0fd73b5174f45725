"""A session's operations: one that raises leaves all as it was."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from core.helpers import SimulatedBrowser, connect, events, make_hub, settle, shown
from pgwidgets_proto.catalog.effects.base import as_hashable
from pgwidgets_proto.sessions.events import WidgetEvent
from pgwidgets_proto.widgets.widget import Node
from pgwidgets_proto.wire.messages import DefaultFont, SetDefaultFont


class Case:
    """A session with widgets to make mistakes with."""

    def __init__(self) -> None:
        self.hub = make_hub()
        self.session = self.hub.create_session()
        make, call = self.session.create, self.session.call
        self.window = make("TopLevel", (), {"title": "t"})
        self.box = make("VBox")
        self.inner = make("HBox")
        self.labels = [make("Label", (text,)) for text in "abc"]
        self.tabs = make("TabWidget")
        self.grid = make("GridBox", (), {"rows": 2, "columns": 2})
        self.splitter = make("Splitter")
        self.slider = make("Slider")
        self.combo = make("ComboBox")
        self.table = make("TableView")
        self.radio = make("RadioButton", ("r",))
        self.timer = make("Timer")
        self.gone = make("Label", ("gone",))
        self.gone_button = make("RadioButton", ("gone",))
        other = self.hub.create_session()
        self.stranger = other.create("Label", ("stranger",))
        self.strange_button = other.create("RadioButton", ("stranger",))
        call(self.window, "set_widget", (self.box,))
        call(self.box, "add_widget", (self.inner, 0))
        for label in self.labels[:2]:
            call(self.inner, "add_widget", (label, 1))
        call(self.tabs, "add_widget", (self.labels[2],), {"title": "tab"})
        call(self.combo, "append_text", ("item",))
        self.session.destroy(self.gone)
        self.session.destroy(self.gone_button)
        self.browser = connect(self.hub, self.session)
        events(self.session)

    def state(self) -> Any:
        """All that a rebuild would send, and all that waits."""
        return (
            [outgoing.encoded for outgoing in self.session.page(stock=False)],
            {wid: (dict(n.observed), n.radio_group and list(n.radio_group))
             for wid, n in self.session.nodes.items()},
            [outgoing.encoded for outgoing in self.browser.link.outbox.unsent()],
            len(self.session.inbox),
        )  # fmt: skip


def call(name: str, method: str, *args: str | object, **kwargs: object) -> Callable[[Case], None]:
    """A call in which ``"@x"`` stands for the widget x of the case."""

    def run(case: Case) -> None:
        def found(value: object) -> object:
            if isinstance(value, str) and value.startswith("@"):
                return eval(value[1:], {}, vars(case))
            return value

        node = found("@" + name)
        assert isinstance(node, Node)
        arguments = tuple(found(arg) for arg in args)
        case.session.call(node, method, arguments, {k: found(v) for k, v in kwargs.items()})

    return run


@pytest.mark.parametrize(
    ("mistake", "kind", "text"),
    [
        (call("labels[0]", "no_such"), AttributeError, "Label has no method 'no_such'"),
        (call("labels[0]", "set_text"), TypeError, "needs 'text'"),
        (call("labels[0]", "set_text", "a", "b"), TypeError, "got 2 arguments"),
        (call("labels[0]", "set_text", txt="a"), TypeError, "no parameter 'txt'"),
        (call("labels[0]", "set_text", "a", text="b"), TypeError, "'text' twice"),
        (
            call("labels[0]", "set_text", object()),
            TypeError,
            "<object .*; it must be a text",
        ),
        (call("box", "add_widget", "label"), TypeError, "'child' is 'label'; it must be a widget"),
        (call("box", "add_widget", "@stranger"), ValueError, "belongs to another session"),
        (call("box", "add_widget", "@timer"), ValueError, "nothing to be put somewhere"),
        (call("labels[0]", "set_label_for", "@timer"), ValueError, "Timer .* is in no page"),
        (call("box", "add_widget", "@box"), ValueError, "can't be put into itself"),
        (call("inner", "add_widget", "@window"), ValueError, "into itself or its descendant"),
        (call("inner", "add_widget", "@box"), ValueError, "into itself or its descendant"),
        (call("box", "add_widget", "@labels[0]", object()), TypeError, "'stretch' is <object"),
        (call("inner", "insert_widget", 0, "@labels[1]", object()), TypeError, "must be a number"),
        (
            call("inner", "insert_widget", -1, "@labels[2]"),
            ValueError,
            "a whole number from 0",
        ),
        (call("inner", "insert_widget", "x", "@labels[2]"), TypeError, "a whole number"),
        (call("inner", "insert_widget", 0.5, "@labels[2]"), TypeError, "a whole number"),
        (call("inner", "remove", "nothing"), TypeError, "must be a widget"),
        (call("tabs", "set_index", 1), ValueError, "has 1 children"),
        (call("tabs", "set_index", -1), ValueError, "has 1 children"),
        (call("tabs", "show_widget", "@labels[0]"), ValueError, "is not a child of"),
        (call("grid", "add_widget", "@labels[0]", -1, 0), ValueError, "'row' is -1"),
        (call("grid", "add_widget", "@labels[0]", 0, "x"), TypeError, "'col' is 'x'"),
        (call("grid", "insert_row", -1), ValueError, "a whole number from 0"),
        (call("grid", "insert_row", 0, ["x"]), TypeError, "must be a sequence of widgets"),
        (call("grid", "insert_row", 0, "x"), TypeError, "must be a sequence of widgets"),
        (call("grid", "delete_column", -1), ValueError, "a whole number from 0"),
        (call("slider", "set_value", "much"), TypeError, "'num' is 'much'; it must be a number"),
        (call("slider", "set_limits", 3, 1), ValueError, "minval 3 is over maxval 1"),
        (call("slider", "set_limits", "x", 1), TypeError, "must be a number"),
        (call("combo", "append_text", [3]), TypeError, r"'text' is \[3\]; it must be a text"),
        (call("combo", "set_index", 1), ValueError, "1"),
        (call("table", "set_colors", 3), TypeError, "must be a mapping"),
        (call("labels[0]", "get_element"), TypeError, "not possible over a wire"),
        (lambda case: case.session.create("Nothing"), ValueError, "no widget class 'Nothing'"),
        (lambda case: case.session.create("Label", ("x",), {"no": 1}), TypeError, "no argument"),
        (lambda case: case.session.create("Label", ("x",) * 99), TypeError, "got 99"),
        (lambda case: case.session.create("Label", ("x",), {"text": "y"}), TypeError, "twice"),
        (lambda case: case.session.create("Label", (object(),)), TypeError, "'text' is <object"),
        (
            lambda case: case.session.create("RadioButton", ("x",), {"group": case.strange_button}),
            ValueError,
            "belongs to another session",
        ),
        (lambda case: case.session.listen(case.box, 5), TypeError, "an action is 5; it must be a"),
    ],
)
def test_an_operation_that_raises_leaves_all_as_it_was(
    mistake: Callable[[Case], None], kind: type[Exception], text: str
) -> None:
    case = Case()
    case.session.call(case.labels[0], "set_text", ("queued",))
    before = case.state()
    with pytest.raises(kind, match=text):
        mistake(case)
    assert case.state() == before
    settle(case.session, [case.browser])
    assert not case.browser.errors


@pytest.mark.parametrize("value", [float("inf"), float("-inf"), float("nan"), 10**400])
@pytest.mark.parametrize("cls", ["Slider", "SpinBox", "Dial", "ProgressBar"])
def test_numbers_without_bounds(cls: str, value: float) -> None:
    session = make_hub().create_session()
    node = session.create(cls)
    before = session.call(node, "get_value")
    try:
        session.call(node, "set_value", (value,))
    except ValueError:
        assert session.call(node, "get_value") == before
    else:
        assert session.call(node, "get_value") < 10**6


@pytest.mark.parametrize(
    "value", [["a", {"b": 1}], [{1, 2}], [bytearray(b"x")], {"a": [{}]}, (1, [2])]
)
def test_anything_can_be_part_of_a_key(value: Any) -> None:
    assert hash(as_hashable(value)) == hash(as_hashable(copy.deepcopy(value)))


def test_a_constructor_that_fails_at_a_setter_makes_nothing() -> None:
    case = Case()
    page, nodes = shown(case.browser), dict(case.session.nodes)
    with pytest.raises(TypeError, match=r"Label\.set_color\(\)"):
        case.session.create("Label", ("x",), {"color": object()})
    assert case.session.nodes == nodes
    settle(case.session, [case.browser])
    assert shown(case.browser) == page


def test_the_program_is_told_of_its_own_changes_once_whatever_the_number_of_browsers() -> None:
    case = Case()
    browsers = [case.browser, *(connect(case.hub, case.session, stock=s) for s in (True, False))]
    for action in ("child-added", "child-removed", "page-switch"):
        case.session.listen(case.tabs, action)
    settle(case.session, browsers)
    session, tabs, label = case.session, case.tabs, case.labels[0]
    session.call(tabs, "add_widget", (label,))
    session.call(tabs, "set_index", (1,))
    session.call(tabs, "remove", (label,))
    told = [(e.action, e.link) for e in settle(session, browsers) if isinstance(e, WidgetEvent)]
    assert told == [
        ("child-added", None),
        ("page-switch", None),
        ("child-removed", None),
        ("page-switch", None),
    ] or sorted(told) == sorted([
        ("child-added", None), ("page-switch", None),
        ("page-switch", None), ("child-removed", None),
    ])  # fmt: skip


def test_one_off_calls_go_to_the_asker_alone() -> None:
    case = Case()
    other = connect(case.hub, case.session)
    case.session.telling.asker = case.browser.link
    case.session.open_url("https://example.org")
    case.session.telling.asker = None
    settle(case.session, [case.browser, other])
    kinds = [[m["type"] for m in b.messages].count("open-url") for b in (case.browser, other)]
    assert kinds == [1, 0]
    case.browser.leave()
    other.leave()
    case.session.open_url("https://example.org")


def test_messages_about_no_widget_go_to_everybody() -> None:
    case = Case()
    other = connect(case.hub, case.session, stock=True)
    case.session.send_message(SetDefaultFont(font=DefaultFont(family="Arial", size=12)))
    settle(case.session, [case.browser, other])
    for browser in (case.browser, other):
        found = [m for m in browser.messages if m["type"] == "set-default-font"]
        assert [m["font"] for m in found] == [{"family": "Arial", "size": 12}]


def looks_of(browser: SimulatedBrowser) -> list[dict[str, Any]]:
    """What a browser was told of the page's looks, but for the message's number and kind."""
    found = [m for m in browser.messages if m["type"] == "set-looks"]
    return [{k: v for k, v in m.items() if k not in ("type", "id")} for m in found]


def test_what_pages_look_like_is_told_to_those_that_are_there_and_to_each_that_is_built() -> None:
    case = Case()
    stock = connect(case.hub, case.session, stock=True)
    case.session.looks.set("dark")
    case.session.looks.set(density="touch")
    settle(case.session, [case.browser, stock])
    both = {"theme": "dark", "density": "touch"}
    assert looks_of(case.browser) == [{"theme": "dark"}, both]
    assert case.session.looks.chosen == both
    later = connect(case.hub, case.session)
    assert looks_of(later) == [both]
    kinds = [message["type"] for message in later.messages]
    assert kinds[2:5] == ["reconstruct-start", "set-looks", "create"]
    assert looks_of(stock) == []  # it would answer that it knows no such message


def test_only_the_browser_that_asked_for_it_remembers_a_look() -> None:
    case = Case()
    other = connect(case.hub, case.session)
    case.session.act(case.session.looks.set, "dark", None, True, asker=case.browser.link)
    settle(case.session, [case.browser, other])
    assert looks_of(case.browser) == [{"theme": "dark"}, {"theme": "dark", "remember": True}]
    assert looks_of(other) == [{"theme": "dark"}]
    assert looks_of(connect(case.hub, case.session)) == [{"theme": "dark"}]


def test_what_is_shown_and_what_is_said() -> None:
    case = Case()
    assert case.session.is_connected
    assert repr(case.session) == f"<Session 1 widgets={len(case.session.nodes)} browsers=1>"
    assert repr(case.gone).endswith("destroyed>")
    created = next(case.session.page(stock=False))
    assert "RebuildStart" in repr(created)


def test_a_factory_whose_result_cannot_be_attached_makes_nothing() -> None:
    case = Case()
    session = case.session
    menu = session.create("Menu")
    settle(session, [case.browser])
    page, nodes = shown(case.browser), dict(session.nodes)
    for arguments in ((object(),), ("x",) * 9):
        with pytest.raises(TypeError):
            session.call(menu, "add_name", arguments)
    assert session.nodes == nodes
    settle(session, [case.browser])
    assert shown(case.browser) == page
