"""The program's own roles: which widgets their users may act on, and what that leaves out."""

import json
from typing import Any

import pytest

from core.helpers import connect, events, make_hub, session_of, settle
from pgwidgets.testing import SimulatedBrowser
from pgwidgets.testing.windows import PageWindow
from pgwidgets_proto.sessions.events import CallFailed, ReportRefused, WidgetEvent
from pgwidgets_proto.sessions.hub.hub import Hub
from pgwidgets_proto.sessions.people.roles import Role, Roles
from pgwidgets_proto.sessions.people.shares import Terms
from pgwidgets_proto.sessions.session import Session
from pgwidgets_proto.widgets.widget import Node


class Scene:
    """A session with its owner's browser, and buttons in two boxes."""

    def __init__(self) -> None:
        self.hub: Hub = make_hub()
        self.owner = connect(self.hub)
        self.session: Session = session_of(self.owner)
        self.boxes = [self.session.create("VBox") for _ in range(2)]
        self.buttons = [self.button(box) for box in self.boxes for _ in range(2)]

    @property
    def roles(self) -> Roles:
        return self.session.authority.roles

    def button(self, box: Node) -> Node:
        node = self.session.create("Button", ("Go",))
        self.session.listen(node, "activated")
        self.session.call(box, "add_widget", (node, 0))
        return node

    def come(self, role: str) -> SimulatedBrowser:
        share = self.session.shares.make(Terms(role), None)
        browser = SimulatedBrowser(self.hub, session_id=self.session.id, token=share.token)
        browser.exchange()
        settle(self.session, [self.owner, browser])
        return browser

    def told(self, browser: SimulatedBrowser) -> list[Any]:
        return [
            event
            for event in settle(self.session, [self.owner, browser])
            if isinstance(event, (WidgetEvent, ReportRefused))
        ]

    def felt(self, browser: SimulatedBrowser) -> list[bool]:
        """Of each button, whether a press reaches a handler."""
        found = []
        for button in self.buttons:
            browser.click(button.wid)
            found.append(bool(self.told(browser)))
        return found


@pytest.fixture
def scene() -> Scene:
    return Scene()


def test_a_role_of_ones_own_acts_on_what_it_is_allowed_and_on_what_is_in_it(scene: Scene) -> None:
    first, second = scene.boxes
    scene.roles.define("guest", [first], [scene.buttons[1]], None)
    guest = scene.come("guest")
    assert guest.link.badge.role == "guest"
    assert scene.felt(guest) == [True, False, False, False]
    assert guest.rights == {
        "role": "guest",
        "allow": [first.wid],
        "forbid": [scene.buttons[1].wid],
    }
    scene.roles.allow("guest", scene.buttons[3])
    assert scene.felt(guest) == [True, False, False, True]
    scene.roles.forbid("guest", first)
    assert scene.felt(guest) == [False, False, False, True]
    scene.session.call(first, "remove", (scene.buttons[0],))
    scene.session.call(second, "add_widget", (scene.buttons[0], 0))
    scene.roles.allow("guest", second)
    assert scene.felt(guest) == [True, False, True, True]  # by where a widget is
    assert guest.link not in scene.session.audience.acting
    scene.session.destroy(second)
    assert scene.roles.rules("guest").allowed == set()
    scene.roles.define("guest", [], [], None)
    settle(scene.session, [guest])
    assert guest.rights == {"role": "guest"}


def test_a_radio_button_is_pressed_only_where_all_that_it_switches_off_are_allowed(
    scene: Scene,
) -> None:
    one = scene.session.create("RadioButton", ("one",))
    two = scene.session.create("RadioButton", ("two",), {"group": one})
    for node in (one, two):
        scene.session.listen(node, "activated")
    scene.session.call(one, "set_state", (True,))
    scene.roles.define("guest", [two], [], None)
    guest = scene.come("guest")
    guest.toggle(two.wid)
    assert scene.told(guest) == []
    assert (one.value("state"), two.value("state", False)) == (True, False)
    assert guest.widget("RadioButton").get("state") is True
    scene.roles.allow("guest", one)
    settle(scene.session, [guest])
    guest.toggle(two.wid)
    assert scene.told(guest) != []
    assert (one.value("state"), two.value("state")) == (False, True)


