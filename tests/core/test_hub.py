"""All sessions: credentials, the waiting room, limits."""

import json
from typing import Any

import pytest

from core.helpers import connect, events, make_hub, session_of
from pgwidgets.testing import SimulatedBrowser
from pgwidgets_proto.errors import CloseCode, SessionGoneError
from pgwidgets_proto.limits import Limits
from pgwidgets_proto.sessions.events import (
    BrowserJoined,
    BrowserLeft,
    CallFailed,
    SessionOpened,
)
from pgwidgets_proto.sessions.hub.hub import Hub
from pgwidgets_proto.sessions.hub.hub_events import SessionExpired, SessionJoined
from pgwidgets_proto.sessions.session import Session
from pgwidgets_proto.views.channel import Browser, ChannelState
from pgwidgets_proto.wire.messages import DefaultFont, SetDefaultFont


def knock(hub: Hub, *, now: float = 0.0, **options: Any) -> SimulatedBrowser:
    browser = SimulatedBrowser(hub, now=now, **options)
    browser.exchange()
    return browser


def told(browser: SimulatedBrowser) -> list[int]:
    """How many were before a waiting visitor, each time that it was told."""
    return [m.get("ahead", 0) for m in browser.messages if m["type"] == "waiting"]


def test_a_visitor_gets_a_session_and_credentials() -> None:
    hub = make_hub()
    browser = connect(hub)
    session = session_of(browser)
    assert (browser.session_id, browser.token) == (1, "boot.t1")
    found = events(session)
    assert [type(event) for event in found] == [SessionOpened, BrowserJoined]
    assert hub.ready_sessions() == [session]
    assert hub.ready_sessions() == []


@pytest.mark.parametrize("stock", [False, True])
def test_credentials_bring_the_same_session_back(stock: bool) -> None:
    hub = make_hub()
    browser = connect(hub, stock=stock)
    session = session_of(browser)
    browser.leave()
    back = knock(hub, stock=stock, session_id=browser.session_id, token=browser.token)
    assert back.link.session is session
    assert [type(e) for e in events(session)][-2:] == [BrowserLeft, BrowserJoined]


@pytest.mark.parametrize("session_id", ["abc", "5", 5])
def test_a_session_id_may_be_a_text_of_digits(session_id: int | str) -> None:
    hub = make_hub()
    session = hub.create_session(session_id)
    presented = int(session_id) if str(session_id).isdigit() else session_id
    assert knock(hub, session_id=presented, token=session.token).link.session is session


@pytest.mark.parametrize("session_id", [-3, 2**70])
def test_a_number_that_javascript_has_none_for_is_found_by_its_text(session_id: int) -> None:
    hub = make_hub()
    session = hub.create_session(session_id)
    assert knock(hub, session_id=str(session_id), token=session.token).link.session is session
    assert knock(hub, session_id="9" * 5000, token=session.token).link.session is not session


def test_a_session_has_an_id_that_an_address_can_name() -> None:
    hub = make_hub()
    with pytest.raises(ValueError, match="session_id is ''; no address could name it"):
        hub.create_session("")
    assert not hub.sessions


@pytest.mark.parametrize("token", ["boot.wrong", "boot.", "wrong", "", None, "böot", "boot.t1x"])
def test_a_wrong_token_is_refused(token: str | None) -> None:
    hub = make_hub()
    session = hub.create_session()
    browser = knock(hub, session_id=session.id, token=token)
    assert browser.closed == (4001, "wrong session token")
    assert not session.links


def test_wrong_tokens_of_an_address_do_not_lock_out_who_has_the_right_one() -> None:
    hub = make_hub(Limits(wrong_tokens=3))
    session = hub.create_session()
    for _ in range(3):
        assert knock(hub, session_id=session.id, token="wrong").closed[0] == 4001
    for _ in range(2):
        refused = knock(hub, session_id=session.id, token="wrong")
        assert refused.closed == (1008, "too many wrong session tokens")
    assert connect(hub, session).closed is None
    assert session.links
    assert knock(hub).closed is None  # a new visitor from there comes in as well


def test_credentials_of_an_earlier_run_are_unknown_not_wrong() -> None:
    hub = make_hub()
    first = hub.create_session()
    browser = knock(hub, session_id=first.id, token="earlier.t1")
    assert session_of(browser) is not first
    assert knock(hub, session_id=99, token="boot.t1").channel.state is ChannelState.OPEN


