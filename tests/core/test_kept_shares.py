"""Links that were passed on, over a restart of the server that keeps its sessions."""

from typing import Any

import msgspec
import pytest

from core.test_returning import Saved, Server, first_run
from pgwidgets.testing import SimulatedBrowser
from pgwidgets_proto.errors import CloseCode
from pgwidgets_proto.sessions.hub.hub import Hub
from pgwidgets_proto.sessions.hub.hub_events import SessionNotRestored
from pgwidgets_proto.sessions.keeping.snapshot import SHARES, KeptShare, encode
from pgwidgets_proto.sessions.people.roles import Role
from pgwidgets_proto.sessions.people.shares import Share, Terms
from pgwidgets_proto.sessions.session import Session
from pgwidgets_proto.views.channel import Browser, Channel

KEYS = [None, b"0123456789abcdef"]
OBSERVER = Terms(Role.OBSERVER)


class Visitor(SimulatedBrowser):
    """A browser that comes by a link."""

    @property
    def end(self) -> tuple[int, str] | None:
        """How it was sent away."""
        return self.closed


class _Way:
    """Leads browsers to a hub that knows the calendar."""

    def __init__(self, hub: Hub, at: float) -> None:
        self._hub = hub
        self._at = at

    def open_channel(self, browser: Browser, now: float) -> Channel:
        return self._hub.open_channel(browser._replace(came_at=self._at), now)


def come(server: Server, session: Session, token: str | None, at: float = 100.0) -> Visitor:
    """A browser comes by a token, at some time of the calendar."""
    way: Any = _Way(server.hub, at)
    visitor = Visitor(way, session_id=session.id, token=token)
    server.run(visitor)
    server.fetch()
    server.run(visitor)
    return visitor


def ended(reason: str) -> tuple[int, str]:
    return int(CloseCode.SHARE_ENDED), reason


def run_with(
    key: bytes | None, *terms: Terms
) -> tuple[Saved, Server, SimulatedBrowser, list[Share]]:
    """A run whose session has shares."""
    saved: Saved = {}
    server, owner, session = first_run(saved, key=key)
    return saved, server, owner, [session.shares.make(one, None) for one in terms]


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("is_owner_first", [True, False])
def test_a_link_that_was_withdrawn_stays_so(key: bytes | None, is_owner_first: bool) -> None:
    saved, server, owner, (good, bad) = run_with(key, OBSERVER, OBSERVER)
    (session,) = server.hub.sessions.values()
    session.shares.revoke(bad)
    server.save()
    later = Server(saved, "two", key=key)
    if is_owner_first:
        assert come(later, session, owner.token).end is None
    assert come(later, session, bad.token).end == ended("this link has been withdrawn")
    assert (len(later.hub.sessions) == 1) is is_owner_first  # nothing is built for such a one
    observer = come(later, session, good.token)
    assert observer.end is None
    assert observer.rights["role"] == "observer"
    (restored,) = later.hub.sessions.values()
    assert [share.token for share in restored.shares.good] == [good.token]
    restored.shares.revoke(restored.shares.good[0])
    observer.exchange()
    assert observer.end == ended("this link has been withdrawn")


@pytest.mark.parametrize("key", KEYS)
def test_uses_are_counted_over_a_restart(key: bytes | None) -> None:
    saved, server, _, (share,) = run_with(key, Terms(Role.OBSERVER, uses=2))
    (session,) = server.hub.sessions.values()
    guest = come(server, session, share.token)
    assert (guest.end, share.uses_left) == (None, 1)
    server.save()
    later = Server(saved, "two", key=key)
    again = come(later, session, guest.token)
    assert again.end is None  # it comes back, which is no further use
    (restored,) = later.hub.sessions.values()
    (kept,) = restored.shares.good
    assert (kept.token, kept.uses_left) == (share.token, 1)
    assert come(later, session, share.token).end is None
    assert kept.uses_left == 0
    used_up = ended("this link has been used as often as it may be")
    assert come(later, session, share.token).end == used_up
    later.save()
    last = Server(saved, "three", key=key)
    assert come(last, session, guest.token).end is None
    assert come(last, session, share.token).end == used_up
    (session,) = last.hub.sessions.values()
    session.shares.revoke(session.shares.good[0])
    last.save()
    withdrawn = ended("this link has been withdrawn")
    for token in (guest.token, share.token):
        assert come(Server(saved, "four", key=key), session, token).end == withdrawn


