"""What adding, removing, showing and placing children does."""

import pytest

from core.counting import lines_of
from core.helpers import Whole, make_hub
from core.recorded import Recorded, ref
from pgwidgets_proto.widgets.reporting import Nonsense
from pgwidgets_proto.widgets.widget import Node
from pgwidgets_proto.wire.binary import Buffer


@pytest.fixture
def session() -> Recorded:
    return Recorded()


def tabs_of(session: Recorded, count: int) -> tuple[Node, list[Node]]:
    tabs = session.create("TabWidget")
    pages = [session.create("Label", (str(index),)) for index in range(count)]
    for page in pages:
        session.call(tabs, "add_widget", (page,), {"title": "T"})
    session.taken()
    session.events.clear()
    return tabs, pages


def test_the_first_page_is_shown(session: Recorded) -> None:
    tabs, pages = tabs_of(session, 2)
    assert session.call(tabs, "get_index") == 0
    session.call(tabs, "set_index", (1,))
    assert session.taken() == [(tabs.wid, "show_widget", [ref(pages[1])])]
    assert session.events == [(tabs, "page-switch", pages[1], 1)]
    session.call(tabs, "show_widget", (pages[1],))
    assert len(session.events) == 1
    with pytest.raises(ValueError, match=r"index is 2; .* has 2 children"):
        session.call(tabs, "set_index", (2,))


def test_a_page_that_is_not_shown_can_be_removed(session: Recorded) -> None:
    tabs, pages = tabs_of(session, 3)
    session.call(tabs, "close_widget", (pages[2],))
    assert session.taken() == [
        (tabs.wid, "show_widget", [ref(pages[2])]),
        (tabs.wid, "remove", [ref(pages[2])]),
        (tabs.wid, "show_widget", [ref(pages[0])]),
    ]
    assert session.call(tabs, "get_index") == 0
    session.call(tabs, "remove", (pages[0], True))
    assert session.taken() == [(tabs.wid, "remove", [ref(pages[0]), True])]
    assert session.call(tabs, "get_index") == 0
    assert session.call(tabs, "index_to_widget", (0,)) is pages[1]
    assert pages[0].destroyed


def test_all_pages_go_one_by_one(session: Recorded) -> None:
    tabs, pages = tabs_of(session, 3)
    session.call(tabs, "remove_all", (True,))
    assert all(page.destroyed for page in pages)
    assert session.call(tabs, "get_index") == -1
    assert [m for _, m, _ in session.taken()].count("remove") == 3


def test_a_tabs_own_settings_go_with_it(session: Recorded) -> None:
    tabs, pages = tabs_of(session, 2)
    session.call(tabs, "highlight_tab", (pages[0], "red"))
    session.call(tabs, "highlight_tab", (pages[1], "blue"))
    session.call(tabs, "remove", (pages[0],))
    highlighted = [args for method, args in session.rebuilt(tabs) if method == "highlight_tab"]
    assert highlighted == [[ref(pages[1]), "blue"]]


def test_tabs_have_names(session: Recorded) -> None:
    tabs, pages = tabs_of(session, 2)
    name = session.call(tabs, "get_tab_id", (pages[1],))
    assert session.call(tabs, "get_child", (name,)) is pages[1]
    assert session.call(tabs, "get_child", ("tab_0",)) is None
    assert session.call(tabs, "get_tab_id", (tabs,)) is None
    assert session.call(tabs, "index_of", (pages[1],)) == 1


def test_reports_about_strangers_are_nonsense(session: Recorded) -> None:
    mdi, stranger = session.create("MDIWidget"), session.create("Label")
    for action in ("page-switch", "page-close"):
        with pytest.raises(Nonsense):
            session.reported(mdi, action, stranger)
        with pytest.raises(Nonsense):
            session.reported(mdi, action)


