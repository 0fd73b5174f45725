"""Faults that the suite must find: each is put in, and the scenario that is meant for it fails.

In memory, where time passes only when nothing else can be done: a deadlock is found at once.
"""

import asyncio
import logging
import socket
import threading
from collections.abc import Callable
from typing import Any

import anyio
import pytest

from pgwidgets.async_ import dispatch
from pgwidgets.async_.calling import Caller
from pgwidgets.async_.dispatch import Dispatcher
from pgwidgets.async_.turns import Turn
from pgwidgets.testing.conformance import SCENARIOS, MemoryWorld, Scenario, World, run
from pgwidgets.testing.conformance import scenario as running
from pgwidgets_proto import Channel, Link
from pgwidgets_proto.sessions.asking.pending import Pending


def fails(name: str) -> None:
    (scenario,) = (scenario for scenario in SCENARIOS if scenario.name == name)
    with pytest.raises(AssertionError):
        run(scenario, MemoryWorld)


class NoTurn(Turn):
    """One that everybody has at any time."""

    async def take(self) -> None:
        pass

    def give(self) -> None:
        pass


def _every_handler_in_a_task(self: Dispatcher, session: Any) -> Any:
    self._mode = "concurrent"
    return _handle_all(self, session)


def _no_handler_in_a_task(self: Dispatcher, session: Any) -> Any:
    self._mode = "per_session"
    return _handle_all(self, session)


_handle_all = Dispatcher._handle_all


def test_a_lost_lock_of_a_session(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Dispatcher, "_handle_all", _every_handler_in_a_task)
    fails("per_session_lets_one_handler_of_a_session_run_at_a_time")
    fails("on_connect_is_under_the_same_rule")


def test_a_lost_lock_of_the_application(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dispatch, "Turn", NoTurn)
    fails("serialized_lets_one_handler_run_at_a_time")


def test_a_lock_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Dispatcher, "_handle_all", _no_handler_in_a_task)
    fails("concurrent_lets_no_handler_wait")


def test_one_lock_for_all_sessions(monkeypatch: pytest.MonkeyPatch) -> None:
    lock = anyio.Lock()

    async def run_one(self: Caller, session: Any, call: Any) -> None:
        async with lock:
            await _run_one(self, session, call)

    _run_one = Caller._run
    monkeypatch.setattr(Caller, "_run", run_one)
    fails("a_handler_that_hangs_delays_no_other_session")
    fails("per_session_lets_one_handler_of_a_session_run_at_a_time")


def test_a_deadlock_of_question_and_handler(monkeypatch: pytest.MonkeyPatch) -> None:
    def has_events(self: Channel) -> bool:
        return self.link is not None and bool(self.link.session.inbox)

    monkeypatch.setattr(Channel, "is_reading_paused", property(has_events))
    fails("a_question_is_answered_behind_many_events")


def test_backpressure_that_waits_for_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Pending, "for_room", lambda self: None)
    fails("awaited_calls_wait_while_no_browser_takes_more")


def test_backpressure_of_the_slowest(monkeypatch: pytest.MonkeyPatch) -> None:
    def for_room(self: Pending) -> Any:
        links = self._audience.links
        if not any(self._is_over_high_water(link) or link.is_set_aside for link in links):
            return None
        self._room = self._room or type(self).flush(self, None)
        return self._room

    monkeypatch.setattr(Pending, "for_room", for_room)
    fails("awaited_calls_do_not_wait_for_a_browser_that_sleeps_beside_one_that_reads")


def test_a_queue_without_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Link, "set_aside", lambda self: None)
    fails("a_browser_that_does_not_read_costs_bounded_memory")


def test_a_resume_that_forgets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Link, "can_resume", lambda self, seen: False)
    fails("a_cut_page_goes_on_where_it_was")


# --- what is left behind, and what is logged


def _leaves(what: Callable[[World], None]) -> None:
    with pytest.raises(AssertionError, match="left behind"):
        run(Scenario("leaves something", what), MemoryWorld)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "PATIENCE", 0.01)


def test_a_task_that_is_left_behind() -> None:
    tasks: list[asyncio.Task[Any]] = []

    def leave(world: World) -> None:
        loop = world.loop  # type: ignore[attr-defined]
        tasks.append(loop.create_task(asyncio.Event().wait()))

    _leaves(leave)
    tasks[0].get_coro().close()  # type: ignore[union-attr]
    tasks[0]._log_destroy_pending = False  # type: ignore[attr-defined]


def test_a_thread_that_is_left_behind(impatient: None) -> None:
    over = threading.Event()
    thread = threading.Thread(target=over.wait, name="forgotten")
    _leaves(lambda world: thread.start())
    over.set()
    thread.join()


def test_a_socket_that_is_left_behind(impatient: None) -> None:
    sockets: list[socket.socket] = []
    _leaves(lambda world: sockets.append(socket.socket()))
    sockets[0].close()


def test_an_error_in_the_log() -> None:
    def complain(world: World) -> None:
        world.logger.error("something failed")

    with pytest.raises(AssertionError, match="something failed"):
        run(Scenario("complains", complain), MemoryWorld)

    def complain_of_asyncio(world: World) -> None:
        logging.getLogger("asyncio").warning("task was destroyed")

    with pytest.raises(AssertionError, match="was destroyed"):
        run(Scenario("complains", complain_of_asyncio), MemoryWorld)


def test_an_error_that_was_to_be_logged() -> None:
    with pytest.raises(AssertionError, match="not logged: nothing of it"):
        run(Scenario("expects", lambda world: world.expect("nothing of it")), MemoryWorld)
