"""A report may acknowledge what its page has applied, in place of a message that says only that."""

import json
import random
from typing import Any

import pytest

from core.helpers import connect, events, make_hub, session_of, settle
from core.late_acks import LateBrowser
from pgwidgets.testing import SimulatedBrowser
from pgwidgets_proto.errors import CloseCode
from pgwidgets_proto.sessions.events import WidgetEvent
from pgwidgets_proto.sessions.people.roles import Role
from pgwidgets_proto.sessions.people.shares import Terms
from pgwidgets_proto.sessions.session import Session
from pgwidgets_proto.views.held import LARGE
from pgwidgets_proto.views.link import Link
from pgwidgets_proto.views.pace import START
from pgwidgets_proto.widgets.widget import Node
from pgwidgets_proto.wire.outgoing import Touch


class Scene:
    """A session with a label and a button, and a text that its browser has been sent."""

    def __init__(self) -> None:
        self.hub = make_hub()
        self.browser = connect(self.hub)
        self.session: Session = session_of(self.browser)
        self.label: Node = self.session.create("Label", ("start",))
        self.button: Node = self.session.create("Button", ("b",))
        self.session.listen(self.button, "activated")
        settle(self.session, [self.browser])

    def send_text(self, browser: SimulatedBrowser) -> Link:
        """Send it one message more; gives its link, which has that on its way."""
        self.session.call(self.label, "set_text", ("more",))
        assert browser.channel.frames_to_send()
        link = browser.link
        assert link.outbox.sent == link.outbox.applied_number + 1
        assert link.outbox.in_flight_bytes
        return link

    def report(self, browser: SimulatedBrowser, **more: Any) -> None:
        """Have a page say that the button was pressed."""
        said = {"type": "callback", "wid": self.button.wid, "action": "activated", "args": []}
        browser.channel.receive(json.dumps(said | more), 0.0)


@pytest.fixture
def scene() -> Scene:
    return Scene()


def test_a_report_acknowledges_what_its_page_has_applied(scene: Scene) -> None:
    link = scene.send_text(scene.browser)
    scene.report(scene.browser, seen=link.outbox.sent, applied=True)
    assert link.outbox.applied_number == link.outbox.sent
    assert not link.outbox.in_flight_bytes
    assert [type(event) for event in events(scene.session)] == [WidgetEvent]


def test_what_a_browser_has_yet_to_apply_is_under_way(scene: Scene) -> None:
    link = scene.send_text(scene.browser)
    found = [scene.session.is_under_way(node) for node in (scene.label, scene.button)]
    assert found == [True, False]
    scene.report(scene.browser, seen=link.outbox.sent, applied=True)
    assert not scene.session.is_under_way(scene.label)


def test_a_large_value_is_held_while_every_browser_has_the_one_before_to_apply(
    scene: Scene,
) -> None:
    other = connect(scene.hub, scene.session)
    image: Node = scene.session.create("Image")
    settle(scene.session, [scene.browser, other])
    held = []
    for byte in (b"1", b"2"):
        scene.session.call(image, "set_binary_image", (byte * LARGE, "png"))
        for browser in (scene.browser, other):
            browser.channel.frames_to_send()
        held.append(scene.session.is_held(image))
    assert held == [False, True]
    assert not scene.session.is_held(scene.label)
    link = scene.browser.link
    said = {"type": "ack", "seen": link.outbox.sent}
    scene.browser.channel.receive(json.dumps(said), 0.0)
    assert not scene.session.is_held(image)
    assert other.link.outbox.is_held(image.wid)


def test_the_round_trip_is_the_least_that_was_measured(scene: Scene) -> None:
    found = [scene.session.round_trip_time]
    scene.browser.channel.ping_answered(0.5)
    found.append(scene.session.round_trip_time)
    scene.session.call(scene.label, "set_text", ("more",))
    assert scene.browser.channel.frames_to_send(now=100.0)
    said = {"type": "ack", "seen": scene.browser.link.outbox.sent}
    scene.browser.channel.receive(json.dumps(said), 100.25)
    found.append(scene.session.round_trip_time)
    scene.browser.channel.ping_answered(0.125)
    found.append(scene.session.round_trip_time)
    assert found == [None, 0.5, 0.25, 0.125]


def test_a_report_from_amid_a_message_acknowledges_nothing(scene: Scene) -> None:
    link = scene.send_text(scene.browser)
    scene.report(scene.browser, seen=link.outbox.sent)
    assert link.outbox.applied_number == link.outbox.sent - 1


def test_it_waits_with_what_its_page_knew(scene: Scene) -> None:
    """What it acknowledges is not forgotten before it is judged by that."""
    link = scene.send_text(scene.browser)
    before = link.outbox.place_of(link.outbox.applied_number)
    scene.report(scene.browser, seen=link.outbox.applied_number)
    scene.report(scene.browser, seen=link.outbox.sent, applied=True)
    assert link.knowledge.is_stale([Touch(scene.label.wid, "text")], before)
    events(scene.session)
    assert not link.knowledge.has_reports


def test_a_report_that_is_refused_acknowledges_all_the_same(scene: Scene) -> None:
    share = scene.session.shares.make(Terms(Role.OBSERVER), None)
    guest = SimulatedBrowser(scene.hub, session_id=scene.session.id, token=share.token)
    settle(scene.session, [scene.browser, guest])
    link = scene.send_text(guest)
    scene.report(guest, seen=link.outbox.sent, applied=True)
    assert link.outbox.applied_number == link.outbox.sent
    assert not any(isinstance(event, WidgetEvent) for event in events(scene.session))


