"""What opens above a page, in each theme: no rule of accessibility is broken, and all can be read.

`PGWIDGETS_THEME_PICTURES=FOLDER` keeps a picture of each in each theme, to be looked at.
"""

import io
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Any

import msgspec
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from browser.axe import CONTRAST, violations
from browser.conftest import Served, new_visitor, watch
from browser.gestures import come_to_rest, errors
from pgwidgets.extras.form import Form


class Settings(msgspec.Struct):
    """What the form in a dialog edits."""

    target: Annotated[str, msgspec.Meta(min_length=1)] = "M 31"
    count: Annotated[int, msgspec.Meta(ge=1, le=500)] = 10
    cooled: bool = True


class Program:
    """A page with a menu, a list, and a button for each thing that opens."""

    def __init__(self, session: Any) -> None:
        self.session = session
        self.chooser: Any = None

    async def build(self) -> None:
        """Make it, and show it."""
        W = self.session.get_widgets()
        box = await W.VBox(spacing=8, padding=8)
        bar = await W.MenuBar()
        file = await bar.add_name("File")
        for name in ("New", "Open"):
            await file.add_name(name)
        await file.add_separator()
        recent = await file.add_menu("Recent")
        await recent.add_name("M 31.fits")
        await file.add_name("Grid", checkable=True)
        combo = await W.ComboBox()
        for name in ("Red", "Green", "Blue"):
            await combo.append_text(name)
        await combo.set_accessible_name("Filter")
        save = await W.Button("Save")
        await save.add_shortcut("Ctrl+S")
        for widget in (bar, combo, save):
            await box.add_widget(widget, 0)
        self.chooser = await W.ColorDialog(color="#2f6fb0", title="Color of the grid")
        form = Form(self.session, Settings)
        session = self.session
        for name, opens in {
            "ask": lambda: session.ask("Delete all?", [("Delete", 1), ("Keep", 0)], danger=1),
            "ask_text": lambda: session.ask_text("Seconds?", "x", validator=int),
            "ask_choice": lambda: session.ask_choice("Which?", ["one", "two"]),
            "ask_file": lambda: session.ask_file("A catalogue", accept=".csv"),
            "edit": lambda: form.edit(title="Settings"),
            "color": self._color,
            "notify": self._notify,
            "busy": self._work,
        }.items():
            button = await W.Button(name)
            await button.on("activated", opens)
            await box.add_widget(button, 0)
        page = await W.Page()
        await page.set_widget(box)
        await page.show()

    async def _color(self) -> None:
        await self.chooser.popup()

    async def _notify(self) -> None:
        for kind in ("info", "success", "warning", "error"):
            text = f"This is of the kind {kind}."
            await self.session.notify(text, kind, timeout=None, actions=[("Undo", print)])

    async def _work(self) -> None:
        async with self.session.busy("Exposing …", total=4, cancel=True) as busy:
            await busy.step()
            await self.session.ask("Is it dark?")


class Opened:
    """Its page, and what a user does there."""

    def __init__(self, page: Page, served: Served, program: Program) -> None:
        self.page = page
        self.served = served
        self.program = program

    def show(self, theme: Any) -> None:
        """Have it in a theme, with all that moves come to rest."""
        self.served.call(lambda: self.program.session.set_theme(theme))
        self.served.call(self.program.session.flush)
        come_to_rest(self.page)

    def press(self, name: str) -> None:
        """Press a button of the program's, by the keyboard."""
        self.page.get_by_role("button", name=name, exact=True).press("Enter")

    def light(self) -> tuple[int, ...]:
        """The most red, green and blue that any of its pixels has."""
        picture = Image.open(io.BytesIO(self.page.screenshot())).convert("RGB")
        return tuple(max(picture.getchannel(name).tobytes()) for name in "RGB")

    def picture(self, name: str) -> None:
        """Take its picture, if pictures are asked for."""
        if folder := os.environ.get("PGWIDGETS_THEME_PICTURES"):
            self.page.screenshot(path=Path(folder, f"{name}.png"))


@pytest.fixture(scope="module")
def opened(chromium: Browser) -> Iterator[Opened]:
    programs: list[Program] = []

    async def build(session: Any) -> None:
        programs.append(Program(session))
        await programs[-1].build()

    served = Served(lambda app: app.on_connect(build), {})
    context = new_visitor(chromium, viewport={"width": 700, "height": 560})
    page = watch(context.new_page())
    page.goto(served.url)
    expect(page.get_by_role("button", name="busy")).to_be_visible()
    yield Opened(page, served, programs[0])
    assert errors(page) == []
    context.close()
    served.close()


def menu(opened: Opened) -> None:
    file = opened.page.get_by_role("menuitem", name="File", exact=True)
    file.press("Enter")
    for key in ("ArrowDown", "ArrowDown", "ArrowRight"):
        opened.page.keyboard.press(key)
    expect(opened.page.get_by_role("menuitem", name="M 31.fits")).to_be_focused()


def options(opened: Opened) -> None:
    opened.page.get_by_role("combobox").press("ArrowDown")
    expect(opened.page.get_by_role("option", name="Green")).to_be_visible()


def dialog(name: str) -> Callable[[Opened], None]:
    def opens(opened: Opened) -> None:
        opened.press(name)
        expect(opened.page.get_by_role("dialog")).to_be_visible()

    return opens


def danger(opened: Opened) -> None:
    dialog("ask")(opened)
    expect(opened.page.get_by_role("button", name="Keep")).to_be_focused()
    opened.page.keyboard.press("?")  # above a question no list of shortcuts opens
    expect(opened.page.get_by_role("dialog")).to_have_count(1)


def refused(opened: Opened) -> None:
    dialog("ask_text")(opened)
    expect(opened.page.get_by_role("dialog").get_by_role("textbox")).to_be_focused()
    opened.page.keyboard.press("Enter")
    expect(opened.page.get_by_text("invalid literal")).to_be_visible()


def wrong(opened: Opened) -> None:
    dialog("edit")(opened)
    opened.page.get_by_role("textbox", name="Target").fill("")
    expect(opened.page.get_by_text("must be at least")).to_be_visible()


def sheet(opened: Opened) -> None:
    opened.page.get_by_role("button", name="Save").press("?")
    expect(opened.page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()


def notices(opened: Opened) -> None:
    opened.press("notify")
    expect(opened.page.get_by_text("of the kind error")).to_be_visible()


THINGS = {
    "menu": menu,
    "options": options,
    "ask": danger,
    "ask_text": refused,
    "ask_choice": dialog("ask_choice"),
    "ask_file": dialog("ask_file"),
    "edit": wrong,
    "color": dialog("color"),
    "shortcuts": sheet,
    "busy": dialog("busy"),
    "notices": notices,
}
"""What opens, the last of which stay open."""


@pytest.mark.parametrize("name", THINGS)
def test_what_is_open_can_be_used_by_all(opened: Opened, name: str) -> None:
    opened.show("light")
    THINGS[name](opened)
    come_to_rest(opened.page)
    assert violations(opened.page) == []
    opened.picture(f"{name}-light")
    for theme in ("dark", "contrast", "night"):
        opened.show(theme)
        opened.picture(f"{name}-{theme}")
        assert violations(opened.page, CONTRAST) == [], theme
    assert opened.light()[1:] == (0, 0), "by night there is no light but red"
    for _ in range(2):
        opened.page.keyboard.press("Escape")
    if name != "notices":
        expect(opened.page.locator("[role=dialog], .pgw-busy").filter(visible=True)).to_have_count(
            0
        )
