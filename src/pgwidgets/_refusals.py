"""Which refusals are worth a line in the log.

Knows: how many refusals of one kind are logged one by one within a minute. Must not know: clocks,
loggers, who is refused or why.

A stock client that is refused tries again every half second, for ever; a page that is confused (or
lies) may report nonsense as fast as its line takes it. So only the first refusals of a kind are
logged one by one; of the rest the log has the number. A kind is an address with a code, or an
address with a session, so that a browser that connects again begins no new one.
"""

LINES = 5
"""How many refusals of one kind are logged one by one within :data:`PERIOD`."""

PERIOD = 60.0
"""Seconds after the first refusal of a kind at which the number of the others is logged."""

KINDS = 1000
"""How many kinds are counted one by one; all further kinds share one count."""

_OTHERS = "refused many others"


class Refusals:
    """Counts refusals by kind, each for a minute.

    The driver calls :meth:`tell` at the time that :attr:`next_deadline` has.
    """

    def __init__(self) -> None:
        self._seen: dict[str, tuple[float, int]] = {}  # since when, how many; the oldest first

    def note(self, kind: str, now: float) -> bool:
        """Count a refusal.

        Parameters:
            kind: its kind, in the words of the log.
            now: monotonic seconds.

        Returns:
            Whether the caller should log this refusal by itself.
        """
        if kind not in self._seen and len(self._seen) >= KINDS:
            kind = _OTHERS
        since, count = self._seen.get(kind, (now, 0))
        self._seen[kind] = (since, count + 1)
        return count < LINES

    @property
    def next_deadline(self) -> float | None:
        """When the oldest count ends, so that :meth:`tell` must be called; None: there is none."""
        oldest = next(iter(self._seen.values()), None)
        return None if oldest is None else oldest[0] + PERIOD

    def tell(self, now: float) -> list[str]:
        """End the counts whose minute is over.

        Parameters:
            now: monotonic seconds.

        Returns:
            A line for the log for each kind of which not all refusals were logged one by one.
        """
        lines = []
        while self._seen:
            kind, (since, count) = next(iter(self._seen.items()))
            if now < since + PERIOD:
                break
            del self._seen[kind]
            if count > LINES:
                lines.append(f"{kind}: {count - LINES} more times within {PERIOD:.0f} s")
        return lines
