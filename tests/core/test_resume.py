"""A browser loses its connection and comes back: nothing is lost, nothing comes twice.

The cases are those that bit other systems of this field; each is told in one test, without
sockets, in virtual time.
"""

import itertools
import json
import random

import pytest

from core.helpers import connect, events, make_hub, session_of, settle
from pgwidgets.testing import SimulatedBrowser
from pgwidgets_proto.errors import CloseCode, SessionGoneError
from pgwidgets_proto.limits import Limits
from pgwidgets_proto.sessions.events import BrowserJoined, BrowserLeft, SessionOpened, WidgetEvent
from pgwidgets_proto.sessions.hub.hub import Hub
from pgwidgets_proto.sessions.session import Session
from pgwidgets_proto.views.batching import Batch
from pgwidgets_proto.views.channel import Browser
from pgwidgets_proto.views.link_state import LinkState
from pgwidgets_proto.views.receipts import GOT_DELAY
from pgwidgets_proto.widgets.widget import Node


def numbers_shown(browser: SimulatedBrowser, label: Node) -> str:
    return str(browser.page.widgets[label.wid].get("text"))


def make(hub: Hub) -> tuple[Session, SimulatedBrowser, Node, Node]:
    """A session with a label and a button, and one browser that shows it."""
    browser = connect(hub)
    session = session_of(browser)
    label = session.create("Label", ("start",))
    button = session.create("Button", ("b",))
    session.listen(button, "activated")
    browser.exchange()
    events(session)
    return session, browser, label, button


def rebuilds(browser: SimulatedBrowser) -> int:
    return sum(message["type"] == "reconstruct-start" for message in browser.messages)


def clicks(found: list[object]) -> int:
    return sum(isinstance(event, WidgetEvent) for event in found)


def test_the_page_goes_on_where_it_was() -> None:
    hub = make_hub()
    session, browser, label, button = make(hub)
    page = browser.page.widgets[label.wid]
    browser.drop()
    assert not session.is_connected
    session.call(label, "set_text", ("while away",))
    browser.click(button.wid)
    browser.come_back()
    found = settle(session, [browser])
    assert browser.page.widgets[label.wid] is page  # no widget was made anew
    assert page.get("text") == "while away"
    assert clicks(found) == 1
    assert rebuilds(browser) == 1
    assert session.is_connected


def test_leaving_and_coming_back_are_told() -> None:
    session, browser, _, _ = make(make_hub())
    browser.drop()
    (left,) = events(session)
    assert isinstance(left, BrowserLeft)
    browser.come_back()
    joined = [event for event in settle(session, [browser]) if isinstance(event, BrowserJoined)]
    assert [event.is_resumed for event in joined] == [True]


def test_a_closed_tab_is_not_waited_for() -> None:
    session, browser, _, _ = make(make_hub())
    browser.leave()
    assert browser.link.state is LinkState.GONE
    assert not session.views


@pytest.mark.parametrize("delivered", [0, 1, 2, 3])
@pytest.mark.parametrize("heard", [0, 1, 2, 3])
def test_what_was_on_its_way_arrives_once(delivered: int, heard: int) -> None:
    """Cut at every point: some frames have arrived or not, some answers have or not."""
    session, browser, label, button = make(make_hub())
    for number in range(3):
        session.call(label, "set_text", (f"{number}",))
        browser.collect()
        browser.click(button.wid)
    for _ in range(delivered):
        browser.deliver_down()
    for _ in range(heard):
        browser.deliver_up()
    browser.drop()
    before = clicks(events(session))
    browser.come_back()
    found = settle(session, [browser])
    texts = [m["args"] for m in browser.messages if m.get("method") == "set_text"]
    assert texts == [["0"], ["1"], ["2"]]
    assert before + clicks(found) == 3


def test_a_question_is_answered_after_the_resume() -> None:
    """The network drops while a question is outstanding."""
    session, browser, _, _ = make(make_hub())
    video = session.create("VideoWidget")
    question = session.call(video, "get_duration")
    browser.collect()
    browser.drop()
    assert not question.is_settled
    browser.come_back()
    settle(session, [browser])
    assert question.is_settled


