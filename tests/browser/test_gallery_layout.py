"""The gallery's layout, views, windows and dialogs in Chromium, each used and then reloaded."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, FilePayload, expect

from browser.gallery_page import Gallery, Window
from browser.gestures import box, comes_true, drag


@pytest.fixture(scope="module")
def gallery(chromium: Browser) -> Iterator[Gallery]:
    gallery = Gallery(chromium)
    yield gallery
    gallery.close()


def texts(window: Window) -> list[str]:
    """The texts of its labels, without the status line."""
    return window.find(".label-widget").all_inner_texts()


# ------------------------------------------------------------------------ layout


def test_box(gallery: Gallery) -> None:
    with gallery.window("Box") as window:
        window.click("Add the camera")
        expect(window.find(".label-widget")).to_have_text(["dome", "mirror", "camera"])

        def three() -> None:
            expect(window.find(".label-widget")).to_have_text(["dome", "mirror", "camera"])
            widths = [box(label)["width"] for label in window.find(".label-widget").all()]
            assert widths[1] > 1.4 * widths[0]  # by their stretch
            assert window.ask("Box", "num_children") == 3

        window.lasts(three)
        window.click("Remove the last")
        window.told("Box: child-removed(Label)")
        expect(window.find(".label-widget")).to_have_text(["dome", "mirror"])


def test_vbox(gallery: Gallery) -> None:
    with gallery.window("VBox") as window:
        window.click("Record a reading")
        expected = ["seeing 0.9″", "seeing 0.8″"]

        def stacked() -> None:
            expect(window.find(".label-widget")).to_have_text(expected)
            first, second = (box(label) for label in window.find(".label-widget").all())
            assert first["y"] + first["height"] < second["y"]
            assert window.ask("VBox", "num_children") == 3

        window.lasts(stacked)


def test_hbox(gallery: Gallery) -> None:
    with gallery.window("HBox") as window:
        window.click("stretch 2")
        window.told("Button: activated()")

        def in_a_row() -> None:
            narrow, one, two = (box(button) for button in window.find(".button-widget").all())
            assert narrow["x"] < one["x"] < two["x"]
            assert narrow["width"] < one["width"] < two["width"]
            window.told("Button: activated()")

        window.lasts(in_a_row)


def test_button_box(gallery: Gallery) -> None:
    with gallery.window("ButtonBox") as window:
        window.click("Park")
        window.told("Button: activated()")

        def of_one_width() -> None:
            boxes = [box(button) for button in window.find(".button-widget").all()]
            assert len(boxes) == 3
            assert {around["width"] for around in boxes} == {84}
            window.told("Button: activated()")

        window.lasts(of_one_width)


def test_fixed_layout(gallery: Gallery) -> None:
    with gallery.window("FixedLayout") as window:
        sky = box(window.find(".fixed-layout-widget"))
        marker = window.find(".label-widget", "○")
        window.click("Slew to the next")
        window.told("FixedLayout: child-added(Label)")

        def slewed() -> None:
            expect(window.find(".label-widget")).to_have_count(4)
            assert box(marker)["x"] - sky["x"] == 200
            assert window.ask("FixedLayout", "num_children") == 4

        window.lasts(slewed)


def test_grid_box(gallery: Gallery) -> None:
    with gallery.window("GridBox") as window:
        window.click("Append a row")
        expect(window.find(".label-widget")).to_have_count(9)
        window.click("Delete the first row")
        expected = ["dome", "6.8 °C", "falling", "air", "9 °C", "rising"]

        def two_rows() -> None:
            expect(window.find(".label-widget")).to_have_text(expected)
            dome, _, _, air, *_ = (box(label) for label in window.find(".label-widget").all())
            assert dome["x"] == air["x"]
            assert dome["y"] < air["y"]
            assert tuple(window.ask("GridBox", "get_row_column_count")) == (2, 3)

        window.lasts(two_rows)


def test_splitter(gallery: Gallery) -> None:
    with gallery.window("Splitter") as window:
        before = box(window.find(".splitter-pane").first)["width"]
        drag(window.page, window.find(".splitter-handle").first, 50, 0)
        window.told(re.compile(r"^Splitter: sizing\("))

        def dragged() -> None:
            width = box(window.find(".splitter-pane").first)["width"]
            assert width == pytest.approx(before + 50, abs=2)
            assert window.ask("Splitter", "get_sizes")[0] == pytest.approx(before + 50, abs=2)

        window.lasts(dragged)


def test_frame(gallery: Gallery) -> None:
    with gallery.window("Frame") as window:
        window.find("input[type=checkbox]").click()
        window.told("CheckBox: activated(True)")
        window.find(".textentryset-input").fill("Heating")
        window.click("Rename")

        def renamed() -> None:
            expect(window.find(".frame-title")).to_have_text("Heating")
            expect(window.find("input[type=checkbox]")).to_be_checked()
            assert window.ask("Frame", "get_text") == "Heating"

        window.lasts(renamed)


def test_separator(gallery: Gallery) -> None:
    with gallery.window("Separator") as window:
        lines = window.find(".separator-widget")
        expect(lines.filter(visible=True)).to_have_count(2)
        window.picture()
        window.find("input").click()
        window.told("CheckBox: activated(True)")

        def hidden() -> None:
            expect(lines.filter(visible=True)).to_have_count(1)
            assert window.ask("Separator", "is_visible", index=0) is False

        window.lasts(hidden)


def test_expander(gallery: Gallery) -> None:
    with gallery.window("Expander") as window:
        window.find(".expander-toggle").last.click()
        window.told("Expander: toggled(False)")

        def open_() -> None:
            expect(window.frame.get_by_text("CCD at -95 °C, shutter closed")).to_be_visible()
            expect(window.frame.get_by_text("Wind 12 km/h, humidity 40 %")).to_be_hidden()
            assert window.ask("Expander", "get_collapsed", index=0) is True
            assert window.ask("Expander", "get_collapsed", index=1) is False

        window.lasts(open_)


# ------------------------------------------------------------------------- views


def test_abstract_scroll_area(gallery: Gallery) -> None:
    with gallery.window("AbstractScrollArea") as window:
        drag(window.page, window.find(".abstractscrollarea-hbar .scrollbar-thumb"), 70, 0)
        window.told(re.compile(r"^AbstractScrollArea: scrolled\(0\.\d+, 0\.5\)$"))

        def moved() -> float:
            thumb = box(window.find(".abstractscrollarea-hbar .scrollbar-thumb"))
            bar = box(window.find(".abstractscrollarea-hbar"))
            return (thumb["x"] - bar["x"]) / (bar["width"] - thumb["width"])

        def known() -> float:
            return float(window.ask("AbstractScrollArea", "get_scroll_percent")[0])

        comes_true(window.page, lambda: abs(known() - moved()) < 0.01, True)  # the last is told
        across = known()
        assert across > 0.25

        def scrolled() -> None:
            expect(window.find(".label-widget")).to_contain_text(f"{24 * across:.1f} h")
            assert moved() == pytest.approx(across, abs=0.01)
            assert known() == across

        window.lasts(scrolled)


def test_scroll_area(gallery: Gallery) -> None:
    with gallery.window("ScrollArea") as window:
        drag(window.page, window.find(".abstractscrollarea-vbar .scrollbar-thumb"), 0, 60)
        top = box(window.find(".label-widget").first)["y"]
        part = window.find(".scrollarea-viewport").evaluate(
            "(one) => one.scrollTop / (one.scrollHeight - one.clientHeight)"
        )
        assert part > 0.1

        def known() -> float:
            return float(window.ask("ScrollArea", "get_scroll_position")[1])

        comes_true(window.page, lambda: abs(known() - part) < 0.01, True)
        down = known()

        def scrolled() -> None:
            expect(window.find(".label-widget").first).not_to_be_in_viewport()
            assert box(window.find(".label-widget").first)["y"] == pytest.approx(top, abs=2)
            position = window.ask("ScrollArea", "get_scroll_position")
            assert position[1] == pytest.approx(down, abs=0.01)  # pages scroll by whole pixels

        window.lasts(scrolled)


def test_tab_widget(gallery: Gallery) -> None:
    with gallery.window("TabWidget") as window:
        tabs = window.find(".tab-header > *")
        tabs.filter(has_text="History").click()
        window.told("TabWidget: page-switch(VBox, 2)")
        tabs.filter(has_text="Image").locator(".tab-close").click()
        window.told("TabWidget: page-close(VBox)")

        def two_tabs() -> None:
            expect(tabs).to_have_text([re.compile("Header"), re.compile("History")])
            expect(window.frame.get_by_text("History of frame 0042")).to_be_visible()
            expect(window.frame.get_by_text("Header of frame 0042")).to_be_hidden()
            assert window.ask("TabWidget", "get_index") == 1
            assert window.ask("TabWidget", "num_children") == 2

        window.lasts(two_tabs)


def test_stack_widget(gallery: Gallery) -> None:
    with gallery.window("StackWidget") as window:
        window.click("Next")
        window.told("StackWidget: page-switch(VBox, 1)")

        def focus() -> None:
            expect(window.frame.get_by_text("Focus")).to_be_visible()
            expect(window.frame.get_by_text("Point the telescope")).to_be_hidden()
            assert window.ask("StackWidget", "get_index") == 1

        window.lasts(focus)
        window.click("Back")
        expect(window.frame.get_by_text("Point the telescope")).to_be_visible()


# ----------------------------------------------------------------------- windows


def test_mdi_widget(gallery: Gallery) -> None:
    with gallery.window("MDIWidget") as window:
        inner = window.find(".mdi-window")
        drag(window.page, inner.last.locator(".mdi-title-bar > span"), 40, 30)
        inner.filter(has_text="Finder").locator(".mdi-title-bar > span").click()
        window.told("MDIWidget: page-switch(VBox)")
        inner.filter(has_text="Guider").locator(".mdi-close").click()
        expect(inner).to_have_count(2)
        place = box(inner.filter(has_text="Spectrum"))

        def two_windows() -> None:
            expect(inner).to_have_count(2)
            expect(window.find(".mdi-window.mdi-active")).to_contain_text("Finder")
            assert box(inner.filter(has_text="Spectrum")) == place
            assert window.ask("MDIWidget", "num_children") == 2

        window.lasts(two_windows)
        window.click("Tile")


def test_mdi_sub_window(gallery: Gallery) -> None:
    with gallery.window("MDISubWindow") as window:
        inner = window.find(".mdi-window")
        drag(window.page, inner.locator(".mdi-title-bar > span"), 60, 20)
        window.told(re.compile(r"^MDISubWindow: move\(10[01], 4[01]\)"))
        place = tuple(window.ask("MDISubWindow", "get_position"))
        window.find("input").fill("Flux & <i>")
        window.click("Set title")
        title = inner.locator(".mdi-title-bar > span")
        expect(title).to_have_text("Flux & <i>")

        def moved() -> None:
            expect(title).to_have_text("Flux & <i>")
            desk = box(window.find(".mdi-workspace"))
            assert (box(inner)["x"] - desk["x"], box(inner)["y"] - desk["y"]) == place
            assert tuple(window.ask("MDISubWindow", "get_position")) == place

        window.lasts(moved)
        window.click("Shade")
        expect(inner.locator(".mdi-child-container")).to_be_hidden()
        window.click("Shade")
        expect(inner.locator(".mdi-child-container")).to_be_visible()


def test_top_level(gallery: Gallery) -> None:
    with gallery.window("TopLevel") as window:
        top = window.page.locator(".toplevel-widget")
        window.click("Open a window in the page")
        expect(top).to_be_visible()
        top.get_by_text("Hello", exact=True).click()
        expect(top.locator(".label-widget")).to_have_text("Hello!")
        top.locator("input").fill("some <words>")
        top.locator("input").press("Enter")
        expect(top.locator(".label-widget")).to_have_text("Entered: some <words>")
        drag(window.page, top.locator(".toplevel-title-text"), 30, 40)
        window.told(re.compile(r"^TopLevel: move\(4[45]\d, (29|30)\d\)"))
        place = window.ask("TopLevel", "get_position")
        window.picture(top)

        def moved() -> None:
            expect(top.locator("input")).to_have_value("some <words>")
            expect(top.locator(".label-widget")).to_have_text("Entered: some <words>")
            assert window.ask("TopLevel", "get_position") == place
            around = box(top)
            assert (around["x"], around["y"]) == pytest.approx(place, abs=1)

        window.lasts(moved)
        top.locator(".toplevel-title-bar .mdi-button").last.click()
        window.told("TopLevel: close()")
        expect(top).to_have_count(0)
        window.lasts(lambda: expect(top).to_have_count(0))


def test_page(gallery: Gallery) -> None:
    with gallery.window("Page") as window:
        window.click("Show a page of its own")
        back = window.page.get_by_text("Back to the gallery")
        expect(back).to_be_visible()
        around = box(window.page.locator(".page").last)
        assert (around["width"], around["height"]) == (1280, 800)
        window.page.reload()
        expect(back).to_be_visible()
        assert window.ask("Page", "is_visible") is True
        back.click()
        window.told("Button: activated()")
        window.lasts(lambda: expect(back).to_be_hidden())


# ----------------------------------------------------------------------- dialogs


def test_dialog(gallery: Gallery) -> None:
    with gallery.window("Dialog") as window:
        dialog = window.page.locator(".dialog-widget")
        window.click("Close the dome …")
        expect(dialog).to_be_visible()
        window.picture(dialog)
        window.page.reload()
        expect(dialog).to_be_visible()  # popup() is state
        dialog.get_by_text("Close", exact=True).click()
        window.told("Dialog: activated('closed')")

        def closed() -> None:
            expect(dialog).to_be_hidden()
            expect(window.find(".label-widget")).to_have_text("The dome is closed.")
            assert window.ask("Dialog", "is_visible") is False

        window.lasts(closed)


def test_color_widget(gallery: Gallery) -> None:
    with gallery.window("ColorWidget") as window:
        chooser = window.find(".colorwidget")
        chooser.locator(".colordialog-sv-canvas").click(position={"x": 150, "y": 20})
        window.told(re.compile(r"^ColorWidget: pick\('#[0-9a-f]{6}'\)$"))
        color = window.ask("ColorWidget", "get_color")
        assert color != "#2f6fb0"

        def picked() -> None:
            expect(chooser.locator("input").last).to_have_value(color.strip("#"))
            shade = window.find(".label-widget").first.evaluate("e => e.style.backgroundColor")
            wanted = ", ".join(str(int(color[i : i + 2], 16)) for i in (1, 3, 5))
            assert shade == f"rgb({wanted})"
            assert window.ask("ColorWidget", "get_color") == color

        window.lasts(picked)


def test_color_dialog(gallery: Gallery) -> None:
    with gallery.window("ColorDialog") as window:
        dialog = window.page.locator(".colordialog-widget")
        window.click("Choose the grid's color …")
        expect(dialog).to_be_visible()
        dialog.locator(".colordialog-sv-canvas").click(position={"x": 60, "y": 60})
        window.told(re.compile("^ColorDialog: pick"))
        window.picture(dialog)
        window.page.reload()
        expect(dialog).to_be_visible()
        dialog.get_by_text("OK", exact=True).click()
        window.told(re.compile("^ColorDialog: activated"))
        color = window.ask("ColorDialog", "get_color")

        def taken() -> None:
            expect(dialog).to_be_hidden()
            shade = window.find(".label-widget").evaluate("e => e.style.backgroundColor")
            assert shade == f"rgb({', '.join(str(int(color[i : i + 2], 16)) for i in (1, 3, 5))})"
            assert window.ask("ColorDialog", "is_visible") is False

        window.lasts(taken)


def test_file_dialog(gallery: Gallery) -> None:
    with gallery.window("FileDialog") as window:
        with window.page.expect_file_chooser() as chosen:
            window.click("Load catalogues …")
        large = FilePayload(name="a.csv", mimeType="text/csv", buffer=b"M 31,3.4\n" * 200_000)
        empty = FilePayload(name="b.txt", mimeType="text/plain", buffer=b"")
        chosen.value.set_files([large, empty])
        expect(window.find("textarea")).to_have_value("a.csv: 1800000 bytes\nb.txt: 0 bytes")
        window.told(re.compile("^FileDialog: activated"))

        def loaded() -> None:
            expect(window.find("textarea")).to_have_value("a.csv: 1800000 bytes\nb.txt: 0 bytes")

        window.lasts(loaded)
        with window.page.expect_download() as download:
            window.click("Save the log …")
        assert download.value.suggested_filename == "night.log"
        assert download.value.path().read_text() == "20:14 dome open\n20:31 first light\n"