def test_a_factory_makes_and_adds(session: Recorded) -> None:
    bar = session.create("MenuBar")
    menu = session.call(bar, "add_name", ("File",))
    assert menu.cls.name == "Menu"
    assert session.call(bar, "get_menu", ("File",)) is menu
    action = session.call(menu, "add_name", ("Open", True))
    assert action.arguments == {"name": "Open", "checkable": True}
    session.call(menu, "add_separator")
    recent = session.call(menu, "add_menu", ("Recent",))
    assert session.call(menu, "get_menu", ("Recent",)) is recent
    assert session.call(menu, "get_menu", ("Other",)) is None
    own = session.create("Menu")
    assert session.call(menu, "add_menu", ("Own", own)) is own
    assert [method for method, _ in session.rebuilt(menu)] == [
        "add_widget",
        "add_separator",
        "add_menu",
        "add_menu",
    ]
    tool = session.create("ToolBar")
    for args, keywords in ((("Bold",), {}), ((), {"text": "Bold"}), (({"text": "Bold"},), {})):
        assert session.call(tool, "add_action", args, keywords).arguments == {"text": "Bold"}
    bold = session.call(tool, "add_action", ("Bold",), {"toggle": True})
    assert bold.arguments == {"text": "Bold", "toggle": True}
    for args, keywords, reason in (
        (("Bold",), {"text": "Italic"}, "got 'text' twice"),
        (({"text": "Bold"},), {"text": "Italic"}, "got 'text' twice"),
        ((5,), {"toggle": True}, "'options' is 5; it must be a mapping"),
        (({"txt": "Bold"},), {}, r"ToolBarAction\(\) has no argument 'txt'; it takes text"),
        (({1: 2},), {}, r"ToolBarAction\(\) has no argument 1"),
    ):
        with pytest.raises(TypeError, match=rf"ToolBar\.add_action\(\):? {reason}"):
            session.call(tool, "add_action", args, keywords)


def test_one_of_a_group_is_on(session: Recorded) -> None:
    first = session.create("RadioButton", ("a",))
    second = session.create("RadioButton", ("b",), {"group": first})
    session.call(first, "set_state", (True,))
    change = session.reported(second, "activated", True)
    assert session.call(first, "get_state") is False
    assert session.call(second, "get_state") is True
    assert len(change.keys) == 2


def test_children_that_can_not_be_added(session: Recorded) -> None:
    outer, inner = session.create("VBox"), session.create("VBox")
    session.call(outer, "add_widget", (inner,))
    other = Recorded().create("Label")
    session.taken()
    for child, reason in (
        ("x", "'child' is 'x'; it must be a widget"),
        (other, "belongs to another session"),
        (outer, "can't be put into itself or its descendant"),
    ):
        with pytest.raises((TypeError, ValueError), match=reason):
            session.call(inner, "add_widget", (child,))
    with pytest.raises(ValueError, match="'index' is -1; it must be a whole number from 0"):
        session.call(inner, "insert_widget", (-1, session.create("Label")))
    assert session.taken() == []


def test_a_menu_opens_from_nothing_that_is_in_it(session: Recorded) -> None:
    menu, other, box = (session.create(name) for name in ("Menu", "Menu", "VBox"))
    action = session.create("ToolBarAction", (), {"menu": menu})
    label = session.create("Label")
    session.call(menu, "add_widget", (box,))
    session.taken()
    for parent in (menu, box):
        with pytest.raises(ValueError, match=r"can't be put into <Menu .*>, which opens from it"):
            session.call(parent, "add_widget", (action,))
    session.call(other, "add_widget", (action,))
    session.call(box, "add_widget", (label,))
    with pytest.raises(ValueError, match=r"set_menu\(\): <Label .*> is in <Menu .*>"):
        session.call(label, "set_menu", (menu,))
    session.call(label, "set_menu", (other,))
    session.call(label, "set_menu", (None,))
    assert len(session.taken()) == 4


def test_what_is_set_of_a_menu_in_another_comes_after_it_was_put_there(session: Recorded) -> None:
    bar, menu = session.create("MenuBar"), session.create("Menu")
    session.call(menu, "hide")
    session.call(bar, "add_menu", (menu, "File"))
    assert [method for method, _ in session.rebuilt(menu)] == ["hide"]
    session.call(menu, "show")
    assert [method for _, method, _ in session.replayed()] == ["add_menu", "show"]


def test_a_child_leaves_where_it_was(session: Recorded) -> None:
    first, second, label = (session.create(name) for name in ("VBox", "HBox", "Label"))
    session.call(first, "add_widget", (label, 1))
    session.call(second, "insert_widget", (0, label, 1))
    session.call(second, "insert_widget", (0, label))
    assert session.call(first, "num_children") == 0
    assert session.rebuilt(second) == [("add_widget", [ref(label)])]


def test_what_is_made_for_nothing_goes_again(session: Recorded) -> None:
    menu = session.create("Menu")
    with pytest.raises(TypeError):
        session.call(menu, "add_name", (object(),))
    assert list(session.nodes.values()) == [menu]


def grid_of(session: Recorded, rows: int, columns: int) -> tuple[Node, dict[tuple[int, int], Node]]:
    grid = session.create("GridBox")
    cells = {}
    for row in range(rows):
        for column in range(columns):
            child = cells[row, column] = session.create("Label")
            session.call(grid, "add_widget", (child, row, column))
    session.taken()
    return grid, cells


