"""Which thread does what, who waits for whom, and that nobody waits for ever."""

import logging
import threading
from collections.abc import Callable
from typing import Any

import pytest

from patience import PATIENCE
from pgwidgets.sync import Application
from pgwidgets.sync.dispatch import MOST_HANDLERS
from pgwidgets.testing.conformance.program import counting
from pgwidgets.testing.conformance.threads_world import ThreadsWorld
from pgwidgets_proto import Limits, SessionGoneError

MODES = ["per_session", "serialized", "concurrent"]


def button_of(world: ThreadsWorld, *handlers: Callable[..., Any]) -> Callable[[Any], None]:
    """An ``on_connect`` that makes a button with these handlers."""

    def build(session: Any) -> None:
        button = session.get_widgets().Button("x")
        for handler in handlers:
            button.on("activated", handler)

    return build


# --- which thread


@pytest.mark.parametrize(
    ("mode", "name"),
    [
        ("per_session", "pgwidgets session {}"),
        ("serialized", "program"),
        ("concurrent", "pgwidgets handler of session {}"),
    ],
)
def test_threads_are_named_for_what_they_do(world: ThreadsWorld, mode: str, name: str) -> None:
    def tell() -> None:
        world.note(threading.current_thread().name)

    with world.serving(button_of(world, tell), concurrency_handling=mode):
        for number in (1, 2):
            visitor = world.visit()
            visitor.until_heard("Button")
            visitor.press()
            world.until(lambda number=number: len(world.notes) == number)
            assert world.notes[-1].startswith(name.format(number))
        names = {thread.name for thread in threading.enumerate()}
        assert "pgwidgets I/O" in names


def test_a_thread_ends_with_its_session(world: ThreadsWorld) -> None:
    def end(session: Any) -> None:
        world.note(threading.current_thread())
        session.destroy()

    left: list[Any] = []
    with world.serving(end, prepare=lambda app: app.on_disconnect(left.append)):
        visitor = world.visit()
        assert visitor.until_closed() == 4002
        (thread,) = world.notes
        thread.join(PATIENCE)
        assert not thread.is_alive()
        assert len(left) == 1  # its last event was handled


def test_a_session_that_nothing_happens_to_has_no_thread(world: ThreadsWorld) -> None:
    with world.serving() as app:
        for _ in range(50):
            app.create_session().get_widgets().Label("x")
        assert not [t for t in threading.enumerate() if t.name.startswith("pgwidgets session")]


def test_so_many_handlers_run_side_by_side_and_the_rest_waits(world: ThreadsWorld) -> None:
    gate = threading.Event()
    lock = threading.Lock()
    inside: list[int] = []

    def stay() -> None:
        with lock:
            inside.append(1)
        gate.wait(PATIENCE)
        world.ring()

    with world.serving(concurrency_handling="concurrent") as app:
        session = app.create_session()
        for _ in range(MOST_HANDLERS + 5):
            session.gui_do(stay)
        world.until_program(lambda: len(inside) == MOST_HANDLERS)
        gate.set()
        world.until_program(lambda: len(inside) == MOST_HANDLERS + 5)


@pytest.mark.parametrize("mode", ["per_session", "concurrent"])
def test_a_system_without_threads_to_spare_takes_nothing_down(
    world: ThreadsWorld, mode: str
) -> None:
    with world.serving(counting, concurrency_handling=mode) as app:
        visitor = world.visit()
        visitor.until_heard("Button")
        visitor.press()
        visitor.until_text("1")
        start = app._pgwidgets._crew.start

        def refuse(name: str, target: Any) -> threading.Thread:
            if "session" in name:
                raise RuntimeError("can't start new thread")
            return start(name, target)  # type: ignore[no-any-return]

        app._pgwidgets._crew.start = refuse
        visitor.press()
        visitor.until_text("2")  # on a thread that is there
        if mode == "per_session":
            late = world.visit()
            assert late.until_closed() == 1013  # it is to come again
            app._pgwidgets._crew.start = start
            other = world.visit(like=late)  # another event of that session, which tries again
            other.until_heard("Button")
        visitor.press()
        visitor.until_text("3")


