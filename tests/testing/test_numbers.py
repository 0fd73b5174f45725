"""What a user without a browser sets, the program hears as from a browser."""

import math
from typing import Any

import pytest

from pgwidgets.testing import open_app

from .set_numbers import CASES, program


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_program_hears_what_a_browser_tells(case: Any) -> None:
    cls, options, limits, act, given, told = case
    made = program(cls, options, limits)
    with open_app(made) as user:
        for each in given:
            match act:
                case "slide":
                    user.slide(None, each, cls=cls)
                case "type":
                    user.type(None, each, cls=cls, enter=True)
                case _:
                    user.press(each, None, cls=cls)
        assert made.told == told


@pytest.mark.parametrize("cls", ["Slider", "SpinBox", "Dial"])
def test_as_far_as_it_goes(cls: str) -> None:
    made = program(cls, {"max": 10}, None)
    with open_app(made) as user:
        user.slide(None, math.inf, cls=cls)
        user.slide(None, -math.inf, cls=cls)
        assert made.told == [10, 0]


@pytest.mark.parametrize(
    ("cls", "options", "number"),
    [
        ("Slider", {"min": 60}, 60),
        ("Slider", {"value": 7, "step": 5}, 5),
        ("SpinBox", {"value": 500}, 99),
        ("SpinBox", {"min": 3}, 3),
        ("Dial", {"value": 2.5}, 3),
    ],
)
def test_a_number_that_nobody_has_set(cls: str, options: dict[str, Any], number: float) -> None:
    with open_app(program(cls, options, None)) as user:
        assert user.find(cls=cls).value == number
