"""Whole numbers that browsers tell are ints."""

from core.helpers import connect, events, make_hub, session_of


def test_sizes_and_places_keep_their_kind() -> None:
    hub = make_hub()
    session = hub.create_session()
    label = session.create("Label", ("x",))
    top = session.create("TopLevel")
    session.listen(top, "resize")
    browser = connect(hub, session)
    session = session_of(browser)
    browser.post({"type": "geometry", "sizes": [[label.wid, 300, 20.5]], "seen": 3})
    browser.post({"type": "geometry", "sizes": [[top.wid, 400, 200]], "seen": 3})
    browser.post({"type": "viewport", "width": 1300, "height": 900.5})
    browser.exchange()
    told = [event.args for event in events(session) if hasattr(event, "args")]
    assert repr(told) == "[({'width': 400, 'height': 200},)]"
    assert repr(session.call(label, "get_size")) == "(300, 20.5)"
    assert repr(session.viewport) == "(1300, 900.5)"
    session.call(top, "resize", (500, 250))
    assert repr(session.call(top, "get_size")) == "(500, 250)"
