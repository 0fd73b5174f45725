"""Names handlers that keep the event loop from everybody else.

Knows: which handler the loop is in just now, and since when.
Must not know: events, sessions' state, which event loop it is.

A handler blocks the loop from one await to the next. A loop that is blocked can say nothing, so a
thread looks, once in the time that is allowed. When no handler has run for so long, it sleeps until
one does: a thread that each of them wakes would take turns with the loop, at more cost than that of
a short handler.
"""

import contextlib
import inspect
import logging
import math
import sys
import threading
import time
import traceback
from collections.abc import Awaitable, Callable, Generator, Iterator, Mapping
from types import CoroutineType, coroutine
from typing import Any

import msgspec

from .._log_fields import about_engine

_FRAMES = 6
"""Of a handler's stack, so many innermost frames are told: enough to find the call that blocks."""


class Run(msgspec.Struct, eq=False):
    """One run of a handler: some stretches in the loop, with awaits between them.

    Attributes:
        session, function: whose, and the handler.
        is_handler: whether it is the program's.
        began: when the present stretch began, in monotonic seconds.
        is_reported: whether the log names it.
    """

    session: Any
    function: Callable[..., Any]
    is_handler: bool = True
    began: float = 0.0
    is_reported: bool = False


class Watchdog:
    """Watches the handlers of one application.

    Parameters:
        allowed: seconds that a handler may keep the loop; infinite: nobody watches.
        logger: gets the handler's name, its session, how long, and where it is.
        gives_back: called whenever a handler gives the loop back.

    Attributes:
        is_in_a_handler: whether a handler has the loop just now.
    """

    def __init__(
        self,
        allowed: float,
        logger: logging.Logger,
        gives_back: Callable[[], None] = lambda: None,
    ) -> None:
        self._allowed = allowed
        self._logger = logger
        self._gives_back = gives_back
        self.is_in_a_handler = False
        self._current: Run | None = None
        self._stretches = 0  # in which a handler had the loop, so far
        self._loop_thread = 0
        self._thread: threading.Thread | None = None
        self._is_asleep = False
        self._wake = threading.Event()
        self._is_over = threading.Event()

    @contextlib.contextmanager
    def running(self) -> Iterator[None]:
        """Handlers of the present thread are watched inside this block."""
        self._loop_thread = threading.get_ident()
        self._is_over.clear()
        try:
            yield
        finally:
            self._is_over.set()
            self._wake.set()
            if self._thread is not None:
                self._thread.join()
                self._thread = None

    async def call(
        self,
        session: Any,
        function: Callable[..., Any],
        args: tuple[Any, ...],
        keywords: Mapping[str, Any],
    ) -> None:
        """Call a handler, await what it gives, and watch it meanwhile."""
        rest = self.begin(session, function, args, keywords)
        if rest is not None:
            await rest

    def begin(
        self,
        session: Any,
        function: Callable[..., Any],
        args: tuple[Any, ...],
        keywords: Mapping[str, Any],
    ) -> Awaitable[Any] | None:
        """Call a handler, and watch it; gives what is to be awaited at once, if anything is."""
        run = Run(session, function)
        steps: Any = None
        self._enter(run)
        try:
            steps = function(*args, **keywords)
            if type(steps) is CoroutineType:
                awaited = steps.send(None)
            elif inspect.isawaitable(steps):
                steps = steps.__await__()
                awaited = next(steps)
            else:
                return None
        except StopIteration:
            if steps is None:
                raise  # of a handler that is no coroutine
            return None  # as of most: they wait for nothing
        finally:
            self._leave(run)
        return _watched(self, run, steps, awaited)

    def watch[T](self, session: Any, function: Callable[..., T], *args: Any) -> T:
        """Call something of our own that a browser brought about, and watch it meanwhile."""
        run = Run(session, function, is_handler=False)
        self._enter(run)
        try:
            return function(*args)
        finally:
            self._leave(run)

    # --- in the loop's thread

    def _enter(self, run: Run) -> None:
        run.began = time.monotonic()
        self._stretches += 1
        self._current = run
        self.is_in_a_handler = run.is_handler
        if self._is_asleep:
            self._is_asleep = False  # at once: the thread may take a while, and one call is enough
            self._wake.set()
        elif self._thread is None and self._allowed != math.inf:
            thread = threading.Thread(target=self._look, name="pgwidgets watchdog", daemon=True)
            with contextlib.suppress(RuntimeError):  # no thread to spare: the next handler tries
                thread.start()
                self._thread = thread

    def _leave(self, run: Run) -> None:
        self._current = None
        self.is_in_a_handler = False
        took = time.monotonic() - run.began
        if run.is_handler:
            self._gives_back()
        # The thread may have seen nothing of it: C code that keeps the GIL keeps it from all.
        if took > self._allowed:
            run.is_reported = False
            self._logger.warning(
                "handler %r of %r blocked the event loop for %.1f s",
                run.function,
                run.session,
                took,
                extra=about_engine(run.session),
            )

    # --- in the watching thread

    def _look(self) -> None:
        while not self._is_over.is_set():
            run = self._current
            if run is None:
                before = self._stretches
                if not self._is_over.wait(self._allowed) and self._stretches == before:
                    self._sleep()
                continue
            began = run.began
            due = self._allowed if run.is_reported else began + self._allowed - time.monotonic()
            if due > 0 and self._is_over.wait(due):
                return
            if self._current is run and run.began == began and not run.is_reported:
                run.is_reported = True
                self._report(run, time.monotonic() - began)

    def _sleep(self) -> None:
        self._wake.clear()
        self._is_asleep = True  # before looking once more, so that no handler goes unseen
        if self._current is None and not self._is_over.is_set():
            self._wake.wait()
        self._is_asleep = False

    def _report(self, run: Run, took: float) -> None:
        frame = sys._current_frames().get(self._loop_thread)
        stack = traceback.format_stack(frame)[-_FRAMES:] if frame is not None else []
        self._logger.warning(
            "handler %r of %r has blocked the event loop for %.1f s, and still does; it is at\n%s",
            run.function,
            run.session,
            took,
            "".join(stack),
            extra=about_engine(run.session),
        )


@coroutine
def _watched(watchdog: Watchdog, run: Run, steps: Any, awaited: Any) -> Generator[Any, Any, None]:
    """Take the steps after the first, and tell the watchdog of each stretch between two awaits.

    Parameters:
        watchdog, run: the handler's.
        steps: a coroutine, or an iterator that awaits something.
        awaited: what its first step waits for.
    """
    # What `yield from` does (PEP 380), with a word to the watchdog before and after each step.
    while True:
        try:
            sent = yield awaited
        except GeneratorExit:
            _close(steps)
            raise
        except BaseException as exc:
            step = _throwing(steps, exc)
        else:
            step = _sending(steps, sent)
        watchdog._enter(run)
        try:
            awaited = step()
        except StopIteration:
            return
        finally:
            watchdog._leave(run)


def _sending(steps: Any, value: Any) -> Callable[[], Any]:
    # An iterator without send() is awaitable too, as long as nothing is sent.
    if value is None and not hasattr(steps, "send"):
        return lambda: next(steps)
    return lambda: steps.send(value)


def _throwing(steps: Any, error: BaseException) -> Callable[[], Any]:
    def throw() -> Any:
        if hasattr(steps, "throw"):
            return steps.throw(error)
        raise error

    return throw


def _close(steps: Any) -> None:
    if hasattr(steps, "close"):
        steps.close()
