"""How much may be on its way to a browser: lines of all kinds, by arithmetic."""

import heapq
import math
from collections.abc import Callable

import pytest

from pgwidgets_proto.views.pace import START, Pace

CEILING = 1024 * 1024
SECONDS = 0.2
FRAME = 16 * 1024
_STEP = 0.01


class Line:
    """A line to a browser, which always has more to be sent than the window lets go.

    Parameters:
        rate: gives bytes a second, by the time.
        round_trip: gives seconds from a frame's last byte to its acknowledgement, by the time.
        frame: gives the size of the next frame, by the time; 0: the program has nothing to say.
    """

    def __init__(
        self,
        rate: Callable[[float], float],
        round_trip: Callable[[float], float],
        frame: Callable[[float], int] = lambda now: FRAME,
    ) -> None:
        self.pace = Pace(CEILING, SECONDS)
        self.now = 0.0
        self.applied: list[tuple[float, float, int]] = []  # when, how long it took, bytes
        self._rate = rate
        self._round_trip = round_trip
        self._frame = frame
        self._free_at = 0.0
        self._under_way: list[tuple[float, int, float, int]] = []  # acknowledged when, number ...
        self._in_flight = 0
        self._number = 0

    def run(self, until: float) -> None:
        while self.now < until:
            while self._in_flight < self.pace.window and (size := self._frame(self.now)):
                self._send(size)
            if self._under_way and self._under_way[0][0] <= self.now + _STEP:
                self._acknowledge()
            else:
                self.now += _STEP

    def _send(self, size: int) -> None:
        self._number += 1
        self._in_flight += size
        self.pace.sent(self._number, size, self.now)
        self._free_at = max(self.now, self._free_at) + size / self._rate(self.now)
        heard = self._free_at + self._round_trip(self.now)
        heapq.heappush(self._under_way, (heard, self._number, self.now, size))

    def _acknowledge(self) -> None:
        heard, number, sent_at, size = heapq.heappop(self._under_way)
        self.now = max(self.now, heard)
        self._in_flight -= size
        self.pace.applied(number, self.now)
        self.applied.append((self.now, self.now - sent_at, size))

    def rate(self, since: float) -> float:
        """Bytes a second that were applied since then."""
        return sum(size for now, _, size in self.applied if now > since) / (self.now - since)

    def longest(self, since: float) -> float:
        """How long a frame was on its way at most since then."""
        return max(took for now, took, _ in self.applied if now > since)


def always[T](value: T) -> Callable[[float], T]:
    return lambda now: value


@pytest.mark.parametrize("round_trip", [0.001, 0.05, 0.3])
@pytest.mark.parametrize("rate", [125e3, 1e6, 12.5e6])
def test_a_line_is_full_and_what_is_on_its_way_takes_no_longer_than_it_may(
    rate: float, round_trip: float
) -> None:
    line = Line(always(rate), always(round_trip))
    line.run(20.0)
    wanted = min(rate, CEILING / (round_trip + FRAME / rate))
    assert line.rate(10.0) >= 0.85 * wanted
    assert line.longest(10.0) <= 1.1 * (round_trip + SECONDS + 2 * FRAME / rate)


def test_a_fast_line_gets_all_of_the_ceiling() -> None:
    line = Line(always(1e9), always(0.001))
    line.run(0.1)
    assert line.pace.window == CEILING


def test_a_slow_line_gets_less_than_the_first_window_after_a_few_frames() -> None:
    line = Line(always(125e3), always(0.02))
    line.run(0.5)
    assert line.pace.window <= 0.4 * 125e3 < START


def test_a_line_that_becomes_slow_and_fast_again_is_followed() -> None:
    line = Line(lambda now: 125e3 if 5 < now < 15 else 12.5e6, always(0.02))
    line.run(5.0)
    assert line.pace.window == CEILING
    line.run(15.0)
    assert line.longest(14.0) <= 0.5
    line.run(16.0)
    assert line.pace.window == CEILING


def test_little_that_is_said_does_not_look_like_a_slow_line() -> None:
    """A text every now and then is few bytes a second, and arrives at once."""
    due = iter(range(1000))
    coming = next(due)

    def frame(now: float) -> int:
        nonlocal coming
        if now < coming:
            return 0
        coming = next(due)
        return 300

    line = Line(always(12.5e6), always(0.05), frame)
    line.run(60.0)
    assert len(line.applied) >= 59
    assert line.pace.window >= START


def test_a_page_that_was_busy_for_once_costs_the_window_little() -> None:
    line = Line(always(12.5e6), lambda now: 2.0 if 5 < now < 5.1 else 0.02)
    line.run(9.0)
    assert line.pace.window == CEILING


def test_acknowledgements_that_are_late_for_a_while_stop_nothing() -> None:
    """They wait behind files that the browser sends; then the line is as it was."""
    line = Line(always(12.5e6), lambda now: 4.0 if 5 < now < 35 else 0.02)
    line.run(35.0)
    assert line.rate(15.0) >= FRAME / 5
    line.run(120.0)
    assert line.rate(100.0) >= 0.9 * 12.5e6
    assert line.longest(100.0) <= 0.3


def test_a_line_that_is_never_idle_does_not_take_its_queue_for_a_round_trip() -> None:
    line = Line(always(125e3), always(0.02))
    line.run(600.0)
    assert line.longest(500.0) <= 0.02 + SECONDS + 3 * FRAME / 125e3
    assert line.rate(500.0) >= 0.95 * 125e3


def test_one_frame_goes_however_small_the_window_is() -> None:
    pace = Pace(CEILING, SECONDS)
    pace.sent(1, CEILING, 0.0)
    pace.applied(1, 0.01)
    pace.sent(2, CEILING, 1.0)
    pace.applied(2, 1000.0)
    assert 1 <= pace.window < 1000


def test_the_window_is_never_above_its_ceiling() -> None:
    pace = Pace(1000, SECONDS)
    for number in range(1, 10):
        pace.sent(number, 10**6, number)
        assert pace.window <= 1000
        pace.applied(number, number)
        assert pace.window <= 1000


def test_little_that_is_alone_does_not_hide_what_much_tells_of_the_line() -> None:
    pace = Pace(CEILING, SECONDS)
    for number in range(1, 1000):  # a text each millisecond, applied 0.3 ms later
        pace.sent(number, 80, number / 1000)
        pace.applied(number, number / 1000 + 0.0003)
    assert START <= pace.window <= 1.01 * START  # so little tells nothing of the rate
    now = 1.0
    for number in range(1000, 1040):
        pace.sent(number, FRAME, now)
        now += FRAME / 12.5e6 + 0.0003
        pace.applied(number, now)
    assert pace.window == CEILING  # as it would have been at once


@pytest.mark.parametrize("is_timed", [False, True], ids=["nobody tells times", "no bound"])
def test_where_nothing_is_measured_the_window_is_the_ceiling(is_timed: bool) -> None:
    pace = Pace(CEILING, math.inf if is_timed else SECONDS)
    if is_timed:
        pace.sent(1, FRAME, 1.0)
    pace.applied(1, 100.0)
    assert pace.window == CEILING


def test_what_was_on_its_way_on_another_line_is_not_measured() -> None:
    pace = Pace(CEILING, SECONDS)
    pace.sent(1, FRAME, 0.0)
    pace.restart()
    pace.applied(1, 60.0)
    assert pace.window == START
    pace.sent(1, FRAME, 60.0)
    pace.applied(1, 60.01)
    assert pace.window >= START
