"""What waits in an inbox, told before it is taken: only what the program has handlers for."""

from core.helpers import connect, events, make_hub, session_of
from pgwidgets_proto.sessions.events import BrowserJoined, BrowserLeft, SessionOpened, WidgetEvent


def test_events_of_the_sessions_own_and_those_that_are_listened_to() -> None:
    hub = make_hub()
    browser = connect(hub)
    session = session_of(browser)
    entry, button = session.create("TextEntry", ("",)), session.create("Button", ("b",))
    session.listen(button, "activated")
    session.listen(button, "resize")
    browser.exchange()
    assert [type(event) for event in session.inbox.expected()] == [SessionOpened, BrowserJoined]
    events(session)
    browser.type_text(entry.wid, "typed")  # which is state, and nobody is told
    browser.click(button.wid)
    browser.resize(entry.wid, 5, 5)
    browser.resize(button.wid, 5, 5)
    browser.exchange()
    browser.leave()
    found = list(session.inbox.expected())
    told = [event.action for event in found if isinstance(event, WidgetEvent)]
    assert told == ["activated", "resize"]
    assert isinstance(found[-1], BrowserLeft)
    session.destroy(button)
    assert [type(event) for event in session.inbox.expected()] == [BrowserLeft]
    assert [type(event) for event in events(session)] == [BrowserLeft]
