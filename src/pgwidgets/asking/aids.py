"""What a session has beside its widgets: notices, covers of what is at work, shortcuts.

Knows: the one widget that shows all of it in a page, and what that reports. Must not know: async or
sync, what any of it is for.
"""

import threading
from collections.abc import Callable
from typing import Any

from .._javascript import OUR_FILES
from .._widgets import WidgetType

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


_making = threading.Lock()


def aids_of(session: Any) -> Aids:
    """The aids of a session; they are made when they are first asked for.

    Parameters:
        session: the session's engine.
    """
    with _making:
        aids = session.aids
        if aids is None or (aids.widget.is_destroyed and not session.core.is_destroyed):
            aids = session.aids = Aids(session)
        found: Aids = aids
        return found


def _numbers(*given: Any) -> None:
    if not all(type(one) is int for one in given):
        raise TypeError(f"numbers are told, and not {given!r}")


def aids_class(base: type[Any], module: str) -> type[Any]:
    """The class ``PageAids`` of an API, which no program sees.

    Parameters:
        base: the API's ``JavaScriptWidget``.
        module: where the class is to be found.
    """
    described = {
        "__doc__": "Shows notices, covers of what is at work, and shortcuts.",
        "__module__": module,
        "javascript": OUR_FILES / "pgwidgets" / "widgets" / "aids" / "aids.js",
        "state": ("notices", "busy", "shortcuts"),
        "actions": {"acted": ("id", "index"), "closed": ("id",), "pressed": ("id",), STOP: ("id",)},
        "checks": dict.fromkeys(("acted", "closed", "pressed", STOP), _numbers),
    }
    made: Any = WidgetType("PageAids", (base,), described)
    return made  # type: ignore[no-any-return]
