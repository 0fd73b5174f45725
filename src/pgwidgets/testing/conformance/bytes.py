"""Scenarios: WebSocket frames in any shape and any pieces, good ones and bad ones.

Knows: RFC 6455, from the client's side. Must not know: any world.
"""

import json
import struct

from websockets.frames import Close, Frame, Opcode

from pgwidgets_proto import Limits

from .program import counting
from .scenario import scenario
from .visitor import Visitor
from .world import World

_MASK = b"\0\0\0\0"


def frame(opcode: Opcode, data: bytes, *, fin: bool = True, mask: bool = True) -> bytes:
    """A frame as it goes over the wire."""
    return Frame(opcode, data, fin).serialize(mask=mask)


def _click(visitor: Visitor, times: int = 1) -> bytes:
    """The text of a click that will be written by hand, so many times."""
    wid = visitor.all("Button")[0].wid
    visitor.kept.extend([()] * times)  # the server will say that it has got them
    return json.dumps({"type": "callback", "wid": wid, "action": "activated", "args": []}).encode()


@scenario
def what_a_server_sends_may_be_read_a_byte_at_a_time(world: World) -> None:
    """And all that a client sends may come so."""
    with world.serving(counting):
        visitor = world.visit()
        visitor.read_size = 1
        visitor.until_heard("Button")
        for count in range(1, 4):
            for byte in frame(Opcode.TEXT, _click(visitor)):
                visitor.write(bytes([byte]))
            visitor.until_text(str(count))


@scenario
def frames_cut_and_glued_anywhere_are_the_same_messages(world: World) -> None:
    """Pieces of every size, across the borders of frames."""
    with world.serving(counting):
        visitor = world.visit()
        visitor.until_heard("Button")
        stream = frame(Opcode.TEXT, _click(visitor, times=60)) * 20
        for size in (7, 64, 1000):
            for start in range(0, len(stream), size):
                visitor.write(stream[start : start + size])
        visitor.until_text("60")


@scenario
def a_message_may_come_in_fragments(world: World) -> None:
    """Of a character each, empty ones too, with pings between them."""
    with world.serving(counting):
        visitor = world.visit()
        visitor.until_heard("Button")
        text = _click(visitor)
        visitor.write(frame(Opcode.TEXT, b"", fin=False))
        for index in range(len(text)):
            visitor.write(frame(Opcode.CONT, text[index : index + 1], fin=False))
            if index == 5:
                visitor.write(frame(Opcode.PING, b"between"))
        visitor.write(frame(Opcode.CONT, b""))
        visitor.until_text("1")
        visitor.until(lambda: b"between" in visitor.channel.pongs)


@scenario
def pings_are_answered_with_what_they_carry(world: World) -> None:
    """Nothing, or as much as a control frame may have."""
    with world.serving(counting):
        visitor = world.visit()
        visitor.until_heard("Button")
        for payload in (b"", b"x" * 125, b"again"):
            visitor.ping(payload)


@scenario
def a_close_is_echoed_and_ends_the_connection(world: World) -> None:
    """RFC 6455 section 5.5.1: with the code that came."""
    with world.serving(counting):
        for code in (1000, 1001, 3000, 4999):
            visitor = world.visit()
            visitor.until_heard("Button")
            visitor.channel.peer_closes(code, "enough")
            assert visitor.until_closed() == code
            visitor.until_over()


@scenario
def a_client_that_ends_its_side_is_gone(world: World) -> None:
    """Without a close frame: the connection ends, others do not notice."""
    with world.serving(counting) as app:
        other = world.visit()
        other.until_heard("Button")
        visitor = world.visit()
        visitor.until_heard("Button")
        visitor.channel.wire.end()
        visitor.until_over()
        world.until_program(lambda: not app.sessions[2].is_connected)
        other.press()
        other.until_text("1")


@scenario
def a_message_against_the_protocol_ends_one_connection(world: World) -> None:
    """With a code that says why and a reason without the client's own words; no handler runs."""
    cases: list[tuple[str | bytes, int]] = [
        ("garbage", 1007),
        ("[", 1007),
        ("null", 1007),
        ('{"type":"nonsense"}', 1007),
        ("[" * 50_000, 1007),
        ('{"type":"callback","wid":999,"action":"activated"}', 1002),
        ('{"type":"ack","seen":99999}', 1002),
        ('{"type":"ack","seen":-1}', 1002),
        (b"binary", 1003),
    ]
    with world.serving(counting):
        other = world.visit()
        other.until_heard("Button")
        for count, (message, code) in enumerate(cases, 1):
            visitor = world.visit()
            visitor.until_heard("Button")
            visitor.say(message)
            assert visitor.until_closed() == code, message[:50]
            assert visitor.closed is not None
            assert "garbage" not in visitor.closed[1]
            other.press()
            other.until_text(str(count))


@scenario
def a_frame_against_the_protocol_ends_one_connection(world: World) -> None:
    """RFC 6455 sections 5.1 to 5.5, 7.4 and 8.1."""
    bad = {
        "not masked": (frame(Opcode.TEXT, b"x", mask=False), 1002),
        "a reserved bit": (b"\xc1\x81" + _MASK + b"x", 1002),
        "a reserved opcode": (b"\x83\x81" + _MASK + b"x", 1002),
        "a continuation of nothing": (frame(Opcode.CONT, b"x"), 1002),
        "a ping in fragments": (b"\x09\x81" + _MASK + b"x", 1002),
        "a long ping": (b"\x89\xfe\x00\x7e" + _MASK + b"x" * 126, 1002),
        "a close of one byte": (b"\x88\x81" + _MASK + b"x", 1002),
        "a close code that is none": (b"\x88\x82" + _MASK + struct.pack("!H", 999), 1002),
        "text that is not UTF-8": (b"\x81\x82" + _MASK + b"\xc3\x28", 1007),
    }
    with world.serving(counting):
        other = world.visit()
        other.until_heard("Button")
        for what, (data, code) in bad.items():
            visitor = world.visit()
            visitor.until_heard("Button")
            visitor.write(data)
            assert visitor.until_closed() == code, what
        other.press()
        other.until_text("1")


@scenario
def a_message_that_is_too_big_ends_its_connection(world: World) -> None:
    """1009, in one frame or in many."""
    with world.serving(counting, limits=Limits(message_bytes=50_000)):
        other = world.visit()
        other.until_heard("Button")
        for in_fragments in (False, True):
            visitor = world.visit()
            visitor.until_heard("Button")
            if in_fragments:
                visitor.write(frame(Opcode.TEXT, b"x", fin=False))
                for _ in range(10):
                    visitor.write(frame(Opcode.CONT, b"x" * 10_000, fin=False))
                visitor.write(frame(Opcode.CONT, b"x"))  # for servers that look at whole messages
            else:
                visitor.write(frame(Opcode.TEXT, b"x" * 100_000))
            assert visitor.until_closed() == 1009
        other.press()
        other.until_text("1")


@scenario
def a_close_in_the_middle_of_a_flood_is_heeded(world: World) -> None:
    """What came before it is handled, what comes after it is not."""
    with world.serving(counting):
        visitor = world.visit()
        visitor.until_heard("Button")
        click = frame(Opcode.TEXT, _click(visitor, times=100))
        close = frame(Opcode.CLOSE, Close(1000, "").serialize())
        visitor.write(click * 100 + close + click * 100)
        assert visitor.until_closed() == 1000
        again = world.visit(like=visitor)
        again.until_heard("Button")
        again.until_text("100")
