"""What a hub tells its driver for the log.

Knows: what happened outside of any session. Must not know: who acts on it.
"""

import msgspec

from ..errors import CloseCode
from ..views.channel import Channel
from .session import Session


class ChannelRefused(msgspec.Struct, frozen=True, kw_only=True):
    """A browser was sent away, or broke the rules.

    Comes from :meth:`Hub.next_event <.hub.Hub.next_event>`, for the log.

    Attributes:
        channel: the browser's socket.
        code: the code that it is closed with.
        reason: what it is told.
        detail: the cause in full.
    """

    channel: Channel
    code: CloseCode
    reason: str
    detail: str


class SessionExpired(msgspec.Struct, frozen=True, kw_only=True):
    """A session that nobody showed any more was destroyed, since there were too many.

    Attributes:
        session: the session, which has no widgets and browsers any more.
    """

    session: Session


HubEvent = ChannelRefused | SessionExpired
"""Everything that a hub may tell."""
