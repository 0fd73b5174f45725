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
    assert line == ["click to text: median", "131 µs", *cells]


def test_a_target_may_be_a_multiple_of_ours() -> None:
    (aim,) = [aim for aim in table.AIMS if aim.scenario == "event-trio"]
    figures = {("event", "cpu", OURS.name): 100e-6, ("event-trio", "cpu", OURS.name): 129e-6}
    assert table.lines_of([aim], figures)[0][2:] == ["129 µs", "-", "130 µs", "met"]
