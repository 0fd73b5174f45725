"""The stock client, pgwidgets_js's own `remote.html` from a server that is not ours.

Knows: how that page is told where to connect (`?ws=`), and which setting lets it in. What our own
page does beyond it (resume, bulk geometry, the veil) is not asked of it here.
"""

import functools
import http.server
import threading
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

import pgwidgets_js
import pytest
from playwright.sync_api import Page, WebSocket, expect

from browser.conftest import Served, watch
from browser.demo_page import button, entry, status
from browser.demo_process import Demo
from browser.gestures import comes_true, errors, hear, second_tab, typing_is_told
from patience import PATIENCE
from pgwidgets_proto import Limits


class _QuietFiles(http.server.SimpleHTTPRequestHandler):
    def do_GET(self) -> None:
        """Serve a file; of the icon that remote.html names but its package lacks, nothing."""
        if self.path == "/favicon.svg":
            self.send_response(204)
            self.end_headers()
        else:
            super().do_GET()

    def log_message(self, format: str, *args: object) -> None:
        """Requests are not told on stderr."""


@pytest.fixture
def origin() -> Iterator[str]:
    """Where pgwidgets_js's static files are served, by a plain file server."""
    handler = functools.partial(_QuietFiles, directory=str(pgwidgets_js.get_static_path()))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture
def allowing(origin: str) -> Iterator[Demo]:
    """The demo, which lets pages of `origin` connect."""
    demo = Demo(allowed_origins=[origin])
    yield demo
    demo.kill()


@pytest.fixture
def strict() -> Iterator[Demo]:
    """The demo, which knows of no other origin than its own."""
    demo = Demo()
    yield demo
    demo.kill()


def stock_url(origin: str, demo: Demo) -> str:
    return f"{origin}/remote.html?ws=" + quote(f"ws://127.0.0.1:{demo.port}/", safe="")


def submit(page: Page, text: str) -> None:
    entry(page).fill(text)
    entry(page).press("Enter")


def test_the_stock_page_runs_the_demo(origin: str, allowing: Demo, page: Page) -> None:
    page.goto(stock_url(origin, allowing))
    expect(status(page)).to_have_text("Click a button!")
    expect(page.locator(".toplevel-title-text")).to_have_text("Async Demo")
    button(page).click()
    expect(status(page)).to_have_text("Hello!")
    submit(page, "by hand")
    expect(status(page)).to_have_text("Entered: by hand")

    page.reload()  # its credentials stand in the query: it comes back to its session
    expect(status(page)).to_have_text("Entered: by hand")
    expect(entry(page)).to_have_value("by hand")

    other = second_tab(page)
    expect(status(other)).to_have_text("Entered: by hand")
    button(other).click()
    expect(status(page)).to_have_text("Hello!")
    submit(page, "seen by both")
    expect(status(other)).to_have_text("Entered: seen by both")
    expect(entry(other)).to_have_value("seen by both")
    assert errors(other) == []
    other.close()
    button(page).click()
    expect(status(page)).to_have_text("Hello!")

    assert errors(page) == []
    assert allowing.press_ctrl_c() == 0
    assert "WARNING" not in allowing.output
    assert "ERROR" not in allowing.output
    assert "Traceback" not in allowing.output


def test_a_stock_page_and_ours_show_one_session(origin: str, allowing: Demo, page: Page) -> None:
    page.goto(stock_url(origin, allowing))
    expect(status(page)).to_have_text("Click a button!")
    ours = watch(page.context.new_page())
    ours.goto(allowing.url + "?" + page.url.partition("?")[2])
    expect(status(ours)).to_have_text("Click a button!")
    assert "token" in ours.url.partition("#")[2]
    sent = hear(page)
    expect(status(page)).to_have_text("Click a button!")
    submit(page, "from the stock page")
    expect(status(ours)).to_have_text("Entered: from the stock page")
    typing_is_told(page, sent, "from the stock page")
    expect(entry(ours)).to_have_value("from the stock page")
    submit(ours, "from ours")
    expect(status(page)).to_have_text("Entered: from ours")
    expect(entry(page)).to_have_value("from ours")
    assert errors(page) == errors(ours) == []


def test_the_stock_page_waits_for_a_free_session_and_begins_by_itself(
    origin: str, serve: Callable[..., Served], open_page: Callable[..., Page]
) -> None:
    visits: list[Any] = []

    def setup(app: Any) -> None:
        @app.on_connect
        async def build(session: Any) -> None:
            visits.append(session)
            W = session.get_widgets()
            top = await W.TopLevel(title="Desk")
            await top.set_widget(await W.Label(f"session {session.id}"))
            await top.show()

    limits = Limits(goodbye_grace=PATIENCE)  # however long the owner's page takes to load anew
    served = serve(setup, max_sessions=1, allowed_origins=[origin], limits=limits)
    url = f"{origin}/remote.html?ws=" + quote(served.url.replace("http", "ws", 1), safe="")
    owner, waiting = open_page(), open_page()
    owner.goto(url)
    expect(status(owner)).to_have_text("session 1")
    said: list[object] = []

    def watch_socket(socket: WebSocket) -> None:
        socket.on("framesent", lambda frame: said.append(frame))

    waiting.on("websocket", watch_socket)
    with waiting.expect_websocket() as opened:
        waiting.goto(url)
    if not said:
        opened.value.wait_for_event("framesent")  # it has answered `init`
    assert len(visits) == 1
    expect(status(waiting)).to_have_count(0)
    owner.reload()  # whose session it is comes back to it
    expect(status(owner)).to_have_text("session 1")
    served.call(visits[0].destroy)
    expect(status(waiting)).to_have_text("session 2")
    comes_true(owner, lambda: errors(owner), ["RemoteInterface: the session was destroyed"])
    assert errors(waiting) == []


def test_a_page_of_another_origin_is_refused_with_a_reason(
    origin: str, strict: Demo, page: Page
) -> None:
    with page.expect_console_message(lambda message: "403" in message.text):
        page.goto(stock_url(origin, strict))
    said = strict.wait_for_line(r"WARNING.*refused .* with 403: (.*)$")[1]
    assert origin in said
    assert "allowed_origins" in said
    expect(status(page)).to_have_count(0)
    own = watch(page.context.new_page())
    own.goto(strict.url)
    expect(status(own)).to_have_text("Click a button!")
    button(own).click()
    expect(status(own)).to_have_text("Hello!")
    assert errors(own) == []
    assert "session=1&" in own.url  # the refused page took none
    assert "Traceback" not in strict.output
