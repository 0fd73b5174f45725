"""A session comes back from where it is kept, for all pages that name it."""

from collections.abc import Callable
from typing import Any

import pytest

from core.helpers import connect, events, make_hub, session_of
from pgwidgets.testing import SimulatedBrowser
from pgwidgets_proto.errors import CloseCode
from pgwidgets_proto.sessions.events import SessionOpened
from pgwidgets_proto.sessions.hub.hub import Hub
from pgwidgets_proto.sessions.hub.hub_events import (
    ChannelRefused,
    HubEvent,
    SessionEnded,
    SessionJoined,
    SessionNotRestored,
    SessionUntouched,
    SessionWanted,
)
from pgwidgets_proto.sessions.people.shares import Role, Terms
from pgwidgets_proto.sessions.session import Session
from pgwidgets_proto.widgets.widget import Node

type Saved = dict[int | str, dict[str, bytes]]


class Server:
    """One run of a server, with what its program and its driver do.

    Parameters:
        saved: the store, by the session's id.
        boot: names the run.
        more: of the hub.
    """

    def __init__(self, saved: Saved, boot: str, *, key: bytes | None = None, **more: Any) -> None:
        self.saved = saved
        self.hub: Hub = make_hub(keeps=True, secret_key=key, **more)
        numbers = iter(range(1, 1000))
        credentials = self.hub.credentials
        credentials._boot = boot
        credentials._mint_token = lambda: f"{boot}-{next(numbers)}"
        self.told: list[HubEvent] = []
        self.built: list[Session] = []
        self.fields: dict[Session, dict[str, Node]] = {}
        self.before_built: Callable[[Session], None] = lambda session: None

    def run(self, *browsers: SimulatedBrowser) -> None:
        """Let everything arrive and be handled."""
        is_busy = True
        while is_busy:
            is_busy = sum(browser.exchange() for browser in browsers) > 0  # all of them
            for session in self.hub.ready_sessions():
                for event in events(session):
                    is_busy = True
                    if isinstance(event, SessionOpened):
                        self._build(session)
            while (told := self.hub.next_event()) is not None:
                is_busy = True
                if not isinstance(told, SessionJoined):  # told for each page
                    self.told.append(told)
                if isinstance(told, SessionEnded):
                    self.saved.pop(told.session.id, None)

    def fetch(self) -> None:
        """Bring what is kept of the sessions that are wanted."""
        for told in [one for one in self.told if isinstance(one, SessionWanted)]:
            self.told.remove(told)
            fields = self.saved.get(told.session_id)
            self.hub.returning.found(told.session_id, fields, 1.0)

    def make(self, session: Session) -> None:
        """What the program builds."""
        box, entry = session.create("VBox"), session.create("TextEntry", ("",))
        session.call(box, "add_widget", (entry, 0))
        self.fields[session] = {"box": box, "entry": entry}

    def _build(self, session: Session) -> None:
        self.make(session)
        self.before_built(session)
        self.built.append(session)
        self.hub.returning.built(session, 1.0)

    def save(self) -> None:
        """Save all sessions."""
        for session in self.hub.sessions.values():
            assert session.kept is not None
            changed = session.kept.changes(session.token, session.first_token, session.views)
            known = self.saved.setdefault(session.id, {})
            for name, field in changed.items():
                if field is None:
                    del known[name]
                else:
                    known[name] = field


def first_run(
    saved: Saved, *, key: bytes | None = None
) -> tuple[Server, SimulatedBrowser, Session]:
    """A run in which a visitor has typed something, and which has been saved."""
    server = Server(saved, "one", key=key)
    browser = connect(server.hub)
    server.run(browser)
    (session,) = server.hub.sessions.values()
    browser.type_text(server.fields[session]["entry"].wid, "Ada")
    server.run(browser)
    assert session.kept is not None
    session.kept.data["count"] = 3
    server.save()
    return server, browser, session


def moved_to(server: Server, browser: SimulatedBrowser, *, is_new_page: bool = False) -> None:
    """The server of a browser has died, and another one is there."""
    browser.drop()
    browser.hub = server.hub
    browser.come_back(is_new_page=is_new_page)


