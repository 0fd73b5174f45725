"""Links that are passed on: who comes by one, what it allows, and how it ends."""

import itertools
import json
from typing import Any

import pytest

from core.helpers import connect, events, make_hub, session_of, settle
from pgwidgets.testing import SimulatedBrowser
from pgwidgets_proto.errors import CloseCode, SessionGoneError
from pgwidgets_proto.limits import Limits
from pgwidgets_proto.sessions.events import WidgetEvent
from pgwidgets_proto.sessions.hub.hub import Hub
from pgwidgets_proto.sessions.people.roles import Role
from pgwidgets_proto.sessions.people.shares import Share, ShareEnd, Terms
from pgwidgets_proto.sessions.session import Session
from pgwidgets_proto.views.channel import Browser
from pgwidgets_proto.widgets.widget import Node

OBSERVER = Terms(Role.OBSERVER)
KEY = b"0123456789abcdef"


def come(hub: Hub, session: Session, token: str, **options: Any) -> SimulatedBrowser:
    """A browser that presents a token."""
    browser = SimulatedBrowser(hub, session_id=session.id, token=token, **options)
    browser.exchange()
    return browser


def shared(
    terms: Terms = OBSERVER, lifetime: float | None = None, **options: Any
) -> tuple[Hub, Session, SimulatedBrowser, Share]:
    """A session with its operator's browser, and a share of it."""
    hub = make_hub(**options)
    operator = connect(hub)
    session = session_of(operator)
    events(session)
    return hub, session, operator, session.shares.make(terms, lifetime)


def later_hub() -> Hub:
    """The hub of a later run of the server."""
    numbers = itertools.count(1)
    return Hub(mint_token=lambda: f"later{next(numbers)}", boot="later", secret_key=KEY)


def pressed(session: Session) -> list[tuple[str, int]]:
    """What handlers are told of, by whom."""
    return [
        (event.action, 0 if event.link is None else id(event.link))
        for event in events(session)
        if isinstance(event, WidgetEvent)
    ]


def button(session: Session) -> Node:
    node = session.create("Button", ("Go",))
    session.listen(node, "activated")
    return node


def all_bytes(browser: SimulatedBrowser) -> str:
    return b"".join(frame.payload for frame in browser.frames).decode("utf-8", "replace")


def code_of(browser: SimulatedBrowser) -> int | None:
    """With what a browser was closed, if it was."""
    return None if browser.closed is None else browser.closed[0]


# --- what an observer is told, and what it may do


def test_an_observer_is_told_the_token_of_its_share_and_no_other() -> None:
    hub, session, operator, share = shared()
    other = session.shares.make(Terms(Role.OPERATOR), None)
    guest = come(hub, session, other.token)
    observer = come(hub, session, share.token)
    hub.rotate_token(session)
    session.create("Label", ("seen",))
    settle(session, [operator, guest, observer])
    told = all_bytes(observer)
    assert observer.token == share.token
    assert share.token in told
    assert session.token not in told
    assert other.token not in told
    assert operator.token == session.token
    assert guest.token == other.token
    info = next(m for m in observer.messages if m["type"] == "session-info")
    assert info["role"] == "observer"
    assert "role" not in next(m for m in guest.messages if m["type"] == "session-info")
    assert observer.widget("Label").get("text") == "seen"


def test_what_an_observer_does_reaches_no_handler_and_its_page_shows_ours_again() -> None:
    hub, session, operator, share = shared()
    go, box, text = button(session), session.create("CheckBox"), session.create("TextEntry", ("a",))
    for node, action in ((box, "activated"), (text, "modified"), (text, "activated")):
        session.listen(node, action)
    session.call(box, "set_state", (False,))
    observer = come(hub, session, share.token)
    settle(session, [operator, observer])
    before = len(operator.frames)
    observer.click(go.wid)
    observer.toggle(box.wid)
    observer.type_text(text.wid, "mine")
    assert observer.widget("CheckBox").get("state") is True
    assert [e for e in settle(session, [operator, observer]) if isinstance(e, WidgetEvent)] == []
    assert (box.value("state", None), session.call(text, "get_text")) == (False, "a")
    assert observer.widget("CheckBox").get("state") is False
    assert observer.widget("TextEntry").get("text") == "a"
    assert len(operator.frames) == before
    operator.click(go.wid)
    assert [e.action for e in settle(session, [operator]) if isinstance(e, WidgetEvent)] == [
        "activated"
    ]


