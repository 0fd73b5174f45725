"""Ginga's reference viewer, used for minutes on end by a user who does all that there is to do.

Knows: what Ginga's users see and do. Must not know: anything inside, of Ginga or of ours.
"""

import os
import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from browser.gestures import drag, errors
from browser.ginga import starting
from browser.ginga.gestures import (
    changes,
    click_at,
    close,
    fit_in,
    is_at_rest,
    is_the_same_after_a_reload,
    is_the_same_without_a_line,
    largest_canvas,
    pan,
    point_at,
    start,
)
from browser.ginga.starting import Running
from proxy import Proxy

MINUTES = float(os.environ.get("PGWIDGETS_GINGA_MINUTES", "10"))


class _User:
    """Someone at the viewer.

    Parameters:
        seed: what makes the choices.
    """

    def __init__(self, page: Page, proxy: Proxy, seed: int) -> None:
        self._page = page
        self._proxy = proxy
        self._random = random.Random(seed)
        self.done: dict[str, int] = {}

    def act(self) -> None:
        """Do something, and see that the viewer has done it."""
        acts = (
            *[self.wheel, self.zoom_by_key, self.pan, self.drag, self.read_out] * 4,
            *[self.fit_in, self.look_into_menus, self.use_cuts, self.use_pick, self.resize],
            *[self.reload, self.lose_the_line],
        )
        act = self._random.choice(acts)
        self.done[act.__name__] = self.done.get(act.__name__, 0) + 1
        act()

    def wheel(self) -> None:
        """Zoom in or out."""
        point_at(self._page, *self._place())
        clicks = self._random.choice((-240, -120, 120, 240))
        self._turn(lambda: self._page.mouse.wheel(0, clicks))

    def zoom_by_key(self) -> None:
        """Zoom to a level by its digit."""
        click_at(self._page, *self._place())
        key = self._random.choice("1234")
        self._page.keyboard.press("Backquote")
        changes(self._page, lambda: self._page.keyboard.press(key))

    def fit_in(self) -> None:
        """Have all of the image fit in."""
        click_at(self._page)
        self._page.keyboard.press("3")
        changes(self._page, lambda: self._page.keyboard.press("Backquote"))

    def pan(self) -> None:
        """Put a point that is not the middle into the middle."""
        self._turn(lambda: pan(self._page, self._random.choice((0.3, 0.7)), 0.4))

    def drag(self) -> None:
        """Pan by dragging with Control held down."""
        self._page.keyboard.down("Control")
        drag(self._page, largest_canvas(self._page), self._random.choice((-90, 90)), 60)
        self._page.keyboard.up("Control")
        is_at_rest(self._page)

    def read_out(self) -> None:
        """Move about; Ginga says what is under the pointer."""
        for _ in range(20):
            point_at(self._page, *self._place())

    def look_into_menus(self) -> None:
        """Open each menu, and leave it."""
        for name in ("File", "Channel", "Workspace", "Help"):
            button = self._page.get_by_text(name, exact=True).first
            button.click()
            expect(self._page.locator(".menuaction-label:visible").first).to_be_visible()
            self._page.keyboard.press("Escape")
            if self._page.locator(".menuaction-label:visible").count():
                click_at(self._page)
            expect(self._page.locator(".menuaction-label:visible")).to_have_count(0)

    def use_cuts(self) -> None:
        """Cut through the image."""
        start(self._page, "Cuts")
        drag(self._page, largest_canvas(self._page), 120, 70)
        is_at_rest(self._page)
        close(self._page)

    def use_pick(self) -> None:
        """Measure what is at a point."""
        start(self._page, "Pick")
        click_at(self._page, *self._place())
        is_at_rest(self._page)
        close(self._page)

    def resize(self) -> None:
        """Have a smaller or a larger window."""
        width, height = self._random.choice(((1250, 850), (1100, 800), (1350, 900)))
        self._page.set_viewport_size({"width": width, "height": height})
        is_at_rest(self._page)

    def reload(self) -> None:
        """Load the page again: it is as it was."""
        is_the_same_after_a_reload(self._page)
        expect(self._page.get_by_text("Operation", exact=True)).to_be_visible()

    def lose_the_line(self) -> None:
        """Have no line for a while, and go on after that: Chromium complains of the loss only."""
        assert errors(self._page) == []
        is_the_same_without_a_line(self._page, self._proxy)
        self.fit_in()
        errors(self._page).clear()

    def _turn(self, act: Callable[[], None]) -> None:
        """Do what shows nothing new where the image can't get any larger or smaller."""
        is_at_rest(self._page)
        act()
        is_at_rest(self._page)

    def _place(self) -> tuple[float, float]:
        return (self._random.uniform(0.2, 0.8), self._random.uniform(0.2, 0.8))


@pytest.mark.deep
@pytest.mark.timeout(60 * MINUTES + 900)
def test_the_viewer_is_used_for_long(
    open_page: Callable[..., Page], run: Callable[..., Running], image: Path
) -> None:
    seed = random.randrange(1_000_000)
    print("seed", seed)
    running = run("ginga", lambda port: starting.viewer(port, image), starting.VIEWER_SERVES)
    with Proxy(running.port) as proxy:
        page = open_page(viewport={"width": 1250, "height": 850})
        page.goto(proxy.url.rstrip("/") + running.found[1])
        expect(page.get_by_text("stars[PRIMARY,1]", exact=True)).to_be_visible()
        fit_in(page)
        user = _User(page, proxy, seed)
        for act in (user.use_cuts, user.use_pick, user.reload, user.lose_the_line):
            act()  # whatever else chance brings
        end = time.monotonic() + 60 * MINUTES
        while time.monotonic() < end:
            user.act()
            assert errors(page) == []
        print(user.done)
        user.reload()
    running.end()
