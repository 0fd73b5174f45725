"""Windows within a widget: known to Python at once, and the same in every browser."""

import itertools
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.helpers import connect, events, let_through, make_hub, settle
from core.recorded import Recorded
from pgwidgets.testing import SimulatedBrowser
from pgwidgets.testing.windows import PageWindow, PageWindows
from pgwidgets_proto.sessions.events import CallFailed, ReportRefused, WidgetEvent
from pgwidgets_proto.sessions.session import Session
from pgwidgets_proto.views.batching import Batch
from pgwidgets_proto.views.stock import StockDialect
from pgwidgets_proto.widgets.widget import Node


class Desktop:
    """An MDIWidget with windows in a session that some browsers show.

    Parameters:
        count: how many windows there are.
        stock: whether each of the browsers is the stock client.
    """

    def __init__(self, count: int = 0, *stock: bool) -> None:
        self.hub = make_hub()
        self.session: Session = self.hub.create_session()
        self.mdi = self.session.create("MDIWidget")
        self.children: list[Node] = []
        self.windows: list[Node] = []
        for _ in range(count):
            self.add()
        self.browsers = [connect(self.hub, self.session, stock=kind) for kind in stock]
        self.settle()

    def add(self, **options: Any) -> Node:
        child = self.session.create("Label", (f"label {len(self.children)}",))
        self.children.append(child)
        self.windows.append(self.call("add_widget", child, **options))
        return self.windows[-1]

    def call(self, name: str, *args: Any, **options: Any) -> Any:
        return self.session.call(self.mdi, name, args, options)

    def on(self, window: int, name: str, *args: Any) -> Any:
        return self.session.call(self.windows[window], name, args)

    def settle(self) -> list[Any]:
        return settle(self.session, self.browsers)

    def settled(self) -> None:
        """Nothing is under way, and no browser complains."""
        found = self.settle()
        assert [event for event in found if isinstance(event, (CallFailed, ReportRefused))] == []

    def stack(self) -> list[int]:
        """The order of windows in Python, as numbers."""
        return [self.children.index(child) for child in self.mdi.entries["stack"].value]

    def everywhere(self) -> None:
        """All browsers, and a new one, show what Python says."""
        self.settled()
        new = connect(self.hub, self.session)
        self.settled()
        for browser in (*self.browsers, new):
            assert browser.errors == []
            assert shown(browser, self.mdi) == told(self)
        new.leave()


def on_page(browser: SimulatedBrowser, mdi: Node) -> PageWindows:
    content = browser.page.find(mdi.wid).content
    assert isinstance(content, PageWindows)
    return content


def shown(browser: SimulatedBrowser, mdi: Node) -> Any:
    windows = on_page(browser, mdi)
    return (
        [(w.child, w.title, w.position, w.size, w.state) for w in windows.windows.values()],
        windows.stack,
    )


def told(desktop: Desktop) -> Any:
    """As :func:`shown`, by what Python's getters say."""
    session, mdi = desktop.session, desktop.mdi
    windows = session.call(mdi, "get_subwindows")
    found = []
    for window in windows:
        child = session.call(window, "get_child")
        place = session.call(mdi, "get_configuration", (child,))
        state = session.call(window, "get_window_state")
        position, size = (place["x"], place["y"]), (place["width"], place["height"])
        if state != "normal":
            size = window.entries["size"].value  # what it goes back to
        found.append((child.wid, place["title"], position, size, state))
    stack = mdi.entries["stack"].value if windows else ()
    return found, [child.wid for child in stack]


def page_window(browser: SimulatedBrowser, window: Node) -> PageWindow:
    content = browser.page.find(window.wid).content
    assert isinstance(content, PageWindow)
    return content


# --- what the program does


