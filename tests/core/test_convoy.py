"""Browsers in step: what they are told is packed once, and nobody notices."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.counting import lines_of
from core.helpers import connect, make_hub, settle, shown
from pgwidgets.testing import SimulatedBrowser
from pgwidgets_proto.limits import Limits
from pgwidgets_proto.sessions.session import Session
from pgwidgets_proto.views.numbering import Number
from pgwidgets_proto.views.outbox import Outbox
from pgwidgets_proto.views.pack import Pack
from pgwidgets_proto.widgets.widget import Node
from pgwidgets_proto.wire.outgoing import Outgoing, Touch


def crowd(count: int, limits: Limits | None = None) -> tuple[Session, list[SimulatedBrowser], Node]:
    """A session with a label, and so many browsers, all in step."""
    hub = make_hub(limits)
    session = hub.create_session()
    label = session.create("Label", ("start",))
    browsers = [connect(hub, session) for _ in range(count)]
    session.call(label, "set_text", ("begin",))
    settle(session, browsers)
    return session, browsers, label


def text(browser: SimulatedBrowser, label: Node) -> Any:
    return browser.page.widgets[label.wid].get("text")


def in_step(browser: SimulatedBrowser) -> bool:
    return browser.link.outbox.convoy is not None


def build(session: Session, count: int) -> None:
    for number in range(count):
        label = session.create("Label", (f"label {number}",))
        session.call(label, "set_color", ("#fed", "black"))


def frames_of(browser: SimulatedBrowser) -> list[bytes]:
    browser.collect()
    return [frame.payload for frame in browser.down]


def test_browsers_in_step_are_sent_the_very_same_bytes() -> None:
    session, browsers, _ = crowd(3)
    build(session, 1000)
    first, *others = [frames_of(browser) for browser in browsers]
    assert len(first) > 1
    for other in others:
        assert all(one is same for one, same in zip(first, other, strict=True))
    settle(session, browsers)
    assert shown(browsers[0]) == shown(browsers[2])
    assert len(browsers[1].page.widgets) == 1001


def test_a_message_to_a_hundred_browsers_is_hardly_more_work_than_to_one() -> None:
    def work(count: int) -> int:
        session, browsers, _ = crowd(count)

        def tell() -> None:
            build(session, 200)
            for browser in browsers:
                browser.channel.frames_to_send(10**6)

        return lines_of(tell)

    assert work(50) < 1.6 * work(1)


def test_a_rebuild_of_all_browsers_encodes_the_page_once() -> None:
    session, browsers, _ = crowd(3)
    build(session, 1000)
    settle(session, browsers)
    session.rebuild()
    session.create("Label", ("behind it",))
    first, *others = [frames_of(browser) for browser in browsers]
    assert all(one is same for other in others for one, same in zip(first, other, strict=True))
    settle(session, browsers)
    assert [len(browser.page.widgets) for browser in browsers] == [1002] * 3


def test_who_is_told_something_alone_is_told_all_in_order_and_joins_the_others_again() -> None:
    session, browsers, label = crowd(2)
    session.call(label, "set_text", ("before",))
    browsers[0].link.put(Outgoing(b'{"type":"open-url","url":"https://example.org/"}'))
    session.call(label, "set_text", ("behind",))
    assert [in_step(browser) for browser in browsers] == [False, True]
    alone = [m for payload in frames_of(browsers[0]) for m in json.loads(payload)]
    # The second text takes the place of the first, which no other message of the label forbids.
    assert [message["type"] for message in alone] == ["call", "open-url"]
    settle(session, browsers)
    session.call(label, "set_text", ("end",))
    assert all(in_step(browser) for browser in browsers)
    settle(session, browsers)
    assert [text(browser, label) for browser in browsers] == ["end", "end"]


def test_a_browser_that_does_not_read_holds_up_nobody_and_is_sent_the_newest() -> None:
    session, (slow, fast), label = crowd(2)
    for number in range(1000):
        session.call(label, "set_text", (f"text {number}",))
        fast.exchange()
        assert text(fast, label) == f"text {number}"
    assert not in_step(slow)
    assert len(slow.link.outbox) <= 20  # the packs that it had when it was found to be slow
    settle(session, [slow, fast])
    assert text(slow, label) == "text 999"


def test_a_full_line_is_enough_to_be_found_slow() -> None:
    session, (slow, fast), label = crowd(2, Limits(in_flight_bytes=100))
    session.create("Label", ("x" * 200,))
    fast.exchange()
    slow.channel.frames_to_send()  # on its way from here on, and never acknowledged
    for number in range(3):
        session.call(label, "set_text", (f"text {number}",))
        fast.exchange()
    assert not in_step(slow)
    assert len(slow.link.outbox) == 2
    assert text(fast, label) == "text 2"


def test_a_queue_of_all_that_is_too_long_is_thrown_away_for_each() -> None:
    session, browsers, label = crowd(2, Limits(link_bytes=10_000, high_water=5_000))
    build(session, 200)
    assert all(browser.link.is_set_aside for browser in browsers)
    session.call(label, "set_text", ("newest",))
    settle(session, browsers)
    assert [text(browser, label) for browser in browsers] == ["newest", "newest"]
    assert len(browsers[0].page.widgets) == 201


def test_a_page_that_is_lost_amid_a_frame_is_sent_the_rest_of_it() -> None:
    session, (lost, other), label = crowd(2)
    before = lost.seen
    build(session, 3)
    session.call(label, "set_text", ("last",))
    (payload,) = frames_of(lost)
    sent = json.loads(payload)
    lost.down.clear()
    outbox = lost.link.outbox
    assert outbox.in_flight_bytes == sum(len(json.dumps(m, separators=(",", ":"))) for m in sent)
    found = outbox.find(Number(before + 2))
    assert found is not None
    assert found.method == sent[1]["method"]
    outbox.rewind(Number(before + 2))
    again = [m for frame in outbox.frames(10**6) for m in json.loads(frame.payload)]
    assert again == sent[2:]
    assert outbox.find(Number(before + 2)) is None
    assert outbox.acknowledge(Number(before + len(sent)))
    assert outbox.held_bytes == 0
    settle(session, [other])
    assert text(other, label) == "last"


def test_a_report_is_stale_that_is_older_than_a_value_in_a_pack() -> None:
    outbox = Outbox(1000, 10**9, number_all=False)
    touch = Touch(1, "text")
    first = Outgoing(b'{"type":"call"}', 1, touches=(touch,), barrier=(1,))
    setter = Outgoing(b'{"type":"call"}', 1, touches=(touch,), mergeable=True, barrier=(1,))
    outbox.put_pack(Pack([first, setter, Outgoing(b"{}")]))
    assert outbox.told.is_newer_than(touch, 1)
    assert outbox.told.has_setter_queued(touch, 1)
    assert not outbox.told.is_newer_than(touch, 2)
    assert not outbox.told.has_setter_queued(touch, 2)
    outbox.put_pack(Pack([first]))
    assert outbox.told.is_newer_than(touch, 3)
    assert not outbox.told.has_setter_queued(touch, 0)
    assert outbox.is_under_way(1)
    outbox.frames(10**6)
    outbox.acknowledge(Number(4))
    assert not outbox.is_under_way(1)
    outbox.forget_up_to(4)
    assert not outbox.told.is_newer_than(touch, 0)


def test_the_places_of_who_leaves_are_those_that_were_promised() -> None:
    session, (leaver, other), _label = crowd(2)
    build(session, 5)
    flush = session.flush()
    outbox = leaver.link.outbox
    promised = outbox.last
    outbox.leave()
    assert outbox.last == promised
    assert not flush.is_settled
    settle(session, [leaver, other])
    assert flush.is_settled


STEP = st.one_of(
    st.tuples(st.just("set"), st.integers(0, 2)),
    st.tuples(st.just("make"), st.just(0)),
    st.tuples(st.just("alone"), st.integers(0, 2)),
    st.tuples(st.just("take"), st.integers(0, 2)),
    st.tuples(st.just("lose"), st.integers(0, 2)),
    st.tuples(st.just("rebuild"), st.integers(0, 3)),
    st.tuples(st.just("exchange"), st.integers(0, 2)),
)


@pytest.mark.parametrize("window", [10**6, 150])
@given(steps=st.lists(STEP, max_size=30))
def test_whoever_comes_and_goes_all_show_the_same_in_the_end(
    window: int, steps: list[tuple[str, int]]
) -> None:
    limits = Limits(in_flight_bytes=window, frame_bytes=200)
    session, browsers, _label = crowd(3, limits)
    for number, (what, which) in enumerate(steps):
        match what:
            case "set":
                some = list(session.nodes.values())[which % len(session.nodes)]
                session.call(some, "set_text", (f"text {number}",))
            case "make":
                session.create("Label", (f"label {number}",))
            case "alone":
                browsers[which].link.put(Outgoing(b'{"type":"batch","calls":[]}'))
            case "take":
                browsers[which].collect(100)
            case "lose":
                browsers[which].drop()
                browsers[which].come_back()
            case "rebuild":
                if which == 3:
                    session.rebuild()
                elif browsers[which].link in session.links:
                    browsers[which].link.rebuild()
            case "exchange":
                browsers[which].exchange()
        for browser in browsers:
            outbox = browser.link.outbox
            assert outbox.last - len(outbox) >= outbox.applied_place
            assert len(outbox) == len(outbox.unsent())
    settle(session, browsers)
    expected = {node.wid: session.call(node, "get_text") for node in session.nodes.values()}
    for browser in browsers:
        assert {wid: w.get("text") for wid, w in browser.page.widgets.items()} == expected
        assert browser.link.outbox.held_bytes == 0
        assert browser.errors == []
