"""A message that is small on the wire and huge when inflated ends the connection that sent it.

With each of our transports; under an ASGI server it is that server which inflates. What each step
of inflating may cost is counted in tests/core/test_deflate.py.
"""

import zlib
from collections.abc import Iterator

import pytest

from conformance.worlds import Asyncio, Threads, Trio
from core.wire import CLOSE, CONTINUATION, TEXT, frame, request
from pgwidgets.testing.conformance import MemoryWorld
from pgwidgets.testing.conformance.program import counting
from pgwidgets.testing.conformance.wire import Wire
from pgwidgets.testing.conformance.world import World

HELLO = b'{"type":"result","id":0,"ext":1}'
COMPRESSED = 4
"""The reserved bit of a message that is compressed (RFC 7692 section 6)."""


@pytest.fixture(params=[MemoryWorld, Asyncio, Trio, Threads], ids=lambda world: world.__name__)
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    with request.param() as world:
        yield world
        complaints = world.complaints()
    assert not complaints


def deflated(data: bytes) -> bytes:
    """A message as it is sent compressed."""
    stream = zlib.compressobj(9, zlib.DEFLATED, -15)
    return (stream.compress(data) + stream.flush(zlib.Z_SYNC_FLUSH))[:-4]


def opened(world: World) -> Wire:
    """A WebSocket on which compression is agreed on, before the hello."""
    wire = world.connect()
    offer = "Sec-WebSocket-Extensions: permessage-deflate; client_no_context_takeover"
    upgrading = ("Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13")
    key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="
    wire.send(request(world.path, *upgrading, key, offer, host=world.host))
    head = b""
    while b"\r\n\r\n" not in head:
        head += world.take(wire, 1)
    assert head.startswith(b"HTTP/1.1 101")
    assert b"permessage-deflate" in head.lower()
    return wire


def told(world: World, wire: Wire) -> int:
    """The code of the close frame that comes; 0: the stream just ends."""
    data = b""
    while True:
        size = data[1] & 0x7F if len(data) > 1 else 0
        begin = {126: 4, 127: 10}.get(size, 2)
        if size > 125 and len(data) >= begin:
            size = int.from_bytes(data[2:begin])
        if len(data) < begin or len(data) < begin + size:
            piece = world.take(wire)
            if not piece:
                return 0
            data += piece
        elif data[0] & 0xF == CLOSE:
            return int.from_bytes(data[begin : begin + 2])
        else:
            data = data[begin + size :]


BOMB = deflated(b'{"type":"ping","x":"' + b" " * 64 * 1024 * 1024 + b'"}')
NESTED = deflated(b"[" * 900_000)
"""Within the limit of bytes, but of no use."""


@pytest.mark.parametrize("payload", [BOMB, NESTED], ids=["a bomb", "what inflates to nonsense"])
@pytest.mark.parametrize("is_cut", [False, True])
def test_a_bomb_ends_its_own_connection_alone(world: World, payload: bytes, is_cut: bool) -> None:
    with world.serving(counting):
        other = world.visit()
        other.until_heard("Button")
        wire = opened(world)
        wire.send(frame(TEXT, HELLO))
        if is_cut:
            half = len(payload) // 2
            wire.send(frame(TEXT, payload[:half], rsv=COMPRESSED, fin=False))
            wire.send(frame(CONTINUATION, payload[half:]))
        else:
            wire.send(frame(TEXT, payload, rsv=COMPRESSED))
        try:
            assert told(world, wire) in (1007, 1009)
        finally:
            wire.close()
        other.press()
        other.until_text("1")
