"""Markup that a user types is shown, and never run: the page's Content-Security-Policy, tried.

Knows: that labels render markup (pgwidgets-js puts their text into innerHTML), and that the demo
puts what is typed into a label. The policy's words are tested over plain HTTP elsewhere.
"""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import ConsoleMessage, Page, expect

from browser.conftest import watch
from browser.demo_process import Demo
from browser.gestures import errors

_OWN = "document.title='owned'"
_STOPPED = {
    "handler": f'<img src="data:," onerror="{_OWN}">handler',
    "late handler": f'<b onclick="{_OWN}">late handler</b>',
    "script URL": f'<a href="javascript:{_OWN}">script URL</a>',
    "frame": f'<iframe srcdoc="<script>parent.{_OWN}</script>"></iframe>frame',
}
"""Text that is left of the markup, and markup whose script the policy stops, and says so."""

_INERT = {
    "script element": f"<script>{_OWN}</script>script element",
    "loaded script": "<svg><script href='data:text/javascript,1'></script></svg>loaded script",
}
"""Markup whose script no browser runs when it comes by innerHTML."""


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
    for name, markup in _INERT.items():
        submit(page, markup)
        expect(label).to_have_text(f"Entered: {name}")
        assert page.title() == "pgwidgets", name
    assert blocked == []
    for name, markup in _STOPPED.items():
        with page.expect_console_message(is_about_policy):
            submit(page, markup)
            expect(label).to_have_text(f"Entered: {name}")
            label.get_by_text(name).click()
        assert page.title() == "pgwidgets", name
    assert page.url.startswith(demo.url)
    assert errors(page) == blocked

    # Nor does it where the label is built anew.
    submit(page, _STOPPED["handler"])
    expect(label).to_have_text("Entered: handler")
    other = watch(page.context.new_page())
    blocked_there = watch_policy(other)
    with other.expect_console_message(is_about_policy):
        other.goto(page.url)
    expect(other.locator(".label-widget")).to_have_text("Entered: handler")
    assert other.title() == "pgwidgets"
    assert errors(other) == blocked_there


def test_without_the_policy_the_same_markup_would_run(
    demo: Demo, open_page: Callable[..., Page]
) -> None:
    """The attack of the test above is one, and it is the policy that stops it."""
    page = open_page(bypass_csp=True)
    page.goto(demo.url)
    submit(page, _STOPPED["handler"])
    expect(page).to_have_title("owned")


def submit(page: Page, text: str) -> None:
    entry = page.locator("input.textentry-widget")
    entry.fill(text)
    entry.press("Enter")


def is_about_policy(message: ConsoleMessage) -> bool:
    return message.type == "error" and "Content Security Policy" in message.text


def watch_policy(page: Page) -> list[str]:
    """A list that gets what the page says it has blocked."""
    blocked: list[str] = []
    page.on("console", lambda message: is_about_policy(message) and blocked.append(message.text))
    return blocked