def test_too_many_browsers_for_one_session() -> None:
    hub = make_hub(Limits(links_per_session=2))
    session = hub.create_session()
    kept = [connect(hub, session) for _ in range(2)]
    third = connect(hub, session)
    assert third.closed == (4003, "too many browsers show this session")
    kept[0].leave()
    assert connect(hub, session).closed is None


# --- sessions


def test_sessions_by_hand() -> None:
    hub = make_hub()
    assert hub.create_session(2).id == 2
    assert [hub.create_session().id for _ in range(2)] == [1, 3]
    named = hub.create_session("desk", "secret")
    assert hub.create_session("desk", "secret") is named
    with pytest.raises(ValueError, match="'desk' is taken"):
        hub.create_session("desk", "other")
    with pytest.raises(ValueError, match="2 is taken"):
        hub.create_session(2)
    for bad in (True, 1.5, b"x"):
        with pytest.raises(TypeError, match="must be an int or a str"):
            hub.create_session(bad)  # type: ignore[arg-type]
    assert "sessions=4" in repr(hub)


@pytest.mark.parametrize("boot", ["", "a.b"])
def test_a_boot_id_can_be_told_from_the_secret(boot: str) -> None:
    with pytest.raises(ValueError, match="boot is"):
        Hub(mint_token=str, boot=boot)


def test_at_least_one_session() -> None:
    with pytest.raises(ValueError, match="max_sessions is 0"):
        make_hub(max_sessions=0)


def test_a_destroyed_session_is_gone() -> None:
    hub = make_hub()
    browser = connect(hub)
    session = session_of(browser)
    label = session.create("Label", ("x",))
    hub.destroy_session(session)
    hub.destroy_session(session)
    browser.exchange()
    assert browser.closed == (4002, "the session was destroyed")
    assert not hub.sessions
    with pytest.raises(SessionGoneError):
        session.create("Label", ("x",))
    session.call(label, "set_text", ("y",))
    assert session.call(label, "get_text") == "x"
    assert not session.listen(label, "click")
    again = knock(hub, session_id=session.id, token=session.token)
    assert again.link.session is not session
    again.leave()
    hub.next_deadline(0)
    hub.handle_timer(60)
    assert hub.next_deadline(60) is None


# --- the waiting room


def test_visitors_wait_in_order_and_are_told_so() -> None:
    hub = make_hub(max_sessions=1, resume_window=60)
    first = connect(hub)
    second, third, stock = knock(hub), knock(hub), knock(hub, stock=True)
    assert [second.is_waiting, third.is_waiting] == [True, True]
    assert (told(second), told(third), told(stock)) == ([0], [1], [])
    first.drop()
    hub.next_deadline(10)
    hub.handle_timer(69)
    assert second.channel.state is ChannelState.WAITING
    hub.handle_timer(70)
    for browser in (second, third, stock):
        browser.exchange()
    assert not second.is_waiting
    assert second.channel.state is ChannelState.OPEN
    assert told(third) == [1, 0]
    assert stock.channel.state is ChannelState.WAITING
    assert [type(e) for e in events(session_of(second))] == [SessionOpened, BrowserJoined]


def test_the_owner_of_a_session_never_waits() -> None:
    hub = make_hub(max_sessions=1)
    first = connect(hub)
    session = session_of(first)
    first.leave()
    visitor = knock(hub)
    assert visitor.is_waiting
    assert knock(hub, session_id=session.id, token=session.token).link.session is session
    hub.next_deadline(0)
    hub.handle_timer(1000)
    assert visitor.channel.state is ChannelState.WAITING


def test_leaving_the_queue_moves_the_others_up() -> None:
    hub = make_hub(max_sessions=1)
    connect(hub)
    waiting = [knock(hub) for _ in range(3)]
    waiting[0].leave()
    for browser in waiting[1:]:
        browser.exchange()
    assert [told(browser) for browser in waiting] == [[0], [1, 0], [2, 1]]


def test_an_unread_number_is_overwritten() -> None:
    hub = make_hub(max_sessions=1)
    connect(hub)
    waiting = [knock(hub) for _ in range(5)]
    for browser in waiting[:4]:
        browser.leave()
    (frame,) = waiting[4].channel.frames_to_send()
    assert json.loads(frame.payload) == {"type": "waiting", "ahead": 0}


