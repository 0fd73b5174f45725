"""On real servers, with a real WebSocket client: what ASGI leaves to them goes together with us."""

import asyncio
import contextlib
import json
import logging
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import anyio.lowlevel
import httpx
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import InvalidStatus

from asgi.servers import SERVERS, Hypercorn, Server, Uvicorn
from async_api.peer import Peer, complaints_of_asyncio, in_loop, soon
from patience import PATIENCE
from pgwidgets.asgi import asgi_app
from pgwidgets.async_ import Application, Session
from pgwidgets_proto import Limits
from transports.counting import HELLO, build, code_of, counts_up


class News:
    """What handlers have noted, for a test in another thread to wait for."""

    def __init__(self) -> None:
        self.notes: list[Any] = []
        self._changed = threading.Condition()

    def note(self, what: Any) -> None:
        with self._changed:
            self.notes.append(what)
            self._changed.notify_all()

    async def until(self, condition: Callable[[], Any]) -> None:
        def wait() -> bool:
            with self._changed:
                return bool(self._changed.wait_for(condition, PATIENCE))

        assert await asyncio.to_thread(wait), f"only this came: {self.notes}"


@pytest.fixture(params=SERVERS, ids=lambda kind: kind.__name__)
def server_class(request: pytest.FixtureRequest) -> type[Server]:
    kind: type[Server] = request.param
    return kind


@pytest.fixture
def app() -> Application:
    app = Application(max_sessions=None, limits=Limits(message_bytes=1000))
    app.on_connect(build)
    return app


@pytest.fixture
def server(
    app: Application, server_class: type[Server], caplog: pytest.LogCaptureFixture
) -> Iterator[Server]:
    """A server with an application below /ui; nothing may be amiss in its log."""
    with server_class(asgi_app(app, "/ui")) as server:
        yield server
    said = [r.getMessage() for r in caplog.records if r.levelno >= logging.WARNING]
    assert [line for line in said if not line.startswith(("Executing ", "refused "))] == []


@contextlib.asynccontextmanager
async def client_of(server: Server) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(
        base_url=server.url, headers={"accept-encoding": "identity"}, trust_env=False
    ) as client:
        yield client


def page_of(server: Server) -> str:
    return f"{server.url}ui/"


async def open_socket(server: Server, **options: Any) -> ClientConnection:
    options = {"compression": None, "ping_interval": None, "max_size": None, **options}
    return await connect(page_of(server).replace("http", "ws", 1), **options)


async def hello(server: Server) -> ClientConnection:
    ws = await open_socket(server)
    assert json.loads(await soon(ws.recv()))["type"] == "init"
    await ws.send(HELLO)
    assert json.loads(await soon(ws.recv()))["type"] == "session-info"
    return ws


# --- HTTP


