"""What browsers report, until the program takes it."""

import json
from typing import Any

import pytest

from core.counting import lines_of
from core.helpers import connect, events, go_on, make_hub, settle
from pgwidgets.testing import SimulatedBrowser
from pgwidgets_proto.limits import Limits
from pgwidgets_proto.sessions.events import BrowserJoined, ReportRefused, WidgetEvent
from pgwidgets_proto.sessions.hub.hub import Hub
from pgwidgets_proto.sessions.session import Session
from pgwidgets_proto.views.link_state import LinkState
from pgwidgets_proto.widgets.widget import Node


def opened(cls: str, *args: Any, count: int = 1, **options: Any) -> tuple[
    Hub, Session, Node, list[SimulatedBrowser]
]:  # fmt: skip
    """A session with one widget, and browsers that show it."""
    hub = make_hub(Limits(events=50))
    session = hub.create_session()
    node = session.create(cls, args, options)
    browsers = [connect(hub, session) for _ in range(count)]
    events(session)
    return hub, session, node, browsers


def reports(found: list[Any]) -> list[tuple[str, Any]]:
    return [(e.action, e.args) for e in found if isinstance(e, WidgetEvent)]


def test_of_moves_in_a_row_only_the_newest_counts() -> None:
    _, session, node, (browser,) = opened("Label", "x")
    for action in ("pointer-move", "activated"):
        if action in node.cls.actions:
            session.listen(node, action)
    session.listen(node, "resize")
    browser.exchange()
    for width in range(100):
        browser.report(node.wid, "resize", {"width": width, "height": 1})
    found = settle(session, [browser])
    assert reports(found) == [("resize", ({"width": 99, "height": 1},))]
    assert session.call(node, "get_size") == (99, 1)


@pytest.mark.parametrize(
    ("turns", "told"),
    [
        ([(0, 100), (5, 100), (0, -50)], [(5, 150)]),
        ([(0, 1.5), (0, 2)], [(0, 3.5)]),
        ([(0, None), (0, 7)], [(0, 7)]),
        ([(0, "x"), (0, 7)], [(0, 7)]),
        ([(0, 7), (0, "x")], [(0, "x")]),
        ([(10**400, 7), (0.5, 7)], [(0.5, 14)]),
        ([(0, 1e308), (7, 1e308)], [(7, 1e308)]),
    ],
)
def test_turns_of_the_wheel_add_up(turns: list[Any], told: list[Any]) -> None:
    _, session, node, (browser,) = opened("Image", interactive=True)
    session.listen(node, "scroll")
    browser.exchange()
    for number, (x, y) in enumerate(turns):
        browser.report(node.wid, "scroll", {"x": number, "delta_x": x, "delta_y": y})
    found = [args[0] for _, args in reports(settle(session, [browser]))]
    assert [(event["delta_x"], event["delta_y"]) for event in found] == told
    assert found[0]["x"] == len(turns) - 1


def test_turns_in_other_units_and_without_an_event_do_not_add_up() -> None:
    _, session, node, (browser,) = opened("Image", interactive=True)
    session.listen(node, "scroll")
    browser.exchange()
    browser.report(node.wid, "scroll", {"delta_y": 3, "delta_mode": 1})
    browser.report(node.wid, "scroll", {"delta_y": 100, "delta_mode": 0})
    browser.report(node.wid, "scroll")
    browser.report(node.wid, "scroll", {"delta_y": 7, "delta_mode": 0})
    found = reports(settle(session, [browser]))
    assert found == [("scroll", ({"delta_y": 7, "delta_mode": 0},))]


def test_moves_of_different_widgets_and_browsers_are_not_merged() -> None:
    _, session, node, browsers = opened("Label", "x", count=2)
    other = session.create("Label", ("y",))
    for label in (node, other):
        session.listen(label, "resize")
    settle(session, browsers)
    size = {"width": 1, "height": 2}
    for browser, label in ((0, node), (1, node), (0, node), (0, other), (0, node)):
        browsers[browser].report(label.wid, "resize", size)
        browsers[browser].exchange()
    assert len(reports(events(session))) == 5


