"""Several servers share a store: each session has one owner, and goes where its browsers go."""

import itertools
import socket
from typing import Any, NamedTuple

import msgspec
import pytest

from pgwidgets import async_, sync
from pgwidgets.observing import SharingStats, collector
from pgwidgets.stores import MemoryStore, SessionElsewhere, StoreError
from pgwidgets.stores.fetching import SETTLED
from pgwidgets.stores.neighbours import digest, is_gone, machine
from pgwidgets.stores.saving import EVERY
from pgwidgets.stores.shared import About
from pgwidgets_proto import Browser, Limits, Session
from pgwidgets_proto.sessions import Role, Terms
from stores.made_up import MadeUpStore, Server, Space, World


def the_session(server: Server) -> Session:
    (session,) = server.hub.sessions.values()
    return session


def counted(session: Session) -> Any:
    assert session.kept is not None
    return session.kept.data.get("count", 0)


def epoch_of(session: Session) -> int:
    assert session.kept is not None
    return session.kept.epoch


def stored_count(world: World) -> Any:
    (key,) = world.space.sessions()
    return msgspec.msgpack.decode((world.space.load(key) or {})["data"]).get("count", 0)


class Known(NamedTuple):
    """What :meth:`World.visitor` looks at."""

    session_id: int | str | None
    token: str | None


def two_servers(lost: Any = "freeze") -> tuple[World, Server, Server]:
    world = World()
    return world, world.server(lost=lost), world.server(lost=lost)


def test_a_session_that_is_wanted_elsewhere_is_handed_over_with_all_that_was_done() -> None:
    world, one, two = two_servers()
    browser = world.visitor(one)
    world.go_on(SETTLED + 1)
    for _ in range(3):
        world.press(browser)
    world.go_on()
    world.press(browser)  # on its way
    world.moved(browser, two)
    world.go_on(1.0)
    assert one.hub.sessions == {}
    session = the_session(two)
    assert (counted(session), epoch_of(session)) == (4, 2)
    assert [epoch for _, epoch in one.handled] == [1, 1, 1]
    assert [epoch for _, epoch in two.handled] == [2]
    assert browser.unrepeated == 0
    assert (one.sharing.handed_over, two.sharing.stats().taken) == (1, 1)


def test_one_that_has_never_moved_may_move_at_once() -> None:
    world, one, two = two_servers()
    browser = world.visitor(one)
    world.go_on(1.0)
    world.moved(browser, two)
    world.go_on(1.5)
    assert epoch_of(the_session(two)) == 2
    world.moved(browser, one)
    world.go_on(SETTLED - 3)
    assert browser.is_restoring
    world.go_on(4.0)
    assert epoch_of(the_session(one)) == 3


def test_its_other_browsers_are_sent_after_it() -> None:
    world, one, two = two_servers()
    browser = world.visitor(one)
    world.go_on(SETTLED + 1)
    other = world.visitor(one, like=browser)
    world.go_on()
    world.moved(browser, two)
    world.go_on(1.0)
    assert other.closed == (1012, "the session has moved")
    world.moved(other, two)
    world.go_on(1.0)
    assert len(the_session(two).links) == 2


def test_no_session_moves_twice_in_ten_seconds_and_each_time_has_one_owner() -> None:
    world, one, two = two_servers()
    first = world.visitor(one)
    world.go_on(SETTLED + 1)
    second = world.visitor(two, like=first)  # a router that can't make up its mind
    owners: list[int] = []
    for _ in range(60):
        world.go_on(1.0)
        owners.append(2 * len(two.hub.sessions) + len(one.hub.sessions))
        for browser, server in ((first, one), (second, two)):
            if browser.closed is not None:
                world.moved(browser, server)
    assert set(owners) <= {0, 1, 2}
    moves = sum(before != after for before, after in itertools.pairwise(owners))
    assert 3 <= moves <= 6
    epochs = [epoch for _, _, epoch in world.space.wrote]
    assert epochs == sorted(epochs)


def test_a_handler_that_runs_ends_before_its_session_goes() -> None:
    world, one, two = two_servers()
    browser = world.visitor(one)
    world.go_on(SETTLED + 1)
    one.holds_back = True
    world.press(browser)
    world.press(browser)
    world.go_on()
    assert len(one.handled) == 2
    world.moved(browser, two)
    world.go_on(1.0)
    assert browser.is_restoring
    assert len(one.hub.sessions) == 1
    one.holds_back = False
    world.go_on(1.0)
    assert counted(the_session(two)) == 2
    assert two.handled == []


