"""Servers that share a store: what comes to happen at once, and while the store does not answer."""

import threading
from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from pgwidgets import async_, sync
from pgwidgets.stores import MemoryStore, StoreError
from pgwidgets.stores.beating import OFTEN
from pgwidgets.stores.fetching import SETTLED
from pgwidgets.stores.shared import Beat
from pgwidgets_proto import Session
from stores import made_up
from stores.made_up import MadeUpStore, Server, Space, World


def the_session(server: Server) -> Session:
    (session,) = server.hub.sessions.values()
    return session


def key_of(session: Session) -> str:
    return msgspec.json.encode(session.id).decode()


def pressed(session: Session) -> Any:
    assert session.kept is not None
    return session.kept.data.get("count", 0)


class Later:
    """Keeps jobs until they are to be done."""

    def __init__(self) -> None:
        self.jobs: list[Callable[[], None]] = []

    def do(self, job: Callable[[], None]) -> None:
        self.jobs.append(job)

    def run(self) -> None:
        """Do those that are there."""
        jobs, self.jobs = self.jobs, []
        for job in jobs:
            job()


def test_what_is_wanted_while_it_is_on_its_way_here_stays_owned() -> None:
    world = World()
    one, two = world.server(), world.server()
    browser = world.visitor(one)
    world.go_on(1.0)
    key = key_of(the_session(one))
    one.hub.stop_reading()
    one.saver.stop()
    one.hub.close()
    world.servers.remove(one)
    home = Later()
    two.sharing._fetching._home = home.do  # the program is busy
    world.moved(browser, two)
    world.go_on()
    assert world.space.owners[key].boot == "s1"
    world.space.wanted["s1"] = {key}
    world.go_on(two.store.lease / OFTEN + 0.1)
    home.run()
    assert the_session(two).is_restored
    assert world.space.owners[key].boot == "s1"


def test_one_that_came_without_anybody_hearing_of_it_is_let_go_when_others_want_it() -> None:
    world = World()
    one, two, three = world.server(), world.server(), world.server()
    browser = world.visitor(one)
    world.go_on(1.0)
    key = key_of(the_session(one))
    one.hub.stop_reading()
    one.saver.stop()
    one.hub.close()
    world.servers.remove(one)
    two.store.acquire(key)
    two.store.epochs.clear()  # the answer was lost
    world.moved(browser, three)
    world.go_on(SETTLED + 1)
    assert browser.link.session is the_session(three)


def test_one_that_is_wanted_before_its_program_has_begun_to_build_it_is_built_and_goes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = World()
    one, two = world.server(), world.server()
    browser = world.visitor(one)
    world.go_on(1.0)
    key = key_of(the_session(one))
    one.is_still = True
    world.moved(browser, two)
    with monkeypatch.context() as busy:
        busy.setattr(two.hub, "ready_sessions", list)
        world.go_on(3.0)
        session = the_session(two)
        assert session.kept is not None
        assert not session.kept.is_built
        two.sharing.store_answers([key])
        world.go_on(1.0)
    three = world.server()
    world.moved(browser, three)
    world.go_on(3.0)
    assert two.sharing.handed_over == 1
    assert browser.link.session is the_session(three)


def test_one_that_came_unheard_to_a_server_that_stops_is_as_it_was() -> None:
    world = World()
    one, two = world.server(), world.server()
    browser = world.visitor(one)
    world.go_on(1.0)
    key = key_of(the_session(one))
    one.hub.stop_reading()
    one.saver.stop()
    one.hub.close()
    world.servers.remove(one)
    home = Later()
    two.sharing._fetching._home = home.do  # the program is busy
    world.press(browser)
    world.moved(browser, two)
    world.go_on()
    assert "whole" not in (world.space.load(key) or {})
    two.hub.stop_reading()
    two.saver.stop()
    two.hub.close()
    world.servers.remove(two)
    assert "whole" in (world.space.load(key) or {})
    three = world.server()
    world.moved(browser, three)
    world.go_on(1.0)
    assert (pressed(the_session(three)), browser.unrepeated) == (1, 0)


