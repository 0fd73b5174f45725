"""Sessions in a real Redis: what its scripts do, and three worlds that share one."""

import asyncio
import time
from collections.abc import Iterator
from typing import Any

import pytest
import trio
import trio.testing

from async_api.peer import Peer, in_loop, serving, turns_until
from pgwidgets import async_, sync
from pgwidgets.asgi import asgi_app
from pgwidgets.stores import (
    RedisStore,
    SessionElsewhere,
    SharedStore,
    StoreError,
    Superseded,
)
from pgwidgets.stores.shared import About, Elsewhere, Found
from stores.counting import program
from stores.made_up import MadeUpStore, Space
from stores.redis_server import RedisServer, redis_server

LEASE = 0.5


@pytest.fixture(scope="module")
def redis() -> Iterator[RedisServer]:
    with redis_server() as server:
        yield server


def grown_up(store: Any) -> None:
    """Have a store that is new believed: its servers have told it what is theirs."""
    if isinstance(store, RedisStore):
        store._client.set(f"{store._prefix}born", 0)


class Pair:
    """Two servers of one namespace, real or made up."""

    def __init__(self, redis: RedisServer | None, namespace: str) -> None:
        self.space = Space()
        self.space.born -= 10.0
        names = ("one", "two")
        if redis is None:
            self.stores: list[Any] = [MadeUpStore(self.space, name) for name in names]
        else:
            settings: dict[str, Any] = {"namespace": namespace, "lease": LEASE}
            self.stores = [RedisStore(redis.url, server=name, **settings) for name in names]
        for store in self.stores:
            store.join(About(server=store.server), "secret")
            store.beat()
            grown_up(store)
        self.is_real = redis is not None

    def lease_ends(self, store: Any) -> None:
        """Let the lease of one server end, and that of the other go on."""
        (other,) = [one for one in self.stores if one is not store]
        end = time.monotonic() + LEASE + 0.05
        self.space.now += 2.5
        other.beat()
        while self.is_real and time.monotonic() < end:
            time.sleep(0.05)
            other.beat()


@pytest.fixture(params=["made up", "real"])
def pair(request: pytest.FixtureRequest, redis: RedisServer) -> Pair:
    return Pair(redis if request.param == "real" else None, request.node.name)


def test_both_are_stores_that_are_shared(pair: Pair) -> None:
    assert all(isinstance(store, SharedStore) for store in pair.stores)


def test_a_session_is_one_servers_until_its_lease_ends(pair: Pair) -> None:
    one, two = pair.stores
    assert one.acquire("a") is None
    one.save("a", {"meta": b"m", "x": b"1", "y": b"2"})
    elsewhere = two.acquire("a", take=("x",), peek=("meta", "none"))
    assert isinstance(elsewhere, Elsewhere)
    assert (elsewhere.about.server, elsewhere.fields) == ("one", {"meta": b"m"})
    assert elsewhere.seconds > 90, "it was made there, and has never moved"
    one.save("a", {"x": None, "y": b"3", "whole": b"!"})
    pair.lease_ends(one)
    found = two.acquire("a", take=("whole",))
    assert found == Found(2, {"meta": b"m", "y": b"3", "whole": b"!"})
    assert two.load("a") == {"meta": b"m", "y": b"3"}
    with pytest.raises(Superseded):
        one.save("a", {"x": b"late"})
    one.beat()
    again = one.acquire("a")
    assert isinstance(again, Elsewhere), "an epoch that is over counts for nothing"
    assert 0 <= again.seconds < 5
    assert two.load("a") == {"meta": b"m", "y": b"3"}
    assert one.sessions() == two.sessions() == ["a"]


def test_what_is_wanted_is_told_once_and_what_is_released_is_free(pair: Pair) -> None:
    one, two = pair.stores
    one.save("a", {"meta": b"m"})
    elsewhere = two.acquire("a")
    assert isinstance(elsewhere, Elsewhere)
    two.want("a", elsewhere.boot)
    two.want("a", elsewhere.boot)
    assert [one.beat().wanted, one.beat().wanted] == [["a"], []]
    one.release("a", {"whole": b"w"})
    assert two.acquire("a", take=("whole",)) == Found(2, {"meta": b"m", "whole": b"w"})
    elsewhere = one.acquire("a")
    assert isinstance(elsewhere, Elsewhere)
    assert 0 <= elsewhere.seconds < 5, "it has moved"
    one.release("a", {"whole": b"late"})
    assert two.load("a") == {"meta": b"m"}
    with pytest.raises(Superseded):
        one.save("a", {"meta": b"late"})
    (two._epochs if pair.is_real else two.epochs).clear()  # it has not heard of it
    two.release("a")
    assert one.acquire("a") == Found(3, {"meta": b"m"})
    two.release("a")
    assert isinstance(two.acquire("a"), Elsewhere)


