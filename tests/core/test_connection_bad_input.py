"""Each kind of bad input ends in its documented answer, a line for the log, and the end."""

import tracemalloc

import pytest
from wsproto.events import BytesMessage, CloseConnection

from core.wire import (
    BINARY,
    CLOSE,
    CONTINUATION,
    PING,
    TEXT,
    Wire,
    close_frame,
    frame,
    open_websocket,
    request,
    seen_by_client,
    upgrade,
)
from pgwidgets_proto.limits import Limits
from pgwidgets_proto.stream.events import ConnectionClosed
from pgwidgets_proto.stream.states import State

LIMITS = Limits(header_bytes=1024, body_bytes=1000, message_bytes=1000)
ONE_HOST = "Host: localhost\r\n"


def raw(text: str) -> bytes:
    return text.replace("\n", "\r\n").encode("latin-1")


HTTP = {
    "garbage": (b"\x00\xff\x80garbage", 400),
    "garbage with a blank line": (b"hello\r\n\r\n", 400),
    "TLS on a plain port": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 400),
    "HTTP/2 preface": (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505),
    "HTTP/0.9": (b"GET /\r\n\r\n", 400),
    "no Host": (raw("GET / HTTP/1.1\n\n"), 400),
    "two Hosts": (raw("GET / HTTP/1.1\nHost: localhost\nHost: localhost\n\n"), 400),
    "Host that is none": (request(host="local host"), 400),
    "obs-fold in Host": (raw("GET / HTTP/1.1\nHost: local\n host\n\n"), 400),
    "foreign Host": (request(host="evil.example"), 403),
    "foreign host in the target": (request("http://evil.example/"), 403),
    "user in the target": (request("http://me@localhost/"), 400),
    "unknown scheme": (request("ftp://localhost/"), 400),
    "no path": (request("index.html"), 400),
    "fragment": (request("/a#b"), 400),
    "NUL in the target": (raw("GET /\x00 HTTP/1.1\nHost: localhost\n\n"), 400),
    "escaped NUL": (request("/%00"), 400),
    "escaped line end": (request("/%0d%0aX"), 400),
    "broken escape": (request("/%zz"), 400),
    "escape that is not UTF-8": (request("/%ff"), 400),
    "space in the target": (request("/a b"), 400),
    "asterisk": (request("*"), 400),
    "OPTIONS *": (request("*", method="OPTIONS"), 405),
    "CONNECT": (request("localhost:80", method="CONNECT"), 405),
    "NUL in a header": (request("/", "A: \x00"), 400),
    "space before the colon": (request("/", "A : b"), 400),
    "length and chunked": (request("/", "Content-Length: 3", "Transfer-Encoding: chunked"), 400),
    "chunked in HTTP/1.0": (raw("POST / HTTP/1.0\nTransfer-Encoding: chunked\n\n"), 400),
    "two lengths": (request("/", "Content-Length: 3", "Content-Length: 4"), 400),
    "negative length": (request("/", "Content-Length: -1"), 400),
    "unknown coding": (request("/", "Transfer-Encoding: gzip"), 501),
    "bad chunk": (request("/", "Transfer-Encoding: chunked") + b"zz\r\n", 400),
    "long chunk head": (request("/", "Transfer-Encoding: chunked") + b"1;" + b"x" * 2000, 431),
    "long header": (request("/", "A: " + "x" * 2000), 431),
    "long target": (request("/" + "x" * 2000), 431),
    "many headers": (request("/", *["A: b"] * 500), 431),
    "long body": (request("/", "Content-Length: 1001", method="POST"), 413),
    "long body that waits": (
        request("/", "Content-Length: 1001", "Expect: 100-continue", method="POST"),
        413,
    ),
    "long chunked body": (
        request("/", "Transfer-Encoding: chunked") + b"400\r\n" + b"x" * 1024 + b"\r\n",
        413,
    ),
    "bad key": (upgrade(key="short"), 400),
    "foreign origin": (upgrade("Origin: http://evil.example"), 403),
    "WebSocket by POST": (upgrade().replace(b"GET", b"POST"), 405),
    "WebSocket by HTTP/1.0": (upgrade().replace(b"HTTP/1.1", b"HTTP/1.0"), 400),
}


