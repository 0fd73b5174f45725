"""A task at rest: a first step of what begins at once, and all others itself."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from contextvars import ContextVar
from typing import Any

import anyio
import pytest

from pgwidgets.async_.resting import AsyncioRest, new_rest

NAME: ContextVar[str] = ContextVar("name", default="nobody")


class Desk:
    """A task that rests again and again, and what became of it."""

    def __init__(self) -> None:
        self.log: list[object] = []
        loop = asyncio.get_running_loop()
        self.rest = AsyncioRest(loop)
        self.task = loop.create_task(self._work())

    async def _work(self) -> None:
        NAME.set("worker")
        try:
            while True:
                await self.rest.wait()
                self.log.append("woken")
        except ValueError as exc:
            self.log.append(exc)

    def begin(self, work: Coroutine[Any, Any, None]) -> bool:
        """As a callback of the loop does it, in which no task has the loop."""
        return _out_of_tasks(lambda: self.rest.begin(work))

    async def step(self, what: Awaitable[Any]) -> None:
        self.log.append((asyncio.current_task() is self.task, NAME.get()))
        try:
            self.log.append(await what)
        except BaseException as exc:
            self.log.append(type(exc))
            raise
        finally:
            self.log.append(asyncio.current_task() is self.task)


def _out_of_tasks[T](function: Callable[[], T]) -> T:
    loop, task = asyncio.get_running_loop(), asyncio.current_task()
    assert task is not None
    asyncio.tasks._leave_task(loop, task)
    try:
        return function()
    finally:
        asyncio.tasks._enter_task(loop, task)


async def turns(count: int = 3) -> None:
    for _ in range(count):
        await asyncio.sleep(0)


def run(test: Callable[[Desk], Coroutine[Any, Any, None]]) -> None:
    async def main() -> None:
        desk = Desk()
        await turns()
        try:
            await test(desk)
        finally:
            desk.task.cancel()

    asyncio.run(main())


async def ready(value: object) -> object:
    return value


def test_work_that_does_not_wait_is_done_at_once() -> None:
    async def test(desk: Desk) -> None:
        assert desk.begin(desk.step(ready(7)))
        assert desk.log == [(True, "worker"), 7, True]
        await turns()
        assert desk.log[3:] == []  # its task has rested all the while

    run(test)


def test_work_that_waits_goes_on_in_the_task() -> None:
    async def test(desk: Desk) -> None:
        answer = asyncio.get_running_loop().create_future()
        assert not desk.begin(desk.step(answer))
        assert not _out_of_tasks(lambda: desk.rest.can_begin)
        await turns()
        answer.set_result("yes")
        await turns()
        assert desk.log == [(True, "worker"), "yes", True, "woken"]
        assert _out_of_tasks(lambda: desk.rest.can_begin)

    run(test)


@pytest.mark.parametrize("waits_already", [True, False])
def test_a_cancellation_comes_to_the_work(waits_already: bool) -> None:
    async def test(desk: Desk) -> None:
        desk.begin(desk.step(asyncio.get_running_loop().create_future()))
        if waits_already:
            await turns()
        desk.task.cancel()
        await turns()
        assert desk.log == [(True, "worker"), asyncio.CancelledError, True]
        assert desk.task.cancelled()

    run(test)


@pytest.mark.parametrize("waits_already", [True, False])
def test_a_cancellation_comes_to_what_the_work_waits_for(waits_already: bool) -> None:
    async def test(desk: Desk) -> None:
        below = asyncio.get_running_loop().create_task(asyncio.sleep(60))
        desk.begin(desk.step(below))
        if waits_already:
            await turns()
        desk.task.cancel("enough")
        await turns()
        assert below.cancelled()
        assert desk.log == [(True, "worker"), asyncio.CancelledError, True]
        assert desk.task.cancelled()

    run(test)


def test_work_may_heed_a_cancellation_and_go_on() -> None:
    async def test(desk: Desk) -> None:
        async def stubborn() -> None:
            try:
                await asyncio.get_running_loop().create_future()
            except asyncio.CancelledError:
                desk.log.append(await asyncio.sleep(0, "cleared up"))

        desk.begin(stubborn())
        desk.task.cancel()
        await turns(5)
        assert desk.log[:2] == ["cleared up", "woken"]
        assert not desk.task.done()

    run(test)


def test_what_the_first_step_raises_is_raised_in_the_task() -> None:
    async def test(desk: Desk) -> None:
        async def fails() -> None:
            raise ValueError("no")

        assert not desk.begin(fails())
        await turns()
        (error,) = desk.log
        assert isinstance(error, ValueError)

    run(test)


def test_what_fails_later_is_raised_in_the_task() -> None:
    async def test(desk: Desk) -> None:
        async def fails() -> None:
            await asyncio.sleep(0)
            raise ValueError("no")

        assert not desk.begin(fails())
        await turns(5)
        (error,) = desk.log
        assert isinstance(error, ValueError)

    run(test)


def test_timeouts_and_groups_of_the_first_step_hold() -> None:
    async def test(desk: Desk) -> None:
        never = asyncio.get_running_loop().create_future
        done = asyncio.Event()

        async def work() -> None:
            with anyio.move_on_after(0):
                await never()
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0):
                    await never()
            with pytest.raises(ExceptionGroup):
                await wait_beside_a_failure()
            done.set()

        async def wait_beside_a_failure() -> None:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(fail())
                await never()

        async def fail() -> None:
            raise LookupError

        assert not desk.begin(work())
        await done.wait()

    run(test)


def test_nothing_begins_while_a_task_has_the_loop_or_the_worker_is_woken() -> None:
    async def test(desk: Desk) -> None:
        assert not desk.rest.can_begin
        assert _out_of_tasks(lambda: desk.rest.can_begin)
        desk.rest.wake()
        assert not _out_of_tasks(lambda: desk.rest.can_begin)

    run(test)


def test_nothing_begins_while_the_loop_does_not_run() -> None:
    loop = asyncio.new_event_loop()

    async def begin() -> Desk:
        desk = Desk()
        await turns()
        return desk

    desk = loop.run_until_complete(begin())
    assert not desk.rest.can_begin
    desk.task.cancel()
    loop.run_until_complete(asyncio.wait([desk.task]))
    loop.close()


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_who_is_woken_before_it_rests_goes_on(backend: str) -> None:
    async def main() -> None:
        rest = new_rest()
        rest.wake()
        with anyio.fail_after(10):
            await rest.wait()
        rest.wake()
        with anyio.fail_after(10):
            await rest.wait()

    anyio.run(main, backend=backend)


def test_on_other_loops_nothing_begins_outside_of_its_task() -> None:
    async def main() -> None:
        rest = new_rest()
        assert not rest.can_begin
        work = ready(1)
        with pytest.raises(RuntimeError, match="can't begin outside of its task"):
            rest.begin(work)  # type: ignore[arg-type]
        work.close()

    anyio.run(main, backend="trio")
