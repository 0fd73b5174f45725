"""What one browser has yet to be sent, and what it has been sent but not yet applied.

Knows: order, numbers, merging, packing. Must not know: sessions, credentials, time, or sockets.

Resuming: what is on its way is kept until it is acknowledged. When the same page comes back on
another socket, the unacknowledged part is queued again, with the same numbers.

Numbers: every message gets the next number when it is queued. A setter that overwrites an unsent
one takes its place in the queue and its number, so numbers and order always agree, and a slow
browser costs bounded memory. Merging needs no more than these rules:

* setters of different keys commute, unless the catalogue says that they depend on each other;
* it never crosses another kind of call on the same widget, or one that has it as an argument.
"""

from collections import deque
from typing import NamedTuple

from .messages import numbered
from .node import Key, Outgoing, Touch

_AROUND = 32
"""Bytes that a message takes in a frame at most beside itself: its number, and a comma."""


class Frame(NamedTuple):
    """One WebSocket message: UTF-8 text, or binary."""

    is_text: bool
    payload: bytes


class _Queued:
    """A place in the queue; what stands there may be replaced."""

    __slots__ = ("glued", "outgoing", "size")

    def __init__(self, outgoing: Outgoing, size: int, glued: bool) -> None:
        self.outgoing = outgoing
        self.size = size
        self.glued = glued


