"""How much work the core does for what programs and users do most: calls of our own functions.

They are the same on any machine and at any load, so a change that doubles the work fails here on
the day it is made. A bound is a little above what was counted when it was set (beside it, the
count); where a change is worth more work, raise it and say why in the change.
"""

import itertools
from collections.abc import Callable

import pytest

from core.counting import calls_of
from core.visits import shown, take_all
from core.wire import TEXT, frame
from pgwidgets_proto import Hub, WidgetEvent
from pgwidgets_proto.widgets import Node

ROUNDS = 20


class Page:
    """A session that one browser shows, as bytes on a connection."""

    def __init__(self) -> None:
        self.numbers = itertools.count()
        tokens = itertools.count()
        self.hub = Hub(mint_token=lambda: f"token-{next(tokens)}", boot="boot")
        self.session = self.hub.create_session()
        self.box = self.session.create("VBox")
        self.label = self.session.create("Label", ("idle",))
        self.button = self.session.create("Button", ("click",))
        self.session.listen(self.button, "activated")
        self.seen = 0

    def show(self) -> None:
        """Have a browser show the session, and apply all of it."""
        self.connection = shown(self.hub, self.session)

    def send(self) -> None:
        """Take what is to be sent, and have the browser acknowledge it."""
        take_all(self.connection, self.session)

    def add_label(self) -> None:
        """What a program does most: make a widget, set something of it, put it somewhere."""
        label = self.session.create("Label", (f"text {next(self.numbers)}",))
        self.session.call(label, "set_color", ("red", "black"))
        self.session.call(self.box, "add_widget", (label, 0))

    def set_text(self) -> None:
        """A value is set again."""
        self.session.call(self.label, "set_text", (f"text {next(self.numbers)}",))

    def click(self) -> None:
        """A click, its event, the call of its handler, the bytes of that, their acknowledgement."""
        (link,) = self.session.links
        report = b'{"type":"callback","wid":%d,"action":"activated","args":[],"seen":%d}'
        self.press(report % (self.button.wid, link.outbox.sent))
        self.send()

    def click_again(self) -> None:
        """As a click that comes soon after the one before: its report acknowledges the text."""
        (link,) = self.session.links
        report = (
            b'{"type":"callback","wid":%d,"action":"activated","args":[],"seen":%d,"applied":true}'
        )
        self.press(report % (self.button.wid, link.outbox.sent))
        while self.connection.data_to_send(0.0):
            pass

    def press(self, told: bytes) -> None:
        """A click comes; its handler sets a text."""
        assert self.connection.receive_data(frame(TEXT, told), 0.0)
        assert isinstance(self.session.next_event(8), WidgetEvent)
        self.set_text()


@pytest.fixture
def page() -> Page:
    return Page()


def calls_each(function: Callable[[], None]) -> float:
    """The calls for one of many, the first of which make what is made but once."""
    function()
    return calls_of(lambda: [function() for _ in range(ROUNDS)]) / ROUNDS


def test_a_label_that_nobody_sees(page: Page) -> None:
    assert calls_each(page.add_label) <= 47  # 45


def test_a_label_that_one_browser_is_told(page: Page) -> None:
    page.show()
    assert calls_each(page.add_label) <= 62  # 59


def test_a_label_is_as_cheap_where_the_application_has_nodes_of_its_own(page: Page) -> None:
    class Own(Node):
        __slots__ = ()

    plain = calls_each(page.add_label)
    page.session.lifetimes.node_class = Own
    assert calls_each(page.add_label) == plain


def test_a_text_that_nobody_sees(page: Page) -> None:
    assert calls_each(page.set_text) <= 14  # 13


def test_a_text_that_one_browser_is_told(page: Page) -> None:
    page.show()
    assert calls_each(page.set_text) <= 18  # 17


def test_a_click_and_its_text(page: Page) -> None:
    page.show()
    assert calls_each(page.click) <= 94  # 90


def test_a_click_that_acknowledges_the_text_before(page: Page) -> None:
    page.show()
    assert calls_each(page.click_again) <= 85  # 81


def test_more_work_is_seen(page: Page) -> None:
    def twice() -> None:
        page.set_text()
        page.set_text()

    assert calls_each(twice) == 2 * calls_each(page.set_text)
