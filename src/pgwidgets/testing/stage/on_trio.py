"""A program of the async API in the trio run of the test.

Knows: trio's clock and instruments. Must not know: browsers, what users do.

As with asyncio (on_asyncio.py), time stands still while the program or the kit has anything to do.
"""

import inspect
import math
import time
from collections.abc import Callable
from typing import Any

import trio
import trio.testing

from pgwidgets import _context as context

from .base import MOST_TURNS, Stage, Stuck
from .program import Program
from .workers import Workers

_GLANCE = 0.001
"""Seconds after which worker threads are looked at again."""
_LONG = 2000
"""So many glances after which a worker is taken for one that never ends."""


class _HeldClock(trio.abc.Clock, trio.abc.Instrument):
    """A clock that goes on only while all tasks wait, and the kit does not."""

    def __init__(self, before: trio.abc.Clock) -> None:
        self.now = before.current_time()
        self._began = 0.0

    def start_clock(self) -> None:
        """It goes already."""

    def current_time(self) -> float:
        """Seconds of the test's time."""
        return self.now

    def deadline_to_sleep_time(self, deadline: float) -> float:
        """Seconds to wait, of a real clock."""
        return deadline - self.now

    def before_io_wait(self, timeout: float) -> None:
        """All tasks wait."""
        self._began = time.monotonic()

    def after_io_wait(self, timeout: float) -> None:
        """One goes on."""
        if timeout > 0:
            self.now += time.monotonic() - self._began


class TrioStage(Stage):
    """Runs a program in the trio run of the test.

    Parameters:
        nursery: where the program runs.
    """

    def __init__(self, program: Program, nursery: trio.Nursery) -> None:
        super().__init__(program)
        self._nursery = nursery
        self._workers = Workers()
        self._ended = trio.Event()
        self._clock: Any = None
        self._runner: Any = None
        self._before: Any = None

    def now(self) -> float:
        """Trio's time."""
        return trio.current_time()

    def set_time(self, when: float) -> None:
        """Set it."""
        if isinstance(self._clock, trio.testing.MockClock):
            self._clock.jump(max(0.0, when - trio.current_time()))
        else:
            self._clock.now = when

    def next_due(self) -> float | None:
        """When a deadline of a task comes."""
        seconds = trio.lowlevel.current_statistics().seconds_to_next_deadline
        return None if seconds == math.inf else trio.current_time() + max(0.0, seconds)

    async def _rest(self) -> None:
        await trio.testing.wait_all_tasks_blocked()
        glances = 0
        while self._workers.are_busy:
            await trio.sleep(_GLANCE)
            await trio.testing.wait_all_tasks_blocked()
            glances += 1
            if glances > _LONG:
                self._workers.leave_them()

    async def settle(self) -> None:
        """Let both sides go on until they have nothing to do."""
        has_rested = False
        for _ in range(MOST_TURNS):
            if not self.exchange() and has_rested:
                break
            await self._rest()
            has_rested = True

    async def run(self, function: Callable[..., Any], *args: Any) -> Any:
        """Run code of the program; gives what it returns, awaited."""
        results: list[Any] = []

        async def act() -> None:
            result = function(*args)
            results.append(await result if inspect.isawaitable(result) else result)

        async with trio.open_nursery() as nursery:
            nursery.start_soon(act)
            await self.settle()
            if not results:
                nursery.cancel_scope.cancel()
        if not results:
            raise Stuck(f"{function!r} waits for something that does not come by itself")
        return results[0]

    async def start(self) -> None:
        """Begin to serve."""
        self._hold_the_clock()
        try:
            self._workers.find()
            token = context.stand.set(self)
            try:
                self._nursery.start_soon(self._serve, name="the program")
            finally:
                context.stand.reset(token)
            await self._rest()
        except BaseException:
            self._give_back_the_clock()
            raise

    def _hold_the_clock(self) -> None:
        self._clock = self._before = trio.lowlevel.current_clock()
        if isinstance(self._clock, trio.testing.MockClock):
            return
        # trio has no public way to another clock in the middle of a run.
        from trio._core._run import GLOBAL_RUN_CONTEXT

        self._runner = GLOBAL_RUN_CONTEXT.runner
        self._clock = self._runner.clock = _HeldClock(self._before)
        trio.lowlevel.add_instrument(self._clock)

    def _give_back_the_clock(self) -> None:
        if self._runner is not None:
            trio.lowlevel.remove_instrument(self._clock)
            self._runner.clock = _AheadClock(self._before, self._clock.now)

    async def _serve(self) -> None:
        app, main = self.program.app, self.program.main
        try:
            if main is not None:
                await main()
            else:
                self.serve(app._pgwidgets)
                await app._pgwidgets.live(lambda: None)
        finally:
            self._ended.set()

    async def stop(self) -> None:
        """Close the application; the program ends."""
        try:
            if not self._ended.is_set():
                self.forget_sessions()
                await self.app.close()
                await self._rest()
            if not self._ended.is_set():
                self._nursery.cancel_scope.cancel()
                raise Stuck("the program does not end when its application is closed")
        finally:
            self._give_back_the_clock()


class _AheadClock(trio.abc.Clock):
    """The clock of before, ahead by what the test's has gone on; time never goes back.

    Parameters:
        clock: that of before.
        now: the time of the test's clock.
    """

    def __init__(self, clock: trio.abc.Clock, now: float) -> None:
        self._clock = clock
        self._ahead = now - clock.current_time()

    def start_clock(self) -> None:
        """It goes already."""

    def current_time(self) -> float:
        """Seconds."""
        return self._clock.current_time() + self._ahead

    def deadline_to_sleep_time(self, deadline: float) -> float:
        """Seconds to wait, of a real clock."""
        return deadline - self.current_time()