def test_what_each_page_has_for_itself_is_left_to_an_observer() -> None:
    hub, session, operator, share = shared()
    tabs = session.create("TabWidget")
    pages = [session.create("Label", (name,)) for name in "ab"]
    for page in pages:
        session.call(tabs, "add_widget", (page, {"title": "t"}))
    observer = come(hub, session, share.token)
    settle(session, [operator, observer])
    observer.show_page(tabs.wid, 1)
    settle(session, [operator, observer])
    assert observer.widget("TabWidget").selected == pages[1].wid
    assert operator.widget("TabWidget").selected == pages[0].wid
    session.call(tabs, "show_widget", (pages[0],))  # no change for us, but for that page
    settle(session, [operator, observer])
    assert session.call(tabs, "get_index") == 0


def test_many_wrong_reports_share_one_rebuild_a_second() -> None:
    hub, session, operator, share = shared()
    box = session.create("CheckBox")
    session.listen(box, "activated")
    observer = come(hub, session, share.token)
    settle(session, [operator, observer])
    for _ in range(100):
        observer.toggle(box.wid)
    settle(session, [operator, observer])
    assert observer.link.builds <= 2
    builds = observer.link.builds
    hub.next_deadline(0.0)
    hub.handle_timer(1.5)
    settle(session, [operator, observer])
    assert observer.link.builds == builds + 1
    assert not observer.widget("CheckBox").get("state", False)


def test_a_flood_ends_the_observer_alone_and_keeps_nobody_waiting() -> None:
    hub, session, operator, share = shared(limits=Limits(events=20))
    go = button(session)
    observer = come(hub, session, share.token)
    settle(session, [operator, observer])
    for _ in range(600):
        observer.click(go.wid)
    observer.exchange()
    assert not operator.channel.is_reading_paused
    operator.click(go.wid)
    operator.exchange()
    assert pressed(session) == [("activated", id(operator.link))]
    assert code_of(observer) == CloseCode.POLICY_VIOLATION
    assert operator.closed is None


@pytest.mark.parametrize(
    "message",
    [
        {"type": "geometry", "positions": [[1, 5, 5]], "seen": 0},
        {
            "type": "callback",
            "wid": 1,
            "action": "drop-end",
            "args": [{"transfer_id": 1, "files": [{"name": "a", "size": 1, "type": ""}]}],
            "seen": 0,
        },
        {
            "type": "binary-chunk",
            "wid": 1,
            "transfer_id": 1,
            "file_index": 0,
            "file_count": 1,
            "chunk_index": 0,
            "num_chunks": 1,
            "encoding": "base64",
            "data": "YQ==",
        },
    ],
)
def test_a_flood_of_whatever_is_refused_ends_the_observer(message: dict[str, Any]) -> None:
    hub, session, operator, share = shared(limits=Limits(refused_reports=20))
    button(session)
    observer, other = (come(hub, session, share.token) for _ in range(2))
    settle(session, [operator, observer, other])
    text = json.dumps(message)
    for count in range(22):
        assert (observer.channel.close is None) is (count < 21)
        observer.channel.receive(text, 0.0)
    assert observer.channel.close.code == CloseCode.POLICY_VIOLATION
    other.channel.receive(text, 0.0)  # one page's flood is not another's
    assert other.channel.close is None
    assert operator.closed is None


@pytest.mark.parametrize(
    "message", [{"type": "callback", "wid": 1, "action": "activated"}, {"type": "geometry"}]
)
def test_an_observer_has_applied_no_more_than_it_was_sent(message: dict[str, Any]) -> None:
    hub, session, _, share = shared()
    button(session)
    observer = come(hub, session, share.token)
    for seen in (observer.seen, observer.seen + 1):
        assert observer.channel.close is None
        observer.channel.receive(json.dumps({**message, "seen": seen}), 0.0)
    assert observer.channel.close.code == CloseCode.PROTOCOL_ERROR


