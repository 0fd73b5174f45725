"""A program used by fingers alone, on a phone's page and on a tablet's, and by a pen."""

import math
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, CDPSession, Locator, Page, expect

from browser.conftest import Served
from browser.gestures import box, comes_true
from browser.hands import Hands
from browser.keyed_program import Program
from pgwidgets.extras.image_view import ImageView

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


@pytest.fixture
def fingers(chromium: Browser) -> Iterator[Fingers]:
    with Fingers.at_work(chromium, viewport=PHONE, has_touch=True, is_mobile=True) as hands:
        yield hands


def test_a_phone_shows_all_of_it(fingers: Fingers) -> None:
    page = fingers.page
    windows = page.locator(".mdi-window")
    for at in (0, 1):  # the desk has a border
        comes_true(page, lambda at=at: box(windows.nth(at))["width"] >= PHONE["width"] - 4, True)
    comes_true(page, lambda: page.evaluate("document.documentElement.scrollWidth"), 390)


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


class Pen:
    """A pen on a page, as browsers tell of one."""

    def __init__(self, page: Page) -> None:
        self._line: CDPSession = page.context.new_cdp_session(page)

    def __call__(self, kind: str, x: float, y: float) -> None:
        """`kind` is Pressed, Moved or Released."""
        is_hovering = kind == "Moved" and not self._is_down
        self._is_down = kind == "Pressed" or (kind == "Moved" and self._is_down)
        self._line.send(
            "Input.dispatchMouseEvent",
            {
                "type": f"mouse{kind}", "x": x, "y": y, "pointerType": "pen", "clickCount": 1,
                "button": "none" if is_hovering else "left", "force": 0 if is_hovering else 0.6,
                "buttons": int(self._is_down),
            },
        )  # fmt: skip

    _is_down = False

    def drag(self, start: tuple[float, float], x: float, y: float) -> None:
        """Put it down, move it by so much, and lift it.

        It moves as little at a time as pens do: Chromium's own sliders follow one for as long as it
        is over the thumb.
        """
        self("Pressed", *start)
        steps = math.ceil(math.hypot(x, y) / 4)
        for step in range(1, steps + 1):
            self("Moved", start[0] + x * step / steps, start[1] + y * step / steps)
        self("Released", start[0] + x, start[1] + y)


def middle(target: Locator) -> tuple[float, float]:
    around = box(target)
    return around["x"] + around["width"] / 2, around["y"] + around["height"] / 2


def test_a_pen_does_what_a_mouse_does(serve: Callable[..., Served], page: Page) -> None:
    told: list[Any] = []
    shown: dict[str, Any] = {}

    async def fill(session: Any) -> None:
        W = session.get_widgets()
        desk = await W.MDIWidget()
        top = await W.TopLevel(title="Pens")
        await top.set_widget(desk)
        await top.resize(1000, 640)
        await top.show()

        async def window(title: str, content: Any, x: int, y: int) -> None:
            await desk.add_widget(content, title=title, x=x, y=y, width=320, height=240)

        slider = await W.Slider(min=0, max=100, value=10)
        box_ = await W.VBox()
        await box_.add_widget(slider, 0)
        await slider.on("activated", lambda value: told.append(("slider", value)))
        await window("Values", box_, 10, 10)
        table = await W.TableView()
        await table.set_columns([{"key": "a", "label": "First"}, {"key": "b", "label": "Second"}])
        await table.append_row({"a": "x", "b": "y"})
        await window("Table", table, 350, 10)
        plot = await W.Plot()
        plot.add_line("a", y=[0, 1, 4, 9])
        await plot.on("limits-changed", lambda limits: told.append(("limits", limits)))
        await window("Plot", plot, 10, 270)
        view = ImageView(session)
        await view.set_array([[float(x + y) for x in range(40)] for y in range(40)])
        await window("Picture", view.widget, 350, 270)
        shown["view"] = view
        await view.on("clicked", lambda *element: told.append(("element", *element)))

    page.set_viewport_size(TABLET)
    served = serve(lambda app: app.on_connect(fill))
    page.goto(served.url)
    pen = Pen(page)
    values = page.locator(".mdi-window").filter(has_text="Values")
    expect(page.locator(".plot-widget canvas").first).to_be_visible()
    view = shown["view"]
    comes_true(page, lambda: view.get_zoom() > 2, True)  # all of it is shown
    served.call(lambda: view.set_zoom(16.0))

    at = box(values)
    pen.drag(middle(values.locator(".mdi-title-bar")), 30, 20)
    comes_true(page, lambda: (box(values)["x"], box(values)["y"]), (at["x"] + 30, at["y"] + 20))

    pen.drag(middle(page.locator(".slider-input")), 60, 0)
    comes_true(page, lambda: any(one[0] == "slider" and one[1] > 50 for one in told), True)

    edge = box(page.get_by_role("columnheader", name="First"))
    pen.drag((edge["x"] + edge["width"] - 2, edge["y"] + 8), 40, 0)
    first = page.get_by_role("columnheader", name="First")
    comes_true(page, lambda: abs(box(first)["width"] - edge["width"] - 40) <= 2, True)

    pen.drag(middle(page.locator(".plot-widget")), 50, 0)
    comes_true(page, lambda: "limits" in [one[0] for one in told], True)

    picture = middle(page.locator(".mdi-window .image-widget[tabindex]"))

    def places() -> list[Any]:
        return [one[1:3] for one in told if one[0] == "element"]

    pen.drag(picture, 0, 0)
    comes_true(page, lambda: len(places()), 1)
    pen.drag(picture, 64, 0)  # four elements
    pen.drag(picture, 0, 0)
    comes_true(page, lambda: len(places()), 3)
    (row, column), _, there = places()
    assert there == (row, column - 4)

    x, y = middle(values.locator(".mdi-title-bar"))
    pen("Pressed", x, y)
    shade = page.get_by_role("menuitem", name="Shade")
    expect(shade).to_be_visible()  # it was held
    pen("Released", x, y)
    pen.drag(middle(shade), 0, 0)
    expect(page.locator(".slider-input")).to_be_hidden()
