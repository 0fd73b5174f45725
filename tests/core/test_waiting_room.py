"""Visitors that wait for a session: what is kept of each, and who is let in when there is room."""

from typing import Any

import pytest

from core.helpers import connect, make_hub, session_of
from pgwidgets.testing import SimulatedBrowser
from pgwidgets_proto.limits import Limits
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
