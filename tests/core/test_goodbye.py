"""A browser that says goodbye is not waited for; one that is lost is; one whose script sleeps, too.

All in virtual time: `Visits.at` tells the hub how late it is.
"""

import pytest

from core.helpers import connect, events, make_hub, session_of
from pgwidgets.testing import SimulatedBrowser
from pgwidgets_proto.errors import CloseCode
from pgwidgets_proto.limits import Limits
from pgwidgets_proto.sessions.events import BrowserJoined, BrowserLeft
from pgwidgets_proto.sessions.hub.hub import Hub
from pgwidgets_proto.sessions.session import Session
from pgwidgets_proto.views.channel_state import ChannelState
from pgwidgets_proto.views.link_state import LinkState

GRACE = Limits().goodbye_grace


class Visits:
    """One session in use, of `max_sessions` 1, and one visitor that waits for its place."""

    def __init__(self, *, stock: bool = False, resume_window: float = 60.0) -> None:
        self.hub = make_hub(max_sessions=1, resume_window=resume_window)
        self.owner = connect(self.hub, stock=stock)
        self.session = session_of(self.owner)
        self.visitor = SimulatedBrowser(self.hub)
        self.visitor.exchange()
        assert self.visitor.is_waiting
        self.hub.next_deadline(0.0)

    def at(self, now: float) -> bool:
        """Let time pass; whether the visitor is in."""
        at(self.hub, now)
        self.visitor.now = self.owner.now = now
        return self.visitor.channel.state is ChannelState.OPEN

    def load_again(self, now: float) -> SimulatedBrowser:
        """The owner's page is loaded anew."""
        page = SimulatedBrowser(
            self.hub, session_id=self.owner.session_id, token=self.owner.token, now=now
        )
        page.exchange()
        return page


def at(hub: Hub, now: float) -> None:
    """Let a driver's timer run until then."""
    while (due := hub.next_deadline(hub.deadlines.now)) is not None and due <= now:
        hub.handle_timer(due)
    hub.next_deadline(now)


def goodbye_by_close(visits: Visits) -> None:
    visits.owner.leave()


def goodbye_by_word(visits: Visits) -> None:
    visits.owner.say_goodbye()


WAYS = pytest.mark.parametrize("leave", [goodbye_by_close, goodbye_by_word])


def test_the_grace_is_within_the_second_in_which_a_visitor_comes_in() -> None:
    assert GRACE < 1.0


@WAYS
def test_after_a_closed_tab_the_next_visitor_is_let_in(leave: object) -> None:
    visits = Visits()
    leave(visits)  # type: ignore[operator]
    assert visits.owner.link.state is LinkState.GONE
    assert not visits.session.is_connected
    assert not visits.at(GRACE - 0.01)
    assert visits.at(GRACE)
    visits.visitor.exchange()
    assert session_of(visits.visitor) is not visits.session
    assert visits.session.id in visits.hub.sessions  # its owner may still come back to it


@WAYS
def test_a_page_that_is_loaded_anew_comes_before_the_visitor(leave: object) -> None:
    visits = Visits()
    leave(visits)  # type: ignore[operator]
    assert not visits.at(GRACE / 2)
    again = visits.load_again(GRACE / 2)
    assert session_of(again) is visits.session
    assert not visits.at(1000.0)


@WAYS
def test_one_that_takes_longer_to_load_does_not_wait_either(leave: object) -> None:
    """The visitor is in by then, so for once there is one session more than there should be."""
    visits = Visits()
    leave(visits)  # type: ignore[operator]
    assert visits.at(GRACE)
    again = visits.load_again(3.0)
    assert session_of(again) is visits.session
    visits.visitor.exchange()
    assert visits.visitor.closed is None
    third = SimulatedBrowser(visits.hub)
    third.exchange()
    again.leave()
    visits.at(10.0)
    third.exchange()
    assert third.is_waiting  # one place, and the visitor has it
    visits.visitor.leave()
    visits.at(11.0)
    assert third.channel.state is ChannelState.OPEN


@pytest.mark.parametrize("stock", [False, True])
def test_one_that_is_lost_is_waited_for(stock: bool) -> None:
    visits = Visits(stock=stock)
    visits.owner.drop()
    assert not visits.session.is_connected
    assert not visits.at(59.9)
    assert visits.at(60.0)


def test_a_goodbye_does_not_take_the_place_of_another_browser_that_was_lost() -> None:
    visits = Visits()
    other = connect(visits.hub, visits.session)
    visits.owner.drop()
    assert not visits.at(50.0)
    other.now = 50.0
    other.say_goodbye()
    assert not visits.at(59.9)
    assert visits.at(60.0)


def test_the_grace_is_no_longer_than_the_window() -> None:
    visits = Visits(resume_window=0.0)
    visits.owner.leave()
    assert visits.at(0.0)


