"""What windows, dialogs, tabs and videos do by themselves, as our client tells it."""

from typing import Any

import pytest

from core.helpers import connect, events, make_hub, settle
from pgwidgets.testing import SimulatedBrowser
from pgwidgets_proto.sessions.events import CallFailed, ReportRefused
from pgwidgets_proto.sessions.session import Session
from pgwidgets_proto.widgets.widget import Node


class Pages:
    """A session that two browsers with our client show, and one stock client."""

    def __init__(self) -> None:
        self.hub = make_hub()
        self.session: Session = self.hub.create_session()
        self.one = connect(self.hub, self.session)
        self.two = connect(self.hub, self.session)
        self.stock = connect(self.hub, self.session, stock=True)
        self.browsers = [self.one, self.two, self.stock]
        events(self.session)

    def make(self, name: str, *args: Any, **options: Any) -> Node:
        node = self.session.create(name, args, options)
        self.settled()
        return node

    def call(self, node: Node, name: str, *args: Any) -> Any:
        return self.session.call(node, name, args)

    def settled(self) -> None:
        found = settle(self.session, self.browsers)
        assert [event for event in found if isinstance(event, (CallFailed, ReportRefused))] == []

    def told(self, node: Node, action: str, *args: Any) -> None:
        """The first browser's user does something."""
        self.one.report(node.wid, action, *args)
        self.settled()

    def refused(self, node: Node, action: str, *args: Any) -> bool:
        """Whether a report is refused."""
        self.one.report(node.wid, action, *args)
        return [type(event) for event in settle(self.session, self.browsers)] == [ReportRefused]

    def shown(self, node: Node, name: str) -> list[Any]:
        """A value in both browsers with our client, and in one that is new."""
        new = connect(self.hub, self.session)
        self.settled()
        found = [browser.page.find(node.wid).state.get(name) for browser in self.ours(new)]
        new.leave()
        return found

    def ours(self, new: SimulatedBrowser) -> list[SimulatedBrowser]:
        return [self.one, self.two, new]


def level(pages: Pages, node: Node) -> list[int]:
    return [value[0] if value else 0 for value in pages.shown(node, "level")]


@pytest.mark.parametrize("cls", ["Dialog", "ColorDialog"])
def test_a_dialog_that_a_user_closed_stays_closed(cls: str) -> None:
    pages = Pages()
    dialog = pages.make(cls)
    pages.call(dialog, "popup", 5, 6)
    pages.settled()
    pages.one.page.find(dialog.wid).state["visible"] = (False,)
    pages.told(dialog, "hidden")
    assert not pages.call(dialog, "is_visible")
    assert pages.shown(dialog, "visible") == [(False,)] * 3
    pages.call(dialog, "show")
    pages.settled()
    assert pages.shown(dialog, "visible") == [(True,)] * 3


def test_a_handler_that_shows_the_dialog_again_is_right() -> None:
    """The browser tells of the button first, then that the dialog is hidden."""
    pages = Pages()
    dialog = pages.make("Dialog", "Sure?", [["Yes", 1]], autoclose=True)
    pages.call(dialog, "show")
    pages.settled()
    pages.session.listen(dialog, "activated")
    pages.settled()
    pages.one.page.find(dialog.wid).state["visible"] = (False,)
    pages.one.report(dialog.wid, "activated", 1)
    pages.one.report(dialog.wid, "hidden")
    pages.one.exchange()
    event = pages.session.next_event()
    assert event is not None
    pages.call(dialog, "show")
    pages.settled()
    assert pages.call(dialog, "is_visible")
    assert pages.shown(dialog, "visible") == [(True,)] * 3


def test_autoclose_is_known_from_the_stock_client_too() -> None:
    pages = Pages()
    dialog = pages.make("Dialog", "Sure?", [["Yes", 1]], autoclose=True)
    pages.call(dialog, "show")
    pages.settled()
    pages.stock.report(dialog.wid, "activated", 1)
    pages.settled()
    assert not pages.call(dialog, "is_visible")
    assert pages.shown(dialog, "visible") == [(False,)] * 3


def test_windows_of_the_page_are_raised_and_lowered() -> None:
    pages = Pages()
    windows = [pages.make(cls) for cls in ("TopLevel", "Dialog", "TopLevel", "ColorDialog")]
    pages.call(windows[0], "raise_")
    pages.told(windows[1], "restacked", "top")
    pages.told(windows[2], "restacked", "bottom")
    pages.call(windows[3], "lower")
    pages.settled()
    assert [level(pages, window) for window in windows] == [[1] * 3, [2] * 3, [-1] * 3, [-2] * 3]
    pages.call(windows[2], "raise_")
    pages.settled()
    assert level(pages, windows[2]) == [3] * 3
    calls = [pages.stock.page.find(window.wid).calls for window in windows]
    assert [[name for name, _ in made] for made in calls] == [
        ["raise_"], ["raise_"], ["lower", "raise_"], ["lower"]
    ]  # fmt: skip


def test_two_users_raise_two_windows_at_once() -> None:
    pages = Pages()
    windows = [pages.make("TopLevel") for _ in range(2)]
    pages.one.report(windows[0].wid, "restacked", "top")
    pages.two.report(windows[1].wid, "restacked", "top")
    pages.settled()
    assert [level(pages, window) for window in windows] == [[1] * 3, [2] * 3]


def test_a_user_raises_one_window_then_another_then_the_first_again() -> None:
    """All within a round trip: that we tell the page how high each lies makes no report stale."""
    pages = Pages()
    one, other = (pages.make("TopLevel") for _ in range(2))
    for window in (one, other, one):
        pages.one.report(window.wid, "restacked", "top")
    pages.settled()
    assert [level(pages, window) for window in (one, other)] == [[3] * 3, [2] * 3]


