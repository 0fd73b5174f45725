"""Callbacks of what is made of widgets: calls give what those of a widget give, in both APIs.

Knows: handlers, and that a session says what a call gives. Must not know: widgets, actions.
"""

from collections.abc import Callable
from typing import Any, override

from .._handlers import also_by_name
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