@pytest.mark.parametrize(
    ("code", "wait"),
    [(CloseCode.SESSION_CLOSED, GRACE), (CloseCode.PROTOCOL_ERROR, 60.0)],
)
def test_one_that_we_send_away_is_waited_for_if_it_may_come_back(
    code: CloseCode, wait: float
) -> None:
    visits = Visits()
    visits.owner.link.shut(code, "no reason")
    assert not visits.at(wait - 0.01)
    assert visits.at(wait)


def test_what_stands_behind_a_goodbye_is_not_heard() -> None:
    hub = make_hub()
    browser = connect(hub)
    session = session_of(browser)
    browser.send([{"type": "goodbye"}, {"type": "viewport", "width": 5, "height": 5}])
    browser.exchange()
    assert session.viewport == (0, 0)
    assert browser.closed == (1000, "the page has said goodbye")
    assert [type(event) for event in events(session)][-1] is BrowserLeft


# --- a script that sleeps while its connection lives

INTERVAL, PATIENCE = Limits().keepalive_interval, Limits().answer_time


def asleep(session: Session) -> list[type]:
    """What became of it."""
    return [type(e) for e in events(session) if isinstance(e, BrowserLeft | BrowserJoined)]


@pytest.mark.parametrize("stock", [False, True])
def test_a_page_that_answers_is_asked_once_in_an_interval(stock: bool) -> None:
    hub = make_hub()
    browser = connect(hub, stock=stock)
    for round_ in range(1, 6):
        before = len(browser.frames)
        browser.now = INTERVAL * round_
        at(hub, browser.now)
        browser.exchange()
        assert len(browser.frames) == before + 1
    assert len(session_of(browser).links) == 1
    assert browser.closed is None


def test_a_page_that_speaks_is_not_asked() -> None:
    hub = make_hub()
    browser = connect(hub)
    for second in range(5, 200, 5):
        browser.now = float(second)
        browser.send({"type": "viewport", "width": second, "height": 5})
        browser.exchange()
        at(hub, browser.now)
    assert not [m for m in browser.messages if m["type"] == "ping"]


@pytest.mark.parametrize("stock", [False, True])
def test_a_page_whose_script_sleeps_counts_as_lost(stock: bool) -> None:
    hub = make_hub()
    browser = connect(hub, stock=stock)
    session = session_of(browser)
    events(session)
    flush = session.flush()
    link = browser.link
    at(hub, INTERVAL + PATIENCE - 0.1)
    assert session.is_connected
    assert link.expires_in(hub.deadlines.now) == 0.0
    at(hub, INTERVAL + PATIENCE)
    assert not session.is_connected
    assert (link.expires_in(hub.deadlines.now) > 1.0) is not stock  # which can resume nothing
    assert asleep(session) == [BrowserLeft]
    assert flush.is_settled
    assert browser.channel.close == (CloseCode.GOING_AWAY, "the page does not answer")


def test_it_goes_on_as_it_was_when_it_wakes() -> None:
    hub = make_hub()
    browser = connect(hub)
    session = session_of(browser)
    label = session.create("Label", ("start",))
    browser.exchange()
    page = browser.page.widgets[label.wid]
    at(hub, INTERVAL + PATIENCE)
    session.call(label, "set_text", ("meanwhile",))
    browser.now = INTERVAL + PATIENCE + 30
    browser.exchange()
    browser.drop()
    browser.come_back()
    browser.exchange()
    assert browser.page.widgets[label.wid] is page
    assert page.get("text") == "meanwhile"
    assert session.is_connected


def test_a_page_that_is_busy_or_run_once_a_minute_is_not_lost() -> None:
    hub = make_hub()
    browser = connect(hub)
    session = session_of(browser)
    for minute in range(1, 30):
        browser.now = minute * 60.0
        at(hub, browser.now)
        browser.exchange()
    assert asleep(session) == [BrowserJoined]
    assert browser.closed is None


def test_our_own_delay_is_not_taken_for_its_sleep() -> None:
    hub = make_hub()
    browser = connect(hub)
    session = session_of(browser)
    at(hub, INTERVAL)
    late = INTERVAL + PATIENCE + 50
    hub.handle_timer(late)  # a handler kept the event loop; the answer has not been read yet
    assert session.is_connected
    browser.now = late
    browser.exchange()
    at(hub, late + PATIENCE)
    assert session.is_connected


def test_a_page_that_is_not_read_is_not_taken_to_sleep() -> None:
    hub = make_hub(Limits(events=4))
    browser = connect(hub)
    session = session_of(browser)
    button = session.create("Button", ("b",))
    session.listen(button, "activated")
    browser.exchange()
    for _ in range(2):
        browser.click(button.wid)
    browser.exchange()
    assert session.is_reading_paused
    at(hub, 10 * PATIENCE)
    assert session.is_connected
    events(session)
    browser.exchange()
    assert session.is_connected
    at(hub, 12 * PATIENCE)
    assert not session.is_connected
