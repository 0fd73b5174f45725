"""Browsers of one session that are in step: what they are told is queued and packed once for all.

Knows: what waits for all of them, and which they are. Must not know: what is on its way to one,
its numbers, or the session.

Rules:

* Browsers in step are all told the same. One goes on alone (:meth:`~.outbox.Outbox.leave`) when it
  is told something alone, is sent bytes or a batch, or reads slower than the others.
* A browser for which nothing waits may join while nothing waits in the convoy, either.
* A pack goes to every queue at once. So the cost of a message does not grow with the number of
  browsers; that of a pack, and of waking the driver, does.
"""

from typing import Protocol

from ..limits import Limits
from ..wire.outgoing import Outgoing, Touch
from .held import Queued
from .outbox import Outbox
from .pack import AROUND, Pack
from .waiting import Waiting

_STEP = 64 * 1024
"""Bytes by which a queue grows before all are counted anew."""


class Member(Protocol):
    """What a link is to its convoy."""

    outbox: Outbox

    @property
    def may_join(self) -> bool:
        """Whether it may go along with others."""
        ...

    def announce(self, *, is_full: bool = False) -> None:
        """Have the driver look at its channel; ``is_full``: there is a full frame."""

    def room(self) -> int:
        """Count its queue, and see to it that it is within its limits; how much more fits."""
        ...


class Convoy:
    """What is told to the browsers that are in step.

    Parameters:
        limits: the bounds; ``frame_bytes`` counts here.

    Attributes:
        waiting: what none of them has been sent.
        newest: the last of these messages that carries each value.
        members: those in step, by their outboxes.
    """

    def __init__(self, limits: Limits) -> None:
        self.waiting = Waiting({})
        self.newest: dict[Touch, Queued] = {}
        self.members: dict[Outbox, Member] = {}
        self._frame_bytes = limits.frame_bytes
        self._room = 0  # bytes until all are counted anew
        self._announced = 0  # bytes that waited when the members were last announced

    def join(self, member: Member) -> bool:
        """Take a browser along from here on, if it may come; whether it does."""
        if self.waiting.items or not member.may_join:
            return False
        member.outbox.join(self)
        self.members[member.outbox] = member
        self._room = 0
        return True

    def remove(self, outbox: Outbox) -> None:
        """A browser goes on alone."""
        del self.members[outbox]
        if not self.members:
            self.waiting.clear()
            self.newest.clear()

    def put(self, outgoing: Outgoing) -> None:
        """Queue a message for all, or let it take the place of the one that it overwrites."""
        waiting = self.waiting
        before = waiting.size
        is_first = not waiting.items
        is_open = outgoing.mergeable
        queued = waiting.overwritten(outgoing) if is_open and not is_first else None
        if queued is not None:
            waiting.replace(queued, outgoing)
        else:
            queued = Queued(outgoing, len(outgoing.encoded), False)  # none has bytes of its own
            waiting.append(queued, is_open=is_open)
            for touch in outgoing.touches:
                self.newest[touch] = queued
        size = waiting.size
        self._room -= size - before
        if self._room < 0:
            self._count()
        is_full = size - self._announced >= self._frame_bytes
        if is_full or is_first:
            self._announced = 0 if is_first else size
            for member in self.members.values():
                member.announce(is_full=is_full)

    def _count(self) -> None:
        """Count all queues anew; one that is too long leaves."""
        room = _STEP
        for member in list(self.members.values()):
            room = min(room, member.room())
        self._room = max(room, 0)

    def pack(self, outbox: Outbox) -> Pack:
        """Pack a frame of what waits: one of them is ready for it. The others have it queued.

        Parameters:
            outbox: the one that is.

        Returns:
            The pack, which it takes at once.
        """
        if len(self.members) > 1:
            for each in [each for each in self.members if each is not outbox and each.is_behind]:
                each.leave()
        pack = Pack(self._take())
        if len(self.members) > 1:
            for each in self.members:
                if each is not outbox:
                    each.put_pack(pack)
        return pack

    def _take(self) -> list[Outgoing]:
        """Take the messages of a frame of what waits."""
        waiting, newest = self.waiting, self.newest
        items = waiting.items
        if isinstance(items, tuple):  # one, as of most events
            waiting.clear()
            newest.clear()
            self._announced = 0
            return [queued.outgoing for queued in items if isinstance(queued, Queued)]
        messages: list[Outgoing] = []
        size = len(b"[]")
        while items:
            queued = items[0]
            assert isinstance(queued, Queued)  # packs stand in the queues of browsers alone
            outgoing = queued.outgoing
            length = len(outgoing.encoded)  # none has bytes of its own
            if messages and size + length + AROUND > self._frame_bytes:
                break
            items.popleft()
            waiting.places -= 1
            waiting.size -= queued.size
            messages.append(outgoing)
            size += length + len(b",")
            if items:
                if outgoing.mergeable or queued is waiting.biggest:
                    waiting.close(queued)
                for touch in outgoing.touches:
                    if newest.get(touch) is queued:
                        del newest[touch]
        if not items:
            waiting.clear()
            newest.clear()
        if self._announced > waiting.size:
            self._announced = waiting.size
        return messages
