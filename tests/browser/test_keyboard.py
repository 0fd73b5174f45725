"""The mouse put away: a program used by keys alone, from its menu to its windows."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, expect

from browser.gestures import comes_true
from browser.hands import Hands

FOCUSED = """() => {
    const at = document.activeElement;
    return [at.getAttribute("role") ?? at.localName, at.textContent.trim() || at.ariaLabel || ""];
}"""


class Keys(Hands):
    """A page of the program, and hands that have only keys."""

    def press(self, *keys: str) -> None:
        """Press keys, one after another."""
        for key in keys:
            self.page.keyboard.press(key)

    def tab_to(self, target: Locator, key: str = "Tab") -> None:
        """Press Tab until what is wanted has the keys."""
        been = []
        for _ in range(40):
            if target.evaluate("(element) => element === document.activeElement"):
                return
            self.press(key)
            been.append(self.page.evaluate(FOCUSED))
        raise AssertionError(f"Tab does not come to it, but to {been}")


@pytest.fixture
def keys(chromium: Browser) -> Iterator[Keys]:
    with Keys.at_work(chromium, viewport={"width": 900, "height": 620}) as hands:
        yield hands


def test_menus(keys: Keys) -> None:
    page = keys.page
    file, view = (page.get_by_role("menuitem", name=name, exact=True) for name in ("File", "View"))
    keys.tab_to(file)
    keys.press("ArrowRight")
    expect(view).to_be_focused()
    keys.press("ArrowRight", "ArrowDown")
    expect(page.get_by_role("menuitem", name="New")).to_be_focused()
    expect(file).to_have_attribute("aria-expanded", "true")
    keys.press("ArrowUp")  # round to the last
    expect(page.get_by_role("menuitem", name="Recent")).to_be_focused()
    keys.press("ArrowRight", "Enter")
    keys.heard(("recent",))
    expect(file).to_be_focused()
    expect(file).to_have_attribute("aria-expanded", "false")
    keys.press("Enter", "q", "Enter")
    keys.heard(("menu", "Quit"))
    keys.press("ArrowDown", "ArrowRight")  # on to the next menu
    grid = page.get_by_role("menuitemcheckbox", name="Grid")
    expect(grid).to_be_focused()
    expect(grid).not_to_be_checked()
    keys.press("Enter")
    keys.heard(("grid", True))
    keys.press("ArrowDown")
    expect(grid).to_be_checked()
    keys.press("Escape")
    expect(view).to_be_focused()
    expect(grid).to_be_hidden()


def test_a_menu_that_is_open_again_keeps_the_keys(keys: Keys) -> None:
    page = keys.page
    keys.tab_to(page.get_by_role("menuitem", name="File", exact=True))
    keys.press("Enter", "q")
    page.evaluate(
        """async () => {
            const press = (key) => document.activeElement.dispatchEvent(
                new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
            press("Enter"); // chooses
            press("Enter"); // opens it again, in the same turn
            await new Promise((done) => setTimeout(done, 20));
        }"""
    )
    keys.heard(("menu", "Quit"))
    expect(page.get_by_role("menuitem", name="New")).to_be_focused()
    keys.press("Escape")
    expect(page.get_by_role("menuitem", name="File", exact=True)).to_be_focused()


def test_a_dialog_has_the_keys_and_gives_them_back(keys: Keys) -> None:
    page = keys.page
    file = page.get_by_role("menuitem", name="File", exact=True)
    keys.tab_to(file)
    keys.press("Enter", "o", "Enter")
    keys.heard(("menu", "Open"))
    dialog = page.get_by_role("dialog", name="Open")
    entry = dialog.get_by_role("textbox", name="File")
    expect(entry).to_be_focused()
    for _ in range(6):  # nothing behind it can be reached
        keys.press("Tab")
        assert dialog.evaluate("(one) => one.contains(document.activeElement)")
    keys.tab_to(entry)
    page.keyboard.type("m51.fits")
    keys.press("Enter")
    keys.heard(("dialog", 1, "m51.fits"))
    expect(dialog).to_have_count(0)
    expect(file).to_be_focused()
    keys.press("Enter", "o", "Enter")
    keys.heard(("menu", "Open"))
    expect(entry).to_be_focused()
    keys.press("Escape")
    keys.heard(("dialog", 0, ""))
    expect(file).to_be_focused()


def test_escape_leaves_an_editor_before_its_dialog(keys: Keys) -> None:
    page = keys.page
    keys.tab_to(page.get_by_role("menuitem", name="File", exact=True))
    keys.press("Enter", "n", "Enter")
    keys.heard(("menu", "New"))
    dialog = page.get_by_role("dialog", name="Edit")
    grid = dialog.get_by_role("grid")
    keys.tab_to(grid)
    keys.press("ArrowDown", "F2")
    expect(grid.locator("input")).to_be_focused()
    keys.press("Escape")
    expect(grid).to_be_focused()
    keys.press("Escape")
    expect(dialog).to_have_count(0)


def test_tool_bars(keys: Keys) -> None:
    page = keys.page
    keys.tab_to(page.get_by_role("button", name="Expose"))
    keys.press("Enter", "ArrowRight", " ", "ArrowRight", " ")
    keys.heard(("tool", "Expose"), ("tool", "Stop"), ("guide", True))
    expect(page.get_by_role("button", name="Guide")).to_have_attribute("aria-pressed", "true")
    keys.press("End", "ArrowDown", "ArrowDown")
    expect(page.get_by_role("menuitem", name="Blue")).to_be_focused()
    keys.press("Enter")
    keys.heard(("filter", "Blue"))
    expect(page.get_by_role("button", name="Filter")).to_be_focused()


def test_tabs_a_table_and_a_tree(keys: Keys) -> None:
    page = keys.page
    table, tree = (page.get_by_role("tab", name=name) for name in ("Table", "Tree"))
    keys.tab_to(table)
    keys.press("Tab", "ArrowDown", "ArrowDown")
    expect(page.get_by_role("row", name="M 51")).to_have_attribute("aria-selected", "true")
    keys.press("Shift+Tab")
    expect(table).to_be_focused()
    keys.press("ArrowRight")
    expect(tree).to_be_focused()
    expect(tree).to_have_attribute("aria-selected", "true")
    expect(page.get_by_role("tabpanel", name="Tree")).to_be_visible()
    keys.press("Tab", "ArrowDown", "ArrowLeft")
    expect(page.get_by_role("row", name="Camera")).to_have_attribute("aria-expanded", "false")
    comes_true(page, lambda: {one[0] for one in keys.program.heard}, {"row", "collapsed"})
    ask = keys.program.widgets["table"].get_selected
    assert [row["path"] for row in keys.served.call(ask)] == [["row1"]]
    keys.program.heard.clear()


FIELDS: list[tuple[str, str, tuple[str, ...], list[tuple[Any, ...]]]] = [
    ("textbox", "Observer", ("End", "!", "Enter"), [("Observer", "Caroline!")]),
    ("combobox", "Filter", ("ArrowDown", "ArrowDown", "Enter"), [("Filter", 1, "Green")]),
    ("combobox", "Filter", ("b", "Enter"), [("Filter", 2, "Blue")]),
    ("combobox", "Filter", ("ArrowDown", "ArrowUp", "Escape"), []),
    ("spinbutton", "Frames", ("ArrowUp", "PageUp"), [("Frames", 4), ("Frames", 14)]),
    ("slider", "Gain", ("ArrowRight", "Home"), [("Gain", 41), ("Gain", 0)]),
    (
        "slider",
        "Focus",
        ("ArrowUp", "End", "ArrowLeft"),
        [("Focus", 6), ("Focus", 10), ("Focus", 9)],
    ),
]


@pytest.mark.parametrize(("role", "name", "pressed", "heard"), FIELDS)
def test_fields(
    keys: Keys, role: Any, name: str, pressed: tuple[str, ...], heard: list[tuple[Any, ...]]
) -> None:
    keys.tab_to(keys.page.get_by_role(role, name=name))
    keys.press(*pressed)
    keys.heard(*heard)


def test_radio_buttons_and_an_expander(keys: Keys) -> None:
    page = keys.page
    light, dark = (page.get_by_role("radio", name=name) for name in ("Light", "Dark"))
    keys.tab_to(light)
    keys.press("ArrowDown")
    expect(dark).to_be_focused()
    expect(dark).to_be_checked()
    expect(light).not_to_be_checked()
    keys.heard(("frame", True))
    keys.press("Tab")  # one stop for both
    more = page.get_by_role("button", name="More")
    expect(more).to_be_focused()
    keys.press("Enter")
    expect(more).to_have_attribute("aria-expanded", "true")
    keys.press("Tab", " ")
    keys.heard(("dither", True))


def test_windows(keys: Keys) -> None:
    page, desk = keys.page, keys.program.widgets["desk"]
    night, form = (page.get_by_role("group", name=name, exact=True) for name in ("Night", "Form"))
    keys.tab_to(page.get_by_role("textbox", name="Observer"), "Shift+Tab")
    keys.press("Control+F6")
    assert night.evaluate("(one) => one.contains(document.activeElement)")
    expect(night).to_have_class(re.compile("mdi-active"))
    keys.press("Control+F6")
    expect(page.get_by_role("textbox", name="Observer")).to_be_focused()
    keys.press("Control+F7", "ArrowLeft", "ArrowDown", "Shift+ArrowDown", "Enter")
    window = keys.served.call(lambda: desk.get_subwin(keys.program.widgets["Observer"]))
    assert window is None  # the form is the child, not a field in it
    comes_true(
        page, lambda: form.evaluate("(one) => [one.style.left, one.style.top]"), ["480px", "21px"]
    )
    keys.press("Control+F7", "ArrowLeft", "Escape")
    assert form.evaluate("(one) => one.style.left") == "480px"
    width = form.evaluate("(one) => parseFloat(one.style.width)")
    keys.press("Control+F8", "ArrowRight", "Enter")
    assert form.evaluate("(one) => parseFloat(one.style.width)") == width + 10
    keys.press("Control+F10")
    expect(form.get_by_role("button", name="Maximize")).to_have_attribute("aria-pressed", "true")
    keys.press("Control+F10")
    keys.tab_to(form.get_by_role("button", name="Close"), "Shift+Tab")
    keys.press("Shift+F10")
    expect(page.get_by_role("menuitem", name="Shade")).to_be_visible()
    keys.press("Escape")
    expect(form.get_by_role("button", name="Close")).to_be_focused()
    keys.press("Enter")
    expect(form).to_have_count(0)
    comes_true(page, lambda: [one[0] for one in keys.program.heard], ["closed"])
