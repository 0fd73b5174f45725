"""The world of threads: the sync API.

Knows: which thread runs handlers in which mode. Must not know: scenarios.
"""

import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from typing import Any, ClassVar

from pgwidgets.sync import Application

from .program import drive
from .wire import PATIENCE
from .world import World


class ThreadGate:
    """A :class:`~.world.Gate` that blocks."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def open(self) -> None:
        """Let all pass."""
        self._event.set()

    async def passed(self) -> None:
        """Wait for it, blocking; there is no loop that could do something else meanwhile."""
        if not self._event.wait(PATIENCE):
            raise AssertionError("nobody opened this gate")


class ThreadsWorld(World):
    """The sync API on threads and real sockets."""

    excuses: ClassVar[Mapping[str, str]] = {
        "a_call_may_be_cancelled_at_any_await": "nothing can cancel a thread that waits",
    }

    def __init__(self) -> None:
        super().__init__()
        self._mode = "per_session"
        self._running: Future[Any] | None = None
        self._gates: list[ThreadGate] = []

    def application(self, **settings: Any) -> Application:
        """Make an application."""
        self._mode = settings.get("concurrency_handling", "per_session")
        return Application(**settings)

    def start(self) -> None:
        """Serve it; where handlers are for the program's own thread, a thread runs the program."""
        if self._mode == "serialized":
            self._running = self.begin(self.app.run)
            self.until_program(lambda: self.app.url is not None)
        else:
            self.call(self.app.start)

    def stop(self) -> None:
        """Close it."""
        super().stop()
        running, self._running = self._running, None
        if running is not None:
            self.until(running.done)
            running.result()

    def begin(self, function: Callable[..., Any], *args: Any) -> Future[Any]:
        """Have code of the program run, on a thread of its own, since it may block."""
        ended: Future[Any] = Future()

        def act() -> None:
            try:
                ended.set_result(drive(function)(*args))
            except Exception as exc:
                ended.set_exception(exc)
            finally:
                self.ring()

        threading.Thread(target=act, name=f"program {function!r}").start()
        return ended

    def handler(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """A plain function, as this API's handlers are."""
        return drive(function)

    def gate(self) -> ThreadGate:
        """Make a gate."""
        gate = ThreadGate()
        self._gates.append(gate)
        return gate

    def dismiss(self) -> None:
        """Break off what is connected, and let handlers go that a failure leaves at a gate."""
        super().dismiss()
        for gate in self._gates:
            gate.open()
