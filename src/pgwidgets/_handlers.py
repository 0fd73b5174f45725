"""The handlers of one widget.

Knows: who is called, in which order, with what besides the event's own arguments.
Must not know: how a handler is run (each API has its own way).
"""

import functools
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, cast


def check_handler(where: str, handler: object) -> None:
    """Raise TypeError for a handler that can't be called, as ``on("activated", save())``.

    Parameters:
        where: the call, for the error.
        handler: what the program gave.
    """
    if not callable(handler):
        raise TypeError(f"{where}: the handler is {handler!r}; it must be something to call")


def also_by_name[F: Callable[..., Any]](method: F) -> F:
    """Have a method ``(self, action, handler, /, *extra, **keywords)`` take the first two by name.

    Given by position, they leave these names to what the handler gets.
    """

    @functools.wraps(method)
    def named(self: Any, *given: Any, **keywords: Any) -> Any:
        found = list(given)
        for name in ("action", "handler")[len(given) :]:
            if name not in keywords:
                raise TypeError(f"{type(self).__name__}.{method.__name__}() needs {name!r}")
            found.append(keywords.pop(name))
        return method(self, *found, **keywords)

    return cast("F", named)


class Handler(NamedTuple):
    """One handler, and what it gets besides the arguments of the event."""

    function: Callable[..., Any]
    extra: tuple[Any, ...]
    keywords: Mapping[str, Any]
    gets_widget: bool

    def positional(self, widget: Any, args: tuple[Any, ...]) -> tuple[Any, ...]:
        """The positional arguments that the handler gets with an event's own."""
        _, extra, _, gets_widget = self
        if gets_widget:
            return (widget, *args, *extra)
        return (*args, *extra) if extra else args


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
