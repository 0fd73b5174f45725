"""How good the pictures of a stream are, over lines of all kinds, by arithmetic."""

import pytest

from pgwidgets.pictures.adapting import FLUENT, QUICK, SLOW, Quality

ROUND_TRIP = 0.03


def size(quality: int) -> float:
    """Bytes of a picture, about as JPEG has it for 640 x 480."""
    return 6_000 + 530.0 * quality


def run(quality: Quality, rate: float, pictures: int) -> list[int]:
    """Send pictures over a line of so many bytes a second; gives their qualities."""
    found = []
    for _ in range(pictures):
        found.append(quality.value)
        quality.arrived(ROUND_TRIP + size(quality.value) / rate, ROUND_TRIP)
    return found


def test_on_a_fast_line_they_are_as_good_as_can_be() -> None:
    assert set(run(Quality(85), 10e6, 200)) == {85}


def test_on_a_slow_line_they_are_soon_as_small_as_they_must() -> None:
    rate = 200e3  # the smallest picture takes 0.06 s
    found = run(Quality(85), rate, 200)
    assert max(size(quality) / rate for quality in found[5:]) <= 2 * SLOW
    assert sum(size(quality) / rate for quality in found[5:]) / 195 <= 1.2 * SLOW


def test_they_are_no_worse_than_the_line_needs() -> None:
    found = run(Quality(85), 400e3, 400)
    assert QUICK * SLOW <= size(found[-1]) / 400e3 <= SLOW


def late(quality: Quality, *spent: float) -> list[int]:
    """Have pictures take so many times SLOW; gives the quality after each."""
    found = []
    for times in spent:
        quality.arrived(ROUND_TRIP + times * SLOW, ROUND_TRIP)
        found.append(quality.value)
    return found


def test_some_late_pictures_tell_of_a_busy_page_and_all_of_them_of_a_slow_line() -> None:
    quality = Quality(85)
    assert late(quality, 1.5, 1.5, 0.1, 3, 0.1, 1.5, 1.5) == [85] * 7
    assert late(quality, 1.5) == [75]
    assert late(quality, 3, 3) == [75, 55]
    assert late(quality, 3, 1.5) == [55, 55]  # the quicker one tells what the line can do
    assert late(quality, 1.5) == [45]
    assert late(quality, 5) == [18]


def test_a_quality_that_is_being_tried_has_less_time_to_prove_itself() -> None:
    quality = Quality(85)
    assert late(quality, 1.5, 1.5, 1.5, *[0.1] * 5) == [85, 85, *[75] * 5, 85]
    assert late(quality, 1.5, 1.5) == [85, 75]
    assert late(quality, *[0.1] * 10) == [*[75] * 9, 85]  # it is tried later
    assert late(quality, *[0.1] * 10) == [85] * 10  # it has proved itself
    assert late(quality, 1.5, 1.5) == [85, 85]


def test_a_line_that_becomes_fast_again_is_noticed() -> None:
    quality = Quality(85)
    run(quality, 50e3, 50)
    assert quality.value < 20
    run(quality, 10e6, 100)
    assert quality.value == 85


def test_what_was_too_much_is_tried_ever_more_rarely() -> None:
    """A line that takes one step quickly, and the next one not at all."""
    quality = Quality(85)
    tries, was_too_much = [], False
    for number in range(4000):
        is_too_much = quality.value > 45
        if is_too_much and not was_too_much:
            tries.append(number)
        was_too_much = is_too_much
        quality.arrived(ROUND_TRIP + (2 * SLOW if is_too_much else QUICK * SLOW / 2), ROUND_TRIP)
    gaps = [later - sooner for sooner, later in zip(tries[-4:], tries[-3:], strict=False)]
    assert min(gaps) > 100


@pytest.mark.parametrize(
    ("apart", "may_take"),
    [(1 / 240, FLUENT), (1 / 30, FLUENT), (1 / 20, 1 / 20), (1 / 10, SLOW), (3600.0, SLOW)],
)
def test_a_picture_may_take_until_the_next_array_comes(apart: float, may_take: float) -> None:
    quality = Quality(85)
    for _ in range(100):
        quality.offered(apart)
    assert quality.may_take == pytest.approx(may_take, rel=1e-3)
    for expected in (85, 85, 75):
        quality.arrived(ROUND_TRIP + 1.01 * may_take, ROUND_TRIP)
        assert not quality.is_in_time
        assert quality.value == expected
    quality.arrived(ROUND_TRIP + 0.99 * may_take, ROUND_TRIP)
    assert quality.is_in_time


def test_a_ping_that_came_behind_a_picture_makes_no_line_faster() -> None:
    one, other = Quality(85), Quality(85)
    for number in range(300):
        round_trip = ROUND_TRIP if number % 100 == 0 else 3 * ROUND_TRIP
        for each, measured in ((one, ROUND_TRIP), (other, round_trip)):
            each.arrived(ROUND_TRIP + size(each.value) / 600e3, measured)
    assert one.value == other.value < 85


def test_a_line_that_is_longer_now_is_noticed() -> None:
    quality = Quality(85)
    quality.arrived(ROUND_TRIP, ROUND_TRIP)
    for _ in range(2000):
        quality.arrived(5 * ROUND_TRIP, 5 * ROUND_TRIP)
    assert quality.value == 85


@pytest.mark.parametrize("best", [1, 12, 50, 85, 100])
def test_they_are_never_better_than_was_asked_for(best: int) -> None:
    quality = Quality(best)
    for rate in (1e3, 1e9, 1e3):
        assert all(1 <= each <= best for each in run(quality, rate, 50))
    run(quality, 1e9, 3000)
    assert quality.value == best
