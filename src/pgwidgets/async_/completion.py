"""What a call of the async API gives back.

Knows: how to wait for a promise of the core, and when a caller should let others run.
Must not know: what was called.

The call has acted when it returns. Awaiting it only waits: for room to send, or for a browser's
answer. Cancelling the wait undoes nothing.
"""

from collections.abc import Callable, Coroutine, Generator
from types import TracebackType
from typing import Any

import anyio
import anyio.lowlevel

from pgwidgets_proto import Promise

from .ready import at_once

_CALLS_BETWEEN_CHECKPOINTS = 512


async def outcome(promise: Promise) -> Any:
    """Wait for a promise; gives its value, raises its exception."""
    if not promise.is_settled:
        event = anyio.Event()
        promise.on_settled(event.set)
        await event.wait()
    return promise.result()


class Pace:
    """Makes a task that calls without end let others run now and then.

    Parameters:
        wait_for_room: gives a promise while the browsers can't take more, else None.
    """

    __slots__ = ("_calls", "_wait_for_room")

    def __init__(self, wait_for_room: Callable[[], Promise | None]) -> None:
        self._wait_for_room = wait_for_room
        self._calls = 0

    def is_due(self) -> bool:
        """Whether the caller should wait; to be asked once for every awaited call."""
        self._calls += 1
        return self._calls >= _CALLS_BETWEEN_CHECKPOINTS or self._wait_for_room() is not None

    async def wait(self) -> None:
        """Let others run, and wait until there is room to send."""
        self._calls = 0
        await anyio.lowlevel.checkpoint()
        while (room := self._wait_for_room()) is not None:
            await outcome(room)


class Completion[T](Coroutine[Any, Any, T]):
    """The rest of a call that has acted already: await it, or hand it to a task, or drop it.

    Parameters:
        pace: the session's.
        value: what awaiting gives, unless there is a promise.
        promise: a browser's answer to wait for.
        convert: makes the program's value of the promise's.
    """

    __slots__ = ("_convert", "_pace", "_promise", "_steps", "_value")

    def __init__(
        self,
        pace: Pace,
        value: Any = None,
        promise: Promise | None = None,
        convert: Callable[[Any], Any] | None = None,
    ) -> None:
        self._pace = pace
        self._value = value
        self._promise = promise
        self._convert = convert
        self._steps: Coroutine[Any, Any, T] | None = None

    def __await__(self) -> Generator[Any, Any, T]:
        if self._promise is not None or self._pace.is_due():
            return self._waited()
        if self._value is None:
            return iter(())  # type: ignore[return-value] # its end gives None, at no cost
        return at_once(self._value)

    def _waited(self) -> Generator[Any, Any, T]:
        yield from self._wait().__await__()
        value: T = self._result()
        return value

    async def _wait(self) -> None:
        if self._promise is not None:
            await outcome(self._promise)
        await self._pace.wait()

    def _result(self) -> Any:
        if self._promise is None:
            return self._value
        value = self._promise.result()
        return value if self._convert is None else self._convert(value)

    # The coroutine protocol, so that create_task(), start_soon() and the rest take it.

    def _begun(self) -> Coroutine[Any, Any, T]:
        if self._steps is None:
            self._steps = self._run()
        return self._steps

    async def _run(self) -> T:
        return await _Awaitable(self.__await__)

    def send(self, value: Any, /) -> Any:
        """Go on, as a coroutine does."""
        return self._begun().send(value)

    def throw(
        self,
        typ: Any,
        val: BaseException | object = None,
        tb: TracebackType | None = None,
        /,
    ) -> Any:
        """Raise an exception where it waits, as a coroutine does."""
        if val is None and tb is None:
            return self._begun().throw(typ)
        return self._begun().throw(typ, val, tb)

    def close(self) -> None:
        """Wait no longer; the call has acted all the same."""
        if self._steps is not None:
            self._steps.close()


class _Awaitable[T]:
    """Something with nothing but ``__await__``."""

    __slots__ = ("_await",)

    def __init__(self, steps: Callable[[], Generator[Any, Any, T]]) -> None:
        self._await = steps

    def __await__(self) -> Generator[Any, Any, T]:
        return self._await()
