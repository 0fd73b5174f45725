"""The demo of the sync API in Chromium: what a user of the other demo sees is seen here too.

Knows: what the example shows. Must not know: that there are threads.
"""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from browser.demo_process import Demo
from browser.gestures import errors, second_tab


@pytest.fixture
def demo() -> Iterator[Demo]:
    """The demo, running on free ports."""
    demo = Demo(name="sync_demo")
    yield demo
    demo.kill()


@pytest.fixture
def shown(demo: Demo, page: Page) -> Page:
    """A page that shows the demo."""
    page.goto(demo.url)
    expect(status(page)).to_have_text("Click a button!")
    return page


def status(page: Page) -> Locator:
    return page.locator(".label-widget")


def entry(page: Page) -> Locator:
    return page.locator("input.textentry-widget")


def button(page: Page) -> Locator:
    return page.get_by_text("Hello", exact=True)


def test_a_button_and_an_entry_are_answered_and_ctrl_c_ends_it(shown: Page, demo: Demo) -> None:
    expect(shown.locator(".toplevel-title-text")).to_have_text("Sync Demo")
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


def test_a_reload_shows_the_same_and_is_alive(shown: Page) -> None:
    button(shown).click()
    expect(status(shown)).to_have_text("Hello!")
    entry(shown).fill("half a sen")
    other = second_tab(shown)
    expect(entry(other)).to_have_value("half a sen")  # so the server knows it
    shown.reload()
    expect(status(shown)).to_have_text("Hello!")
    expect(entry(shown)).to_have_value("half a sen")
    entry(shown).press("Enter")
    for page in (shown, other):
        expect(status(page)).to_have_text("Entered: half a sen")
    button(other).click()
    expect(status(shown)).to_have_text("Hello!")
    assert errors(shown) == errors(other) == []


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


def test_the_page_comes_back_with_the_next_server(demo: Demo, shown: Page) -> None:
    button(shown).click()
    expect(status(shown)).to_have_text("Hello!")
    assert demo.press_ctrl_c() == 0
    again = Demo(port=demo.port, name="sync_demo")
    try:
        # The old session is gone with the old server: this one is new.
        expect(status(shown)).to_have_text("Click a button!", timeout=20_000)
        button(shown).click()
        expect(status(shown)).to_have_text("Hello!")
        assert [e for e in errors(shown) if "ERR_CONNECTION_REFUSED" not in e] == []
        assert again.press_ctrl_c() == 0
    finally:
        again.kill()
