"""`pgwidgets run --reload` in Chromium: a program is edited while a user works with it.

Knows: the command line, and what a page shows. Must not know: processes and files inside.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from browser.gestures import box, comes_true, drag
from programs import Program

PROGRAM = """\
from pgwidgets.async_ import Application, Session

app = Application(max_sessions=None, secret_key="one of the program's own")


@app.on_connect
async def build(session: Session) -> None:
    W = session.get_widgets()
    top = await W.TopLevel(title="{title}", resizable=True)
    await top.resize(400, 300)
    page = await W.VBox(spacing=8, padding=10)
    entry, told = await W.TextEntry("first"), await W.Label("-")
    for widget in (await W.Label("{title}"), entry, await W.CheckBox("on"), told):
        await page.add_widget(widget, 0)
    await entry.on("modified", lambda text: told.set_text("heard " + text))
    await top.on("move", lambda *place: told.set_text("moved"))
    fail = await W.Button("Fail")
    await page.add_widget(fail, 0)
    await top.set_widget(page)
    await top.show()
    await fail.on("activated", lambda: 1 / 0)
{more}"""


@pytest.fixture
def program(tmp_path: Path) -> Path:
    path = tmp_path / "panel.py"
    path.write_text(PROGRAM.format(title="One", more=""), encoding="utf-8")
    return path


@pytest.fixture
def url(program: Path) -> Iterator[str]:
    """Where the program is served, by the command line."""
    command = [sys.executable, "-m", "pgwidgets", "run", str(program), "--reload", "--port", "0"]
    running = Program(command, name="pgwidgets run", with_all=True)
    try:
        yield running.wait_for_line(r"^pgwidgets: open (\S+)$")[1]
        status = running.interrupt()
        assert status == 0, running.output
    finally:
        running.kill()


def test_a_program_is_edited_while_it_is_used(program: Path, url: str, page: Page) -> None:
    page.goto(url)
    expect(page.get_by_text("One").first).to_be_visible()
    address = page.url
    page.locator("input[type=text]").fill("what I typed")
    page.get_by_text("on", exact=True).click()
    title = page.locator(".toplevel-title-text")
    before = box(title)
    page.locator("input[type=text]").press("Tab")
    expect(page.get_by_text("heard what I typed")).to_be_visible()
    drag(page, title, 120, 80)
    expect(page.get_by_text("moved", exact=True)).to_be_visible()

    # An edit: the session, what was typed and chosen, and the window's place stay.
    program.write_text(PROGRAM.format(title="Two", more=""), encoding="utf-8")
    expect(page.get_by_text("Two").first).to_be_visible()
    assert page.url == address
    expect(page.locator("input[type=text]")).to_have_value("what I typed")
    expect(page.locator("input[type=checkbox]")).to_be_checked()

    def is_where_it_was_left() -> bool:
        after = box(title)
        moved = (after["x"] - before["x"], after["y"] - before["y"])
        return bool(moved == pytest.approx((120, 80), abs=2))

    comes_true(page, is_where_it_was_left, True)

    # A fault of syntax is shown, with its place, and is gone when it is mended.
    program.write_text(PROGRAM.format(title="Two", more="    if (\n"), encoding="utf-8")
    expect(page.get_by_text("SyntaxError: '(' was never closed").first).to_be_visible()
    expect(page.get_by_text("panel.py, line 22").first).to_be_visible()
    page.get_by_text("Try again").click()  # it is as it was
    expect(page.get_by_text("SyntaxError: '(' was never closed").first).to_be_visible()
    program.write_text(PROGRAM.format(title="Three", more=""), encoding="utf-8")
    expect(page.get_by_text("Three").first).to_be_visible()
    expect(page.get_by_text("SyntaxError")).to_have_count(0)
    expect(page.locator("input[type=text]")).to_have_value("what I typed")
    assert page.url == address

    # What a handler raises stands in a window, beside what the program shows.
    page.get_by_text("Fail").click()
    expect(page.get_by_text("ZeroDivisionError: division by zero").first).to_be_visible()
    expect(page.get_by_text("Three").first).to_be_visible()

    # What the building of a session raises does, too.
    more = "    raise RuntimeError('no camera')\n"
    program.write_text(PROGRAM.format(title="Four", more=more), encoding="utf-8")
    expect(page.get_by_text("RuntimeError: no camera").first).to_be_visible()
    program.write_text(PROGRAM.format(title="Five", more=""), encoding="utf-8")
    expect(page.get_by_text("Five").first).to_be_visible()
    expect(page.locator("input[type=text]")).to_have_value("what I typed")
