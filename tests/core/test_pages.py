"""The packed page of a session: shared by browsers that are built at once, and never an old one."""

import gc

import pytest

from core.helpers import connect, make_hub, settle
from core.recording import read
from core.recording.world import World
from pgwidgets.testing import SimulatedBrowser
from pgwidgets_proto.sessions.session import Session
from pgwidgets_proto.views.pack import Pack

RECORDING = read()


def arriving(session: Session) -> SimulatedBrowser:
    """A browser that has said hello, and been sent nothing of the page yet."""
    hub = session.keeper
    browser = SimulatedBrowser(hub, session_id=session.id, token=session.token)  # type: ignore[arg-type]
    browser.collect()
    browser.deliver_down()
    browser.deliver_up()
    return browser


def payloads(session: Session) -> list[bytes]:
    return [item.frame.payload for item in session.pages.packed() if isinstance(item, Pack)]


def test_browsers_that_come_at_once_are_sent_the_same_bytes() -> None:
    session = make_hub().create_session()
    for number in range(1000):
        session.create("Label", (f"label {number}",))
    browsers = [arriving(session) for _ in range(3)]
    for browser in browsers:
        browser.collect()
    first, *others = [
        [frame.payload for frame in browser.down if len(frame.payload) > 1000]
        for browser in browsers
    ]
    assert len(first) == 1
    assert all(one is same for other in others for one, same in zip(first, other, strict=True))
    settle(session, browsers)
    assert [len(browser.page.widgets) for browser in browsers] == [1000] * 3


def test_who_comes_after_a_change_is_sent_the_page_as_it_is() -> None:
    session = make_hub().create_session()
    label = session.create("Label", ("old",))
    early = arriving(session)
    session.call(label, "set_text", ("new",))
    late = arriving(session)
    settle(session, [early, late])
    assert [b.page.widgets[label.wid].get("text") for b in (early, late)] == ["new", "new"]
    assert late.messages[-1]["type"] != "call"  # it was built so


def test_a_page_is_kept_no_longer_than_somebody_needs_it() -> None:
    hub = make_hub()
    session = hub.create_session()
    session.create("Label", ("x",))
    browser = connect(hub, session)
    settle(session, [browser])
    gc.collect()
    # Their types: lazy objects of other packages do much when isinstance() asks them.
    assert not any(type(thing) is Pack for thing in gc.get_objects())


def test_a_table_with_a_source_may_change_by_itself_so_its_page_is_not_shared() -> None:
    session = make_hub().create_session()
    session.create("Label", ("x",))
    kept = session.pages.packed()
    assert session.pages.packed()[0] is kept[0]
    session.readings.tables[session.nodes[1]] = None  # type: ignore[assignment]
    session.pages.changed()
    again = session.pages.packed()
    assert session.pages.packed()[0] is not again[0]


@pytest.mark.parametrize("chapter", RECORDING)
def test_whatever_happens_a_kept_page_is_as_a_new_one(chapter: str) -> None:
    world = World()
    kept: dict[object, list[object]] = {}
    for number, (step, _) in enumerate(RECORDING[chapter]):
        world.perform(step)
        if number % 6:
            continue  # what is kept meanwhile must be given up by what changes the page
        for session in world.hub.sessions.values():
            shown = payloads(session)
            kept[session.id] = session.pages.packed()  # so that it is there at the next look
            session.pages.changed()
            assert shown == payloads(session), (number, step)
            kept[session.id] = session.pages.packed()
