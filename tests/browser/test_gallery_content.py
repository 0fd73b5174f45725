"""The gallery's media, trees and menus in Chromium, each used and then reloaded."""

import importlib.util
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, expect

from browser.gallery_page import Gallery, Window
from browser.gestures import comes_true, drag


@pytest.fixture(scope="module")
def gallery(chromium: Browser) -> Iterator[Gallery]:
    gallery = Gallery(chromium)
    yield gallery
    gallery.close()


# ------------------------------------------------------------------------- media


def test_image(gallery: Gallery) -> None:
    with gallery.window("Image") as window:
        picture = window.find("img.image-widget, .image-widget img").first
        picture.click(position={"x": 50, "y": 40})
        window.told(re.compile("^Image: click"))
        before = str(picture.get_attribute("src"))
        assert before.startswith("data:image/svg+xml;base64,")
        window.picture()
        window.click("Show the other frame")
        window.told("Button: activated()")

        def other() -> None:
            expect(picture).not_to_have_attribute("src", before)
            expect(picture).to_have_attribute("src", re.compile("^data:image/svg"))
            assert picture.evaluate("async e => { await e.decode(); return e.naturalWidth; }") > 0

        window.lasts(other)


def test_canvas(gallery: Gallery) -> None:
    with gallery.window("Canvas") as window:
        canvas = window.find("canvas")
        canvas.click(position={"x": 180, "y": 170})
        window.told(re.compile("^Canvas: pointer-down"))
        pixel = "e => e.getContext('2d').getImageData(180, 170, 1, 1).data[3] > 0"

        def drawn() -> None:
            window.page.wait_for_function(pixel, arg=canvas.element_handle())
            first = "e => e.getContext('2d').getImageData(70, 60, 1, 1).data[3] > 0"
            window.page.wait_for_function(first, arg=canvas.element_handle())

        window.lasts(drawn)


def test_html_view(gallery: Gallery) -> None:
    with gallery.window("HtmlView") as window:
        window.click("Append")
        window.told(re.compile("^TextEntrySet: activated|^HtmlView: scrolled"))

        def appended() -> None:
            expect(window.find("h3")).to_have_text("Tonight")
            expect(window.find("td")).to_have_count(9)
            expect(window.find("p")).to_have_text("clouds at <i>two</i>")
            assert "&lt;i&gt;two" in window.ask("HtmlView", "get_html")

        window.lasts(appended)


def test_video_widget(gallery: Gallery) -> None:
    with gallery.window("VideoWidget") as window:
        video = window.find("video")
        window.click("Play")
        window.told("VideoWidget: play()")
        window.page.wait_for_function("e => e.currentTime > 0", arg=video.element_handle())
        window.click("Pause")
        window.told("VideoWidget: pause()")
        assert window.ask("VideoWidget", "get_paused") is True
        slider = window.find(".slider-input")
        slider.press("Home")
        window.told(re.compile("^VideoWidget: volumechange"))

        def quiet() -> None:
            expect(video).to_have_js_property("volume", 0)
            expect(video).to_have_js_property("muted", True)
            assert window.ask("VideoWidget", "get_volume") == 0
            assert window.ask("Slider", "get_value") == 0

        window.lasts(quiet)


def test_external_widget(gallery: Gallery) -> None:
    with gallery.window("ExternalWidget") as window:
        line = window.find(".external-widget polyline")
        before = str(line.get_attribute("points"))
        window.click("Measure again")
        expect(line).not_to_have_attribute("points", before)
        after = str(line.get_attribute("points"))
        window.lasts(lambda: expect(line).to_have_attribute("points", after))


def test_timer(gallery: Gallery) -> None:
    with gallery.window("Timer") as window:
        shutter = window.find(".label-widget")
        set_duration = window.widget("Timer").set_duration
        gallery.served.call(set_duration, 600)  # nobody is as slow as that to cancel it
        window.click("Expose for a second")
        expect(shutter).to_have_text("shutter open")
        window.click("Cancel")
        window.told(re.compile(r"^Timer: cancelled\("))
        expect(shutter).to_have_text("shutter closed")
        gallery.served.call(set_duration, 1)
        window.click("Expose for a second")
        gallery.reload()  # it goes on in Python
        window.told(re.compile(r"^Timer: expired\(1"))

        def closed() -> None:
            expect(shutter).to_have_text("shutter closed")
            assert window.ask("Timer", "is_set") is False

        window.lasts(closed)


