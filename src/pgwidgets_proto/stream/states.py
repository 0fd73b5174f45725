"""The states of a connection, and every way between them.

Knows: which inputs are possible in which state (:data:`TRANSITIONS`), and how long a state lasts.
Must not know: bytes or what is done on the way from one state to the next.
"""

import enum

from ..limits import Limits
from ..transitions import Transitions


class State(enum.Enum):
    """Where a connection stands."""

    HTTP_IDLE = enum.auto()
    """Between requests."""
    HTTP_HEAD = enum.auto()
    """Request line and headers are coming in."""
    HTTP_BODY = enum.auto()
    """The request's body is coming in, and is thrown away."""
    HTTP_ANSWER = enum.auto()
    """The application has the request, and owes the answer."""
    HTTP_STREAM = enum.auto()
    """The application has begun to answer, and owes the rest."""
    WS_OPEN = enum.auto()
    """Messages go both ways."""
    WS_DRAINING = enum.auto()
    """The channel wants to close; what it still has is sent first. Its browser is not heard."""
    WS_CLOSING = enum.auto()
    """Our close frame is queued or sent, the browser's is awaited."""
    LINGERING = enum.auto()
    """Our last bytes are queued or sent, and the peer's can't be parsed any more. Closing at once
    would make the system's TCP answer further bytes with a reset, which can destroy our last ones
    before the peer reads them (RFC 9112 section 9.6). So what comes is thrown away until the peer
    leaves."""
    CLOSED = enum.auto()
    """Nothing is read any more; what is queued is sent, then the transport closes."""


class Input(enum.Enum):
    """What moves a connection from one state to the next."""

    FIRST_BYTE = enum.auto()
    HEAD_READ = enum.auto()
    BODY_READ = enum.auto()
    UPGRADED = enum.auto()
    REFUSED = enum.auto()
    """Our own answer to a bad request is queued."""
    STREAM_BEGUN = enum.auto()
    ANSWERED = enum.auto()
    ANSWERED_LAST = enum.auto()
    """The answer is queued, and one of both sides wants no further request."""
    CHANNEL_CLOSES = enum.auto()
    CLOSE_SENT = enum.auto()
    UNREADABLE = enum.auto()
    """The browser broke the framing, so that its close frame can't be recognized either."""
    PEER_CLOSED = enum.auto()
    """The browser's close frame; our answer to it is queued, if one is due."""
    END = enum.auto()
    """The peer is gone, or missed a deadline, or the connection is dropped."""


_HTTP = {Input.END: State.CLOSED}
_READING = _HTTP | {Input.REFUSED: State.LINGERING}
_ANSWERED = {Input.ANSWERED: State.HTTP_IDLE, Input.ANSWERED_LAST: State.CLOSED}
_WS = {Input.PEER_CLOSED: State.CLOSED, Input.END: State.CLOSED}

TRANSITIONS: Transitions[State, Input] = {
    State.HTTP_IDLE: _HTTP | {Input.FIRST_BYTE: State.HTTP_HEAD},
    State.HTTP_HEAD: _READING | {Input.HEAD_READ: State.HTTP_BODY},
    State.HTTP_BODY: _READING | {Input.BODY_READ: State.HTTP_ANSWER, Input.UPGRADED: State.WS_OPEN},
    State.HTTP_ANSWER: _HTTP | _ANSWERED | {Input.STREAM_BEGUN: State.HTTP_STREAM},
    State.HTTP_STREAM: _HTTP | _ANSWERED,
    State.WS_OPEN: _WS
    | {Input.CHANNEL_CLOSES: State.WS_DRAINING, Input.CLOSE_SENT: State.WS_CLOSING},
    State.WS_DRAINING: _WS | {Input.CLOSE_SENT: State.WS_CLOSING},
    State.WS_CLOSING: _WS | {Input.UNREADABLE: State.LINGERING},
    State.LINGERING: {Input.END: State.CLOSED},
    State.CLOSED: {},
}

ANSWERING = frozenset({State.HTTP_ANSWER, State.HTTP_STREAM})
"""States in which the application owes an answer, or the rest of one."""

WEBSOCKET = frozenset({State.WS_OPEN, State.WS_DRAINING, State.WS_CLOSING})
"""States in which bytes are frames."""

CHANNEL_OPEN = frozenset({State.WS_OPEN, State.WS_DRAINING})
"""States in which the channel gets messages and sends; on leaving them it is told of its end."""


def wait_in(state: State, limits: Limits) -> float | None:
    """Return how many seconds a state may last; None: any time."""
    match state:
        case State.HTTP_HEAD | State.HTTP_BODY:
            return limits.request_time
        case State.HTTP_IDLE | State.HTTP_STREAM | State.CLOSED:
            return limits.idle_time
        case State.WS_DRAINING | State.WS_CLOSING | State.LINGERING:
            return limits.close_time
        case _:  # HTTP_ANSWER lasts as long as the application takes; WS_OPEN: see heartbeat.py
            return None