def test_a_server_that_leaves_or_is_known_to_be_dead_leaves_its_sessions(pair: Pair) -> None:
    one, two = pair.stores
    one.save("a", {"meta": b"m"})
    one.save("b", {"meta": b"m"})
    elsewhere = two.acquire("a")
    assert isinstance(elsewhere, Elsewhere)
    assert isinstance(two.acquire("a", dead=elsewhere.boot), Found)
    assert isinstance(two.acquire("b"), Elsewhere)
    one.leave()
    assert isinstance(two.acquire("b"), Found)


def test_what_is_deleted_is_not_found_but_may_be_made_again(pair: Pair) -> None:
    one, two = pair.stores
    one.save("a", {"meta": b"m"})
    two.delete("a")
    assert one.load("a") == {"meta": b"m"}, "only its owner can"
    one.delete("a")
    assert two.acquire("a") is None
    assert two.sessions() == []
    assert two.acquire("a", is_new=True) == Found(2, {})


def test_after_its_lease_was_over_a_server_learns_what_is_its_own_still(pair: Pair) -> None:
    one, two = pair.stores
    for session in "abc":
        one.save(session, {"meta": b"m"})
    pair.lease_ends(one)
    two.acquire("b")
    two.acquire("c")
    two.release("c")
    assert not one.beat().had_lease
    reclaimed = one.reclaim(is_forgotten=False)
    assert (reclaimed.epochs, sorted(reclaimed.lost)) == ({}, ["b", "c"])
    reclaimed = one.reclaim(is_forgotten=True)
    assert reclaimed.epochs == {"a": 2}
    one.save("a", {"meta": b"n"})
    with pytest.raises(Superseded):
        one.save("b", {"meta": b"late"}) if isinstance(two.acquire("b"), Found) else None


def test_one_of_which_a_save_was_refused_is_lost_before_the_lease_begins(pair: Pair) -> None:
    one, two = pair.stores
    one.save("a", {"meta": b"m"})
    pair.lease_ends(one)
    two.acquire("a")
    with pytest.raises(Superseded):
        one.save("a", {"x": b"late"})  # of which the program hears later
    one.beat()
    assert one.reclaim(is_forgotten=False).lost == ["a"]
    assert one.reclaim(is_forgotten=False).lost == []
    two.release("a")
    assert isinstance(one.acquire("a"), Found)
    assert one.reclaim(is_forgotten=False).lost == []


def test_servers_agree_on_a_secret(pair: Pair) -> None:
    one, _ = pair.stores
    with pytest.raises(ValueError, match="secret_key"):
        one.join(About(server="one"), "another")


def test_an_emptied_redis_is_another_and_new(redis: RedisServer) -> None:
    with redis_server() as server:
        store = RedisStore(server.url, lease=LEASE)
        store.join(About(server="one"), "secret")
        before = store.beat()
        store.save("a", {"meta": b"m"})
        server.kill()
        with pytest.raises(StoreError, match=r"127\.0\.0\.1"):
            store.beat()
        server.start()
        after = store.beat()
        assert before.life != after.life
        assert not after.had_lease
        with pytest.raises(StoreError, match="is new"):
            RedisStore(server.url, lease=LEASE).acquire("b")
        with pytest.raises(StoreError, match="forgotten"):
            store.save("a", {"x": b"1"})
        assert store.reclaim(is_forgotten=True).epochs == {"a": 2}
        store.save("a", {"x": b"1"})


def test_a_clock_that_was_put_back_keeps_nobody_waiting(redis: RedisServer) -> None:
    one, two = Pair(redis, "clock").stores
    one.save("a", {"meta": b"m"})
    later = 10**15
    one._client.set(one._key("born", "").rstrip(":"), later)
    one._client.hset(one._key("owner", "a"), "since", later)
    assert two.acquire("unknown") is None
    elsewhere = two.acquire("a")
    assert isinstance(elsewhere, Elsewhere)
    assert elsewhere.seconds > 90


