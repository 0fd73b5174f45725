"""Deadlines without a clock: what is to be done, and when.

Knows: delays, and times that a driver hands in. Must not know: what is done when one is due.

A program's call (a question, a timer) has no ``now``: its delay is kept, and becomes a time when
the driver next asks for the earliest one, which it does after every call.
"""

import heapq
from collections.abc import Callable

_TIDY = 32
"""How many deadlines are kept, at least, before cancelled ones are sought and thrown away."""


class Deadline:
    """One thing that is due once; :meth:`cancel` when it is no longer wanted."""

    __slots__ = ("action", "delay", "time")

    def __init__(self, delay: float, action: Callable[[float], None]) -> None:
        self.delay = delay
        self.time: float | None = None
        self.action: Callable[[float], None] | None = action

    def cancel(self) -> None:
        """Forget it; it will not come due. Safe to call twice, and when it was due."""
        self.action = None

    def remaining(self, now: float) -> float:
        """Seconds until it is due; 0 when it is, or was."""
        return self.delay if self.time is None else max(0.0, self.time - now)


class Deadlines:
    """All deadlines of one hub, earliest first.

    Attributes:
        has_changed: whether :meth:`next` must be asked: one was added, or a timer was spent.
        now: the time that the driver told last, in monotonic seconds.
    """

    def __init__(self) -> None:
        self._heap: list[tuple[float, int, Deadline]] = []
        self._fresh: list[Deadline] = []
        self._count = 0
        self._tidy_at = _TIDY
        self.has_changed = False
        self.now = 0.0

    def tell(self, now: float) -> None:
        """Note the time, for those that ask how long something took.

        A driver that has a clock tells it with each call of the program.
        """
        self.now = now

    def add(
        self, delay: float, action: Callable[[float], None], now: float | None = None
    ) -> Deadline:
        """Set a deadline.

        Parameters:
            delay: seconds from ``now``, or from the driver's next question for the earliest.
            action: called once with the driver's ``now``.
        """
        self.has_changed = True
        deadline = Deadline(delay, action)
        if now is None:
            self._fresh.append(deadline)
        else:
            self._push(deadline, now)
        return deadline

    def _push(self, deadline: Deadline, now: float) -> None:
        deadline.time = now + deadline.delay
        self._count += 1
        heapq.heappush(self._heap, (deadline.time, self._count, deadline))
        if len(self._heap) >= self._tidy_at:
            # Cancelled ones would stay until their time, at a cost when many come and go.
            self._heap = [entry for entry in self._heap if entry[2].action is not None]
            heapq.heapify(self._heap)
            self._tidy_at = max(_TIDY, 2 * len(self._heap))

    def next(self, now: float) -> float | None:
        """The earliest time at which something is due, or None."""
        self.now = now
        self.has_changed = False
        for deadline in self._fresh:
            if deadline.action is not None:
                self._push(deadline, now)
        self._fresh.clear()
        while self._heap and self._heap[0][2].action is None:
            heapq.heappop(self._heap)
        return self._heap[0][0] if self._heap else None

    def run(self, now: float, failed: Callable[[Exception], None] | None = None) -> None:
        """Do what is due at ``now``. A timer that has fired is spent: the driver asks again.

        It may have come for nothing, since what it was set for was cancelled meanwhile.

        Parameters:
            now: monotonic seconds.
            failed: told what an action raises, and the others are done all the same; None: that
                leaves this call.
        """
        self.next(now)
        while self._heap and self._heap[0][0] <= now:
            deadline = heapq.heappop(self._heap)[2]
            action, deadline.action = deadline.action, None
            if action is None:
                continue
            try:
                action(now)
            except Exception as exc:  # the core's own; it must not end what others are served by
                if failed is None:
                    raise
                failed(exc)
        self.has_changed = bool(self._heap or self._fresh)
