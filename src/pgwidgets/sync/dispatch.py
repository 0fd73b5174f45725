"""Runs the program's handlers on threads, one session's after another or side by side.

Knows: the three modes of concurrency. Must not know: sockets, HTTP, widgets' state.

Everything here is guarded by the application's lock, which is never held while a handler runs.
What waits is bounded: events by ``Limits.events``, calls of ``gui_do`` by the same number,
handlers that run side by side by :data:`MOST_HANDLERS`.
"""

import logging
import threading
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import CancelledError, Future
from functools import partial
from time import monotonic
from typing import Any

from pgwidgets_proto import Promise, SessionEvent, SessionGoneError

from .. import _context as context
from .._backlog import Backlog
from .._calls import (
    REPORTS_AT_A_TIME,
    ApplicationHandlers,
    HandlerCall,
    awaited,
    calls_for,
)
from .._handlers import check_handler
from .._session_engine import AnySessionEngine
from .._settings import ConcurrencyHandling
from .._tally import Tally
from ..observing.tracing import Spans
from .lanes import Crew, Job, Lane, ThreadLane, wait_in_slices
from .reading import Reader
from .running import HandlerRunner, answer
from .turns import Run, Waiting, here

_GLANCE = 0.05
"""Seconds between two looks at whether handlers run still, where nothing tells of their end."""

MOST_HANDLERS = 100
"""Threads of the mode ``"concurrent"``; more events wait for one of them to end."""


