"""A frame that is much work is done in turns, and what comes behind it waits."""

import json
from typing import Any

import pytest

from core.counting import lines_of
from core.helpers import connect, events, go_on, make_hub, session_of
from pgwidgets_proto.limits import Limits
from pgwidgets_proto.sessions.events import WidgetEvent
from pgwidgets_proto.sessions.hub.hub import Hub
from pgwidgets_proto.turns import MESSAGES_AT_A_TIME
from pgwidgets_proto.views.channel_state import ChannelState

MANY = 5_000


def pressing(limits: Limits | None = None) -> tuple[Hub, Any, Any, int]:
    """A hub, a session with a button, its browser, and the id of the button."""
    hub = make_hub(limits)
    session = hub.create_session()
    button = session.create("Button", ("x",), {})
    session.listen(button, "activated")
    browser = connect(hub, session)
    browser.exchange()
    events(session)
    return hub, session, browser, button.wid


def click(wid: int, *args: Any) -> dict[str, Any]:
    return {"type": "callback", "wid": wid, "action": "activated", "args": list(args), "seen": 0}


def told(session: Any) -> list[Any]:
    """The arguments of the events that wait."""
    return [event.args for event in events(session) if isinstance(event, WidgetEvent)]


def test_so_many_are_handled_in_one_go_and_others_have_their_turn_between() -> None:
    hub, session, browser, wid = pressing()
    browser.channel.receive(json.dumps([click(wid, n) for n in range(MANY)]), 0.0)
    assert len(session.inbox) == 0
    assert browser.channel.is_reading_paused
    for turn in range(1, MANY // MESSAGES_AT_A_TIME):
        assert hub.next_deadline(0.0) == 0.0  # due at once, and yet in a turn of its own
        hub.handle_timer(0.0)
        assert len(session.inbox) == turn * MESSAGES_AT_A_TIME
    go_on(hub)
    assert told(session) == [(n,) for n in range(MANY)]
    assert not browser.channel.is_reading_paused
    assert hub.budget.held == 0


def test_one_browser_has_its_turn_whenever_the_driver_looks() -> None:
    hub, session, first, wid = pressing()
    browsers = [first, *(connect(hub, session) for _ in range(4))]
    events(session)
    for number, browser in enumerate(browsers):
        browser.channel.receive(json.dumps([click(wid, number)] * 200), 0.0)
    browsers[1].channel.receive(None, 0.0)
    turns = []
    while hub.next_deadline(0.0) == 0.0:
        hub.handle_timer(0.0)
        came = told(session)
        assert len(came) <= MESSAGES_AT_A_TIME
        turns.append({number for (number,) in came})
    assert turns[:10] == [{number} for number in range(5)] * 2  # each in its turn
    assert sum(map(len, turns)) == len(turns) == 5 * (200 // MESSAGES_AT_A_TIME + 1)


def test_who_is_gone_keeps_no_turn() -> None:
    hub, session, first, wid = pressing()
    other = connect(hub, session)
    events(session)
    for browser in (first, other):
        browser.channel.receive(json.dumps([click(wid)] * 200), 0.0)
    first.channel.peer_gone()
    hub.next_deadline(0.0)
    hub.handle_timer(0.0)
    assert len(told(session)) == MESSAGES_AT_A_TIME
    go_on(hub)
    assert len(told(session)) == 200 - MESSAGES_AT_A_TIME
    assert hub.budget.held == 0


def test_a_turn_is_no_longer_in_a_longer_frame() -> None:
    worst = []
    for count in (1_000, 5_000):
        hub, _, browser, wid = pressing()
        browser.channel.receive(json.dumps([click(wid)] * count), 0.0)
        turns = [
            lines_of(lambda hub=hub: (hub.next_deadline(0.0), hub.handle_timer(0.0)))
            for _ in range(count // MESSAGES_AT_A_TIME)
        ]
        worst.append(max(turns))
    assert worst[1] < worst[0] * 1.05 < 100_000


def test_what_is_much_by_its_values_has_a_turn_of_its_own() -> None:
    hub, session, browser, wid = pressing()
    browser.channel.receive(json.dumps(click(wid, [[]] * 40_000)), 0.0)
    assert len(session.inbox) == 0
    assert hub.budget.held > 40_000 * 72  # counted while it waits
    assert go_on(hub) == 1
    assert told(session) == [([[]] * 40_000,)]
    assert hub.budget.held == 0


def test_what_comes_meanwhile_waits_behind_it() -> None:
    hub, session, browser, wid = pressing()
    many = [click(wid, n) for n in range(300)]
    receive = browser.channel.receive
    receive(json.dumps(many), 0.0)
    receive(json.dumps(click(wid, 300)), 0.0)
    receive(json.dumps([click(wid, 301 + n) for n in range(300)]), 0.0)
    receive(json.dumps(click(wid, 601)), 0.0)
    go_on(hub)
    receive(json.dumps(click(wid, 602)), 0.0)
    assert told(session) == [(n,) for n in range(603)]


def test_a_binary_frame_belongs_to_the_header_that_waits_before_it() -> None:
    hub = make_hub()
    session = hub.create_session()
    label = session.create("Label", ("x",), {})
    session.listen(label, "drop-end")
    browser = connect(hub, session)
    browser.exchange()
    about = {"transfer_id": 1, "files": [{"name": "a", "size": 3, "type": ""}]}
    header = {"type": "binary-chunk", "wid": label.wid, "transfer_id": 1, "encoding": "binary"}
    places = {"file_index": 0, "file_count": 1, "chunk_index": 0, "num_chunks": 1}
    announced = {**click(label.wid, about), "action": "drop-end"}
    pings = [{"type": "ping"}] * 300
    browser.channel.receive(json.dumps([*pings, announced, {**header, **places}]), 0.0)
    browser.channel.receive(b"abc", 0.0)
    go_on(hub)
    ((arrived,),) = told(session)
    assert arrived["files"][0]["data"] == b"abc"


def test_the_end_of_the_browser_waits_too_and_nothing_before_it_is_lost() -> None:
    hub, session, browser, wid = pressing()
    browser.channel.receive(json.dumps([click(wid, n) for n in range(600)]), 0.0)
    browser.channel.peer_closes(1001)
    browser.channel.receive(None, 0.0)
    assert browser.channel.state is ChannelState.OPEN
    go_on(hub)
    assert browser.channel.state is ChannelState.CLOSED
    assert told(session) == [(n,) for n in range(600)]
    assert hub.budget.held == 0


@pytest.mark.parametrize("is_gone", [False, True])
def test_who_is_sent_away_has_said_nothing_more(is_gone: bool) -> None:
    hub, session, browser, wid = pressing()
    wrong = {"type": "callback", "wid": 999, "action": "activated", "args": []}
    messages = [click(wid, n) for n in range(300)]
    messages[270] = wrong
    browser.channel.receive(json.dumps(messages), 0.0)
    if is_gone:
        browser.channel.receive(None, 0.0)
    go_on(hub)
    assert told(session) == [(n,) for n in range(270)]
    assert browser.channel.close.code == 1002
    assert browser.channel.state is (ChannelState.CLOSED if is_gone else ChannelState.CLOSING)
    assert hub.budget.held == 0


def test_a_session_that_ends_meanwhile_ends_it() -> None:
    hub, session, browser, wid = pressing()
    browser.channel.receive(json.dumps([click(wid)] * 600), 0.0)
    hub.destroy_session(session)
    go_on(hub)
    assert browser.channel.close.code == 4002
    browser.channel.receive(None, 0.0)
    assert browser.channel.state is ChannelState.CLOSED
    assert hub.budget.held == 0


def test_what_is_more_than_the_server_may_keep_ends_its_browser() -> None:
    hub, session, browser, wid = pressing(Limits(total_bytes=3_000_000))
    other = connect(hub, session)
    browser.channel.receive(json.dumps(click(wid, [[]] * 40_000)), 0.0)
    assert browser.channel.close == (1008, "the server is full")
    event = hub.next_event()
    assert event is not None
    assert "Limits.total_bytes = 3000000" in event.detail
    assert hub.budget.held == 0
    go_on(hub)
    assert told(session) == []
    assert other.closed is None


def test_what_comes_behind_it_is_bounded_too() -> None:
    hub, _, browser, wid = pressing(Limits(total_bytes=3_000_000))
    browser.channel.receive(json.dumps([click(wid)] * 600), 0.0)
    for _ in range(3):
        browser.channel.receive(json.dumps(click(wid, "x" * 1_000_000)), 0.0)
    assert browser.channel.close == (1008, "the server is full")
    assert hub.budget.held == 0


@pytest.mark.parametrize("is_behind", [False, True])
def test_it_was_heard_when_its_turn_came(is_behind: bool) -> None:
    _, _, browser, wid = pressing()
    hub = browser.hub
    browser.channel.receive(json.dumps([click(wid)] * 600), 1.0)
    if is_behind:
        go_on(hub, 2.0)
        browser.channel.receive(json.dumps([click(wid)] * 600), 3.0)
        browser.channel.receive(json.dumps(click(wid)), 4.0)
    go_on(hub, 5.0)
    assert browser.link.asides.pulse.heard_at == 5.0


def test_a_hello_may_be_much_as_well() -> None:
    hub = make_hub()
    browser = connect(hub)
    hello = {"type": "result", "id": 0, "ext": 1, "value": [[]] * 40_000}
    channel = hub.open_channel(browser.channel.browser, 0.0)
    channel.receive(json.dumps(hello), 0.0)
    assert channel.state is ChannelState.GREETING
    go_on(hub)
    assert channel.state is ChannelState.OPEN
    assert session_of(browser) in hub.sessions.values()


def test_when_reading_has_stopped_the_rest_is_left_to_the_next_run() -> None:
    hub, session, browser, wid = pressing()
    browser.channel.receive(json.dumps([click(wid, n) for n in range(600)]), 0.0)
    hub.next_deadline(0.0)
    hub.handle_timer(0.0)
    hub.stop_reading()
    go_on(hub)
    assert told(session) == [(n,) for n in range(MESSAGES_AT_A_TIME)]
    assert browser.link.asides.receipts.handled == MESSAGES_AT_A_TIME
    assert hub.budget.held == 0
