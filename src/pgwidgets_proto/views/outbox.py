"""What one browser has yet to be sent, and what it has been sent but not yet applied.

Knows: order, merging, packing. Must not know: sessions, credentials, sockets, which numbers a place
has (numbering.py), what many bytes are on the wire (parts.py), how much may be on its way
(pace.py), or when a large value may follow another (held.py).

Resuming: a message on its way is kept until the browser acknowledges it. When the same page comes
back on another socket, the unacknowledged messages are queued again, with the same numbers.

A setter that overwrites an unsent one takes its place in the queue, so places and order always
agree, and a slow browser costs bounded memory. Merging needs no more than these rules:

* setters of different keys commute, unless the catalogue says that they depend on each other;
* merging never crosses another kind of call on the same widget, or a call that has the widget as an
  argument.

A large value that waits for the one before it (held.py) gets its place when it need wait no longer,
or before the first message that it must not let pass by the same rules.
"""

import math
from collections import deque
from collections.abc import Iterable

from ..wire.messages import numbered
from ..wire.outgoing import Key, Outgoing, Touch
from .held import Held, Queued, is_large
from .numbering import Number, Numbering, Place
from .pace import Pace
from .parts import Frame, part, part_count, rest_of

_AROUND = 32
"""Bytes that a message takes in a frame at most beside itself: its number, and a comma."""


