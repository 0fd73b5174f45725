"""What is due when, and values that come later."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pgwidgets_proto.deadlines import Deadlines
from pgwidgets_proto.errors import LocalProtocolError
from pgwidgets_proto.limits import Limits
from pgwidgets_proto.sessions.asking.promise import Promise


@given(st.lists(st.floats(0, 100), max_size=20), st.floats(0, 100))
def test_all_that_is_due_is_done_in_order(delays: list[float], now: float) -> None:
    deadlines = Deadlines()
    done: list[float] = []
    for delay in delays:
        deadlines.add(delay, lambda at, delay=delay: done.append(delay), 0.0)  # type: ignore[misc]
    assert deadlines.next(0) == min(delays, default=None)
    deadlines.run(now)
    assert done == sorted(delay for delay in delays if delay <= now)
    assert deadlines.next(now) == min((d for d in delays if d > now), default=None)


def test_a_delay_counts_from_the_next_question_for_the_earliest() -> None:
    deadlines = Deadlines()
    done: list[float] = []
    deadlines.add(5, done.append)
    assert deadlines.has_changed
    assert deadlines.next(100) == 105
    assert not deadlines.has_changed
    deadlines.run(104.9)
    assert done == []
    deadlines.run(105)
    assert done == [105]
    assert deadlines.next(105) is None


def test_what_is_cancelled_does_not_come_due() -> None:
    deadlines = Deadlines()
    done: list[float] = []
    fresh = deadlines.add(1, done.append)
    fresh.cancel()
    timed = deadlines.add(1, done.append, 0.0)
    other = deadlines.add(2, lambda now: timed.cancel(), 0.0)
    deadlines.add(2, done.append, 0.0).cancel()
    timed.cancel()
    timed.cancel()
    assert deadlines.next(0) == 2
    deadlines.run(2)
    other.cancel()
    assert done == []
    assert deadlines.next(2) is None


def test_one_deadline_may_cancel_another_that_is_due_too() -> None:
    deadlines = Deadlines()
    done: list[float] = []
    second = deadlines.add(2, done.append, 0.0)
    deadlines.add(1, lambda now: second.cancel(), 0.0)
    deadlines.run(10)
    assert done == []


def test_a_promise_is_settled_once() -> None:
    promise = Promise()
    calls: list[str] = []
    promise.on_settled(lambda: calls.append("waited"))
    with pytest.raises(LocalProtocolError):
        promise.result()
    promise.settle(1)
    promise.settle(2, ValueError())
    promise.on_settled(lambda: calls.append("too late"))
    assert promise.result() == 1
    assert calls == ["waited", "too late"]


def test_a_promise_may_fail() -> None:
    promise = Promise()
    promise.settle(exception=TimeoutError("x"))
    with pytest.raises(TimeoutError):
        promise.result()


@pytest.mark.parametrize("value", [0, -1, True, "1", None, float("nan"), 10**400])
def test_limits_are_numbers_above_0(value: object) -> None:
    with pytest.raises(ValueError, match=r"Limits\.events is .* it must be a number above 0"):
        Limits(events=value)  # type: ignore[arg-type]


def test_a_timer_that_came_for_nothing_is_set_again() -> None:
    """What it was set for was cancelled; the next one must not be forgotten with it."""
    deadlines = Deadlines()
    done: list[float] = []
    first = deadlines.add(1.0, done.append)
    deadlines.add(2.0, done.append)
    assert deadlines.next(0.0) == 1.0
    first.cancel()
    deadlines.run(1.0)
    assert done == []
    assert deadlines.has_changed
    assert deadlines.next(1.0) == 2.0
    assert not deadlines.has_changed
    deadlines.run(2.0)
    assert done == [2.0]
    assert not deadlines.has_changed


def test_those_that_are_cancelled_are_not_kept_until_their_time() -> None:
    deadlines = Deadlines()
    done: list[float] = []
    kept = [deadlines.add(50.0 + number, done.append, 0.0) for number in range(10)]
    for _ in range(10_000):
        deadlines.add(10.0, done.append, 0.0).cancel()
    assert len(deadlines._heap) < 100
    deadlines.run(100.0)
    assert len(done) == len(kept)
