"""At which places the values of widgets were last told to one browser.

Knows: places, and which messages set all of a value. Must not know: what waits or is on its way,
or what a browser reports.
"""

import functools
from collections.abc import Callable, Mapping
from typing import NamedTuple

from ..wire.outgoing import Outgoing, Touch
from .held import Queued
from .numbering import Place
from .pack import Pack


class _ToldPack(NamedTuple):
    """A pack, and the places of its first and its last message."""

    first: Place
    last: Place
    pack: Pack


_new: Callable[[tuple[Place, Place, Pack]], _ToldPack] = functools.partial(tuple.__new__, _ToldPack)
"""Makes one in half the time of the call; each frame takes one."""


_NEVER = Place(0), False


class Told:
    """The places of what one browser was told, as far back as a report can be older.

    Parameters:
        held: the values that wait without a place.

    Attributes:
        unsent: values that have no place here, since what carries them has yet to be sent.
    """

    def __init__(self, held: Mapping[Touch, Queued]) -> None:
        self.unsent: tuple[Mapping[Touch, Queued], ...] = (held,)
        # The newest word on each value: its place, and whether it sets all of the value.
        self._newest: dict[Touch, tuple[Place, bool]] = {}
        # Lists, as an empty deque is 700 bytes; what is forgotten goes in one step.
        self._packs: list[_ToldPack] = []
        self._carriers: list[tuple[Place, tuple[Touch, ...]]] = []

    def note(self, outgoing: Outgoing, place: Place) -> None:
        """Remember a message at its place."""
        if outgoing.touches:
            told = place, outgoing.mergeable
            for touch in outgoing.touches:
                self._newest[touch] = told
            self._carriers.append((place, outgoing.touches))

    def note_pack(self, pack: Pack, first: Place) -> None:
        """Remember the messages of a pack, of which the first one has this place."""
        self._packs.append(_new((first, Place(first + len(pack.messages) - 1), pack)))

    def is_newer_than(self, touch: Touch, place: Place) -> bool:
        """Whether a value was told after a place."""
        return any(touch in each for each in self.unsent) or self._last(touch)[0] > place

    def has_setter_queued(self, touch: Touch, place: Place) -> bool:
        """Whether a message that sets our value was told after a place, or is still to be sent."""
        for each in self.unsent:
            if touch in each:
                return each[touch].outgoing.mergeable
        newest, is_set = self._last(touch)
        return is_set and newest > place

    def _last(self, touch: Touch) -> tuple[int, bool]:
        """The place at which a value was last told, and whether that set all of it; 0: none."""
        place: int
        place, is_set = self._newest.get(touch, _NEVER)
        for first, _, pack in self._packs:
            index = pack.newest.get(touch)
            if index is not None and first + index > place:
                place, is_set = first + index, pack.messages[index].mergeable
        return place, is_set

    def is_any_newer(self, wid: int, place: Place) -> bool:
        """Whether a value of a widget was told after a place."""
        if any(touch.wid == wid for each in self.unsent for touch in each):
            return True
        if any(touch.wid == wid and at > place for touch, (at, _) in self._newest.items()):
            return True
        for first, last, pack in self._packs:
            if last > place and any(
                touch.wid == wid and first + index > place for touch, index in pack.newest.items()
            ):
                return True
        return False

    def forget_up_to(self, place: Place) -> None:
        """Forget what was told up to a place."""
        packs = self._packs
        if packs:
            if packs[-1].last <= place:  # all of them, as nearly always
                packs.clear()
            else:
                count = 0
                for each in packs:
                    if each.last > place:
                        break
                    count += 1
                del packs[:count]
        if not self._carriers:
            return
        count = 0
        for told, touches in self._carriers:
            if told > place:
                break
            count += 1
            for touch in touches:
                if self._newest.get(touch, _NEVER)[0] == told:
                    del self._newest[touch]
        del self._carriers[:count]

    def clear(self) -> None:
        """Forget all."""
        self._newest.clear()
        self._packs.clear()
        self._carriers.clear()
