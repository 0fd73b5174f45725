"""What methods and reports do, seen from outside: getters, messages, and a rebuild.

The messages are those that a session sends to every browser; a rebuild is what replay() gives.
"""

from typing import Any

import msgspec
import pytest

from pgwidgets_proto.catalog.effects import Target
from pgwidgets_proto.catalog.reports import Change, Nonsense
from pgwidgets_proto.hub import Hub
from pgwidgets_proto.node import Node, Outgoing
from pgwidgets_proto.replay import replay
from pgwidgets_proto.session import Session


class Recorded(Session):
    """A session that notes its calls as ``(widget's id, method, arguments)``."""

    def __init__(self, hub: Hub) -> None:
        super().__init__(hub, 1, "token")
        self.sent: list[tuple[int, str, list[Any]]] = []
        self.events: list[tuple[Any, ...]] = []

    def send(self, outgoing: Outgoing, target: Target = Target.ALL) -> None:
        message = msgspec.json.decode(outgoing.encoded)
        if message.get("type") == "call":
            self.sent.append((message["wid"], message["method"], message.get("args", [])))

    def raise_event(self, node: Node, action: str, *args: Any) -> None:
        self.events.append((node, action, *args))

    def taken(self) -> list[tuple[int, str, list[Any]]]:
        """What was sent since the last time."""
        sent, self.sent = self.sent, []
        return sent

    def rebuilt(self, node: Node) -> list[tuple[str, list[Any]]]:
        """The calls on a widget that a rebuild repeats."""
        found = []
        for outgoing in replay(self, stock=False):
            message = msgspec.json.decode(outgoing.encoded)
            if message.get("type") == "call" and message["wid"] == node.wid:
                found.append((message["method"], message.get("args", [])))
        return found

    def reported(self, node: Node, action: str, *args: Any) -> Change:
        """A browser reports something, and it is not stale."""
        report = node.cls.actions[action].report
        assert report is not None
        change = report.read(node, list(args))
        change.carry_out(self)
        return change


@pytest.fixture
def session() -> Recorded:
    return Recorded(Hub(mint_token=lambda: "token", boot="boot"))


def ref(node: Node) -> dict[str, int]:
    return {"__wid__": node.wid}


# --- values -------------------------------------------------------------------------------------


def test_none_leaves_a_part_as_it_was(session: Recorded) -> None:
    button = session.create("Button", ("ok",))
    session.call(button, "set_color", ("red",))
    session.call(button, "set_color", (None, "blue"))
    assert session.taken()[-1] == (button.wid, "set_color", ["red", "blue"])
    session.call(button, "resize", (100,), {"height": None})
    session.call(button, "resize", (None, 50))
    assert session.call(button, "get_size") == (100, 50)
    assert session.rebuilt(button) == [("set_color", ["red", "blue"]), ("resize", [100, 50])]


def test_a_constructor_gives_the_first_value(session: Recorded) -> None:
    assert session.call(session.create("TextEntry", ("hi",)), "get_text") == "hi"
    assert session.call(session.create("Label"), "get_text") == ""
    action = session.create("MenuAction", (), {"name": "Open"})
    assert session.call(action, "get_text") == "Open"
    session.call(action, "set_text", ("Close",))
    assert session.call(action, "get_text") == "Close"


@pytest.mark.parametrize(
    ("cls", "options", "value", "expected"),
    [
        ("SpinBox", {}, 1000, 99),
        ("SpinBox", {"min": 5}, 2, 5),
        ("SpinBox", {"dtype": "float", "step": 0.5}, 2.25, 2.25),
        ("SpinBox", {}, 2.5, 3),
        ("Slider", {}, -3, 0),
        ("Slider", {"dtype": "float", "max": 1, "step": 0.1}, 0.27, 0.3),
        ("Slider", {"dtype": "float", "max": 0.95, "step": 0.1}, 0.95, 0.9),
        ("Slider", {"dtype": "float", "step": 0}, 7.3, 7.3),
        ("Dial", {}, 1000, 1000),
        ("ProgressBar", {}, 1.5, 1.0),
    ],
)
def test_a_number_is_kept_as_the_browser_keeps_it(
    session: Recorded, cls: str, options: dict[str, Any], value: float, expected: float
) -> None:
    node = session.create(cls, (), options)
    session.call(node, "set_value", (value,))
    assert session.call(node, "get_value") == pytest.approx(expected)


