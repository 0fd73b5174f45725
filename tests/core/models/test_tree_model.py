"""The content of trees against a naive tree, and against a simulated browser's."""

import copy
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.models.naive_tree import (
    COLUMNS,
    KEYS,
    SPECS,
    Tree,
    check,
    children_at,
    follow,
    ordered,
    paths_of,
    read,
    state,
    tree_of,
    trees,
    values,
)
from core.thorough import THOROUGHLY
from pgwidgets.testing.trees import PageTree
from pgwidgets_proto.models.tree import TreeModel

type Draw = Callable[[st.SearchStrategy[Any]], Any]

COLOR = st.tuples(
    st.sampled_from([None, "red"]), st.sampled_from([None, "blue"]), st.sampled_from([None, True])
)
"""Channels of a colour."""


def some_path(draw: Draw, naive: Tree) -> list[str] | None:
    paths = paths_of(naive)
    return draw(st.sampled_from(paths)) if paths else None


def edit_rows(draw: Draw, model: TreeModel, naive: Tree) -> tuple[Any, Tree]:
    """One random edit of rows: the steps, and what the naive tree is after it."""
    naive = copy.deepcopy(naive)
    path = some_path(draw, naive)
    names = ["set_tree", "update_tree", "add_tree", "add_item", "insert_row", "clear"]
    if path is not None:
        names += ["set_cell", "set_cell", "remove_item", "remove_items", "delete_tree"]
        names += ["small update", "small update"]
    name = draw(st.sampled_from(names))
    if name in ("set_tree", "update_tree"):
        tree = draw(trees())
        return getattr(model, name)(tree), read(tree)
    if name == "clear":
        return model.clear(), {}
    if name == "add_tree":
        tree = draw(trees(1))
        where = draw(st.sampled_from([None, path]))
        above = children_at(naive, where or [])
        for key, row in read(tree).items():
            above.pop(key, None)
            above[key] = row
        return model.add_tree(tree, where), naive
    if name == "add_item":
        where = draw(st.sampled_from([None, path]))
        key, data = draw(st.sampled_from(KEYS)), draw(trees(1)) or draw(values)
        children_at(naive, where or [])[key] = read({key: data})[key]
        return model.add_item(where, key, data), naive
    if name == "insert_row":
        own = draw(values)
        before = draw(st.sampled_from([None, *naive]))
        new: Tree = {}
        number = len(naive)
        while f"row{number}" in naive:
            number += 1
        for key, row in naive.items():
            if key == before:
                new[f"row{number}"] = (own, {})
            new[key] = row
        new.setdefault(f"row{number}", (own, {}))
        return model.insert_row(own, None, before), new
    assert path is not None
    if name == "set_cell":
        column, value = (
            draw(st.sampled_from(model.columns.keys)),
            draw(st.sampled_from([None, 7, "v"])),
        )
        children_at(naive, path[:-1])[path[-1]][0][column] = value
        return model.set_cell(path, column, value), naive
    if name == "remove_item":
        del children_at(naive, path[:-1])[path[-1]]
        return model.remove_item(path), naive
    if name == "remove_items":
        paths = draw(st.lists(st.sampled_from(paths_of(naive)), max_size=3))
        before_them = copy.deepcopy(naive)
        for gone in paths:
            if gone in paths_of(naive):
                del children_at(naive, gone[:-1])[gone[-1]]
        assert paths_of(before_them)
        return model.remove_items(paths), naive
    if name == "delete_tree":
        spec = draw(trees(1))
        prune = draw(st.booleans())
        delete(naive, spec, prune)
        return model.delete_tree(spec, prune), naive
    # Take one row out, put one in, change one cell: as a program refreshes.
    tree = model.get_subtree()
    written = draw(st.permutations(list(tree.items()))) if draw(st.booleans()) else tree.items()
    tree = dict(written)
    if draw(st.booleans()):
        tree.pop(path[0])
    if draw(st.booleans()):
        key, data = draw(st.sampled_from(KEYS)), draw(values)
        at = draw(st.integers(0, len(tree)))
        others = [item for item in tree.items() if item[0] != key]
        tree = dict([*others[:at], (key, data), *others[at:]])
    return model.update_tree(tree), read(tree)


