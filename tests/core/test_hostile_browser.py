"""A browser that lies: nothing raises, nothing is lost, and nobody else sees it.

The lies are well-formed messages of every kind, about anything at all (any_lies.py), amid what a
program does (any_program.py). What no browser may bring about is said here.
"""

import json
import random
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.any_lies import Liar
from core.any_program import AnyProgram
from core.helpers import connect, events, go_on, make_hub, settle
from core.test_any_replay import page_of
from pgwidgets.testing import SimulatedBrowser
from pgwidgets_proto.catalog.effects.base import Ask, Getter
from pgwidgets_proto.errors import CloseCode
from pgwidgets_proto.limits import Limits
from pgwidgets_proto.sessions.events import CallFailed, ReportRefused, SessionEvent, WidgetEvent
from pgwidgets_proto.sessions.hub.hub import Hub
from pgwidgets_proto.sessions.hub.hub_events import ChannelRefused, HubEvent
from pgwidgets_proto.sessions.session import Session
from pgwidgets_proto.widgets.decoding import resolve
from pgwidgets_proto.widgets.widget import Method
from pgwidgets_proto.wire.incoming import weigh

STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["create", "call", "add", "listen", "listen", "ask", *9 * ["lie"], "take", "time"]
        ),
        st.integers(0, 2**24),
    ),
    min_size=30,
    max_size=250,
)

LIMITS = Limits(transfers=3, transfer_bytes=40, events=200, links_per_session=5)


def take_events(hub: Hub, session: Session, count: int = 10**6) -> None:
    """Take what waits, as an application does, and look at it."""
    for _ in range(count):
        event = session.next_event()
        if event is None:
            break
        assert isinstance(event, get_args(SessionEvent))
        if isinstance(event, WidgetEvent):
            assert event.action in event.node.cls.actions
        elif isinstance(event, ReportRefused):
            assert 0 < len(event.detail) < 2000
    while (told := hub.next_event()) is not None:
        assert isinstance(told, get_args(HubEvent))
        assert getattr(told, "reason", "none")
        assert 0 < len(getattr(told, "detail", "none")) < 2000


class World:
    """A program, a browser that lies, and one that does not."""

    def __init__(self, *, stock: bool) -> None:
        self.hub = make_hub(LIMITS)
        self.session = self.hub.create_session()
        self.witness = connect(self.hub, self.session)
        self.liar = Liar(self.hub, self.session, stock=stock)
        self.program = AnyProgram(self.session, is_lasting=True)
        self.now = 0.0

    def step(self, kind: str, number: int) -> None:
        """Do something."""
        choose = random.Random(number)
        nodes = list(self.session.nodes.values())
        if kind == "lie":
            self.liar.lie(number)
        elif kind == "take":
            take_events(self.hub, self.session, number % 7)
        elif kind == "time":
            self.now += choose.choice((0.1, 1, 10, 40))
            self.liar.now = self.witness.now = self.now
            self.hub.handle_timer(self.now)
            self.witness.exchange()
        elif kind == "listen" and nodes:
            node = choose.choice(nodes)
            if node.cls.actions:
                self.session.listen(node, choose.choice(sorted(node.cls.actions)))
        elif kind == "ask" and nodes:
            asked = [
                (node, method)
                for node in nodes
                for method in node.cls.methods.values()
                if isinstance(method.effect, Ask) and not needs_arguments(method)
            ]
            if asked:
                node, method = choose.choice(asked)
                self.session.telling.asker = choose.choice(self.session.links or [None])
                self.session.call(node, method.name)
                self.session.telling.asker = None
        elif kind in ("create", "call", "add"):
            self.program.step(kind, number)

    def end(self) -> None:
        """The liar leaves, all that waits is handled, and time passes."""
        self.liar.leave()
        take_events(self.hub, self.session)
        settle(self.session, [self.witness])
        self.now += 1000
        self.witness.now = self.now
        self.hub.handle_timer(self.now)
        settle(self.session, [self.witness])


