"""Questions, notices, covers and shortcuts in Chromium, by what their user sees and does.

Knows: the public async API. Must not know: the wire, or how any of it is drawn.
"""

import asyncio
import os
import runpy
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import anyio
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from browser.conftest import Served
from browser.gestures import box, comes_true, errors

EXAMPLE = Path(__file__).parents[2] / "examples" / "settings_editor.py"
PICTURES = os.environ.get("PGWIDGETS_ASKING_PICTURES")
"""A folder; pictures for who changes how any of it looks are left there."""


class Desk:
    """An application with a menu, two entries and buttons, and a page that shows it."""

    def __init__(self, serve: Callable[..., Served], page: Page, **options: Any) -> None:
        self.page = page
        self.told: list[Any] = []
        self.session: Any = None
        self.served = serve(lambda app: app.on_connect(self.build) and None, **options)
        page.goto(self.served.url)
        expect(self.button("Ask")).to_be_visible()

    def button(self, name: str) -> Any:
        return self.page.get_by_role("button", name=name, exact=True)

    async def build(self, session: Any) -> None:
        self.session, W = session, session.get_widgets()
        top = self.top = await W.TopLevel(title="Dome", padding=10)
        box = self.box = await W.VBox(spacing=8, padding=12)
        await top.set_widget(box)
        bar = await W.MenuBar()
        menu = await bar.add_name("File")
        save = await menu.add_name("Save")
        await save.on("activated", lambda *_: self.told.append("menu"))
        await save.add_shortcut("Ctrl+S")
        await box.add_widget(bar, 0)
        self.one, self.two = await W.TextEntry("one"), await W.TextEntry("two")
        for entry in (self.one, self.two):
            await box.add_widget(entry, 0)
            await entry.add_shortcut("Ctrl+D", lambda e=entry: self.told.append(e.get_text()))
        ask = await W.Button("Ask")
        await ask.on("activated", self.ask)
        self.work = await W.Button("Work")
        await self.work.on("activated", self.expose)
        for button in (ask, self.work):
            await box.add_widget(button, 0)
        await session.add_shortcut("g", lambda: self.told.append("go"), label="Go there")
        await top.show()

    async def ask(self) -> None:
        text = "Park the telescope at the zenith?\nThe exposure that is running will be lost."
        self.told.append(await self.session.confirm(text, yes="Park"))
        self.told.append(await self.session.ask_text("How long?", "10", validator=int))
        self.told.append(await self.session.ask_choice("Filter", ["red", "green", "blue"], "green"))
        file = await self.session.ask_file("A catalogue", accept=".csv")
        self.told.append(file and (file.name, file.data))

    async def expose(self) -> None:
        async with self.box.busy("Exposing …", total=4, cancel=True) as busy:
            await busy.step()
            self.told.append("works")
            await anyio.sleep_forever()
        self.told.append(busy.is_cancelled)

    def answer_to(self, ask: Callable[[Any], Any]) -> None:
        """Ask; what is answered is told."""

        async def run() -> None:
            self.told.append(await ask(self.session))

        def begin() -> None:
            self.asking = asyncio.ensure_future(run())

        self.served.call(begin)

    def until_told(self, *what: Any) -> None:
        comes_true(self.page, lambda: self.told, [*what])
        self.told.clear()

    def picture(self, name: str) -> None:
        if PICTURES:
            self.page.wait_for_timeout(400)
            self.page.screenshot(path=Path(PICTURES) / f"{name}.png")


def test_questions(serve: Callable[..., Served], page: Page) -> None:
    desk = Desk(serve, page)
    desk.button("Ask").click()
    expect(page.get_by_text("will be lost.")).to_be_visible()
    desk.picture("confirm")
    desk.button("Park").click()
    field = page.get_by_role("textbox", name="How long?")
    expect(field).to_be_focused()
    field.fill("ten")
    desk.button("OK").click()
    expect(page.get_by_text("invalid literal")).to_be_visible()
    desk.picture("text")
    field.fill("12")
    field.press("Enter")
    expect(page.get_by_text("Filter")).to_be_visible()
    page.get_by_text("blue", exact=True).click()
    desk.picture("choice")
    desk.button("OK").click()
    with page.expect_file_chooser() as chooser:
        desk.button("Choose a file …").click()
    chooser.value.set_files({"name": "a.csv", "mimeType": "text/csv", "buffer": b"1,2"})
    desk.until_told(True, 12, "blue", ("a.csv", b"1,2"))
    expect(page.locator(".dialog-widget")).to_have_count(0)
    assert errors(page) == []


