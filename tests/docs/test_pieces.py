"""Pieces of the pages on sessions, types, deploying, observing, porting, keys and logins run.

Knows: those pages, and what their pieces take for given. Must not know: what is tested elsewhere of
what they show.
"""

import contextlib
import os
import re
import socket
import textwrap
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
import trio
from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware

from async_api.peer import in_loop
from pgwidgets import async_, sync
from pgwidgets.asgi import asgi_app
from pgwidgets.testing import open_app
from pgwidgets_proto import Limits

DOCS = Path(__file__).parents[2] / "docs"
COUNTS = {
    "explanation/sessions": 6,
    "reference/typing": 2,
    "how-to/deploying": 6,
    "how-to/observing": 4,
    "how-to/porting": 4,
    "how-to/keyboard": 3,
    "how-to/restarts": 1,
    "how-to/several-servers": 2,
    "how-to/identity": 5,
}


def pieces(page: str) -> list[str]:
    text = (DOCS / f"{page}.md").read_text(encoding="utf-8")
    found = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    assert len(found) == COUNTS[page]
    return found


async def run(piece: str, **given: Any) -> dict[str, Any]:
    """What a piece has made, that may stand in a coroutine function."""
    text = textwrap.indent(piece, "    ")
    exec(compile(f"async def piece():\n{text}\n    return locals()", "piece", "exec"), given)
    made: dict[str, Any] = await given["piece"]()
    return made