def test_the_queue_has_an_end() -> None:
    hub = make_hub(Limits(waiting=1), max_sessions=1)
    connect(hub)
    knock(hub)
    refused = knock(hub)
    assert refused.closed == (1008, "all sessions are in use, and too many visitors wait")


def test_a_waiting_visitor_must_be_quiet() -> None:
    hub = make_hub(max_sessions=1)
    connect(hub)
    visitor = knock(hub)
    visitor.send({"type": "viewport", "width": 1, "height": 1})
    visitor.exchange()
    assert visitor.closed == (1002, "message while waiting for a session")


def test_the_stock_client_may_report_while_it_waits() -> None:
    """A page of before that is still alive tells its size whenever its window changes."""
    hub = make_hub(max_sessions=1)
    owner = connect(hub)
    visitor = SimulatedBrowser(hub, stock=True)
    visitor.exchange()
    visitor.send({"type": "viewport", "width": 1, "height": 1})
    visitor.report(7, "activated")
    visitor.exchange()
    assert visitor.closed is None
    hub.destroy_session(session_of(owner))
    visitor.exchange()
    assert session_of(visitor).id == 2
    assert session_of(visitor).viewport == (0, 0)


def test_a_destroyed_session_makes_room_at_once() -> None:
    hub = make_hub(max_sessions=2)
    first, second = connect(hub), connect(hub)
    visitors = [knock(hub) for _ in range(2)]
    hub.destroy_session(session_of(first))
    assert visitors[0].channel.state is ChannelState.OPEN
    second.leave()
    assert visitors[1].channel.state is ChannelState.WAITING
    hub.destroy_session(hub.sessions[2])
    assert visitors[1].channel.state is ChannelState.OPEN


def test_sessions_without_browsers_take_no_room() -> None:
    hub = make_hub(max_sessions=1)
    for _ in range(3):
        hub.create_session()
    assert connect(hub).channel.state is ChannelState.OPEN


def test_two_browsers_of_one_session_count_once() -> None:
    hub = make_hub(max_sessions=1, resume_window=5)
    session = hub.create_session()
    both = [connect(hub, session), connect(hub, session)]
    visitor = knock(hub)
    both[0].leave()
    hub.next_deadline(0)
    hub.handle_timer(100)
    assert visitor.channel.state is ChannelState.WAITING
    both[1].leave()
    hub.next_deadline(100)
    hub.handle_timer(105)
    assert visitor.channel.state is ChannelState.OPEN


def test_closing_sends_everybody_away_and_lets_nobody_in() -> None:
    hub = make_hub(max_sessions=1)
    browsers = [connect(hub), knock(hub), knock(hub), SimulatedBrowser(hub)]
    hub.close()
    hub.close()
    browsers.append(SimulatedBrowser(hub))
    for browser in browsers:
        browser.exchange()
        assert browser.closed == (1012, "the server is shutting down")
    assert [told(browser) for browser in browsers] == [[], [0], [1], [], []]
    assert len(hub.sessions) == 1
    hub.next_deadline(0)
    hub.handle_timer(1000)


def test_a_channel_that_the_server_closes_is_counted_no_more() -> None:
    hub = make_hub(max_sessions=1)
    browsers = [connect(hub), knock(hub), SimulatedBrowser(hub)]
    assert "channels=3 waiting=1" in repr(hub)
    for browser in browsers:
        browser.channel.shut(CloseCode.POLICY_VIOLATION, "the test is over")
    assert "channels=0 waiting=0" in repr(hub)


def test_after_closing_it_may_let_others_in_again() -> None:
    hub = make_hub()
    hub.close()
    hub.reopen()
    assert connect(hub).closed is None


def test_what_concerns_all_is_told_to_who_is_here_and_to_who_comes() -> None:
    hub = make_hub()
    here, other = connect(hub), connect(hub)
    for family in ("Courier", "Arial"):
        hub.tell_all("font", SetDefaultFont(font=DefaultFont(family=family)))
    comes = connect(hub)
    for browser in (here, other, comes):
        browser.exchange()
    fonts = [
        [m["font"]["family"] for m in browser.messages if m["type"] == "set-default-font"]
        for browser in (here, other, comes)
    ]
    assert fonts == [["Courier", "Arial"], ["Courier", "Arial"], ["Arial"]]


