"""Messages that wait, in order, of which a newer one may take an older one's place.

Knows: order, merging, and what waits in bytes. Must not know: who waits for them, how they are
packed, or which numbers they get.

A setter that overwrites an unsent one takes its place in the queue, so places and order always
agree, and a slow browser costs bounded memory. Merging needs no more than these rules:

* setters of different keys commute, unless the catalogue says that they depend on each other;
* merging never crosses another kind of call on the same widget, or a call that has the widget as an
  argument.
"""

from collections import deque
from collections.abc import Iterable, Mapping

from ..wire.outgoing import Key, Outgoing, Touch
from .held import Queued
from .pack import Pack

type Items = deque[Queued | Pack] | tuple[Queued | Pack, ...]
"""What waits: a tuple while it is none, as mostly, or one; an empty deque is 760 bytes."""


class Waiting:
    """A queue of messages, some of them packed already.

    Parameters:
        beside: what has no place yet; the biggest message may be one of these.

    Attributes:
        items: what waits, in order.
        places: how many messages that are.
        size: bytes that count.
        biggest: the biggest message that may be bigger than a link's limit, and is not packed yet.
    """

    __slots__ = ("_beside", "_open", "biggest", "items", "places", "size")

    def __init__(self, beside: Mapping[Touch, Queued]) -> None:
        self._beside = beside
        self.items: Items = ()
        self.places = 0
        self.size = 0
        self.biggest: Queued | None = None
        self._open: dict[int, dict[Key, Queued]] = {}

    def overwritten(self, outgoing: Outgoing, other: Queued | None = None) -> Queued | None:
        """The message whose place a setter takes, or None: it goes behind all that waits.

        Parameters:
            outgoing: the setter.
            other: the one that it overwrites, if none does that waits here.
        """
        wid, key = outgoing.touches[0]
        keys = self._open.get(wid)
        if keys is None:
            return other
        queued = keys.get(key) or other
        for each in outgoing.depends:
            if keys.pop(each, None) is not None:
                queued = None  # a later place than that of the older one: stay behind it
        return queued

    def replace(self, queued: Queued, outgoing: Outgoing) -> None:
        """Let a message take the place of another."""
        binary = outgoing.binary
        size = len(outgoing.encoded) if binary is None else outgoing.size
        self.size += size - queued.size
        queued.outgoing = outgoing
        queued.size = size
        if queued is self.biggest or binary is not None or outgoing.may_be_big:
            self.note_size(queued)

    def append(self, queued: Queued, *, is_open: bool) -> None:
        """Queue a message behind all others.

        Parameters:
            queued: the message.
            is_open: a later setter of the same value may take its place.
        """
        items = self.items
        if not items:
            self.items = (queued,)
        elif isinstance(items, tuple):
            self.items = deque((*items, queued))
        else:
            items.append(queued)
        self.places += 1
        self.size += queued.size
        outgoing = queued.outgoing
        if outgoing.may_be_big or outgoing.binary is not None:
            self.note_size(queued)
        if is_open:  # as open() does it, for every setter
            wid, key = outgoing.touches[0]
            keys = self._open.get(wid)
            if keys is None:
                self._open[wid] = {key: queued}
            else:
                keys[key] = queued
        elif self._open:
            for wid in outgoing.barrier:
                self._open.pop(wid, None)
            for touch in outgoing.touches:
                self._open.pop(touch.wid, None)

    def open(self, queued: Queued) -> None:
        """Let a later setter of the same value take a message's place."""
        wid, key = queued.outgoing.touches[0]
        keys = self._open.get(wid)
        if keys is None:
            keys = self._open[wid] = {}
        keys[key] = queued

    def close(self, queued: Queued) -> None:
        """A message begins to be sent: no later one may take its place any more."""
        if queued is self.biggest:
            self.find_biggest()
        if queued.outgoing.mergeable:
            touch = queued.outgoing.touches[0]
            keys = self._open.get(touch.wid)
            if keys is not None and keys.get(touch.key) is queued:
                del keys[touch.key]

    def append_pack(self, pack: Pack) -> None:
        """Queue a pack behind all others; nothing takes a place before it any more."""
        self._open.clear()
        items = self.items
        if not items:
            self.items = (pack,)
        elif isinstance(items, tuple):
            self.items = deque((*items, pack))
        else:
            items.append(pack)
        self.places += len(pack.messages)
        self.size += pack.size

    def remove_first(self, places: int = 1) -> None:
        """What stands first waits no more.

        Parameters:
            places: how many messages that is.
        """
        items = self.items
        if isinstance(items, tuple):
            self.items = ()
        else:
            items.popleft()
            if not items:
                self.items = ()
        self.places -= places

    def unpack(self) -> None:
        """Have every message stand for itself."""
        if any(isinstance(item, Pack) for item in self.items):
            items: deque[Queued | Pack] = deque()
            for item in self.items:
                items += queued_of(item) if isinstance(item, Pack) else (item,)
            self.items = items

    def note_size(self, queued: Queued) -> None:
        """A message, or a newer one in its place, is of another size."""
        outgoing = queued.outgoing  # not by may_be_big(): this is every message's path
        if queued is self.biggest:
            self.find_biggest()  # a smaller value may have taken its place
        elif (outgoing.binary is not None or outgoing.may_be_big) and (
            self.biggest is None or queued.size >= self.biggest.size
        ):
            self.biggest = queued

    def find_biggest(self) -> None:
        """Look for the biggest message anew."""
        waiting = [item for item in self.items if isinstance(item, Queued) and not item.begun]
        big = [each for each in waiting if may_be_big(each.outgoing)]
        big += self._beside.values()
        self.biggest = max(big, key=lambda queued: queued.size, default=None)

    @property
    def spared(self) -> int:
        """Bytes of the biggest message that waits however big it is."""
        most = max((item.biggest for item in self.items if isinstance(item, Pack)), default=0)
        return max(most, 0 if self.biggest is None else self.biggest.size)

    def clear(self) -> None:
        """Throw everything away."""
        self.items = ()
        self.places = 0
        self.size = 0
        self.biggest = None
        self._open.clear()


def queued_of(pack: Pack, begin: int = 0) -> list[Queued]:
    """The messages of a pack from an index on, each for itself."""
    messages = pack.messages[begin:]
    return [Queued(each, each.size if pack.counted else 0, False) for each in messages]


def messages_of(items: Iterable[Queued | Pack]) -> list[Outgoing]:
    """The messages of which these consist, in order."""
    found: list[Outgoing] = []
    for item in items:
        found += item.messages if isinstance(item, Pack) else (item.outgoing,)
    return found


def may_be_big(outgoing: Outgoing) -> bool:
    """Whether it is sent even if it is bigger than all that may wait."""
    return outgoing.binary is not None or outgoing.may_be_big