def delete(tree: Tree, spec: Any, prune: bool) -> None:
    for key, below in spec.items():
        if key in tree:
            if isinstance(below, dict) and below and tree[key][1]:
                delete(tree[key][1], below, prune)
                if prune and not tree[key][1]:
                    del tree[key]
            else:
                del tree[key]


def edit_rest(draw: Draw, model: TreeModel, naive: Tree) -> Any:
    """One random edit of anything but the rows."""
    names = ["sort_by_column", "set_table_color", "set_column_color", "clear_all_colors"]
    names += ["expand_all", "collapse_all", "select_all", "clear_selection", "set_column_width"]
    names += ["clear_cell_selection", "set_optimal_column_widths"]
    path = some_path(draw, naive)
    if path is not None:
        names += 3 * ["set_cell_color", "set_row_color", "select_path", "select_cell", "set_colors"]
        names += 2 * ["expand_item", "collapse_item", "set_selected", "scroll_to_path"]
    name = draw(st.sampled_from(names))
    column = draw(st.sampled_from(list(model.columns.keys)))
    color = draw(COLOR)
    args: dict[str, tuple[Any, ...]] = {
        "sort_by_column": (draw(st.sampled_from([column, None])), draw(st.booleans())),
        "set_table_color": color,
        "set_column_color": (column, *color),
        "select_all": (draw(st.booleans()),),
        "set_column_width": (column, 40),
        "set_cell_color": (path, column, *color),
        "set_row_color": (path, *color),
        "select_path": (path, draw(st.booleans())),
        "select_cell": (path, column, draw(st.booleans())),
        "expand_item": (path,),
        "collapse_item": (path,),
        "set_selected": ([path],),
        "scroll_to_path": (path,),
        "set_colors": (
            {
                "clear": draw(st.booleans()),
                "cells": [{"path": path, "col_key": column, "fg": "green"}],
                "rows": [{"path": path, "bg": "black"}],
                "table": {"bold": True},
            },
        ),
    }
    return getattr(model, name)(*args.get(name, ()))


def edit_columns(draw: Draw, model: TreeModel, naive: Tree) -> tuple[Any, Tree]:
    """One random edit of columns."""
    naive = copy.deepcopy(naive)
    keys = list(model.columns.keys)
    name = draw(st.sampled_from(["set_columns", "insert_column", "delete_column", "editable"]))
    column = draw(st.sampled_from(keys))
    if name == "editable":
        return model.set_column_editable(column, draw(st.booleans())), naive
    if name == "set_columns":
        kept = draw(st.lists(st.sampled_from(COLUMNS), unique=True, min_size=1))
        return model.set_columns([{"label": key, "key": key} for key in kept]), naive
    missing = [key for key in COLUMNS if key not in keys]
    if name == "insert_column" and missing:
        new: dict[str, Any] = {"label": "new", "key": missing[0]}
        if draw(st.booleans()):
            new["visible_key"] = "x"
        return model.insert_column(new, draw(st.sampled_from([None, column]))), naive
    if len(keys) > 1:
        for path in paths_of(naive):
            children_at(naive, path[:-1])[path[-1]][0].pop(column, None)
        return model.delete_column(column), naive
    return [], naive


@THOROUGHLY
@given(st.data())
def test_any_edits(data: st.DataObject) -> None:
    """Model, naive tree and page agree after every edit; replaying gives the same."""
    model, page, naive = TreeModel(SPECS), PageTree({"columns": SPECS}), {}
    for _ in range(data.draw(st.integers(1, 12))):
        kind = data.draw(st.sampled_from(["rows", "rows", "rest", "rest", "columns"]))
        if kind == "rows":
            steps, naive = edit_rows(data.draw, model, naive)
        elif kind == "columns":
            steps, naive = edit_columns(data.draw, model, naive)
        else:
            steps = edit_rest(data.draw, model, naive)
        follow(page, steps)
        assert ordered(tree_of(model)) == ordered(naive)
        assert ordered(page.tree()) == ordered(naive)
    check(model, page)


