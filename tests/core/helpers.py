"""What the tests of the core share: a hub with counted tokens, and browsers in memory."""

import itertools
from collections.abc import Iterable
from typing import Any

from pgwidgets.testing import SimulatedBrowser
from pgwidgets_proto.limits import Limits
from pgwidgets_proto.sessions.events import SessionEvent
from pgwidgets_proto.sessions.hub.hub import Hub
from pgwidgets_proto.sessions.session import Session
from pgwidgets_proto.widgets.widget import Node


def make_hub(limits: Limits | None = None, **options: Any) -> Hub:
    """A hub whose tokens are t1, t2 …"""
    numbers = itertools.count(1)
    return Hub(mint_token=lambda: f"t{next(numbers)}", boot="boot", limits=limits, **options)


def connect(
    hub: Hub, session: Session | None = None, *, stock: bool = False, now: float = 0.0
) -> SimulatedBrowser:
    """A browser that has said hello, and been built."""
    browser = SimulatedBrowser(
        hub,
        stock=stock,
        session_id=None if session is None else session.id,
        token=None if session is None else session.token,
        now=now,
    )
    browser.exchange()
    return browser


def go_on(hub: Hub, now: float = 0.0) -> int:
    """Have all be done that is due, as long as there is such; gives how many turns that took."""
    turns = 0
    while (due := hub.next_deadline(now)) is not None and due <= now:
        hub.handle_timer(now)
        turns += 1
    return turns


def session_of(browser: SimulatedBrowser) -> Session:
    """The session that a browser shows."""
    session = browser.link.session
    assert session is not None
    return session


def events(session: Session) -> list[SessionEvent]:
    """All events that wait."""
    return list(iter(session.next_event, None))


def let_through(browser: SimulatedBrowser, session: Session) -> None:
    """Let what is ready on the way to a browser, and one message from it, arrive and be handled."""
    browser.collect()
    browser.deliver_down()
    browser.deliver_up()
    events(session)


def settle(session: Session, browsers: Iterable[SimulatedBrowser]) -> list[SessionEvent]:
    """Let everything arrive and be handled, until nothing is under way."""
    found: list[SessionEvent] = []
    browsers = list(browsers)
    is_busy = True
    while is_busy:
        is_busy = sum(browser.exchange() for browser in browsers) > 0  # all of them, not the first
        new = events(session)
        found += new
        is_busy = is_busy or bool(new)
    return found


def text_box(session: Session, text: str = "") -> Node:
    """An entry that both sides may change."""
    return session.create("TextEntry", (text,))


def shown(browser: SimulatedBrowser) -> dict[int, dict[str, Any]]:
    """What a page shows, in a form that can be compared."""
    return {
        wid: {
            "cls": widget.cls,
            "text": widget.get("text"),
            "state": widget.get("state"),
            "value": widget.get("value"),
            "visible": widget.get("visible"),
            "color": widget.state.get("color"),
            "selected": widget.selected,
            "children": widget.children,
        }
        for wid, widget in browser.page.widgets.items()
    }


class Whole:
    """A whole number as numpy's are, as far as it matters."""

    def __init__(self, value: int) -> None:
        self.value = value

    def __index__(self) -> int:
        return self.value

    def __float__(self) -> float:
        return float(self.value)

    def tolist(self) -> int:
        return self.value
