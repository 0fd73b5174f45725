"""Faults in how threads run handlers: each is put in, and the scenario meant for it fails.

On real threads, where a fault is a race: it is given some runs to be lost in, and a thread that
waits for ever is given up soon.
"""

from functools import partial
from typing import Any

import pytest

from pgwidgets.sync.dispatch import Dispatcher
from pgwidgets.sync.running import HandlerRunner
from pgwidgets.testing.conformance import SCENARIOS, ThreadsWorld, run, threads_world, world

_RUNS = 5
_SOON = 0.7  # seconds


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (threads_world, world):
        monkeypatch.setattr(module, "PATIENCE", _SOON)


def fails(name: str) -> None:
    (scenario,) = (scenario for scenario in SCENARIOS if scenario.name == name)
    for _ in range(_RUNS):
        try:
            run(scenario, ThreadsWorld)
        except AssertionError:
            return
    pytest.fail(f"{name} did not see the fault")


def test_a_lost_lock_of_a_session(monkeypatch: pytest.MonkeyPatch) -> None:
    def begin(self: Dispatcher, session: Any, calls: Any) -> None:
        self._crew.start("a thread too many", partial(self._run, session, calls))

    monkeypatch.setattr(Dispatcher, "_begin", begin)
    fails("per_session_lets_one_handler_of_a_session_run_at_a_time")
    fails("on_connect_is_under_the_same_rule")


def test_a_lost_lock_of_the_application(monkeypatch: pytest.MonkeyPatch) -> None:
    def lane_of(self: Dispatcher, session: Any) -> Any:
        self._mode = "per_session"
        return _lane_of(self, session)

    _lane_of = Dispatcher._lane_of
    monkeypatch.setattr(Dispatcher, "_lane_of", lane_of)
    fails("serialized_lets_one_handler_run_at_a_time")


def test_a_lock_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Dispatcher, "_begin", lambda self, *args: self._run(*args))
    fails("concurrent_lets_no_handler_wait")


def test_one_thread_for_all_sessions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Dispatcher, "_lane_of", lambda self, session: self._events)
    fails("a_handler_that_hangs_delays_no_other_session")
    fails("per_session_lets_one_handler_of_a_session_run_at_a_time")


def test_the_lock_of_the_core_held_by_handlers(monkeypatch: pytest.MonkeyPatch) -> None:
    def run_one(self: HandlerRunner, session: Any, call: Any) -> None:
        with self._lock:
            _run_plain(self, session, call)

    _run_plain = HandlerRunner._run_plain
    monkeypatch.setattr(HandlerRunner, "_run_plain", run_one)
    fails("a_handler_that_hangs_delays_no_other_session")
