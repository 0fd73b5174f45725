"""Runs the program's handlers, one session's after another or side by side.

Knows: the three modes of concurrency, tasks and locks. Must not know: sockets, HTTP, widgets'
state.

A session has one worker, from its first event until it is destroyed; the worker is what keeps its
handlers in order. One whose handler waits for its user is replaced by another
(:meth:`Dispatcher.out_of_turn`), and ends with that handler.
"""

import contextlib
import logging
from collections.abc import AsyncGenerator, Callable, Iterator
from contextvars import ContextVar
from weakref import WeakValueDictionary

import anyio
import anyio.abc
import anyio.lowlevel

from pgwidgets_proto import Promise, SessionEvent

from .. import _context as context
from .._backlog import Backlog
from .._calls import (
    REPORTS_AT_A_TIME,
    ApplicationHandlers,
    HandlerCall,
    awaited,
    calls_for,
)
from .._session_engine import AnySessionEngine
from .._settings import ConcurrencyHandling
from .._tally import Tally
from ..observing.tracing import Spans
from .calling import Caller
from .completion import outcome
from .reading import Reader
from .resting import new_rest
from .rests import Rests
from .turns import Ticket, Turn, wait_however
from .watchdog import Watchdog

MOST_HANDLERS = 1000
"""Handlers of one session that run side by side in the mode ``"concurrent"``; more events wait."""

_TURNS_TO_A_HANDLER = 5
"""Turns of an event loop, at most, from the bytes in a socket to the handler that is told."""
_MOST_TURNS = 1000
"""A browser that reports without end does not keep a program from going on."""


class Worker:
    """The task that runs the handlers of a session, one after another.

    Parameters:
        dispatcher: whose it is.
        session: whose handlers it runs.
        turn: what it must have to run one.

    Attributes:
        rest: where its task is while there is nothing to do.
        task: the id of its task.
        calls: the handlers of the present event that are still to be called.
        is_beside: whether it runs the rest of a handler that has waited for its user.
    """

    __slots__ = ("calls", "dispatcher", "is_beside", "rest", "session", "task", "turn")

    def __init__(self, dispatcher: "Dispatcher", session: AnySessionEngine, turn: Turn) -> None:
        self.dispatcher = dispatcher
        self.session = session
        self.turn = turn
        self.rest = new_rest()
        self.task = 0
        self.calls: Iterator[HandlerCall] | None = None
        self.is_beside = False

    @property
    def is_relieved(self) -> bool:
        """Whether another worker calls what is left of the present event's handlers."""
        return self.calls is None


_worker: ContextVar[Worker | None] = ContextVar("pgwidgets_worker", default=None)
"""The worker of the present task, or of one that it was started from."""


async def out_of_turn(promise: Promise) -> object:
    """Wait for what a user decides, outside of the queue in which handlers run.

    In a handler's own task others get its turn meanwhile, those of the same event first; it is
    taken back before this returns or raises, so that no two run at once. In any other task, such as
    one that a handler has started, nothing but the wait happens.
    """
    worker = _worker.get()
    if worker is None or promise.is_settled or worker.task != anyio.get_current_task().id:
        return await outcome(promise)
    return await worker.dispatcher.out_of_turn(worker, promise)


