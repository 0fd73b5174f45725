"""The ASGI application alone: scopes and messages made by hand, on asyncio and on trio."""

import contextvars
import logging
import math
from typing import Any

import anyio
import anyio.lowlevel
import pytest

from asgi.harness import PATIENCE, calling, connected, get, on_both_loops, scope, serving
from pgwidgets.asgi import asgi_app
from pgwidgets.async_ import Application, Session
from pgwidgets_proto import Limits
from transports.counting import build


def application(**settings: Any) -> Application:
    # Of a handler that takes long nothing is said: the machine may have other things to do.
    settings.setdefault("limits", Limits(handler_stall=math.inf))
    app = Application(max_sessions=None, **settings)
    app.on_connect(build)
    return app


def click(call: Any) -> None:
    """Have the browser press the button that it was told to create."""
    button = next(m for m in call.messages if m.get("class") == "Button")
    call.say({"type": "callback", "wid": button["wid"], "action": "activated", "args": []})


def texts(call: Any) -> list[Any]:
    return [m["args"][0] for m in call.messages if m.get("method") == "set_text"]


# --- HTTP


@on_both_loops
async def test_pages_and_what_is_none() -> None:
    ui = asgi_app(application())
    status, headers, body = await get(ui)
    assert status == 200
    assert headers["content-type"] == "text/html; charset=utf-8"
    assert headers["content-length"] == str(len(body))
    assert headers["x-content-type-options"] == "nosniff"
    assert "script-src 'self'" in headers["content-security-policy"]
    assert await get(ui, method="HEAD") == (200, headers, b"")
    status, fewer, body = await get(ui, headers={"if-none-match": headers["etag"]})
    assert (status, body) == (304, b"")
    assert "content-length" not in fewer
    status, headers, _ = await get(ui, method="POST")
    assert (status, headers["allow"]) == (405, "GET, HEAD")
    assert (await get(ui, "/../../etc/passwd"))[0] == 404
    assert (await get(ui, "/a\nb", raw_path=b"/a%0Ab"))[0] == 400
    assert (await get(asgi_app(application(http_server=False))))[0] == 404


PATHS = {
    "nothing is mounted": ("", "/", {}, 200),
    "a server of our own": ("/ui", "/ui/", {}, 200),
    "and a file": ("/ui", "/ui/pgwidgets/page.js", {}, 200),
    "another path": ("/ui", "/uix", {}, 404),
    "the prefix, as Starlette tells it": ("/ui", "/ui/", {"root_path": "/ui"}, 200),
    "which may be left out here": ("", "/ui/Widgets.js", {"root_path": "/ui"}, 200),
    "as Starlette told it once": ("/ui", "/", {"root_path": "/ui", "raw_path": b"/ui/"}, 200),
    "a server below a path": ("/ui", "/lab/ui/", {"root_path": "/lab"}, 200),
    "that ends with a slash": ("/ui/", "/lab/ui/", {"root_path": "/lab/"}, 200),
    "a proxy took it off": ("/ui", "/Widgets.js", {}, 200),
    "a server without raw_path": ("/ui", "/ui/", {"raw_path": ...}, 200),
    "or root_path": ("/ui", "/ui/", {"root_path": ...}, 200),
    "letters of all kinds": ("/µ s", "/µ s/", {"raw_path": b"/%C2%B5%20s/"}, 200),
    "no slash": ("/ui", "/ui", {}, 307),
    "no slash, Starlette": ("/ui", "/ui", {"root_path": "/ui"}, 307),
    "no slash, hypercorn's dispatcher": ("", "/", {"root_path": "/ui", "raw_path": b"/ui"}, 307),
}


@pytest.mark.parametrize("case", PATHS)
@on_both_loops
async def test_wherever_it_is_mounted(case: str) -> None:
    prefix, path, more, expected = PATHS[case]
    assert (await get(asgi_app(application(), prefix), path, **more))[0] == expected


@on_both_loops
async def test_the_way_to_the_folder_is_relative() -> None:
    ui = asgi_app(application(base_path="/in/µ s"))
    _, headers, _ = await get(
        ui, "/in/µ s", raw_path=b"/in/%C2%B5%20s?a=1", query_string=b"a=1&b=\xff"
    )
    assert headers["location"] == "./%C2%B5%20s/?a=1&b=%C3%BF"
    ui = asgi_app(application(), "/http:x")
    assert (await get(ui, "/http:x"))[1]["location"] == "./http:x/"


