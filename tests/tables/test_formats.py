"""How values are shown: numbers, moments, and whatever else stands in a column."""

import datetime
import json
import math
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy
import pytest

from pgwidgets.tables.formats import _formatted, formatter, shown
from pgwidgets.tables.looks import looks_of
from pgwidgets_proto import Hub
from pgwidgets_proto.widgets import Node

from .figures import FIGURES


class Unspeakable:
    def __str__(self) -> str:
        raise RuntimeError("no")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (0.1 + 0.2, "0.3"),
        (1.0, "1"),
        (1e300, "1e+300"),
        (123456789.123456789, "123456789.123"),
        (float("nan"), "nan"),
        (float("inf"), "inf"),
        (-math.inf, "-inf"),
        (10**30, str(10**30)),
        (True, "True"),
        ("text", "text"),
        ("x" * 2000, "x" * 1000 + "…"),
        ("half \ud800", "half ?"),
        (b"ab", "b'ab'"),
        (Decimal("1.10"), "1.10"),
        (Fraction(1, 3), "1/3"),
        (1 + 2j, "(1+2j)"),
        (Path("a/b"), "a/b"),
        ([1, 2], "[1, 2]"),
        (Unspeakable(), "<Unspeakable>"),
        (datetime.date(2024, 5, 1), "2024-05-01"),
        (datetime.datetime(2024, 5, 1, 12, 30), "2024-05-01 12:30:00"),
        (datetime.datetime(2024, 5, 1, 12, 30, tzinfo=datetime.UTC), "2024-05-01 12:30:00Z"),
        (datetime.timedelta(seconds=90), "0:01:30"),
        (numpy.float64(0.1) + numpy.float64(0.2), "0.3"),
        (numpy.float32(0.5), "0.5"),
        (numpy.int8(5), "5"),
        (numpy.bool_(True), "True"),
        (numpy.str_("a"), "a"),
        (numpy.datetime64("2024-05-01T12:30:00"), "2024-05-01 12:30:00"),
        (numpy.datetime64("2024-05-01T12:30:00.123456789"), "2024-05-01T12:30:00.123456789"),
        (numpy.datetime64("NaT", "ns"), ""),
        (numpy.ma.masked, ""),
        (numpy.array([1, 2]), "[1 2]"),
    ],
)
def test_any_value_is_shown_sensibly(value: Any, text: str) -> None:
    assert shown(value) == text


@pytest.mark.parametrize(("value", "text"), FIGURES)
def test_numbers_are_shown_as_browsers_show_those_of_a_table_s_own_rows(
    value: float, text: str
) -> None:
    assert shown(value) == text


@pytest.mark.parametrize(
    ("spec", "value", "text"),
    [
        (".3f", math.pi, "3.142"),
        (",d", 1234567, "1,234,567"),
        (",d", 3.0, "3"),
        (",d", 3.5, "3.5"),
        (".1%", 0.256, "25.6%"),
        ("#06x", 255, "0x00ff"),
        ("+.1e", 12345.0, "+1.2e+04"),
        ("_", 1234567, "1_234_567"),
        (".3f", "offline", "offline"),
        (".3f", None, ""),
        (".3f", float("nan"), "nan"),
        (".3f", numpy.float64(1.5), "1.500"),
        (".2f", Decimal("1.005"), "1.00"),
        ("", -0.0, "0"),
        (">5", "ab", "   ab"),
        ("si", 0, "0"),
        ("si", 1234.5678, "1.235 k"),
        (".3si", 12345, "12.3 k"),
        (".3si", 999.96, "1.00 k"),
        (".3si", 999.4, "999"),
        (".3si", 4.56e-6, "4.56 µ"),
        (".2si", -0.0123, "-12 m"),
        ("si", 1e99, "1e+99"),
        ("si", float("inf"), "inf"),
        ("si", "offline", "offline"),
        ("%H:%M", datetime.datetime(2024, 5, 1, 12, 30), "12:30"),
        ("%d.%m.%Y", datetime.date(2024, 5, 1), "01.05.2024"),
        ("%H:%M", 5, "5"),
    ],
)
def test_formats(spec: str, value: Any, text: str) -> None:
    if spec == "si" and value == 1e99:
        assert formatter({"format": spec})(value).endswith(" Q")  # type: ignore[union-attr]
    else:
        assert formatter({"format": spec})(value) == text


def test_what_browsers_show_too() -> None:
    """The cases by which the browser's half is held to the same (tests/web)."""
    cases = json.loads((Path(__file__).parent / "formats.json").read_text())
    others = [
        (spec, value, found, text)
        for spec, value, text in cases
        if (found := _formatted(value, spec)) != text
    ]
    assert others == []
    assert len(cases) > 1000


