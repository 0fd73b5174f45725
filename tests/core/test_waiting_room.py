"""Visitors that wait for a session: what is kept of each, and who is let in when there is room."""

from typing import Any

import pytest

from core.helpers import connect, make_hub, session_of
from core.test_carrying import Counting, begun, moved_to, press
from pgwidgets.testing import SimulatedBrowser
from pgwidgets_proto.limits import Limits
from pgwidgets_proto.sessions import SessionWanted
from pgwidgets_proto.sessions.hub.hub import Hub
from pgwidgets_proto.sessions.hub.waiting_room import WaitingRoom
from pgwidgets_proto.views.channel import Browser
from pgwidgets_proto.wire.messages import Result, Resume


def knock(hub: Hub, **options: Any) -> SimulatedBrowser:
    browser = SimulatedBrowser(hub, **options)
    browser.exchange()
    return browser


@pytest.mark.parametrize(
    ("session_id", "token", "link", "is_kept"),
    [
        (None, None, None, True),
        (7, "t" * 4096, None, True),
        (7, "t" * 4097, None, False),
        ("s" * 4000, "t" * 96, None, True),
        ("s" * 4000, "t" * 97, None, False),
        ("s" * 4097, None, None, False),
        (7, "t" * 4000, "l" * 96, True),
        (7, "t" * 4000, "l" * 97, False),
    ],
)
def test_what_is_kept_of_who_waits_is_bounded(
    session_id: int | str | None, token: str | None, link: str | None, is_kept: bool
) -> None:
    room = WaitingRoom(1)
    resume = None if link is None else Resume(link=link, seen=3)
    channel = make_hub().open_channel(Browser(), 0.0)
    room.take(channel, Result(0, ["more"], session_id=session_id, token=token, resume=resume))
    kept = Result(0, session_id=session_id, token=token, resume=resume) if is_kept else Result(0)
    assert room.visitors() == [(channel, kept)]


def test_the_log_is_told_how_many_wait() -> None:
    hub = make_hub(Limits(waiting=1), max_sessions=1)
    for _ in range(3):
        last = knock(hub)
    refused = hub.next_event()
    assert refused is not None
    assert refused.channel is last.channel
    assert refused.detail == "1 visitors wait for a session, as many as may"


def test_nothing_is_said_to_who_waits_when_nobody_is_let_in() -> None:
    hub = make_hub(max_sessions=1)
    connect(hub)
    visitor = knock(hub)
    hub.destroy_session(hub.create_session())  # which nobody showed
    assert not visitor.channel.has_output


def earlier() -> tuple[int | str, str]:
    """Credentials of an earlier run, by which a session comes back."""
    session = Hub(mint_token=lambda: "t", boot="earlier", secret_key=KEY).create_session("desk")
    return session.id, session.token


KEY = b"0123456789abcdef"


@pytest.mark.parametrize("is_full", [False, True])
def test_another_tab_of_an_owner_who_was_let_in_passes_those_who_wait(is_full: bool) -> None:
    """Or is told what it would be told without having waited."""
    limits = Limits(links_per_session=1 if is_full else 2)
    hub = make_hub(limits, max_sessions=1, secret_key=KEY)
    first = connect(hub)
    session_id, token = earlier()
    owner = knock(hub, session_id=session_id, token=token)
    stranger = knock(hub)
    other_tab = knock(hub, session_id=session_id, token=token)
    hub.destroy_session(session_of(first))
    for browser in (owner, stranger, other_tab):
        browser.exchange()
    assert session_of(owner).id == session_id
    assert stranger.is_waiting
    if is_full:
        assert other_tab.closed == (4003, "too many browsers show this session")
    else:
        assert session_of(other_tab) is session_of(owner)


def test_who_waits_for_a_session_that_is_fetched_already_takes_no_second_place() -> None:
    hub = make_hub(max_sessions=2, keeps=True)
    shown = [session_of(connect(hub)) for _ in range(2)]
    tabs = [knock(hub, session_id="desk", token="t") for _ in range(2)]
    stranger = knock(hub)
    for session in shown:
        hub.destroy_session(session)
    for browser in (*tabs, stranger):
        browser.exchange()
    assert [tab.is_restoring for tab in tabs] == [True, True]
    assert session_of(stranger) in hub.sessions.values()