def test_a_session_comes_back_once_for_all_its_pages() -> None:
    saved: Saved = {}
    first, browser, before = first_run(saved)
    other = connect(first.hub, before)
    first.run(browser, other)
    second = Server(saved, "two")
    moved_to(second, browser)
    moved_to(second, other, is_new_page=True)
    second.run(browser, other)
    assert browser.is_restoring
    assert other.is_restoring
    assert [type(told) for told in second.told] == [SessionWanted]
    second.fetch()
    shown: list[int] = []
    second.before_built = lambda session: shown.append(len(session.links))
    second.run(browser, other)
    (session,) = second.built
    assert (session.id, session.token) == (before.id, before.token)
    assert session.is_restored
    assert shown == [0]  # nobody is shown what is not built
    assert session.kept is not None
    assert session.kept.data == {"count": 3}
    for each in (browser, other):
        assert each.widget("TextEntry").get("text") == "Ada"
        assert not each.is_restoring
    assert second.told == []
    starts = [m for m in browser.messages if m["type"] == "reconstruct-start"]
    assert len(starts) == 2  # one in each run


def test_a_page_is_told_that_what_it_says_is_stored() -> None:
    _, browser, _ = first_run({})
    assert [m["keeps"] for m in browser.messages if m["type"] == "session-info"] == [True]


def test_one_who_comes_while_the_program_builds_waits_too() -> None:
    saved: Saved = {}
    _, browser, _ = first_run(saved)
    second = Server(saved, "two")
    moved_to(second, browser)
    second.run(browser)
    second.fetch()
    late: list[SimulatedBrowser] = []

    def come(session: Session) -> None:
        late.append(connect(second.hub, session))
        assert late[0].is_restoring
        assert not session.links

    second.before_built = come
    second.run(browser)
    second.run(browser, *late)
    (session,) = second.built
    assert len(session.links) == 2
    assert late[0].widget("TextEntry").get("text") == "Ada"


def test_a_stranger_gets_in_nowhere() -> None:
    saved: Saved = {}
    first_run(saved)
    second = Server(saved, "two")
    (session_id,) = saved
    stranger = SimulatedBrowser(second.hub, session_id=session_id, token="one.guessed")
    second.run(stranger)
    second.fetch()
    second.run(stranger)
    assert stranger.closed == (CloseCode.WRONG_TOKEN, "wrong session token")
    assert second.built == []
    assert [type(told) for told in second.told] == [ChannelRefused]
    unknown = SimulatedBrowser(second.hub, session_id="nobody", token="one.guessed")
    second.run(unknown)
    second.fetch()
    second.run(unknown)
    (session,) = second.built
    assert session.id != "nobody"
    assert not session.is_restored


def test_guesses_at_a_kept_session_are_counted_by_their_address() -> None:
    saved: Saved = {}
    first_run(saved)
    second = Server(saved, "two")
    (session_id,) = saved

    def guess(number: int) -> tuple[int, str] | None:
        stranger = SimulatedBrowser(second.hub, session_id=session_id, token=f"one.{number}")
        second.run(stranger)
        second.fetch()
        second.run(stranger)
        return stranger.closed

    most = second.hub.limits.wrong_tokens
    wrong = (CloseCode.WRONG_TOKEN, "wrong session token")
    too_many = (CloseCode.POLICY_VIOLATION, "too many wrong session tokens")
    assert [guess(number) for number in range(most + 1)] == [wrong] * most + [too_many]
    details = [told.detail for told in second.told if isinstance(told, ChannelRefused)]
    assert repr(session_id) in details[0]
    assert "127.0.0.1" in details[-1]


def test_the_stranger_beside_the_owner_is_refused_and_the_owner_is_not() -> None:
    saved: Saved = {}
    _, browser, before = first_run(saved)
    second = Server(saved, "two")
    stranger = SimulatedBrowser(second.hub, session_id=before.id, token="two.guessed")
    moved_to(second, browser)
    second.run(stranger, browser)
    second.fetch()
    second.run(stranger, browser)
    assert stranger.closed is not None
    assert stranger.closed[0] == CloseCode.WRONG_TOKEN
    assert browser.widget("TextEntry").get("text") == "Ada"


