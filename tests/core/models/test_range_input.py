"""The numbers of a range input, as Chromium has them (tests/browser/test_range_input.py)."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pgwidgets_proto.models.conversions import LARGEST
from pgwidgets_proto.models.range_input import nearest_step

CASES: list[list[float]] = json.loads(Path(__file__).with_name("range_input.json").read_text())
"""Each: the value that is set, the lower and the upper limit, the step, and what Chromium makes."""


@pytest.mark.parametrize("case", CASES, ids=str)
def test_they_are_those_of_a_browser(case: list[float]) -> None:
    *given_, found = case
    assert nearest_step(*given_) == found


def test_whole_numbers_stay_whole() -> None:
    assert type(nearest_step(0.3, 0, 1, 0.1)) is float
    assert type(nearest_step(7.4, 0, 10, 2)) is int
    assert type(nearest_step(7, 0.0, 10, 2)) is float
    assert nearest_step(10**5000, 0, 10, 1) == 10


FINITE = st.floats(-LARGEST, LARGEST) | st.integers(-(10**300), 10**300)


@given(FINITE, FINITE, FINITE, FINITE)
def test_any_numbers_give_one_within_the_limits(
    value: float, one: float, other: float, step: float
) -> None:
    """However small the step is beside them: nothing is counted down step by step."""
    low, high = min(one, other), max(one, other)
    found = nearest_step(value, low, high, step)
    rounding = max(abs(low), abs(high)) * 1e-14
    assert low - rounding <= found <= high + rounding
