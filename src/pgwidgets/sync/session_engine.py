"""The engine of a session of the sync API.

Knows: what a call gives back, and what it waits for. Must not know: sockets, HTTP, how handlers
are scheduled (dispatch.py).
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from pgwidgets_proto import Promise

from .._session_engine import Asked, BaseSessionEngine
from .._warn import warn_of
from .turns import out_of_turn

if TYPE_CHECKING:
    from .engine import Engine


class SessionEngine(BaseSessionEngine["Engine"]):
    """What does the work of one session, for whatever thread calls."""

    app: "Engine"

    # --- for widgets and the application

    def asked(self, begin: Callable[[], Asked]) -> Any:
        """Ask the user, and wait for the answer; a handler that does has others run meanwhile."""
        question = begin()
        try:
            return out_of_turn(self.app, question.promise)
        finally:
            question.end()

    def apart[T](self, work: Callable[[], T], then: Callable[[T], Any]) -> Any:
        """Run ``work`` and then ``then``, both on the thread of the program that calls."""
        return then(work())

    def act(self, operation: Callable[..., Any], *args: Any) -> Any:
        """Do something in the core, then warn the program of what is in doubt."""
        with self.app.lock:
            result = self.operate(operation, args)
            doubts = self.take_doubts() if self.doubts else ()
        warn_of(doubts)  # without the lock: a program may have its own way to show warnings
        return result

    def lift(self, value: Any) -> Any:
        """A value of the core as the program's; one widget for a node, whoever asks first."""
        if value is None:
            return None
        with self.app.lock:
            return super().lift(value)

    def complete(
        self,
        value: Any = None,
        promise: Promise | None = None,
        convert: Callable[[Any], Any] | None = None,
    ) -> Any:
        """What a call gives, when there is room for more and a browser has answered."""
        if promise is not None:
            value = self.app.wait_for(promise)
            value = value if convert is None else convert(value)
        while (room := self._wanted_room()) is not None:
            self.app.wait_for(room)
        return value

    def _wanted_room(self) -> Promise | None:
        if not self.core.links or self.app.is_in_the_core:
            return None
        with self.app.lock:
            return self.core.pending.for_room()
