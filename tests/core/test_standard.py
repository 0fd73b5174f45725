"""RFC 6455 case by case, in our own words: what a server must take, answer and refuse.

The categories are those of the Autobahn test suite, whose cases are not used: sizes of messages,
pings and pongs, reserved bits, opcodes, fragments, UTF-8, closes, limits. Each case comes whole, in
pieces of seven bytes, and a byte at a time. `python -m core.test_standard` counts them.
"""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

import pytest
from wsproto.events import BytesMessage, CloseConnection, Pong, TextMessage

from core.wire import (
    BINARY,
    CONTINUATION,
    PING,
    PONG,
    TEXT,
    Wire,
    close_frame,
    frame,
    open_websocket,
    seen_by_client,
)
from pgwidgets_proto.limits import Limits

LIMITS = Limits(message_bytes=200_000)
ECHO = b"echo:"


class Case(NamedTuple):
    """What a browser sends, and what must come of it.

    Attributes:
        category: of Autobahn's.
        what: the case, in words.
        sent: the bytes behind the handshake.
        got: the messages that arrive.
        pongs: the payloads of the pongs that come back.
        code: the code that the connection is closed with; None: it stays open.
    """

    category: str
    what: str
    sent: bytes
    got: tuple[str | bytes, ...] = ()
    pongs: tuple[bytes, ...] = ()
    code: int | None = None


def pieces(data: bytes, size: int, opcode: int = TEXT, between: bytes = b"") -> bytes:
    """A message in fragments of a size, with a frame between each two."""
    parts = [data[start : start + size] for start in range(0, len(data), size)] or [b""]
    frames = [
        frame(CONTINUATION if number else opcode, part, fin=number == len(parts) - 1)
        for number, part in enumerate(parts)
    ]
    return between.join(frames)


def sizes() -> Iterator[Case]:
    for size in (0, 1, 125, 126, 127, 128, 65_535, 65_536, 100_000):
        text = "*" * size
        yield Case("1 framing", f"a text of {size}", frame(TEXT, text.encode()), (text,))
        data = b"\xfe" * size
        yield Case("1 framing", f"{size} bytes", frame(BINARY, data), (data,))
    for size in (997, 5_000):
        sent = pieces(b"*" * 65_536, size)
        yield Case("1 framing", f"64 KiB in pieces of {size}", sent, ("*" * 65_536,))


def pings() -> Iterator[Case]:
    kind = "2 pings and pongs"
    for payload in (b"", b"hello", bytes(range(125)), b"\x00\xff\xfe\xfd"):
        yield Case(kind, f"a ping with {payload[:9]!r}", frame(PING, payload), (), (payload,))
    yield Case(kind, "a ping of 126 bytes", frame(PING, b"x" * 126), code=1002)
    yield Case(kind, "a pong that nobody asked for", frame(PONG), ())
    yield Case(kind, "such a pong with a payload", frame(PONG, b"why"), ())
    sent = frame(PONG, b"why") + frame(PING, b"now")
    yield Case(kind, "such a pong, then a ping", sent, (), (b"now",))
    several = tuple(b"%d" % number for number in range(10))
    sent = b"".join(frame(PING, payload) for payload in several)
    yield Case(kind, "ten pings", sent, (), several)
    sent = b"".join(frame(TEXT, ECHO + b"x") + frame(PING, b"p") for _ in range(3))
    yield Case(kind, "pings between messages", sent, ("echo:x",) * 3, (b"p",) * 3)


def reserved() -> Iterator[Case]:
    kind = "3 reserved bits"
    for bits in range(1, 8):
        for opcode, name in ((TEXT, "text"), (BINARY, "binary"), (PING, "ping")):
            sent = frame(opcode, b"x", rsv=bits)
            yield Case(kind, f"bits {bits:03b} in a {name}", sent, code=1002)
        sent = frame(TEXT, b"first") + frame(TEXT, b"x", rsv=bits) + frame(PING)
        yield Case(kind, f"bits {bits:03b} behind a message", sent, ("first",), code=1002)
    sent = frame(TEXT, b"a", fin=False) + frame(CONTINUATION, b"b", rsv=4)
    yield Case(kind, "a bit in a continuation", sent, code=1002)


def opcodes() -> Iterator[Case]:
    for opcode in (3, 4, 5, 6, 7, 11, 12, 13, 14, 15):
        for payload in (b"", b"x"):
            sent = frame(opcode, payload)
            yield Case("4 opcodes", f"opcode {opcode} with {payload!r}", sent, code=1002)
        sent = frame(TEXT, b"first") + frame(opcode, b"x") + frame(PING)
        yield Case("4 opcodes", f"opcode {opcode} behind a message", sent, ("first",), code=1002)


