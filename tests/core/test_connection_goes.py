"""Much that comes in one read of a socket is handled in several goes, and nothing of it is lost."""

import pytest

from core.wire import BINARY, PING, PONG, TEXT, Wire, close_frame, frame, upgrade
from pgwidgets_proto.stream.states import State
from pgwidgets_proto.turns import MESSAGES_AT_A_TIME, cost_of

MANY = 1_000
ONE_READ = 64 * 1024


def opened() -> Wire:
    wire = Wire()
    wire.feed(upgrade())
    assert wire.conn.state is State.WS_OPEN
    return wire


def numbered(count: int, size: int = 0) -> list[str]:
    """Texts that differ, of so many characters at least."""
    return [f"{number}".ljust(size, ".") for number in range(count)]


def packed(texts: list[str]) -> bytes:
    return b"".join(frame(TEXT, text.encode()) for text in texts)


def test_so_many_frames_are_handled_in_one_go() -> None:
    wire = opened()
    texts = numbered(MANY)
    wire.feed(packed(texts))
    assert wire.channel.received == texts[:MESSAGES_AT_A_TIME]
    assert not wire.conn.is_reading
    wire.conn.handle_timer(wire.now)
    wire.pump()
    assert wire.channel.received == texts[: 2 * MESSAGES_AT_A_TIME]
    wire.go_on()
    assert wire.channel.received == texts
    assert wire.conn.is_reading
    assert wire.conn.next_deadline() is not None
    assert wire.conn.next_deadline() > wire.now  # type: ignore[operator] # it is not None


@pytest.mark.parametrize("size", [1, 100, 1_000, 3_000])
def test_no_go_is_more_than_it_may_be_however_long_the_frames_are(size: int) -> None:
    wire = opened()
    texts = numbered(ONE_READ // (size + 8), size)
    wire.feed(packed(texts))
    count = len(wire.channel.received)
    while count < len(texts):
        wire.conn.handle_timer(wire.now)
        wire.pump()
        more = wire.channel.received[count:]
        cost = sum(cost_of(len(text or "")) for text in more)
        assert 0 < cost < MESSAGES_AT_A_TIME + cost_of(size)
        count += len(more)
    assert wire.channel.received == texts


def test_a_long_message_is_a_go_of_its_own() -> None:
    wire = opened()
    long = bytes(10_000)
    wire.feed(frame(BINARY, long) + frame(TEXT, b"a"))
    assert wire.channel.received == [long]
    assert wire.go_on() == 1
    assert wire.channel.received == [long, "a"]


def test_a_message_by_itself_waits_for_nobody() -> None:
    wire = opened()
    for data in (frame(TEXT, b"a"), frame(BINARY, bytes(10_000)), frame(TEXT, b"b" * 300_000)):
        wire.feed(data)
        assert wire.conn.is_reading
        assert wire.go_on() == 0
    assert len(wire.channel.received) == 3


def test_what_comes_meanwhile_waits_behind_it() -> None:
    wire = opened()
    texts = numbered(300)
    wire.feed(packed(texts[:200]))
    wire.feed(packed(texts[200:]))
    assert len(wire.channel.received) == MESSAGES_AT_A_TIME
    wire.go_on()
    assert wire.channel.received == texts


def test_pings_count_as_well() -> None:
    wire = opened()
    wire.feed(frame(PING, b"1") * MANY)
    answered = wire.output.count(bytes((0x80 | PONG, 1)))
    assert 0 < answered <= MESSAGES_AT_A_TIME
    assert wire.go_on() >= MANY // MESSAGES_AT_A_TIME
    wire.feed(frame(TEXT, b"all is heard"))
    assert wire.channel.received == ["all is heard"]


@pytest.mark.parametrize("end", [b"", close_frame(1001)])
def test_the_end_waits_too_and_nothing_before_it_is_lost(end: bytes) -> None:
    wire = opened()
    texts = numbered(300)
    wire.feed(packed(texts) + end)
    if not end:
        wire.feed(b"")
    assert wire.conn.state is State.WS_OPEN
    wire.go_on()
    assert wire.channel.received == [*texts, None]
    assert wire.conn.state is not State.WS_OPEN


def test_who_is_sent_away_meanwhile_is_heard_no_more() -> None:
    wire = opened()
    wire.feed(packed(["close", *numbered(300)]))
    wire.go_on()
    assert wire.channel.received == ["close", None]
    wire.feed(close_frame(4001))
    assert wire.conn.is_closed


def test_a_server_that_ends_does_not_handle_the_rest() -> None:
    wire = opened()
    wire.feed(packed(numbered(300)))
    wire.conn.shutdown(wire.now)
    wire.pump()
    wire.go_on()
    assert wire.conn.state is State.WS_CLOSING
    wire.feed(close_frame(1001))
    assert wire.conn.is_closed


def test_a_connection_that_is_lost_meanwhile_is_over() -> None:
    wire = opened()
    wire.feed(packed(numbered(300)))
    wire.conn.abort(wire.now)
    wire.pump()
    assert wire.conn.next_deadline() is None
    assert wire.conn.is_closed
