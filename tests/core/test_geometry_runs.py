"""Geometry in runs: many widgets of one size, or at equal distances, told in one row."""

from typing import Any

import pytest

from core.helpers import connect, events, make_hub
from pgwidgets_proto.sessions.events import WidgetEvent
from pgwidgets_proto.sessions.hub.hub_events import ChannelRefused


@pytest.fixture
def told() -> Any:
    """A hub, a session with a box and five labels in it, and a browser that shows them."""
    hub = make_hub()
    session = hub.create_session()
    labels = [session.create("Label", (str(number),)) for number in range(5)]
    browser = connect(hub, session)
    events(session)
    return hub, session, labels, browser


def test_each_widget_of_a_run_has_its_own(told: Any) -> None:
    _, session, labels, browser = told
    session.listen(labels[3], "resize")
    browser.exchange()
    first = labels[0].wid
    browser.send(
        {
            "type": "geometry",
            "sizes": [[labels[4].wid, 1, 2]],
            "size_runs": [[first, 100, 20, 4, 1, 0]],
            "position_runs": [[first, 8, 0, 5, 0, 20]],
            "seen": 0,
        }
    )
    browser.exchange()
    found = events(session)
    sizes = [session.call(label, "get_size") for label in labels]
    assert sizes == [(100, 20), (101, 20), (102, 20), (103, 20), (1, 2)]
    places = [session.call(label, "get_position") for label in labels]
    assert places == [(8, 20 * number) for number in range(5)]
    (event,) = [event for event in found if isinstance(event, WidgetEvent)]
    assert (event.node, event.args) == (labels[3], ({"width": 103, "height": 20},))


@pytest.mark.parametrize(
    "runs",
    [
        [[1, 0, 0, 1_000_000_000, 0, 0]],
        [[1, 0, 0, 0, 0, 0]],
        [[0, 0, 0, 2, 0, 0]],
        [[1, 0, 0, 3, 0, 0], [3, 0, 0, 2, 0, 0]],
        [[3, 0, 0, 2, 0, 0], [1, 0, 0, 2, 0, 0]],
        [[1_000_000, 0, 0, 2**40, 0, 0]],
        [[1, 0, 0, -5, 0, 0]],
    ],
    ids=["never were", "empty", "from 0", "overlap", "no order", "of the browser", "negative"],
)
def test_runs_that_tell_of_what_never_was_end_the_connection(told: Any, runs: Any) -> None:
    hub, session, labels, browser = told
    browser.send({"type": "geometry", "size_runs": runs, "seen": 0})
    browser.exchange()
    refused = hub.next_event()
    assert isinstance(refused, ChannelRefused)
    assert refused.code == 1002
    assert events(session)[-1].__class__.__name__ != "WidgetEvent"
    assert {session.call(label, "get_size") for label in labels} == {(0, 0)}
