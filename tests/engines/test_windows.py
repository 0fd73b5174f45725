"""Windows and dialogs are as big as they should be, and each of their buttons can be hit."""

from typing import Any

import pytest

from engines.conftest import Serve
from engines.driver import Driver
from engines.windows import MAKERS, Make

BURIED = """() => [...document.querySelectorAll("button, .button-widget, .mdi-button")]
    .filter((button) => button.checkVisibility({visibilityProperty: true}))
    .filter((button) => !button.closest(".widget-disabled"))
    .filter((button) => getComputedStyle(button).pointerEvents !== "none")
    .filter((button) => {
        const {x, y, width, height} = button.getBoundingClientRect();
        const hit = document.elementFromPoint(x + width / 2, y + height / 2);
        return !button.contains(hit);
    })
    .map((button) => button.textContent || button.className)"""
"""The buttons that something else lies on, or that are outside of what shows them.

Those that are for keys alone, as a plot's names, lie on what the mouse is for."""


@pytest.fixture
def shown(request: pytest.FixtureRequest, serve: Serve, driver: Driver) -> list[Any]:
    """Show the window that the test names; what its buttons tell."""
    make: Make = MAKERS[request.param]
    told: list[Any] = []

    async def build(session: Any) -> None:
        window = await make(session)
        if hasattr(window, "on") and "dialog" in make.__name__:
            await window.on("activated", told.append)

    driver.goto(serve(lambda app: app.on_connect(build) and None).url)
    driver.find(".toplevel-widget, .mdi-window")
    return told


@pytest.mark.usefixtures("shown")
@pytest.mark.parametrize("shown", MAKERS, indirect=True)
def test_every_button_can_be_hit(driver: Driver) -> None:
    driver.find(".mdi-button")
    driver.until(lambda: driver.js(BURIED), lambda buried: buried == [])


DIALOGS = [name for name in MAKERS if name.endswith(("_dialog", "dialog_of_widgets"))]


@pytest.mark.parametrize("shown", [n for n in DIALOGS if n != "color_dialog"], indirect=True)
def test_a_dialog_is_answered_by_each_of_its_buttons(driver: Driver, shown: list[Any]) -> None:
    driver.click(driver.find(".toplevel-widget .button-widget", "Leave open"))
    driver.until(lambda: shown == ["open"])


@pytest.mark.usefixtures("shown")
@pytest.mark.parametrize("shown", ["dialog_of_boxes"], indirect=True)
def test_a_dialog_is_dragged_by_its_title_bar(driver: Driver) -> None:
    place = "() => { const {x, y} = document.querySelector('.toplevel-widget')" + (
        ".getBoundingClientRect(); return [x, y]; }"
    )
    driver.until_js("() => document.querySelector('.toplevel-widget').style.left !== ''")
    left, top = driver.js(place)
    driver.drag((left + 20, top + 12), (left + 90, top + 62))
    wanted = pytest.approx([left + 70, top + 50], abs=1)  # windows stand at whole pixels
    driver.until(lambda: driver.js(place), lambda now: now == wanted)
