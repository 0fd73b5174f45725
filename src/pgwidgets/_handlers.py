"""The handlers of one widget.

Knows: who is called, in which order, with what besides the event's own arguments.
Must not know: how a handler is run (each API has its own way).
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple


def check_handler(where: str, handler: object) -> None:
    """Raise TypeError for a handler that can't be called, as ``on("activated", save())``.

    Parameters:
        where: the call, for the error.
        handler: what the program gave.
    """
    if not callable(handler):
        raise TypeError(f"{where}: the handler is {handler!r}; it must be something to call")


NOT_GIVEN: Any = object()
"""Stands for an argument that may be ``None``, and was not given."""


def given_by_name(
    where: str, keywords: dict[str, Any], action: Any, handler: Any
) -> tuple[Any, Any]:
    """The action and the handler of a call, either of which may be among its keywords.

    By position they leave these names to what the handler gets.

    Parameters:
        where: the call, for the error.
        keywords: those of the call; what is taken from there is gone.
        action, handler: as they were given by position, or :data:`NOT_GIVEN`.

    Raises:
        TypeError: one of them was not given at all.
    """
    found = []
    for name, value in (("action", action), ("handler", handler)):
        if value is NOT_GIVEN:
            value = keywords.pop(name, NOT_GIVEN)
            if value is NOT_GIVEN:
                raise TypeError(f"{where} needs {name!r}")
        found.append(value)
    return found[0], found[1]


class Handler(NamedTuple):
    """One handler, and what it gets besides the arguments of the event."""

    function: Callable[..., Any]
    extra: tuple[Any, ...]
    keywords: Mapping[str, Any]
    gets_widget: bool

    def positional(self, widget: Any, args: tuple[Any, ...]) -> tuple[Any, ...]:
        """The positional arguments that the handler gets with an event's own."""
        leading = (widget,) if self.gets_widget else ()
        return (*leading, *args, *self.extra)


class Handlers:
    """All handlers of a widget, by action, in the order in which they were added."""

    def __init__(self) -> None:
        self._by_action: dict[str, list[Handler]] = {}

    def add(self, action: str, handler: Handler) -> None:
        """Add a handler, after those that are there."""
        self._by_action.setdefault(action, []).append(handler)

    def remove(self, action: str, function: Callable[..., Any]) -> bool:
        """Remove every handler that calls this function; tells whether none is left."""
        handlers = self._by_action.get(action)
        if handlers is None:
            return False
        handlers[:] = [handler for handler in handlers if handler.function != function]
        if handlers:
            return False
        del self._by_action[action]
        return True

    def of(self, action: str) -> tuple[Handler, ...]:
        """The handlers of an action, as they are now."""
        return tuple(self._by_action.get(action, ()))
