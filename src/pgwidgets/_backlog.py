"""Logs which handler keeps events waiting for too long: it may wait for one of them, for ever.

Knows: which handler of a queue runs, and since when something waits behind it.
Must not know: async or sync, what waits, or how handlers are run.

A queue is what has its handlers run one after another: a session, or all of them. While something
waits in one, it is looked at now and then; while nothing does, it costs nothing.
"""

import contextlib
import logging
import math
from collections.abc import Callable, Hashable, Iterator, Mapping
from typing import Any, Protocol

import msgspec

from pgwidgets_proto.deadlines import Deadline, Deadlines

from ._log_fields import about_engine

_LOOKS = 5
"""Looks in the time that is allowed."""


class Log(Protocol):
    """Notes a line."""

    def __call__(
        self, level: int, text: str, *args: Any, extra: Mapping[str, Any] | None = None
    ) -> None: ...


class Run(msgspec.Struct, eq=False):
    """One run of a handler.

    Attributes:
        session, function: whose, and the handler.
        since: when something was first seen to wait behind it; None: nothing was.
        is_told: whether the log names it.
    """

    session: Any
    function: Callable[..., Any]
    since: float | None = None
    is_told: bool = False


class Backlog:
    """Watches the queues of one application.

    Parameters:
        allowed: seconds for which a handler may keep others waiting; infinite: nobody watches.
        deadlines: the hub's.
        log: gets the handler, its session, and how much waits behind it.
    """

    def __init__(self, allowed: float, deadlines: Deadlines, log: Log) -> None:
        self._allowed = allowed
        self._interval = allowed / _LOOKS
        self._deadlines = deadlines
        self._log = log
        self._runs: dict[Hashable, Run] = {}
        self._looks: dict[Hashable, Deadline] = {}

    def begin(self, queue: Hashable, session: Any, function: Callable[..., Any]) -> Run | None:
        """A handler of a queue runs from here on; it may run others itself.

        Returns:
            What :meth:`end` is to be given. (A context manager costs three times as much.)
        """
        outer = self._runs.get(queue)
        self._runs[queue] = Run(session, function)
        return outer

    def end(self, queue: Hashable, outer: Run | None) -> None:
        """The handler has come to its end."""
        if outer is None:
            del self._runs[queue]
        else:
            self._runs[queue] = outer

    def is_watched(self, queue: Hashable) -> bool:
        """Whether :meth:`grew` would do nothing."""
        return queue in self._looks

    @contextlib.contextmanager
    def paused(self, queue: Hashable) -> Iterator[None]:
        """The handler that runs in a queue keeps nobody waiting inside this block."""
        run = self._runs.pop(queue, None)
        try:
            yield
        finally:
            if run is not None:
                run.since = None
                self._runs[queue] = run

    def grew(self, queue: Hashable, count: Callable[[], int]) -> None:
        """Watch a queue in which an event waits, unless it is watched already.

        Parameters:
            queue: the queue.
            count: gives the number of events that wait in it.
        """
        if queue not in self._looks and self._allowed != math.inf:
            self._look_later(queue, count)

    def forget(self, queue: Hashable) -> None:
        """A queue has ended, with all that waited in it."""
        look = self._looks.pop(queue, None)
        if look is not None:
            look.cancel()

    def _look_later(
        self, queue: Hashable, count: Callable[[], int], now: float | None = None
    ) -> None:
        def look(now: float) -> None:
            del self._looks[queue]
            self._look(queue, count, now)

        self._looks[queue] = self._deadlines.add(self._interval, look, now)

    def _look(self, queue: Hashable, count: Callable[[], int], now: float) -> None:
        run = self._runs.get(queue)
        waiting = count()
        if not waiting:
            if run is not None:
                run.since = None
            return
        if run is not None and not run.is_told:
            if run.since is None:
                run.since = now - self._interval  # it came since the last look, or before
            if now - run.since >= self._allowed:
                run.is_told = True
                self._tell(run, waiting, now - run.since)
        self._look_later(queue, count, now)

    def _tell(self, run: Run, waiting: int, seconds: float) -> None:
        self._log(
            logging.WARNING,
            "handler %r of %r has kept %d event%s waiting for %.1f s: handlers run one after "
            "another, so one that waits for what another one is told waits for ever",
            run.function,
            run.session,
            waiting,
            "" if waiting == 1 else "s",
            seconds,
            extra=about_engine(run.session),
        )