@pytest.mark.parametrize("prefix", ["ui", "/a//b", "/a/../b", "/a\nb", "//"])
def test_a_prefix_that_is_none(prefix: str) -> None:
    with pytest.raises(ValueError, match="prefix is"):
        asgi_app(application(), prefix)
    with pytest.raises(ValueError, match="base_path is"):
        application(base_path=prefix)
    with pytest.raises(TypeError, match="base_path is"):
        application(base_path=b"/ui")


# --- who may come


ACCESS: dict[str, tuple[dict[str, Any], dict[str, Any], int]] = {
    "a rebound name": ({}, {"headers": {"host": "evil.example"}}, 403),
    "an allowed one": ({"allowed_hosts": ["ui.test"]}, {"headers": {"host": "ui.test"}}, 200),
    "no name at all": ({}, {"headers": {"host": "a b"}}, 400),
    "localhost": ({}, {"headers": {"host": "localhost:99"}}, 200),
    "seen from the network": ({}, {"server": ("192.0.2.1", 80), "headers": {"host": "x"}}, 200),
    "a Unix socket": ({}, {"server": ("/run/ui.sock", None), "headers": {"host": "x"}}, 403),
    "a server that keeps it to itself": ({}, {"server": None, "headers": {"host": "x"}}, 403),
    "IPv6": ({}, {"server": ("::1", 80), "headers": {"host": "x"}}, 403),
    "a proxy's word": (
        {"trusted_proxies": ["127.0.0.1"]},
        {"headers": {"x-forwarded-host": "evil.example"}},
        403,
    ),
    "anybody's word": ({}, {"headers": {"x-forwarded-host": "evil.example"}}, 200),
}


@pytest.mark.parametrize("case", ACCESS)
@on_both_loops
async def test_who_may_come(case: str) -> None:
    settings, more, expected = ACCESS[case]
    status, headers, body = await get(asgi_app(application(**settings)), **more)
    assert status == expected
    assert "content-security-policy" in headers
    if expected == 403:
        assert b"allowed_hosts" in body


@on_both_loops
async def test_two_hosts_are_one_too_many() -> None:
    both = scope("http")["headers"] * 2
    async with calling(asgi_app(application()), {**scope("http"), "headers": both}) as call:
        await call.over()
    assert call.sent[0]["status"] == 400


@on_both_loops
async def test_foreign_pages_open_no_websocket() -> None:
    app = application(trusted_proxies=["127.0.0.1"])
    ui = asgi_app(app)
    refused = logging.getLogger("pgwidgets")
    records: list[logging.LogRecord] = []
    handler = logging.Handler()
    handler.emit = records.append  # type: ignore[method-assign]
    refused.addHandler(handler)
    evil = {"origin": "https://evil.example", "x-forwarded-for": "192.0.2.7"}
    async with calling(ui, scope("websocket", headers=evil)) as call:
        call.tell("websocket.connect")
        await call.over()
    assert call.sent == [{"type": "websocket.close"}]
    able = {"extensions": {"websocket.http.response": {}}}
    async with calling(ui, scope("websocket", headers=evil, **able)) as call:
        call.tell("websocket.connect")
        await call.over()
    start, body = call.sent
    assert (start["type"], start["status"]) == ("websocket.http.response.start", 403)
    assert "content-security-policy" in {n.decode() for n, _ in start["headers"]}
    assert body["type"] == "websocket.http.response.body"
    assert b"allowed_origins" in body["body"]
    async with calling(ui, scope("websocket", headers={"host": "evil.example"}, **able)) as call:
        call.tell("websocket.connect")
        await call.over()
    assert b"allowed_hosts" in call.sent[1]["body"]
    refused.removeHandler(handler)
    assert [record.getMessage()[:29] for record in records] == [
        *["refused 192.0.2.7 with 403: W"] * 2,
        "refused 127.0.0.1 with 403: T",
    ]
    for origin in ("http://127.0.0.1:8000", "http://localhost:8000", "http://127.0.0.1"):
        name = origin.removeprefix("http://")
        async with connected(ui, headers={"host": name, "origin": origin}) as call:
            assert call.kinds[0] == "websocket.accept"