def test_notices_covers_and_shortcuts(serve: Callable[..., Served], page: Page) -> None:
    desk = Desk(serve, page)
    call, session = desk.served.call, desk.session

    # Notices: read out, closed by a press, by time, by Escape; a reload keeps them.
    call(session.notify, "Saved <b>all</b>", "success")
    call(lambda: session.notify("Deleted", actions=[("Undo", lambda: desk.told.append("undone"))]))
    call(session.notify, "No guide star", "warning")
    call(session.notify, "The camera does not answer.\nIs it switched on?", "error")
    expect(page.get_by_role("alert")).to_contain_text("Error: The camera does not answer.")
    expect(page.get_by_role("region", name="Notices")).to_have_attribute("aria-live", "polite")
    expect(page.locator(".pgw-notice")).to_have_count(4)
    desk.picture("notices")
    call(session.notify, "No guide star", "warning")
    expect(page.locator(".pgw-notice")).to_have_count(4)
    expect(page.get_by_text("No guide star (2 times)")).to_be_visible()
    page.reload()
    desk.button("Undo").click()
    desk.until_told("undone")
    expect(page.get_by_text("Deleted")).to_have_count(0)
    page.get_by_role("alert").get_by_role("button", name="Close").focus()
    page.keyboard.press("Escape")
    expect(page.get_by_role("alert")).to_have_count(0)
    call(lambda: session.notify("Short", timeout=0.05))
    desk.served.catch_up(desk.box)  # by now it has been shown
    expect(page.get_by_text("Short")).to_have_count(0)

    # Covers: nothing below is reached, by the mouse or by keys, and a button ends it.
    desk.button("Work").click()
    comes_true(page, lambda: desk.told, ["works"])
    expect(page.locator(".pgw-busy progress")).to_have_js_property("value", 0.25)
    assert page.locator(".pgw-busy + *, [inert]").count() > 0
    expect(page.locator("[aria-busy=true]")).to_have_count(1)
    desk.picture("busy")
    page.get_by_role("button", name="Cancel").click()
    desk.until_told("works", True)
    expect(page.locator(".pgw-busy")).to_have_count(0)
    assert page.locator("[inert], [aria-busy]").count() == 0

    # Shortcuts: by the focus, in fields, in a menu, and the sheet of them all.
    first, second = page.locator("input").nth(0), page.locator("input").nth(1)
    first.focus()
    page.keyboard.press("Control+d")
    desk.until_told("one")
    second.focus()
    page.keyboard.press("Control+d")
    desk.until_told("two")
    page.keyboard.press("Control+s")
    desk.until_told("menu")
    page.keyboard.press("g")  # typed
    expect(second).to_have_value("twog")
    desk.button("Work").focus()
    page.keyboard.press("g")
    desk.until_told("go")
    page.keyboard.press("?")
    sheet = page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(sheet).to_contain_text("Go there")
    expect(sheet).to_contain_text("Ctrl+S")
    desk.picture("sheet")
    page.keyboard.press("Escape")
    expect(sheet).to_have_count(0)
    expect(desk.button("Work")).to_be_focused()
    page.get_by_text("File").click()
    expect(page.locator(".menuaction-widget")).to_have_attribute("aria-keyshortcuts", "Control+S")
    desk.picture("menu")
    page.keyboard.press("Escape")
    assert errors(page) == []