@THOROUGHLY
@given(trees(), trees())
def test_an_update_gives_the_new_tree_in_its_order(old: Any, new: Any) -> None:
    model, page = TreeModel(SPECS), PageTree({"columns": SPECS})
    follow(page, model.set_tree(old))
    follow(page, model.update_tree(new))
    assert ordered(tree_of(model)) == ordered(read(new))
    assert ordered(page.tree()) == ordered(read(new))
    assert model.update_tree(new) == []


@THOROUGHLY
@given(trees(), st.data())
def test_an_update_of_one_cell_is_one_call(tree: Any, data: st.DataObject) -> None:
    model = TreeModel(SPECS)
    model.set_tree(tree)
    path = some_path(data.draw, tree_of(model))
    if path is None:
        return
    changed = model.get_subtree()
    row = changed
    for key in path:
        row = row[key]
    row = row.setdefault("__values__", row) if "__values__" in row else row
    row["x"] = "new"
    steps = model.update_tree(changed)
    assert [step.call for step in steps] == [("set_cell", (path, "x", "new"))]
    assert steps[0].mergeable


@THOROUGHLY
@given(trees(), st.sampled_from(["all", "selected", "expanded", "collapsed"]), st.data())
def test_a_part_of_the_tree(tree: Any, status: str, data: st.DataObject) -> None:
    """It holds what is wanted, all below it, and what it is in."""
    model = TreeModel(SPECS)
    model.set_tree(tree)
    path = some_path(data.draw, tree_of(model))
    if path is None:
        assert model.get_subtree(status) == {}
        return
    model.collapse_item(path)
    model.select_path(path)
    wanted = {
        "all": paths_of(tree_of(model)),
        "selected": [path],
        "expanded": model.get_expanded(),
        "collapsed": model.get_collapsed(),
    }[status]
    expected = [
        there
        for there in paths_of(tree_of(model))
        if any(there[: len(w)] == w or w[: len(there)] == there for w in wanted)
    ]
    assert paths_of(read(model.get_subtree(status))) == expected
    assert paths_of(read(model.get_subtree(path))) == [
        p for p in paths_of(tree_of(model)) if p[: len(path)] == path or path[: len(p)] == p
    ]


def test_what_the_program_gave_is_copied() -> None:
    tree: dict[str, Any] = {"a": {"x": [1], "b": {"x": 2}}}
    model = TreeModel(SPECS)
    model.set_tree(tree)
    tree["a"]["x"].append(5)
    tree["a"]["b"]["x"] = 7
    tree["c"] = {}
    assert tree_of(model) == {"a": ({"x": [1]}, {"b": ({"x": 2}, {})})}
    model.select_path(["a"])
    model.get_selected()[0]["values"]["x"].append(6)
    assert model.get_selected() == [{"path": ["a"], "values": {"x": [1]}}]


def test_clear_keeps_the_colors_of_columns_and_table() -> None:
    model, page = TreeModel(SPECS), PageTree({"columns": SPECS})
    follow(page, model.set_tree({"a": {"x": 1}}))
    colors = {"cells": [{"path": ["a"], "col_key": "x", "fg": "red"}]}
    follow(page, model.set_colors({**colors, "rows": [{"path": ["a"], "bg": "red"}]}))
    follow(page, model.set_column_color("x", "blue"))
    follow(page, model.set_table_color(None, "white"))
    follow(page, model.clear())
    follow(page, model.set_tree({"a": {"x": 1}}))
    check(model, page)
    assert page.styles == {"column x": ("blue", None, None), "table": (None, "white", None)}


