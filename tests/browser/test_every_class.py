"""Every class: Tab comes to it and leaves it, its keys work it, screen readers are told of it."""

from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from browser.class_cases import CASES, Case
from browser.conftest import Served, new_visitor, watch
from browser.gestures import box, comes_true, errors
from pgwidgets_proto.catalog import class_names


class Walk:
    """A page with one of each, and hands that have only keys."""

    def __init__(self, page: Page, served: Served, heard: list[Any], session: Any) -> None:
        self.page = page
        self.served = served
        self.heard = heard
        self.session = session
        self._line = page.context.new_cdp_session(page)

    @property
    def _nodes(self) -> list[dict[str, Any]]:
        found = self._line.send("Accessibility.getFullAXTree")["nodes"]
        return [node for node in found if not node["ignored"]]

    def told(self) -> set[tuple[str, str]]:
        """Role and name of all that Chromium tells screen readers of."""
        return {
            (node["role"]["value"], node.get("name", {}).get("value", "")) for node in self._nodes
        }

    def focused(self) -> dict[str, Any]:
        """What is told of what has the keys."""
        node = [node for node in self._nodes if _property(node, "focused")][-1]
        return {
            "role": node["role"]["value"],
            "name": node.get("name", {}).get("value", ""),
            "value": node.get("value", {}).get("value"),
            **{one["name"]: one["value"].get("value") for one in node.get("properties", ())},
        }

    def forget(self) -> None:
        """Hear all that the page has said, and forget it: keys on the way are told, too."""
        self.served.catch_up(self.served.call(lambda: next(iter(self.session.walk_widget_tree()))))
        self.heard.clear()

    def tab_to(self, stop: tuple[str, str]) -> dict[str, Any]:
        """Press Tab until something has the keys; gives what is told of it."""
        been = []
        for _ in range(60):
            self.page.keyboard.press("Tab")
            told = self.focused()
            if (told["role"], told["name"]) == stop:
                return told
            been.append((told["role"], told["name"]))
        raise AssertionError(f"Tab does not come to {stop}, but to {been}")


def _property(node: dict[str, Any], name: str) -> Any:
    return next(
        (one["value"].get("value") for one in node.get("properties", ()) if one["name"] == name),
        None,
    )


@pytest.fixture(scope="module")
def walk(chromium: Browser) -> Iterator[Walk]:
    heard: list[Any] = []

    async def note(widget: Any, *actions: str) -> None:
        for action in actions:

            async def told(*args: Any, action: str = action) -> None:
                heard.append((action, *args))

            await widget.on(action, told)

    sessions: list[Any] = []

    async def build(session: Any) -> None:
        sessions.append(session)
        W = session.get_widgets()
        box = await W.VBox(spacing=4)
        for case in CASES.values():
            await box.add_widget(await case.build(W, note), 0)
        page = await W.Page()
        await page.set_widget(box)
        await page.show()

    served = Served(lambda app: app.on_connect(build), {})
    context = new_visitor(chromium, viewport={"width": 700, "height": 2600})
    page = watch(context.new_page())
    page.goto(served.url)
    expect(page.locator(".colorwidget")).to_be_visible()
    yield Walk(page, served, heard, sessions[0])
    assert errors(page) == []
    context.close()
    served.close()


def _settled(heard: list[Any]) -> list[Any]:
    """What was heard, with the last of each run of scrolls: a page tells of some on the way."""
    return [
        one
        for one, later in zip_longest(heard, heard[1:])
        if later is None or not one[0] == later[0] == "scrolled"
    ]


def _fits(heard: list[Any], wanted: list[tuple[Any, ...]]) -> bool:
    heard = _settled(heard)
    return len(heard) == len(wanted) and all(
        len(one) >= len(other)
        and all(want is ... or told == want for told, want in zip(one, other, strict=False))
        for one, other in zip(heard, wanted, strict=True)
    )


@pytest.mark.parametrize("name", CASES)
def test_tab_comes_to_it_and_its_keys_work_it(walk: Walk, name: str) -> None:
    case: Case = CASES[name]
    told = walk.tab_to(case.stop)
    assert {**told, **case.state} == told
    walk.forget()
    for key in case.keys:
        walk.page.keyboard.press(key)
    comes_true(walk.page, lambda: _fits(walk.heard, case.heard) or list(walk.heard), True)
    to = case.to or case.stop

    def is_told() -> Any:
        told = walk.focused()
        there = {**told, "role": to[0], "name": to[1], **case.after}
        return told == there or told

    comes_true(walk.page, is_told, True)


def test_a_slider_is_filled_up_to_its_value(walk: Walk) -> None:
    slider = walk.page.get_by_role("slider", name="Slider", exact=True)
    filled = "(one) => one.style.getPropertyValue('--slider-part')"
    for key, part in (("Home", "0%"), ("End", "100%"), ("PageDown", "90%")):
        slider.press(key)
        assert slider.evaluate(filled) == part


def test_the_wheel_scrolls_an_area(walk: Walk) -> None:
    area = walk.page.locator(".scrollarea-widget")
    to_top = "(one) => { const { scrollTop } = one; one.scrollTop = 0; return scrollTop; }"
    if area.locator(".scrollarea-viewport").evaluate(to_top) > 0:
        comes_true(walk.page, lambda: walk.heard[-1:], [("scrolled", 0, 0)])
    walk.forget()
    around = box(area)
    walk.page.mouse.move(around["x"] + 20, around["y"] + 20)
    walk.page.mouse.wheel(0, 5000)
    comes_true(walk.page, lambda: _settled(walk.heard), [("scrolled", 0, 1)])