def test_what_was_taken_is_told_again_if_the_answer_was_lost(redis: RedisServer) -> None:
    names = ("one", "two")
    one, two = (RedisStore(redis.url, namespace="lost", server=name, lease=LEASE) for name in names)
    for store in (one, two):
        store.join(About(server=store.server), "secret")
        store.beat()
    one.save("a", {"meta": b"m", "whole": b"w"})
    one.release("a")
    for _ in range(2):
        two._epochs.clear()  # it has not heard that it has the session
        found = two.acquire("a", take=["whole"])
        assert isinstance(found, Found)
        assert found.fields == {"meta": b"m", "whole": b"w"}
    assert two.load("a") == {"meta": b"m"}
    found = two.acquire("a", take=["whole"])
    assert isinstance(found, Found)
    assert found.fields == {"meta": b"m"}, "it has heard of it, and may have changed something"
    two.release("a")
    found = one.acquire("a", take=["whole"])
    assert isinstance(found, Found)
    assert found.fields == {"meta": b"m"}
    before = one._epochs["a"]
    assert one.reclaim(is_forgotten=True).epochs == {"a": before + 1}
    one._epochs["a"] = before  # nor of its new epoch
    with pytest.raises(StoreError, match="newer epoch") as refused:
        one.save("a", {"meta": b"o"})
    assert not isinstance(refused.value, Superseded), "nobody else has it"
    assert one.reclaim(is_forgotten=False) == ({"a": before + 1}, [])
    one.save("a", {"meta": b"n"})
    elsewhere = two.acquire("a", dead=one._boot)
    assert isinstance(elsewhere, Found)
    with pytest.raises(Superseded):
        one.save("a", {"meta": b"p"})
    one.save("b", {"meta": b"m"})
    redis.freeze()
    try:
        with pytest.raises(StoreError):
            one.reclaim(is_forgotten=False)
    finally:
        redis.thaw()
    assert one.reclaim(is_forgotten=False) == ({}, ["a"])


def test_namespaces_see_nothing_of_each_other(redis: RedisServer) -> None:
    stores = [RedisStore(redis.url, namespace=name) for name in ("", "a", "a*", "[a]", "a:b")]
    for number, store in enumerate(stores):
        store.join(About(server="one"), f"secret {number}")
        store.beat()
        store.save(f"s{number}", {"meta": b"%d" % number})
    assert [store.sessions() for store in stores] == [[f"s{n}"] for n in range(len(stores))]
    assert stores[1].load("s2") is None


def test_a_redis_that_is_full_takes_no_saves_and_leases_go_on() -> None:
    with redis_server() as server:
        store = RedisStore(server.url, lease=LEASE)
        store.join(About(server="one"), "secret")
        store.beat()
        store.save("a", {"meta": b"m"})
        used = int(store._client.info("memory")["used_memory"])
        store._client.config_set("maxmemory", used // 2)
        with pytest.raises(StoreError, match="maxmemory"):
            store.save("a", {"x": b"1" * 1000})
        assert store.beat().had_lease
        store.release("a")
        assert store.acquire("a") == Found(2, {"meta": b"m"})
        assert store.reclaim(is_forgotten=True).epochs == {"a": 3}
        store._client.config_set("maxmemory", 0)
        store.save("a", {"x": b"1"})
        assert store.load("a") == {"meta": b"m", "x": b"1"}


@pytest.mark.parametrize(
    ("url", "settings", "error", "text"),
    [
        ("http://127.0.0.1", {}, ValueError, "url"),
        (7, {}, TypeError, "url"),
        ("redis://:secret/x@h:6379/0", {}, ValueError, "%2F"),
        ("redis://u/secret@h", {}, ValueError, "database"),
        ("redis://h/main", {}, ValueError, "database"),
        ("redis://h?socket_timeout=5", {}, ValueError, "url sets socket_timeout"),
        ("redis://h?decode_responses=yes", {}, ValueError, "url sets decode_responses"),
        ("unix://", {}, ValueError, "without a path"),
        ("redis://h", {"lease": 0.1}, ValueError, "lease"),
        ("redis://h", {"lease": True}, TypeError, "lease"),
        (
            "redis://h",
            {"lease": float("nan")},
            ValueError,
            "lease is nan; it must be from 0.2 to 60",
        ),
        ("redis://h", {"lease": float("inf")}, ValueError, "lease"),
        ("redis://h", {"keep_days": 0}, ValueError, "keep_days"),
        ("redis://h", {"keep_days": 1e-9}, ValueError, "keep_days"),
        ("redis://h", {"keep_days": float("inf")}, ValueError, "keep_days is inf; it must be from"),
        ("redis://h", {"namespace": "a{b}"}, ValueError, "namespace"),
        ("redis://h", {"address": "here"}, ValueError, "address"),
        ("redis://h", {"server": 1}, TypeError, "server"),
    ],
)
def test_settings_that_are_not_allowed(
    url: Any, settings: dict[str, Any], error: type[Exception], text: str
) -> None:
    with pytest.raises(error, match=text) as told:
        RedisStore(url, **settings)
    assert "secret" not in str(told.value)


def test_a_password_is_told_nobody() -> None:
    assert "RedisStore(localhost:6379," in repr(RedisStore("redis://:secret@"))
    assert "RedisStore(/run/redis," in repr(RedisStore("unix://:secret@/run/redis"))
    assert "secret" not in repr(RedisStore("redis://user:secret@127.0.0.1:1/0"))


def test_without_the_library_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "redis", None)
    with pytest.raises(ImportError, match=r"pgwidgets\[redis\]"):
        RedisStore("redis://127.0.0.1")


