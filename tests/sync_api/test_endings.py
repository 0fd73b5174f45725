"""How programs with threads end, and what must not keep them from it."""

import threading
from typing import Any

import pytest

from patience import PATIENCE
from pgwidgets.sync import Application
from pgwidgets.sync.engine import Engine
from pgwidgets.testing.conformance.threads_world import ThreadsWorld


def test_an_exception_that_is_no_error_ends_run_in_good_order() -> None:
    """As those are that test frameworks end a test with, where run() runs the handlers."""

    class Outcome(BaseException):
        pass

    def handler() -> None:
        raise Outcome

    app = Application(0, 0, concurrency_handling="serialized")
    app.create_session().gui_do(handler)
    with pytest.raises(Outcome):
        app.run()
    assert app.url is None
    assert app._pgwidgets._listener is None


def test_the_handlers_behind_one_that_ends_the_program_are_called_at_its_end() -> None:
    app = Application(0, 0, concurrency_handling="serialized")
    timer = app.create_session().make_timer(0)
    called: list[str] = []

    def leave(*_: Any) -> None:
        called.append("leave")
        raise SystemExit

    timer.on("expired", leave)
    timer.on("expired", lambda *_: called.append("later"))
    timer.start()
    with pytest.raises(SystemExit):
        app.run()
    assert called == ["leave", "later"]


@pytest.mark.parametrize("mode", ["per_session", "serialized"])
def test_run_goes_on_with_what_start_has_begun(mode: Any) -> None:
    announced = threading.Event()

    class Told(Engine):
        def announce(self, open_browser: bool = False) -> None:
            announced.set()

    class Mine(Application):
        _pgwidgets_engine = Told

    app = Mine(0, 0, concurrency_handling=mode)
    app.start()
    url = app.url
    seen = []
    session = app.create_session()

    def last_words() -> None:
        assert announced.wait(PATIENCE)
        seen.append(app.url)
        app.close()

    session.gui_do(last_words)
    app.run()
    assert seen == [url]
    assert app.url is None


def test_the_end_and_the_next_beginning_do_not_meet() -> None:
    """Who finds the end told must find it whole, or would end the run that follows."""
    app = Application(0, 0)
    held: list[bool] = []

    class Seen(threading.Event):
        def set(self) -> None:
            held.append(app._pgwidgets.is_in_the_core)
            super().set()

    app._pgwidgets._ended = Seen()
    app._pgwidgets._ended.set()
    with app:
        held.clear()
    assert held == [True]


def test_a_system_without_a_thread_for_serving(world: ThreadsWorld) -> None:
    app = Application(0, 0)
    start = app._pgwidgets._crew.start

    def refuse(name: str, target: Any) -> threading.Thread:
        raise RuntimeError("can't start new thread")

    app._pgwidgets._crew.start = refuse  # type: ignore[method-assign]
    with pytest.raises(RuntimeError, match="can't start new thread"):
        app.start()
    assert app.url is None
    app.close()  # waits for nothing
    app._pgwidgets._crew.start = start  # type: ignore[method-assign]
    app.start()
    assert app.url is not None
    app.close()


def test_who_can_not_say_where_it_is_serves_no_more() -> None:
    class MuteEngine(Engine):
        """One whose standard output is closed."""

        def announce(self, open_browser: bool = False) -> None:
            raise BrokenPipeError

    class Mute(Application):
        _pgwidgets_engine = MuteEngine

    app = Mute(0, 0)
    for _ in range(2):
        with pytest.raises(BrokenPipeError):
            app.run()
        assert app.url is None


# --- gui_call


def test_gui_call_waits_for_nobody_while_a_call_is_carried_out(world: ThreadsWorld) -> None:
    """An operation holds the lock while it looks at what it is given, as a question says too."""
    with world.serving() as app:
        session = app.create_session()
        with app._pgwidgets.lock, pytest.raises(RuntimeError, match="while a call is carried out"):
            session.gui_call(print)
        assert session.gui_call(divmod, 7, 2) == (3, 1)
        assert session.gui_call(int, "11", base=2) == 3
        told = threading.Event()
        session.gui_do(lambda *, event: event.set(), event=told)
        assert told.wait(PATIENCE)


def test_gui_call_in_a_handler_while_another_thread_processes_events() -> None:
    """The handler's thread has its turn: there is nobody else to wait for."""
    app = Application(0, 0, concurrency_handling="serialized")
    session = app.create_session()
    entered, waiting = threading.Event(), threading.Event()
    given: list[object] = []

    def handler() -> None:
        entered.set()
        assert waiting.wait(PATIENCE)
        given.append(session.gui_call(divmod, 7, 2))

    class Told(threading.Thread):
        def run(self) -> None:
            assert entered.wait(PATIENCE)
            app._pgwidgets.dispatcher._driven.wait(0)  # as process_events() begins
            waiting.set()
            app.process_events(0)

    other = Told(daemon=True)
    other.start()
    session.gui_do(handler)
    running = threading.Thread(target=app.process_events, daemon=True)
    running.start()
    running.join(PATIENCE)
    other.join(PATIENCE)
    assert given == [(3, 1)]
    app.close()