@pytest.mark.parametrize("before", [b"", request("/", method="HEAD")], ids=["first", "second"])
@pytest.mark.parametrize(("data", "status"), HTTP.values(), ids=HTTP)
def test_http(data: bytes, status: int, before: bytes) -> None:
    wire = Wire(limits=LIMITS, response_headers=[("x-every", "1")])
    if before:
        wire.feed(before)
    out = wire.feed(data)
    head, _, body = out.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 %d " % status)
    assert b"\r\nconnection: close" in head.lower()
    assert b"\r\nx-every: 1" in head
    assert b"\r\ncontent-type: text/plain; charset=utf-8" in head
    assert body.endswith(b".\n")
    assert b"\r\ncontent-length: %d" % len(body) in head
    assert wire.refused == [status]
    # The rest is thrown away, until the peer has read the answer and leaves.
    assert wire.conn.state is State.LINGERING
    assert wire.conn.is_output_over
    assert not wire.conn.is_closed
    assert wire.feed(b"more of it" * 1000) == b""
    assert wire.feed(b"") == b""
    assert wire.closed == ConnectionClosed(None, f"refused with {status}")


def test_a_refused_peer_that_stays() -> None:
    wire = Wire()
    wire.feed(b"\x00")
    wire.wait_for_timer()
    assert wire.closed is not None
    assert not wire.conn.is_aborted
    wire = Wire()
    wire.is_writable = False
    wire.feed(b"\x00")
    wire.wait_for_timer()
    assert wire.conn.is_aborted


def test_a_half_closed_client_reads_its_refusal() -> None:
    wire = Wire()
    wire.conn.receive_data(b"\x00", wire.now)
    wire.conn.receive_data(b"", wire.now)
    assert wire.pump().startswith(b"HTTP/1.1 400 ")
    assert wire.closed is not None


def test_obs_fold_is_unfolded() -> None:
    """RFC 9112 section 5.2 lets a server choose between that and 400."""
    wire = Wire()
    wire.feed(request("/", "A: b\r\n  c"))
    assert wire.requests[0].header("a") == "b c"


def test_the_limit_of_headers_is_exact() -> None:
    padding = LIMITS.header_bytes - len(request("/", "A: "))
    for extra, status in ((0, b"200"), (1, b"431")):
        wire = Wire(limits=LIMITS)
        out = wire.feed(request("/", "A: " + "x" * (padding + extra)) + request("/2"))
        assert out.startswith(b"HTTP/1.1 " + status)


@pytest.mark.parametrize(
    "half", [b"G", request()[:-1], request("/", "Content-Length: 9", method="PUT") + b"abc"]
)
class TestHalfARequest:
    def test_in_time(self, half: bytes) -> None:
        wire = Wire()
        wire.feed(half)
        assert wire.wait(wire.limits.request_time - 0.1) == b""
        assert wire.wait_for_timer().startswith(b"HTTP/1.1 408 ")
        assert wire.refused == [408]

    def test_then_gone(self, half: bytes) -> None:
        wire = Wire()
        wire.feed(half)
        assert wire.feed(b"") == b""
        assert wire.events == [ConnectionClosed(None, "the peer left in the middle of a request")]


FRAMES = {
    "not masked": (frame(TEXT, b"a", mask=b""), 1002),
    "reserved bit": (frame(TEXT, b"a", rsv=4), 1002),
    "unknown opcode": (frame(3), 1002),
    "unknown control": (frame(11), 1002),
    "long ping": (frame(PING, b"x" * 126), 1002),
    "ping in fragments": (frame(PING, fin=False), 1002),
    "continuation of nothing": (frame(CONTINUATION, b"a"), 1002),
    "text inside a text": (frame(TEXT, b"a", fin=False) + frame(TEXT, b"b"), 1002),
    "size in too many bytes": (b"\x82\xfe\x00\x01\x00\x00\x00\x00x", 1002),
    "size over 63 bits": (frame(BINARY, size=1 << 63), 1002),
    "close with one byte": (frame(CLOSE, b"\x03"), 1002),
    "close with a bad code": (close_frame(999), 1002),
    "close with a local code": (close_frame(1006), 1002),
    "close with a reserved code": (close_frame(1004), 1002),
    "close not in UTF-8": (close_frame(1000, b"\xff"), 1007),
    "text not in UTF-8": (frame(TEXT, b"ok\xc3\x28"), 1007),
    "text that ends in a character": (frame(TEXT, b"\xe2\x82"), 1007),
    "surrogate": (frame(TEXT, b"\xed\xa0\x80"), 1007),
    "not UTF-8 before its end": (frame(TEXT, b"\xff", size=900), 1007),
    "too big and not UTF-8": (frame(TEXT, b"\xff", size=1001), 1009),
    "long text": (frame(TEXT, b"x" * 1001), 1009),
    "long text in two bytes a character": (frame(TEXT, "é".encode() * 501), 1009),
    "long binary": (frame(BINARY, b"x" * 1001), 1009),
    "long in fragments": (frame(BINARY, b"x", fin=False) + frame(CONTINUATION, b"x" * 1000), 1009),
    "long before its end": (frame(BINARY, b"x" * 1001, size=1 << 40), 1009),
}