def test_a_page_that_was_away_when_it_was_saved_is_told_when_it_is_back() -> None:
    world = World()
    one = world.server()
    browser = world.visitor(one)
    world.go_on(1.0)
    world.press(browser)
    world.go_on()
    assert len(browser.kept) == 1
    browser.drop()
    world.go_on(1.0)
    browser.come_back()
    world.go_on()
    assert not browser.kept, "nothing more is saved, so that nobody would tell it later"


def test_what_was_handed_over_and_is_made_again_at_once_stays_owned() -> None:
    world = World()
    one, two = world.server(), world.server()
    session = one.hub.create_session("cam1")
    one.sharing.claim(session, keeps_token=False)
    one.hub.returning.built(session, world.space.now)
    world.go_on(1.0)
    later = Later()
    one.sharing._worker = later  # type: ignore[assignment] # it is slow
    world.space.wanted["s0"] = {'"cam1"'}
    world.go_on(1.0)
    assert one.hub.sessions == {}
    again = one.hub.create_session("cam1")
    one.sharing.claim(again, keeps_token=False)
    later.run()
    assert world.space.owners['"cam1"'].boot == "s0"
    assert two.hub.sessions == {}


def test_one_that_was_destroyed_without_the_store_is_not_given_to_others() -> None:
    world = World()
    one, two = world.server(), world.server()
    browser = world.visitor(one)
    world.go_on(1.0)
    session = the_session(one)
    world.space.is_away = True
    one.hub.destroy_session(session)
    world.go_on(1.0)
    assert any("is still stored" in line for line in one.lines)
    world.space.is_away = False
    world.moved(browser, two)
    world.space.wanted["s0"] = {key_of(session)}
    world.go_on(1.5)
    assert the_session(two).id != session.id
    assert world.space.owners[key_of(session)].is_deleted


def test_one_that_is_destroyed_while_it_goes_is_nowhere() -> None:
    world = World()
    one, two = world.server(), world.server()
    browser = world.visitor(one)
    world.go_on(1.0)
    one.holds_back = True
    world.press(browser)
    world.go_on()
    session = the_session(one)
    world.moved(browser, two)
    world.go_on(1.0)
    assert browser.is_restoring
    later = Later()
    one.saver.deleting._worker = later  # type: ignore[assignment] # it is slow
    one.hub.destroy_session(session)
    one.holds_back = False
    world.go_on(1.0)
    later.run()
    world.go_on(1.0)
    assert one.sharing.handed_over == 0
    assert world.space.owners[key_of(session)].is_deleted
    assert the_session(two).id != session.id


