"""A server with a store is stopped, or killed, and started anew: what its user sees in Chromium.

Knows: a program with a store, and what its page shows. Must not know: the wire, stores.
"""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from browser.demo_process import Demo
from browser.gestures import errors
from patience import PATIENCE
from pgwidgets.stores import SQLiteStore

PROGRAM = Path(__file__).with_name("stored_program.py")
# Who is at the keys, and where in the text: as the page itself would say it.
CARET = "() => [document.activeElement.value, document.activeElement.selectionStart]"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "sessions.sqlite"


@pytest.fixture
def run(store: Path) -> Iterator[Callable[..., Demo]]:
    """Runs the program; each run has the store of those before."""
    runs: list[Demo] = []

    def again(port: int = 0) -> Demo:
        runs.append(Demo(port, path=PROGRAM, store=str(store)))
        return runs[-1]

    yield again
    for one in runs:
        one.kill()


def until_stored(store: Path, text: bytes) -> None:
    """Wait until a text stands in what is kept."""
    reader, end = SQLiteStore(store), time.monotonic() + PATIENCE
    kept: list[bytes] = []
    while not any(text in field for field in kept):
        assert time.monotonic() < end, f"{text!r} is not stored, but {kept}"
        time.sleep(0.05)
        kept = [f for key in reader.sessions() for f in (reader.load(key) or {}).values()]
    reader.close()


def complaints(page: Page) -> list[str]:
    excused = ("WebSocket connection to", "Failed to load resource")
    return [text for text in errors(page) if not text.startswith(excused)]


@pytest.mark.parametrize("end", ["press_ctrl_c", "kill"])
def test_what_a_user_did_is_there_after_a_restart(
    run: Callable[..., Demo], open_page: Callable[..., Page], store: Path, end: str
) -> None:
    first = run()
    page = open_page()
    page.goto(first.url)
    pressed = page.get_by_text("pressed", exact=False)
    page.get_by_text("Press", exact=True).click()
    page.get_by_text("Press", exact=True).click()
    expect(pressed).to_have_text("pressed 2")
    field = page.get_by_role("textbox").first
    field.click()
    field.press_sequentially("Vega and Altair")
    for _ in range(len(" and Altair")):
        field.press("ArrowLeft")
    before = page.url
    until_stored(store, b"Vega and Altair")  # a killed run saves nothing more
    getattr(first, end)()
    field.press_sequentially(" Lyrae")  # while no server is there
    page.get_by_text("Press", exact=True).dispatch_event("click")  # the focus stays where it is
    assert page.evaluate(CARET) == ["Vega Lyrae and Altair", 10]
    run(first.port)
    expect(pressed).to_have_text("pressed 3")  # once
    expect(page.get_by_role("status").first).to_have_text("")
    assert page.evaluate(CARET) == ["Vega Lyrae and Altair", 10]
    page.get_by_text("Press", exact=True).click()
    expect(pressed).to_have_text("pressed 4")
    assert page.url == before
    page.reload()  # what Python holds is the same
    expect(field).to_have_value("Vega Lyrae and Altair")
    expect(pressed).to_have_text("pressed 4")
    assert complaints(page) == []
