"""All windows of the gallery at once, in each theme: what can be read, seen and reached.

`PGWIDGETS_THEME_PICTURES=FOLDER` keeps a picture for each theme, to be looked at.
"""

import io
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from gallery_pages import EXHIBITS
from PIL import Image
from playwright.sync_api import Browser, expect

from browser.axe import CONTRAST, violations
from browser.gallery_page import Gallery
from browser.gestures import box, come_to_rest
from pgwidgets.looks import THEMES

WIDTH, GAP, PICKER, BARS = 2560, 8, 270, 80
DARKEST = 0.05 * 255
"""Of green and blue, in a theme that has no light but red."""

WEAK = """(least) => {
    const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
    const paintedOver = (grounds) => {
        canvas.clearRect(0, 0, 1, 1);
        for (const ground of grounds) {
            canvas.fillStyle = ground;
            canvas.fillRect(0, 0, 1, 1);
        }
        return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
    };
    const luminance = (color) => {
        const [red, green, blue] = color.map((part) => part / 255).map(
            (part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const found = new Set();
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        const element = texts.currentNode.parentElement;
        if (!texts.currentNode.data.trim() || !element.checkVisibility()) continue;
        if (element.closest(".widget-disabled, noscript, svg, option")) continue;
        if (element.closest(".plot-widget")) continue; // names beside what is drawn on its canvas
        if (element.closest("[data-pgw-on]")?.style.backgroundColor.startsWith("rgb")) continue;
        const grounds = [];
        for (let at = element; at; at = at.parentElement) {
            const { backgroundColor } = getComputedStyle(at);
            grounds.unshift(backgroundColor);
        }
        const ground = paintedOver(grounds);
        const ink = paintedOver([...grounds, getComputedStyle(element).color]);
        const [low, high] = [luminance(ground), luminance(ink)].sort((one, other) => one - other);
        const contrast = (high + 0.05) / (low + 0.05);
        if (contrast < least) {
            const name = element.className || element.localName;
            found.add(`${name} ${texts.currentNode.data.trim()}: ${contrast.toFixed(2)}`);
        }
    }
    return [...found];
}"""
"""The texts whose contrast to what is painted below them is too low; those on a colour that the
program has given as such, and not by a token, are black or white, which is all that can be done."""

RED_CONTRAST = """
    const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
    const luminance = (color) => {  // over black, of all parts, or of the red one alone
        canvas.fillStyle = "black";
        canvas.fillRect(0, 0, 1, 1);
        canvas.fillStyle = color;
        canvas.fillRect(0, 0, 1, 1);
        const isRed = document.documentElement.dataset.pgwTheme === "night";
        return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3).map((part, index) => {
            const of1 = isRed && index > 0 ? 0 : part / 255;
            const light = of1 <= 0.04045 ? of1 / 12.92 : ((of1 + 0.055) / 1.055) ** 2.4;
            return light * [0.2126, 0.7152, 0.0722][index];
        }).reduce((sum, part) => sum + part);
    };
    const contrastOf = (element) => {
        const { backgroundColor, color } = getComputedStyle(element);
        const [low, high] = [luminance(backgroundColor), luminance(color)].sort((a, b) => a - b);
        return (high + 0.05) / (low + 0.05);
    };
"""

OFF = f"""() => {{
    {RED_CONTRAST}
    const buttons = [...document.querySelectorAll(".button-widget.widget-disabled")];
    return Math.min(...buttons.map(contrastOf), buttons.length === 0 ? 0 : Infinity);
}}"""

ON_GROUNDS = f"""() => {{
    {RED_CONTRAST}
    const grounds = ["crimson", "#4caf50"];
    for (let part = 0; part < 256; part += 17) grounds.push(`rgb(${{part}}, ${{part}}, ${{part}})`);
    return grounds.map((ground) => {{
        const label = document.createElement("div");
        label.setAttribute("data-pgw-on", "");
        label.style.cssText = `background-color: ${{ground}}; --pgw-bg: ${{ground}}`;
        document.body.append(label);
        const contrast = contrastOf(label);
        label.remove();
        return [ground, contrast];
    }});
}}"""

