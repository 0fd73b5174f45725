"""One browser's channel: its states, its hello, and what it may not say."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.helpers import connect, events, make_hub, session_of, settle
from pgwidgets.testing import SimulatedBrowser
from pgwidgets_proto.errors import CloseCode
from pgwidgets_proto.limits import Limits
from pgwidgets_proto.sessions.events import CallFailed, WidgetEvent
from pgwidgets_proto.sessions.hub.hub import Hub
from pgwidgets_proto.views.channel import Browser, Channel
from pgwidgets_proto.views.channel_state import TRANSITIONS, ChannelInput, ChannelState
from pgwidgets_proto.views.parts import Uncompressed
from pgwidgets_proto.wire.incoming import charge_of
from pgwidgets_proto.wire.messages import PagePing, Pong, TransferRefused

HELLO = '{"type":"result","id":0,"ext":1}'
"""What our own client answers."""


def channel_in(state: ChannelState) -> Channel:
    """A channel that has got so far."""
    hub = make_hub(max_sessions=1, keeps=state is ChannelState.RESTORING)
    if state is ChannelState.WAITING:
        hub.open_channel(Browser(), 0).receive(HELLO, 0)
    channel = hub.open_channel(Browser(), 0)
    if state in (ChannelState.WAITING, ChannelState.OPEN):
        channel.receive(HELLO, 0)
    if state is ChannelState.RESTORING:
        channel.receive('{"type":"result","id":0,"ext":1,"session_id":"a","token":"b"}', 0)
    if state in (ChannelState.CLOSING, ChannelState.CLOSED):
        channel.shut(CloseCode.NORMAL, "bye")
    if state is ChannelState.CLOSED:
        channel.receive(None, 0)
    assert channel.state is state
    return channel


@pytest.mark.parametrize("frame", ["{" * 10, "{" * 5000, b"{" * 10], ids=["short", "long", "bytes"])
def test_what_is_refused_has_come_all_the_same(frame: str | bytes) -> None:
    hub = make_hub()
    browser = connect(hub)
    before = hub.traffic.received
    browser.channel.receive(frame, 0.0)
    assert browser.channel.close is not None
    assert hub.traffic.received - before == len(frame)


@pytest.mark.parametrize("text", ['{"type":"ping"}', '[{"type":"ping"},{"type":"ping"}]'])
def test_what_comes_is_counted_once(text: str) -> None:
    hub = make_hub()
    browser = connect(hub)
    before = hub.traffic.received
    browser.channel.receive(text, 0.0)
    assert hub.traffic.received - before == len(text)


def test_what_is_sent_is_counted() -> None:
    hub = make_hub()
    browser = connect(hub)
    for text in ("one", "two"):
        before = hub.traffic.sent
        session_of(browser).create("Label", (text,))
        sent = browser.channel.frames_to_send()
        assert hub.traffic.sent - before == sum(len(frame.payload) for frame in sent) > 0


MESSAGES: list[Any] = [
    HELLO,
    "garbage",
    "[]",
    '{"type":"ack","seen":0}',
    '{"type":"ack","seen":99999}',
    '{"type":"result","id":77,"value":{"errors":["x"]}}',
    '{"type":"result","id":77,"value":{"errors":[{"index":1,"error":"x"},3,null]}}',
    '{"type":"error","error":"x"}',
    '{"type":"error","error":"x","id":-5}',
    '{"type":"callback","wid":1000001,"action":"a"}',
    '{"type":"callback","wid":-1,"action":"a"}',
    '{"type":"viewport","width":1,"height":2}',
    '{"type":"geometry","sizes":[[5,1,1]],"positions":[[-1,0,0]]}',
    '{"type":"binary-chunk","wid":1,"transfer_id":1,"file_index":0,"file_count":1,'
    '"chunk_index":0,"num_chunks":1}',
    b"binary",
    None,
]


@pytest.mark.parametrize("state", list(ChannelState))
@pytest.mark.parametrize("message", MESSAGES, ids=lambda m: str(m)[:40])
def test_whatever_comes_in_whatever_state_leads_to_a_state_of_the_table(
    state: ChannelState, message: Any
) -> None:
    channel = channel_in(state)
    channel.receive(message, 1.0)
    reachable = {state, *TRANSITIONS[state].values()}
    assert channel.state in reachable
    if channel.state is ChannelState.CLOSING:
        assert channel.close is not None


@given(st.lists(st.sampled_from(MESSAGES) | st.text(max_size=20), max_size=12))
def test_no_sequence_of_messages_raises(messages: list[Any]) -> None:
    hub = make_hub()
    channel = hub.open_channel(Browser(), 0)
    for message in messages:
        channel.receive(message, 0.0)
        channel.frames_to_send()
    channel.receive(None, 1.0)
    assert channel.state is ChannelState.CLOSED
    assert not channel.has_output
    while hub.next_event() is not None:
        pass


def test_the_table_leads_from_everywhere_to_the_end() -> None:
    for state in set(ChannelState) - {ChannelState.CLOSED}:
        assert TRANSITIONS[state][ChannelInput.PEER_GONE] is ChannelState.CLOSED
        if state is not ChannelState.CLOSING:
            assert TRANSITIONS[state][ChannelInput.CLOSE] is ChannelState.CLOSING
    assert set(TRANSITIONS[ChannelState.CLOSING]) == {ChannelInput.PEER_GONE}
    assert not TRANSITIONS[ChannelState.CLOSED]


# --- the hello


def refused(hub: Hub, channel: Channel) -> tuple[int, str]:
    """How a channel was sent away; the hub has told why, once."""
    event = hub.next_event()
    assert event is not None
    assert event.channel is channel
    assert event.detail, "the log names no cause"
    assert hub.next_event() is None
    assert channel.close == (event.code, event.reason)
    assert channel.state is ChannelState.CLOSING
    return int(event.code), event.reason


def test_who_says_nothing_is_sent_away_in_time() -> None:
    hub = make_hub(Limits(hello_time=10))
    channel = hub.open_channel(Browser(), 100)
    assert hub.next_deadline(103) == 110  # from when it came, not from when that is asked
    hub.handle_timer(109.9)
    assert channel.state is ChannelState.GREETING
    hub.handle_timer(110)
    event = hub.next_event()
    assert event is not None
    assert (event.code, event.reason) == channel.close == (1002, "no answer to init in time")
    assert event.detail == "no answer to init within 10 s"
    assert hub.next_deadline(110) is None


@pytest.mark.parametrize("leaves", [False, True])
def test_who_has_answered_or_left_is_not_waited_for(leaves: bool) -> None:
    hub = make_hub()
    channel = hub.open_channel(Browser(), 0)
    channel.receive(None if leaves else HELLO, 1)
    assert hub.next_deadline(1) is None or not leaves
    hub.handle_timer(20)
    assert channel.close is None


def test_who_is_sent_away_or_waits_for_a_session_is_not_asked_for_its_hello() -> None:
    hub = make_hub(Limits(hello_time=10), max_sessions=1)
    shown, waiting, silent = (hub.open_channel(Browser(), 0) for _ in range(3))
    for channel in (shown, waiting):
        channel.receive(HELLO, 1)
    silent.shut(CloseCode.SERVICE_RESTART, "later")
    hub.next_deadline(1)
    hub.handle_timer(20)
    assert [c.state for c in (shown, waiting)] == [ChannelState.OPEN, ChannelState.WAITING]
    assert silent.close == (CloseCode.SERVICE_RESTART, "later")
    assert hub.next_event() is None


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ('{"type":"ack","seen":0}', 1002),
        ('{"type":"result","id":1}', 1002),
        ("garbage", 1007),
        ('{"type":"result"}', 1007),
        ("[1]", 1007),
        (b"\x00\x01", 1003),
    ],
)
def test_a_wrong_first_message(message: str | bytes, code: int) -> None:
    hub = make_hub()
    channel = hub.open_channel(Browser(), 0)
    channel.receive(message, 0)
    assert refused(hub, channel)[0] == code
    assert not hub.sessions


@pytest.mark.parametrize(
    ("state", "message", "reason", "detail"),
    [
        (ChannelState.GREETING, '{"type":"ack","seen":0}', "expected the answer to init",
         "expected the answer to init, got Ack"),
        (ChannelState.WAITING, '{"type":"ping"}', "message while waiting for a session",
         "Ping while waiting for a session"),
    ],
)  # fmt: skip
def test_what_came_in_its_place_is_told_to_the_log(
    state: ChannelState, message: str, reason: str, detail: str
) -> None:
    channel = channel_in(state)
    channel.receive(message, 0)
    assert channel.close == (1002, reason)
    assert isinstance(channel.house, Hub)
    event = channel.house.next_event()
    assert event is not None
    assert (event.reason, event.detail) == (reason, detail)


def test_who_has_said_before_that_it_is_there_is_told_that_it_was_heard() -> None:
    (frame,) = make_hub().open_channel(Browser(is_new=True), 0).frames_to_send()
    assert json.loads(frame.payload) == {"type": "init", "id": 0, "ext": 1, "heard": True}


def test_the_first_frame_asks_who_is_there() -> None:
    hub = make_hub()
    channel = hub.open_channel(Browser("127.0.0.1", "agent"), 0)
    assert hub.ready() == [channel]
    (frame,) = channel.frames_to_send()
    assert json.loads(frame.payload) == {"type": "init", "id": 0, "ext": 1}
    assert "greeting" in repr(channel)
    assert (channel.round_trip_time, channel.wake, channel.flush) == (None, None, None)
    channel.ping_answered(0.25)
    assert channel.round_trip_time == 0.25


@pytest.mark.parametrize(("stock", "who"), [(False, " our client "), (True, " stock client ")])
def test_a_log_tells_which_client_it_is(stock: bool, who: str) -> None:
    browser = connect(make_hub(), stock=stock)
    assert who in repr(browser.channel)
    assert who in repr(browser.link)


# --- what is taken, and what is said beside the queue


@pytest.mark.parametrize("padding", [0, 5000], ids=["short", "long"])
@pytest.mark.parametrize(
    "end",
    [
        lambda hub, channel: hub.stop_reading(),
        lambda hub, channel: channel.shut(CloseCode.NORMAL, "bye"),
    ],
    ids=["the server stops", "it is sent away"],
)
def test_nothing_is_taken_any_more(padding: int, end: Callable[[Hub, Channel], None]) -> None:
    hub = make_hub()
    browser = connect(hub)
    end(hub, browser.channel)
    text = '{"type":"viewport","width":5,"height":5}' + " " * padding
    browser.channel.receive(text, 0)
    assert session_of(browser).viewport == (0, 0)
    hub.reopen()
    connect(hub, session_of(browser)).channel.receive(text, 0)
    assert session_of(browser).viewport == (5, 5)


def test_a_text_is_as_long_as_it_may_be_just_now() -> None:
    """While an answer is waited for, as long as any message."""
    hub = make_hub(Limits(text_bytes=5000, message_bytes=9000))
    browser = connect(hub)
    session = session_of(browser)
    button = session.create("Button", ("b",))
    browser.exchange()
    text = '{"type":"ping"}'
    session.ask(button, "get_icon", ())
    browser.channel.receive(text.ljust(9000), 0)
    assert browser.channel.close is None
    browser.exchange()
    browser.channel.receive(text.ljust(5000), 0)
    assert browser.channel.close is None
    browser.channel.receive(text.ljust(5001), 0)
    event = hub.next_event()
    assert event is not None
    assert event.detail == "a message is over Limits.text_bytes = 5000"


def test_a_short_report_takes_memory_too_while_it_waits() -> None:
    _, browser = attached()
    session = session_of(browser)
    session.listen(session.nodes[1], "activated")
    text = '{"type":"callback","wid":1,"action":"activated"}'
    browser.channel.receive(text, 0)
    assert session.inbox.held_bytes == charge_of(text).size
    events(session)
    assert session.inbox.held_bytes == 0


def test_what_is_said_beside_the_queue_is_one_frame_of_the_newest_and_so_many_wait() -> None:
    def said() -> list[str]:
        (frame,) = channel.frames_to_send()
        assert isinstance(frame, Uncompressed)
        return [message["type"] for message in json.loads(frame.payload)]

    channel = connect(make_hub()).channel
    for message in (Pong(), PagePing(), Pong()):
        channel.say(message)
    assert said() == ["ping", "pong"]
    for number in range(1001):
        channel.say(TransferRefused(transfer_id=number), number)
    assert said() == ["transfer-refused"] * 1000
    channel.say(Pong())
    (alone,) = channel.frames_to_send()
    assert json.loads(alone.payload) == {"type": "pong"}


def test_what_is_said_to_the_stock_client_is_a_frame_each() -> None:
    channel = connect(make_hub(), stock=True).channel
    for message in (Pong(), PagePing()):
        channel.say(message)
    said = [json.loads(frame.payload)["type"] for frame in channel.frames_to_send()]
    assert said == ["pong", "ping"]


def test_hello_and_more_may_come_in_one_frame() -> None:
    hub = make_hub()
    channel = hub.open_channel(Browser(), 0)
    channel.receive(f'[{HELLO},{{"type":"viewport","width":800,"height":600.5}}]', 0)
    assert channel.link is not None
    assert channel.link is not None
    assert channel.link.viewport == channel.link.session.viewport == (800, 600.5)


def test_a_page_that_does_not_know_yet_that_it_is_to_be_cleared_may_report() -> None:
    """The stock client's page is alive until it reads ``init`` on its new connection."""
    hub = make_hub()
    channel = hub.open_channel(Browser(), 0)
    channel.receive('{"type":"callback","wid":1,"action":"activated"}', 0)
    assert channel.close is None
    channel.receive(HELLO, 0)
    assert channel.state is ChannelState.OPEN


