"""Two browsers of one session, and control that goes from one to the other."""

import os
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from browser.conftest import Served
from browser.gestures import errors
from patience import PATIENCE
from pgwidgets.extras import Presence
from pgwidgets_proto import Limits
from proxy import Proxy

CONTROL = float(os.environ.get("PGWIDGETS_CONTROL_SECONDS", "1.5"))
"""Seconds that a holder of control may be away; real ones, since a line is cut for as long."""


@pytest.fixture
def to_network() -> Iterator[Callable[[int], Proxy]]:
    """Put a network that can be cut in front of a server's port."""
    made: list[Proxy] = []

    def make(port: int) -> Proxy:
        made.append(Proxy(port))
        return made[-1]

    yield make
    for one in made:
        one.close()


def test_one_watches_asks_for_control_gets_it_and_presses(
    serve: Callable[..., Served],
    open_page: Callable[..., Page],
    to_network: Callable[[int], Proxy],
) -> None:
    found: dict[str, Any] = {"presses": []}

    async def setup(app: Any) -> None:
        @app.on_connect
        async def connected(session: Any) -> None:
            W = session.get_widgets()
            top, box = await W.TopLevel(title="Dome"), await W.VBox()
            button, label = await W.Button("Open"), await W.Label("step 0")

            async def pressed() -> None:
                found["presses"].append(session.asker.is_owner)
                await label.set_text(f"opened {len(found['presses'])}")

            await button.on("activated", pressed)
            bar = Presence(session, every=1.0).widget
            for widget in (button, label, bar):
                await box.add_widget(widget)
            await top.set_widget(box)
            await top.resize(700, 200)
            await top.show()
            found.update(session=session, label=label)

    served = serve(setup, limits=Limits(goodbye_grace=PATIENCE))  # however long a reload takes
    network = to_network(urlsplit(served.url).port or 0)
    page = open_page()
    page.goto(served.url)
    expect(page.get_by_text("step 0")).to_be_visible()

    async def begin() -> Any:
        session = found["session"]
        session.control.start(session.browsers[0], patience=PATIENCE)
        return session.share("operator")

    other = open_page()
    link = served.call(begin).url.partition("#")[2]
    other.goto(f"{network.url}#{link}")
    note = other.locator(".pgwidgets-watching")
    expect(note).to_have_text("View only")
    why = "Somebody else is at the controls. What you press here has no effect."
    expect(note).to_have_attribute("title", why)

    async def count() -> None:
        for number in range(1, 101):
            await found["label"].set_text(f"step {number}")

    served.call(count)
    expect(other.get_by_text("step 100")).to_be_visible()
    opener = other.get_by_text("Open", exact=True)
    expect(opener).to_have_css("cursor", "not-allowed")
    opener.click(force=True)
    ask = other.get_by_text("Ask for control")
    expect(ask).to_have_css("opacity", "1")
    ask.click()
    page.get_by_text("Hand over to operator").click()
    expect(note).to_be_hidden()
    expect(page.locator(".pgwidgets-watching")).to_be_visible()
    opener.click()
    for each in (page, other):
        expect(each.get_by_text("opened 1")).to_be_visible()

    async def presses() -> list[bool]:
        return list(found["presses"])

    assert served.call(presses) == [False]

    other.reload()  # and still has it
    expect(other.get_by_text("operator is at the controls")).to_be_visible()
    other.get_by_text("Open", exact=True).click()
    expect(page.get_by_text("opened 2")).to_be_visible()

    served.call(lambda: found["session"].control.start(patience=CONTROL))
    began = time.monotonic()
    network.cut(refuse=True)  # for longer than it is waited for: who has asked has control then
    page.get_by_text("Ask for control").click()
    expect(page.get_by_text("The owner is at the controls")).to_be_visible()
    assert time.monotonic() - began >= CONTROL
    page.get_by_text("Open", exact=True).click()
    expect(page.get_by_text("opened 3")).to_be_visible()

    network.let_in()  # and who is back looks on
    other.evaluate("dispatchEvent(new Event('online'))")
    expect(other.get_by_text("The owner is at the controls")).to_be_visible()
    expect(note).to_be_visible()
    opener.click(force=True)
    page.get_by_text("Open", exact=True).click()
    expect(other.get_by_text("opened 4")).to_be_visible()
    assert served.call(presses) == [False, False, True, True]
    assert errors(page) == []
