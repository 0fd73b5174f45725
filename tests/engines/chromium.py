"""Chromium, driven by playwright."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright

from browser.conftest import CHROMIUM_FLAGS, watch
from browser.gestures import errors
from engines.driver import VIEWPORT, Driver, Point
from patience import PATIENCE


class Chromium(Driver):
    """Chromium.

    Parameters:
        playwright: what starts it.
        is_private: whether it is to be a private window.
    """

    engine = "chromium"

    def __init__(self, playwright: Playwright, is_private: bool) -> None:
        name = os.environ.get("PGWIDGETS_CHROMIUM", "chromium")
        path = shutil.which(name)
        if path is None:
            pytest.fail(f"there is no {name!r} to run", pytrace=False)
        self._profile = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self._context = playwright.chromium.launch_persistent_context(
            self._profile.name,
            executable_path=path,
            headless=True,
            args=[*CHROMIUM_FLAGS, *(["--incognito"] if is_private else [])],
            ignore_default_args=["--disable-back-forward-cache"],
            viewport={"width": VIEWPORT[0], "height": VIEWPORT[1]},
        )
        self._context.set_default_timeout(PATIENCE * 1000)
        [self._page] = self._context.pages
        watch(self._page)
        self._complaints: list[str] = []  # of tabs that are closed

    def goto(self, url: str) -> None:
        """Load a page, and wait until it is loaded."""
        self._page.goto(url)

    def reload(self) -> None:
        """Load the page again."""
        self._page.reload()

    def back(self) -> None:
        """Go back in the history."""
        self._page.go_back(wait_until="commit")  # a page that was kept is not loaded

    def forward(self) -> None:
        """Go forward in the history."""
        self._page.go_forward(wait_until="commit")

    def move(self, point: Point) -> None:
        """Move the pointer."""
        self._page.mouse.move(*point)

    def click(self, point: Point, count: int = 1) -> None:
        """Click; with a count of 2, double-click."""
        self._page.mouse.click(*point, click_count=count)

    def drag(self, start: Point, end: Point) -> None:
        """Press at one place, and let go at another."""
        self._page.mouse.move(*start)
        self._page.mouse.down()
        self._page.mouse.move(*end, steps=4)
        self._page.mouse.up()

    def key(self, chord: str) -> None:
        """Press a key, perhaps with others: ``"Enter"``, ``"Control+z"``."""
        self._page.keyboard.press(chord)

    def type(self, text: str) -> None:
        """Press the keys of a text, one after the other."""
        self._page.keyboard.type(text)

    def shot(self, file: Path) -> None:
        """Take a picture of the viewport, as a PNG."""
        self._page.screenshot(path=file)

    def complaints(self) -> list[str]:
        """Take what all pages have complained of since this was asked last."""
        for page in self._context.pages:
            self._keep_complaints(page)
        taken, self._complaints = self._complaints, []
        return taken

    def open_tab(self) -> None:
        """Open another tab, and go on in it."""
        self._page = watch(self._context.new_page())

    def show_tab(self, index: int) -> None:
        """Go on in another tab."""
        self._page = self._context.pages[index]
        self._page.bring_to_front()

    def close_tabs(self) -> None:
        """Close all tabs but the first, and go on in that one."""
        for page in self._context.pages[1:]:
            self._keep_complaints(page)
            page.close()
        [self._page] = self._context.pages

    def close(self) -> None:
        """End the browser."""
        self._context.close()
        self._profile.cleanup()

    def evaluate(self, expression: str) -> str:
        """Evaluate an expression of JavaScript, whose value is a promise of a text."""
        return str(self._page.evaluate(expression))

    def _keep_complaints(self, page: Page) -> None:
        heard = errors(page)
        self._complaints += heard
        heard.clear()
