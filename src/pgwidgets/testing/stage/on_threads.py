"""A program of the sync API: its handlers have their threads, and the test waits until these rest.

Knows: which threads a program of that API has, and when none of them has anything to do. Must not
know: browsers, what users do.

The time of the application stands still but for ``clock.advance()``: that of its timers and waits.
What a handler does with ``time.sleep()`` takes its time, and the test waits for it.
"""

import contextvars
import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import AbstractContextManager
from typing import Any

from pgwidgets import _context as context

from .base import MOST_TURNS, PATIENCE, Stage, Stuck
from .program import Program

_GLANCE = 0.0005
"""Seconds after which threads are looked at again, where none of them has told anything."""


class _Clock:
    """The application's timer; it is a :class:`~pgwidgets_transports.seam.Clock`."""

    def __init__(self) -> None:
        self.time = 0.0
        self.due: float | None = None
        self._action: Callable[[float], None] = lambda now: None

    def now(self) -> float:
        """The test's time."""
        return self.time

    def arm(self, when: float | None, action: Callable[[float], None]) -> None:
        """Call ``action(now)`` at that time; None: not at all."""
        self.due, self._action = when, action

    def fire(self) -> None:
        """Do what is due."""
        if self.due is not None and self.due <= self.time:
            action, self.due = self._action, None
            action(self.time)


class _Listener:
    """Stands where the listener of sockets would, with the thread that serves them."""

    def __init__(self, clock: _Clock) -> None:
        self.clock = clock
        self._jobs: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._is_over = False

    def listen(self, sockets: list[Any], tls: Any = None) -> None:
        """Nobody connects."""

    def run(self) -> None:
        """Do what the engine wants to have done, until it is closed."""
        while not self._is_over:
            self._jobs.get()()

    def call_soon(self, action: Callable[[], None]) -> None:
        """Have something done on the thread of :meth:`run`."""
        self._jobs.put(action)

    def close(self, grace: float) -> None:
        """Have that thread end."""
        self._is_over = True

    def drop(self) -> None:
        """Nothing is open."""


class ThreadsStage(Stage):
    """Runs a program whose handlers have threads of their own."""

    def __init__(self, program: Program) -> None:
        super().__init__(program)
        self._clock = _Clock()
        self._main: Future[None] | None = None
        self._before: set[threading.Thread] = set()

    @property
    def lock(self) -> AbstractContextManager[Any]:
        """The application's."""
        lock: AbstractContextManager[Any] = self._sync_engine.lock
        return lock

    @property
    def _sync_engine(self) -> Any:
        return self.engine

    def now(self) -> float:
        """The time of the application's timers."""
        return self._clock.time

    def set_time(self, when: float) -> None:
        """Set it, and do what is due."""
        self._clock.time = when
        with self.lock:
            self._clock.fire()

    def next_due(self) -> float | None:
        """When a timer of the application is due."""
        with self.lock:
            return self._clock.due

    def settle(self) -> None:
        """Let both sides go on until they have nothing to do."""
        has_rested = False
        for _ in range(MOST_TURNS):
            if not self.exchange() and has_rested:
                break
            self._rest()
            has_rested = True
        if self._main is not None and self._main.done():
            self._note_end(self._main)

    def _rest(self) -> None:
        if not self._sync_engine.may_go_on:
            return
        end = time.monotonic() + PATIENCE
        pause = 0.0
        while self._sync_engine.may_go_on:
            time.sleep(pause)  # 0 gives the other threads their turn
            pause = min(_GLANCE, pause + _GLANCE / 16)
            if time.monotonic() > end:
                raise Stuck(f"a handler has not come to its end within {PATIENCE:g} s")

    def run(self, function: Callable[..., Any], *args: Any) -> Any:
        """Run code of the program; gives what it returns."""
        job = self._begin(lambda: function(*args))
        end = time.monotonic() + PATIENCE
        while not job.done():
            self.settle()
            time.sleep(_GLANCE)
            if time.monotonic() > end:
                raise Stuck(f"{function!r} waits for something that does not come by itself")
        self.settle()
        return job.result()

    def _begin(self, function: Callable[[], Any]) -> "Future[Any]":
        ended: Future[Any] = Future()

        def act() -> None:
            try:
                ended.set_result(function())
            except BaseException as exc:
                ended.set_exception(exc)

        surroundings = contextvars.copy_context()
        name = "the program"
        threading.Thread(target=surroundings.run, args=(act,), name=name, daemon=True).start()
        return ended

    def start(self) -> None:
        """Begin to serve."""
        self._before = set(threading.enumerate())
        token = context.stand.set(self)
        try:
            if self.program.main is not None:
                self._main = self._begin(self.program.main)
                self._await_service(self._main)
            else:
                app = self.program.app
                # Where handlers are for the program's own thread, one is the program's.
                if app._pgwidgets.settings.concurrency_handling == "serialized":
                    self._main = self._begin(app.run)
                    self._await_service(self._main)
                else:
                    app.start()
        finally:
            context.stand.reset(token)
        self.settle()

    def _await_service(self, main: "Future[None]") -> None:
        end = time.monotonic() + PATIENCE
        while self._engine is None or self._engine.clock is None:
            if main.done():
                self._note_end(main)
                return
            if time.monotonic() > end:
                raise Stuck(f"the program has not begun to serve within {PATIENCE:g} s")
            time.sleep(_GLANCE)

    def serve(self, engine: Any) -> None:
        """The program's application begins to serve."""
        if self.program.api == "sync" and not hasattr(engine, "lock"):
            raise Stuck(
                "this application of the async API is served by a program that is no coroutine "
                "function: give open_app() the coroutine function, or the Application"
            )
        super().serve(engine)

    def threaded_listener(self, engine: Any) -> _Listener:
        """What the engine has in place of its listener."""
        return _Listener(self._clock)

    def _note_end(self, main: "Future[None]") -> None:
        self._main = None
        main.result()

    def stop(self) -> None:
        """Close the application; the program ends, and its threads."""
        if self._engine is None:
            return
        self.forget_sessions()
        if self._main is None and self._engine.clock is None:
            return
        self.app.close()
        if self._main is not None:
            end = time.monotonic() + PATIENCE
            while not self._main.done():
                if time.monotonic() > end:
                    raise Stuck("the program does not end when its application is closed")
                time.sleep(_GLANCE)
            self._note_end(self._main)
        left = [thread for thread in threading.enumerate() if thread not in self._before]
        for thread in left:
            thread.join(_GRACE)
        self.blame("threads that go on", *(thread.name for thread in left if thread.is_alive()))


_GRACE = 0.2
"""Seconds for threads that are about to end."""
