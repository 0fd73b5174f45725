"""Windows without a place of the program's, on a large page and on a phone's."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from playwright.sync_api import Page, expect

from browser.gestures import box, comes_true, errors

BOXES = """() => [...document.querySelectorAll(".toplevel-widget")].map((window) => {
    const {x, y, width, height} = window.getBoundingClientRect();
    return [x, y, width, height].map(Math.round);
})"""


def test_windows_find_a_place_and_on_a_narrow_page_fill_it(
    serve: Callable[..., Any], open_page: Callable[..., Page]
) -> None:
    made = SimpleNamespace(tops=[])

    def setup(app: Any) -> None:
        @app.on_connect
        async def on_connect(session: Any) -> None:
            W = session.get_widgets()
            for name in ("one", "two"):
                top = await W.TopLevel(title=name)
                await top.set_widget(await W.Label(f"in {name}"))
                await top.resize(400, 300)
                made.tops.append(top)
            await made.tops[0].show()

    page = open_page(viewport={"width": 1000, "height": 700})
    served = serve(setup, max_sessions=None)
    page.goto(served.url)
    expect(page.get_by_text("in one")).to_be_visible()
    # The library's margin and borders stand around what the program gave.
    comes_true(page, lambda: page.evaluate(BOXES), [[301, 161, 402, 302]])
    served.call(made.tops[1].show)
    expect(page.get_by_text("in two")).to_be_visible()
    comes_true(page, lambda: page.evaluate(BOXES), [[301, 161, 402, 302], [329, 189, 402, 302]])

    page.set_viewport_size({"width": 390, "height": 844})
    comes_true(page, lambda: [box[::2] for box in page.evaluate(BOXES)], [[0, 390], [0, 390]])

    def are_stacked() -> bool:
        one, two = page.evaluate(BOXES)
        return bool(two[1] == one[1] + one[3])

    comes_true(page, are_stacked, True)
    served.call(made.tops[1].hide)
    comes_true(page, lambda: page.evaluate(BOXES), [[0, 0, 390, 844]])
    served.catch_up(made.tops[0])
    assert served.call(made.tops[0].get_size) == (400, 300), "the program has sized it, no page"
    page.set_viewport_size({"width": 1000, "height": 700})
    comes_true(page, lambda: page.evaluate(BOXES), [[301, 161, 402, 302]])
    assert errors(page) == []


def test_what_stands_side_by_side_has_room_on_a_narrow_page(
    serve: Callable[..., Any], open_page: Callable[..., Page]
) -> None:
    async def build(session: Any) -> None:
        W = session.get_widgets()
        column, row, panes = await W.VBox(), await W.HBox(spacing=8), await W.Splitter()
        for number in range(6):
            await row.add_widget(await W.Button(f"Button {number}"), 0)
        for text in ("left", "right"):
            await panes.add_widget(await W.Label(text))
        await column.add_widget(row, 0)
        await column.add_widget(panes, 1)
        top = await W.TopLevel(title="Panel")
        await top.set_widget(column)
        await top.show()

    page = open_page(viewport={"width": 390, "height": 844}, has_touch=True)
    page.goto(serve(lambda app: app.on_connect(build) and None).url)
    last = page.get_by_role("button", name="Button 5")
    expect(last).to_be_visible()
    right = box(last)["x"] + box(last)["width"]
    assert right <= 390, "it goes on in the next row"
    left, other = (box(page.locator(".splitter-pane").nth(at)) for at in (0, 1))
    assert left["width"] == other["width"] > 380
    assert other["y"] == left["y"] + left["height"]
    page.set_viewport_size({"width": 1000, "height": 700})
    comes_true(page, lambda: box(page.locator(".splitter-pane").nth(1))["x"] > 400, True)
    assert errors(page) == []
