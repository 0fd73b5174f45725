"""The key that a page's address has for a router: taken at any path, and part of every link."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from asgi.harness import connected, get, on_both_loops
from async_api.peer import Peer, in_loop, serving
from pgwidgets.asgi import asgi_app
from pgwidgets.async_ import Application
from pgwidgets.recording import Replay
from pgwidgets.stores import MemoryStore
from pgwidgets.sync import Application as SyncApplication
from transports.counting import build, counts_up

KEY = "pAge-drawn_kEy12345678"
SOCKETS = 'name="pgwidgets-ws" content="s/{route}/"'


def key_of(link: str) -> str:
    """The key that a page finds in a link (line/route.js)."""
    (session,) = parse_qs(urlsplit(link).fragment)["session"]
    return session.split(".")[0]


async def shows_and_keeps_its_key(url: str | None, sessions: Callable[[], dict[Any, Any]]) -> None:
    """The page is told of the path, the path opens a session, and that has the key in its links."""
    base = httpx.URL(url or "")
    async with httpx.AsyncClient(trust_env=False) as client:
        assert SOCKETS in (await client.get(base)).text
        knock = await client.head(base.join(f"s/{KEY}/"))
        assert (knock.status_code, knock.content) == (204, b"")
        assert (await client.get(base.join(f"s/{KEY}/"))).status_code == 404  # no page is there
    origin = {"origin": f"http://{base.netloc.decode()}"}
    async with Peer.visiting(str(base.join(f"s/{KEY}/")), headers=origin) as peer:
        await peer.until_page_has(1, "Button")
        await counts_up(peer)
        assert str(peer.session_id).startswith(f"{KEY}.")
        session = sessions()[peer.session_id]
        for link in (session.get_url(), session.share().url):
            assert key_of(link) == KEY
            assert link.startswith(f"{base}#")  # the page is where it was
        assert session.browsers[0].page_url == str(base)
        another = str(base.join("s/another"))
        async with Peer.visiting(another, like=peer, headers=origin) as other:
            assert other.session_id == peer.session_id  # the key opens and closes nothing
            assert session.browsers[1].page_url == str(base)


@pytest.mark.parametrize("base_path", ["", "/instruments/µ 1"])
@in_loop
async def test_at_any_path(base_path: str) -> None:
    async with serving(routed=True, base_path=base_path, store=MemoryStore()) as app:
        app.on_connect(build)
        await shows_and_keeps_its_key(app.url, lambda: app.sessions)


@in_loop
async def test_on_threads() -> None:
    app = SyncApplication(0, 0, routed=True, base_path="/cam", max_sessions=None)
    app.on_connect(build)
    with app:
        await shows_and_keeps_its_key(app.url, lambda: app.sessions)


@on_both_loops
async def test_inside_another_server() -> None:
    app = Application(routed=True, max_sessions=None)
    ui = asgi_app(app, "/ui")
    assert SOCKETS in (await get(ui, "/ui/"))[2].decode()
    assert (await get(ui, f"/ui/s/{KEY}/", method="HEAD"))[0] == 204
    async with connected(ui, f"/ui/s/{KEY}/") as call:
        assert call.messages[1]["session_id"].startswith(f"{KEY}.")
    async with connected(ui, f"/s/{KEY}/", root_path="/ui") as call:
        assert call.messages[1]["session_id"].startswith(f"{KEY}.")


@in_loop
async def test_a_server_that_is_alone_keeps_its_paths() -> None:
    async with serving() as app:
        app.on_connect(build)
        async with httpx.AsyncClient(trust_env=False) as client:
            assert 'name="pgwidgets-ws" content=""' in (await client.get(app.url or "")).text
            assert (await client.head(f"{app.url}s/{KEY}/")).status_code == 404
        async with Peer.visiting(f"{app.url}s/{KEY}/") as peer:
            assert peer.session_id == 1


@pytest.mark.parametrize("key", ["", "x" * 65, "a.b", "a%2Fb", "%C3%BC", "..%2F..", "a/b"])
@in_loop
async def test_what_is_no_key_is_none(key: str) -> None:
    async with serving(routed=True, store=MemoryStore()) as app:
        async with Peer.visiting(f"{app.url}s/{key}/") as peer:
            assert "." not in str(peer.session_id)
        async with httpx.AsyncClient(trust_env=False) as client:
            assert (await client.head(f"{app.url}s/{key}/")).status_code == 404


def test_a_store_that_servers_share_says_so() -> None:
    class Shared(MemoryStore):
        """With all that makes a store a shared one; none of it is used before there is a run."""

        lease, server, address = 1.0, "a", None
        join = beat = leave = acquire = want = release = reclaim = print

    def is_routed(**settings: Any) -> bool:
        return Application(**settings)._pgwidgets.settings.is_routed

    assert is_routed(store=Shared())
    assert not is_routed(store=Shared(), routed=False)
    assert not is_routed(store=MemoryStore())
    assert not is_routed()
    with pytest.raises(TypeError, match=r"routed is 1; it must be True or False"):
        Application(routed=1)  # type: ignore[arg-type]


@in_loop
async def test_a_recording_has_the_key(tmp_path: Path) -> None:
    async with serving(routed=True, record=tmp_path / "recorded") as app:
        app.on_connect(build)
        async with Peer.visiting(f"{app.url}s/{KEY}/") as peer:
            await peer.until_page_has(1, "Button")
            await counts_up(peer)
    replay = Replay(tmp_path / "recorded")
    assert replay.run() == []
