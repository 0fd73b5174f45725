"""A range input of Chromium, and its rounding, give the numbers that the core has of them."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from browser.conftest import Served
from browser.gestures import comes_true

CORE = Path(__file__).parents[1] / "core"
CASES: list[list[float]] = json.loads((CORE / "models" / "range_input.json").read_text())
ROUNDED: list[list[float]] = json.loads((CORE / "models" / "rounding.json").read_text())
FIRST: list[Any] = json.loads((CORE / "first_numbers.json").read_text())

SET = """(cases) => cases.map(([value, min, max, step]) => {
    const input = Object.assign(document.createElement("input"), {type: "range", min, max, step});
    input.value = value;
    return Number(input.value);
})"""


def test_the_table_of_numbers_is_right(page: Page) -> None:
    found = page.evaluate(SET, [case[:4] for case in CASES])
    assert found == [case[4] for case in CASES]


def test_a_user_brings_a_slider_to_its_end(page: Page, serve: Callable[..., Served]) -> None:
    told: list[tuple[float, float]] = []

    def setup(app: Any) -> None:
        @app.on_connect
        async def build(session: Any) -> None:
            W = session.get_widgets()
            top = await W.Page()
            slider = await W.Slider(min=0, max=0.3, step=0.1, dtype="float", value=0)
            await slider.on("activated", lambda number: told.append((number, slider.get_value())))
            await top.set_widget(slider)
            await top.show()

    page.goto(serve(setup).url)
    handle = page.locator(".slider-input")
    handle.press("End")
    comes_true(page, lambda: told, [(0.3, 0.3)])
    handle.press("ArrowLeft")
    comes_true(page, lambda: told[1:], [(0.2, 0.2)])
    handle.press("ArrowRight")
    comes_true(page, lambda: told[2:], [(0.3, 0.3)])
    page.reload()
    expect(handle).to_have_value("0.3")


def test_the_table_of_whole_numbers_is_right(page: Page) -> None:
    found = page.evaluate("(numbers) => numbers.map(Math.round)", [case[0] for case in ROUNDED])
    assert found == [case[1] for case in ROUNDED]


SHOWN = """() => [...document.querySelectorAll(".spinbox-input, .slider-input, .dial-value")]
    .map((each) => Number(each.value ?? each.textContent))"""


def test_the_table_of_numbers_that_are_never_set_is_right(
    serve: Callable[..., Served], page: Page
) -> None:
    def setup(app: Any) -> None:
        @app.on_connect
        async def build(session: Any) -> None:
            W = session.get_widgets()
            top, box = await W.Page(), await W.VBox()
            for cls, options, limits, _ in FIRST:
                digits = {"decimals": 1} if options.get("dtype") == "float" else {}
                shown = {} if cls == "SpinBox" else {"show_value": True}
                widget = await getattr(W, cls)(**options, **digits, **shown)
                for each in limits:
                    await widget.set_limits(*each)
                await box.add_widget(widget)
            await top.set_widget(box)
            await top.show()

    page.goto(serve(setup).url)
    for _ in range(2):  # and when the page is loaded again
        comes_true(page, lambda: page.evaluate(SHOWN), [case[-1] for case in FIRST])
        page.reload()
