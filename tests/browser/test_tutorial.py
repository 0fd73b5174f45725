"""The panel of the tutorial in Chromium, and its picture.

Knows: docs/tutorial, by the test that runs its programs. Must not know: how any of it is done.
"""

import asyncio
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from browser.conftest import Served
from browser.documented import take, wants_pictures
from browser.gestures import errors
from docs.test_tutorial import MODULES, PAGES, files_of

PICTURE = Path(__file__).parents[2] / "docs" / "images" / "tutorial.png"


@pytest.fixture
def panel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    """What the program defines that the tutorial comes to."""
    for page in PAGES:
        for name, text in files_of(page).items():
            (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    yield vars(__import__("panel"))
    for name in MODULES:
        sys.modules.pop(name, None)


class Seconds:
    """The seconds of an exposure, which pass when the test says so, and not while a page loads."""

    def __init__(self) -> None:
        self._passed = asyncio.Semaphore(0)

    async def sleep(self, seconds: float) -> None:
        assert seconds == 1
        await self._passed.acquire()

    def let_pass(self, count: int) -> None:
        for _ in range(count):
            self._passed.release()


def test_the_panel(
    serve: Callable[..., Served],
    page: Page,
    panel: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    instruments: list[Any] = []
    seconds = Seconds()
    own = SimpleNamespace(**{**vars(asyncio), "sleep": seconds.sleep})
    monkeypatch.setitem(panel, "asyncio", own)

    def setup(app: Any) -> None:
        instrument = panel["Instrument"]()
        instruments.append(instrument)

        @app.on_connect
        async def visit(session: Any) -> None:
            await panel["Panel"](session, instrument).build()

        instrument.begin(instrument.measure())

    page.set_viewport_size({"width": 760, "height": 480})
    served = serve(setup, max_sessions=None)
    page.goto(served.url)
    expect(page.get_by_text("detector")).to_be_visible()
    page.get_by_role("button", name="Expose").click()
    expect(page.get_by_text("Exposing: 5 s left")).to_be_visible()
    page.reload()
    expect(page.get_by_text("Exposing: 5 s left")).to_be_visible()
    served.call(seconds.let_pass, 3)
    expect(page.get_by_text("Exposing: 2 s left")).to_be_visible()
    if wants_pictures():
        take(page, PICTURE)
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_text("Cancelled")).to_be_visible()
    cold = {"value": instruments[0].target + 0.1}  # where it comes to by itself in ten seconds
    served.call(instruments[0].values[0].update, cold)
    expect(page.get_by_text("-20.0")).to_be_visible()
    served.call(instruments[0].close)
    assert errors(page) == []
