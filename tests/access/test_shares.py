"""Shares as programs make them: what may be asked, and the address that comes of it."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from asgi.harness import connected, on_both_loops
from pgwidgets._launch import Launch, begin
from pgwidgets.access import Share
from pgwidgets.asgi import asgi_app
from pgwidgets.async_ import Application
from pgwidgets.testing.conformance import AsyncioWorld
from pgwidgets_proto import Browser


def made(**settings: Any) -> tuple[Application, Any]:
    app = Application(ws_port=0, http_port=8080, **settings)
    return app, app.create_session("cam 1", "secret")


def test_a_share_says_what_it_allows() -> None:
    _, session = made()
    before = datetime.now(UTC)
    share = session.share("operator", expires=timedelta(hours=1), uses=3)
    assert isinstance(share, Share)
    assert (share.role, share.uses_left, share.is_good, share.ended_because) == (
        "operator",
        3,
        True,
        None,
    )
    assert share.expires_at is not None
    assert timedelta(0) <= share.expires_at - before - timedelta(hours=1) < timedelta(minutes=1)
    assert share.browsers == ()
    assert repr(share) == "<Share operator good>"
    assert str(share) == share.url == f"http://127.0.0.1:8080/#session=cam%201&token={share.token}"
    assert "secret" not in share.url
    plain = session.share()
    assert (plain.role, plain.expires_at, plain.uses_left) == ("observer", None, None)
    assert [other.token for other in session.shares] == [share.token, plain.token]
    share.revoke()
    assert [other.token for other in session.shares] == [plain.token]
    assert repr(share) == "<Share operator revoked>"


@pytest.mark.parametrize(
    ("given", "error", "text"),
    [
        ({"role": "admin"}, ValueError, r"role is 'admin'; it must be 'operator' or 'observer'"),
        ({"role": None}, ValueError, "role is None"),
        ({"expires": 0}, ValueError, "expires is 0; it must be seconds from now, more than 0"),
        ({"expires": float("nan")}, ValueError, "expires is nan"),
        ({"expires": float("inf")}, ValueError, "expires is inf"),
        ({"expires": "1h"}, TypeError, "expires is '1h'; it must be seconds, a timedelta, or None"),
        ({"expires": True}, TypeError, "expires is True"),
        ({"uses": 0}, ValueError, "uses is 0; it must be from 1 to 10000"),
        ({"uses": 1.5}, TypeError, "uses is 1.5; it must be an int, or None"),
    ],
)
def test_what_can_not_be_asked_is_refused(given: Any, error: type[Exception], text: str) -> None:
    _, session = made()
    with pytest.raises(error, match=text):
        session.share(**given)
    assert session.shares == ()


def test_uses_are_counted_where_something_remembers_them(tmp_path: Path) -> None:
    """With a key alone a restart would make a link that was used up as good as new."""
    key = b"0123456789abcdef"
    _, session = made(secret_key=key)
    with pytest.raises(
        ValueError, match=r"uses is 1; with a secret_key .* give .* a store= as well"
    ):
        session.share(uses=1)
    assert session.share(expires=60).is_good
    _, session = made(secret_key=key, store=tmp_path / "sessions.sqlite")
    assert session.share(uses=1).is_good
    begin(Launch(secret_key=key))  # as `pgwidgets run --reload` gives one to every program
    try:
        _, session = made()
    finally:
        begin(None)
    assert session.share(uses=1).is_good


def test_the_program_may_tell_the_address_of_the_page() -> None:
    app, session = made(base_url="https://obs.example/cam")
    assert app.url == "https://obs.example/cam/"
    assert session.get_url() == "https://obs.example/cam/#session=cam%201&token=secret"
    assert session.share().url.startswith("https://obs.example/cam/#session=cam%201&token=v.")
    for wrong in (
        "obs.example",
        "ftp://obs.example/",
        "https://x/?a",
        "https://u:p@x/",
        "https://",
    ):
        with pytest.raises(ValueError, match=r"base_url is .*it must be the page's address"):
            made(base_url=wrong)
    with pytest.raises(TypeError, match="base_url is 5; it must be a text"):
        made(base_url=5)


def test_behind_a_proxy_the_address_is_the_one_that_the_operators_page_has() -> None:
    with AsyncioWorld() as world, world.serving(allowed_origins=["https://obs.example"]) as app:
        visitor = world.visit(headers={"Origin": "https://obs.example"})
        world.until_program(lambda: app.sessions and app.sessions[1].browsers)
        session = app.sessions[1]
        share = world.call(session.share)
        assert share.url == f"https://obs.example/#session=1&token={share.token}"
        assert session.get_url() == f"{app.url}#session=1&token={session.token}"
        visitor.leave()


@pytest.mark.parametrize("role", ["observer", "operator"])
def test_secrets_go_to_no_address_that_a_guest_made_up(role: str) -> None:
    app = Application(max_sessions=None)
    asgi_app(app, "/ui")
    session: Any = app.create_session("s", "secret")
    share = session.share(role)
    for token, address in ((share.token, "https://evil.example/"), ("secret", "https://own/")):
        assert session.get_url() is None
        observed = share.url
        channel = app._pgwidgets.hub.open_channel(Browser(None, None, None, address), 0.0)
        hello = {"type": "result", "id": 0, "ext": 1, "session_id": "s", "token": token}
        channel.receive(json.dumps(hello), 0.0)
        assert channel.link is not None
    assert observed == (
        None if role == "observer" else f"https://evil.example/#session=s&token={share.token}"
    )
    assert session.get_url() == "https://own/#session=s&token=secret"


@on_both_loops
async def test_where_the_server_is_somebody_elses_the_page_tells_its_address() -> None:
    app = Application(max_sessions=None)
    ui = asgi_app(app, "/ui")
    session = app.create_session("s", "secret")
    share = session.share()
    assert (session.get_url(), share.url, str(share)) == (None, None, "")
    headers = {"origin": "http://127.0.0.1:8000"}
    hello = {"session_id": "s", "token": "secret"}
    async with connected(ui, "/ui/", headers=headers, hello=hello) as call:
        await call.until(lambda: session.browsers)
        assert session.browsers[0].page_url == "http://127.0.0.1:8000/ui/"
        assert session.get_url() == "http://127.0.0.1:8000/ui/#session=s&token=secret"
        assert share.url == f"http://127.0.0.1:8000/ui/#session=s&token={share.token}"
    await app.close()
