"""Pages that know of no session say so with the address of their WebSocket."""

import json
from pathlib import Path
from typing import Any

import pytest
from websockets.asyncio.client import connect

from asgi.harness import calling, on_both_loops, scope
from async_api.peer import in_loop, serving, soon
from pgwidgets.asgi import asgi_app
from pgwidgets.async_ import Application
from pgwidgets.recording import Replay
from pgwidgets.sync import Application as SyncApplication
from transports.counting import build

OPTIONS: dict[str, Any] = {"compression": None, "ping_interval": None, "max_size": None}


def messages_of(frame: str | bytes) -> list[Any]:
    found = json.loads(frame)
    return found if isinstance(found, list) else [found]


async def is_told_all_at_once(url: str | None) -> None:
    """Without a word of the page, its session is shown."""
    async with connect((url or "").replace("http", "ws", 1) + "?new&short", **OPTIONS) as ws:
        told = messages_of(await soon(ws.recv()))
        while told[-1]["type"] != "reconstruct-end" and not any("class" in one for one in told):
            told += messages_of(await soon(ws.recv()))
        assert told[0] == {"type": "init", "id": 0, "ext": 1, "heard": True}
        assert (told[1]["type"], told[1]["ext"]) == ("session-info", 1)
        await ws.send(json.dumps({"type": "viewport", "width": 800, "height": 600}))
        await ws.send(json.dumps({"type": "ping"}))  # what a page says that has come in
        while {"type": "pong"} not in told:
            told += messages_of(await soon(ws.recv()))


@in_loop
async def test_on_asyncio(tmp_path: Path) -> None:
    async with serving(record=tmp_path / "recorded") as app:
        app.on_connect(build)
        await is_told_all_at_once(app.url)
    assert Replay(tmp_path / "recorded").run() == []


@in_loop
async def test_on_threads() -> None:
    app = SyncApplication(0, 0, max_sessions=None)
    app.on_connect(build)
    with app:
        await is_told_all_at_once(app.url)


@on_both_loops
async def test_inside_another_server() -> None:
    app = Application(max_sessions=None)
    app.on_connect(build)
    asked = scope("websocket", "/ui/", query_string=b"new")
    async with calling(asgi_app(app, "/ui"), asked) as call:
        call.tell("websocket.connect")
        await call.until(lambda: len(call.messages) > 1, "session-info")
        assert call.messages[0]["heard"] is True
        assert call.messages[1]["type"] == "session-info"


@in_loop
async def test_who_finds_no_room_waits_as_ever() -> None:
    async with serving(max_sessions=1) as app:
        url = (app.url or "").replace("http", "ws", 1) + "?new"
        async with connect(url, **OPTIONS) as first, connect(url, **OPTIONS) as second:
            for ws, kind in ((first, "session-info"), (second, "waiting")):
                told = messages_of(await soon(ws.recv()))
                while len(told) < 2:
                    told += messages_of(await soon(ws.recv()))
                assert told[1]["type"] == kind


@pytest.mark.parametrize("query", ["", "?", "?new=1", "?short", "?news", "?x&new"])
@in_loop
async def test_other_addresses_say_nothing(query: str) -> None:
    async with (
        serving() as app,
        connect((app.url or "").replace("http", "ws", 1) + query, **OPTIONS) as ws,
    ):
        assert json.loads(await soon(ws.recv())) == {"type": "init", "id": 0, "ext": 1}
