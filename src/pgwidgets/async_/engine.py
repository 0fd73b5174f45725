"""The engine of an application of the async API.

Knows: when serving begins and ends on an event loop, and which loop it is.
Must not know: bytes, messages, the state of widgets.
"""

import socket
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING, Any

import anyio
import anyio.abc
import anyio.lowlevel
import anyio.to_thread

import pgwidgets_proto as core
from pgwidgets_proto import HttpRequest
from pgwidgets_transports.seam import Listener, Response, Spawner

from .. import _context as context
from .._engine import BaseEngine
from .._session_engine import AnySessionEngine
from .._signals import heeding_signals
from .._static import plain
from .completion import outcome
from .dispatch import Dispatcher
from .loops import Home, asyncio_loop, call_soon_from_anywhere, new_listener, woken_by_signals

if TYPE_CHECKING:
    import asyncio

    from ..stores.saving import Saver


class Engine(BaseEngine):
    """What does the work of one application, on asyncio or trio."""

    dispatcher: Dispatcher
    _closing: "anyio.Event | None" = None
    _ended: "anyio.Event | None" = None
    _tasks: "anyio.abc.TaskGroup | None" = None
    _background: "asyncio.Task[None] | None" = None
    _exit: BaseException | None = None
    _is_awaited = False
    home: Home | None = None
    _making = threading.Lock()

    # --- serving

    async def run(self, open_browser: bool = False) -> None:
        """Serve until the end; see :meth:`Application.run`."""
        with anyio.CancelScope() as scope, self._heeding_signals(scope):
            if self._closing is None:
                await self._serve(self._open(), partial(self.announce, open_browser))
            else:
                self.announce(open_browser)
                await self._end_of_serving()
        if isinstance(self._exit, KeyboardInterrupt):
            self._exit = None
        self._raise_exit()

    def _heeding_signals(self, scope: "anyio.CancelScope") -> AbstractContextManager[None]:
        if context.stand.get() is not None:  # signals are for whoever has set the stage
            return nullcontext()
        return heeding_signals(self._interruption(scope), woken_by_signals)

    async def start(self) -> None:
        """Begin to serve; see :meth:`Application.start`."""
        if self._closing is not None:
            return
        loop = asyncio_loop()
        if loop is None:
            raise RuntimeError("start() needs `async with app:` on this event loop")
        sockets = self._open()
        self._background = loop.create_task(self._serve_beside(loop, sockets))
        await anyio.lowlevel.checkpoint()

    async def enter(self) -> None:
        """Begin to serve in a task group; :meth:`leave_block` ends it."""
        sockets = self._open()
        self._tasks = anyio.create_task_group()
        await self._tasks.__aenter__()
        self._tasks.start_soon(self._serve_block, sockets)

    async def leave_block(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> bool | None:
        """End what :meth:`enter` began, with the exception that the block ends with."""
        assert self._tasks is not None
        if self._closing is not None:
            self._closing.set()
        if error is not None and not isinstance(error, anyio.get_cancelled_exc_class()):
            # The block's own exception shall come out as it is, in no group.
            self._tasks.cancel_scope.cancel()
            await self._tasks.__aexit__(None, None, None)
            return False
        is_settled = await self._tasks.__aexit__(kind, error, traceback)
        self._raise_exit()
        return is_settled

    async def process_events(self, timeout: float = 0) -> None:
        """Let handlers run; see :meth:`Application.process_events`."""
        activity = self.dispatcher.next_activity()  # first: what runs from here on counts
        await self.dispatcher.drain()
        if timeout > 0 and not activity.is_set():
            with anyio.move_on_after(timeout):
                await activity.wait()
                await self.dispatcher.drain()

    async def close(self) -> None:
        """Stop serving; see :meth:`Application.close`."""
        if self._closing is None:
            return
        if self.home is not None:
            self.home.check("Application.close()")
        self._closing.set()
        if context.is_handling.get():
            return
        if self._background is not None:
            import asyncio  # it runs us

            # Who gives up waiting does not break off what others wait for, too.
            await asyncio.shield(self._background)
        elif self._ended is not None:
            await self._ended.wait()

    # --- what the base leaves to each API

    def _new_dispatcher(self) -> Dispatcher:
        settings = self.settings
        return Dispatcher(
            settings.concurrency_handling,
            self.handlers,
            settings.logger,
            self._new_backlog(),
            settings.limits.handler_stall,
            self.tally,
            self.spans,
            self.leave,
            self._settle_handler,
        )

    def _new_listener(self, tasks: Spawner) -> Listener:
        """Make the transport's side of a run; a subclass may bring a transport of its own."""
        return new_listener(self, tasks)

    def act(self, operation: Callable[..., Any], *args: Any) -> Any:
        """Do something in the core, on the thread that it belongs to."""
        if self.home is not None and self.home.thread != threading.get_ident():
            self.home.check("the application")
        return super().act(operation, *args)

    def call_home(self, function: Callable[..., None], *args: Any) -> None:
        """Have a function called on the event loop, by a thread that reads files."""
        home = self.home
        if home is None or home.thread == threading.get_ident():
            function(*args)
        else:
            home.call_soon(partial(function, *args))

    def session_of(self, core_session: core.Session) -> AnySessionEngine:
        """The engine of a session; any thread may ask for it."""
        with self._making:  # of two threads that ask, one makes it
            return super().session_of(core_session)

    async def live(self, started: Callable[[], None]) -> None:
        """Run handlers and timers until :meth:`close`, for a server that is not ours (asgi.py).

        Where it does serve already, nothing is left to do.

        Parameters:
            started: called when :meth:`close` has something to close.
        """
        serves_already = self._closing is not None
        if not serves_already:
            self._closing, self._ended = anyio.Event(), anyio.Event()
            self._open_doors()
        started()
        if not serves_already:
            await self._serve([])
            self._raise_exit()

    def _open(self) -> list[socket.socket]:
        if self._closing is not None:
            raise RuntimeError("the application serves already")
        sockets = self._bind()
        self._closing, self._ended, self._exit = anyio.Event(), anyio.Event(), None
        return sockets

    async def _serve(
        self, sockets: list[socket.socket], started: Callable[[], None] = lambda: None
    ) -> None:
        assert self._closing is not None
        assert self._ended is not None
        self.home = Home()
        try:
            started()
            async with self.dispatcher.running() as tasks:
                listener = self._new_listener(tasks)
                self.clock = listener.clock
                try:
                    await listener.listen(sockets, self.settings.ssl_context)
                    self.settle_now()
                    await self._closing.wait()
                    patience = self.settings.limits.close_time
                    if self.saver is not None:
                        await self._save_last(self.saver, patience)
                    self.hub.close()
                    self.settle_now()
                    await listener.close(patience)
                    await self.dispatcher.finish(patience)
                finally:
                    with anyio.CancelScope(shield=True):
                        await listener.close(0)
        finally:
            for sock in sockets:
                sock.close()  # those that the listener did not come to
            self.clock = self._closing = self._background = self.home = None
            self._unbind()
            self._ended.set()

    async def _save_last(self, saver: "Saver", patience: float) -> None:
        """Have handlers end, and save what came of it; each has so many seconds.

        In the second half no more are begun, so that none is cut off for having come late.
        """
        self.act(self.hub.stop_reading)
        await self.dispatcher.finish(patience / 2)
        saver.leave_what_waits()
        await self.dispatcher.finish(patience / 2)
        with anyio.move_on_after(patience):
            await outcome(saver.stop())
        self.settle_now()

    async def _end_of_serving(self) -> None:
        """Wait for the end of what :meth:`start` or :meth:`enter` has begun."""
        assert self._closing is not None
        assert self._ended is not None
        closing = self._closing
        self._is_awaited = True
        try:
            await self._ended.wait()
        finally:
            self._is_awaited = False
            closing.set()

    async def _serve_beside(
        self, loop: "asyncio.AbstractEventLoop", sockets: list[socket.socket]
    ) -> None:
        await self._serve(sockets)
        if self._exit is not None and not self._is_awaited:
            loop.call_soon(self._raise_exit)  # it ends the loop; of a task it would be told twice

    async def _serve_block(self, sockets: list[socket.socket]) -> None:
        assert self._tasks is not None
        await self._serve(sockets)
        if self._exit is not None:
            self._tasks.cancel_scope.cancel()  # the block's end raises it

    def leave(self, error: BaseException) -> None:
        """The program is to end with this exception: serving does first, in good order."""
        self._exit = error
        if self._closing is not None:
            self._closing.set()

    def _raise_exit(self) -> None:
        error, self._exit = self._exit, None
        if error is not None:
            raise error

    def _interruption(self, scope: "anyio.CancelScope") -> Callable[[], None]:
        """What a signal does: it ends :meth:`run`, in good order or at once."""
        call_soon = call_soon_from_anywhere()
        is_unheard = False

        def interrupt() -> None:
            nonlocal is_unheard
            if is_unheard and self.dispatcher.watchdog.is_in_a_handler:
                raise KeyboardInterrupt
            is_unheard = True
            call_soon(heed)

        def heed() -> None:
            nonlocal is_unheard
            is_unheard = False
            if self._closing is None or self._closing.is_set():
                scope.cancel()  # the second time: wait for nobody
            else:
                self._closing.set()

        return interrupt

    # --- what a transport needs (pgwidgets_transports/seam.py)

    def settle_now(self) -> None:
        """Send and dispatch, while serving, what the last call of the core brought about.

        While a handler has the loop, nobody else can do anything about it: it waits until the
        handler gives the loop back (:meth:`_settle_handler`), but for full frames.
        """
        if self.clock is None:
            return
        hub = self.hub
        if self.dispatcher.watchdog.is_in_a_handler:
            if hub.pressing:
                self._send_full_frames()
        elif hub.has_news:
            self._settle(self.clock.now())

    def _send_full_frames(self) -> None:
        pressing = list(self.hub.pressing)
        self.hub.pressing.clear()
        self._wake([one for one in pressing if one.flush is None or one.has_full_frame])

    def _settle_handler(self) -> None:
        """A handler gives the loop back: send and dispatch what its calls have brought about."""
        hub, clock = self.hub, self.clock
        if clock is None:
            return
        for channel in hub.ready():
            if channel.flush is not None:  # it spares the callback that ``wake`` would ask for
                channel.flush()
            elif channel.wake is not None:
                channel.wake()
        if hub.has_news:
            self._settle(clock.now())

    def settle(self, now: float) -> None:
        """Send what the last call of the core brought about, and have events handled."""
        if self.hub.has_news:
            self.dispatcher.gather()
            try:
                self._settle(now)
            finally:
                self.dispatcher.handle_gathered()

    async def respond(self, request: HttpRequest) -> Response:
        """Answer an HTTP request; called by the transport."""
        at_once = self.answer_at_once(request)
        if at_once is not None:
            return at_once
        if self.site.is_at_hand:
            return self.answer(request)
        try:
            return await anyio.to_thread.run_sync(self.answer, request)
        except (
            RuntimeError
        ) as exc:  # the system has no thread to spare; answer() itself never raises
            self._observing.ran_out(time.monotonic())
            self.log_refusal(request.peer, 503, f"no thread to read files: {exc}")
            return plain(503, "The server is too busy.")
