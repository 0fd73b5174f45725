"""What users do to items, trees and tables, on its way through a session with two browsers."""

from collections import deque
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from core.helpers import connect, events, make_hub, settle
from pgwidgets.testing import SimulatedBrowser
from pgwidgets.testing.items import PageItems
from pgwidgets.testing.trees import PageTree
from pgwidgets_proto.sessions.events import ReportRefused, WidgetEvent
from pgwidgets_proto.sessions.session import Session
from pgwidgets_proto.views.batching import Batch
from pgwidgets_proto.widgets.widget import Node

COLUMNS = [{"label": "A", "key": "a"}, {"label": "B", "key": "b"}]
TREE = {"x": {"a": 1, "y": {"a": 2}}, "z": {"a": 3}}


def opened(cls: str, **options: Any) -> tuple[Session, Node, list[SimulatedBrowser]]:
    hub = make_hub()
    session = hub.create_session()
    node = session.create(cls, (), options)
    return session, node, [connect(hub, session, stock=stock) for stock in (False, True)]


def tree(**options: Any) -> tuple[Session, Node, list[SimulatedBrowser], list[PageTree]]:
    session, node, browsers = opened("TreeView", columns=COLUMNS, **options)
    session.call(node, "set_tree", (TREE,))
    settle(session, browsers)
    pages = [browser.page.widgets[node.wid].content for browser in browsers]
    return session, node, browsers, [page for page in pages if isinstance(page, PageTree)]


def test_what_one_user_does_the_other_sees() -> None:
    session, node, browsers, pages = tree(selection_mode="multiple-cell")
    pages[0].user_toggles(["x"])
    pages[0].user_sorts("a")
    pages[0].user_selects(["z"], ["x", "y"])
    pages[1].user_marks((["z"], "b"))
    pages[1].user_edits(["x", "y"], "b", "typed")
    found = settle(session, browsers)
    assert not [event for event in found if isinstance(event, ReportRefused)]
    assert pages[0].shown() == pages[1].shown()
    assert session.call(node, "get_collapsed") == [["x"]]
    assert [row["path"] for row in session.call(node, "get_selected")] == [["z"], ["x", "y"]]
    assert session.call(node, "get_selected_cells") == [
        {"path": ["z"], "col_key": "b", "value": ""}
    ]
    assert session.call(node, "get_subtree", (["x"],))["x"]["y"] == {"a": 2, "b": "typed"}


def test_the_program_is_told_without_what_is_for_the_core_alone() -> None:
    session, node, browsers, _ = tree()
    session.listen(node, "cell_selected")
    session.listen(node, "sorted")
    cell = {"path": ["z"], "col_key": "a", "value": 3}
    browsers[0].report(node.wid, "cell_selected", [cell], True)
    browsers[0].report(node.wid, "sorted", {"a": 50, "b": 70.5})
    browsers[0].report(node.wid, "sorted", "a", False)
    found = [event for event in settle(session, browsers) if isinstance(event, WidgetEvent)]
    assert [(event.action, event.args) for event in found] == [
        ("cell_selected", ([cell],)),
        ("sorted", ("a", False)),
    ]


def test_dragged_columns_are_as_wide_for_all() -> None:
    session, node, browsers, pages = tree()
    session.call(node, "set_optimal_column_widths")
    settle(session, browsers)
    browsers[0].report(node.wid, "sorted", {"a": 50, "b": 70.5})
    settle(session, browsers)
    late = connect(session.keeper, session).page.widgets[node.wid].content
    assert isinstance(late, PageTree)
    assert pages[1].widths == late.widths == ["50px", "70.5px"]


@pytest.mark.parametrize(
    ("action", "args"),
    [
        ("selected", [[{"path": ["gone"]}]]),
        ("selected", ["x"]),
        ("selected", []),
        ("expanded", [{}, ["x", "gone"]]),
        ("collapsed", [{}]),
        ("sorted", ["gone", True]),
        ("sorted", ["a"]),
        ("sorted", [{"a": -1}]),
        ("cell_edited", [["z"], "gone", "", "new"]),
        ("cell_edited", [["z"], "a", 3, {"no": "value"}]),
        ("cell_edited", [["z"], "a"]),
        ("cell_selected", [[{"path": ["z"]}]]),
    ],
)
def test_nonsense_is_refused_and_changes_nothing(action: str, args: list[Any]) -> None:
    session, node, browsers, pages = tree(selection_mode="single-cell")
    session.listen(node, action)
    before = pages[1].shown()
    browsers[0].report(node.wid, action, *args)
    [refused] = settle(session, browsers)
    assert isinstance(refused, ReportRefused)
    assert f"TreeView 1> reports '{action}'" in refused.detail
    assert pages[1].shown() == before