async def boxes(W: Any) -> Any:
    """One of each class that keys go past, named where nothing else gives it a name."""
    column = await W.VBox()
    for name in ("Box", "ButtonBox", "HBox", "VBox", "GridBox", "FixedLayout", "StackWidget"):
        one = await getattr(W, name)()
        await one.set_accessible_name(f"a {name}")
        await column.add_widget(one, 0)
    await column.add_widget(await W.Frame(title="a Frame"), 0)
    await column.add_widget(await W.Separator("horizontal"), 0)
    for name in ("ExternalWidget", "VideoWidget"):
        one = await getattr(W, name)()
        await one.set_accessible_name(f"a {name}")
        await column.add_widget(one, 0)
    bar, status = await W.ProgressBar(), await W.StatusBar()
    await column.add_widget(await W.Label("a ProgressBar"), 0)
    await column.add_widget(bar, 0)
    await status.set_message("a StatusBar")
    await column.add_widget(status, 0)
    return column


def test_what_keys_go_past_is_told_of(walk: Walk) -> None:
    async def show() -> None:
        W = walk.session.get_widgets()
        top = await W.TopLevel(title="a TopLevel")
        await top.set_widget(await boxes(W))
        await top.resize(400, 500)
        await top.show()
        desk = await W.MDIWidget()
        await desk.set_accessible_name("a MDIWidget")
        await desk.add_widget(await W.Label("in it"), title="a MDISubWindow", width=200, height=90)
        other = await W.TopLevel(title="another TopLevel")
        await other.set_widget(desk)
        await other.resize(400, 300)
        await other.show()

    walk.served.call(show)
    wanted = {
        ("main", ""),
        ("region", "a TopLevel"),
        *(("group", f"a {name}") for name in ("Box", "ButtonBox", "HBox", "VBox", "GridBox")),
        *(("group", f"a {name}") for name in ("FixedLayout", "StackWidget", "Frame")),
        *(("group", f"a {name}") for name in ("ExternalWidget", "VideoWidget")),
        ("separator", ""),
        ("progressbar", "a ProgressBar"),
        ("status", ""),
        ("group", "a MDIWidget"),
        ("group", "a MDISubWindow"),
    }
    comes_true(walk.page, lambda: wanted - walk.told(), set())


def test_windows_go_by_keys(walk: Walk) -> None:
    page = walk.page
    top, other = (
        page.get_by_role("region", name=name) for name in ("a TopLevel", "another TopLevel")
    )
    has_keys = "(one) => one.contains(document.activeElement)"
    page.keyboard.press("F6")
    seen = [one.evaluate(has_keys) for one in (top, other)]
    page.keyboard.press("F6")
    seen += [one.evaluate(has_keys) for one in (top, other)]
    page.keyboard.press("F6")
    seen += [one.evaluate(has_keys) for one in (top, other)]
    assert seen.count(True) == 2
    while not top.evaluate(has_keys):
        page.keyboard.press("F6")
    at = box(top)
    for key in ("Control+F7", "ArrowRight", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    assert (box(top)["x"], box(top)["y"]) == (at["x"] + 10, at["y"] + 10)
    for key in ("Control+F8", "ArrowRight", "Enter"):
        page.keyboard.press(key)
    assert box(top)["width"] == at["width"] + 10


def test_dialogs_and_menus_take_the_keys_and_give_them_back(walk: Walk) -> None:
    page = walk.page
    made: list[Any] = []

    async def show() -> None:
        W = walk.session.get_widgets()
        chooser = await W.ColorDialog(color="#ff0000", title="a ColorDialog")
        await chooser.popup()
        menu = await W.Menu()
        await menu.add_name("a MenuAction")
        await menu.add_name("a checkable one", checkable=True)
        made.extend((chooser, menu))

    walk.served.call(show)
    chooser = page.get_by_role("dialog", name="a ColorDialog")
    comes_true(page, lambda: walk.focused()["name"], "Saturation and brightness")
    comes_true(page, lambda: {("dialog", "a ColorDialog")} - walk.told(), set())
    page.keyboard.press("Escape")
    expect(chooser).to_have_count(0)

    walk.served.call(made[1].popup, 50, 50)
    menu = {("menu", ""), ("menuitem", "a MenuAction"), ("menuitemcheckbox", "a checkable one")}
    comes_true(page, lambda: menu - walk.told(), set())
    page.keyboard.press("ArrowDown")
    comes_true(page, lambda: walk.focused()["name"], "a MenuAction")
    page.keyboard.press("Escape")
    expect(page.get_by_role("menu")).to_have_count(0)


BY_OTHER_NAMES = {
    "Dialog": "test_keyboard.py",
    "Menu": "the menu that pops up",
    "MenuAction": "its entries",
    "ToolBarAction": "those of the tool bar",
    **dict.fromkeys(("MDIWidget", "MDISubWindow", "TopLevel", "Page", "ColorDialog"), "windows"),
}
NOT_IN_THE_PAGE = {"FileDialog", "Timer", "TextBufferRef"}
PAST = {
    *("Box", "ButtonBox", "HBox", "VBox", "GridBox", "FixedLayout", "StackWidget", "Frame"),
    *("ExternalWidget", "VideoWidget", "Separator", "ProgressBar", "StatusBar"),
}


def test_no_class_is_forgotten() -> None:
    assert {*CASES, *BY_OTHER_NAMES, *NOT_IN_THE_PAGE, *PAST} == set(class_names())
