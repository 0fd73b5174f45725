"""Which refusals are worth a line in the log.

Knows: how many lines of one kind may be told a minute. Must not know: clocks, loggers, who is
refused or why.

A stock client that is refused tries again every half second, for ever; a page that is confused (or
lies) may report nonsense as fast as its line takes it. So only the first refusals of a kind are
told one by one, and of the rest how many there were. A kind is an address with a code, or with a
session: coming back on another connection makes no new one.
"""

LINES = 5
"""Refusals of one kind that are told one by one."""

PERIOD = 60.0
"""Seconds, from the first of them, after which it is told how many more there were."""

KINDS = 1000
"""Kinds of refusals that are counted apart; more are counted together."""

_OTHERS = "refused many others"


class Refusals:
    """Counts refusals by kind, each for a minute.

    The driver calls :meth:`tell` at the time that :attr:`next_deadline` has.
    """

    def __init__(self) -> None:
        self._seen: dict[str, tuple[float, int]] = {}  # since when, how many; the oldest first

    def note(self, kind: str, now: float) -> bool:
        """Something was refused.

        Parameters:
            kind: what has a minute of its own, in the words of the log.
            now: monotonic seconds.

        Returns:
            Whether it is worth a line.
        """
        if kind not in self._seen and len(self._seen) >= KINDS:
            kind = _OTHERS
        since, count = self._seen.get(kind, (now, 0))
        self._seen[kind] = (since, count + 1)
        return count < LINES

    @property
    def next_deadline(self) -> float | None:
        """When :meth:`tell` has something to tell or to forget; None: nothing is counted."""
        oldest = next(iter(self._seen.values()), None)
        return None if oldest is None else oldest[0] + PERIOD

    def tell(self, now: float) -> list[str]:
        """Forget the counts whose minute is over.

        Parameters:
            now: monotonic seconds.

        Returns:
            A line for each that was more than was told.
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
