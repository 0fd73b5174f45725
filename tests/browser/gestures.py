"""What a user does with a page besides clicking and typing, and what the page complains of.

Knows: playwright. Must not know: the wire, or any widget.
"""

import time
from collections.abc import Callable

from playwright.sync_api import Locator, Page

from browser.conftest import watch
from patience import PATIENCE


def errors(page: Page) -> list[str]:
    """What the page has reported as an error so far; it was opened or is watched by conftest."""
    page.evaluate("null")  # playwright hands over what it has heard when it is called
    found: list[str] = page.console_errors  # type: ignore[attr-defined]
    return found


def second_tab(page: Page) -> Page:
    """Another tab of the same browser, with the same address."""
    other = watch(page.context.new_page())
    other.goto(page.url)
    return other


def box(locator: Locator) -> dict[str, float]:
    """Where it is in the page, in CSS pixels: x, y, width, height."""
    found = locator.bounding_box()
    assert found is not None, f"{locator} can't be seen"
    return dict(found)


def comes_true(page: Page, read: Callable[[], object], wanted: object) -> None:
    """Wait until ``read()`` gives what is wanted; what it gave last is the failure."""
    end = time.monotonic() + PATIENCE
    while (found := read()) != wanted:
        assert time.monotonic() < end, f"still {found!r}, not {wanted!r}"
        page.evaluate("() => new Promise((done) => setTimeout(done, 10))")  # hidden ones draw none


def drag(page: Page, handle: Locator, x: float, y: float) -> None:
    """Take `handle` by its middle, and drag it by so many pixels."""
    around = box(handle)
    start = (around["x"] + around["width"] / 2, around["y"] + around["height"] / 2)
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(start[0] + x / 2, start[1] + y / 2)
    page.mouse.move(start[0] + x, start[1] + y)
    page.mouse.up()


def hear(page: Page) -> list[str | bytes]:
    """Load the page again; gives what it sends from then on, frame by frame."""
    frames: list[str | bytes] = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda frame: frames.append(frame)))
    page.reload()
    return frames


def typing_is_told(page: Page, frames: list[str | bytes], text: str) -> None:
    """Wait until the page has told what was typed, which it does after a pause.

    What comes that late would meet what is being typed in another tab.
    """

    def is_told() -> bool:
        return any('"modified"' in str(frame) and text in str(frame) for frame in frames)

    comes_true(page, is_told, True)


def come_to_rest(page: Page) -> None:
    """Wait until nothing moves on a page, and no colour changes, any more."""
    page.evaluate(
        """async () => {
            await new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)));
            await Promise.allSettled(document.getAnimations().map((one) => one.finished));
        }"""
    )
