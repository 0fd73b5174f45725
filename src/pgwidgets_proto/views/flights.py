"""What is on its way to one browser: handed out, and not known to be applied.

Knows: numbers, bytes, and what is kept to be sent again. Must not know: what waits, or how it is
packed.
"""

from bisect import bisect_left
from collections.abc import Iterator

import msgspec

from ..wire.outgoing import Outgoing
from .held import Queued
from .numbering import Number
from .pack import Pack


class _Flight(msgspec.Struct, eq=False):
    """A message, or a whole pack, on its way.

    Attributes:
        last: the number of its last message.
        item: the message, or the pack.
        size: bytes that count and are not applied.
        applied: how many messages of a pack the browser has applied.
    """

    last: Number
    item: Queued | Pack
    size: int
    applied: int = 0


class Flights:
    """The messages of one link that are on their way.

    Attributes:
        size: bytes that count.
    """

    def __init__(self) -> None:
        self.size = 0
        self._flights: list[_Flight] = []  # an empty deque is 700 bytes

    def add(self, last: Number, item: Queued | Pack, size: int) -> None:
        """A message, or a pack, is handed out; ``last``: the number of its last message."""
        self._flights.append(_Flight(last, item, size))
        self.size += size

    def applied(self, number: int) -> None:
        """The browser has applied everything up to a number."""
        flights = self._flights
        if flights and flights[-1].last <= number:  # all of them, as nearly always
            flights.clear()
            self.size = 0
            return
        count = 0
        for flight in flights:
            if flight.last > number:
                break
            self.size -= flight.size
            count += 1
        del flights[:count]
        if not flights:
            return
        head = flights[0]
        if isinstance(head.item, Pack):
            applied = number - (head.last - len(head.item))
            if applied > head.applied:  # part of a frame: a page was lost amid it
                less = head.item.size_between(head.applied, applied)
                head.applied = applied
                head.size -= less
                self.size -= less

    def take_back(self) -> Iterator[tuple[Queued | Pack, int, int]]:
        """Take out all, the newest first: each item, how much of it is applied, and its bytes."""
        while self._flights:
            flight = self._flights.pop()
            self.size -= flight.size
            yield flight.item, flight.applied, flight.size

    def find(self, number: int) -> Outgoing | None:
        """A message that is on its way, by its number."""
        # By bisection, whatever numbers a browser makes up.
        index = bisect_left(self._flights, number, key=lambda flight: flight.last)
        if index == len(self._flights):
            return None
        flight = self._flights[index]
        if isinstance(flight.item, Queued):
            return flight.item.outgoing if number == flight.last else None
        at = number - (flight.last - len(flight.item)) - 1
        return flight.item.messages[at] if at >= flight.applied else None

    def clear(self) -> None:
        """Forget all."""
        self._flights.clear()
        self.size = 0
