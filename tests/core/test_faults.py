"""A fault of the core's own over one browser: all are served on.

A fault is put in where the core works on what a browser says, or on what it is to be sent, or on
what is due; how it comes about is no matter.
"""

from typing import Any

import pytest

from core.helpers import connect, events, make_hub, session_of, settle
from core.wire import upgrade
from pgwidgets.testing import SimulatedBrowser
from pgwidgets_proto.errors import CloseCode
from pgwidgets_proto.limits import Limits
from pgwidgets_proto.sessions.events import ReportRefused, WidgetEvent
from pgwidgets_proto.sessions.hub.admission import Admission
from pgwidgets_proto.sessions.hub.hub import Hub
from pgwidgets_proto.sessions.hub.hub_events import ChannelRefused, TimerFailed
from pgwidgets_proto.sessions.receiving.inbox import Inbox
from pgwidgets_proto.sessions.session import Session
from pgwidgets_proto.stream.access import AccessPolicy
from pgwidgets_proto.stream.connection import Connection
from pgwidgets_proto.stream.events import ConnectionClosed, Refused
from pgwidgets_proto.views.outbox import Outbox
from pgwidgets_proto.views.receiver import Receiver
from pgwidgets_proto.widgets.widget import Node

WORD = "what the core can't cope with"


class Fault(Exception):
    pass


@pytest.fixture(autouse=True, scope="module")
def _faults_are_let_out() -> None:
    """Not here."""


