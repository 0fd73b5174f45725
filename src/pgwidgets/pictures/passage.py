"""The pictures of a stream that are on their way to a browser, and how long each of them takes.

Knows: when somebody looked, and what was still to come then. Must not know: pictures, clocks, or
how it is found out.

Two may be on their way: one on the line, and one behind it that waits on our side until the browser
has the first. That one may be replaced by a newer one, and then it has not been on the line at all.
"""

from typing import NamedTuple

LOOK = 0.01
"""Seconds after which it is looked again."""


class Arrival(NamedTuple):
    """A picture that has arrived.

    Attributes:
        quality: what it was sent with.
        took: seconds.
    """

    quality: int
    took: float


class Passage:
    """What is on its way.

    Attributes:
        since: when the picture on the line left, in monotonic seconds; None: there is none.
    """

    def __init__(self) -> None:
        self.since: float | None = None
        self._quality = 0
        self._behind: int | None = None  # the quality of the one that waits
        self._together = 1  # pictures on the line
        self._there_at = 0.0  # when it was known last that all of them were still to come

    def leaves(self, quality: int, now: float) -> None:
        """A picture leaves, and nothing is before it."""
        self.since = self._there_at = now
        self._quality, self._behind, self._together = quality, None, 1

    def follows(self, quality: int, *, is_held: bool) -> None:
        """A picture was handed over while one is on the line.

        Parameters:
            quality: its own.
            is_held: whether it waits for that one. If not, both are on the line: small ones are.
        """
        if is_held:
            self._behind = quality
        else:
            self._quality, self._behind = max(self._quality, quality), None
            self._together += 1

    def look(self, now: float, *, is_under_way: bool, is_held: bool) -> Arrival | None:
        """See what has become of them, and tell of the picture that has arrived, if one has.

        Parameters:
            now: monotonic seconds.
            is_under_way: whether any has yet to arrive.
            is_held: whether one still waits on our side.
        """
        if self.since is None:
            return None
        if is_under_way and (is_held or self._behind is None):
            self._there_at = now
            return None
        # It may have arrived long before, where handlers keep him waiting who looks.
        at = (self._there_at + min(now, self._there_at + LOOK)) / 2
        count = self._together
        if not is_under_way and self._behind is not None:
            count += 1  # the one behind has come as well since
        arrival = Arrival(self._quality, (at - self.since) / count)
        if is_under_way:
            assert self._behind is not None
            self.leaves(self._behind, at)
            self._there_at = now
        else:
            self.since = None
        return arrival
