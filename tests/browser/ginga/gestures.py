"""What users of Ginga do with the picture and the plugins of its viewers, and what they see of it.

Knows: playwright, and what Ginga shows. Must not know: anything inside, of Ginga or of ours.
"""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page, expect

from browser.gestures import box, comes_true, errors, second_tab
from proxy import Proxy

MANY = 40
"""More shades than an empty canvas has; of noise there are more."""

_SHADES = """canvas => {
    const { width, height } = canvas;
    if (width === 0 || height === 0) return 0;
    const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
    const seen = new Set();
    for (let at = 0; at < data.length; at += 4) seen.add(data[at]);
    return seen.size;
}"""
"""How many shades of red a picture has."""


_IN_COLOR = """(from) => [...document.querySelectorAll("canvas, img")]
    .filter((one) => one.getClientRects().length > 0 && one.getBoundingClientRect().x >= from)
    .some((one) => {
        const { width, height } = one;
        if (width === 0 || height === 0) return false;
        const context = new OffscreenCanvas(width, height).getContext("2d");
        context.drawImage(one, 0, 0);
        const { data } = context.getImageData(0, 0, width, height);
        return data.some((red, at) => at % 4 === 0 && Math.abs(red - data[at + 2]) > 50);
    })"""
"""Whether a picture that begins at a place or right of it has a colour, be it the least."""

_LABELS = """(from) => [...document.querySelectorAll(".label-widget")]
    .filter((one) => one.getBoundingClientRect().x >= from)
    .map((one) => one.innerText)"""
"""What labels say that begin at a place or right of it."""


def largest_canvas(page: Page) -> Locator:
    """The one that shows the image."""

    def size(canvas: Locator) -> float:
        around = canvas.bounding_box()
        return 0.0 if around is None else around["width"] * around["height"]

    expect(page.locator("canvas").first).to_be_attached()
    return max(page.locator("canvas").all(), key=size)


def picture(page: Page) -> str:
    """What the canvas of the image shows."""
    drawn: str = largest_canvas(page).evaluate("canvas => canvas.toDataURL()")
    return drawn


def shows_much(page: Page) -> None:
    """Wait until the image is there."""
    comes_true(page, lambda: largest_canvas(page).evaluate(_SHADES) > MANY, True)


def fit_in(page: Page) -> None:
    """Have all of the image fit in, which the program has loaded before it knew of any window."""
    point_at(page)
    click_at(page)  # for the keys
    page.keyboard.press("Backquote")
    shows_much(page)


def changes(page: Page, act: Callable[[], Any]) -> None:
    """Do something that draws the picture anew, which rests before."""
    before = is_at_rest(page)
    act()
    comes_true(page, lambda: picture(page) != before, True)


def is_at_rest(page: Page) -> str:
    """Wait until the picture is drawn no more; gives it."""
    seen = [""]

    def is_same() -> bool:
        page.evaluate("() => new Promise((done) => setTimeout(done, 300))")
        seen.append(picture(page))
        return seen[-1] == seen[-2]

    comes_true(page, is_same, True)
    return seen[-1]


def is_the_same_after_a_reload(page: Page) -> None:
    """Load a page again; it comes to show what another tab shows, which stays.

    What it showed before may have been about to change: a message is shown for a second.
    """
    other = second_tab(page)
    shows_much(other)
    page.reload()
    comes_true(page, lambda: picture(page) == picture(other), True)
    assert errors(other) == []
    other.close()


def is_the_same_without_a_line(page: Page, proxy: Proxy) -> None:
    """Have no line for 5 seconds, in which nothing changes; then there is one again."""
    proxy.cut(refuse=True)
    before = is_at_rest(page)
    page.evaluate("() => new Promise((done) => setTimeout(done, 5000))")
    assert picture(page) == before
    proxy.let_in()


def point(page: Page, right: float, down: float) -> tuple[float, float]:
    """A point of the picture, by shares of its width and height."""
    around = box(largest_canvas(page))
    return (around["x"] + around["width"] * right, around["y"] + around["height"] * down)


def point_at(page: Page, right: float = 0.5, down: float = 0.5) -> None:
    """Move the pointer there."""
    page.mouse.move(*point(page, right, down))


def click_at(page: Page, right: float = 0.5, down: float = 0.5, **options: Any) -> None:
    """Click there, which also hands keys to the picture."""
    page.mouse.click(*point(page, right, down), **options)


def pan(page: Page, right: float = 0.3, down: float = 0.4) -> None:
    """The middle button puts the point under the pointer into the middle."""
    point_at(page, right, down)
    click_at(page, right, down, button="middle")


def drag_right(page: Page, begin: tuple[float, float], end: tuple[float, float]) -> None:
    """Draw from one point to another, by shares as above; Ginga draws by the right button."""
    point_at(page, *begin)
    page.mouse.down(button="right")
    page.mouse.move(*point(page, *end), steps=5)
    page.mouse.up(button="right")


def panel_has_colors(page: Page) -> bool:
    """Whether pictures right of the image, those of the panel of a plugin, are more than gray."""
    found: bool = page.evaluate(_IN_COLOR, _right_of_the_image(page))
    return found


def panel_says(page: Page) -> list[str]:
    """The texts of the labels right of the image."""
    said: list[str] = page.evaluate(_LABELS, _right_of_the_image(page))
    return said


def _right_of_the_image(page: Page) -> float:
    image = box(largest_canvas(page))
    return image["x"] + image["width"]


def start(page: Page, plugin: str) -> None:
    """Start a plugin by the menu of operations; its panel comes."""
    page.get_by_text("Operation", exact=True).click()
    page.locator(".menu-submenu-label:visible", has_text="Analysis").hover()
    page.locator(".menuaction-label:visible").get_by_text(plugin, exact=True).click()
    expect(page.get_by_text("Close", exact=True).first).to_be_visible()


def close(page: Page) -> None:
    """Close the plugin whose panel is open."""
    page.get_by_text("Close", exact=True).first.click()
    expect(page.get_by_text("Close", exact=True)).to_have_count(0)
