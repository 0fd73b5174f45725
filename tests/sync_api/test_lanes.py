"""Lanes and their threads, without any application."""

import threading

import pytest

from patience import PATIENCE
from pgwidgets.sync.lanes import Crew, Lane, ThreadLane


def test_jobs_are_done_in_the_order_of_their_coming_by_one_thread() -> None:
    crew, lock = Crew(), threading.RLock()
    lane = ThreadLane(lock, crew, "lane")
    done: list[tuple[int, threading.Thread]] = []
    for number in range(100):
        lane.post(lambda number=number: done.append((number, threading.current_thread())))
    lane.stop()
    assert crew.join(PATIENCE) == []
    assert [number for number, _ in done] == list(range(100))
    (thread,) = {thread for _, thread in done}
    assert thread.name == "lane"
    assert thread.daemon
    assert not lane.is_mine


def test_a_lane_without_jobs_has_no_thread() -> None:
    crew = Crew()
    lane = ThreadLane(threading.RLock(), crew, "lane")
    lane.stop()
    assert crew.join(0) == []


def test_what_comes_after_the_end_is_done_all_the_same() -> None:
    crew = Crew()
    lane = ThreadLane(threading.RLock(), crew, "lane")
    done: list[int] = []
    lane.post(lambda: done.append(1))
    lane.stop()
    assert crew.join(PATIENCE) == []
    lane.post(lambda: done.append(2))
    assert crew.join(PATIENCE) == []
    assert done == [1, 2]


def test_no_job_is_done_with_the_lock() -> None:
    crew, lock = Crew(), threading.RLock()
    lane = ThreadLane(lock, crew, "lane")
    entered, may_leave = threading.Event(), threading.Event()

    def job() -> None:
        entered.set()
        assert may_leave.wait(PATIENCE)

    lane.post(job)
    assert entered.wait(PATIENCE)
    assert lock.acquire(timeout=PATIENCE)
    lock.release()
    may_leave.set()
    lane.stop()
    assert crew.join(PATIENCE) == []


def test_a_crew_waits_for_those_that_are_started_by_others() -> None:
    crew = Crew()
    late: list[str] = []

    def first() -> None:
        crew.start("second", lambda: late.append("done"))

    crew.start("first", first)
    assert crew.join(PATIENCE) == []
    assert late == ["done"]


def test_a_crew_tells_who_does_not_end() -> None:
    crew, gate = Crew(), threading.Event()
    thread = crew.start("stuck", lambda: assert_passed(gate))
    assert crew.join(0.01) == ["stuck"]
    gate.set()
    thread.join(PATIENCE)
    assert crew.join(0) == []


def assert_passed(gate: threading.Event) -> None:
    assert gate.wait(PATIENCE)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_job_that_fails_is_told_as_a_threads_exception_and_the_next_is_done() -> None:
    crew = Crew()
    lane = ThreadLane(threading.RLock(), crew, "lane")
    told: list[object] = []
    before, threading.excepthook = threading.excepthook, lambda args: told.append(args.exc_type)

    def fail() -> None:
        raise ZeroDivisionError

    try:
        lane.post(fail)
        lane.post(lambda: told.append("next"))
        lane.stop()
        assert crew.join(PATIENCE) == []
    finally:
        threading.excepthook = before
    assert told == [ZeroDivisionError, "next"]


def test_a_lane_that_others_drive() -> None:
    lane = Lane(threading.RLock())
    done: list[int] = []
    assert lane.is_mine
    assert not lane.do_next()
    lane.wait(0)
    lane.post(lambda: done.append(1))
    lane.post(lambda: lane.post(lambda: done.append(2)))
    assert len(lane) == 2
    lane.wait()
    while lane.do_next():
        pass
    assert done == [1, 2]
    lane.stop()
    lane.wait()  # for nothing any more
    lane.reopen()
    driver = threading.Thread(target=lane.wait, args=(0,))
    driver.start()
    driver.join(PATIENCE)
    assert not lane.is_mine


def test_a_threads_context_is_not_that_of_its_maker() -> None:
    from pgwidgets import _context as context

    crew, seen = Crew(), []
    token = context.is_handling.set(True)
    try:
        crew.start("x", lambda: seen.append(context.is_handling.get()))
    finally:
        context.is_handling.reset(token)
    assert crew.join(PATIENCE) == []
    assert seen == [False]