def test_a_click_is_never_merged() -> None:
    _, session, node, (browser,) = opened("Button", "b")
    session.listen(node, "activated")
    browser.exchange()
    for _ in range(7):
        browser.click(node.wid)
    assert len(reports(settle(session, [browser]))) == 7


def test_the_state_is_that_of_the_event() -> None:
    _, session, node, (browser,) = opened("TextEntry", "")
    session.listen(node, "modified")
    browser.exchange()
    for text in ("a", "ab"):
        browser.type_text(node.wid, text)
    browser.exchange()
    seen = []
    while (event := session.next_event()) is not None:
        seen.append((reports([event]), session.call(node, "get_text")))
    assert seen == [([("modified", ("a",))], "a"), ([("modified", ("ab",))], "ab")]


def test_what_nobody_asked_for_is_refused_and_told() -> None:
    _, session, node, (browser,) = opened("Button", "b")
    for action in ("activated", "no such thing"):
        browser.report(node.wid, action)
    browser.exchange()
    found = events(session)
    assert all(isinstance(event, ReportRefused) for event in found)
    assert [event.detail for event in found] == [  # type: ignore[union-attr]
        "<Button 1> was not asked to report 'activated'",
        "<Button 1> was not asked to report 'no such thing'",
    ]


@pytest.mark.parametrize("args", [[], [3], [None], [["x"]], [{"__wid__": 1}]])
def test_nonsense_changes_nothing(args: list[Any]) -> None:
    _, session, node, (browser,) = opened("TextEntry", "before")
    browser.report(node.wid, "modified", *args)
    browser.exchange()
    assert [type(event) for event in events(session)] == [ReportRefused]
    assert session.call(node, "get_text") == "before"


@pytest.mark.parametrize("size", [{}, {"width": 1}, {"width": True, "height": 1}, {"width": "1"}])
def test_a_size_is_two_numbers(size: dict[str, Any]) -> None:
    _, session, node, (browser,) = opened("Label", "x")
    browser.report(node.wid, "resize", size)
    browser.exchange()
    assert [type(event) for event in events(session)] == [ReportRefused]


def test_sizes_and_positions_come_in_bulk() -> None:
    _, session, node, (browser,) = opened("TopLevel")
    session.listen(node, "resize")
    session.listen(node, "move")
    browser.exchange()
    browser.send({
        "type": "geometry", "seen": browser.seen,
        "sizes": [[node.wid, 300, 200.5], [555, 1, 1]], "positions": [[node.wid, 5, 6]],
    })  # fmt: skip
    found = settle(session, [browser])
    assert reports(found) == [
        ("resize", ({"width": 300, "height": 200.5},)),
        ("move", (5, 6)),
    ]
    assert session.call(node, "get_size") == (300, 200.5)
    assert session.call(node, "get_position") == (5, 6)


def test_layout_tells_where_a_widget_stands_that_nobody_can_move() -> None:
    hub, session, label, (browser,) = opened("Label", "x")
    sent = {"type": "geometry", "seen": browser.seen, "positions": [[label.wid, 5, 6]]}
    browser.send(sent)
    assert settle(session, [browser]) == []
    assert session.call(label, "get_position") == (5, 6)
    newcomer = connect(hub, session)
    settle(session, [browser, newcomer])
    assert newcomer.page.find(label.wid).state.get("position") is None  # each has its own layout
    assert session.call(label, "get_position") == (5, 6)


def test_a_report_in_bulk_is_one_event_a_widget_however_often_it_names_it() -> None:
    _, session, label, (browser,) = opened("Label", "x")
    session.listen(label, "resize")
    settle(session, [browser])
    sizes = [[label.wid, number, number] for number in range(1000)]
    browser.post({"type": "geometry", "sizes": sizes, "seen": browser.seen})
    assert reports(settle(session, [browser])) == [
        ("resize", ({"width": 999.0, "height": 999.0},)),
    ]
    assert session.call(label, "get_size") == (999, 999)


