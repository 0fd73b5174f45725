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
