"""What is ordered of a widget that the program has switched off is refused, be it only late."""

from typing import Any

import pytest

from core.helpers import connect, make_hub, settle
from pgwidgets_proto.sessions.events import ReportRefused, SessionEvent, WidgetEvent
from pgwidgets_proto.sessions.session import Session
from pgwidgets_proto.widgets.widget import Node


def made(name: str, action: str, *args: Any) -> tuple[Session, Node, Any]:
    """A widget in a box, whose action somebody listens to, and a browser that shows it."""
    hub = make_hub()
    session = hub.create_session()
    box, node = session.create("VBox"), session.create(name, args)
    session.call(box, "add_widget", (node, 0))
    session.listen(node, action)
    browser = connect(hub, session)
    settle(session, [browser])
    return session, node, browser


def handled(events: list[SessionEvent]) -> int:
    return sum(isinstance(event, WidgetEvent) for event in events)


def refused(events: list[SessionEvent]) -> list[str]:
    return [event.detail for event in events if isinstance(event, ReportRefused)]


def test_a_late_press_is_refused() -> None:
    session, button, browser = made("Button", "activated", "Expose")
    browser.report(button.wid, "activated")
    session.call(button, "set_enabled", (False,))
    events = settle(session, [browser])
    assert handled(events) == 0
    (why,) = refused(events)
    assert "'activated'" in why
    assert "is not enabled" in why


def test_the_second_half_of_a_double_click_is_refused_when_the_first_switches_it_off() -> None:
    session, button, browser = made("Button", "activated", "Expose")
    browser.report(button.wid, "activated")
    browser.report(button.wid, "activated")
    while browser.exchange():
        pass
    assert isinstance(session.next_event(), WidgetEvent)
    session.call(button, "set_enabled", (False,))
    events = settle(session, [browser])
    assert handled(events) == 0
    assert len(refused(events)) == 1


def test_a_box_switches_off_what_is_in_it() -> None:
    session, button, browser = made("Button", "activated", "Expose")
    assert button.parent is not None
    session.call(button.parent, "set_enabled", (False,))
    browser.report(button.wid, "activated")
    assert handled(settle(session, [browser])) == 0
    session.call(button.parent, "set_enabled", (True,))
    browser.report(button.wid, "activated")
    assert handled(settle(session, [browser])) == 1


@pytest.mark.parametrize(
    ("name", "method", "getter", "ours", "theirs"),
    [
        ("CheckBox", "set_state", "get_state", True, False),
        ("Slider", "set_value", "get_value", 5, 7),
    ],
)
def test_a_page_that_was_late_is_told_our_value(
    name: str, method: str, getter: str, ours: object, theirs: object
) -> None:
    session, node, browser = made(name, "activated")
    session.call(node, method, (ours,))
    settle(session, [browser])
    browser.report(node.wid, "activated", theirs)
    session.call(node, "set_enabled", (False,))
    before = len(browser.messages)
    events = settle(session, [browser])
    assert handled(events) == 0
    assert session.call(node, getter, ()) == ours
    told = [(m["method"], m["args"][0]) for m in browser.messages[before:] if m["type"] == "call"]
    assert told == [("set_enabled", False), (method, ours)]


def test_what_was_typed_is_kept() -> None:
    session, entry, browser = made("TextEntry", "modified")
    browser.report(entry.wid, "modified", "typed")
    session.call(entry, "set_enabled", (False,))
    assert handled(settle(session, [browser])) == 1
    assert session.call(entry, "get_text", ()) == "typed"