def test_only_the_layout_of_the_most_recently_active_browser_counts() -> None:
    _, session, node, browsers = opened("Label", "x", count=2)
    entry = session.create("TextEntry")
    settle(session, browsers)
    browsers[1].type_text(entry.wid, "x")
    settle(session, browsers)
    for width, browser in zip((100, 200), browsers, strict=True):
        message = {"type": "geometry", "seen": browser.seen, "sizes": [[node.wid, width, 1]]}
        browser.send(message)
    settle(session, browsers)
    assert session.call(node, "get_size") == (200, 1)
    browsers[1].leave()
    browsers[0].send({"type": "geometry", "seen": browsers[0].seen, "sizes": [[node.wid, 9, 1]]})
    settle(session, browsers[:1])
    assert session.call(node, "get_size") == (9, 1)


def test_an_old_report_reaches_the_handlers_but_not_the_state() -> None:
    _, session, node, (browser,) = opened("Slider")
    session.listen(node, "activated")
    browser.exchange()
    browser.slide(node.wid, 20)
    session.call(node, "set_value", (90,))
    found = settle(session, [browser])
    assert reports(found) == [("activated", (20,))]
    assert session.call(node, "get_value") == 90
    assert browser.page.widgets[node.wid].get("value") == 90


def test_a_call_in_the_middle_of_a_drag_takes_back_no_more_than_what_it_crossed() -> None:
    _, session, node, (browser, other) = opened("Slider", count=2)
    browser.slide(node.wid, 1)
    session.call(node, "set_value", (90,))
    browser.collect()
    browser.deliver_down()
    browser.slide(node.wid, 2)
    told = len(browser.messages)
    settle(session, [browser, other])
    assert session.call(node, "get_value") == 2
    assert [b.page.widgets[node.wid].get("value") for b in (browser, other)] == [2, 2]
    assert len(browser.messages) == told  # it has heard of the call, and needs no second word


def test_a_window_changed_in_two_ways_is_told_what_it_does_not_hear_anyway() -> None:
    _, session, node, (browser,) = opened("TopLevel", title="t")
    session.call(node, "resize", (300, 200))
    settle(session, [browser])
    browser.resize(node.wid, 310, 210)
    session.call(node, "set_window_state", ("minimized",))
    told = len(browser.messages)
    settle(session, [browser])
    assert session.call(node, "get_window_state") == "minimized"
    assert [message["method"] for message in browser.messages[told:]] == [
        "set_window_state", "resize"
    ]  # fmt: skip
    assert browser.page.widgets[node.wid].state["size"] == (300, 200)


def test_a_report_from_a_browser_that_left_counts_unless_it_is_old() -> None:
    hub, session, node, (browser,) = opened("Slider")
    browser.slide(node.wid, 20)
    browser.deliver_up()
    browser.leave()
    events(session)
    assert session.call(node, "get_value") == 20
    late = connect(hub, session)
    late.slide(node.wid, 30)
    late.deliver_up()
    late.leave()
    session.call(node, "set_value", (90,))
    events(session)
    assert session.call(node, "get_value") == 90
    assert not session.audience.departed


def test_what_a_lost_browser_reported_is_judged_even_if_its_queue_overflows() -> None:
    hub = make_hub(Limits(link_bytes=20_000))
    session = hub.create_session()
    mine, ours = session.create("Slider"), session.create("Slider")
    browser = connect(hub, session)
    events(session)
    browser.slide(mine.wid, 20)
    browser.slide(ours.wid, 30)
    browser.deliver_up()
    browser.deliver_up()
    browser.drop()
    session.call(ours, "set_value", (90,))
    for _ in range(30):
        session.create("Label", ("x" * 1000,))
    assert browser.link.state is LinkState.GONE
    events(session)
    assert session.call(mine, "get_value") == 20  # nothing newer was said of it
    assert session.call(ours, "get_value") == 90
    assert not session.audience.departed