# --- gui_do and gui_call


@pytest.mark.parametrize("mode", ["per_session", "serialized"])
def test_gui_do_and_gui_call_use_the_thread_of_the_handlers(world: ThreadsWorld, mode: str) -> None:
    with world.serving(
        lambda session: world.note(threading.current_thread()), concurrency_handling=mode
    ) as app:
        visitor = world.visit()
        world.until(lambda: world.notes)
        (thread,) = world.notes
        session = app.sessions[1]
        assert world.call(session.gui_call, threading.current_thread) is thread
        assert session.gui_do(lambda: world.note(threading.current_thread())) is None
        world.until(lambda: world.notes == [thread, thread])
        assert visitor.closed is None


@pytest.mark.parametrize("mode", MODES)
def test_gui_call_gives_results_and_exceptions_also_from_within_handlers(
    world: ThreadsWorld, mode: str
) -> None:
    session: Any = None

    def handler() -> None:
        world.note(session.gui_call(divmod, 17, 5))  # on this very thread
        with pytest.raises(ZeroDivisionError):
            session.gui_call(divmod, 1, 0)
        session.gui_do(lambda: world.note("later"))
        world.note("first")

    with world.serving(button_of(world, handler), concurrency_handling=mode) as app:
        visitor = world.visit()
        visitor.until_heard("Button")
        session = app.sessions[1]
        assert world.call(session.gui_call, divmod, 17, 5) == (3, 2)
        for error in (ZeroDivisionError, KeyError, SystemExit):

            def fail(error: type[BaseException] = error) -> None:
                raise error

            with pytest.raises(error):
                session.gui_call(fail)
        visitor.press()
        world.until(lambda: len(world.notes) == 3)
        assert world.notes[0] == (3, 2)
        if mode != "concurrent":
            assert world.notes[1:] == ["first", "later"]


def test_gui_call_between_sessions(world: ThreadsWorld) -> None:
    with world.serving() as app:
        one, two = app.create_session(), app.create_session()
        threads = one.gui_call(lambda: (threading.current_thread(), two.gui_call(_current)))
        assert [thread.name for thread in threads] == ["pgwidgets session 1", "pgwidgets session 2"]


def _current() -> threading.Thread:
    return threading.current_thread()


@pytest.mark.parametrize("mode", MODES)
def test_gui_do_before_the_start(mode: Any) -> None:
    """Threads begin with what is to be done; the program's own does it when it gets there."""
    app = Application(0, 0, concurrency_handling=mode)
    ran = threading.Event()
    session = app.create_session()
    session.gui_do(ran.set)
    assert session.gui_call(divmod, 7, 2) == (3, 1)
    app.process_events()
    assert ran.wait(PATIENCE)
    app.close()


def test_what_gui_do_raises_is_logged(world: ThreadsWorld) -> None:
    world.expect("of <Session 'dome' browsers=0> raised; the session lives on")
    with world.serving() as app:
        session = app.create_session("dome")
        session.gui_do(divmod, 1, 0)
        assert session.gui_call(divmod, 7, 2) == (3, 1)


def test_calls_that_wait_are_bounded(world: ThreadsWorld) -> None:
    gate = threading.Event()
    with world.serving(limits=Limits(events=10)) as app:
        session = app.create_session()
        session.gui_do(gate.wait, PATIENCE)
        world.until_program(
            lambda: not len(app._pgwidgets.dispatcher._lanes[session._pgwidgets])
        )  # it has begun
        for _ in range(10):
            session.gui_do(str)
        with pytest.raises(RuntimeError, match=r"Limits\.events = 10"):
            session.gui_do(str)
        gate.set()
        session.gui_call(str)
        session.gui_do(world.note, "room")
        world.until(lambda: world.notes == ["room"])