def test_a_second_hello_is_no_news() -> None:
    browser = connect(make_hub())
    browser.channel.receive(HELLO, 0)
    assert browser.channel.state is ChannelState.OPEN


# --- what an attached browser may not say


def attached(*, stock: bool = False) -> tuple[Hub, SimulatedBrowser]:
    hub = make_hub()
    browser = connect(hub, stock=stock)
    session_of(browser).create("Button", ("b",))
    browser.exchange()
    return hub, browser


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ({"type": "callback", "wid": 2, "action": "activated"}, 1002),
        ({"type": "callback", "wid": 0, "action": "activated"}, 1002),
        ({"type": "callback", "wid": 999_999, "action": "activated"}, 1002),
        ({"type": "callback", "wid": 1, "action": "activated", "seen": 10**6}, 1002),
        ({"type": "callback", "wid": 1, "action": "activated", "seen": -1}, 1002),
        ({"type": "geometry", "seen": 10**6}, 1002),
        ({"type": "ack", "seen": 10**6}, 1002),
        ({"type": "ack", "seen": -1}, 1002),
        ({"type": "nonsense"}, 1007),
    ],
)  # fmt: skip
def test_lies_close_the_link_and_nothing_else(message: dict[str, Any], code: int) -> None:
    hub, browser = attached()
    other = connect(hub)
    browser.channel.receive(json.dumps(message), 0)
    assert refused(hub, browser.channel)[0] == code
    assert other.channel.state is ChannelState.OPEN
    assert list(hub.sessions) == [1, 2]