def test_what_a_page_has_applied_is_known_when_it_comes_on_another_line() -> None:
    session, browser, label, _ = make(make_hub())
    session.call(label, "set_text", ("new",))
    flush = session.flush()
    browser.collect()
    browser.deliver_down()
    browser.come_back()  # what it would have acknowledged that by is lost with the old one
    while browser.collect() or browser.deliver_down():
        pass
    assert not flush.is_settled
    browser.deliver_up()  # its hello, which says so
    assert flush.is_settled


def test_a_question_fails_when_nobody_comes_back() -> None:
    hub = make_hub(Limits(question_time=5.0))
    session, browser, _, _ = make(hub)
    video = session.create("VideoWidget")
    question = session.call(video, "get_duration")
    hub.next_deadline(0.0)
    browser.drop()
    hub.next_deadline(0.0)
    hub.handle_timer(6.0)
    with pytest.raises(TimeoutError, match="get_duration"):
        question.result()


def test_a_question_fails_when_the_session_ends() -> None:
    hub = make_hub()
    session, browser, _, _ = make(hub)
    question = session.call(session.create("VideoWidget"), "get_duration")
    browser.drop()
    hub.destroy_session(session)
    with pytest.raises(SessionGoneError):
        question.result()


def test_the_new_socket_comes_before_the_old_one_is_known_to_be_dead() -> None:
    """The old one's late close does not hurt the new one."""
    session, browser, label, _ = make(make_hub())
    old = browser.channel
    browser.come_back()
    browser.exchange()
    assert old.close == (CloseCode.NORMAL, "resumed on another connection")
    old.peer_closes(1001)
    old.receive(None, 1.0)
    session.call(label, "set_text", ("still here",))
    settle(session, [browser])
    assert numbers_shown(browser, label) == "still here"
    assert session.links == [browser.link]
    assert rebuilds(browser) == 1


@pytest.mark.parametrize("seen", [-1, 0, 10_000])
def test_an_impossible_position_leads_to_a_rebuild(seen: int) -> None:
    """A stale position, or one from the future."""
    session, browser, label, _ = make(make_hub())
    for number in range(5):
        session.call(label, "set_text", (f"{number}",))
        browser.exchange()
    browser.drop()
    browser.seen = seen
    browser.come_back()
    settle(session, [browser])
    assert rebuilds(browser) == 2
    assert numbers_shown(browser, label) == "4"
    assert browser.closed is None
    assert len(session.views) == 1


@pytest.mark.parametrize(("more", "times"), [(-1, 2), (0, 1), (1, 2)])
def test_a_position_that_is_off_by_one_leads_to_a_rebuild(more: int, times: int) -> None:
    """One behind what was acknowledged, or one after what was sent."""
    session, browser, label, _ = make(make_hub())
    session.call(label, "set_text", ("now",))
    browser.exchange()
    browser.drop()
    browser.seen += more
    browser.come_back()
    settle(session, [browser])
    assert rebuilds(browser) == times
    assert numbers_shown(browser, label) == "now"


@pytest.mark.parametrize("is_begun", [False, True])
def test_a_page_of_before_a_rebuild_does_not_go_on(is_begun: bool) -> None:
    """What it had yet to get was thrown away: places and numbers tell nothing of it."""
    session, browser, label, _ = make(make_hub())
    entry = session.create("TextEntry", ("start",))
    browser.exchange()
    session.call(label, "set_text", ("on its way",))
    browser.collect()
    session.rebuild()
    if is_begun:
        browser.collect()
    browser.drop()  # nothing of either has arrived
    before = browser.link
    browser.come_back()
    settle(session, [browser])
    assert browser.link is not before
    assert numbers_shown(browser, label) == "on its way"
    session.call(entry, "set_text", ("program",))
    browser.exchange()
    browser.type_text(entry.wid, "user")
    settle(session, [browser])
    assert session.call(entry, "get_text") == "user"


def test_an_acknowledged_message_is_not_needed_again() -> None:
    session, browser, label, _ = make(make_hub())
    session.call(label, "set_text", ("known",))
    browser.exchange()
    count = len(browser.messages)
    browser.drop()
    browser.come_back()
    browser.exchange()
    new = [m["type"] for m in browser.messages[count:]]
    assert new == ["init", "resumed"]