def test_of_two_browsers_reports_the_later_is_stale_though_its_browser_has_left() -> None:
    _, session, slider, (one, other) = opened("Slider", count=2)
    session.listen(slider, "activated")
    settle(session, [one, other])
    one.slide(slider.wid, 20)
    other.slide(slider.wid, 30)
    other.slide(slider.wid, 40)
    one.deliver_up()
    other.deliver_up()
    other.deliver_up()
    other.leave()
    assert reports(settle(session, [one])) == [("activated", (value,)) for value in (20, 30, 40)]
    assert session.call(slider, "get_value") == 20


def test_of_the_reports_of_a_browser_that_has_left_none_makes_the_next_one_stale() -> None:
    _, session, tabs, (one, other) = opened("TabWidget", count=2)
    children = [session.create("Label", (text,)) for text in "abc"]
    for child in children:
        session.call(tabs, "add_widget", (child, {"title": "t"}))
    settle(session, [one, other])
    wids = [child.wid for child in children]
    for order in ((1, 0, 2), (2, 1, 0)):
        other.report(tabs.wid, "reordered", [{"__wid__": wids[index]} for index in order])
        other.deliver_up()
    other.leave()
    settle(session, [one])
    assert session.call(tabs, "get_children") == children[::-1]


def test_what_a_user_edits_goes_to_the_other_browsers() -> None:
    _, session, table, browsers = opened("TableView", count=2)
    session.call(table, "set_columns", ([{"label": "c", "key": "c"}],))
    session.call(table, "set_rows", ([["a"], ["b"]],))
    settle(session, browsers)
    before = len(browsers[1].messages)
    browsers[0].report(table.wid, "cell_edited", ["row0"], "c", "a", "new")
    settle(session, browsers)
    calls = [m for m in browsers[1].messages[before:] if m["type"] == "call"]
    assert [(m["method"], m["args"]) for m in calls] == [("set_cell", [["row0"], "c", "new"])]
    assert not browsers[0].page.widgets[table.wid].calls or all(
        name != "set_cell" for name, _ in browsers[0].page.widgets[table.wid].calls
    )


def test_what_a_user_edits_is_checked_by_the_column() -> None:
    def positive(value: str) -> float:
        if float(value) < 0:
            raise ValueError("it must not be below 0")
        return float(value)

    _, session, table, browsers = opened("TableView", count=2)
    column = {"label": "c", "key": "c", "editable": True, "validate": positive}
    session.call(table, "set_columns", ([column],))
    session.call(table, "set_rows", ([[1.0]],))
    session.listen(table, "cell_edited")
    settle(session, browsers)

    def cells() -> list[dict[str, Any]]:
        contents: list[Any] = [browser.page.widgets[table.wid].content for browser in browsers]
        return [content.root.children["row0"].values for content in contents]

    def edited(value: str) -> list[Any]:
        cells()[0]["c"] = value  # as it is shown there
        browsers[0].report(table.wid, "cell_edited", ["row0"], "c", 1.0, value)
        found = settle(session, browsers)
        assert not [event for event in found if isinstance(event, ReportRefused)]
        return [event.args[-1] for event in found if isinstance(event, WidgetEvent)]

    for refused in ("-3", "seven"):
        assert edited(refused) == []
        assert cells() == [{"c": 1.0}, {"c": 1.0}]
    assert edited("2.50") == [2.5]
    assert cells() == [{"c": 2.5}, {"c": 2.5}]