def test_a_rotated_token_and_a_destroyed_session_bring_nothing_back() -> None:
    saved: Saved = {}
    first, browser, before = first_run(saved)
    old = before.token
    first.hub.rotate_token(before)
    first.save()
    second = Server(saved, "two")
    late = SimulatedBrowser(second.hub, session_id=before.id, token=old)
    second.run(late)
    second.fetch()
    second.run(late)
    assert late.closed is not None
    assert late.closed[0] == CloseCode.WRONG_TOKEN
    first.hub.destroy_session(before)
    first.run(browser)
    assert saved == {}
    third = Server(saved, "three")
    moved_to(third, browser, is_new_page=True)
    third.run(browser)
    third.fetch()
    third.run(browser)
    (session,) = third.built
    assert not session.is_restored


@pytest.mark.parametrize("is_saved", [True, False], ids=["saved", "made since"])
def test_who_comes_by_a_signed_share_brings_the_session_back(is_saved: bool) -> None:
    key = b"k" * 16
    saved: Saved = {}
    first = Server(saved, "one", key=key)
    browser = connect(first.hub)
    first.run(browser)
    (session,) = first.hub.sessions.values()
    if is_saved:
        share = session.shares.make(Terms(Role.OBSERVER), None)
        first.save()
    else:
        first.save()
        share = session.shares.make(Terms(Role.OBSERVER), None)
    second = Server(saved, "two", key=key)
    observer = SimulatedBrowser(second.hub, session_id=session.id, token=share.token)
    second.run(observer)
    second.fetch()
    second.run(observer)
    (there,) = second.built
    assert there.is_restored
    assert [link.badge.may_act for link in there.links] == [False]


def test_what_is_damaged_leads_to_a_new_session_and_is_told() -> None:
    saved: Saved = {}
    _, browser, before = first_run(saved)
    saved[before.id]["shape"] = b"\xc1"
    second = Server(saved, "two")
    moved_to(second, browser)
    second.run(browser)
    second.fetch()
    second.run(browser)
    (told,) = second.told
    assert isinstance(told, SessionNotRestored)
    assert "it is damaged" in told.reason
    (session,) = second.built
    assert session.id != before.id
    assert browser.widget("TextEntry").get("text") == ""


def test_all_who_waited_have_left_before_it_is_there() -> None:
    saved: Saved = {}
    _, browser, _ = first_run(saved)
    second = Server(saved, "two")
    moved_to(second, browser)
    second.run(browser)
    browser.drop()
    second.fetch()
    second.run()
    assert second.built == []
    browser.come_back()
    second.run(browser)
    second.fetch()
    second.run(browser)
    assert browser.widget("TextEntry").get("text") == "Ada"
    (session,) = second.built
    assert [type(event) for event in events(session)] == []


def test_who_waited_leaves_while_the_program_builds() -> None:
    """The session is there all the same, and idle."""
    saved: Saved = {}
    _, browser, _ = first_run(saved)
    second = Server(saved, "two")
    second.before_built = lambda session: browser.drop()
    moved_to(second, browser)
    second.run(browser)
    second.fetch()
    second.run(browser)
    (session,) = second.built
    assert session in second.hub.sessions.values()
    assert not session.links
    browser.come_back()
    second.run(browser)
    assert session_of(browser) is session


def test_a_place_is_needed_for_a_session_that_comes_back() -> None:
    saved: Saved = {}
    _, browser, _ = first_run(saved)
    second = Server(saved, "two")
    second.hub._occupancy.max_sessions = 1
    visitor = connect(second.hub)
    moved_to(second, browser)
    second.run(visitor, browser)
    assert browser.is_waiting
    assert second.told == []
    visitor.leave()
    second.hub.next_deadline(0.0)
    second.hub.handle_timer(100.0)
    second.run(browser)
    assert browser.is_restoring
    late = connect(second.hub)
    assert late.is_waiting  # its place is taken already
    second.fetch()
    second.run(browser, late)
    assert browser.widget("TextEntry").get("text") == "Ada"
    assert late.is_waiting