@pytest.mark.parametrize(
    "message",
    [{"type": "callback", "wid": 1, "action": "activated"}, {"type": "geometry"}, {"type": "ack"}],
    ids=lambda message: message["type"],
)
def test_nobody_has_applied_more_than_was_sent(message: dict[str, Any]) -> None:
    hub, browser = attached()
    browser.channel.receive(json.dumps({**message, "seen": browser.seen}), 0)
    assert browser.channel.state is ChannelState.OPEN
    browser.channel.receive(json.dumps({**message, "seen": browser.seen + 1}), 0)
    assert refused(hub, browser.channel)[0] == CloseCode.PROTOCOL_ERROR


@pytest.mark.parametrize(
    "message",
    [
        {"type": "callback", "wid": 1_000_000, "action": "activated"},
        {"type": "callback", "wid": 10**30, "action": "activated"},
        {"type": "callback", "wid": 1, "action": "unknown"},
        {"type": "callback", "wid": 1, "action": "activated", "args": [{"__wid__": []}]},
        {"type": "callback", "wid": 1, "action": "activated", "args": [{"__wid__": {"a": 1}}]},
        {"type": "callback", "wid": 1, "action": "activated", "args": [10**30]},
        {"type": "callback", "wid": 1, "action": "resize", "args": ["x"]},
        {"type": "callback", "wid": 1, "action": "resize", "args": [{"width": "x"}]},
        {"type": "geometry", "sizes": [[77, 1, 1]], "positions": [[-3, 1, 1]]},
        {"type": "result", "id": 77, "value": {"errors": ["x"]}},
        {"type": "result", "id": -1},
        {"type": "error", "id": -1, "error": "x"},
        {"type": "error", "error": "x"},
        [],
        [None],
    ],
)
def test_nonsense_does_not_close_the_link(message: Any) -> None:
    hub, browser = attached()
    browser.channel.receive(json.dumps(message), 0)
    events(session_of(browser))
    assert browser.channel.state is ChannelState.OPEN
    assert hub.next_event() is None


