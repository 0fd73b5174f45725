"""All windows of the gallery: opened, looked at, and closed as a user does it."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from gallery_pages import EXHIBITS, GROUPS
from gallery_pages.desk import Desk

from engines.conftest import Serve
from engines.driver import Driver
from engines.test_windows import BURIED

ROW = ".page > .box-widget > .splitter .treeview-row"
TITLE = ".mdi-title-bar span"
OUTSIDE = """() => [...document.querySelectorAll(".mdi-window .pgwidgets-widget")]
    .filter((widget) => widget.checkVisibility({visibilityProperty: true}))
    .filter((widget) => {
        const {width, height} = widget.getBoundingClientRect();
        return width < 1 && height < 1;
    })
    .map((widget) => widget.className)"""
"""Widgets that take no room at all, though they should be seen."""
PICTURES = os.environ.get("PGWIDGETS_ENGINE_PICTURES")
"""A folder to put a picture of each window into, one folder for each engine."""


@pytest.fixture
def desk(serve: Serve, driver: Driver) -> Callable[[], Any]:
    """The gallery, loaded; what this gives is Python's side of it."""
    desks: list[Any] = []

    async def build(session: Any) -> None:
        desks.append(Desk(session, GROUPS))
        await desks[-1].build()

    driver.goto(serve(lambda app: app.on_connect(build) and None).url)
    driver.find(ROW)
    return lambda: desks[-1]


def test_every_window_opens_is_whole_and_closes(driver: Driver, desk: Callable[[], Any]) -> None:
    folder = Path(PICTURES, driver.engine) if PICTURES else None
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
    found: list[str] = []
    for name in EXHIBITS:
        driver.click(driver.find(ROW, name), 2)
        driver.find(TITLE, name)
        driver.find(".mdi-window .statusbar-widget")
        for script in (BURIED, OUTSIDE):
            found += [f"{name}: {what}" for what in driver.js(script)]
        if folder:
            driver.move((640, 790))
            take(driver, folder / f"{name}.png")
        driver.click(driver.find(".mdi-window .mdi-close"))
        driver.find(".page > .box-widget > .statusbar-widget", f"{name} is closed.")
        found += [f"{name}: {line}" for line in driver.complaints()]
    assert found == []
    assert desk().open == {}


def take(driver: Driver, file: Path) -> None:
    """Take a picture of what does not change any more: videos, and what Python draws, come late."""
    driver.until_js(
        "() => [...document.querySelectorAll('video')].every((video) => video.readyState >= 2)"
    )
    taken: list[bytes] = []

    def is_still() -> bool:
        driver.js("() => new Promise((done) => setTimeout(done, 300))")
        driver.shot(file)
        taken.append(file.read_bytes())
        return len(taken) > 1 and taken[-1] == taken[-2]

    driver.until(is_still)


def test_a_double_click_in_a_tree_selects_no_text(driver: Driver, desk: Callable[[], Any]) -> None:
    driver.click(driver.find(ROW, "Slider"), 2)
    driver.find(TITLE, "Slider")
    assert driver.js("() => getSelection().toString()") == ""
    assert list(desk().open) == ["Slider"]


@pytest.mark.usefixtures("desk")
def test_a_check_box_stands_apart_from_its_text(driver: Driver) -> None:
    driver.click(driver.find(ROW, "CheckBox"), 2)
    driver.find(TITLE, "CheckBox")
    gaps = driver.until_js("""() => [...document.querySelectorAll(".mdi-window .checkbox-widget")]
        .map((widget) => {
            const box = widget.querySelector("input");
            const text = document.createRange();
            text.selectNode(box.nextSibling);
            return text.getBoundingClientRect().left - box.getBoundingClientRect().right;
        })""")
    assert gaps == [pytest.approx(7, abs=0.5)] * 3


def test_a_window_from_the_menu_bar_is_dragged_and_is_there_after_a_reload(
    driver: Driver, desk: Callable[[], Any]
) -> None:
    driver.click(driver.find(".menubar-item", "Values"))
    driver.click(driver.find(".menuaction-widget", "SpinBox"))
    x, y = driver.find(TITLE, "SpinBox")
    driver.drag((x, y), (x + 120, y + 80))
    driver.until(lambda: driver.find(TITLE, "SpinBox"), lambda at: abs(at[0] - x - 120) <= 2)
    moved = driver.find(TITLE, "SpinBox")
    driver.click(driver.find(".mdi-window .spinbox-up"))  # its report comes after the drag's
    driver.find(".mdi-window .statusbar-widget", "SpinBox: activated(6)")
    driver.reload()
    again = driver.find(TITLE, "SpinBox")
    assert again == pytest.approx(moved, abs=2)
    assert list(desk().open) == ["SpinBox"]