def test_news() -> None:
    hub = make_hub()
    assert not hub.has_news
    browser = SimulatedBrowser(hub)
    assert hub.has_news
    browser.exchange()
    hub.ready()
    events(session_of(browser))
    hub.ready_sessions()
    hub.next_deadline(0)
    assert not hub.has_news


def test_coming_and_going_is_bounded_as_other_events_are() -> None:
    hub = make_hub(Limits(events=20))
    session = hub.create_session()
    for _ in range(50):
        visitor = connect(hub, session)
        visitor.leave()
        visitor.exchange()
    assert visitor.closed == (1008, "too many events at once")
    assert len(session.inbox) <= 21
    events(session)
    assert connect(hub, session).closed is None


# --- sessions that nobody shows any more


def leave_for_good(hub: Hub, browser: SimulatedBrowser) -> Session:
    """A tab is closed, and nobody comes to its session while that is kept in use."""
    session = session_of(browser)
    browser.leave()
    hub.next_deadline(browser.now)
    hub.handle_timer(browser.now + hub.resume_window)
    return session


def expired(hub: Hub) -> list[Session]:
    """The sessions that were destroyed since there were too many, as the log is told."""
    return [e.session for e in iter(hub.next_event, None) if isinstance(e, SessionExpired)]


def test_of_too_many_idle_sessions_those_left_longest_ago_are_destroyed() -> None:
    hub = make_hub(Limits(idle_sessions=2))
    browsers = [connect(hub) for _ in range(4)]
    order = [browsers[index] for index in (2, 0, 3, 1)]
    left = [leave_for_good(hub, browser) for browser in order]
    assert expired(hub) == left[:2]
    assert [session.is_destroyed for session in left] == [True, True, False, False]
    assert set(hub.sessions.values()) == set(left[2:])


def test_a_session_that_is_shown_again_is_not_idle() -> None:
    """And when it is left once more, it is the one left last."""
    hub = make_hub(Limits(idle_sessions=2))
    first, second, third = (leave_for_good(hub, connect(hub)) for _ in range(3))
    assert expired(hub) == [first]
    back = connect(hub, second)
    fourth = leave_for_good(hub, connect(hub))
    assert expired(hub) == []  # third and fourth are idle, and the second is in use
    assert leave_for_good(hub, back) is second
    assert expired(hub) == [third]
    assert list(hub.sessions.values()) == [second, fourth]


def test_a_session_that_was_destroyed_takes_no_idle_ones_place() -> None:
    hub = make_hub(Limits(idle_sessions=1))
    hub.destroy_session(leave_for_good(hub, connect(hub)))
    kept = leave_for_good(hub, connect(hub))
    assert expired(hub) == []
    assert list(hub.sessions.values()) == [kept]


def test_a_session_is_idle_only_when_its_page_is_waited_for_no_more() -> None:
    hub = make_hub(Limits(idle_sessions=1), resume_window=60)
    made = [hub.create_session() for _ in range(3)]  # nobody has ever shown these
    sessions = [session_of(browser) for browser in (connect(hub), connect(hub))]
    for browser in [link for session in sessions for link in session.links]:
        assert browser.channel is not None
        browser.channel.receive(None, 0.0)
    hub.next_deadline(0.0)
    hub.handle_timer(59.0)
    assert expired(hub) == []
    hub.handle_timer(60.0)
    assert expired(hub) == sessions[:1]
    assert list(hub.sessions.values()) == [*made, sessions[1]]


def test_a_session_that_is_destroyed_while_its_page_is_waited_for_leaves_nothing() -> None:
    hub = make_hub(Limits(idle_sessions=1), max_sessions=1)
    browser = connect(hub)
    session = session_of(browser)
    browser.drop()
    visitor = knock(hub)
    assert visitor.is_waiting
    hub.destroy_session(session)
    visitor.exchange()
    assert session_of(visitor) is not session  # its place is free at once
    hub.next_deadline(0.0)
    hub.handle_timer(hub.resume_window + 1)
    visitor.drop()
    hub.next_deadline(100.0)
    hub.handle_timer(100.0 + hub.resume_window)
    assert expired(hub) == []  # only the visitor's is idle


