"""The states of a connection, and every way between them.

Rules of this file: all that decides about transitions stands in :data:`TRANSITIONS`; the file
does not know bytes, time, or what is done on the way. An input that a state does not list can't
happen there: :func:`transition` says so, and nothing has changed.
"""

import enum
from types import MappingProxyType

from .errors import LocalProtocolError


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
    """The link wants to close; what it still has goes out first. Its browser is not heard."""
    WS_CLOSING = enum.auto()
    """Our close frame is out, the browser's is awaited."""
    LINGERING = enum.auto()
    """Our last word is out, and what comes in can't be read any more. Closing at once would make
    the system's TCP answer the rest with a reset, which can overtake our last word (RFC 9112
    section 9.6); so it is thrown away until the peer leaves."""
    CLOSED = enum.auto()
    """Nothing is read any more; what is still to be sent goes out, then the transport closes."""


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
    """The answer is queued, and one of the two sides wants no further request."""
    LINK_CLOSES = enum.auto()
    CLOSE_SENT = enum.auto()
    UNREADABLE = enum.auto()
    """The browser broke the framing, so that its close frame can't be told apart either."""
    PEER_CLOSED = enum.auto()
    """The browser's close frame; our answer to it is queued, if one is due."""
    END = enum.auto()
    """The peer is gone, or does not do in time what it should, or we give it up."""


_HTTP = {Input.END: State.CLOSED}
_READING = _HTTP | {Input.REFUSED: State.LINGERING}
_ANSWERED = {Input.ANSWERED: State.HTTP_IDLE, Input.ANSWERED_LAST: State.CLOSED}

TRANSITIONS = MappingProxyType(
    {
        State.HTTP_IDLE: _HTTP | {Input.FIRST_BYTE: State.HTTP_HEAD},
        State.HTTP_HEAD: _READING | {Input.HEAD_READ: State.HTTP_BODY},
        State.HTTP_BODY: _READING
        | {Input.BODY_READ: State.HTTP_ANSWER, Input.UPGRADED: State.WS_OPEN},
        State.HTTP_ANSWER: _HTTP | _ANSWERED | {Input.STREAM_BEGUN: State.HTTP_STREAM},
        State.HTTP_STREAM: _HTTP | _ANSWERED,
        State.WS_OPEN: {
            Input.LINK_CLOSES: State.WS_DRAINING,
            Input.CLOSE_SENT: State.WS_CLOSING,
            Input.PEER_CLOSED: State.CLOSED,
            Input.END: State.CLOSED,
        },
        State.WS_DRAINING: {
            Input.CLOSE_SENT: State.WS_CLOSING,
            Input.PEER_CLOSED: State.CLOSED,
            Input.END: State.CLOSED,
        },
        State.WS_CLOSING: {
            Input.UNREADABLE: State.LINGERING,
            Input.PEER_CLOSED: State.CLOSED,
            Input.END: State.CLOSED,
        },
        State.LINGERING: {Input.END: State.CLOSED},
        State.CLOSED: {Input.END: State.CLOSED},
    }
)
"""State -> input -> the state that it leads to."""

ANSWERING = frozenset({State.HTTP_ANSWER, State.HTTP_STREAM})
"""Where the application has the word."""

WEBSOCKET = frozenset({State.WS_OPEN, State.WS_DRAINING, State.WS_CLOSING})
"""Where bytes are frames."""

LINKED = frozenset({State.WS_OPEN, State.WS_DRAINING})
"""Where the link is alive; leaving these tells it, once, that there will be no more."""


def transition(state: State, cause: Input) -> State:
    """The state that follows.

    Raises:
        LocalProtocolError: this can't happen in that state.
    """
    try:
        return TRANSITIONS[state][cause]
    except KeyError:
        allowed = ", ".join(each.name for each in TRANSITIONS[state])
        raise LocalProtocolError(
            f"{cause.name} is not possible in {state.name}; possible are {allowed}"
        ) from None
