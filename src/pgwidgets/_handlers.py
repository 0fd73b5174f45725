"""The handlers of one widget.

Knows: who is called, in which order, with what besides the event's own arguments.
Must not know: how a handler is run (each API has its own way).
"""

import inspect
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


def given_by_name(
    where: str, given: tuple[Any, ...], keywords: dict[str, Any]
) -> tuple[Any, Any, tuple[Any, ...]]:
    """The action, the handler and what it gets besides, of a call that may name the first two.

    Given by position, both leave their names to what the handler gets.

    Parameters:
        where: the call, for the error.
        given: its positional arguments.
        keywords: its others; what is taken from there is gone.

    Raises:
        TypeError: the action or the handler is missing.
    """
    found = list(given[:2])
    for name in ("action", "handler")[len(found) :]:
        if name not in keywords:
            raise TypeError(
                f"{where} needs {name!r}; it takes (action, handler, *extra, **keywords)"
            )
        found.append(keywords.pop(name))
    action, handler = found
    return action, handler, given[2:]


def takes_names[F: Callable[..., Any]](method: F) -> F:
    """Have help() and editors see what a method takes that uses :func:`given_by_name`."""
    method.__signature__ = inspect.signature(_listener)  # type: ignore[attr-defined]
    return method


def _listener(
    self: Any, action: str, handler: Callable[..., Any], /, *extra: Any, **keywords: Any
) -> Any:
    """Only its signature counts."""


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