@on_both_loops
async def test_a_browser_that_leaves_before_it_is_let_in() -> None:
    async with calling(asgi_app(application()), scope("websocket")) as call:
        call.tell("websocket.disconnect", code=1006)
        await call.over()
    assert call.sent == []


# --- WebSockets


@on_both_loops
async def test_handlers_run() -> None:
    app = application()
    ui = asgi_app(app, "/ui")
    async with serving(ui), connected(ui, "/ui/") as call:
        assert "subprotocol" not in call.sent[0]
        await call.until(lambda: any(m.get("class") == "Button" for m in call.messages))
        click(call)
        await call.until(lambda: texts(call)[-1:] == ["1"])
        click(call)
        await call.until(lambda: texts(call)[-1:] == ["2"])
        assert app.sessions[1].connections[0].browser.address == "127.0.0.1"


@on_both_loops
async def test_goodbye_and_loss() -> None:
    left: list[int] = []
    app = application()
    app.on_disconnect(lambda session: left.append(len(session._pgwidgets.core.detached)))
    ui = asgi_app(app)
    async with serving(ui):
        for ending in ({"code": 1001}, {"code": 1006}, {"code": None}, {}):
            async with connected(ui) as call:
                call.tell("websocket.disconnect", **ending)
                await call.over()
            while len(left) < len(app.sessions):
                await anyio.lowlevel.checkpoint()
    assert left == [0, 1, 1, 1]


@on_both_loops
async def test_what_the_core_closes_for() -> None:
    hasty = asgi_app(application(limits=Limits(hello_time=0.01)))
    async with serving(hasty), calling(hasty, scope("websocket")) as call:
        call.tell("websocket.connect")
        await call.over()
        assert call.close == (1002, "no answer to init in time")
    ui = asgi_app(application(limits=Limits(message_bytes=50)))
    async with serving(ui):
        async with connected(ui) as call:
            call.say("ä" * 26)
            await call.over()
        assert call.close == (1009, "message too big")
        async with connected(ui) as call:
            call.tell("websocket.receive", bytes=b"x" * 51, text=None)
            await call.over()
        assert call.close == (1009, "message too big")
        async with connected(ui) as call:
            call.say("nonsense")
            await call.over()
        assert call.close == (1007, "not valid JSON")


@on_both_loops
async def test_a_slow_browser_is_sent_the_newest() -> None:
    app = application()
    ui = asgi_app(app)
    async with serving(ui), connected(ui) as call:
        await call.until(lambda: any(m.get("class") == "Button" for m in call.messages))
        label = next(w for w in app.sessions[1].walk_widget_tree() if type(w).__name__ == "Label")
        call.may_send = anyio.Event()
        for count in range(100):
            label.set_text(f"step {count}")
            await anyio.lowlevel.checkpoint()
        call.may_send.set()
        await call.until(lambda: texts(call)[-1:] == ["step 99"])
        assert len(texts(call)) < 5


@on_both_loops
async def test_nothing_is_received_while_events_wait() -> None:
    app = Application(limits=Limits(events=10))
    ui = asgi_app(app)
    may_go = anyio.Event()
    handled: list[int] = []

    @app.on_connect
    def setup(session: Session) -> None:
        async def handle(number: int) -> None:
            await may_go.wait()
            handled.append(number)

        session.get_widgets().Button("x").on("activated", lambda: handle(len(handled)))

    async with serving(ui), connected(ui) as call:
        await call.until(lambda: any(m.get("class") == "Button" for m in call.messages))
        for _ in range(30):
            click(call)
        while not app._pgwidgets.hub.sessions[1].is_reading_paused:
            assert call.unread, "all has been read, and nothing paused that"
            await anyio.lowlevel.checkpoint()
        assert call.unread > 10
        may_go.set()
        with anyio.move_on_after(PATIENCE):
            while len(handled) < 30:
                await anyio.lowlevel.checkpoint()
        assert len(handled) == 30
        assert call.unread == 0
        assert "websocket.close" not in call.kinds


@on_both_loops
async def test_a_send_that_fails_ends_it_quietly() -> None:
    app = application(limits=Limits(close_time=0.01))
    ui = asgi_app(app)
    async with serving(ui):
        async with connected(ui) as call:
            await call.until(lambda: any(m.get("class") == "Button" for m in call.messages))
            call.send_error = ConnectionResetError("gone")
            click(call)
            await call.over()
        assert not app.sessions[1].is_connected


