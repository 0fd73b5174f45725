"""A program is opened as it is served, in every world, and closed with nothing left of it."""

import asyncio
import threading
from collections.abc import Callable
from typing import Any

import pytest
import trio
import trio.testing

from pgwidgets import async_, sync
from pgwidgets.testing import Stuck, open_app

from .programs import counter, plain_counter


async def served() -> None:
    app = async_.Application(max_sessions=None)
    app.on_connect(counter)
    await app.run()


async def in_a_block() -> None:
    app = async_.Application(max_sessions=None)
    app.on_connect(counter)
    async with app:
        await asyncio.Event().wait()


def plainly_served() -> None:
    app = sync.Application(max_sessions=None)
    app.on_connect(plain_counter)
    app.run()


def an_app(kind: Any, handler: Any, **settings: Any) -> Any:
    app = kind(max_sessions=None, **settings)
    app.on_connect(handler)
    return app


LOOPS = [lambda test: asyncio.run(test()), trio.run]


def apps() -> dict[str, Callable[[], Any]]:
    return {
        "coroutine function": lambda: counter,
        "function": lambda: plain_counter,
        "main": lambda: served,
        "sync main": lambda: plainly_served,
        "async application": lambda: an_app(async_.Application, counter),
        **{
            f"sync application, {mode}": lambda mode=mode: an_app(
                sync.Application, plain_counter, concurrency_handling=mode
            )
            for mode in ("per_session", "serialized", "concurrent")
        },
    }


@pytest.mark.parametrize("kind", apps())
def test_without_await(kind: str) -> None:
    before = set(threading.enumerate())
    with open_app(apps()[kind]()) as user:
        user.click("Count")
        user.click("Count")
        assert user.shows("2 clicks")
        other = user.open_browser()
        assert other.shows("2 clicks")
        stranger = user.open_browser(same_session=False)
        assert stranger.shows("0 clicks")
    assert set(threading.enumerate()) == before


@pytest.mark.parametrize("run", LOOPS)
@pytest.mark.parametrize("kind", ["coroutine function", "main", "async application"])
def test_with_await(run: Any, kind: str) -> None:
    async def test() -> None:
        async with open_app(apps()[kind]()) as user:
            await user.click("Count")
            await user.click("Count")
            assert user.shows("2 clicks")
            other = await user.open_browser()
            assert other.shows("2 clicks")
            stranger = await user.open_browser(same_session=False)
            assert stranger.shows("0 clicks")

    run(test)


def test_an_application_is_opened_again_without_the_sessions_of_before() -> None:
    app = an_app(async_.Application, counter)
    for _ in range(2):
        with open_app(app) as user:
            user.click("Count")
            assert user.shows("1 clicks")
            assert len(app.sessions) == 1
    assert not app.sessions


def test_a_program_that_ends_says_so() -> None:
    async def ends() -> None:
        pass

    with pytest.raises(Stuck, match="not begun to serve"), open_app(ends):
        pass


def test_what_the_program_raises_is_raised() -> None:
    async def fails() -> None:
        raise OSError("no instrument")

    with pytest.raises(OSError, match="no instrument"), open_app(fails):
        pass


@pytest.mark.parametrize(
    ("setup", "options", "text"),
    [
        (3, {}, "setup is 3"),
        (served, {"title": "x"}, "nothing to do with title"),
        (counter, {"api": "both"}, "api is 'both'"),
    ],
)
def test_what_is_no_program_is_refused(setup: Any, options: Any, text: str) -> None:
    with pytest.raises(TypeError, match=text):
        open_app(setup, **options)


def test_a_sync_program_is_not_awaited() -> None:
    async def test() -> None:
        async with open_app(plain_counter):
            pass

    with pytest.raises(TypeError, match="without async"):
        asyncio.run(test())


# --- what goes wrong in the program fails the test


def failing(session: Any) -> None:
    W = session.get_widgets()
    window, button = W.TopLevel(title="x"), W.Button("Fail")
    window.set_widget(button)
    window.show()
    button.on("activated", lambda: 1 / 0)


@pytest.mark.parametrize("api", ["async", "sync"])
def test_a_handler_that_raises_fails_the_test(api: Any) -> None:
    with pytest.raises(ZeroDivisionError), open_app(failing, api=api) as user:
        user.click("Fail")


@pytest.mark.parametrize("api", ["async", "sync"])
def test_unless_the_test_takes_it(api: Any) -> None:
    with open_app(failing, api=api) as user:
        user.click("Fail")
        (error,) = user.take_errors()
        assert isinstance(error, ZeroDivisionError)


def test_a_failed_test_tells_of_it() -> None:
    def test() -> None:
        with open_app(failing, api="async") as user:
            user.click("Fail")
            raise AssertionError("mine")

    with pytest.raises(AssertionError, match="mine") as caught:
        test()
    assert "ZeroDivisionError" in "".join(caught.value.__notes__)


