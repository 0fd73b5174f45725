"""Runs the program's handlers, one session's after another or side by side.

Knows: the three modes of concurrency, tasks and locks. Must not know: sockets, HTTP, widgets'
state.

A session has one worker, from its first event until it is destroyed; the worker is what keeps its
handlers in order.
"""

import contextlib
import logging
import math
from collections.abc import AsyncGenerator
from typing import TYPE_CHECKING

import anyio
import anyio.abc
import anyio.lowlevel

from pgwidgets_proto.events import SessionEvent

from .. import _context as context
from .._calls import ApplicationHandlers, HandlerCall, calls_for
from .._settings import ConcurrencyHandling
from .watchdog import Watchdog

if TYPE_CHECKING:
    from .session import Session


class Dispatcher:
    """Hands events of the core to the program's handlers.

    Parameters:
        mode: ``"per_session"``: a session's handlers run one after another; ``"serialized"``:
            those of all sessions do; ``"concurrent"``: none waits for another.
        handlers: those that are of no widget.
        logger: gets the traceback of a handler that raises.
        stall: seconds that a handler may keep the event loop from others, before it is named.
    """

    def __init__(
        self,
        mode: ConcurrencyHandling,
        handlers: ApplicationHandlers,
        logger: logging.Logger,
        stall: float,
    ) -> None:
        self._handlers = handlers
        self._mode = mode
        self._logger = logger
        self._tasks: anyio.abc.TaskGroup | None = None
        self._workers: dict[Session, anyio.Event] = {}
        self._waiting: dict[Session, None] = {}
        self._work_came = anyio.Event()
        self._turn = anyio.Lock()
        self._activity: anyio.Event | None = None
        self._watchdog = Watchdog(stall, logger)

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncGenerator[anyio.abc.TaskGroup]:
        """Handlers run inside this block; leaving it cancels those that still do."""
        # Made anew for each run, since each may have another event loop.
        self._work_came, self._turn, self._activity = anyio.Event(), anyio.Lock(), None
        if self._waiting:
            self._work_came.set()
        with self._watchdog.running():
            async with anyio.create_task_group() as tasks:
                self._tasks = tasks
                tasks.start_soon(self._start_workers)
                try:
                    yield tasks
                finally:
                    self._tasks = None
                    tasks.cancel_scope.cancel()

    def session_has_events(self, session: "Session") -> None:
        """Wake the session's worker; may be called from an event loop's callback."""
        worker = self._workers.get(session)
        if worker is not None:
            worker.set()
        elif session._core.is_destroyed and not session._core.inbox:
            return
        else:
            self._waiting[session] = None
            self._work_came.set()

    async def _start_workers(self) -> None:
        # A task of its own, since task groups take no children from an event loop's callback.
        while self._tasks is not None:
            await self._work_came.wait()
            self._work_came = anyio.Event()
            sessions, self._waiting = self._waiting, {}
            for session in sessions:
                if session not in self._workers:
                    self._workers[session] = anyio.Event()
                    self._tasks.start_soon(self._work, session)

    def next_activity(self) -> anyio.Event:
        """An event that is set when a handler has run."""
        if self._activity is None:
            self._activity = anyio.Event()
        return self._activity

    async def _work(self, session: "Session") -> None:
        """Run a session's handlers until it is destroyed."""
        context.is_handling.set(True)
        try:
            while not session._core.is_destroyed:
                await self._handle_all(session)
                news = self._workers[session] = anyio.Event()
                if not session._core.inbox:
                    await news.wait()
            await self._handle_all(session)
        finally:
            del self._workers[session]

    async def _handle_all(self, session: "Session") -> None:
        while (event := self._take(session)) is not None:
            if self._mode == "concurrent" and self._tasks is not None:
                self._tasks.start_soon(self._handle, session, event)
            elif self._mode == "serialized":
                async with self._turn:
                    await self._handle(session, event)
            else:
                await self._handle(session, event)
            self._flush(session)
            if session._core.inbox:
                await anyio.lowlevel.checkpoint()  # handlers without await let others run, too

    def _flush(self, session: "Session") -> None:
        # What a handler did is whole now: sending it needs no further turn of the event loop.
        for link in list(session._core.links):
            channel = link.channel
            if channel is not None and channel.flush is not None and channel.has_output:
                channel.flush()

    def _take(self, session: "Session") -> SessionEvent | None:
        # What a user changed goes to the other browsers, also when no handler wants to know.
        event = session._core.next_event()
        session._app._settle_now()
        return event

    async def _handle(self, session: "Session", event: SessionEvent) -> None:
        for call in calls_for(session, event, self._handlers, self._logger):
            await self._run(session, call)
        if self._activity is not None:
            self._activity.set()
            self._activity = None

    async def _run(self, session: "Session", call: HandlerCall) -> None:
        token = context.asker.set(call.asker)
        try:
            await self._watchdog.call(session, call.function, call.args, call.keywords)
        except (Exception, anyio.get_cancelled_exc_class()) as exc:
            # A handler may await what somebody cancelled: then nobody cancels us.
            is_ours = anyio.current_effective_deadline() == -math.inf
            if not isinstance(exc, Exception) and is_ours:
                raise
            self._logger.exception("handler %r raised; the session lives on", call.function)
        finally:
            context.asker.reset(token)