def test_what_goes_is_not_inherited_by_what_comes_in_its_place() -> None:
    model, page = TreeModel(SPECS), PageTree({"columns": SPECS})
    follow(page, model.set_tree({"a": {"b": {"x": 1}}}))
    for steps in (
        model.set_cell_color(["a", "b"], "x", "red"),
        model.select_path(["a", "b"]),
        model.select_cell(["a", "b"], "x"),
        model.remove_item(["a"]),
        model.add_item(None, "a", {"b": {"x": 1}}),
    ):
        follow(page, steps)
    check(model, page)
    assert page.shown()["selected"] == [] == model.get_selected()
    assert page.styles == {}


def test_an_update_keeps_what_stays() -> None:
    model, page = TreeModel(SPECS), PageTree({"columns": SPECS})
    follow(page, model.set_tree({"a": {"k": {"x": 1}}, "b": {"x": 2}, "c": {"x": 3}}))
    follow(page, model.collapse_item(["a"]))
    follow(page, model.set_selected([["b"], ["a", "k"]]))
    follow(page, model.set_row_color(["b"], "red"))
    steps = model.update_tree({"a": {"k": {"x": 1}}, "n": {"x": 9}, "b": {"x": 5}, "c": {"x": 3}})
    follow(page, steps)
    check(model, page)
    assert [step.method for step in steps] == ["insert_row", "set_cell"]
    assert [row["path"] for row in model.get_selected()] == [["b"], ["a", "k"]]
    assert model.get_collapsed() == [["a"]]


@pytest.mark.parametrize(
    "after",
    [
        {"b": {"x": 2}, "a": {"__values__": {"x": 1, "y": 1}, "k": {"x": 1}}},
        {"a": {"__values__": {"x": 1}, "k": {"x": 1}}, "b": {"x": 2}},
    ],
    ids=["moved", "written anew"],
)
def test_a_row_that_an_update_takes_out_and_puts_back_stays_closed(after: Any) -> None:
    model, page = TreeModel(SPECS), PageTree({"columns": SPECS})
    before = {"a": {"__values__": {"x": 1, "y": 1}, "k": {"x": 1}}, "b": {"x": 2}}
    follow(page, model.set_tree(before))
    follow(page, model.collapse_item(["a"]))
    follow(page, model.update_tree(after))
    check(model, page)
    assert model.get_collapsed() == [["a"]]


def test_names_that_are_numbers_keep_their_places() -> None:
    tree = {"b": {"x": 1}, "10": {"9": {"x": 1}, "8": {}}, "2": None}
    model, page = TreeModel(SPECS), PageTree({"columns": SPECS})
    follow(page, model.set_tree(tree))
    check(model, page)
    assert list(page.tree()) == ["b", "10", "2"]
    assert list(page.tree()["10"][1]) == ["9", "8"]


def test_many_changes_go_as_one_call() -> None:
    model, page = TreeModel(SPECS), PageTree({"columns": SPECS})
    follow(page, model.set_tree({str(n): {"x": n, "y": n} for n in range(20)}))
    steps = model.update_tree({str(n): {"x": n + 1, "y": n + 1} for n in range(20)})
    follow(page, steps)
    check(model, page)
    assert [step.method for step in steps] == ["update_tree"]


