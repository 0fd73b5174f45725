"""Windows of the page, tabs, panes and scrolling: whatever crosses, all show the same in the end.

The program calls while the users of two browsers drag, resize, raise, minimize, scroll and click;
every message is under way as long as the test likes. And nobody is overruled by what he knew.
"""

import itertools
from collections.abc import Iterator
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from core.helpers import connect, events, let_through, make_hub, settle
from pgwidgets.testing import SimulatedBrowser
from pgwidgets.testing.page import PageWidget
from pgwidgets_proto.catalog.effects.containers import SELECTED
from pgwidgets_proto.widgets.widget import Node

STATES = ("normal", "shaded", "minimized", "maximized")
STEPS = (
    *("move", "resize", "raise", "lower", "state", "show", "hide", "title", "lay out"),
    *("choose", "reorder", "close", "add", "split", "scroll", "expand"),
)
_ELSEWHERE = {"shaded": (400, 25), "minimized": (155, 25), "maximized": (800, 600)}
"""What a window's size is in a state other than its own."""


class Desk:
    """Two windows: tabs in one; panes, a long text and an expander in the other."""

    def __init__(self) -> None:
        self.hub = make_hub()
        self.session = self.hub.create_session()
        make, call = self.session.create, self.session.call
        self.windows = [make("TopLevel", (), {"title": title}) for title in "ab"]
        self.tabs = make("TabWidget", (), {"reorderable": True})
        self.panes, self.text, self.more = make("Splitter"), make("TextArea"), make("Expander")
        for _ in range(3):
            self.add()
        for child in (self.text, self.more):
            call(self.panes, "add_widget", (child,))
        for window, child in zip(self.windows, (self.tabs, self.panes), strict=True):
            call(window, "set_widget", (child,))
            call(window, "resize", (300, 200))
            call(window, "set_position", (10, 10))
            call(window, "show")
        self.browsers = [connect(self.hub, self.session) for _ in range(2)]
        settle(self.session, self.browsers)

    def add(self) -> None:
        page = self.session.create("Label", ("page",))
        self.session.call(self.tabs, "add_widget", (page,), {"title": "page"})

    def program_does(self, step: str, index: int, numbers: Iterator[int]) -> None:
        window, pages = self.windows[index % 2], self.tabs.children
        number = next(numbers)
        calls: dict[str, tuple[Node, str, tuple[Any, ...]]] = {
            "move": (window, "set_position", (number, number)),
            "resize": (window, "resize", (number, number)),
            "raise": (window, "raise_", ()),
            "lower": (window, "lower", ()),
            "state": (window, "set_window_state", (STATES[index % 4],)),
            "show": (window, "show", ()),
            "hide": (window, "hide", ()),
            "title": (window, "set_title", (str(number),)),
            "split": (self.panes, "set_sizes", ((number, 100),)),
            "scroll": (self.text, "set_scroll_position", (0, 1 / number)),
            "expand": (self.more, "toggleContent", ()),
        }
        if step == "add":
            self.add()
        elif step in calls:
            node, method, args = calls[step]
            self.session.call(node, method, args)
        elif step == "choose" and pages:
            self.session.call(self.tabs, "set_index", (index % len(pages),))
        elif step == "close" and pages:
            self.session.call(self.tabs, "remove", (pages[index % len(pages)], True))

    def user_does(
        self, browser: SimulatedBrowser, step: str, index: int, numbers: Iterator[int]
    ) -> None:
        window = browser.page.find(self.windows[index % 2].wid)
        tabs = browser.page.find(self.tabs.wid)
        state = window.get("window_state", "normal")
        number = next(numbers)
        match step:
            case "move" if state in ("normal", "shaded"):
                browser.move(window.wid, number, number)
            case "resize" if state == "normal":
                browser.resize(window.wid, number, number)
            case "raise" | "lower":
                self._restack(browser, window, to_top=step == "raise")
            case "state":
                window.state["window_state"] = (STATES[index % 4],)
                browser.report(window.wid, "window-state", STATES[index % 4])
            case "lay out":
                told = [[wid, *size] for wid, size in self._sizes(browser)]
                browser.send({"type": "geometry", "sizes": told, "seen": browser.seen})
            case "choose" if tabs.children:
                browser.show_page(tabs.wid, index % len(tabs.children))
            case "reorder" if tabs.children:
                tabs.children.append(tabs.children.pop(index % len(tabs.children)))
                order = [{"__wid__": child} for child in tabs.children]
                browser.report(tabs.wid, "reordered", order)
            case "split":
                browser.page.find(self.panes.wid).state["sizes"] = ([number, 100],)
                browser.report(self.panes.wid, "sizing", [number, 100])
            case "scroll":
                browser.page.find(self.text.wid).state["scroll_position"] = (0, 1 / number)
                browser.report(self.text.wid, "scrolled", 0, 1 / number)
            case "expand":
                more = browser.page.find(self.more.wid)
                is_collapsed = not more.get("collapsed", True)
                more.state["collapsed"] = (is_collapsed,)
                browser.report(more.wid, "toggled", is_collapsed)

    def _restack(self, browser: SimulatedBrowser, window: PageWidget, *, to_top: bool) -> None:
        found = [browser.page.find(other.wid).get("level", 0) for other in self.windows]
        window.state["level"] = (max(0, *found) + 1 if to_top else min(0, *found) - 1,)
        browser.report(window.wid, "restacked", "top" if to_top else "bottom")

    def _sizes(self, browser: SimulatedBrowser) -> Iterator[tuple[int, tuple[float, float]]]:
        for node in self.windows:
            window = browser.page.find(node.wid)
            state = window.get("window_state", "normal")
            if not window.get("visible"):
                yield node.wid, (0, 0)
            else:
                yield node.wid, _ELSEWHERE.get(state, window.state["size"])

    def agrees(self) -> None:
        """All pages, and one that is new, show what Python knows."""
        settle(self.session, self.browsers)
        for browser in self.browsers:  # each of them tells of its layout, some time after a change
            self.user_does(browser, "lay out", 0, itertools.count(1))
        settle(self.session, self.browsers)
        late = connect(self.hub, self.session)
        for browser in (*self.browsers, late):
            assert not browser.errors
            assert self._shown(browser) == self._known()

    def _shown(self, browser: SimulatedBrowser) -> Any:
        windows = [browser.page.find(node.wid) for node in self.windows]
        tabs = browser.page.find(self.tabs.wid)
        more = browser.page.find(self.more.wid)
        return (
            [[window.state.get(key) for key in ("position", "size")] for window in windows],
            [window.get("window_state", "normal") for window in windows],
            [window.get("visible", False) for window in windows],
            [window.get("level", 0) for window in windows],
            [window.get("title") for window in windows],
            (tabs.children, tabs.selected),
            browser.page.find(self.panes.wid).get("sizes"),
            browser.page.find(self.text.wid).state.get("scroll_position"),
            more.get("collapsed", True),
        )

    def _known(self) -> Any:
        selected = self.tabs.value(SELECTED)
        sizes = self.panes.value("sizes")
        return (
            [[node.entries[key].value for key in ("position", "size")] for node in self.windows],
            [node.value("window_state", "normal") for node in self.windows],
            [node.value("visible", False) for node in self.windows],
            [node.value("level", 0) for node in self.windows],
            [node.value("title") for node in self.windows],
            ([child.wid for child in self.tabs.children], selected and selected.wid),
            None if sizes is None else list(sizes),
            self.text.value("scroll_position"),
            self.more.value("collapsed", True),
        )