def test_one_that_is_not_built_stays_until_it_is() -> None:
    """It came of a killed server, and what its pages had said to that is in doubt still."""
    world, one, two = two_servers()
    browser = world.visitor(one)
    world.go_on(1.0)
    world.press(browser)
    world.go_on()
    assert len(one.handled) == 1
    one.is_still = True  # before it has saved that
    builds, two._build = two._build, lambda session: None  # type: ignore[method-assign]
    world.moved(browser, two)
    world.go_on(SETTLED + 3)
    three = world.server()
    world.moved(browser, three)
    world.go_on(Limits().close_time + 2)
    assert browser.is_restoring
    session = the_session(two)
    builds(session)
    world.go_on(7.0)
    assert two.hub.sessions == {}
    assert (two.handled, three.handled, browser.unrepeated) == ([], [], 1)


@pytest.mark.parametrize("is_killed", [False, True])
def test_one_that_was_never_built_is_left_as_it_came(is_killed: bool) -> None:
    """Its server is stopped in good order, but had no time to build it."""
    world, one, two = two_servers()
    browser = world.visitor(one)
    world.go_on(1.0)
    if is_killed:
        one.is_still = True
    else:
        one.hub.stop_reading()
    world.press(browser)
    browser.exchange()  # it is sent, and nobody takes it
    if not is_killed:
        one.saver.stop()
    one.is_still = True
    two._build = lambda session: None  # type: ignore[method-assign]
    world.moved(browser, two)
    world.go_on(3.0)
    assert not the_session(two).kept.is_built  # type: ignore[union-attr]
    two.hub.stop_reading()
    two.saver.stop()
    two.is_still = True
    three = world.server()
    world.moved(browser, three)
    world.go_on(3.0)
    assert (len(three.handled), browser.unrepeated) == ((0, 1) if is_killed else (1, 0))


def test_of_a_killed_server_sessions_are_taken_when_its_lease_is_over() -> None:
    world, one, two = two_servers()
    browser = world.visitor(one)
    world.go_on(1.0)
    world.press(browser)
    world.go_on(EVERY + 0.1)
    one.is_still = True
    world.moved(browser, two)
    world.go_on(1.0)
    assert browser.is_restoring
    world.go_on(1.5)
    assert counted(the_session(two)) == 1
    assert not browser.is_restoring


def test_a_server_that_was_frozen_handles_nothing_of_what_others_have() -> None:
    world, one, two = two_servers()
    browser = world.visitor(one)
    world.go_on(1.0)
    one.is_still = True
    for _ in range(3):
        world.press(browser)
    browser.exchange()  # into the buffers of the sockets
    other = world.visitor(two, like=browser)
    world.go_on(5.0)
    assert counted(the_session(two)) == 0
    one.is_still = False
    world.go_on(1.0)
    assert one.handled == []
    assert one.hub.sessions == {}
    assert one.sharing.lost == 1
    assert other.link.session is the_session(two)
    world.moved(browser, two)
    world.go_on(1.0)
    assert (two.handled, browser.unrepeated) == ([], 3), "nobody knows whether they were handled"


def test_one_that_was_frozen_and_whose_sessions_nobody_took_goes_on() -> None:
    world, one, _ = two_servers()
    browser = world.visitor(one)
    world.go_on(1.0)
    one.is_still = True
    world.press(browser)
    world.go_on(5.0)
    one.is_still = False
    world.go_on(1.0)
    assert [epoch for _, epoch in one.handled] == [1]
    assert not browser.is_frozen


def test_what_a_replaced_server_still_saves_is_refused() -> None:
    world, one, two = two_servers()
    browser = world.visitor(one)
    world.go_on(1.0)
    one.is_still = True
    world.visitor(two, like=browser)
    world.go_on(3.0)
    session = the_session(one)
    assert session.kept is not None
    session.kept.data["count"] = 99
    asked = one.saver.save(session)
    with pytest.raises(StoreError):
        asked.result()
    assert stored_count(world) == 0
    assert session.is_destroyed
    with pytest.raises(StoreError, match="is not here"):
        one.saver.save(session).result()


def test_without_the_store_a_server_freezes_and_goes_on_when_it_is_back() -> None:
    world, one, _ = two_servers()
    browser = world.visitor(one)
    world.go_on(1.0)
    world.space.is_away = True
    world.press(browser)
    world.go_on(1.0)
    assert len(one.handled) == 1, "the lease is good still"
    world.go_on(1.5)
    assert browser.is_frozen
    world.press(browser)
    world.go_on(60.0)
    assert len(one.handled) == 1
    world.space.is_away = False
    world.go_on(1.0)
    assert [epoch for _, epoch in one.handled] == [1, 1]
    assert not browser.is_frozen
    world.go_on(1.0)
    assert stored_count(world) == 2
    assert sum("can't be reached" in line for line in one.lines) == 1