class Outbox:
    """The messages of one link.

    Parameters:
        frame_bytes: how much is packed in one frame of small messages.
        in_flight_bytes: how much may be on its way unacknowledged before sending pauses.
        number_all: every message carries its number, since the browser answers each (the stock
            client). Otherwise only questions do, and the browser counts.

    Attributes:
        sent: the number of the last message handed out.
        acknowledged: the number of the last message that the browser is known to have applied.
        unsent_bytes: what waits, without what a rebuild queued.
        in_flight_bytes: what is on its way, likewise.
    """

    def __init__(self, frame_bytes: int, in_flight_bytes: int, *, number_all: bool) -> None:
        self.number_all = number_all
        self.sent = 0
        self.acknowledged = 0
        self.unsent_bytes = 0
        self.in_flight_bytes = 0
        self._frame_bytes = frame_bytes
        self._window = in_flight_bytes
        self._queue: deque[_Queued] = deque()
        self._mergeable: dict[int, dict[Key, _Queued]] = {}
        self._in_flight: deque[tuple[int, _Queued]] = deque()
        self._newest: dict[Touch, int] = {}
        self._carriers: deque[tuple[int, tuple[Touch, ...]]] = deque()

    def __len__(self) -> int:
        return len(self._queue)

    @property
    def last(self) -> int:
        """The number of the last message queued."""
        return self.sent + len(self._queue)

    def put(self, outgoing: Outgoing, *, glued: bool = False, counted: bool = True) -> None:
        """Queue a message, or let it take the place of the unsent one that it overwrites.

        Parameters:
            glued: it goes out in one frame with the message before it.
            counted: it counts as unsent; what a rebuild queues does not.
        """
        if outgoing.mergeable and counted:
            wid, name = outgoing.touches[0]
            keys = self._mergeable.get(wid)
            if keys is None:
                keys = self._mergeable[wid] = {}
            queued = keys.get(name)
            for key in outgoing.depends:
                keys.pop(key, None)
            size = outgoing.size
            if queued is not None:
                self.unsent_bytes += size - queued.size
                queued.outgoing = outgoing
                queued.size = size
                return
            queued = keys[name] = _Queued(outgoing, size, glued)
        else:
            for wid in outgoing.barrier:
                self._mergeable.pop(wid, None)
            for touch in outgoing.touches:
                self._mergeable.pop(touch.wid, None)
            queued = _Queued(outgoing, outgoing.size if counted else 0, glued)
        self._queue.append(queued)
        self.unsent_bytes += queued.size
        if outgoing.touches:
            self.note(outgoing, self.sent + len(self._queue))

    def note(self, outgoing: Outgoing, number: int) -> None:
        """Remember with which number the values of a message were last told."""
        if outgoing.touches:
            for touch in outgoing.touches:
                self._newest[touch] = number
            self._carriers.append((number, outgoing.touches))

    def is_newer_than(self, touch: Touch, seen: int) -> bool:
        """Whether we told this value later than what a browser had seen."""
        return self._newest.get(touch, 0) > seen

    def forget_up_to(self, number: int) -> None:
        """Values told so long ago can't make any report stale; forget their numbers."""
        while self._carriers and self._carriers[0][0] <= number:
            told, touches = self._carriers.popleft()
            for touch in touches:
                if self._newest.get(touch) == told:
                    del self._newest[touch]

    @property
    def held_bytes(self) -> int:
        """What waits and what is on its way."""
        return self.unsent_bytes + self.in_flight_bytes

    @property
    def can_send(self) -> bool:
        """Whether something waits, and the browser keeps up with what it has been sent."""
        return bool(self._queue) and self.in_flight_bytes < self._window

    @property
    def has_full_frame(self) -> bool:
        """Whether there is enough to fill a frame."""
        return self.unsent_bytes >= self._frame_bytes

    def frames(self, max_bytes: int) -> list[Frame]:
        """Hand out frames, until about ``max_bytes`` of them (at least one, if there is any)."""
        frames: list[Frame] = []
        total = 0
        while self.can_send and total < max_bytes:
            for frame in self._next_frames():
                frames.append(frame)
                total += len(frame.payload)
        return frames

    def _next_frames(self) -> list[Frame]:
        parts: list[bytes] = []
        size = len(b"[]")
        queue = self._queue
        while queue:
            head = queue[0]
            takes = head.outgoing.size + _AROUND
            if parts and not head.glued and size + takes > self._frame_bytes:
                break
            binary = head.outgoing.binary
            if binary is not None and parts:
                break
            encoded = self._take()
            if binary is not None:
                return [Frame(True, encoded), Frame(False, binary)]
            parts.append(encoded)
            size += len(encoded) + len(b",")
        if len(parts) == 1:
            return [Frame(True, parts[0])]
        return [Frame(True, b"[" + b",".join(parts) + b"]")]

    def _take(self) -> bytes:
        queued = self._queue.popleft()
        outgoing = queued.outgoing
        self.sent += 1
        self.unsent_bytes -= queued.size
        if outgoing.mergeable:
            touch = outgoing.touches[0]
            keys = self._mergeable.get(touch.wid)
            if keys is not None and keys.get(touch.key) is queued:
                del keys[touch.key]
        self.in_flight_bytes += queued.size
        self._in_flight.append((self.sent, queued))
        if self.number_all or outgoing.answer_to is not None:
            return numbered(outgoing.encoded, self.sent)
        return outgoing.encoded

    def acknowledge(self, number: int) -> bool:
        """The browser has applied everything up to this message.

        Returns:
            Whether that can be: False when so many have not been sent.
        """
        if number > self.sent:
            return False
        self.acknowledged = max(self.acknowledged, number)
        while self._in_flight and self._in_flight[0][0] <= number:
            self.in_flight_bytes -= self._in_flight.popleft()[1].size
        return True

    def rewind(self, seen: int) -> None:
        """The page is back on another socket: queue again what it has not seen.

        Parameters:
            seen: the number of the last message that it has applied, from ``acknowledged`` to
                ``sent``.
        """
        self.acknowledge(seen)
        while self._in_flight:
            _, queued = self._in_flight.pop()
            queued.glued = False
            self._queue.appendleft(queued)
            self.unsent_bytes += queued.size
        self.in_flight_bytes = 0
        self.sent = seen

    def find(self, number: int) -> Outgoing | None:
        """A message that is on its way, by its number."""
        for sent, queued in self._in_flight:
            if sent == number:
                return queued.outgoing
        return None

    def unsent(self) -> list[Outgoing]:
        """What waits, in order."""
        return [queued.outgoing for queued in self._queue]

    def drop(self) -> None:
        """Throw away what waits: the browser is gone."""
        self._queue.clear()
        self._mergeable.clear()
        self._in_flight.clear()
        self.unsent_bytes = 0
        self.in_flight_bytes = 0

    def clear(self) -> None:
        """Throw away what waits: the browser will be rebuilt from state.

        So all that it reports of the page before is stale, and numbers tell nothing more.
        """
        self.drop()
        self._newest.clear()
        self._carriers.clear()
