"""Ids that go without saying are left out of frames, for pages that know which."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.helpers import connect, make_hub, settle
from pgwidgets_proto.views.channel import Browser, Channel
from pgwidgets_proto.wire.shortening import shortened


def encoded(message: dict[str, Any]) -> bytes:
    return json.dumps(message, separators=(",", ":"), ensure_ascii=False).encode()


def whole(messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What a frame says, with all ids in it, by the words of the protocol."""
    newest: int | None = None

    def named(value: Any) -> Any:
        if isinstance(value, list):
            return [named(each) for each in value]
        if isinstance(value, dict):
            if value == {"__wid__": 0}:
                return {"__wid__": newest}
            return {key: named(each) for key, each in value.items()}
        return value

    found = []
    for message in messages:
        kind = message["type"]
        if kind == "create":
            if "wid" not in message:
                assert newest is not None
                message = {"wid": newest + 1, **message}
            newest = message["wid"]
        elif kind in ("call", "listen") and "wid" not in message:
            message = {"wid": newest, **message}
        found.append({**message, "args": named(message.get("args", []))})
    return found


def test_a_label_that_is_made_and_put_into_a_box() -> None:
    def about(wid: int) -> list[dict[str, Any]]:
        return [
            {"type": "create", "wid": wid, "class": "Label", "args": ["a"]},
            {"type": "call", "wid": wid, "method": "set_color", "args": ["#fff", "black"]},
            {"type": "listen", "wid": wid, "action": "activated"},
            {"type": "call", "wid": 3, "method": "add_widget", "args": [{"__wid__": wid}, 0]},
        ]

    said = [json.loads(each) for each in shortened(map(encoded, [*about(9), *about(10)]))]
    assert said == [
        {"type": "create", "wid": 9, "class": "Label", "args": ["a"]},
        {"type": "call", "method": "set_color", "args": ["#fff", "black"]},
        {"type": "listen", "action": "activated"},
        {"type": "call", "wid": 3, "method": "add_widget", "args": [{"__wid__": 0}, 0]},
        {"type": "create", "class": "Label", "args": ["a"]},
        {"type": "call", "method": "set_color", "args": ["#fff", "black"]},
        {"type": "listen", "action": "activated"},
        {"type": "call", "wid": 3, "method": "add_widget", "args": [{"__wid__": 0}, 0]},
    ]


WIDS = st.integers(1, 12)
VALUES = st.recursive(
    st.none()
    | st.integers(0, 12)
    | st.text(max_size=3)
    | st.sampled_from(['{"__wid__":1}', '"wid":1,', '{"type":"create","wid":2,'])
    | st.builds(lambda wid: {"__wid__": wid}, WIDS)
    | st.builds(lambda wid: {"type": "call", "wid": wid, "method": "m"}, WIDS)
    | st.builds(lambda wid: {"type": "create", "wid": wid, "class": "A"}, WIDS),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=2), inner),
    max_leaves=4,
)
ARGS = st.lists(VALUES, max_size=3)
MESSAGES = st.one_of(
    st.builds(
        lambda wid, args: {"type": "create", "wid": wid, "class": "L", "args": args}, WIDS, ARGS
    ),
    st.builds(
        lambda wid, args: {"type": "call", "wid": wid, "method": "m", "args": args}, WIDS, ARGS
    ),
    st.builds(lambda wid: {"type": "listen", "wid": wid, "action": "a", "args": []}, WIDS),
    st.builds(lambda wid: {"type": "unlisten", "wid": wid, "action": "a", "args": []}, WIDS),
    st.builds(
        lambda wid, args: {"type": "batch", "calls": [{"wid": wid, "args": args}], "args": []},
        WIDS,
        ARGS,
    ),
)


@given(st.lists(MESSAGES, max_size=8))
def test_nothing_else_is_said_than_without(messages: list[dict[str, Any]]) -> None:
    said = list(shortened(map(encoded, messages)))
    assert whole([json.loads(each) for each in said]) == messages
    assert len(b"".join(said)) <= len(b"".join(map(encoded, messages)))


def short_page(hub: Any, hello: dict[str, Any]) -> Channel:
    channel: Channel = hub.open_channel(Browser(), 0.0)
    channel.receive(json.dumps({"type": "result", "id": 0, **hello}), 0.0)
    return channel


def said_to(channel: Channel) -> list[bytes]:
    return [frame.payload for frame in channel.frames_to_send()]


@pytest.mark.parametrize("ext", [{"ext": 1}, {}])
def test_pages_that_ask_for_it_are_told_so_and_others_beside_them_are_not(
    ext: dict[str, Any],
) -> None:
    hub = make_hub()
    session = hub.create_session()
    box = session.create("VBox", ())
    other = connect(hub, session)
    hello = {"session_id": session.id, "token": session.token, "short": True}
    page = short_page(hub, {**hello, **ext})
    said_to(page)
    settle(session, [other])
    for number in range(3):
        label = session.create("Label", (f"label {number}",))
        session.call(box, "add_widget", (label, 0))
    said = b"".join(said_to(page))
    other.collect()
    beside = b"".join(frame.payload for frame in other.down)
    assert (b'{"__wid__":0}' in said) is bool(ext)  # a stock client knows nothing of it
    assert b'{"__wid__":0}' not in beside
    if ext:
        assert whole(json.loads(said)) == whole(json.loads(beside))
        assert len(said) < len(beside)


def test_one_message_alone_has_its_ids() -> None:
    hub = make_hub()
    session = hub.create_session()
    page = short_page(
        hub, {"session_id": session.id, "token": session.token, "ext": 1, "short": True}
    )
    said_to(page)
    session.create("Label", ("alone",))
    [said] = said_to(page)
    assert json.loads(said)["wid"] == 1
