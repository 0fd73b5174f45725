"""Pings and pongs of one WebSocket (RFC 6455 sections 5.5.2 and 5.5.3): who lives, and how near.

Knows: when bytes last came, which ping is on its way, and which of the peer's is still owed a pong.
Must not know: frames, or what becomes of a connection whose peer is dead.

* Any byte is a sign of life. A pong proves no more than a message does, and a browser that is busy
  sending a big one can't send the pong before its end.
* Pings are told apart by their payload, which their pong has too. So a late pong, or one that
  nobody asked for, measures nothing.
* A peer that does not read is owed one pong at the most, to its latest ping: section 5.5.3 allows
  that, and it bounds what pings can make us hold.
"""

import enum

from ..limits import LATE

_PONGS = 16 * 1024  # bytes of output, over which a ping has to wait for its pong


class Due(enum.Enum):
    """What is to be done when the deadline has come."""

    NOTHING = enum.auto()
    PING = enum.auto()
    GIVE_UP = enum.auto()


class Heartbeat:
    """After ``interval`` seconds of silence a ping; after ``patience`` more, the end.

    Parameters:
        interval: seconds of silence, and from one measurement of the way to the next.
        patience: seconds of silence after a ping.
        now: monotonic seconds.

    Attributes:
        deadline: when to :meth:`check`.
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
        self._measure_at = now

    def heard(self, now: float) -> None:
        """Bytes came."""
        self._is_asking = False
        self.deadline = now + self._interval

    def check(self, now: float) -> Due:
        """Look at the clock; what is due is taken as done."""
        if now < self.deadline:
            return Due.NOTHING
        if not self._is_asking:
            self._is_asking = True
            self.deadline = now + self._patience
            return Due.PING
        if now > self.deadline + LATE:
            # An answer may be here, and we were too busy to read it.
            self.deadline = now + self._patience
            return Due.NOTHING
        return Due.GIVE_UP

    # --- our pings

    def is_due(self, now: float) -> bool:
        """Whether it is time to measure the way again."""
        return now >= self._measure_at

    def ping(self, now: float) -> bytes:
        """Begin a measurement: the payload of the ping to send now."""
        self._count += 1
        self._sent = now
        self._measure_at = now + self._interval
        return b"%d" % self._count

    def pong(self, payload: bytes, now: float) -> float | None:
        """End it.

        Returns:
            The seconds to the browser and back, and of what waited in front of the ping: a browser
            answers without running any script. None: this pong is not the one.
        """
        if self._sent is None or payload != b"%d" % self._count:
            return None
        took, self._sent = now - self._sent, None
        return took

    # --- the peer's

    def may_answer(self, payload: bytes, waiting: int) -> bool:
        """Whether to answer a ping now; else it is :attr:`owed`.

        Parameters:
            payload: the ping's.
            waiting: bytes of output that the peer has yet to take.
        """
        self.owed = payload if waiting > _PONGS else None
        return self.owed is None