def test_deeply_nested_values_are_refused() -> None:
    _, browser = attached()
    session = session_of(browser)
    button = session.nodes[1]
    session.listen(button, "activated")
    browser.exchange()
    events(session)
    args = "[" * 500 + "]" * 500  # which every Python still parses
    browser.channel.receive(f'{{"type":"callback","wid":1,"action":"activated","args":{args}}}', 0)
    (event,) = events(session)
    assert "nested" in repr(event)
    question = session.ask(button, "get_text", ())
    browser.collect()
    number = browser.link.outbox.last
    browser.channel.receive(f'{{"type":"result","id":{number},"value":{args}}}', 0)
    assert browser.channel.close == (1002, "answer nested too deep")
    assert not question.is_settled


def test_a_report_about_a_destroyed_widget_is_dropped() -> None:
    _, browser = attached()
    session = session_of(browser)
    session.listen(session.nodes[1], "activated")
    browser.exchange()
    browser.click(1)
    session.destroy(session.nodes[1])
    assert not [e for e in settle(session, [browser]) if isinstance(e, WidgetEvent)]
    assert browser.closed is None


@pytest.mark.parametrize(("message", "code"), [
    ({"type": "result", "id": 10**6}, 1002),
    ({"type": "result", "id": -1}, 1002),
    ({"type": "error", "id": 10**6, "error": "x"}, 1002),
])  # fmt: skip
def test_the_stock_client_answers_only_what_it_was_sent(message: dict[str, Any], code: int) -> None:
    hub, browser = attached(stock=True)
    browser.channel.receive(json.dumps(message), 0)
    assert refused(hub, browser.channel)[0] == code