@pytest.mark.parametrize("size", [(1280, 800), (390, 844)])
def test_a_question_fits_its_page_however_long_it_is(
    serve: Callable[..., Served], page: Page, size: tuple[int, int]
) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    desk = Desk(serve, page)
    answers = ["Yes, please do this right now", "No, leave all of it as it is", "Ask me later"]
    word = "https://example.org/" + "a_very_long_path/" * 20
    begin = desk.answer_to
    for text, ask in (
        ("\n".join(f"line {number}" for number in range(200)), "ask"),
        (word, "ask"),
        ("words " * 80, "ask"),
        ("word", "ask_choice"),
    ):
        labels = answers if ask == "ask" else [word, "words " * 80, "short"]
        begin(lambda s, t=text, a=ask, b=labels: getattr(s, a)(t, b))
        dialog = page.locator(".dialog-widget")
        expect(dialog).to_be_visible()
        for button in dialog.get_by_role("button").all():
            expect(button).to_be_in_viewport(ratio=1)
        expect(dialog).to_be_in_viewport(ratio=1)
        for line in dialog.locator(".label-widget, .radiobutton-widget").all():
            wide = line.evaluate("e => [e.scrollWidth - e.clientWidth, e.clientWidth]")
            assert wide[0] <= 1
            assert wide[1] <= 520
        for mark in dialog.locator(".radiobutton-indicator").all():
            assert mark.evaluate("e => e.offsetWidth - e.offsetHeight") == 0
        default = dialog.locator("[data-pgw-default]")
        expect(default).to_have_text(answers[0] if ask == "ask" else "OK")
        default.click()
        desk.until_told(labels[0])
        expect(dialog).to_have_count(0)
    assert errors(page) == []


def test_a_question_stays_on_a_page_that_it_grows_on_or_that_is_turned(
    serve: Callable[..., Served], page: Page
) -> None:
    page.set_viewport_size({"width": 500, "height": 420})
    desk = Desk(serve, page)

    def refuse(text: str) -> None:
        raise ValueError("No such target. " * 40)

    desk.answer_to(lambda s: s.ask_text("Target?\n" * 12, validator=refuse))
    buttons = [desk.button("OK"), desk.button("Cancel")]
    expect(page.get_by_role("textbox", name="Target?")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("No such target.")).to_be_visible()
    for size in ((500, 420), (360, 700), (700, 360)):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        for button in buttons:
            expect(button).to_be_in_viewport(ratio=1)
    buttons[1].click()
    desk.until_told(None)
    assert errors(page) == []


def test_a_question_is_answered_while_all_else_is_at_work(
    serve: Callable[..., Served], page: Page
) -> None:
    desk = Desk(serve, page)
    window = page.locator(".toplevel-widget:not(.dialog-widget)")
    field = page.locator("input").first
    top = desk.top

    async def work(cover: Any) -> None:
        desk.may_end = anyio.Event()
        async with cover():
            desk.told.append(await desk.session.confirm("Go on?"))
            await desk.may_end.wait()

    for cover in (desk.session.busy, top.busy):
        field.focus()
        desk.answer_to(lambda _, c=cover: work(c))
        expect(page.locator(".pgw-busy")).to_have_count(1)
        page.get_by_role("button", name="OK").click()
        desk.until_told(True)
        expect(page.locator(".dialog-widget")).to_have_count(0)
        if cover is desk.session.busy:
            page.keyboard.press("g")  # a shortcut of the page, which is covered
        # The dialog has gone, and the cover has not.
        assert page.locator("input").first.evaluate("e => !!e.closest('[inert]')")
        desk.served.call(lambda: desk.may_end.set())
        expect(page.locator(".pgw-busy")).to_have_count(0)
        desk.until_told(None)
        expect(field).to_be_focused()

    # And the other way round.
    desk.answer_to(lambda s: s.confirm("Still there?"))
    button = page.get_by_role("button", name="OK")
    expect(button).to_be_focused()
    cover = desk.session.busy()
    desk.served.call(cover.__enter__)
    expect(page.locator(".pgw-busy")).to_have_count(1)
    desk.served.call(cover.__exit__, None, None, None)
    expect(page.locator(".pgw-busy")).to_have_count(0)
    expect(window).to_have_js_property("inert", True)
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    desk.until_told(True)
    expect(window).to_have_js_property("inert", False)
    assert errors(page) == []


def test_a_cover_follows_what_it_covers(serve: Callable[..., Served], page: Page) -> None:
    desk = Desk(serve, page)
    desk.served.call(desk.two.busy().__enter__)
    covered, cover = page.locator("input").nth(1), page.locator(".pgw-busy")

    def lies_upon_it() -> bool:
        one, other = box(cover), box(covered)
        return all(abs(one[side] - other[side]) <= 1 for side in one)

    comes_true(page, lies_upon_it, True)
    before = box(covered)
    desk.served.call(desk.one.set_min_size, None, 150)
    comes_true(page, lambda: box(covered)["y"] > before["y"] + 50, True)
    comes_true(page, lies_upon_it, True)
    desk.served.call(desk.two.set_max_size, 100, None)
    comes_true(page, lambda: box(covered)["width"] <= 100, True)
    comes_true(page, lies_upon_it, True)

    # Into another window, of which it is a part from then on.
    async def move() -> None:
        other = await desk.session.get_widgets().TopLevel(title="Other")
        await other.set_widget(desk.two)
        await other.set_position(300, 200)
        await other.show()

    cover.focus()
    desk.served.call(move)
    comes_true(page, lambda: box(covered)["x"] >= 300, True)
    comes_true(page, lies_upon_it, True)
    expect(cover).to_be_focused()
    assert errors(page) == []


