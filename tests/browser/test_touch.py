"""A program used by fingers alone, on a phone's page and on a tablet's."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, CDPSession, Locator, Page, expect

from browser.conftest import Served
from browser.gestures import box, comes_true
from browser.hands import Hands
from browser.keyed_program import Program

PHONE, TABLET = {"width": 390, "height": 844}, {"width": 1000, "height": 700}


class Fingers(Hands):
    """A page of the program, and a finger."""

    def __init__(self, page: Page, served: Served, programs: list[Program]) -> None:
        super().__init__(page, served, programs)
        self._line: CDPSession = page.context.new_cdp_session(page)

    def _touch(self, kind: str, *points: tuple[float, float]) -> None:
        touches = [{"x": x, "y": y} for x, y in points]
        self._line.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})

    def drag(self, target: Locator, x: float, y: float) -> None:
        """Put a finger on the middle of something, and move it."""
        around = box(target)
        at = (around["x"] + around["width"] / 2, around["y"] + around["height"] / 2)
        self._touch("touchStart", at)
        for part in (0.3, 0.6, 1):
            self._touch("touchMove", (at[0] + x * part, at[1] + y * part))
        self._touch("touchEnd")

    def pinch(self, target: Locator, before: float, after: float) -> None:
        """Put two fingers on something, and change how far they are apart."""
        around = box(target)
        x, y = around["x"] + around["width"] / 2, around["y"] + around["height"] / 2
        self._touch("touchStart", (x - before / 2, y), (x + before / 2, y))
        for apart in (before, (before + after) / 2, after):
            self._touch("touchMove", (x - apart / 2, y), (x + apart / 2, y))
        self._touch("touchEnd")

    def hold(self, target: Locator, seen: Locator) -> None:
        """Put a finger on something, and leave it there until something else is to be seen."""
        around = box(target)
        self._touch("touchStart", (around["x"] + 60, around["y"] + around["height"] / 2))
        expect(seen).to_be_visible()
        self._touch("touchEnd")


@pytest.fixture(scope="module")
def fingers(chromium: Browser) -> Iterator[Fingers]:
    with Fingers.at_work(chromium, viewport=PHONE, has_touch=True, is_mobile=True) as hands:
        yield hands


def test_a_phone_shows_all_of_it(fingers: Fingers) -> None:
    page = fingers.page
    windows = page.locator(".mdi-window")
    for at in (0, 1):
        assert box(windows.nth(at))["width"] >= PHONE["width"] - 4  # the desk has a border
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_menus_and_a_dialog_by_taps(fingers: Fingers) -> None:
    page = fingers.page
    page.get_by_role("menuitem", name="File", exact=True).tap()
    page.get_by_role("menuitem", name="Open").tap()
    fingers.heard(("menu", "Open"))
    dialog = page.get_by_role("dialog", name="Open")
    entry = dialog.get_by_role("textbox", name="File")
    entry.tap()
    page.keyboard.type("m31.fits")
    dialog.get_by_role("button", name="OK").tap()
    fingers.heard(("dialog", 1, "m31.fits"))
    page.get_by_role("button", name="Filter").tap(force=True)
    page.get_by_role("menuitem", name="Red").tap()
    fingers.heard(("filter", "Red"))


def test_tabs_tables_and_a_form_by_taps(fingers: Fingers) -> None:
    page = fingers.page
    page.get_by_role("row", name="M 31").tap()
    comes_true(page, lambda: [one[0] for one in fingers.program.heard], ["row"])
    fingers.program.heard.clear()
    page.get_by_role("tab", name="Tree").tap()
    expect(page.get_by_role("row", name="Camera")).to_be_visible()
    page.get_by_role("combobox", name="Filter").tap()
    page.get_by_role("option", name="Blue").tap()
    fingers.heard(("Filter", 2, "Blue"))
    page.get_by_role("radio", name="Dark").tap()
    fingers.heard(("frame", True))


def test_a_finger_drags_a_dial_and_scrolls_the_windows(fingers: Fingers) -> None:
    page = fingers.page
    dial = page.get_by_role("slider", name="Focus")
    dial.scroll_into_view_if_needed()
    fingers.drag(dial.locator("svg"), 60, 0)  # from its middle to the right
    comes_true(page, lambda: [one[0] for one in fingers.program.heard], ["Focus"])
    assert 6 <= fingers.program.heard[-1][1] <= 9
    fingers.program.heard.clear()
    view = page.locator(".mdi-viewport")
    view.evaluate("(one) => { one.scrollTop = 0; }")
    fingers.drag(page.get_by_role("row").last, 0, -300)
    comes_true(page, lambda: view.evaluate("(one) => one.scrollTop > 20"), True)


def test_a_window_is_dragged_and_its_menu_held_open(fingers: Fingers) -> None:
    page = fingers.page
    page.set_viewport_size(TABLET)
    night = page.get_by_role("group", name="Night", exact=True)
    comes_true(page, lambda: night.evaluate("(one) => one.offsetWidth < 500"), True)
    at = box(night)
    fingers.drag(night.locator(".mdi-title-bar"), 40, 30)
    comes_true(page, lambda: (box(night)["x"], box(night)["y"]), (at["x"] + 40, at["y"] + 30))
    shade = page.get_by_role("menuitem", name="Shade")
    fingers.hold(night.locator(".mdi-title-bar"), shade)
    shade.tap()
    expect(page.get_by_role("tab", name="Tree")).to_be_hidden()


def test_two_fingers_zoom(fingers: Fingers) -> None:
    async def show() -> None:
        W = fingers.program.widgets["desk"].session.get_widgets()
        top = await W.TopLevel(title="Sky")
        canvas = await W.Canvas(interactive=True)
        await canvas.on("scroll", fingers.program.hears("scroll"))
        await canvas.on("pointer-move", fingers.program.hears("move"))
        await top.set_widget(canvas)
        await top.resize(500, 400)
        await top.show()

    fingers.program.heard.clear()
    fingers.served.call(show)
    canvas = fingers.page.locator(".canvas-widget")
    expect(canvas).to_be_visible()
    fingers.pinch(canvas, 60, 240)

    def zoomed() -> float:
        told = [event for name, event in fingers.program.heard if name == "scroll"]
        return round(1.25 ** (-sum(event["delta_y"] for event in told) / 100), 1)

    comes_true(fingers.page, zoomed, 4.0)
    assert not [name for name, _ in fingers.program.heard if name == "move"]
