"""However a client's bytes are cut: the same events, the same output. Whatever they are: no error.

The streams are written by h11's and wsproto's clients where they are valid, and then damaged.
"""

from itertools import pairwise
from typing import Any

import h11
from hypothesis import given
from hypothesis import strategies as st
from wsproto import WSConnection
from wsproto.connection import ConnectionType
from wsproto.events import (
    AcceptConnection,
    BytesMessage,
    CloseConnection,
    Pong,
    Request,
    TextMessage,
)
from wsproto.events import Ping as PingEvent

from core.wire import (
    BINARY,
    CONTINUATION,
    PING,
    TEXT,
    Wire,
    close_frame,
    frame,
    request,
    seen_by_client,
    upgrade,
)
from pgwidgets_proto.limits import Limits
from pgwidgets_proto.stream.events import ConnectionClosed, Refused
from pgwidgets_proto.stream.states import State

LIMITS = Limits(header_bytes=600, body_bytes=200, message_bytes=100)
STATUSES = {400, 403, 405, 413, 426, 431, 501, 505}
CODES = {1002, 1007, 1009}


def http_client() -> bytes:
    """Requests of all kinds on one connection, as h11 writes them."""
    client = h11.Connection(h11.CLIENT)
    out = b""
    for method, target, headers, body in (
        ("GET", "/a?b", [], b""),
        ("HEAD", "/%20", [("user-agent", "x")], b""),
        ("POST", "/c", [("content-length", "3")], b"abc"),
        ("PUT", "/d", [("transfer-encoding", "chunked")], b"x" * 50),
        ("PUT", "/e", [("expect", "100-continue"), ("content-length", "1")], b"y"),
        ("GET", "/f", [("upgrade", "h2c"), ("connection", "upgrade")], b""),
    ):
        client = h11.Connection(h11.CLIENT)
        out += client.send(
            h11.Request(method=method, target=target, headers=[("host", "localhost"), *headers])
        )
        out += client.send(h11.Data(data=body)) if body else b""
        out += client.send(h11.EndOfMessage())
    return out


def websocket_client() -> bytes:
    """A WebSocket from its opening to its close, as wsproto writes it."""
    client = WSConnection(ConnectionType.CLIENT)
    out = client.send(Request(host="localhost:9500", target="/ws"))
    key = next(line for line in out.split(b"\r\n") if b"key" in line.lower()).split(b" ")[1]
    server = Wire()
    client.receive_data(server.feed(upgrade(key=key.decode())))
    assert isinstance(next(client.events()), AcceptConnection)
    for event in (
        TextMessage(data="echo:ü"),
        TextMessage(data="€ be", message_finished=False),
        PingEvent(payload=b"p"),
        TextMessage(data="gun"),
        BytesMessage(data=b"x" * 100),
        BytesMessage(data=b""),
        CloseConnection(code=1000, reason="bye"),
    ):
        out += client.send(event)
    return out


def masked_stream() -> bytes:
    """Frames that wsproto's client would not write: odd fragments, masks, closings."""
    return (
        upgrade()
        + frame(TEXT, "ü".encode()[:1], fin=False)
        + frame(PING, b"1")
        + frame(CONTINUATION, "ü".encode()[1:], fin=False)
        + frame(CONTINUATION)
        + frame(TEXT, b"echo:answer")
        + frame(BINARY, bytes(range(100)))
        + frame(TEXT, b"close")
        + frame(TEXT, b"late")
        + frame(TEXT, b"x" * 300)
        + close_frame(4001)
    )


STREAMS = {
    "http": http_client(),
    "websocket": request("/page") + websocket_client(),
    "masked": masked_stream(),
    "too long": request("/", "A: " + "b" * 700),
    "long chunk": request("/", "Transfer-Encoding: chunked", method="PUT") + b"1;" + b"x" * 900,
    "two smuggled": request("/", "Content-Length: 4", "Transfer-Encoding: chunked") + b"0\r\n\r\n",
    "too big": upgrade() + frame(BINARY, b"x" * 101) + close_frame(1009),
    "too big, and no text": upgrade() + frame(TEXT, b"x" * 105 + b"\xff" * 5),
    "pinged late": upgrade() + frame(TEXT, b"close") + frame(PING, b"2") + frame(PING, b"3"),
    "not text": upgrade() + frame(TEXT, b"a\xff") + frame(TEXT, b"b"),
    "both": upgrade() + frame(TEXT, b"close") + close_frame(1001),
    "broken": upgrade() + frame(TEXT, b"close") + frame(TEXT, mask=b"", payload=b"a"),
}