RINGS = """() => {
    const unmarked = new Set(), cut = new Set();
    const kinds = "a[href], button, input, select, textarea, [tabindex], [contenteditable=true]";
    const isWhole = (marked, { outlineOffset, outlineWidth }) => {
        const out = Math.max(0, parseFloat(outlineOffset) + parseFloat(outlineWidth)) - 0.5;
        const ring = marked.getBoundingClientRect();
        for (let at = marked.parentElement; at !== null; at = at.parentElement) {
            const { overflowX, overflowY, overflowClipMargin } = getComputedStyle(at);
            if (overflowX === "visible" && overflowY === "visible") continue;
            const { left, right, top, bottom } = at.getBoundingClientRect();
            const more = overflowX === "clip" ? parseFloat(overflowClipMargin) : 0;
            // Where it is cut itself, it is scrolled, and the ring with it.
            const across = [left - ring.left, ring.right - right];
            const sides = [...across, top - ring.top, ring.bottom - bottom];
            if (sides.some((side) => side <= 0.5 && side + out > more)) return false;
        }
        return true;
    };
    for (const element of document.querySelectorAll(kinds)) {
        if (element.matches(":disabled, .widget-disabled *, .plot-widget > canvas")) continue;
        if (!element.checkVisibility()) continue;
        element.focus({ preventScroll: true, focusVisible: true });
        if (document.activeElement !== element) continue;
        const name = element.className || element.localName;
        let isMarked = false;
        for (let at = element; at && !isMarked; at = at.parentElement) {
            const style = getComputedStyle(at);
            isMarked = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
            if (isMarked && !isWhole(at, style)) cut.add(name);
            if (at.matches(".pgwidgets-widget")) break;
        }
        if (!isMarked) unmarked.add(name);
    }
    return { unmarked: [...unmarked], cut: [...cut] };
}"""
"""What can have the focus, and shows it by no ring, or by one that something around it cuts off; a
plot draws its ring itself."""


def places() -> tuple[dict[str, tuple[int, int]], int]:
    """Where each window has room, so that none covers another; and how high they all are."""
    found = {}
    x = y = highest = GAP
    for name, exhibit in EXHIBITS.items():
        width, height = exhibit.size
        if x + width > WIDTH - PICKER:
            x, y, highest = GAP, y + highest + GAP, 0
        found[name] = (x, y)
        x, highest = x + width + GAP, max(highest, height)
    return found, y + highest + GAP


class Themed:
    """The gallery with all of its windows open."""

    def __init__(self, gallery: Gallery) -> None:
        self.gallery = gallery
        self.page = gallery.page
        self._places, height = places()
        self.page.set_viewport_size({"width": WIDTH, "height": height + BARS})
        gallery.served.call(self._open_all)
        expect(gallery.frame(list(EXHIBITS)[-1])).to_be_visible()
        expect(gallery.frame("TreeView").locator(".treeview-row").first).to_be_visible()

    async def _open_all(self) -> None:
        for name, place in self._places.items():
            await self.gallery.desk.show(name, place)

    def show(self, theme: str) -> None:
        """Have it in a theme, with all that moves come to rest."""
        self.gallery.served.call(lambda: self.gallery.session.set_theme(theme))
        self.gallery.served.call(self.gallery.session.flush)
        come_to_rest(self.page)


@pytest.fixture(scope="module")
def themed(chromium: Browser) -> Iterator[Themed]:
    gallery = Gallery(chromium)
    yield Themed(gallery)
    gallery.expect_no_complaints()
    gallery.close()


def test_the_night_has_no_light_but_red(themed: Themed) -> None:
    themed.show("night")
    picture = Image.open(io.BytesIO(themed.page.screenshot())).convert("RGB")
    red, green, blue = (max(picture.getchannel(name).tobytes()) for name in "RGB")
    assert red > 200, "there is nothing to be seen"
    assert max(green, blue) <= DARKEST
    if folder := os.environ.get("PGWIDGETS_THEME_PICTURES"):
        for theme in THEMES:
            themed.show(theme)
            themed.page.screenshot(path=Path(folder, f"{theme}.png"))


@pytest.mark.parametrize(("theme", "least"), [("light", 4.5), ("dark", 4.5), ("contrast", 7)])
def test_every_text_can_be_read(themed: Themed, theme: str, least: float) -> None:
    themed.show(theme)
    # One that is selected, and has a colour of the program's.
    themed.gallery.frame("TreeView").get_by_text("M 51", exact=True).click()
    come_to_rest(themed.page)
    assert themed.page.evaluate(WEAK, least) == []