@on_both_loops
async def test_what_a_browser_said_before_it_left_is_read() -> None:
    app = application()
    ui = asgi_app(app)
    async with serving(ui):
        async with connected(ui) as call:
            await call.until(lambda: any(m.get("class") == "Button" for m in call.messages))
            call.send_error = ConnectionResetError("gone")
            for _ in range(100):
                click(call)
            call.tell("websocket.disconnect", code=1006)
            await call.over()
        assert call.unread == 0
        assert not app.sessions[1].is_connected


@on_both_loops
async def test_a_browser_that_leaves_while_the_server_can_not_send() -> None:
    app = application()
    ui = asgi_app(app)
    async with serving(ui):
        async with connected(ui) as call:
            await call.until(lambda: any(m.get("class") == "Button" for m in call.messages))
            call.may_send = anyio.Event()
            click(call)
            call.tell("websocket.disconnect", code=1006)
            await call.over()
        assert not app.sessions[1].is_connected


@on_both_loops
async def test_a_server_that_cancels() -> None:
    app = application()
    ui = asgi_app(app)
    async with serving(ui):
        async with connected(ui):
            pass  # cancelled at the end of the block
        assert not app.sessions[1].is_connected


# --- begin and end


@on_both_loops
async def test_the_end_of_lifespan_sends_browsers_away() -> None:
    app = application()
    ui = asgi_app(app)
    async with connected(ui) as call:
        async with serving(ui):
            await call.until(lambda: any(m.get("class") == "Button" for m in call.messages))
        await call.over()
        assert call.close == (1012, "the server is shutting down")
    assert repr(app).startswith("<Application not serving")


@on_both_loops
async def test_an_end_that_comes_at_once() -> None:
    app = application()
    ui = asgi_app(app)
    for _ in range(2):
        async with calling(ui, {"type": "lifespan"}) as call:
            call.tell("lifespan.startup")
            call.tell("lifespan.shutdown")
            await call.over()
        assert call.kinds == ["lifespan.startup.complete", "lifespan.shutdown.complete"]
    assert repr(app).startswith("<Application not serving")


@on_both_loops
async def test_one_that_serves_by_itself_too() -> None:
    app = application(ws_port=0, http_port=None)
    ui = asgi_app(app)
    async with app, connected(ui) as call:
        async with serving(ui):
            url = app.url
            assert url is not None
        await call.over()
        assert call.close == (1012, "the server is shutting down")


async def _visit(ui: Any) -> None:
    async with connected(ui) as call:
        await call.until(lambda: any(m.get("class") == "Button" for m in call.messages))
        click(call)
        await call.until(lambda: texts(call)[-1:] == ["1"])


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_without_lifespan_it_begins_with_the_first_scope_of_each_event_loop(
    backend: str, caplog: pytest.LogCaptureFixture
) -> None:
    app = application()
    ui = asgi_app(app)
    for count in (1, 2):
        anyio.run(_visit, ui, backend=backend)
        assert len(app.sessions) == count
        assert repr(app).startswith("<Application not serving")
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


@on_both_loops
async def test_an_application_that_was_closed_stays_so() -> None:
    app = application()
    ui = asgi_app(app)
    await _visit(ui)
    await app.close()
    assert repr(app).startswith("<Application not serving")
    async with calling(ui, scope("websocket")) as call:
        call.tell("websocket.connect")
        await call.over()
    assert call.close == (1012, "the server is shutting down")
    assert repr(app).startswith("<Application not serving")


@on_both_loops
async def test_handlers_do_not_see_the_context_of_the_first_visitor() -> None:
    request: contextvars.ContextVar[str] = contextvars.ContextVar("request", default="nobody's")
    seen: list[str] = []
    app = application()
    app.on_connect(lambda session: seen.append(request.get()))
    ui = asgi_app(app)

    async def of_a_framework(*args: Any) -> None:
        request.set("the first visitor's")
        await ui(*args)

    await _visit(of_a_framework)
    await _visit(of_a_framework)
    assert seen == ["nobody's"] * 2


@on_both_loops
async def test_a_kind_of_scope_that_is_none() -> None:
    with pytest.raises(NotImplementedError, match="'email'"):
        await asgi_app(application())({"type": "email"}, None, None)  # type: ignore[arg-type]
