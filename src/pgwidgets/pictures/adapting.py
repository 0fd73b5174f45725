"""How good the pictures of a stream are, so that they arrive in time.

Knows: how often arrays come, and how long pictures took. Must not know: pictures, widgets, clocks.

Quality falls before the rate does: pictures that are still on their way when the next array comes,
or that take longer than the eye forgives, are made smaller, in large steps; where they arrive
quickly they are made better again, in small ones. A quality that was too much for the line is tried
again later each time. A page that is busy makes some pictures late, a slow line makes all: the less
late they are, the more in a row must be.
"""

from math import inf

SLOW = 0.06
"""Seconds beyond a round trip that a picture may take, where arrays come rarely: it grows old."""

FLUENT = 1 / 30
"""Seconds that it may always take: a film of so many pictures a second is good enough."""

QUICK = 2 / 3
"""Part of the time that it may take, below which a better one may be tried."""

_ARRAYS = 8
"""Arrays over which the time between two is averaged."""

_DRIFT = 1.002
"""By which a round trip of earlier counts as longer with each picture: lines change."""

_STEPS = (12, 18, 25, 35, 45, 55, 65, 75, 85, 95)
_PATIENCE = 5
"""Quick pictures in a row after which a better one is tried, at first."""
_LONGEST_PATIENCE = 300


class Quality:
    """The quality of the next picture.

    Parameters:
        best: what it is on a fast line; 1 to 100.

    Attributes:
        is_in_time: whether the last picture has not taken too long.
    """

    def __init__(self, best: int) -> None:
        self._steps = [step for step in _STEPS if step < best] + [best]
        self._index = len(self._steps) - 1
        self._quick = 0
        self._patience = _PATIENCE
        self._was_raised = False
        self.is_in_time = False
        self._apart = SLOW
        self._round_trip = inf
        self._late = 0  # pictures in a row
        self._least = 0.0  # seconds that each of them has spent at the least

    @property
    def value(self) -> int:
        """1 to 100, as encoders have it."""
        return self._steps[self._index]

    @property
    def may_take(self) -> float:
        """Seconds beyond a round trip that a picture may take."""
        return max(FLUENT, self._apart)

    def offered(self, apart: float) -> None:
        """An array has come, so many seconds after the one before."""
        self._apart += (min(SLOW, apart) - self._apart) / _ARRAYS

    def arrived(self, took: float, round_trip: float) -> None:
        """A picture of this quality is there.

        Parameters:
            took: seconds from its sending to the browser's word.
            round_trip: seconds that this took with no picture at all, or behind one: the shortest
                counts.
        """
        self._round_trip = min(round_trip, self._round_trip * _DRIFT)
        spent, may_take = took - self._round_trip, self.may_take
        self.is_in_time = spent <= may_take
        if self.is_in_time:
            self._late = 0
            self._quick = self._quick + 1 if spent < QUICK * may_take else 0
            if self._quick >= self._patience:
                self._was_raised = self.value < self._steps[-1]
                self._go(1)
            return
        self._quick = 0
        self._least = min(spent, self._least) if self._late else spent
        self._late += 1
        is_doubtful = spent <= 2 * may_take and not self._was_raised
        if self._late >= 1 + (spent <= 4 * may_take) + is_doubtful:
            if self._was_raised:
                self._patience = min(_LONGEST_PATIENCE, 2 * self._patience)
            self._go(-1 - (self._least > 2 * may_take) - (self._least > 4 * may_take))
            self._was_raised = False
            self._late = 0

    def _go(self, steps: int) -> None:
        self._index = max(0, min(len(self._steps) - 1, self._index + steps))
        self._quick = 0
