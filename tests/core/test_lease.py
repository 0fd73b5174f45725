"""A server takes no event once its lease is over, and a session goes to another server at rest."""

from collections.abc import Callable

import pytest

from core.helpers import connect, events, make_hub, session_of
from pgwidgets.testing import SimulatedBrowser
from pgwidgets_proto.errors import CloseCode
from pgwidgets_proto.lease import Lease
from pgwidgets_proto.sessions.events import WidgetEvent
from pgwidgets_proto.sessions.hub.hub import Hub
from pgwidgets_proto.sessions.hub.hub_events import SessionEnded
from pgwidgets_proto.sessions.hub.moving import go_on, hold, is_at_rest, tell_frozen
from pgwidgets_proto.sessions.hub.session_ids import route_of
from pgwidgets_proto.sessions.keeping.snapshot import KeptShare, Meta, encode
from pgwidgets_proto.sessions.session import Session


class Clock:
    """Seconds that are told."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def leased(changed: Callable[[bool], None] = lambda is_over: None) -> tuple[Hub, Lease, Clock]:
    """A hub with a lease of 2 s."""
    clock = Clock()
    lease = Lease(clock, changed)
    lease.begin(2.0)
    return make_hub(keeps=True, lease=lease), lease, clock


def pressed(session: Session) -> int:
    """How many presses the program gets to handle."""
    got = [event for event in events(session) if isinstance(event, WidgetEvent)]
    for event in got:
        assert session.kept is not None
        session.kept.ledger.finished(event)
    return len(got)


def with_button(hub: Hub) -> tuple[SimulatedBrowser, Session, int]:
    """A browser before a session that has a button."""
    browser = connect(hub)
    session = session_of(browser)
    button = session.create("Button", ("press",))
    session.listen(button, "activated")
    browser.exchange()
    pressed(session)
    return browser, session, button.wid


def test_each_event_is_judged_when_it_is_taken() -> None:
    hub, _, clock = leased()
    browser, session, button = with_button(hub)
    for _ in range(3):
        browser.click(button)
    browser.exchange()
    clock.now = 1.999
    assert isinstance(session.next_event(), WidgetEvent)
    clock.now = 2.0
    assert session.next_event() is None
    assert not session.inbox, "a driver would ask for events again and again"
    assert len(session.inbox) == 2


def test_what_came_while_the_process_stood_still_is_not_handled_and_goes_on_later() -> None:
    told: list[bool] = []
    hub, lease, clock = leased(told.append)
    browser, session, button = with_button(hub)
    clock.now = 7.0  # it stood still; what was in the sockets is read now
    browser.click(button)
    browser.exchange()
    assert pressed(session) == 0
    assert told == [True]
    assert not lease.put_off(9.0), "others may have had the session meanwhile"
    assert pressed(session) == 0
    lease.begin(9.0)
    assert told == [True, False]
    assert pressed(session) == 1


def test_a_lease_that_is_good_is_put_off_from_anywhere() -> None:
    hub, lease, clock = leased()
    browser, session, button = with_button(hub)
    clock.now = 1.5
    assert lease.put_off(3.5)
    clock.now = 3.0
    browser.click(button)
    browser.exchange()
    assert pressed(session) == 1
    assert lease.put_off(2.0)
    assert lease.until == 3.5, "an answer that came late shortens nothing"


def test_a_lease_that_is_waived_counts_for_nothing_until_it_begins() -> None:
    hub, lease, clock = leased()
    browser, session, button = with_button(hub)
    clock.now = 5.0
    browser.click(button)
    browser.exchange()
    assert pressed(session) == 0
    lease.waive()
    assert pressed(session) == 1
    lease.begin(7.0)
    clock.now = 8.0
    browser.click(button)
    browser.exchange()
    assert pressed(session) == 0


def test_pages_are_told_that_nothing_is_handled_and_that_it_is_again() -> None:
    hub, lease, clock = leased()
    lease.changed = lambda is_over: tell_frozen(hub.sessions.values(), is_over)
    browser, session, _ = with_button(hub)
    stock = connect(hub, session, stock=True)
    clock.now = 3.0
    assert not lease.holds()
    late = connect(hub, session)
    for each in (browser, stock, late):
        each.exchange()
    assert [each.is_frozen for each in (browser, stock, late)] == [True, False, True]
    lease.begin(9.0)
    for each in (browser, late):
        each.exchange()
        assert not each.is_frozen


def test_after_a_freeze_the_driver_looks_at_sessions_that_have_events() -> None:
    hub, lease, clock = leased()
    lease.changed = lambda is_over: tell_frozen(hub.sessions.values(), is_over)
    browser, session, button = with_button(hub)
    clock.now = 3.0
    browser.click(button)
    browser.exchange()
    assert session.next_event() is None
    hub.ready_sessions()
    lease.begin(9.0)
    assert hub.ready_sessions() == [session]


def test_a_session_that_is_to_go_ends_what_it_has_begun_and_takes_nothing_more() -> None:
    hub, _, _ = leased()
    browser, session, button = with_button(hub)
    browser.click(button)
    browser.click(button)
    browser.exchange()
    event = session.next_event()
    assert isinstance(event, WidgetEvent)
    hold(session)
    assert session.next_event() is None
    assert not session.inbox
    assert not is_at_rest(session)
    assert session.kept is not None
    session.kept.ledger.finished(event)
    assert is_at_rest(session)
    assert session.kept.ledger.done(session.views) == {browser.link.id: 1}
    hub.ready_sessions()
    go_on(session)
    assert hub.ready_sessions() == [session]
    assert pressed(session) == 1


def test_browsers_of_a_session_that_is_elsewhere_are_to_come_again() -> None:
    hub, _, _ = leased()
    browser, session, _ = with_button(hub)
    hub.destroy_session(session, is_elsewhere=True)
    browser.exchange()
    assert browser.closed is not None
    assert browser.closed == (CloseCode.SERVICE_RESTART, "the session has moved")
    told = iter(hub.next_event, None)
    assert not [one for one in told if isinstance(one, SessionEnded)], "its store would delete it"
    assert session.is_destroyed


@pytest.mark.parametrize("known", [None, {}, {"meta": b"\xc1"}])
def test_who_wants_what_can_not_be_judged_waits(known: dict[str, bytes] | None) -> None:
    hub, _, _ = leased()
    browser = SimulatedBrowser(hub, session_id="one", token="t")
    browser.exchange()
    assert hub.returning.elsewhere("one", known, 0.0)
    assert browser.is_restoring


def test_a_stranger_has_no_session_moved() -> None:
    hub, _, _ = leased()
    stranger = SimulatedBrowser(hub, session_id="one", token="guessed")
    owner = SimulatedBrowser(hub, session_id="one", token="right")
    for each in (stranger, owner):
        each.exchange()
    known = {"meta": encode(Meta(token="right", first_token="right"))}
    assert hub.returning.elsewhere("one", known, 0.0)
    for each in (stranger, owner):
        each.exchange()
    assert stranger.closed is not None
    assert stranger.closed[0] == CloseCode.WRONG_TOKEN
    assert owner.is_restoring
    owner.drop()
    assert not hub.returning.elsewhere("one", known, 0.0), "nobody waits any more"
    assert not hub.returning.elsewhere("one", known, 0.0)


@pytest.mark.parametrize(
    ("session_id", "route"),
    [
        ("pAge-drawn_kEy12345678.x.y", "pAge-drawn_kEy12345678"),
        ("cam 1", "cam-1"),
        (-7, "-7"),
        ("µ/é", "---"),
        ("\U0001f52d", "--"),
        (".x", "-"),
        ("a" * 70, "a" * 64),
    ],
)
def test_the_way_to_a_session_is_that_of_its_pages(session_id: int | str, route: str) -> None:
    assert route_of(session_id) == route  # as tests/web/route.test.mjs has it


@pytest.mark.parametrize(
    ("token", "route", "may"),
    [
        ("watch", "cam-1", True),
        ("watch", "another", False),
        ("watch", None, False),
        ("guest", "another", False),
        ("help", "another", True),
        ("right", None, True),
    ],
)
def test_who_can_not_act_has_a_session_moved_by_its_own_way_alone(
    token: str, route: str | None, may: bool
) -> None:
    hub, _, _ = leased()
    browser = SimulatedBrowser(hub, session_id="cam 1", token=token)
    browser.exchange()
    browser.channel.browser = browser.channel.browser._replace(route=route)
    shares = [
        KeptShare(token=token, role=role)
        for token, role in (("watch", "observer"), ("guest", "guest"), ("help", "operator"))
    ]
    known = {
        "meta": encode(Meta(token="right", first_token="right")),
        "shares": encode(shares),
    }
    assert hub.returning.elsewhere("cam 1", known, 0.0)
    assert hub.returning.may_be_moved("cam 1", known) == may
    assert not hub.returning.may_be_moved("cam 1", {"meta": b"\xc1"}), "nobody can judge"
    browser.drop()
    assert not hub.returning.may_be_moved("cam 1", known), "nobody waits any more"