@pytest.mark.parametrize("stock", [False, True])
def test_a_full_frame_is_pressing_until_somebody_looks(stock: bool) -> None:
    hub = make_hub()
    browser = connect(hub, stock=stock)
    session = session_of(browser)
    session.rebuild()
    assert not hub.pressing
    browser.exchange()
    label = session.create("Label", ("idle",))
    hub.ready()
    session.call(label, "set_text", ("short",))
    assert not hub.pressing
    for number in range(2000):
        session.create("Label", (f"a label of {number}, to fill frames of many bytes",))
    assert list(hub.pressing) == [browser.channel]
    assert hub.ready() == [browser.channel]
    assert not hub.pressing


# --- what is known of sessions and of channels


@pytest.mark.parametrize("keeps", [False, True])
def test_a_router_finds_the_way_back_by_the_sessions_id(keeps: bool) -> None:
    hub = make_hub(keeps=keeps)
    browser = Browser("192.0.2.1", came_at=5.0, route="b1")
    channel = hub.open_channel(browser, 0.0)
    channel.receive('{"type":"result","id":0,"ext":1}', 0.0)
    (session,) = hub.sessions.values()
    assert str(session.id).startswith("b1.t")
    opened, _ = events(session)
    assert isinstance(opened, SessionOpened)
    assert opened.browser is browser
    assert [(link.browser, link.came_at) for link in session.links] == [(browser, 5.0)]
    joined = [event for event in iter(hub.next_event, None) if isinstance(event, SessionJoined)]
    assert [event.session for event in joined] == [session] * keeps


def test_an_id_that_the_program_gives_may_have_been_anothers() -> None:
    """So that what is stored under it is not taken for this session's."""
    hub = make_hub(keeps=True)
    channel = hub.open_channel(Browser(route="b1"), 0.0)
    channel.receive('{"type":"result","id":0,"ext":1}', 0.0)
    (routed,) = hub.sessions.values()
    made = [routed, hub.create_session(), hub.create_session("desk")]
    assert [one.kept.is_reused for one in made if one.kept] == [False, False, True]


def test_a_token_is_a_text_and_stands_in_no_log() -> None:
    hub = make_hub()
    with pytest.raises(TypeError, match=r"^token must be a str$"):
        hub.create_session("desk", 12345)  # type: ignore[arg-type]
    assert not hub.sessions


def test_a_destroyed_session_has_no_turn() -> None:
    hub = make_hub()
    session = session_of(connect(hub))
    hub.destroy_session(session)
    assert hub.ready_sessions() == []


def test_a_page_that_is_back_in_time_takes_one_place() -> None:
    hub = make_hub(Limits(idle_sessions=1), max_sessions=2)
    assert hub.resume_window == 60.0
    browser = connect(hub)
    session = session_of(browser)
    browser.drop()
    hub.next_deadline(0.0)
    browser.come_back()
    browser.exchange()
    other = connect(hub)
    assert not other.is_waiting
    hub.handle_timer(60.0)
    assert leave_for_good(hub, other) in hub.sessions.values()
    assert expired(hub) == []  # since it is the only one that is idle
    assert session.links


def test_what_fails_of_what_concerns_all_is_named() -> None:
    hub = make_hub()
    browser = connect(hub)
    hub.tell_all("font", SetDefaultFont(font=DefaultFont(family="Courier")))
    browser.collect()
    number = browser.link.outbox.sent
    browser.channel.receive(f'{{"type":"error","id":{number},"error":"no such font"}}', 0.0)
    (failed,) = (e for e in events(session_of(browser)) if isinstance(e, CallFailed))
    assert (failed.error.wid, failed.error.method) == (None, "SetDefaultFont")


@pytest.mark.parametrize("stock", [False, True])
def test_a_channel_is_ready_once_until_its_frames_are_taken(stock: bool) -> None:
    hub = make_hub()
    browser = connect(hub, stock=stock)
    label = session_of(browser).create("Label", ("start",))
    browser.exchange()
    hub.ready()
    found = []
    for text in ("one", "two", "three"):
        session_of(browser).call(label, "set_text", (text,))
        found.append(hub.ready())
        if text == "two":
            browser.exchange()
            hub.ready()
    assert found == [[browser.channel], [], [browser.channel]]
