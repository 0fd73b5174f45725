"""Where an application listens: below a path, on one port, on a Unix socket, on one handed over."""

import asyncio
import os
import re
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
from websockets.asyncio.client import connect, unix_connect
from websockets.exceptions import InvalidStatus

from async_api.peer import Peer, in_loop, serving, soon
from pgwidgets import listen_fds
from pgwidgets.async_ import Application
from transports.counting import build, counting, counts_up

# --- base_path


@in_loop
async def test_all_is_below_the_base_path() -> None:
    async with counting(base_path="/instruments/µ 1/") as app:
        url = httpx.URL(app.url or "")
        assert url.raw_path == b"/instruments/%C2%B5%201/"
        session = app.create_session()
        assert (session.get_url() or "").startswith(f"{app.url}#session=1&token=")
        async with httpx.AsyncClient(trust_env=False) as client:
            page = await client.get(url)
            assert page.status_code == 200
            links = re.findall(r'(?:href|src)="([^"]+)"', page.text)
            assert len(links) > 3
            for link in links:
                assert (await client.get(url.join(link))).status_code == 200, link
            bare = str(url).removesuffix("/")
            moved = await client.get(f"{bare}?a=1")
            assert (moved.status_code, moved.headers["location"]) == (307, "./%C2%B5%201/?a=1")
            assert (await client.get(bare, follow_redirects=True)).url == url
            assert (await client.post(bare)).status_code == 405
            for path in ("/", "/instruments/", "/instruments/µ 12/", "/Widgets.js"):
                assert (await client.get(url.join(path))).status_code == 404, path
        async with Peer.visiting(app.url) as peer:
            await peer.until_page_has(1, "Button")
            await counts_up(peer)
        with pytest.raises(InvalidStatus) as refused:
            await connect(f"ws://127.0.0.1:{url.port}/")
        assert refused.value.response.status_code == 404


# --- sockets


@in_loop
async def test_one_port_for_all() -> None:
    async with counting(http_port=None) as app, Peer.visiting(app.url) as peer:
        await peer.until_page_has(1, "Button")
        await counts_up(peer)
        async with httpx.AsyncClient(trust_env=False) as client:
            assert (await client.get(app.url or "")).status_code == 200


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_a_unix_socket(backend: str, tmp_path: Path) -> None:
    path = str(tmp_path / "ui.sock")

    async def main() -> None:
        own = socket.socket(socket.AF_UNIX)
        own.bind(path)
        settings: dict[str, Any] = {"allowed_hosts": ["ui.example.org"], "max_sessions": None}
        async with Application(ws_sock=own, http_port=None, **settings) as app:
            app.on_connect(build)
            assert app.url is None
            await anyio.to_thread.run_sync(asyncio.run, visit(path))

    anyio.run(main, backend=backend)


async def visit(path: str) -> None:
    async with httpx.AsyncClient(transport=httpx.AsyncHTTPTransport(uds=path)) as client:
        for host, status in (("localhost", 200), ("ui.example.org", 200), ("evil.example", 403)):
            assert (await client.get(f"http://{host}/")).status_code == status, host
    origin = {"origin": "https://ui.example.org"}
    async with unix_connect(path, "ws://ui.example.org/", additional_headers=origin) as ws:
        assert '"init"' in str(await soon(ws.recv()))


# --- socket activation

SYSTEMD = """
import os, sys

os.dup2(int(sys.argv[1]), 3)
os.environ.update(LISTEN_FDS="1", LISTEN_PID=str(os.getpid()))
os.execv(sys.executable, [sys.executable, "-W", "error", "-c", sys.argv[2]])
"""
"""What systemd does with a unit that has a socket."""

PROGRAM = """
import asyncio
from pgwidgets import listen_fds
from pgwidgets.async_ import Application

(sock,) = listen_fds()
assert listen_fds() == [] and not sock.get_inheritable()
asyncio.run(Application(ws_sock=sock, http_port=None).run())
"""


def test_a_socket_that_is_handed_over() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        program = subprocess.Popen(
            [sys.executable, "-c", SYSTEMD, str(listener.fileno()), PROGRAM],
            pass_fds=[listener.fileno()],
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            assert httpx.get(url, trust_env=False, timeout=20).status_code == 200
            assert program.stdout is not None
            assert program.stdout.readline() == f"pgwidgets: open {url}\n"
            program.terminate()
            assert program.wait(20) == 0
        finally:
            program.kill()
            program.communicate()


def test_no_socket_is_handed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    assert listen_fds() == []
    monkeypatch.setenv("LISTEN_FDS", "1")
    monkeypatch.setenv("LISTEN_PID", str(os.getppid()))  # for our parent
    assert listen_fds() == []
    monkeypatch.setenv("LISTEN_FDS", "one")
    monkeypatch.setenv("LISTEN_PID", str(os.getpid()))
    with pytest.raises(ValueError, match="LISTEN_FDS is 'one'"):
        listen_fds()


@in_loop
async def test_one_port_by_number() -> None:
    with pytest.raises(ValueError, match="ws_port is None"):
        Application(ws_port=None)  # type: ignore[arg-type]
    async with serving(http_port=None, http_server=False) as app:
        assert app.url is None
