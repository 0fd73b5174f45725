"""A frame that is read in one step means what it means to wsproto, however its bytes are cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wsproto.frame_protocol import FrameProtocol, Opcode, ParseFailed

from core.wire import BINARY, CONTINUATION, PING, PONG, TEXT, Wire, frame, open_websocket
from pgwidgets_proto.errors import RemoteProtocolError
from pgwidgets_proto.limits import Limits
from pgwidgets_proto.stream.frames import data_frame, frame_size, read_message
from pgwidgets_proto.stream.websocket import PeerClose, Ping, Pong, WebSocket

type Seen = tuple[str, object]
"""The kind of what was read, and its value; last the close code of a violation, if there was."""


def read_by_us(pieces: list[bytes]) -> list[Seen]:
    """What our WebSocket makes of the bytes."""
    websocket, inbox, seen = WebSocket(Limits()), bytearray(), list[Seen]()
    for piece in pieces:
        inbox += piece
        try:
            while (item := websocket.next_item(inbox)) is not None:
                match item:
                    case PeerClose():
                        return [*seen, ("close", item.code)]
                    case Ping() | Pong():
                        seen.append((type(item).__name__.lower(), item.payload))
                    case _:
                        seen.append((type(item).__name__, item))
        except RemoteProtocolError as exc:
            return [*seen, ("violation", int(exc.code))]
    return seen


def read_by_a_connection(pieces: list[bytes]) -> list[Seen]:
    """What the channel of a connection gets of the same bytes, and the code of a violation."""
    wire = Wire()
    channel = open_websocket(wire)
    for piece in filter(None, pieces):  # an empty one is the end
        wire.feed(piece)
        wire.go_on()
    seen: list[Seen] = [
        (type(each).__name__, each) for each in channel.received if each is not None
    ]
    return [*seen, *[("violation", code) for code in wire.refused]]


def read_by_wsproto(data: bytes) -> list[Seen]:
    """What wsproto alone makes of them."""
    frames, seen, parts = FrameProtocol(client=False, extensions=[]), list[Seen](), list[object]()
    frames.receive_bytes(data)
    try:
        for each in frames.received_frames():
            if each.opcode is Opcode.CLOSE:
                return [*seen, ("close", each.payload[0])]
            if each.opcode.iscontrol():
                seen.append((each.opcode.name.lower(), each.payload))
                continue
            parts.append(each.payload)
            if each.message_finished:
                whole = type(parts[0])().join(parts)
                seen.append((type(whole).__name__, whole))
                parts.clear()
    except ParseFailed as exc:
        return [*seen, ("violation", int(exc.code))]
    return seen


PAYLOADS = st.one_of(
    st.binary(max_size=20),
    st.text(max_size=20).map(str.encode),
    st.sampled_from([b"x" * size for size in (125, 126, 127, 65535, 65536, 70000)]),
)
OPCODES = st.sampled_from([TEXT, BINARY, CONTINUATION, PING, PONG, 0x8, 0x3])
FRAMES = st.one_of(
    st.builds(frame, OPCODES, PAYLOADS),
    st.builds(lambda opcode, payload: frame(opcode, payload, fin=False), OPCODES, PAYLOADS),
    st.builds(lambda payload: b"".join(data_frame(True, payload)), PAYLOADS),  # not masked
    st.builds(lambda opcode, rsv: frame(opcode, b"?", rsv=rsv), OPCODES, st.integers(0, 7)),
    st.binary(min_size=2, max_size=8),
)
HEADER = bytes(14)
"""As much as a header can take: it makes one whole that has begun, so that it is judged."""


@given(st.lists(FRAMES, max_size=6).map(b"".join), st.data())
def test_wsproto_agrees(data: bytes, draw: st.DataObject) -> None:
    cuts = sorted(draw.draw(st.lists(st.integers(0, len(data)), max_size=8)))
    pieces = [data[begin:end] for begin, end in zip([0, *cuts], [*cuts, len(data)], strict=True)]
    expected = read_by_wsproto(data + HEADER)
    assert read_by_us([*pieces, HEADER]) == expected
    told = [seen for seen in expected if seen[0] in ("str", "bytes", "violation")]
    assert read_by_a_connection([*pieces, HEADER]) == told


@pytest.mark.parametrize("size", [0, 1, 125, 126, 65535])
def test_whole_messages_pass_wsproto_by(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: FrameProtocol, data: bytes) -> None:
        raise AssertionError("wsproto was given bytes of a whole message")

    monkeypatch.setattr(FrameProtocol, "receive_bytes", refuse)
    assert read_by_us([frame(TEXT, b"x" * size), frame(BINARY, b"y" * size)]) == [
        ("str", "x" * size),
        ("bytes", b"y" * size),
    ]


@pytest.mark.parametrize("payload", [b"", b"a", b"a" * 126, b"a" * 65536])
def test_the_size_of_a_frame_is_known_when_its_header_is_whole(payload: bytes) -> None:
    data = frame(TEXT, payload)
    head = len(data) - len(payload)
    assert [frame_size(bytearray(data[:size])) for size in range(head)] == [(0, 0)] * head
    assert frame_size(bytearray(data[:head])) == (head, len(data) - head)


def test_a_longer_payload_than_asked_for_is_left() -> None:
    data = b"?" + frame(TEXT, b"a" * 20)
    assert read_message(data, 1, 19) is None
    assert read_message(data, 1, 20) == ("a" * 20, len(data))
    assert read_message(data[:-1], 1, 20) is None