def test_a_check_that_fails_refuses_the_edit_and_the_session_lives() -> None:
    _, session, table, browsers = opened("TableView")
    column = {"label": "c", "key": "c", "validate": lambda value: value[7]}
    session.call(table, "set_columns", ([column],))
    session.call(table, "set_rows", ([["a"]],))
    settle(session, browsers)
    browsers[0].report(table.wid, "cell_edited", ["row0"], "c", "a", "new")
    (event,) = settle(session, browsers)
    assert isinstance(event, ReportRefused)
    assert "'validate' of the column 'c' raised IndexError" in event.detail
    with pytest.raises(TypeError, match="'validate' is 7; it must be callable"):
        session.call(table, "set_columns", ([{"label": "c", "validate": 7}],))


def test_a_report_that_was_too_long_is_refused_and_the_browser_told_what_we_have() -> None:
    _, session, entry, (browser,) = opened("TextArea", "start")
    session.listen(entry, "modified")
    settle(session, [browser])
    report = {"type": "callback", "wid": entry.wid, "action": "modified", "too_long": 1 << 21}
    browser.up.append(json.dumps(report))
    browser.deliver_up()
    found = settle(session, [browser])
    (event,) = found
    assert isinstance(event, ReportRefused)
    assert "reports 'modified' with 2097152 bytes: Limits.text_bytes" in event.detail
    assert session.call(entry, "get_text") == "start"
    (told,) = [m for m in browser.messages if m.get("method") == "set_text"]
    assert told["args"][0] == "start"


@pytest.mark.parametrize(("limit", "told"), [(1 << 20, None), (5000, 5000)])
def test_a_page_is_told_how_long_a_message_may_be(limit: int, told: int | None) -> None:
    hub = make_hub(Limits(text_bytes=limit))
    browser = connect(hub, hub.create_session())
    (info,) = [m for m in browser.messages if m["type"] == "session-info"]
    assert info.get("text_bytes") == told


def test_what_was_known_before_disturbs_no_other_browser() -> None:
    hub = make_hub()
    session = hub.create_session()
    entry = session.create("TextEntry", ("start",))
    writer, reader = connect(hub, session), connect(hub, session)
    for text, told in (("start", 0), ("a", 1), ("a", 1), ("b", 2), ("b", 2)):
        writer.report(entry.wid, "modified", text)
        settle(session, [writer, reader])
        heard = [m for m in reader.messages if m.get("method") == "set_text"]
        assert len(heard) == told
        assert session.call(entry, "get_text") == text
    assert not [m for m in writer.messages if m.get("method") == "set_text"]


def test_two_edits_of_one_cell_at_once_end_with_the_same_everywhere() -> None:
    hub, session, table, browsers = opened("TableView", count=2)
    session.call(table, "set_columns", ([{"label": "c", "key": "c"}],))
    session.call(table, "set_rows", ([["a"], ["b"]],))
    settle(session, browsers)
    shown: list[str] = ["one", "two"]
    for browser, text in zip(browsers, shown, strict=True):
        browser.report(table.wid, "cell_edited", ["row0"], "c", "a", text)
    before = [len(browser.messages) for browser in browsers]
    settle(session, browsers)
    for index, browser in enumerate(browsers):
        for message in browser.messages[before[index] :]:
            if message.get("method") == "set_cell":
                shown[index] = message["args"][2]
    assert shown[0] == shown[1]
    late = connect(hub, session)
    assert f'"{shown[0]}"' in json.dumps(late.messages)


def test_a_typed_item_is_in_the_list_of_every_browser() -> None:
    _, session, combo, browsers = opened("ComboBox", count=2, editable=True)
    session.call(combo, "append_text", ("old",))
    settle(session, browsers)
    before = len(browsers[1].messages)
    browsers[0].report(combo.wid, "activated", 1, "typed")
    settle(session, browsers)
    calls = [m for m in browsers[1].messages[before:] if m["type"] == "call"]
    assert [(m["method"], m["args"]) for m in calls] == [
        ("append_text", ["typed"]),
        ("set_text", ["typed"]),
    ]