def test_tasks_that_are_left_fail_it() -> None:
    async def leaky(session: Any) -> None:
        tasks.append(asyncio.create_task(asyncio.sleep(10**6), name="poller"))

    tasks: list[Any] = []
    with pytest.raises(AssertionError, match="tasks that go on: poller"), open_app(leaky):
        pass

    async def test() -> None:
        async with open_app(leaky):
            pass

    with pytest.raises(AssertionError, match="tasks that go on: poller"):
        asyncio.run(test())


def test_threads_that_are_left_fail_it() -> None:
    def leaky(session: Any) -> None:
        threading.Thread(target=over.wait, name="poller", daemon=True).start()

    over = threading.Event()
    with pytest.raises(AssertionError, match="threads that go on: poller"), open_app(leaky):
        pass
    over.set()


# --- time


@pytest.mark.parametrize("api", ["async", "sync"])
def test_timers_ring_when_the_clock_says_so(api: Any) -> None:
    def ticking(session: Any) -> None:
        timer = session.make_timer(1.0)
        rung = []
        timer.on("expired", lambda *_: (rung.append(1), timer.start()))
        timer.start()
        session.rung = rung

    with open_app(ticking, api=api) as user:
        user.clock.advance(59.5)
        assert len(user.session.rung) == 59
        user.clock.advance(0.5)
        assert len(user.session.rung) == 60


async def waiting(session: Any) -> None:
    W = session.get_widgets()
    window, label = W.TopLevel(title="x"), W.Label("waiting")
    window.set_widget(label)
    window.show()
    await asyncio.sleep(30) if asyncio_runs() else await trio.sleep(30)
    label.set_text("done")


def asyncio_runs() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


def test_what_the_program_sleeps_costs_no_time() -> None:
    with open_app(waiting) as user:
        user.clock.advance(29)
        assert user.shows("waiting")
        user.wait_until(lambda: user.shows("done"), within=1)
        assert user.clock.now == 30


@pytest.mark.parametrize("run", LOOPS)
def test_nor_does_it_in_a_loop_of_the_test(run: Any) -> None:
    async def test() -> None:
        async with open_app(waiting) as user:
            began = user.clock.now
            await user.clock.advance(29)
            assert user.shows("waiting")
            await user.wait_until(lambda: user.shows("done"), within=1)
            assert user.clock.now == pytest.approx(began + 30, abs=1e-3)

    run(test)


def test_what_does_not_come_is_told_with_the_page() -> None:
    with open_app(counter) as user, pytest.raises(AssertionError, match="0 clicks"):
        user.wait_until(lambda: False, within=5)


def test_worker_threads_are_waited_for() -> None:
    async def measuring(session: Any) -> None:
        W = session.get_widgets()
        window, label = W.TopLevel(title="x"), W.Label("")
        window.set_widget(label)
        window.show()
        label.set_text(await asyncio.to_thread(lambda: "measured"))

    with open_app(measuring) as user:
        assert user.shows("measured")

    async def test() -> None:
        async with open_app(measuring) as user:
            assert user.shows("measured")

    asyncio.run(test())


@pytest.mark.parametrize("begins_with_a_wait", [False, True])
def test_another_thread_is_refused_as_a_server_does(*, begins_with_a_wait: bool) -> None:
    async def threaded(session: Any) -> None:
        W = session.get_widgets()
        window, button = W.TopLevel(title="x"), W.Button("Go")
        button.on("activated", lambda: pressed(button))
        window.set_widget(button)
        window.show()

    async def pressed(button: Any) -> None:
        if begins_with_a_wait:
            await asyncio.sleep(0)
        thread = threading.Thread(target=lambda: refused.append(refusal(button)))
        thread.start()
        thread.join()

    def refusal(button: Any) -> str:
        with pytest.raises(RuntimeError) as info:
            button.set_text("by another thread")
        return str(info.value)

    refused: list[str] = []
    with open_app(threaded) as user:
        user.click("Go")
        assert "call_soon_threadsafe" in refused[0]
        assert user.shows("Go")


# --- code of the program


@pytest.mark.parametrize("setup", [counter, plain_counter])
def test_code_of_the_program_may_be_run(setup: Any) -> None:
    def look() -> list[str]:
        return [type(widget).__name__ for widget in user.session.walk_widget_tree()]

    with open_app(setup) as user:
        assert user.run(look) == ["TopLevel", "VBox", "Button", "Label"]


def test_a_clock_of_trios_own_is_jumped() -> None:
    async def test() -> None:
        async with open_app(waiting) as user:
            await user.clock.advance(30)
            assert user.shows("done")
            assert trio.current_time() == pytest.approx(30)

    trio.run(test, clock=trio.testing.MockClock())


def test_time_flows_while_the_test_waits_for_something_else() -> None:
    async def test() -> None:
        async with open_app(counter) as user:
            before = user.clock.now
            await asyncio.sleep(0.01)
            assert user.clock.now >= before + 0.01
            await user.click("Count")
            assert user.shows("1 clicks")

    asyncio.run(test())