def test_a_call_of_a_block_that_fails_is_counted_by_both() -> None:
    hub = make_hub()
    session, browser, label, button = make(hub)
    browser.fail_next("set_text", "no")
    session.telling.batch = batch = Batch()
    session.call(label, "set_text", ("a",))
    session.call(button, "set_text", ("b",))
    session.telling.batch = None
    batch.release()
    browser.click(button.wid)
    settle(session, [browser])
    assert len(browser.kept) == browser.link.asides.receipts.handled == 2
    hub.next_deadline(browser.now)
    hub.handle_timer(browser.now + GOT_DELAY)
    browser.exchange()
    assert not browser.kept


def test_a_page_need_not_keep_much_of_what_is_long() -> None:
    """It keeps 256 KiB; whoever says so much within two seconds is to be able to come back, too."""
    session, browser, _, _ = make(make_hub())
    entry = session.create("TextEntry", ("",))
    session.listen(entry, "activated")
    settle(session, [browser])
    said = {"type": "callback", "wid": entry.wid, "action": "activated"}
    for _ in range(3):
        browser.post({**said, "args": ["x" * 50_000], "seen": browser.seen})
        browser.exchange()
    assert not browser.kept


@pytest.mark.parametrize("is_of_one", [False, True])
def test_what_was_handled_does_not_count_as_lost_when_the_server_closes(is_of_one: bool) -> None:
    hub = make_hub()
    session, browser, _, button = make(hub)
    browser.click(button.wid)
    settle(session, [browser])
    assert browser.kept
    if is_of_one:
        hub.destroy_session(session, is_elsewhere=True)
    else:
        hub.close()
    browser.exchange()
    assert browser.closed is not None
    assert not browser.kept


def test_a_proxy_cuts_every_minute_for_an_hour() -> None:
    """No rebuild, nothing lost, no growth."""
    hub = make_hub()
    session, browser, label, button = make(hub)
    found = 0
    for minute in range(60):
        browser.now = minute * 60.0
        browser.drop()
        session.call(label, "set_text", (str(minute),))
        browser.click(button.wid)
        browser.come_back()
        found += clicks(settle(session, [browser]))
        hub.next_deadline(browser.now)
        hub.handle_timer(browser.now + GOT_DELAY)
    browser.exchange()
    assert found == 60
    assert rebuilds(browser) == 1
    assert numbers_shown(browser, label) == "59"
    assert not browser.kept
    assert browser.link.outbox.held_bytes == 0
    assert len(session.views) == 1


def test_a_reload_is_rebuilt_and_is_no_new_session() -> None:
    """It is built once more, from what Python knows."""
    session, browser, label, _ = make(make_hub())
    session.call(label, "set_text", ("now",))
    browser.leave()
    browser.come_back(is_new_page=True)
    found = settle(session, [browser])
    assert numbers_shown(browser, label) == "now"
    assert not any(isinstance(event, SessionOpened) for event in found)


def test_a_duplicated_tab_is_a_browser_of_its_own() -> None:
    """Neither steals the other's stream."""
    session, browser, label, _ = make(make_hub())
    double = connect(browser.hub, session)
    session.call(label, "set_text", ("both",))
    settle(session, [browser, double])
    assert numbers_shown(browser, label) == numbers_shown(double, label) == "both"
    assert len(session.links) == 2


def test_after_eight_hours_the_page_is_rebuilt() -> None:
    """A laptop sleeps longer than the resume window."""
    hub = make_hub(resume_window=60.0)
    session, browser, label, _ = make(hub)
    browser.drop()
    hub.next_deadline(0.0)
    hub.handle_timer(60.0)
    assert not session.views
    session.call(label, "set_text", ("meanwhile",))
    browser.now = 8 * 3600.0
    browser.come_back()
    settle(session, [browser])
    assert rebuilds(browser) == 2
    assert numbers_shown(browser, label) == "meanwhile"


def test_a_server_that_was_started_again_knows_no_earlier_credentials() -> None:
    """Without a secret key: a fresh session, and no refusal."""
    _, browser, _, _ = make(make_hub())
    browser.drop()
    browser.hub = Hub(mint_token=lambda: "other", boot="later")
    browser.come_back()
    browser.exchange()
    (opened, *_) = events(session_of(browser))
    assert isinstance(opened, SessionOpened)
    assert browser.closed is None


