"""The content of tables against a plain list, and against a simulated browser's."""

import copy
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.models.naive_tree import COLUMNS, SPECS, check, follow, state, values
from core.thorough import THOROUGHLY
from pgwidgets.testing.trees import PageTree
from pgwidgets_proto.models.table import TableModel

type Draw = Callable[[st.SearchStrategy[Any]], Any]

CELL = st.sampled_from([None, 0, 1, True, "t"])
ROW = st.one_of(values, st.lists(CELL, max_size=3), st.sampled_from([5, "text"]))


def spelled_out(row: Any) -> dict[str, Any]:
    if isinstance(row, dict):
        return dict(row)
    return dict(zip(COLUMNS, row if isinstance(row, list) else [row], strict=False))


def edit(draw: Draw, model: TableModel, naive: list[dict[str, Any]]) -> Any:
    """One random edit; the naive table follows."""
    names = ["set_rows", "update_rows", "insert_row", "append_row", "sort", "clear", "colors"]
    if naive:
        names += ["delete_row", "set_cell", "select", "mark", "insert_row"]
    name = draw(st.sampled_from(names))
    place = draw(st.integers(0, max(0, len(naive) - 1)))
    path = list(model.root.children.values())[place].path if naive else []
    column = draw(st.sampled_from(COLUMNS))
    match name:
        case "set_rows" | "update_rows":
            rows = draw(st.lists(ROW, max_size=4))
            naive[:] = map(spelled_out, rows)
            return getattr(model, name)(rows)
        case "insert_row":
            row = draw(ROW)
            place = draw(st.integers(0, len(naive)))
            naive.insert(place, spelled_out(row))
            return model.insert_row(place, row)
        case "append_row":
            row = draw(ROW)
            naive.append(spelled_out(row))
            return model.append_row(row)
        case "delete_row":
            del naive[place]
            return model.delete_row(place)
        case "set_cell":
            naive[place][column] = "set"
            return model.set_cell(path, column, "set")
        case "sort":
            return model.sort_by_column(draw(st.sampled_from([None, column])), draw(st.booleans()))
        case "clear":
            naive.clear()
            return model.clear()
        case "select":
            return model.select_path(path, draw(st.booleans()))
        case "mark":
            return model.select_cell(path, column, draw(st.booleans()))
    if naive:
        return model.set_cell_color(path, column, "red")
    return model.set_column_color(column, None, "red")


def rows_of(model: TableModel) -> list[dict[str, Any]]:
    return [row.values for row in model.root.children.values()]


@THOROUGHLY
@given(st.data())
def test_any_edits(data: st.DataObject) -> None:
    """Model, plain list and page agree after every edit; replaying gives the same."""
    model = TableModel(SPECS)
    page = PageTree({"columns": SPECS}, is_table=True)
    naive: list[dict[str, Any]] = []
    for _ in range(data.draw(st.integers(1, 15))):
        follow(page, edit(data.draw, model, naive))
        assert rows_of(model) == naive
        assert [own for own, _ in page.tree().values()] == naive
        assert list(page.tree()) == list(model.root.children)
        assert model.get_row_count() == len(naive)
    check(model, page)


@THOROUGHLY
@given(st.lists(ROW, max_size=5), st.lists(ROW, max_size=5))
def test_an_update_is_the_difference(old: list[Any], new: list[Any]) -> None:
    model = TableModel(SPECS)
    page = PageTree({"columns": SPECS}, is_table=True)
    follow(page, model.set_rows(old))
    follow(page, model.update_rows(new))
    assert rows_of(model) == list(map(spelled_out, new))
    check(model, page)
    assert model.update_rows(new) == []


@THOROUGHLY
@given(st.lists(values, min_size=1, max_size=5), st.data())
def test_an_update_of_one_cell_is_one_call(rows: list[Any], data: st.DataObject) -> None:
    model = TableModel(SPECS)
    model.set_rows(rows)
    changed = copy.deepcopy(rows)
    place = data.draw(st.integers(0, len(rows) - 1))
    changed[place]["y"] = "new"
    [step] = model.update_rows(changed)
    assert step.call == ("set_cell", ([f"row{place}"], "y", "new"))


def test_rows_keep_their_state_when_others_go() -> None:
    model = TableModel(SPECS)
    page = PageTree({"columns": SPECS}, is_table=True)
    follow(page, model.set_rows([[1], [2], [3]]))
    follow(page, model.set_selected([["row1"]]))
    follow(page, model.set_row_color(["row1"], "red"))
    follow(page, model.sort_by_column("x", ascending=False))
    follow(page, model.delete_row(0))
    follow(page, model.insert_row(0, ["new"]))
    check(model, page)
    assert rows_of(model) == [{"x": "new"}, {"x": 2}, {"x": 3}]
    assert model.get_selected() == [{"path": ["row1"], "values": {"x": 2}}]


def test_a_plain_table_is_replayed_as_one() -> None:
    model = TableModel(["A", "B"])
    model.set_rows([[1, 2], [3]])
    assert list(model.replay()) == [("set_data", ([[1, 2], [3]],))]


BAD: list[tuple[str, tuple[Any, ...], str]] = [
    ("insert_row", (-1, []), "'index' is -1"),
    ("insert_row", (None, []), "'index' is None; it must be a whole number"),
    ("delete_row", (None,), "'index' is None; it must be a whole number"),
    ("set_rows", ([[{}]],), "row 'row0': a cell can't hold a mapping"),
    ("update_rows", (5,), "'data' must be a sequence, not int"),
    ("append_row", ({"__proto__": 1},), "'__proto__' can't be the key of a column"),
]


@pytest.mark.parametrize(
    ("method", "args", "text"), BAD, ids=[f"{m} {index}" for index, (m, _, _) in enumerate(BAD)]
)
def test_bad_input_is_an_error_and_changes_nothing(
    method: str, args: tuple[Any, ...], text: str
) -> None:
    model = TableModel(SPECS)
    model.set_rows([[1], [2]])
    before = state(model)
    with pytest.raises((TypeError, ValueError), match=text):
        getattr(model, method)(*args)
    assert state(model) == before


def test_a_value_without_a_column_is_an_error() -> None:
    with pytest.raises(ValueError, match="row 'row0' is 5, but there is no column for it"):
        TableModel().set_rows([5])