def test_a_switch_that_was_put_on_too_late_is_told_that_it_is_off() -> None:
    _, session, first, (browser,) = opened("RadioButton", "1")
    second = session.create("RadioButton", ("2",), {"group": first})
    settle(session, [browser])
    session.call(second, "set_state", (False,))
    browser.toggle(first.wid)
    settle(session, [browser])
    assert bool(browser.page.widgets[first.wid].get("state")) == session.call(first, "get_state")


def test_a_value_that_a_rebuild_encoded_is_told_as_such() -> None:
    """A correction makes what the user did before it arrives stale, as every call does."""
    hub, session, tabs, (browser,) = opened("TabWidget")
    pages = [session.create("Label", (text,)) for text in "ab"]
    for page in pages:
        session.call(tabs, "add_widget", (page,))
    settle(session, [browser])
    browser.show_page(tabs.wid, 1)
    session.call(tabs, "set_index", (0,))
    connect(hub, session)
    browser.collect()
    browser.deliver_down()
    browser.show_page(tabs.wid, 1)
    settle(session, [browser])
    shown = browser.page.widgets[tabs.wid].selected
    assert shown == pages[session.call(tabs, "get_index")].wid


def test_events_of_the_core_come_in_order_with_reports() -> None:
    hub, session, node, (browser,) = opened("Button", "b")
    session.listen(node, "activated")
    browser.exchange()
    browser.click(node.wid)
    browser.exchange()
    connect(hub, session)
    assert [type(event) for event in events(session)] == [WidgetEvent, BrowserJoined]


def test_unlisten() -> None:
    _, session, entry, (browser,) = opened("TextEntry", "")
    session.listen(entry, "modified")
    session.listen(entry, "focus-in" if "focus-in" in entry.cls.actions else "activated")
    session.unlisten(entry, "modified")
    browser.exchange()
    browser.type_text(entry.wid, "x")
    assert reports(settle(session, [browser])) == []
    assert session.call(entry, "get_text") == "x"
    button = session.create("Button", ("b",))
    session.listen(button, "activated")
    session.unlisten(button, "activated")
    session.unlisten(button, "activated")
    browser.exchange()
    assert browser.page.widgets[button.wid].listeners == set()
    session.unlisten(button, "nothing")


def test_a_driver_can_let_others_have_their_turn_between_reports() -> None:
    _, session, node, (browser,) = opened("CheckBox", "x")
    browser.exchange()
    for number in range(20):
        browser.report(node.wid, "activated", number % 2 == 0)
    browser.exchange()
    assert len(session.inbox) == 20
    assert session.next_event(8) is None  # nobody listens
    assert len(session.inbox) == 12
    assert session.next_event() is None
    assert not session.inbox


@pytest.mark.parametrize("value", [0, "x", 0.5, None, True])
def test_many_plain_values_of_one_report_take_no_look_each(value: object) -> None:
    hub, session, node, (browser,) = opened("Button", "x")
    session.listen(node, "activated")
    browser.exchange()
    lines = []
    for count in (1_000, 50_000):
        browser.report(node.wid, "activated", [value] * count)
        browser.exchange()
        go_on(hub)
        found: list[Any] = []
        lines.append(lines_of(lambda told=found: told.append(session.next_event())))
        (event,) = found
        assert event.args == ([value] * count,)
        assert event.places == []
    assert lines[1] < lines[0] + 20


def test_an_event_says_where_widgets_are_in_it() -> None:
    _, session, node, (browser,) = opened("Button", "x")
    session.listen(node, "activated")
    browser.exchange()
    me, nobody = {"__wid__": node.wid}, {"__wid__": 999}
    for args in ([me], [nobody, me], [[[{"a": me}]]], [], [1, [2]]):
        browser.report(node.wid, "activated", *args)
    found = settle(session, [browser])
    assert [event.args for event in found] == [
        (node,), (None, node), ([[{"a": node}]],), (), (1, [2])
    ]  # fmt: skip
    assert [len(event.places) for event in found] == [1, 2, 1, 0, 0]
    holder, key = found[2].places[0]
    assert holder[key] is node
    assert holder is found[2].args[0][0][0]
