"""What the core tells its driver.

Knows: the vocabulary between the core and the application. Must not know: who acts on it.

Events of a session come from :meth:`Session.next_event <.session.Session.next_event>`, one at a
time: the state is that of the moment of the event, never a later one.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .errors import BrowserError, CloseCode

if TYPE_CHECKING:
    from .link import Link
    from .node import Node
    from .session import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Base of all events of a session."""

    session: "Session"


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionOpened(Event):
    """A visitor came who had no session: it has been made, and its browser is attached.

    Attributes:
        link: the visitor's browser.
    """

    link: "Link"


@dataclass(frozen=True, slots=True, kw_only=True)
class BrowserJoined(Event):
    """A browser shows the session from now on."""

    link: "Link"


@dataclass(frozen=True, slots=True, kw_only=True)
class BrowserLeft(Event):
    """A browser shows the session no more; the session lives on."""

    link: "Link"


@dataclass(frozen=True, slots=True, kw_only=True)
class WidgetEvent(Event):
    """A widget has something to tell the program's handlers.

    Attributes:
        node: the widget.
        action: what happened.
        args: what goes with it; widgets among them are nodes.
        link: the browser whose user did it; None when the program itself brought it about.
    """

    node: "Node"
    action: str
    args: tuple[Any, ...]
    link: "Link | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CallFailed(Event):
    """A browser could not carry out a call that nobody waits for."""

    link: "Link"
    error: BrowserError


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRefused(Event):
    """A browser reported what can't be true; the state is as it was, the link lives on.

    Attributes:
        detail: what was reported and why it was refused, for the log.
    """

    link: "Link"
    detail: str


SessionEvent = (
    SessionOpened | BrowserJoined | BrowserLeft | WidgetEvent | CallFailed | ReportRefused
)
"""Everything that a session may tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkRefused:
    """A browser was sent away, or broke the rules.

    Comes from :meth:`Hub.next_event <.hub.Hub.next_event>`, for the log.

    Attributes:
        link: the browser.
        code: the code that it is closed with.
        reason: what it is told.
        detail: the cause in full.
    """

    link: "Link"
    code: CloseCode
    reason: str
    detail: str