def test_a_number_before_anything_is_set(session: Recorded) -> None:
    assert session.call(session.create("SpinBox", (), {"min": 7}), "get_value") == 7
    assert session.call(session.create("Slider"), "get_value") == 50
    assert session.call(session.create("ProgressBar"), "get_value") == 0.0
    assert session.call(session.create("ScrollBar"), "get_scroll_percent") == 0.0


def test_limits_bring_the_value_within_them(session: Recorded) -> None:
    slider = session.create("Slider")
    session.call(slider, "set_value", (80,))
    session.call(slider, "set_limits", (0, 20, 5))
    assert session.call(slider, "get_value") == 20
    session.call(slider, "set_limits", (0, 10), {"incrval": None})
    assert session.taken()[-1] == (slider.wid, "set_limits", [0, 10, 5])
    # The limits come first, or the value would be cut to the old ones.
    session.call(slider, "set_limits", (0, 1000))
    session.call(slider, "set_value", (500,))
    assert session.rebuilt(slider) == [("set_limits", [0, 1000, 5]), ("set_value", [500])]


def test_bad_numbers_are_refused(session: Recorded) -> None:
    slider = session.create("Slider")
    with pytest.raises(TypeError, match="'value' must be a number, not 'x'"):
        session.call(slider, "set_value", ("x",))
    with pytest.raises(TypeError, match="'maxval' must be a number, not None"):
        session.call(slider, "set_limits", (1, None))
    with pytest.raises(ValueError, match="minval 3 is over maxval 1"):
        session.call(slider, "set_limits", (3, 1))
    assert session.taken() == []
    assert slider.entries == {}


def test_a_toggle_tells_what_it_becomes(session: Recorded) -> None:
    top = session.create("TopLevel")
    session.call(top, "toggle_maximize")
    assert session.call(top, "get_window_state") == "maximized"
    session.call(top, "toggle_maximize")
    assert [call[2] for call in session.taken()] == [["maximized"], ["normal"]]
    expander = session.create("Expander")
    assert session.call(expander, "get_collapsed") is True
    session.call(expander, "toggleContent")
    assert session.call(expander, "get_collapsed") is False


def test_what_the_browser_would_fail_at_is_refused(session: Recorded) -> None:
    fixed = session.create("Expander", (), {"collapsible": False})
    assert session.call(fixed, "get_collapsed") is False
    with pytest.raises(ValueError, match="collapsible=False"):
        session.call(fixed, "set_collapsed", (True,))
    with pytest.raises(ValueError, match="in a vertical box it must be one of left"):
        session.call(session.create("VBox"), "set_align", ("top",))
    box = session.create("Box", (), {"orientation": "horizontal"})
    session.call(box, "set_align", ("top",))
    with pytest.raises(ValueError, match="state is 'big'; it must be one of 'normal'"):
        session.call(session.create("TopLevel"), "set_window_state", ("big",))


def test_one_spacing_for_both_replaces_those_for_each(session: Recorded) -> None:
    grid = session.create("GridBox")
    session.call(grid, "set_row_spacing", (1,))
    session.call(grid, "set_spacing", (5,))
    session.call(grid, "set_column_spacing", (9,))
    assert session.rebuilt(grid) == [("set_spacing", [5]), ("set_column_spacing", [9])]


def test_a_text_of_which_the_last_lines_are_kept(session: Recorded) -> None:
    area = session.create("TextArea", ("a\nb\nc",))
    session.call(area, "set_limit", (2,))
    assert session.call(area, "get_text") == "b\nc"
    session.call(area, "append_text", ("\nd",))
    assert session.call(area, "get_text") == "c\nd"
    session.call(area, "set_text", ("1\n2\n3",))
    assert session.call(area, "get_text") == "2\n3"
    session.call(area, "set_limit", (None,))
    session.call(area, "append_text", ("\n4\n5",))
    assert session.rebuilt(area) == [("set_limit", [None]), ("set_text", ["2\n3\n4\n5"])]


def test_tooltip_and_pointer(session: Recorded) -> None:
    label = session.create("Label")
    session.call(label, "set_tooltip", (None,))
    assert session.call(label, "get_tooltip") == ""
    session.call(label, "set_cursor", ("mine",))
    session.call(label, "add_cursor", ("mine", "x.png", 0, 0))
    assert [method for method, _ in session.rebuilt(label)] == [
        "set_tooltip",
        "add_cursor",
        "set_cursor",
    ]


# --- windows ------------------------------------------------------------------------------------