def test_a_grid_grows(session: Recorded) -> None:
    grid, cells = grid_of(session, 2, 3)
    assert session.call(grid, "get_row_column_count") == (2, 3)
    assert session.call(grid, "get_widget_at_cell", (1, 2)) is cells[1, 2]
    assert session.call(grid, "get_widget_at_cell", (5, 5)) is None
    with pytest.raises(ValueError, match="'row' is -1"):
        session.call(grid, "add_widget", (session.create("Label"), -1, 0))


@pytest.mark.parametrize("shape", [{"rows": -1}, {"columns": 100_001}, {"rows": 10**30}])
def test_a_grid_begins_with_as_many_rows_as_there_can_be(
    session: Recorded, shape: dict[str, int]
) -> None:
    with pytest.raises(ValueError, match=r"GridBox\(\): '(rows|columns)' is .*from 0 to 100000"):
        session.create("GridBox", (), shape)
    assert not session.nodes


def test_rows_move_when_one_is_inserted_or_deleted(session: Recorded) -> None:
    grid, cells = grid_of(session, 2, 2)
    new = [session.create("Label") for _ in range(3)]
    session.call(grid, "insert_row", (1, new))
    assert session.taken() == [(grid.wid, "insert_row", [1, [ref(child) for child in new]])]
    assert session.call(grid, "get_row_column_count") == (3, 3)
    assert session.call(grid, "get_widget_at_cell", (1, 2)) is new[2]
    assert session.call(grid, "get_widget_at_cell", (2, 0)) is cells[1, 0]
    session.call(grid, "delete_row", (0,))
    assert cells[0, 0].parent is None
    assert not cells[0, 0].destroyed
    assert session.call(grid, "get_widget_at_cell", (1, 1)) is cells[1, 1]
    placed = [args for method, args in session.rebuilt(grid) if method == "add_widget"]
    assert [cells[1, 0].wid, 1, 0] in [[args[0]["__wid__"], *args[1:]] for args in placed]


def test_columns_do_so_too(session: Recorded) -> None:
    grid, cells = grid_of(session, 2, 2)
    new = [session.create("Label") for _ in range(2)]
    session.call(grid, "append_column", (new,))
    session.call(grid, "delete_column", (0,))
    session.call(grid, "insert_column", (0,))
    assert session.call(grid, "get_row_column_count") == (2, 3)
    assert session.call(grid, "get_widget_at_cell", (0, 1)) is cells[0, 1]
    assert session.call(grid, "get_widget_at_cell", (1, 2)) is new[1]
    session.call(grid, "append_row", ([],))
    assert session.call(grid, "get_row_column_count") == (2, 3)


def test_empty_rows_are_made_again(session: Recorded) -> None:
    grid = session.create("GridBox", (), {"rows": 3})
    session.call(grid, "delete_row", (2,))
    assert session.rebuilt(grid) == [("delete_row", [0])]
    for _ in range(3):
        session.call(grid, "insert_row", (0,))
    assert session.call(grid, "get_row_column_count") == (5, 1)
    assert session.rebuilt(grid) == [("insert_row", [0]), ("insert_row", [0])]


def test_bad_rows_are_refused(session: Recorded) -> None:
    grid, cells = grid_of(session, 1, 1)
    label = session.create("Label")
    for method, args, reason in (
        ("insert_row", (-2,), "'index' is -2; it must be a whole number from 0"),
        ("insert_row", (0, label), "'widgets' is <Label [0-9]+>; it must be a sequence of widgets"),
        ("append_row", ([label, label],), "a widget is there twice"),
        (
            "append_row",
            ([label, 3],),
            r"'widgets' is \[<Label .*, 3\]; it must be a sequence of widgets",
        ),
        ("delete_row", (-1,), "'index' is -1"),
        ("delete_column", (0.5,), "'index' is 0.5"),
    ):
        with pytest.raises((TypeError, ValueError), match=reason):
            session.call(grid, method, args)
    assert session.taken() == []
    assert grid.children == [cells[0, 0]]


def test_an_index_is_an_int_of_any_library(session: Recorded) -> None:
    tabs, pages = tabs_of(session, 2)
    session.call(tabs, "set_index", (Whole(1),))
    assert session.taken() == [(tabs.wid, "show_widget", [ref(pages[1])])]
    box, label = session.create("VBox"), session.create("Label")
    session.call(box, "insert_widget", (Whole(0), label))
    grid, cells = grid_of(session, 1, 1)
    session.call(grid, "add_widget", (label, Whole(1), Whole(0)))
    session.call(grid, "delete_row", (Whole(0),))
    assert session.call(grid, "get_widget_at_cell", (0, 0)) is label
    assert cells[0, 0].parent is None


