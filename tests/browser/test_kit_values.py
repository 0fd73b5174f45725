"""What a user without a browser makes of values, Chromium makes of them."""

import math
from typing import Any

import pytest
from playwright.sync_api import Browser

from browser.gestures import comes_true
from pgwidgets.testing import open_app
from pgwidgets.testing.chromium import open_in_chromium
from testing import sorted_rows
from testing.set_numbers import CASES, program

SLIDE = """(input, number) => {
    input.value = number;
    for (const type of ["input", "change"]) input.dispatchEvent(new Event(type, {bubbles: true}));
}"""


def turn(user: Any, part: float) -> None:
    """Click where a dial's pointer is at a part of its way, which begins at the lower left."""
    box = user.page.locator(".dial-svg").bounding_box()
    angle = math.radians(210 + 300 * part)
    far = box["width"] * 0.35
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    user.page.mouse.click(x + far * math.sin(angle), y - far * math.cos(angle))


def test_numbers_that_are_set(chromium: Browser) -> None:
    others = []
    for case in CASES:
        cls, options, limits, act, given, told = case
        made = program(cls, options, limits)
        with open_in_chromium(made, chromium) as user:
            for each in given:
                if cls == "Dial" and act == "slide":
                    low, high = options.get("min", 0), options["max"]
                    turn(user, (each - low) / (high - low))
                elif cls == "Dial":
                    user.page.locator(".dial-widget").press(each)
                elif act == "press":
                    user.press(each, None, cls=cls)
                elif cls == "Slider":
                    user.page.locator(".slider-input").evaluate(SLIDE, each)
                else:
                    user.type(None, str(each), cls=cls, enter=True)
            user.settle()
            if made.told != told:
                others.append((case, made.told))
    assert others == []


def test_cells_and_their_order(chromium: Browser) -> None:
    others = []
    for column, values, shown, *orders in sorted_rows.COLUMNS:
        with open_in_chromium(sorted_rows.program(column, values), chromium) as user:
            cells = user.page.locator(".treeview-row .treeview-cell")
            found = [cells.all_inner_texts()]
            for _ in orders:
                user.page.get_by_role("columnheader", name="Value").click()
                user.settle()
                found.append(cells.all_inner_texts())
        if found != [shown, *([shown[place] for place in order] for order in orders)]:
            others.append((column, found))
    assert others == []


@pytest.mark.parametrize("is_editable", [False, True], ids=["list", "editable"])
def test_a_text_of_two_lines_is_one_of_a_combo_boxs(chromium: Browser, is_editable: bool) -> None:
    told: list[Any] = []

    async def build(session: Any) -> None:
        W = session.get_widgets()
        window, page = await W.TopLevel(title="Choice"), await W.VBox()
        combo = await W.ComboBox(editable=is_editable)
        await combo.append_text("one\ntwo")
        await combo.on("activated", lambda *args: told.append(args))
        told.append((combo.get_index(), combo.get_text()))
        await page.add_widget(combo)
        await window.set_widget(page)
        await window.show()

    with open_app(build) as user:
        user.press("Enter", None, cls="ComboBox")
    with open_in_chromium(build, chromium) as user:
        assert user.page.locator(".combobox-input").input_value() == "onetwo"
        user.press("Enter", None, cls="ComboBox")
    assert told == [(0, "onetwo")] * 4


def test_line_breaks_of_any_kind(chromium: Browser) -> None:
    """A chunk may end between the two characters of a line break."""
    made = {}

    async def build(session: Any) -> None:
        W = session.get_widgets()
        window, page = await W.TopLevel(title="Lines"), await W.VBox()
        made["area"], made["entry"] = await W.TextArea("1\r\n2\r3\r"), await W.TextEntry("a\r\nb\n")
        await made["area"].set_limit(4)
        for text in ("\n4", "\r5\r", "\n"):
            await made["area"].append_text(text)
        for field in made.values():
            await field.on("modified", lambda *args: None)
            await page.add_widget(field)
        await window.set_widget(page)
        await window.show()

    with open_in_chromium(build, chromium) as user:
        fields = {"area": user.page.locator("textarea"), "entry": user.page.locator("input")}
        for name, text in {"area": "4\n5\n\n", "entry": "ab"}.items():
            assert (made[name].get_text(), fields[name].input_value()) == (text, text)
        for name, cls in {"area": "TextArea", "entry": "TextEntry"}.items():
            user.type(None, "!", cls=cls, append=True)
            comes_true(user.page, lambda name=name: "!" in made[name].get_text(), True)
            assert made[name].get_text() == fields[name].input_value()
