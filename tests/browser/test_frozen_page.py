"""The store that servers share is away: what a page says of it in Chromium; `make test-redis`."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from browser.demo_process import Demo
from stores.redis_server import redis_server

PROGRAM = Path(__file__).with_name("stored_program.py")


@pytest.mark.skipif("PGWIDGETS_REDIS_AWAY" not in os.environ, reason="it is of `make test-redis`")
def test_a_page_says_that_its_server_waits_and_goes_on(open_page: Callable[..., Page]) -> None:
    with redis_server() as redis:
        demo = Demo(0, path=PROGRAM, store=redis.url)
        try:
            page = open_page()
            page.goto(demo.url)
            pressed, status = page.get_by_text("pressed", exact=False), page.get_by_role("status")
            page.get_by_text("Press", exact=True).click()
            expect(pressed).to_have_text("pressed 1")
            redis.freeze()
            expect(status.first).to_contain_text("The server waits for its store")
            expect(status.first).to_contain_text("What you do is kept.")
            page.get_by_text("Press", exact=True).click()
            expect(pressed).to_have_text("pressed 1")
            redis.thaw()
            expect(pressed).to_have_text("pressed 2")
            expect(status.first).to_have_text("")
        finally:
            redis.thaw()
            demo.kill()