def test_what_comes_late_is_covered_all_the_same(
    serve: Callable[..., Served], clocked_page: Page
) -> None:
    page = clocked_page
    page.clock.install()
    desk = Desk(serve, page)

    async def begin() -> Any:
        late = await desk.session.get_widgets().Button("Late")
        late.busy("Loading").__enter__()
        return late

    late = desk.served.call(begin)
    desk.served.catch_up(late)
    page.clock.run_for(10_000)
    desk.served.call(desk.box.add_widget, late, 0)
    expect(page.get_by_text("Late", exact=True)).to_be_attached()
    page.clock.run_for(2_000)
    expect(page.locator(".pgw-busy")).to_have_count(1)
    assert errors(page) == []


@pytest.mark.parametrize("size", [(390, 844), (844, 390)])
def test_notices_stay_on_the_page_of_a_phone_and_off_a_question(
    serve: Callable[..., Served], page: Page, size: tuple[int, int]
) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    desk = Desk(serve, page)
    for number in range(4):
        desk.served.call(desk.session.notify, f"{number} " + "words " * 80, "error")
    notices = page.locator(".pgw-notice")
    expect(notices).to_have_count(4)
    expect(notices.last).to_be_in_viewport(ratio=1)
    desk.picture(f"notices-{size[0]}")
    for number in (3, 0):
        close = notices.nth(number).get_by_role("button", name="Close")
        close.click()
        expect(notices).to_have_count(3 if number else 2)
    desk.answer_to(lambda s: s.confirm("Go on?"))
    page.get_by_role("button", name="OK").click()
    desk.until_told(True)
    assert errors(page) == []


def test_no_light_but_red_by_night_and_escape_is_a_no(
    serve: Callable[..., Served], page: Page
) -> None:
    desk = Desk(serve, page, theme="night")
    desk.served.call(desk.session.notify, "No guide star", "warning")
    desk.served.call(desk.session.notify, "The camera does not answer.", "error")
    expect(page.locator(".pgw-notice")).to_have_count(2)
    desk.button("Work").click()
    expect(page.locator(".pgw-busy-card")).to_be_visible()
    picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
    red, green, blue = (band.getextrema()[1] for band in picture.split())
    assert max(green, blue) <= 0.05 * 255 < red
    desk.button("Cancel").click()
    desk.until_told("works", True)
    desk.button("Ask").click()
    expect(page.locator(".dialog-widget")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_text("How long?")).to_be_visible()
    desk.until_told(False)
    assert errors(page) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_settings_editor(
    serve: Callable[..., Served],
    page: Page,
    theme: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "argv", ["settings_editor.py", str(tmp_path / "settings.json")])
    program = runpy.run_path(str(EXAMPLE))
    served = serve(lambda app: app.on_connect(program["setup"]) and None, theme=theme)
    page.set_viewport_size({"width": 640, "height": 720})
    page.goto(served.url)
    exposure = page.get_by_role("textbox", name="Exposure (s)")
    expect(page.get_by_text("10 images of M 31: 5.0 minutes")).to_be_visible()
    exposure.fill("0")
    expect(page.get_by_text("must be a number above 0 and up to 3600")).to_be_visible()
    if PICTURES:
        page.wait_for_timeout(400)
        page.screenshot(path=Path(PICTURES) / f"form-{theme}.png")
    exposure.fill("60")
    expect(page.get_by_text("must be a number")).to_have_count(0)
    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_text("10 images of M 31: 10.0 minutes")).to_be_visible()
    expect(page.get_by_text("The settings are saved.")).to_be_visible()
    comes_true(page, lambda: (tmp_path / "settings.json").exists(), True)
    page.keyboard.press("F5")
    page.get_by_role("button", name="Cancel", exact=True).click()
    expect(page.locator(".dialog-widget")).to_have_count(0)
    assert errors(page) == []
