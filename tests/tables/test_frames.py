"""Data frames as sources, of several libraries by way of one."""

import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest

from pgwidgets.tables import ArraysSource, FrameSource, RowsSource, as_source, to_csv, to_tsv
from pgwidgets.tables.ready import ReadySource

pandas: Any = import_module("pandas")  # type checkers need not know it
polars: Any = import_module("polars")

DATA: dict[str, list[Any]] = {
    "name": ["a", "c", None, "b"],
    "n": [3, 1, 2, 4],
    "flux": [0.5, None, 2.5, float("nan")],
}

FRAMES: list[Callable[[Any], Any]] = [polars.DataFrame, pandas.DataFrame]


@pytest.mark.parametrize("frame", FRAMES, ids=["polars", "pandas"])
def test_a_data_frame_is_a_table(frame: Callable[[Any], Any]) -> None:
    source = as_source(frame(DATA))
    assert isinstance(source, FrameSource)
    with pytest.raises(TypeError, match="FrameSource takes a data frame"):
        RowsSource(frame(DATA))
    assert len(source) == 4
    assert source.names == ["name", "n", "flux"]
    assert [column.get("type") for column in source.columns] == [None, "integer", "float"]
    assert [row[:2] for row in source.rows(0, 2)] == [("a", 3), ("c", 1)]
    assert [row[1] for row in source.rows(3, 99)] == [4]
    by_number = source.sort("n", False)
    assert [row[1] for row in by_number.rows(0, 9)] == [4, 3, 2, 1]
    assert list(by_number.keys(0, 2)) == ["row3", "row0"]
    assert [row[0] for row in source.sort("name").rows(0, 3)] == ["a", "b", "c"]
    assert [row[2] for row in source.sort("flux").rows(0, 2)] == [0.5, 2.5]
    some = source.filter({"n": (2, None)})
    assert [row[1] for row in some.rows(0, 9)] == [3, 2, 4]
    assert [row[1] for row in some.sort("n").rows(1, 9)] == [3, 4]
    assert [row[1] for row in source.filter("C").rows(0, 9)] == [1]
    assert to_tsv(source, ["n"]) == "n\r\n3\r\n1\r\n2\r\n4\r\n"


def test_columns_are_picked_and_described() -> None:
    source = FrameSource(polars.DataFrame(DATA), ["n", {"key": "name", "label": "Name"}])
    assert source.rows(0, 1) == [(3, "a")]
    with pytest.raises(ValueError, match=r"'x'.*name, n, flux"):
        FrameSource(polars.DataFrame(DATA), ["x"])


def test_without_narwhals_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "narwhals", None)
    with pytest.raises(ImportError, match=r"pip install 'pgwidgets\[frames\]'"):
        as_source(polars.DataFrame(DATA))


def test_nothing_but_a_data_frame_asks_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "narwhals", None)
    assert isinstance(as_source([{"a": 1}]), ReadySource)
    assert isinstance(as_source({"a": [1]}), ReadySource)


def test_rows_are_exported(tmp_path: Any) -> None:
    columns = [{"key": "n", "label": "Number", "format": ".1f"}, "text"]
    described = RowsSource([{"n": 1, "text": 'say "x", y'}, {"text": "two\nlines"}], columns)
    file = tmp_path / "rows.csv"
    to_csv(described, file)
    assert file.read_bytes() == b'Number,text\r\n1,"say ""x"", y"\r\n,"two\nlines"\r\n'
    with file.open("w", newline="") as opened:
        to_csv(described, opened, ["n"], formatted=True)
    assert file.read_bytes() == b'Number\r\n1.0\r\n""\r\n'
    lines = to_tsv(described, ["text", "n"]).splitlines()
    assert lines[:2] == ["text\tNumber", '"say ""x"", y"\t1.0']
    with pytest.raises(ValueError, match=r"'z'.*n, text"):
        to_tsv(described, ["z"])

    class Later:
        columns = ("a",)

        def __len__(self) -> int:
            return 1

        async def rows(self, start: int, stop: int) -> list[Any]:
            return [[1]]

    with pytest.raises(TypeError, match="awaited"):
        to_tsv(Later())


def test_a_series_is_read_by_places_whatever_its_labels() -> None:
    series = pandas.Series([10.0, 20.0, 30.0], index=[2, 1, 0])
    source = ArraysSource({"x": series})
    assert [list(row) for row in source.rows_at([0, 2])] == [[10.0], [30.0]]
    assert [list(row) for row in source.sort("x", False).rows(0, 3)] == [[30.0], [20.0], [10.0]]