def test_a_report_of_a_row_that_has_just_gone_is_no_nonsense() -> None:
    session, node, browsers, pages = tree()
    pages[0].user_selects(["x", "y"])
    pages[0].user_edits(["x", "y"], "a", "late")
    session.call(node, "remove_item", (["x"],))
    found = settle(session, browsers)
    assert found == []
    assert session.call(node, "get_selected") == []
    assert pages[0].shown() == pages[1].shown()
    assert pages[0].selection == []


def test_an_edit_older_than_our_word_gives_way() -> None:
    session, node, browsers, pages = tree()
    pages[0].user_edits(["z"], "a", "user")
    session.call(node, "set_cell", (["z"], "a", "program"))
    pages[1].user_edits(["z"], "b", "kept")
    settle(session, browsers)
    assert session.call(node, "get_subtree", (["z"],)) == {"z": {"a": "program", "b": "kept"}}
    assert pages[0].shown() == pages[1].shown()


def goes_on(session: Session, browser: SimulatedBrowser, acts: list[Callable[[], None]]) -> None:
    """A user does one thing after another, over a line that takes as long as three of these."""
    arrives: deque[int] = deque([0, 0, 0])  # how many frames, at each of the next steps
    for act in acts:
        act()
        while browser.deliver_up():
            pass
        events(session)
        arrives.append(browser.collect())
        for _ in range(arrives.popleft()):
            browser.deliver_down()
    settle(session, [browser])


def test_a_key_that_is_held_while_the_program_selects_goes_on_from_there() -> None:
    """Else each correction makes the next report stale, and so on until the key is let go."""
    session, node, browsers, pages = tree()
    paths = [["x"], ["x", "y"], ["z"]]
    session.call(node, "select_path", (["z"],))
    steps = [partial(pages[0].user_selects, paths[turn % 3]) for turn in range(11)]
    goes_on(session, browsers[0], steps)
    settle(session, browsers)
    assert [row["path"] for row in session.call(node, "get_selected")] == [["x", "y"]]
    assert [page.shown()["selected"] for page in pages] == [[["x", "y"]]] * 2


def test_who_types_while_the_program_sets_a_text_types_on() -> None:
    session, node, browsers = opened("ComboBox", editable=True)
    combos = [browser.page.widgets[node.wid].content for browser in browsers]
    combo, other = (combo for combo in combos if isinstance(combo, PageItems))
    session.call(node, "set_text", ("program",))
    keys = [lambda turn=turn: combo.user_types(f"typed {turn}") for turn in range(10)]
    goes_on(session, browsers[0], keys)
    settle(session, browsers)
    assert session.call(node, "get_text") == combo.text == other.text == "typed 9"


def test_a_page_that_was_away_meanwhile_sees_what_the_other_users_did() -> None:
    session, _, (away, other), pages = tree(selection_mode="multiple-cell")
    away.drop()
    pages[1].user_toggles(["x"])
    pages[1].user_selects(["z"])
    pages[1].user_edits(["z"], "b", "typed")
    settle(session, [other])
    away.come_back()
    settle(session, [away, other])
    assert away.link.builds == 1
    assert pages[0].shown() == pages[1].shown()
    assert pages[0].shown()["selected"] == [["z"]]


def test_adding_rows_takes_no_click_back() -> None:
    session, node, browsers, pages = tree()
    pages[0].user_selects(["z"])
    pages[1].user_toggles(["x"])
    session.call(node, "append_row", ({"a": 9},))
    session.call(node, "add_item", (["x"], "new", {"a": 8}))
    settle(session, browsers)
    assert [row["path"] for row in session.call(node, "get_selected")] == [["z"]]
    assert session.call(node, "get_collapsed") == [["x"]]
    assert pages[0].shown() == pages[1].shown()


def delete_first_column(session: Session, node: Node) -> None:
    session.call(node, "delete_column", ("a",))


def insert_first_column(session: Session, node: Node) -> None:
    session.call(node, "insert_column", ({"label": "C", "key": "c"}, "a"))


def write_a_row_anew(session: Session, node: Node) -> None:
    session.call(node, "add_item", (None, "x", {"v": {"b": 2}, "u": {"b": 1}}))