# ------------------------------------------------------------------------- trees


def row(window: Window, text: str) -> Locator:
    cell = window.page.locator(".treeview-cell", has_text=re.compile(f"^{text}$"))
    return window.find(".treeview-row").filter(has=cell)


def first_column(window: Window) -> list[str]:
    return [
        line.locator(".treeview-cell").first.inner_text().strip(" \n▾▸")
        for line in window.find(".treeview-row").filter(visible=True).all()
    ]


def test_tree_view(gallery: Gallery) -> None:
    with gallery.window("TreeView") as window:
        row(window, "Nebulae").locator(".treeview-toggle").click()
        window.told(re.compile("^TreeView: expanded"))
        row(window, "M 31").locator(".treeview-cell").nth(1).dblclick()
        window.page.keyboard.press("Control+A")
        window.page.keyboard.type("3.44")
        window.page.keyboard.press("Enter")
        window.told(re.compile("^TreeView: cell_edited"))
        row(window, "M 51").locator("input").click()
        window.told(re.compile("^TreeView: cell_edited.*True"))
        window.find(".treeview-header-cell").nth(1).click()
        window.told("TreeView: sorted('magnitude', True)")
        row(window, "M 104").click()
        row(window, "M 57").click(modifiers=["Control"])
        window.told(re.compile("^TreeView: selected"))

        def worked_on() -> None:
            expect(row(window, "M 31").locator(".treeview-cell").nth(1)).to_have_text("3.44")
            expect(row(window, "M 51").locator("input")).to_be_checked()
            expect(window.find(".treeview-row-selected")).to_have_count(2)
            assert first_column(window).index("M 31") < first_column(window).index("M 104")
            seen = window.ask("TreeView", "get_subtree")
            assert seen["Galaxies"]["M 31"]["magnitude"] == 3.44
            assert seen["Galaxies"]["M 51"]["seen"] is True
            paths = [each["path"] for each in window.ask("TreeView", "get_selected")]
            assert sorted(paths) == [["Galaxies", "M 104"], ["Nebulae", "M 57"]]
            assert window.ask("TreeView", "get_collapsed") == []

        window.lasts(worked_on)


def test_table_view(gallery: Gallery) -> None:
    with gallery.window("TableView") as window:
        window.click("Append a frame")
        expect(row(window, "0045")).to_be_visible()
        row(window, "0042").locator(".treeview-cell").nth(1).dblclick()
        window.page.keyboard.press("Control+A")
        window.page.keyboard.type("Ha")
        window.page.keyboard.press("Enter")  # which goes to the cell below
        window.told(re.compile("^TableView: cell_selected.*row2"))
        drag(window.page, window.find(".treeview-resize-handle").first, -20, 0)
        window.find(".treeview-header-cell").last.click()
        window.told("TableView: sorted('seconds', True)")
        row(window, "0041").locator(".treeview-cell").first.click()
        row(window, "0041").locator(".treeview-cell").nth(2).click(modifiers=["Shift"])
        window.told(re.compile("^TableView: cell_selected"))

        def worked_on() -> None:
            expect(row(window, "0042").locator(".treeview-cell").nth(1)).to_have_text("Ha")
            expect(window.find(".treeview-cell-selected")).to_have_count(3)
            assert first_column(window)[:2] == ["0044", "0043"]
            assert window.ask("TableView", "get_row_count") == 5
            assert len(window.ask("TableView", "get_selected_cells")) == 3

        window.lasts(worked_on)


# ------------------------------------------------------------------------- menus


def choose(window: Window, menu: str, *entries: str) -> None:
    """Open a menu of the window's menu bar, go along the entries, and click the last one."""
    window.find(".menubar-item", menu).click()
    for entry in entries[:-1]:
        window.page.locator(".menu-submenu-item").filter(has_text=entry, visible=True).hover()
    last = re.compile(rf"^\W*{entries[-1]}$")
    window.page.locator(".menuaction-widget").filter(has_text=last, visible=True).click()


