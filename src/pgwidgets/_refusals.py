"""Which refusals are worth a line in the log.

Knows: how many lines an address may fill a minute. Must not know: clocks, loggers, who is refused
or why.

A stock client that is refused tries again every half second, for ever. So only the first refusals
of an address with one code are told one by one, and of the rest how many there were.
"""

LINES = 5
"""Refusals of one address with one code that are told one by one."""

PERIOD = 60.0
"""Seconds, from the first of them, after which it is told how many more there were."""

ADDRESSES = 1000
"""Kinds of refusals that are counted apart; more are counted together."""

type Kind = tuple[str | None, int]
"""An address without the port, if it is known, and an HTTP status or a close code."""

_OTHERS: Kind = ("many other addresses", 0)


class Refusals:
    """Counts refusals by address and code, each for a minute.

    The driver calls :meth:`tell` at the time that :attr:`next_deadline` has.
    """

    def __init__(self) -> None:
        self._seen: dict[Kind, tuple[float, int]] = {}  # since when, how many; the oldest first

    def note(self, address: str | None, code: int, now: float) -> bool:
        """A peer was refused.

        Parameters:
            address: the peer's, without the port.
            code: HTTP status, or close code.
            now: monotonic seconds.

        Returns:
            Whether it is worth a line.
        """
        kind: Kind = (address, code)
        if kind not in self._seen and len(self._seen) >= ADDRESSES:
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
            (address, code), (since, count) = next(iter(self._seen.items()))
            if now < since + PERIOD:
                break
            del self._seen[address, code]
            if count > LINES:
                what = f"with {code} " if code else ""
                lines.append(
                    f"refused {address or 'a peer'} {what}{count - LINES} more times"
                    f" within {PERIOD:.0f} s"
                )
        return lines
