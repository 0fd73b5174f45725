"""An application whose button counts, and bare WebSockets to it."""

import contextlib
import json
from collections.abc import AsyncIterator
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from async_api.peer import Peer, serving, soon
from pgwidgets.async_ import Application, Session

HELLO = json.dumps({"type": "result", "id": 0, "ext": 1})


def build(session: Session) -> None:
    W = session.get_widgets()
    label = W.Label("0")
    button = W.Button("more")
    button.on("activated", lambda: label.set_text(str(int(label.get_text()) + 1)))


@contextlib.asynccontextmanager
async def counting(**settings: Any) -> AsyncIterator[Application]:
    """An application whose button counts."""
    async with serving(**settings) as app:
        app.on_connect(build)
        yield app


def address(app: Application) -> str:
    return (app.url or "").replace("http", "ws", 1)


async def open_socket(app: Application, **options: Any) -> ClientConnection:
    options = {"compression": None, "ping_interval": None, "max_size": None, **options}
    return await connect(address(app), **options)


async def hello(app: Application, **options: Any) -> ClientConnection:
    """A ws that is attached to a session, its first frames read."""
    ws = await open_socket(app, **options)
    assert json.loads(await soon(ws.recv()))["type"] == "init"
    await ws.send(HELLO)
    assert json.loads(await soon(ws.recv()))["type"] == "session-info"
    return ws


async def code_of(ws: ClientConnection) -> tuple[int | None, str]:
    """How the server closes; what it sends before is of no interest."""
    with contextlib.suppress(ConnectionClosed):
        while True:
            await soon(ws.recv())
    return ws.close_code, ws.close_reason or ""


async def counts_up(peer: Peer) -> None:
    """The session of this browser lives."""
    text = int(peer.the("Label").get("text"))
    await peer.click(peer.the("Button"))
    await peer.until_text(str(text + 1))
