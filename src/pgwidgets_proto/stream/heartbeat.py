"""Pings and pongs of one WebSocket (RFC 6455 sections 5.5.2 and 5.5.3).

Knows: when bytes last came, which of our pings is on its way, and which ping of the peer's still
waits for its pong. So it tells whether the peer lives, and how long a round trip takes.
Must not know: frames, or what becomes of a connection whose peer is dead.

* Any byte is a sign of life, a pong no better one than a message. A browser that is busy sending a
  big message can't send a pong before its end.
* A pong carries the payload of its ping. By that a pong that comes late, or unasked, is told from
  the one that ends a measurement.
* A peer that does not read is owed one pong at the most, to its latest ping. Section 5.5.3 allows
  that, and it bounds the memory that pings can take.
"""

import enum

from ..limits import LATE

_PONGS = 16 * 1024  # bytes of unsent output over which the answer to a ping waits


class Due(enum.Enum):
    """What the owner has to do when the deadline has come."""

    NOTHING = enum.auto()
    PING = enum.auto()
    GIVE_UP = enum.auto()


class Heartbeat:
    """Decides when to ping, and when to give a silent peer up.

    Parameters:
        interval: seconds of silence before a ping; also the time between two measurements.
        patience: seconds of silence after a ping before the peer is given up.
        now: monotonic seconds.

    Attributes:
        deadline: when to :meth:`check`.
        measure_at: when to measure the round trip again, if anything is sent.
        owed: the payload of the peer's ping that still waits for its pong, or None.
    """

    def __init__(self, interval: float, patience: float, now: float) -> None:
        self.deadline = now + interval
        self.owed: bytes | None = None
        self._interval = interval
        self._patience = patience
        self._is_asking = False
        self._count = 0
        self._sent: float | None = None
        self.measure_at = now

    def heard(self, now: float) -> bool:
        """Take note that bytes came; whether that has only put off the deadline."""
        was_asking, self._is_asking = self._is_asking, False
        self.deadline = now + self._interval
        return not was_asking

    def check(self, now: float) -> Due:
        """Return what is due; it then counts as done."""
        if now < self.deadline:
            return Due.NOTHING
        if not self._is_asking:
            self._is_asking = True
            self.deadline = now + self._patience
            return Due.PING
        if now > self.deadline + LATE:
            # The process was busy: an answer may be here, and has not been read.
            self.deadline = now + self._patience
            return Due.NOTHING
        return Due.GIVE_UP

    # --- our pings

    def ping(self, now: float) -> bytes:
        """Begin a measurement; return the payload of the ping to send now."""
        self._count += 1
        self._sent = now
        self.measure_at = now + self._interval
        return b"%d" % self._count

    def pong(self, payload: bytes, now: float) -> float | None:
        """End the measurement.

        Returns:
            Seconds of the round trip, including the output that waited in front of the ping. (A
            browser answers a ping without running any script.) None: this pong is not the one that
            is awaited.
        """
        if self._sent is None or payload != b"%d" % self._count:
            return None
        took, self._sent = now - self._sent, None
        return took

    # --- the peer's

    def may_answer(self, payload: bytes, waiting: int) -> bool:
        """Whether to answer a ping of the peer now; if not, its pong is :attr:`owed`.

        Parameters:
            payload: the payload of the ping.
            waiting: bytes of output that the peer has yet to take.
        """
        self.owed = payload if waiting > _PONGS else None
        return self.owed is None