class Dispatcher:
    """Hands events of the core, and calls of ``gui_do``, to the threads that they are for.

    Parameters:
        mode: ``"per_session"``: each session has a thread, while a browser shows it or it has
            something to do; ``"serialized"``: all is done by the thread that calls :meth:`serve` or
            :meth:`process`; ``"concurrent"``: each event has a thread.
        handlers: those that are of no widget.
        logger: gets the traceback of a handler that raises.
        lock: the application's.
        crew: whose threads they are.
        backlog: is told which handlers run, and that something waits for their thread.
        limit: how many calls may wait for one thread.
        tally: counts events and handlers.
        spans: makes a span of each handler of an event; None: nobody wants any.
    """

    def __init__(
        self,
        mode: ConcurrencyHandling,
        handlers: ApplicationHandlers,
        logger: logging.Logger,
        lock: threading.RLock,
        crew: Crew,
        backlog: Backlog,
        limit: int,
        tally: Tally,
        spans: Spans | None,
    ) -> None:
        self._mode = mode
        self._handlers = handlers
        self._logger = logger
        self._lock = lock
        self._crew = crew
        self._backlog = backlog
        self._limit = limit
        self._tally = tally
        self._runner = HandlerRunner(mode, logger, lock, backlog, tally, spans)
        self._lanes: dict[AnySessionEngine, ThreadLane] = {}
        self._driven = Lane(lock)
        self._events = ThreadLane(lock, crew, "pgwidgets events")
        self._places = threading.Semaphore(MOST_HANDLERS)
        self._beside = 0  # of those places, so many are taken
        self._queued: set[AnySessionEngine] = set()
        self._calls: set[Future[Any]] = set()
        self._activity = threading.Condition(lock)
        self._activities = 0
        self._is_stopped = False
        self._reader = Reader(lock, crew, logger)
        self.session_has_readings = self._reader.session_is_due

    # --- from the core

    def session_has_events(self, session: AnySessionEngine) -> None:
        """See to it that a session's events are handled; may be called from any thread."""
        with self._lock:
            if not session.core.inbox:
                if session.core.is_destroyed:
                    self._end_lane(session)
                return
            if self._mode != "concurrent":
                self._backlog.grew(*self._queue_of(session))
            if session not in self._queued:
                try:
                    self._lane_of(session).post(partial(self._handle_next, session))
                except RuntimeError as exc:
                    session.app.no_thread_for(session, exc)
                else:
                    self._queued.add(session)

    # --- from the program

    def post(
        self,
        session: AnySessionEngine,
        function: Callable[..., Any],
        args: tuple[Any, ...],
        keywords: Mapping[str, Any],
    ) -> None:
        """Have something called on the session's thread; dropped if the application is closed.

        Raises:
            SessionGoneError: the session was destroyed.
            RuntimeError: too many calls wait already.
        """
        check_handler("Session.gui_do()", function)
        call = HandlerCall(function, args, keywords, context.asker.get())
        with self._lock:
            if self._is_stopped:  # which nobody can know who calls from elsewhere
                return
            lane = self._open_lane_of(session)
            if len(lane) >= self._limit:
                raise RuntimeError(
                    f"{function!r} can't be called: more than Limits.events = {self._limit} calls "
                    f"wait for the thread of {session!r}"
                )
            lane.post(partial(self._begin, session, [call]))
            if self._mode != "concurrent":
                self._backlog.grew(*self._queue_of(session))
                session.app.settle_now()

    def call(
        self,
        session: AnySessionEngine,
        function: Callable[..., Any],
        args: tuple[Any, ...],
        keywords: Mapping[str, Any],
    ) -> Any:
        """Call something on the session's thread, and wait for what it gives.

        Raises:
            SessionGoneError: the session was destroyed, or the application closed.
            RuntimeError: this thread has the lock, which that one would wait for.
        """
        check_handler("Session.gui_call()", function)
        future: Future[Any] = Future()
        is_in_the_core = session.app.is_in_the_core
        with self._lock:
            lane = self._open_lane_of(session)
            is_here = lane.is_mine or self._mode == "concurrent"
            if not is_here:
                if is_in_the_core:
                    raise RuntimeError("a thread can't be waited for while a call is carried out")
                self._calls.add(future)
                told = (future, function, args, keywords)
                call = HandlerCall(answer, told, asker=context.asker.get())
                lane.post(partial(self._begin, session, [call]))
        if is_here:
            return function(*args, **keywords)
        try:
            settled = threading.Event()
            future.add_done_callback(lambda _: settled.set())
            wait_in_slices(settled.wait)
            return future.result()
        except CancelledError:
            if not future.cancelled():  # it was the function that raised it
                raise
            raise SessionGoneError(
                f"the application was closed before {function!r} was called"
            ) from None
        finally:
            with self._lock:
                self._calls.discard(future)

    def serve(self, ended: threading.Event) -> None:
        """Wait for the end of serving; meanwhile run those handlers that are for this thread."""
        if self._mode == "serialized":
            goes_on = True
            while goes_on:
                self._driven.wait()
                goes_on = self._driven.do_next()
        wait_in_slices(ended.wait)

    def process(self, timeout: float) -> None:
        """Run the handlers that are for this thread; where none are, wait until one has run.

        Parameters:
            timeout: seconds to wait for the first.
        """
        if self._mode != "serialized":
            with self._activity:
                before = self._activities
                has_acted = partial(self._activity.wait_for, lambda: self._activities != before)
                wait_in_slices(has_acted, timeout)
        else:
            self._driven.wait(max(0.0, timeout))
            self.finish()

    def finish(self) -> None:
        """Run the handlers that wait for this thread now, and not what comes meanwhile."""
        if self._driven.is_mine:
            with self._lock:
                waiting = sum(len(session.core.inbox) for session in self._queued)
                ready = len(self._driven) - len(self._queued) + waiting
            while ready and self._driven.do_next():
                ready -= 1

    def may_go_on(self, blocked: int) -> bool:
        """Whether a handler, a call or a reader runs, or is about to. To be called with the lock.

        Parameters:
            blocked: so many of those that run wait for a browser.
        """
        lanes = (self._driven, self._events, *self._lanes.values())
        if self._reader.is_reading or any(lane.may_go_on for lane in lanes):
            return True
        return sum(lane.at_work for lane in lanes) + self._beside > blocked

    def wait_for_rest(self, patience: float) -> None:
        """Wait until no handler runs, or is about to; for so many seconds at most."""
        end = monotonic() + patience
        with self._lock:
            while self.may_go_on(0) and monotonic() < end:
                self._activity.wait(_GLANCE)

    # --- beginning and end

    def open(self) -> None:
        """The application begins to serve.

        Raises:
            RuntimeError: the system has no thread to spare.
        """
        with self._lock:
            if self._is_stopped:
                self._is_stopped = False
                self._lanes = {}
                self._events = ThreadLane(self._lock, self._crew, "pgwidgets events")
                self._driven.reopen()
            if self._mode == "concurrent":
                self._events.start()

    def stop(self) -> None:
        """The application serves no more: threads do what is queued for them, and end."""
        with self._lock:
            self._is_stopped = True
            for lane in (self._driven, self._events, *self._lanes.values()):
                lane.stop()
            for future in self._calls:
                future.cancel()

    def _lane_of(self, session: AnySessionEngine) -> Lane:
        if self._mode == "serialized":
            return self._driven
        if self._mode == "concurrent":
            return self._events
        lane = self._lanes.get(session)
        if lane is None:
            lane = ThreadLane(
                self._lock,
                self._crew,
                f"pgwidgets session {session.core.id}",
                may_rest=lambda: not session.core.links,
            )
            self._lanes[session] = lane
            if self._is_stopped or session.core.is_destroyed:
                lane.stop()
        return lane

    def _queue_of(
        self, session: AnySessionEngine
    ) -> "tuple[AnySessionEngine | None, Callable[[], int]]":
        """The queue of a session's handlers (None: that of all), and what counts its events.

        Calls of ``gui_do`` count as events do: each job of a lane that is not a session's is one.
        """
        if self._mode == "serialized":

            def count_all() -> int:
                events = sum(awaited(one, self._handlers) for one in self._queued)
                return events + len(self._driven) - len(self._queued)

            return None, count_all

        def count() -> int:
            lane = self._lanes.get(session)
            calls = 0 if lane is None else len(lane) - (session in self._queued)
            return calls + awaited(session, self._handlers)

        return session, count

    def _open_lane_of(self, session: AnySessionEngine) -> Lane:
        if self._is_stopped:
            raise SessionGoneError("the application is closed")
        if session.core.is_destroyed:
            raise SessionGoneError(f"session {session.core.id!r} was destroyed")
        return self._lane_of(session)

    def _end_lane(self, session: AnySessionEngine) -> None:
        lane = self._lanes.pop(session, None)
        if lane is not None:
            lane.stop()
        self._backlog.forget(session)

    def _handle_next(self, session: AnySessionEngine) -> None:
        """Handle one event of a session; if there are more, others get their turn first."""
        with self._lock:
            self._queued.discard(session)
            # What a user changed goes to the other browsers, also when no handler wants to know.
            event = session.core.next_event(REPORTS_AT_A_TIME)
            session.app.settle_now()
            self.session_has_events(session)
            self._tally.events += event is not None
        if event is not None:
            self._begin(session, list(self._calls_for(session, event)))

    def _calls_for(self, session: AnySessionEngine, event: SessionEvent) -> Iterable[HandlerCall]:
        return calls_for(session, event, self._handlers, self._logger)

    def _begin(self, session: AnySessionEngine, calls: list[HandlerCall]) -> None:
        work: Job = partial(self._run, session, calls)
        if self._mode != "concurrent":
            work()
        elif calls:
            self._places.acquire()
            with self._lock:
                self._beside += 1
            name = f"pgwidgets handler of session {session.core.id}"
            try:
                self._crew.start(name, partial(self._free, work))
            except RuntimeError:  # no thread to spare: they run one after another, here
                self._free(work)

    def _free(self, work: Job) -> None:
        try:
            work()
        finally:
            with self._lock:
                self._beside -= 1
            self._places.release()

    def _run(self, session: AnySessionEngine, calls: Iterable[HandlerCall]) -> None:
        was_handling = context.is_handling.set(True)
        of_session = context.handled_session.set(session.core.id)
        outer, here.run = here.run, (run := Run(self, session, calls))
        try:
            while run.calls:
                self._runner.run(session, run.calls.popleft())
        finally:
            here.run = outer
            context.handled_session.reset(of_session)
            context.is_handling.reset(was_handling)
            with self._lock:
                if run.calls:  # one has raised what ends a program: if it goes on, so do these
                    lane = self._lane_of(session)
                    lane.put_first(partial(self._begin, session, list(run.calls)))
                    lane.wake()
                session.send_now()
                self._activities += 1
                self._activity.notify_all()

    # --- handlers that wait for their user

    def wait_outside(self, app: Waiting, promise: Promise) -> Any:
        """Wait for a promise on a thread that runs no handler just now."""
        if self._mode == "serialized" and self._driven.is_mine:  # else nobody would run them
            return self._wait_by_doing(app, promise)
        return app.wait_for(promise)

    def wait_in_a_handler(self, run: Run, app: Waiting, promise: Promise) -> Any:
        """Wait for a promise in a handler: others have its turn meanwhile."""
        if self._mode == "concurrent":
            return app.wait_for(promise)
        session = run.session
        with self._lock:
            lane = self._driven if self._mode == "serialized" else self._lanes.get(session)
            if lane is not None and run.calls:
                left, run.calls = run.calls, deque()
                lane.put_first(partial(self._run, session, left))
        with self._backlog.paused(self._queue_of(session)[0]):
            if lane is None:  # the session has ended
                return app.wait_for(promise)
            if not isinstance(lane, ThreadLane):
                return self._wait_by_doing(app, promise)
            back = lane.leave()
            try:
                if app.dispatcher is self:
                    with self._lock:
                        promise.on_settled(back.due)  # before what comes after the answer
                return app.wait_for(promise)
            finally:
                back.wait()

    def _wait_by_doing(self, app: Waiting, promise: Promise) -> Any:
        """Run others on this very thread, which is the only one that may."""
        with app.lock:
            promise.on_settled(self._driven.wake)
        return app.wait_for(promise, lambda: self._driven.do_until(lambda: promise.is_settled))