def fragments() -> Iterator[Case]:
    kind = "5 fragments"
    for opcode, name in ((PING, "ping"), (PONG, "pong")):
        sent = frame(opcode, b"a", fin=False) + frame(CONTINUATION, b"b")
        yield Case(kind, f"a {name} in fragments", sent, code=1002)
    yield Case(kind, "a text in two", pieces(b"hello!", 3), ("hello!",))
    yield Case(kind, "a binary in two", pieces(b"\xff\xfe", 1, BINARY), (b"\xff\xfe",))
    sent = pieces(b"hello!", 3, between=frame(PING, b"in"))
    yield Case(kind, "a ping within a text", sent, ("hello!",), (b"in",))
    sent = pieces(b"abcde", 1, between=frame(PING, b"in"))
    yield Case(kind, "pings within a text", sent, ("abcde",), (b"in",) * 4)
    sent = pieces(b"ab", 1, between=frame(PONG, b"in"))
    yield Case(kind, "a pong within a text", sent, ("ab",))
    for fin in (True, False):
        yield Case(
            kind,
            f"a continuation of nothing, {'last' if fin else 'not last'}",
            frame(CONTINUATION, b"x", fin=fin) + frame(TEXT, b"y"),
            code=1002,
        )
    sent = frame(TEXT, b"a") + frame(CONTINUATION, b"b")
    yield Case(kind, "a continuation behind a whole text", sent, ("a",), code=1002)
    for opcode in (TEXT, BINARY):
        sent = frame(TEXT, b"a", fin=False) + frame(opcode, b"b")
        yield Case(kind, f"another message within a text ({opcode})", sent, code=1002)
    sent = frame(TEXT, fin=False) + frame(CONTINUATION, fin=False) + frame(CONTINUATION)
    yield Case(kind, "an empty text in three", sent, ("",))
    sent = frame(TEXT, fin=False) + frame(CONTINUATION, b"m", fin=False) + frame(CONTINUATION)
    yield Case(kind, "a text between empty fragments", sent, ("m",))
    sent = pieces(b"ab", 1) + pieces(b"cd", 1, BINARY) + frame(TEXT, b"e")
    yield Case(kind, "three messages in a row", sent, ("ab", b"cd", "e"))
    sent = frame(TEXT, b"a", fin=False) + close_frame(1000)
    yield Case(kind, "a close within a text", sent, code=1000)


GOOD_TEXTS = (
    "κόσμε",
    "\x00\x7f\x80\u07ff\u0800\uffff",
    "\U00010000\U0010ffff",
    "\ud7ff\ue000\ufffd",
    "\ufdd0\ufffe\U0001fffe\U0010fffe",  # noncharacters are characters to UTF-8
    "Hello-µ@ßöäüàá-UTF-8!!",
    "\ufeffwith a mark",
    "👩‍🚀🔭",
)
BAD_TEXTS = (
    *(b"\x80", b"\xbf", b"\x80\xbf\x80", b"a\x80"),  # continuations of nothing
    *(bytes([lead, 0x20]) for lead in (0xC2, 0xDF, 0xE1, 0xEF, 0xF1, 0xF4)),  # that lack theirs
    *(b"\xc2", b"\xdf", b"\xe1\x80", b"\xef\xbf", b"\xf1\x80\x80", b"\xf4\x8f\xbf"),
    *(b"\xc0\xaf", b"\xc1\xbf", b"\xe0\x80\xaf", b"\xe0\x9f\xbf", b"\xf0\x80\x80\xaf"),  # overlong
    *(b"\xf0\x8f\xbf\xbf", b"\xc0\x80", b"\xe0\x80\x80", b"\xf0\x80\x80\x80"),
    *(b"\xed\xa0\x80", b"\xed\xad\xbf", b"\xed\xb0\x80", b"\xed\xbf\xbf"),  # halves of pairs
    *(b"\xed\xa0\x80\xed\xb0\x80", b"\xed\xaf\xbf\xed\xbf\xbf"),
    *(
        b"\xf4\x90\x80\x80",
        b"\xf5\x80\x80\x80",
        b"\xf8\x88\x80\x80\x80",
        b"\xfc\x84\x80\x80\x80\x80",
    ),
    *(b"\xfe", b"\xff", b"\xfe\xfe\xff\xff"),
    "κόσμε".encode() + b"\xed\xa0\x80edited",
    "κόσμε".encode() + b"\xf4\x90\x80\x80edited",
)


def utf8() -> Iterator[Case]:
    kind = "6 UTF-8"
    for text in GOOD_TEXTS:
        data = text.encode()
        yield Case(kind, f"{text!r}", frame(TEXT, data), (text,))
        for size in (1, 2, 3):
            yield Case(kind, f"{text!r} in pieces of {size}", pieces(data, size), (text,))
    for data in BAD_TEXTS:
        yield Case(kind, f"{data!r}", frame(TEXT, data), code=1007)
        yield Case(kind, f"{data!r} in pieces", pieces(data + b"!", 1), code=1007)
        sent = pieces(data, 1, BINARY)
        yield Case(kind, f"{data!r} as bytes", sent, (data,))


