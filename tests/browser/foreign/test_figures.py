"""A figure of matplotlib in a real browser: panned, saved, reloaded, resized, seen by two."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from browser.gestures import box, comes_true
from proxy import Proxy

PIXELS = """() => {
    const canvas = document.querySelector(".mpl-canvas");
    if (!canvas) return [0, 0, 0];
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    let sum = 0;
    for (let at = 0; at < data.length; at += 4) sum += data[at] * ((at / 4) % 997);
    return [canvas.width, canvas.height, sum];
}"""


def test_a_figure_in_two_browsers(
    serve: Callable[..., Any],
    open_page: Callable[..., Page],
    request: pytest.FixtureRequest,
) -> None:
    from matplotlib.figure import Figure

    made: list[Any] = []

    def setup(app: Any) -> None:
        @app.on_connect
        async def build(session: Any) -> None:
            W = session.get_widgets()
            figure = Figure(figsize=(5, 4), dpi=100)
            figure.subplots().plot([0, 1, 2, 3], [0, 1, 0, 1])
            top = await W.TopLevel(title="Figure")
            widget = await W.Figure(figure)
            await top.set_widget(widget)
            await top.resize(560, 480)
            await top.show()
            made.append(widget)

    served = serve(setup)
    page, other = open_page(), open_page()
    proxy = Proxy(urlsplit(served.url).port or 0)
    request.addfinalizer(proxy.close)
    page.goto(proxy.url)
    pan = page.get_by_role("button", name="Pan")
    expect(pan).to_be_visible()
    page.wait_for_function(f"() => ({PIXELS})()[2] > 0")
    [widget] = made
    canvas = page.locator(".mpl-canvas-box")
    around = box(canvas)
    size = [round(around["width"]), round(around["height"])]
    comes_true(page, lambda: served.call(lambda: [*map(round, widget.figure.bbox.size)]), size)
    page.wait_for_function(
        f"(size) => ({PIXELS})().slice(0, 2).every((side, index) => side === size[index])", arg=size
    )
    served.catch_up(widget)
    first = page.evaluate(PIXELS)

    pan.click()
    expect(pan).to_have_attribute("aria-pressed", "true")
    before = served.call(lambda: widget.figure.axes[0].get_xlim())
    page.mouse.move(around["x"] + 300, around["y"] + 200)
    page.mouse.down()
    page.mouse.move(around["x"] + 200, around["y"] + 200, steps=5)
    page.mouse.move(around["x"] + 200, around["y"] + around["height"] + 60, steps=3)
    page.mouse.up()  # outside of it: the press is over all the same
    page.mouse.move(around["x"] + 100, around["y"] + 100, steps=3)
    comes_true(page, lambda: served.call(lambda: widget.figure.axes[0].get_xlim()) > before, True)
    served.catch_up(widget)
    left, _ = served.call(lambda: widget.figure.axes[0].get_xlim())
    assert left - before[0] == pytest.approx((before[1] - before[0]) * 100 / 434, rel=0.05)
    page.wait_for_function(f"(before) => ({PIXELS})()[2] !== before", arg=first[2])
    expect(page.get_by_role("button", name="Back")).to_be_enabled()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download").click()
    assert download.value.suggested_filename == "figure.png"

    # Another page shows the same at once, and a page that is loaded anew, too.
    served.catch_up(widget)
    panned = page.evaluate(PIXELS)
    for each in (other, page):
        each.goto(page.url)
        each.reload()
        each.wait_for_function(
            f"([w, h, sum]) => {{ const [x, y, now] = ({PIXELS})(); return now === sum; }}",
            arg=panned,
        )
        expect(each.get_by_role("button", name="Pan")).to_have_attribute("aria-pressed", "true")

    # It follows the size of the widget.
    top = served.call(lambda: next(iter(widget.session.walk_widget_tree())))
    served.call(lambda: top.resize(700, 400))
    comes_true(page, lambda: served.call(lambda: round(widget.figure.bbox.size[0])), 700)
    for each in (page, other):
        each.wait_for_function(f"() => ({PIXELS})()[0] === 700")
    # What is drawn while the line is cut is there when it is whole again.
    last = page.evaluate(PIXELS)
    proxy.cut(refuse=True)
    expect(page.locator(".pgwidgets-veil")).to_contain_text("Reconnecting")
    served.call(lambda: widget.figure.axes[0].set_title("meanwhile") and widget.draw())
    proxy.let_in()
    page.wait_for_function(f"(before) => ({PIXELS})()[2] !== before", arg=last[2])
    served.call(lambda: widget.destroy())
    expect(canvas).to_have_count(0)
    told = page.console_errors + other.console_errors  # type: ignore[attr-defined]
    assert [text for text in told if "net::ERR" not in text] == []
