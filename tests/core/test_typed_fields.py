"""Fields that a user types into while the program writes them: nothing of either is lost."""

from typing import Any

import pytest

from core.helpers import connect, events, make_hub, settle
from pgwidgets.testing import SimulatedBrowser
from pgwidgets_proto.sessions.session import Session
from pgwidgets_proto.widgets.widget import Node


@pytest.fixture(params=["TextEntry", "TextArea"])
def scene(request: pytest.FixtureRequest) -> tuple[Session, Node, list[SimulatedBrowser]]:
    hub = make_hub()
    session = hub.create_session()
    field = session.create(request.param)
    session.call(field, "set_text", ("abc",))
    session.listen(field, "modified")
    browsers = [connect(hub, session) for _ in range(2)]
    settle(session, browsers)
    return session, field, browsers


def shown(field: Node, browsers: list[SimulatedBrowser]) -> list[Any]:
    return [browser.page.widgets[field.wid].get("text") for browser in browsers]


def test_what_crosses_on_its_way_is_in_the_text_of_all(
    scene: tuple[Session, Node, list[SimulatedBrowser]],
) -> None:
    session, field, browsers = scene
    browsers[0].type_text(field.wid, "abc typed")
    session.call(field, "set_text", ("written abc",))  # which its user has not seen yet
    settle(session, browsers)
    assert session.call(field, "get_text") == "written abc typed"
    assert shown(field, browsers) == ["written abc typed"] * 2


def test_a_page_that_was_told_fewer_steps_comes_to_the_same(
    scene: tuple[Session, Node, list[SimulatedBrowser]],
) -> None:
    """It sees one insertion where the program has replaced all of the text, and added to that."""
    session, field, browsers = scene
    browsers[0].type_text(field.wid, "abc typed")
    for text in ("new", "new abc"):
        session.call(field, "set_text", (text,))
    settle(session, browsers)
    text = session.call(field, "get_text")
    assert " typed" in text
    assert shown(field, browsers) == [text] * 2


def test_the_text_that_a_page_has_told_is_not_sent_back_to_it(
    scene: tuple[Session, Node, list[SimulatedBrowser]],
) -> None:
    session, field, browsers = scene
    browsers[0].type_text(field.wid, "abcd")
    browsers[0].exchange()
    assert [event.args for event in events(session)] == [("abcd",)]
    settle(session, browsers)
    before = [len(browser.messages) for browser in browsers]
    session.call(field, "set_text", ("abcd",))  # what a handler is wont to do
    settle(session, browsers)
    assert [len(browser.messages) for browser in browsers] == before
    assert shown(field, browsers) == ["abcd"] * 2


LINES = [
    ("TextEntry", "a\r\nb\n", [], "ab"),
    ("TextEntry", "", [("set_text", "a\rb")], "ab"),
    ("TextEntrySet", "\n", [], ""),
    ("TextArea", "a\r\nb\rc", [], "a\nb\nc"),
    ("TextArea", "", [("append_text", "a\r"), ("append_text", "\nb")], "a\n\nb"),
    ("TextArea", "a\rb\rc", [("set_limit", 2), ("append_text", "\nd")], "c\nd"),
    ("TextArea", "", [("set_limit", 2), ("set_text", "a\r\nb\rc")], "b\nc"),
    ("TextArea", "", [("set_limit", 2), ("append_text", "a\rb\r\nc")], "b\nc"),
]
"""Each: a class, its first text, calls, and the text that is shown then."""


@pytest.mark.parametrize("case", LINES, ids=str)
def test_line_breaks_are_those_that_a_field_shows(case: Any) -> None:
    cls, first, calls, text = case
    hub = make_hub()
    session = hub.create_session()
    field = session.create(cls, (first,))
    browser = connect(hub, session)
    for method, arg in calls:
        session.call(field, method, (arg,))
        settle(session, [browser])
    assert session.call(field, "get_text") == text
    assert shown(field, [browser, connect(hub, session)]) == [text, text]
    session.listen(field, "modified")
    settle(session, [browser])
    browser.type_text(field.wid, f"{text}!")
    settle(session, [browser])
    assert session.call(field, "get_text") == f"{text}!"