def test_what_an_observer_says_of_its_page_counts() -> None:
    hub, session, _, share = shared()
    button(session)
    observer = come(hub, session, share.token)
    assert observer.link.outbox.applied_number == observer.link.outbox.sent > 0
    for size in ((0.5, 0), (0, 0.5), (-1, 5), (5, -1)):
        observer.send({"type": "viewport", "width": size[0], "height": size[1]})
        observer.exchange()
        assert observer.link.viewport == (size if min(size) == 0 else (0, 0.5))
    observer.send({"type": "ping"})
    observer.exchange()
    assert observer.messages[-1] == {"type": "pong"}
    observer.send({"type": "goodbye"})
    observer.exchange()
    assert observer.closed == (1000, "the page has said goodbye")


def test_an_observer_is_asked_nothing_and_waited_for_by_nobody() -> None:
    hub, session, operator, share = shared()
    label = session.create("Button", ("x",))
    observer = come(hub, session, share.token)
    settle(session, [operator, observer])
    session.create("Label")
    flush = session.flush()
    operator.exchange()
    assert flush.is_settled
    question = session.act(session.call, label, "get_icon", asker=observer.link)
    assert question.link is operator.link
    session.act(session.open_url, "https://example.org", asker=observer.link)
    settle(session, [operator, observer])
    assert "open-url" in {m["type"] for m in operator.messages}
    assert "open-url" not in {m["type"] for m in observer.messages}
    operator.leave()
    question = session.call(label, "get_icon")
    assert question.is_settled  # as if nobody were there
    assert session.flush().is_settled


def test_an_observer_leads_in_nothing() -> None:
    hub, session, operator, share = shared()
    window = session.create("TopLevel")
    observer = come(hub, session, share.token)
    settle(session, [operator, observer])
    operator.send({"type": "viewport", "width": 800, "height": 600})
    operator.exchange()
    observer.send({"type": "viewport", "width": 300, "height": 200})
    observer.move(window.wid, 5, 5)
    observer.resize(window.wid, 50, 50)
    observer.send({"type": "error", "error": "x", "id": 1})
    observer.exchange()
    assert session.viewport == (800, 600)
    assert observer.link.viewport == (300, 200)
    assert session.audience.active_browser(None) is operator.link
    assert "position" not in window.entries
    assert events(session) == []
    observer.leave()
    assert session.audience.active_browser(None) is operator.link


def test_files_of_an_observer_are_refused_when_they_are_announced() -> None:
    hub, session, operator, share = shared()
    label = session.create("Label")
    session.listen(label, "drop-end")
    observer = come(hub, session, share.token)
    settle(session, [operator, observer])
    chunks = observer.bring_files(label.wid, "drop-end", ("a.txt", b"abc"))
    settle(session, [operator, observer])
    assert {"type": "transfer-refused", "transfer_id": 1} in observer.messages
    assert session.transfers.reserved_files == 0
    list(chunks)
    settle(session, [operator, observer])
    assert observer.closed is None
    for odd in ([1], {"a": 1}, None, "x"):
        observer.report(label.wid, "drop-end", {"transfer_id": odd, "files": []})
    settle(session, [operator, observer])
    assert observer.closed is None


def test_observers_keep_no_operator_out() -> None:
    hub, session, _, share = shared(limits=Limits(links_per_session=2))
    observers = [come(hub, session, share.token) for _ in range(3)]
    assert [code_of(b) for b in observers] == [None, None, CloseCode.TOO_MANY_LINKS]
    assert connect(hub, session).closed is None


# --- coming back