def test_an_operator_may_do_all_that_is_not_forbidden_and_the_owner_even_that(
    scene: Scene,
) -> None:
    guest = scene.come(Role.OPERATOR)
    scene.roles.forbid(Role.OPERATOR, scene.boxes[1])
    assert scene.felt(guest) == [True, True, False, False]
    assert guest.rights == {"role": "operator", "acts": True, "forbid": [scene.boxes[1].wid]}
    assert scene.felt(scene.owner) == [True] * 4
    assert guest.link in scene.session.audience.acting
    scene.session.control.start(guest.link, 10.0)
    assert scene.felt(guest) == [True, True, False, False]


def test_who_has_no_control_may_act_on_what_its_role_is_allowed(scene: Scene) -> None:
    guest = scene.come(Role.OPERATOR)
    scene.roles.allow(Role.OPERATOR, scene.buttons[0])
    scene.roles.allow(Role.OBSERVER, scene.buttons[1])
    scene.session.control.start(scene.owner.link, 10.0)
    assert scene.felt(guest) == [True, False, False, False]
    assert scene.felt(scene.come(Role.OBSERVER)) == [False, True, False, False]
    scene.session.control.grant(guest.link)
    settle(scene.session, [scene.owner, guest])
    assert scene.felt(scene.owner) == [True, False, False, False]


def test_one_who_may_act_on_little_is_asked_for_what_it_began_and_for_nothing_else(
    scene: Scene,
) -> None:
    scene.roles.define("guest", [scene.buttons[0]], [], None)
    guest = scene.come("guest")
    session, button = scene.session, scene.buttons[0]
    question = session.act(session.call, button, "get_icon", asker=guest.link)
    assert question.link is guest.link
    guest.exchange()
    assert question.is_settled
    guest.click(button.wid)
    scene.told(guest)
    assert session.audience.active_browser(None) is scene.owner.link
    guest.send({"type": "error", "error": "x", "id": None})
    guest.send({"type": "geometry", "positions": [[button.wid, 5, 5]], "seen": guest.seen})
    assert scene.told(guest) == []
    scene.owner.leave()
    question = session.act(session.call, button, "get_icon", asker=guest.link)
    assert question.link is guest.link
    assert session.call(button, "get_icon").is_settled  # as if nobody were there


def test_files_come_from_those_who_may_act_on_where_they_are_dropped(scene: Scene) -> None:
    labels = [scene.session.create("Label") for _ in range(2)]
    for label in labels:
        scene.session.listen(label, "drop-end")
    scene.roles.define("guest", [labels[0]], [], None)
    guest = scene.come("guest")
    for label in labels:
        for _ in guest.bring_files(label.wid, "drop-end", ("a.txt", b"abc")):
            guest.exchange()
    told = [event for event in scene.told(guest) if isinstance(event, WidgetEvent)]
    assert [event.node for event in told] == [labels[0]]
    handled = guest.link.asides.receipts.handled
    header = {"type": "binary-chunk", "wid": labels[0].wid, "file_index": 0, "file_count": 1}
    guest.post({**header, "transfer_id": 77, "chunk_index": 0, "num_chunks": 1}, b"abc")
    guest.exchange()
    assert guest.messages[-1] == {"type": "got", "count": handled + 1}  # it waits to hear that
    assert scene.told(guest) == []  # nothing of it is for the log
    assert guest.closed is None
    assert scene.session.transfers.reserved_bytes == 0


@pytest.mark.parametrize("name", ["", "a.b", "1st", "x" * 51, "operator", "observer", "é"])
def test_names_that_no_role_can_have(scene: Scene, name: str) -> None:
    with pytest.raises(ValueError, match=r"^role "):
        scene.roles.define(name, [], [], None)


def test_a_role_must_be_there_before_anything_is_said_of_it(scene: Scene) -> None:
    with pytest.raises(ValueError, match=r"role is 'guest'; the session's roles are 'operator'"):
        scene.roles.allow("guest", scene.buttons[0])
    for number in range(100):
        scene.roles.define(f"role{number}", [], [], None)
    with pytest.raises(ValueError, match="one of more than 100"):
        scene.roles.define("guest", [], [], None)


def test_a_share_of_a_role_that_nobody_has_defined_lets_nobody_do_anything(scene: Scene) -> None:
    assert scene.felt(scene.come("guest")) == [False] * 4