def test_nobody_waits_for_a_thread_that_is_gone(world: ThreadsWorld) -> None:
    gate = threading.Event()
    with world.serving(limits=Limits(close_time=0.2)) as app:
        session, gone = app.create_session(), app.create_session()
        gone.destroy()
        for use in (gone.gui_do, gone.gui_call):
            with pytest.raises(SessionGoneError, match="destroyed"):
                use(print)
        session.gui_do(gate.wait, 2 * PATIENCE)
        waiting = world.begin(session.gui_call, print)
        world.until_program(lambda: len(app._pgwidgets.dispatcher._calls) == 1)
        world.stop()
        with pytest.raises(SessionGoneError, match="closed"):
            waiting.result(PATIENCE)
        with pytest.raises(SessionGoneError, match="closed"):
            session.gui_call(print)
        session.gui_do(world.note, "never")
        gate.set()
    assert world.notes == []


# --- questions


def test_questions_of_many_threads_at_once(world: ThreadsWorld) -> None:
    with world.serving() as app:
        session = app.create_session()
        W: Any = session.get_widgets()
        videos = [W.VideoWidget() for _ in range(8)]
        visitor = world.visit(session_id=session.id, token=session.token)
        visitor.until_shown(8, "VideoWidget")
        asked = [world.begin(video.get_duration) for video in videos for _ in range(5)]
        world.until(lambda: all(one.done() for one in asked))
        for one in asked:
            one.result()


def test_a_question_that_waits_when_the_application_is_closed(world: ThreadsWorld) -> None:
    with world.serving() as app:
        session = app.create_session()
        video = session.get_widgets().VideoWidget()
        visitor = world.visit(session_id=session.id, token=session.token)
        visitor.until_shown(1, "VideoWidget")
        visitor.is_stalled = True
        asked = world.begin(video.get_duration)
        world.until_program(lambda: session._pgwidgets.core.pending.is_answer_awaited)
        visitor.is_stalled = False
        visitor.cut()
        app.close()
        with pytest.raises(SessionGoneError, match="closed"):
            asked.result(PATIENCE)
        assert video.get_duration() is None  # nobody is there


def test_nobody_waits_for_a_browser_with_the_lock(world: ThreadsWorld) -> None:
    """As where an operation runs the program's own code: the I/O thread would never get it."""
    with world.serving() as app:
        session = app.create_session()
        video = session.get_widgets().VideoWidget()
        visitor = world.visit(session_id=session.id, token=session.token)
        visitor.until_shown(1, "VideoWidget")
        with app._pgwidgets.lock, pytest.raises(RuntimeError, match="while a call is carried out"):
            video.get_duration()


def test_a_logger_that_shows_its_lines_in_a_widget(world: ThreadsWorld) -> None:
    """It is called without the lock, by a thread that may wait."""
    with world.serving() as app:
        session = app.create_session()
        video = session.get_widgets().VideoWidget()
        visitor = world.visit(session_id=session.id, token=session.token)
        visitor.until_shown(1, "VideoWidget")

        class Shown(logging.Handler):
            def emit(self, record: logging.LogRecord) -> None:
                video.get_duration()
                world.note(record.getMessage())

        handler = Shown(logging.WARNING)
        world.logger.addHandler(handler)
        bad = world.visit()
        world.until(lambda: bad.token)
        bad.say(b"binary")
        assert bad.until_closed() == 1003
        world.until(lambda: any("1003" in line for line in world.notes))
        world.logger.removeHandler(handler)


# --- what is a thread's own


def test_a_batch_is_the_threads_own(world: ThreadsWorld) -> None:
    with world.serving() as app:
        session = app.create_session()
        W: Any = session.get_widgets()
        mine, other = W.Label("-"), W.Label("-")
        visitor = world.visit(session_id=session.id, token=session.token)
        visitor.until_shown(2, "Label")
        with session.batch():
            mine.set_text("in the batch")
            world.call(other.set_text, "from elsewhere")
            session.gui_call(other.set_tooltip, "from its thread")
            visitor.until(lambda: visitor.page.find(other.wid).get("text") == "from elsewhere")
            assert visitor.page.find(mine.wid).get("text") == "-"
        visitor.until(lambda: visitor.page.find(mine.wid).get("text") == "in the batch")


