"""What edits of lists, trees and tables do: calls to browsers, rebuilds, errors."""

import datetime
from collections.abc import Iterator
from typing import Any

import pytest

from core.recorded import Recorded
from pgwidgets_proto.widgets.entry import NEEDS_LAYOUT
from pgwidgets_proto.widgets.widget import Node


@pytest.fixture
def session() -> Recorded:
    return Recorded()


def combo_of(session: Recorded, *texts: str, editable: bool = False) -> Node:
    combo = session.create("ComboBox", (), {"editable": editable})
    for text in texts:
        session.call(combo, "append_text", (text,))
    session.taken()
    return combo


def tree_of(session: Recorded) -> Node:
    tree = session.create("TreeView", (), {"columns": ["A", "B"]})
    session.call(tree, "set_tree", ({"x": {"_col0": 1, "y": {"_col0": 2}}},))
    session.taken()
    return tree


def calls(session: Recorded) -> Iterator[tuple[str, list[Any]]]:
    return ((method, args) for _, method, args in session.taken())


def test_a_text_goes_where_pythons_alphabet_wants_it(session: Recorded) -> None:
    combo = combo_of(session, "b", "d")
    session.call(combo, "insert_alpha", ("C",))
    assert list(calls(session)) == [
        ("append_text", ["C"]),
        ("delete_alpha", ["d"]),
        ("append_text", ["d"]),
    ]
    assert [session.call(combo, "get_alpha", (i,)) for i in range(4)] == ["b", "C", "d", None]
    session.call(combo, "set_index", (2,))
    assert list(calls(session)) == [("set_text", ["d"])]
    assert session.call(combo, "get_index") == 2
    session.call(combo, "delete_alpha", ("d",))
    assert (session.call(combo, "get_text"), session.call(combo, "get_index")) == ("d", -1)
    assert session.rebuilt(combo) == [
        ("append_text", ["b"]),
        ("append_text", ["C"]),
        ("set_text", ["d"]),
    ]


def test_texts_that_are_not_there(session: Recorded) -> None:
    closed, open_ = combo_of(session, "a"), combo_of(session, "a", editable=True)
    session.call(closed, "show_text", ("z",))
    session.call(open_, "show_text", ("z",))
    assert session.call(closed, "get_text") == "a"
    assert session.call(open_, "get_text") == "z"
    with pytest.raises(ValueError, match=r"ComboBox.set_index\(\): 'idx' is 5; there are 1 items"):
        session.call(closed, "set_index", (5,))
    with pytest.raises(TypeError, match=r"append_text\(\): 'text' is \[5\]; it must be a text"):
        session.call(closed, "append_text", ([5],))


def test_new_rows_end_what_hung_on_the_old_ones(session: Recorded) -> None:
    table = session.create("TableView", (), {"columns": ["A", "B"]})
    session.call(table, "append_column", ("C",))
    session.call(table, "set_rows", ([[1, 2]],))
    session.call(table, "set_cell", (["row0"], "_col0", 5))
    session.call(table, "set_cell_color", (["row0"], "_col0", "red"))
    session.call(table, "set_column_color", ("_col1", "blue"))
    session.call(table, "set_selected", ([["row0"]],))
    session.call(table, "set_rows", ([[3, 4]],))
    specs = [{"label": label, "key": f"_col{n}"} for n, label in enumerate("ABC")]
    assert session.rebuilt(table) == [
        ("set_columns", [specs]),
        ("set_data", [[[3, 4]]]),
        ("set_colors", [{"columns": [{"col_key": "_col1", "fg": "blue"}]}]),
    ]
    session.taken()
    session.call(table, "update_rows", ([[3, 5]],))
    assert list(calls(session)) == [("set_cell", [["row0"], "_col1", 5])]


def test_unsent_changes_of_one_cell_are_merged(session: Recorded) -> None:
    tree = tree_of(session)
    session.call(tree, "set_cell", (["x", "y"], "_col0", 3))
    assert session.newest is not None
    assert session.newest.mergeable
    [touch] = session.newest.touches
    assert touch.key == ("cell", (("x", "y"), "_col0"))


def test_the_constructor_takes_columns(session: Recorded) -> None:
    tree = session.create("TreeView", (), {"columns": ["A", {"label": "B", "key": "b"}]})
    assert session.call(tree, "get_column_count") == 2
    assert session.rebuilt(tree) == []
    with pytest.raises(ValueError, match="two columns have the key 'b'"):
        session.create("TreeView", (), {"columns": [{"key": "b"}, {"key": "b"}]})
    with pytest.raises(ValueError, match="'widget' is 'dial'"):
        session.create("TableView", (), {"columns": [{"widget": "dial"}]})
    assert list(session.nodes) == [tree.wid]


