"""How long a connection waits, and for what.

Knows: the limits in seconds. Must not know: what becomes of a connection whose wait is over.
"""

from .connection_state import State
from .limits import Limits

LATE = 1.0
"""Seconds after which a timer counts as late: our own process was busy, not the peer. The peer's
bytes may lie unread then, so its wait starts anew."""


def wait_in(state: State, limits: Limits) -> float | None:
    """How long a state may last, in seconds; None: as long as it likes."""
    match state:
        case State.HTTP_HEAD | State.HTTP_BODY:
            return limits.request_time
        case State.HTTP_IDLE | State.HTTP_STREAM | State.CLOSED:
            return limits.idle_time
        case State.WS_DRAINING | State.WS_CLOSING | State.LINGERING:
            return limits.close_time
        case _:  # HTTP_ANSWER is the application's time; for WS_OPEN see heartbeat.py
            return None
