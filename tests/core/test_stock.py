"""What the stock client is sent in the place of what our own would be."""

import json

from core.helpers import connect, events, make_hub, session_of, settle
from pgwidgets_proto.limits import Limits


def test_what_is_kept_for_a_window_that_has_no_name_yet_is_bounded() -> None:
    browser = connect(make_hub(Limits(link_bytes=20_000)), stock=True)
    session = session_of(browser)
    mdi, label = session.create("MDIWidget"), session.create("Label", ("x",))
    settle(session, [browser])
    window = session.call(mdi, "add_widget", (label,))
    browser.collect()  # on its way: the answer will name the window
    for number in range(1000):
        session.call(window, "set_title", (f"{number}" + "x" * 100,))
    assert browser.link.is_set_aside
    settle(session, [browser])
    assert not browser.link.is_set_aside
    assert browser.link.builds == 2
    assert browser.page.widgets.keys() >= {mdi.wid, label.wid}
    assert events(session) == []


def test_what_was_kept_counts_no_longer_when_the_window_has_its_name() -> None:
    browser = connect(make_hub(Limits(link_bytes=20_000)), stock=True)
    session = session_of(browser)
    mdi = session.create("MDIWidget")
    for _ in range(10):
        window = session.call(mdi, "add_widget", (session.create("Label", ("x",)),))
        browser.collect()
        for number in range(50):
            session.call(window, "set_title", (f"{number}" + "x" * 100,))
        settle(session, [browser])
    assert browser.link.builds == 1


def test_a_page_that_is_built_is_asked_for_what_ours_reports_by_itself() -> None:
    hub = make_hub()
    session = hub.create_session()
    window = session.create("TopLevel")
    browser = connect(hub, session, stock=True)
    browser.resize(window.wid, 300, 200)
    settle(session, [browser])
    assert session.call(window, "get_size") == (300, 200)


def test_nothing_waits_for_the_name_of_a_window_that_could_not_be_made() -> None:
    browser = connect(make_hub(Limits(link_bytes=20_000)), stock=True)
    session = session_of(browser)
    mdi, label = session.create("MDIWidget"), session.create("Label", ("x",))
    settle(session, [browser])
    browser.fail_next("add_widget", "no room")
    window = session.call(mdi, "add_widget", (label,))
    settle(session, [browser])
    for number in range(10):
        for _ in range(50):
            session.call(window, "set_title", (f"{number}" + "x" * 100,))
        assert settle(session, [browser])  # they fail, as there is no such window
    assert browser.link.builds == 1


def test_a_silent_call_that_fails_leaves_the_stock_client_mute_and_ours_as_it_was() -> None:
    for stock in (True, False):
        hub = make_hub()
        session = hub.create_session()
        button = session.create("Button", ("x",))
        session.listen(button, "activated")
        browser = connect(hub, session, stock=stock)
        call = {"wid": 99, "method": "set_text", "args": [""], "silent": True}
        browser.show(json.dumps({"type": "call", "id": browser.seen + 1, **call}).encode())
        assert browser.errors == ["Unknown widget id: 99"]
        browser.up.clear()
        browser.click(button.wid)
        assert len(browser.up) == (0 if stock else 1)
