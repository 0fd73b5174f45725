"""A stage: the program on one side, browsers on the other, and the time between them.

Knows: how both sides take turns until nothing is left to do, and how time passes then. Must not
know: which event loop or threads the program has (the other files here), what users do.
"""

import logging
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from typing import Any, Protocol

from pgwidgets._engine import BaseEngine
from pgwidgets_proto import Browser

from ..lines import Line
from .program import Program

MOST_TURNS = 10_000
"""Turns that both sides have until a program is taken for one that never comes to rest."""
_LEAST = 1e-6
"""Seconds that pass at least, where what is due has been missed by a rounding."""
_LEAST = 1e-6
"""Seconds that pass at least, where what is due has been missed by a rounding."""
PATIENCE = 30.0
"""Seconds, of a real clock, that a program in threads has to come to rest."""


class Stuck(AssertionError):
    """The program does not come to where the test could go on."""


class Visiting(Protocol):
    """What a stage asks of a browser."""

    def go_on(self, now: float) -> bool:
        """Do what can be done now; whether there was anything."""
        ...

    def next_due(self) -> float | None:
        """When something of it is due that is under way; None: nothing is."""


class Stage(ABC):
    """Where one program runs.

    Attributes:
        program: the program.
        engine: that of its application, from the start on.
        browsers: those that visit it.
        faults: what went wrong that nobody has taken yet.
    """

    def __init__(self, program: Program) -> None:
        self.program = program
        self._engine: BaseEngine | None = None
        self.browsers: list[Visiting] = []
        self.faults: list[BaseException] = []
        self._listening = _Faults(self.faults)

    @property
    def engine(self) -> BaseEngine:
        """The application's engine."""
        if self._engine is None:
            raise Stuck("the program has not begun to serve an application")
        return self._engine

    @property
    def app(self) -> Any:
        """The application, as the program has it."""
        return self.engine.public

    # --- what a stage is, beside what the program's API makes of it

    @property
    def lock(self) -> AbstractContextManager[Any]:
        """To be held while the core is touched."""
        return nullcontext()

    @abstractmethod
    def now(self) -> float:
        """The time, in seconds."""

    @abstractmethod
    def set_time(self, when: float) -> None:
        """Have it be later."""

    @abstractmethod
    def next_due(self) -> float | None:
        """When the program, which is at rest, goes on by itself; None: never."""

    # --- browsers

    def open_channel(self, browser: Browser, now: float) -> Line:
        """A browser opens a WebSocket."""
        with self.lock:
            channel: Any = self.engine.hub.open_channel(browser, now)
            line: Line = channel
            return line

    def exchange(self) -> bool:
        """Give every browser its turn; whether there was anything."""
        now, is_busy = self.now(), False
        with self.lock:
            for browser in tuple(self.browsers):
                is_busy |= browser.go_on(now)
            self.engine.settle(now)
        return is_busy

    # --- time

    def passing(self, seconds: float) -> Iterator[None]:
        """Let time pass, stopping wherever something is due: then all is to come to rest.

        Parameters:
            seconds: how much.
        """
        target = self.now() + seconds
        yield
        while (due := self._next()) is not None and due <= target:
            self.set_time(due if due > self.now() else self.now() + _LEAST)
            yield
        self.set_time(target)
        yield

    def _next(self) -> float | None:
        dues = (self.next_due(), *(browser.next_due() for browser in self.browsers))
        return min((due for due in dues if due is not None), default=None)

    # --- from the program's start to its end (pgwidgets._context.Stand)

    def serve(self, engine: Any) -> None:
        """The program's application begins to serve."""
        if self._engine not in (None, engine):
            raise Stuck("the program serves a second application; a test drives one")
        self._engine = engine
        engine.settings.logger.addHandler(self._listening)

    def threaded_listener(self, engine: Any) -> Any:
        """What an application of the sync API has in place of a listener."""
        raise Stuck(
            "this application of the sync API is served by a program of the async one; "
            "say open_app(..., api='sync')"
        )

    def forget_sessions(self) -> None:
        """End the sessions of the test: the next one finds the application as it was."""
        if self._engine is not None:
            # What handlers raise from here on, as those that wait for a user, is no fault.
            self._engine.settings.logger.removeHandler(self._listening)
            with self.lock:
                for session in tuple(self._engine.hub.sessions.values()):
                    self._engine.hub.destroy_session(session)
                self._engine.settle(self.now())

    def blame(self, what: str, *names: str) -> None:
        """Note that the program has left something behind."""
        if names:
            self.faults.append(AssertionError(f"the program has left {what}: {', '.join(names)}"))


class _Faults(logging.Handler):
    """Notes the exceptions of handlers that the log tells of."""

    def __init__(self, faults: list[BaseException]) -> None:
        super().__init__(logging.ERROR)
        self._faults = faults

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        if error is None:
            error = AssertionError(record.getMessage())
        else:
            error.add_note(record.getMessage())
        self._faults.append(error)
