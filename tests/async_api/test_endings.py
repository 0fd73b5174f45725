"""How programs end: sys.exit() in a handler, Ctrl-C in one that hangs, failures while cancelled."""

import asyncio
import signal
import subprocess
import sys
from typing import Any

import anyio
import pytest
import trio
import trio.testing

from async_api.peer import Peer, in_loop, serving, soon, turns_until
from patience import PATIENCE
from pgwidgets.async_ import Application
from pgwidgets.async_.dispatch import MOST_HANDLERS
from pgwidgets.async_.engine import Engine
from pgwidgets_proto import Limits

BACKENDS = ["asyncio", "trio"]

_PROGRAM = """
import signal, sys, threading
import anyio
from pgwidgets.async_ import Application

backend, way, what = sys.argv[1:]
app = Application(0, 0)

def leave(*args):
    sys.exit(3)

def hang(*args):
    signal.raise_signal(signal.SIGINT)  # the loop does not hear of it
    print("once", flush=True)
    signal.raise_signal(signal.SIGINT)
    print("never", flush=True)
    while True:
        pass

async def main():
    if what == "signal elsewhere":
        threading.Timer(0.5, signal.raise_signal, [signal.SIGTERM]).start()
    else:
        timer = app.create_session().make_timer(0)
        timer.on("expired", globals()[what])
        timer.start()
    if way == "run":
        await app.run()
        print("after run", flush=True)
    elif way == "block":
        async with app:
            await anyio.sleep_forever()
    else:
        await app.start()
        await anyio.sleep_forever()

anyio.run(main, backend=backend)
"""


