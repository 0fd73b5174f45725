"""How long a connection waits, and for what.

Knows: the limits in seconds, when bytes last came, and which ping is on its way.
Must not know: what becomes of a connection whose wait is over.
"""

import enum

from .connection_state import State
from .limits import Limits

LATE = 1.0
"""Seconds after which a timer counts as late: our own process was busy, not the peer."""


def wait_in(state: State, limits: Limits) -> float | None:
    """How long a state may last, in seconds; None: as long as it likes."""
    match state:
        case State.HTTP_HEAD | State.HTTP_BODY:
            return limits.request_time
        case State.HTTP_IDLE | State.HTTP_STREAM | State.CLOSED:
            return limits.idle_time
        case State.WS_DRAINING | State.WS_CLOSING | State.LINGERING:
            return limits.close_time
        case _:  # HTTP_ANSWER is the application's time; for WS_OPEN see Keepalive
            return None


class Due(enum.Enum):
    """What a keepalive wants when its deadline has come."""

    NOTHING = enum.auto()
    PING = enum.auto()
    GIVE_UP = enum.auto()


class Keepalive:
    """After ``interval`` seconds of silence a ping; after ``patience`` more, the end.

    Any byte is a sign of life. A pong proves no more than a message does, and a browser that is
    busy sending a big one can't send the pong before its end.
    """

    def __init__(self, interval: float, patience: float, now: float) -> None:
        self._interval = interval
        self._patience = patience
        self._is_asking = False
        self.deadline = now + interval

    def heard(self, now: float) -> None:
        """Bytes came."""
        self._is_asking = False
        self.deadline = now + self._interval

    def check(self, now: float) -> Due:
        """Look at the clock; what is due is taken as done."""
        if now < self.deadline:
            return Due.NOTHING
        if self._is_asking:
            return Due.GIVE_UP
        self._is_asking = True
        self.deadline = now + self._patience
        return Due.PING

    def postpone(self, now: float) -> None:
        """Wait once more as long for an answer: it may be here, and we were too busy to read."""
        if self._is_asking:
            self.deadline = now + self._patience


class RoundTrip:
    """How long a ping takes to the browser and back.

    Pings are told apart by their payload (RFC 6455 section 5.5.3: a pong has that of its ping), so
    that a late pong, or one that nobody asked for, measures nothing. The time is that of the
    network, and of what waits in front of the ping; a browser answers without running any script.

    Parameters:
        interval: seconds from one measurement to the next.
    """

    def __init__(self, interval: float) -> None:
        self._interval = interval
        self._count = 0
        self._sent: float | None = None
        self._due: float | None = None

    def is_due(self, now: float) -> bool:
        """Whether it is time to measure again."""
        return self._due is None or now >= self._due

    def ping(self, now: float) -> bytes:
        """Begin a measurement: the payload of the ping to send now."""
        self._count += 1
        self._sent = now
        self._due = now + self._interval
        return b"%d" % self._count

    def pong(self, payload: bytes, now: float) -> float | None:
        """End it: the seconds that it took; None if this pong is not the one."""
        if self._sent is None or payload != b"%d" % self._count:
            return None
        took, self._sent = now - self._sent, None
        return took