@pytest.mark.parametrize("key", KEYS)
def test_a_link_expires_while_the_server_is_away(key: bytes | None) -> None:
    saved, server, owner, (share,) = run_with(key, Terms(Role.OBSERVER, expires_at=500.0))
    (session,) = server.hub.sessions.values()
    server.save()
    expired = ended("this link has expired")
    assert come(Server(saved, "two", key=key), session, share.token, at=499.0).end is None
    assert come(Server(saved, "two", key=key), session, share.token, at=500.0).end == expired
    later = Server(saved, "two", key=key)
    assert come(later, session, owner.token, at=499.0).end is None
    assert come(later, session, share.token, at=500.0).end == expired
    later = Server(saved, "two", key=key)
    observer = come(later, session, share.token, at=499.0)
    later.hub.next_deadline(1.0)  # as drivers ask
    later.hub.handle_timer(3.0)
    observer.exchange()
    assert observer.end == expired


def test_withdrawn_links_are_remembered_however_many_there_are() -> None:
    """Else a restart would make the oldest of them good again, whose signature is."""
    saved, server, owner, shares = run_with(KEYS[1], *[OBSERVER] * 150)
    (session,) = server.hub.sessions.values()
    for share in shares:
        session.shares.revoke(share)
    server.save()
    later = Server(saved, "two", key=KEYS[1])
    assert come(later, session, owner.token).end is None
    for share in (shares[0], shares[-1]):
        assert come(later, session, share.token).end == ended("this link has been withdrawn")


def test_links_that_have_expired_are_not_remembered_for_good() -> None:
    """Their signature tells that they have: a session of months must not grow by each of them."""
    terms = Terms(Role.OBSERVER, expires_at=50.0)
    saved, server, owner, (late, *_) = run_with(KEYS[1], *[terms] * 250)
    (session,) = server.hub.sessions.values()
    for share in session.shares.good:
        session.shares.look_at(share, 60.0)
    assert len(session.shares.remembered) == 100
    server.save()
    later = Server(saved, "two", key=KEYS[1])
    assert come(later, session, owner.token).end is None
    assert come(later, session, late.token).end == ended("this link has expired")


def test_a_browsers_own_link_is_worth_nothing_without_that_which_it_came_by() -> None:
    saved, server, owner, (share,) = run_with(None, Terms(Role.OBSERVER, uses=2))
    (session,) = server.hub.sessions.values()
    guest = come(server, session, share.token)
    server.save()
    (fields,) = saved.values()
    (parent, own) = msgspec.msgpack.decode(fields[SHARES], type=list[KeptShare])
    assert (parent.token, own.parent) == (share.token, share.token)
    fields[SHARES] = encode([own])
    assert come(Server(saved, "two"), session, guest.token).end == ended(
        "this link has been withdrawn"
    )
    later = Server(saved, "two")
    assert come(later, session, owner.token).end is None
    (restored,) = later.hub.sessions.values()
    assert restored.shares.remembered == []
    assert come(later, session, guest.token).end is not None


def test_a_link_that_has_ended_in_a_way_that_nobody_knows_is_damage() -> None:
    saved, server, owner, (share,) = run_with(None, OBSERVER)
    (session,) = server.hub.sessions.values()
    server.save()
    (fields,) = saved.values()
    fields[SHARES] = encode([KeptShare(token=share.token, role="observer", end="GONE")])
    later = Server(saved, "two")
    come(later, session, owner.token)
    (told,) = [one for one in later.told if isinstance(one, SessionNotRestored)]
    assert "damaged" in told.reason


def test_a_session_without_links_keeps_no_field_of_them() -> None:
    saved, server, *_ = run_with(None)
    server.save()
    (fields,) = saved.values()
    assert SHARES not in fields
