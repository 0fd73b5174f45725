"""What edits of lists, trees and tables do, by the program and by users."""

from typing import Any

import pytest

from core.recorded import Recorded
from pgwidgets_proto.catalog.reports import Nonsense
from pgwidgets_proto.node import Node


@pytest.fixture
def session() -> Recorded:
    return Recorded()


def combo_of(session: Recorded, *texts: str, editable: bool = False) -> Node:
    combo = session.create("ComboBox", (), {"editable": editable})
    for text in texts:
        session.call(combo, "append_text", (text,))
    session.taken()
    return combo


def test_the_first_text_is_chosen(session: Recorded) -> None:
    combo = combo_of(session, "b", "d")
    assert session.call(combo, "get_text") == "b"
    session.call(combo, "insert_alpha", ("C",))
    assert [session.call(combo, "get_alpha", (i,)) for i in range(4)] == ["b", "C", "d", None]
    session.call(combo, "set_index", (2,))
    assert session.taken()[-1] == (combo.wid, "set_text", ["d"])
    assert session.call(combo, "get_index") == 2
    session.call(combo, "delete_alpha", ("d",))
    session.call(combo, "delete_alpha", ("nothing",))
    assert session.call(combo, "get_text") == "d"
    assert session.call(combo, "get_index") == -1
    assert session.rebuilt(combo) == [
        ("append_text", ["b"]),
        ("append_text", ["C"]),
        ("set_text", ["d"]),
    ]


def test_a_cleared_list_begins_anew(session: Recorded) -> None:
    combo = combo_of(session, "a", "b")
    session.call(combo, "clear")
    assert session.call(combo, "get_text") == ""
    session.call(combo, "append_text", ("c",))
    assert session.rebuilt(combo) == [("append_text", ["c"]), ("set_text", ["c"])]


def test_texts_that_are_not_there(session: Recorded) -> None:
    closed, open_ = combo_of(session, "a"), combo_of(session, "a", editable=True)
    session.call(closed, "show_text", ("z",))
    session.call(open_, "show_text", ("z",))
    assert session.call(closed, "get_text") == "a"
    assert session.call(open_, "get_text") == "z"
    with pytest.raises(ValueError, match=r"'idx' is 5; .* has 1 items"):
        session.call(closed, "set_index", (5,))
    with pytest.raises(TypeError, match="'text' must be a str, not int"):
        session.call(closed, "append_text", (5,))


def test_a_chosen_text_is_known_by_what_it_says(session: Recorded) -> None:
    combo = combo_of(session, "a", "b")
    session.reported(combo, "activated", 0, "b")
    assert session.call(combo, "get_index") == 1
    with pytest.raises(Nonsense):
        session.reported(combo, "activated", 0, "z")
    with pytest.raises(Nonsense):
        session.reported(combo, "activated", 0)
    editable = combo_of(session, "a", editable=True)
    change = session.reported(editable, "activated", 1, "typed")
    assert session.call(editable, "get_index") == 1
    assert change.calls == ((editable, "append_text", ("typed",), "items"),)


def test_new_rows_end_what_hung_on_the_old_ones(session: Recorded) -> None:
    table = session.create("TableView", (), {"columns": ["A", "B"]})
    session.call(table, "append_column", ("C",))
    session.call(table, "set_rows", ([[1, 2]],))
    session.call(table, "set_cell", (["row0"], "_col0", 5))
    session.call(table, "set_cell_color", (["row0"], "_col0", "red"))
    session.call(table, "set_column_color", ("_col1", "blue"))
    session.call(table, "set_selected", ([["row0"]],))
    session.call(table, "set_rows", ([[3, 4]],))
    assert session.rebuilt(table) == [
        ("append_column", ["C"]),
        ("set_rows", [[[3, 4]]]),
        ("set_column_color", ["_col1", "blue"]),
    ]
    session.call(table, "update_rows", ([[3, 5]],))
    assert [method for method, _ in session.rebuilt(table)][1] == "update_rows"


def test_an_edit_by_the_user_is_kept(session: Recorded) -> None:
    table = session.create("TableView")
    session.call(table, "set_rows", ([[1]],))
    change = session.reported(table, "cell_edited", ["row0"], "a", "1", "2")
    assert session.rebuilt(table)[-1] == ("set_cell", [["row0"], "a", "2"])
    key = ("content", (("row0",), "a"))
    assert change.calls == ((table, "set_cell", (["row0"], "a", "2"), key),)
    with pytest.raises(Nonsense):
        session.reported(table, "cell_edited", ["row0"])