@in_loop
async def test_sessions_begin_are_shown_and_end(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    begun, board, fed, _, deaf, seen = pieces("explanation/sessions")
    made = await run(begun, Application=async_.Application)
    assert capsys.readouterr().out.startswith("http://127.0.0.1:9501/#session=1&token=")
    monkeypatch.setenv("BOARD_TOKEN", "0123456789abcdef" * 3)
    app, session = made["app"], made["session"]
    made = await run(board, app=app, os=os)
    opened: list[str] = []
    monkeypatch.setattr(type(session), "open_url", lambda _, url: opened.append(url))
    await made["show_the_way"](session)
    (button,) = (w for w in session.walk_widget_tree() if type(w).__name__ == "Button")
    (handler,) = button._pgwidgets.handlers.of("activated")
    handler.function()
    assert ["#session=board&token=" in url for url in opened] == [True]
    made = await run(fed, instrument=[1.5])
    told: list[Any] = []
    made["measure"](
        Mock(call_soon_threadsafe=lambda *call: told.append(call)), Mock(set_text="set_text")
    )
    assert told == [("set_text", "1.500")]
    assert "on_open_shutter" in await run(deaf)
    made = await run(seen, app=app, session=session)
    assert "setup" in made


def labels(session: Any) -> list[Any]:
    return [w for w in session.walk_widget_tree() if type(w).__name__ == "Label"]


def test_pictures_are_streamed_while_somebody_looks() -> None:
    piece = pieces("explanation/sessions")[3]
    shown: list[bytes] = []

    class Camera:
        async def read(self) -> bytes:
            return b"a frame"

    class Picture:
        @property
        def is_destroyed(self) -> bool:
            return len(shown) == 3

        async def set_binary_image(self, data: bytes, format: str) -> None:
            shown.append(data)

    names: dict[str, Any] = {
        "app": None,
        "trio": trio,
        "camera": Camera(),
        "picture": Picture(),
    }

    def main() -> Any:
        names["app"] = async_.Application(max_sessions=None)
        exec(compile(piece.replace("            ...\n", ""), "sessions.md", "exec"), names)
        return names["main"]()

    async def program() -> None:
        await main()

    async def use() -> None:
        async with open_app(program) as user:
            await user.clock.advance(2)

    trio.run(use)
    assert shown == [b"a frame"] * 3


@in_loop
async def test_types() -> None:
    checked, counter = pieces("reference/typing")
    session = async_.Application(0, 0).create_session()
    W = session.get_widgets()
    fits = "\n".join(line for line in checked.splitlines() if "an error" not in line)
    await run(fits, Widgets=async_.Widgets, slider=await W.Slider(), label=await W.Label())
    made = await run(counter, session=session)
    assert made["counter"].count == 3


@in_loop
async def test_places_to_serve_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tls, unix, systemd, keeping, mounted, lifespan = pieces("how-to/deploying")
    await run(tls, Application=async_.Application, context=None)
    path = tmp_path / "ui.sock"
    made = await run(
        unix.replace("/run/ui/ui.sock", str(path)), Application=async_.Application, socket=socket
    )
    made["sock"].close()
    given = socket.socket(socket.AF_INET)
    given.bind(("127.0.0.1", 0))
    monkeypatch.setattr("pgwidgets.listen_fds", lambda: [given])
    await run(systemd, Application=async_.Application)
    given.close()
    monkeypatch.setenv("UI_KEY", "k" * 32)
    made = await run(keeping, Application=async_.Application, Limits=Limits, os=os)
    assert made["app"]._pgwidgets.settings.store is not None
    made = await run(mounted, Application=async_.Application, FastAPI=FastAPI)
    ended = await run(lifespan, contextlib=contextlib, ui=made["ui"])
    async with ended["lifespan"](made["web"]):
        pass


@in_loop
async def test_figures_and_fields(monkeypatch: pytest.MonkeyPatch) -> None:
    import prometheus_client

    stats, metrics, collected, fields = pieces("how-to/observing")
    await run(stats)
    await run(metrics)
    registered: list[Any] = []
    monkeypatch.setattr(prometheus_client.REGISTRY, "register", registered.append)
    await run(collected)
    assert list(registered[0].collect())
    configured: list[Any] = []
    monkeypatch.setattr("logging.basicConfig", lambda **named: configured.append(named))
    made = await run(fields)
    assert configured == [{"handlers": [made["handler"]]}]


@in_loop
async def test_what_is_ported() -> None:
    which, rows, own_server, grace = pieces("how-to/porting")
    assert (await run(which))["DISTRIBUTION"] == "pgwidgets"
    session = async_.Application(0, 0).create_session()
    tree = await session.get_widgets().TreeView()
    await run(rows, tree=tree)
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        await run(own_server, Application=sync.Application, sock=sock)
    await run(grace, session=session, cancel_grace=print, start_grace=print)


@in_loop
async def test_what_is_spoken() -> None:
    default, names, live = pieces("how-to/keyboard")
    W = async_.Application(0, 0).create_session().get_widgets()
    await run(default, W=W)
    given = {
        "search": await W.TextEntry(),
        "caption": await W.Label("Find"),
        "picture": await W.Image(),
    }
    await run(names, **given)
    await run(live, temperature=await W.Label("4 K"))


def test_a_session_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    [text] = pieces("how-to/restarts")
    names: dict[str, Any] = {}
    exec(compile(text, "restarts.md", "exec"), names)
    with open_app(names["app"]) as user:
        user.click("Take one")
        user.click("Take one")
        assert user.shows("2")


@in_loop
async def test_who_somebody_is() -> None:
    _, by_proxy, by_function, of_fastapi, of_django = pieces("how-to/identity")
    await run(by_proxy, Application=async_.Application)
    made = await run(by_function, Application=async_.Application, names_by_key={"key": "ada"})
    assert made["who"](Mock(header=lambda name: "key")) == "ada"
    given = {"Middleware": Middleware, "SessionMiddleware": SessionMiddleware, "KEY": "x" * 16}
    made = await run(
        of_fastapi, app=async_.Application(), asgi_app=asgi_app, FastAPI=FastAPI, **given
    )
    assert [route.path for route in made["web"].routes][-1] == "/ui"
    made = await run(of_django, app=async_.Application(), asgi_app=asgi_app)
    assert "panels" in made


@in_loop
async def test_several_servers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGWIDGETS_KEY", "a key of more than sixteen bytes")
    served, ordered = pieces("how-to/several-servers")
    made = await run(served, Application=async_.Application, os=os)
    assert made["app"]._pgwidgets.settings.is_routed
    orders: list[tuple[str, dict[str, int]]] = []

    class Camera:
        async def order(self, what: str, **more: int) -> None:
            orders.append((what, more))

    made = await run(ordered, camera=Camera(), session=Mock(epoch=3))
    await made["expose"]()
    assert orders == [("expose", {"seconds": 30, "epoch": 3})]
