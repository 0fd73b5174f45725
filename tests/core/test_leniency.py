"""What a program may say in a sloppy way, and browsers would take: it is taken, once, in Python."""

import re
from typing import Any

import pytest

from core.helpers import Whole
from core.recorded import Recorded
from pgwidgets_proto.widgets.widget import Node


@pytest.fixture
def session() -> Recorded:
    return Recorded()


@pytest.fixture
def doubts(session: Recorded) -> list[str]:
    """What the program is warned of."""
    found: list[str] = []
    session.doubts = found.append
    return found


@pytest.mark.parametrize(
    ("cls", "method", "args", "sent", "getter", "value"),
    [
        ("Label", "set_text", (5,), ["5"], "get_text", "5"),
        ("Slider", "set_value", ("7",), [7], "get_value", 7),
        ("CheckBox", "set_state", (1,), [True], "get_state", True),
        ("Label", "resize", (Whole(3), "4"), [3, 4], "get_size", (3, 4)),
        ("Splitter", "set_sizes", (range(0),), [[]], "get_sizes", []),
        ("VBox", "set_spacing", (True,), [1], None, None),
        ("Timer", "set_duration", ("2.5",), None, "get_duration", 2.5),
    ],
)
def test_state_getters_and_browsers_agree(
    session: Recorded, cls: str, method: str, args: Any, sent: Any, getter: str, value: Any
) -> None:
    node = session.create(cls)
    session.taken()
    session.call(node, method, args)
    expected = [] if sent is None else [(node.wid, method, sent)]
    assert session.taken() == expected
    assert [call for call in session.rebuilt(node) if call[0] == method] == [
        (name, arguments) for _, name, arguments in expected
    ]
    if getter is not None:
        assert session.call(node, getter) == value
        assert type(session.call(node, getter)) is type(value)


def test_arguments_may_be_skipped(session: Recorded) -> None:
    label = session.create("Label")
    session.taken()
    session.call(label, "set_font", (), {"size": 14})
    session.call(label, "set_font", ("serif",))
    session.call(label, "set_font", (), {"weight": 600})
    session.call(label, "resize", (), {"height": 20})
    session.call(label, "resize", (10,))
    session.call(label, "set_bg")
    assert [call[1:] for call in session.taken()] == [
        ("set_font", [None, 14]),
        ("set_font", ["serif", 14]),
        ("set_font", ["serif", 14, "600"]),
        ("resize", [None, 20]),
        ("resize", [10, 20]),
        ("set_bg", [None]),
    ]
    with pytest.raises(TypeError, match=r"Label\.set_text\(\) needs 'text'"):
        session.call(label, "set_text")


@pytest.mark.parametrize("name", ["jpg", "JPEG", "image/jpeg", ".jpg"])
def test_a_format_has_many_names(session: Recorded, name: str) -> None:
    image = session.create("Image")
    session.call(image, "set_binary_image", (b"x", name))
    assert image.entries["url"].args == (b"x", "jpeg")


def test_numbers_of_any_library_are_indices(session: Recorded) -> None:
    tabs, combo = session.create("TabWidget"), session.create("ComboBox")
    pages = [session.create("Label") for _ in range(2)]
    for page in pages:
        session.call(tabs, "add_widget", (page,))
    for text in ("a", "b"):
        session.call(combo, "append_text", (text,))
    one = Whole(1)
    session.call(tabs, "set_index", (one,))
    session.call(combo, "set_index", (one,))
    assert session.call(tabs, "get_index") == 1
    assert session.call(tabs, "index_to_widget", (one,)) is pages[1]
    assert session.call(combo, "get_text") == "b"
    assert session.call(combo, "get_alpha", (one,)) == "b"
    table = table_of(session)
    session.call(table, "insert_row", (one, ["new"]))
    session.call(table, "delete_row", (Whole(0),))
    assert shown(session, table) == [["new"], ["b"]]


def table_of(session: Recorded) -> Node:
    table = session.create("TableView", (), {"columns": ["A"]})
    session.call(table, "set_rows", ([["a"], ["b"]],))
    session.taken()
    return table