def test_a_window_is_attached_last(session: Recorded) -> None:
    top = session.create("TopLevel", (), {"title": "A"})
    session.call(top, "show")
    label = session.create("Label", ("x",))
    session.call(top, "set_widget", (label,))
    session.call(top, "resize", (10, 20))
    assert [m for m, _ in session.rebuilt(top)] == ["resize", "set_widget", "show"]
    assert session.call(top, "is_visible") is True
    session.call(top, "hide")
    assert session.call(top, "is_visible") is False


def test_a_second_child_of_a_window_sends_the_first_away(session: Recorded) -> None:
    page = session.create("Page")
    first, second = session.create("Label"), session.create("Label")
    session.call(page, "set_widget", (first,))
    session.call(page, "set_widget", (second,))
    assert session.taken()[1:] == [
        (page.wid, "remove", [ref(first)]),
        (page.wid, "set_widget", [ref(second)]),
    ]
    assert session.call(page, "get_children") == [second]
    assert first.parent is None


def test_a_page_that_is_not_there_is_not_hidden(session: Recorded) -> None:
    page = session.create("Page")
    session.call(page, "hide")
    assert session.taken() == []
    session.call(page, "show")
    session.call(page, "hide")
    assert [method for _, method, _ in session.taken()] == ["show", "hide"]
    assert session.rebuilt(page) == []


def test_a_dialog_is_hidden_before_it_is_shown_again(session: Recorded) -> None:
    dialog = session.create("Dialog", ("Really?", [["Yes", 1]]), {"modal": True})
    session.call(dialog, "popup", (10, 20))
    assert session.call(dialog, "get_position") == (10, 20)
    session.call(dialog, "show")
    assert [method for _, method, _ in session.taken()] == ["popup", "hide", "show"]
    assert session.rebuilt(dialog) == [("set_position", [10, 20]), ("show", [])]


def test_a_dialog_that_closes_itself_is_hidden(session: Recorded) -> None:
    stays = session.create("Dialog", ("A", []))
    closes = session.create("Dialog", ("B", []), {"autoclose": True})
    for dialog in (stays, closes):
        session.call(dialog, "show")
        session.reported(dialog, "activated", 1)
    assert session.call(stays, "is_visible") is True
    assert session.call(closes, "is_visible") is False


def test_a_dialogs_buttons_are_not_its_children(session: Recorded) -> None:
    dialog = session.create("Dialog", ("A",))
    button, one, two = (session.create(name) for name in ("Button", "Label", "Label"))
    session.call(dialog, "add_button", (button, "ok"))
    session.call(dialog, "add_widget", (one,))
    session.call(dialog, "insert_widget", (0, two))
    assert session.call(dialog, "get_children") == [two, one]
    assert session.call(dialog, "num_children") == 2
    assert session.rebuilt(dialog) == [
        ("add_button", [ref(button), "ok"]),
        ("add_widget", [ref(two)]),
        ("add_widget", [ref(one)]),
    ]
    session.taken()
    session.call(dialog, "remove", (one,))
    session.call(dialog, "remove_all")
    assert [method for _, method, _ in session.taken()] == ["remove_widget", "remove_all"]
    assert button.parent is dialog


def test_a_color_dialog_tells_two_things_at_once(session: Recorded) -> None:
    dialog = session.create("ColorDialog")
    session.call(dialog, "popup")
    session.reported(dialog, "activated", "#00ff00")
    assert session.call(dialog, "get_color") == "#00ff00"
    assert session.call(dialog, "is_visible") is False


# --- children -----------------------------------------------------------------------------------


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
    with pytest.raises(ValueError, match="index is 2; .* has 2 children"):
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


def test_the_newest_window_is_on_top(session: Recorded) -> None:
    mdi = session.create("MDIWidget")
    children = [session.create("Label") for _ in range(3)]
    for child in children:
        session.call(mdi, "add_widget", (child,))
    assert session.call(mdi, "get_index") == 2
    assert session.events[-1] == (mdi, "page-switch", children[2])
    session.taken()
    session.call(mdi, "set_index", (1,))
    assert session.taken() == [(mdi.wid, "set_index", [1])]
    # The browser counts windows, so a window before it going away moves it.
    session.reported(mdi, "page-close", children[0])
    assert session.rebuilt(mdi)[-1] == ("set_index", [0])
    assert session.call(mdi, "get_children") == children[1:]
    assert session.taken() == [(mdi.wid, "close_child", [ref(children[0])])]
    session.reported(mdi, "page-switch", children[2])
    assert session.call(mdi, "get_index") == 1
    session.call(mdi, "remove", (children[2], True))
    assert session.taken() == [
        (mdi.wid, "remove", [ref(children[2])]),
        (children[2].wid, "destroy", []),
    ]
    assert session.call(mdi, "get_index") == 0


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