class Dispatcher:
    """Hands events of the core to the program's handlers.

    Parameters:
        mode: ``"per_session"``: a session's handlers run one after another; ``"serialized"``:
            those of all sessions do; ``"concurrent"``: none waits for another.
        handlers: those that are of no widget.
        logger: gets the traceback of a handler that raises.
        backlog: is told which handlers run, and that events wait.
        stall: seconds that a handler may keep the event loop from others, before it is named.
        tally: counts events and handlers.
        spans: makes a span of each handler of an event; None: nobody wants any.
        leave: gets what a handler raises that is no error, as ``sys.exit()`` does: the program is
            to end.
        send: called whenever a handler gives the event loop back, at an ``await`` or its end.

    Attributes:
        watchdog: watches the handlers.
    """

    def __init__(
        self,
        mode: ConcurrencyHandling,
        handlers: ApplicationHandlers,
        logger: logging.Logger,
        backlog: Backlog,
        stall: float,
        tally: Tally,
        spans: Spans | None,
        leave: Callable[[BaseException], None],
        send: Callable[[], None],
    ) -> None:
        self._handlers = handlers
        self._mode = mode
        self._logger = logger
        self._backlog = backlog
        self._tally = tally
        self._tasks: anyio.abc.TaskGroup | None = None
        self._workers: dict[AnySessionEngine, Worker] = {}
        self._rests_of = Rests()
        self._turns: WeakValueDictionary[AnySessionEngine, Turn] = WeakValueDictionary()
        self._waiting: dict[AnySessionEngine, None] = {}
        # Those that have events, or whose worker handles one.
        self._busy: set[AnySessionEngine] = set()
        self._prompt: list[Worker] | None = None
        self._beside = 0  # handlers of the mode "concurrent" that run
        self._rest: anyio.Event | None = None
        self._work_came = anyio.Event()
        self._turn = Turn()
        self._activity: anyio.Event | None = None
        self._steps = 0  # events that were taken or handled
        self.watchdog = Watchdog(stall, logger, send)
        self._handle = Caller(
            self.watchdog,
            None if mode == "concurrent" else backlog,
            logger,
            tally,
            spans,
            leave,
            is_one_queue=mode == "serialized",
        ).call
        self._reader = Reader(self.watchdog, logger)
        self.session_has_readings = self._reader.session_is_due

    @contextlib.asynccontextmanager
    async def running(self) -> "AsyncGenerator[anyio.abc.TaskGroup]":
        """Handlers run inside this block; leaving it cancels those that still do."""
        # Made anew for each run, since each may have another event loop.
        self._work_came, self._turn, self._activity = anyio.Event(), Turn(), None
        self._busy, self._beside, self._rest = set(self._waiting), 0, None
        self._turns.clear()
        if self._waiting:
            self._work_came.set()
        try:
            with self.watchdog.running():
                async with anyio.create_task_group() as tasks:
                    self._tasks = tasks
                    tasks.start_soon(self._start_workers)
                    tasks.start_soon(self._reader.run, tasks)
                    try:
                        yield tasks
                    finally:
                        self._tasks = None
                        tasks.cancel_scope.cancel()
        finally:  # the next run goes on with what no task has begun, or come to the end of
            self._rests_of.leave_what_is_under_way(self._waiting)
            self._waiting.update(dict.fromkeys(self._workers))
            self._workers = {}

    def session_has_events(self, session: AnySessionEngine) -> None:
        """Wake the session's worker; may be called from an event loop's callback."""
        worker = self._workers.get(session)
        if worker is None and session.core.is_destroyed and not session.core.inbox:
            return
        self._busy.add(session)
        if worker is not None and self._prompt is not None:
            self._prompt.append(worker)  # what is handled at once keeps nobody waiting
            return
        self._watch(session)
        if worker is not None:
            worker.rest.wake()
        else:
            self._waiting[session] = None
            self._work_came.set()

    def _watch(self, session: AnySessionEngine) -> None:
        """Have it told if what waits of a session does so for long."""
        if self._mode != "concurrent":
            queue = None if self._mode == "serialized" else session
            if not self._backlog.is_watched(queue):
                self._backlog.grew(*self._queue_of(session))

    def gather(self) -> None:
        """Let sessions that have events wait for :meth:`handle_gathered`, which follows at once.

        To be called where no program's code is under way.
        """
        if self._mode != "concurrent":
            self._prompt = []

    def handle_gathered(self) -> None:
        """Have the sessions of which one event was told since :meth:`gather` handle it now.

        It is handled in its session's task all the same, up to the first ``await`` that waits.
        """
        workers, self._prompt = self._prompt, None
        for worker in workers or ():
            session, rest = worker.session, worker.rest
            core = session.core
            if not (rest.can_begin and worker.turn.take_now()):
                self._watch(session)
                rest.wake()
            elif not rest.begin(self._handle_in_turn(worker)):
                if core.inbox:
                    self._watch(session)
            elif core.inbox or core.is_destroyed or session in self._rests_of.left:
                self._watch(session)
                rest.wake()
            else:
                self._busy.discard(session)
                if self._rest is not None:
                    self._rest.set()

    def _queue_of(
        self, session: AnySessionEngine
    ) -> "tuple[AnySessionEngine | None, Callable[[], int]]":
        """The queue of a session's handlers (None: that of all), and what counts its events."""
        if self._mode == "serialized":
            return None, lambda: sum(awaited(one, self._handlers) for one in self._busy)
        return session, lambda: awaited(session, self._handlers)

    async def finish(self, patience: float) -> None:
        """Wait until all has been handled.

        Parameters:
            patience: seconds, after which it is given up.
        """
        with anyio.move_on_after(patience):
            while self._busy or self._beside:
                self._rest = anyio.Event()
                await self._rest.wait()

    async def _start_workers(self) -> None:
        # A task of its own, since task groups take no children from an event loop's callback.
        while self._tasks is not None:
            await self._work_came.wait()
            self._work_came = anyio.Event()
            sessions, self._waiting = self._waiting, {}
            for session in sessions:
                if session not in self._workers:
                    turn = self._turn if self._mode == "serialized" else Turn()
                    turn = self._turns.setdefault(session, turn)
                    self._workers[session] = Worker(self, session, turn)
                    self._tasks.start_soon(self._work, self._workers[session])

    def next_activity(self) -> "anyio.Event":
        """An event that is set when a handler has run."""
        if self._activity is None:
            self._activity = anyio.Event()
        return self._activity

    async def drain(self) -> None:
        """Let handlers run that are ready, and what their browsers have sent already be read."""
        idle = 0
        for _ in range(_MOST_TURNS):
            before = self._steps
            await anyio.lowlevel.checkpoint()
            idle = idle + 1 if self._steps == before else 0
            if idle > _TURNS_TO_A_HANDLER:
                return

    async def out_of_turn(self, worker: Worker, promise: Promise) -> object:
        """Have others work in the place of a worker while its handler waits for a promise."""
        session = worker.session
        if self._workers.get(session) is worker:
            # The starter makes another one, with nothing in its context of what this one is at.
            del self._workers[session]
            self._waiting[session] = None
            self._busy.add(session)
            self._work_came.set()
        if worker.calls is not None:
            self._leave_behind(session, worker.calls)
            worker.calls = None
        self._is_beside(worker, False)
        ticket = Ticket(worker.turn)
        promise.on_settled(ticket.queue)  # before what comes after the answer
        with self._backlog.paused(self._queue_of(session)[0]):
            worker.turn.give()
            try:
                await ticket.granted.wait()
            except GeneratorExit:
                raise
            except BaseException:
                ticket.queue()
                await wait_however(ticket.granted)
                raise
            finally:
                self._is_beside(worker, True)
        return promise.result()

    def _is_beside(self, worker: Worker, is_so: bool) -> None:
        """Note whether a worker that was replaced runs a handler; the end waits for those."""
        if worker.is_beside != is_so:
            worker.is_beside = is_so
            self._beside += 1 if is_so else -1
            if not is_so:
                self._rests()

    async def _work(self, worker: Worker) -> None:
        """Run a session's handlers until it is destroyed, or another worker does."""
        context.is_handling.set(True)
        _worker.set(worker)
        worker.task = anyio.get_current_task().id
        session = worker.session
        context.handled_session.set(session.core.id)
        # Of 900 bytes, so only where handlers run beside each other.
        places = anyio.Semaphore(MOST_HANDLERS) if self._mode == "concurrent" else None
        try:
            while not (session.core.is_destroyed or worker.is_beside):
                await self._handle_all(worker, places)
                if not (session.core.inbox or worker.is_beside):
                    self._rests(session)
                    await worker.rest.wait()
            if not worker.is_beside:
                await self._handle_all(worker, places)
        finally:
            self._is_beside(worker, False)
            if self._workers.get(session) is worker:
                del self._workers[session]
                self._backlog.forget(session)
                self._rests(session)
                # Serving ends: the next run goes on with what is left.
                if worker.calls is not None:
                    self._leave_behind(session, worker.calls)
                if session.core.inbox:
                    self._waiting[session] = None

    def _rests(self, session: AnySessionEngine | None = None) -> None:
        """One thing less to wait for at the end."""
        if session is not None:
            self._busy.discard(session)
        if self._rest is not None:
            self._rest.set()

    async def _handle_all(self, worker: Worker, places: "anyio.Semaphore | None") -> None:
        session = worker.session
        while session.core.inbox or session in self._rests_of:
            # An event is taken when its handlers can be called: who is cancelled here loses none.
            if places is not None:
                await places.acquire()
                if self._tasks is not None:  # else this is cancelled next
                    self._begin_beside(self._tasks, session, places)
            else:
                await worker.turn.take()
                await self._handle_in_turn(worker)
            if worker.is_beside:
                return
            if session.core.inbox:
                await anyio.lowlevel.checkpoint()  # handlers without await let others run, too

    def _take(self, session: AnySessionEngine) -> SessionEvent | None:
        # What a user changed goes to the other browsers, also when no handler wants to know.
        core = session.core
        if len(core.inbox) > 1:  # it may be much work; a click is not worth watching
            event = self.watchdog.watch(session, core.next_event, REPORTS_AT_A_TIME)
        else:
            event = core.next_event(REPORTS_AT_A_TIME)
        if session.app.hub.has_news:
            session.app.settle_now()
        if event is not None:
            self._steps += 1
            self._tally.events += 1
        return event

    def _next_calls(self, session: AnySessionEngine) -> Iterator[HandlerCall] | None:
        """The handlers that are left of an event, else those of the next one, if there is any."""
        if self._rests_of.left:
            calls = self._rests_of.take(session)
            if calls is not None:
                return calls
        event = self._take(session)
        if event is None:
            return None
        return calls_for(session, event, self._handlers, self._logger)

    def _leave_behind(self, session: AnySessionEngine, calls: Iterator[HandlerCall]) -> None:
        """Leave the rest of an event's handlers to another worker, or to the next run."""
        self._rests_of.leave(session, calls)
        self._waiting[session] = None

    def _begin_beside(
        self, tasks: "anyio.abc.TaskGroup", session: AnySessionEngine, places: "anyio.Semaphore"
    ) -> None:
        calls = self._next_calls(session)
        if calls is None:
            places.release()
        else:
            self._beside += 1
            self._rests_of.begin(session, calls)
            tasks.start_soon(self._handle_beside, session, calls, places)

    async def _handle_beside(
        self,
        session: AnySessionEngine,
        calls: Iterator[HandlerCall],
        places: "anyio.Semaphore",
    ) -> None:
        try:
            for call in calls:
                await self._handle(session, call)
            self._rests_of.end(calls)
            self._has_handled()
        finally:
            places.release()
            self._beside -= 1
            self._rests()

    async def _handle_in_turn(self, worker: Worker) -> None:
        """Handle an event, and give the turn that was taken for it."""
        session = worker.session
        try:
            worker.calls = self._next_calls(session)
            if worker.calls is None:
                return
            for call in worker.calls:
                await self._handle(session, call)
                if worker.is_relieved:
                    break  # another worker has the rest
            worker.calls = None
            self._has_handled()
        finally:
            worker.turn.give()

    def _has_handled(self) -> None:
        self._steps += 1
        if self._activity is not None:
            self._activity.set()
            self._activity = None