BAD: list[tuple[str, tuple[Any, ...], str]] = [
    ("set_tree", (5,), "a tree must be a mapping, not int"),
    ("set_tree", ({None: {}},), "the key of a row must be a text or a number, not None"),
    ("set_tree", ({True: {}},), "the key of a row must be a text or a number, not True"),
    ("set_tree", ({1: {}, "1": {}},), "two rows have the key '1'"),
    ("set_tree", ({"a": {1: 2, "1": 3}},), "row 'a' has two values of one key: 1, '1'"),
    ("set_tree", ({"a": {"__values__": 3}},), "'__values__' must be a mapping, not int"),
    ("set_tree", ({"a": {"x": object()}},), "row 'a': a value of type object can't be in a cell"),
    ("set_tree", ({"a": {"x": 2**70}},), "row 'a': 1180591620717411303424 has more than 64 bits"),
    ("set_tree", ({"a": {"x": "\ud800"}},), "row 'a': '\\\\ud800' holds half a character"),
    ("set_tree", ({"__proto__": {}},), "'__proto__' can't be the key of a row"),
    ("update_tree", ([],), "a tree must be a mapping, not list"),
    (
        "add_tree",
        ({"n": {}}, ["q"]),
        "'parent' is \\['q'\\], but 'q' is not at the top; there: 'a'",
    ),
    ("add_item", (["a", "q"], "k", {}), "'q' is not below \\['a'\\]; there: 'b'"),
    ("add_item", (None, "__values__", {}), "'__values__' can't be the key of a row"),
    ("remove_item", (5,), "'path' must be a list of keys, not 5"),
    ("remove_item", ([],), "'path' is empty"),
    ("remove_items", ([["a"], [None]],), "the key of a row must be a text or a number, not None"),
    ("delete_tree", (["a"],), "'tree' must be a mapping, not list"),
    ("insert_row", ({}, "a"), "there is a row 'a' already"),
    ("insert_row", ({}, None, "q"), "'before' is \\['q'\\], but 'q' is not at the top"),
    ("delete_row", ([],), "'path_or_key' is empty"),
    ("set_cell", (["a"], "q", 1), "'col_key' is 'q'; the columns are: 'x', 'y', 'z'"),
    ("set_cell", (["a"], "x", {}), "a cell can't hold a mapping"),
    ("set_data", ("rows",), "'data' must be a sequence, not str"),
    ("set_columns", (["a\ud800"],), "holds half a character"),
    ("insert_column", ("a\ud800",), "holds half a character"),
    ("append_column", ("a\ud800",), "holds half a character"),
    ("set_columns", ([5],), "a column must be a str or a mapping, not int"),
    ("set_columns", (["a", {"key": "_col0"}],), "two columns have the key '_col0'"),
    ("set_columns", ([{"widget": "dial"}],), "'widget' is 'dial'; it must be None or one of"),
    ("set_columns", ([{"type": "flaot"}],), "'type' is 'flaot'; it must be None or one of"),
    ("insert_column", ("new", "q"), "'before' is 'q'; the columns are"),
    ("insert_column", ({"key": "x"},), "there is a column 'x' already"),
    ("set_column_width", ("x", None), "'width' must be a number or a CSS track"),
    ("set_column_width", ("x", -1), "'width' is -1; it must be from 0"),
    ("sort_by_column", ("q",), "'col_key' is 'q'"),
    ("set_cell_color", (["a"], "x", 5), "'fg' must be a CSS color as a str, or None, not 5"),
    ("set_row_color", (["a"], None, None, "yes"), "'bold' must be True, False or None"),
    ("set_colors", ([],), "'spec' must be a mapping, not list"),
    ("set_colors", ({"cell": []},), "'spec' has 'cell'; it may have: 'cells', 'rows'"),
    ("set_colors", ({"rows": [{"fg": "red"}]},), "must be a mapping with 'path'"),
    ("set_colors", ({"rows": [{"path": ["a"]}, {"path": 5}]},), "must be a list of keys, not 5"),
    ("select_path", ([],), "'path' is empty"),
    ("select_cells", ([{"path": ["a"]}],), "must be a mapping with 'path' and 'col_key'"),
    ("set_selected", (5,), "'paths' must be a sequence, not int"),
    ("expand_item", (5,), "'path' must be a list of keys, not 5"),
    ("get_subtree", ("open",), "'status' is 'open'; it must be a path, or one of 'all'"),
]


@pytest.mark.parametrize(
    ("method", "args", "text"), BAD, ids=[f"{m} {index}" for index, (m, _, _) in enumerate(BAD)]
)
def test_bad_input_is_an_error_and_changes_nothing(
    method: str, args: tuple[Any, ...], text: str
) -> None:
    model = TreeModel(SPECS)
    model.set_tree({"a": {"x": 1, "b": {"x": 2}}})
    model.set_selected([["a"]])
    model.sort_by_column("x")
    before = state(model)
    with pytest.raises((TypeError, ValueError), match=text):
        getattr(model, method)(*args)
    assert state(model) == before


