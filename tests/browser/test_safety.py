"""Markup that a user types is shown, and never run: the page's Content-Security-Policy, tried.

Knows: that labels render markup (pgwidgets-js puts their text into innerHTML), and that the demo
puts what is typed into a label. The policy's words are tested over plain HTTP elsewhere.
"""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import ConsoleMessage, Page, expect

from browser.conftest import watch
from browser.demo_process import Demo

_ATTACKS = {
    "event handler": "<img src='data:,' onerror=\"document.title='owned'\">typed",
    "script element": "<script>document.title='owned'</script>typed",
    "late handler": "<b onclick=\"document.title='owned'\">typed</b>",
    "script URL": "<a href=\"javascript:document.title='owned'\">typed</a>",
    "frame": "<iframe srcdoc=\"<script>parent.document.title='owned'</script>\"></iframe>typed",
    "loaded script": "<svg><script href='data:text/javascript,document.title=1'/></svg>typed",
}


@pytest.fixture
def demo() -> Iterator[Demo]:
    """The demo, running on free ports."""
    demo = Demo()
    yield demo
    demo.kill()


def test_typed_markup_does_not_run_as_script(demo: Demo, page: Page) -> None:
    blocked = watch_policy(page)
    page.goto(demo.url)
    label = page.locator(".label-widget")
    expect(label).to_have_text("Click a button!")
    assert blocked == []
    for name, markup in _ATTACKS.items():
        entry = page.locator("input.textentry-widget")
        entry.fill(markup)
        entry.press("Enter")
        expect(label).to_have_text("Entered: typed")
        target = label.locator("b, a")
        if target.count():
            target.click()
        # A failing image tells when it has failed; the frame is refused before it loads.
        page.evaluate("new Promise((go) => requestAnimationFrame(() => setTimeout(go)))")
        assert page.title() == "pgwidgets", name
    assert page.evaluate("location.href").startswith(demo.url)

    # The same again when the label is built anew, here and in another tab.
    entry.fill(_ATTACKS["event handler"])
    entry.press("Enter")
    expect(label).to_have_text("Entered: typed")
    other = watch(page.context.new_page())
    blocked_there = watch_policy(other)
    with other.expect_console_message(is_about_policy):
        other.goto(page.url)
    expect(other.locator(".label-widget")).to_have_text("Entered: typed")
    assert other.title() == "pgwidgets"
    assert blocked_there != []

    assert blocked != []
    assert all("Content Security Policy" in text for text in blocked)
    unexpected = [text for text in page.console_errors if text not in blocked]  # type: ignore[attr-defined]
    assert unexpected == []


def test_without_the_policy_the_same_markup_would_run(
    demo: Demo, open_page: Callable[..., Page]
) -> None:
    """The attack of the test above is one, and it is the policy that stops it."""
    page = open_page(bypass_csp=True)
    page.goto(demo.url)
    entry = page.locator("input.textentry-widget")
    entry.fill(_ATTACKS["event handler"])
    entry.press("Enter")
    expect(page).to_have_title("owned")


def is_about_policy(message: ConsoleMessage) -> bool:
    return message.type == "error" and "Content Security Policy" in message.text


def watch_policy(page: Page) -> list[str]:
    """A list that gets what the page says it has blocked."""
    blocked: list[str] = []
    page.on("console", lambda message: is_about_policy(message) and blocked.append(message.text))
    return blocked