def test_a_window_is_there_at_once_without_a_browser() -> None:
    desktop = Desktop()
    first = desktop.add(title="First", width=200)
    assert first.cls.name == "MDISubWindow"
    assert desktop.session.call(first, "get_size") == (200, 300)
    assert desktop.session.call(first, "get_child") is desktop.children[0]
    second = desktop.add()
    assert desktop.call("get_subwindows") == [first, second]
    assert desktop.call("get_subwin", desktop.children[0]) is first
    assert desktop.call("get_subwin", desktop.mdi) is None
    assert desktop.call("get_children") == desktop.children
    assert desktop.call("get_configuration", desktop.children[0]) == {
        "x": 0, "y": 0, "width": 200, "height": 300, "title": "First"
    }  # fmt: skip
    assert desktop.call("get_configuration", desktop.mdi) is None
    assert desktop.call("get_child_position", desktop.children[1]) == (24, 24)
    assert desktop.call("get_child_size", desktop.mdi) == (0, 0)
    assert [node.wid for node in desktop.mdi.walk()] == [1, 3, 2, 5, 4]


def test_places_are_not_left_to_chance_and_not_taken_twice() -> None:
    desktop = Desktop(14)
    places = [desktop.session.call(window, "get_position") for window in desktop.windows]
    assert places[:3] == [(0, 0), (24, 24), (48, 48)]
    assert len(set(places)) == 12
    desktop.on(1, "close")
    assert desktop.session.call(desktop.add(), "get_position") == (24, 24)


def test_all_calls_are_pipelined_right_after_the_window_was_made() -> None:
    desktop = Desktop(0, False)
    (browser,) = desktop.browsers
    window = desktop.add(title="a")
    calls: list[tuple[Any, ...]] = [
        ("set_title", "b"), ("set_position", 5, 6), ("resize", 70, 80), ("toggle_minimize",),
        ("set_bg", "red"), ("move", 7, 8),
    ]  # fmt: skip
    for name, *args in calls:
        desktop.session.call(window, name, tuple(args))
    desktop.everywhere()
    page = page_window(browser, window)
    assert (page.title, page.position, page.size, page.state) == (
        "b",
        (7, 8),
        (70, 80),
        "minimized",
    )
    assert browser.page.find(window.wid).get("bg") == "red"
    [frame] = [f for f in browser.frames if b"add_widget" in f.payload]
    assert b"set_bg" in frame.payload  # in one frame: nothing was waited for


def test_windows_are_raised_and_lowered() -> None:
    desktop = Desktop(3, False, False)
    desktop.session.listen(desktop.mdi, "page-switch")
    assert desktop.stack() == [0, 1, 2]
    desktop.on(0, "raise_")
    assert desktop.stack() == [1, 2, 0]
    assert desktop.call("get_index") == 0
    desktop.on(2, "lower")
    assert desktop.stack() == [2, 1, 0]
    desktop.on(0, "lower")
    desktop.call("set_index", 2)
    assert desktop.stack() == [0, 1, 2]
    told_of = [event.args for event in desktop.settle() if isinstance(event, WidgetEvent)]
    assert told_of == [(desktop.children[n],) for n in (0, 1, 2)]
    desktop.everywhere()
    with pytest.raises(ValueError, match=r"set_index\(\): index is 3; .* has 3 children"):
        desktop.call("set_index", 3)


def test_a_new_window_is_on_top_and_the_next_one_when_it_goes() -> None:
    desktop = Desktop(0, False)
    desktop.session.listen(desktop.mdi, "page-switch")
    desktop.session.listen(desktop.mdi, "child-removed")
    for _ in range(3):
        desktop.add()
    desktop.on(0, "raise_")
    desktop.settle()
    desktop.on(0, "close")
    happened = [(event.action, event.args) for event in desktop.settle()]
    assert happened == [
        ("page-switch", (desktop.children[2],)),
        ("child-removed", (desktop.children[0],)),
    ]
    assert desktop.children[0].parent is None
    assert not desktop.children[0].destroyed
    assert desktop.windows[0].destroyed
    desktop.on(0, "raise_")
    desktop.everywhere()


