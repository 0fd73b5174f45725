"""Sessions and their hub: what programs do, what browsers report, and who may see which session.

Knows: everything below. Must not know: bytes, sockets, HTTP, event loops, clocks, or any
widget class by name.
"""

from .control import PATIENCE, Control
from .credentials import Verdict
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
from .hub import Hub
from .hub_events import (
    ChannelRefused,
    HubEvent,
    SessionEnded,
    SessionExpired,
    SessionNotRestored,
    SessionUntouched,
    SessionWanted,
)
from .kept import Kept
from .layout_reports import LAYOUT
from .promise import Promise
from .questions import Flush, Question
from .readings import Job
from .roles import Role, Roles
from .session import Session
from .shares import Share, Terms
from .snapshot import WHOLE, Fields, Snapshot

__all__ = [
    "Hub",
    "Verdict",
    "HubEvent",
    "ChannelRefused",
    "SessionExpired",
    "SessionWanted",
    "SessionEnded",
    "SessionUntouched",
    "SessionNotRestored",
    "Kept",
    "Snapshot",
    "Fields",
    "WHOLE",
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
