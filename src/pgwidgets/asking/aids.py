"""What a session has beside its widgets: notices, covers of what is at work, shortcuts.

Knows: the one widget that shows all of it in a page, and what that reports. Must not know: async or
sync, what any of it is for.
"""

import threading
from collections.abc import Callable
from typing import Any

STOP = "_pgw-stop"
"""The action by which a page tells that what is at work is to stop.

It is no event, since it would have to wait for the handler that is at work."""


class Aids:
    """All of it, for one session.

    Parameters:
        session: the session's engine.

    Attributes:
        lock: guards what is shown, from before it changes until pages are told.
        widget: shows it.
        acted, closed, pressed: what is done with reports.
        stop: what is done when something is to stop; called inside of the core.
    """

    def __init__(self, session: Any) -> None:
        self.session = session
        self.lock = threading.RLock()
        self.rooms: dict[str, Any] = {}
        self.acted: Callable[[int, int], Any] = lambda number, index: None
        self.closed: Callable[[int], Any] = lambda number: None
        self.pressed: Callable[[int], Any] = lambda number: None
        self.stop: Callable[[int], None] = lambda number: None
        self.widget = session.widgets.PageAids()
        self.widget.on("acted", lambda number, index: self.acted(number, index))
        self.widget.on("closed", lambda number: self.closed(number))
        self.widget.on("pressed", lambda number: self.pressed(number))
        self.widget.on(STOP, lambda number: None)  # so that pages tell it
        session.core.inbox.at_once[STOP] = self._told_to_stop

    def _told_to_stop(self, link: Any, message: Any) -> None:
        number = message.args[0] if message.args else None
        if type(number) is int:
            self.stop(number)

    def room[T](self, kind: Callable[["Aids"], T]) -> T:
        """The one of a kind of things, made when it is first asked for."""
        with self.lock:
            name = getattr(kind, "__name__", "")
            if name not in self.rooms:
                self.rooms[name] = kind(self)
            found: T = self.rooms[name]
            return found


def aids_of(session: Any) -> Aids:
    """The aids of a session; they are made when they are first asked for.

    Parameters:
        session: the session's engine.
    """
    with session.aids_lock:
        aids = session.aids
        if aids is None or (aids.widget.is_destroyed and not session.core.is_destroyed):
            aids = session.aids = Aids(session)
        found: Aids = aids
        return found