@pytest.mark.parametrize(
    ("column", "change"),
    [("b", delete_first_column), ("a", insert_first_column), ("b", write_a_row_anew)],
)
def test_a_sort_before_a_change_that_does_not_sort(
    column: str, change: Callable[[Session, Node], None]
) -> None:
    session, node, browsers, pages = tree()
    session.call(node, "set_tree", ({"x": {"v": {}, "u": {}}, "w": {}},))
    settle(session, browsers)
    pages[0].user_sorts(column)
    change(session, node)
    settle(session, browsers)
    late = connect(session.keeper, session).page.widgets[node.wid].content
    assert isinstance(late, PageTree)
    assert pages[0].sort == (column, True)
    assert pages[0].shown() == pages[1].shown() == late.shown()


def test_a_second_sort_is_not_taken_back_by_what_follows_the_first() -> None:
    session, node, browsers, pages = tree()
    pages[0].user_sorts("b")
    pages[0].user_sorts("b")
    session.call(node, "delete_column", ("a",))
    settle(session, browsers)
    assert pages[0].sort == ("b", False)
    assert pages[0].shown() == pages[1].shown()


def test_what_a_user_did_after_a_sort_that_crossed_a_new_row_stays() -> None:
    """The list is told anew, since the row came in elsewhere; that is older than what was done."""
    session, node, browsers, pages = tree(selection_mode="single")
    pages[0].user_sorts("b")
    pages[0].user_selects(["z"])
    pages[0].user_edits(["z"], "b", "typed")
    session.call(node, "add_item", (None, "w", {"a": 9, "b": "m"}))
    settle(session, browsers)
    assert [row["path"] for row in session.call(node, "get_selected")] == [["z"]]
    assert session.call(node, "get_subtree", (["z"],))["z"]["b"] == "typed"
    assert pages[0].shown() == pages[1].shown()
    assert pages[0].shown()["selected"] == [["z"]]


@pytest.mark.parametrize("added", ["", "new", "other"])
@pytest.mark.parametrize("typed", ["", "new"])
def test_what_a_user_chose_after_a_new_text_that_crossed_another_stays(
    typed: str, added: str
) -> None:
    session, node, browsers = opened("ComboBox", editable=True)
    for text in ("a", "b"):
        session.call(node, "append_text", (text,))
    settle(session, browsers)
    pages = [browser.page.find(node.wid).content for browser in browsers]
    combos = [page for page in pages if isinstance(page, PageItems)]
    combos[0].user_types(typed)
    combos[0].user_presses_enter()
    combos[0].user_chooses("b")
    session.call(node, "append_text", (added,))
    settle(session, browsers)
    assert session.call(node, "get_text") == "b"
    assert [combo.text for combo in combos] == ["b", "b"]
    assert combos[0].items == combos[1].items == node.content.items


def test_new_texts_that_all_crossed_another_stand_in_one_order() -> None:
    session, node, browsers = opened("ComboBox", editable=True)
    session.call(node, "append_text", ("first",))
    settle(session, browsers)
    pages = [browser.page.find(node.wid).content for browser in browsers]
    combos = [page for page in pages if isinstance(page, PageItems)]
    session.call(node, "append_text", ("x",))
    browsers[0].collect()
    for text in "abc":  # the first knows nothing of x, the others know it, and not what came of it
        combos[0].user_types(text)
        combos[0].user_presses_enter()
        browsers[0].deliver_up()
        browsers[0].deliver_up()
        events(session)
        browsers[0].deliver_down()
    settle(session, browsers)
    assert sorted(combos[0].items) == ["a", "b", "c", "first", "x"]
    assert combos[0].shown() == combos[1].shown()
    assert combos[0].items == node.content.items
    assert session.call(node, "get_text") == "c"


@pytest.mark.parametrize("editable", [False, True])
def test_what_a_user_chose_after_an_item_that_is_gone_stays(*, editable: bool) -> None:
    session, node, browsers = opened("ComboBox", editable=editable)
    for text in "abc":
        session.call(node, "append_text", (text,))
    settle(session, browsers)
    pages = [browser.page.find(node.wid).content for browser in browsers]
    combos = [page for page in pages if isinstance(page, PageItems)]
    combos[0].user_chooses("b")
    combos[0].user_chooses("c")
    session.call(node, "delete_alpha", ("b",))
    settle(session, browsers)
    assert session.call(node, "get_text") == "c"
    assert [combo.text for combo in combos] == ["c", "c"]
    assert combos[0].items == combos[1].items == node.content.items