class Outbox:
    """The messages of one link.

    Parameters:
        frame_bytes: how much is packed in one frame of small messages.
        in_flight_bytes: how much may be on its way unacknowledged before sending pauses.
        in_flight_time: seconds that it may take, beside a round trip.
        number_all: every message carries its number, since the browser answers each (the stock
            client). Otherwise only questions do, and the browser counts.

    Attributes:
        sent: the number of the last message handed out.
        applied_number: that of the last message that the browser is known to have applied.
        unsent_bytes: what waits, without what a rebuild queued.
        in_flight_bytes: what is on its way, likewise.
        place_of: :meth:`Numbering.place_of`.
    """

    def __init__(
        self,
        frame_bytes: int,
        in_flight_bytes: int,
        in_flight_time: float = math.inf,
        *,
        number_all: bool,
    ) -> None:
        self.number_all = number_all
        self.sent = Number(0)
        self.applied_number = Number(0)
        self.unsent_bytes = 0
        self.in_flight_bytes = 0
        self._frame_bytes = frame_bytes
        self._most_in_flight = in_flight_bytes
        self._pace = Pace(in_flight_bytes, in_flight_time)
        self._held = Held()
        self._queue: deque[Queued] = deque()
        self._done = Place(0)  # the place of the last message that is handed out whole
        self._mergeable: dict[int, dict[Key, Queued]] = {}
        self._biggest: Queued | None = None  # of those that may be bigger than a link's limit
        self._in_flight: deque[tuple[Number, Queued, int]] = deque()  # number, what, bytes
        self._numbering = Numbering()
        self.place_of = self._numbering.place_of
        self._newest: dict[Touch, Place] = {}
        self._set: set[Touch] = set()  # those of which the newest word sets all of the value
        self._carriers: deque[tuple[Place, tuple[Touch, ...]]] = deque()

    def __len__(self) -> int:
        return len(self._queue)

    @property
    def last(self) -> Place:
        """The place of the last message queued."""
        return Place(self._done + len(self._queue))

    def barrier(self) -> Place:
        """Let nothing wait for what was sent before; gives the place of the last message."""
        self._place(self._held.take())
        return self.last

    @property
    def applied_place(self) -> Place:
        """The place up to which the browser is known to have applied everything."""
        return self.place_of(self.applied_number)

    def put(self, outgoing: Outgoing, *, glued: bool = False, counted: bool = True) -> None:
        """Queue a message, or let it take the place of the unsent one that it overwrites.

        Parameters:
            glued: it goes out in one frame with the message before it.
            counted: it counts as unsent; what a rebuild queues does not. Nor does a question:
                to throw it away would free nothing, since it is asked again.
        """
        held = self._held
        if outgoing.mergeable and counted:
            touch = outgoing.touches[0]
            wid, name = touch
            keys = self._mergeable.get(wid)
            if keys is None:
                keys = self._mergeable[wid] = {}
            queued = keys.get(name)
            if held.waiting:
                self._place(held.take_tied(outgoing))
                queued = queued or held.waiting.get(touch)
            for key in outgoing.depends:
                if keys.pop(key, None) is not None:
                    queued = None  # a later place than that of the older one: stay behind it
            size = outgoing.size
            if queued is not None:
                self.unsent_bytes += size - queued.size
                queued.outgoing = outgoing
                queued.size = size
                self._note_size(queued)
                if outgoing.binary is not None and touch not in held.waiting:
                    self._go(queued)
                return
            queued = Queued(outgoing, size, glued)
            if outgoing.binary is not None and is_large(outgoing):
                self.unsent_bytes += size
                self._note_size(queued)
                held.wait(queued)
                self._place(held.take_due(self._pace.window))
                return
            keys[name] = queued
        else:
            if held.waiting:
                wids = (*outgoing.barrier, *(touch.wid for touch in outgoing.touches))
                self._place(held.take(wids))
            for wid in outgoing.barrier:
                self._mergeable.pop(wid, None)
            for touch in outgoing.touches:
                self._mergeable.pop(touch.wid, None)
            is_free = not counted or outgoing.answer_to is not None
            queued = Queued(outgoing, 0 if is_free else outgoing.size, glued)
        self._queue.append(queued)
        self.unsent_bytes += queued.size
        self._note_size(queued)
        if outgoing.touches:
            self.note(outgoing, Place(self._done + len(self._queue)))

    def _place(self, waiting: Iterable[Queued]) -> None:
        """Give messages that were held back their places in the queue."""
        for queued in waiting:
            outgoing = queued.outgoing
            touch = outgoing.touches[0]
            self._queue.append(queued)
            self._mergeable.setdefault(touch.wid, {})[touch.key] = queued
            self._go(queued)
            self.note(outgoing, Place(self._done + len(self._queue)))

    def _go(self, queued: Queued) -> None:
        if is_large(queued.outgoing):
            self._held.go(queued)

    def _note_size(self, queued: Queued) -> None:
        outgoing = queued.outgoing  # not by _may_be_big(): this is every message's path
        if queued is self._biggest:
            self._find_biggest()  # a smaller value may have taken its place
        elif (outgoing.binary is not None or outgoing.may_be_big) and (
            self._biggest is None or queued.size >= self._biggest.size
        ):
            self._biggest = queued

    def _find_biggest(self) -> None:
        waiting = [each for each in self._queue if _may_be_big(each.outgoing) and not each.begun]
        waiting += self._held.waiting.values()
        self._biggest = max(waiting, key=lambda queued: queued.size, default=None)

    def note(self, outgoing: Outgoing, place: Place) -> None:
        """Remember at which place the values of a message were last told."""
        if outgoing.touches:
            for touch in outgoing.touches:
                self._newest[touch] = place
            if outgoing.mergeable:
                self._set.update(outgoing.touches)
            else:
                self._set.difference_update(outgoing.touches)
            self._carriers.append((place, outgoing.touches))

    def is_newer_than(self, touch: Touch, place: Place) -> bool:
        """Whether this value was told after a place."""
        return self._newest.get(touch, 0) > place or touch in self._held.waiting

    def is_under_way(self, wid: int) -> bool:
        """Whether values of a widget were told that the browser has not applied."""
        applied = self.applied_place
        return any(touch.wid == wid for touch in self._held.waiting) or any(
            touch.wid == wid and place > applied for touch, place in self._newest.items()
        )

    def has_setter_queued(self, touch: Touch, place: Place) -> bool:
        """Whether a browser that had come to a place has our value when it has got the rest."""
        is_set = touch in self._set or touch in self._held.waiting
        return is_set and self.is_newer_than(touch, place)

    def forget_up_to(self, place: Place) -> None:
        """Forget what was told up to a place, as every later report was made after it."""
        self._numbering.forget_up_to(place)
        while self._carriers and self._carriers[0][0] <= place:
            told, touches = self._carriers.popleft()
            for touch in touches:
                if self._newest.get(touch) == told:
                    del self._newest[touch]
                    self._set.discard(touch)

    @property
    def held_bytes(self) -> int:
        """The bytes that wait and those on their way."""
        return self.unsent_bytes + self.in_flight_bytes

    @property
    def progress(self) -> int:
        """Changes whenever the browser has applied or taken anything, even a part of a message."""
        # The stock client says nothing of a picture before it has all of it.
        return self.applied_number + self.sent

    @property
    def excess_bytes(self) -> int:
        """What is held beside the biggest picture that waits, and the rest of a half sent one.

        However big a picture (or file) is, it can be sent; and a newer one can wait behind it. So
        what is on its way may be more than its window, but only by the last of it.
        """
        spared = max(0, self.in_flight_bytes - self._most_in_flight)
        if self._biggest is not None:
            spared += self._biggest.size
        if self._queue and self._queue[0].begun:
            spared += rest_of(self._queue[0])
        return self.held_bytes - spared

    @property
    def can_send(self) -> bool:
        """Whether something waits, and the browser keeps up with what it has been sent.

        The stock client acknowledges a binary call only as a whole: once begun, it is finished.
        """
        if not self._queue:
            return False
        is_begun = self.number_all and self._queue[0].begun > 0
        return is_begun or self.in_flight_bytes < self._pace.window

    @property
    def has_full_frame(self) -> bool:
        """Whether there is enough to fill a frame."""
        return self.unsent_bytes >= self._frame_bytes

    def frames(self, max_bytes: int, now: float | None = None) -> list[Frame]:
        """Hand out frames, until about ``max_bytes`` of them (at least one, if there is any).

        Parameters:
            max_bytes: how many.
            now: monotonic seconds; None: how long they take is not measured.
        """
        frames: list[Frame] = []
        total = 0
        while self.can_send and total < max_bytes:
            before = total
            for frame in self._next_frames():
                frames.append(frame)
                total += len(frame.payload)
            if now is not None:
                self._pace.sent(self.sent, total - before, now)
        return frames

    def _next_frames(self) -> list[Frame]:
        if self._queue[0].outgoing.binary is not None:
            return self._next_part()
        parts: list[bytes] = []
        size = len(b"[]")
        queue = self._queue
        while queue:
            head = queue[0]
            takes = head.outgoing.size + _AROUND
            if parts and not head.glued and size + takes > self._frame_bytes:
                break
            if head.outgoing.binary is not None:
                break
            encoded = self._take()
            parts.append(encoded)
            size += len(encoded) + len(b",")
        if len(parts) == 1:
            return [Frame(True, parts[0])]
        return [Frame(True, b"[" + b",".join(parts) + b"]")]

    def _take(self) -> bytes:
        queued = self._queue.popleft()
        outgoing = queued.outgoing
        self._done = Place(self._done + 1)
        self._settle_place(queued)
        self._hand_out(queued, queued.size)
        queued.last_number = self.sent  # it may have taken the place of a large value
        if self.number_all or outgoing.answer_to is not None:
            return numbered(outgoing.encoded, self.sent)
        return outgoing.encoded

    def _next_part(self) -> list[Frame]:
        """The next message of the binary call that stands first."""
        queued = self._queue[0]
        count = part_count(queued.outgoing, number_all=self.number_all)
        index = queued.begun
        before = rest_of(queued)
        queued.begun += 1
        if index == 0:
            self._settle_place(queued)
            self._numbering.begin(Place(self._done + 1), Number(self.sent + 1), count)
        self._hand_out(queued, before - rest_of(queued))
        if queued.begun == count:
            queued.last_number = self.sent
            self._queue.popleft()
            self._done = Place(self._done + 1)
        return part(queued.outgoing, index, self.sent, number_all=self.number_all)

    def _settle_place(self, queued: Queued) -> None:
        """A message begins to be sent: no later one may take its place any more."""
        if queued is self._biggest:
            self._find_biggest()
        if queued.outgoing.mergeable:
            touch = queued.outgoing.touches[0]
            keys = self._mergeable.get(touch.wid)
            if keys is not None and keys.get(touch.key) is queued:
                del keys[touch.key]

    def _hand_out(self, queued: Queued, size: int) -> None:
        self.sent = Number(self.sent + 1)
        self.unsent_bytes -= size
        self.in_flight_bytes += size
        self._in_flight.append((self.sent, queued, size))

    def acknowledge(self, number: Number, now: float | None = None) -> bool:
        """The browser has applied everything up to this message.

        Parameters:
            number: the message's.
            now: monotonic seconds; None: how long it took is not measured.

        Returns:
            Whether that can be: False when so many have not been sent.
        """
        if number > self.sent:
            return False
        self.applied_number = max(self.applied_number, number)
        while self._in_flight and self._in_flight[0][0] <= number:
            self.in_flight_bytes -= self._in_flight.popleft()[2]
        if now is not None:
            self._pace.applied(number, now)
        if self._held.unapplied:
            self._held.applied(number)
        if self._held.waiting:
            self._place(self._held.take_due(self._pace.window))
        return True

    def rewind(self, applied: Number) -> None:
        """The page is back on another socket: queue again what it has not applied.

        Parameters:
            applied: the number of the last message that it has applied, from
                ``applied_number`` to ``sent``.
        """
        self.acknowledge(applied)
        while self._in_flight:
            _, queued, size = self._in_flight.pop()
            if not self._queue or self._queue[0] is not queued:
                self._queue.appendleft(queued)
                self._done = Place(self._done - 1)
            queued.glued = False
            queued.begun = max(0, queued.begun - 1)
            self.unsent_bytes += size
        self._numbering.rewind(applied)
        self._find_biggest()
        self.in_flight_bytes = 0
        self.sent = applied
        self._pace.restart()

    def find(self, number: int) -> Outgoing | None:
        """A message that is on its way, by its number."""
        # Numbers follow each other: nothing is sought, whatever numbers a browser makes up.
        index = number - self.sent + len(self._in_flight) - 1
        return self._in_flight[index][1].outgoing if 0 <= index < len(self._in_flight) else None

    def find_part(self, number: int | None, index: int | None) -> Outgoing | None:
        """A call that is on its way, by its message's number and its index in a batch, if any."""
        found = None if number is None else self.find(number)
        if found is None or index is None:
            return found
        return found.parts[index] if 0 <= index < len(found.parts) else None

    def unsent(self) -> list[Outgoing]:
        """What waits, in order."""
        return [queued.outgoing for queued in (*self._queue, *self._held.waiting.values())]

    def drop(self) -> None:
        """Throw away what waits: the browser is gone."""
        if self._queue and self._queue[0].begun:
            # The numbers that it took are taken, and no more will be.
            self._done = Place(self._done + 1)
            self._numbering.end(self._done, self._queue[0].begun)
        self._queue.clear()
        self._mergeable.clear()
        self._in_flight.clear()
        self._held.clear()
        self._biggest = None
        self.unsent_bytes = 0
        self.in_flight_bytes = 0

    def clear(self) -> None:
        """Throw away what waits: the browser will be rebuilt from state.

        So all that it reports of the page before is stale, and places tell nothing more.
        """
        self.drop()
        self._newest.clear()
        self._set.clear()
        self._carriers.clear()


def _may_be_big(outgoing: Outgoing) -> bool:
    """Whether it is sent even if it is bigger than all that may wait."""
    return outgoing.binary is not None or outgoing.may_be_big