def shown(session: Recorded, table: Node) -> list[list[Any]]:
    """The values of all rows."""
    return [list(row.values.values()) for row in table.content.root.children.values()]


def test_places_past_the_end(session: Recorded) -> None:
    table = table_of(session)
    session.call(table, "delete_row", (99,))
    session.call(table, "delete_row", (-1,))
    assert session.taken() == []
    session.call(table, "insert_row", (99, ["c"]))
    assert shown(session, table) == [["a"], ["b"], ["c"]]
    grid, label = session.create("GridBox"), session.create("Label")
    session.call(grid, "insert_row", (99, [label]))
    assert session.call(grid, "get_widget_at_cell", (1, 0)) is label
    session.taken()
    session.call(grid, "delete_row", (9,))
    session.call(grid, "delete_column", (9,))
    assert session.taken() == []


@pytest.mark.parametrize("cls", ["ComboBox", "TabWidget", "StackWidget", "MDIWidget"])
def test_nothing_can_be_chosen_where_nothing_is(session: Recorded, cls: str) -> None:
    node = session.create(cls)
    session.taken()
    session.call(node, "set_index", (0,))
    assert session.taken() == []
    assert session.call(node, "get_index") == -1


def test_what_is_gone_can_be_removed_again(session: Recorded) -> None:
    box, other, label = session.create("VBox"), session.create("VBox"), session.create("Label")
    session.call(box, "add_widget", (label,))
    session.taken()
    session.call(other, "remove", (label,))
    session.call(other, "remove_widget", (label, True))
    assert session.taken() == []
    assert label.parent is box
    tree = tree_of(session)
    for method, args in (
        ("remove_item", (["gone"],)),
        ("remove_items", ([["gone"], ["x", "gone"]],)),
        ("delete_row", ("gone",)),
        ("delete_column", ("gone",)),
        ("clear_column_color", ("gone",)),
        ("clear_cell_color", (["x"], "gone")),
    ):
        session.call(tree, method, args)
    assert session.taken() == []
    session.call(tree, "remove_items", ([["gone"], ["x", "y"]],))
    assert session.taken() == [(tree.wid, "remove_item", [["x", "y"]])]


def tree_of(session: Recorded) -> Node:
    tree = session.create("TreeView", (), {"columns": [{"label": "A", "key": "a"}]})
    session.call(tree, "set_tree", ({"x": {"y": {"a": 1}}, "1": {"a": 2}},))
    session.taken()
    return tree


def test_paths_that_are_not_there(session: Recorded) -> None:
    tree = tree_of(session)
    for method, args in (
        ("select_path", (["gone"],)),
        ("select_cell", (["gone"], "a")),
        ("set_cell_color", (["gone"], "a", "red")),
        ("set_row_color", (["x", "gone"], "red")),
        ("clear_row_color", (["gone"],)),
        ("expand_item", (["gone"],)),
        ("collapse_item", (["gone"],)),
        ("scroll_to_path", (["gone"],)),
    ):
        session.call(tree, method, args)
    assert session.taken() == []
    session.call(tree, "set_selected", ([["gone"], ["x"]],))
    session.call(tree, "select_paths", ([["gone"], [1]],))
    session.call(tree, "select_cells", ([{"path": ["gone"], "col_key": "a"}],))
    assert [row["path"] for row in session.call(tree, "get_selected")] == [["x"], ["1"]]
    session.call(tree, "set_colors", ({"rows": [{"path": ["gone"], "fg": "red"}]},))
    assert not tree.content.colors.of_rows
    with pytest.raises(ValueError, match="'gone' is not at the top"):
        session.call(tree, "set_cell", (["gone"], "a", 1))  # which would be lost


def test_a_path_where_a_list_is_due(session: Recorded) -> None:
    tree = tree_of(session)
    for paths in (["x", "y"], [["x", "y"]], (("x", "y"),)):
        session.call(tree, "clear_selection")
        session.call(tree, "set_selected", (paths,))
        assert [row["path"] for row in session.call(tree, "get_selected")] == [["x", "y"]]
    session.call(tree, "select_path", ("1",))
    session.call(tree, "remove_items", ("1",))
    assert session.call(tree, "get_subtree") == {"x": {"y": {"a": 1}}}