@pytest.mark.parametrize("api", [async_, sync])
@pytest.mark.parametrize("is_shared", [True, False])
def test_an_id_is_used_again_though_the_store_was_away_when_it_was_destroyed(
    api: Any, is_shared: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    space = Space()
    store: Any = MadeUpStore(space, "one") if is_shared else MemoryStore()
    app = api.Application(0, 0, store=store)
    engine = app._pgwidgets
    first = app.create_session("cam1")
    first.data["count"] = 7
    engine.saver.save(first._pgwidgets.core).result()
    deleting = engine.saver.deleting
    later = Later()
    with monkeypatch.context() as slow:
        slow.setattr(deleting, "_worker", later)
        engine.hub.destroy_session(first._pgwidgets.core)
        while (event := engine.hub.next_event()) is not None:
            engine.saver.note(event)
    assert len(later.jobs) == 1
    again = app.create_session("cam1")
    assert (again.is_restored, dict(again.data)) == (False, {})
    again.data["count"] = 8
    engine.saver.save(again._pgwidgets.core).result()
    later.run()
    assert "data" in (store.load('"cam1"') or {})


def test_a_server_that_stops_takes_no_session_any_more() -> None:
    world = World()
    one, two = world.server(), world.server()
    browser = world.visitor(one)
    world.go_on(1.0)
    one.holds_back = True
    world.press(browser)
    world.go_on()
    world.moved(browser, two)
    world.go_on(1.0)
    assert browser.is_restoring
    two.hub.stop_reading()
    two.saver.stop()
    one.holds_back = False
    world.go_on(1.0)
    assert (one.hub.sessions, two.hub.sessions) == ({}, {})
    two.hub.close()
    world.servers.remove(two)
    browser.drop()
    world.press(browser)
    world.moved(browser, world.server())
    world.go_on(0.5)
    assert pressed(the_session(world.servers[-1])) == 2
    assert browser.unrepeated == 0, "all were stopped in good order"


def test_one_that_was_not_stored_and_went_is_not_held_any_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = World()
    one = world.server()
    visitors = [world.visitor(one) for _ in range(2)]
    world.go_on(1.0)
    session = visitors[0].link.session
    save = one.store.save

    def refuse(key: str, fields: Any) -> None:
        if key == key_of(session):
            raise StoreError("it is too large")
        save(key, fields)

    monkeypatch.setattr(one.store, "save", refuse)
    for visitor in visitors:
        world.press(visitor)
    world.go_on(1.0)
    assert [*one.saver._refused] == [session]
    one.part_with(session)
    world.go_on(1.0)
    assert one.saver._refused == {}


def test_without_the_store_the_log_tells_of_one_that_waits_and_not_of_all() -> None:
    world = World()
    one, two = world.server(), world.server()
    visitors = [world.visitor(one) for _ in range(3)]
    world.go_on(1.0)
    world.space.is_away = True
    for visitor in visitors:
        world.moved(visitor, two)
    world.go_on(2.0)
    assert all(visitor.is_restoring for visitor in visitors)
    assert sum("is waited for" in line for line in two.lines) == 1


def test_a_renewal_under_way_does_not_bring_a_lease_back_that_has_ended(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    is_beating, has_left = threading.Event(), threading.Event()

    class Slow(MadeUpStore):
        never_blocks = False  # type: ignore[assignment]
        lease = 0.2
        is_first = True

        def beat(self) -> Beat:
            if not self.is_first:
                is_beating.set()
                has_left.wait(0.3)  # the lease must not end before
            self.is_first = False
            return super().beat()

        def leave(self) -> None:
            super().leave()
            has_left.set()

    monkeypatch.setattr(made_up, "MadeUpStore", Slow)
    world = World()
    server = world.server()
    assert is_beating.wait(10.0)
    is_over = threading.Event()
    server.sharing.leave(is_over.set)
    assert is_over.wait(10.0)
    server.sharing._beating.wait()
    assert world.space.leases == {}
    server.sharing.end()
    server.saver.end()


@pytest.mark.parametrize("api", [async_, sync])
def test_two_applications_do_not_use_one_store_as_one_server(api: Any) -> None:
    store = MadeUpStore(Space(), "one")
    app = api.Application(0, 0, store=store)
    app.create_session("cam1")
    other = api.Application(0, 0, store=store)
    with pytest.raises(ValueError, match="another application of this process uses"):
        other.create_session("cam1")
    assert other.sessions == {}
    app._pgwidgets.sharing.end()
    app._pgwidgets.hub.sessions.clear()
    other.create_session("cam1")


def test_a_page_that_calls_an_id_a_number_finds_it_at_another_server() -> None:
    world = World()
    one, two = world.server(), world.server()
    session = one.hub.create_session("2024")
    one.sharing.claim(session, keeps_token=False)
    one.hub.returning.built(session, world.space.now)
    world.go_on(1.0)
    browser = world.visitor(one, like=_with(world, 2024, session.token))
    world.go_on(1.0)
    assert browser.link.session is session
    browser.session_id = 2024  # as its address has it
    world.moved(browser, two)
    world.go_on(1.0)
    assert the_session(two).id == "2024"
    assert browser.link.session is the_session(two)
    world.space.is_away = True
    browser.session_id = 2024
    browser.drop()
    browser.come_back()
    world.go_on(0.5)
    assert not browser.is_restoring, "it is here, whatever the store says"


def _with(world: World, session_id: int | str, token: str) -> Any:
    """What :meth:`World.visitor` looks at."""

    class Known:
        pass

    known: Any = Known()
    known.session_id, known.token = session_id, token
    return known


def test_one_that_stays_as_nobody_heard_that_it_was_saved_is_not_as_it_was(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = World()
    one, two = world.server(), world.server()
    browser = world.visitor(one)
    world.go_on(SETTLED + 1)
    key = key_of(the_session(one))
    save, save_to_go, asked = one.store.save, one.saver.save_to_go, []

    def save_and_lose_the_answer(session: str, fields: Any) -> None:
        save(session, fields)
        raise StoreError("it did not answer in time")

    def unheard(session: Session) -> Any:
        asked.append(session)
        with monkeypatch.context() as line:
            line.setattr(one.store, "save", save_and_lose_the_answer)
            return save_to_go(session)

    monkeypatch.setattr(one.saver, "save_to_go", unheard)
    one.holds_back = True
    world.press(browser)
    world.space.wanted["s0"] = {key}
    world.go_on(1.0)
    one.holds_back = False
    while not asked:
        world.go_on(0.01, step=0.01)
    world.press(browser)
    world.go_on()
    assert pressed(the_session(one)) == 2, "it stays, and goes on"
    one.is_still = True  # killed, before it has saved anything more
    world.moved(browser, two)
    world.go_on(3.0)
    assert [len(server.handled) for server in (one, two)] == [2, 0]
    assert (pressed(the_session(two)), browser.unrepeated) == (1, 1)


def test_one_that_was_to_go_when_its_server_stopped_is_as_it_was() -> None:
    world = World()
    one = world.server()
    world.visitor(one)
    world.go_on(1.0)
    session = the_session(one)
    assert "whole" not in (world.space.load(key_of(session)) or {})
    one.saver.stop()
    one.saver.save_to_go(session).result()
    assert "whole" in (world.space.load(key_of(session)) or {})


def test_one_that_has_gone_while_the_store_did_not_answer_is_as_it_was(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = World()
    one, two = world.server(), world.server()
    browser = world.visitor(one)
    world.go_on(SETTLED + 1)
    release, failed = one.store.release, []

    def fail_once(session: str, *more: Any) -> None:
        if not failed:
            failed.append(session)
            raise StoreError("it did not answer in time")
        release(session, *more)

    monkeypatch.setattr(one.store, "release", fail_once)
    browser.drop()
    world.press(browser)
    world.moved(browser, two)
    world.go_on(2.0)
    assert len(failed) == 1
    assert (pressed(the_session(two)), browser.unrepeated) == (1, 0)
    assert one.sharing._fetching.unreleased == set()


def test_one_that_comes_back_before_it_was_let_go_of_is_as_it_was() -> None:
    world = World()
    one, two = world.server(), world.server()
    browser = world.visitor(one)
    world.go_on(SETTLED + 1)
    key = key_of(the_session(one))
    later = Later()
    worker = one.sharing._worker
    one.sharing._worker = one.sharing._fetching._worker = later  # type: ignore[assignment]
    world.space.wanted["s0"] = {key}
    world.go_on(1.0)
    assert one.hub.sessions == {}
    world.press(browser)
    world.moved(browser, one)
    world.go_on()
    one.sharing._worker = one.sharing._fetching._worker = worker
    later.run()
    world.go_on(1.0)
    assert (pressed(the_session(one)), browser.unrepeated) == (1, 0)
    assert two.hub.sessions == {}
    assert world.space.owners[key].boot == "s0"


@pytest.mark.parametrize("failures", [1, 2])
def test_one_that_comes_back_while_the_store_did_not_hear_that_it_went_is_as_it_was(
    monkeypatch: pytest.MonkeyPatch, failures: int
) -> None:
    world = World()
    one, two = world.server(), world.server()
    browser = world.visitor(one)
    world.go_on(SETTLED + 1)
    key = key_of(the_session(one))
    release, failed = one.store.release, []

    def fail_at_first(session: str, *more: Any) -> None:
        if len(failed) < failures:
            failed.append(session)
            raise StoreError("it did not answer in time")
        release(session, *more)

    monkeypatch.setattr(one.store, "release", fail_at_first)
    world.space.wanted["s0"] = {key}
    one.holds_back = True
    world.press(browser)  # it is there, and nobody handles it
    while not failed:
        world.go_on(0.01, step=0.01)
    one.holds_back = False
    world.moved(browser, one)
    world.go_on(2.0)
    assert (pressed(the_session(one)), browser.unrepeated) == (1, 0)
    assert len(failed) == failures
    assert two.hub.sessions == {}
    assert one.sharing._fetching.unreleased == set()


def test_one_that_went_unheard_is_as_it_was_when_its_server_stops(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = World()
    one = world.server()
    world.visitor(one)
    world.go_on(SETTLED + 1)
    key = key_of(the_session(one))
    with monkeypatch.context() as line:

        def fail(session: str, *more: Any) -> None:
            raise StoreError("it did not answer in time")

        line.setattr(one.store, "release", fail)
        world.space.wanted["s0"] = {key}
        while one.sharing._fetching.unreleased != {key}:
            world.go_on(0.01, step=0.01)
    one.sharing.leave(lambda: None)
    assert "whole" in (world.space.load(key) or {})


def test_one_that_nobody_came_for_and_that_was_given_back_unheard_is_as_it_was(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = World()
    one, two = world.server(), world.server()
    browser = world.visitor(one)
    world.go_on(1.0)
    key = key_of(the_session(one))
    one.holds_back = True
    world.press(browser)
    world.go_on()
    one.hub.stop_reading()
    one.saver.stop()
    one.hub.close()
    world.servers.remove(one)
    home = Later()
    real = two.sharing._fetching._home
    two.sharing._fetching._home = home.do
    world.moved(browser, two)
    world.go_on()
    browser.drop()  # before it is there
    with monkeypatch.context() as line:

        def fail(session: str, *more: Any) -> None:
            raise StoreError("it did not answer in time")

        line.setattr(two.store, "release", fail)
        home.run()
    assert two.sharing._fetching.unreleased == {key}
    two.sharing._fetching._home = real
    world.moved(browser, two)
    world.go_on(1.0)
    assert (pressed(the_session(two)), browser.unrepeated) == (1, 0)
    assert two.sharing._fetching.unreleased == set()


@pytest.mark.parametrize("is_saving_last", [False, True])
def test_a_session_that_could_not_be_handed_over_takes_nothing_while_its_server_stops(
    is_saving_last: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What waits is handled by the next server: behind the last save here it would be twice."""
    world = World()
    one, two = world.server(), world.server()
    browser = world.visitor(one)
    world.go_on(1.0)
    world.press(browser)
    world.go_on(1.0)
    session = the_session(one)
    assert session.kept is not None
    session.kept.data["more"] = 1  # something is to be saved
    later = Later()
    real = one.saver._worker
    monkeypatch.setattr(one.saver, "_worker", later)
    one.sharing._hand_over(session)
    one.hub.handle_timer(world.space.now)
    assert len(later.jobs) == 1
    world.press(browser)
    browser.exchange()
    one.hub.stop_reading()
    one.saver.leave_what_waits()
    over = one.saver.stop() if is_saving_last else None
    with monkeypatch.context() as line:

        def fail(*args: Any) -> None:
            raise StoreError("it did not answer in time")

        line.setattr(one.store, "save", fail)
        later.run()
    one.turn(world.space.now)
    assert len(one.handled) == 1
    monkeypatch.setattr(one.saver, "_worker", real)
    later.run()
    over = over or one.saver.stop()
    assert over.is_settled
    one.turn(world.space.now)
    one.hub.close()
    browser.exchange()
    world.servers.remove(one)
    world.moved(browser, two)
    world.go_on(3.0)
    assert (len(one.handled), len(two.handled)) == (1, 1)
    assert (pressed(the_session(two)), browser.unrepeated) == (2, 0)