@pytest.mark.parametrize("method", ["remove", "remove_widget", "close_child"])
@pytest.mark.parametrize("by_window", [True, False])
def test_a_child_is_taken_out_by_itself_or_by_its_window(method: str, by_window: bool) -> None:
    desktop = Desktop(2, False)
    desktop.call(method, desktop.windows[0] if by_window else desktop.children[0])
    assert desktop.call("get_children") == [desktop.children[1]]
    desktop.everywhere()
    assert desktop.windows[0].wid not in desktop.browsers[0].page.widgets


def test_all_go_and_an_empty_one_has_none_on_top() -> None:
    desktop = Desktop(3, False)
    desktop.call("remove_all")
    assert desktop.call("get_index") == -1
    assert desktop.call("get_subwindows") == []
    desktop.everywhere()
    assert list(desktop.session.nodes.values()) == [desktop.mdi, *desktop.children]


def test_what_ends_with_what() -> None:
    desktop = Desktop(3, False)
    desktop.on(0, "destroy")
    desktop.session.call(desktop.children[1], "destroy")
    assert [node.destroyed for node in desktop.children] == [True, True, False]
    assert [node.destroyed for node in desktop.windows] == [True, True, False]
    desktop.everywhere()
    desktop.session.call(desktop.mdi, "destroy")
    desktop.settled()
    assert desktop.session.nodes == {}
    assert desktop.browsers[0].page.widgets == {}


def test_a_child_that_goes_elsewhere_leaves_its_window() -> None:
    desktop = Desktop(2, False)
    box = desktop.session.create("VBox")
    desktop.session.call(box, "add_widget", (desktop.children[0],))
    assert desktop.windows[0].destroyed
    desktop.windows.append(desktop.call("add_widget", desktop.children[0], x=1, y=2))
    assert box.children == []
    assert desktop.stack() == [1, 0]
    desktop.everywhere()


def test_states_replace_each_other_and_bring_to_the_top() -> None:
    desktop = Desktop(2, False, False)
    states = []
    for name, *args in (
        ["toggle_minimize"], ["toggle_maximize"], ["toggle_shade"], ["toggle_shade"],
        ["set_window_state", "maximized"], ["toggle_maximize"], ["set_window_state", "minimized"],
    ):  # fmt: skip
        desktop.on(0, name, *args)
        states.append(desktop.on(0, "get_window_state"))
        desktop.everywhere()
    assert states == [
        "minimized", "maximized", "shaded", "normal", "maximized", "normal", "minimized"
    ]  # fmt: skip
    assert desktop.stack() == [1, 0]
    with pytest.raises(ValueError, match="'state' is 'small'; it must be 'normal', 'shaded'"):
        desktop.on(0, "set_window_state", "small")


def test_where_arranged_windows_stand_is_told_by_a_browser() -> None:
    desktop = Desktop(3, False, False)
    desktop.on(1, "toggle_minimize")
    desktop.call("tile_windows")
    assert desktop.on(1, "get_window_state") == "normal"
    desktop.everywhere()
    assert desktop.session.call(desktop.windows[2], "get_position") == (400, 0)
    assert desktop.session.call(desktop.windows[2], "get_size") == (200, 400)
    desktop.call("cascade_windows")
    assert desktop.stack() == [0, 1, 2]
    desktop.everywhere()
    assert desktop.session.call(desktop.windows[2], "get_position") == (40, 40)


