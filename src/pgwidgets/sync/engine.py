"""The engine of an application of the sync API.

Knows: when serving begins and ends, the threads that it takes, and the lock of the core.
Must not know: bytes, messages, the state of widgets.

**The lock.** The core is plain code without a thought of threads. One re-entrant lock guards all of
an application's: the hub, its sessions and widgets, their handlers' lists, connections, timers, and
what waits to be done by which thread. Every operation of the program takes it for as long as it
takes to change the state and to queue messages; the I/O thread takes it to feed and to drain.
No handler runs under it, no logger's, and no thread waits for a browser with it.
"""

import threading
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from functools import partial
from typing import Any

from pgwidgets_proto import CloseCode, HttpRequest, Promise, Session, SessionGoneError
from pgwidgets_transports.seam import Response
from pgwidgets_transports.threads import Listener

from .. import _context as context
from .._engine import BaseEngine
from .._session_engine import AnySessionEngine
from .._signals import heeding_signals
from ..observing.stats import Stats
from .dispatch import Dispatcher
from .lanes import Crew, ThreadLane, wait_in_slices

HANDLER_PACE = 0.03
"""Seconds after a call in a handler at which it is sent, with the calls that follow it, in one
frame; it is sent sooner when the handler ends, or when the frame is full.
"""
THREAD_PAUSE = 1.0
"""Seconds until a thread is asked for again, where the system had none to spare."""
TRY_AGAIN = CloseCode.TRY_AGAIN_LATER
PACE = 0.01
"""Seconds between two frames outside of handlers: a call is sent so long after the last frame, or
at once if that was longer ago.
"""


