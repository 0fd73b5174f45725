"""The unsent queue of one link: numbers, merging, packing."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pgwidgets_proto.views.outbox import Outbox
from pgwidgets_proto.views.parts import Frame
from pgwidgets_proto.wire.outgoing import Key, Outgoing, Touch


def setter(text: str, key: Key = "text", wid: int = 1, depends: tuple[Key, ...] = ()) -> Outgoing:
    """A call that may be overwritten while it is unsent."""
    encoded = json.dumps({"type": "call", "wid": wid, "args": [text]}).encode()
    touches = (Touch(wid, key),)
    return Outgoing(encoded, wid, touches=touches, mergeable=True, depends=depends, barrier=(wid,))


def act(name: str, *barrier: int, touches: tuple[Touch, ...] = ()) -> Outgoing:
    """A call that may not."""
    encoded = json.dumps({"type": "call", "args": [name]}).encode()
    return Outgoing(encoded, barrier[0] if barrier else None, touches=touches, barrier=barrier)


def messages(frames: list[Frame]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for frame in frames:
        decoded = json.loads(frame.payload)
        found += decoded if isinstance(decoded, list) else [decoded]
    return found


def texts(outbox: Outbox) -> list[str]:
    return [message["args"][0] for message in messages(outbox.frames(1_000_000))]


def make(frame_bytes: int = 1000, *, number_all: bool = False) -> Outbox:
    return Outbox(frame_bytes, 10**9, number_all=number_all)


def filled(*queue: Outgoing) -> Outbox:
    outbox = make()
    for outgoing in queue:
        outbox.put(outgoing)
    return outbox


def test_a_newer_value_takes_the_place_and_the_number_of_the_older() -> None:
    outbox = filled(setter("a"), setter("b", wid=2), setter("longer"))
    assert outbox.last == 2
    assert outbox.unsent_bytes == sum(o.size for o in outbox.unsent())
    assert texts(outbox) == ["longer", "b"]
    assert (outbox.sent, outbox.last, outbox.unsent_bytes) == (2, 2, 0)


def test_what_is_sent_is_not_overwritten() -> None:
    outbox = filled(setter("a"))
    assert texts(outbox) == ["a"]
    outbox.put(setter("b"))
    assert texts(outbox) == ["b"]
    assert outbox.sent == 2


def test_different_keys_commute() -> None:
    outbox = filled(setter("a"), setter("red", "color"), setter("b"), setter("blue", "color"))
    assert texts(outbox) == ["b", "blue"]


@pytest.mark.parametrize(
    "between",
    [act("x", 1), act("x", 2, 1), act("x", 2, touches=(Touch(1, "other"),))],
    ids=["same widget", "widget as an argument", "touches a value of the widget"],
)
def test_merging_does_not_cross_a_call_that_may_rely_on_the_value(between: Outgoing) -> None:
    assert texts(filled(setter("a"), between, setter("b"))) == ["a", "x", "b"]


def test_merging_crosses_calls_of_other_widgets() -> None:
    assert texts(filled(setter("a"), act("x", 2), setter("b"))) == ["b", "x"]


def test_values_that_depend_on_each_other_keep_their_order() -> None:
    def limits(text: str) -> Outgoing:
        return setter(text, "limits", depends=("value",))

    def value(text: str) -> Outgoing:
        return setter(text, "value", depends=("limits",))

    outbox = filled(limits("0-9"), value("5"), limits("0-3"), limits("0-2"), value("1"))
    assert texts(outbox) == ["0-9", "5", "0-2", "1"]


@pytest.mark.parametrize("number_all", [False, True])
def test_frames_are_not_longer_than_asked_for(number_all: bool) -> None:
    outbox = make(number_all=number_all)
    for index in range(1000):
        outbox.put(act(f"{index}"))
    frames = outbox.frames(1_000_000)
    assert max(len(frame.payload) for frame in frames) <= 1000
    assert min(len(frame.payload) for frame in frames[:-1]) > 800
    assert [m["args"][0] for m in messages(frames)] == [str(i) for i in range(1000)]


def test_a_value_does_not_overtake_another_that_it_depends_on() -> None:
    outbox = filled(
        setter("icon", "icon", depends=("title",)),
        setter("title", "title"),
        setter("newer icon", "icon", depends=("title",)),
        setter("newest icon", "icon", depends=("title",)),
    )
    assert texts(outbox) == ["icon", "title", "newest icon"]


def test_a_message_that_is_longer_than_a_frame_goes_alone() -> None:
    outbox = filled(act("a"), act("x" * 5000), act("b"))
    assert [len(messages([frame])) for frame in outbox.frames(1_000_000)] == [1, 1, 1]


def test_a_block_goes_out_in_one_frame_whatever_its_size() -> None:
    outbox = make()
    for index in range(100):
        outbox.put(act(f"{index}"), glued=index > 0)
    assert len(outbox.frames(1)) == 1


def test_binary_stands_alone_and_its_bytes_follow() -> None:
    image = Outgoing(b'{"type":"binary-call"}', 1, binary=b"png", barrier=(1,))
    frames = filled(act("a"), image, act("b")).frames(1_000_000)
    assert [frame.is_text for frame in frames] == [True, True, False, True]
    assert frames[1:3] == [Frame(True, b'{"type":"binary-call"}'), Frame(False, b"png")]


def test_frames_stop_after_about_so_many_bytes() -> None:
    outbox = make(100)
    for index in range(20):
        outbox.put(act(f"{index}"))
    assert len(outbox.frames(1)) == 1
    assert len(outbox.frames(150)) == 3
    assert outbox.frames(0) == []


def test_the_stock_client_gets_numbers_ours_only_with_questions() -> None:
    question = Outgoing(b'{"type":"call"}', 1, answer_to=object())
    assert [m.get("id") for m in messages(filled(act("a"), question).frames(999))] == [None, 2]
    stock = make(number_all=True)
    stock.put(act("a"))
    stock.put(act("b"))
    assert [m["id"] for m in messages(stock.frames(999))] == [1, 2]


def test_acknowledgements() -> None:
    outbox = filled(act("a"), act("b"), act("c"))
    assert not outbox.acknowledge(1)
    outbox.frames(999)
    assert outbox.acknowledge(2)
    assert outbox.find(2) is None
    assert outbox.find(3) is not None
    assert outbox.acknowledge(1)
    assert outbox.applied_number == 2
    assert not outbox.acknowledge(4)


def test_a_report_is_older_than_a_value_told_later() -> None:
    outbox = filled(act("x"), setter("a"))
    touch = Touch(1, "text")
    assert outbox.told.is_newer_than(touch, 1)
    assert not outbox.told.is_newer_than(touch, 2)
    outbox.forget_up_to(1)
    assert outbox.told.is_newer_than(touch, 1)
    outbox.frames(999)
    outbox.put(setter("b"))
    outbox.forget_up_to(2)
    assert outbox.told.is_newer_than(touch, 2)
    outbox.forget_up_to(3)
    assert not outbox.told.is_newer_than(touch, 2)


def test_a_setter_on_its_way_overrules_what_the_browser_has_and_another_call_may_not() -> None:
    outbox = filled(setter("a"))
    touch = Touch(1, "text")
    assert outbox.told.has_setter_queued(touch, 0)
    assert not outbox.told.has_setter_queued(touch, 1)
    assert not outbox.told.has_setter_queued(Touch(2, "text"), 0)
    outbox.put(act("appends", 1, touches=(touch,)))
    assert not outbox.told.has_setter_queued(touch, 0)
    outbox.put(setter("b"))
    assert outbox.told.has_setter_queued(touch, 2)
    outbox.forget_up_to(3)
    assert not outbox.told.has_setter_queued(touch, 0)
    outbox.put(setter("c"))
    outbox.clear()
    assert not outbox.told.has_setter_queued(touch, 0)


def test_a_rebuild_does_not_count_and_is_not_overwritten() -> None:
    outbox = make()
    outbox.put(setter("old"), counted=False)
    assert (outbox.unsent_bytes, outbox.has_full_frame) == (0, False)
    outbox.put(setter("new"))
    assert texts(outbox) == ["old", "new"]
    assert outbox.unsent_bytes == 0


def test_what_is_thrown_away_leaves_nothing_behind() -> None:
    outbox = filled(setter("a"), act("b" * 2000))
    assert outbox.has_full_frame
    outbox.clear()
    assert (len(outbox), outbox.unsent_bytes, outbox.last) == (0, 0, 0)
    outbox.put(setter("c"))
    assert texts(outbox) == ["c"]


def test_a_picture_that_was_thrown_away_spares_nothing_of_what_comes_after() -> None:
    outbox = Outbox(1000, 1_000_000, number_all=False)
    outbox.put(picture(5_000_000))
    assert outbox.excess_bytes == 0
    outbox.clear()
    outbox.put(act("x" * 2000))
    assert outbox.excess_bytes == outbox.held_bytes > 2000


def test_any_number_of_texts_cost_one_place() -> None:
    outbox = make()
    text = setter("same")
    for _ in range(100_000):
        outbox.put(text)
    assert len(outbox) == 1
    assert outbox.unsent_bytes == text.size


def picture(size: int) -> Outgoing:
    return Outgoing(b'{"type":"binary-call-chunked"}', 1, binary=bytes(size), is_chunked=True)


def test_a_picture_that_is_cut_at_its_beginning_can_still_be_as_big_as_it_likes() -> None:
    outbox = Outbox(1000, 1_000_000, number_all=False)
    outbox.put(picture(5_000_000))
    outbox.frames(10_000_000)
    assert outbox.in_flight_bytes > 1_000_000
    outbox.rewind(0)
    assert outbox.held_bytes > 5_000_000
    assert outbox.excess_bytes == 0


@pytest.mark.parametrize("first", [5_000_000, 3_000_000])
def test_of_two_pictures_the_bigger_that_waits_is_spared(first: int) -> None:
    outbox = Outbox(1000, 1_000_000, number_all=False)
    outbox.put(picture(first))
    outbox.put(picture(4_000_000))
    outbox.frames(1)
    assert outbox.excess_bytes < 1000  # the rest of the one, and the other
    outbox.frames(10_000_000)
    assert outbox.excess_bytes <= 1_000_000


def test_one_message_may_be_on_its_way_however_big_it_is() -> None:
    outbox = Outbox(1000, 1_000_000, number_all=False)
    outbox.put(Outgoing(b'{"args":["%b"]}' % (b"x" * 5_000_000), 1, may_be_big=True))
    assert outbox.excess_bytes == 0
    outbox.frames(1)
    outbox.put(setter("small"))
    assert outbox.held_bytes > 5_000_000
    assert outbox.excess_bytes <= 1_000_000 + setter("small").size


def test_a_message_on_its_way_is_found_by_its_number_alone() -> None:
    outbox = filled(act("a"), act("b"), act("c"))
    outbox.frames(1_000_000)
    outbox.acknowledge(1)
    assert [outbox.find(number) is not None for number in (-1, 0, 1, 2, 3, 4, 10**30)] == [
        False, False, False, True, True, False, False,
    ]  # fmt: skip
    second = outbox.find(2)
    assert second is not None
    assert b'"b"' in second.encoded


OPERATION = st.one_of(
    st.tuples(st.just("set"), st.integers(1, 2), st.sampled_from(["text", "color"])),
    st.tuples(st.just("act"), st.integers(1, 2), st.just("")),
    st.tuples(st.just("send"), st.integers(1, 200), st.just("")),
)


@given(st.lists(OPERATION, max_size=40))
def test_merging_changes_nothing_that_can_be_seen(operations: list[tuple[str, int, str]]) -> None:
    """Every action sees the same values of its widget as without merging, and so does the end."""
    outbox = make(100)
    sent: list[dict[str, Any]] = []
    plain: dict[int, dict[str, int]] = {1: {}, 2: {}}
    expected: list[tuple[int, dict[str, int]]] = []
    for count, (kind, number, key) in enumerate(operations):
        if kind == "send":
            sent += messages(outbox.frames(number))
            continue
        encoded = json.dumps({"kind": kind, "wid": number, "key": key, "value": count}).encode()
        is_set = kind == "set"
        touches = (Touch(number, key),) if is_set else ()
        outbox.put(Outgoing(encoded, number, touches=touches, mergeable=is_set, barrier=(number,)))
        if is_set:
            plain[number][key] = count
        else:
            expected.append((number, dict(plain[number])))
    sent += messages(outbox.frames(1_000_000))
    page: dict[int, dict[str, int]] = {1: {}, 2: {}}
    found: list[tuple[int, dict[str, int]]] = []
    for message in sent:
        if message["kind"] == "set":
            page[message["wid"]][message["key"]] = message["value"]
        else:
            found.append((message["wid"], dict(page[message["wid"]])))
    assert found == expected
    assert page == plain
    assert outbox.sent == len(sent)