def test_one_of_a_group_is_on(session: Recorded) -> None:
    first = session.create("RadioButton", ("a",))
    second = session.create("RadioButton", ("b",), {"group": first})
    session.call(first, "set_state", (True,))
    change = session.reported(second, "activated", True)
    assert session.call(first, "get_state") is False
    assert session.call(second, "get_state") is True
    assert len(change.keys) == 2


# --- grids --------------------------------------------------------------------------------------


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
        ("insert_row", (2,), "'index' is 2; it must be an int from 0 to 1"),
        ("insert_row", (0, label), "'widgets' must be a list of widgets, not Node"),
        ("append_row", ([label, label],), "a widget is there twice"),
        ("append_row", ([label, 3],), "'widgets' must be a widget, not int"),
        ("delete_row", (1,), "'index' is 1"),
        ("delete_column", (True,), "'index' is True"),
    ):
        with pytest.raises((TypeError, ValueError), match=reason):
            session.call(grid, method, args)
    assert session.taken() == []
    assert grid.children == [cells[0, 0]]


def test_a_grid_destroys_what_it_removes(session: Recorded) -> None:
    grid, cells = grid_of(session, 1, 2)
    session.call(grid, "remove_all", (True,))
    assert all(child.destroyed for child in cells.values())
    assert [method for _, method, _ in session.taken()] == ["remove", "destroy"] * 2


# --- lists of texts -----------------------------------------------------------------------------


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
    with pytest.raises(ValueError, match="'idx' is 5; .* has 1 items"):
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
    assert change.calls == ((editable, "append_text", ("typed",)),)


# --- trees and tables ---------------------------------------------------------------------------


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
    assert change.calls == ((table, "set_cell", (["row0"], "a", "2")),)
    with pytest.raises(Nonsense):
        session.reported(table, "cell_edited", ["row0"])


def test_only_our_word_on_the_same_cell_makes_an_edit_stale(session: Recorded) -> None:
    table = session.create("TableView")
    keys = set(session.reported(table, "cell_edited", ["row0"], "a", "1", "2").keys)

    def touched(method: str, *args: Any) -> bool:
        found: list[Outgoing] = []
        session.send = lambda outgoing, target=None: found.append(outgoing)  # type: ignore[method-assign,assignment,misc]
        session.call(table, method, args)
        return bool(keys & set(found[0].touches))

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


# --- the rest -----------------------------------------------------------------------------------


def test_a_video_tells_volume_and_silence(session: Recorded) -> None:
    video = session.create("VideoWidget")
    assert session.call(video, "get_volume") == 1.0
    session.call(video, "set_volume", (3,))
    assert session.call(video, "get_volume") == 1
    session.reported(video, "volumechange", 0.5, True)
    assert session.call(video, "get_volume") == 0.5
    assert session.call(video, "get_muted") is True


def test_references_are_made_by_python(session: Recorded) -> None:
    source = session.create("TextSource", ("text",))
    plain = session.call(source, "create_ref", (3,))
    assert plain.arguments == {"buffer": source, "offset": 3}
    assert session.call(plain, "get_gravity") == "right"
    named = session.call(source, "create_named_ref", ("here", 2, "left"))
    assert session.call(source, "get_named_ref", ("here",)) is named
    assert session.rebuilt(source) == [("_bindNamedRef", ["here", ref(named)])]
    session.call(source, "remove_named_ref", ("here",))
    assert session.call(source, "get_named_ref", ("here",)) is None
    assert session.rebuilt(source) == []


@pytest.mark.parametrize(
    ("cls", "method"),
    [
        ("Label", "get_element"),
        ("Canvas", "get_draw_context"),
        ("VideoWidget", "get_video_element"),
        ("ExternalWidget", "get_content_element"),
        ("Dialog", "get_content_area"),
    ],
)
def test_what_can_not_cross_a_wire(session: Recorded, cls: str, method: str) -> None:
    node = session.create(cls)
    with pytest.raises(TypeError, match="is not possible over a wire"):
        session.call(node, method)