@pytest.mark.parametrize("who", ["a stranger", "nobody"])
def test_what_nobody_came_for_counts_as_whole_still(who: str) -> None:
    saved: Saved = {}
    _, _, before = first_run(saved)
    saved[before.id]["whole"] = b"\xc3"
    second = Server(saved, "two")
    stranger = SimulatedBrowser(second.hub, session_id=before.id, token="one.guessed")
    second.run(stranger)
    if who == "nobody":
        stranger.drop()
    second.fetch()
    assert [told for told in second.told if not isinstance(told, ChannelRefused)] == []
    second.run(stranger)
    (told,) = [told for told in second.told if not isinstance(told, ChannelRefused)]
    assert told == SessionUntouched(session_id=before.id)


def test_it_is_the_owner_whom_the_program_is_told_of() -> None:
    saved: Saved = {}
    _, browser, before = first_run(saved)
    second = Server(saved, "two")
    stranger = SimulatedBrowser(second.hub, session_id=before.id, token="two.guessed")
    stranger.channel.browser = stranger.channel.browser._replace(address="6.6.6.6")
    moved_to(second, browser)
    second.run(stranger, browser)
    second.fetch()
    (session,) = second.hub.sessions.values()
    (opened,) = events(session)
    assert isinstance(opened, SessionOpened)
    assert opened.browser.address == "127.0.0.1"


def test_a_session_that_the_program_makes_meanwhile_is_not_replaced() -> None:
    saved: Saved = {}
    _, browser, before = first_run(saved)
    second = Server(saved, "two")
    moved_to(second, browser)
    second.run(browser)
    made = second.hub.create_session(before.id, before.token)
    second.fetch()
    second.run(browser)
    assert second.hub.sessions == {before.id: made}
    assert len(made.links) == 1


def test_visitors_can_not_have_any_number_of_sessions_sought() -> None:
    second = Server({}, "two")
    for number in range(1000):
        visitor = SimulatedBrowser(second.hub, session_id=f"none {number}", token="x")
        visitor.exchange()
        visitor.drop()
    late = SimulatedBrowser(second.hub, session_id="none", token="x")
    second.run(late)
    assert late.closed is not None
    assert late.closed[0] == CloseCode.TRY_AGAIN_LATER
    second.fetch()
    again = SimulatedBrowser(second.hub, session_id="none", token="x")
    long = SimulatedBrowser(second.hub, session_id="x" * 2000, token="x")
    second.run(again, long)
    assert again.is_restoring
    assert not long.is_restoring


def test_who_comes_by_a_share_that_has_expired_brings_no_session_back() -> None:
    saved: Saved = {}
    first = Server(saved, "one", key=b"k" * 16)
    browser = connect(first.hub)
    first.run(browser)
    (session,) = first.hub.sessions.values()
    first.save()
    share = session.shares.make(Terms(Role.OBSERVER, expires_at=1000.0), 1000.0)
    second = Server(saved, "two", key=b"k" * 16)
    observer = SimulatedBrowser(second.hub, session_id=session.id, token=share.token)
    second.run(observer)
    assert observer.closed == (4005, "this link has expired")
    assert [type(told) for told in second.told] == [ChannelRefused]
    assert second.hub.sessions == {}


def test_one_that_is_anothers_before_it_was_built_is_fetched_once_more() -> None:
    saved: Saved = {}
    _, browser, _ = first_run(saved)
    second = Server(saved, "two")
    moved_to(second, browser)
    second.run(browser)
    second.fetch()
    (session,) = second.hub.sessions.values()
    second.hub.destroy_session(session, is_elsewhere=True)
    second.run(browser)
    assert browser.is_restoring
    assert second.told == [SessionWanted(session_id=session.id)]
    second.hub.returning.built(session, 1.0)  # its program was about to
    second.fetch()
    second.run(browser)
    assert not browser.is_restoring
    assert browser.widget("TextEntry").get("text") == "Ada"
    assert len(second.hub.returning) == 0
