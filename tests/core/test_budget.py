"""What the whole server keeps of others: one bound, and what is given up for it."""

import json
import tracemalloc
from typing import Any

from core.helpers import connect, events, go_on, make_hub
from core.wire import BINARY, CONTINUATION, TEXT, frame
from pgwidgets_proto import AccessPolicy, Browser, Connection
from pgwidgets_proto.limits import Limits
from pgwidgets_proto.sessions.events import ReportRefused, WidgetEvent
from pgwidgets_proto.sessions.hub.hub import Hub
from pgwidgets_proto.sessions.hub.hub_events import SessionExpired
from pgwidgets_proto.views.budget import Budget

MEGABYTE = 1_000_000


def bring(browser: Any, steps: Any) -> None:
    """Send all of a file."""
    for _ in steps:
        browser.exchange()
    browser.exchange()


def expired(hub: Hub) -> list[Any]:
    found = []
    while (event := hub.next_event()) is not None:
        if isinstance(event, SessionExpired):
            found.append(event.session)
    return found


def test_accounts_share_what_there_is() -> None:
    given_up: list[int] = []
    budget = Budget(100, lambda: False)
    one, other = budget.account(), budget.account()
    assert one.take(60)
    assert not other.take(41)
    assert other.take(40)
    one.add(-10)
    assert budget.held == 90
    one.close()
    one.add(-50)  # what is given back late counts no more
    assert (budget.held, one.held) == (40, 0)

    def give_up() -> bool:
        given_up.append(budget.held)
        other.close()
        return len(given_up) < 2

    full = Budget(100, give_up)
    other = full.account()
    other.add(90)
    last = full.account()
    assert last.take(50)
    assert not last.take(51)
    assert len(given_up) == 2


def test_sessions_that_nobody_shows_are_bounded_while_they_are_waited_for_too() -> None:
    hub = make_hub(Limits(lost_sessions=5))
    sessions = []
    for _ in range(20):
        browser = connect(hub)
        sessions.append(browser.channel.link.session)
        browser.drop()
    assert list(hub.sessions.values()) == sessions[-5:]
    assert expired(hub) == sessions[:-5]


def files(hub: Hub, size: int) -> tuple[Any, Any, Any]:
    """A session with a label that files are dropped on, and a browser that brings one."""
    session = hub.create_session()
    label = session.create("Label", ("x",), {})
    session.listen(label, "drop-end")
    browser = connect(hub, session)
    browser.exchange()
    return session, browser, browser.bring_files(label.wid, "drop-end", ("a", b"x" * size))


def test_files_of_all_sessions_together_are_bounded_as_they_come() -> None:
    hub = make_hub(Limits(total_bytes=5 * MEGABYTE))
    waiting = [files(hub, 2 * MEGABYTE) for _ in range(3)]
    for _, browser, steps in waiting:
        bring(browser, steps)
    assert hub.budget.held <= 5 * MEGABYTE
    told = [events(session) for session, _, _ in waiting]
    taken = [sum(isinstance(event, WidgetEvent) for event in one) for one in told]
    assert taken == [1, 1, 0]  # the third was refused, and lives on
    (refused,) = (event for event in told[2] if isinstance(event, ReportRefused))
    assert refused.detail.endswith(": the server keeps more than Limits.total_bytes = 5000000")
    assert waiting[2][1].closed is None
    assert hub.budget.held == 0
    bring(*files(hub, 2 * MEGABYTE)[1:])
    assert hub.budget.held >= 2 * MEGABYTE


def test_what_nobody_shows_is_given_up_first_the_longest_left_before_others() -> None:
    hub = make_hub(Limits(total_bytes=5 * MEGABYTE))
    waiting = [files(hub, 2 * MEGABYTE) for _ in range(2)]
    empty = hub.create_session()
    for _, browser, steps in waiting:
        bring(browser, steps)
        browser.drop()
    bring(*files(hub, 2 * MEGABYTE)[1:])
    assert expired(hub) == [waiting[0][0]]
    assert empty.id in hub.sessions  # it holds nothing, so nothing is won by its end
    assert 4 * MEGABYTE <= hub.budget.held <= 5 * MEGABYTE


def test_a_browser_that_reads_nothing_does_not_fill_the_server() -> None:
    hub = make_hub(Limits(total_bytes=MEGABYTE, link_bytes=100 * MEGABYTE))
    session = hub.create_session()
    label = session.create("Label", ("",), {})
    browser = connect(hub, session)
    browser.exchange()
    for number in range(100):
        session.call(session.create("Label", (f"{number}" * 20_000,), {}), "set_text", "x")
    assert browser.channel.link.is_set_aside
    assert hub.budget.held == 0
    browser.exchange()
    assert session.call(label, "get_text") == ""
    assert not browser.channel.link.is_set_aside


def test_a_destroyed_session_holds_nothing() -> None:
    hub = make_hub()
    session, browser, steps = files(hub, MEGABYTE)
    bring(browser, steps)
    assert hub.budget.held >= MEGABYTE
    hub.destroy_session(session)
    assert hub.budget.held == 0
    events(session)
    assert hub.budget.held == 0


