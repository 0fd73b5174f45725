"""Places in one link's queue, and the numbers that messages have on the wire.

Knows: which places take more than one number. Must not know: what the messages are.

Every message has the next place when it is queued, and gets the next number when it is handed out.
They differ because a call with many bytes takes several numbers, one for each of its chunks (it
counts as applied with the last), and an unsent message, which may still be overwritten, has a place
but no number yet. The wire speaks of numbers; what was told of a value is remembered by places.
"""

from typing import TYPE_CHECKING, NamedTuple, NewType

if TYPE_CHECKING:
    Place = NewType("Place", int)
    Number = NewType("Number", int)
else:
    Place = Number = int  # half a dozen are made at each event, each at a third of the cost
"""A message's place in the order of one link's queue, and its number on the wire.

Both count from 1; 0 is before all of them.
"""


class _Long(NamedTuple):
    """A place that takes more than one number."""

    place: Place
    first: Number
    numbers: int


class Numbering:
    """Which place a number stands for, as far back as somebody may ask.

    Attributes:
        long: the places that take more than one number; without any there is nothing to forget.
    """

    def __init__(self) -> None:
        self.long: list[_Long] = []  # a few at most; an empty deque is 700 bytes
        self._extra = 0  # numbers taken beyond one a place, before the first of _long

    def place_of(self, number: Number) -> Place:
        """The place up to which a browser has applied everything that has applied this number."""
        extra = self._extra
        if not self.long:  # as nearly always
            return Place(number - extra)
        for long in self.long:
            if number < long.first:
                break
            if number < long.first + long.numbers - 1:
                return Place(long.place - 1)
            extra += long.numbers - 1
        return Place(number - extra)

    def begin(self, place: Place, first: Number, numbers: int) -> None:
        """A place takes so many numbers, from this one on."""
        if numbers > 1:
            self.long.append(_Long(place, first, numbers))

    def end(self, place: Place, numbers: int) -> None:
        """A place that was begun takes no more numbers than these."""
        if self.long and self.long[-1].place == place:
            self.long.append(self.long.pop()._replace(numbers=numbers))

    def rewind(self, applied: Number) -> None:
        """The numbers behind this one are taken back, and given anew."""
        while self.long and self.long[-1].first > applied:
            self.long.pop()

    def forget_up_to(self, place: Place) -> None:
        """Nobody asks for numbers of these places any more."""
        count = 0
        for long in self.long:
            if long.place > place:
                break
            self._extra += long.numbers - 1
            count += 1
        del self.long[:count]
