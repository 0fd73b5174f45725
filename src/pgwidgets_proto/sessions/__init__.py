"""Sessions and their hub: what programs do, what browsers report, and who may see which session.

Knows: everything below. Must not know: bytes, sockets, HTTP, event loops, clocks, or any
widget class by name.
"""

from .asking.promise import Promise
from .asking.questions import Flush, Question
from .events import (
    BrowserJoined,
    BrowserLeft,
    CallFailed,
    ControlChanged,
    ReportRefused,
    SessionEvent,
    SessionOpened,
    SessionRestored,
    WidgetEvent,
)
from .hub.hub import Hub
from .hub.hub_events import (
    ChannelRefused,
    HubEvent,
    SessionEnded,
    SessionExpired,
    SessionJoined,
    SessionNotRestored,
    SessionUntouched,
    SessionWanted,
    TimerFailed,
)
from .hub.moving import go_on, hold, is_at_rest, tell_frozen
from .keeping.kept import Kept
from .keeping.snapshot import AS_IT_WAS, BADGES, WHOLE, Fields, Snapshot
from .people.control import PATIENCE, Control
from .people.credentials import Verdict
from .people.roles import Role, Roles
from .people.shares import Share, Terms
from .receiving.layout_reports import LAYOUT
from .receiving.readings import Job
from .session import Session

__all__ = [
    "AS_IT_WAS",
    "Hub",
    "Verdict",
    "HubEvent",
    "ChannelRefused",
    "TimerFailed",
    "SessionExpired",
    "SessionWanted",
    "SessionEnded",
    "SessionJoined",
    "SessionUntouched",
    "SessionNotRestored",
    "Kept",
    "Snapshot",
    "Fields",
    "WHOLE",
    "BADGES",
    "hold",
    "go_on",
    "is_at_rest",
    "tell_frozen",
    "Session",
    "Share",
    "Role",
    "Terms",
    "SessionEvent",
    "SessionOpened",
    "SessionRestored",
    "BrowserJoined",
    "BrowserLeft",
    "WidgetEvent",
    "CallFailed",
    "ReportRefused",
    "ControlChanged",
    "Control",
    "PATIENCE",
    "Roles",
    "Promise",
    "Question",
    "Flush",
    "Job",
    "LAYOUT",
]