# --- failing calls


@pytest.mark.parametrize("stock", [False, True])
def test_a_failing_call_is_told_and_raised_by_the_next_flush(stock: bool) -> None:
    _, browser = attached(stock=stock)
    session = session_of(browser)
    button = session.nodes[1]
    browser.fail_next("set_text", "no such luck")
    session.call(button, "set_text", ("x",))
    (failed,) = (e for e in settle(session, [browser]) if isinstance(e, CallFailed))
    error = failed.error
    assert (error.wid, error.cls, error.method) == (1, "Button", "set_text")
    assert failed.error.error == "no such luck"
    flush = session.flush()
    settle(session, [browser])
    with pytest.raises(Exception, match="Button 1: set_text: no such luck"):
        flush.result()
    again = session.flush()
    settle(session, [browser])
    assert again.result() is None


def test_a_failing_call_of_a_widget_that_was_destroyed_meanwhile() -> None:
    _, browser = attached()
    session = session_of(browser)
    browser.fail_next("set_text", "no such luck")
    session.call(session.nodes[1], "set_text", ("x",))
    session.call(session.nodes[1], "destroy")
    (failed,) = (e for e in settle(session, [browser]) if isinstance(e, CallFailed))
    assert str(failed.error) == "browser failed at widget 1: set_text: no such luck"
    assert failed.error.cls is None


