"""How long the pictures of a stream take, by looks now and then, and over whole lines."""

import pytest

from pgwidgets.pictures.adapting import FLUENT, QUICK, SLOW, Quality
from pgwidgets.pictures.passage import LOOK, Arrival, Passage
from pictures.test_picture_quality import size

PAGE = 0.012
"""Seconds that a page needs for a picture, until it says that it has it."""


def look(
    passage: Passage, now: float, *, is_under_way: bool = True, is_held: bool = False
) -> Arrival | None:
    return passage.look(now, is_under_way=is_under_way, is_held=is_held)


def found(arrival: Arrival | None) -> tuple[int, float] | None:
    """An arrival, to the microsecond."""
    return None if arrival is None else (arrival.quality, round(arrival.took, 6))


def test_what_was_replaced_before_it_left_has_taken_no_time() -> None:
    passage = Passage()
    passage.leaves(85, 10.0)
    for at in (10.02, 10.05, 10.08):
        assert look(passage, at, is_held=at > 10.02) is None
        passage.follows(75, is_held=True)
    assert look(passage, 10.1, is_held=True) is None
    assert found(look(passage, 10.11)) == (85, 0.105)
    assert passage.since == pytest.approx(10.105)
    assert look(passage, 10.15) is None
    assert found(look(passage, 10.16, is_under_way=False)) == (75, 0.05)
    assert passage.since is None
    assert look(passage, 10.2, is_under_way=False) is None


def test_two_that_have_come_since_the_last_look_share_the_time() -> None:
    passage = Passage()
    passage.leaves(85, 10.0)
    passage.follows(85, is_held=True)
    assert found(look(passage, 10.008, is_under_way=False)) == (85, 0.002)


def test_small_ones_that_wait_for_nothing_share_the_time() -> None:
    passage = Passage()
    passage.leaves(25, 10.0)
    passage.follows(25, is_held=False)
    passage.follows(35, is_held=False)
    assert look(passage, 10.055) is None
    assert found(look(passage, 10.065, is_under_way=False)) == (35, 0.02)


def test_nobody_who_looks_late_takes_that_for_the_pictures_time() -> None:
    passage = Passage()
    passage.leaves(85, 10.0)
    assert found(look(passage, 60.0, is_under_way=False)) == (85, LOOK / 2)


class Line:
    """A program that shows arrays at an even pace, over a line of so many bytes a second."""

    def __init__(self, rate: float, interval: float) -> None:
        self.rate = rate
        self.interval = interval
        self.quality = Quality(85)
        self.passage = Passage()
        self.qualities: list[int] = []
        self.ages: list[float] = []

    def run(self, seconds: float) -> None:
        """Show, look and let arrive, by the millisecond."""
        on_line: tuple[float, float] | None = None  # when it is there, and when it was made
        behind: tuple[int, float] | None = None  # its quality, and when it was made
        fresh: float | None = None
        shown_at, look_at = 0.0, 0.0
        for tick in range(int(seconds * 1000)):
            now = tick / 1000
            if on_line is not None and now >= on_line[0]:
                self.ages.append(now - on_line[1])
                on_line = None if behind is None else self._sent(*behind, now)
                behind = None
            if now >= shown_at:
                fresh, shown_at, look_at = now, shown_at + self.interval, now
                self.quality.offered(self.interval)
            if now < look_at:
                continue
            look_at = now + LOOK
            arrival = self.passage.look(
                now, is_under_way=on_line is not None, is_held=behind is not None
            )
            if arrival is not None and arrival.quality <= self.quality.value:
                self.quality.arrived(arrival.took, 0.0)
            if fresh is None:
                continue
            if on_line is None:
                self.passage.leaves(self.quality.value, now)
                on_line, fresh = self._sent(self.quality.value, fresh, now), None
            elif self.quality.is_in_time and self._is_clear(now):
                behind, fresh = (self.quality.value, fresh), None
                self.passage.follows(self.quality.value, is_held=True)

    def _is_clear(self, now: float) -> bool:
        return now - (self.passage.since or 0.0) < self.quality.may_take

    def _sent(self, quality: int, made: float, now: float) -> tuple[float, float]:
        self.qualities.append(quality)
        return now + size(quality) / self.rate + PAGE, made


@pytest.mark.parametrize("interval", [1 / 60, 1 / 30, 1 / 10])
def test_over_some_megabits_pictures_take_what_they_may(interval: float) -> None:
    """One that takes longer is not counted as several, whatever was handed over meanwhile."""
    line = Line(600e3, interval)
    line.run(60.0)
    late = line.qualities[len(line.qualities) // 2 :]
    spent = sum(size(quality) / line.rate + PAGE for quality in late) / len(late)
    may_take = max(FLUENT, min(SLOW, interval))
    assert QUICK * may_take <= spent <= may_take
    assert sorted(line.ages)[len(line.ages) // 2] <= may_take + max(interval, LOOK)


def test_over_some_megabits_quality_falls_and_the_rate_does_not() -> None:
    line = Line(1e6, 1 / 30)
    line.run(60.0)
    assert len(line.ages) >= 0.9 * 60.0 * 30
    assert 12 < line.qualities[-1] < 85


@pytest.mark.parametrize("interval", [1 / 60, 1 / 30])
def test_over_a_fast_line_all_are_shown_at_their_best(interval: float) -> None:
    line = Line(12.5e6, interval)
    line.run(20.0)
    assert set(line.qualities) == {85}
    assert len(line.ages) >= 0.95 * 20.0 / interval
