"""What a text of a browser may cost: its size, its values, its messages, and what waits of it."""

import json
import tracemalloc
from typing import Any

import pytest

from core.helpers import connect, events, make_hub
from pgwidgets_proto.errors import CloseCode
from pgwidgets_proto.limits import Limits
from pgwidgets_proto.sessions.events import WidgetEvent
from pgwidgets_proto.sessions.hub.hub_events import ChannelRefused
from pgwidgets_proto.wire import decoding, messages
from pgwidgets_proto.wire.decoding import decode
from pgwidgets_proto.wire.incoming import weigh

NOW = 1.0


def report(wid: int, args: str, action: str = "activated") -> str:
    return f'{{"type":"callback","wid":{wid},"action":"{action}","args":[{args}]}}'


def opened(limits: Limits | None = None) -> tuple[Any, Any, Any, Any]:
    """A hub, a session with a button that is listened to, and a browser's channel."""
    hub = make_hub(limits)
    session = hub.create_session()
    button = session.create("Button", ("x",))
    session.listen(button, "activated")
    browser = connect(hub, session)
    events(session)
    return hub, session, button, browser.channel


def refusals(hub: Any) -> list[str]:
    found = []
    while (event := hub.next_event()) is not None:
        assert isinstance(event, ChannelRefused)
        assert event.code is CloseCode.MESSAGE_TOO_BIG
        found.append(event.detail)
    return found


@pytest.mark.parametrize(
    "value",
    [
        *("{}", "[]", "[[]]", "[1]", '{"a":1}', '{"":{}}', "1", "1.5", '"ab"', '"é"', "null"),
        *('"\U0001f600"', "1e300", "[[[[[]]]]]", '{"a":{"b":{"c":1}}}', '"aaaaaaaa\U0001f600"'),
        *('"' + 20 * "é" + '"', r'"aaaaaaaaa\ud83d\ude00"', '{"a":1,"b":2}', "12345678901234"),
    ],
)
def test_what_a_text_takes_once_it_is_decoded_is_told_before(value: str) -> None:
    text = report(1, ",".join([value] * 5000))
    decode(text)
    told = weigh(text, len(text.encode()))
    tracemalloc.start()
    try:
        kept = decode(text)
        taken = tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()
    assert kept
    assert taken <= told.size < 25 * taken


def test_commas_in_strings_are_no_values() -> None:
    text = json.dumps([r'a,b,"c",[{"\\' * 10_000])
    assert weigh(text, len(text)).values == 1
    assert weigh('"' + ",," * 10_000, 20_001).values == 0  # a string without an end
    assert weigh("{}," * 10_000, 30_000).values == 20_000


def test_a_text_has_a_limit_of_its_own() -> None:
    hub, session, button, channel = opened()
    channel.receive(report(button.wid, '"' + "x" * 2**20 + '"'), NOW)
    assert channel.close.code is CloseCode.MESSAGE_TOO_BIG
    assert refusals(hub) == ["a message is over Limits.text_bytes = 1048576"]
    assert not any(isinstance(event, WidgetEvent) for event in events(session))


def test_values_and_messages_are_counted_before_anything_is_done() -> None:
    hub, session, button, channel = opened(Limits(text_values=1000))
    channel.receive(report(button.wid, ",".join(["{}"] * 1000)), NOW)
    assert refusals(hub) == ["a message is over Limits.text_values = 1000"]
    hub, session, button, channel = opened(Limits(frame_messages=10))
    channel.receive("[" + ",".join([report(button.wid, "")] * 11) + "]", NOW)
    assert refusals(hub) == ["a message is over Limits.frame_messages = 10"]
    assert not any(isinstance(event, WidgetEvent) for event in events(session))
    hub, session, button, channel = opened(Limits(frame_messages=10))
    channel.receive("[" + ",".join([report(button.wid, "")] * 10) + "]", NOW)
    assert len(session.inbox) == 10


def test_while_an_answer_is_awaited_a_text_may_be_as_long_as_any_message() -> None:
    hub, session, button, channel = opened(Limits(text_bytes=1000, message_bytes=100_000))
    assert channel.text_bytes == 1000
    session.call(button, "set_text", "y")
    promise = session.pending.flush(None)
    assert channel.text_bytes == 100_000
    channel.receive(json.dumps({"type": "error", "error": "x" * 50_000}), NOW)
    assert channel.close is None
    assert not promise.is_settled
    channel.receive("x" * 100_001, NOW)
    assert refusals(hub) == ["a message is over Limits.message_bytes = 100000"]


def test_what_waits_is_counted_by_what_it_takes() -> None:
    _, session, button, channel = opened(Limits(event_bytes=1_000_000))
    text = report(button.wid, ",".join(["{}"] * 1000))  # 3 KB, which take 72 KB at least
    taken = 0
    while channel.close is None:
        channel.receive(text, NOW)
        taken += 1
    assert channel.close.code is CloseCode.POLICY_VIOLATION
    assert taken < 1_000_000 / 72_000 + 1
    assert session.inbox


def test_half_a_character_needs_no_other_decoder(monkeypatch: pytest.MonkeyPatch) -> None:
    decodings = []
    decoder = decoding._decoder

    class Counting:
        def decode(self, text: Any) -> Any:
            decodings.append(len(text))
            return decoder.decode(text)

    monkeypatch.setattr(decoding, "_decoder", Counting())
    monkeypatch.setattr(json, "loads", None)
    text = report(1, r'"\ud83d","\\ud83d","\\\ud83d\ude00","\ude00\ud83d\ud83d\ude00"')
    (message,) = decode(text)
    assert isinstance(message, messages.Callback)
    assert message.args == ["?", r"\ud83d", "\\\U0001f600", "??\U0001f600"]
    assert len(decodings) == 2