@pytest.mark.parametrize("index", [None, Buffer(b"x", 1, "uint8")])
def test_what_checks_let_pass_is_no_index(session: Recorded, index: object) -> None:
    grid, _ = grid_of(session, 1, 1)
    tabs, _ = tabs_of(session, 2)
    with pytest.raises(ValueError, match="it must be a whole number from 0"):
        session.call(grid, "delete_row", (index,))
    with pytest.raises(ValueError, match="has 2 children"):
        session.call(tabs, "set_index", (index,))
    assert session.taken() == []


def test_a_grid_destroys_what_it_removes(session: Recorded) -> None:
    grid, cells = grid_of(session, 1, 2)
    session.call(grid, "remove_all", (True,))
    assert all(child.destroyed for child in cells.values())
    assert [method for _, method, _ in session.taken()] == ["remove", "destroy"] * 2


@pytest.mark.parametrize("name", ["FileDialog", "Timer"])
@pytest.mark.parametrize("container", ["VBox", "Frame", "ToolBar", "MDIWidget"])
def test_what_can_not_be_seen_is_put_nowhere(session: Recorded, container: str, name: str) -> None:
    box, unseen = session.create(container), session.create(name)
    session.taken()
    method = "set_widget" if container == "Frame" else "add_widget"
    with pytest.raises(ValueError, match=rf"{method}\(\): <{name} \d+> is nothing to be put some"):
        session.call(box, method, (unseen,))
    assert session.taken() == []
    assert box.children == []


def test_a_dialog_s_button_must_be_one(session: Recorded) -> None:
    dialog = session.create("Dialog", ("t",))
    line = session.create("Separator")
    with pytest.raises(ValueError, match=r"add_button\(\): <Separator \d+> has no action 'activ"):
        session.call(dialog, "add_button", (line, 1))
    assert dialog.children == []


def test_a_window_within_a_widget_is_no_child_of_it(session: Recorded) -> None:
    mdi = session.create("MDIWidget")
    window = session.call(mdi, "add_widget", (session.create("Label", ("x",)),))
    assert session.call(mdi, "get_subwin", (window,)) is None
    assert session.call(mdi, "get_configuration", (window,)) is None
    assert session.call(mdi, "get_child_size", (window,)) == (0, 0)
    for method in ("resize_child", "move_child"):
        with pytest.raises(ValueError, match="is not a child of"):
            session.call(mdi, method, (window, 1, 1))


@pytest.mark.parametrize(
    ("cls", "method", "value"),
    [("Splitter", "set_minimum_size", 5), ("TabWidget", "highlight_tab", "red")],
)
def test_what_is_set_of_a_child_is_set_of_children_alone(
    session: Recorded, cls: str, method: str, value: object
) -> None:
    container, child = session.create(cls), session.create("Label", ("x",))
    with pytest.raises(ValueError, match=rf"{method}\(\): .* is not a child of"):
        session.call(container, method, (child, value))
    session.call(container, "add_widget", (child,))
    session.call(container, method, (child, value))
    assert session.rebuilt(container)[-1] == (method, [ref(child), value])


def test_sizes_are_those_of_the_children_that_are_there(session: Recorded) -> None:
    splitter = session.create("Splitter")
    session.call(splitter, "set_sizes", ([1, 2],))
    assert session.taken() == [(splitter.wid, "set_sizes", [[]])]
    children = [session.create("Label", (str(index),)) for index in range(4)]
    for child in children[:3]:
        session.call(splitter, "add_widget", (child,))
    session.call(splitter, "set_sizes", ((1, 2, 3, 4),))
    session.call(splitter, "add_widget", (children[3],))
    session.call(splitter, "remove", (children[3],))
    session.destroy(children[1])
    assert session.call(splitter, "get_sizes") == [1, 3]
    assert session.rebuilt(splitter)[-1] == ("set_sizes", [[1, 3]])


def test_inserting_at_the_front_is_no_more_work_in_a_full_container() -> None:
    def work(count: int) -> int:
        session = make_hub().create_session()
        box = session.create("VBox")
        for _ in range(count):
            session.call(box, "add_widget", (session.create("Label"), 0))
        label = session.create("Label")
        return lines_of(session.call, box, "insert_widget", (0, label))

    assert work(500) == work(5)
