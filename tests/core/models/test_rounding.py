"""Whole numbers as Chromium rounds to them (tests/browser/test_range_input.py)."""

import json
from pathlib import Path

import pytest

from pgwidgets_proto.models.rounding import nearest_whole

CASES: list[list[float]] = json.loads(Path(__file__).with_name("rounding.json").read_text())
"""Each: a number, and the whole one that Chromium makes of it."""


@pytest.mark.parametrize("case", CASES, ids=str)
def test_they_are_those_of_a_browser(case: list[float]) -> None:
    number, found = case
    assert nearest_whole(number) == float(found)
    assert type(nearest_whole(number)) is int
