"""Timers are deadlines of the core: they ring once, with or without browsers."""

from typing import Any

import pytest

from core.helpers import connect, events, make_hub
from pgwidgets_proto.sessions.events import WidgetEvent
from pgwidgets_proto.sessions.hub.hub import Hub
from pgwidgets_proto.sessions.session import Session
from pgwidgets_proto.widgets.widget import Node


class Clockwork:
    """A session with one timer, and a driver whose time the test sets."""

    def __init__(self, **options: Any) -> None:
        self.hub: Hub = make_hub()
        self.session: Session = self.hub.create_session()
        self.timer: Node = self.session.create("Timer", (), options)
        self.now = 1000.0
        for action in ("expired", "cancelled"):
            self.session.listen(self.timer, action)
        self.hub.next_deadline(self.now)

    def call(self, name: str, *args: Any) -> Any:
        try:
            return self.session.call(self.timer, name, args)
        finally:
            self.hub.next_deadline(self.now)  # as a driver does after every call

    def wait(self, seconds: float) -> list[tuple[str, tuple[Any, ...]]]:
        """Time passes; what the handlers are told."""
        self.now += seconds
        self.hub.handle_timer(self.now)
        found = [event for event in events(self.session) if isinstance(event, WidgetEvent)]
        return [(event.action, event.args) for event in found]


def test_it_rings_once_without_a_browser() -> None:
    clock = Clockwork(duration=2)
    assert not clock.call("is_set")
    clock.call("start")
    assert clock.hub.next_deadline(clock.now) == 1002.0
    assert clock.wait(1.9) == []
    assert clock.call("is_set")
    assert clock.wait(0.1) == [("expired", (2,))]
    assert not clock.call("is_set")
    assert clock.wait(100) == []
    clock.call("start")
    assert clock.wait(2) == [("expired", (2,))]


def test_a_start_begins_anew_and_may_bring_a_duration() -> None:
    clock = Clockwork()
    clock.call("start", 5)
    assert clock.wait(4) == []
    clock.call("start")
    assert clock.wait(4) == []
    assert clock.wait(1) == [("expired", (5,))]
    clock.call("set", 0.5)
    assert clock.call("get_duration") == 0.5
    assert clock.wait(0.5) == [("expired", (0.5,))]


def test_one_that_runs_is_not_set_conditionally() -> None:
    clock = Clockwork()
    clock.call("cond_set", 3)
    clock.call("cond_set", 1)
    assert clock.call("get_duration") == 3
    assert clock.wait(1) == []
    assert clock.wait(2) == [("expired", (3,))]
    clock.call("cond_set", 1)
    assert clock.wait(1) == [("expired", (1,))]


def test_a_new_duration_is_for_the_next_time() -> None:
    clock = Clockwork(duration=1)
    clock.call("start")
    clock.call("set_duration", 10)
    assert clock.wait(1) == [("expired", (10,))]
    clock.call("start", None)
    assert clock.wait(9) == []
    assert clock.wait(1) == [("expired", (10,))]


def test_it_tells_how_long_it_has_run() -> None:
    clock = Clockwork(duration=10)
    assert (clock.call("elapsed_time"), clock.call("time_left")) == (0, 0)
    clock.call("start")
    assert (clock.call("elapsed_time"), clock.call("time_left")) == (0, 10)
    assert clock.wait(4) == []
    assert (clock.call("elapsed_time"), clock.call("time_left")) == (4, 6)
    # A call brings its time with it: the driver may have had nothing to do meanwhile.
    asked = clock.session.act(clock.session.call, clock.timer, "time_left", now=clock.now + 1.5)
    assert asked == 4.5
    clock.wait(6)
    assert (clock.call("elapsed_time"), clock.call("time_left")) == (0, 0)


def test_a_stop_is_silent_and_a_cancel_tells_how_long_it_ran() -> None:
    clock = Clockwork(duration=10)
    clock.call("start")
    clock.call("stop")
    assert clock.wait(20) == []
    assert not clock.call("is_set")
    clock.call("start")
    clock.wait(3)
    clock.call("cancel")
    assert clock.wait(20) == [("cancelled", (3,))]
    clock.call("cancel")
    assert clock.wait(0) == [("cancelled", (0,))]


def test_several_browsers_are_told_nothing_and_it_rings_once() -> None:
    clock = Clockwork(duration=1)
    browsers = [connect(clock.hub, clock.session, stock=stock) for stock in (False, True, False)]
    events(clock.session)
    before = [len(browser.frames) for browser in browsers]
    clock.call("start")
    clock.session.unlisten(clock.timer, "cancelled")
    browsers[0].come_back(is_new_page=True)
    for browser in browsers:
        browser.exchange()
    assert clock.wait(1) == [("expired", (1,))]
    clock.call("destroy")
    for browser, frames in zip(browsers[1:], before[1:], strict=True):
        browser.exchange()
        assert len(browser.frames) == frames
        assert browser.page.widgets == {}
    assert all(message.get("wid") is None for browser in browsers for message in browser.messages)


@pytest.mark.parametrize("ends", ["timer", "session"])
def test_it_ends_with_what_it_belongs_to(ends: str) -> None:
    clock = Clockwork(duration=1)
    clock.call("start")
    if ends == "timer":
        clock.call("destroy")
        clock.call("start")
        assert clock.call("is_set") is False
    else:
        clock.hub.destroy_session(clock.session)
    assert clock.wait(5) == []
    assert clock.hub.next_deadline(clock.now) is None


@pytest.mark.parametrize("given", ["x", -1, float("nan"), float("inf"), [1], 10**400])
def test_bad_durations_are_refused(given: Any) -> None:
    clock = Clockwork(duration=1)
    for name in ("start", "set", "cond_set", "set_duration"):
        with pytest.raises((TypeError, ValueError), match=rf"Timer\.{name}\(\): 'duration' is"):
            clock.call(name, given)
    assert clock.call("get_duration") == 1
    assert not clock.call("is_set")
    with pytest.raises((TypeError, ValueError), match=r"Timer\(\): 'duration' is"):
        Clockwork(duration=given)


def test_it_has_no_place_on_the_page() -> None:
    clock = Clockwork()
    box = clock.session.create("VBox")
    with pytest.raises(ValueError, match="is nothing to be put somewhere"):
        clock.session.call(box, "add_widget", (clock.timer,))
