"""`run(open_browser=True)`, and `--open`: a browser shows the page, once, when it is served."""

import asyncio
import threading
import webbrowser
from collections.abc import Iterator
from typing import Any

import pytest

from patience import PATIENCE
from pgwidgets import async_, sync
from pgwidgets._launch import Launch, begin


class Opened:
    """A browser that notes what it is to show."""

    def __init__(self) -> None:
        self.urls: list[str] = []
        self.came = threading.Event()
        self.is_there = True

    def open(self, url: str) -> bool:
        self.urls.append(url)
        self.came.set()
        return self.is_there


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> Iterator[Opened]:
    opened = Opened()
    monkeypatch.setattr(webbrowser, "open", opened.open)
    yield opened
    begin(None)


def run_until(app: Any, event: threading.Event) -> None:
    """Run an application until something has happened."""

    def end() -> None:
        assert event.wait(PATIENCE)
        app.close()

    ending = threading.Thread(target=end)
    ending.start()
    app.run(open_browser=True)
    ending.join()


def test_a_browser_shows_the_page(browser: Opened) -> None:
    app = sync.Application(0, 0)
    urls: list[str | None] = []
    announce = app._pgwidgets.announce
    app._pgwidgets.announce = lambda *given: (urls.append(app.url), announce(*given))  # type: ignore[method-assign]
    run_until(app, browser.came)
    assert browser.urls == urls


def test_a_browser_shows_the_page_of_an_event_loop(browser: Opened) -> None:
    async def main() -> None:
        app = async_.Application(0, 0)
        running = asyncio.create_task(app.run(open_browser=True))
        assert await asyncio.to_thread(browser.came.wait, PATIENCE)
        assert browser.urls == [app.url]
        await app.close()
        await running

    asyncio.run(main())


def test_without_a_browser_the_user_is_told(
    browser: Opened, capfd: pytest.CaptureFixture[str]
) -> None:
    browser.is_there = False
    run_until(sync.Application(0, 0), browser.came)
    for thread in threading.enumerate():
        if thread.name == "pgwidgets browser":
            thread.join(PATIENCE)
    assert "no browser could be opened here" in capfd.readouterr().out


def test_a_launch_opens_the_first_page_alone(browser: Opened) -> None:
    begin(Launch(opens_browser=True))
    with sync.Application(0, 0) as first, sync.Application(0, 0) as second:
        for app in (first, second, first):
            app._pgwidgets.announce()
        assert browser.came.wait(PATIENCE)
        assert browser.urls == [first.url]


def test_a_program_that_is_started_anew_opens_no_second_page(browser: Opened) -> None:
    begin(Launch(opens_browser=True, is_again=True))
    with sync.Application(0, 0) as app:
        app._pgwidgets.announce(open_browser=True)
    assert browser.urls == []


def test_nothing_is_opened_unasked(browser: Opened) -> None:
    with sync.Application(0, 0) as app:
        app._pgwidgets.announce()
    assert browser.urls == []
    assert "pgwidgets browser" not in {thread.name for thread in threading.enumerate()}


@pytest.mark.parametrize("given", [1, "yes", None])
def test_what_is_neither_true_nor_false_is_refused(given: Any) -> None:
    with pytest.raises(TypeError, match=r"run\(\): open_browser is"):
        sync.Application(0, 0).run(open_browser=given)
    with pytest.raises(TypeError, match=r"run\(\): open_browser is"):
        asyncio.run(async_.Application(0, 0).run(open_browser=given))
