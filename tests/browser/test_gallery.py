"""The gallery's desk in Chromium: how windows are found, opened, arranged and closed."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from gallery_pages import EXHIBITS, GROUPS
from playwright.sync_api import Browser, Page, expect

from browser.demo_process import Demo
from browser.documented import wants_pictures
from browser.gallery_page import PICTURES, Gallery
from browser.gestures import box, come_to_rest, comes_true, drag, errors
from pgwidgets_proto.catalog import class_names

_MADE = ("AnyWidget", "Figure", "FileBrowser", "Form", "ImageView", "Plot")
"""What is in no catalogue."""


@pytest.fixture(scope="module")
def gallery(chromium: Browser) -> Iterator[Gallery]:
    gallery = Gallery(chromium)
    yield gallery
    gallery.close()


@pytest.fixture(autouse=True)
def _tidy(gallery: Gallery) -> Iterator[None]:
    yield
    gallery.choose("Arrange", "Close all")
    expect(gallery.page.locator(".mdi-window")).to_have_count(0)
    gallery.expect_no_complaints()


def test_every_class_has_a_window() -> None:
    assert sorted(EXHIBITS) == sorted([*class_names(), *_MADE])
    assert sum(len(group.exhibits) for group in GROUPS) == len(EXHIBITS)


def test_every_window_is_used_by_a_test() -> None:
    tests = "".join(file.read_text() for file in Path(__file__).parent.glob("test_gallery_*.py"))
    for name in EXHIBITS:
        assert f'gallery.window("{name}")' in tests, name


def test_the_demo_is_the_gallery(open_page: Callable[..., Page]) -> None:
    page = open_page(viewport={"width": 1240, "height": 820})
    demo = Demo(name="gallery")
    try:
        page.goto(demo.url)
        expect(page).to_have_title("pgwidgets gallery")
        picker = page.locator(".treeview-widget").first
        expect(picker.locator(".treeview-row")).to_have_count(len(EXHIBITS) + len(GROUPS))
        expect(page.locator(".mdi-window")).to_have_count(4)
        expect(page.locator(".textsource-line")).to_have_count(6)
        assert errors(page) == []
        if wants_pictures():
            take_pictures(page)
        assert demo.press_ctrl_c() == 0
        assert "Traceback" not in demo.output
    finally:
        demo.kill()


def take_pictures(page: Page) -> None:
    """Take the desk's picture in each theme that the documentation shows."""
    bar = page.locator(".menubar-widget").first
    for theme in ("light", "dark", "contrast", "night"):
        bar.get_by_text("Looks", exact=True).click()
        page.get_by_text(theme.capitalize(), exact=True).filter(visible=True).click()
        page.mouse.move(620, 785)  # where it makes nothing light up
        expect(page.locator("html")).to_have_attribute("data-pgw-theme", theme)
        come_to_rest(page)
        page.screenshot(path=PICTURES.parents[1] / "images" / f"gallery-{theme}.png")


def test_a_window_from_the_menu_bar_is_there_after_a_reload(gallery: Gallery) -> None:
    gallery.choose("Values", "Slider")
    expect(gallery.frame("Slider")).to_be_visible()
    gallery.reload()
    expect(gallery.frame("Slider")).to_be_visible()


def test_the_picker_finds_by_a_part_of_the_name(gallery: Gallery) -> None:
    search = gallery.page.locator(".page .textentry-widget").first
    search.click()
    gallery.page.keyboard.type("combo")
    expect(gallery.rows).to_have_text([re.compile("Values"), "ComboBox"])
    gallery.reload()
    expect(search).to_have_value("combo")
    expect(gallery.rows).to_have_count(2)
    gallery.pick("ComboBox")
    expect(gallery.frame("ComboBox")).to_be_visible()
    search.fill("")
    search.press("Enter")
    expect(gallery.rows).to_have_count(len(EXHIBITS) + len(GROUPS))


def test_a_window_that_is_open_already_comes_to_the_top(gallery: Gallery) -> None:
    for name in ("Slider", "SpinBox", "Slider"):
        gallery.pick(name)
        expect(gallery.frame(name)).to_have_class(re.compile("mdi-active"))
    expect(gallery.page.locator(".mdi-window")).to_have_count(2)


def test_windows_are_dragged_and_resized(gallery: Gallery) -> None:
    gallery.pick("CheckBox")
    frame = gallery.frame("CheckBox")
    expect(frame).to_be_visible()
    before = box(frame)
    drag(gallery.page, frame.locator(".mdi-title-bar > span"), 150, 90)
    drag(gallery.page, frame.locator(".mdi-grip-se"), 60, 40)

    after = box(frame)
    by = [after[part] - before[part] for part in ("x", "y", "width", "height")]
    assert by == pytest.approx([150, 90, 60, 40], abs=2)  # the borders count once too often
    frame.locator("input").first.click()  # its report comes after the others'
    expect(frame.locator(".statusbar-widget")).to_have_text("CheckBox: activated(False)")
    gallery.reload()
    expect(frame).to_be_visible()
    assert box(frame) == pytest.approx(after, abs=1)


def test_a_window_that_was_resized_just_before_a_reload_keeps_its_size(gallery: Gallery) -> None:
    gallery.pick("CheckBox")
    frame = gallery.frame("CheckBox")
    expect(frame).to_be_visible()
    for _ in range(2):  # the second report would wait for a tenth of a second after the first
        drag(gallery.page, frame.locator(".mdi-grip-se"), 30, 20)
        gallery.page.evaluate(
            "() => new Promise((seen) => requestAnimationFrame(() => setTimeout(seen)))"
        )
    after = box(frame)
    gallery.reload()
    expect(frame).to_be_visible()
    assert box(frame) == pytest.approx(after, abs=1)


def test_windows_are_tiled(gallery: Gallery) -> None:
    names = ("Button", "CheckBox", "RadioButton", "ToggleButton")
    for name in names:
        gallery.pick(name)
        expect(gallery.frame(name)).to_be_visible()
    gallery.choose("Arrange", "Tile")

    def are_tiled() -> bool:
        boxes = [box(gallery.frame(name)) for name in names]
        places = {(around["x"], around["y"]) for around in boxes}
        return len(places) == len(names) and all(
            one["x"] + one["width"] <= other["x"] + 2 or one["y"] + one["height"] <= other["y"] + 2
            for one in boxes
            for other in boxes
            if (one["y"], one["x"]) < (other["y"], other["x"]) and one["x"] <= other["x"]
        )

    comes_true(gallery.page, are_tiled, True)


def test_a_closed_window_takes_along_what_it_made(gallery: Gallery) -> None:
    before = len(gallery.widgets())
    for name in ("Dialog", "TopLevel", "FileDialog", "Timer"):
        with gallery.window(name):
            assert len(gallery.widgets()) > before
        assert len(gallery.widgets()) == before
