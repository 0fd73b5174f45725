"""Callbacks of what is made of widgets: calls give what those of a widget give, in both APIs.

Knows: handlers, and that a session says what a call gives. Must not know: widgets, actions.
"""

import contextlib
import inspect
from collections.abc import Awaitable, Callable, Iterable, Iterator
from typing import Any, override

from .._handlers import Handler, also_by_name
from ..callbacks import Callbacks


class SessionCallbacks(Callbacks):
    """Callbacks of something in a session; in the async API they are awaited as a widget's are.

    Parameters:
        session: the session.
        actions: names to enable.
    """

    def __init__(self, session: Any, *actions: str) -> None:
        super().__init__()
        for action in actions:
            self.enable_callback(action)  # a class derived from it may have a way of its own
        self._session = session._pgwidgets

    @override
    @also_by_name
    def on(
        self, action: str, handler: Callable[..., object], /, *extra: Any, **keywords: Any
    ) -> Any:
        """Have a handler called when an action happens; as :meth:`Callbacks.on`.

        Raises:
            ValueError: no such action.
            TypeError: the handler can't be called.
        """
        super().on(action, handler, *extra, **keywords)
        return self._session.complete()

    @override
    @also_by_name
    def add_callback(
        self, action: str, handler: Callable[..., object], /, *extra: Any, **keywords: Any
    ) -> Any:
        """As :meth:`on`, but the handler gets this object first."""
        super().add_callback(action, handler, *extra, **keywords)
        return self._session.complete()

    @override
    def remove_callback(self, action: str, handler: Callable[..., object]) -> Any:
        """Have a handler called no more; one that is not there is ignored."""
        super().remove_callback(action, handler)
        return self._session.complete()

    @override
    def clear_callback(self, action: str) -> Any:
        """Have none of its handlers called any more."""
        super().clear_callback(action)
        return self._session.complete()

    @override
    def make_callback(self, action: str, /, *args: Any) -> Any:
        """Call the handlers of an action; one that raises is logged, and stops no other.

        Returns:
            In the async API, what is to be awaited, if a handler gave something that is; else None.
        """
        waits: list[tuple[Handler, Awaitable[Any]]] = []
        for handler in self._pgwidgets_callbacks.of(action).of(action):
            with self._outliving(handler):
                result = handler.function(*handler.positional(self, args), **handler.keywords)
                if inspect.isawaitable(result):
                    waits.append((handler, result))
        return self._await_all(waits) if waits else None

    async def _await_all(self, waits: Iterable[tuple[Handler, Awaitable[Any]]]) -> None:
        for handler, awaitable in waits:
            with self._outliving(handler):
                await awaitable

    @contextlib.contextmanager
    def _outliving(self, handler: Handler) -> Iterator[None]:
        """One handler that raises is logged, and stops no other."""
        try:
            yield
        except Exception:
            self._session.app.settings.logger.exception(
                "handler %r of a %s raised; the others are called",
                handler.function,
                type(self).__name__,
            )
