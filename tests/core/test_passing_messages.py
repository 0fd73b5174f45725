"""A message that goes by itself goes in every browser, and does not come again with a new page."""

import pytest

from core.helpers import connect, make_hub
from pgwidgets.testing import SimulatedBrowser
from pgwidgets_proto.sessions.hub.hub import Hub
from pgwidgets_proto.sessions.session import Session
from pgwidgets_proto.widgets.widget import Node


class Status:
    """A session with a status bar, and a driver whose time the test sets."""

    def __init__(self) -> None:
        self.hub: Hub = make_hub()
        self.session: Session = self.hub.create_session()
        self.bar: Node = self.session.create("StatusBar")
        self.now = 1000.0
        self.hub.next_deadline(self.now)
        self.browser = connect(self.hub, self.session)

    def call(self, name: str, *args: object) -> None:
        self.session.call(self.bar, name, args)
        self.hub.next_deadline(self.now)  # as a driver does after every call
        self.browser.exchange()

    def wait(self, seconds: float) -> None:
        self.now += seconds
        self.hub.handle_timer(self.now)
        self.browser.exchange()

    def shown(self, browser: SimulatedBrowser | None = None) -> tuple[object, ...] | None:
        """The message of a page."""
        page = (browser or self.browser).page
        return page.widgets[self.bar.wid].state.get("message")


def test_it_goes_after_its_time_and_not_before() -> None:
    status = Status()
    status.call("set_message", "Saved", 3)
    status.wait(2.9)
    assert status.shown() == ("Saved",)
    status.wait(0.1)
    assert status.shown() is None


def test_a_new_page_shows_what_is_left_of_its_time() -> None:
    status = Status()
    status.call("set_message", "Saved", 3)
    status.wait(2)
    late = connect(status.hub, status.session, now=status.now)
    assert status.shown(late) == ("Saved",)
    status.wait(1)
    late.exchange()
    assert status.shown() is status.shown(late) is None
    later = connect(status.hub, status.session, now=status.now)
    assert status.shown(later) is None


@pytest.mark.parametrize("duration", [(), (None,), (0,)])
def test_the_next_one_has_a_time_of_its_own(duration: tuple[float | None, ...]) -> None:
    status = Status()
    status.call("set_message", "Saved", 3)
    status.call("set_message", "Ready", *duration)
    status.wait(100)
    assert status.shown() == ("Ready",)
    status.call("set_message", "Saved", 3)
    status.call("clear")
    assert status.shown() is None
    status.call("set_message", "Ready")
    status.wait(100)
    assert status.shown() == ("Ready",)


def test_a_browser_that_comes_back_late_is_told_that_it_has_gone() -> None:
    status = Status()
    status.call("set_message", "Saved", 3)
    status.browser.drop()
    status.wait(3)
    status.browser.come_back()
    status.browser.exchange()
    assert status.shown() is None


@pytest.mark.parametrize(("duration", "error"), [("soon", TypeError), (-1, ValueError)])
def test_a_time_that_is_none_is_refused(duration: object, error: type[Exception]) -> None:
    status = Status()
    status.call("set_message", "Ready")
    with pytest.raises(error, match="set_message"):
        status.call("set_message", "Saved", duration)
    assert status.shown() == ("Ready",)


def test_nothing_is_due_of_a_bar_that_is_gone() -> None:
    status = Status()
    status.call("set_message", "Saved", 3)
    status.call("destroy")
    status.wait(3)
    assert status.bar.wid not in status.browser.page.widgets
