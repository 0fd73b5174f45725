"""Streamed pictures: at most one of an Image is on its way, and what is said passes others by."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.helpers import connect, make_hub, session_of, settle
from pgwidgets_proto.limits import Limits
from pgwidgets_proto.views.held import LARGE
from pgwidgets_proto.views.numbering import Number
from pgwidgets_proto.views.outbox import Outbox
from pgwidgets_proto.wire.binary import ONE_FRAME
from pgwidgets_proto.wire.outgoing import Key, Outgoing, Touch

SIZE = 50_000


def picture(
    mark: int, wid: int = 1, size: int = SIZE, depends: tuple[Key, ...] = (), key: Key = "url"
) -> Outgoing:
    """A picture that is set; its header tells which it is."""
    return Outgoing(
        _call(wid, mark),
        wid,
        touches=(Touch(wid, key),),
        mergeable=True,
        depends=depends,
        barrier=(wid,),
        binary=bytes(size),
        is_chunked=size >= ONE_FRAME,
    )


def text(mark: int, wid: int, depends: tuple[Key, ...] = ()) -> Outgoing:
    """A text that is set."""
    touches = (Touch(wid, "text"),)
    return Outgoing(
        _call(wid, mark), wid, touches=touches, mergeable=True, depends=depends, barrier=(wid,)
    )


def address(mark: int) -> Outgoing:
    """The address of a picture, which stands in its place."""
    touches = (Touch(1, "url"),)
    return Outgoing(_call(1, mark), 1, touches=touches, mergeable=True, barrier=(1,))


def act(mark: int, wid: int) -> Outgoing:
    """A call that may rely on what was set."""
    return Outgoing(_call(wid, mark), wid, barrier=(wid,))


def _call(wid: int, mark: int) -> bytes:
    return json.dumps({"type": "call", "wid": wid, "args": [mark]}).encode()


def make(window: int = 10**9) -> Outbox:
    return Outbox(64 * 1024, window, number_all=False)


def marks(outbox: Outbox) -> list[int]:
    """What is handed out, by the marks."""
    found = []
    for frame in outbox.frames(10**9):
        if frame.is_text:
            decoded = json.loads(frame.payload)
            messages = decoded if isinstance(decoded, list) else [decoded]
            found += [message["args"][0] for message in messages if "args" in message]
    return found


def test_a_picture_waits_until_the_one_before_is_applied_and_only_the_newest_is_sent() -> None:
    outbox = make()
    outbox.put(picture(1))
    assert marks(outbox) == [1]
    for mark in (2, 3, 4):
        outbox.put(picture(mark))
        assert not outbox.can_send
    assert [outgoing.size for outgoing in outbox.unsent()] == [picture(4).size]
    assert outbox.unsent_bytes == picture(4).size
    outbox.acknowledge(Number(1))
    assert marks(outbox) == [4]
    outbox.acknowledge(Number(2))
    assert not outbox.can_send
    assert (outbox.held_bytes, outbox.applied_place, outbox.last) == (0, 2, 2)


def test_what_is_said_later_passes_by_a_picture_that_waits() -> None:
    outbox = make()
    outbox.put(picture(1))
    marks(outbox)
    outbox.put(picture(2))
    outbox.put(text(3, wid=2))
    outbox.put(text(4, wid=1))  # of the Image itself, but another value
    assert marks(outbox) == [3, 4]
    outbox.acknowledge(Number(3))
    assert marks(outbox) == [2]


def test_a_picture_of_another_widget_does_not_wait_for_it_where_there_is_room() -> None:
    outbox = make()
    outbox.put(picture(1, wid=1))
    outbox.put(picture(2, wid=2))
    assert marks(outbox) == [1, 2]


def test_pictures_of_many_widgets_take_turns_where_there_is_room_for_one() -> None:
    outbox = make(window=SIZE + 1000)
    for wid in (1, 2, 3):
        outbox.put(picture(wid, wid))
    outbox.put(text(9, wid=4))
    assert marks(outbox) == [1, 9]  # and no others before what is said now
    for mark in (10, 11):
        outbox.put(picture(mark, wid=1))
    sent = []
    for _ in range(4):
        outbox.acknowledge(outbox.sent)
        sent += marks(outbox)
    assert sent == [2, 3, 11]


@pytest.mark.parametrize("size", [1, LARGE - 1])
def test_a_small_picture_waits_for_nothing(size: int) -> None:
    outbox = make()
    for mark in (1, 2):
        outbox.put(picture(mark, size=size))
        assert marks(outbox) == [mark]


def test_a_small_picture_replaces_a_large_one_that_waits() -> None:
    outbox = make()
    outbox.put(picture(1))
    marks(outbox)
    outbox.put(picture(2))
    outbox.put(picture(3, size=10))
    assert not outbox.can_send
    outbox.acknowledge(Number(1))
    assert marks(outbox) == [3]
    assert outbox.unsent_bytes == 0


def test_a_picture_that_waits_goes_before_a_call_that_may_rely_on_it() -> None:
    outbox = make()
    outbox.put(picture(1))
    marks(outbox)
    outbox.put(picture(2))
    outbox.put(act(3, wid=1))
    outbox.put(picture(4))
    assert marks(outbox) == [2, 3]
    outbox.acknowledge(Number(1))
    assert not outbox.can_send  # the second is on its way still
    outbox.acknowledge(Number(2))
    assert marks(outbox) == [4]


@pytest.mark.parametrize("of_the_picture", [False, True])
def test_values_that_depend_on_each_other_keep_their_order(of_the_picture: bool) -> None:
    outbox = make()
    outbox.put(picture(1))
    marks(outbox)
    outbox.put(picture(2, depends=("text",) if of_the_picture else ()))
    outbox.put(text(3, wid=1, depends=() if of_the_picture else ("url",)))
    assert marks(outbox) == [2, 3]


def test_a_barrier_lets_nothing_wait() -> None:
    outbox = make()
    outbox.put(picture(1))
    marks(outbox)
    outbox.put(picture(2))
    assert outbox.barrier() == outbox.last == 2
    assert marks(outbox) == [2]


def test_a_report_is_older_than_a_value_that_waits() -> None:
    outbox = make()
    touch = Touch(1, "url")
    outbox.put(picture(1))
    marks(outbox)
    outbox.put(picture(2))
    outbox.put(text(3, wid=2))
    assert outbox.told.is_newer_than(touch, outbox.last)
    assert outbox.told.has_setter_queued(touch, outbox.last)
    outbox.acknowledge(Number(1))
    assert outbox.told.is_newer_than(touch, outbox.applied_place)
    marks(outbox)
    assert not outbox.told.is_newer_than(touch, outbox.last)


@pytest.mark.parametrize("size", [SIZE, 3 * ONE_FRAME])
@pytest.mark.parametrize("has_arrived", [False, True])
def test_after_a_cut_the_picture_that_was_on_its_way_is_still_waited_for(
    size: int, has_arrived: bool
) -> None:
    outbox = make()
    outbox.put(picture(1, size=size))
    assert marks(outbox) == [1]
    outbox.put(picture(2, size=size))
    outbox.rewind(outbox.sent if has_arrived else Number(0))
    outbox.put(picture(3, size=size))
    assert marks(outbox) == ([3] if has_arrived else [1])
    outbox.acknowledge(outbox.sent)
    assert marks(outbox) == ([] if has_arrived else [3])


def test_what_is_thrown_away_leaves_nothing_that_waits() -> None:
    outbox = make()
    outbox.put(picture(1))
    marks(outbox)
    outbox.put(picture(2))
    outbox.clear()
    assert (outbox.unsent(), outbox.held_bytes, outbox.can_send) == ([], 0, False)
    outbox.put(picture(3))
    assert marks(outbox) == [3]


def test_the_biggest_that_waits_is_spared_by_the_limit() -> None:
    outbox = make(window=1_000_000)
    outbox.put(picture(1, size=2_000_000))
    marks(outbox)
    outbox.put(picture(2, size=5_000_000))
    assert outbox.excess_bytes <= 1_000_000
    outbox.put(picture(3, size=10))
    assert outbox.excess_bytes <= 1_000_000 + 100


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["picture", "small", "text", "act", "take", "apply", "barrier", "cut"]),
        st.integers(1, 3),
    ),
    max_size=60,
)


@given(STEPS, st.sampled_from([1, 2 * SIZE + 1000, 10**9]))
def test_browsers_see_what_the_program_did(steps: list[tuple[str, int]], window: int) -> None:
    """Whatever passes by whatever: each call finds the values that it had to find."""
    outbox = make(window)
    state: dict[tuple[int, str], int] = {}  # the program's
    finds: dict[int, tuple[int | None, int | None]] = {}  # what a call must find
    kinds: dict[int, str] = {}
    on_the_way: list[int] = []  # in order; the first of them has the number applied + 1
    page: dict[tuple[int, str], int] = {}
    wids: dict[int, int] = {}

    def apply(count: int) -> None:
        for mark in on_the_way[:count]:
            wid, kind = wids[mark], kinds[mark]
            if kind == "act":
                assert (page.get((wid, "url")), page.get((wid, "text"))) == finds[mark]
            else:
                page[wid, kind] = mark
        del on_the_way[:count]

    for mark, (step, wid) in enumerate(steps):
        wids[mark] = wid
        match step:
            case "picture" | "small":
                kinds[mark] = "url"
                state[wid, "url"] = mark
                outbox.put(picture(mark, wid, SIZE if step == "picture" else 10))
            case "text":
                kinds[mark] = "text"
                state[wid, "text"] = mark
                outbox.put(text(mark, wid))
            case "act":
                kinds[mark] = "act"
                finds[mark] = state.get((wid, "url")), state.get((wid, "text"))
                outbox.put(act(mark, wid))
            case "take":
                on_the_way += marks(outbox)
            case "apply":
                count = min(wid, len(on_the_way))
                number = Number(outbox.sent - len(on_the_way) + count)
                apply(count)
                assert outbox.acknowledge(number)
            case "barrier":
                outbox.barrier()
            case "cut":
                outbox.rewind(Number(outbox.sent - len(on_the_way)))
                on_the_way.clear()
        assert outbox.unsent_bytes == sum(outgoing.size for outgoing in outbox.unsent())
        assert outbox.in_flight_bytes >= 0
    while outbox.unsent() or on_the_way:
        on_the_way += marks(outbox)
        assert on_the_way, "what waits is sent, once nothing is under way"
        apply(len(on_the_way))
        outbox.acknowledge(outbox.sent)
    assert page == state
    assert outbox.held_bytes == 0
    assert outbox.applied_place == outbox.last


def test_what_waits_of_a_widget_that_has_ended_is_not_sent() -> None:
    outbox = make(window=SIZE + 1000)
    for wid in (1, 2, 3):
        outbox.put(picture(wid, wid))
    assert marks(outbox) == [1]
    outbox.put(act(9, wid=7))  # ends a widget that 2 is in
    outbox.widgets_gone(lambda wid: wid == 2)
    assert outbox.unsent_bytes == picture(3).size + act(9, 7).size
    assert outbox.excess_bytes <= picture(1).size + act(9, 7).size
    outbox.acknowledge(Number(1))
    assert marks(outbox) == [9, 3]


@pytest.mark.parametrize("is_lost", [False, True])
def test_a_picture_that_waits_does_not_come_after_the_end_of_what_it_is_in(is_lost: bool) -> None:
    hub = make_hub(Limits())
    browser = connect(hub)
    session = session_of(browser)
    top, image = session.create("TopLevel"), session.create("Image")
    session.call(top, "set_widget", (image,))
    settle(session, [browser])
    for mark in (1, 2):
        session.call(image, "set_binary_image", (bytes([mark]) * SIZE, "png"))
        browser.collect()
    if is_lost:
        browser.drop()
    session.call(top, "destroy")
    if is_lost:
        browser.come_back()
    settle(session, [browser])
    assert browser.errors == []
    session.flush()
    settle(session, [browser])
    assert browser.page.widgets == {}


def test_a_flush_waits_for_the_newest_picture() -> None:
    hub = make_hub(Limits())
    browser = connect(hub)
    session = session_of(browser)
    image = session.create("Image")
    settle(session, [browser])
    for mark in (1, 2):
        session.call(image, "set_binary_image", (bytes([mark]) * SIZE, "png"))
        browser.collect()
    flush = session.flush()
    settle(session, [browser])
    assert flush.is_settled
    assert browser.page.find(image.wid).get("binary_image") == bytes([2]) * SIZE


def test_a_stream_shows_the_newest_and_the_texts_beside_it_do_not_wait() -> None:
    hub = make_hub(Limits())
    browser = connect(hub)
    session = session_of(browser)
    image, label = session.create("Image"), session.create("Label", ("",))
    settle(session, [browser])
    shown: list[Any] = []
    for mark in range(20):
        session.call(image, "set_binary_image", (bytes([mark]) * SIZE, "png"))
        session.call(label, "set_text", (str(mark),))
        browser.collect()
        if mark % 5 == 4:
            while browser.deliver_down():
                pass
            assert browser.page.find(label.wid).get("text") == str(mark)
            shown.append(browser.page.find(image.wid).get("binary_image")[0])
            while browser.deliver_up():
                pass
    settle(session, [browser])
    assert shown == [0, 5, 10, 15]
    assert browser.page.find(image.wid).get("binary_image")[0] == 19


def test_a_picture_that_a_text_has_replaced_holds_up_no_later_one() -> None:
    outbox = make()
    outbox.put(picture(1))
    outbox.put(address(2))
    assert marks(outbox) == [2]
    outbox.put(picture(3))
    outbox.acknowledge(outbox.sent)
    assert marks(outbox) == [3]
    outbox.acknowledge(outbox.sent)
    assert outbox.unsent_bytes == 0
