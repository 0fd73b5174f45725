"""Pings and pongs of one WebSocket, without a WebSocket."""

import pytest

from pgwidgets_proto.stream.heartbeat import Due, Heartbeat


def beating(now: float = 100.0) -> Heartbeat:
    return Heartbeat(interval=20.0, patience=5.0, now=now)


def test_silence_is_asked_about_once_and_then_it_is_the_end() -> None:
    heartbeat = beating()
    assert heartbeat.check(119.9) is Due.NOTHING
    assert heartbeat.check(120.0) is Due.PING
    assert heartbeat.deadline == 125.0
    assert heartbeat.check(124.9) is Due.NOTHING
    assert heartbeat.check(125.0) is Due.GIVE_UP


def test_any_byte_is_a_sign_of_life() -> None:
    heartbeat = beating()
    heartbeat.check(120.0)
    heartbeat.heard(124.0)
    assert heartbeat.deadline == 144.0
    assert heartbeat.check(144.0) is Due.PING


def test_a_process_that_was_busy_itself_waits_once_more() -> None:
    heartbeat = beating()
    assert heartbeat.check(150.0) is Due.PING  # however late: the peer was not asked yet
    assert heartbeat.check(160.0) is Due.NOTHING
    assert heartbeat.deadline == 165.0
    assert heartbeat.check(165.5) is Due.GIVE_UP


def test_the_way_is_measured_by_the_pong_of_the_latest_ping() -> None:
    heartbeat = beating()
    assert heartbeat.measure_at == 100.0
    first = heartbeat.ping(100.0)
    assert heartbeat.measure_at == 120.0
    second = heartbeat.ping(120.0)
    assert first != second
    assert heartbeat.pong(first, 120.1) is None
    assert heartbeat.pong(b"", 120.1) is None
    assert heartbeat.pong(second, 120.5) == pytest.approx(0.5)
    assert heartbeat.pong(second, 121.0) is None


def test_a_peer_that_does_not_read_is_owed_the_pong_to_its_latest_ping() -> None:
    heartbeat = beating()
    assert heartbeat.may_answer(b"a", 0)
    assert heartbeat.owed is None
    assert not heartbeat.may_answer(b"b", 1_000_000)
    assert not heartbeat.may_answer(b"c", 1_000_000)
    assert heartbeat.owed == b"c"
    assert heartbeat.may_answer(b"c", 100)
    assert heartbeat.owed is None
