"""What is kept in memory for a session with its browser, and for a label that the browser shows.

They are the same on any machine and at any load, so a change that doubles them fails here on the
day it is made. A bound is a little above what was counted when it was set (beside it, the count);
where a change is worth more, raise it and say why in the change.
"""

import gc
import itertools
import tracemalloc
from collections.abc import Callable

from core.visits import shown, take_all
from core.wire import TEXT, frame
from pgwidgets_proto import Channel, Connection, Hub, Session

MANY, ROUNDS = 60, 4


class Visits:
    """A server, and the browsers that have come to it, each as bytes on a connection."""

    def __init__(self) -> None:
        tokens = itertools.count()
        self.hub = Hub(mint_token=lambda: f"token-{next(tokens)}", boot="boot")
        self.connections: list[Connection[Channel]] = []
        self.sessions: list[Session] = []

    def visit(self) -> None:
        """A browser comes, shows a session of its own, and applies all that it is sent."""
        session = self.hub.create_session()
        self.connections.append(shown(self.hub, session))
        self.sessions.append(session)
        self.settle()

    def settle(self) -> None:
        """The newest browser takes and applies all that waits for it."""
        take_all(self.connections[-1], self.sessions[-1])
        self.hub.ready()
        self.hub.ready_sessions()


def kept_each(action: Callable[[], None], after: Callable[[], None] = lambda: None) -> float:
    """Bytes that are kept of each of many, the least of some rounds.

    The first round makes what is made but once; a table that grows in one of the others, or what
    tests before this one have left behind, is of no round's own.
    """
    return min([_round(action, after) for _ in range(ROUNDS)][1:])


def _round(action: Callable[[], None], after: Callable[[], None]) -> float:
    gc.collect()
    tracemalloc.start()
    try:
        for _ in range(MANY):
            action()
        after()
        gc.collect()
        return tracemalloc.get_traced_memory()[0] / MANY
    finally:
        tracemalloc.stop()


def test_a_session_with_its_browser() -> None:
    visits = Visits()
    assert kept_each(visits.visit) <= 15_000  # 13,630


def test_a_label_that_its_browser_shows() -> None:
    visits = Visits()
    visits.visit()
    (session,) = visits.sessions
    box = session.create("VBox")
    numbers = itertools.count()

    def label() -> None:
        made = session.create("Label", (f"text {next(numbers)}",))
        session.call(made, "set_color", (f"#{next(numbers):06x}", "black"))
        session.call(box, "add_widget", (made, 0))

    assert kept_each(label, visits.settle) <= 480  # 418


def test_the_size_and_the_place_that_a_page_reports_of_a_label() -> None:
    visits = Visits()
    visits.visit()
    (session,) = visits.sessions
    labels = [session.create("Label", ("x",)) for _ in range(ROUNDS * MANY)]
    visits.settle()
    wids = iter([label.wid for label in labels])

    def report() -> None:
        wid = next(wids)
        rows = b'"sizes":[[%d,%d.5,20]],"positions":[[%d,0,%d]]' % (wid, 300 + wid, wid, 1000 + wid)
        told = b'{"type":"geometry",%b,"seen":%d}' % (rows, session.links[0].outbox.sent)
        visits.connections[0].receive_data(frame(TEXT, told), 0.0)
        assert session.next_event() is None

    assert kept_each(report) <= 300  # 237
    assert labels[-1].observed == {
        "size": (300.5 + labels[-1].wid, 20),
        "position": (0, 1000 + labels[-1].wid),
    }


def test_nothing_is_kept_of_what_is_over() -> None:
    visits = Visits()
    visits.visit()
    (session,) = visits.sessions
    label = session.create("Label", ("x",))
    button = session.create("Button", ("x",))
    session.listen(button, "activated")
    numbers = itertools.count()

    def click() -> None:
        report = b'{"type":"callback","wid":%d,"action":"activated","args":[]}' % button.wid
        visits.connections[0].receive_data(frame(TEXT, report), 0.0)
        assert session.next_event() is not None
        session.call(label, "set_text", (f"text {next(numbers):05}",))
        visits.settle()

    assert kept_each(click) <= 20  # none
