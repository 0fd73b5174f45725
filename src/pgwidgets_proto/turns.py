"""Turns: how much of what browsers say is done in one go, and whose go is next.

Knows: what a go is worth. Must not know: what is done in it, or what a message is.

An event loop serves everybody in turn, so what is done in one go is what everybody else waits. A
browser may say much at once: thousands of messages in one frame, or thousands of frames in one read
of its socket. A go ends when so much is done; the rest is done in others, between which the driver
looks for what else has come.
"""

from collections import deque
from collections.abc import Callable

from .deadlines import Deadline, Deadlines

MESSAGES_AT_A_TIME = 64
"""Messages that are handled in one go: the dearest, which announce files, take 45 calls each."""

FRAME_SHIFT = 6
"""A frame that is still to be read counts as a message for each 64 (2**6) characters or bytes, too.
The shortest messages, of 15 characters, cost a quarter of what others do."""


def cost_of(size: int) -> int:
    """What a frame of so many characters or bytes counts as, in messages, before it is read."""
    return 1 + (size >> FRAME_SHIFT)


class Turns:
    """Those who have more to do than a go: one of them has a go whenever the driver looks.

    Parameters:
        deadlines: of the hub: a go is due as soon as the driver asks what is.
    """

    def __init__(self, deadlines: Deadlines) -> None:
        self._deadlines = deadlines
        self._queue: deque[Callable[[float], None]] = deque()
        self._due: Deadline | None = None

    def add(self, go: Callable[[float], None]) -> None:
        """Have something called with the driver's ``now`` when it is its turn, behind all others.

        Parameters:
            go: called once.
        """
        self._queue.append(go)
        if self._due is None:
            # Without a time: so it becomes due when the driver asks next, and not in this go.
            self._due = self._deadlines.add(0.0, self._give)

    def remove(self, go: Callable[[float], None]) -> None:
        """Forget what :meth:`add` was told."""
        self._queue.remove(go)

    def _give(self, now: float) -> None:
        self._due = None
        if not self._queue:
            return
        go = self._queue.popleft()
        try:
            go(now)
        finally:
            if self._queue and self._due is None:
                self._due = self._deadlines.add(0.0, self._give)