def test_one_that_does_not_count_acknowledges_nothing(scene: Scene) -> None:
    link = scene.send_text(scene.browser)
    scene.report(scene.browser, applied=True)
    assert link.outbox.applied_number == link.outbox.sent - 1


@pytest.mark.parametrize("role", [None, Role.OBSERVER])
def test_one_before_anything_was_sent_acknowledges_nothing(scene: Scene, role: str | None) -> None:
    token = scene.session.shares.make(Terms(role), None).token if role else scene.session.token
    browser = SimulatedBrowser(scene.hub, session_id=scene.session.id, token=token)
    browser.collect()
    while browser.deliver_down() or browser.deliver_up():
        pass  # the question who it is, and its answer
    assert browser.link.outbox.sent == 0
    scene.report(browser, applied=True)
    assert browser.channel.close is None


def test_one_of_messages_that_were_never_sent_closes(scene: Scene) -> None:
    link = scene.send_text(scene.browser)
    scene.report(scene.browser, seen=link.outbox.sent + 1, applied=True)
    assert scene.browser.channel.close is not None
    assert scene.browser.channel.close.code is CloseCode.PROTOCOL_ERROR


@pytest.mark.parametrize("is_one_more", [False, True])
def test_a_page_knows_no_message_that_was_not_sent(scene: Scene, is_one_more: bool) -> None:
    """Not even the next one, of which places count what is stale."""
    link = scene.send_text(scene.browser)
    scene.report(scene.browser, seen=link.outbox.sent + is_one_more)
    close = scene.browser.channel.close
    assert (close is None) is not is_one_more
    assert close is None or close.code is CloseCode.PROTOCOL_ERROR
    told = [event for event in events(scene.session) if isinstance(event, WidgetEvent)]
    assert len(told) == (not is_one_more)


def test_one_that_is_sent_again_acknowledges_no_less(scene: Scene) -> None:
    link = scene.send_text(scene.browser)
    older = link.outbox.sent
    scene.report(scene.browser, seen=older, applied=True)
    newer = scene.send_text(scene.browser)
    scene.report(scene.browser, seen=newer.outbox.sent, applied=True)
    scene.report(scene.browser, seen=older, applied=True)
    assert link.outbox.applied_number == link.outbox.sent == older + 1


@pytest.mark.parametrize("seed", range(20))
def test_whatever_the_order_both_agree(seed: int) -> None:
    """Also where a report comes amid what its page has been sent, and where the line is cut."""
    choose = random.Random(seed)
    hub = make_hub()
    browser = LateBrowser(hub)
    browser.exchange()
    session = session_of(browser)
    slider = session.create("Slider", (), {"min": 0, "max": 999, "dtype": "int"})
    settle(session, [browser])
    for number in range(100):
        match choose.choice(("program", "user", "down", "down", "up", "event", "cut")):
            case "program":
                session.call(slider, "set_value", (2 * number,))
            case "user":
                browser.slide(slider.wid, 2 * number + 1)
            case "down":
                browser.collect(1)
                browser.deliver_down()
            case "up":
                browser.deliver_up()
            case "event":
                session.next_event()
            case "cut" if choose.random() < 0.2:
                browser.drop()
                browser.come_back()
    settle(session, [browser])
    assert browser.page.widgets[slider.wid].get("value") == slider.value("value")


@pytest.mark.parametrize("seconds", [0.01, 100.0])
@pytest.mark.parametrize("how", ["ack", "report", "refused report", "stock result", "stock error"])
def test_whatever_acknowledges_tells_how_fast_the_line_is(
    scene: Scene, how: str, seconds: float
) -> None:
    """Less is on its way than on a line that nobody knows, or more."""
    if how == "refused report":
        share = scene.session.shares.make(Terms(Role.OBSERVER), None)
        browser = SimulatedBrowser(scene.hub, session_id=scene.session.id, token=share.token)
    else:
        browser = connect(scene.hub, scene.session, stock=how.startswith("stock"))
    labels = [scene.session.create("Label", ("x",)) for _ in range(8)]
    settle(scene.session, [scene.browser, browser])
    channel, link = browser.channel, browser.link

    def send(*targets: Node) -> int:
        for label in targets:
            scene.session.call(label, "set_text", ("y" * 100_000,))
        return sum(len(f.payload) for f in channel.frames_to_send(10_000_000, now))

    now = 1000.0
    assert send(*labels[:2]) > 200_000
    said: dict[str, Any] = {
        "ack": {"type": "ack", "seen": link.outbox.sent},
        "stock result": {"type": "result", "id": link.outbox.sent},
        "stock error": {"type": "error", "id": link.outbox.sent, "error": "x"},
    }.get(how, {
        "type": "callback", "wid": scene.button.wid, "action": "activated",
        "seen": link.outbox.sent, "applied": True,
    })  # fmt: skip
    now += seconds
    channel.receive(json.dumps(said), now)
    assert link.outbox.applied_number == link.outbox.sent
    assert (sent := send(*labels[2:])) > 0
    assert (sent < START) is (seconds > 1)
