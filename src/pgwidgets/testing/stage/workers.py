"""Worker threads that a program's event loop has set to work, and waits for.

Knows: how a loop hands work to threads (``run_in_executor``, anyio). Must not know: browsers, time.
"""

import asyncio
from collections.abc import Callable
from typing import Any

import anyio.to_thread

_LONG = 2.0
"""Seconds, of a real clock, after which a worker is taken for one that never ends."""


class Workers:
    """The worker threads of one event loop."""

    def __init__(self) -> None:
        self._limiter: Any = None
        self._jobs = 0
        self._lasting = 0  # of those at work, so many seem to have no end

    def find(self) -> None:
        """Find those of anyio; to be called by code that the loop runs."""
        self._limiter = anyio.to_thread.current_default_thread_limiter()

    def count_jobs(self, loop: asyncio.AbstractEventLoop) -> Callable[[], None]:
        """Count the jobs of the loop's executors; gives what ends that."""
        hand_over: Any = loop.run_in_executor

        def run_in_executor(executor: Any, function: Any, *args: Any) -> "asyncio.Future[Any]":
            future: asyncio.Future[Any] = hand_over(executor, function, *args)
            self._jobs += 1
            future.add_done_callback(self._job_ended)
            return future

        vars(loop)["run_in_executor"] = run_in_executor
        return lambda: vars(loop).pop("run_in_executor", None)

    def _job_ended(self, future: Any) -> None:
        self._jobs -= 1

    @property
    def are_busy(self) -> bool:
        """Whether any is at work whose end can be waited for."""
        count = self._count()
        self._lasting = min(self._lasting, count)
        return count > self._lasting

    def _count(self) -> int:
        return self._jobs + (0 if self._limiter is None else int(self._limiter.borrowed_tokens))

    def wait(self, select: Callable[[float], list[Any]]) -> list[Any]:
        """Wait for a loop's selector to tell that one has done its work.

        Returns:
            What the selector found; nothing if none of them has an end.
        """
        found: list[Any] = []
        if self.are_busy:
            found = select(_LONG)
            if not found:
                self.leave_them()
        return found

    def leave_them(self) -> None:
        """Wait no more for those that are at work now."""
        self._lasting = self._count()
