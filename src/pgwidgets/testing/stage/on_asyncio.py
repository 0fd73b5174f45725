"""A program of the async API in the event loop of asyncio that runs the test, too.

Knows: how that loop waits, and how it tells the time. Must not know: browsers, what users do.

While the program or the kit has anything to do the loop's time stands still. It goes on when the
test waits for something of its own (a sleep, another task), and as ``clock.advance()`` says.
"""

import asyncio
import inspect
import time
from collections.abc import Callable
from typing import Any

from pgwidgets import _context as context

from .base import MOST_TURNS, Stage, Stuck
from .program import Program
from .workers import Workers


class _HeldLoop:
    """The loop's selector and clock, while a test has them in hand.

    Parameters:
        loop: the running loop.
        workers: the threads that it waits for.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop, workers: Workers) -> None:
        selector = getattr(loop, "_selector", None)
        if selector is None:
            raise Stuck(f"open_app() can't hold the time of {loop!r}; it can for asyncio's own")
        self._loop = loop
        self._selector: Any = selector
        self._select: Callable[..., Any] = selector.select
        self._workers = workers
        self._resting: list[asyncio.Future[None]] = []
        self.now = loop.time()
        self.idle_for: float | None = None
        vars(loop)["time"] = lambda: self.now
        selector.select = self._wait
        self._let_go = workers.count_jobs(loop)

    def _wait(self, timeout: float | None = None) -> Any:
        if timeout == 0:
            return self._select(0)
        if not self._resting:
            began = time.monotonic()
            found = self._select(timeout)
            self.now += time.monotonic() - began
            return found
        found = self._workers.wait(self._select)
        if not found:
            self.idle_for = timeout
            for future in self._resting:
                self._loop.call_soon(_settle, future)
            self._resting.clear()
        return found

    async def rest(self) -> None:
        """Wait until nothing in the loop can go on."""
        future = self._loop.create_future()
        self._resting.append(future)
        await future

    def release(self) -> None:
        """Give the loop back as it was, but for its time, which never goes back."""
        del self._selector.select
        self._let_go()
        clock = type(self._loop).time
        gap = self.now - clock(self._loop)
        if gap > 0:
            vars(self._loop)["time"] = lambda: clock(self._loop) + gap
        else:
            del vars(self._loop)["time"]


def _settle(future: "asyncio.Future[None]") -> None:
    if not future.done():
        future.set_result(None)


class AsyncioStage(Stage):
    """Runs a program in the loop of the test."""

    def __init__(self, program: Program) -> None:
        super().__init__(program)
        self._workers = Workers()
        self._held: _HeldLoop
        self._main: asyncio.Task[Any] | None = None
        self._before: set[asyncio.Task[Any]] = set()

    def now(self) -> float:
        """The loop's time."""
        return self._held.now

    def set_time(self, when: float) -> None:
        """Set it."""
        self._held.now = when

    def next_due(self) -> float | None:
        """When a timer of the loop is due."""
        idle_for = self._held.idle_for
        return None if idle_for is None else self._held.now + idle_for

    async def settle(self) -> None:
        """Let both sides go on until they have nothing to do."""
        has_rested = False
        for _ in range(MOST_TURNS):
            if not self.exchange() and has_rested:
                break
            await self._held.rest()
            has_rested = True
        if self._main is not None and self._main.done():
            self._note_end(self._main)

    async def run(self, function: Callable[..., Any], *args: Any) -> Any:
        """Run code of the program; gives what it returns, awaited."""

        async def act() -> Any:
            result = function(*args)
            return await result if inspect.isawaitable(result) else result

        task = asyncio.create_task(act())
        await self.settle()
        if not task.done():
            task.cancel()
            raise Stuck(f"{function!r} waits for something that does not come by itself")
        return task.result()

    async def start(self) -> None:
        """Begin to serve."""
        loop = asyncio.get_running_loop()
        self._before = asyncio.all_tasks()
        self._held = _HeldLoop(loop, self._workers)
        try:
            self._workers.find()
            token = context.stand.set(self)
            try:
                self._main = loop.create_task(self._serve(), name="the program")
            finally:
                context.stand.reset(token)
            await self._held.rest()
            if self._main.done():
                self._note_end(self._main)
        except BaseException:
            self._held.release()
            raise

    async def _serve(self) -> None:
        app, main = self.program.app, self.program.main
        if main is not None:
            await main()
        else:
            self.serve(app._pgwidgets)
            await app._pgwidgets.live(lambda: None)

    def _note_end(self, main: "asyncio.Task[Any]") -> None:
        self._main = None
        main.result()

    async def stop(self) -> None:
        """Close the application; the program ends."""
        try:
            if self._main is not None:
                self.forget_sessions()
                await self.app.close()
                await self._held.rest()
                if not self._main.done():
                    self._main.cancel()
                    raise Stuck("the program does not end when its application is closed")
                self._note_end(self._main)
            left = asyncio.all_tasks() - self._before
            if self.program.main is None:
                self.blame("tasks that go on", *sorted(task.get_name() for task in left))
            for task in left:
                task.cancel()
            await self._held.rest()
        finally:
            self._held.release()