def check_alike(stream: bytes, cuts: list[int], name: str = "") -> None:
    """However it is cut, the same can be seen from outside.

    A ping that comes when we have asked to close is answered while our close is unsent; and when a
    stream is cut, it is sent sooner.
    """
    http, said, pongs, *rest = run(stream, cuts)
    whole_http, whole_said, whole_pongs, *whole_rest = run(stream, [])
    assert (http, said, rest) == (whole_http, whole_said, whole_rest), name
    if any(isinstance(event, CloseConnection) for event in said):
        whole_pongs = whole_pongs[: len(pongs)]
    assert pongs == whole_pongs, name


def run(stream: bytes, cuts: list[int]) -> tuple[Any, ...]:
    """Feed a stream cut at these places, then its end; return all that can be seen from outside."""
    wire = Wire(limits=LIMITS)
    places = [0, *sorted(cut % (len(stream) + 1) for cut in cuts), len(stream)]
    for start, end in pairwise(places):
        if start < end:
            wire.feed(stream[start:end])
    state = wire.conn.state
    wire.feed(b"")
    # h11 says more about a line that it has seen whole, so causes may differ; answers don't.
    events = [
        event.code if isinstance(event, Refused) else event
        for event in wire.events
        if not hasattr(event, "channel")
    ]
    received = wire.conn.channel.received if wire.conn.channel else None
    check(wire, state)
    return *as_seen(wire.output), events, received, state


def as_seen(output: bytes) -> tuple[bytes, list[Any], list[Any]]:
    """HTTP, messages and pongs apart: a pong may overtake messages (RFC 6455 section 5.4)."""
    http, switch, rest = output.partition(b"HTTP/1.1 101 ")
    answer, _, frames = rest.partition(b"\r\n\r\n")
    events = seen_by_client(frames)
    pongs = [event for event in events if isinstance(event, Pong)]
    return http + switch + answer, [event for event in events if event not in pongs], pongs


def check(wire: Wire, before_the_end: State) -> None:
    """Whatever came: documented outcomes only."""
    assert isinstance(wire.closed, ConnectionClosed)
    assert sum(isinstance(event, ConnectionClosed) for event in wire.events) == 1
    assert wire.conn.is_closed
    assert len(wire.refused) <= 1
    assert set(wire.refused) <= STATUSES | CODES
    if wire.conn.channel is not None:
        assert wire.channel.received.count(None) == 1
        assert wire.channel.received[-1] is None
    if before_the_end is State.LINGERING and not wire.conn.channel:
        assert wire.refused


def test_byte_by_byte() -> None:
    for name, stream in STREAMS.items():
        check_alike(stream, list(range(len(stream))), name)


@given(st.sampled_from(sorted(STREAMS)), st.lists(st.integers(0, 5000), max_size=8))
def test_any_chunking(name: str, cuts: list[int]) -> None:
    check_alike(STREAMS[name], cuts)


@given(st.binary(max_size=200), st.lists(st.integers(0, 5000), max_size=4))
def test_random_bytes(data: bytes, cuts: list[int]) -> None:
    check_alike(data, cuts)


@given(st.binary(max_size=200), st.lists(st.integers(0, 5000), max_size=4))
def test_random_bytes_as_frames(data: bytes, cuts: list[int]) -> None:
    check_alike(upgrade() + data, cuts)


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A good stream with a few bytes changed, left out, doubled or put in."""
    stream = bytearray(STREAMS[draw(st.sampled_from(sorted(STREAMS)))])
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, len(stream)))
        length = draw(st.integers(0, 6))
        stream[place : place + length] = draw(
            st.one_of(st.binary(max_size=6), st.just(bytes(stream[place : place + 2 * length])))
        )
    return bytes(stream)


@given(damaged(), st.lists(st.integers(0, 5000), max_size=4))
def test_damaged_streams(data: bytes, cuts: list[int]) -> None:
    check_alike(data, cuts)