@in_loop
async def test_pages(server: Server) -> None:
    async with client_of(server) as client:
        page = await client.get("/ui/")
        assert page.status_code == 200
        assert "script-src 'self'" in page.headers["content-security-policy"]
        assert int(page.headers["content-length"]) == len(page.content)
        head = await client.head("/ui/")
        assert (head.status_code, head.content) == (200, b"")
        for name in ("content-length", "etag", "content-type"):
            assert head.headers[name] == page.headers[name]
        again = await client.get("/ui/", headers={"if-none-match": page.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert (await client.get("/ui")).headers["location"] == "./ui/"
        assert (await client.get("/ui", follow_redirects=True)).text == page.text
        assert (await client.get("/ui/nothing")).status_code == 404
        assert (await client.get("/ui/Widgets.js")).status_code == 200
        # The last one: answered before its body is read, a server may close the connection, and a
        # request that is sent on it meanwhile would be lost (RFC 9112, section 9.3.1).
        posted = await client.post("/ui/", content=b"x" * 100_000)
        assert (posted.status_code, posted.headers["allow"]) == (405, "GET, HEAD")


# --- WebSockets


@in_loop
async def test_a_browser_and_another_that_shows_the_same(server: Server) -> None:
    async with Peer.visiting(page_of(server)) as peer:
        await peer.until_page_has(1, "Button")
        for _ in range(3):
            await counts_up(peer)
        async with Peer.visiting(page_of(server), like=peer) as other:
            await other.until_text("3")
            await counts_up(other)
            await peer.until_text("4")


@in_loop
async def test_foreign_pages_are_told_why_they_are_refused(server: Server) -> None:
    for origin in ("https://evil.example", "null"):
        with pytest.raises(InvalidStatus) as refused:
            await open_socket(server, additional_headers={"origin": origin})
        answer = refused.value.response
        assert answer.status_code == 403
        if not isinstance(server, Hypercorn):  # of its own denials it sends the status alone
            assert b"allowed_origins" in answer.body
            assert "content-security-policy" in answer.headers
    ws = await open_socket(server, additional_headers={"origin": server.url.rstrip("/")})
    await soon(ws.recv())
    await ws.close()
    async with client_of(server) as client:
        refusal = await client.get("/ui/", headers={"host": "rebound.example"})
        assert refusal.status_code == 403
        assert "allowed_hosts" in refusal.text


@in_loop
async def test_closes_have_the_codes_of_the_core(server: Server) -> None:
    ws = await hello(server)
    await ws.send("x" * 1001)
    assert await code_of(ws) == (1009, "message too big")
    ws = await hello(server)
    await ws.send(b"binary")
    assert (await code_of(ws))[0] == 1003
    async with Peer.visiting(page_of(server)) as peer:
        stranger = await Peer.open(page_of(server), session_id=peer.session_id, token="wrong")
        assert await stranger.closed() == 4001
        assert stranger.close_reason == "wrong session token"
        await stranger.leave()


@in_loop
async def test_the_waits_of_the_core(server_class: type[Server]) -> None:
    app = Application(limits=Limits(hello_time=0.01))
    with server_class(asgi_app(app, "/ui")) as server:
        silent = await open_socket(server)
        assert await code_of(silent) == (1002, "no answer to init in time")


@in_loop
async def test_who_says_goodbye_and_who_is_lost(server: Server, app: Application) -> None:
    news = News()
    app.on_disconnect(lambda session: news.note(len(session._pgwidgets.core.detached)))
    ws = await hello(server)
    await ws.close(1001)
    # hypercorn tells of every end that it was none in good order: the page is waited for.
    waited_for = int(isinstance(server, Hypercorn))
    await news.until(lambda: news.notes == [waited_for])
    ws = await hello(server)
    ws.transport.abort()
    await news.until(lambda: news.notes == [waited_for, 1])


@in_loop
async def test_a_page_that_was_lost_comes_back(server: Server) -> None:
    peer = await Peer.open(page_of(server))
    await peer.until_page_has(1, "Button")
    link = peer.greeting[-1]["link"]
    await counts_up(peer)
    peer.socket.transport.abort()
    await peer.closed()
    ws = await open_socket(server)
    await soon(ws.recv())
    who = {"session_id": peer.session_id, "token": peer.token}
    resume = {"resume": {"link": link, "seen": peer.seen}}
    await ws.send(json.dumps({**json.loads(HELLO), **who, **resume}))
    assert json.loads(await soon(ws.recv()))["type"] == "resumed"
    await ws.close()


@in_loop
async def test_a_slow_browser_gets_the_newest_and_holds_up_nobody(
    server: Server, app: Application
) -> None:
    news = News()

    @app.on_connect
    async def fill(session: Session) -> None:
        view = session.get_widgets().HtmlView("")
        for step in range(400):
            view.set_html(f"{step:06}" * 10_000)
            await anyio.lowlevel.checkpoint()
        news.note("filled")

    peer = await Peer.open(page_of(server))
    await peer.until(lambda: peer.token)
    peer.may_read.clear()
    await news.until(lambda: news.notes == ["filled"])
    async with Peer.visiting(page_of(server), like=peer) as other:
        await other.until_page_has(1, "Button")
        await counts_up(other)
    peer.may_read.set()
    await peer.until_text("1")
    assert peer.the("HtmlView").get("html") == "000399" * 10_000
    assert len(peer.frames) < 400
    await peer.leave()


# --- the end


@in_loop
async def test_a_server_that_stops_lets_go_of_browsers(
    server_class: type[Server], app: Application
) -> None:
    server = server_class(asgi_app(app, "/ui"))
    server.farewell = app.close
    ws = await hello(server)
    await asyncio.to_thread(server.stop)
    assert (await code_of(ws))[0] == 1012
    assert repr(app).startswith("<Application not serving")


@in_loop
async def test_an_application_that_is_closed_stays_closed(server: Server, app: Application) -> None:
    ws = await hello(server)
    server.begin(app.close)
    for _ in range(2):
        assert await code_of(ws) == (1012, "the server is shutting down")
        ws = await open_socket(server)
    await ws.close()


@pytest.mark.parametrize("lifespan", ["on", "off"])
@in_loop
async def test_a_server_without_lifespan(
    lifespan: str, app: Application, caplog: pytest.LogCaptureFixture
) -> None:
    class Plain(Uvicorn):
        pass

    Plain.lifespan = lifespan
    server = Plain(asgi_app(app, "/ui"))
    async with Peer.visiting(page_of(server)) as peer:
        await peer.until_page_has(1, "Button")
        await counts_up(peer)
    await asyncio.to_thread(server.stop)
    assert repr(app).startswith("<Application not serving")
    assert complaints_of_asyncio(caplog.records) == []


def test_a_unix_socket(app: Application, server_class: type[Server], tmp_path: Path) -> None:
    path = str(tmp_path / "ui.sock")
    with (
        server_class(asgi_app(app, "/ui"), unix=path),
        httpx.Client(transport=httpx.HTTPTransport(uds=path)) as client,
    ):
        assert client.get("http://localhost/ui/").status_code == 200
        refusal = client.get("http://ui.example.org/ui/")
        assert (refusal.status_code, "allowed_hosts" in refusal.text) == (403, True)
