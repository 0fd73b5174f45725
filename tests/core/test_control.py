"""Control of a session: who is at it, who asks for it, and what becomes of it when one is away."""

from typing import Any

import pytest

from core.helpers import connect, events, make_hub, session_of, settle
from pgwidgets.testing import SimulatedBrowser
from pgwidgets_proto.sessions.events import ControlChanged, WidgetEvent
from pgwidgets_proto.sessions.hub.hub import Hub
from pgwidgets_proto.sessions.people.control import Control
from pgwidgets_proto.sessions.people.roles import Role
from pgwidgets_proto.sessions.people.shares import Terms
from pgwidgets_proto.sessions.session import Session
from pgwidgets_proto.widgets.widget import Node


class Scene:
    """An owner, a guest who is an operator, and an observer, in front of one button."""

    def __init__(self) -> None:
        self.hub: Hub = make_hub(resume_window=60.0)
        self.owner = connect(self.hub)
        self.session: Session = session_of(self.owner)
        self.share = self.session.shares.make(Terms(Role.OPERATOR), None)
        self.button: Node = self.session.create("Button", ("Go",))
        self.session.listen(self.button, "activated")
        self.guest = self.come(self.share.token)
        self.observer = self.come(self.session.shares.make(Terms(Role.OBSERVER), None).token)
        self.now = 0.0
        self.hub.next_deadline(self.now)
        self.settle()

    @property
    def control(self) -> Control:
        return self.session.control

    def come(self, token: str) -> SimulatedBrowser:
        browser = SimulatedBrowser(self.hub, session_id=self.session.id, token=token)
        browser.exchange()
        return browser

    def settle(self) -> list[Any]:
        return settle(self.session, [self.owner, self.guest, self.observer])

    def presses(self, browser: SimulatedBrowser) -> bool:
        """Whether a press in a browser reaches a handler."""
        self.settle()
        browser.click(self.button.wid)
        told = [event for event in self.settle() if isinstance(event, WidgetEvent)]
        assert all(event.link is browser.link for event in told)
        return bool(told)

    def wait(self, seconds: float) -> None:
        self.hub.next_deadline(self.now)
        self.now += seconds
        self.hub.handle_timer(self.now)


@pytest.fixture
def scene() -> Scene:
    return Scene()


def test_one_at_a_time_acts_and_pages_are_told_at_once(scene: Scene) -> None:
    assert scene.presses(scene.owner)
    assert scene.presses(scene.guest)
    scene.control.start(scene.owner.link, 10.0)
    assert scene.presses(scene.owner)
    assert not scene.presses(scene.guest)
    assert scene.owner.rights == {}
    assert scene.guest.rights == {"role": "operator"}
    scene.control.grant(scene.guest.link)
    assert scene.presses(scene.guest)
    assert not scene.presses(scene.owner)
    assert (scene.owner.rights, scene.guest.rights) == ({"role": "operator"}, {})
    scene.control.stop()
    assert scene.presses(scene.owner)
    assert scene.presses(scene.guest)
    assert not scene.presses(scene.observer)
    late = scene.come(scene.share.token)
    assert late.rights == {}


def test_who_comes_while_another_has_control_looks_on_from_its_first_frame(scene: Scene) -> None:
    scene.control.start(scene.owner.link, 10.0)
    late = scene.come(scene.share.token)
    info = next(message for message in late.messages if message["type"] == "session-info")
    assert info["role"] == "operator"
    assert late.link not in scene.session.audience.acting


def test_two_that_ask_at_once_have_it_in_their_order(scene: Scene) -> None:
    other = scene.come(scene.share.token)
    scene.control.start(None, 10.0)
    assert scene.control.holder is None
    assert scene.control.request(scene.guest.link)
    for browser in (other, scene.owner, other):
        assert not scene.control.request(browser.link)
    assert scene.control.requests == (other.link, scene.owner.link)
    told = [event for event in events(scene.session) if isinstance(event, ControlChanged)]
    assert [(event.holder, len(event.requests)) for event in told] == [
        (None, 0),
        (scene.guest.link, 0),
        (scene.guest.link, 1),
        (scene.guest.link, 2),
    ]
    scene.control.withdraw(scene.owner.link)
    scene.control.release()
    assert scene.control.holder is other.link
    assert scene.control.requests == ()
    scene.control.release()
    assert scene.control.holder is None
    assert not scene.presses(other)


def test_control_is_taken_only_from_a_lower_rank(scene: Scene) -> None:
    scene.session.authority.roles.define("chief", (), (), 5)
    chief = scene.come(scene.session.shares.make(Terms("chief"), None).token)
    scene.control.start(scene.guest.link, 10.0)
    other = scene.come(scene.share.token)
    assert not scene.control.take(other.link)
    assert scene.control.take(chief.link)
    assert not scene.control.take(scene.guest.link)
    assert scene.control.take(scene.owner.link)
    assert not scene.control.take(chief.link)
    assert scene.control.holder is scene.owner.link
    assert not scene.control.may_hold(scene.observer.link)