GOOD_CODES = (1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999)
BAD_CODES = (0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535)


def closes() -> Iterator[Case]:
    kind = "7 closes"
    for code in GOOD_CODES:
        yield Case(kind, f"code {code}", close_frame(code), code=code)
        yield Case(kind, f"code {code} with a reason", close_frame(code, b"bye"), code=code)
    for code in BAD_CODES:
        yield Case(kind, f"code {code}, which is none", close_frame(code, b"bye"), code=1002)
    yield Case(kind, "no code", close_frame(None), code=1000)
    yield Case(kind, "half of a code", frame(8, b"\x03"), code=1002)
    yield Case(kind, "a reason of 123 bytes", close_frame(1000, b"x" * 123), code=1000)
    yield Case(kind, "a reason of 124 bytes", close_frame(1000, b"x" * 124), code=1002)
    yield Case(
        kind, "a reason that is no UTF-8", close_frame(1000, b"\xce\xba\xed\xa0\x80"), code=1007
    )
    sent = frame(8, b"\x03\xe8", fin=False)
    yield Case(kind, "a close in fragments", sent, code=1002)
    sent = frame(TEXT, b"before") + close_frame(1000) + frame(TEXT, b"after") + frame(PING, b"p")
    yield Case(kind, "what comes behind a close", sent, ("before",), code=1000)
    yield Case(kind, "two closes", close_frame(1000) + close_frame(1001), code=1000)


def limits() -> Iterator[Case]:
    kind = "9 limits"
    most = LIMITS.message_bytes
    yield Case(kind, "the longest text", frame(TEXT, b"x" * most), ("x" * most,))
    yield Case(kind, "a byte more of text", frame(TEXT, b"x" * (most + 1)), code=1009)
    yield Case(kind, "the longest binary", frame(BINARY, b"x" * most), (b"x" * most,))
    yield Case(kind, "a byte more of binary", frame(BINARY, b"x" * (most + 1)), code=1009)
    sent = pieces(b"x" * (most + 1), 4096, BINARY)
    yield Case(kind, "too much in fragments", sent, code=1009)
    sent = bytes((0x82, 0xFF)) + (2**63 + 5).to_bytes(8) + b"\0\0\0\0"
    yield Case(kind, "a length with the highest bit", sent, code=1002)
    for sent, what in (
        (b"\x81\xfe\x00\x05\0\0\0\0hello", "a length of 5 in two bytes"),
        (b"\x81\xff\x00\x00\x00\x00\x00\x00\x00\x05\0\0\0\0hello", "a length of 5 in eight"),
        (b"\x81\x05hello", "a frame without a mask"),
    ):
        yield Case(kind, what, sent, code=1002)


CASES = [
    case
    for make in (sizes, pings, reserved, opcodes, fragments, utf8, closes, limits)
    for case in make()
]


def told(case: Case, step: int) -> Wire:
    """A server that has been told a case in pieces of so many bytes."""
    wire = Wire(limits=LIMITS)
    open_websocket(wire)
    for start in range(0, len(case.sent), step):
        if not wire.conn.is_closed:
            wire.feed(case.sent[start : start + step])
    return wire


def check(case: Case, step: int) -> None:
    wire = told(case, step)
    said = seen_by_client(wire.output)
    closed = [event.code for event in said if isinstance(event, CloseConnection)]
    assert closed == ([] if case.code is None else [case.code]), case.what
    received = tuple(one for one in wire.channel.received if one is not None)
    if case.code is None or case.got:
        assert received == case.got, case.what
    assert tuple(bytes(e.payload) for e in said if isinstance(e, Pong)) == case.pongs, case.what
    echoes = [e for e in said if isinstance(e, TextMessage | BytesMessage)]
    assert len(echoes) == sum(str(one).startswith("echo:") for one in case.got)
    if case.code is None:  # it goes on
        wire.output = b""
        wire.feed(frame(PING, b"alive"))
        assert [bytes(e.payload) for e in seen_by_client(wire.output) if isinstance(e, Pong)] == [
            b"alive"
        ]


CATEGORIES = sorted({case.category for case in CASES})


@pytest.mark.parametrize("category", CATEGORIES)
@pytest.mark.parametrize("step", [1, 7, 10**9])
def test_the_standard(category: str, step: int) -> None:
    for case in CASES:
        if case.category == category and (step > 1 or len(case.sent) < 3_000):
            check(case, max(step, len(case.sent) // 3_000))


if __name__ == "__main__":
    for category, count in sorted(Counter(case.category for case in CASES).items()):
        print(f"{category:20} {count:4}")
    print(f"{'all':20} {len(CASES):4}")
