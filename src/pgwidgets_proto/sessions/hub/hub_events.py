"""What a hub tells its driver for the log.

Knows: what happened outside of any session. Must not know: who acts on it.
"""

import msgspec

from ...errors import CloseCode
from ...views.channel import Channel
from ..session import Session


class ChannelRefused(msgspec.Struct, frozen=True, kw_only=True):
    """A browser was sent away, or broke the rules.

    Comes from :meth:`Hub.next_event <.hub.Hub.next_event>`, for the log.

    Attributes:
        channel: the browser's socket.
        code: the code that it is closed with.
        reason: what it is told.
        detail: the cause in full.
        fault: what the core raised, where it is not the browser that is wrong.
    """

    channel: Channel
    code: CloseCode
    reason: str
    detail: str
    fault: Exception | None = None


class TimerFailed(msgspec.Struct, frozen=True, kw_only=True):
    """What was due at some time was not done, or not all of it: the core raised over it.

    Attributes:
        fault: what it raised.
    """

    fault: Exception


class SessionExpired(msgspec.Struct, frozen=True, kw_only=True):
    """A session that nobody showed any more was destroyed, since there were too many.

    Attributes:
        session: the session, which has no widgets and browsers any more.
    """

    session: Session


class SessionWanted(msgspec.Struct, frozen=True, kw_only=True):
    """A browser wants a session that is not here, and may be kept somewhere.

    What is found is told by :meth:`.returning.Returning.found`; the browser waits.

    Attributes:
        session_id: the session's id.
    """

    session_id: int | str


class SessionEnded(msgspec.Struct, frozen=True, kw_only=True):
    """A session that outlives the process was destroyed: it must not be found again.

    Attributes:
        session: what is left of it.
    """

    session: Session


class SessionJoined(msgspec.Struct, frozen=True, kw_only=True):
    """A page shows a session that outlives the process, and no save knows the page yet.

    Attributes:
        session: the session.
    """

    session: Session


class SessionUntouched(msgspec.Struct, frozen=True, kw_only=True):
    """A session was found that nobody came for who may have it: nothing has happened to it.

    What was taken away of it (:data:`~.snapshot.WHOLE`) is to be put back.

    Attributes:
        session_id: the session's id.
    """

    session_id: int | str


class SessionNotRestored(msgspec.Struct, frozen=True, kw_only=True):
    """A session was not restored, or not all of it.

    Attributes:
        session_id: the session's id.
        reason: what was not, and why.
    """

    session_id: int | str
    reason: str


HubEvent = (
    ChannelRefused
    | TimerFailed
    | SessionExpired
    | SessionWanted
    | SessionEnded
    | SessionJoined
    | SessionUntouched
    | SessionNotRestored
)
"""Everything that a hub may tell."""
