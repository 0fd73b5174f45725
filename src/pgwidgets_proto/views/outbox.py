"""What one browser has yet to be sent, and what it has been sent but not yet applied.

Knows: order, and what is handed out when. Must not know: sessions, credentials, sockets, what a
newer message may overwrite (waiting.py), which numbers a place has (numbering.py), what many bytes
are on the wire (parts.py), how much may be on its way (pace.py), or when a large value may follow
another (held.py).

Resuming: a message on its way is kept until the browser acknowledges it (flights.py). When the same
page comes back on another socket, the unacknowledged messages are queued again, with the same
numbers.

A large value that waits for the one before it (held.py) gets its place when it need wait no longer,
or before the first message that it must not let pass.

Browsers that are in step are told by their convoy (convoy.py). What waits there is theirs as if it
stood in each queue of its own, behind what stands there, and has the places that it would have.
"""

import math
from collections import deque
from collections.abc import Callable, Iterable

from ..wire.outgoing import Outgoing, numbered
from .flights import Flights
from .held import Held, Queued, is_large
from .numbering import Number, Numbering, Place
from .pace import Pace
from .pack import AROUND, Pack
from .parts import Frame, part, part_count, rest_of
from .seam import ConvoyLike
from .told import Told
from .waiting import Waiting, messages_of, queued_of

_MOST_PACKS = 16
"""Packs that may wait for a browser in step; one that is slower gets a queue of its own."""