def test_an_arrangement_waits_for_a_browser_unless_a_window_is_placed() -> None:
    desktop = Desktop(2)
    desktop.call("tile_windows")
    desktop.everywhere()
    assert desktop.session.call(desktop.windows[1], "get_position") == (200, 0)
    desktop.call("cascade_windows")
    desktop.call("move_child", desktop.children[1], 9, 9)
    desktop.everywhere()
    assert desktop.session.call(desktop.windows[1], "get_position") == (9, 9)
    desktop.call("resize_child", desktop.children[1], 99, 88)
    assert desktop.call("get_child_size", desktop.children[1]) == (99, 88)
    desktop.call("resize_child", desktop.children[1], float("nan"), 77)
    assert desktop.call("get_child_size", desktop.children[1]) == (99, 77)
    desktop.everywhere()


def test_a_window_that_is_placed_after_an_arrangement_alone_stands_elsewhere() -> None:
    desktop = Desktop(3, False, False)
    desktop.call("tile_windows")
    desktop.call("move_child", desktop.children[1], 9, 9)
    desktop.everywhere()
    places = [desktop.on(index, "get_position") for index in range(3)]
    assert places == [(0, 0), (9, 9), (400, 0)]
    assert [desktop.on(index, "get_size") for index in range(3)] == [(200, 400)] * 3


def test_a_place_that_is_set_before_and_after_an_arrangement_is_set_after_it() -> None:
    desktop = Desktop(2, False)
    desktop.on(1, "set_position", 5, 5)
    desktop.call("tile_windows")
    desktop.on(1, "set_position", 9, 9)
    desktop.everywhere()
    assert [desktop.on(index, "get_position") for index in range(2)] == [(0, 0), (9, 9)]


@pytest.mark.parametrize("again", ["tile_windows", "cascade_windows"])
def test_the_last_arrangement_holds_that_no_browser_has_seen(again: str) -> None:
    desktop = Desktop(2)
    desktop.call("cascade_windows")
    desktop.call("move_child", desktop.children[1], 9, 9)
    desktop.call(again)
    desktop.everywhere()
    wanted = (200, 0) if again == "tile_windows" else (20, 20)
    assert desktop.on(1, "get_position") == wanted


@pytest.mark.parametrize("seen", [(0, 0), (155, 25)])
def test_windows_that_are_arranged_while_they_are_not_seen_keep_their_own_size(
    seen: tuple[int, int],
) -> None:
    desktop = Desktop(1, False)
    own = desktop.on(0, "get_size")
    (browser,) = desktop.browsers
    wid = desktop.windows[0].wid
    if any(seen):
        desktop.on(0, "toggle_minimize")
        desktop.settle()
    browser.send({"type": "geometry", "sizes": [[wid, *seen]], "seen": browser.seen})
    desktop.settle()
    assert desktop.on(0, "get_size") == seen
    desktop.call("cascade_windows")
    assert desktop.on(0, "get_size") == own


def test_what_a_user_did_before_windows_were_arranged_takes_none_of_them_back() -> None:
    desktop = Desktop(2, False)
    (browser,) = desktop.browsers
    wid = desktop.windows[1].wid
    page_window(browser, desktop.windows[1]).toggle("minimized")
    sizes, positions = [[wid, 155, 25]], [[wid, 0, 500]]
    browser.send({"type": "geometry", "sizes": sizes, "positions": positions, "seen": browser.seen})
    before = len(browser.messages)
    desktop.call("tile_windows")
    desktop.everywhere()
    assert desktop.on(1, "get_position") == (200, 0)
    called = [one["method"] for one in browser.messages[before:] if one["type"] == "call"]
    assert called == ["tile_windows"]  # and none that moves a window again


