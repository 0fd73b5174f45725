"""A range input of Chromium has the numbers that the core takes it to have."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from browser.conftest import Served
from browser.gestures import comes_true

CASES: list[list[float]] = json.loads(
    (Path(__file__).parents[1] / "core" / "models" / "range_input.json").read_text()
)

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