OF_NO_COLUMN: list[tuple[str, tuple[Any, ...]]] = [
    ("set_column_width", ("q", 50)),
    ("set_column_editable", ("q", True)),
    ("set_column_color", ("q", "red")),
    ("set_cell_color", (["a"], "q", "red")),
    ("select_cell", (["a"], "q")),
]


@pytest.mark.parametrize(("method", "args"), OF_NO_COLUMN, ids=[m for m, _ in OF_NO_COLUMN])
def test_how_a_column_looks_that_is_not_there_is_doubted_and_changes_nothing(
    method: str, args: tuple[Any, ...]
) -> None:
    doubts: list[str] = []
    model = TreeModel(SPECS, doubts=doubts.append)
    model.set_tree({"a": {"x": 1}})
    before = state(model)
    assert getattr(model, method)(*args) == []
    assert state(model) == before
    assert doubts == ["there is no column 'q', so nothing is done; they are: 'x', 'y', 'z'"]


def test_of_many_looks_those_of_columns_that_are_not_there_are_left_out() -> None:
    doubts: list[str] = []
    model = TreeModel(SPECS, doubts=doubts.append)
    model.set_tree({"a": {"x": 1}})
    cells = [{"path": ["a"], "col_key": key, "fg": "red"} for key in (0, "x")]
    columns = [{"col_key": key, "fg": "blue"} for key in ("q", "y")]
    [step] = model.set_colors({"cells": cells, "columns": columns})
    [sent] = step.args
    assert [cell["col_key"] for cell in sent["cells"]] == ["x"]
    assert [column["col_key"] for column in sent["columns"]] == ["y"]
    [step] = model.select_cells([{"path": ["a"], "col_key": key} for key in ("q", "z")])
    assert step.args == ([{"path": ["a"], "col_key": "z"}], True)
    assert [doubt.split(",")[0] for doubt in doubts] == [
        *("there is no column 0", "there is no column 'q'", "there is no column 'q'"),
    ]


def test_a_tree_without_end_is_an_error() -> None:
    tree: dict[str, Any] = {}
    tree["a"] = tree
    with pytest.raises(ValueError, match="nested deeper than 200 levels"):
        TreeModel().set_tree(tree)


@pytest.mark.parametrize("leaf", [None, 1, {}, {"x": 1}, {"__values__": {"x": 1}}], ids=repr)
def test_rows_may_be_nested_so_deep_and_no_deeper(leaf: Any) -> None:
    row, keys = leaf, [f"k{level}" for level in range(1, 201)]
    for key in reversed(keys[1:]):
        row = {"__values__": {}, key: row}
    tree = {keys[0]: row}
    model = TreeModel(SPECS)
    model.set_tree(tree)
    deepest = model.root
    for key in keys:
        deepest = deepest.children[key]
    assert (deepest.path, deepest.depth) == (keys, 200)
    for add in (
        lambda: model.add_item(keys, "too deep", leaf),
        lambda: model.add_tree({"too deep": leaf}, keys),
        lambda: model.add_tree({"a": tree}),
        lambda: model.set_tree({"a": tree}),
        lambda: model.update_tree({"a": tree}),
    ):
        with pytest.raises(ValueError, match="nested deeper than 200 levels"):
            add()
    assert not deepest.children
    model.add_item(keys[:-1], "beside", leaf)
    assert model.add_tree({}, keys) == []


def nested() -> tuple[TreeModel, PageTree]:
    """Rows a with b and c below it, and d; and the page that shows them."""
    model, page = TreeModel(SPECS), PageTree({"columns": SPECS})
    tree = {"a": {"b": {"x": 1}, "c": {"e": {"x": 2}, "f": {"x": 3}}}, "d": {"x": 4}}
    follow(page, model.set_tree(tree))
    return model, page


