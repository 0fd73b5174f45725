"""The FastAPI example in Chromium: a page with routes of its own, and our window beside them.

Knows: what the example shows. Must not know: the wire, or anything inside.
"""

import runpy
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import FrameLocator, Page, expect

from browser.gestures import errors

_EXAMPLE = Path(__file__).parents[2] / "examples" / "fastapi_app.py"


@pytest.fixture
def site() -> Iterator[str]:
    """The example on uvicorn; its URL."""
    from asgi.servers import Uvicorn

    with Uvicorn(runpy.run_path(str(_EXAMPLE))["web"]) as server:
        yield server.url


def controls(page: Page) -> FrameLocator:
    return page.frame_locator("iframe")


def test_the_page_and_the_window_share_a_world(site: str, page: Page) -> None:
    page.goto(site)
    target, label = page.locator("output"), controls(page).locator(".label-widget")
    expect(page).to_have_title("Cryostat")
    expect(target).to_have_text("77 K")
    expect(label).to_have_text("Target: 77 K")
    controls(page).get_by_text("Cool down").click()
    expect(label).to_have_text("Target: 4 K")
    expect(target).to_have_text("4 K")
    page.get_by_role("button", name="Warm up").click()
    expect(label).to_have_text("Target: 300 K")
    expect(target).to_have_text("300 K")
    assert errors(page) == []


def test_the_window_alone_and_another_one(site: str, page: Page) -> None:
    page.goto(f"{site}ui")  # FastAPI puts the slash
    expect(page).to_have_title("Controls")
    label = page.locator(".label-widget")
    expect(label).to_have_text("Target: 77 K")
    page.get_by_text("Cool down").click()
    expect(label).to_have_text("Target: 4 K")
    page.reload()
    expect(label).to_have_text("Target: 4 K")
    other = page.context.new_page()
    other.goto(site)
    other.get_by_role("button", name="Warm up").click()
    expect(label).to_have_text("Target: 300 K")
    assert errors(page) == []
