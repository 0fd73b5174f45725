"""Redis stands still, or comes back with nothing, while applications share their sessions in it."""

import asyncio
import os
import time
from typing import Any

import msgspec
import pytest

from async_api.peer import Peer, in_loop, serving, turns_until
from pgwidgets import async_, sync
from pgwidgets.stores import RedisStore
from stores.counting import program
from stores.redis_server import RedisServer, redis_server

AWAY = float(os.environ.get("PGWIDGETS_REDIS_AWAY", "0"))
"""Seconds for which Redis is away at least; `make test-redis` has it be a minute."""
LEASE = 0.5


def application(redis: RedisServer, **more: Any) -> async_.Application:
    """One that counts presses."""
    app = async_.Application(
        *(0, None), store=RedisStore(redis.url, lease=LEASE), max_sessions=None, **more
    )
    program(app)
    return app


async def pressed(app: async_.Application, peer: Peer, count: int) -> async_.Session:
    """Press, and wait until that is handled."""
    await peer.until_page_has(1, "Button")
    await peer.click(peer.the("Button"))
    (session,) = app.sessions.values()
    await turns_until(lambda: session.data.get("count") == count)
    return session


def stored(redis: RedisServer) -> Any:
    """How many presses are stored."""
    store = RedisStore(redis.url)
    found = [store.load(session) for session in store.sessions()]
    store.close()
    return [msgspec.msgpack.decode((one or {})["data"]).get("count") for one in found]


async def away(began: float) -> None:
    """Let so much time pass that Redis was away for long enough."""
    await asyncio.sleep(max(0.0, began + AWAY - time.monotonic()))


@in_loop
async def test_while_redis_stands_still_nothing_is_handled_and_then_it_is() -> None:
    with redis_server() as redis:
        app = application(redis)
        async with serving(app), Peer.visiting(app.url) as peer:
            session = await pressed(app, peer, 1)
            redis.freeze()
            began = time.monotonic()
            await turns_until(lambda: app.stats().state == "frozen")
            await peer.click(peer.the("Button"))
            await turns_until(lambda: app.stats().sessions[0].events == 1)
            await away(began)
            assert session.data == {"count": 1}
            redis.thaw()
            await turns_until(lambda: session.data == {"count": 2})
            await session.save()
            assert (stored(redis), session.epoch, app.stats().state) == ([2], 1, "serving")


@in_loop
async def test_a_program_may_serve_on_while_redis_stands_still() -> None:
    with redis_server() as redis:
        app = application(redis, store_lost="serve")
        async with serving(app), Peer.visiting(app.url) as peer:
            await pressed(app, peer, 1)
            redis.freeze()
            began = time.monotonic()
            lease = app._pgwidgets.hub.lease
            assert lease is not None
            await turns_until(lambda: lease.is_waived and lease.clock() > lease.until)
            session = await pressed(app, peer, 2)
            await away(began)
            await pressed(app, peer, 3)
            redis.thaw()
            await turns_until(lambda: not lease.is_waived)
            await session.save()
            assert stored(redis) == [3]


@in_loop
@pytest.mark.parametrize("lost", ["freeze", "serve"])
async def test_a_redis_that_comes_back_empty_is_told_everything(lost: Any) -> None:
    with redis_server() as redis:
        app = application(redis, store_lost=lost)
        async with serving(app), Peer.visiting(app.url) as peer:
            session = await pressed(app, peer, 1)
            await session.save()
            for epoch in (2, 3):
                redis.kill()
                redis.start()
                await turns_until(lambda epoch=epoch: session.epoch == epoch)  # type: ignore[misc]
                await turns_until(lambda: stored(redis) == [session.data["count"]])
                await pressed(app, peer, epoch)
            async with Peer.visiting(app.url, like=peer):
                assert len(app.sessions) == 1


@in_loop
async def test_threads_freeze_and_go_on_too() -> None:
    with redis_server() as redis:
        app = sync.Application(
            *(0, None), store=RedisStore(redis.url, lease=LEASE), max_sessions=None
        )

        @app.on_connect
        def build(session: sync.Session) -> None:
            W = session.get_widgets()
            box = W.VBox()
            button = W.Button("press", name="press")
            box.add_widget(button, 0)

            def press() -> None:
                session.data["count"] = session.data.get("count", 0) + 1

            button.on("activated", press)

        app.start()
        try:
            async with Peer.visiting(app.url) as peer:
                await peer.until_page_has(1, "Button")
                (session,) = app.sessions.values()
                redis.freeze()
                await turns_until(lambda: app.stats().state == "frozen")
                for _ in range(3):
                    await peer.click(peer.the("Button"))
                await turns_until(lambda: app.stats().sessions[0].events == 3)
                assert session.data == {}
                redis.thaw()
                await turns_until(lambda: session.data == {"count": 3})
                assert session.epoch == 1
        finally:
            await asyncio.to_thread(app.close)
