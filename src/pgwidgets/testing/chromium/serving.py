"""A program that is really served, for a real browser, while a test that does not await uses it.

Knows: event loops in threads, free ports, when a program has done what it was told of. Must not
know: browsers, what users do.
"""

import asyncio
import inspect
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any

from pgwidgets._launch import Launch, begin

from ..stage.program import Program

PATIENCE = 30.0
"""Seconds for what should take far less."""
_GLANCE = 0.005


class Served(ABC):
    """A program that serves on a free port.

    Attributes:
        engine: its application's, from the start on.
    """

    _thread: threading.Thread

    def __init__(self, program: Program) -> None:
        self.program = program
        self.engine: Any = None

    @abstractmethod
    def call(self, function: Callable[..., Any], *args: Any) -> Any:
        """Run code of the program where its handlers run; gives what it returns, awaited."""

    @abstractmethod
    def may_go_on(self) -> bool:
        """Whether handlers have something to do, other than to wait for browsers."""

    @abstractmethod
    def _begin(self) -> None:
        """Have the program run, on a thread."""

    @abstractmethod
    def stop(self) -> None:
        """Close it."""

    def start(self) -> None:
        """Serve; when this returns, browsers may come."""
        door = {"ws_port": 0, "http_port": None, "host": "127.0.0.1", "ws_sock": None}
        app = self.program.app
        if app is not None:  # it was made before
            engine = app._pgwidgets
            engine.serve_at(**door)
            self.engine = engine
        begin(Launch(door=door, on_serving=self._note))
        try:
            self._begin()
            end = time.monotonic() + PATIENCE
            while not self._is_serving():
                if self._has_ended or time.monotonic() > end:
                    raise AssertionError(f"the program does not serve within {PATIENCE:g} s")
                time.sleep(_GLANCE)
        finally:
            begin(None)

    def _is_serving(self) -> bool:
        engine = self.engine
        return engine is not None and engine.clock is not None and engine.doors.address is not None

    @property
    def _has_ended(self) -> bool:
        return not self._thread.is_alive()

    def _note(self, engine: Any) -> None:
        self.engine = engine

    def settle(self, session: Any) -> None:
        """Wait until the pages of a session and its handlers have told each other all.

        Parameters:
            session: the program's; None: there is none any more.
        """
        for _ in range(2):  # what handlers have said is to be shown, too
            if session is not None:
                self.call(_flush, session)
            end = time.monotonic() + PATIENCE
            while self.may_go_on() and time.monotonic() < end:
                time.sleep(_GLANCE)


def _flush(session: Any) -> Any:
    if session._pgwidgets.core.is_destroyed:
        return None
    # A page answers for a call after what it has said before, so any call will do.
    core = session._pgwidgets.core
    for node in list(core.nodes.values())[:1]:
        if "set_tooltip" in node.cls.methods:
            session._pgwidgets.act(
                core.call_method,
                node,
                node.cls.methods["set_tooltip"],
                (core.call(node, "get_tooltip"),),
            )
    return session.flush(PATIENCE)


class ServedInALoop(Served):
    """A program of the async API, in an event loop of a thread's own."""

    def __init__(self, program: Program) -> None:
        super().__init__(program)
        self._loop: asyncio.AbstractEventLoop
        self._failure: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="the program", daemon=True)

    def _begin(self) -> None:
        self._thread.start()

    def _run(self) -> None:
        try:
            asyncio.run(self._main())
        except BaseException as exc:  # it belongs to the test's thread
            self._failure = exc

    async def _main(self) -> None:
        self._loop = asyncio.get_running_loop()
        main = self.program.main or self.program.app.run
        await main()

    def call(self, function: Callable[..., Any], *args: Any) -> Any:
        """Run code in the loop; there it is run at once, and is no coroutine function."""
        if threading.current_thread() is self._thread:
            return function(*args)

        async def act() -> Any:
            result = function(*args)
            return await result if inspect.isawaitable(result) else result

        return asyncio.run_coroutine_threadsafe(act(), self._loop).result(PATIENCE)

    def may_go_on(self) -> bool:
        """Whether a session has events that wait."""
        return bool(self.call(self._has_events))

    def _has_events(self) -> bool:
        return any(bool(session.inbox) for session in self.engine.hub.sessions.values())

    def stop(self) -> None:
        """Close it, and its loop."""
        if self.engine is not None and self._thread.is_alive():
            self.call(self.engine.public.close)
        self._thread.join(PATIENCE)
        if self._failure is not None:
            raise self._failure


class ServedOnThreads(Served):
    """A program of the sync API."""

    def _begin(self) -> None:
        main = self.program.main or self.program.app.run
        self._thread = threading.Thread(target=main, name="the program")
        self._thread.start()

    def call(self, function: Callable[..., Any], *args: Any) -> Any:
        """Run code here: any thread may."""
        return function(*args)

    def may_go_on(self) -> bool:
        """Whether a handler runs, or is about to."""
        return bool(self.engine.may_go_on)

    def stop(self) -> None:
        """Close it."""
        self.engine.public.close()
        self._thread.join(PATIENCE)
