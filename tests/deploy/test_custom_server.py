"""The example of a server of one's own: its page, its widgets, and a browser that does not read."""

import asyncio
import contextlib
import re
import runpy
import selectors
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx

from async_api.peer import Peer, in_loop, soon
from patience import PATIENCE

EXAMPLE = Path(__file__).parents[2] / "examples" / "custom_server.py"


@contextlib.contextmanager
def running(listener: socket.socket) -> Iterator[Any]:
    """The example's server, in a thread."""
    server = runpy.run_path(str(EXAMPLE))["Server"](listener)
    stopped = threading.Event()
    thread = threading.Thread(target=server.run, args=[stopped.is_set])
    thread.start()
    try:
        yield server
    finally:
        stopped.set()
        thread.join(PATIENCE)
        assert not thread.is_alive()
        server.close()


@in_loop
async def test_on_a_port() -> None:
    with running(socket.create_server(("127.0.0.1", 0))) as server:
        url = f"http://127.0.0.1:{server.listener.getsockname()[1]}/"
        async with httpx.AsyncClient(base_url=url, trust_env=False) as client:
            page = await client.get("/")
            assert (page.status_code, page.headers["content-type"]) == (200, "text/html")
            assert (await client.get("/pgwidgets/page.js")).status_code == 200
            assert (await client.get("/%2e%2e/%2e%2e/etc/passwd")).status_code == 404
            rebound = await client.get("/", headers={"host": "evil.example"})
            assert rebound.status_code == 403
        stalled = await Peer.open(url)
        await stalled.until_page_has(1, "TopLevel")
        stalled.may_read.clear()
        async with Peer.visiting(url) as peer:
            for count in (1, 2, 3):
                await peer.until_page_has(1, "Button")
                await peer.click(peer.the("Button"))
                await peer.until_text(f"{count} clicks", "Button")
        await stalled.leave()


@in_loop
async def test_on_a_unix_socket(tmp_path: Path) -> None:
    path = str(tmp_path / "ui.sock")
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(path)
    listener.listen()
    with running(listener):
        transport = httpx.AsyncHTTPTransport(uds=path)
        async with httpx.AsyncClient(transport=transport) as client:
            assert (await client.get("http://localhost/")).status_code == 200
            assert (await client.get("http://ui.example.org/")).status_code == 403


@in_loop
async def test_paths_that_no_file_has_and_requests_on_one_connection() -> None:
    with running(socket.create_server(("127.0.0.1", 0))) as server:
        port = server.listener.getsockname()[1]
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for path in ("/" + "x" * 5000, "/pgwidgets/page.js", "/nothing"):
            writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        for status in (404, 200, 404):  # all were sent at once: none is forgotten
            head = await soon(reader.readuntil(b"\r\n\r\n"))
            assert head.startswith(f"HTTP/1.1 {status} ".encode())
            (length,) = re.findall(rb"(?i)content-length: (\d+)", head)
            await soon(reader.readexactly(int(length)))
        writer.close()
        await writer.wait_closed()


def test_a_connection_that_is_paused_is_not_asked_after() -> None:
    """A socket has room to write nearly always: who waits for that spins."""
    here, there = socket.socketpair()
    with here, there, socket.create_server(("127.0.0.1", 0)) as listener:
        server = runpy.run_path(str(EXAMPLE))["Server"](listener)
        connection = SimpleNamespace(
            is_reading=False,
            channel=None,
            is_aborted=False,
            is_closed=False,
            data_to_send=lambda now: b"",
            next_event=lambda: None,
        )
        server.connections[here], server.unsent[here] = connection, b""
        server.advance(here, 0.0)
        assert here not in server.selector.get_map()
        connection.is_reading = True
        server.advance(here, 0.0)
        assert server.selector.get_key(here).events == selectors.EVENT_READ
        connection.is_reading = False
        server.advance(here, 0.0)
        assert here not in server.selector.get_map()
        server.close()


def test_it_is_short() -> None:
    code = EXAMPLE.read_text().partition("class Server")[2].partition("\ndef main")[0]
    lines = [line for line in code.splitlines() if line.strip() and line.strip()[0] != "#"]
    assert len(lines) <= 100


def test_it_prints_where_it_is_and_ctrl_c_ends_it() -> None:
    with subprocess.Popen(
        [sys.executable, "-W", "error", str(EXAMPLE), "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            (url,) = re.findall(r"^open (http://127\.0\.0\.1:\d+/)$", process.stdout.readline())
            with httpx.Client(trust_env=False) as client:
                assert client.get(url).status_code == 200
            process.send_signal(signal.SIGINT)
            _, errors = process.communicate(timeout=PATIENCE)
        finally:
            process.kill()
    assert (process.returncode, errors) == (0, "")