# --- applications


def application(redis: RedisServer, namespace: str, name: str, **more: Any) -> async_.Application:
    store = RedisStore(redis.url, namespace=namespace, server=name, lease=LEASE)
    app = async_.Application(0, None, store=store, max_sessions=None, **more)
    program(app)
    return app


@in_loop
async def test_a_page_that_comes_by_another_server_finds_its_session_there() -> None:
    with redis_server() as redis:
        one, two = (application(redis, "", name) for name in ("one", "two"))
        async with serving(two):
            async with serving(one), Peer.visiting(one.url) as peer:
                await peer.until_page_has(1, "Button")
                await peer.click(peer.the("Button"))
                (session,) = one.sessions.values()
                await turns_until(lambda: session.data.get("count") == 1)
                await session.save()
                assert session.epoch == 1
            # It has stopped in good order, and two has the session when a page names it.
            async with Peer.visiting(two.url, like=peer):
                (moved,) = two.sessions.values()
                assert (moved.data, moved.epoch, moved.is_restored) == ({"count": 1}, 2, True)


def test_threads_share_it_too(redis: RedisServer) -> None:
    def made(name: str) -> sync.Application:
        store = RedisStore(redis.url, namespace="threads", server=name, lease=LEASE)
        return sync.Application(0, None, store=store, max_sessions=None)

    one, two = made("one"), made("two")
    session = one.create_session("cam1")
    session.data["gain"] = 3
    one.start()
    two.start()
    try:
        session.save()
        with pytest.raises(SessionElsewhere, match="one"):
            two.create_session("cam1")
        one.close()
        again = two.create_session("cam1")
        assert (again.data, again.epoch) == ({"gain": 3}, 2)
    finally:
        one.close()
        two.close()


def test_a_server_whose_key_differs_does_not_serve(redis: RedisServer) -> None:
    def made(key: str) -> sync.Application:
        store = RedisStore(redis.url, namespace="keys", lease=LEASE)
        return sync.Application(0, None, store=store, secret_key=key * 16)

    one, two = made("a"), made("b")
    one.start()
    try:
        with pytest.raises(ValueError, match="secret_key"):
            two.start()
        assert two.url is None or not two._pgwidgets.clock
    finally:
        one.close()


async def _kept(app: async_.Application) -> None:
    """Have something kept by a server that then stops in good order."""
    session = app.create_session("cam1")
    assert session.epoch == 1
    session.data["gain"] = 3
    await session.save()
    session.data["gain"] = 4


async def _on_trio(app: async_.Application) -> None:
    async with app:
        await trio.testing.wait_all_tasks_blocked()  # until it serves
        await _kept(app)


async def _in_a_framework(app: async_.Application) -> None:
    """As an ASGI server does it: it tells of its start and its end."""
    told: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    heard: asyncio.Queue[Any] = asyncio.Queue()
    page: Any = asgi_app(app)
    serving = asyncio.create_task(
        page({"type": "lifespan", "asgi": {"version": "3.0"}}, told.get, heard.put)
    )
    await told.put({"type": "lifespan.startup"})
    assert (await heard.get())["type"] == "lifespan.startup.complete"
    await _kept(app)
    await told.put({"type": "lifespan.shutdown"})
    assert (await heard.get())["type"] == "lifespan.shutdown.complete"
    await serving


@pytest.mark.parametrize("world", ["trio", "ASGI"])
def test_other_worlds_leave_theirs_to_the_next(redis: RedisServer, world: str) -> None:
    def store(name: str) -> RedisStore:
        return RedisStore(redis.url, namespace=world, server=name, lease=30.0)

    app = async_.Application(0, None, store=store("one"), max_sessions=None)
    if world == "trio":
        trio.run(_on_trio, app)
    else:
        asyncio.run(_in_a_framework(app))
    # The lease would have gone on for long: it was ended.
    other = sync.Application(0, None, store=store("two"))
    session = other.create_session("cam1")
    assert (session.data, session.epoch, session.is_restored) == ({"gain": 4}, 2, True)
    other.start()
    other.close()
