"""Ready sources: rows, arrays, a log; their order, their conditions, and bad input."""

import dataclasses
import datetime
from collections import namedtuple
from decimal import Decimal
from typing import Any

import numpy
import pytest

from pgwidgets.tables import ArraysSource, LogSource, RowsSource, Source, as_source
from pgwidgets.tables.formats import formatter
from pgwidgets.tables.ready import ReadySource

Point = namedtuple("Point", "x y")


@dataclasses.dataclass
class Channel:
    name: str
    value: float


def rows_of(source: Any, start: int = 0, stop: int = 100) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in source.rows(start, stop)]


def ready(data: Any) -> ReadySource:
    source = as_source(data)
    assert isinstance(source, ReadySource)
    return source


ALIKE: list[Any] = [
    [{"x": 1, "y": "a"}, {"x": 3, "y": "c"}, {"x": 2, "y": "b"}],
    [Point(1, "a"), Point(3, "c"), Point(2, "b")],
    {"x": [1, 3, 2], "y": ["a", "c", "b"]},
    {"x": numpy.array([1, 3, 2]), "y": numpy.array(["a", "c", "b"])},
    numpy.array([(1, "a"), (3, "c"), (2, "b")], dtype=[("x", int), ("y", "U1")]),
    numpy.array([(1, "a"), (3, "c"), (2, "b")], dtype=[("x", "O"), ("y", "O")]),
]


@pytest.mark.parametrize("data", ALIKE, ids=lambda data: type(data).__name__)
def test_all_kinds_of_data_are_the_same_table(data: Any) -> None:
    source = ready(data)
    assert isinstance(source, Source)
    assert source.names == ["x", "y"]
    assert len(source) == 3
    assert rows_of(source) == [(1, "a"), (3, "c"), (2, "b")]
    assert rows_of(source, 1, 2) == [(3, "c")]
    assert rows_of(source, 2, 900) == [(2, "b")]
    assert rows_of(source, 5, 9) == []
    assert list(source.keys(1, 9)) == ["row1", "row2"]
    down = source.sort("x", False)
    assert rows_of(down) == [(3, "c"), (2, "b"), (1, "a")]
    assert list(down.keys(0, 9)) == ["row1", "row2", "row0"]
    assert rows_of(down.sort("y")) == [(1, "a"), (2, "b"), (3, "c")]
    some = source.filter({"x": (2, None)})
    assert rows_of(some) == [(3, "c"), (2, "b")]
    assert list(some.keys(0, 9)) == ["row1", "row2"]
    assert rows_of(some.sort("x")) == [(2, "b"), (3, "c")]
    assert rows_of(source.filter({"y": "b", "x": 2})) == [(2, "b")]
    assert rows_of(source.filter({"y": "b", "x": 1})) == []
    assert rows_of(source.filter("C")) == [(3, "c")]
    assert rows_of(source.filter(lambda row: row["x"] < 2)) == [(1, "a")]
    assert rows_of(source.filter({"x": lambda x: x != 3})) == [(1, "a"), (2, "b")]
    assert rows_of(source.filter([True, False, True])) == [(1, "a"), (2, "b")]
    assert rows_of(source.filter(numpy.array([False, True, True]))) == [(3, "c"), (2, "b")]


def test_other_kinds_of_rows() -> None:
    assert rows_of(as_source([Channel("a", 1.5)])) == [("a", 1.5)]
    assert as_source([[1, 2]]).columns[0]["key"] == "column 1"  # type: ignore[index]
    assert rows_of(RowsSource([], ["a"])) == []
    assert rows_of(RowsSource([{"a": 1}, {}, {"b": 3}], ["a", "b"])) == [
        (1, None),
        (None, None),
        (None, 3),
    ]
    assert rows_of(as_source(numpy.array([[1, 2], [3, 4]]))) == [(1, 2), (3, 4)]
    assert rows_of(as_source(numpy.array([1.5, 2.5]))) == [(1.5,), (2.5,)]