def opened(hub: Hub) -> Connection[Any]:
    """The bytes of a browser that has opened a WebSocket, and not said who it is."""
    connection: Connection[Any] = Connection(
        lambda request, now: hub.open_channel(Browser("127.0.0.1"), now),
        policy=AccessPolicy(),
        limits=hub.limits,
        peer="127.0.0.1",
        now=0.0,
    )
    lines = (
        *("GET / HTTP/1.1", "Host: localhost", "Connection: Upgrade", "Upgrade: websocket"),
        *("Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==", "", ""),
    )
    feed(connection, "\r\n".join(lines).encode())
    return connection


def feed(connection: Connection[Any], data: bytes) -> None:
    connection.receive_data(data, 0.0)
    while connection.next_event() is not None:
        pass
    connection.data_to_send(0.0)


def test_messages_that_are_sent_in_part_count() -> None:
    hub = make_hub(Limits(total_bytes=3 * MEGABYTE, text_bytes=4 * MEGABYTE))
    connections = [opened(hub) for _ in range(5)]
    begun = frame(BINARY, b"x" * 2 * MEGABYTE)[:MEGABYTE]
    for connection in connections[:3]:
        feed(connection, begun)
    assert 2.9 * MEGABYTE < hub.budget.held <= 3 * MEGABYTE
    feed(connections[3], frame(TEXT, b"x" * 200_000, fin=False))
    assert connections[3].channel.close is None  # its half is not counted yet
    for _ in range(5):
        feed(connections[3], frame(CONTINUATION, b"x" * 200_000, fin=False))
    assert hub.budget.held <= 3 * MEGABYTE
    for connection in connections[:3]:
        connection.abort(0.0)
        feed(connection, b"")
    assert hub.budget.held < 2 * MEGABYTE


def test_what_has_come_of_a_message_is_held_to_the_byte() -> None:
    hub = make_hub(Limits(text_bytes=100, total_bytes=1000))
    stranger = hub.open_channel(Browser(), 0.0)
    assert stranger.may_hold(100)
    assert not stranger.may_hold(101)
    assert hub.budget.held == 100
    assert stranger.may_hold(0)  # it is whole
    assert hub.budget.held == 0
    known = connect(hub).channel
    assert known.may_hold(1000)
    assert not known.may_hold(1001)


def test_a_stranger_brings_no_megabytes() -> None:
    hub = make_hub(Limits(text_bytes=100_000))
    connection = opened(hub)
    feed(connection, frame(BINARY, b"x" * MEGABYTE)[:90_000])
    assert connection.state.name == "WS_OPEN"
    feed(connection, b"x" * 20_000)
    assert connection.state.name == "WS_CLOSING"
    connection.abort(0.0)
    feed(connection, b"")
    assert hub.budget.held == 0


def test_hardly_anything_is_kept_of_a_visitor_that_waits() -> None:
    hub = make_hub(max_sessions=1)
    connect(hub)
    channels = [hub.open_channel(Browser("192.0.2.1"), 0.0) for _ in range(10)]
    many = "[" + ",".join(["{}"] * 50_000) + "]"
    long = "x" * 300_000
    texts = [
        f'{{"type":"result","id":0,"ext":1,"value":{many},"session_id":"{long}","token":"{long}"}}'
        for _ in channels
    ]
    tracemalloc.start()
    try:
        for channel, text in zip(channels, texts, strict=True):
            channel.receive(text, 0.0)
            go_on(hub)
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert [channel.state.value for channel in channels] == ["waiting"] * 10
    assert kept < MEGABYTE


def announcement(wid: int, number: int) -> str:
    """The announcement of one file, with much beside it."""
    about = {"transfer_id": number, "files": [{"name": "a", "size": 9, "type": ""}]}
    return json.dumps(
        {"type": "callback", "wid": wid, "action": "drop-end", "args": [about, [[]] * 10_000]}
    )


def test_announcements_of_files_count_while_the_files_come() -> None:
    hub = make_hub(Limits(total_bytes=5 * MEGABYTE))
    session, browser, _ = files(hub, 1)
    (wid,) = session.nodes
    for number in range(100, 120):
        browser.channel.receive(announcement(wid, number), 0.0)
    assert 3 * MEGABYTE < hub.budget.held <= 5 * MEGABYTE
    assert 2 <= len(session.transfers) < 20  # the others were refused
    refused = [event for event in events(session) if isinstance(event, ReportRefused)]
    assert len(refused) == 20 - len(session.transfers)
    assert refused[0].detail.endswith(": the server keeps more than Limits.total_bytes = 5000000")
    assert browser.closed is None
    browser.channel.receive('{"type":"goodbye"}', 0.0)
    browser.drop()
    assert hub.budget.held < MEGABYTE  # what was refused waits to be logged
    events(session)
    assert hub.budget.held == 0


def test_announcements_of_files_of_one_session_are_bounded() -> None:
    hub = make_hub(Limits(event_bytes=3 * MEGABYTE))
    session, browser, _ = files(hub, 1)
    (wid,) = session.nodes
    for number in range(100, 110):
        browser.channel.receive(announcement(wid, number), 0.0)
    assert 0 < hub.budget.held <= 3 * MEGABYTE
    session.destroy(session.nodes[wid])
    assert hub.budget.held == 0
