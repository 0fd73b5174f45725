"""A line with a constant delay: what goes in comes out later, in the same order.

Knows the event loop's clock. Must not know what it carries.
"""

import asyncio
from collections import deque
from collections.abc import Callable


class DelayLine[Item]:
    """Hands each item to ``deliver`` a fixed time after it was put in.

    A delay of 0 delivers within ``put``, so that an undelayed line costs no turn of the loop.

    Args:
        seconds: One-way delay, 0 or more.
        deliver: Called with each item, in the order of ``put``.
    """

    def __init__(self, seconds: float, deliver: Callable[[Item], None]) -> None:
        if seconds < 0:
            raise ValueError(f"delay is {seconds} s; it must be 0 or more")
        self._seconds = seconds
        self._deliver = deliver
        self._waiting: deque[tuple[float, Item]] = deque()
        self._timer: asyncio.TimerHandle | None = None

    def put(self, item: Item) -> None:
        """Accept an item; it is delivered ``seconds`` from now."""
        if self._seconds == 0:
            self._deliver(item)
            return
        self._waiting.append((asyncio.get_running_loop().time() + self._seconds, item))
        self._arm()

    def close(self) -> None:
        """Forget what is still under way."""
        self._waiting.clear()
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _arm(self) -> None:
        # One timer for the head of the queue: a timer an item would not keep the order, since
        # the loop's heap says nothing about timers that are due at the same time.
        if self._timer is None and self._waiting:
            loop = asyncio.get_running_loop()
            self._timer = loop.call_at(self._waiting[0][0], self._release)

    def _release(self) -> None:
        self._timer = None
        now = asyncio.get_running_loop().time()
        while self._waiting and self._waiting[0][0] <= now:
            self._deliver(self._waiting.popleft()[1])
        self._arm()
