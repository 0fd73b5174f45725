"""The worlds of event loops: the async API on asyncio and on trio, each in a thread of its own.

Knows: how a loop in another thread is told what to do. Must not know: scenarios.
"""

import asyncio
import inspect
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import AbstractContextManager, ExitStack
from types import TracebackType
from typing import Any, Self

import anyio
import anyio.from_thread
import anyio.lowlevel

from pgwidgets.async_ import Application

from .world import World

_TURNS = 100
"""So many turns of the loop a task has to come to its end once all it waited for is there."""


class LoopGate:
    """A :class:`~.world.Gate` in an event loop."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._event = anyio.Event()

    def open(self) -> None:
        """Let all pass."""
        self._world.call(self._event.set)

    async def passed(self) -> None:
        """Wait for it."""
        await self._event.wait()


class AsyncWorld(World):
    """The async API on an event loop of real sockets; subclasses name the loop."""

    backend: str
    """What anyio calls it."""

    def __init__(self) -> None:
        super().__init__()
        self._stack = ExitStack()
        self._portal: anyio.from_thread.BlockingPortal
        self._block: AbstractContextManager[Any] | None = None

    def application(self, **settings: Any) -> Application:
        """Make an application."""
        return Application(**settings)

    def start(self) -> None:
        """Serve it."""
        self._block = self._portal.wrap_async_context_manager(self.app)
        self._block.__enter__()

    def stop(self) -> None:
        """Close it."""
        block, self._block = self._block, None
        if block is not None:
            super().stop()
            block.__exit__(None, None, None)

    def begin(self, function: Callable[..., Any], *args: Any) -> Future[Any]:
        """Have code of the program run in the loop."""
        return self._portal.start_task_soon(_settled, function, *args)

    def gate(self) -> LoopGate:
        """Make a gate."""
        return LoopGate(self)

    def census(self) -> set[str]:
        """The tasks in the loop."""
        return {str(name) for name in self.call(self._tasks)}

    async def _tasks(self) -> set[Any]:
        # The task that served us ends a moment after it has told us so; others end at once.
        for _ in range(_TURNS):
            await anyio.lowlevel.checkpoint()
        return {f"task {task.id} {task.name}" for task in anyio.get_running_tasks()} - {
            f"task {anyio.get_current_task().id} {anyio.get_current_task().name}"
        }

    def __enter__(self) -> Self:
        super().__enter__()
        portal = anyio.from_thread.start_blocking_portal(
            self.backend, {"debug": True} if self.backend == "asyncio" else {}
        )
        self._portal = self._stack.enter_context(portal)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._stack.close()
        super().__exit__(kind, error, traceback)


class AsyncioWorld(AsyncWorld):
    """asyncio, in its debug mode."""

    backend = "asyncio"

    def __enter__(self) -> Self:
        super().__enter__()
        assert self.call(self._is_debug)
        return self

    async def _is_debug(self) -> bool:
        return asyncio.get_running_loop().get_debug()


class TrioWorld(AsyncWorld):
    """trio."""

    backend = "trio"


async def _settled(function: Callable[..., Any], *args: Any) -> Any:
    """Call it, and await what it gives, if that can be."""
    result = function(*args)
    return await result if inspect.isawaitable(result) else result
