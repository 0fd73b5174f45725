"""What may be given as points, and what is refused, with its name."""

import datetime
import decimal
import fractions
import math
import re
from typing import Any

import numpy as np
import pytest

from pgwidgets.plots import looks
from pgwidgets.plots.values import array_of, number_of, points_of

NOON = datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        (3, 3.0),
        (np.float32(1.5), 1.5),
        (np.int8(-4), -4.0),
        (decimal.Decimal("2.5"), 2.5),
        (True, 1.0),
        (NOON, NOON.timestamp()),
        (datetime.date(2026, 3, 1), datetime.datetime(2026, 3, 1).timestamp()),
        (np.datetime64("1970-01-02"), 86400.0),
        (np.datetime64("1970-02", "M"), 31 * 86400.0),
        (np.timedelta64(1500, "ms"), 1.5),
        (np.array(2.5), 2.5),
    ],
)
def test_numbers_dates_and_times_are_numbers(value: Any, wanted: float) -> None:
    assert number_of(value, "x", may_miss=False) == wanted


@pytest.mark.parametrize("value", [None, math.nan, math.inf, -math.inf, np.ma.masked, "NaT"])
def test_what_is_missing_breaks_a_line_and_is_no_place(value: Any) -> None:
    value = np.datetime64("NaT", "s") if value == "NaT" else value
    assert math.isnan(number_of(value, "y", may_miss=True))
    with pytest.raises(ValueError, match=r"x is .*; it must be a finite number"):
        number_of(value, "x", may_miss=False)


@pytest.mark.parametrize("value", ["3", b"3", 1j, np.complex128(1), object(), [1]])
def test_other_things_are_no_numbers(value: Any) -> None:
    with pytest.raises(TypeError, match="y is "):
        number_of(value, "y", may_miss=True)


@pytest.mark.parametrize(
    "value",
    [
        *(10**400, -(10**400), fractions.Fraction(10**400), decimal.Decimal("sNaN")),
        *(decimal.Decimal("1e999"), datetime.datetime.min, datetime.date.min),
    ],
)
def test_what_no_float_has_breaks_a_line_and_is_no_place(value: Any) -> None:
    assert math.isnan(number_of(value, "y", may_miss=True))
    assert math.isnan(array_of([1.0, value], "y", may_miss=True)[1])
    with pytest.raises(ValueError, match=r"^x is .*; it must be a finite number$"):
        number_of(value, "x", may_miss=False)
    with pytest.raises(ValueError, match=r"^x\[1\] is .*; it must be a finite number$"):
        array_of([1.0, value], "x", may_miss=False)


@pytest.mark.parametrize("value", [10**400, fractions.Fraction(-(10**400))])
def test_a_look_beyond_all_floats_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match=r"^w: width is .*; it must be a finite number$"):
        looks.line_look({"width": value}, "w")
    with pytest.raises(ValueError, match=r"^w: (low|high) is .*; it must be a finite number$"):
        looks.limits(*sorted((0, value)), "w", "linear")


def test_arrays_become_floats_of_their_own() -> None:
    given = np.arange(3, dtype=np.float64)
    found = array_of(given, "y", may_miss=True)
    given[0] = 9
    assert found.tolist() == [0, 1, 2]
    masked = np.ma.masked_array([1, 2, 3], [0, 1, 0])
    assert np.isnan(array_of(masked, "y", may_miss=True)).tolist() == [False, True, False]
    mixed = [1, None, decimal.Decimal(3), math.inf]
    assert np.isnan(array_of(mixed, "y", may_miss=True)).tolist() == [False, True, False, True]
    times = np.array(["1970-01-01", "1970-01-02"], "M8[D]")
    assert array_of(times, "x", may_miss=False).tolist() == [0, 86400]


@pytest.mark.parametrize(
    ("values", "error", "text"),
    [
        ([[1, 2]], ValueError, "y has the shape (1, 2); it must be of one dimension"),
        (3.0, ValueError, "y has the shape ()"),
        ([[1], [2, 3]], ValueError, "y must be of one dimension"),
        ("123", TypeError, "y is str; it must be a sequence of numbers"),
        (["1"], TypeError, "y has the type <U1"),
        ([1j], TypeError, "y has the type complex128"),
        ([1, object()], TypeError, "y[1] is <object"),
    ],
)
def test_other_arrays_are_refused(values: Any, error: type[Exception], text: str) -> None:
    with pytest.raises(error, match=re.escape(text)):
        array_of(values, "y", may_miss=True)


def test_a_place_that_is_missing_is_named() -> None:
    for values, told in (([0, math.nan], "nan"), (np.ma.masked_array([1, 2], [0, 1]), "masked")):
        with pytest.raises(ValueError, match=re.escape(f"f(): x[1] is {told}")):
            points_of(values, [1, 2], "f()", 0)
    with pytest.raises(ValueError, match=re.escape("f(): x has 1 values, and y has 2")):
        points_of([1], [1, 2], "f()", 0)
    assert points_of(None, [5, 6], "f()", 7)[0].tolist() == [7, 8]


@pytest.mark.parametrize(
    ("given", "error", "text"),
    [
        ({"colour": "red"}, TypeError, "f() has no 'colour'; it takes color, width"),
        ({"color": "url(x);"}, ValueError, "f(): color is 'url(x);'"),
        ({"color": 3}, TypeError, "f(): color is 3"),
        ({"width": 0}, ValueError, "f(): width is 0; it must be from 0.25 to 20"),
        ({"width": "wide"}, TypeError, "f(): width is 'wide'"),
        ({"style": "wavy"}, ValueError, "it must be one of 'solid', 'dashed'"),
        ({"marker": "star"}, ValueError, "it must be one of 'circle'"),
        ({"visible": 1}, TypeError, "f(): visible is 1; it must be True or False"),
    ],
)
def test_a_look_that_there_is_not(given: dict[str, Any], error: type[Exception], text: str) -> None:
    with pytest.raises(error, match=re.escape(text)):
        looks.line_look(given, "f()")


def test_limits_rise_and_are_above_0_on_a_logarithmic_axis() -> None:
    assert looks.limits(1, np.float32(2), "f()", "linear") == (1, 2)
    assert looks.limits(NOON, NOON + datetime.timedelta(1), "f()", "time")[0] == NOON.timestamp()
    with pytest.raises(ValueError, match="low must be below high"):
        looks.limits(2, 2, "f()", "linear")
    with pytest.raises(ValueError, match="it must be above 0 on a logarithmic axis"):
        looks.limits(0, 2, "f()", "log")
    with pytest.raises(TypeError, match="high is 'b'"):
        looks.limits(0, "b", "f()", "linear")
