"""What the stock client is sent in the place of what our own would be."""

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


def test_a_page_that_is_built_reports_what_nobody_listens_to() -> None:
    hub = make_hub()
    session = hub.create_session()
    box = session.create("CheckBox", ("c",))
    browser = connect(hub, session, stock=True)
    browser.toggle(box.wid)
    settle(session, [browser])
    assert session.call(box, "get_state") is True
