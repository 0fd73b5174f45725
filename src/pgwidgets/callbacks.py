"""Callbacks for objects of your own, with the words that widgets have for them.

Knows: names of actions, and who is called for each. Must not know: widgets, sessions, event loops.
"""

import inspect
import logging
from collections.abc import Callable
from typing import Any

from ._handlers import Handler, Handlers, also_by_name, check_handler

_logger = logging.getLogger("pgwidgets")


class _Lists:
    """The handlers of each action of one object, and where failures are noted.

    Parameters:
        owner: the name of the class, for errors.
        logger: where handlers that raise are noted.
    """

    def __init__(self, owner: str, logger: logging.Logger) -> None:
        self.owner = owner
        self.logger = logger
        self.by_action: dict[str, Handlers] = {}

    def enable(self, action: str) -> None:
        self.by_action.setdefault(action, Handlers())

    def add(self, action: str, handler: Handler) -> None:
        handlers = self.of(action)
        check_handler(f"{self.owner}.on({action!r})", handler.function)
        handlers.add(action, handler)

    def clear(self, action: str) -> None:
        self.of(action)
        self.by_action[action] = Handlers()

    def of(self, action: str) -> Handlers:
        handlers = self.by_action.get(action)
        if handlers is None:
            enabled = ", ".join(map(repr, self.by_action)) or "none"
            raise ValueError(f"{self.owner} has no action {action!r}; it has: {enabled}")
        return handlers


class Callbacks:
    """Something that others can have functions called by: a base class, or an object to hold.

    An action must be enabled before anybody can listen to it, so that a misspelt name is an error::

        class Model(Callbacks):
            def __init__(self) -> None:
                super().__init__("changed")

            def change(self, value: int) -> None:
                self.make_callback("changed", value)

    Handlers are called at once, in the order in which they were added, by the thread that makes the
    callback. They are plain functions: nobody would await a coroutine.

    Parameters:
        actions: names to enable.
        logger: where handlers that raise are noted; None: the logger ``pgwidgets``.
    """

    def __init__(self, *actions: str, logger: logging.Logger | None = None) -> None:
        self._pgwidgets_callbacks = _Lists(type(self).__name__, logger or _logger)
        for action in actions:
            self._pgwidgets_callbacks.enable(action)

    def enable_callback(self, action: str) -> None:
        """Let an action be listened to; one that is enabled already keeps its handlers."""
        self._pgwidgets_callbacks.enable(action)

    def has_callback(self, action: str) -> bool:
        """Whether an action is enabled."""
        return action in self._pgwidgets_callbacks.by_action

    @also_by_name
    def on(
        self, action: str, handler: Callable[..., object], /, *extra: Any, **keywords: Any
    ) -> None:
        """Have a handler called when an action happens.

        Parameters:
            action: its name.
            handler: gets what goes with the action, then ``extra`` and ``keywords``.

        Raises:
            ValueError: the action is not enabled; the text lists those that are.
            TypeError: the handler can't be called.
        """
        self._pgwidgets_callbacks.add(action, Handler(handler, extra, keywords, gets_widget=False))

    @also_by_name
    def add_callback(
        self, action: str, handler: Callable[..., object], /, *extra: Any, **keywords: Any
    ) -> None:
        """As :meth:`on`, but the handler gets this object first."""
        self._pgwidgets_callbacks.add(action, Handler(handler, extra, keywords, gets_widget=True))

    def remove_callback(self, action: str, handler: Callable[..., object]) -> None:
        """Have a handler called no more; one that is not there is ignored.

        Raises:
            ValueError: the action is not enabled.
        """
        self._pgwidgets_callbacks.of(action).remove(action, handler)

    def clear_callback(self, action: str) -> None:
        """Have none of its handlers called any more; the action stays enabled.

        Raises:
            ValueError: the action is not enabled.
        """
        self._pgwidgets_callbacks.clear(action)

    def make_callback(self, action: str, /, *args: Any) -> bool:
        """Call the handlers of an action, as they are now.

        One that raises is logged with its traceback, and stops no other.

        Parameters:
            action: its name.
            args: what goes with it.

        Returns:
            Whether a handler returned something true, as one does that has taken care of it.

        Raises:
            ValueError: the action is not enabled.
        """
        lists = self._pgwidgets_callbacks
        taken = False
        for handler in lists.of(action).of(action):
            try:
                given = handler.positional(self, args)
                result = handler.function(*given, **handler.keywords)
                if inspect.iscoroutine(result):
                    result.close()
                    lists.logger.error(
                        "handler %r is a coroutine function, which nobody awaits", handler.function
                    )
                else:
                    taken = bool(result) or taken
            except Exception:
                lists.logger.exception(
                    "handler %r of %r raised; the others are called", handler.function, action
                )
        return taken