@pytest.mark.parametrize(
    ("spec", "removed", "left"),
    [
        ({"a": {"b": {}}}, ["a", "b"], [["a"], ["a", "c"], ["a", "c", "e"], ["a", "c", "f"]]),
        (
            {"a": {"c": {"e": {}}}},
            ["a", "c", "e"],
            [["a"], ["a", "b"], ["a", "c"], ["a", "c", "f"]],
        ),
        ({"a": {"c": {"e": {}, "f": {}}}}, ["a", "c"], [["a"], ["a", "b"]]),
        ({"a": {"b": {}, "c": {"e": {}, "f": {}}}}, ["a"], []),
        ({"a": {"b": {}, "c": {}}}, ["a"], []),
    ],
)
def test_a_row_is_pruned_when_all_below_it_are_gone(
    spec: dict[str, Any], removed: list[str], left: list[list[str]]
) -> None:
    model, page = nested()
    (step,) = model.delete_tree(spec)
    assert (step.method, step.args) == ("remove_item", (removed,))
    follow(page, [step])
    assert [row.path for row in model.root.below()] == [*left, ["d"]]
    check(model, page)


def test_rows_that_are_not_pruned_stay_empty() -> None:
    model, page = nested()
    follow(page, model.delete_tree({"a": {"c": {"e": {}, "f": {}}}}, prune_empty=False))
    assert [row.path for row in model.root.below()] == [["a"], ["a", "b"], ["a", "c"], ["d"]]
    check(model, page)


@pytest.mark.parametrize(
    "paths",
    [
        [["a", "c"], ["a", "c", "e"]],
        [["a", "c", "f"], ["a", "c"], ["a", "c", "e"]],
        [["a", "c"], ["a", "c"]],
    ],
)
def test_rows_within_rows_are_removed_once(paths: list[list[str]]) -> None:
    model, page = nested()
    (step,) = model.remove_items(paths)
    follow(page, [step])
    assert step.args in (([["a", "c"]],), (["a", "c"],))
    assert [row.path for row in model.root.below()] == [["a"], ["a", "b"], ["d"]]
    check(model, page)


@pytest.mark.parametrize("add", ["item", "tree"])
def test_a_row_that_takes_anothers_place_is_open_or_closed_as_it_would_be_anew(add: str) -> None:
    def put(model: TreeModel, key: str, data: Any) -> Any:
        return model.add_item(None, key, data) if add == "item" else model.add_tree({key: data})

    model, page = TreeModel(SPECS), PageTree({"columns": SPECS})
    follow(page, model.set_tree({"a": {"x": 1}, "b": {"c": {"d": {"x": 1}}}}))
    assert model.get_expanded() == [["b"], ["b", "c"]]
    follow(page, put(model, "a", {"x": 1, "below": {"x": 2}}))
    assert ["a"] in model.get_expanded()
    check(model, page)
    follow(page, put(model, "b", {"c": {"x": 5}}))
    follow(page, model.add_item(["b", "c"], "e", {"x": 1}))
    assert ["b"] in model.get_expanded()
    assert ["b", "c"] not in model.get_expanded()
    check(model, page)


def test_two_changes_among_ten_thousand_rows_are_two_calls() -> None:
    tree = {f"k{n}": {"x": n, "y": f"text {n}", "z": None} for n in range(10_000)}
    model = TreeModel(SPECS)
    model.set_tree(tree)
    tree["k5000"] = {"x": -1, "y": "changed", "z": None}
    steps = model.update_tree(tree)
    assert [step.args[1:] for step in steps] == [("x", -1), ("y", "changed")]


def test_what_comes_in_several_calls_stays_selected() -> None:
    """Keys like numbers come first in a browser's objects, so rows among others need calls."""
    for add in ("update_tree", "add_tree"):
        model, page = TreeModel(SPECS), PageTree({"columns": SPECS})
        below = {"a": {"x": 1}, "1": {"x": 2}}
        follow(page, model.set_tree({"b": {"x": 0}, "c": dict(below), "a": {"x": 0}}))
        follow(page, model.set_selected([["c", "1"]]))
        moved = {"a": {"x": 0}, "c": dict(below)}
        follow(page, getattr(model, add)({"b": {"x": 0}, **moved}))
        assert page.shown()["selected"] == [["c", "1"]]
        check(model, page)