def test_getters_answer_without_a_browser(session: Recorded) -> None:
    tree = tree_of(session)
    session.call(tree, "select_path", (["x", "y"],))
    session.call(tree, "select_cell", (["x"], "_col0"))
    session.call(tree, "collapse_item", (["x"],))
    asked = {
        name: session.call(tree, name)
        for name in ("get_selected", "get_selected_cells", "get_expanded", "get_collapsed")
    }
    assert asked == {
        "get_selected": [{"path": ["x", "y"], "values": {"_col0": 2}}],
        "get_selected_cells": [{"path": ["x"], "col_key": "_col0", "value": 1}],
        "get_expanded": [],
        "get_collapsed": [["x"]],
    }
    assert session.call(tree, "get_row_count") == 1
    assert session.call(tree, "get_subtree") == {
        "x": {"__values__": {"_col0": 1}, "y": {"_col0": 2}}
    }
    assert session.call(tree, "get_subtree", (["x"],)) == session.call(tree, "get_subtree")


def test_optimal_widths_are_measured_when_there_is_a_layout(session: Recorded) -> None:
    tree = tree_of(session)
    session.call(tree, "set_column_width", ("_col0", 10))
    assert ("set_column_width", ["_col0", 10]) in session.rebuilt(tree)
    session.call(tree, "set_optimal_column_widths")
    session.call(tree, "set_column_width", ("_col1", "2fr"))
    assert session.rebuilt(tree)[-2:] == [
        ("set_optimal_column_widths", []),
        ("set_column_width", ["_col1", "2fr"]),
    ]
    assert {entry.how.rank for entry in tree.entries.values()} == {NEEDS_LAYOUT}
    session.call(tree, "set_columns", (["A"],))
    assert [method for method, _ in session.rebuilt(tree)] == ["set_columns", "set_tree"]


def test_deleting_by_a_tree_of_keys_tells_the_program(session: Recorded) -> None:
    tree = tree_of(session)
    session.call(tree, "delete_tree", ({"no": {}},))
    assert session.events == []
    session.call(tree, "delete_tree", ({"x": {"y": {}}}, False))
    assert list(calls(session)) == [("remove_item", [["x", "y"]])]
    assert session.events == [(tree, "changed")]


def test_values_are_made_plain(session: Recorded) -> None:
    tree = tree_of(session)
    day = datetime.date(2024, 2, 29)
    session.call(tree, "set_tree", ({"x": {"_col0": day, "_col1": float("nan")}},))
    assert session.call(tree, "get_subtree") == {"x": {"_col0": "2024-02-29", "_col1": None}}
    with pytest.raises(TypeError, match="a widget can't be part of the content"):
        session.call(tree, "set_cell", (["x"], "_col0", tree))
    for cell in (b"bytes", bytearray(b"bytes"), [b"bytes"]):
        with pytest.raises(TypeError, match="bytes can't be part of the content"):
            session.call(tree, "set_cell", (["x"], "_col0", cell))


@pytest.mark.parametrize(
    ("method", "args", "text"),
    [
        ("set_cell", (["gone"], "_col0", 1), "'gone' is not at the top; there: 'x'"),
        ("set_cell", (["x"], "C", 1), "'col_key' is 'C'; the columns are: '_col0', '_col1'"),
        ("set_cell", (["x"], "_col0", object()), "a value of type object can't go over the wire"),
        ("add_item", (["x", "gone"], "k", {}), r"'gone' is not below \['x'\]; there: 'y'"),
        ("sort_by_column", ("C",), "'col_key' is 'C'"),
        ("set_colors", ({"cells": [{"fg": "red"}]},), "must be a mapping with 'path'"),
        ("set_cell_color", (["x"], "_col0", "\ud800"), "half a character"),
        ("insert_column", ("C", "gone"), "'before' is 'gone'"),
        ("select_cells", (5,), "'cells' is 5; it must be a sequence of mappings"),
    ],
)
def test_bad_input_names_widget_and_method(
    session: Recorded, method: str, args: tuple[Any, ...], text: str
) -> None:
    tree = tree_of(session)
    before = session.rebuilt(tree)
    with pytest.raises((TypeError, ValueError), match=rf"TreeView\.{method}\(\): .*{text}"):
        session.call(tree, method, args)
    assert session.taken() == []
    assert session.rebuilt(tree) == before