def test_a_program_that_wants_it_is_served_on_without_the_store() -> None:
    world, one, _ = two_servers("serve")
    browser = world.visitor(one)
    world.go_on(1.0)
    world.space.is_away = True
    for _ in range(6):
        world.press(browser)
        world.go_on(10.0)
    assert len(one.handled) == 6
    assert not browser.is_frozen
    world.space.is_away = False
    world.go_on(1.0)
    assert stored_count(world) == 6


def test_served_on_or_not_a_frozen_process_handles_nothing_before_it_has_asked() -> None:
    world, one, two = two_servers("serve")
    browser = world.visitor(one)
    world.go_on(1.0)
    one.is_still = True
    world.press(browser)
    browser.exchange()
    world.visitor(two, like=browser)
    world.go_on(5.0)
    one.is_still = False
    world.go_on(1.0)
    assert one.handled == []


def test_one_that_is_cut_off_from_the_store_loses_its_sessions_to_the_others() -> None:
    world, one, two = two_servers()
    browser = world.visitor(one)
    world.go_on(1.0)
    one.store.is_cut_off = True
    world.go_on(3.0)
    world.press(browser)
    world.moved(browser, two)
    world.go_on(1.0)
    assert (one.handled, two.handled, browser.unrepeated) == ([], [], 1)
    one.store.is_cut_off = False
    world.go_on(1.0)
    assert one.hub.sessions == {}


def test_a_store_that_has_forgotten_everything_is_told_anew_under_higher_epochs() -> None:
    world, one, two = two_servers()
    browser = world.visitor(one)
    world.go_on(1.0)
    world.press(browser)
    world.go_on(1.0)
    world.space.empty()
    world.visitor(two, like=browser)  # before the owner knows of it
    world.go_on(SETTLED + 3)
    (session,) = two.hub.sessions.values()
    assert counted(session) == 1
    assert epoch_of(session) == 3
    assert world.space.secret is not None, "others could come with another key"


def test_a_good_stop_leaves_all_to_the_others_at_once() -> None:
    world, one, two = two_servers()
    browser = world.visitor(one)
    world.go_on(1.0)
    world.press(browser)
    world.go_on()
    one.hub.stop_reading()
    assert one.saver.stop().is_settled
    world.press(browser)
    browser.exchange()
    one.hub.close()
    world.servers.remove(one)
    world.moved(browser, two)
    world.go_on()
    assert counted(the_session(two)) == 2
    assert [len(server.handled) for server in (one, two)] == [1, 1]


def test_a_stranger_moves_nothing() -> None:
    world, one, two = two_servers()
    browser = world.visitor(one)
    world.go_on(SETTLED + 1)
    token, browser.token = browser.token, "guessed"
    stranger = world.visitor(two, like=browser)
    browser.token = token
    world.go_on(3.0)
    assert stranger.closed is not None
    assert len(one.hub.sessions) == 1


def test_a_stranger_who_comes_first_leaves_it_as_it_was() -> None:
    world, one, two = two_servers()
    browser = world.visitor(one)
    world.go_on(1.0)
    one.hub.stop_reading()
    one.saver.stop()
    one.hub.close()
    world.servers.remove(one)
    token, browser.token = browser.token, "guessed"
    world.visitor(two, like=browser)
    browser.token = token
    world.go_on(1.0)
    third = world.server()
    browser.drop()
    world.press(browser)
    world.moved(browser, third)
    world.go_on(0.5)
    assert counted(the_session(third)) == 1
    assert browser.unrepeated == 0, "it was stopped in good order"


def test_an_id_of_the_programs_is_one_servers() -> None:
    world, one, two = two_servers()
    session = one.hub.create_session("cam1")
    one.sharing.claim(session, keeps_token=False)
    one.hub.returning.built(session, world.space.now)
    assert session.kept is not None
    session.kept.data["count"] = 7
    world.go_on(1.0)
    with pytest.raises(SessionElsewhere, match="'cam1' is served by s0") as told:
        two.sharing.claim(two.hub.create_session("cam1"), keeps_token=False)
    assert told.value.server == "s0"
    assert two.hub.sessions == {}
    one.is_still = True
    world.go_on(3.0)
    again = two.hub.create_session("cam1")
    two.sharing.claim(again, keeps_token=False)
    assert (counted(again), epoch_of(again), again.is_restored) == (7, 2, True)
    assert again.token == session.token