@pytest.mark.parametrize(
    ("name", "args", "options", "message"),
    [
        ("add_widget", ("x",), {}, "'child' is 'x'; it must be a widget"),
        ("add_widget", (None,), {"colour": 1}, "has no option 'colour'; it takes height, icon_url"),
        ("add_widget", (None, 5), {}, "'options' is 5; it must be a mapping"),
        ("add_widget", (None,), {"x": "left"}, "'x' must be a number of pixels, not 'left'"),
        ("add_widget", (None,), {"icon_url": object()}, "'icon_url' is <object"),
        ("move_child", (None, 1, 2), {}, "is not a child"),
    ],
)
def test_bad_arguments_change_nothing(
    name: str, args: tuple[Any, ...], options: dict[str, Any], message: str
) -> None:
    desktop = Desktop(1, False)
    before = told(desktop)
    stranger = desktop.session.create("Label")
    given = tuple(stranger if arg is None else arg for arg in args)
    count = len(desktop.session.nodes)
    with pytest.raises((TypeError, ValueError), match=message):
        desktop.call(name, *given, **options)
    assert told(desktop) == before
    assert len(desktop.session.nodes) == count
    desktop.everywhere()


def test_a_window_is_no_widget_to_be_made_or_put_somewhere() -> None:
    desktop = Desktop(1)
    with pytest.raises(TypeError, match=r"MDIWidget\.add_widget\(\) makes and gives one"):
        desktop.session.create("MDISubWindow")
    box = desktop.session.create("VBox")
    with pytest.raises(ValueError, match="is nothing to be put somewhere"):
        desktop.session.call(box, "add_widget", (desktop.windows[0],))
    with pytest.raises(TypeError, match=r"set_window_state\(\): 'state' can't be None"):
        desktop.on(0, "set_window_state", None)
    with pytest.raises(TypeError, match="'x' is 'left'; it must be a number"):
        desktop.on(0, "set_position", "left", 1)
    desktop.everywhere()


# --- what a user does


def test_a_user_moves_resizes_minimizes_raises_and_lowers() -> None:
    desktop = Desktop(3, False, False)
    one, _ = desktop.browsers
    one.move(desktop.windows[0].wid, 100, 50)
    one.resize(desktop.windows[0].wid, 222, 111)
    page_window(one, desktop.windows[1]).toggle("minimized")
    on_page(one, desktop.mdi).raise_(desktop.children[0].wid)
    on_page(one, desktop.mdi).lower(desktop.children[2].wid)
    desktop.everywhere()
    assert desktop.session.call(desktop.windows[0], "get_position") == (100, 50)
    assert desktop.session.call(desktop.windows[0], "get_size") == (222, 111)
    assert desktop.on(1, "get_window_state") == "minimized"
    assert desktop.stack() == [2, 1, 0]


def test_handlers_hear_of_it() -> None:
    desktop = Desktop(2, False)
    (browser,) = desktop.browsers
    desktop.session.listen(desktop.mdi, "page-switch")
    desktop.session.listen(desktop.mdi, "page-close")
    desktop.session.listen(desktop.windows[0], "window-state")
    desktop.settle()
    on_page(browser, desktop.mdi).raise_(desktop.children[0].wid)
    on_page(browser, desktop.mdi).lower(desktop.children[0].wid)
    page_window(browser, desktop.windows[0]).toggle("shaded")
    on_page(browser, desktop.mdi).close(desktop.children[1].wid)
    happened = [(event.action, event.args) for event in desktop.settle()]
    first, second = desktop.children
    assert sorted(happened, key=repr) == sorted(
        [
            ("page-switch", (first,)),
            ("page-switch", (second,)),
            ("window-state", ("shaded",)),
            ("page-close", (second,)),
            ("page-switch", (first,)),  # it is the next one when the second is closed
        ],
        key=repr,
    )


def test_a_user_closes_a_window() -> None:
    desktop = Desktop(2, False, False)
    on_page(desktop.browsers[0], desktop.mdi).close(desktop.children[1].wid)
    desktop.everywhere()
    assert desktop.call("get_children") == [desktop.children[0]]
    assert desktop.windows[1].destroyed
    assert desktop.children[1].parent is None