def test_the_browser_that_asked_is_the_one_that_is_answered(world: ThreadsWorld) -> None:
    """Also by what its handler hands on to the session's thread, whoever was active since."""
    gate = threading.Event()

    def build(session: Any) -> None:
        W = session.get_widgets()
        W.Button("open").on("activated", lambda: session.gui_do(open_it, session))
        W.Button("other").on("activated", gate.set)

    def open_it(session: Any) -> None:
        session.open_url("https://example.org/")

    with world.serving(build):
        one = world.visit()
        one.until(lambda: len(one.all("Button")) == 2 and one.all("Button")[1].listeners)
        two = world.visit(like=one)
        two.until(lambda: len(two.all("Button")) == 2 and two.all("Button")[1].listeners)
        one.press()
        two.press(1)
        one.until(lambda: any(m["type"] == "open-url" for m in one.messages))
        assert not any(m["type"] == "open-url" for m in two.messages)


# --- setters wait for room


def test_a_thread_that_makes_more_than_a_browser_takes_waits(world: ThreadsWorld) -> None:
    limits = Limits(frame_bytes=4096, high_water=8192, in_flight_bytes=16 * 1024)
    made: list[int] = []
    with world.serving(limits=limits) as app:
        session = app.create_session()
        W: Any = session.get_widgets()
        W.Button("x")
        visitor = world.visit(session_id=session.id, token=session.token)
        visitor.until_shown(1, "Button")
        world.call(session.flush)
        visitor.is_acknowledging = False

        def make() -> None:
            for number in range(100):
                W.Label("x" * 1000)
                made.append(number)

        making = world.begin(make)
        visitor.until(lambda: len(visitor.all("Label")) >= 16)
        assert session.gui_call(lambda: W.Label.__name__) == "Label"  # nothing else waits
        assert len(made) < 50
        assert not making.done()
        visitor.is_acknowledging = True
        visitor.send({"type": "ack", "seen": visitor.seen})
        visitor.until_shown(100, "Label")
        world.until(making.done)


# --- handlers that go wrong


@pytest.mark.parametrize("mode", ["per_session", "concurrent"])
def test_sys_exit_in_a_handler_ends_no_thread_of_ours(world: ThreadsWorld, mode: str) -> None:
    def leave() -> None:
        raise SystemExit(3)

    world.expect("leave")
    with world.serving(
        button_of(world, leave, lambda: world.note("next")), concurrency_handling=mode
    ):
        visitor = world.visit()
        visitor.until_heard("Button")
        visitor.press()
        world.until(lambda: world.notes == ["next"])


def test_sys_exit_in_a_handler_ends_the_program_that_runs_it(world: ThreadsWorld) -> None:
    app = world.app = Application(0, 0, concurrency_handling="serialized", logger=world.logger)

    def leave() -> None:
        raise SystemExit(3)

    app.create_session().gui_do(leave)
    with pytest.raises(SystemExit):
        app.run()
    assert app.url is None


def test_a_handler_that_is_a_coroutine_function_is_told_of(world: ThreadsWorld) -> None:
    async def handler() -> None:
        world.note("never")

    world.expect("coroutine function")
    with world.serving(button_of(world, handler, lambda: world.note("next"))):
        visitor = world.visit()
        visitor.until_heard("Button")
        visitor.press()
        world.until(lambda: world.notes == ["next"])


def test_a_handler_that_hangs_delays_no_other_session(world: ThreadsWorld) -> None:
    gate = threading.Event()

    def build(session: Any) -> None:
        if session.id == 1:
            world.note("hangs")
            gate.wait(PATIENCE)
        counting(session)

    with world.serving(build):
        stuck = world.visit()
        world.until(lambda: world.notes)
        visitor = world.visit()
        visitor.until_heard("Button")
        for count in range(1, 20):
            visitor.press()
            visitor.until_text(str(count))
        assert not stuck.all("Button")
        gate.set()
        stuck.until_heard("Button")