def test_a_session_that_was_destroyed_is_nowhere() -> None:
    world, one, two = two_servers()
    browser = world.visitor(one)
    world.go_on(1.0)
    one.hub.destroy_session(the_session(one))
    world.go_on(0.5)
    before = browser.session_id
    world.moved(browser, two)
    world.go_on(3.0)
    assert the_session(two).id != before
    assert world.space.owners[msgspec.json.encode(before).decode()].is_deleted


def test_servers_with_different_keys_are_refused() -> None:
    world = World()
    world.server(key=b"0123456789abcdef")
    with pytest.raises(ValueError, match="secret_key"):
        world.server(key=b"fedcba9876543210")


def test_who_waited_when_a_server_closed_is_let_in_when_it_serves_again() -> None:
    world, one, two = two_servers()
    browser = world.visitor(one)
    world.go_on(1.0)
    one.is_still = True
    waiting = world.visitor(two, like=browser)
    world.go_on(0.5)
    assert waiting.is_restoring
    two.hub.close()
    world.go_on(0.5)
    two.hub.reopen()
    world.moved(waiting, two)
    world.go_on(3.0)
    assert not waiting.is_restoring
    assert waiting.link.session is the_session(two)


@pytest.mark.parametrize(
    ("host", "machine_of", "gone"),
    [
        ("127.0.0.1", None, True),
        ("127.0.0.1", machine(), True),
        ("127.0.0.1", "another", False),
        ("[::1]", "another", False),
    ],
)
def test_a_server_is_gone_if_its_port_refuses_whoever_can_ask(
    host: str, machine_of: str | None, gone: bool
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as here:
        port = here.getsockname()[1]
        about = About(server="one", address=f"{host}:{port}", machine=machine_of)
        assert not is_gone(about)
    assert is_gone(about) == gone
    assert not is_gone(About(server="one"))


def test_a_digest_tells_keys_apart_and_nothing_of_them() -> None:
    assert digest(b"k" * 16) == digest(b"k" * 16) != digest(b"l" * 16)
    assert digest(None) == "none"
    assert b"kkk" not in digest(b"k" * 16).encode()


@pytest.mark.parametrize("api", [async_, sync])
def test_an_application_counts_what_comes_and_goes(api: Any) -> None:
    space = Space()
    app = api.Application(0, 0, store=MadeUpStore(space, "one"))
    assert app.stats().sharing == SharingStats(is_frozen=True, taken=0, handed_over=0, lost=0)
    app.create_session("cam1")
    assert not app.stats().sharing.is_frozen
    names = {family.name for family in collector(app).collect()}
    assert {f"pgwidgets_sessions_{what}" for what in ("taken", "handed_over", "lost")} <= names
    other = api.Application(0, 0, store=MadeUpStore(space, "two"))
    with pytest.raises(SessionElsewhere):
        other.create_session("cam1")
    assert other.sessions == {}
    plain = api.Application(0, 0)
    assert plain.stats().sharing is None
    assert not names <= {family.name for family in collector(plain).collect()}


@pytest.mark.parametrize(
    ("settings", "text"),
    [
        ({"store_lost": "wait"}, "store_lost is 'wait'"),
        ({"store_lost": "freeze"}, "for a store that servers share"),
        ({"store_lost": "serve"}, "store_lost is 'serve'; that is for a store"),
        ({"store_lost": "freeze", "store": MemoryStore()}, "for a store that servers share"),
    ],
)
def test_what_is_done_without_the_store_is_checked(settings: dict[str, Any], text: str) -> None:
    with pytest.raises(ValueError, match=text):
        async_.Application(0, 0, **settings)


def test_who_may_only_look_on_moves_nothing_by_another_way() -> None:
    world, one, two = two_servers()
    operator = world.visitor(one)
    world.go_on(SETTLED + 1)
    share = the_session(one).shares.make(Terms(Role.OBSERVER), None)
    watcher = world.visitor(one, like=Known(operator.session_id, share.token))
    world.go_on(1.0)
    world.moved(watcher, two)
    world.go_on(2 * SETTLED)
    assert watcher.is_restoring
    assert operator.link.session is the_session(one)
    assert one.sharing.handed_over == 0
    watcher.drop()
    watcher.come_back()
    watcher.channel.browser = Browser(route=str(operator.session_id))
    world.go_on(1.0)
    assert watcher.link.session is the_session(two), "a router has sent it here"