@pytest.mark.parametrize("crossing", ["user closes", "program adds"])
def test_a_window_that_a_user_closes_goes_whatever_comes_or_goes_beside_it(crossing: str) -> None:
    desktop = Desktop(3, False, False)
    first, second, third = desktop.children
    page = on_page(desktop.browsers[0], desktop.mdi)
    if crossing == "user closes":
        page.close(first.wid)
        desktop.browsers[0].deliver_up()
        events(desktop.session)
    else:
        desktop.add()
    page.close(second.wid)
    desktop.settle()
    assert second not in desktop.mdi.children
    assert third in desktop.mdi.children
    desktop.everywhere()


def test_a_window_that_was_put_back_is_not_closed_by_who_closed_the_one_before() -> None:
    desktop = Desktop(2, False, False)
    child = desktop.children[0]
    on_page(desktop.browsers[0], desktop.mdi).close(child.wid)
    desktop.call("remove", child)
    desktop.call("add_widget", child)
    desktop.settle()
    assert child in desktop.mdi.children
    desktop.everywhere()


def test_a_size_that_a_window_has_when_it_is_minimized_is_none_of_its_own() -> None:
    desktop = Desktop(1, False, False)
    (window,) = desktop.windows
    browser = desktop.browsers[0]
    desktop.settle()
    page_window(browser, window).toggle("minimized")
    browser.send({"type": "geometry", "sizes": [[window.wid, 90, 20]], "seen": browser.seen})
    desktop.settle()
    assert desktop.session.call(window, "get_size") == (90, 20)
    page_window(browser, window).toggle("minimized")
    browser.send({"type": "geometry", "sizes": [[window.wid, 300, 300]], "seen": browser.seen})
    desktop.everywhere()
    assert desktop.session.call(window, "get_size") == (300, 300)


def test_a_size_reported_before_the_window_was_restored_is_stale() -> None:
    desktop = Desktop(1, False)
    (window,), (browser,) = desktop.windows, desktop.browsers
    desktop.on(0, "toggle_minimize")
    desktop.settle()
    browser.send({"type": "geometry", "sizes": [[window.wid, 90, 20]], "seen": browser.seen})
    desktop.on(0, "toggle_minimize")
    desktop.everywhere()
    assert desktop.session.call(window, "get_size") == (300, 300)


@pytest.mark.parametrize(
    ("of_window", "action", "args"),
    [
        (True, "window-state", ["small"]),
        (True, "window-state", []),
        (False, "page-switch", [{"__wid__": 1}]),
        (False, "page-switch", []),
        (False, "page-close", ["x"]),
        (False, "restacked", []),
        (False, "restacked", [["x"]]),
        (False, "arranged", [5]),
        (False, "arranged", [[[None, 1, 2, 3]]]),
        (False, "arranged", [[[{"__wid__": 1}, 1, 2, 3, 4]]]),
        (False, "arranged", [[[{"__wid__": 2}, 1, 2, 3, 4]]]),
        (False, "arranged", [[["x", 1, 2, 3, 4]]]),
        (False, "arranged", [[[{"__wid__": 3}, 1, 2, 3, "x"]]]),
    ],
)
def test_nonsense_is_refused(of_window: bool, action: str, args: list[Any]) -> None:
    desktop = Desktop(2, False)
    (browser,) = desktop.browsers
    before = told(desktop)
    browser.report((desktop.windows[0] if of_window else desktop.mdi).wid, action, *args)
    [refused] = desktop.settle()
    assert isinstance(refused, ReportRefused)
    assert told(desktop) == before
    desktop.everywhere()


def test_reports_that_crossed_a_change_are_stale_and_corrected() -> None:
    desktop = Desktop(2, False)
    (browser,) = desktop.browsers
    on_page(browser, desktop.mdi).lower(desktop.children[1].wid)
    page_window(browser, desktop.windows[0]).toggle("minimized")
    desktop.add()
    desktop.on(0, "toggle_maximize")
    desktop.everywhere()
    assert desktop.stack() == [1, 2, 0]
    assert desktop.on(0, "get_window_state") == "maximized"
    page_window(browser, desktop.windows[1]).toggle("shaded")
    desktop.on(1, "close")
    desktop.call("tile_windows")
    desktop.everywhere()