def test_a_view_is_resumed_only_by_what_it_came_by() -> None:
    hub, session, operator, share = shared()
    observer = come(hub, session, share.token)
    settle(session, [operator, observer])
    link = operator.link
    channel = hub.open_channel(Browser("192.0.2.9", "thief"), 0.0)
    hello = {
        "type": "result",
        "id": 0,
        "ext": 1,
        "session_id": session.id,
        "token": share.token,
        "resume": {"link": link.id, "seen": 0},
    }
    channel.receive(json.dumps(hello), 0.0)
    assert operator.closed is None
    assert link in session.links
    assert channel.link not in (None, link)
    observer.drop()
    observer.come_back()
    settle(session, [operator, observer])
    assert observer.link.badge is share
    assert observer.messages[-1]["type"] != "session-info"


def test_names_of_views_can_not_be_guessed() -> None:
    hub, session, operator, _ = shared()
    assert operator.link.id != connect(hub, session).link.id
    assert "boot-" not in operator.link.id


# --- how a share ends


@pytest.mark.parametrize("role", Role)
def test_a_share_that_is_revoked_sends_its_browsers_away(role: Role) -> None:
    hub, session, operator, share = shared(Terms(role))
    go = button(session)
    guest, lost = come(hub, session, share.token), come(hub, session, share.token)
    settle(session, [operator, guest, lost])
    lost.drop()
    events(session)
    guest.click(go.wid)
    guest.exchange()
    session.shares.revoke(share)
    guest.exchange()
    assert guest.closed == (4005, "this link has been withdrawn")
    assert pressed(session) == []  # what waited counts no more
    assert session.detached == []
    for late in (come(hub, session, share.token), lost):
        if late is lost:
            late.come_back()
            late.exchange()
        assert late.closed == (4005, "this link has been withdrawn")
    assert operator.closed is None
    assert session.shares.good == []


def test_a_share_expires() -> None:
    hub, session, _, share = shared(lifetime=30.0)
    observer = come(hub, session, share.token)
    hub.next_deadline(0.0)
    hub.handle_timer(29.0)
    observer.exchange()
    assert observer.closed is None
    hub.handle_timer(30.5)
    observer.exchange()
    assert observer.closed == (4005, "this link has expired")
    assert come(hub, session, share.token).closed == (4005, "this link has expired")


def test_uses_are_counted_by_browser_and_not_by_load() -> None:
    hub, session, _, share = shared(Terms(Role.OBSERVER, uses=2))
    first, second = (come(hub, session, share.token) for _ in range(2))
    assert share.token not in (first.token, second.token)
    assert come(hub, session, share.token).closed == (
        4005,
        "this link has been used as often as it may be",
    )
    first.come_back(is_new_page=True)  # its page is loaded anew
    first.exchange()
    assert first.closed is None
    assert first.token is not None
    thief = come(hub, session, first.token)  # its link was passed on
    first.exchange()
    assert first.closed == (4005, "this link is used on another page")
    assert thief.closed is None
    session.shares.revoke(share)
    for browser in (second, thief):
        browser.exchange()
        assert browser.closed == (4005, "this link has been withdrawn")


def test_the_shares_of_a_session_are_bounded_and_end_with_it() -> None:
    hub, session, _, share = shared(limits=Limits(shares=2))
    other = session.shares.make(OBSERVER, None)
    with pytest.raises(ValueError, match=r"2 shares \(Limits.shares\)"):
        session.shares.make(OBSERVER, None)
    assert session.shares.good == [share, other]
    session.shares.revoke(share)
    assert session.shares.make(OBSERVER, None) in session.shares.good
    for _ in range(300):
        session.shares.revoke(session.shares.good[-1])
        session.shares.make(OBSERVER, None)
    assert len(session.shares._by_digest) < 110
    observer = come(hub, session, other.token)
    hub.destroy_session(session)
    observer.exchange()
    assert code_of(observer) == CloseCode.SESSION_DESTROYED
    assert come(hub, session, other.token).closed == (
        4005,
        "this link is not known here, or no longer",
    )
    assert len(hub.sessions) == 0  # nobody who comes by a share is given a session


