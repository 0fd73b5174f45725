"""Messages between widgets of Python and their models: packed, taken apart, refused."""

import base64
import json
import struct
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pgwidgets.anywidgets import messages
from pgwidgets.anywidgets.messages import (
    LONGEST,
    BadMessageError,
    Parts,
    packed,
    read,
    references,
    taken_out,
)

UPDATE = {"page": "p", "model": "m", "method": "update", "state": {"x": 1}}


def test_a_message_is_an_object_and_the_bytes_behind_it() -> None:
    numbers = memoryview(struct.pack("<3f", 1, 2, 3)).cast("f")
    message = packed({"method": "custom", "value": float("nan")}, [b"ab", numbers, b""])
    [length] = struct.unpack_from("<I", message)
    head = json.loads(message[4 : 4 + length])
    assert head == {"method": "custom", "value": None, "sizes": [2, 12, 0]}
    assert message[4 + length :] == b"ab" + numbers.tobytes()
    every_second = memoryview(b"abcdef")[::2]
    assert packed({}, [every_second]).endswith(b"ace")


def test_what_json_has_no_form_for_is_refused_at_the_call() -> None:
    class Odd:
        pass

    with pytest.raises(TypeError, match="a value of type Odd can't go over the wire"):
        packed({"state": {"x": Odd()}})


def test_bytes_are_taken_out_however_deep() -> None:
    view = memoryview(b"yz")
    value = {"a": b"x", "b": [1, {"c": view}], "d": ({"e": bytearray(b"w")},)}
    rest, paths, buffers = taken_out(value)
    assert rest == {"a": None, "b": [1, {"c": None}], "d": [{"e": None}]}
    assert paths == [["a"], ["b", 1, "c"], ["d", 0, "e"]]
    assert buffers == [b"x", view, bytearray(b"w")]
    assert value["a"] == b"x"  # a copy


def test_who_is_named() -> None:
    state = {"a": "IPY_MODEL_1", "b": ["x", {"c": "anywidget:2"}], "d": "see IPY_MODEL_3"}
    assert sorted(references(state)) == ["1", "2"]


def test_a_message_of_a_page() -> None:
    bytes_ = [base64.b64encode(each).decode() for each in (b"x", b"")]
    message = read(
        json.dumps(
            {
                **UPDATE,
                "state": {"a": None, "b": [0, {"c": None}]},
                "paths": [["a"], ["b", 1, "c"]],
                "buffers": bytes_,
            }
        )
    )
    assert message.state == {"a": b"x", "b": [0, {"c": b""}]}
    assert (message.page, message.model, message.method) == ("p", "m", "update")
    custom = {"page": "p", "model": "m", "method": "custom", "content": [1], "buffers": bytes_}
    assert [bytes(each) for each in read(json.dumps(custom)).buffers] == [b"x", b""]


@pytest.mark.parametrize(
    "change",
    [
        {"page": ""},
        {"page": 5},
        {"model": "x" * 1000},
        {"method": "close"},
        {"method": None},
        {"state": []},
        {"content": json.loads("[" * 90 + "]" * 90)},
        {"buffers": "x"},
        {"buffers": ["no base64!"]},
        {"buffers": [5]},
        {"paths": [["x"]]},
        {"paths": [["x"]], "buffers": ["AA=="]},  # where something stands
        {"paths": [[]], "buffers": ["AA=="]},
        {"paths": [["y", "z"]], "buffers": ["AA=="]},
        {"paths": ["__class__"], "buffers": ["AA=="]},
        {"paths": [5], "buffers": ["AA=="]},
    ],
)
def test_what_is_no_message_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(BadMessageError):
        read(json.dumps({**UPDATE, **change}))


@pytest.mark.parametrize(
    "text",
    [None, 5, b"{}", "", "{", "[]", "null", "[" * 100_000, f"[{'{},' * 600_000}0]"],
    ids=range(9),
)
def test_what_is_no_json_is_refused(text: Any) -> None:
    with pytest.raises(BadMessageError):
        read(text)


def test_long_messages_are_put_together() -> None:
    parts = Parts()
    assert parts.add("a", 0, 3, "x") is None
    assert parts.add("b", 0, 2, "1") is None
    assert parts.add("a", 1, 3, "y") is None
    assert parts.add("b", 1, 2, "2") == "12"
    assert parts.add("a", 2, 3, "z") == "xyz"
    assert parts.add("a", 0, 1, "again") == "again"


@pytest.mark.parametrize(
    "part",
    [
        (None, 0, 2, "x"),
        ("k" * 1000, 0, 2, "x"),
        ("a", 0, 2, None),
        ("a", 1, 2, "x"),
        ("a", None, 2, "x"),
        ("a", 0, 0, "x"),
        ("a", 0, "2", "x"),
    ],
)
def test_parts_that_are_none_are_refused(part: Any) -> None:
    with pytest.raises(BadMessageError):
        Parts().add(*part)


def test_there_is_a_bound_for_all_parts_together() -> None:
    parts = Parts()
    big = "x" * (LONGEST // 2 - 150)
    parts.add("a", 0, 9, big)
    parts.add("b", 0, 9, big)
    with pytest.raises(BadMessageError, match="more than"):
        parts.add("c", 0, 9, "x" * 200)
    assert parts.add("d", 0, 1, "small") == "small"  # what was held is thrown away
    with pytest.raises(BadMessageError):
        parts.add("a", 1, 9, "x")


def test_of_the_parts_of_all_widgets_the_oldest_are_given_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(messages, "MOST", 1000_000)
    some = [Parts() for _ in range(5)]
    for parts in some[:4]:
        parts.add("a", 0, 3, "x" * 200_000)
    some[0].add("a", 1, 3, "x")  # it goes on, so it is not the oldest
    some[4].add("a", 0, 3, "x" * 300_000)
    with pytest.raises(BadMessageError, match="when 0 are here"):
        some[1].add("a", 1, 3, "x")
    for parts in (some[0], *some[2:]):
        index = 2 if parts is some[0] else 1
        parts.add("a", index, index + 1, "x")
    assert not messages._begun


def test_wide_characters_count_by_their_memory() -> None:
    parts = Parts()
    with pytest.raises(BadMessageError, match="more than"):
        parts.add("a", 0, 9, "\N{GRINNING FACE}" * (LONGEST // 4))
    assert not messages._begun


@given(st.text() | st.dictionaries(st.text(max_size=6), st.text(max_size=3)).map(json.dumps))
def test_any_text_is_a_message_or_refused(text: str) -> None:
    with pytest.raises(BadMessageError):
        read(text)