@pytest.mark.parametrize(("data", "code"), FRAMES.values(), ids=FRAMES)
def test_websocket(data: bytes, code: int) -> None:
    wire = Wire(limits=LIMITS)
    channel = open_websocket(wire)
    channel.queue.append((False, b"said before"))
    wire.conn.receive_data(frame(TEXT, b"before") + data, wire.now)
    wire.pump()
    said, closing = seen_by_client(wire.output)
    assert said == BytesMessage(data=b"said before")
    assert isinstance(closing, CloseConnection)
    assert closing.code == code
    assert closing.reason in (
        "WebSocket protocol error",
        "text is not valid UTF-8",
        "message too big",
    )
    assert channel.received == ["before", None]
    assert wire.refused == [code]
    assert wire.feed(frame(TEXT, b"after")) == b""
    assert channel.received == ["before", None]
    wire.feed(b"")
    assert wire.closed is not None
    assert wire.closed.code == code


def test_a_message_that_is_too_big_leaves_the_framing_in_step() -> None:
    wire = Wire(limits=LIMITS)
    open_websocket(wire)
    wire.feed(frame(TEXT, b"x" * 1500))
    assert wire.conn.state is State.WS_CLOSING
    wire.feed(close_frame(1009))
    assert wire.conn.is_closed


def test_violation_after_our_close() -> None:
    wire = Wire()
    channel = open_websocket(wire)
    wire.feed(frame(TEXT, b"close"))
    wire.feed(frame(TEXT, b"\xff"))
    assert wire.conn.state is State.LINGERING
    assert wire.refused == []
    assert channel.received == ["close", None]
    wire.feed(b"")
    assert wire.closed == ConnectionClosed(4001, "closed by us with 4001 'wrong token'")


def test_violation_while_the_channel_closes() -> None:
    wire = Wire()
    open_websocket(wire)
    wire.feed(frame(TEXT, b"close") + frame(TEXT, b"a", mask=b"") + frame(TEXT, b"b"))
    assert seen_by_client(wire.output) == [CloseConnection(code=4001, reason="wrong token")]
    assert wire.refused == []
    assert wire.conn.state is State.LINGERING


def test_violation_while_the_channel_closes_and_nobody_reads() -> None:
    wire = Wire()
    channel = open_websocket(wire)
    channel.queue.extend([(False, bytes(50_000))] * 5)
    wire.is_writable = False
    wire.feed(frame(TEXT, b"close") + frame(TEXT, b"a", mask=b"") + frame(TEXT, b"b"))
    assert wire.conn.state is State.WS_DRAINING
    wire.feed(frame(TEXT, b"c"))
    wire.is_writable = True
    wire.pump()
    assert "LINGERING" in repr(wire.conn)
    assert seen_by_client(wire.output)[-1] == CloseConnection(code=4001, reason="wrong token")
    assert channel.received == ["close", None]


def test_a_frame_of_100_mb_is_not_held() -> None:
    wire = Wire()
    open_websocket(wire)
    chunk = bytes(256 * 1024)
    wire.feed(frame(BINARY, size=100_000_000, mask=b"\x00\x00\x00\x00"))
    tracemalloc.start()
    try:
        for _ in range(380):
            wire.feed(chunk)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert wire.refused == [1009]
    assert peak < 3 * wire.limits.message_bytes


def test_a_message_in_single_bytes_is_not_held_as_many_pieces() -> None:
    wire = Wire()
    channel = open_websocket(wire)
    many = frame(CONTINUATION, b"b", fin=False) * 100
    tracemalloc.start()
    try:
        wire.feed(frame(TEXT, b"a", fin=False))
        for _ in range(30):
            wire.feed(many)
        held = tracemalloc.get_traced_memory()[0]
        wire.feed(frame(CONTINUATION, b"c"))
    finally:
        tracemalloc.stop()
    assert held < 100_000
    assert channel.received == ["a" + "b" * 3000 + "c"]