def test_units_and_time_zones() -> None:
    assert formatter({"format": ".1f", "unit": "K"})(4.2) == "4.2 K"
    assert formatter({"format": ".3si", "unit": "Hz"})(1.42e9) == "1.42 GHz"
    assert formatter({"format": ".3si", "unit": "Hz"})(5) == "5.00 Hz"
    assert formatter({"format": ".1f", "unit": "K"})("offline") == "offline"
    assert formatter({"unit": "K"})(0.1 + 0.2) == "0.3 K"
    assert formatter({"unit": "K"})(None) == ""
    noon = datetime.datetime(2024, 7, 1, 12, tzinfo=datetime.UTC)
    show = formatter({"format": "%H:%M %Z", "timezone": "Europe/Vienna"})
    assert show(noon) == "14:00 CEST"
    assert show(noon.replace(tzinfo=None)) == "12:00 "
    assert formatter({"timezone": "utc"})(noon) == "2024-07-01 12:00:00Z"
    assert formatter({"type": "boolean"})(numpy.bool_(False)) is False
    assert formatter({"widget": "checkbox"})(None) is None


def test_colours_by_value() -> None:
    values = [-1, 0, 5, 80, 1000, None, float("nan"), "x", numpy.float64(5), True, Decimal(80)]
    column = {"colors": [[0, "green"], [80, "red"]]}
    assert looks_of(column, values) == {
        "bg": [None, *["green"] * 2, *["red"] * 2, None, None, None, "green", None, "red"]
    }
    assert "fg" in looks_of({**column, "color_part": "text"}, values)
    mapped = {"color_map": {"low": 0, "high": 10, "colors": ["#000", "#ffffff"]}}
    assert looks_of(mapped, [-5, 0, 5, 10, math.inf, None]) == {
        "bg": ["#000000", "#000000", "#808080", "#ffffff", "#ffffff", None]
    }
    assert looks_of({"bar": [0, 4]}, [-1, 1, 4, 9, None]) == {"bar": [0.0, 0.25, 1.0, 1.0, None]}
    assert looks_of({}, values) == {}


@pytest.mark.parametrize("spec", [".3si", ".2f", ",d", ".3e"])
def test_numbers_beyond_all_floats_are_shown(spec: str) -> None:
    assert formatter({"format": spec})(10**400) == str(10**400)
    assert formatter({"format": spec})(1.7976931348623157e308).startswith("1")  # type: ignore[union-attr]


@pytest.mark.parametrize("spec", [",f", "f", ".3f", "%", ",.2f", "010,f", "d"])
@pytest.mark.parametrize("number", ["1E+900000000", "-9E+99999", "1E-900000000", "0E+900000000"])
def test_decimals_of_more_figures_than_are_shown_have_an_exponent(spec: str, number: str) -> None:
    assert formatter({"format": spec, "unit": "K"})(Decimal(number)) == f"{number} K"


def test_decimals_that_can_be_written_out_are() -> None:
    assert formatter({"format": ",.2f"})(Decimal("1e9")) == "1,000,000,000.00"
    assert formatter({"format": ".2f"})(Decimal("NaN")) == "NaN"
    assert formatter({"format": ".2f"})(Decimal("sNaN")) == "sNaN"
    assert formatter({"format": ".2f"})(Decimal("-Infinity")) == "-Infinity"


def test_looks_between_the_least_number_and_the_greatest() -> None:
    low, high = -1.7e308, 1.7e308
    mapped = {"color_map": {"low": low, "high": high, "colors": ["#000", "#ffffff"]}}
    assert looks_of(mapped, [low, 0, high, math.inf]) == {
        "bg": ["#000000", "#808080", "#ffffff", "#ffffff"]
    }
    assert looks_of({"bar": [low, high]}, [low, 0, high]) == {"bar": [0.0, 0.5, 1.0]}
    assert looks_of({"bar": [0, 5e-324]}, [0, 5e-324, high]) == {"bar": [0.0, 1.0, 1.0]}


def test_a_moment_at_the_end_of_the_calendar_is_shown_as_it_is() -> None:
    last = datetime.datetime.max.replace(tzinfo=datetime.UTC)
    assert formatter({"timezone": "Asia/Tokyo"})(last) == "9999-12-31 23:59:59.999999Z"


@pytest.fixture
def table() -> Node:
    hub = Hub(mint_token=lambda: "t", boot="b")
    return hub.create_session().create("TableView", (), {})


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("format", "three"),
        ("format", 3),
        ("format", ".3q"),
        ("unit", 5),
        ("colors", []),
        ("colors", "red"),
        ("colors", [[1, "a"], [1, "b"]]),
        ("colors", [["x", "a"]]),
        ("color_map", {"low": 1, "high": 0, "colors": ["#000", "#fff"]}),
        ("color_map", {"low": 0, "high": 1, "colors": ["red", "blue"]}),
        ("color_map", {"low": 0, "high": 1, "colors": ["#000"]}),
        ("color_part", "border"),
        ("bar", [1, 1]),
        ("bar", [0]),
        ("bar", [0, 1, 2]),
    ],
)
def test_a_setting_that_is_wrong_is_refused_at_the_call(
    table: Node, setting: str, value: Any
) -> None:
    column = {"label": "Flow", "key": "flow", setting: value}
    with pytest.raises((TypeError, ValueError), match=f"'Flow': '{setting}'"):
        table.ops.call(table, "set_columns", ([column],))  # type: ignore[attr-defined]
    assert table.ops.call(table, "get_column_count") == 0  # type: ignore[attr-defined]
