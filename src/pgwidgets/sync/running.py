"""Calls one handler: what is counted, noted and logged of it, and which of its faults it survives.

Knows: a call, the log, figures and spans. Must not know: which thread this is, or who waits for it.
"""

import inspect
import logging
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from time import perf_counter
from typing import Any

from .. import _context as context
from .._backlog import Backlog
from .._calls import HandlerCall
from .._log_fields import about
from .._session_engine import AnySessionEngine
from .._settings import ConcurrencyHandling
from .._tally import Tally
from ..observing.tracing import Spans


class HandlerRunner:
    """Calls handlers.

    Parameters:
        mode: as of the dispatcher.
        logger: gets the traceback of a handler that raises.
        lock: the application's.
        backlog: is told which handlers run.
        tally: counts handlers.
        spans: makes a span of each handler of an event; None: nobody wants any.
    """

    def __init__(
        self,
        mode: ConcurrencyHandling,
        logger: logging.Logger,
        lock: threading.RLock,
        backlog: Backlog,
        tally: Tally,
        spans: Spans | None,
    ) -> None:
        self._mode = mode
        self._logger = logger
        self._lock = lock
        self._backlog = backlog
        self._tally = tally
        self._spans = spans
        self.run = self._run_plain if spans is None else self._run_in_a_span
        """Call a handler of a session; called with the session and the call."""
        # A program's sys.exit() ends the program where its own thread runs the handler, and is
        # like any other exception where the thread is ours.
        self._survived = (Exception,) if mode == "serialized" else (Exception, SystemExit)

    def _run_in_a_span(self, session: AnySessionEngine, call: HandlerCall) -> None:
        assert self._spans is not None
        if call.is_own:
            self._run_plain(session, call)
            return
        with self._spans.handler(session.core.id, call.event, call.function):
            self._run_plain(session, call)

    def _run_plain(self, session: AnySessionEngine, call: HandlerCall) -> None:
        if call.is_own:
            call.function(*call.args)
            return
        token = context.asker.set(call.asker)
        backlog = self._backlog if self._mode != "concurrent" else None
        queue = None if self._mode == "serialized" else session
        outer = None if backlog is None else backlog.begin(queue, session, call.function)
        began = perf_counter()
        try:
            result = call.function(*call.args, **call.keywords)
            if inspect.iscoroutine(result):
                result.close()
                self._logger.error(
                    "handler %r of %r is a coroutine function, which nobody awaits in the sync API",
                    call.function,
                    session,
                    extra=about(session.core.id, call.asker),
                )
        except self._survived as exc:
            with self._lock:
                self._tally.failures += 1
            if self._spans is not None:
                self._spans.failed(exc)
            text = "handler %r of %r raised; the session lives on"
            extra = about(session.core.id, call.asker)
            self._logger.exception(text, call.function, session, extra=extra)
        finally:
            if backlog is not None:
                backlog.end(queue, outer)
            with self._lock:
                self._tally.ran(perf_counter() - began)
            context.asker.reset(token)


def answer(
    future: "Future[Any]",
    function: Callable[..., Any],
    args: tuple[Any, ...],
    keywords: Mapping[str, Any],
) -> None:
    """Call a function for a thread that waits for what it gives."""
    if not future.set_running_or_notify_cancel():
        return
    try:
        value = function(*args, **keywords)
    except BaseException as exc:
        future.set_exception(exc)
        if not isinstance(exc, (Exception, SystemExit)):
            raise
    else:
        future.set_result(value)
