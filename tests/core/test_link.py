"""One browser's link: its states, its hello, and what it may not say."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.helpers import connect, events, make_hub, session_of, settle
from pgwidgets.testing import SimulatedBrowser
from pgwidgets_proto.errors import CloseCode
from pgwidgets_proto.events import CallFailed, WidgetEvent
from pgwidgets_proto.hub import Hub
from pgwidgets_proto.limits import Limits
from pgwidgets_proto.link import TRANSITIONS, Browser, Link, LinkInput, LinkState

HELLO = '{"type":"result","id":0,"ext":1}'
"""What our own client answers."""


def link_in(state: LinkState) -> Link:
    """A link that has got so far."""
    hub = make_hub(max_sessions=1)
    if state is LinkState.WAITING:
        hub.open_channel(Browser(), 0).receive(HELLO, 0)
    link = hub.open_channel(Browser(), 0)
    if state in (LinkState.WAITING, LinkState.ATTACHED):
        link.receive(HELLO, 0)
    if state in (LinkState.CLOSING, LinkState.CLOSED):
        link.shut(CloseCode.NORMAL, "bye")
    if state is LinkState.CLOSED:
        link.receive(None, 0)
    assert link.state is state
    return link


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


@pytest.mark.parametrize("state", list(LinkState))
@pytest.mark.parametrize("message", MESSAGES, ids=lambda m: str(m)[:40])
def test_whatever_comes_in_whatever_state_leads_to_a_state_of_the_table(
    state: LinkState, message: Any
) -> None:
    link = link_in(state)
    link.receive(message, 1.0)
    reachable = {state} | {after for (before, _), after in TRANSITIONS.items() if before is state}
    assert link.state in reachable
    if link.state is LinkState.CLOSING:
        assert link.close is not None


@given(st.lists(st.sampled_from(MESSAGES) | st.text(max_size=20), max_size=12))
def test_no_sequence_of_messages_raises(messages: list[Any]) -> None:
    hub = make_hub()
    link = hub.open_channel(Browser(), 0)
    for message in messages:
        link.receive(message, 0.0)
        link.frames_to_send()
    link.receive(None, 1.0)
    assert link.state is LinkState.CLOSED
    assert not link.has_output
    while hub.next_event() is not None:
        pass


def test_the_table_leads_from_everywhere_to_the_end() -> None:
    for state in LinkState:
        assert TRANSITIONS[state, LinkInput.PEER_GONE] is LinkState.CLOSED
        assert TRANSITIONS[state, LinkInput.CLOSE] in (LinkState.CLOSING, LinkState.CLOSED)
    assert not any(
        after not in (LinkState.CLOSING, LinkState.CLOSED)
        for (before, _), after in TRANSITIONS.items()
        if before in (LinkState.CLOSING, LinkState.CLOSED)
    )


# --- the hello


def refused(hub: Hub, link: Link) -> tuple[int, str]:
    """How a link was sent away; the hub has told why, once."""
    event = hub.next_event()
    assert event is not None
    assert event.link is link
    assert hub.next_event() is None
    assert link.close == (event.code, event.reason)
    assert link.state is LinkState.CLOSING
    return int(event.code), event.reason


def test_who_says_nothing_is_sent_away_in_time() -> None:
    hub = make_hub(Limits(hello_time=10))
    link = hub.open_channel(Browser(), 100)
    assert hub.next_deadline(100) == 110
    hub.handle_timer(109.9)
    assert link.state is LinkState.GREETING
    hub.handle_timer(110)
    assert refused(hub, link) == (1002, "no answer to init in time")
    assert hub.next_deadline(110) is None


@pytest.mark.parametrize("leaves", [False, True])
def test_who_has_answered_or_left_is_not_waited_for(leaves: bool) -> None:
    hub = make_hub()
    link = hub.open_channel(Browser(), 0)
    link.receive(None if leaves else HELLO, 1)
    assert hub.next_deadline(1) is None or not leaves
    hub.handle_timer(20)
    assert link.close is None


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ('{"type":"ack","seen":0}', 1002),
        ('{"type":"result","id":1}', 1002),
        ('{"type":"callback","wid":1,"action":"activated"}', 1002),
        ("garbage", 1007),
        ('{"type":"result"}', 1007),
        ("[1]", 1007),
        (b"\x00\x01", 1003),
    ],
)
def test_a_wrong_first_message(message: str | bytes, code: int) -> None:
    hub = make_hub()
    link = hub.open_channel(Browser(), 0)
    link.receive(message, 0)
    assert refused(hub, link)[0] == code
    assert not hub.sessions


def test_the_first_frame_asks_who_is_there() -> None:
    hub = make_hub()
    link = hub.open_channel(Browser("127.0.0.1", "agent"), 0)
    assert hub.ready() == [link]
    (frame,) = link.frames_to_send()
    assert json.loads(frame.payload) == {"type": "init", "id": 0, "ext": 1}
    assert "greeting" in repr(link)


def test_hello_and_more_may_come_in_one_frame() -> None:
    hub = make_hub()
    link = hub.open_channel(Browser(), 0)
    link.receive(f'[{HELLO},{{"type":"viewport","width":800,"height":600.5}}]', 0)
    assert link.session is not None
    assert link.viewport == link.session.viewport == (800, 600.5)


def test_a_second_hello_is_no_news() -> None:
    browser = connect(make_hub())
    browser.link.receive(HELLO, 0)
    assert browser.link.state is LinkState.ATTACHED


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
        ({"type": "binary-chunk", "wid": 1, "transfer_id": 1, "file_index": 0, "file_count": 1,
          "chunk_index": 0, "num_chunks": 1}, 1003),
        ({"type": "nonsense"}, 1007),
    ],
)  # fmt: skip
def test_lies_close_the_link_and_nothing_else(message: dict[str, Any], code: int) -> None:
    hub, browser = attached()
    other = connect(hub)
    browser.link.receive(json.dumps(message), 0)
    assert refused(hub, browser.link)[0] == code
    assert other.link.state is LinkState.ATTACHED
    assert list(hub.sessions) == [1, 2]


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
    browser.link.receive(json.dumps(message), 0)
    events(session_of(browser))
    assert browser.link.state is LinkState.ATTACHED
    assert hub.next_event() is None


def test_deeply_nested_values_are_refused() -> None:
    _, browser = attached()
    session = session_of(browser)
    button = session.nodes[1]
    session.listen(button, "activated")
    browser.exchange()
    events(session)
    args = "[" * 3000 + "]" * 3000
    browser.link.receive(f'{{"type":"callback","wid":1,"action":"activated","args":{args}}}', 0)
    (event,) = events(session)
    assert "nested" in repr(event)
    question = session.ask(button, "get_text", ())
    browser.collect()
    number = browser.link.last_queued
    browser.link.receive(f'{{"type":"result","id":{number},"value":{args}}}', 0)
    assert browser.link.close == (1002, "answer nested too deep")
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
    browser.link.receive(json.dumps(message), 0)
    assert refused(hub, browser.link)[0] == code


# --- failing calls


@pytest.mark.parametrize("stock", [False, True])
def test_a_failing_call_is_told_and_raised_by_the_next_flush(stock: bool) -> None:
    _, browser = attached(stock=stock)
    session = session_of(browser)
    button = session.nodes[1]
    browser.fail_next("set_text", "no such luck")
    session.call(button, "set_text", ("x",))
    (failed,) = (e for e in settle(session, [browser]) if isinstance(e, CallFailed))
    assert (failed.error.wid, failed.error.method) == (1, "set_text")
    assert failed.error.error == "no such luck"
    flush = session.flush()
    settle(session, [browser])
    with pytest.raises(Exception, match="widget 1: set_text: no such luck"):
        flush.result()
    again = session.flush()
    settle(session, [browser])
    assert again.result() is None


def destroyed(session: Any, node: Any) -> None:
    session.destroy(node)


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
    hub = make_hub(Limits(unsent_bytes=10_000, high_water=5_000))
    browser = connect(hub)
    session = session_of(browser)
    label = session.create("Label", ("start",))
    browser.exchange()
    entries = [session.create("TextEntry", ("e",)) for _ in range(500)]
    assert browser.link.is_set_aside
    assert not browser.link.is_over_high_water
    session.call(label, "set_text", ("newest",))
    assert browser.link.has_output
    settle(session, [browser])
    assert browser.page.widgets[label.wid].get("text") == "newest"
    assert len(browser.page.widgets) == 1 + len(entries)
    assert not browser.link.is_set_aside
    assert browser.closed is None


def test_a_rebuild_may_be_longer_than_the_limit() -> None:
    hub = make_hub(Limits(unsent_bytes=10_000, high_water=5_000))
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
    before = browser.link.last_queued
    for index in range(5_000):
        session.call(labels[index % 10], "set_text", (f"text {index}",))
    assert browser.link.last_queued - before == 10
    settle(session, [browser])
    assert [browser.page.widgets[n.wid].get("text") for n in labels] == [
        f"text {index}" for index in range(4_990, 5_000)
    ]


@pytest.mark.parametrize("act", [
    lambda session, browser: session.close(),
    lambda session, browser: browser.leave(),
    lambda session, browser: session.hub.close(),
    lambda session, browser: session.hub.destroy_session(session),
])  # fmt: skip
def test_one_that_was_set_aside_may_leave(act: Callable[[Any, SimulatedBrowser], None]) -> None:
    hub = make_hub(Limits(unsent_bytes=100, high_water=50))
    browser = connect(hub)
    session = session_of(browser)
    session.create("Label", ("x" * 1000,))
    assert browser.link.is_set_aside
    act(session, browser)
    assert not browser.link.has_output
    assert browser.link.frames_to_send() == []
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
    browser.link.shut(CloseCode.NORMAL, "again")
    assert browser.link.close == (4004, "the program closed this session's browsers")