@pytest.mark.parametrize(
    ("data", "error", "words"),
    [
        (7, TypeError, "int"),
        ("text", TypeError, "str"),
        (b"bytes", TypeError, "bytes"),
        ([], ValueError, "columns="),
        ([7], TypeError, "7"),
        ({"a": [1, 2], "b": [1]}, ValueError, "'a' 2, 'b' 1"),
        ({"a": 7}, TypeError, "'a'"),
        ({"a": "text"}, TypeError, "'a'"),
        ({"a": numpy.zeros((2, 2))}, ValueError, r"'a' has the shape \(2, 2\)"),
        (numpy.zeros((2, 2, 2)), TypeError, r"\(2, 2, 2\)"),
        (numpy.float64(3), TypeError, "shape"),
    ],
)
def test_what_is_no_table_is_refused(data: Any, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        as_source(data)


def test_columns_are_described_by_the_data_and_by_the_program() -> None:
    data = {"n": numpy.arange(3), "f": numpy.zeros(3), "t": numpy.array(["a", "b", "c"])}
    source = ArraysSource(data, ["f", {"key": "n", "label": "Count", "halign": "left"}])
    assert source.columns == [
        {"key": "f", "label": "f", "type": "float", "halign": "right"},
        {"key": "n", "label": "Count", "type": "integer", "halign": "left"},
    ]
    with pytest.raises(ValueError, match=r"'x'.*n, f, t"):
        ArraysSource(data, ["x"])
    with pytest.raises(ValueError, match="same key"):
        RowsSource([], ["a", "a"])
    with pytest.raises(TypeError, match="key"):
        RowsSource([], [{"type": "float"}])


# --- order


MIXED = [
    *(None, 3, "b", float("nan"), 1.5, "A", Decimal("2.5"), True),
    *(datetime.date(2024, 1, 2), datetime.datetime(2024, 1, 1, tzinfo=datetime.UTC)),
    *((1, 2), datetime.timedelta(1)),
]


def test_values_of_all_kinds_are_sorted_and_what_is_missing_comes_last() -> None:
    source = ready({"v": MIXED})
    up = [value for (value,) in rows_of(source.sort("v"))]
    assert up[:4] == [True, 1.5, Decimal("2.5"), 3]
    assert up[4:6] == ["A", "b"]
    assert [type(value).__name__ for value in up[6:10]] == [
        "datetime",
        "date",
        "timedelta",
        "tuple",
    ]
    assert up[10] is None
    assert up[11] != up[11]
    down = [value for (value,) in rows_of(source.sort("v", False))]
    assert down[:10] == up[:10][::-1]
    assert down[10] is None


class Unspeakable:
    def __str__(self) -> str:
        raise RuntimeError("no")


def test_a_value_that_can_not_be_compared_stops_nobody() -> None:
    source = ready({"v": [Unspeakable(), 2, Unspeakable(), 1]})
    assert [value for (value,) in rows_of(source.sort("v"))][:2] == [1, 2]


@pytest.mark.parametrize("ascending", [True, False])
@pytest.mark.parametrize(
    "values",
    [
        numpy.array([3.0, numpy.nan, -numpy.inf, 2.0, numpy.inf, 2.0]),
        numpy.ma.masked_array([3, 1, 2, 2], mask=[False, True, False, False]),
        numpy.array(["2024-02-01", "NaT", "2024-01-01"], dtype="datetime64[ns]"),
        numpy.array(["b", "a", "c"]),
        numpy.array([True, False]),
        numpy.array([], dtype=float),
    ],
    ids=lambda values: str(values.dtype),
)
def test_numpy_sorts_as_we_do(values: Any, ascending: bool) -> None:
    source = ready({"v": values, "place": numpy.arange(len(values))})
    found = [place for _, place in rows_of(source.sort("v", ascending))]
    plain = ready({"v": values.tolist() if values.dtype.kind != "M" else _moments(values)})
    expected = [int(key.removeprefix("row")) for key in plain.sort("v", ascending).keys(0, 99)]
    assert found == expected


def _moments(values: Any) -> list[Any]:
    return values.astype("datetime64[us]").tolist()  # type: ignore[no-any-return]


def test_a_column_that_is_not_there_is_named() -> None:
    for source in (ready({"a": [1]}), ready([{"a": 1}])):
        with pytest.raises(ValueError, match=r"'b'.*: a"):
            source.sort("b")
        with pytest.raises(ValueError, match=r"'b'.*: a"):
            source.filter({"b": 1})
        with pytest.raises(ValueError, match="2 switches for 1 rows"):
            source.filter([True, False])
        with pytest.raises(TypeError, match="7"):
            source.filter(7)  # type: ignore[arg-type]


# --- changes


def test_who_listens_is_told_until_it_ends() -> None:
    source = RowsSource([{"a": 1}])
    told: list[int] = []
    end = source.listen(lambda: told.append(1))
    source.changed()
    end()
    end()
    source.changed()
    assert told == [1]


def test_rows_that_go_while_they_are_read_in_an_order_are_not_there() -> None:
    rows = [{"a": number} for number in range(5)]
    down = RowsSource(rows).sort("a", False)
    arrays: dict[str, Any] = {"a": list(range(5))}
    other = ArraysSource(arrays).sort("a", False)
    del rows[2:], arrays["a"][2:]
    assert rows_of(down, 0, 5) == [(), (), (), (1,), (0,)]
    assert len(rows_of(other, 0, 5)) == 5


def test_values_are_changed_where_they_are() -> None:
    rows: list[Any] = [{"a": 1, "b": "x"}, [2, "y"], Channel("c", 3)]
    source = RowsSource(rows, ["a", "b"])
    told: list[int] = []
    source.listen(lambda: told.append(1))
    source.set_cell("row0", "b", "X")
    source.set_cell("row1", "a", 22)
    assert rows[:2] == [{"a": 1, "b": "X"}, [22, "y"]]
    assert told == [1, 1]
    for key, column in (("row3", "a"), ("x", "a"), ("row-1", "a"), ("row0", "z"), ("row", "a")):
        with pytest.raises(ValueError, match=r"no row|no column"):
            source.set_cell(key, column, 1)
    with pytest.raises(TypeError, match="Point"):
        RowsSource([Point(1, 2)]).set_cell("row0", "x", 5)
    sorted_ = source.sort("b")
    sorted_.set_cell("row0", "a", 7)
    assert rows[0]["a"] == 7


def test_arrays_take_what_fits() -> None:
    data = {
        "i": numpy.array([1, 2]),
        "f": numpy.array([0.5, 1.5]),
        "t": numpy.array(["a", "b"]),
        "small": numpy.array([1, 2], dtype="int8"),
        "list": [1, 2],
    }
    source = ArraysSource(data)
    source.set_cell("row1", "i", "7")
    source.set_cell("row1", "f", "1e3")
    source.set_cell("row1", "t", "z")
    source.set_cell("row1", "list", "any")
    assert [list(row) for row in source.rows(1, 2)] == [[7, 1000.0, "z", 2, "any"]]
    for column, value in (("i", "x"), ("i", ""), ("f", None), ("small", 300), ("i", "1.5")):
        with pytest.raises(ValueError, match=column):
            source.set_cell("row0", column, value)
    frozen = numpy.array([1, 2])
    frozen.flags.writeable = False
    with pytest.raises(ValueError, match="read-only"):
        ArraysSource({"a": frozen}).set_cell("row0", "a", 5)


def test_a_log_grows_and_lets_go_of_the_oldest() -> None:
    log = LogSource(["time", "text"], most=3)
    told: list[int] = []
    log.listen(lambda: told.append(len(log)))
    for number in range(5):
        log.append({"time": number, "text": f"line {number}"})
    assert rows_of(log) == [(2, "line 2"), (3, "line 3"), (4, "line 4")]
    assert list(log.keys(0, 9)) == ["row2", "row3", "row4"]
    assert told == [1, 2, 3, 3, 3]
    log.extend([[5, "five"], (6, "six")])
    assert list(log.sort("time", False).keys(0, 9)) == ["row6", "row5", "row4"]
    log.set_cell("row5", "text", "FIVE")
    with pytest.raises(ValueError, match="row"):
        log.set_cell("row1", "text", "gone")
    assert rows_of(log, 1, 2) == [(5, "FIVE")]
    log.clear()
    assert len(log) == 0
    log.append((7, "seven"))
    assert list(log.keys(0, 9)) == ["row7"]
    for most in (0, -1, 1.5, "x"):
        with pytest.raises(ValueError, match="most"):
            LogSource(["a"], most=most)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("row", "error", "words"),
    [
        ([1, 2, 3], ValueError, "3 values, and there are 2 columns: time, text"),
        ([1], ValueError, "1 values"),
        ({"time": 1, "txt": 2}, ValueError, "'txt'; the columns are: time, text"),
        ("hello", TypeError, "'hello'"),
        (7, TypeError, "7"),
    ],
)
def test_a_log_takes_no_row_of_which_values_would_not_be_shown(
    row: Any, error: type[Exception], words: str
) -> None:
    log = LogSource(["time", "text"])
    with pytest.raises(error, match=words):
        log.extend([[1, "one"], row])
    assert len(log) == 0
    log.append({"time": 1})
    assert rows_of(log) == [(1, None)]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"a": [1]}, "ArraysSource"),
        (numpy.zeros((2, 2)), "ArraysSource"),
        ("text", "a row is"),
        (iter([]), r"list\(\)"),
    ],
)
def test_rows_that_are_no_list_of_rows_are_refused_with_what_takes_them(
    data: Any, words: str
) -> None:
    for columns in (None, ["a"]):
        with pytest.raises(TypeError, match=words):
            RowsSource(data, columns)