class Engine(BaseEngine):
    """What does the work of one application, with threads."""

    lock: threading.RLock
    """Of the core; see the head of the module."""

    dispatcher: Dispatcher
    _listener: Listener | None = None
    _helper: ThreadLane | None = None
    failure: BaseException | None = None
    _is_interrupted = False

    # --- serving

    def run(self, open_browser: bool = False) -> None:
        """Serve until the end; see :meth:`Application.run`."""
        self._is_interrupted = False
        stand = context.stand.get()
        with nullcontext() if stand is not None else heeding_signals(self._interrupt):
            self.start()
            try:
                self.announce(open_browser)
                if self._is_interrupted:
                    self._begin_to_close()
                self.dispatcher.serve(self._ended)
                self.close()
            except KeyboardInterrupt:  # the second one
                self._begin_to_close(at_once=True)
            except BaseException:  # of a handler, where this thread runs them
                self.close()
                raise
        if self.failure is not None:
            raise self.failure

    def start(self) -> None:
        """Begin to serve; see :meth:`Application.start`."""
        with self.lock:
            if self._listener is not None:
                return
            sockets = self._bind()
            stand = context.stand.get()
            listener = Listener(self) if stand is None else stand.threaded_listener(self)
            listener.listen(sockets, self.settings.ssl_context)
            self._listener, self.clock, self.failure = listener, listener.clock, None
            self._ended.clear()
            self._helper = ThreadLane(self.lock, self._crew, "pgwidgets helper")
            try:
                # What the I/O thread relies on is there before it is: later there may be none.
                self.dispatcher.open()
                self._helper.start()
                self._crew.start("pgwidgets I/O", partial(self._serve, listener))
            except RuntimeError:  # the system has no thread to spare
                listener.drop()
                self._end()
                raise
            self.settle_now()

    def close(self) -> None:
        """Stop serving; see :meth:`Application.close`."""
        self._begin_to_close()
        if context.is_handling.get():
            return
        patience = self.settings.limits.close_time
        # Browsers have as long to say goodbye, and so has what is to be saved.
        wait_in_slices(self._ended.wait, (2 if self.saver is None else 4) * patience)
        self.dispatcher.finish()
        for name in self._crew.join(patience):
            text = "the thread %r still runs, %s s after the application was closed"
            self.settings.logger.warning(text, name, patience)

    # --- what the base leaves to each API

    def _new_dispatcher(self) -> Dispatcher:
        # Called once, at the end of the constructor: what is needed from here on is made here.
        self.lock = threading.RLock()
        self._crew = Crew()
        self._ended = threading.Event()
        self._ended.set()
        self._awaited: set[Promise] = set()
        self._starved: set[Session] = set()  # those whose events wait for a thread
        settings = self.settings
        return Dispatcher(
            settings.concurrency_handling,
            self.handlers,
            settings.logger,
            self.lock,
            self._crew,
            self._new_backlog(),
            settings.limits.events,
            self.tally,
            self.spans,
        )

    def act(self, operation: Callable[..., Any], *args: Any) -> Any:
        """Do something in the core, with the lock."""
        with self.lock:
            return super().act(operation, *args)

    def on_timer(self, now: float) -> None:
        """The time of the earliest deadline has come."""
        with self.lock:
            super().on_timer(now)

    def call_home(self, function: Callable[..., None], *args: Any) -> None:
        """Have a function called with the lock; later, if another thread has that just now.

        Who has the lock may wait for the one who calls: a session that is made for a store.
        """
        listener = self._listener
        if not self.lock.acquire(blocking=listener is None):
            assert listener is not None
            listener.call_soon(partial(self._at_home, function, args))
            return
        try:
            function(*args)
        finally:
            self.lock.release()

    def _at_home(self, function: Callable[..., None], args: tuple[Any, ...]) -> None:
        with self.lock:
            function(*args)

    def stats(self) -> Stats:
        """What :meth:`Application.stats` gives."""
        with self.lock:
            return super().stats()

    @property
    def lacks_means(self) -> bool:
        """Whether visitors are turned away just now: threads may be what is lacking, too."""
        return bool(self._starved) or super().lacks_means

    def log(
        self,
        level: int,
        text: str,
        *args: Any,
        extra: Mapping[str, Any] | None = None,
        exc_info: Exception | None = None,
    ) -> None:
        """Note what the core brought about, without the lock."""
        # The lock is held, and a logger's handlers are the program's: they get another thread.
        log = partial(super().log, level, text, *args, extra=extra, exc_info=exc_info)
        if self._helper is None:
            log()
        else:
            self._helper.post(log)

    def no_thread_for(self, session: AnySessionEngine, error: RuntimeError) -> None:
        """The system has no thread for a session's handlers: its browsers come again later.

        What waits for the handlers is tried again, too. To be called with the lock.
        """
        links = session.core.links
        channels = [link.channel for link in links if link.channel is not None]
        for link in links:
            self.log_refusal(link.browser.address, TRY_AGAIN, f"no thread for {session!r}: {error}")
            link.shut(TRY_AGAIN, "the server is too busy")
        for channel in channels:
            if channel.wake is not None:
                channel.wake()
        if session.core not in self._starved:
            self._starved.add(session.core)
            self.hub.deadlines.add(THREAD_PAUSE, lambda now: self._try_again(session))

    def _try_again(self, session: AnySessionEngine) -> None:
        self._starved.discard(session.core)
        self.dispatcher.session_has_events(session)
        if session.core.readings.is_due:
            self.dispatcher.session_has_readings(session)

    # --- waiting

    @property
    def is_in_the_core(self) -> bool:
        """Whether this thread holds the lock: it may wait for nobody.

        So it is where the program's own code is called by an operation, as an iterator is that was
        given as an argument.
        """
        is_mine: bool = self.lock._is_owned()  # type: ignore[attr-defined] # as Condition asks it
        return is_mine

    def wait_for(self, promise: Promise, wait: Callable[[], object] | None = None) -> Any:
        """Wait until a promise is settled; gives its value, raises its exception.

        Parameters:
            promise: the promise.
            wait: returns when it is settled; None: this thread sleeps until then.
        """
        if not promise.is_settled:
            if self.is_in_the_core:
                raise RuntimeError("a browser can't be waited for while a call is carried out")
            settled = threading.Event()
            with self.lock:
                if self.clock is None:
                    promise.settle(exception=SessionGoneError("the application is closed"))
                self._awaited.add(promise)
                promise.on_settled(settled.set)
            try:
                if wait is None:
                    wait_in_slices(settled.wait)
                else:
                    wait()
            finally:
                with self.lock:
                    self._awaited.discard(promise)
        return promise.result()

    @property
    def may_go_on(self) -> bool:
        """Whether handlers have something to do, other than to wait for browsers."""
        with self.lock:
            helper = self._helper
            if helper is not None and (len(helper) or helper.at_work):
                return True
            blocked = sum(not promise.is_settled for promise in self._awaited)
            return self.dispatcher.may_go_on(blocked)

    def start_anew(self) -> None:
        """Begin to serve; raises RuntimeError where it does already."""
        with self.lock:
            if self._listener is not None:
                raise RuntimeError("the application serves already")
            self.start()

    def _serve(self, listener: Listener) -> None:
        """What the I/O thread does."""
        try:
            listener.run()
        except BaseException as exc:
            self.failure = exc
            self.settings.logger.critical("the server has failed", exc_info=True)
        finally:
            self._end()

    def _end(self) -> None:
        with self.lock:
            self.clock = self._listener = None
            self._unbind()
            for promise in list(self._awaited):
                promise.settle(exception=SessionGoneError("the application was closed"))
            self.dispatcher.stop()
            if self._helper is not None:
                self._helper.stop()
            self._ended.set()  # before the lock is given back: the next start() takes it back

    def _begin_to_close(self, *, at_once: bool = False) -> None:
        listener = self._listener
        if listener is None:
            self.dispatcher.stop()
        else:
            listener.call_soon(partial(self._shut_down, listener, at_once=at_once))

    def _shut_down(self, listener: Listener, *, at_once: bool = False) -> None:
        if self.saver is not None and not at_once:
            if not self.hub.is_stopping:
                self.act(self.hub.stop_reading)
                self._crew.start("pgwidgets saving", partial(self._save_last, listener))
            return
        self._part(listener)

    def _save_last(self, listener: Listener) -> None:
        """Have handlers end, and save what came of it; on a thread of its own.

        In the second half of their time no more are begun, so that none is cut off for having come
        late.
        """
        assert self.saver is not None
        patience = self.settings.limits.close_time
        self.dispatcher.wait_for_rest(patience / 2)
        self.act(self.saver.leave_what_waits)
        self.dispatcher.wait_for_rest(patience / 2)
        stored = threading.Event()
        promise: Promise = self.act(self.saver.stop)
        with self.lock:
            promise.on_settled(stored.set)
        stored.wait(patience)
        listener.call_soon(partial(self._part, listener))

    def _part(self, listener: Listener) -> None:
        """Send all browsers away, and end."""
        self.act(self.hub.close)
        listener.close(self.settings.limits.close_time)

    def _interrupt(self) -> None:
        """What a signal does: it takes no lock, which it may have interrupted the holder of."""
        if self._is_interrupted:
            raise KeyboardInterrupt
        self._is_interrupted = True
        listener = self._listener
        if listener is not None:
            listener.call_soon(partial(self._shut_down, listener))

    # --- what a transport needs (pgwidgets_transports/seam.py)

    def respond(self, request: HttpRequest, reply: Callable[[Response], None]) -> None:
        """Answer an HTTP request, on the thread that may read files; called by the transport."""
        assert self._helper is not None  # it is there before the transport is
        self._helper.post(lambda: reply(self._answer(request)))

    def _answer(self, request: HttpRequest) -> Response:
        at_once: Response | None = self.act(self.answer_at_once, request)
        return self.answer(request) if at_once is None else at_once

    def send_at(self, now: float, last: float) -> float:
        """When to send what fills no frame; called by the transport, on the caller's thread."""
        return now + HANDLER_PACE if context.is_handling.get() else max(now, last + PACE)

    def settle(self, now: float) -> None:
        """Send and dispatch what the last call of the core brought about; called by transports."""
        with self.lock:
            super().settle(now)
