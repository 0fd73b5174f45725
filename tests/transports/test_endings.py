"""Ports, TLS and ends: what is opened is closed again, whatever happens in between."""

import asyncio
import contextlib
import gc
import logging
import os
import socket
import ssl
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from async_api.peer import Peer, complaints_of_asyncio, in_loop, serving, soon, turns_until
from patience import PATIENCE
from pgwidgets.async_ import Application, Session

CERTIFICATE = Path(__file__).with_name("data") / "localhost.pem"


def tls_pair() -> tuple[ssl.SSLContext, ssl.SSLContext]:
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(CERTIFICATE)
    return server, ssl.create_default_context(cafile=str(CERTIFICATE))


def open_sockets() -> set[str]:
    """The sockets of this process, by the kernel's names."""
    found = set()
    for fd in os.listdir("/proc/self/fd"):
        try:
            name = os.readlink(f"/proc/self/fd/{fd}")
        except OSError:
            continue
        if name.startswith("socket:"):
            found.add(name)
    return found


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def can_be_bound(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


async def nothing_left(before: set[str], tasks: set[asyncio.Task[Any]]) -> None:
    """Wait until sockets, tasks and threads are as they were; fails if that never comes."""
    async with asyncio.timeout(PATIENCE):
        while True:
            gc.collect()
            extra = asyncio.all_tasks() - tasks
            if open_sockets() <= before and not extra:
                return
            await asyncio.sleep(0)


# --- ports


@in_loop
async def test_a_taken_port_is_one_clear_error() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        before = open_sockets()
        for ports in ({"ws_port": port, "http_port": 0}, {"ws_port": 0, "http_port": port}):
            for begin in (Application.run, Application.start, Application.__aenter__):
                app = Application(**ports)
                with pytest.raises(OSError, match=rf"127\.0\.0\.1.*{port}") as failed:
                    await begin(app)
                assert failed.value.errno is not None
                assert open_sockets() == before
                assert repr(app).startswith("<Application not serving")


@in_loop
async def test_a_host_that_is_none() -> None:
    before = open_sockets()
    with pytest.raises(OSError, match=r"no-such-host\.invalid"):
        await Application(host="no-such-host.invalid", ws_port=0).run()
    with pytest.raises(OSError, match=r"192\.0\.2\.1"):
        await Application(host="192.0.2.1", ws_port=0).start()
    assert open_sockets() == before


@in_loop
async def test_one_port_for_both() -> None:
    own = socket.create_server(("127.0.0.1", 0))
    port = own.getsockname()[1]
    async with serving(ws_sock=own, http_port=port) as app:
        assert app.url == f"http://127.0.0.1:{port}/"
        async with httpx.AsyncClient(trust_env=False) as client:
            assert (await client.get(app.url)).status_code == 200
        async with Peer.visiting(app.url) as peer:
            assert peer.session_id == 1
    same = free_port()
    async with serving(ws_port=same, http_port=same) as app:
        assert app.url == f"http://127.0.0.1:{same}/"


@in_loop
async def test_a_socket_of_the_programs_own() -> None:
    own = socket.socket()
    own.bind(("127.0.0.1", 0))  # bound; listening is up to us
    url = f"http://127.0.0.1:{own.getsockname()[1]}/"
    async with serving(ws_sock=own, http_server=False) as app:
        assert app.url is None
        session = app.create_session()
        assert session.get_url() is None
        async with Peer.visiting(url) as peer:
            assert peer.session_id == 2
        async with httpx.AsyncClient(trust_env=False) as client:
            for path in ("", "Widgets.js"):
                answer = await client.get(url + path)
                assert answer.status_code == 404
                assert "content-security-policy" in answer.headers
    assert own.fileno() == -1


@in_loop
async def test_ipv6() -> None:
    async with serving(host="::1") as app:
        assert app.url is not None
        assert app.url.startswith("http://[::1]:")
        async with httpx.AsyncClient(trust_env=False) as client:
            assert (await client.get(app.url)).status_code == 200
            for host in ("evil.example", "[::2]"):
                answer = await client.get(app.url, headers={"host": host})
                assert answer.status_code == 403, host
        async with Peer.visiting(app.url) as peer:
            assert peer.session_id == 1
        session = app.sessions[1]
        assert (session.get_url() or "").startswith(f"{app.url}#session=1&token=")


# --- TLS


@in_loop
async def test_tls(caplog: pytest.LogCaptureFixture) -> None:
    ours, theirs = tls_pair()
    async with serving(ssl_context=ours) as app:

        @app.on_connect
        def setup(session: Session) -> None:
            W = session.get_widgets()
            label = W.Label("before")
            W.Button("x").on("activated", lambda: label.set_text("after"))
            W.HtmlView("y" * 1_000_000)

        assert (app.url or "").startswith("https://127.0.0.1:")
        async with httpx.AsyncClient(verify=theirs, trust_env=False) as client:
            for _ in range(3):
                assert (await client.get(app.url or "")).status_code == 200
        async with Peer.visiting(app.url, tls=theirs) as peer:
            await peer.until_page_has(1, "HtmlView")
            await peer.click(peer.the("Button"))
            await peer.until_text("after")
        peer = await Peer.open(app.url, tls=theirs)
        await peer.until_page_has(1, "HtmlView")
        peer.socket.transport.abort()
        await peer.closed()
    assert complaints_of_asyncio(caplog.records) == []


@in_loop
async def test_a_tls_client_that_ends_its_side_at_once(caplog: pytest.LogCaptureFixture) -> None:
    ours, theirs = tls_pair()
    async with serving(ssl_context=ours) as app:
        url = httpx.URL(app.url or "")

        def ask() -> bytes:
            with (
                socket.create_connection((url.host, url.port)) as plain,
                theirs.wrap_socket(plain, server_hostname="localhost") as sock,
            ):
                sock.settimeout(PATIENCE)
                sock.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
                sock.unwrap()  # close_notify, and wait for theirs
                return b"ended"

        try:
            await soon(asyncio.to_thread(ask))
        except OSError as exc:  # the answer came before the server's close_notify
            assert isinstance(exc, ssl.SSLError)  # noqa: PT017
        async with httpx.AsyncClient(verify=theirs, trust_env=False) as client:
            assert (await client.get(url)).status_code == 200
    assert complaints_of_asyncio(caplog.records) == []


@in_loop
async def test_plain_text_to_a_tls_port(caplog: pytest.LogCaptureFixture) -> None:
    ours, theirs = tls_pair()
    async with serving(ssl_context=ours) as app:
        url = httpx.URL(app.url or "")
        reader, writer = await asyncio.open_connection(url.host, url.port)
        writer.write(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert b"HTTP/1.1 200" not in await soon(reader.read())
        writer.close()
        await writer.wait_closed()
        async with httpx.AsyncClient(verify=theirs, trust_env=False) as client:
            assert (await client.get(url)).status_code == 200
    # In debug mode asyncio tells of the failed handshake, which is no fault of ours.
    ours_alone = [record for record in caplog.records if record.name == "pgwidgets"]
    assert [record for record in ours_alone if record.levelno >= logging.ERROR] == []


@in_loop
async def test_a_handshake_that_never_ends_does_not_outlive_the_server() -> None:
    ours, _ = tls_pair()
    before, tasks = open_sockets(), asyncio.all_tasks()
    async with serving(ssl_context=ours) as app:
        url = httpx.URL(app.url or "")
        reader, writer = await asyncio.open_connection(url.host, url.port)
        async with httpx.AsyncClient(verify=False, trust_env=False) as client:
            await client.get(url)  # so that the first one has been accepted, too
    assert await soon(reader.read()) == b""
    writer.close()
    await writer.wait_closed()
    await nothing_left(before, tasks)


# --- ends


async def _closes(app: Application) -> None:
    await app.start()
    async with Peer.visiting(app.url) as peer:
        await soon(app.close())
        assert await peer.closed() == 1012


async def _is_left(app: Application) -> None:
    async with app, Peer.visiting(app.url) as peer:
        await app.close()
        assert await peer.closed() == 1012


async def _raises(app: Application) -> None:
    peer: Peer | None = None
    with pytest.raises(ZeroDivisionError):  # noqa: PT012 (the block is what is tested)
        async with app:
            peer = await Peer.open(app.url)
            await peer.until(lambda: peer and peer.token)
            raise ZeroDivisionError
    assert peer is not None
    await peer.closed()
    await peer.leave()


async def _runs_until_cancelled(app: Application) -> None:
    running = asyncio.create_task(app.run())
    await turns_until(lambda: app.url)
    peer = await Peer.open(app.url)
    await peer.until(lambda: peer.token)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await soon(running)
    await peer.closed()
    await peer.leave()


async def _is_cancelled_while_it_begins(app: Application) -> None:
    for steps in range(12):
        running = asyncio.create_task(app.run())
        for _ in range(steps):
            await asyncio.sleep(0)
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await soon(running)
        assert app.url is None


async def _hangs_in_handlers(app: Application) -> None:
    entered = asyncio.Event()

    @app.on_connect
    async def hang(session: Session) -> None:
        entered.set()
        await asyncio.Event().wait()

    await app.start()
    peer = await Peer.open(app.url)
    await soon(entered.wait())
    await soon(app.close())
    assert await peer.closed() == 1012
    await peer.leave()


async def _peers_hang(app: Application) -> None:
    """Connections of every kind that do nothing to end themselves."""
    await app.start()
    url = httpx.URL(app.url or "")
    texts = (
        b"",
        b"GET /",
        b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n123",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: upgrade\r\n"
        b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
    )
    writers = []
    for text in texts:
        _, writer = await asyncio.open_connection(url.host, url.port)
        writer.write(text)
        writers.append(writer)
    async with httpx.AsyncClient(trust_env=False) as client:
        await client.get(url)
    await soon(app.close())
    for writer in writers:
        writer.close()


@pytest.mark.parametrize(
    "life",
    [
        _closes,
        _is_left,
        _raises,
        _runs_until_cancelled,
        _is_cancelled_while_it_begins,
        _hangs_in_handlers,
        _peers_hang,
    ],
)
def test_nothing_is_left(
    life: Callable[[Application], Awaitable[None]], caplog: pytest.LogCaptureFixture
) -> None:
    from pgwidgets_proto import Limits

    threads = set(threading.enumerate())

    async def main() -> None:
        before, tasks = open_sockets(), asyncio.all_tasks()
        app = Application(0, 0, max_sessions=None, limits=Limits(close_time=0.05))
        await life(app)
        assert app.url is None
        await nothing_left(before, tasks)

    asyncio.run(main())
    for thread in set(threading.enumerate()) - threads:
        thread.join(PATIENCE)  # those that read files end with the loop
        assert not thread.is_alive()
    assert [r.message for r in caplog.records if r.levelno >= logging.ERROR] == []


@in_loop
async def test_the_port_is_free_after_the_end() -> None:
    async with serving() as app:
        port = httpx.URL(app.url or "").port
        assert port is not None
        async with Peer.visiting(app.url):
            pass
    assert can_be_bound(port)


@in_loop
async def test_who_connects_while_it_closes_is_dropped() -> None:
    """However far the event loop has come with accepting the connection by then."""
    for turns in range(8):
        async with serving() as app:
            port = urlsplit(app.url or "").port or 0
            with socket.create_connection(("127.0.0.1", port)) as client:
                for _ in range(turns):
                    await asyncio.sleep(0)
                await soon(app.close())
                for _ in range(5):  # what was begun is ended
                    await asyncio.sleep(0)
                client.setblocking(False)
                with contextlib.suppress(ConnectionResetError):
                    assert client.recv(1) == b"", f"it is open still, {turns} turns later"
