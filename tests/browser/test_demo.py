"""The small demos in Chromium, as users have them: started, clicked, typed into, reloaded.

Knows: what an example shows, whichever API it is written with, and the page's URL.
Must not know: the wire, or anything inside, such as threads.
"""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from browser.demo_page import button, entry, status
from browser.demo_process import Demo
from browser.gestures import box, drag, errors, hear, second_tab, typing_is_told

TITLES = {"async_demo": "Async Demo", "trio_demo": "Async Demo", "sync_demo": "Sync Demo"}


every_demo = pytest.mark.parametrize("name", TITLES)
"""For what the ways to run a program could differ in; the rest is the page's, or the core's."""


@pytest.fixture
def name() -> str:
    """The example."""
    return "async_demo"


@pytest.fixture
def demo(name: str) -> Iterator[Demo]:
    """A demo, running on free ports."""
    demo = Demo(name=name)
    yield demo
    demo.kill()


@pytest.fixture
def shown(demo: Demo, page: Page) -> Page:
    """A page that shows the demo."""
    page.goto(demo.url)
    expect(status(page)).to_have_text("Click a button!")
    return page


def window(page: Page) -> Locator:
    return page.locator(".toplevel-widget")


def veil(page: Page) -> Locator:
    return page.get_by_role("status")


# ------------------------------------------------------------------- one visitor


@every_demo
def test_a_button_and_an_entry_are_answered(shown: Page, demo: Demo, name: str) -> None:
    expect(shown).to_have_title("pgwidgets")
    expect(window(shown).locator(".toplevel-title-text")).to_have_text(TITLES[name])
    expect(entry(shown)).to_have_value("Type here")
    button(shown).click()
    expect(status(shown)).to_have_text("Hello!")
    entry(shown).fill("some words")
    entry(shown).press("Enter")
    expect(status(shown)).to_have_text("Entered: some words")
    assert errors(shown) == []
    assert demo.press_ctrl_c() == 0
    assert "Traceback" not in demo.output
    assert "WARNING" not in demo.output


def test_a_reload_shows_the_same(shown: Page) -> None:
    button(shown).click()
    entry(shown).fill("submitted")
    entry(shown).press("Enter")
    expect(status(shown)).to_have_text("Entered: submitted")
    address = shown.url
    shown.reload()
    expect(status(shown)).to_have_text("Entered: submitted")
    expect(entry(shown)).to_have_value("submitted")
    expect(shown).to_have_url(address)
    button(shown).click()  # what was rebuilt is alive
    expect(status(shown)).to_have_text("Hello!")
    assert errors(shown) == []


def test_text_that_is_typed_but_not_submitted_goes_to_other_tabs_and_outlives_a_reload(
    shown: Page,
) -> None:
    other = second_tab(shown)
    expect(entry(other)).to_have_value("Type here")
    entry(shown).fill("half a sen")
    expect(entry(other)).to_have_value("half a sen")  # so the server knows it
    expect(status(other)).to_have_text("Click a button!")
    for page in (shown, other):
        page.reload()
        expect(entry(page)).to_have_value("half a sen")
        assert errors(page) == []


def test_the_mouse_moves_the_window_for_good(shown: Page) -> None:
    before = box(window(shown))
    drag(shown, window(shown).locator(".toplevel-title-bar"), 120, 90)
    after = box(window(shown))
    assert after == {**before, "x": before["x"] + 120, "y": before["y"] + 90}
    other = second_tab(shown)
    left = window(shown).evaluate("(window) => window.style.left")
    expect(window(other)).to_have_css("left", left)  # so the server knows it
    assert box(window(other)) == after
    shown.reload()
    expect(status(shown)).to_have_text("Click a button!")
    assert box(window(shown)) == after
    assert errors(shown) == errors(other) == []


def test_the_mouse_resizes_the_window_for_good(shown: Page) -> None:
    border = 2  # pixels, both sides: the stock grip sets the outer size as the inner one
    before = box(window(shown))
    assert (before["width"] - border, before["height"] - border) == (400, 300)
    drag(shown, window(shown).locator(".toplevel-grip-se"), 60, 40)
    after = box(window(shown))
    width, height = before["width"] + 60 + border, before["height"] + 40 + border
    assert after == {**before, "width": width, "height": height}
    other = second_tab(shown)
    expect(window(other)).to_have_css("width", f"{width - border:g}px")  # so the server knows it
    assert box(window(other)) == after
    shown.reload()
    expect(status(shown)).to_have_text("Click a button!")
    assert box(window(shown)) == after
    assert errors(shown) == errors(other) == []


# ------------------------------------------------------------------ several visitors


@every_demo
def test_a_second_tab_shows_the_same_and_follows_both_ways(shown: Page) -> None:
    button(shown).click()
    expect(status(shown)).to_have_text("Hello!")
    other = second_tab(shown)
    expect(status(other)).to_have_text("Hello!")
    for here, there in ((shown, other), (other, shown)):
        sent = hear(here)
        text = f"from tab {here is other:d}"
        entry(here).fill(text)
        entry(here).press("Enter")
        for page in (here, there):
            expect(status(page)).to_have_text(f"Entered: {text}")
            expect(entry(page)).to_have_value(text)
        typing_is_told(here, sent, text)
        button(there).click()
        expect(status(here)).to_have_text("Hello!")
    assert errors(shown) == errors(other) == []
    other.close()
    entry(shown).fill("alone")
    entry(shown).press("Enter")
    expect(status(shown)).to_have_text("Entered: alone")
    assert errors(shown) == []


def test_another_visitor_has_a_session_of_its_own(
    demo: Demo, shown: Page, open_page: Callable[..., Page]
) -> None:
    stranger = open_page()
    stranger.goto(demo.url)
    expect(status(stranger)).to_have_text("Click a button!")
    button(stranger).click()
    expect(status(stranger)).to_have_text("Hello!")
    expect(status(shown)).to_have_text("Click a button!")
    assert errors(shown) == errors(stranger) == []


# ------------------------------------------------------------------- the server goes


@every_demo
def test_ctrl_c_ends_it_and_the_page_comes_back_with_the_next_server(
    demo: Demo, name: str, shown: Page
) -> None:
    button(shown).click()
    expect(status(shown)).to_have_text("Hello!")
    first = shown.url
    assert demo.press_ctrl_c() == 0
    assert "Traceback" not in demo.output
    expect(veil(shown)).to_contain_text(re.compile("reconnecting|restarting", re.IGNORECASE))
    expect(status(shown)).to_have_text("Hello!")  # what was there stays in sight
    again = Demo(port=demo.port, name=name)
    try:
        # The old session is gone with the old server: this one is new, and the page says so.
        expect(status(shown)).to_have_text("Click a button!")
        expect(veil(shown)).to_contain_text("This is a new session")
        expect(shown).to_have_url(re.compile(re.escape(again.url) + "#session=1&token="))
        assert shown.url != first
        button(shown).click()
        expect(status(shown)).to_have_text("Hello!")
        # While nobody listened, Chromium itself noted each failed attempt to connect.
        assert [e for e in errors(shown) if "ERR_CONNECTION_REFUSED" not in e] == []
        assert again.press_ctrl_c() == 0
    finally:
        again.kill()
