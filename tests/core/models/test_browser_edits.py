"""What browsers report of trees: what it changes, and what can't be true."""

from typing import Any

import pytest

from core.models.naive_tree import SPECS, state
from pgwidgets_proto.models.table import TableModel
from pgwidgets_proto.models.tree import TreeModel


def some_tree(*, picks_cells: bool = False) -> TreeModel:
    model = TreeModel(SPECS, picks_cells=picks_cells)
    model.set_tree({"a": {"x": 1, "b": {"x": 2}}, "c": {"x": 3}})
    return model


def test_reports_change_nothing_before_they_are_carried_out() -> None:
    model = some_tree(picks_cells=True)
    before = state(model)
    tolds = [
        model.selected_reported([{"path": ["c"]}, {"path": ["a", "b"]}]),
        model.cell_selected_reported([{"path": ["c"], "col_key": "x", "value": 3}]),
        model.collapsed_reported({}, ["a"]),
        model.sorted_reported("x", False),
        model.cell_edited_reported(["a", "b"], "y", "", "new"),
        model.column_resized_reported({"z": 33.5}),
    ]
    assert state(model) == before
    for told in tolds:
        assert not told.doubt
        told.carry_out()
    assert [row["path"] for row in model.get_selected()] == [["c"], ["a", "b"]]
    assert model.get_selected_cells() == [{"path": ["c"], "col_key": "x", "value": 3}]
    assert model.get_collapsed() == [["a"]]
    assert model.sort == ("x", False)
    assert model.get_subtree()["a"]["b"] == {"x": 2, "y": "new"}
    assert model.widths == {"z": 33.5}
    model.expanded_reported({}, ["a"]).carry_out()
    assert model.get_collapsed() == []


def test_what_is_told_of_each_part() -> None:
    model = some_tree(picks_cells=True)
    model.set_selected([["c"]])
    model.select_cell(["c"], "x")
    model.sort_by_column("x")
    model.collapse_item(["a"])
    model.set_column_width("x", 20)
    told = {
        key: [step.call for step in model.tell(key)]
        for key in [
            "selected",
            "cells",
            "sort",
            ("expanded", ("a",)),
            ("cell", (("c",), "x")),
            ("width", "x"),
            ("width", "y"),
            ("expanded", ("gone",)),
            ("cell", (("gone",), "x")),
            "shape",
        ]
    }
    assert list(told.values()) == [
        [("set_selected", ([["c"]],))],
        [
            ("clear_cell_selection", ()),
            ("select_cells", ([{"path": ["c"], "col_key": "x"}],)),
        ],
        [("sort_by_column", ("x", True))],
        [("collapse_item", (["a"],))],
        [("set_cell", (["c"], "x", 3))],
        [("set_column_width", ("x", 20))],
        [],
        [],
        [],
        [],
    ]
    # A cell that is not there: the row is written anew, since values can only be added.
    assert [step.call for step in model.tell(("cell", (("c",), "y")))] == [
        ("add_item", (None, "c", {"x": 3})),
        ("set_selected", ([["c"]],)),
    ]


def test_an_edit_is_stale_by_its_cell_its_rows_or_all_rows() -> None:
    told = some_tree().cell_edited_reported(["a", "b"], "x", 2, 5)
    assert told.parts == (
        ("cell", (("a", "b"), "x")),
        ("column", "x"),
        "rows",
        ("row", ("a",)),
        ("row", ("a", "b")),
    )


def test_the_cursor_of_a_table_of_rows_is_no_selection() -> None:
    model = TableModel(SPECS)
    model.set_rows([[1]])
    told = model.cell_selected_reported([{"path": ["row0"], "col_key": "x", "value": 1}])
    assert told.parts == ()


def test_the_cursor_of_a_table_of_cells_is_no_selection() -> None:
    model = some_tree(picks_cells=True)
    told = model.cell_selected_reported([{"path": ["c"], "col_key": "x", "value": 1}], True)
    told.carry_out()
    assert told.parts == ()
    assert model.get_selected_cells() == []


@pytest.mark.parametrize(
    ("method", "args"),
    [
        ("selected_reported", ([{"path": ["c"]}, {"path": ["gone"]}],)),
        ("cell_selected_reported", ([{"path": ["gone"], "col_key": "x"}],)),
        ("cell_selected_reported", ([{"path": ["c"], "col_key": "gone"}],)),
        ("expanded_reported", (None, ["gone"])),
        ("collapsed_reported", (None, ["a", "gone"])),
        ("sorted_reported", ("gone", True)),
        ("cell_edited_reported", (["gone"], "x", "", "new")),
        ("cell_edited_reported", (["c"], "gone", "", "new")),
        ("column_resized_reported", ({"x": 5, "gone": 5},)),
    ],
)
def test_what_may_be_gone_is_in_doubt(method: str, args: tuple[Any, ...]) -> None:
    model = some_tree(picks_cells=True)
    before = state(model)
    told = getattr(model, method)(*args)
    assert "there is no" in told.doubt
    told.carry_out()
    assert state(model) == before


@pytest.mark.parametrize(
    ("method", "args"),
    [
        ("selected_reported", (None,)),
        ("selected_reported", ([["c"]],)),
        ("selected_reported", ([{"path": "c"}],)),
        ("selected_reported", ([{"path": [1]}],)),
        ("cell_selected_reported", ([{"path": ["c"]}],)),
        ("expanded_reported", ({}, None)),
        ("expanded_reported", ({}, [])),
        ("sorted_reported", ("x", "yes")),
        ("cell_edited_reported", (["c"], "x", 1, {"a": 1})),
        ("cell_edited_reported", (["c"], "x", 1, [1])),
        ("column_resized_reported", ({"x": "wide"},)),
        ("column_resized_reported", ({"x": float("nan")},)),
    ],
)
def test_nonsense(method: str, args: tuple[Any, ...]) -> None:
    model = some_tree()
    before = state(model)
    with pytest.raises((TypeError, ValueError)):
        getattr(model, method)(*args)
    assert state(model) == before


def test_all_rows_are_selected_without_being_named() -> None:
    model = some_tree()
    count = sum(1 for _ in model.root.below())
    told = model.selected_reported([], count)
    told.carry_out()
    assert told.given is not None
    (rows,) = told.given()
    assert [row["path"] for row in rows] == [row.path for row in model.root.below()]
    assert model.get_selected() == rows
    assert not told.tells_origin
    assert [call[:2] for call in told.calls] == [("select_all", (True,))]
    assert model.selected_reported([], count - 1).tells_origin, "it has not seen all"
    with pytest.raises(TypeError, match="are named, and all"):
        model.selected_reported([{"path": ["c"]}], count)
    for wrong in (-1, True, "3"):
        with pytest.raises(TypeError, match="no number of rows"):
            model.selected_reported([], wrong)