def test_menu_bar(gallery: Gallery) -> None:
    with gallery.window("MenuBar") as window:
        choose(window, "Telescope", "Park")
        window.told("MenuAction: activated()")
        window.find(".menubar-item", "Telescope").click()
        window.picture(window.page.locator(".menu-widget").filter(visible=True))
        window.find(".menubar-item", "Telescope").click()

        def three_menus() -> None:
            expect(window.find(".menubar-item")).to_have_text(["Frame", "Telescope", "Help"])
            window.told("MenuAction: activated()")

        window.lasts(three_menus)
        choose(window, "Help", "About")


def test_menu(gallery: Gallery) -> None:
    with gallery.window("Menu") as window:
        choose(window, "Frame", "Export as", "PNG")
        window.told("MenuAction: activated()")
        entries = window.page.locator(".menuaction-widget").filter(visible=True)
        window.frame.get_by_text("click here").click()
        expect(entries).to_have_text([re.compile("Center"), re.compile("Zoom in")])
        entries.first.click()
        expect(entries).to_have_count(0)
        window.find(".menubar-item", "Frame").click()
        window.page.locator(".menu-submenu-item").filter(visible=True).hover()
        window.picture(*window.page.locator(".menu-widget").filter(visible=True).all())
        window.find(".menubar-item", "Frame").click()

        def usable() -> None:
            choose(window, "Frame", "Open")
            window.told("MenuAction: activated()")

        window.lasts(usable)


def test_menu_action(gallery: Gallery) -> None:
    with gallery.window("MenuAction") as window:
        choose(window, "View", "Grid")
        window.told("MenuAction: activated(False)")
        choose(window, "View", "Names")
        window.told("MenuAction: activated(True)")

        def checked() -> None:
            states = [window.ask("MenuAction", "get_checked", index=i) for i in range(3)]
            assert states == [False, True, False]
            window.find(".menubar-item", "View").click()
            menu = window.page.locator(".menu-widget").filter(visible=True)
            marks = menu.locator(".menuaction-check").all_inner_texts()
            assert [bool(mark.strip()) for mark in marks] == [False, True, False]
            window.picture(menu)
            window.find(".menubar-item", "View").click()

        window.lasts(checked)
        choose(window, "View", "Reset")
        window.told("MenuAction: activated()")
        comes_true(gallery.page, lambda: window.ask("MenuAction", "get_checked", index=1), False)


def test_tool_bar(gallery: Gallery) -> None:
    with gallery.window("ToolBar") as window:
        window.click("Slew")
        window.told("ToolBarAction: activated()")

        def four_actions() -> None:
            names = ["Open", "Save", "Slew", "Help"]
            expect(window.find(".toolbar-action")).to_have_text(names)
            expect(window.find(".toolbar-separator")).to_have_count(1)
            window.told("ToolBarAction: activated()")

        window.lasts(four_actions)


def test_tool_bar_action(gallery: Gallery) -> None:
    with gallery.window("ToolBarAction") as window:
        window.click("Guide")
        window.told("ToolBarAction: activated(True)")
        window.click("Fast")
        window.told("ToolBarAction: activated(True)")
        window.find(".toolbar-action").last.click()
        entries = window.page.locator(".menuaction-widget").filter(visible=True)
        window.picture(window.page.locator(".menu-widget").filter(visible=True))
        entries.filter(has_text="200 %").click()
        window.told("MenuAction: activated()")
        expect(entries).to_have_count(0)

        def pressed() -> None:
            expect(window.find(".toolbar-action.pressed")).to_have_text(["Guide", "Fast"])
            expect(window.find(".toolbar-action-icon")).to_have_attribute(
                "src", re.compile("^data:image/svg")
            )
            states = [window.ask("ToolBarAction", "get_state", index=i) for i in (1, 2, 3)]
            assert states == [True, False, True]

        window.lasts(pressed)


# ------------------------------------------------------------------------- plots


