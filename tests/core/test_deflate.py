"""Compression of messages: what is agreed on, what goes out small, and what comes in large."""

import itertools
import os
import tracemalloc
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wsproto import ConnectionType
from wsproto.connection import Connection as ClientProtocol
from wsproto.events import TextMessage
from wsproto.extensions import PerMessageDeflate
from wsproto.frame_protocol import FrameProtocol

from core.helpers import make_hub
from core.wire import (
    BINARY,
    CONTINUATION,
    PING,
    TEXT,
    FakeChannel,
    Wire,
    frame,
    open_websocket,
    seen_by_client,
    upgrade,
)
from pgwidgets_proto.limits import Limits
from pgwidgets_proto.sessions.session import Session
from pgwidgets_proto.stream.deflate import ANSWER, answer_to, deflated
from pgwidgets_proto.views.channel import Browser

OFFER = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits"
RSV1 = 4
LONG = ("a text that repeats itself, " * 100).encode()


def opened(limits: Limits | None = None) -> tuple[Wire, FakeChannel]:
    """A connection on which compression was agreed on."""
    wire = Wire(limits=limits)
    assert ANSWER.encode() in wire.feed(upgrade(OFFER))
    wire.output = b""
    wire.events.clear()
    return wire, wire.channel


def small(message: bytes, level: int = 6, *, flush: int = zlib.Z_SYNC_FLUSH) -> bytes:
    """A message as a client compresses it."""
    compressor = zlib.compressobj(level, zlib.DEFLATED, -15)
    return (compressor.compress(message) + compressor.flush(flush)).removesuffix(b"\0\0\xff\xff")


@pytest.mark.parametrize(
    ("offers", "is_met"),
    [
        (["permessage-deflate"], True),
        (["permessage-deflate; client_max_window_bits"], True),  # Chromium, Firefox
        (["permessage-deflate; client_max_window_bits=8"], True),
        (["permessage-deflate; server_no_context_takeover; client_no_context_takeover"], True),
        (['permessage-deflate;server_max_window_bits="15"'], True),
        (["x-webkit-deflate-frame, permessage-deflate"], True),
        (["permessage-deflate; server_max_window_bits=10, permessage-deflate"], True),
        (["other", "permessage-deflate"], True),
        ([], False),
        ([""], False),
        (["permessage-bzip2"], False),
        (["permessage-deflate; server_max_window_bits=10"], False),
        (["permessage-deflate; server_max_window_bits"], False),
        (["permessage-deflate; client_max_window_bits=16"], False),
        (["permessage-deflate; client_max_window_bits=08"], False),
        (["permessage-deflate; server_no_context_takeover=1"], False),
        (["permessage-deflate; client_max_window_bits; client_max_window_bits"], False),
        (["permessage-deflate; unheard_of"], False),
    ],
)
def test_an_offer_is_taken_if_it_can_be_met_as_it_stands(offers: list[str], is_met: bool) -> None:
    assert answer_to(offers) == (ANSWER if is_met else None)


def test_who_does_not_offer_is_sent_plain_frames() -> None:
    wire = Wire()
    channel = open_websocket(wire)
    channel.queue.append((True, LONG))
    assert wire.pump().endswith(LONG)
    wire.feed(frame(TEXT, small(LONG), rsv=RSV1))
    assert channel.received == [None]
    assert wire.refused == [1002]


def test_a_long_text_goes_out_compressed_and_each_can_be_read_by_itself() -> None:
    wire, channel = opened()
    channel.queue += [(True, LONG), (True, LONG), (True, b"short"), (False, LONG)]
    out = wire.pump()
    assert len(out) < 2 * 200 + len(LONG) + 50
    assert out.endswith(LONG)  # bytes are not compressed
    extension = PerMessageDeflate()
    extension.finalize(ANSWER)
    client = ClientProtocol(ConnectionType.CLIENT, [extension], out)
    texts = [event.data for event in client.events() if isinstance(event, TextMessage)]
    assert texts == [LONG.decode(), LONG.decode(), "short"]
    # The first without the second, and the second without the first.
    both = zlib.decompressobj(-15).decompress(small(LONG) + b"\0\0\xff\xff")
    assert both == LONG


@pytest.mark.parametrize(
    "payload",
    [b"x" * 1024, os.urandom(500).hex().encode(), b""],
    ids=["short", "short and random", "empty"],  # the same in each process that collects it
)
def test_what_is_not_worth_it_goes_out_as_it_is(payload: bytes) -> None:
    assert deflated(payload) is None


def test_what_would_grow_goes_out_as_it_is() -> None:
    assert deflated(os.urandom(5000)) is None
    assert deflated(b"x" * (1024 * 1024 + 1)) is None


def test_a_message_to_many_is_compressed_once() -> None:
    assert deflated(LONG) is deflated(LONG)


def test_what_holds_credentials_is_never_compressed() -> None:
    hub = make_hub()
    session: Session = hub.create_session("x" * 5000)
    channel = hub.open_channel(Browser("127.0.0.1"), 0.0)
    hello = '{"type":"result","id":0,"ext":1,"session_id":"%s","token":"%s"}'
    channel.receive(hello % (session.id, session.token), 0.0)
    session.create("Label", ("y" * 5000,))
    for each in channel.frames_to_send():
        is_secret = session.token.encode() in each.payload
        assert getattr(each, "may_compress", True) is not (is_secret or b'"init"' in each.payload)
        assert len(each.payload) > 1024 or not is_secret


