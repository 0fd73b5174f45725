"""Peers that want to keep the server from everybody else: of each only what it costs is asked.

What a browser may say wrong is tried without sockets (core/test_hostile_browser.py), frames against
the protocol in the conformance suite.
"""

import asyncio
import contextlib
import socket
import struct
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest

from async_api.peer import Peer, in_loop, serving
from pgwidgets import sync
from pgwidgets_proto import Connection, Limits

HALF_OPEN = 300
"""Connections that say nothing, or half a request: enough to be more than are kept in any list."""


def where(url: str | None) -> tuple[str, int]:
    parts = urlsplit(url or "")
    return parts.hostname or "", parts.port or 0


@contextlib.contextmanager
def half_open(address: tuple[str, int]) -> Iterator[None]:
    """Connections left half way, which end with a reset in the middle of whatever is going on."""
    beginnings = (
        b"",
        b"GET / HT",
        b"GET / HTTP/1.1\r\nHost: x\r\nUpgrade: webso",
        b"\x16\x03\x01\x02",
    )
    with contextlib.ExitStack() as stack:
        for number in range(HALF_OPEN):
            peer = stack.enter_context(socket.create_connection(address, 10))
            peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            peer.sendall(beginnings[number % len(beginnings)])
        yield


def status(address: tuple[str, int]) -> int:
    """What a browser that means well is answered."""
    with socket.create_connection(address, 10) as peer:
        host = f"{address[0]}:{address[1]}".encode()
        peer.sendall(b"GET / HTTP/1.1\r\nHost: " + host + b"\r\nConnection: close\r\n\r\n")
        return int(peer.makefile("rb").readline().split()[1])


def attack(url: str | None) -> list[int]:
    address = where(url)
    with half_open(address):
        during = status(address)
    return [during, status(address)]


@in_loop
async def test_connections_left_half_way_with_an_event_loop(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with serving() as app:
        assert await asyncio.to_thread(attack, app.url) == [200, 200]
    assert len(caplog.records) < 20


def test_connections_left_half_way_with_threads(caplog: pytest.LogCaptureFixture) -> None:
    app = sync.Application(host="127.0.0.1", ws_port=0, http_port=None)
    app.start()
    try:
        assert attack(app.url) == [200, 200]
    finally:
        app.close()
    assert len(caplog.records) < 20


PIPELINED = 200
"""Requests of a file each that are sent before an answer is read: more than a line can carry."""


def pipelined(url: str | None) -> tuple[int, int]:
    """How many answers come to a client that asks for everything first, and how long they are."""
    address = where(url)
    host = f"{address[0]}:{address[1]}".encode()
    request = b"GET /modules/TreeView.js HTTP/1.1\r\nHost: " + host + b"\r\n"
    with socket.create_connection(address, 10) as peer:
        peer.sendall((request + b"\r\n") * (PIPELINED - 1) + request + b"Connection: close\r\n\r\n")
        answers = peer.makefile("rb").read()
    return answers.count(b"HTTP/1.1 200 OK\r\n"), len(answers)


@in_loop
async def test_answers_that_are_read_late_all_come_with_an_event_loop() -> None:
    async with serving() as app:
        count, size = await asyncio.to_thread(pipelined, app.url)
    assert count == PIPELINED
    assert size > 10_000_000


def test_answers_that_are_read_late_all_come_with_threads() -> None:
    app = sync.Application(host="127.0.0.1", ws_port=0, http_port=None)
    app.start()
    try:
        count, _ = pipelined(app.url)
    finally:
        app.close()
    assert count == PIPELINED


@in_loop
async def test_an_event_loop_takes_only_so_much_of_one_connection_at_a_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Empty frames, of six bytes, are what costs most for each byte: a big piece of them would keep
    # the event loop from all others for seconds.
    sizes: list[int] = []
    receive = Connection.receive_data

    def noting(self: Connection[Any], data: bytes, now: float) -> None:
        sizes.append(len(data))
        receive(self, data, now)

    limits = Limits(text_bytes=8_000_000)
    async with serving(limits=limits) as app, Peer.visiting(app.url) as peer:
        monkeypatch.setattr(Connection, "receive_data", noting)
        await peer.say({"type": "ping", "x": "y" * 4_000_000})
        await peer.until(lambda: sum(sizes) > 4_000_000)
    assert max(sizes) <= 64 * 1024