STEPS = (
    *("add", "close", "title", "raise", "lower", "minimize", "maximize", "shade"),
    *("move", "resize", "tile", "cascade", "lay out"),
)


@given(
    st.lists(
        st.tuples(st.integers(0, 2), st.sampled_from(STEPS), st.integers(0, 4), st.booleans()),
        max_size=12,
    )
)
def test_after_any_interleaving_all_agree(steps: list[tuple[int, str, int, bool]]) -> None:
    """0 is the program, the others are users; some steps let a message through."""
    desktop = Desktop(2, False, False)
    numbers = itertools.count(1)
    for who, step, index, lets_through in steps:
        if who == 0:
            program_does(desktop, step, index, numbers)
        else:
            user_does(desktop, desktop.browsers[who - 1], step, index, numbers)
        if lets_through:
            let_through(desktop.browsers[index % 2], desktop.session)
    desktop.settled()
    for browser in desktop.browsers:  # each of them tells of its layout, some time after a change
        user_does(desktop, browser, "lay out", 0, numbers)
    desktop.everywhere()


_SIZES = {"minimized": (155, 25), "maximized": (800, 600), "shaded": (300, 25)}
"""What a window's size is in a state other than its own."""


def program_does(desktop: Desktop, step: str, index: int, numbers: Iterator[int]) -> None:
    windows = desktop.call("get_subwindows")
    if step == "lay out":
        return  # that is a browser's
    if step in ("tile", "cascade"):
        desktop.call(f"{step}_windows")
    elif step == "add" or not windows:
        desktop.add()
    else:
        window = windows[index % len(windows)]
        number = next(numbers)
        name, *args = {
            "raise": ("raise_",),
            "lower": ("lower",),
            "minimize": ("toggle_minimize",),
            "maximize": ("toggle_maximize",),
            "shade": ("toggle_shade",),
            "move": ("set_position", number, number),
            "resize": ("resize", number, number),
            "close": ("close",),
            "title": ("set_title", str(number)),
        }[step]
        desktop.session.call(window, name, tuple(args))


def user_does(
    desktop: Desktop, browser: SimulatedBrowser, step: str, index: int, numbers: Iterator[int]
) -> None:
    windows = on_page(browser, desktop.mdi)
    if not windows.stack:
        return
    child = windows.stack[index % len(windows.stack)]
    window = windows.windows[child]
    shown = browser.page.widgets.values()
    wids = {one.content: one.wid for one in shown if isinstance(one.content, PageWindow)}
    match step:
        case "raise":
            windows.raise_(child)
        case "lower":
            windows.lower(child)
        case "minimize":
            window.toggle("minimized")
        case "maximize":
            window.toggle("maximized")
        case "shade":
            window.toggle("shaded")
        case "move" if window.state in ("normal", "shaded"):
            browser.move(wids[window], next(numbers), next(numbers))
        case "resize" if window.state == "normal":
            browser.resize(wids[window], next(numbers), next(numbers))
        case "lay out":
            sizes = [
                [wid, *(one.size if one.state == "normal" else _SIZES[one.state])]
                for one, wid in wids.items()
            ]
            browser.send({"type": "geometry", "sizes": sizes, "seen": browser.seen})
        case "close":
            windows.close(child)


# --- the stock client


def test_the_stock_client_names_windows_itself() -> None:
    desktop = Desktop(1, True)
    (browser,) = desktop.browsers
    second = desktop.add(title="x")
    desktop.session.call(second, "set_title", ("y",))
    desktop.session.call(second, "toggle_minimize")
    with_batch = desktop.session.create("Label")
    desktop.session.call(with_batch, "set_text", ("told meanwhile",))
    desktop.settled()
    theirs = on_page(browser, desktop.mdi).windows[desktop.children[1].wid]
    assert (theirs.title, theirs.state) == ("y", "minimized")
    assert second.wid not in browser.page.widgets
    assert browser.errors == []
    assert browser.page.find(with_batch.wid).get("text") == "told meanwhile"


