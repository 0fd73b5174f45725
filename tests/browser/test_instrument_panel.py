"""The example of an instrument in Chromium: all of it is live, and its user is answered meanwhile.

Knows: what the example shows. Must not know: how it comes there.
"""

import json
import re
from collections.abc import Callable
from pathlib import Path

from instrument_panel import FAULT, build
from playwright.sync_api import Page, expect

from browser.conftest import Served
from browser.documented import take, wants_pictures
from browser.gestures import box, comes_true, errors

PICTURE = Path(__file__).parents[2] / "docs" / "images" / "instrument.png"

# How many colours of a canvas differ, of some that are looked at.
_COLOURS = """(canvas) => {
    const { width, height } = canvas;
    const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
    const seen = new Set();
    for (let at = 0; at < data.length; at += 4 * 97) seen.add(data.slice(at, at + 3).join());
    return seen.size;
}"""
# Texts that are cut off, or out of the window.
_CUT = """() => [...document.querySelectorAll(".button-widget, .label-widget, legend")]
    .filter((each) => each.offsetParent && each.textContent)
    .filter((each) => {
        const { left, right, top, bottom } = each.getBoundingClientRect();
        const isOut = left < 0 || top < 0 || right > innerWidth || bottom > innerHeight;
        return isOut || each.scrollWidth > each.clientWidth + 1;
    })
    .map((each) => each.textContent)"""


def test_an_instrument_panel(serve: Callable[..., Served], page: Page) -> None:
    page.set_viewport_size({"width": 1240, "height": 820})
    served = serve(lambda app: app.on_connect(build), density="compact")
    page.goto(served.url)
    channels, log = (page.locator(".tableview-widget").nth(index) for index in (0, 1))
    first = channels.locator(".treeview-row").first
    expect(first).to_contain_text("adc000")
    volts = first.locator(".treeview-cell").nth(1)
    before = volts.inner_text()
    comes_true(page, lambda: volts.inner_text() != before, True)
    expect(first.locator(".pgwidgets-sparkline path")).to_have_attribute("d", re.compile("^M.*L"))
    camera = page.locator(".image-widget canvas")
    comes_true(page, lambda: camera.evaluate(_COLOURS) > 20, True)

    start, cancel = (page.get_by_role("button", name=name) for name in ("Expose", "Cancel"))
    expect(cancel).to_be_disabled()
    if not wants_pictures():  # it is cancelled in its first frame, however long that takes here
        page.get_by_role("spinbutton", name="Seconds").fill("60")
        page.keyboard.press("Enter")
    start.click()
    expect(page.get_by_text("Exposing 1 of 3")).to_be_visible()
    expect(start).to_be_disabled()
    if wants_pictures():
        page.wait_for_timeout(30_000)  # until the plot is full
        take(page, PICTURE)
    else:
        cancel.click()
        expect(log).to_contain_text("Cancelled in frame 1 of 3")
    expect(start).to_be_enabled()

    name = page.locator(".textentry-widget input, input.textentry-widget").first
    name.fill("7 dwarfs")
    expect(page.get_by_text(FAULT)).to_be_visible()
    expect(start).to_be_disabled()
    for given, said in (
        ({"seconds": 2.5, "frames": 1, "name": "m31"}, "Settings taken from settings.json"),
        ({"seconds": 2.5}, "Settings refused: KeyError('name')"),
    ):
        with page.expect_file_chooser() as chooser:
            page.get_by_text("Load settings").click()
        content = json.dumps(given).encode()
        settings = {"name": "settings.json", "mimeType": "application/json", "buffer": content}
        chooser.value.set_files(settings)
        expect(log).to_contain_text(said)
    expect(name).to_have_value("m31")
    expect(page.get_by_text(FAULT)).to_be_hidden()
    expect(start).to_be_enabled()
    with page.expect_download() as download:
        page.get_by_text("Save log").click()
    assert "Settings taken" in Path(download.value.path()).read_text()

    page.set_viewport_size({"width": 980, "height": 640})
    bottom = page.get_by_text("Settings refused")
    comes_true(page, lambda: box(bottom)["y"] + box(bottom)["height"] < 640, True)
    assert page.evaluate(_CUT) == []
    assert errors(page) == []
