"""The line is cut, pages are reloaded, left and come back to; and what browsers complain of."""

from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import pytest

from engines.conftest import Serve
from engines.driver import Driver
from proxy import Proxy

ENTRY = "input.textentry-widget, .textentry-widget input"


@pytest.fixture
def made(serve: Serve, driver: Driver) -> Iterator[SimpleNamespace]:
    """An application with an entry and a button, and a network that can be cut."""
    made = SimpleNamespace(clicks=0, visits=0, text="")

    async def build(session: Any) -> None:
        made.visits += 1
        W = session.get_widgets()
        entry = await W.TextEntry("")
        button = await W.Button("Expose")
        label = await W.Label("0 frames")
        box = await W.VBox(spacing=6, padding=8)
        for widget in (entry, button, label):
            await box.add_widget(widget, 0)
        top = await W.TopLevel(title="Line")
        await top.set_widget(box)
        await top.resize(300, 200)
        await top.show()

        async def count() -> None:
            made.clicks += 1
            await label.set_text(f"{made.clicks} frames")

        await button.on("activated", count)
        await entry.on("modified", lambda text: setattr(made, "text", text))

    with Proxy(urlsplit(serve(lambda app: app.on_connect(build) and None).url).port or 0) as proxy:
        made.proxy = proxy
        yield made
        driver.leave()


def frames(driver: Driver, text: str) -> None:
    """Wait until the page says so."""
    driver.find(".label-widget", text)


def test_what_is_done_while_the_line_is_cut_arrives_once(
    driver: Driver, made: SimpleNamespace
) -> None:
    driver.goto(made.proxy.url)
    driver.click(driver.find(ENTRY))
    driver.type("M 3")
    driver.until(lambda: made.text == "M 3")
    driver.js("() => { document.querySelector('.label-widget').marked = true; }")
    made.proxy.cut(refuse=True)
    made.proxy.wait_for(lambda: made.proxy.refused > 0)
    driver.type("1")
    driver.click(driver.find(".button-widget"))
    made.proxy.let_in()
    frames(driver, "1 frames")
    driver.until(lambda: made.text == "M 31")
    assert (made.clicks, made.visits) == (1, 1)
    assert driver.js("() => document.querySelector('.label-widget').marked")
    assert driver.value(ENTRY) == "M 31"
    driver.complaints()  # of the connections that were refused


def reloads(driver: Driver, made: SimpleNamespace) -> None:
    """Reload a page, which goes on as it was."""
    driver.goto(made.proxy.url)
    driver.click(driver.find(".button-widget"))
    frames(driver, "1 frames")
    driver.reload()
    frames(driver, "1 frames")
    driver.click(driver.find(".button-widget"))
    frames(driver, "2 frames")
    assert made.visits == 1


def test_a_reload_shows_the_same_session(driver: Driver, made: SimpleNamespace) -> None:
    reloads(driver, made)


def test_back_and_forward_lead_to_a_page_that_works(driver: Driver, made: SimpleNamespace) -> None:
    driver.goto(made.proxy.url)
    driver.click(driver.find(".button-widget"))
    frames(driver, "1 frames")
    driver.goto("about:blank")
    driver.back()
    frames(driver, "1 frames")
    driver.click(driver.find(".button-widget"))
    frames(driver, "2 frames")
    driver.forward()
    driver.until_js("() => location.href === 'about:blank'")
    driver.back()
    frames(driver, "2 frames")
    driver.click(driver.find(".button-widget"))
    frames(driver, "3 frames")
    assert made.visits == 1
    driver.complaints()  # of the socket of a page that a browser keeps


def test_what_is_typed_in_one_tab_is_shown_in_the_other(
    driver: Driver, made: SimpleNamespace
) -> None:
    driver.goto(made.proxy.url)
    driver.find(ENTRY)
    address = driver.js("() => location.href")
    driver.open_tab()
    driver.goto(address)
    driver.click(driver.find(ENTRY))
    driver.type("M 51")
    driver.show_tab(0)  # at once: a tab behind tells what was typed into it all the same
    driver.until(lambda: driver.value(ENTRY) == "M 51")
    driver.click(driver.find(ENTRY))
    driver.key("End")
    driver.type("a")
    driver.until(lambda: made.text == "M 51a")
    driver.show_tab(1)
    driver.until(lambda: driver.value(ENTRY) == "M 51a")
    assert made.visits == 1


def test_a_private_window_is_as_good(
    start: Callable[[bool], Driver], made: SimpleNamespace
) -> None:
    driver = start(True)
    reloads(driver, made)
    driver.leave()
    assert driver.complaints() == []


def test_what_a_page_complains_of_is_heard(driver: Driver, made: SimpleNamespace) -> None:
    driver.goto(made.proxy.url)
    driver.find(ENTRY)
    heard: list[str] = []

    def hears(text: str) -> bool:
        heard.extend(driver.complaints())
        return any(text in line for line in heard)

    driver.js("() => { setTimeout(() => { throw new Error('nobody catches this'); }); }")
    driver.until(lambda: hears("nobody catches this"))
    driver.js("() => console.error('this is said')")
    driver.until(lambda: hears("this is said"))
    driver.js("() => { document.body.append(Object.assign(new Image(), {src: 'http://[::1]/'})); }")
    driver.until(lambda: hears("img-src"))
    # Firefox tells of it by its policy and by the picture, and the second comes when it likes.
    driver.leave()
    driver.complaints()