def test_what_its_user_moves_is_known_and_kept() -> None:
    desktop = Desktop(1, True, False)
    stock, ours = desktop.browsers
    [wid] = [w.wid for w in stock.page.widgets.values() if w.cls == "MDISubWindow"]
    assert wid >= 1_000_000
    stock.move(wid, 70, 80)
    desktop.settled()
    assert desktop.session.call(desktop.windows[0], "get_position") == (70, 80)
    assert page_window(ours, desktop.windows[0]).position == (70, 80)
    on_page(stock, desktop.mdi).close(desktop.children[0].wid)
    desktop.settled()
    assert desktop.call("get_children") == []
    assert shown(ours, desktop.mdi) == ([], [])


def test_it_is_rebuilt_with_what_it_can_show() -> None:
    desktop = Desktop(3)
    desktop.on(0, "set_position", 5, 6)
    desktop.on(1, "toggle_shade")
    desktop.on(2, "toggle_minimize")
    desktop.on(2, "toggle_minimize")
    desktop.browsers.append(connect(desktop.hub, desktop.session, stock=True))
    desktop.settled()
    windows = on_page(desktop.browsers[0], desktop.mdi)
    assert next(iter(windows.windows.values())).position == (5, 6)
    assert [window.state for window in windows.windows.values()] == ["normal", "shaded", "normal"]
    assert windows.stack[-1] == desktop.children[2].wid
    assert desktop.browsers[0].errors == []


def test_what_waits_for_a_name_is_dropped_when_the_page_is_built_anew_or_the_call_fails() -> None:
    desktop = Desktop(0, True)
    (browser,) = desktop.browsers
    browser.fail_next("add_widget", "no room")
    window = desktop.add()
    desktop.session.call(window, "set_title", ("lost",))
    found = desktop.settle()
    assert [type(event) for event in found] == [CallFailed]
    desktop.session.rebuild()
    desktop.session.call(window, "set_title", ("there",))
    desktop.settled()
    assert on_page(browser, desktop.mdi).windows[desktop.children[0].wid].title == "there"


def test_a_batch_for_it_is_taken_apart_where_a_name_is_awaited() -> None:
    desktop = Desktop(0, True)
    (browser,) = desktop.browsers
    label = desktop.session.create("Label")
    batch = desktop.session.telling.batch = Batch()
    window = desktop.add()
    desktop.session.call(label, "set_text", ("a",))
    desktop.session.call(window, "set_title", ("t",))
    desktop.session.call(window, "toggle_minimize")
    desktop.session.telling.batch = None
    batch.is_open = False
    batch.release()
    desktop.settled()
    theirs = on_page(browser, desktop.mdi).windows[desktop.children[0].wid]
    assert (theirs.title, theirs.state) == ("t", "minimized")
    assert browser.page.find(label.wid).get("text") == "a"
    assert browser.errors == []


def test_a_window_as_an_argument_has_its_own_name_there() -> None:
    """No method of ours takes one, so this is about the wire alone."""
    session = Recorded()
    mdi = session.create("MDIWidget")
    window = session.call(mdi, "add_widget", (session.create("Label"),))
    dialect = StockDialect()
    [made] = dialect.versions_of(mdi.slots[0].outgoing)  # type: ignore[arg-type]
    about = session.encode_call(mdi, "index_of", ([{"of": window}, 1],))
    assert list(dialect.versions_of(about)) == []
    [sent] = dialect.answered(made, {"__wid__": 1_000_005})
    assert b'[[{"of":{"__wid__":1000005}},1]]' in sent.encoded
    assert dialect.ours(1_000_005) == window.wid
    assert list(dialect.answered(about, None)) == []
