"""The states of a channel, and every way between them.

Knows: the table. Must not know: what is done on the way.
"""

import enum

from ..transitions import Transitions


class ChannelState(enum.Enum):
    """Where a channel stands."""

    GREETING = "greeting"
    WAITING = "waiting"
    RESTORING = "restoring"
    OPEN = "open"
    CLOSING = "closing"
    CLOSED = "closed"


class ChannelInput(enum.Enum):
    """What moves a channel from one state to another."""

    HELD = "held"
    FETCHED = "fetched"
    ADMITTED = "admitted"
    CLOSE = "close"
    PEER_GONE = "peer gone"


TRANSITIONS: Transitions[ChannelState, ChannelInput] = {
    ChannelState.GREETING: {
        ChannelInput.HELD: ChannelState.WAITING,
        ChannelInput.FETCHED: ChannelState.RESTORING,
        ChannelInput.ADMITTED: ChannelState.OPEN,
        ChannelInput.CLOSE: ChannelState.CLOSING,
        ChannelInput.PEER_GONE: ChannelState.CLOSED,
    },
    ChannelState.WAITING: {
        ChannelInput.FETCHED: ChannelState.RESTORING,
        ChannelInput.ADMITTED: ChannelState.OPEN,
        ChannelInput.CLOSE: ChannelState.CLOSING,
        ChannelInput.PEER_GONE: ChannelState.CLOSED,
    },
    ChannelState.RESTORING: {
        ChannelInput.HELD: ChannelState.WAITING,
        ChannelInput.ADMITTED: ChannelState.OPEN,
        ChannelInput.CLOSE: ChannelState.CLOSING,
        ChannelInput.PEER_GONE: ChannelState.CLOSED,
    },
    ChannelState.OPEN: {
        ChannelInput.CLOSE: ChannelState.CLOSING,
        ChannelInput.PEER_GONE: ChannelState.CLOSED,
    },
    ChannelState.CLOSING: {ChannelInput.PEER_GONE: ChannelState.CLOSED},
    ChannelState.CLOSED: {},
}
