"""Who is there, asked from any thread, and told on the thread of the session's handlers."""

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from pgwidgets.testing.conformance.threads_world import ThreadsWorld
from pgwidgets_proto import Limits

MODES = ["per_session", "serialized", "concurrent"]


def credentials(session: Any) -> dict[str, Any]:
    """What a browser presents that is to show a session."""
    return {"session_id": session.id, "token": session.token}


def test_a_browser_says_who_it_is(world: ThreadsWorld) -> None:
    began = datetime.now(UTC)
    with world.serving() as app:
        session = app.create_session()
        assert session.browsers == ()
        visitor = world.visit(**credentials(session), headers={"User-Agent": "a test"})
        world.until_program(lambda: session.browsers)
        (browser,) = session.browsers
        assert session.browsers == (browser,)
        assert (browser.address, browser.user_agent) == ("127.0.0.1", "a test")
        assert browser.since is not None
        assert abs(browser.since - began) < timedelta(minutes=1)
        assert browser.is_connected
        visitor.leave()
        world.until_program(lambda: session.browsers == ())
        assert not browser.is_connected
        assert browser.address == "127.0.0.1"
        assert browser.round_trip_time is None


def test_the_round_trip_is_measured_by_the_io_thread(world: ThreadsWorld) -> None:
    with world.serving(limits=Limits(keepalive_interval=0.02)) as app:
        session = app.create_session()
        world.visit(**credentials(session))
        world.until_program(lambda: session.browsers)
        (browser,) = session.browsers
        measured: set[float] = set()

        def is_measured_again() -> bool:
            if browser.round_trip_time is not None:
                measured.add(browser.round_trip_time)
            return len(measured) >= 3

        world.until_program(is_measured_again)
        assert min(measured) > 0


def test_lag_is_what_a_browser_has_not_applied(world: ThreadsWorld) -> None:
    with world.serving() as app:
        session = app.create_session()
        label = session.get_widgets().Label("0")
        visitor = world.visit(**credentials(session))
        visitor.until_text("0")
        world.call(session.flush)
        (browser,) = session.browsers
        assert browser.lag == (0, 0)
        visitor.is_acknowledging = False
        label.set_text("1")
        session.get_widgets().Label("x" * 1000)
        visitor.until_shown(2, "Label")
        assert browser.lag.messages == 2
        assert 1000 < browser.lag.bytes < 1500
        visitor.is_acknowledging = True
        visitor.send({"type": "ack", "seen": visitor.seen})
        world.call(session.flush)
        assert browser.lag == (0, 0)


@pytest.mark.parametrize("mode", MODES)
def test_coming_and_going_are_told(world: ThreadsWorld, mode: str) -> None:
    """Where handlers run, with one object for a browser, whoever asked for it first."""
    threads: set[threading.Thread] = set()

    def build(session: Any) -> None:
        @session.on_join
        def joined(browser: Any) -> None:
            threads.add(threading.current_thread())
            world.note(("join", browser, browser in session.browsers))

        @session.on_leave
        def left(browser: Any) -> None:
            threads.add(threading.current_thread())
            world.note(("leave", browser, browser in session.browsers))

    with world.serving(build, concurrency_handling=mode) as app:
        one = world.visit()
        world.until(lambda: one.token and len(world.notes) == 1)
        two = world.visit(like=one)
        world.until(lambda: len(world.notes) == 2)
        first, second = app.sessions[1].browsers
        two.leave()
        world.until(lambda: len(world.notes) == 3)
        one.leave()
        world.until(lambda: len(world.notes) == 4)
    assert world.notes == [
        ("join", first, True),
        ("join", second, True),
        ("leave", second, False),
        ("leave", first, False),
    ]
    assert threading.main_thread() not in threads
    if mode == "per_session":
        assert {thread.name for thread in threads} == {"pgwidgets session 1"}


def test_who_comes_back_after_a_loss_is_the_same(world: ThreadsWorld) -> None:
    with world.serving() as app:
        session = app.create_session()
        session.on_join(lambda browser: world.note(("join", browser)))
        session.on_leave(lambda browser: world.note(("leave", browser)))
        visitor = world.visit(**credentials(session))
        visitor.until_back()  # before, it would have nothing to resume
        world.until(lambda: len(world.notes) == 1)
        since = session.browsers[0].since
        visitor.cut()
        world.until(lambda: len(world.notes) == 2)
        visitor.come_back()
        world.until(lambda: len(world.notes) == 3)
        (browser,) = session.browsers
        assert world.notes == [("join", browser), ("leave", browser), ("join", browser)]
        assert browser.since == since


def test_a_handler_that_raises_hurts_nobody(world: ThreadsWorld) -> None:
    world.expect("raised; the session lives on")

    def fail(browser: Any) -> None:
        world.note(browser)
        raise ValueError("mine")

    with world.serving() as app:
        session = app.create_session()
        assert session.on_join(fail) is fail
        assert session.on_leave(fail) is fail
        visitor = world.visit(**credentials(session))
        world.until(lambda: len(world.notes) == 1)
        visitor.leave()
        world.until(lambda: len(world.notes) == 2)
        assert session.gui_call(divmod, 7, 2) == (3, 1)


def test_a_page_that_reports_nonsense_fills_no_log(world: ThreadsWorld) -> None:
    with world.serving() as app:
        session = app.create_session()
        W: Any = session.get_widgets()
        slider = W.Slider()
        slider.on("activated", print)
        W.Button("x").on("activated", lambda: world.note("pressed"))
        visitor = world.visit(**credentials(session))
        visitor.until_heard("Button")
        for _ in range(50):
            visitor.report(slider.wid, "activated", "high")
        visitor.press()
        world.until(lambda: world.notes)
        lines = [r.getMessage() for r in world.records if "refused" in r.getMessage()]
        assert len(lines) == 5
        assert all("'high'" in line for line in lines)
