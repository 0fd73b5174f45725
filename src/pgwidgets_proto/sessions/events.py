"""What a session tells its driver.

Knows: the vocabulary between the core and the application. Must not know: who acts on it.

Events of a session come from :meth:`Session.next_event <.session.Session.next_event>`, one at a
time: the state is that of the moment of the event, never a later one.
"""

from typing import Any

import msgspec

from ..errors import BrowserError
from ..views.channel import Browser
from ..views.link import Link
from ..widgets.decoding import WidgetPlace
from ..widgets.widget import Node


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """Base of all events of a session."""


class SessionOpened(Event, frozen=True, kw_only=True):
    """A visitor came, and a session was made for it.

    Attributes:
        browser: the visitor's.
    """

    browser: Browser


class SessionRestored(Event, frozen=True, kw_only=True):
    """What was kept of a session has been put on what the program has built.

    Attributes:
        values: how many values.
    """

    values: int


class BrowserJoined(Event, frozen=True, kw_only=True):
    """A browser shows the session from now on.

    Attributes:
        link: its view.
        is_resumed: it is back after its connection was lost, with its page as it was.
    """

    link: Link
    is_resumed: bool = False


class BrowserLeft(Event, frozen=True, kw_only=True):
    """A browser shows the session no more; the session lives on.

    Attributes:
        link: its view, which may be back within ``resume_window``.
    """

    link: Link


class WidgetEvent(Event, frozen=True, kw_only=True):
    """A widget has something to tell the program's handlers.

    It comes for actions that :meth:`Session.listen <.session.Session.listen>` was called for.

    Attributes:
        node: the widget.
        action: what happened.
        args: what handlers are told of it; widgets among them are nodes.
        link: the browser whose user did it; None when the program itself brought it about.
        places: where in the arguments widgets stand, if the arguments are as a browser sent them;
            lists and objects in them are the event's own then. None: the places are not known.
    """

    node: Node
    action: str
    args: tuple[Any, ...]
    link: Link | None = None
    places: list[WidgetPlace] | None = None


class CallFailed(Event, frozen=True, kw_only=True):
    """A browser could not carry out a call whose outcome nobody waits for.

    Attributes:
        link: the browser's view.
        error: which call, and what the browser says of it.
    """

    link: Link
    error: BrowserError


class ReportRefused(Event, frozen=True, kw_only=True):
    """A browser reported what can't be true; the state is as it was, the link lives on.

    Attributes:
        link: the browser's view.
        detail: what was reported and why it was refused, for the log: one short line.
        fault: what the core raised over it, where it is not the browser that is wrong.
    """

    link: Link
    detail: str
    fault: Exception | None = None


class ControlChanged(Event, frozen=True, kw_only=True):
    """Another browser is at the controls, or asks for them.

    Attributes:
        holder: the browser that has control, or None.
        requests: those that wait for it, in the order of their asking.
    """

    holder: Link | None
    requests: tuple[Link, ...]


SessionEvent = (
    SessionOpened
    | SessionRestored
    | BrowserJoined
    | BrowserLeft
    | WidgetEvent
    | CallFailed
    | ReportRefused
    | ControlChanged
)
"""Everything that a session may tell."""
