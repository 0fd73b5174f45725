"""The table of what was to be reached: each line has a figure, and says whether it is met."""

import pytest
from benchmarks import table
from benchmarks.environments import OURS, PEER


def test_each_line_is_measured_by_a_scenario() -> None:
    titles = {(each.name, figure) for each in table.SCENARIOS for figure in each.titles}
    for aim in table.AIMS:
        assert (aim.scenario, aim.figure) in titles, aim.title
        assert aim.of is None or aim.of in titles
        assert (aim.by_peer is None) is (aim.most is not None)


@pytest.mark.parametrize(
    ("now", "peer", "cells"),
    [
        (90e-6, 200e-6, ["90 µs", "200 µs", "140 µs", "met"]),
        (150e-6, 200e-6, ["150 µs", "200 µs", "140 µs", "not met"]),
        (150e-6, None, ["150 µs", "-", "-", "-"]),
        (None, 200e-6, ["-", "200 µs", "140 µs", "-"]),
    ],
)
def test_a_target_may_be_a_part_of_the_peers(
    now: float | None, peer: float | None, cells: list[str]
) -> None:
    (aim,) = [aim for aim in table.AIMS if (aim.scenario, aim.figure) == ("event", "median")]
    figures = {
        ("event", "median", side): value
        for side, value in ((OURS.name, now), (PEER.name, peer))
        if value is not None
    }
    (line,) = table.lines_of([aim], figures)
    assert line == ["click to text: median", "131 µs", *cells, *cells[-2:]]


def test_a_target_may_be_a_multiple_of_ours() -> None:
    (aim,) = [aim for aim in table.AIMS if aim.scenario == "event-trio"]
    figures = {("event", "cpu", OURS.name): 100e-6, ("event-trio", "cpu", OURS.name): 129e-6}
    assert table.lines_of([aim], figures)[0][2:6] == ["129 µs", "-", "130 µs", "met"]


def test_work_is_held_to_what_a_bare_echo_takes_here() -> None:
    aims = [aim for aim in table.AIMS if aim.figure in ("label-0", "far", "memory")]
    figures = {("core", "label-0", OURS.name): 15e-6, ("load", "far", OURS.name): 0.8}
    unknown = table.lines_of(aims, figures)
    figures["floors", "asyncio-cpu", OURS.name] = 2 * table.THEN
    known = table.lines_of(aims, figures)
    assert [line[4:] for line in unknown[:1]] == [["9 µs", "not met", "-", "-"]]
    assert [line[4:] for line in known[:3]] == [
        ["9 µs", "not met", "18 µs", "met"],
        ["80 KB", "-", "80 KB", "-"],
        ["450 ms", "not met", "450 ms", "not met"],  # most of it is the line's
    ]
    assert "Work takes 2.00 times as long here" in table.whole(figures)


def test_the_lines_are_counted_that_are_ahead_of_the_peer() -> None:
    figures = {
        ("event", "median", OURS.name): 90e-6,
        ("event", "median", PEER.name): 100e-6,
        ("event", "cpu", OURS.name): 100e-6,
        ("event", "cpu", PEER.name): 100e-6,
        ("session", "memory", OURS.name): 150e3,
    }
    assert table.ahead_of_the_peer(figures) == (1, 2)
