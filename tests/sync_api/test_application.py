"""The application of the sync API: beginning, end, and Ctrl-C."""

import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from patience import PATIENCE
from pgwidgets.sync import Application
from pgwidgets.testing.conformance.program import counting
from pgwidgets.testing.conformance.threads_world import ThreadsWorld
from pgwidgets_proto import Limits

MODES = ["per_session", "serialized", "concurrent"]


# --- beginning and end


def test_bad_settings_are_refused_at_once() -> None:
    with pytest.raises(ValueError, match="concurrency_handling"):
        Application(concurrency_handling="parallel")  # type: ignore[arg-type]


@pytest.mark.parametrize("mode", MODES)
def test_run_serves_until_a_handler_closes_and_may_be_called_again(
    world: ThreadsWorld, mode: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    app = world.app = Application(
        0, 0, max_sessions=None, concurrency_handling=mode, logger=world.logger
    )

    @app.on_connect
    def setup(session: Any) -> None:
        session.get_widgets().Button("end").on("activated", app.close)

    app.on_disconnect(lambda session: world.note(session.id))
    for turn in (1, 2):
        running = world.begin(app.run)
        running.add_done_callback(lambda _: world.ring())
        world.until_program(lambda: app.url)
        visitor = world.visit()
        visitor.until_heard("Button")
        visitor.press()
        assert visitor.until_closed() == 1012
        world.until(running.done)
        assert running.result() is None
        assert app.url is None
        assert "pgwidgets: open http://127.0.0.1:" in capsys.readouterr().out
        assert world.notes == list(range(1, turn + 1))  # they were told before it returned
        world.dismiss()


def test_start_and_close() -> None:
    app = Application(0, 0)
    app.close()  # does no harm
    app.start()
    url = app.url
    app.start()  # serves already
    assert app.url == url is not None
    assert "serving" in repr(app)
    app.process_events()
    app.close()
    app.close()
    assert app.url is None
    assert "not serving" in repr(app)


def test_it_does_not_serve_twice_at_once() -> None:
    app = Application(0, 0)
    with app:
        with pytest.raises(RuntimeError, match="serves already"), app:
            pass
        assert app.url is not None
    assert app.url is None


def test_an_exception_in_the_block_comes_out_and_the_application_is_closed() -> None:
    app = Application(0, 0)
    with pytest.raises(ZeroDivisionError), app:
        raise ZeroDivisionError
    assert app.url is None


def test_a_taken_port_is_one_clear_error(world: ThreadsWorld) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        for ports in ({"ws_port": port, "http_port": 0}, {"ws_port": 0, "http_port": port}):
            app = Application(**ports)
            for begin in (app.start, app.run, app.__enter__):
                with pytest.raises(OSError, match=rf"127\.0\.0\.1.*{port}"):
                    begin()
            assert "not serving" in repr(app)


@pytest.mark.parametrize("mode", MODES)
def test_closing_from_within_handlers_waits_for_nobody(world: ThreadsWorld, mode: Any) -> None:
    def build(session: Any) -> None:
        button = session.get_widgets().Button("x")
        button.on("activated", world.app.close)
        button.on("activated", world.note, "closed")

    with world.serving(build, concurrency_handling=mode):
        visitor = world.visit()
        visitor.until_heard("Button")
        visitor.press()
        world.until(lambda: world.notes == ["closed"])
        assert visitor.until_closed() == 1012


def test_closing_waits_no_longer_than_it_says_for_a_handler_that_hangs(
    world: ThreadsWorld,
) -> None:
    gate = threading.Event()

    def hang(session: Any) -> None:
        world.note(threading.current_thread())
        gate.wait(PATIENCE)

    with world.serving(hang, limits=Limits(close_time=0.1)):
        visitor = world.visit()
        world.until(lambda: world.notes)
        world.stop()
        assert visitor.until_closed() == 1012
        (thread,) = world.notes
        assert thread.is_alive()
        assert any("'pgwidgets session 1' still runs" in r.getMessage() for r in world.records)
        gate.set()
        thread.join(PATIENCE)


def test_it_serves_again_and_its_sessions_live_on(world: ThreadsWorld) -> None:
    with world.serving(counting):
        first = world.visit()
        first.until_heard("Button")
        first.press()
        first.until_text("1")
    app = world.app
    app.start()
    try:
        second = world.visit(like=first)
        second.until_heard("Button")
        second.press()
        second.until_text("2")
    finally:
        world.dismiss()
        app.close()


def test_a_failure_of_the_server_comes_out_of_run(world: ThreadsWorld) -> None:
    """One that no browser brought about, so that there is none whose message could be refused."""
    app = world.app = Application(0, 0, logger=world.logger)

    engine = app._pgwidgets
    settle = engine.settle

    def fail_once(now: float) -> None:
        engine.settle = settle  # type: ignore[method-assign]
        raise ZeroDivisionError("in the core")

    engine.settle = fail_once  # type: ignore[method-assign]
    running = world.begin(app.run)
    world.until_program(lambda: app.url)
    world.expect("the server has failed")
    visitor = world.visit()
    visitor.until_closed()
    assert isinstance(running.exception(PATIENCE), ZeroDivisionError)
    assert app.url is None
    world.dismiss()
    world.until(lambda: not world.complaints())


# --- one's own loop


def test_process_events_runs_what_is_ready_on_the_calling_thread(world: ThreadsWorld) -> None:
    """The mode ``serialized``: what comes meanwhile has to wait for the next call."""
    app = world.app = Application(
        0, 0, max_sessions=None, concurrency_handling="serialized", logger=world.logger
    )
    threads: list[threading.Thread] = []

    def again() -> None:
        threads.append(threading.current_thread())
        app.sessions[1].gui_do(again)  # so that there is always something to do

    @app.on_connect
    def build(session: Any) -> None:
        threads.append(threading.current_thread())
        session.get_widgets().Button("x").on("activated", again)

    with app:
        visitor = world.visit()
        world.until(lambda: visitor.token)
        assert threads == []
        while not threads:
            app.process_events(PATIENCE)
        visitor.until_heard("Button")
        visitor.press()
        visitor.ping(b"read")
        while len(threads) < 2:
            app.process_events(PATIENCE)
        app.process_events()
        assert len(threads) == 3
        assert set(threads) == {threading.current_thread()}
        world.dismiss()


def test_process_events_waits_for_a_handler_on_another_thread(world: ThreadsWorld) -> None:
    ran = threading.Event()
    with world.serving() as app:
        session = app.create_session()
        app.process_events(0)  # waits for nothing
        waiting = world.begin(app.process_events, PATIENCE)
        while not waiting.done():  # the first may have run before the wait began
            session.gui_do(ran.set)
            world.pause(0.01)
        assert waiting.result() is None
        assert ran.is_set()


# --- Ctrl-C

_PROGRAM = """
import signal, sys, threading
from pgwidgets.sync import Application
from pgwidgets.sync.engine import Engine
from pgwidgets_proto.limits import Limits

mode, hangs = sys.argv[1:]
limits = Limits(close_time=0.2 if hangs == "once" else 60.0)

class ToldEngine(Engine):
    def _serve(self, listener):
        super()._serve(listener)
        print("closed", flush=True)

class Told(Application):
    _pgwidgets_engine = ToldEngine

app = Told(0, 0, concurrency_handling=mode, limits=limits)
session = app.create_session()

def handler():
    print("handling", flush=True)
    if hangs == "elsewhere":
        # Such a signal breaks off no wait of the main thread's.
        threading.Timer(0.2, signal.raise_signal, [signal.SIGTERM]).start()
    elif hangs != "no":
        threading.Event().wait()

session.gui_do(handler)
try:
    app.run()
finally:
    print("ended", flush=True)
"""


class Process:
    """A program that serves, and that Ctrl-C ends."""

    def __init__(self, *arguments: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-W", "error", *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.output = ""

    def read_until(self, *texts: str) -> None:
        assert self.process.stdout is not None
        while not all(text in self.output for text in texts):
            line = self.process.stdout.readline()
            assert line, f"{texts} did not come in:\n{self.output}"
            self.output += line

    def end(self) -> int:
        rest, _ = self.process.communicate(timeout=PATIENCE)
        self.output += rest
        return self.process.returncode


@pytest.fixture
def processes() -> Iterator[list[Process]]:
    started: list[Process] = []
    yield started
    for one in started:
        if one.process.poll() is None:
            one.process.kill()
            one.process.wait()
        assert one.process.stdout is not None
        one.process.stdout.close()


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("mode", MODES)
def test_ctrl_c_ends_it_cleanly(processes: list[Process], mode: str, stop: signal.Signals) -> None:
    program = Process("-c", _PROGRAM, mode, "no")
    processes.append(program)
    program.read_until("pgwidgets: open http://127.0.0.1:", "handling")
    program.process.send_signal(stop)
    assert program.end() == 0
    assert program.output.endswith("ended\n")
    assert "Traceback" not in program.output


@pytest.mark.parametrize("mode", MODES)
def test_a_signal_to_another_thread_ends_it_too(processes: list[Process], mode: str) -> None:
    """As one does that comes right before the main thread begins to wait."""
    program = Process("-c", _PROGRAM, mode, "elsewhere")
    processes.append(program)
    program.read_until("handling")
    assert program.end() == 0
    assert program.output.endswith("ended\n")
    assert "Traceback" not in program.output


@pytest.mark.parametrize("mode", ["per_session", "concurrent"])
def test_ctrl_c_waits_a_while_for_a_handler_that_hangs(processes: list[Process], mode: str) -> None:
    program = Process("-c", _PROGRAM, mode, "once")
    processes.append(program)
    program.read_until("pgwidgets: open", "handling")
    program.process.send_signal(signal.SIGINT)
    assert program.end() == 0
    assert "still runs" in program.output
    assert "Traceback" not in program.output


@pytest.mark.parametrize("mode", MODES)
def test_a_second_ctrl_c_waits_for_nobody(processes: list[Process], mode: str) -> None:
    """``Limits.close_time`` is a minute there, and the handler hangs for ever."""
    program = Process("-c", _PROGRAM, mode, "twice")
    processes.append(program)
    program.read_until("pgwidgets: open", "handling")
    program.process.send_signal(signal.SIGINT)
    program.read_until("closed")
    program.process.send_signal(signal.SIGINT)
    assert program.end() == 0
    assert program.output.endswith("ended\n")
    assert "Traceback" not in program.output


def test_the_handlers_of_signals_are_as_they_were() -> None:
    before = signal.getsignal(signal.SIGINT)
    app = Application(0, 0)
    threading.Thread(target=_close_when_it_serves, args=(app,)).start()
    app.run()
    assert signal.getsignal(signal.SIGINT) is before


def _close_when_it_serves(app: Application) -> None:
    while app.url is None:
        app.process_events(0.001)
    app.close()
