"""Where an application listens: below a path, on one port, on a Unix socket, on one handed over."""

import asyncio
import os
import re
import socket
import ssl
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
from websockets.asyncio.client import connect, unix_connect
from websockets.exceptions import InvalidStatus

from async_api.peer import Peer, in_loop, serving, soon
from patience import PATIENCE
from pgwidgets import listen_fds
from pgwidgets._listen import bind, listen
from pgwidgets.async_ import Application
from pgwidgets.sync import Application as SyncApplication
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


# --- sockets that can't be listened on


def _closed() -> socket.socket:
    sock = socket.create_server(("127.0.0.1", 0))
    sock.close()
    return sock


def _connected() -> socket.socket:
    here, there = socket.socketpair()
    there.close()
    return here


def _tls() -> socket.socket:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    return context.wrap_socket(socket.create_server(("127.0.0.1", 0)), server_side=True)


def _udp() -> socket.socket:
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.bind(("127.0.0.1", 0))
    return sock


@pytest.mark.parametrize("api", [Application, SyncApplication])
@pytest.mark.parametrize(
    ("make", "words"),
    [
        (_udp, ["SOCK_DGRAM", "stream"]),
        (lambda: socket.socket(), ["not bound", "bind()"]),
        (lambda: socket.socket(socket.AF_UNIX), ["not bound", "bind()"]),
        (_closed, ["closed"]),
        (_connected, ["connected"]),
        (_tls, ["TLS", "ssl_context"]),
    ],
)
def test_a_socket_of_the_wrong_kind_is_refused_at_once(
    api: type[Any], make: Callable[[], socket.socket], words: list[str]
) -> None:
    with make() as sock:
        with pytest.raises(ValueError, match="ws_sock") as refused:
            api(ws_sock=sock)
        for word in words:
            assert word in str(refused.value)
    with pytest.raises(TypeError, match=r"ws_sock is '/run/ui\.sock'"):
        api(ws_sock="/run/ui.sock")


@in_loop
async def test_a_socket_that_listens_already() -> None:
    """As those of systemd do; it serves one run, whose end closes it."""
    with socket.create_server(("127.0.0.1", 0)) as own:
        app = Application(ws_sock=own, http_port=None, max_sessions=None)
        app.on_connect(build)
        async with serving(app), Peer.visiting(app.url) as peer:
            await peer.until_page_has(1, "Button")
        with pytest.raises(OSError, match="ws_sock is closed"):
            await app.start()


@in_loop
async def test_the_url_is_that_of_the_socket() -> None:
    with socket.create_server(("127.0.0.2", 0)) as own:
        async with serving(Application(ws_sock=own, http_port=None)) as app:
            assert app.url == f"http://127.0.0.2:{own.getsockname()[1]}/"


@in_loop
async def test_a_socket_is_left_to_its_program_when_serving_can_not_begin() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as taken,
        socket.create_server(("127.0.0.1", 0)) as own,
    ):
        app = Application(ws_sock=own, http_port=taken.getsockname()[1])
        with pytest.raises(OSError, match="can't listen on"):
            await app.start()
        assert own.fileno() >= 0
        taken.close()
        async with serving(app):
            assert app.url is not None


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
from pgwidgets._listen import bind, listen
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
            assert httpx.get(url, trust_env=False, timeout=PATIENCE).status_code == 200
            assert program.stdout is not None
            assert program.stdout.readline() == f"pgwidgets: open {url}\n"
            program.terminate()
            assert program.wait(PATIENCE) == 0
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


@pytest.mark.parametrize("is_own", [True, False])
def test_small_frames_wait_for_no_acknowledgement_of_tcp(is_own: bool) -> None:
    """Nagle's algorithm would hold the second of two for 40 ms; connections inherit this."""
    sock = socket.create_server(("127.0.0.1", 0)) if is_own else bind("127.0.0.1", 0)
    if is_own:
        listen(sock, "ws_sock")
    with sock, socket.create_connection(sock.getsockname()):
        sock.settimeout(PATIENCE)
        accepted, _ = sock.accept()
        with accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
