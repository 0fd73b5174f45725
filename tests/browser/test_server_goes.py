"""The server goes and comes back, or has no room: what its visitors see of it in Chromium.

Knows: the public async API, and what a page shows. Must not know: the wire.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from browser.conftest import Served, watch
from browser.gestures import comes_true, errors
from patience import PATIENCE
from pgwidgets_proto import Limits

_NOTE = """() => {
    window.said = [];
    const veil = document.querySelector(".pgwidgets-veil");
    new MutationObserver(() => window.said.push(veil.textContent))
        .observe(veil, { subtree: true, childList: true, characterData: true });
}"""
"""Notes all that the page's veil says, some of it for ten seconds only."""

KEY = "a key of sixteen bytes, or more"


def veil(page: Page) -> Locator:
    return page.get_by_role("status")


def heard_from(tab: Page) -> str:
    """All that its veil has said."""
    return "\n".join(tab.evaluate("window.said"))


def label(page: Page) -> Locator:
    return page.locator(".label-widget")


def count_visits(visits: list[Any]) -> Callable[[Any], None]:
    """A program whose window says which session it shows; a click is answered."""

    def setup(app: Any) -> None:
        @app.on_connect
        async def build(session: Any) -> None:
            visits.append(session)
            W = session.get_widgets()
            top = await W.TopLevel(title="Desk")
            box = await W.VBox()
            text = await W.Label(f"session {session.id}, restored: {session.is_restored}")
            button = await W.Button("Go")
            await button.on("activated", lambda: text.set_text("clicked"))
            await box.add_widget(text, 0)
            await box.add_widget(button, 0)
            await top.set_widget(box)
            await top.show()

    return setup


def complaints(page: Page) -> list[str]:
    excused = ("WebSocket connection to", "Failed to load resource")
    return [text for text in errors(page) if not text.startswith(excused)]


def open_tabs(open_page: Callable[..., Page], served: Served) -> list[Page]:
    """Two visitors, the first with two tabs."""
    first, second = open_page(), open_page()
    for page, number in ((first, 1), (second, 2)):
        page.goto(served.url)
        expect(label(page)).to_have_text(f"session {number}, restored: False")
    double = watch(first.context.new_page())
    double.goto(first.url)
    expect(label(double)).to_have_text("session 1, restored: False")
    return [first, double, second]


@pytest.mark.parametrize("key", [KEY, None], ids=["secret key", "no key"])
def test_a_restart_with_several_tabs_open(
    serve: Callable[..., Served], open_page: Callable[..., Page], key: str | None
) -> None:
    served = serve(count_visits([]), max_sessions=None, secret_key=key)
    tabs = open_tabs(open_page, served)
    addresses = [tab.url for tab in tabs]
    port = urlsplit(served.url).port
    for tab in tabs:
        tab.evaluate(_NOTE)
    served.close()
    for tab in tabs:
        expect(veil(tab)).to_contain_text("The server is restarting")
    visits: list[Any] = []
    again = serve(count_visits(visits), max_sessions=None, secret_key=key, http_port=port)
    assert again.url == served.url
    for tab in tabs:
        if key is None:
            comes_true(tab, lambda tab=tab: "This is a new session" in heard_from(tab), True)
            expect(label(tab)).to_contain_text("restored: False")
        else:
            expect(label(tab)).to_contain_text("restored: True")
            expect(veil(tab)).to_have_text("")
    if key is None:
        assert len(visits) == 3  # each tab is a visitor of its own now
        assert not set(addresses) & {tab.url for tab in tabs}
    else:
        assert sorted(session.id for session in visits) == [1, 2]
        assert [tab.url for tab in tabs] == addresses
    tabs[1].get_by_text("Go", exact=True).click()
    expect(label(tabs[1])).to_have_text("clicked")
    expect(label(tabs[0])).to_contain_text("clicked" if key else "restored")
    expect(label(tabs[2])).to_contain_text("restored")
    assert [complaints(tab) for tab in tabs] == [[], [], []]


def test_the_next_visitor_waits_is_told_so_and_comes_in_when_there_is_room(
    serve: Callable[..., Served], open_page: Callable[..., Page]
) -> None:
    visits: list[Any] = []
    # However long the owner's page takes to load anew.
    served = serve(count_visits(visits), max_sessions=1, limits=Limits(goodbye_grace=PATIENCE))
    owner, second, third = open_page(), open_page(), open_page()
    owner.goto(served.url)
    expect(label(owner)).to_contain_text("session 1")
    for visitor, said in ((second, "You are next"), (third, "Visitors before you: 1.")):
        visitor.goto(served.url)
        expect(veil(visitor)).to_contain_text("All sessions are in use")
        expect(veil(visitor)).to_contain_text(said)
        expect(label(visitor)).to_have_count(0)
    owner.reload()  # who has a session never waits
    expect(label(owner)).to_contain_text("session 1")
    expect(veil(second)).to_contain_text("You are next")
    served.call(visits[0].destroy)
    expect(label(second)).to_contain_text("session 2")
    expect(veil(owner)).to_contain_text("the session was destroyed")
    expect(veil(second)).to_have_text("")
    expect(veil(third)).to_contain_text("You are next")
    second.get_by_text("Go", exact=True).click()
    expect(label(second)).to_have_text("clicked")
    served.call(visits[1].destroy)
    expect(label(third)).to_contain_text("session 3")
    expect(veil(second)).to_contain_text("the session was destroyed")
    assert len(visits) == 3
    assert errors(third) == []
