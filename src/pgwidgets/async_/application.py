"""The application of the async API.

Knows: when serving begins and ends on an event loop, and which loop it is.
Must not know: bytes, messages, the state of widgets.
"""

import signal
import socket
import threading
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Self

import anyio
import anyio.abc
import anyio.lowlevel
import anyio.to_thread

from pgwidgets_proto import session as core
from pgwidgets_proto.request import HttpRequest
from pgwidgets_transports.seam import Listener, Response, Spawner

from .. import _context as context
from .._application import BaseApplication
from .dispatch import Dispatcher
from .loops import asyncio_loop, new_listener
from .session import Session

if TYPE_CHECKING:
    import asyncio


class Application(BaseApplication[Session]):
    """Serves sessions to browsers, and runs the program's handlers, on asyncio or trio."""

    _dispatcher: Dispatcher
    _closing: anyio.Event | None = None
    _ended: anyio.Event | None = None
    _tasks: anyio.abc.TaskGroup | None = None
    _background: "asyncio.Task[None] | None" = None

    # --- serving

    async def run(self) -> None:
        """Serve until :meth:`close` is called, Ctrl-C is pressed, or this task is cancelled.

        Raises:
            OSError: a port can't be listened on.
        """
        sockets = self._open()
        self._announce()
        async with anyio.create_task_group() as tasks:
            if threading.current_thread() is threading.main_thread():
                tasks.start_soon(self._heed_signals, tasks.cancel_scope)
            await self._serve(sockets)
            tasks.cancel_scope.cancel()

    async def start(self) -> None:
        """Begin to serve in the background of this event loop; end with :meth:`close`.

        Inside ``async with app`` it does nothing: that has begun to serve.

        Raises:
            OSError: a port can't be listened on.
            RuntimeError: the event loop has no background (trio): use ``async with app``.
        """
        if self._closing is not None:
            return
        loop = asyncio_loop()
        if loop is None:
            raise RuntimeError("start() needs `async with app:` on this event loop")
        sockets = self._open()
        self._background = loop.create_task(self._serve(sockets))
        await anyio.lowlevel.checkpoint()

    async def __aenter__(self) -> Self:
        sockets = self._open()
        self._tasks = anyio.create_task_group()
        await self._tasks.__aenter__()
        self._tasks.start_soon(self._serve, sockets)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> bool | None:
        assert self._tasks is not None
        if self._closing is not None:
            self._closing.set()
        if error is not None and not isinstance(error, anyio.get_cancelled_exc_class()):
            # The block's own exception shall come out as it is, in no group.
            self._tasks.cancel_scope.cancel()
            await self._tasks.__aexit__(None, None, None)
            return False
        return await self._tasks.__aexit__(kind, error, traceback)

    async def process_events(self, timeout: float = 0) -> None:
        """Let handlers run, for programs with a loop of their own.

        Parameters:
            timeout: seconds to wait for one; 0: only what is ready.
        """
        activity = self._dispatcher.next_activity()  # first: what runs from here on counts
        await anyio.lowlevel.checkpoint()
        with anyio.move_on_after(timeout):
            await activity.wait()

    async def close(self) -> None:
        """Send all browsers away and stop serving; :meth:`run` returns. Safe to call twice.

        From outside of handlers it waits until everything has ended.
        """
        if self._closing is None:
            return
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
        settings = self._settings
        return Dispatcher(
            settings.concurrency_handling,
            self._handlers,
            settings.logger,
            settings.limits.handler_stall,
        )

    def _new_session(self, core_session: core.Session) -> Session:
        return Session(self, core_session)

    def _new_listener(self, tasks: Spawner) -> Listener:
        """Make the transport's side of a run; a subclass may bring a transport of its own."""
        return new_listener(self, tasks)

    # --- its own business

    async def _live(self, started: Callable[[], None]) -> None:
        """Run handlers and timers until :meth:`close`, for a server that is not ours (asgi.py).

        Where it does serve already, nothing is left to do.

        Parameters:
            started: called when :meth:`close` has something to close.
        """
        serves_already = self._closing is not None
        if not serves_already:
            self._closing, self._ended = anyio.Event(), anyio.Event()
            self._hub.reopen()
        started()
        if not serves_already:
            await self._serve([])

    def _open(self) -> list[socket.socket]:
        if self._closing is not None:
            raise RuntimeError("the application serves already")
        sockets = self._bind()
        self._closing, self._ended = anyio.Event(), anyio.Event()
        return sockets

    async def _serve(self, sockets: list[socket.socket]) -> None:
        assert self._closing is not None
        assert self._ended is not None
        try:
            async with self._dispatcher.running() as tasks:
                listener = self._new_listener(tasks)
                self._clock = listener.clock
                try:
                    await listener.listen(sockets, self._settings.ssl_context)
                    self._settle_now()
                    await self._closing.wait()
                    self._hub.close()
                    self._settle_now()
                    await listener.close(self._settings.limits.close_time)
                finally:
                    with anyio.CancelScope(shield=True):
                        await listener.close(0)
        finally:
            for sock in sockets:
                sock.close()  # those that the listener did not come to
            self._clock = self._closing = self._background = None
            self._http_port = None
            self._ended.set()

    async def _heed_signals(self, scope: anyio.CancelScope) -> None:
        with anyio.open_signal_receiver(signal.SIGINT, signal.SIGTERM) as signals:
            async for _ in signals:
                if self._closing is None or self._closing.is_set():
                    scope.cancel()  # the second time: wait for nobody
                    return
                self._closing.set()

    # --- what a transport needs (pgwidgets_transports/seam.py)

    async def respond(self, request: HttpRequest) -> Response:
        """Answer an HTTP request; called by the transport."""
        return await anyio.to_thread.run_sync(self.answer, request)
