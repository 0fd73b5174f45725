"""The points of a line: fewer of them look the same, old ones go, new ones are told once."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pgwidgets.plots.series import BLOCK, MOST, Series

WALK = np.cumsum(np.random.default_rng(1).normal(size=300_000))


def made(y: object, x: object = None, **kept: object) -> Series:
    series = Series(**kept)  # type: ignore[arg-type]
    values = np.asarray(y, float)
    series.replace(
        np.arange(len(values), dtype=float) if x is None else np.asarray(x, float), values
    )
    return series


def test_few_points_are_shown_as_they_are() -> None:
    seen = made(range(100)).look(20, 40, 200)
    assert seen.is_all
    assert seen.x.tolist() == list(range(19, 42))  # one beside the range on either side


@pytest.mark.parametrize("count", [100, 800])
@pytest.mark.parametrize("length", [5_000, len(WALK)])
def test_no_peak_is_lost_however_many_points_share_a_pixel(count: int, length: int) -> None:
    y = WALK[:length].copy()
    for peak in (7, length // 3, length - 2):
        y[peak] = 1e6
    series = made(y)
    seen = series.look(-np.inf, np.inf, count)
    assert not seen.is_all
    assert len(seen.x) <= 2 * count
    assert np.all(np.diff(seen.x) >= 0)
    width = length / count
    for peak in (7, length // 3, length - 2):
        near = np.abs(seen.x - peak) <= 2 * width
        assert seen.y[near].max() == 1e6
    assert seen.y.min() == y.min()


def test_a_range_shows_what_is_in_it_alone() -> None:
    y = WALK.copy()
    y[[99_000, 291_000]] = 1e6
    series = made(y)
    seen = series.look(100_000, 290_000, 100)
    inside = WALK[100_000:290_000]
    assert seen.x[0] >= 99_000
    assert seen.y.max() == inside.max()
    assert seen.y.min() == inside.min()


@given(
    st.lists(st.floats(-100, 100), min_size=1, max_size=300),
    st.integers(1, 40),
    st.booleans(),
)
def test_the_envelope_is_that_of_all_points(values: list[float], count: int, is_log: bool) -> None:
    x = np.sort(np.abs(values)) + 0.5
    seen = made(values, x).look(-np.inf, np.inf, count, is_log)
    assert (seen.y.min(), seen.y.max()) == (min(values), max(values))
    assert (seen.x[0], seen.x[-1]) == (x[0], x[-1])
    assert set(seen.x) <= set(x)


def test_points_keep_the_way_of_the_line_and_are_there_once() -> None:
    x = np.concatenate((np.arange(5000) / 5000, np.arange(2.0, 12)))
    seen = made(np.arange(5010), x).look(-np.inf, np.inf, 100)
    assert np.all(np.diff(seen.y) > 0)
    assert seen.x[-10:].tolist() == x[-10:].tolist()
    falling = made(-np.arange(5010), x).look(-np.inf, np.inf, 100)
    assert np.all(np.diff(falling.y) < 0)


def test_what_a_logarithmic_axis_can_not_show_takes_no_room_of_it() -> None:
    x = np.concatenate(([-1.0, 0.0], np.geomspace(1e-3, 1e3, 6000)))
    seen = made(np.arange(6002), x).look(-np.inf, np.inf, 60, is_log=True)
    for power in range(-3, 3):
        inside = (seen.x >= 10.0**power) & (seen.x < 10.0 ** (power + 1))
        assert 15 <= inside.sum() <= 25, power


def test_a_gap_that_is_wider_than_a_pixel_stays_one() -> None:
    y = WALK.copy()
    y[100_000:150_000] = np.nan
    seen = made(y).look(-np.inf, np.inf, 300)
    holes = seen.x[np.isnan(seen.y)]
    assert 100_000 <= holes.min() < 102_000
    assert 148_000 < holes.max() < 150_000
    assert np.isnan(made(np.full(9_000, np.nan)).look(0, 9_000, 10).y).all()


def test_what_is_added_is_told_once_and_made_fewer() -> None:
    series = made([])
    for number in range(10):
        series.add(number, number % 3)
    first = series.since(0, 0.0)
    assert first.x.tolist() == list(range(10))
    end = series.end
    series.extend(np.arange(10.0, 1010), np.tile([0.0, 1], 500))
    later = series.since(end, 100.0)
    assert not later.is_all
    assert len(later.x) <= 24
    assert (later.x[0], later.x[-1]) == (10, 1009)
    assert series.since(series.end, 100.0).x.tolist() == []


def test_old_points_go_by_number_or_by_place_and_numbers_stay() -> None:
    series = Series(count=1000)
    reference = WALK[:50_000]
    for start in range(0, 50_000, 700):
        part = reference[start : start + 700]
        series.extend(np.arange(start, start + len(part), dtype=float), part)
        series.look(-np.inf, np.inf, 2)
    assert len(series) == 1000
    assert series.end == 50_000
    assert series.y.tolist() == reference[-1000:].tolist()
    assert len(series._x) < 10_000, "memory is bounded"
    assert series.since(49_990, 0).y.tolist() == reference[-10:].tolist()
    by_place = Series(width=2.5)
    for number in range(9000):
        by_place.add(number / 10, 0.0)
    assert by_place.x[0] >= 899.9 - 2.5
    assert len(by_place) == 26


def test_blocks_are_right_after_old_points_have_gone() -> None:
    series = Series(count=100_000)
    for start in range(0, 300_000, 10_000):
        part = WALK[start : start + 10_000]
        series.extend(np.arange(start, start + 10_000, dtype=float), part)
        series.look(-np.inf, np.inf, 10)
    seen = series.look(-np.inf, np.inf, 20)
    kept = WALK[-100_000:]
    assert seen.y.max() == kept.max()
    assert abs(seen.y.min() - kept.min()) < 1e-9
    assert seen.x[0] >= 200_000 - BLOCK


def test_places_that_do_not_rise_are_another_run() -> None:
    series = made([1, 2, 3])
    before = series.revision
    series.add(1.0, 9.0)
    assert series.since(3, 0).y.tolist() == [9]
    assert not series.is_rising
    assert series.revision > before
    assert series.extent(is_log=False) == (0, 2)
    assert series.extent(is_log=True) == (1, 2)


def test_of_a_cloud_each_point_is_seen_for_itself() -> None:
    y = np.random.default_rng(1).normal(size=40_000)
    assert len(made(y).look(-np.inf, np.inf, 100, is_cloud=True).x) == 40_000
    y = np.random.default_rng(1).normal(size=900_000)
    y[[5, 777_777]] = (-99, np.nan)
    for series in (made(y), made(y, y)):
        seen = series.look(-np.inf, np.inf, 100, is_cloud=True)
        assert MOST // 2 < len(seen.x) < MOST + 10
        assert np.nanmin(seen.y) == -99
        assert abs(np.nanstd(seen.y) - 1) < 0.1, "as dense as it is"
    series = made(y[:10])
    series.extend(np.arange(10.0, 1010), y[:1000])
    assert series.since(10, 100.0, is_cloud=True).is_all
    assert len(made(np.full(900_000, np.nan)).look(0, 9e5, 9, is_cloud=True).x) > MOST // 2


def test_a_curve_of_many_points_keeps_its_corners() -> None:
    angle = np.linspace(0, 40 * np.pi, 400_000)
    seen = made(np.sin(angle), np.cos(angle)).look(-np.inf, np.inf, 100)
    assert len(seen.x) <= MOST + 10
    assert seen.x.min() == pytest.approx(-1)
    assert seen.y.max() == pytest.approx(1)
