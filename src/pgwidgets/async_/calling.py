"""Calls one handler, and deals with what comes of it.

Knows: what a handler is told apart from its arguments, what is noted of its run, and which of the
things that it may raise end the program. Must not know: which handler is next (dispatch.py).
"""

import logging
import math
from collections.abc import Callable
from time import perf_counter

import anyio

from .. import _context as context
from .._backlog import Backlog
from .._calls import HandlerCall
from .._log_fields import about
from .._session_engine import AnySessionEngine
from .._tally import Tally
from ..observing.tracing import Spans
from .ready import explain
from .watchdog import Watchdog


class Caller:
    """Calls the handlers of one application.

    Parameters:
        watchdog: watches each of them.
        backlog: is told which runs; None: none waits for another.
        logger: gets the traceback of one that raises.
        tally: counts them.
        spans: makes a span of each handler of an event; None: nobody wants any.
        leave: gets what one raises that is no error, as ``sys.exit()`` does: the program is to end.
        is_one_queue: whether those of all sessions wait for each other.

    Attributes:
        call: calls one, in a span if there are any.
    """

    def __init__(
        self,
        watchdog: Watchdog,
        backlog: Backlog | None,
        logger: logging.Logger,
        tally: Tally,
        spans: Spans | None,
        leave: Callable[[BaseException], None],
        *,
        is_one_queue: bool,
    ) -> None:
        self._watchdog = watchdog
        self._backlog = backlog
        self._logger = logger
        self._tally = tally
        self._spans = spans
        self._leave = leave
        self._is_one_queue = is_one_queue
        self.call = self._run if spans is None else self._run_in_a_span

    async def _run_in_a_span(self, session: AnySessionEngine, call: HandlerCall) -> None:
        assert self._spans is not None
        if call.is_own:
            await self._run(session, call)
            return
        with self._spans.handler(session.core.id, call.event, call.function):
            await self._run(session, call)

    async def _run(self, session: AnySessionEngine, call: HandlerCall) -> None:
        if call.is_own:
            call.function(*call.args)
            return
        token = context.asker.set(call.asker)
        backlog = self._backlog
        queue = None if self._is_one_queue else session
        outer = None if backlog is None else backlog.begin(queue, session, call.function)
        began = perf_counter()
        try:
            rest = self._watchdog.begin(session, call.function, call.args, call.keywords)
            if rest is not None:
                await rest
        except GeneratorExit:
            raise
        except BaseException as exc:
            explain(exc)
            self._heed(session, call, exc)
        finally:
            if backlog is not None:
                backlog.end(queue, outer)
            tally, took = self._tally, perf_counter() - began
            tally.runs += 1
            tally.seconds += took
            if took > tally.longest:
                tally.longest = took
            if tally.buckets is not None:
                tally.buckets[tally.place(took)] += 1
            context.asker.reset(token)

    def _heed(self, session: AnySessionEngine, call: HandlerCall, error: BaseException) -> None:
        """A handler has raised. Raises it again where it is we who are cancelled."""
        cancelled = anyio.get_cancelled_exc_class()
        rest: BaseException | None = error
        if isinstance(error, BaseExceptionGroup):
            # A nursery's: what failed in it, beside the cancellation of all of it.
            rest = error.split(cancelled)[1]
        if rest is None or isinstance(rest, cancelled):
            # A handler may await what somebody cancelled: then nobody cancels us.
            if anyio.current_effective_deadline() == -math.inf:
                raise error
            rest = error
        elif not isinstance(rest, Exception):
            if isinstance(rest, KeyboardInterrupt):
                text = "handler %r of %r was interrupted"
                extra = about(session.core.id, call.asker)
                self._logger.warning(text, call.function, session, exc_info=rest, extra=extra)
            self._leave(rest)
            return
        self._tally.failures += 1
        if self._spans is not None:
            self._spans.failed(rest)
        text = "handler %r of %r raised; the session lives on"
        extra = about(session.core.id, call.asker)
        self._logger.error(text, call.function, session, exc_info=rest, extra=extra)
