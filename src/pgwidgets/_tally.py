"""What an application counts of its own work, for :meth:`Application.stats` and what reads that.

Knows: numbers. Must not know: async or sync, who asks for them, what a handler does.

It costs handlers two readings of a clock, and on an event loop no call: the dispatcher adds to
the numbers itself.
"""

from bisect import bisect_left

BOUNDS = (0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Seconds up to which handlers are counted by how long they took; what takes longer is beyond."""


class Tally:
    """The numbers of one application, from its making on.

    Attributes:
        events: events that were taken to be handled.
        runs: handlers that have ended.
        failures: those of them that raised.
        seconds: what all took together, awaits included.
        longest: what the longest took.
        buckets: how many took up to each of :data:`BOUNDS` and no bound before it, then those
            beyond; None: nobody wants to know.
        refusals: how many peers were refused, by status or close code.
    """

    __slots__ = ("buckets", "events", "failures", "longest", "refusals", "runs", "seconds")

    def __init__(self) -> None:
        self.events = 0
        self.runs = 0
        self.failures = 0
        self.seconds = 0.0
        self.longest = 0.0
        self.buckets: list[int] | None = None
        self.refusals: dict[int, int] = {}

    def want_buckets(self) -> None:
        """Count handlers by how long they take, from here on."""
        if self.buckets is None:
            self.buckets = [0] * (len(BOUNDS) + 1)

    def ran(self, seconds: float) -> None:
        """Count a handler that has ended."""
        self.runs += 1
        self.seconds += seconds
        self.longest = max(self.longest, seconds)
        if self.buckets is not None:
            self.buckets[self.place(seconds)] += 1

    def place(self, seconds: float) -> int:
        """Where in :attr:`buckets` a handler belongs that took so long."""
        return bisect_left(BOUNDS, seconds)
