"""When sessions are saved, and what comes of a store that is slow or fails."""

import logging
import threading
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec

from async_api.peer import Peer, in_loop, serving, turns_until
from core.helpers import make_hub
from patience import PATIENCE
from pgwidgets import sync
from pgwidgets.stores import MemoryStore
from pgwidgets.stores.saving import EVERY, Saver
from pgwidgets.testing import SimulatedBrowser
from pgwidgets_proto import ChannelRefused, CloseCode, Session, SessionExpired
from pgwidgets_proto.sessions import HubEvent, SessionEnded


class Failing(MemoryStore):
    """A store that fails as often as it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.fails = 0
        self.saves = 0
        self.refuses = ""
        self.is_readable = True

    def _may_fail(self) -> None:
        if self.fails:
            self.fails -= 1
            raise OSError("no room")

    def load(self, session: str, *, take: Iterable[str] = ()) -> dict[str, bytes] | None:
        if not self.is_readable:
            raise OSError("it is gone")
        return super().load(session, take=take)

    def save(self, session: str, fields: Mapping[str, bytes | None]) -> None:
        self.saves += 1
        self._may_fail()
        if session == self.refuses:
            raise ValueError("it is too big")
        super().save(session, fields)

    def delete(self, session: str) -> None:
        self._may_fail()
        super().delete(session)


class Server:
    """As much of an application as a saver needs; what the store says comes home when it is let."""

    def __init__(self, store: MemoryStore) -> None:
        self.hub = make_hub(keeps=True)
        self.clock: Any = None
        self.lines: list[str] = []
        self.coming: list[Callable[[], None]] = []
        self.is_slow = False
        self.saver = Saver(self, store)
        self.saver.begin()
        self.now = 0.0
        self.hub.next_deadline(self.now)

    def act(self, operation: Callable[..., Any], *args: Any) -> Any:
        return operation(*args)

    def call_home(self, function: Callable[..., None], *args: Any) -> None:
        self.coming.append(lambda: function(*args))
        if not self.is_slow:
            self.come_home()

    def come_home(self) -> None:
        """Bring what the store has said."""
        coming, self.coming = self.coming, []
        for each in coming:
            each()

    def log(
        self, level: int, text: str, *args: Any, extra: Mapping[str, Any] | None = None
    ) -> None:
        self.lines.append(f"{logging.getLevelName(level)} {text % args}")

    def session(self, session_id: str | None = None) -> Session:
        """A session that its program has built."""
        session = self.hub.create_session(session_id)
        self.hub.returning.built(session, self.now)
        return session

    def look(self, times: int = 1, seconds: float = EVERY) -> None:
        """Let time pass, so that what has changed is looked at."""
        for _ in range(times):
            self.now += seconds
            self.hub.next_deadline(self.now)
            self.hub.handle_timer(self.now)
            self.hub.next_deadline(self.now)

    def note(self) -> list[HubEvent]:
        """Tell the saver what the core has told."""
        told = list(iter(self.hub.next_event, None))
        for event in told:
            assert not isinstance(event, (ChannelRefused, SessionExpired))
            self.saver.note(event)
        return told


def data_in(store: MemoryStore, key: str) -> Any:
    return msgspec.msgpack.decode((store.load(key) or {})["data"])


def token_in(store: MemoryStore, key: str) -> Any:
    return msgspec.msgpack.decode((store.load(key) or {})["meta"])["token"]


def test_nothing_is_written_while_a_write_is_under_way() -> None:
    store = Failing()
    server = Server(store)
    session = server.session("one")
    server.look()
    server.is_slow, store.fails = True, 1
    assert session.kept is not None
    session.kept.data["a"] = 1
    server.look()
    assert store.saves == 2
    session.kept.data["b"] = 2  # it may not be stored without what the failing write has
    server.look(20)
    asked = server.saver.save(session)
    assert store.saves == 2
    server.is_slow = False
    server.come_home()
    assert asked.is_settled
    assert store.saves == 3
    assert data_in(store, '"one"') == {"a": 1, "b": 2}


def test_a_session_is_saved_in_time_though_another_one_is_saved_again_and_again() -> None:
    store = Failing()
    server = Server(store)
    busy, quiet = server.session("busy"), server.session("quiet")
    server.look()
    assert busy.kept is not None
    assert quiet.kept is not None
    quiet.kept.data["a"] = 1
    server.is_slow = True
    for count in range(4):  # whenever it is looked, one that the program asks for is under way
        busy.kept.data["count"] = count
        asked = server.saver.save(busy)
        server.look()
        assert not asked.is_settled
        server.come_home()
        assert asked.is_settled
        assert data_in(store, '"quiet"') == {"a": 1}
        server.come_home()


def test_a_look_that_had_to_wait_is_had_once_and_not_after_the_last_save() -> None:
    store = Failing()
    server = Server(store)
    session = server.session("one")
    server.look()
    assert session.kept is not None
    server.is_slow = True
    session.kept.data["a"] = 1
    server.look(5)
    session.kept.data["a"] = 2
    server.come_home()
    assert (store.saves, len(server.coming)) == (3, 1)
    server.look(5)
    over = server.saver.stop()
    session.kept.data["a"] = 3
    server.come_home()  # the one that was under way, then the last one
    server.come_home()
    assert over.is_settled
    assert store.saves == 4
    assert data_in(store, '"one"') == {"a": 3}


def test_a_session_that_could_not_be_deleted_is_deleted_later() -> None:
    store = Failing()
    server = Server(store)
    session = server.session("one")
    server.look()
    assert store.sessions() == ['"one"']
    store.fails = 2
    server.hub.destroy_session(session)
    assert [type(event) for event in server.note()] == [SessionEnded]
    assert store.sessions() == ['"one"']
    server.look(60)
    assert store.sessions() == []
    assert sum("is still stored" in line for line in server.lines) == 1
    store.fails = 1
    server.hub.destroy_session(server.session("two"))
    server.note()
    server.saver.stop()
    assert store.sessions() == []


def test_one_that_could_not_be_deleted_and_is_there_again_is_not_deleted() -> None:
    store = Failing()
    server = Server(store)
    session = server.session("one")
    server.look()
    store.fails = 1
    server.hub.destroy_session(session)
    server.note()
    again = server.session("one")
    assert again.kept is not None
    again.kept.data["a"] = 1
    server.look(60)
    assert data_in(store, '"one"') == {"a": 1}


def test_nothing_of_another_session_of_that_name_stays() -> None:
    store = Failing()
    store.save('"one"', {"meta": b"old", "w:/VBox1": b"old", "whole": b"\xc3"})
    server = Server(store)
    store.fails = 1
    session = server.session("one")
    server.look(10)
    fields = store.load('"one"')
    assert fields is not None
    assert fields.keys() == {"meta", "shape", "data", "pages"}
    assert token_in(store, '"one"') == session.token


def test_after_the_last_save_nothing_is_saved() -> None:
    store = Failing()
    server = Server(store)
    session = server.session("one")
    server.saver.stop()
    late = server.saver.save(session)
    assert late.is_settled
    server.look(5)
    fields = store.load('"one"')
    assert fields is not None
    assert "whole" in fields


class Still:
    """A clock that stands."""

    def now(self) -> float:
        return 0.0


def test_that_a_store_can_not_be_read_is_told_once() -> None:
    store = Failing()
    server = Server(store)
    server.clock = Still()

    def visitors() -> int:
        for number in range(5):
            visitor = SimulatedBrowser(server.hub, session_id=f"none {number}", token="x")
            visitor.exchange()
            server.note()
            visitor.exchange()
            assert not visitor.is_restoring
            server.note()
        return sum("the store can't be read" in line for line in server.lines)

    store.is_readable = False
    assert visitors() == 1
    store.is_readable = True
    assert visitors() == 1
    store.is_readable = False
    assert visitors() == 2


class Counting(MemoryStore):
    """A store that knows what it has given away."""

    def __init__(self) -> None:
        super().__init__()
        self.loads = 0

    def load(self, session: str, *, take: Iterable[str] = ()) -> dict[str, bytes] | None:
        self.loads += 1
        return super().load(session, take=take)


@in_loop
async def test_a_stranger_takes_nothing_away_and_a_new_token_counts_at_once() -> None:
    store = Counting()
    async with serving(store=store) as app:
        async with Peer.visiting(app.url or "") as peer:
            session_id = peer.session_id
            (session,) = app.sessions.values()
            await session.save()
        (key,) = store.sessions()
        token = session.rotate_token()
        await turns_until(lambda: token_in(store, key) == token)
    assert "whole" in (store.load(key) or {})
    async with serving(store=store) as app:
        loads = store.loads
        stranger = await Peer.open(app.url, session_id=session_id, token="guessed")
        assert await stranger.closed() == CloseCode.WRONG_TOKEN
        await stranger.leave()
        await turns_until(lambda: "whole" in (store.load(key) or {}))
        assert store.loads > loads


def test_a_session_that_the_store_does_not_take_keeps_no_other_from_it() -> None:
    store = Failing()
    store.refuses = '"big"'
    server = Server(store)
    big, other = server.session("big"), server.session("other")
    server.look()
    assert other.kept is not None
    for number in range(20):
        other.kept.data["n"] = number
        server.look()
        assert data_in(store, '"other"') == {"n": number}
    assert sum("is not saved, while others are" in line for line in server.lines) == 1
    store.refuses = ""
    asked = server.saver.save(big)
    assert asked.is_settled
    assert set(store.sessions()) == {'"big"', '"other"'}


def test_a_page_is_known_to_the_store_as_soon_as_it_has_come() -> None:
    """Else what it has said could not be told from what a killed server had handled."""
    store = Failing()
    server = Server(store)

    def views_in(session: Session) -> set[str]:
        fields = store.load(msgspec.json.encode(session.id).decode()) or {}
        return set(msgspec.msgpack.decode(fields["pages"])) if fields else set()

    def come(session: Session) -> None:
        SimulatedBrowser(server.hub, session_id=session.id, token=session.token).exchange()
        server.note()

    one, other = server.session(), server.session()
    come(one)
    assert views_in(one) == {view.id for view in one.views}
    server.is_slow = True
    come(other)
    before = store.saves
    for _ in range(3):  # while something is written they wait, and are written together then
        come(one)
    assert store.saves == before
    server.come_home()
    assert store.saves == before + 1
    assert views_in(one) == {view.id for view in one.views}
    assert len(one.views) == 4
    server.come_home()

    store.fails = 1
    server.is_slow = False
    come(other)
    before = store.saves
    come(other)  # a store that fails is left alone for a while
    assert store.saves == before
    server.look(4)
    assert views_in(other) == {view.id for view in other.views}


def test_threads_make_a_session_while_another_is_saved() -> None:
    is_saving, may_go = threading.Event(), threading.Event()

    class Slow(MemoryStore):
        never_blocks = False

        def save(self, session: str, fields: Mapping[str, bytes | None]) -> None:
            is_saving.set()
            may_go.wait(PATIENCE)
            super().save(session, fields)

    app = sync.Application(0, 0, store=Slow())
    app.start()
    try:
        first = app.create_session("a")
        saving = threading.Thread(target=first.save, daemon=True)
        saving.start()
        assert is_saving.wait(PATIENCE)
        making = threading.Thread(target=app.create_session, args=["b"], daemon=True)
        making.start()
        lock = app._pgwidgets.lock
        while lock.acquire(blocking=False):  # until it waits for the store
            lock.release()
        may_go.set()
        making.join(PATIENCE)
        assert not making.is_alive(), "it holds the lock that the save waits for"
        saving.join(PATIENCE)
        assert set(app.sessions) == {"a", "b"}
    finally:
        may_go.set()
        app.close()