def test_a_masked_value_is_in_no_range_whatever_is_below_the_mask() -> None:
    masked = ready(
        {"x": numpy.ma.array([1.0, 5.0, numpy.nan, 7.0], mask=[False, True, False, False])}
    )
    for bounds in ((0, 10), (None, None), (None, 9)):
        assert rows_of(masked.filter({"x": bounds})) == [(1.0,), (7.0,)]


def test_masked_objects_come_last() -> None:
    masked = numpy.ma.array([3, 5, 7], mask=[False, True, False], dtype=object)
    for ascending in (True, False):
        assert rows_of(ready({"x": masked}).sort("x", ascending))[-1] == (None,)


def test_rows_that_are_gone_leave_the_others_at_their_keys() -> None:
    columns: dict[str, list[int]] = {"x": [3, 2, 1]}
    picked = ready(columns).sort("x")
    del columns["x"][2:]
    assert list(picked.keys(0, 3)) == ["row2", "row1", "row0"]
    assert rows_of(picked) == [(), (2,), (3,)]


def test_no_array_of_integers_takes_what_is_infinite() -> None:
    source = ready({"x": numpy.array([1, 2])})
    with pytest.raises(ValueError, match="inf is no number for the column 'x'"):
        source.set_cell("row0", "x", float("inf"))  # type: ignore[attr-defined]