@pytest.mark.parametrize("method", ["set_state", "destroy"])
def test_the_stock_client_speaks_again_after_a_failing_silent_call(method: str) -> None:
    _, browser = attached(stock=True)
    session = session_of(browser)
    check = session.create("CheckBox", ("c",))
    other = session.create("CheckBox", ("d",))
    settle(session, [browser])
    browser.fail_next(method, "failed")
    session.call(check, method, *([(True,)] if method == "set_state" else []))
    settle(session, [browser])
    browser.toggle(other.wid)
    settle(session, [browser])
    assert session.call(other, "get_state") is True


# --- slow browsers


def test_a_browser_that_does_not_read_is_rebuilt_with_the_newest_state() -> None:
    hub = make_hub(Limits(link_bytes=10_000, high_water=5_000))
    browser = connect(hub)
    session = session_of(browser)
    label = session.create("Label", ("start",))
    browser.exchange()
    entries = [session.create("TextEntry", ("e",)) for _ in range(500)]
    assert browser.link.is_set_aside
    assert session.pending.for_room() is None
    session.call(label, "set_text", ("newest",))
    assert browser.channel.has_output
    settle(session, [browser])
    assert browser.page.widgets[label.wid].get("text") == "newest"
    assert len(browser.page.widgets) == 1 + len(entries)
    assert not browser.link.is_set_aside
    assert browser.closed is None


def test_a_rebuild_may_be_longer_than_the_limit() -> None:
    hub = make_hub(Limits(link_bytes=10_000, high_water=5_000))
    session = hub.create_session()
    for index in range(500):
        session.create("Label", (f"label {index}",))
    browser = connect(hub, session)
    assert len(browser.page.widgets) == 500


def test_a_slow_browser_costs_bounded_memory() -> None:
    hub = make_hub()
    browser = connect(hub)
    session = session_of(browser)
    labels = [session.create("Label", ("x",)) for _ in range(10)]
    browser.exchange()
    before = browser.link.outbox.last
    for index in range(5_000):
        session.call(labels[index % 10], "set_text", (f"text {index}",))
    assert browser.link.outbox.last - before == 10
    settle(session, [browser])
    assert [browser.page.widgets[n.wid].get("text") for n in labels] == [
        f"text {index}" for index in range(4_990, 5_000)
    ]


@pytest.mark.parametrize("act", [
    lambda session, browser: session.close(),
    lambda session, browser: browser.leave(),
    lambda session, browser: session.keeper.close(),
    lambda session, browser: session.keeper.destroy_session(session),
])  # fmt: skip
def test_one_that_was_set_aside_may_leave(act: Callable[[Any, SimulatedBrowser], None]) -> None:
    hub = make_hub(Limits(link_bytes=100, high_water=50))
    browser = connect(hub)
    session = session_of(browser)
    session.create("Label", ("x" * 1000,))
    assert browser.link.is_set_aside
    act(session, browser)
    assert not browser.channel.has_output
    assert browser.channel.frames_to_send() == []
    assert not session.links


def test_what_is_queued_still_goes_out_before_the_close() -> None:
    _, browser = attached()
    session = session_of(browser)
    session.create("Label", ("last words",))
    session.close()
    session.create("Label", ("too late",))
    browser.exchange()
    assert browser.closed == (4004, "the program closed this session's browsers")
    assert [w.get("text") for w in browser.page.widgets.values()] == ["b", "last words"]
    browser.channel.shut(CloseCode.NORMAL, "again")
    assert browser.channel.close == (4004, "the program closed this session's browsers")
