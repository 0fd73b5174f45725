"""Small lines in cells, by few points. The page draws those of its own rows by the same cases."""

import json
import math
from pathlib import Path
from typing import Any

import numpy
import pytest

from pgwidgets.async_ import Application
from pgwidgets.tables import RowsSource
from pgwidgets.tables.formats import formatter
from pgwidgets.tables.lines import MOST, points_of
from pgwidgets.tables.looks import looks_of

CASES = json.loads((Path(__file__).parent / "lines.json").read_text())


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["values"]))
def test_points_are_shares_of_the_way_from_the_lowest_to_the_highest(case: Any) -> None:
    looks = looks_of({"sparkline": case["setting"]}, [case["values"]])
    assert looks == {"line": [case["points"]]}


def test_arrays_have_lines_and_gaps() -> None:
    values = [numpy.array([1.0, math.nan, 3.0]), numpy.array([2, 4]), numpy.float64(3)]
    looks = looks_of({"sparkline": True}, values)
    assert looks == {"line": [[0.0, None, 1.0], [0.0, 1.0], None]}
    show = formatter({"sparkline": True, "format": ".1f", "unit": "V"})
    assert [show(value) for value in values] == ["3.0 V", "4.0 V", "3.0 V"]
    assert show([]) == ""


def test_of_many_points_no_peak_is_lost() -> None:
    numbers = [0.0] * 10_000
    numbers[7000] = 8.0
    numbers[7001] = -8.0
    points = points_of(numbers)
    assert len(points) == MOST
    assert [point for point in points if point != 0.5] == [1.0, 0.0]
    numbers[100:700] = [math.nan] * 600
    assert points_of(numbers).count(None) == 6


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("sparkline", [1, 0]),
        ("sparkline", "yes"),
        ("hidden", 1),
        ("frozen", "left"),
    ],
)
def test_what_a_column_can_not_be_is_refused(setting: str, value: object) -> None:
    W = Application(0, 0).create_session().get_widgets()
    with pytest.raises(ValueError, match=f"column 'A'.*{setting}.*it must be"):
        W.TableView(columns=[{"label": "A", "key": "a", setting: value}])


def test_a_source_says_of_its_columns_what_a_table_says() -> None:
    columns = [{"key": "a", "frozen": True}, {"key": "b", "hidden": True, "sparkline": [0, 1]}]
    W = Application(0, 0).create_session().get_widgets()
    table = W.TableView(source=RowsSource([{"a": 1, "b": [0, 1]}], columns))
    first, second = table._pgwidgets.node.content.columns.specs
    assert first["frozen"] is True
    assert (second["hidden"], second["sparkline"]) == (True, [0, 1])
    with pytest.raises(ValueError, match=r"'sparkline'.*it must be"):
        W.TableView(source=RowsSource([], [{"key": "a", "sparkline": 5}]))