def test_a_holder_who_is_away_for_long_frees_control(scene: Scene) -> None:
    scene.control.start(scene.guest.link, 10.0)
    scene.control.request(scene.owner.link)
    scene.guest.drop()
    scene.settle()
    scene.wait(9.0)
    assert scene.control.holder is scene.guest.link
    scene.wait(1.5)
    assert scene.control.holder is scene.owner.link
    assert scene.presses(scene.owner)
    scene.guest.come_back()
    scene.settle()
    assert scene.guest.rights == {"role": "operator"}
    assert not scene.presses(scene.guest)


def test_a_holder_whose_line_comes_back_in_time_keeps_control(scene: Scene) -> None:
    scene.control.start(scene.guest.link, 10.0)
    link = scene.guest.link
    scene.guest.drop()
    scene.settle()
    scene.wait(9.0)
    scene.guest.come_back()
    scene.settle()
    assert scene.guest.link is link
    scene.wait(60.0)
    assert scene.control.holder is link
    assert scene.presses(scene.guest)


@pytest.mark.parametrize("is_seen_to_go", [True, False])
def test_a_page_that_is_loaded_anew_keeps_control(scene: Scene, is_seen_to_go: bool) -> None:
    scene.control.start(scene.guest.link, 10.0)
    before = scene.guest.link
    if is_seen_to_go:
        scene.guest.leave()
        scene.settle()
    scene.guest.come_back(is_new_page=True)
    scene.settle()
    if not is_seen_to_go:
        assert scene.control.holder is before
        scene.guest.bury()
        scene.wait(61.0)
    assert scene.guest.link is not before
    assert scene.control.holder is scene.guest.link
    assert scene.presses(scene.guest)


def test_nobody_takes_over_by_the_name_of_a_view_that_came_by_something_else(scene: Scene) -> None:
    scene.control.start(scene.owner.link, 10.0)
    scene.guest._former = scene.owner.link.id
    scene.owner.leave()
    scene.guest._link_id = None
    scene.guest.come_back()
    scene.settle()
    assert scene.control.holder is not scene.guest.link


def test_a_revoked_share_frees_control_at_once(scene: Scene) -> None:
    scene.control.start(scene.guest.link, 10.0)
    other = scene.come(scene.share.token)
    scene.control.request(other.link)
    scene.control.request(scene.owner.link)
    scene.session.shares.revoke(scene.share)
    assert scene.control.holder is scene.owner.link
    assert scene.control.requests == ()
    assert scene.presses(scene.owner)


def test_what_waits_of_a_browser_that_loses_control_counts_no_more(scene: Scene) -> None:
    box = scene.session.create("CheckBox")
    scene.session.listen(box, "activated")
    scene.session.call(box, "set_state", (False,))
    scene.control.start(scene.guest.link, 10.0)
    scene.settle()
    scene.guest.toggle(box.wid)
    scene.guest.click(scene.button.wid)
    scene.guest.exchange()
    scene.control.grant(scene.owner.link)
    assert [event for event in scene.settle() if isinstance(event, WidgetEvent)] == []
    assert box.value("state") is False
    assert scene.guest.widget("CheckBox").get("state") is False


def test_who_has_no_control_is_asked_nothing_leads_in_nothing_and_is_not_waited_for(
    scene: Scene,
) -> None:
    scene.guest.click(scene.button.wid)
    scene.settle()
    assert scene.session.audience.active_browser(None) is scene.guest.link
    question = scene.session.act(
        scene.session.call, scene.button, "get_icon", asker=scene.guest.link
    )
    assert question.link is scene.guest.link
    scene.control.start(scene.owner.link, 10.0)
    assert question.link is scene.owner.link
    assert scene.session.audience.active_browser(scene.guest.link) is scene.owner.link
    assert not scene.session.is_leading(scene.guest.link)
    scene.session.create("Label")
    flush = scene.session.flush()
    scene.owner.exchange()
    assert flush.is_settled
    scene.control.stop()
    assert scene.session.is_leading(scene.guest.link)


def test_control_ends_with_its_session(scene: Scene) -> None:
    scene.control.start(scene.guest.link, 10.0)
    scene.hub.destroy_session(scene.session)
    scene.wait(100.0)
    assert scene.session.is_destroyed


def test_a_role_that_loses_its_rank_loses_control(scene: Scene) -> None:
    roles = scene.session.authority.roles
    roles.define("chief", (), (), 5)
    chief = scene.come(scene.session.shares.make(Terms("chief"), None).token)
    scene.control.start(chief.link, 10.0)
    scene.control.request(scene.guest.link)
    roles.define("chief", (), (), 6)
    assert scene.control.holder is chief.link
    roles.define("chief", (), (), None)
    assert scene.control.holder is scene.guest.link
    assert not scene.presses(chief)


def test_who_waits_and_was_away_when_control_became_free_has_it_when_it_is_back(
    scene: Scene,
) -> None:
    scene.control.start(scene.owner.link, 10.0)
    scene.control.request(scene.guest.link)
    scene.guest.drop()
    scene.control.release()
    assert scene.control.holder is None
    scene.guest.come_back()
    scene.settle()
    assert scene.control.holder is scene.guest.link
    assert scene.control.requests == ()
    assert scene.presses(scene.guest)