@given(STEPS, st.booleans())
def test_lies_raise_nothing_leave_nothing_and_are_not_passed_on(
    steps: list[tuple[str, int]], stock: bool
) -> None:
    world = World(stock=stock)
    session, witness = world.session, world.witness
    for number in range(12):
        world.step("create", number)
    for step in steps:
        world.step(*step)
        assert len(session.inbox) <= LIMITS.events + 20  # comings and goings are no lies
        assert len(session.transfers) <= LIMITS.transfers
        assert session.transfers.reserved_bytes <= LIMITS.transfer_bytes
    world.end()
    assert len(session.transfers) == session.transfers.reserved_bytes == len(session.inbox) == 0
    assert not witness.errors
    newcomer = connect(world.hub, session, now=world.now)
    settle(session, [witness, newcomer])
    assert not witness.errors + newcomer.errors
    assert witness.closed is newcomer.closed is None
    assert without_progress(page_of(witness)) == without_progress(page_of(newcomer))
    read_everything(session)


def without_progress(page: dict[int, dict[str, Any]]) -> dict[int, dict[str, Any]]:
    """Without how far a video has come, which is each browser's own."""
    return {
        wid: {key: value for key, value in widget.items() if key != "current_time"}
        for wid, widget in page.items()
    }


def read_everything(session: Session) -> None:
    """Call every getter: none raises, whatever browsers have reported."""
    for node in list(session.nodes.values()):
        for method in node.cls.methods.values():
            if isinstance(method.effect, Getter) and not needs_arguments(method):
                session.call(node, method.name)


def needs_arguments(method: Method) -> bool:
    return any(param.default is None for param in method.params)


# --- what was found so ------------------------------------------------------------------------


def opened(limits: Limits | None = None) -> tuple[Session, SimulatedBrowser]:
    hub = make_hub(limits)
    session = hub.create_session()
    browser = connect(hub, session)
    settle(session, [browser])
    return session, browser


def refusal(session: Session) -> str:
    """The text of the only event that waits, a refusal."""
    (event,) = events(session)
    assert isinstance(event, ReportRefused)
    return event.detail


@pytest.mark.parametrize("value", [10**310, -(10**310), 1.75e308])
def test_a_number_that_no_browser_can_count_to_is_refused(value: float) -> None:
    session, browser = opened()
    spin_box = session.create("SpinBox")
    settle(session, [browser])
    browser.report(spin_box.wid, "activated", value)
    browser.exchange()
    assert "activated" in refusal(session)
    assert session.call(spin_box, "get_value") == 0


def test_a_large_number_without_a_point_is_a_float_as_in_the_browser() -> None:
    session, browser = opened()
    text = session.create("TextEntry", ("",))
    session.listen(text, "activated")
    settle(session, [browser])
    browser.report(text.wid, "activated", 10**20)
    browser.exchange()
    assert resolve(10**20, session.nodes) == 1e20
    assert isinstance(resolve(10**20, session.nodes), float)
    assert type(resolve(2**53, session.nodes)) is int


def test_faults_are_bounded_as_other_events_are() -> None:
    session, browser = opened(Limits(events=50))
    message = {"type": "result", "id": 999, "value": {"errors": ["no"] * 1000}}
    browser.channel.receive(json.dumps(message), 0)
    assert browser.channel.close is not None
    assert browser.channel.close.code == CloseCode.POLICY_VIOLATION
    assert len(session.inbox) <= 51  # and that it left


def test_faults_that_no_flush_asks_for_are_not_kept_for_ever() -> None:
    session, browser = opened()
    for _ in range(1000):
        browser.post({"type": "error", "error": "no"})
        browser.exchange()
        assert len(events(session)) == 1
    flush = session.flush()
    settle(session, [browser])
    with pytest.raises(ExceptionGroup, match="the first 100 of 1000") as caught:
        flush.result()
    assert len(caught.value.exceptions) == 100


def test_a_browser_writes_no_lines_of_its_own_into_a_log_and_no_long_ones() -> None:
    session, browser = opened()
    label = session.create("Label", ("x",))
    settle(session, [browser])
    browser.post({"type": "error", "error": "a\nCRITICAL b\x1b[2J" + "c" * 10_000})
    browser.report(label.wid, "no such\naction" * 1000)
    browser.exchange()
    failed, refused = events(session)
    assert isinstance(failed, CallFailed)
    assert isinstance(refused, ReportRefused)
    browser.send({"type": "a\nb" * 10_000})
    browser.exchange()
    told = session.keeper.next_event()
    assert isinstance(told, ChannelRefused)
    for text in (str(failed.error), refused.detail, told.detail):
        assert len(text) < 700
        assert text.isprintable()