def test_plot(gallery: Gallery) -> None:
    with gallery.window("Plot") as window:
        canvas = window.find(".plot-widget canvas")
        expect(canvas).to_have_accessible_name("Spectrum of frame 0042: observed, model, S/N")
        gallery.served.catch_up(window.widget("Plot"))  # there is something to zoom
        window.picture()
        canvas.click(position={"x": 200, "y": 150})
        window.told(re.compile(r"^Plot: clicked\("))
        canvas.press("+")
        window.told(re.compile(r"^Plot: limits-changed\("))
        limits = window.ask("Plot", "get_limits", "x")
        assert 400 < limits[0] < limits[1] < 800
        window.lasts(lambda: expect(canvas).to_be_visible())
        assert window.ask("Plot", "get_limits", "x") == limits


def test_figure(gallery: Gallery) -> None:
    with gallery.window("Figure") as window:
        if importlib.util.find_spec("matplotlib") is None:
            window.lasts(lambda: expect(window.frame).to_contain_text("matplotlib is installed"))
            return
        canvas = window.find(".figure-widget canvas").first
        expect(canvas).to_be_visible()
        [figure] = [each for each in gallery.widgets() if type(each).__name__ == "Figure"]
        drawing = figure._pgwidgets_drawing

        def is_as_large_as_it_is() -> bool:
            pixels = tuple(canvas.evaluate("(canvas) => [canvas.width, canvas.height]"))
            is_shown = drawing._shown == drawing._sent and not drawing._has_changed
            return is_shown and drawing.canvas.get_width_height() == pixels

        comes_true(gallery.page, is_as_large_as_it_is, wanted=True)
        gallery.page.wait_for_load_state("networkidle")  # of the icons in its tool bar
        window.picture()
        window.lasts(lambda: expect(canvas).to_be_visible())


# ------------------------------------------------------------------------ extras


def test_file_browser(gallery: Gallery) -> None:
    with gallery.window("FileBrowser") as window:
        window.click("Choose a picture on the server …")
        dialog = window.page.locator(".dialog-widget")
        rows = dialog.locator(".treeview-row")
        names = ["camera.svg", "orbit.webm", "ring.svg", "spiral.svg", "star.svg"]
        expect(rows).to_contain_text(names)
        expect(dialog.locator("input").first).to_have_value("/")
        window.picture(dialog)
        window.page.reload()  # popup() is state
        rows.filter(has_text="ring.svg").click()
        expect(dialog.locator("input").nth(1)).to_have_value("ring.svg")
        rows.filter(has_text="star.svg").dblclick()
        expect(dialog).to_be_hidden()
        window.lasts(lambda: expect(window.find(".label-widget")).to_have_text("star.svg"))
        window.click("Choose a picture on the server …")
        dialog.get_by_text("Up", exact=True).click()
        expect(dialog.get_by_text("leads out of")).to_be_visible()
        dialog.get_by_text("Cancel", exact=True).click()
        expect(dialog).to_be_hidden()


def test_form(gallery: Gallery) -> None:
    with gallery.window("Form") as window:
        exposure = window.find("input").nth(1)
        exposure.fill("0")
        expect(window.find(".label-widget").get_by_text("up to 3600")).to_be_visible()
        window.picture()
        exposure.fill("60")
        expect(window.page.get_by_text("up to 3600")).to_have_count(0)
        window.click("Apply")
        window.told(re.compile(r"^Form: applied\("))
        window.lasts(lambda: expect(exposure).to_have_value("60"))


def test_image_view(gallery: Gallery) -> None:
    with gallery.window("ImageView") as window:
        window.picture()
        picture = window.find(".image-widget, canvas").first
        expect(picture).to_be_visible()
        picture.click()
        window.told(re.compile(r"^ImageView: clicked\("))


def test_any_widget(gallery: Gallery) -> None:
    with gallery.window("AnyWidget") as window:
        window.picture()
        window.click("clicked 0 times")

        def clicked() -> None:
            expect(window.frame).to_contain_text("clicked 1 times")
            expect(window.frame).to_contain_text("Python knows of 1 clicks")

        window.lasts(clicked)
