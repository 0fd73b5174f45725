"""Chromium, Firefox and WebKit, and applications served to them.

Knows: which engines there are. Must not know: what is tested.
"""

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Playwright, sync_playwright

from browser.conftest import Served
from browser.conftest import serve as serve_anything
from engines.chromium import Chromium
from engines.complaints import Complaints
from engines.driver import Driver
from engines.firefox import Firefox
from engines.webkit import Screen, WebKit
from folders import of_folder
from patience import PATIENCE

__all__ = ["serve_anything"]  # a fixture

ENGINES = ("chromium", "firefox", "webkit")

_STARTS = 3
"""How many times a browser is started that does not come up."""

_TIME = (_STARTS + 2) * PATIENCE
"""Seconds for a test."""

type Serve = Callable[..., Served]


@pytest.hookimpl(tryfirst=True)  # before they are selected by marker
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of this folder, and give them more time: each may start a browser."""
    for item in of_folder(Path(__file__).parent, items):
        item.add_marker(pytest.mark.engines)
        item.add_marker(pytest.mark.timeout(_TIME))


@pytest.fixture(scope="session", params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    """Which one; each test is run in all of them."""
    name: str = request.param
    return name


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """What starts Chromium."""
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def start(engine: str, playwright: Playwright) -> Iterator[Callable[[bool], Driver]]:
    """Start a browser, that is private or is not; all are closed at the end."""
    with contextlib.ExitStack() as closing:

        def start(is_private: bool) -> Driver:
            driver: Driver
            if engine == "chromium":
                driver = Chromium(playwright, is_private)
            elif engine == "firefox":
                driver = until_it_starts(lambda: Firefox(is_private))
            else:
                screen = Screen()
                closing.callback(screen.close)
                driver = until_it_starts(lambda: WebKit(screen))
            closing.callback(driver.close)
            return driver

        yield start


def until_it_starts[D: Driver](start: Callable[[], D]) -> D:
    """Start a browser, and start it again where it does not come up, as happens under load.

    One that is not up leaves nothing behind, and no test has been run in it.
    """
    for _ in range(_STARTS - 1):
        with contextlib.suppress(Exception):  # the last one's is told
            return start()
    return start()


@pytest.fixture(scope="session")
def browser(start: Callable[[bool], Driver]) -> Driver:
    """The browser of most tests."""
    return start(False)


@pytest.fixture
def driver(browser: Driver) -> Iterator[Driver]:
    """A browser that knows nothing of earlier tests; at the end no page has complained."""
    yield browser
    browser.leave()
    found = browser.complaints()
    assert not found, "\n".join(found)


@pytest.fixture
def serve(driver: Driver, serve_anything: Serve) -> Iterator[Serve]:
    """Serve applications, that note what their pages complain of; pages are left before they go."""

    def serve(setup: Callable[[Any], object], **options: Any) -> Served:
        def set_up(app: Any) -> object:
            app.register_widget(Complaints)
            return setup(app)

        return serve_anything(set_up, **options)

    yield serve
    driver.leave()
