"""The gallery's buttons, texts and values in Chromium, each used and then reloaded."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from browser.gallery_page import Gallery
from browser.gestures import box, drag


@pytest.fixture(scope="module")
def gallery(chromium: Browser) -> Iterator[Gallery]:
    gallery = Gallery(chromium)
    yield gallery
    gallery.close()


# ------------------------------------------------------------------------ buttons


def test_button(gallery: Gallery) -> None:
    with gallery.window("Button") as window:
        window.click("Start exposure")
        window.told("Button: activated()")

        def exposing() -> None:
            start, stop = window.find(".button-widget").all()
            expect(start).to_have_class(re.compile("widget-disabled"))
            expect(stop).not_to_have_class(re.compile("widget-disabled"))
            assert window.ask("Button", "get_enabled", index=0) is False
            assert window.ask("Button", "get_enabled", index=1) is True

        window.lasts(exposing)
        window.click("Stop")
        expect(window.find(".button-widget").first).not_to_have_class(re.compile("disabled"))


def test_check_box(gallery: Gallery) -> None:
    with gallery.window("CheckBox") as window:
        window.find("input").nth(0).click()
        window.told("CheckBox: activated(False)")
        window.find("input").nth(1).click()
        window.told("CheckBox: activated(True)")

        def ticked() -> None:
            boxes = window.find("input")
            assert [boxes.nth(i).is_checked() for i in range(3)] == [False, True, True]
            states = [window.ask("CheckBox", "get_state", index=i) for i in range(3)]
            assert states == [False, True, True]

        window.lasts(ticked)


def test_radio_button(gallery: Gallery) -> None:
    with gallery.window("RadioButton") as window:
        window.click("Solar rate")
        window.told("RadioButton: activated(True)")
        indicator = window.page.locator(".radiobutton-indicator.selected")
        selected = window.find(".radiobutton-widget").filter(has=indicator)

        def solar() -> None:
            expect(selected).to_have_text("Solar rate")
            states = [window.ask("RadioButton", "get_state", index=i) for i in range(3)]
            assert states == [False, False, True]

        window.lasts(solar)


def test_toggle_button(gallery: Gallery) -> None:
    with gallery.window("ToggleButton") as window:
        window.click("Dome lamp")
        window.told("ToggleButton: activated(True)")
        window.click("V")
        expect(window.find(".togglebutton-widget.pressed")).to_have_text(["Dome lamp", "V"])
        window.click("Dome lamp")
        window.told("ToggleButton: activated(False)")
        window.click("Dome lamp")
        window.told("ToggleButton: activated(True)")

        def pressed() -> None:
            expect(window.find(".togglebutton-widget.pressed")).to_have_text(["Dome lamp", "V"])
            states = [window.ask("ToggleButton", "get_state", index=i) for i in range(5)]
            assert states == [True, False, False, True, False]

        window.lasts(pressed)


# -------------------------------------------------------------------------- text


def test_label(gallery: Gallery) -> None:
    with gallery.window("Label") as window:
        target = window.find(".label-widget", "press for a menu")
        entries = window.page.locator(".menuaction-widget").filter(visible=True)

        def choose(text: str) -> None:
            target.click(position={"x": 30, "y": 20})
            entries.filter(has_text=text).click()
            window.told("MenuAction: activated()")
            expect(entries).to_have_count(0)

        choose("Slew here")
        target.click(position={"x": 30, "y": 20})
        expect(entries).to_have_count(2)
        window.picture(window.page.locator(".menu-widget").filter(visible=True))
        window.find(".label-widget").first.click()  # outside closes it
        expect(entries).to_have_count(0)
        target.dblclick(position={"x": 20, "y": 10})
        window.told(re.compile("^Label: dblclick"))

        def shown() -> None:
            expect(window.find(".label-widget i")).to_have_text("Whirlpool")
            expect(target).to_have_css("background-color", "rgb(237, 241, 245)")

        window.lasts(shown)
        choose("Show in the atlas")  # the menu is there again, too


def test_status_bar(gallery: Gallery) -> None:
    with gallery.window("StatusBar") as window:
        bar = window.find(".statusbar-widget").first
        window.click("Clear")
        expect(bar).to_have_text("")
        window.click("Message")
        window.lasts(lambda: expect(bar).to_have_text("Reading out the chip"))


def test_text_entry(gallery: Gallery) -> None:
    with gallery.window("TextEntry") as window:
        target, code = window.find("input").all()
        target.fill("M 31 <b>bold</b>")
        target.press("Enter")
        window.told("TextEntry: activated('M 31 <b>bold</b>')")
        target.press_sequentially("!")
        window.told("TextEntry: modified('M 31 <b>bold</b>!')")
        code.fill("secret")
        code.press("Enter")
        window.told("TextEntry: activated('secret')")

        def typed() -> None:
            expect(window.find("input").nth(0)).to_have_value("M 31 <b>bold</b>!")
            expect(window.find("input").nth(1)).to_have_value("secret")
            expect(window.find("input").nth(1)).to_have_attribute("type", "password")
            expect(window.find(".label-widget").last).to_have_text("Slewing to M 31 <b>bold</b>")
            assert window.ask("TextEntry", "get_text") == "M 31 <b>bold</b>!"

        window.lasts(typed)


def test_text_entry_set(gallery: Gallery) -> None:
    with gallery.window("TextEntrySet") as window:
        window.find("input").fill("W. Herschel")
        window.click("Set")
        window.told("TextEntrySet: activated('W. Herschel')")

        def set_() -> None:
            expect(window.find("input")).to_have_value("W. Herschel")
            expect(window.find(".label-widget").last).to_have_text("Observer: W. Herschel")
            assert window.ask("TextEntrySet", "get_text") == "W. Herschel"

        window.lasts(set_)


def test_text_area(gallery: Gallery) -> None:
    with gallery.window("TextArea") as window:
        lines = "20:14  dome open\n20:31  first light\n21:02  clouds from the west\n"
        window.click("Append a line")
        expect(window.find("textarea")).to_have_value(lines)
        window.find("textarea").press("Control+End")
        window.page.keyboard.type("21:10 closed")
        window.told(re.compile("^TextArea: modified"))
        window.find("input").click()
        expected = f"{lines}21:10 closed"
        expect(window.find("textarea")).to_have_js_property("readOnly", True)

        def written() -> None:
            expect(window.find("textarea")).to_have_value(expected)
            expect(window.find("textarea")).to_have_js_property("readOnly", True)
            assert window.ask("TextArea", "get_text") == expected

        window.lasts(written)


def test_text_source(gallery: Gallery) -> None:
    with gallery.window("TextSource") as window:
        lines = window.find(".textsource-line")
        lines.nth(1).click()
        window.page.keyboard.press("End")
        window.page.keyboard.type("  # 😀 the Whirlpool")
        window.told("TextSource: changed()")
        expect(lines.nth(1)).to_have_text('target = "M 51"  # 😀 the Whirlpool')
        window.find(".textsource-icon-cell img, .textsource-line-icon").last.click()
        window.told(re.compile("^TextSource: icon_clicked"))

        def written() -> None:
            expect(lines.nth(1)).to_have_text('target = "M 51"  # 😀 the Whirlpool')
            assert "😀 the Whirlpool\nfor band" in window.ask("TextSource", "get_text")
            assert len(window.ask("TextSource", "get_tag_regions", "keyword")) == 2
            last = box(window.find(".textsource-line-number").last)
            assert last["y"] == pytest.approx(box(lines.last)["y"], abs=1)
            expect(window.frame.get_by_text("for", exact=True)).to_have_css(
                "color", "rgb(123, 47, 181)"
            )

        window.lasts(written)
        window.click("Find")
        expect(window.find("input")).to_have_value("expose")
        window.click("Undo")
        expect(lines.nth(1)).not_to_have_text('target = "M 51"  # 😀 the Whirlpool')


def test_text_buffer_ref(gallery: Gallery) -> None:
    with gallery.window("TextBufferRef") as window:
        place = window.find(".label-widget").last
        expect(place).to_have_text("the time stands at line 0, column 22")
        window.click("Insert at the start")
        expect(place).to_have_text("the time stands at line 0, column 28")
        line = window.find(".textsource-line")
        line.click(position={"x": 2, "y": 4})
        window.page.keyboard.press("Control+Home")
        window.page.keyboard.type("So ")
        window.told("TextSource: changed()")

        def moved() -> None:
            expect(place).to_have_text("the time stands at line 0, column 31")
            expect(line).to_have_text(re.compile("^So Then: The shutter"))
            assert window.ask("TextBufferRef", "get_offset") == 31

        window.lasts(moved)


# ------------------------------------------------------------------------ values


def test_combo_box(gallery: Gallery) -> None:
    with gallery.window("ComboBox") as window:
        window.find(".combobox-button").nth(0).click()
        window.page.locator(".combobox-item", has_text="2 x 2").filter(visible=True).click()
        window.told("ComboBox: activated(1, '2 x 2')")
        site = window.find(".combobox-input").nth(1)
        site.fill("Siding Spring")
        site.press("Enter")
        window.told("ComboBox: activated(3, 'Siding Spring')")

        def chosen() -> None:
            expect(window.find(".combobox-input").nth(0)).to_have_value("2 x 2")
            expect(window.find(".combobox-input").nth(1)).to_have_value("Siding Spring")
            assert window.ask("ComboBox", "get_text", index=0) == "2 x 2"
            assert window.ask("ComboBox", "get_index", index=1) == 3

        window.lasts(chosen)


def test_spin_box(gallery: Gallery) -> None:
    with gallery.window("SpinBox") as window:
        window.find(".spinbox-up").nth(0).click()
        window.told("SpinBox: activated(6)")
        window.find(".spinbox-input").nth(1).fill("2.75")
        window.find(".spinbox-input").nth(1).press("Enter")
        window.told("SpinBox: activated(2.75)")

        def set_() -> None:
            expect(window.find(".spinbox-input").nth(0)).to_have_value("6")
            expect(window.find(".spinbox-input").nth(1)).to_have_value("2.75")
            assert window.ask("SpinBox", "get_value", index=0) == 6
            assert window.ask("SpinBox", "get_value", index=1) == 2.75

        window.lasts(set_)


def test_slider(gallery: Gallery) -> None:
    with gallery.window("Slider") as window:
        gain = window.find(".slider-input").nth(0)
        around = box(gain)
        gain.click(position={"x": around["width"] - 2, "y": around["height"] / 2})
        window.told("Slider: activated(100)")
        window.find(".slider-input").nth(1).press("ArrowRight")
        window.told("Slider: activated(0.3)")

        def slid() -> None:
            expect(window.find(".slider-input").nth(0)).to_have_value("100")
            expect(window.find(".slider-value").nth(1)).to_have_text("0.30")
            assert window.ask("Slider", "get_value", index=0) == 100
            assert window.ask("Slider", "get_value", index=1) == pytest.approx(0.3)

        window.lasts(slid)


def test_dial(gallery: Gallery) -> None:
    with gallery.window("Dial") as window:
        before = window.ask("Dial", "get_value")
        drag(window.page, window.find(".dial-svg"), 60, -50)
        after = int(window.find(".dial-value").inner_text())
        assert after != before
        window.told(f"Dial: activated({after})")  # the last of several

        def turned() -> None:
            expect(window.find(".dial-value")).to_have_text(str(after))
            assert window.ask("Dial", "get_value") == after

        window.lasts(turned)


def test_scroll_bar(gallery: Gallery) -> None:
    with gallery.window("ScrollBar") as window:
        thumb = window.find(".scrollbar-thumb")
        before = box(thumb)["x"]
        room = box(window.find(".scrollbar-widget"))["width"] - box(thumb)["width"]
        drag(window.page, thumb, 40, 0)
        window.told(re.compile(r"^ScrollBar: activated\(0\.\d+\)$"))

        def scrolled() -> None:
            assert box(thumb)["x"] == pytest.approx(before + 40, abs=1)
            fraction = window.ask("ScrollBar", "get_scroll_percent")
            assert fraction == pytest.approx(0.5 + 40 / room, abs=0.01)

        window.lasts(scrolled)


def test_progress_bar(gallery: Gallery) -> None:
    with gallery.window("ProgressBar") as window:
        window.click("Read out the next rows")
        window.told("Button: activated()")

        def advanced() -> None:
            expect(window.find(".progressbar-label")).to_have_text("60%")
            assert window.ask("ProgressBar", "get_value") == 0.6

        window.lasts(advanced)
