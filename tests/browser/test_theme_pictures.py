"""All windows of the gallery at once, in each theme, as pictures.

`PGWIDGETS_THEME_PICTURES=FOLDER` keeps them, one for each theme, to be looked at.
"""

import io
import os
from pathlib import Path
from typing import Any

import pytest
from gallery_pages import EXHIBITS
from PIL import Image
from playwright.sync_api import Browser, expect

from browser.gallery_page import Gallery
from pgwidgets.looks import THEMES

WIDTH, HEIGHT, GAP, PICKER = 2560, 3400, 8, 270
DARKEST = 0.05 * 255
"""Of green and blue, in a theme that has no light but red."""


def places() -> dict[str, tuple[int, int]]:
    """Where each window has room, so that none covers another."""
    found = {}
    x = y = highest = GAP
    for name, exhibit in EXHIBITS.items():
        width, height = exhibit.size
        if x + width > WIDTH - PICKER:
            x, y, highest = GAP, y + highest + GAP, 0
        found[name] = (x, y)
        x, highest = x + width + GAP, max(highest, height)
    assert y + highest < HEIGHT - 60
    return found


@pytest.fixture
def gallery(chromium: Browser) -> Any:
    gallery = Gallery(chromium)
    yield gallery
    gallery.close()


def test_the_night_has_no_light_but_red(gallery: Gallery) -> None:
    page, desk = gallery.page, gallery.desk
    page.set_viewport_size({"width": WIDTH, "height": HEIGHT})

    async def open_all() -> None:
        for name, place in places().items():
            await desk.show(name, place)

    gallery.served.call(open_all)
    expect(gallery.frame(list(EXHIBITS)[-1])).to_be_visible()
    expect(gallery.frame("TreeView").locator(".treeview-row").first).to_be_visible()

    def picture(theme: str) -> bytes:
        gallery.served.call(lambda: gallery.session.set_theme(theme))
        gallery.served.call(gallery.session.flush)
        page.evaluate("() => Promise.all(document.getAnimations().map((one) => one.finished))")
        return page.screenshot()

    extrema = Image.open(io.BytesIO(picture("night"))).convert("RGB").getextrema()
    assert extrema[0][1] > 200, "there is nothing to be seen"
    assert max(extrema[1][1], extrema[2][1]) <= DARKEST
    if folder := os.environ.get("PGWIDGETS_THEME_PICTURES"):
        for theme in THEMES:
            Path(folder, f"{theme}.png").write_bytes(picture(theme))
    gallery.expect_no_complaints()