def test_a_list_that_is_told_anew_does_not_overtake_a_block_that_is_open() -> None:
    hub = make_hub()
    session = hub.create_session()
    node = session.create("ComboBox", (), {"editable": True})
    session.call(node, "append_text", ("a",))
    browser = connect(hub, session)
    settle(session, [browser])
    combo = browser.page.find(node.wid).content
    assert isinstance(combo, PageItems)
    batch = Batch()
    session.act(session.call, node, "append_text", ("x",), batch=batch)
    combo.user_types("new")
    combo.user_presses_enter()
    settle(session, [browser])
    batch.release()
    settle(session, [browser])
    assert combo.shown() == {"items": ["a", "x", "new"], "text": "new"}


def test_two_users_commit_the_same_new_text() -> None:
    session, node, browsers = opened("ComboBox", editable=True)
    session.call(node, "append_text", ("a",))
    settle(session, browsers)
    combos = [browser.page.widgets[node.wid].content for browser in browsers]
    for combo in combos:
        assert isinstance(combo, PageItems)
        combo.user_types("new")
        combo.user_presses_enter()
    settle(session, browsers)
    shown = [combo.shown() for combo in combos if combo is not None]
    assert shown == [{"items": ["a", "new"], "text": "new"}] * 2
    assert session.call(node, "get_index") == 1


def test_a_text_that_is_no_item_is_refused() -> None:
    session, node, browsers = opened("ComboBox")
    session.call(node, "append_text", ("a",))
    settle(session, browsers)
    browsers[0].report(node.wid, "activated", 0, "other")
    [refused] = settle(session, browsers)
    assert isinstance(refused, ReportRefused)
    browsers[0].report(node.wid, "activated", 0, "a")
    session.call(node, "delete_alpha", ("a",))
    assert settle(session, browsers) == events(session) == []
    assert session.call(node, "get_alpha", (0,)) is None


def comes_to(browser: SimulatedBrowser, node: Node, place: float) -> None:
    """There is more to scroll: nobody has done anything in this page."""
    told = {"wid": node.wid, "action": "scrolled", "args": [0, place], "by_itself": True}
    browser.post({"type": "callback", **told, "seen": browser.seen})


def test_what_a_user_scrolled_is_told_though_it_went_on_by_itself() -> None:
    session, node, browsers = opened("TreeView")
    session.listen(node, "scrolled")
    settle(session, browsers)
    browsers[0].report(node.wid, "scrolled", 0, 0.5)
    comes_to(browsers[0], node, 0.4)
    [event] = settle(session, browsers)
    assert isinstance(event, WidgetEvent)
    assert event.args == (0, 0.5)
    assert session.call(node, "get_scroll_position") == (0, 0.4)


@pytest.mark.parametrize("cls", ["TreeView", "TextSource", "ScrollArea", "MDIWidget"])
def test_a_place_that_changes_by_itself_is_kept_and_disturbs_nobody(cls: str) -> None:
    """There is more to scroll, of which each page tells; nobody has scrolled."""
    session, node, (one, other) = opened(cls)
    session.listen(node, "scrolled")
    third = connect(session.keeper, session)
    browsers = [one, other, third]
    settle(session, browsers)
    one.report(node.wid, "scrolled", 0, 0.5)
    [event] = settle(session, browsers)
    assert isinstance(event, WidgetEvent)
    assert event.args == (0, 0.5)
    told = len(third.messages)
    comes_to(third, node, 0.3)  # a smaller page, where nobody is at work
    comes_to(one, node, 0.4)
    assert settle(session, browsers) == []
    assert not any("method" in message for message in third.messages[told:])
    assert session.call(node, "get_scroll_position") == (0, 0.4)
    session.call(node, "set_scroll_position", (0, 0.1))
    comes_to(one, node, 0.2)  # before it heard of that
    assert settle(session, browsers) == []
    assert session.call(node, "get_scroll_position") == (0, 0.1)


@pytest.mark.parametrize("args", [[], [0.5], [0, 1, 0], [0, "1"], [[0, 1]]])
@pytest.mark.parametrize("cls", ["TreeView", "ScrollArea", "AbstractScrollArea"])
def test_what_is_no_place_is_refused(cls: str, args: list[Any]) -> None:
    session, node, browsers = opened(cls)
    session.listen(node, "scrolled")
    settle(session, browsers)
    browsers[0].report(node.wid, "scrolled", *args)
    [refused] = settle(session, browsers)
    assert isinstance(refused, ReportRefused)
    assert session.call(node, "get_scroll_percent" if "Area" in cls else "get_scroll_position") == (
        0,
        0,
    )