def test_guessed_shares_count_as_wrong_tokens() -> None:
    hub, session, _, share = shared(limits=Limits(wrong_tokens=2))
    for _ in range(2):
        assert come(hub, session, share.token + "x").closed == (
            4005,
            "this link is not known here, or no longer",
        )
    late = come(hub, session, share.token + "x")
    assert code_of(late) == CloseCode.POLICY_VIOLATION
    assert come(hub, session, share.token).closed is None


def test_a_page_of_another_kind_can_not_come_by_a_share() -> None:
    hub, session, _, share = shared()
    stock = come(hub, session, share.token, stock=True)
    assert stock.closed == (4005, "this link is for the page of this server alone")


# --- across a restart


def test_a_share_that_counts_its_uses_ends_with_the_servers_run() -> None:
    hub, session, _, _ = shared(secret_key=KEY)
    counted = session.shares.make(Terms(Role.OPERATOR, uses=1), None)
    guest = come(hub, session, counted.token)
    assert guest.closed is None
    assert code_of(come(hub, session, counted.token)) == CloseCode.SHARE_ENDED

    later = later_hub()
    restored = later.create_session(session.id)
    for token in (counted.token, guest.token):
        assert code_of(come(later, restored, token)) == CloseCode.SHARE_ENDED


def test_a_signed_share_is_good_after_a_restart_for_as_long_as_it_says() -> None:
    _, session, operator, share = shared(secret_key=KEY)
    until = session.shares.make(Terms(Role.OBSERVER, expires_at=1000.0), 500.0)
    later = later_hub()

    def arrive(token: str, at: float | None = None) -> Any:
        channel = later.open_channel(Browser("192.0.2.9", "observer", at), 0.0)
        hello = {"type": "result", "id": 0, "ext": 1, "session_id": session.id, "token": token}
        channel.receive(json.dumps(hello), 0.0)
        return channel

    early = arrive(share.token)
    assert early.close.code == CloseCode.TRY_AGAIN_LATER
    assert not later.sessions
    owner = come(later, session, operator.token)
    restored = session_of(owner)
    assert restored.is_restored
    for token, at in ((share.token, None), (until.token, 999.0)):
        link = arrive(token, at).link
        assert not link.badge.may_act
        assert link.badge.token == token
    later.next_deadline(0.0)
    later.handle_timer(1.5)
    for token, at, why in (
        (until.token, 1001.0, "this link has expired"),
        (until.token.replace("1000", "9000"), 1001.0, "this link is not known here, or no longer"),
        (
            share.token.replace("observer", "operator"),
            1.0,
            "this link is not known here, or no longer",
        ),
    ):
        assert arrive(token, at).close == (4005, why)


@pytest.mark.parametrize("role", list(Role))
def test_a_signed_share_leads_to_no_other_session_that_has_the_same_id(role: Role) -> None:
    """After a restart a stranger's session may be counted as the one that was shared."""
    _, session, _, share = shared(Terms(role), secret_key=KEY)
    later = later_hub()
    stranger = connect(later)
    assert session_of(stranger).id == session.id
    guest = come(later, session, share.token)
    assert guest.closed == (CloseCode.SHARE_ENDED, "this link is not known here, or no longer")
    assert session_of(stranger).links == [stranger.link]


def test_a_signed_share_leads_to_its_session_however_often_that_got_a_new_token() -> None:
    hub, session, operator, share = shared(secret_key=KEY)
    for _ in range(2):
        hub.rotate_token(session)
    newer = session.shares.make(OBSERVER, None)
    settle(session, [operator])
    later = later_hub()
    restored = session_of(come(later, session, operator.token))
    assert restored.is_restored
    for token in (share.token, newer.token):
        assert not come(later, session, token).link.badge.may_act
    later.rotate_token(restored)
    assert not come(later, session, newer.token).link.badge.may_act


