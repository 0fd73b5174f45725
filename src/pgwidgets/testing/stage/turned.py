"""A program of the async API under a test without an event loop: the test turns the loop by hand.

Knows: how asyncio's loop is stopped where it would wait, and how its time is a number. Must not
know: browsers, what users do.
"""

import asyncio
import inspect
import selectors
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from pgwidgets import _context as context

from .base import MOST_TURNS, Stage, Stuck
from .program import Program
from .workers import Workers

_PASSES = 1000
"""After so many passes of the loop the browsers have their turn, be the program busy or not."""
_END = 3600.0
"""Seconds, of the test's clock, within which a program ends that was told to."""


class _NoWaiting(selectors.SelectSelector):
    """Never waits, but at the end: where a loop would, it is stopped."""

    stop: Callable[[], None]
    passes = 0
    idle_for: float | None = 0.0
    workers: Workers | None = None
    is_waiting = False

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if self.is_waiting:
            return super().select(timeout)
        if timeout != 0 and self.workers is not None:
            found = self.workers.wait(super().select)
            if found:
                return found
        self.idle_for = timeout
        self.passes += timeout == 0
        if timeout != 0 or self.passes % _PASSES == 0:
            self.stop()
        return super().select(0)


@contextmanager
def _running(loop: asyncio.AbstractEventLoop | None) -> Iterator[None]:
    """A block in which that loop counts as the one that runs; None: none does.

    None lets a loop run though the calling code is run by another one, as it is where Playwright's
    synchronous API is used in the same test.
    """
    outer = asyncio.events._get_running_loop()
    asyncio.events._set_running_loop(loop)
    try:
        yield
    finally:
        asyncio.events._set_running_loop(outer)


class HandTurnedLoop(asyncio.SelectorEventLoop):
    """An event loop that waits for nothing; its time is a number."""

    def __init__(self) -> None:
        self._thread = threading.get_ident()
        self._now = 0.0
        self._selecting = _NoWaiting()
        super().__init__(self._selecting)
        self._selecting.stop = self.stop

    def is_running(self) -> bool:
        """Whether it runs; for other threads it always does, as a server's would."""
        return super().is_running() or threading.get_ident() != self._thread

    def wait_for(self, workers: Workers) -> None:
        """Wait after all, in real time, where worker threads have something to do for it."""
        self._selecting.workers = workers
        workers.count_jobs(self)

    def time(self) -> float:
        """Seconds, of a clock that stands still while anything can be done."""
        return self._now

    def end(self) -> None:
        """Close it, as ``asyncio.run()`` does; it waits for its threads then."""
        self._selecting.is_waiting = True
        with _running(None):
            self.run_until_complete(self.shutdown_asyncgens())
            self.run_until_complete(self.shutdown_default_executor())
        self.close()

    def turn(self) -> bool:
        """Do all that can be done now; whether there was anything."""
        passes = self._selecting.passes
        with _running(None):
            self.run_forever()
        return self._selecting.passes > passes

    @property
    def next_due(self) -> float | None:
        """When something is due, after :meth:`turn` has done all that can be; None: nothing is."""
        idle_for = self._selecting.idle_for
        return None if idle_for is None else self._now + idle_for

    def set_time(self, when: float) -> None:
        """Go on to a time."""
        self._now = when

    def pass_time(self) -> bool:
        """Go on to the next moment at which something is due; False: there is none."""
        due = self.next_due
        if due is not None:
            self._now = due
        return due is not None


class TurnedStage(Stage):
    """Runs a program on a loop of its own, whenever the test lets it."""

    def __init__(self, program: Program) -> None:
        super().__init__(program)
        self.loop = HandTurnedLoop()
        self._workers = Workers()
        self.loop.wait_for(self._workers)
        self._main: asyncio.Task[Any] | None = None

    def now(self) -> float:
        """The loop's time."""
        return self.loop.time()

    def set_time(self, when: float) -> None:
        """Set it."""
        self.loop.set_time(when)

    def next_due(self) -> float | None:
        """When a timer of the loop is due."""
        return self.loop.next_due

    def exchange(self) -> bool:
        """Give every browser its turn: what they bring, a server's loop is told of."""
        with _running(self.loop):
            return super().exchange()

    def settle(self) -> None:
        """Let both sides go on until they have nothing to do."""
        has_rested = False
        for _ in range(MOST_TURNS):
            if not self.exchange() and has_rested:
                break
            self.loop.turn()
            has_rested = True
        if self._main is not None and self._main.done():
            self._note_end(self._main)

    def run(self, function: Callable[..., Any], *args: Any) -> Any:
        """Run code of the program; gives what it returns, awaited."""

        async def act() -> Any:
            result = function(*args)
            return await result if inspect.isawaitable(result) else result

        task = self.loop.create_task(act())
        self.settle()
        if not task.done():
            task.cancel()
            self.settle()
            raise Stuck(f"{function!r} waits for something that does not come by itself")
        return task.result()

    def start(self) -> None:
        """Begin to serve."""
        token = context.stand.set(self)
        try:
            self._main = self.loop.create_task(self._serve(), name="the program")
        finally:
            context.stand.reset(token)
        self.loop.turn()
        if self._main.done():
            self._note_end(self._main)

    async def _serve(self) -> None:
        self._workers.find()
        app, main = self.program.app, self.program.main
        if main is not None:
            await main()
        else:
            self.serve(app._pgwidgets)
            await app._pgwidgets.live(lambda: None)

    def _note_end(self, main: "asyncio.Task[Any]") -> None:
        self._main = None
        main.result()

    def stop(self) -> None:
        """Close the application; the program ends, and its tasks."""
        try:
            if self._main is not None:
                self.forget_sessions()
                self.loop.create_task(self.app.close(), name="close")
                self._finish(self._main)
            left = self._tasks()
            if self.program.main is None:
                self.blame("tasks that go on", *sorted(task.get_name() for task in left))
            for task in left:
                task.cancel()
            self.loop.turn()
            self.blame(
                "tasks that can't be cancelled", *sorted(task.get_name() for task in self._tasks())
            )
        finally:
            self.loop.end()

    def _tasks(self) -> "set[asyncio.Task[Any]]":
        return asyncio.all_tasks(self.loop)

    def _finish(self, main: "asyncio.Task[Any]") -> None:
        end = self.now() + _END
        while not main.done() and self.now() < end:
            if not self.exchange() and not self.loop.turn() and not self.loop.pass_time():
                break
        if not main.done():
            raise Stuck("the program does not end when its application is closed")
        self._note_end(main)