def test_only_our_word_on_the_same_cell_makes_an_edit_stale(session: Recorded) -> None:
    table = session.create("TableView")
    keys = set(session.reported(table, "cell_edited", ["row0"], "a", "1", "2").keys)

    def touched(method: str, *args: Any) -> bool:
        session.call(table, method, args)
        assert session.newest is not None
        return bool(keys & set(session.newest.touches))

    assert touched("set_cell", ["row0"], "a", 3)
    assert touched("set_rows", [[1]])
    assert touched("clear")
    assert not touched("set_cell", ["row0"], "b", 3)
    assert not touched("set_cell", ["row1"], "a", 3)
    assert not touched("append_row", [1])


def test_many_colors_at_once_are_kept_one_by_one(session: Recorded) -> None:
    tree = session.create("TreeView", (), {"columns": ["A"]})
    session.call(tree, "set_row_color", (["x"], "red"))
    spec = {
        "cells": [{"path": ["x", "y"], "col_key": "a", "bg": "blue"}],
        "rows": [{"path": ["x"], "fg": "green", "bold": True}],
        "columns": [{"col_key": "a", "fg": "grey"}],
        "table": {"bg": "white"},
    }
    session.call(tree, "set_colors", (spec,))
    assert session.rebuilt(tree) == [
        ("set_cell_color", [["x", "y"], "a", None, "blue", None]),
        ("set_row_color", [["x"], "green", None, True]),
        ("set_column_color", ["a", "grey", None, None]),
        ("set_table_color", [None, "white", None]),
    ]
    session.call(tree, "clear_row_color", (["x"],))
    session.call(tree, "set_colors", ({"clear": True, "rows": [{"path": ["z"], "fg": "red"}]},))
    assert session.rebuilt(tree) == [("set_row_color", [["z"], "red", None, None])]
    session.call(tree, "clear_all_colors")
    assert session.rebuilt(tree) == []


def test_bad_colors_are_refused(session: Recorded) -> None:
    tree = session.create("TreeView")
    with pytest.raises(TypeError, match="'spec' must be a mapping, not list"):
        session.call(tree, "set_colors", ([],))
    with pytest.raises(ValueError, match="among the cells lacks path, col_key"):
        session.call(tree, "set_colors", ({"cells": [{"fg": "red"}]},))
    assert session.taken() == []


def test_rows_are_opened_and_closed(session: Recorded) -> None:
    tree = session.create("TreeView")
    session.call(tree, "collapse_item", (["a"],))
    session.call(tree, "expand_all")
    session.reported(tree, "collapsed", None, ["b"])
    session.reported(tree, "expanded", None, ["c"])
    assert session.rebuilt(tree) == [
        ("expand_all", []),
        ("collapse_item", [["b"]]),
        ("expand_item", [["c"]]),
    ]
    for args in ([], [None, "b"]):
        with pytest.raises(Nonsense):
            session.reported(tree, "expanded", *args)


def test_selections(session: Recorded) -> None:
    tree = session.create("TreeView")
    session.call(tree, "select_path", (["a"],))
    session.call(tree, "select_all")
    session.call(tree, "select_path", (["b"], False))
    assert session.rebuilt(tree) == [("select_all", []), ("select_path", [["b"], False])]
    session.reported(tree, "selected", [{"path": ["c"], "values": {}}])
    assert session.rebuilt(tree) == [("set_selected", [[["c"]]])]
    session.call(tree, "clear_selection")
    session.call(tree, "select_cell", (["a"], "k"))
    cell = {"path": ["a"], "col_key": "k", "value": 1}
    change = session.reported(tree, "cell_selected", [cell])
    assert session.rebuilt(tree) == [
        ("clear_selection", []),
        ("clear_cell_selection", []),
        ("select_cells", [[{"path": ["a"], "col_key": "k"}]]),
    ]
    # Other browsers are told in reverse: what was selected is cleared first.
    assert [touch.key for touch in change.keys] == [("cell", "reported"), "cell"]
    for args in ([], ["x"], [["x"]], [[{"path": ["a"]}]]):
        with pytest.raises(Nonsense):
            session.reported(tree, "cell_selected", *args)