def test_a_forbidden_window_stays_where_it_is(scene: Scene) -> None:
    session = scene.session
    mdi = session.create("MDIWidget")
    window = session.call(mdi, "add_widget", (session.create("Label", ("x",)),))
    session.call(window, "set_position", (10, 20))
    session.call(window, "resize", (200, 100))
    guest = scene.come(Role.OPERATOR)
    places = [window.value("position"), window.value("size")]
    for action in ("move", "resize"):
        session.listen(window, action)
    scene.roles.forbid(Role.OPERATOR, window)
    scene.told(guest)
    guest.move(window.wid, 50, 60)
    guest.resize(window.wid, 300, 300)
    assert scene.told(guest) == []
    guest.report(window.wid, "move", 70, 80)
    assert scene.told(guest) == []
    assert [window.value("position"), window.value("size")] == places
    content = guest.page.find(window.wid).content
    assert isinstance(content, PageWindow)
    assert (content.position, content.size) == ((10, 20), (200, 100))
    scene.roles.allow(Role.OPERATOR, window)
    scene.told(guest)
    guest.move(window.wid, 50, 60)
    assert scene.told(guest) != []
    assert window.value("position") == (50, 60)


def test_what_is_said_of_a_window_goes_for_what_is_in_it(scene: Scene) -> None:
    session = scene.session
    mdi = session.create("MDIWidget")
    session.listen(mdi, "page-close")
    windows = [session.call(mdi, "add_widget", (box,)) for box in scene.boxes]
    guest = scene.come(Role.OPERATOR)
    scene.roles.forbid(Role.OPERATOR, windows[0])
    assert scene.felt(guest) == [False, False, True, True]
    guest.report(mdi.wid, "page-close", {"__wid__": scene.boxes[0].wid})
    scene.told(guest)
    assert not windows[0].destroyed
    scene.roles.define("guest", [windows[1]], [], None)
    assert scene.felt(scene.come("guest")) == [False, False, True, True]


def test_a_forbidden_window_is_not_arranged(scene: Scene) -> None:
    session = scene.session
    mdi = session.create("MDIWidget")
    windows = [
        session.call(mdi, "add_widget", (session.create("Label", ("x",)),)) for _ in range(2)
    ]
    for window in windows:
        session.call(window, "set_position", (10, 20))
    session.listen(mdi, "arranged")
    guest = scene.come(Role.OPERATOR)
    scene.roles.forbid(Role.OPERATOR, windows[0])
    scene.told(guest)

    def arrange(*moved: Node) -> list[Any]:
        guest.report(mdi.wid, "arranged", [[{"__wid__": one.wid}, 1, 2, 30, 40] for one in moved])
        scene.told(guest)
        return [window.value("position") for window in windows]

    assert arrange(*windows) == [(10, 20), (10, 20)]
    assert arrange(windows[1]) == [(10, 20), (1, 2)]


def test_what_a_browser_calls_nobodys_doing_is_judged_all_the_same(scene: Scene) -> None:
    area = scene.session.create("ScrollArea")
    scene.session.listen(area, "scrolled")
    guest = scene.come(Role.OPERATOR)
    guest.click(scene.buttons[0].wid)  # so that its layout counts
    scene.told(guest)

    def comes_to(place: float) -> object:
        report = {"type": "callback", "wid": area.wid, "action": "scrolled", "args": [0, place]}
        guest.send({**report, "by_itself": True, "seen": guest.seen})
        assert scene.told(guest) == []
        return scene.session.call(area, "get_scroll_position")

    assert comes_to(0.5) == (0, 0.5)
    scene.roles.forbid(Role.OPERATOR, area)
    scene.told(guest)
    assert comes_to(0.7) == (0, 0.5)


def test_a_fault_of_what_one_was_asked_who_may_act_on_little_is_an_answer(scene: Scene) -> None:
    scene.roles.define("guest", [scene.buttons[0]], [], None)
    guest = scene.come("guest")
    guest.fail_next("get_icon", "no such thing")
    button = scene.buttons[0]
    question = scene.session.act(scene.session.call, button, "get_icon", asker=guest.link)
    guest.collect()
    error = {"type": "error", "id": guest.link.outbox.sent, "error": "x", "call": 0}
    guest.channel.receive(json.dumps(error), 0.0)  # what it was asked has no such part
    assert not question.is_settled
    guest.exchange()
    assert question.is_settled
    assert not any(isinstance(event, CallFailed) for event in events(scene.session))