def test_a_secret_key_keeps_ids_and_tokens_good() -> None:
    """With a secret key: the same id, and the program builds it anew."""
    key = b"0123456789abcdef"
    _, browser, _, _ = make(make_hub(secret_key=key))
    browser.drop()
    browser.hub = Hub(mint_token=lambda: "other", boot="later", secret_key=key)
    known = (browser.session_id, browser.token)
    browser.come_back()
    browser.exchange()
    session = session_of(browser)
    assert (session.id, session.token) == known == (browser.session_id, browser.token)
    assert session.is_restored
    assert isinstance(events(session)[0], SessionOpened)


def test_a_forged_signature_restores_nothing() -> None:
    key = b"0123456789abcdef"
    hub = make_hub(secret_key=key)
    browser = SimulatedBrowser(hub, session_id="obs", token=f"s.guess.{'0' * 64}")
    browser.exchange()
    assert session_of(browser).id == 1
    assert not session_of(browser).is_restored


@pytest.mark.parametrize("token", ["wrong", "", "boot.wrong"])
def test_a_wrong_token_is_refused_on_resume(token: str) -> None:
    """The session is untouched."""
    session, browser, _, _ = make(make_hub())
    browser.drop()
    right, browser.token = browser.token, token
    browser.come_back()
    browser.exchange()
    assert browser.closed == (CloseCode.WRONG_TOKEN, "wrong session token")
    browser.drop()
    browser.token = right
    browser.come_back()
    settle(session, [browser])
    assert session.is_connected
    assert rebuilds(browser) == 1


def test_who_tries_many_tokens_has_to_wait() -> None:
    hub = make_hub(Limits(wrong_tokens=3))
    session, _browser, _, _ = make(hub)
    codes = []
    for second in range(5):
        other = SimulatedBrowser(hub, session_id=session.id, token="x", now=float(second))
        other.exchange()
        assert other.closed is not None
        codes.append(other.closed[0])
    assert codes == [4001, 4001, 4001, 1008, 1008]
    right = SimulatedBrowser(hub, session_id=session.id, token=session.token, now=100.0)
    right.exchange()
    assert right.link.session is session


def test_a_rotated_token_voids_the_old_one_and_sends_nobody_away() -> None:
    hub = make_hub()
    session, browser, _, _ = make(hub)
    old = session.token
    assert hub.rotate_token(session) == session.token != old
    browser.exchange()
    assert browser.token == session.token
    stranger = SimulatedBrowser(hub, session_id=session.id, token=old)
    stranger.exchange()
    assert stranger.closed is not None
    assert stranger.closed[0] == CloseCode.WRONG_TOKEN
    browser.drop()
    browser.come_back()
    settle(session, [browser])
    assert rebuilds(browser) == 1


@pytest.mark.parametrize("is_known_to_be_away", [True, False])
def test_a_page_that_missed_the_new_token_is_told_when_it_is_back(
    is_known_to_be_away: bool,
) -> None:
    hub = make_hub()
    session, browser, label, _ = make(hub)
    old = session.token
    if is_known_to_be_away:
        browser.drop()
    hub.rotate_token(session)
    hub.rotate_token(session)
    resume = {"link": browser.link.id, "seen": browser.seen}
    for token, link in ((old, "boot-9"), ("t9", resume["link"])):  # each is not enough alone
        stranger = hub.open_channel(Browser("10.0.0.1"), 0.0)
        hello = {"session_id": session.id, "token": token, "resume": {**resume, "link": link}}
        stranger.receive(json.dumps({"type": "result", "id": 0, "ext": 1, **hello}), 0.0)
        assert stranger.close is not None
        assert stranger.close.code == CloseCode.WRONG_TOKEN
    browser.come_back()
    settle(session, [browser])
    assert rebuilds(browser) == 1
    assert browser.token == session.token
    session.call(label, "set_text", ("it has applied something since",))
    browser.exchange()
    browser.drop()
    browser.token, new = old, browser.token
    browser.come_back()
    browser.exchange()
    assert browser.closed == (CloseCode.WRONG_TOKEN, "wrong session token")
    assert new == session.token