@given(
    st.lists(
        st.tuples(st.integers(0, 2), st.sampled_from(STEPS), st.integers(0, 4), st.booleans()),
        max_size=16,
    )
)
def test_after_any_interleaving_all_agree(steps: list[tuple[int, str, int, bool]]) -> None:
    """0 is the program, the others are users; some steps let a message through."""
    desk = Desk()
    numbers = itertools.count(50)
    for who, step, index, lets_through in steps:
        if who == 0:
            desk.program_does(step, index, numbers)
        else:
            desk.user_does(desk.browsers[who - 1], step, index, numbers)
        if lets_through:
            let_through(desk.browsers[index % 2], desk.session)
    desk.agrees()


def test_tabs_that_a_user_drags_one_after_the_other_stay_where_he_put_them() -> None:
    desk = Desk()
    browser = desk.browsers[0]
    before = [child.wid for child in desk.tabs.children]
    numbers = itertools.count(50)
    desk.user_does(browser, "reorder", 0, numbers)
    browser.deliver_up()
    events(desk.session)
    desk.user_does(browser, "reorder", 0, numbers)
    desk.agrees()
    assert [child.wid for child in desk.tabs.children] == [before[2], *before[:2]]


def test_a_tab_dragged_while_the_shown_one_is_taken_out_does_not_change_what_comes_up() -> None:
    desk = Desk()
    numbers = itertools.count(50)
    desk.program_does("close", 0, numbers)
    desk.user_does(desk.browsers[0], "reorder", 0, numbers)
    desk.agrees()


@example(["user", "program", "down", "user"])
@given(st.lists(st.sampled_from(("program", "user", "down", "up", "take")), max_size=30))
def test_who_knew_the_newest_word_has_the_last(steps: list[str]) -> None:
    """A user who saw what the program set, and goes on, is not taken back to it."""
    session = (hub := make_hub()).create_session()
    slider = session.create("Slider", (), {"min": 0, "max": 1000, "value": 0})
    browser = connect(hub, session)
    numbers = itertools.count(1)
    called = wanted = None
    for step in steps:
        match step:
            case "program":
                wanted = called = next(numbers)
                session.call(slider, "set_value", (called,))
            case "user":
                value = next(numbers)
                browser.slide(slider.wid, value)
                if called is None:
                    wanted = value
            case "down":
                browser.collect()
                browser.deliver_down()
                if browser.page.find(slider.wid).get("value") == called:
                    called = None
            case "up":
                browser.deliver_up()
            case "take":
                session.next_event()
    settle(session, [browser])
    assert slider.value("value", 0) == (wanted or 0)
    assert browser.page.find(slider.wid).get("value") == (wanted or 0)
