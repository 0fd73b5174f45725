"""While a server stops, what browsers say is the next run's; what handlers wait for comes still."""

import json
from typing import Any

import pytest

from core.helpers import connect, events, make_hub, session_of
from core.test_carrying import begun, press, taken_over
from pgwidgets.testing import SimulatedBrowser
from pgwidgets_proto.errors import BrowserError
from pgwidgets_proto.limits import Limits
from pgwidgets_proto.sessions.asking.promise import Promise
from pgwidgets_proto.sessions.events import CallFailed, WidgetEvent
from pgwidgets_proto.sessions.people.roles import Role
from pgwidgets_proto.sessions.people.shares import Terms
from pgwidgets_proto.sessions.session import Session

PADDING = pytest.mark.parametrize("padding", ["", " " * 5000], ids=["short", "long"])


def shown(limits: Limits | None = None, **options: Any) -> tuple[SimulatedBrowser, Session]:
    browser = connect(make_hub(limits), **options)
    session = session_of(browser)
    entry = session.create("TextEntry", ("text",))
    session.create("Button", ("press",))
    session.listen(entry, "activated")
    browser.exchange()
    return browser, session


def asked(session: Session) -> Promise:
    (entry,) = (node for node in session.nodes.values() if node.cls.name == "TextEntry")
    return session.ask(entry, "get_text", ())


@pytest.mark.parametrize("stock", [False, True])
def test_flushes_and_questions_are_settled(stock: bool) -> None:
    browser, session = shown(stock=stock)
    session.create("Label", ("news",))
    flush, question = session.flush(), asked(session)
    handled = browser.link.asides.receipts.handled
    browser.hub.stop_reading()
    browser.exchange()
    assert flush.is_settled
    assert question.result() == "text"
    assert browser.link.asides.receipts.handled == handled


def test_a_question_that_fails_is_settled_too() -> None:
    browser, session = shown()
    question = asked(session)
    browser.collect()
    browser.fail_next("get_text", "it is broken")
    browser.hub.stop_reading()
    browser.exchange()
    with pytest.raises(BrowserError, match="it is broken"):
        question.result()


@PADDING
@pytest.mark.parametrize("is_in_a_list", [False, True])
def test_a_report_that_acknowledges_is_not_taken_and_what_it_acknowledges_is(
    padding: str, is_in_a_list: bool
) -> None:
    browser, session = shown()
    (entry,) = (node for node in session.nodes.values() if node.cls.name == "TextEntry")
    session.create("Label", ("news",))
    flush = session.flush()
    browser.collect()
    browser.hub.stop_reading()
    report = {"type": "callback", "wid": entry.wid, "action": "activated", "args": ["x"]}
    report |= {"seen": browser.link.outbox.sent, "applied": True}
    events(session)
    browser.channel.receive(json.dumps([report] if is_in_a_list else report) + padding, 0.0)
    assert flush.is_settled
    assert events(session) == []
    assert browser.link.asides.receipts.handled == 0


def test_what_waits_for_turns_of_its_own_is_heard() -> None:
    browser, session = shown()
    session.create("Label", ("news",))
    flush = session.flush()
    browser.collect()
    hub = browser.hub
    ack = {"type": "ack", "seen": browser.link.outbox.sent}
    browser.channel.receive(json.dumps([{"type": "viewport", "width": 1, "height": 1}] * 600), 0.0)
    browser.channel.receive(json.dumps(ack), 0.0)
    assert not flush.is_settled
    hub.stop_reading()
    while (due := hub.next_deadline(0.0)) is not None and due <= 0.0:
        hub.handle_timer(0.0)
    assert flush.is_settled


@pytest.mark.parametrize("is_begun", [True, False])
def test_a_file_that_comes_is_the_next_runs_in_both_its_parts(is_begun: bool) -> None:
    browser, _ = shown()
    channel = browser.channel
    header = {"type": "binary-chunk", "wid": 2, "transfer_id": 1, "file_index": 0}
    header |= {"file_count": 1, "chunk_index": 0, "num_chunks": 1}
    if is_begun:
        channel.receive(json.dumps(header), 0.0)
    browser.hub.stop_reading()
    if not is_begun:
        channel.receive(json.dumps(header), 0.0)
    channel.receive(b"abc", 0.0)
    channel.receive('{"type":"ack","seen":0}', 0.0)
    assert channel.close is None


def test_what_a_page_of_an_earlier_run_answers_is_no_answer() -> None:
    ledger: list[tuple[str, int]] = []
    saved, first, browser = begun(ledger)
    press(browser)
    first.hub.stop_reading()
    browser.exchange()
    first.save(is_whole=True)
    second = taken_over(saved, "two", ledger, browser)
    (session,) = second.hub.sessions.values()
    browser.drop()
    for view in session.views:
        view.end()
    browser.come_back()
    browser.collect()
    browser.deliver_down()
    browser.deliver_up()
    (view,) = session.links
    assert view.carry is not None
    assert view.carry.is_under_way
    second.hub.stop_reading()
    question = session.ask(second.fields[session]["entry"], "get_text", ())
    for number in range(9):
        browser.channel.receive(json.dumps({"type": "result", "id": number, "value": "x"}), 0.0)
    assert not question.is_settled
    assert browser.channel.close is None


@pytest.mark.parametrize("role", [Role.OBSERVER, Role.OPERATOR])
def test_of_who_may_only_look_no_answer_is_taken(role: Role) -> None:
    browser, session = shown()
    share = session.shares.make(Terms(role), None)
    guest = SimulatedBrowser(browser.hub, session_id=session.id, token=share.token)
    guest.exchange()
    events(session)
    browser.hub.stop_reading()
    guest.channel.receive('{"type":"error","id":1,"error":"it is broken"}', 0.0)
    told = [event for event in events(session) if isinstance(event, CallFailed)]
    assert len(told) == (role is Role.OPERATOR)


def test_reading_goes_on_where_it_was_paused() -> None:
    """Behind the reports that wait the answer may stand for which their handlers wait."""
    browser, session = shown(Limits(events=10))
    (entry,) = (node for node in session.nodes.values() if node.cls.name == "TextEntry")
    events(session)
    for number in range(6):
        browser.report(entry.wid, "activated", str(number))
        browser.exchange()
    hub = browser.hub
    assert browser.channel.is_reading_paused
    hub.ready()
    hub.stop_reading()
    assert not browser.channel.is_reading_paused
    assert browser.channel in hub.ready()
    assert sum(isinstance(event, WidgetEvent) for event in events(session)) == 6


def test_a_handler_that_waits_for_its_page_ends_before_the_last_save() -> None:
    ledger: list[tuple[str, int]] = []
    saved, first, browser = begun(ledger)
    (session,) = first.hub.sessions.values()
    press(browser)
    browser.exchange()
    assert session.kept is not None
    event = session.next_event()
    assert isinstance(event, WidgetEvent)
    session.call(first.fields[session]["button"], "set_text", ("pressed",))
    flush = session.flush()
    first.hub.stop_reading()
    browser.exchange()
    assert flush.is_settled
    session.kept.ledger.finished(event)
    first.save(is_whole=True)
    browser.exchange()
    browser.drop()
    taken_over(saved, "two", ledger, browser)
    assert ledger == []
    assert browser.unrepeated == 0