def test_what_was_applied_before_the_new_token_was_said_tells_nothing_of_it() -> None:
    """An acknowledgement crosses the news, which is lost then."""
    hub = make_hub()
    session, browser, label, _ = make(hub)
    session.call(label, "set_text", ("on its way",))
    browser.collect()
    hub.rotate_token(session)
    browser.deliver_down()
    browser.deliver_up()
    assert browser.link.outbox.applied_place == browser.link.outbox.last
    browser.drop()
    assert browser.token != session.token
    browser.come_back()
    settle(session, [browser])
    assert browser.closed is None
    assert browser.token == session.token
    assert rebuilds(browser) == 1


@pytest.mark.parametrize(("missed", "is_let_in"), [(8, True), (9, False)])
def test_of_the_tokens_that_a_page_missed_the_latest_few_are_remembered(
    missed: int, is_let_in: bool
) -> None:
    hub = make_hub()
    session, browser, _, _ = make(hub)
    browser.drop()
    for _ in range(missed):
        hub.rotate_token(session)
    assert len(browser.link.asides.void_tokens) == 8
    browser.come_back()
    settle(session, [browser])
    assert (browser.closed is None) == is_let_in
    if not is_let_in:
        assert browser.closed == (CloseCode.WRONG_TOKEN, "wrong session token")


def test_one_of_two_browsers_drops() -> None:
    """The other sees no pause and no echo."""
    session, browser, label, _ = make(make_hub())
    other = connect(browser.hub, session)
    count = len(other.messages)
    browser.drop()
    session.call(label, "set_text", ("on",))
    other.exchange()
    browser.come_back()
    settle(session, [browser, other])
    assert [m["type"] for m in other.messages[count:]] == ["call"]
    assert numbers_shown(browser, label) == numbers_shown(other, label) == "on"


def test_a_page_that_stays_away_costs_bounded_memory() -> None:
    """What overflows is a rebuild, and the newest state."""
    limits = Limits(link_bytes=100_000)
    session, browser, _label, _ = make(make_hub(limits))
    browser.drop()
    link = browser.link
    labels = [session.create("Label", ("x" * 1000,)) for _ in range(200)]
    assert link.state is LinkState.GONE
    assert link.outbox.held_bytes == 0
    browser.come_back()
    settle(session, [browser])
    assert rebuilds(browser) == 2
    assert set(browser.page.widgets) >= {node.wid for node in labels}


def test_a_browser_that_stops_reading_is_set_aside_and_shows_the_newest() -> None:
    """Bounded, and other browsers do not notice."""
    limits = Limits(link_bytes=100_000)
    session, slow, label, _ = make(make_hub(limits))
    other = connect(slow.hub, session)
    image = session.create("Image")
    for number in range(500):
        session.call(image, "set_image", (f"data:{number}," + "x" * 5000,))
        session.call(label, "set_text", (str(number),))
        session.create("Label", ("y" * 500,))
        other.exchange()
        assert slow.link.outbox.held_bytes <= 100_000 + 6000
    assert slow.link.is_set_aside
    settle(session, [slow, other])
    assert numbers_shown(slow, label) == numbers_shown(other, label) == "499"
    assert len(slow.page.widgets) == len(other.page.widgets)


def test_one_that_was_set_aside_comes_back_before_its_loss_is_known() -> None:
    """What it lacks was thrown away, so it is built anew, though it has applied all it was sent."""
    session, browser, label, _ = make(make_hub(Limits(link_bytes=100_000)))
    for number in range(200):
        session.call(label, "set_text", (str(number),))
        session.create("Label", ("y" * 500,))
    before = browser.link
    assert before.is_set_aside
    assert browser.seen == before.outbox.sent
    browser.come_back()
    settle(session, [browser])
    assert before.state is LinkState.GONE
    assert rebuilds(browser) == 2
    assert numbers_shown(browser, label) == "199"