@pytest.mark.parametrize("level", [0, 1, 9])
@pytest.mark.parametrize("size", [0, 1, 100, 70_000, 900_000])
def test_a_compressed_message_comes_in_whole(level: int, size: int) -> None:
    wire, channel = opened()
    text = ("äb€" * size)[: size // 2]
    wire.feed(frame(TEXT, small(text.encode(), level), rsv=RSV1))
    wire.feed(frame(BINARY, small(text.encode(), level), rsv=RSV1))
    wire.feed(frame(TEXT, b"plain"))
    assert channel.received == [text, text.encode(), "plain"]


def test_a_block_that_says_it_is_the_last_one_ends_a_message() -> None:
    wire, channel = opened()
    for padding in (b"", b"\0"):
        wire.feed(frame(TEXT, small(b"x", flush=zlib.Z_FINISH) + padding, rsv=RSV1))
    assert channel.received == ["x", "x"]


@given(
    message=st.text(max_size=300),
    cuts=st.lists(st.integers(0, 400), max_size=4),
    steps=st.integers(1, 50),
)
def test_pieces_of_any_size_make_the_same_message(
    message: str, cuts: list[int], steps: int
) -> None:
    wire, channel = opened()
    whole = small(message.encode())
    marks = [0, *sorted(min(cut, len(whole)) for cut in cuts), len(whole)]
    pieces = [whole[begin:end] for begin, end in itertools.pairwise(marks)]
    data = b""
    for index, piece in enumerate(pieces):
        is_first, is_last = index == 0, index == len(pieces) - 1
        opcode = TEXT if is_first else CONTINUATION
        data += frame(opcode, piece, fin=is_last, rsv=RSV1 if is_first else 0)
        if not is_last:
            data += frame(PING, b"amid")
    for begin in range(0, len(data), steps):
        wire.feed(data[begin : begin + steps])
    assert channel.received == [message]
    assert len(seen_by_client(wire.output)) == len(pieces) - 1  # the pongs


@pytest.mark.parametrize(
    "data",
    [
        frame(CONTINUATION, b"x", rsv=RSV1),
        frame(PING, b"x", rsv=RSV1),
        frame(TEXT, b"x", rsv=2),
        frame(TEXT, small(b"x"), rsv=RSV1 | 1),
        frame(TEXT, small(b"x"), rsv=RSV1, fin=False) + frame(CONTINUATION, b"", rsv=RSV1),
        frame(TEXT, b"x", fin=False) + frame(TEXT, small(b"x"), rsv=RSV1),
        frame(TEXT, small(b"x"), rsv=RSV1, mask=b""),
    ],
)
def test_the_bit_stands_only_at_the_beginning_of_a_message(data: bytes) -> None:
    wire, channel = opened()
    wire.feed(data)
    assert wire.refused == [1002]
    assert channel.received == [None]


@pytest.mark.parametrize(
    "payload",
    [
        b"\xff\xff\xff\xff",
        small(b"x" * 70_000, 0)[:-20_000] + b"\xff" * 70_000,
        small("ä".encode()[:1]),
        small(b"x" * 100_000 + b"\xff", 0),
        small(b"x", flush=zlib.Z_FINISH) + b"more",
    ],
)
def test_what_can_not_be_inflated_ends_the_connection(payload: bytes) -> None:
    wire, channel = opened()
    wire.feed(frame(TEXT, payload, rsv=RSV1))
    assert wire.refused == [1007]
    assert channel.received == [None]


@pytest.mark.parametrize(("opcode", "most"), [(TEXT, 2**20), (BINARY, 2**24)])
@pytest.mark.parametrize("is_cut", [False, True])
def test_a_bomb_is_counted_while_it_is_inflated(opcode: int, most: int, is_cut: bool) -> None:
    wire, channel = opened()
    bomb = small(b"x" * (most + 1)) if is_cut else small(b"x" * 2**27, 9)
    data = frame(opcode, bomb, rsv=RSV1)
    if is_cut:
        half = len(bomb) // 2
        data = frame(opcode, bomb[:half], rsv=RSV1, fin=False) + frame(CONTINUATION, bomb[half:])
    tracemalloc.start()
    try:
        wire.feed(data)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 2.5 * most + 2**20
    assert wire.refused == [1009]
    assert channel.received == [None]


def test_a_text_of_just_the_size_that_is_allowed_passes() -> None:
    wire, channel = opened(Limits(text_bytes=100_000))
    wire.feed(frame(TEXT, small(b"x" * 100_000), rsv=RSV1))
    assert channel.received == ["x" * 100_000]


@pytest.mark.parametrize("size", [0, 10, 5000, 60_000])
def test_a_compressed_message_that_is_whole_passes_wsproto_by(
    size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: FrameProtocol, data: bytes) -> None:
        raise AssertionError("wsproto was asked")

    monkeypatch.setattr(FrameProtocol, "receive_bytes", refuse)
    wire, channel = opened()
    wire.feed(frame(TEXT, small(b"x" * size), rsv=RSV1))
    assert channel.received == ["x" * size]