class NoTime(datetime.datetime):
    """A moment that is none, as that of pandas: it is not equal to itself."""

    __hash__ = datetime.datetime.__hash__

    def __eq__(self, other: object) -> bool:
        return False

    def __ne__(self, other: object) -> bool:
        return True

    def strftime(self, format: str) -> str:
        raise ValueError("it is none")

    def timestamp(self) -> float:
        return float("nan")


def test_moments_that_are_none_come_last_and_are_shown_as_nothing() -> None:
    none = NoTime(2020, 1, 1)
    early, late = datetime.datetime(2021, 1, 1), datetime.datetime(2022, 1, 1)
    for order in ([late, none, early], [none, late, early], [early, late, none]):
        found = rows_of(ready([[moment] for moment in order]).sort("column 1"))
        assert [row[0] is none for row in found] == [False, False, True]
        assert found[:2] == [(early,), (late,)]
    assert formatter({"format": "%H:%M"})(none) == formatter({})(none) == ""


def test_no_row_of_a_log_goes_while_one_is_sought_to_be_edited() -> None:
    log = LogSource(["x"], most=2)
    held: list[bool] = []

    class Watched(dict[str, int]):
        def __setitem__(self, name: str, value: int) -> None:
            held.append(log._lock.locked())
            super().__setitem__(name, value)

    log.extend([Watched(x=1), Watched(x=2), Watched(x=3)])
    log.set_cell("row2", "x", 30)
    assert rows_of(log) == [(2,), (30,)]
    assert held == [True]
    with pytest.raises(ValueError, match="no row"):
        log.set_cell("row0", "x", 10)
    log.append(Watched(x=4))
    assert list(log.keys(0, 9)) == ["row2", "row3"]


def test_what_can_not_be_written_holds_no_text() -> None:
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    source = RowsSource([(deep,), ("a1",), (10**5000,), (1,)], columns=["v"])
    assert list(source.filter("1").keys(0, 9)) == ["row1", "row3"]


def test_a_decimal_that_signals_is_missing_in_any_order() -> None:
    values = [Decimal(2), Decimal("sNaN"), Decimal(1), Decimal("NaN")]
    source = RowsSource([(value,) for value in values], columns=["v"])
    for ascending, wanted in ((True, ["row2", "row0"]), (False, ["row0", "row2"])):
        assert list(source.sort("v", ascending).keys(0, 9)) == [*wanted, "row1", "row3"]
    assert list(source.filter({"v": (0, None)}).keys(0, 9)) == ["row0", "row2"]


@pytest.mark.parametrize("kind", ["float64", "float32", "int64", "uint8"])
def test_a_bound_may_be_beyond_all_floats(kind: str) -> None:
    source = ArraysSource({"v": numpy.array([1, 2, 3], kind)})
    for wanted, keys in (
        ((2, 10**400), ["row1", "row2"]),
        ((-(10**400), 2), ["row0", "row1"]),
        ((10**400, None), []),
        (10**400, []),
    ):
        assert list(source.filter({"v": wanted}).keys(0, 9)) == keys
