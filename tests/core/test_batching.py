"""Calls that a browser draws as one."""

import json
from typing import Any

import pytest

from core.helpers import connect, events, make_hub, settle, text_box
from pgwidgets.testing import SimulatedBrowser
from pgwidgets_proto.limits import Limits
from pgwidgets_proto.sessions.events import CallFailed
from pgwidgets_proto.sessions.session import Session
from pgwidgets_proto.views.batching import Batch


def room(limits: Limits | None = None, *stock: bool) -> tuple[Session, list[SimulatedBrowser]]:
    hub = make_hub(limits)
    session = hub.create_session()
    return session, [connect(hub, session, stock=each) for each in stock]


def frames(browser: SimulatedBrowser) -> list[Any]:
    browser.collect()
    return [json.loads(frame.payload) for frame in browser.down]


def test_a_block_is_one_frame_and_runs_of_calls_are_folded() -> None:
    session, (browser, stock) = room(None, False, True)
    batch = session.telling.batch = Batch()
    labels = [session.create("Label", (text,)) for text in "ab"]
    for label in labels:
        session.call(label, "set_color", ("red",))
    session.listen(labels[0], "resize")
    session.call(labels[0], "set_text", ("alone",))
    assert not browser.link.has_output
    batch.release()
    for each in (browser, stock):
        (frame,) = frames(each)
        kinds = [message["type"] for message in frame]
        assert kinds == ["create", "create", "batch", "listen", "call"]
        assert [call["args"] for call in frame[2]["calls"]] == [["red"], ["red"]]
    batch.release()
    settle(session, [browser, stock])
    assert not browser.errors + stock.errors


def test_a_block_may_be_longer_than_a_frame() -> None:
    session, (browser,) = room(Limits(frame_bytes=1000), False)
    batch = session.telling.batch = Batch()
    for _ in range(100):
        session.create("Label", ("x",))
    batch.release()
    assert len(frames(browser)) == 1


def test_binary_and_questions_stay_themselves() -> None:
    session, (browser,) = room(None, False)
    image = session.create("Image")
    browser.exchange()
    batch = session.telling.batch = Batch()
    session.call(image, "set_bg", ("red",))
    session.call(image, "set_binary_image", (b"png", "png"))
    session.create("Label", ("x",))
    batch.release()
    browser.collect()
    assert [frame.is_text for frame in browser.down] == [True, True, False, True]


@pytest.mark.parametrize("stock", [False, True])
def test_a_failing_call_in_a_block_is_told(stock: bool) -> None:
    session, (browser,) = room(None, stock)
    label = session.create("Label", ("x",))
    settle(session, [browser])
    browser.fail_next("set_color", "no such color")
    batch = session.telling.batch = Batch()
    session.call(label, "set_color", ("x",))
    session.call(label, "set_text", ("x",))
    batch.release()
    session.telling.batch = None
    failed = [e for e in settle(session, [browser]) if isinstance(e, CallFailed)]
    what = "batch of 2 calls" if stock else "Label 1: set_color"
    assert [str(event.error) for event in failed] == [f"browser failed at {what}: no such color"]
    assert browser.page.widgets[label.wid].get("text") == "x"


def test_who_was_rebuilt_meanwhile_is_not_told_twice() -> None:
    session, browsers = room(None, False, True)
    batch = session.telling.batch = Batch()
    label = session.create("Label", ("x",))
    session.telling.batch = None
    session.rebuild()
    newcomer = connect(session.keeper, session)
    batch.release()
    browsers.append(newcomer)
    settle(session, browsers)
    for browser in browsers:
        assert not browser.errors
        assert list(browser.page.widgets) == [label.wid]


def test_who_was_rebuilt_in_the_middle_of_a_block_is_told_the_rest() -> None:
    session, (browser, stock) = room(None, False, True)
    label = session.create("Label", ("x",))
    settle(session, [browser, stock])
    batch = session.telling.batch = Batch()
    session.call(label, "set_text", ("before",))
    session.rebuild()
    session.call(label, "set_color", ("red",))
    batch.release()
    settle(session, [browser, stock])
    for each in (browser, stock):
        assert not each.errors
        shown = each.page.widgets[label.wid]
        assert (shown.get("text"), shown.state["color"]) == ("before", ("red",))


def test_who_left_meanwhile_gets_nothing() -> None:
    session, (browser,) = room(None, False)
    batch = session.telling.batch = Batch()
    session.create("Label", ("x",))
    browser.leave()
    batch.release()
    assert not browser.link.has_output


@pytest.mark.parametrize("busy", [False, True])
def test_what_a_user_does_while_a_block_is_open_is_older_than_the_block(busy: bool) -> None:
    session, browsers = room(None, False, False)
    entry, other = text_box(session), text_box(session)
    settle(session, browsers)
    batch = session.telling.batch = Batch()
    session.call(entry, "set_text", ("program",))
    session.telling.batch = None
    if busy:  # more messages go out, so that what the browser has seen grows
        for index in range(5):
            session.call(other, "set_text", (f"{index}",))
            settle(session, browsers)
    browsers[0].type_text(entry.wid, "user")
    settle(session, browsers)
    batch.release()
    settle(session, browsers)
    texts = [browser.page.widgets[entry.wid].get("text") for browser in browsers]
    assert texts == [session.call(entry, "get_text")] * 2
    browsers[0].type_text(entry.wid, "later")
    settle(session, browsers)
    assert session.call(entry, "get_text") == "later"


def test_a_call_from_elsewhere_about_the_same_widget_does_not_overtake_a_block() -> None:
    session, (browser,) = room(None, False)
    label, other = session.create("Label", ("x",)), session.create("Label", ("y",))
    settle(session, [browser])
    batch = session.telling.batch = Batch()
    session.call(label, "set_text", ("block",))
    made = session.create("Label", ("made in the block",))
    session.telling.batch = None
    session.call(other, "set_text", ("does not matter",))
    settle(session, [browser])
    assert made.wid not in browser.page.widgets
    session.call(label, "set_text", ("later",))
    box = session.create("VBox")
    session.call(box, "add_widget", (made, 0))
    batch.release()
    settle(session, [browser])
    assert browser.page.widgets[label.wid].get("text") == "later"
    assert browser.page.widgets[box.wid].children == [made.wid]
    assert not browser.errors
    assert not browser.link.batches


def test_what_a_user_did_does_not_overtake_a_block_that_is_open() -> None:
    """The value is told to others behind the limits that the program has set before."""
    session, (user, other) = room(None, False, False)
    slider = session.create("Slider", (), {"max": 10})
    settle(session, [user, other])
    batch = Batch()
    session.act(session.call, slider, "set_limits", (0, 1000), batch=batch)
    user.report(slider.wid, "activated", 500)
    user.deliver_up()
    events(session)
    other.collect()
    told = [json.loads(frame.payload) for frame in other.down]
    methods = [message["method"] for message in told for message in as_list(message)]
    assert methods == ["set_limits", "set_value"]
    batch.release()
    settle(session, [user, other])
    assert session.call(slider, "get_value") == 500


def as_list(message: Any) -> list[Any]:
    """The messages of a frame."""
    return message if isinstance(message, list) else [message]
