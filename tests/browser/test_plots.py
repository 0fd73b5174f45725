"""Plots in Chromium: what is drawn, and what a user does with mouse, wheel and keys.

Knows: the public async API, and the colours of pixels. Must not know: the wire, or how it is drawn.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from browser.conftest import Served
from browser.gestures import box, comes_true, errors, second_tab

RED, BLUE = "#ff0000", "#0000ff"
COUNT = 1_000_000

_PIXELS = """
(canvas, [color, x0, y0, x1, y1]) => {
    const scale = canvas.width / canvas.clientWidth;
    const around = [x0, y0, x1 - x0, y1 - y0].map((each) => Math.round(each * scale));
    const { data } = canvas.getContext("2d").getImageData(...around);
    let found = 0;
    for (let at = 0; at < data.length; at += 4) {
        const [red, green, blue, alpha] = data.subarray(at, at + 4);
        if (alpha < 128 || green > 90) continue;
        found += color === "#ff0000" ? red > 160 && blue < 90 : blue > 160 && red < 90;
    }
    return found;
}
"""

_IS_DARK = """
(canvas) => {
    const numbers = (color) => color.match(/[\\d.]+/g).slice(0, 3).map(Number);
    const { color, backgroundColor } = getComputedStyle(canvas);
    return Math.max(...numbers(backgroundColor)) < 60 && Math.min(...numbers(color)) > 180;
}
"""

_NIGHT = """
(canvas) => [
    [...canvas.getContext("2d").getImageData(4, 4, 1, 1).data], getComputedStyle(canvas).color,
]
"""


class Desk:
    """An application with one plot, and a page that shows it."""

    def __init__(self, serve: Callable[..., Served], page: Page, **options: Any) -> None:
        self.page = page
        self.options = options
        self.plot: Any = None
        self.lines: list[Any] = []
        self.told: list[Any] = []
        self.served = serve(lambda app: app.on_connect(self.build) and None)
        page.goto(self.served.url)
        expect(self.canvas).to_be_visible()

    async def build(self, session: Any) -> None:
        widgets = session.get_widgets()
        self.plot = await widgets.Plot(**self.options)
        for name, color in (("red", RED), ("blue", BLUE)):
            self.lines.append(await self.plot.add_line(name, color=color))
        for action in ("limits-changed", "clicked", "line-toggled"):
            await self.plot.on(action, lambda *args: self.told.append(args))
        top = await widgets.TopLevel(title="plot")
        await top.set_widget(self.plot)
        await top.resize(640, 420)
        await top.show()

    @property
    def canvas(self) -> Locator:
        return self.page.locator(".plot-widget canvas")

    def pixels(self, color: str, *around: int, page: Page | None = None) -> int:
        """How many pixels of a colour there are, in a part of the canvas."""
        canvas = self.canvas if page is None else page.locator(".plot-widget canvas")
        found: int = canvas.evaluate(_PIXELS, [color, *(around or (60, 60, 620, 340))])
        return found

    def until_drawn(self, color: str, *around: int, page: Page | None = None) -> None:
        comes_true(self.page, lambda: self.pixels(color, *around, page=page) > 0, wanted=True)

    def until_gone(self, color: str, *around: int, page: Page | None = None) -> None:
        comes_true(self.page, lambda: self.pixels(color, *around, page=page), wanted=0)

    def limits(self, axis: str = "x") -> Any:
        self.served.catch_up(self.plot)
        return self.served.call(lambda: self.plot.get_limits(axis))

    def until_limits(self, holds: Callable[[Any], bool], axis: str = "x") -> None:
        comes_true(self.page, lambda: holds(self.limits(axis)), wanted=True)


def test_a_million_points_are_looked_at_closely(serve: Callable[..., Served], page: Page) -> None:
    desk = Desk(serve, page, title="million")
    values = np.zeros(COUNT)
    values[500_000] = 5.0  # one point of a million, which is seen all the same
    desk.served.call(desk.lines[0].set_data, None, values)
    peak = (318, 66, 342, 120)
    desk.until_drawn(RED, *peak)
    expect(desk.canvas).to_have_attribute("role", "img")
    expect(desk.canvas).to_have_accessible_name("million: red, blue")

    around = box(desk.canvas)
    page.mouse.move(around["x"] + 328, around["y"] + 200)
    for _ in range(4):
        page.mouse.wheel(0, -400)
    desk.until_limits(lambda found: found is not None and found[1] - found[0] < 60_000)
    low, high = desk.limits()
    assert low < 500_000 < high
    low, high = 499_990, 500_010
    desk.served.call(desk.plot.set_limits, "x", low, high)
    # Close up, it is a peak of three points: its flanks are seen.
    desk.until_drawn(RED, 230, 200, 420, 260)

    page.reload()
    expect(desk.canvas).to_be_visible()
    desk.until_drawn(RED, 230, 200, 420, 260)
    assert desk.limits() == (low, high)

    other = second_tab(page)  # of another place, which moves nothing here
    desk.until_drawn(RED, page=other)
    other.locator(".plot-widget canvas").press("Home")
    desk.until_drawn(RED, *peak, page=other)
    assert desk.pixels(RED, 230, 200, 420, 260) > 0
    desk.canvas.press("Home")
    desk.until_limits(lambda found: found is None)
    desk.until_gone(RED, 230, 200, 310, 260)
    assert errors(page) == errors(other) == []


def test_users_pan_zoom_hide_and_click(serve: Callable[..., Served], page: Page) -> None:
    desk = Desk(serve, page)
    x = np.linspace(0, 10, 500)
    desk.served.call(desk.lines[0].set_data, x, np.sin(x))
    desk.served.call(desk.lines[1].set_data, x, np.full(500, 0.5))
    desk.until_drawn(BLUE)
    around = box(desk.canvas)

    def at(px: float, py: float) -> tuple[float, float]:
        return around["x"] + px, around["y"] + py

    page.mouse.click(*at(340, 200))
    comes_true(page, lambda: len(desk.told), wanted=1)
    (clicked_x, clicked_y, _) = desk.told.pop()
    assert (clicked_x, clicked_y) == pytest.approx((4.9, 0), abs=0.5)

    page.mouse.move(*at(400, 200))
    page.mouse.down()
    page.mouse.move(*at(300, 220))
    page.mouse.move(*at(200, 240))
    page.mouse.up()
    desk.until_limits(lambda found: found is not None and found[0] > 1)
    assert desk.limits("y") is None  # it follows

    page.keyboard.down("Shift")
    page.mouse.move(*at(200, 150))
    page.mouse.down()
    page.mouse.move(*at(300, 200))
    page.mouse.move(*at(400, 250))
    page.mouse.up()
    page.keyboard.up("Shift")
    desk.until_limits(lambda found: found is not None, "y")
    low, high = desk.limits()
    assert high - low == pytest.approx(3.5, abs=0.5)

    desk.canvas.press("ArrowRight")
    desk.until_limits(lambda found: found[0] > low)
    page.mouse.dblclick(*at(340, 200))
    desk.until_limits(lambda found: found is None)
    desk.until_limits(lambda found: found is None, "y")

    hovered: list[Any] = []
    desk.served.call(desk.plot.on, "hover", lambda *args: hovered.append(args))
    for down in range(60, 340, 4):  # across both lines
        page.mouse.move(*at(340, down))
        desk.served.catch_up(desk.plot)
    comes_true(page, lambda: {line for _, _, line in hovered} >= {"red", "blue"}, wanted=True)
    page.mouse.move(around["x"] + around["width"] + 50, 10)
    comes_true(page, lambda: hovered[-1], wanted=(None, None, None))

    page.mouse.click(*at(125, 18))  # the second name of the legend
    desk.until_gone(BLUE)
    desk.served.catch_up(desk.plot)
    assert not desk.lines[1].is_visible
    page.reload()
    desk.until_drawn(RED)
    assert desk.pixels(BLUE) == 0
    desk.served.call(desk.plot.set_limits, "x", 0, 3)
    blue = page.get_by_role("toolbar", name="Lines").get_by_role("button", name="blue")
    expect(blue).to_have_attribute("aria-pressed", "false")
    desk.canvas.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    expect(blue).to_be_focused()
    page.keyboard.press("Enter")
    desk.until_drawn(BLUE)
    expect(blue).to_be_focused()
    expect(blue).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Space")
    desk.until_gone(BLUE)
    desk.served.call(desk.lines[1].set_visible, True)
    desk.until_drawn(BLUE)
    assert errors(page) == []


def test_lines_that_grow_are_followed_in_a_dark_page_too(
    serve: Callable[..., Served], open_page: Callable[..., Page]
) -> None:
    page = open_page(device_scale_factor=2)
    desk = Desk(serve, page, window=10, x_scale="time", zone="UTC")
    desk.served.call(lambda: desk.plot.session.set_theme("dark"))
    start = 1.7e9
    for number in range(200):
        desk.served.call(desk.lines[0].append, start + number / 10, number % 7)
    desk.until_drawn(RED, 500, 60, 620, 340)
    canvas = desk.canvas
    assert canvas.evaluate("(canvas) => canvas.width / canvas.clientWidth") == 2
    comes_true(page, lambda: canvas.evaluate(_IS_DARK), wanted=True)
    page.evaluate("() => document.documentElement.style.setProperty('--pgw-on-danger', '#0000ff')")
    for color in ("on-danger", "light-dark(#00ff00, #0000ff)"):
        desk.until_gone(BLUE)
        desk.served.call(lambda named=color: desk.lines[1].set_style(color=named))
        desk.served.call(desk.lines[1].append, start + 15, 2)
        desk.served.call(desk.lines[1].append, start + 16, 2)
        desk.until_drawn(BLUE)
        desk.served.call(desk.lines[1].clear)
    desk.served.call(desk.lines[0].append, start + 1000, 3)  # what was seen has gone from sight
    desk.until_gone(RED, 60, 60, 600, 340)
    desk.served.call(lambda: desk.plot.session.set_theme("night"))
    comes_true(page, lambda: canvas.evaluate(_NIGHT), [[0, 0, 0, 255], "rgb(255, 255, 255)"])
    assert errors(page) == []


# Two plots with the same points: one gets them bit by bit, and is moved, the other has them all.
_MOVED = """
async () => {
    const { Chart } = await import("/pgwidgets/widgets/plot/chart.js");
    const [width, height, count] = [900, 400, 20000];
    const waves = (place, line) => Math.sin(place * (line + 1)) * 3 + Math.sin(place * 40) / 2;
    const value = (place, line) => waves(place, line) + line;
    const copies = { picture: 0, whole: 0 };
    const { drawImage } = CanvasRenderingContext2D.prototype;
    CanvasRenderingContext2D.prototype.drawImage = function (...args) {
        copies[args.length > 3 ? "picture" : "whole"] += 1;
        return drawImage.apply(this, args);
    };
    const look = (color) => ({
        color, width: 2, style: "solid", marker: null, marker_size: 6, axis: "y", visible: true,
    });
    const axis = {
        label: "", units: "", scale: "linear", side: "left", color: null, zone: "local",
    };
    const make = (density) => {
        const box = document.body.appendChild(document.createElement("div"));
        const canvas = box.appendChild(document.createElement("canvas"));
        let view, ask = 0, number = 0;
        const chart = new Chart(canvas, {
            looked: (told) => ({ view, ask } = told),
            moved() {}, clicked() {}, hovered() {}, toggled() {}, named() {},
        });
        chart.describe({
            title: "", window: 10, legend: true, grid: false, crosshair: true,
            axes: { x: axis, y: axis }, lines: { a: look("#c00000"), b: look("#0000c0") },
        });
        chart.resize(() => [width, height, density]);
        const take = (from, to) => {
            const numbers = [];
            const blocks = ["a", "b"].map((line, at) => {
                const x = Array.from({ length: to - from }, (_, n) => (from + n) / 1000);
                numbers.push(...x, ...x.map((each) => value(each, at)));
                return {
                    line, count: to - from, all: true, new: from === 0, rising: true, first: 0,
                    x0: 0, y0: 0,
                };
            });
            number += 1;
            const limits = { y: [-5, 6] };
            const extent = [0, (to - 1) / 1000];
            chart.take(numbers, { view, ask, number, extent, blocks, limits });
        };
        return { chart, canvas, take };
    };
    const next = () => new Promise(requestAnimationFrame);
    const frame = async () => {
        await next();
        await next();
    };
    // Of the lines: a mark that is in the middle between two pixels may be on either.
    const differing = (one, other) => {
        const [a, b] = [one, other].map(({ canvas }) => (
            canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height * 0.9).data
        ));
        return a.reduce((sum, each, at) => sum + (Math.abs(each - b[at]) > 40), 0);
    };
    const found = [];
    for (const density of [1, 1.5]) {
        const [bits, whole] = [make(density), make(density)];
        await frame();
        for (let end = 0; end < count; end += end < 12000 ? 12000 : 800) {
            bits.take(end, Math.min(count, end + (end < 12000 ? 12000 : 800)));
            await frame();
        }
        whole.take(0, count);
        await frame();
        whole.chart.redraw(); // a window goes on by pixels once it is known how many there are
        const before = { ...copies };
        await frame();
        found.push({ copies: before, grown: differing(bits, whole) });
        for (const [across, times] of [[30, 5], [-11, 9], [30, 40], [-30, 7]]) {
            for (let time = 0; time < times; time += 1) {
                bits.chart.pan("x", across, 0);
                await frame();
            }
            whole.chart.pan("x", across * times, 0);
        }
        await frame();
        found.push({ copies: { ...copies }, dragged: differing(bits, whole) });
        Object.assign(copies, { picture: 0, whole: 0 });
        bits.chart.end();
        whole.chart.end();
    }
    return found;
}
"""


@pytest.mark.usefixtures("modules")
def test_a_picture_that_is_moved_is_as_one_that_is_drawn(
    serve: Callable[..., Served], page: Page
) -> None:
    Desk(serve, page)
    found = page.evaluate(_MOVED)
    for grown, dragged in zip(found[::2], found[1::2], strict=True):
        assert grown["copies"]["picture"] >= 8  # it is kept, and moved
        assert dragged["copies"]["picture"] >= 40
        assert dragged["copies"]["whole"] > 0  # where the canvas ends, it begins again
        # A column that begins at a whole pixel may have a point more or less, by rounding; a seam
        # would be seen in hundreds.
        assert max(grown["grown"], dragged["dragged"]) < 100, found