@pytest.fixture(params=["put_report", "_apply_callback"], ids=["it comes", "it is taken"])
def fault(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The core raises over one report, when it comes or when the program takes it."""
    plain = getattr(Inbox, request.param)

    def raises(*args: Any, **keywords: Any) -> Any:
        if any(getattr(arg, "args", None) == [WORD] for arg in args):
            raise Fault("something went wrong")
        return plain(*args, **keywords)

    monkeypatch.setattr(Inbox, request.param, raises)


def opened(*, stock: bool = False) -> tuple[Hub, Session, Node, list[SimulatedBrowser]]:
    hub = make_hub()
    session = hub.create_session()
    entry = session.create("TextEntry", ("text",))
    session.listen(entry, "activated")
    browsers = [connect(hub, session, stock=stock), connect(hub, session)]
    settle(session, browsers)
    return hub, session, entry, browsers


def types(browser: SimulatedBrowser, entry: Node, text: str) -> None:
    browser.page.find(entry.wid).state["text"] = (text,)
    browser.report(entry.wid, "activated", text)


@pytest.mark.usefixtures("fault")
@pytest.mark.parametrize("stock", [False, True], ids=["ours", "stock"])
def test_a_report_that_the_core_raises_over_is_refused(*, stock: bool) -> None:
    _, session, entry, browsers = opened(stock=stock)
    one, other = browsers
    types(one, entry, WORD)
    types(one, entry, "next")
    types(other, entry, "other's")
    found = settle(session, browsers)
    (refused,) = [event for event in found if isinstance(event, ReportRefused)]
    assert isinstance(refused.fault, Fault)
    assert "a fault of the server: Fault('something went wrong')" in refused.detail
    told = [event.args for event in found if isinstance(event, WidgetEvent)]
    assert ("other's",) in told
    assert one.closed is other.closed is None
    shown = {browser.page.find(entry.wid).get("text") for browser in browsers}
    assert shown == {session.call(entry, "get_text")}


@pytest.mark.usefixtures("fault")
def test_it_is_not_brought_again_by_a_page_that_comes_back() -> None:
    _, session, entry, browsers = opened()
    one = browsers[0]
    types(one, entry, WORD)
    while one.deliver_up():
        pass
    events(session)
    one.drop()
    one.come_back(is_new_page=False)
    assert [event for event in settle(session, browsers) if isinstance(event, ReportRefused)] == []
    assert one.closed is None


def test_a_report_is_counted_once_though_the_core_raises_behind_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _, session, entry, browsers = opened()
    one = browsers[0]

    def raises(*args: Any) -> None:
        raise Fault("something went wrong")

    with monkeypatch.context() as patch:
        patch.setattr(Receiver, "_acknowledge", raises)
        told = {"type": "callback", "wid": entry.wid, "action": "activated", "args": ["a"]}
        one.post({**told, "seen": one.seen, "applied": True})
        while one.deliver_up():
            pass
    one.report(entry.wid, "activated", "b")
    one.drop()
    one.come_back(is_new_page=False)
    found = [event.args for event in settle(session, browsers) if isinstance(event, WidgetEvent)]
    assert found == [("a",), ("b",)]


def test_a_socket_that_the_core_raises_over_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    hub, session, _, browsers = opened()

    def raises(*args: Any) -> None:
        raise Fault("something went wrong")

    with monkeypatch.context() as patch:
        patch.setattr(Hub, "hello", raises)
        newcomer = connect(hub, session)
    assert newcomer.closed == (CloseCode.INTERNAL_ERROR, "a fault of the server")
    (told,) = [event for event in iter(hub.next_event, None) if isinstance(event, ChannelRefused)]
    assert isinstance(told.fault, Fault)
    assert told.reason == "a fault of the server"
    settle(session, browsers)
    assert [browser.closed for browser in browsers] == [None, None]


def test_who_waits_comes_in_though_the_core_raises_over_another_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hub = make_hub(max_sessions=1)
    inside, first, second = (connect(hub) for _ in range(3))
    assert [first.is_waiting, second.is_waiting] == [True, True]
    plain = Admission.hello

    def raises(admission: Admission, channel: Any, *args: Any) -> None:
        if channel is first.channel:
            raise Fault("something went wrong")
        plain(admission, channel, *args)

    monkeypatch.setattr(Admission, "hello", raises)
    hub.destroy_session(session_of(inside))
    for browser in (first, second):
        browser.exchange()
    assert first.closed == (CloseCode.INTERNAL_ERROR, "a fault of the server")
    assert (second.is_waiting, second.closed) == (False, None)
    (told,) = iter(hub.next_event, None)
    assert isinstance(told, ChannelRefused)
    assert isinstance(told.fault, Fault)


def test_a_connection_that_the_core_raises_over_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    def raises(*args: Any, **keywords: Any) -> None:
        raise Fault("something went wrong")

    connection: Connection[Any] = Connection(
        raises,
        policy=AccessPolicy(own_ports=frozenset({9500})),
        limits=Limits(),
        peer="192.0.2.7",
        now=0.0,
    )
    connection.receive_data(upgrade(), 0.0)
    refused, closed = iter(connection.next_event, None)
    assert isinstance(refused, Refused)
    assert (refused.code, refused.peer) == (CloseCode.INTERNAL_ERROR, "192.0.2.7")
    assert refused.cause == "a fault of the server: Fault('something went wrong')"
    assert isinstance(refused.fault, Fault)
    assert isinstance(closed, ConnectionClosed)
    assert connection.is_aborted
    assert connection.next_deadline() is None


def test_a_page_that_cannot_be_sent_what_waits_for_it_is_built_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hub, session, entry, browsers = opened()
    one, other = browsers
    label = session.create("Label", ("before",))
    settle(session, browsers)
    plain, (link, _) = Outbox.frames, session.views

    def raises(outbox: Outbox, *args: Any) -> Any:
        if outbox is link.outbox:
            raise Fault("something went wrong")
        return plain(outbox, *args)

    with monkeypatch.context() as patch:
        patch.setattr(Outbox, "frames", raises)
        session.call(label, "set_text", ("after",))
        settle(session, browsers)
        assert one.closed == (CloseCode.INTERNAL_ERROR, "a fault of the server")
    (told,) = [event for event in iter(hub.next_event, None) if isinstance(event, ChannelRefused)]
    assert isinstance(told.fault, Fault)
    assert not one.channel.has_output
    assert session.views == [session.views[0]] != [link]
    one.come_back(is_new_page=False)
    types(other, entry, "other's")
    settle(session, browsers)
    assert [browser.closed for browser in browsers] == [None, None]
    assert {browser.page.find(label.wid).get("text") for browser in browsers} == {"after"}


def test_what_is_due_is_done_though_some_of_it_fails() -> None:
    hub = make_hub()
    done: list[float] = []

    def raises(now: float) -> None:
        raise Fault("something went wrong")

    hub.deadlines.add(1.0, raises, 0.0)
    hub.deadlines.add(1.0, done.append, 0.0)
    hub.deadlines.add(2.0, done.append, 0.0)
    hub.handle_timer(1.0)
    assert done == [1.0]
    (told,) = iter(hub.next_event, None)
    assert isinstance(told, TimerFailed)
    assert isinstance(told.fault, Fault)
    assert hub.next_deadline(1.0) == 2.0