def test_numbers_are_keys_of_trees(session: Recorded) -> None:
    tree = session.create("TreeView", (), {"columns": [{"label": "A", "key": 0}]})
    session.call(tree, "set_tree", ({1: {2: {0: "v"}}, Whole(3): {}},))
    assert session.call(tree, "get_subtree") == {"1": {"2": {"0": "v"}}, "3": {}}
    session.call(tree, "set_cell", ([1, 2], 0, "w"))
    session.call(tree, "add_item", ([1], 4, {0: "n"}))
    session.call(tree, "delete_tree", ({3: {}},))
    assert session.call(tree, "get_subtree") == {"1": {"2": {"0": "w"}, "4": {"0": "n"}}}


def test_rows_of_any_length(session: Recorded, doubts: list[str]) -> None:
    table = session.create("TableView", (), {"columns": ["A", "B"]})
    session.call(table, "set_rows", ([[1], (2, 3), range(2)],))
    assert doubts == []
    session.call(table, "append_row", ([4, 5, 6],))
    assert shown(session, table) == [[1], [2, 3], [0, 1], [4, 5]]
    assert doubts == [
        "TableView: a row has more values than there are columns; the others are left out"
    ]


def test_a_label_names_a_column_that_has_no_key_of_its_own(
    session: Recorded, doubts: list[str]
) -> None:
    table = session.create("TableView", (), {"columns": ["A", {"label": "B", "key": "b"}]})
    session.call(table, "set_rows", ([{"A": 1, "b": 2}, {"_col0": 3, "A": "the program's own"}],))
    assert [row.values for row in table.content.root.children.values()] == [
        {"_col0": 1, "b": 2},
        {"_col0": 3, "A": "the program's own"},
    ]
    session.call(table, "append_row", ({"A": 4},))
    session.call(table, "update_rows", ([{"A": 5}],))
    assert shown(session, table) == [[5]]
    tree = session.create("TreeView", (), {"columns": ["A"]})
    session.call(tree, "set_tree", ({"x": {"A": 1, "y": {"A": 2}}},))
    assert session.call(tree, "get_subtree") == {
        "x": {"__values__": {"_col0": 1}, "y": {"_col0": 2}}
    }
    assert doubts == []


@pytest.mark.parametrize("columns", [["A", "A"], ["a", {"label": "A", "key": "b"}]])
def test_a_row_with_values_for_no_column_is_doubted(
    session: Recorded, doubts: list[str], columns: list[Any]
) -> None:
    table = session.create("TableView", (), {"columns": columns})
    session.call(table, "set_rows", ([{}, {"A": 1}],))
    (doubt,) = doubts
    assert "values for no column" in doubt
    assert "its keys are: 'A'; the columns' are: '_col0'" in doubt


def test_what_else_describes_a_column(session: Recorded, doubts: list[str]) -> None:
    table = session.create("TableView", (), {"columns": [{"label": "A", "tip": object()}]})
    session.call(table, "append_column", ({"label": "B", "width": 90},))
    assert [re.sub(";.*", "", doubt) for doubt in doubts] == [
        "TableView: a column has 'tip', which nothing is done with",
        "TableView: a column has 'width', which nothing is done with (is 'colwidth' meant?)",
    ]
    assert table.content.columns.specs == [
        {"label": "A", "key": "_col0"},
        {"label": "B", "key": "_col1"},
    ]


def test_a_number_that_no_browser_has(session: Recorded, doubts: list[str]) -> None:
    table = table_of(session)
    session.call(table, "set_cell", (["row0"], "_col0", 2**53))
    assert doubts == []
    session.call(table, "set_cell", (["row0"], "_col0", 2**53 + 1))
    session.call(table, "set_rows", ([[2**53 + 1], [-(2**53) - 1]],))
    session.call(session.create("SpinBox", (), {"max": 2**60}), "set_value", (2**53 + 1,))
    text = "is over 2**53; a browser shows other last digits. As a text it keeps them"
    assert doubts == [f"TableView: the number in a cell {text}"] * 3 + [
        f"SpinBox.set_value(): 'val' {text}"
    ]
    assert shown(session, table) == [[2**53 + 1], [-(2**53) - 1]]