def test_another_page_of_a_session_that_comes_back_brings_what_it_had_to_say() -> None:
    """It waits for no other session, as its own is on its way."""
    ledger: list[tuple[str, int]] = []
    saved, first, browser = begun(ledger)
    (session,) = first.hub.sessions.values()
    other = connect(first.hub, session)
    first.run(browser, other)
    first.save()
    first.run(browser, other)
    first.hub.stop_reading()
    press(other, 3)
    other.exchange()
    first.save(is_whole=True)
    second = Counting(saved, "two", max_sessions=1)
    second.ledger = ledger
    visitor = connect(second.hub)
    second.run(visitor)
    for page in (browser, other):
        moved_to(second, page)
    second.run(visitor, browser, other)
    assert (browser.is_waiting, other.is_waiting) == (True, True)
    visitor.say_goodbye()
    visitor.drop()
    for now in (0.0, 100.0):
        second.hub.next_deadline(now)
        second.hub.handle_timer(now)
    second.run(browser, other)
    assert (browser.is_restoring, other.is_restoring) == (True, True)
    second.fetch()
    second.run(browser, other)
    assert session_of(other) is session_of(browser)
    assert ledger == [("press", 1), ("press", 2), ("press", 3)]
    assert (other.unrepeated, other.lost) == (0, 0)


def test_an_owner_waits_no_longer_than_until_the_program_has_built_the_session() -> None:
    hub = make_hub(max_sessions=1, keeps=True, secret_key=KEY)
    connect(hub)
    session_id, token = earlier()
    owner = knock(hub, session_id=session_id, token=token)
    assert owner.is_waiting
    session = hub.create_session(session_id, token)
    hub.returning.built(session, 1.0)
    owner.exchange()
    assert session_of(owner) is session


@pytest.mark.parametrize("ends", ["it is not found", "it is another server's"])
def test_who_waits_is_let_in_when_a_session_that_was_fetched_does_not_come(ends: str) -> None:
    hub = make_hub(max_sessions=1, keeps=True)
    seeker = knock(hub, session_id="desk", token="t")
    stranger = knock(hub)
    assert (seeker.is_restoring, stranger.is_waiting) == (True, True)
    wanted = hub.next_event()
    assert isinstance(wanted, SessionWanted)
    seeker.drop()
    if ends == "it is not found":
        hub.returning.found(wanted.session_id, None, 1.0)
    else:
        assert not hub.returning.elsewhere(wanted.session_id, None, 1.0)
    stranger.exchange()
    assert session_of(stranger) in hub.sessions.values()


def test_nobody_is_let_in_while_the_server_stops() -> None:
    hub = make_hub(max_sessions=1)
    first = connect(hub)
    stranger = knock(hub)
    hub.stop_reading()
    hub.destroy_session(session_of(first))
    stranger.exchange()
    assert not hub.sessions
    assert stranger.is_waiting


@pytest.mark.parametrize(
    ("resume", "former", "is_kept"),
    [
        (Resume("l", 3, before="b", between=["m"]), "f", True),
        (None, "f" * 4096, True),
        (None, "f" * 4097, False),
        (Resume("l", 3, before="b" * 4096), None, False),
        (Resume("l", 3, between=["m" * 4000, "n" * 96]), None, False),
        (Resume("l", 3, between=[""] * 200), None, False),
    ],
)
def test_what_is_kept_of_a_page_that_waits_is_bounded(
    resume: Resume | None, former: str | None, is_kept: bool
) -> None:
    room = WaitingRoom(1)
    room.take(make_hub().open_channel(Browser(), 0.0), Result(0, resume=resume, former=former))
    ((_, kept),) = room.visitors()
    assert kept == (Result(0, resume=resume, former=former) if is_kept else Result(0))
