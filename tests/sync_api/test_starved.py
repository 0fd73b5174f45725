"""A system that has no thread to spare: visitors are told, the server lives, nothing is lost."""

import threading
from typing import Any

import pytest

from patience import PATIENCE
from pgwidgets.sync import lanes
from pgwidgets.testing.conformance.threads_world import ThreadsWorld


class Threads:
    """What the system has left; ``are_out`` for threads whose names begin with this."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.are_out: str | None = None
        start = lanes.Crew.start

        def start_or_fail(crew: lanes.Crew, name: str, target: Any) -> threading.Thread:
            if self.are_out is not None and name.startswith(self.are_out):
                raise RuntimeError("can't start new thread")
            return start(crew, name, target)

        monkeypatch.setattr(lanes.Crew, "start", start_or_fail)


@pytest.fixture
def threads(monkeypatch: pytest.MonkeyPatch) -> Threads:
    return Threads(monkeypatch)


def build(session: Any) -> None:
    session.get_widgets().Button("x").on("activated", lambda: None)


def test_a_visitor_without_a_thread_is_told_so_and_comes_again(
    world: ThreadsWorld, threads: Threads
) -> None:
    built: list[Any] = []

    def build_and_note(session: Any) -> None:
        build(session)
        built.append(session)
        world.ring()

    with world.serving(build_and_note):
        before = world.visit()
        before.until_heard("Button")
        threads.are_out = "pgwidgets"  # no thread at all
        turned_away = world.visit()
        assert turned_away.until_closed() == 1013
        before.press()  # the server lives, and others are not disturbed
        threads.are_out = None
        again = world.visit()
        again.until_heard("Button")
        # What the handlers were to hear is not lost: they run when there is a thread again.
        world.until(lambda: len(built) == 3)


def test_a_server_that_can_not_start_its_threads_says_so(
    world: ThreadsWorld, threads: Threads
) -> None:
    for name in ("pgwidgets helper", "pgwidgets I/O"):
        threads.are_out = name
        app = world.application(ws_port=0, http_port=0)
        with pytest.raises(RuntimeError, match="can't start new thread"):
            app.start()
        app.close()


def test_sessions_that_nobody_shows_hold_no_thread(world: ThreadsWorld) -> None:
    def of_sessions() -> list[threading.Thread]:
        return [one for one in threading.enumerate() if one.name.startswith("pgwidgets session")]

    with world.serving(build) as app:
        for _ in range(20):
            visitor = world.visit()
            visitor.until_heard("Button")
            visitor.cut()
        for thread in of_sessions():
            thread.join(PATIENCE)
        assert not of_sessions()
        assert len(app.sessions) == 20
        (first, *_) = app.sessions.values()
        done = threading.Event()
        first.gui_do(done.set)  # another thread does it
        assert done.wait(PATIENCE)


def test_files_are_served_without_another_thread(world: ThreadsWorld, threads: Threads) -> None:
    with world.serving(build):
        threads.are_out = "pgwidgets"
        wire = world.connect()
        wire.send(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert world.take(wire, 12).startswith(b"HTTP/1.1 200")
        wire.close()