class Outbox:
    """The messages of one link.

    Parameters:
        frame_bytes: how much is packed in one frame of small messages.
        in_flight_bytes: how much may be on its way unacknowledged before sending pauses.
        in_flight_time: seconds that it may take, beside a round trip.
        number_all: every message carries its number, since the browser answers each (the stock
            client). Otherwise only questions do, and the browser counts.
        is_short: frames leave out ids that go without saying.

    Attributes:
        sent: the number of the last message handed out.
        applied_number: that of the last message that the browser is known to have applied.
        place_of: :meth:`Numbering.place_of`.
        told: what the browser was told, as far back as a report of it can be older.
        convoy: the convoy that it goes along with, or None.
    """

    def __init__(
        self,
        frame_bytes: int,
        in_flight_bytes: int,
        in_flight_time: float = math.inf,
        *,
        number_all: bool,
        is_short: bool = False,
    ) -> None:
        self.number_all = number_all
        self._is_short = is_short
        self.sent = Number(0)
        self.applied_number = Number(0)
        self.convoy: ConvoyLike[Outbox] | None = None
        self._frame_bytes = frame_bytes
        self._most_in_flight = in_flight_bytes
        self._pace = Pace(in_flight_bytes, in_flight_time)
        self._held = Held()
        self._waiting = Waiting(self._held.waiting)
        self._done = Place(0)  # the place of the last message that is handed out whole
        self._flights = Flights()
        self._numbering = Numbering()
        self.place_of = self._numbering.place_of
        self.told = Told(self._held.waiting)

    def __len__(self) -> int:
        together = 0 if self.convoy is None else self.convoy.waiting.places
        return self._waiting.places + together

    @property
    def unsent_bytes(self) -> int:
        """The bytes that wait, without those that a rebuild queued."""
        together = 0 if self.convoy is None else self.convoy.waiting.size
        return self._waiting.size + together

    @property
    def in_flight_bytes(self) -> int:
        """The bytes on their way, without those that a rebuild queued."""
        return self._flights.size

    @property
    def last(self) -> Place:
        """The place of the last message queued."""
        return Place(self._done + len(self))

    def barrier(self) -> Place:
        """Let nothing wait for what was sent before; gives the place of the last message."""
        self._place(self._held.take())
        return self.last

    @property
    def applied_place(self) -> Place:
        """The place up to which the browser is known to have applied everything."""
        return self.place_of(self.applied_number)

    # --- queueing -----------------------------------------------------------------------------

    def put(self, outgoing: Outgoing, *, glued: bool = False, counted: bool = True) -> None:
        """Queue a message, or let it take the place of the unsent one that it overwrites.

        Parameters:
            glued: it goes out in one frame with the message before it.
            counted: it counts as unsent; what a rebuild queues does not. Nor does a question:
                to throw it away would free nothing, since it is asked again.
        """
        if self.convoy is not None:
            self.leave()
        held, waiting = self._held, self._waiting
        is_open = outgoing.mergeable and counted
        if is_open:
            touch = outgoing.touches[0]
            if held.waiting:
                self._place(held.take_tied(outgoing))
            queued = waiting.overwritten(outgoing, held.waiting.get(touch))
            if queued is not None:
                waiting.replace(queued, outgoing)
                if outgoing.binary is not None and touch not in held.waiting:
                    self._go(queued)
                return
            size = outgoing.size
            queued = Queued(outgoing, size, glued)
            if outgoing.binary is not None and is_large(outgoing):
                waiting.size += size
                waiting.note_size(queued)
                held.wait(queued)
                self._place(held.take_due(self._pace.window))
                return
        else:
            if held.waiting:
                wids = (*outgoing.barrier, *(touch.wid for touch in outgoing.touches))
                self._place(held.take(wids))
            is_free = not counted or outgoing.answer_to is not None
            queued = Queued(outgoing, 0 if is_free else outgoing.size, glued)
        self._append(queued, is_open=is_open)

    def _append(self, queued: Queued, *, is_open: bool) -> None:
        self._waiting.append(queued, is_open=is_open)
        if queued.outgoing.touches:
            self.told.note(queued.outgoing, Place(self._done + self._waiting.places))

    def _place(self, held: Iterable[Queued]) -> None:
        """Give messages that were held back their places in the queue."""
        for queued in held:
            self._waiting.size -= queued.size  # it counts already
            self._append(queued, is_open=True)
            self._go(queued)

    def _go(self, queued: Queued) -> None:
        if is_large(queued.outgoing):
            self._held.go(queued)

    def widgets_gone(self, is_gone: Callable[[int], bool]) -> None:
        """Throw away what is held back of widgets that have ended: their end has passed it by.

        Parameters:
            is_gone: whether the widget of an id has.
        """
        if self._held.waiting:
            self._waiting.size -= sum(queued.size for queued in self._held.take_gone(is_gone))
            self._waiting.find_biggest()

    # --- going along with others ---------------------------------------------------------------

    @property
    def is_even(self) -> bool:
        """Whether nothing waits that a later message may overwrite, so that it may join others."""
        return not (self.number_all or self._waiting.size or self._held.waiting)

    @property
    def is_behind(self) -> bool:
        """Whether the browser takes what it is sent slower than others do."""
        packs = len(self._waiting.items)
        return packs >= _MOST_PACKS or (packs > 0 and self.in_flight_bytes >= self._pace.window)

    def put_pack(self, pack: Pack) -> None:
        """Queue what is packed already."""
        self.told.note_pack(pack, Place(self._done + self._waiting.places + 1))
        self._waiting.append_pack(pack)

    def join(self, convoy: "ConvoyLike[Outbox]") -> None:
        """Go along with a convoy, for which nothing waits."""
        self.convoy = convoy
        self.told.unsent = (self._held.waiting, convoy.newest)

    def leave(self) -> None:
        """Go on alone: what the convoy has for it gets the same places in a queue of its own."""
        convoy = self.convoy
        if convoy is None:
            return
        for outgoing in messages_of(convoy.waiting.items):
            if outgoing.mergeable:
                self._waiting.overwritten(outgoing)  # closes what it depends on
            copy = Queued(outgoing, outgoing.size, False)
            self._append(copy, is_open=outgoing.mergeable)
        self._forget_convoy()

    def _forget_convoy(self) -> None:
        convoy, self.convoy = self.convoy, None
        if convoy is not None:
            self.told.unsent = (self._held.waiting,)
            convoy.remove(self)

    # --- what was told --------------------------------------------------------------------------

    def note(self, outgoing: Outgoing, place: Place) -> None:
        """Remember at which place the values of a message were last told."""
        self.told.note(outgoing, place)

    def is_under_way(self, wid: int) -> bool:
        """Whether values of a widget were told that the browser has not applied."""
        return self.told.is_any_newer(wid, self.applied_place)

    def is_held(self, wid: int) -> bool:
        """Whether a large value of a widget waits until the browser has applied the one before."""
        return self._held.holds(wid)

    @property
    def shortest_trip(self) -> float:
        """Seconds that a frame and its acknowledgement took lately, at the least; inf: none did."""
        return self._pace.shortest_trip

    def forget_up_to(self, place: Place) -> None:
        """Forget what was told up to a place, as every later report was made after it."""
        if self._numbering.long:  # a few times in a session's life
            self._numbering.forget_up_to(place)
        self.told.forget_up_to(place)

    # --- sending --------------------------------------------------------------------------------

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
        together = 0 if self.convoy is None else self.convoy.waiting.spared
        spared += max(self._waiting.spared, together)
        head = self._waiting.items[0] if self._waiting.items else None
        if isinstance(head, Queued) and head.begun:
            spared += rest_of(head)
        return self.held_bytes - spared

    @property
    def can_send(self) -> bool:
        """Whether something waits, and the browser keeps up with what it has been sent.

        The stock client acknowledges a binary call only as a whole: once begun, it is finished.
        """
        items = self._waiting.items
        if not items and (self.convoy is None or not self.convoy.waiting.items):
            return False
        if self._flights.size < self._pace.window:
            return True
        head = items[0] if items and self.number_all else None
        return isinstance(head, Queued) and head.begun > 0

    @property
    def has_full_frame(self) -> bool:
        """Whether there is enough to fill a frame."""
        together = 0 if self.convoy is None else self.convoy.waiting.size
        return self._waiting.size + together >= self._frame_bytes

    def frames(self, max_bytes: int, now: float | None = None) -> list[Frame]:
        """Hand out frames, until about ``max_bytes`` of them (at least one, if there is any).

        Parameters:
            max_bytes: how many.
            now: monotonic seconds; None: how long they take is not measured.
        """
        frames: list[Frame] = []
        total = 0
        while total < max_bytes and self.can_send:
            size = 0
            for frame in self._next_frames():
                frames.append(frame)
                size += len(frame.payload)
            total += size
            if now is not None:
                self._pace.sent(self.sent, size, now)
        return frames

    def _next_frames(self) -> list[Frame]:
        items = self._waiting.items
        if not items and self.convoy is not None:
            # What goes at once never stands in a queue of its own.
            pack = self.convoy.pack(self)
            self.told.note_pack(pack, Place(self._done + 1))
            return [self._hand_out_pack(pack)]
        head = items[0]
        if isinstance(head, Pack):
            return [self._take_pack(head)]
        if head.outgoing.binary is not None:
            return self._next_part(head)
        parts: list[bytes] = []
        size = len(b"[]")
        while items := self._waiting.items:
            head = items[0]
            if isinstance(head, Pack) or head.outgoing.binary is not None:
                break
            takes = head.outgoing.size + AROUND
            if parts and not head.glued and size + takes > self._frame_bytes:
                break
            encoded = self._take(head)
            parts.append(encoded)
            size += len(encoded) + len(b",")
        if len(parts) == 1:
            return [Frame(True, parts[0])]
        return [Frame(True, b"[" + b",".join(parts) + b"]")]

    def _take_pack(self, pack: Pack) -> Frame:
        self._waiting.remove_first(len(pack.messages))
        self._waiting.size -= pack.size
        return self._hand_out_pack(pack)

    def _hand_out_pack(self, pack: Pack) -> Frame:
        count = len(pack.messages)
        self._done = Place(self._done + count)
        self.sent = sent = Number(self.sent + count)
        self._flights.add(sent, pack, pack.size)
        return pack.short if self._is_short else pack.frame

    def _take(self, queued: Queued) -> bytes:
        self._waiting.remove_first()
        self._done = Place(self._done + 1)
        self._waiting.close(queued)
        self._hand_out(queued, queued.size)
        queued.last_number = self.sent  # it may have taken the place of a large value
        outgoing = queued.outgoing
        if self.number_all or outgoing.answer_to is not None:
            return numbered(outgoing.encoded, self.sent)
        return outgoing.encoded

    def _next_part(self, queued: Queued) -> list[Frame]:
        """The next message of the binary call that stands first."""
        count = part_count(queued.outgoing, number_all=self.number_all)
        index = queued.begun
        before = rest_of(queued)
        queued.begun += 1
        if index == 0:
            self._waiting.close(queued)
            self._numbering.begin(Place(self._done + 1), Number(self.sent + 1), count)
        self._hand_out(queued, before - rest_of(queued))
        if queued.begun == count:
            queued.last_number = self.sent
            self._waiting.remove_first()
            self._done = Place(self._done + 1)
        return part(queued.outgoing, index, self.sent, number_all=self.number_all)

    def _hand_out(self, item: Queued, size: int) -> None:
        self.sent = Number(self.sent + 1)
        self._waiting.size -= size
        self._flights.add(self.sent, item, size)

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
        if number > self.applied_number:
            self.applied_number = number
        self._flights.applied(number)
        if now is not None and self._pace.flights:
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
        self.leave()
        self.acknowledge(applied)
        waiting = self._waiting
        waiting.unpack()
        items = waiting.items = deque(waiting.items)
        for item, begin, size in self._flights.take_back():
            if isinstance(item, Pack):
                again = queued_of(item, begin)
                items.extendleft(reversed(again))
                waiting.places += len(again)
                self._done = Place(self._done - len(again))
            else:
                if not items or items[0] is not item:
                    items.appendleft(item)
                    waiting.places += 1
                    self._done = Place(self._done - 1)
                item.glued = False
                item.begun = max(0, item.begun - 1)
            waiting.size += size
        self._numbering.rewind(applied)
        waiting.find_biggest()
        self.sent = applied
        self._pace.restart()

    def find(self, number: int) -> Outgoing | None:
        """A message that is on its way, by its number."""
        return self._flights.find(number)

    def find_part(self, number: int | None, index: int | None) -> Outgoing | None:
        """A call that is on its way, by its message's number and its index in a batch, if any."""
        found = None if number is None else self.find(number)
        if found is None or index is None:
            return found
        return found.parts[index] if 0 <= index < len(found.parts) else None

    def unsent(self) -> list[Outgoing]:
        """What waits, in order."""
        together = () if self.convoy is None else self.convoy.waiting.items
        return messages_of((*self._waiting.items, *together, *self._held.waiting.values()))

    def drop(self) -> None:
        """Throw away what waits: the browser is gone."""
        self._forget_convoy()
        head = self._waiting.items[0] if self._waiting.items else None
        if isinstance(head, Queued) and head.begun:
            # The numbers that it took are taken, and no more will be.
            self._done = Place(self._done + 1)
            self._numbering.end(self._done, head.begun)
        self._waiting.clear()
        self._flights.clear()
        self._held.clear()

    def clear(self) -> None:
        """Throw away what waits: the browser will be rebuilt from state.

        So all that it reports of the page before is stale, and places tell nothing more.
        """
        self.drop()
        self.told.clear()
