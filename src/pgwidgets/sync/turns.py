"""Gives the turn to others while a handler waits for its user.

Knows: that a thread is at an event's handlers, and whose they are. Must not know: lanes, or how
others have the turn meanwhile (dispatch.py).
"""

import threading
from collections import deque
from collections.abc import Callable, Iterable
from typing import Any, Protocol

from pgwidgets_proto import Promise

from .._calls import HandlerCall
from .._session_engine import AnySessionEngine


class Waiting(Protocol):
    """What waits for a promise: the engine of an application."""

    lock: threading.RLock

    @property
    def dispatcher(self) -> "WaitsForUsers":
        """What runs its handlers."""
        ...

    @property
    def is_in_the_core(self) -> bool:
        """Whether this thread may wait for nobody."""
        ...

    def wait_for(self, promise: Promise, wait: Callable[[], object] | None = None) -> Any:
        """Wait until a promise is settled."""


class WaitsForUsers(Protocol):
    """What lets others run while a handler waits: a dispatcher."""

    def wait_outside(self, app: Waiting, promise: Promise) -> Any:
        """Wait for a promise on a thread that runs no handler just now."""

    def wait_in_a_handler(self, run: "Run", app: Waiting, promise: Promise) -> Any:
        """Wait for a promise in a handler: others have its turn meanwhile."""


class Run:
    """One event's handlers, which a thread calls one after another.

    Attributes:
        dispatcher: whose they are.
        session: whose event it is.
        calls: those that are still to be called.
    """

    __slots__ = ("calls", "dispatcher", "session")

    def __init__(
        self, dispatcher: WaitsForUsers, session: AnySessionEngine, calls: Iterable[HandlerCall]
    ) -> None:
        self.dispatcher = dispatcher
        self.session = session
        self.calls = deque(calls)


class Here(threading.local):
    """What the present thread is at."""

    run: Run | None = None


here = Here()
"""The present thread's own."""


def out_of_turn(app: Waiting, promise: Promise) -> Any:
    """Wait for what a user decides, outside of the queue in which handlers run.

    On a handler's own thread others are run meanwhile, those of the same event first; and no two of
    them at once. On any other thread, such as one that a handler has started, nothing but the wait
    happens.

    Parameters:
        app: the engine of the application whose user is asked.
        promise: is settled with what the user decides.

    Raises:
        RuntimeError: the system has no thread to spare for the handlers that run meanwhile.
    """
    run = here.run
    if promise.is_settled or app.is_in_the_core:
        return app.wait_for(promise)
    if run is None:
        return app.dispatcher.wait_outside(app, promise)
    return run.dispatcher.wait_in_a_handler(run, app, promise)
