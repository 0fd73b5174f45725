"""Where the small demos show what they have.

Knows: their page. Must not know: how it got there, or what is tested on it.
"""

from playwright.sync_api import Locator, Page


def status(page: Page) -> Locator:
    """What was done last."""
    return page.locator(".label-widget")


def entry(page: Page) -> Locator:
    """What one types into."""
    return page.locator("input.textentry-widget")


def button(page: Page) -> Locator:
    """What greets."""
    return page.get_by_text("Hello", exact=True)
