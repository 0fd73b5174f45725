"""The states of a link, and every way between them.

Knows: the table. Must not know: what is done on the way.
"""

import enum

from ..transitions import Transitions


class LinkState(enum.Enum):
    """Where a link stands.

    Attributes:
        ATTACHED: a socket serves it.
        SET_ASIDE: a socket serves it, but its queue was thrown away: it waits to be rebuilt.
        DETACHED: its socket was lost, and its page may come back.
        GONE: its page will not come back.
    """

    ATTACHED = "attached"
    SET_ASIDE = "set aside"
    DETACHED = "detached"
    GONE = "gone"


class LinkInput(enum.Enum):
    """What moves a link from one state to another."""

    SERVED = "served"
    OVERFLOWED = "overflowed"
    REBUILT = "rebuilt"
    LOST = "lost"
    ENDED = "ended"


TRANSITIONS: Transitions[LinkState, LinkInput] = {
    LinkState.ATTACHED: {
        LinkInput.SERVED: LinkState.ATTACHED,
        LinkInput.OVERFLOWED: LinkState.SET_ASIDE,
        LinkInput.REBUILT: LinkState.ATTACHED,
        LinkInput.LOST: LinkState.DETACHED,
        LinkInput.ENDED: LinkState.GONE,
    },
    LinkState.SET_ASIDE: {
        LinkInput.REBUILT: LinkState.ATTACHED,
        LinkInput.ENDED: LinkState.GONE,
    },
    LinkState.DETACHED: {LinkInput.SERVED: LinkState.ATTACHED, LinkInput.ENDED: LinkState.GONE},
    LinkState.GONE: {},
}