def test_a_signed_share_that_ended_is_good_no_more_however_many_have_ended_since() -> None:
    hub, session, operator, first = shared(secret_key=KEY)
    later = later_hub()
    restored = session_of(come(later, session, operator.token))
    link = come(later, session, first.token).link
    restored.shares.revoke(link.badge)
    session.shares.revoke(first)
    for one in (session, restored):
        for _ in range(150):
            one.shares.revoke(one.shares.make(OBSERVER, None))
    for one in (hub, later):
        assert code_of(come(one, session, first.token)) == CloseCode.SHARE_ENDED


def test_who_finds_no_room_has_used_nothing() -> None:
    hub, session, _, share = shared(
        Terms(Role.OBSERVER, uses=1), limits=Limits(links_per_session=1)
    )
    other = come(hub, session, session.shares.make(OBSERVER, None).token)
    assert code_of(come(hub, session, share.token)) == CloseCode.TOO_MANY_LINKS
    assert share.uses_left == 1
    other.drop()
    assert not come(hub, session, share.token).link.badge.may_act
    assert share.uses_left == 0


def test_the_progress_of_files_whose_share_is_revoked_reaches_no_handler() -> None:
    hub, session, _, share = shared(Terms(Role.OPERATOR))
    guest = come(hub, session, share.token)
    events(session)
    label = session.create("Label", ("Drop here",))
    for action in ("drop-end", "drop-progress"):
        session.listen(label, action)
    settle(session, [guest])
    chunks = guest.bring_files(label.wid, "drop-end", ("a", b"abcd"), chunk_bytes=2)
    next(chunks)
    guest.exchange()
    assert [type(event) for event in session.inbox.expected()] == [WidgetEvent]
    session.shares.revoke(share)
    assert not [one for one in session.inbox.expected() if isinstance(one, WidgetEvent)]
    assert pressed(session) == []
    assert session.transfers.reserved_bytes == 0


def test_an_observer_has_no_page_of_less_than_nothing() -> None:
    hub, session, _, share = shared()
    observer = come(hub, session, share.token)
    observer.channel.receive(json.dumps({"type": "viewport", "width": 8, "height": 6}), 0.0)
    observer.channel.receive(json.dumps({"type": "viewport", "width": -8, "height": 6}), 0.0)
    assert observer.link.viewport == (8, 6)


def test_an_observer_that_was_lost_amid_wrong_reports_is_told_the_truth_when_it_is_back() -> None:
    hub, session, operator, share = shared()
    box = session.create("CheckBox")
    session.listen(box, "activated")
    observer = come(hub, session, share.token)
    settle(session, [operator, observer])
    for _ in range(12):
        observer.toggle(box.wid)
        settle(session, [operator, observer])
    assert observer.widget("CheckBox").get("state", False)
    observer.drop()
    hub.next_deadline(0.0)
    hub.handle_timer(1.5)
    observer.come_back()
    settle(session, [operator, observer])
    hub.next_deadline(1.5)
    hub.handle_timer(3.0)
    settle(session, [operator, observer])
    assert not observer.widget("CheckBox").get("state", False)


def test_a_session_that_is_gone_is_shared_no_more() -> None:
    hub, session, _, share = shared()
    hub.destroy_session(session)
    assert share.end is ShareEnd.CLOSED
    with pytest.raises(SessionGoneError, match="the session was destroyed"):
        session.shares.make(OBSERVER, None)


@pytest.mark.parametrize("uses", [None, 5])
def test_a_share_expires_by_the_calendar_where_the_machine_has_slept(uses: int | None) -> None:
    hub, session, operator, share = shared(Terms(Role.OPERATOR, 1000.0, uses), 500.0)
    early = come(hub, session, share.token)

    def arrive(at: float, token: str) -> Any:
        channel = hub.open_channel(Browser(None, None, at), 0.0)
        hello = {"type": "result", "id": 0, "ext": 1, "session_id": session.id, "token": token}
        channel.receive(json.dumps(hello), 0.0)
        return channel

    assert arrive(999.0, share.token).close is None
    assert early.channel.close is None
    assert arrive(1000.0, early.token).close == (4005, "this link has expired")
    assert share.end is ShareEnd.EXPIRED
    assert early.channel.close.code == CloseCode.SHARE_ENDED
    assert operator.channel.close is None
