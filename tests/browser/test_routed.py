"""The key by which a router finds a page's server, as Chromium has it.

Knows: the addresses of a page and of its WebSockets. Must not know: routers.
"""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, expect

from browser.conftest import Served
from browser.gestures import errors

SOCKET = re.compile(r"ws://127\.0\.0\.1:\d+/cam/s/([\w-]{22})/")


async def build(session: Any) -> None:
    W = session.get_widgets()
    top = await W.TopLevel(title="Desk")
    await top.set_widget(await W.Label("here"))
    await top.show()


def test_a_page_has_one_key_in_all_its_connections_and_links(
    serve: Callable[..., Served], open_page: Callable[..., Page]
) -> None:
    settings: dict[str, Any] = {"routed": True, "base_path": "/cam", "max_sessions": None}
    served = serve(lambda app: app.on_connect(build), **settings)
    page = open_page()
    sockets: list[str] = []
    page.on("websocket", lambda socket: sockets.append(socket.url))
    page.goto(served.url)
    expect(page.get_by_text("here")).to_be_visible()
    (first,) = sockets
    found = SOCKET.fullmatch(first)
    assert found is not None, first
    (session_id,) = parse_qs(urlsplit(page.url).fragment)["session"]
    assert session_id.startswith(f"{found[1]}.")
    assert urlsplit(page.url).path == "/cam/"
    page.reload()
    expect(page.get_by_text("here")).to_be_visible()
    assert sockets == [first, first]

    other = open_page(is_new=True)
    theirs: list[str] = []
    other.on("websocket", lambda socket: theirs.append(socket.url))
    other.goto(page.url)
    expect(other.get_by_text("here")).to_be_visible()
    assert theirs == [first]

    stranger = open_page(is_new=True)
    own: list[str] = []
    stranger.on("websocket", lambda socket: own.append(socket.url))
    stranger.goto(served.url)
    expect(stranger.get_by_text("here")).to_be_visible()
    (drawn,) = own
    assert drawn != first
    assert [errors(one) for one in (page, other, stranger)] == [[], [], []]