def test_announcements_that_are_nested_deep_are_refused() -> None:
    session, browser = opened()
    label = session.create("Label", ("x",))
    session.listen(label, "drop-end")
    settle(session, [browser])
    deep = json.loads("[" * 200 + "]" * 200)
    browser.report(label.wid, "drop-end", {"transfer_id": 1, "files": deep})
    browser.exchange()
    assert "nested deeper" in refusal(session)
    assert len(session.transfers) == 0


def test_reports_that_wait_are_bounded_in_bytes_too() -> None:
    session, browser = opened(Limits(event_bytes=10_000))
    entry = session.create("TextEntry", ("",))
    settle(session, [browser])
    browser.report(entry.wid, "modified", "a" * 6000)
    browser.exchange()
    assert session.is_reading_paused
    browser.report(entry.wid, "modified", "b" * 6000)
    browser.exchange()
    assert browser.channel.close is not None
    assert browser.channel.close.code == CloseCode.POLICY_VIOLATION
    events(session)
    assert session.call(entry, "get_text") == "a" * 6000
    assert session.inbox.held_bytes == 0
    assert not session.is_reading_paused


def test_a_frame_counts_whole_while_any_of_its_reports_waits() -> None:
    session, browser = opened(Limits(event_bytes=80_000))
    entry = session.create("TextEntry", ("",))
    settle(session, [browser])
    seen = browser.link.outbox.applied_place
    small = [{"type": "ack", "seen": seen}] * 60
    big = {"type": "callback", "wid": entry.wid, "action": "modified", "args": ["x" * 3000]}
    for _ in range(2):
        browser.channel.receive(json.dumps([*small, big]), 0.0)
    assert session.inbox.held_bytes > 2 * 5000
    browser.channel.receive(json.dumps([*small, big]), 0.0)
    assert browser.channel.close is not None
    assert browser.channel.close.code == CloseCode.POLICY_VIOLATION
    events(session)
    assert session.inbox.held_bytes == 0


def test_reports_of_one_frame_count_once() -> None:
    session, browser = opened()
    entry = session.create("TextEntry", ("",))
    session.listen(entry, "modified")
    settle(session, [browser])
    frame = json.dumps(
        [
            {"type": "callback", "wid": entry.wid, "action": "modified", "args": [text]}
            for text in "abc"
        ]
    )
    browser.channel.receive(frame, 0.0)
    for left in (2, 1):
        session.next_event()
        assert (len(session.inbox), session.inbox.held_bytes) == (
            left,
            weigh(frame, len(frame)).size,
        )
    session.next_event()
    assert session.inbox.held_bytes == 0


@pytest.mark.parametrize(("width", "height"), [(-1, 5), (5, -0.5)])
def test_no_page_is_smaller_than_nothing(width: float, height: float) -> None:
    session, browser = opened()
    browser.post({"type": "viewport", "width": 300, "height": 200})
    browser.post({"type": "viewport", "width": width, "height": height})
    browser.exchange()
    assert "pixels" in refusal(session)
    assert session.viewport == browser.link.viewport == (300, 200)
    assert browser.closed is None


def test_a_browser_that_asks_and_does_not_read_is_kept_no_pile_of_answers() -> None:
    session, browser = opened()
    pings = json.dumps([{"type": "ping"}] * 5000)
    chunk = {"type": "binary-chunk", "wid": 1, "encoding": "base64", "data": ""}
    places = {"file_index": 0, "file_count": 1, "chunk_index": 0, "num_chunks": 1}
    for transfer in range(5000):
        browser.channel.receive(
            json.dumps({**chunk, **places, "transfer_id": transfer}), browser.now
        )
        session.next_event()
    browser.channel.receive(pings, browser.now)
    go_on(browser.channel.house)
    assert browser.closed is None
    assert len(browser.channel.frames_to_send(10**9)) <= 1000
    browser.channel.receive(pings, browser.now)
    go_on(browser.channel.house)
    assert [
        json.loads(payload)["type"] for _, payload in browser.channel.frames_to_send(10**9)
    ] == ["pong"]


def test_no_widget_is_named_by_a_truth() -> None:
    session, browser = opened()
    tab, label = session.create("TabWidget"), session.create("Label", ("x",))
    assert tab.wid == 1
    session.listen(label, "click")
    settle(session, [browser])
    browser.report(label.wid, "click", {"__wid__": True}, {"__wid__": 1})
    [event] = settle(session, [browser])
    assert isinstance(event, WidgetEvent)
    assert event.args == (None, tab)