def test_two_thousand_connects_leave_nothing_behind() -> None:
    """Half of them as new pages, half as pages that resume."""
    hub = make_hub()
    session, browser, _, _ = make(hub)
    for number in range(2_000):
        browser.now = float(number)
        browser.drop()
        browser.come_back(is_new_page=bool(number % 2))
        browser.collect()
        browser.deliver_down()
        browser.deliver_up()
        events(session)
        hub.ready()
        hub.next_deadline(browser.now)
        hub.handle_timer(browser.now)
    assert len(session.views) <= 62  # those of the last minute, at one a second
    browser.now += 100
    hub.handle_timer(browser.now)
    assert len(session.views) <= 1
    assert len(hub._channels) <= 1


@pytest.mark.parametrize("heard", [0, 1])
def test_attempts_that_fail_cost_nothing(heard: int) -> None:
    """The first retries break before, or in the middle of, the hello."""
    session, browser, label, button = make(make_hub())
    browser.drop()
    browser.click(button.wid)
    for number in range(5):
        session.call(label, "set_text", (str(number),))
        browser.come_back()
        browser.collect()
        for _ in range(heard):
            browser.deliver_down()  # `init`; its answer never arrives
        browser.drop()
    browser.come_back()
    found = settle(session, [browser])
    assert clicks(found) == 1
    assert numbers_shown(browser, label) == "4"
    assert rebuilds(browser) == 1
    assert len(session.views) == 1


def test_a_resume_that_is_lost_again_is_made_again() -> None:
    """The hello arrived, and the answer to it did not; nor did what followed."""
    session, browser, label, button = make(make_hub())
    for number in range(5):
        browser.drop()
        session.call(label, "set_text", (str(number),))
        browser.click(button.wid)
        browser.come_back()
        browser.collect()
        browser.deliver_down()
        browser.deliver_up()  # the server goes on
        browser.collect()
        browser.drop()  # and the page hears nothing of it
    browser.come_back()
    found = settle(session, [browser])
    assert clicks(found) == 5
    assert numbers_shown(browser, label) == "4"
    assert rebuilds(browser) == 1


def test_what_is_typed_and_clicked_while_away_is_handled_in_order() -> None:
    session, browser, _, button = make(make_hub())
    entry = session.create("TextEntry")
    session.listen(entry, "modified")
    browser.exchange()
    widget = browser.page.widgets[entry.wid]
    browser.drop()
    browser.click(button.wid)
    for text in ("h", "ha", "hal"):
        browser.type_text(entry.wid, text)
    browser.click(button.wid)
    assert events(session)[-1:] != []  # it is known to have left, and nothing else
    browser.come_back()
    found = [event for event in settle(session, [browser]) if isinstance(event, WidgetEvent)]
    assert [(event.action, event.args) for event in found] == [
        ("activated", ()),
        ("modified", ("h",)),
        ("modified", ("ha",)),
        ("modified", ("hal",)),
        ("activated", ()),
    ]
    assert session.call(entry, "get_text") == "hal"
    assert browser.page.widgets[entry.wid] is widget  # with its caret, and what else it has
    assert widget.get("text") == "hal"


def test_pages_that_are_away_are_bounded_in_number() -> None:
    hub = make_hub(Limits(links_per_session=3))
    session, browser, _, _ = make(hub)
    away = []
    for _ in range(10):
        other = connect(hub, session)
        other.drop()
        away.append(other)
    assert [link for link in session.views if link is not browser.link] == [
        other.link for other in away[-3:]
    ]
    assert [other.link.outbox.held_bytes for other in away[:7]] == [0] * 7
    for other in (away[0], away[-1]):
        other.come_back()
        settle(session, [browser, other])
    assert (rebuilds(away[0]), rebuilds(away[-1])) == (2, 1)


def test_the_owner_of_an_earlier_run_is_given_its_session_after_having_waited() -> None:
    """The server restarts, and another visitor is first to take the only place."""
    key = b"0123456789abcdef"
    tabs = [connect(make_hub(secret_key=key))]
    tabs.append(connect(tabs[0].hub, session_of(tabs[0])))
    later = Hub(mint_token=lambda: "new", boot="later", secret_key=key, max_sessions=1)
    stranger = SimulatedBrowser(later, session_id=7, token="")
    stranger.exchange()
    held = SimulatedBrowser(later)  # waits before them, and goes on waiting
    held.exchange()
    for tab in tabs:
        tab.drop()
        tab.hub = later
        tab.come_back()
        tab.exchange()
        assert tab.is_waiting
    held.leave()
    later.destroy_session(session_of(stranger))
    for tab in tabs:
        tab.exchange()
        assert not tab.is_waiting
    assert session_of(tabs[0]) is session_of(tabs[1])
    assert session_of(tabs[0]).is_restored