def outcome(*arguments: str) -> tuple[int, str]:
    """Exit status and all output of the program."""
    ended = subprocess.run(
        [sys.executable, "-W", "error", "-c", _PROGRAM, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    return ended.returncode, ended.stdout


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_signal_to_another_thread_ends_run_too(backend: str) -> None:
    """As one does that comes right before the event loop begins to wait."""
    status, output = outcome(backend, "run", "signal elsewhere")
    assert status == 0
    assert output.endswith("after run\n")


# --- sys.exit() and the like


@pytest.mark.parametrize(
    ("backend", "way"),
    [
        ("asyncio", "run"),
        ("asyncio", "block"),
        ("asyncio", "start"),
        ("trio", "run"),
        ("trio", "block"),
    ],
)
def test_sys_exit_in_a_handler_ends_the_program(backend: str, way: str) -> None:
    status, output = outcome(backend, way, "leave")
    assert status == 3, output
    assert "Traceback" not in output
    assert "after run" not in output


@pytest.mark.parametrize("backend", BACKENDS)
def test_an_exception_that_is_no_error_ends_run_in_good_order(backend: str) -> None:
    """As those are that test frameworks end a test with."""

    class Outcome(BaseException):
        pass

    def handler(*args: object) -> None:
        raise Outcome

    async def main() -> None:
        app = Application(0, 0)
        timer = app.create_session().make_timer(0)
        timer.on("expired", handler)
        timer.start()
        with pytest.raises(Outcome):
            await app.run()
        assert app.url is None

    anyio.run(main, backend=backend)


def test_one_that_comes_in_a_group_ends_run_as_it_is() -> None:
    """On trio; asyncio itself lets it out of the event loop."""

    async def handler(*args: object) -> None:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(anyio.sleep_forever)
            tasks.start_soon(_raise, KeyboardInterrupt("not from the keyboard"))

    async def main() -> None:
        app = Application(0, 0)
        timer = app.create_session().make_timer(0)
        timer.on("expired", handler)
        timer.start()
        with pytest.raises(BaseExceptionGroup) as raised:
            await app.run()
        assert raised.group_contains(KeyboardInterrupt, depth=1)

    anyio.run(main, backend="trio")


async def _raise(error: BaseException) -> None:
    raise error


# --- failures while everything ends


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_handler_that_fails_while_it_is_cancelled_is_logged(
    backend: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Also where its failure and the cancellation come in one group."""

    async def fail() -> None:
        try:
            await anyio.sleep_forever()
        finally:
            raise ValueError("while cleaning up")

    async def main() -> None:
        app = Application(0, 0, limits=Limits(close_time=0.05))
        entered = anyio.Event()

        async def handler(*args: object) -> None:
            entered.set()
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(anyio.sleep_forever)
                tasks.start_soon(fail)

        async with app:
            timer = app.create_session().make_timer(0)
            await timer.on("expired", handler)
            await timer.start()
            await entered.wait()
            if backend == "trio":
                await trio.testing.wait_all_tasks_blocked()

    anyio.run(main, backend=backend)
    (record,) = [record for record in caplog.records if record.exc_info]
    assert record.exc_info is not None
    assert isinstance(record.exc_info[1], ExceptionGroup)
    assert "raised" in record.getMessage()


@pytest.mark.parametrize("mode", ["per_session", "serialized"])
@in_loop
async def test_events_that_were_left_at_the_end_are_handled_in_the_next_run(mode: Any) -> None:
    handled: list[str] = []
    entered = asyncio.Event()
    limits = Limits(close_time=0.05)
    app = Application(0, 0, max_sessions=None, limits=limits, concurrency_handling=mode)
    session, other = app.create_session(), app.create_session()
    entry, button = session.get_widgets().TextEntry(""), other.get_widgets().Button("x")

    async def typed(text: str) -> None:
        handled.append(text)
        if text == "first":
            entered.set()
            await asyncio.Event().wait()

    entry.on("activated", typed)
    button.on("activated", lambda: handled.append("pressed"))
    async with serving(app):
        one = await Peer.open(app.url, session_id=session.id, token=session.token)
        two = await Peer.open(app.url, session_id=other.id, token=other.token)
        await one.until(lambda: one.widgets("TextEntry") and one.the("TextEntry").listeners)
        await two.until(lambda: two.widgets("Button") and two.the("Button").listeners)
        await one.report(entry.wid, "activated", "first")
        await soon(entered.wait())
        await one.report(entry.wid, "activated", "second")
        await turns_until(lambda: len(session._pgwidgets.core.inbox))
        if mode == "serialized":
            await two.click(two.the("Button"))
            await turns_until(lambda: len(other._pgwidgets.core.inbox))
            for _ in range(50):
                await asyncio.sleep(0)  # its worker waits for its turn
    await one.leave()
    await two.leave()
    assert handled == ["first"]
    async with serving(app):
        await turns_until(lambda: "second" in handled)
        await turns_until(lambda: mode == "per_session" or "pressed" in handled)


# --- handlers without end


@in_loop
async def test_concurrent_handlers_of_a_session_are_bounded() -> None:
    """A browser that clicks without end makes no tasks without end: its events wait."""
    entered: list[int] = []
    gate = asyncio.Event()

    async def stay() -> None:
        entered.append(1)
        await gate.wait()

    async with serving(concurrency_handling="concurrent") as app:
        session, other = app.create_session(), app.create_session()
        button = session.get_widgets().Button("x")
        button.on("activated", stay)
        elsewhere = other.get_widgets().Button("y")
        elsewhere.on("activated", stay)
        async with (
            Peer.visiting(app.url, session_id=session.id, token=session.token) as peer,
            Peer.visiting(app.url, session_id=other.id, token=other.token) as another,
        ):
            await peer.until(lambda: peer.widgets("Button") and peer.the("Button").listeners)
            click = {"type": "callback", "wid": button.wid, "action": "activated", "args": []}
            await peer.say([click] * (MOST_HANDLERS + 5))
            await turns_until(lambda: len(entered) == MOST_HANDLERS)
            await another.until(lambda: another.widgets("Button"))
            await another.click(another.the("Button"))
            await turns_until(lambda: len(entered) == MOST_HANDLERS + 1)  # other sessions go on
            gate.set()
            await turns_until(lambda: len(entered) == MOST_HANDLERS + 6)


# --- Ctrl-C


@pytest.mark.parametrize("backend", BACKENDS)
def test_ctrl_c_ends_a_handler_that_keeps_the_loop(backend: str) -> None:
    status, output = outcome(backend, "run", "hang")
    assert status == 0, output
    assert "once\n" in output
    assert "never" not in output
    assert "interrupted" in output  # and by its name, in the log
    assert output.endswith("after run\n")


@in_loop
async def test_a_second_ctrl_c_waits_for_no_browser() -> None:
    app = Application(0, 0, limits=Limits(close_time=60.0))
    app.create_session()
    running = asyncio.create_task(app.run())
    await turns_until(lambda: app.url)
    peer = await Peer.open(app.url)
    await peer.until(lambda: peer.token)
    peer.may_read.clear()
    await peer.say({"type": "ack", "seen": 0})
    signal.raise_signal(signal.SIGINT)
    await turns_until(lambda: app._pgwidgets._closing is None or app._pgwidgets._closing.is_set())
    assert not running.done()
    signal.raise_signal(signal.SIGINT)
    await soon(running)
    await peer.leave()


@pytest.mark.parametrize("backend", BACKENDS)
def test_the_handlers_of_signals_are_as_they_were(backend: str) -> None:
    async def main() -> None:
        before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]
        app = Application(0, 0)
        timer = app.create_session().make_timer(0)
        timer.on("expired", lambda *_: app.close())
        timer.start()
        await app.run()
        after = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]
        assert after == before

    anyio.run(main, backend=backend)


class MuteEngine(Engine):
    """One whose standard output is closed."""

    def announce(self, open_browser: bool = False) -> None:
        raise BrokenPipeError


class Mute(Application):
    _pgwidgets_engine = MuteEngine


@pytest.mark.parametrize("backend", BACKENDS)
def test_who_can_not_say_where_it_is_serves_no_more(backend: str) -> None:
    async def main() -> None:
        app = Mute(0, 0)
        for _ in range(2):
            with pytest.raises(BrokenPipeError):
                await app.run()
            assert app.url is None

    anyio.run(main, backend=backend)  # a socket that is left open is a ResourceWarning


# --- what is handled last


@pytest.mark.parametrize("mode", ["per_session", "serialized", "concurrent"])
@in_loop
async def test_handlers_come_to_their_end_when_the_application_is_closed(mode: str) -> None:
    """Those above all that are told of the browsers' leaving, as to save something."""
    ended: list[str] = []
    async with serving(concurrency_handling=mode) as app:

        @app.on_disconnect
        async def save(session: object) -> None:
            for _ in range(1000):
                await asyncio.sleep(0)
            ended.append("saved")

        session = app.create_session()
        peer = await Peer.open(app.url, session_id=session.id, token=session.token)
        await peer.until(lambda: peer.seen == 2)
    assert ended == ["saved"]
    await peer.leave()


@in_loop
async def test_a_handler_that_closes_the_application_comes_to_its_end() -> None:
    app = Application(0, 0)
    ended: list[str] = []
    timer = app.create_session().make_timer(0)

    async def leave(*args: object) -> None:
        await app.close()
        for _ in range(1000):
            await asyncio.sleep(0)
        ended.append("closed")

    await timer.on("expired", leave)
    await timer.start()
    await soon(app.run())
    assert ended == ["closed"]


@pytest.mark.parametrize("mode", ["per_session", "serialized", "concurrent"])
@in_loop
async def test_a_handler_that_hangs_is_cancelled_after_a_while(mode: Any) -> None:
    app = Application(0, 0, concurrency_handling=mode, limits=Limits(close_time=0.05))
    entered = asyncio.Event()
    cancelled: list[bool] = []
    timer = app.create_session().make_timer(0)

    async def hang(*args: object) -> None:
        entered.set()
        try:
            await asyncio.Event().wait()
        finally:
            cancelled.append(True)

    await timer.on("expired", hang)
    await timer.start()
    async with serving(app):
        await soon(entered.wait())
    assert cancelled == [True]


# --- several applications


@pytest.mark.parametrize("first", [0, 2])
@in_loop
async def test_ctrl_c_is_heard_by_all_that_serve(first: int) -> None:
    """Whichever of them began or ends first."""
    before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]
    apps = [Application(0, 0) for _ in range(3)]
    running = [asyncio.create_task(app.run()) for app in apps]
    await turns_until(lambda: all(app.url for app in apps))
    await soon(apps[first].close())
    signal.raise_signal(signal.SIGTERM)
    await soon(asyncio.gather(*running))
    assert [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)] == before


@in_loop
async def test_a_programs_own_handler_of_signals_stays() -> None:
    before = signal.getsignal(signal.SIGTERM)
    app = Application(0, 0)
    running = asyncio.create_task(app.run())
    await turns_until(lambda: app.url)

    def own(number: int, frame: object) -> None:
        raise AssertionError("not called")

    signal.signal(signal.SIGTERM, own)
    try:
        await soon(app.close())
        await soon(running)
        assert signal.getsignal(signal.SIGTERM) is own
    finally:
        signal.signal(signal.SIGTERM, before)