@pytest.mark.parametrize("theme", ["contrast", "night"])
def test_a_button_that_is_switched_off_can_be_read(themed: Themed, theme: str) -> None:
    themed.show(theme)
    assert themed.page.evaluate(OFF) >= 3


def test_at_night_every_background_of_a_program_has_a_text_that_can_be_read(themed: Themed) -> None:
    themed.show("night")
    weak = themed.page.evaluate(ON_GROUNDS)
    assert len(weak) == 18
    assert [ground for ground, contrast in weak if contrast < 3] == []


def test_whatever_has_the_focus_shows_it(themed: Themed) -> None:
    themed.show("light")
    themed.page.keyboard.press("Tab")
    assert themed.page.evaluate(RINGS) == {"unmarked": [], "cut": []}


@pytest.mark.parametrize(
    ("theme", "rules"),
    [
        ("light", None),
        *(
            pytest.param(theme, CONTRAST, marks=pytest.mark.deep)  # see the test of texts above
            for theme in ("dark", "contrast", "night")
        ),
    ],
)
def test_screen_readers_are_told_of_all(
    themed: Themed, theme: str, rules: list[str] | None
) -> None:
    themed.show(theme)
    assert violations(themed.page, rules) == []


def test_icons_follow_the_theme(themed: Themed) -> None:
    shown = themed.gallery.frame("ToolBar").locator("img.toolbar-action-icon").first

    def extremes(theme: str) -> tuple[int, int]:
        themed.show(theme)
        picture = Image.open(io.BytesIO(shown.screenshot())).convert("L").tobytes()
        return min(picture), max(picture)

    darkest, ground = extremes("light")
    assert darkest < 120 < ground
    ground, lightest = extremes("dark")
    assert ground < 80
    assert lightest > 150


FORCED = """() => {
    const probe = document.body.appendChild(document.createElement("i"));
    probe.style.cssText = "color: Highlight; background: CanvasText";
    const { color, backgroundColor } = getComputedStyle(probe);
    probe.remove();
    const groundOf = (selector) =>
        getComputedStyle(document.querySelector(selector)).backgroundColor;
    return [
        [groundOf(".togglebutton-widget.pressed"), color],
        [groundOf("input[type=checkbox]:checked"), color],
        [groundOf(".scrollbar-thumb"), backgroundColor],
        [groundOf(".progressbar-fill"), backgroundColor],
    ];
}"""
"""What is told by a background alone, and the system's colour that it must have."""


def test_colors_of_the_system_and_paper_have_their_way(themed: Themed) -> None:
    page = themed.page
    themed.show("dark")
    page.emulate_media(forced_colors="active")
    come_to_rest(page)
    for found, wanted in page.evaluate(FORCED):
        assert found == wanted
    page.emulate_media(forced_colors="none", media="print")
    come_to_rest(page)
    ground = "getComputedStyle(document.querySelector('.mdi-window')).backgroundColor"
    assert page.evaluate(ground) == "rgb(255, 255, 255)"
    ink = "getComputedStyle(document.querySelector('.label-widget:not([data-pgw-on])')).color"
    assert page.evaluate(ink) == "rgb(0, 0, 0)"
    page.emulate_media(media="screen")


FITS = """(one) => {
    const { value } = one;
    one.value = "dddddd"; // as wide as a color's code can be
    const isWhole = one.scrollWidth <= one.clientWidth;
    one.value = value;
    return isWhole;
}"""


def test_what_is_in_the_dialog_for_colors_fits_into_it(themed: Themed) -> None:
    themed.show("light")
    page = themed.page
    themed.gallery.frame("ColorDialog").get_by_role("button").get_by_text("Choose the").click()
    dialog = page.locator(".dialog-widget", has=page.locator(".colorwidget"))
    last = dialog.locator("input").last
    expect(last).to_have_value("4caf50")
    code = themed.gallery.frame("ColorWidget").locator("input").last
    assert code.evaluate(FITS), "its end is cut off"
    assert box(last)["y"] + box(last)["height"] <= box(dialog.locator(".dialog-button-box"))["y"]
    dialog.get_by_text("Cancel", exact=True).click()
    expect(dialog).to_have_count(0)