def test_a_raise_that_crossed_the_programs_is_stale() -> None:
    pages = Pages()
    window = pages.make("TopLevel")
    pages.one.report(window.wid, "restacked", "top")
    pages.call(window, "lower")
    pages.settled()
    assert level(pages, window) == [-1] * 3


def test_a_window_that_was_hidden_keeps_its_size() -> None:
    pages = Pages()
    window = pages.make("TopLevel")
    pages.call(window, "resize", 300, 200)
    pages.settled()
    pages.one.send({"type": "geometry", "sizes": [[window.wid, 0, 0]], "seen": pages.one.seen})
    pages.settled()
    assert pages.shown(window, "size") == [(300, 200)] * 3


def test_a_user_may_resize_and_move_in_a_browser_that_was_not_the_last_in_use() -> None:
    pages = Pages()
    window = pages.make("TopLevel")
    pages.call(window, "resize", 300, 200)
    pages.settled()
    pages.two.move(window.wid, 1, 2)
    pages.settled()
    pages.one.resize(window.wid, 310, 210)
    pages.settled()
    assert pages.shown(window, "size") == [(310, 210)] * 3
    pages.one.move(window.wid, 3, 4)
    pages.two.report(window.wid, "window-state", "shaded")
    pages.settled()
    assert pages.call(window, "get_position") == (3, 4)


def reorderable_tabs(pages: Pages, texts: str) -> tuple[Node, list[Node]]:
    """Tabs with a label in each, and the labels."""
    tabs = pages.make("TabWidget", reorderable=True)
    children = [pages.make("Label", text) for text in texts]
    for child in children:
        pages.call(tabs, "add_widget", child)
    pages.settled()
    return tabs, children


def test_tabs_that_a_user_dragged_keep_their_order() -> None:
    pages = Pages()
    tabs, children = reorderable_tabs(pages, "abc")
    pages.call(tabs, "show_widget", children[1])
    pages.settled()
    order = [children[2], children[0], children[1]]
    pages.one.page.find(tabs.wid).children = [child.wid for child in order]
    pages.told(tabs, "reordered", [{"__wid__": child.wid} for child in order])
    assert pages.call(tabs, "get_children") == order
    assert pages.call(tabs, "get_index") == 2
    new = connect(pages.hub, pages.session)
    pages.settled()
    for browser in pages.ours(new):
        assert browser.page.find(tabs.wid).children == [child.wid for child in order]
    assert pages.stock.errors == []


def test_a_tab_that_a_user_chose_after_a_drag_that_crossed_the_programs_choice_stays() -> None:
    pages = Pages()
    tabs, children = reorderable_tabs(pages, "abc")
    order = [children[2], children[0], children[1]]
    pages.one.page.find(tabs.wid).children = [child.wid for child in order]
    pages.one.report(tabs.wid, "reordered", [{"__wid__": child.wid} for child in order])
    pages.call(tabs, "show_widget", children[1])
    pages.one.exchange()
    events(pages.session)
    pages.one.report(tabs.wid, "page-switch", {"__wid__": children[0].wid}, 1)
    pages.settled()
    assert pages.call(tabs, "get_index") == 1
    for browser in pages.browsers:
        assert browser.page.find(tabs.wid).selected == children[0].wid


def test_a_drag_that_crossed_a_new_tab_is_taken_back() -> None:
    pages = Pages()
    tabs, children = reorderable_tabs(pages, "ab")
    children.append(pages.make("Label", "c"))
    dragged = [{"__wid__": child.wid} for child in reversed(children[:2])]
    pages.one.page.find(tabs.wid).children.reverse()
    pages.one.report(tabs.wid, "reordered", dragged)
    pages.call(tabs, "add_widget", children[2])
    pages.settled()
    assert pages.call(tabs, "get_children") == children
    for browser in (pages.one, pages.two):
        assert browser.page.find(tabs.wid).children == [child.wid for child in children]


def test_a_video_goes_on_where_it_was_and_a_seek_is_followed() -> None:
    pages = Pages()
    video = pages.make("VideoWidget")
    pages.told(video, "timeupdate", 4.5, None)
    assert pages.shown(video, "current_time") == [None, None, (4.5,)]
    pages.told(video, "seeked", 2.0)
    assert pages.shown(video, "current_time") == [None, (2.0,), (2.0,)]
    pages.call(video, "set_current_time", 7)
    pages.settled()
    assert pages.shown(video, "current_time") == [(7,)] * 3
    for name, *args in (["stop"], ["set_url", "x.webm"]):
        pages.told(video, "timeupdate", 4.5, None)
        pages.call(video, name, *args)
        pages.settled()
        assert pages.shown(video, "current_time")[2] is None


@pytest.mark.parametrize(
    ("cls", "action", "args"),
    [
        ("TopLevel", "restacked", ["middle"]),
        ("TopLevel", "restacked", []),
        ("TopLevel", "window-state", ["small"]),
        ("TopLevel", "window-state", [3]),
        ("TabWidget", "reordered", []),
        ("TabWidget", "reordered", [["x"]]),
        ("TabWidget", "reordered", ["x"]),
        ("ColorWidget", "pick", ["red"]),
        ("ColorDialog", "pick", ["#NaNNaNNaN"]),
        ("ColorDialog", "activated", [""]),
        ("VideoWidget", "timeupdate", []),
        ("VideoWidget", "timeupdate", ["x"]),
        ("VideoWidget", "seeked", [None]),
    ],
)
def test_nonsense_is_refused(cls: str, action: str, args: list[Any]) -> None:
    pages = Pages()
    node = pages.make(cls)
    before = dict(node.entries)
    assert pages.refused(node, action, *args)
    assert node.entries == before
