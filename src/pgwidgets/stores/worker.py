"""The thread on which a store is used, one job after another.

Knows: a queue and a thread. Must not know: stores, sessions, event loops.
"""

import queue
import threading
from collections.abc import Callable

type Job = Callable[[], None]


class AtOnce:
    """Does jobs where they are given, for a store that never blocks."""

    def start(self) -> None:
        """There is nothing to begin."""

    def do(self, job: Job) -> None:
        """Do a job; it must not raise."""
        job()

    def stop(self, last: Job) -> None:
        """Do a last job."""
        last()


class Worker:
    """Does jobs in the order in which they are given, on a thread of its own.

    Parameters:
        name: the thread's.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin, if it has not begun."""
        if self._thread is None:
            # It holds up no interpreter that ends: what must be stored is waited for.
            self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
            self._thread.start()

    def do(self, job: Job) -> None:
        """Have a job done; it must not raise."""
        self._jobs.put(job)

    def stop(self, last: Job) -> None:
        """Do what was given, and a last job, and end; nobody waits for it."""
        if self._thread is not None:
            self._thread = None
            self._jobs.put(last)
            self._jobs.put(None)

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None:
            job()
