"""The core's transition tables: how they are followed, and that nothing in them is dead."""

import enum
from collections.abc import Callable
from typing import Any

import pytest

from core.helpers import connect, make_hub, session_of
from core.test_channel import HELLO, channel_in
from core.wire import BINARY, TEXT, Wire, close_frame, frame, open_websocket, request, upgrade
from pgwidgets_proto import transitions
from pgwidgets_proto.errors import CloseCode, LocalProtocolError
from pgwidgets_proto.limits import Limits
from pgwidgets_proto.stream import lifecycle, states
from pgwidgets_proto.transitions import Transitions, follow
from pgwidgets_proto.views import channel, link
from pgwidgets_proto.views.channel import Browser, Channel, ChannelState

WANTED = '{"type":"result","id":0,"ext":1,"session_id":"a","token":"b"}'

TABLES: list[Transitions[Any, Any]] = [link.TRANSITIONS, channel.TRANSITIONS, states.TRANSITIONS]


@pytest.mark.parametrize("table", TABLES)
def test_a_table_names_every_state_and_only_what_is_final_has_no_way_out(
    table: Transitions[Any, Any],
) -> None:
    first = next(iter(table))
    assert list(table) == list(type(first))
    reached = {first}
    while more := {to for at in reached for to in table[at].values()} - reached:
        reached |= more
    assert reached == set(table)
    assert len([state for state, ways in table.items() if not ways]) == 1


@pytest.mark.parametrize("table", TABLES)
def test_what_is_not_in_a_table_is_refused_by_name(table: Transitions[Any, Any]) -> None:
    inputs = type(next(iter(next(iter(table.values())))))
    for state, ways in table.items():
        for cause in inputs:
            if cause in ways:
                assert follow(table, state, cause) is ways[cause]
            else:
                with pytest.raises(LocalProtocolError) as refused:
                    follow(table, state, cause)
                allowed = ", ".join(each.name for each in ways) or "none"
                assert str(refused.value) == (
                    f"{cause.name} is not possible in {state.name}; possible inputs: {allowed}"
                )


# --- no way is dead


type Ways = set[tuple[enum.Enum, enum.Enum]]


def ways_of(table: Transitions[Any, Any]) -> Ways:
    return {(state, cause) for state, ways in table.items() for cause in ways}


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> Ways:
    """The ways that are taken in a test, of whichever table."""
    found: Ways = set()

    def spy(table: Transitions[Any, Any], state: enum.Enum, cause: enum.Enum) -> enum.Enum:
        found.add((state, cause))
        return transitions.follow(table, state, cause)

    for module in (link, channel, lifecycle):
        monkeypatch.setattr(module, "follow", spy)
    return found


def test_every_way_of_a_channel_is_taken(taken: Ways) -> None:
    acts: list[Callable[[Channel], None]] = [
        lambda each: each.shut(CloseCode.NORMAL, "bye"),
        lambda each: each.receive(None, 0),
    ]
    for state in ChannelState:
        for act in acts:
            reached = channel_in(state)
            act(reached)
            act(reached)  # what has been done is not done again
    hub = make_hub(max_sessions=1)
    first, second = hub.open_channel(Browser(), 0), hub.open_channel(Browser(), 0)
    first.receive(HELLO, 0)
    second.receive(HELLO, 0)
    (session,) = hub.sessions.values()
    hub.destroy_session(session)
    assert second.state is ChannelState.OPEN
    _fetch_sessions()
    assert {way for way in taken if way[0] in ChannelState} == ways_of(channel.TRANSITIONS)


def _fetch_sessions() -> None:
    """Pages name sessions that are not here."""
    hub = make_hub(max_sessions=1, keeps=True)
    first, second = hub.open_channel(Browser(), 0), hub.open_channel(Browser(), 0)
    first.receive(WANTED, 0)
    second.receive(WANTED, 0)
    hub.returning.found("a", None, 0)  # nothing is kept of it, and there is room for one
    assert (first.state, second.state) == (ChannelState.OPEN, ChannelState.WAITING)
    (session,) = hub.sessions.values()
    hub.destroy_session(session)  # while the other waited, the session may have been kept
    assert second.state is ChannelState.RESTORING


def test_every_way_of_a_link_is_taken(taken: Ways) -> None:
    hub = make_hub(Limits(link_bytes=10_000, high_water=5_000))
    browser = connect(hub)
    session = session_of(browser)
    session.create("Label", ("x" * 20_000,))  # more than may be queued
    browser.exchange()
    browser.come_back()  # while its old connection is not known to be lost
    browser.exchange()
    browser.drop()
    browser.come_back()
    browser.exchange()
    away = connect(hub, session)
    away.drop()
    connect(hub, session)
    session.create("Label", ("x" * 20_000,))
    connect(hub, session)  # one more, which is not set aside
    hub.destroy_session(session)
    assert {way for way in taken if way[0] in link.LinkState} == ways_of(link.TRANSITIONS)


def asked(data: bytes, **options: Any) -> Wire:
    """A connection whose application has yet to answer."""
    wire = Wire(answer=None, **options)
    wire.feed(data)
    return wire


def socket(*said: bytes, is_read: bool = True) -> Wire:
    """A WebSocket, after frames of a browser that reads, or does not."""
    wire = Wire()
    open_websocket(wire)
    wire.is_writable = is_read
    for each in said:
        wire.feed(each)
    return wire


def test_every_way_of_a_connection_is_taken(taken: Ways) -> None:
    asked(b"").feed(b"")
    asked(b"GET").feed(b"")
    asked(b"no HTTP\r\n\r\n").feed(b"")
    asked(request("/", "Content-Length: 5") + b"x").feed(b"")
    asked(request("/", "Transfer-Encoding: chunked") + b"x\r\n")
    asked(upgrade())
    asked(request()).conn.abort(0)
    for extra in ((), ("Connection: close",)):
        wire = asked(request("/", *extra))
        wire.conn.send_response(200, now=wire.now)
        wire = asked(request("/", *extra))
        wire.conn.send_response(200, body=None, now=wire.now)
        wire.conn.end_response(now=wire.now)
    wire = asked(request())
    wire.conn.send_response(200, body=None, now=wire.now)
    wire.conn.abort(wire.now)

    socket(close_frame())
    socket(b"")
    socket(frame(BINARY, mask=b""))  # the framing is broken: closed at once, then unreadable
    bye = frame(TEXT, b"echo:last") + frame(TEXT, b"close")
    socket(bye, b"")
    socket(bye, close_frame())
    for end in (b"", close_frame()):
        wire = socket(is_read=False)
        wire.channel.queue.extend([(False, bytes(50_000))] * 10)  # more than goes out at the end
        wire.feed(bye)
        wire.feed(end)
    assert {way for way in taken if way[0] in states.State} == ways_of(states.TRANSITIONS)


def test_what_is_over_is_not_ended_again(taken: Ways) -> None:
    for wire in (asked(b""), asked(request()), socket(), socket(close_frame(), is_read=False)):
        for _ in range(2):
            wire.conn.abort(wire.now)
            wire.conn.shutdown(wire.now)
            wire.conn.receive_data(b"", wire.now)
            wire.wait(Limits().idle_time)
        assert wire.conn.state is states.State.CLOSED
    assert not {way for way in taken if way[0] is states.State.CLOSED}