def test_an_earlier_runs_session_whose_id_is_taken_is_unknown_not_wrong() -> None:
    """Sessions are counted from 1 again: a stranger may have been first to get the number."""
    key = b"0123456789abcdef"
    browser = connect(make_hub(secret_key=key))
    browser.drop()
    later = Hub(mint_token=lambda: "new", boot="later", secret_key=key)
    stranger = connect(later)
    browser.hub = later
    browser.come_back()
    browser.exchange()
    assert browser.closed is None
    assert session_of(stranger).id == 1
    assert session_of(browser).id == 2


def test_a_late_report_is_older_than_what_its_page_has_applied_since() -> None:
    """The user slid, the program set a value, and only then the connection was lost."""
    session, browser, _, _ = make(make_hub())
    slider = session.create("Slider")
    button = session.nodes[2]
    browser.exchange()
    browser.click(button.wid)
    browser.deliver_up()  # a report that still waits when the page is back
    browser.slide(slider.wid, 20)
    session.call(slider, "set_value", (90,))
    browser.collect()
    browser.deliver_down()
    browser.drop()
    browser.come_back()
    browser.collect()
    browser.deliver_down()
    browser.deliver_up()  # the hello: it says that all has been applied
    events(session)
    settle(session, [browser])
    assert session.call(slider, "get_value") == 90
    assert browser.page.widgets[slider.wid].get("value") == 90


def test_chaos_loses_nothing() -> None:
    """A thousand cuts anywhere: 10,000 clicks and numbered updates, once and in order."""
    chance = random.Random(1)
    hub = make_hub()
    session, browser, _label, button = make(hub)
    log = session.create("TextArea")
    browser.exchange()
    numbers = itertools.count()
    clicked = 0
    handled = 0
    for _ in range(1000):
        for _ in range(chance.randrange(20)):
            match chance.randrange(5):
                case 0:
                    session.call(log, "append_text", (f"{next(numbers)} ",))
                case 1:
                    browser.click(button.wid)
                    clicked += 1
                case 2:
                    browser.collect(chance.choice([1, 100, 100_000]))
                case 3:
                    browser.deliver_down()
                case 4:
                    browser.deliver_up()
        handled += clicks(events(session))
        browser.drop()
        browser.come_back()
    handled += clicks(settle(session, [browser]))
    assert handled == clicked
    written = "".join(f"{number} " for number in range(next(numbers)))
    assert browser.page.widgets[log.wid].get("text") == written
    assert rebuilds(browser) == 1
    assert browser.lost == 0


def test_a_page_that_does_not_count_can_not_go_on_as_one_that_does() -> None:
    hub = make_hub()
    browser = connect(hub)
    session = session_of(browser)
    channel = hub.open_channel(Browser("127.0.0.1"), 0.0)
    resume = {"link": browser.link.id, "seen": browser.seen}
    answer = {"type": "result", "id": 0, "session_id": session.id, "token": session.token}
    channel.receive(json.dumps({**answer, "resume": resume}), 0.0)
    assert channel.link is not browser.link
    assert browser.channel.link is browser.link
    assert len(session.links) == 2


def test_a_page_of_a_restored_session_may_have_missed_a_new_token() -> None:
    key = b"0123456789abcdef"
    browser = connect(make_hub(secret_key=key))
    later = Hub(mint_token=iter(f"new{n}" for n in range(9)).__next__, boot="later", secret_key=key)
    browser.drop()
    browser.hub = later
    browser.come_back()
    browser.exchange()
    session, link = session_of(browser), browser.link
    browser.exchange()
    browser.drop()
    later.rotate_token(session)
    browser.come_back()
    settle(session, [browser])
    assert browser.link is link
    assert browser.token == session.token
