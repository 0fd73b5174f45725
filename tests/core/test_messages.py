"""The wire vocabulary: what is taken, and what is refused."""

import contextlib
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.thorough import THOROUGHLY
from pgwidgets_proto.errors import CloseCode, RemoteProtocolError
from pgwidgets_proto.wire.decoding import decode
from pgwidgets_proto.wire.messages import Ack, Callback, Result
from pgwidgets_proto.wire.outgoing import numbered


def test_one_message_and_many() -> None:
    assert decode('{"type":"ack","seen":3}') == [Ack(seen=3)]
    assert decode('[{"type":"result","id":1},null,{"type":"ack","seen":1}]') == [
        Result(id=1),
        Ack(seen=1),
    ]
    assert decode("[]") == decode("[null]") == []


def test_unknown_fields_are_left_alone() -> None:
    assert decode('{"type":"ack","seen":1,"new":{}}') == [Ack(seen=1)]


@pytest.mark.parametrize(
    "frame",
    [
        "", "hello", "{", "\x00", "\ud83d", "[" * 100_000,
        "1", "null", '"ack"', "{}", "[1]", "[[]]", '{"seen":1}',
        '{"type":1}', '{"type":"nonsense"}', '{"type":"ack"}', '{"type":"ack","seen":"1"}',
        '{"type":"ack","seen":1.5}', '{"type":"ack","seen":null}', '{"type":"init","id":0}',
        '{"type":"callback","wid":1,"action":"a","args":{}}',
        '{"type":"callback","wid":true,"action":"a"}',
        '{"type":"viewport","width":1e999,"height":1}', '{"type":"viewport","width":NaN}',
        '{"type":"geometry","sizes":[[1,2]]}', '{"type":"result","id":0,"session_id":1.5}',
        '[{"type":"ack","seen":1},{"type":"ack"}]',
    ],
)  # fmt: skip
def test_what_is_not_of_this_protocol_is_refused(frame: str) -> None:
    with pytest.raises(RemoteProtocolError) as caught:
        decode(frame)
    assert caught.value.code is CloseCode.INVALID_DATA
    assert caught.value.reason in ("not valid JSON", "not a message of this protocol")


@settings(max_examples=50)
@given(st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(
        st.sampled_from(["type", "id", "wid", "seen", "action", "args", "value"]) | st.text(),
        inner | st.sampled_from(["ack", "result", "callback", "error", "geometry"]),
    ),
))  # fmt: skip
def test_whatever_comes_is_taken_or_refused(value: object) -> None:
    with contextlib.suppress(RemoteProtocolError):
        decode(json.dumps(value))


_ODD = [
    "NaN", "-NaN", "Infinity", "-Infinity", "1e999", "-1e999", "1e-999", "-0", "-0.0", "01", "+1",
    ".5", "5.", "1E5", "0x10", "-", "9" * 25, "9" * 5000, "undefined", "None", "nul", "'a'",
    r'"\ud83d"', r'"\ude00\ud83d"', r'"\ud83d\ude00"', r'"\x"', r'"\u12"', '"\x00"', '"open',
    '"\ud83d"', '"\n"', "\ufeff1", "\u00a01", "// 1", "/**/1", "1 2", "1,", "{,}", "[,]", "[1,]",
    '{"a":1,}', "{1:2}", "[" * 2000, "[" * 2000 + "]" * 2000, '{"a":' * 2000 + "1" + "}" * 2000,
]  # fmt: skip
"""Values that JavaScript or Python might write, that JSON does not have, or hardly."""

_FRAMES = [
    "%s", "[%s]", '{"type":%s}', '{"type":"viewport","width":%s}', '{"type":"ack","seen":%s}',
    '{"type":"callback","wid":1,"action":"a","args":[%s]}', '{"type":"result","id":1,"value":%s}',
    '{"type":"geometry","sizes":[[1,2,%s]]}', '{"type":"error","id":1,"error":%s}',
    '{"type":"viewport","width":1,"more":%s}', '[{"type":"viewport","width":%s},null]',
]  # fmt: skip


@THOROUGHLY
@given(st.sampled_from(_FRAMES), st.sampled_from(_ODD) | st.text(max_size=5), st.text(max_size=2))
def test_whatever_is_written_is_taken_or_refused(frame: str, odd: str, after: str) -> None:
    with contextlib.suppress(RemoteProtocolError):
        decode(frame % odd + after)


def test_half_a_character_does_not_cost_the_connection() -> None:
    # JavaScript's texts may end within a pair of surrogates, and say so in JSON.
    frame = (
        '{"type":"callback","wid":1,"action":"a","args":["x\\ud83d","\\\\ud83d \\ud83d\\ude00"]}'
    )
    assert decode(frame) == [Callback(wid=1, action="a", args=["x?", "\\ud83d \U0001f600"])]


def test_a_number_is_added() -> None:
    assert json.loads(numbered(b'{"type":"x"}', 12)) == {"type": "x", "id": 12}
