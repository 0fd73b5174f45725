"""Where the task that runs a session's handlers rests, until there are events for it.

Knows: how a task is woken, and on asyncio how it takes a first step at once. Must not know: events,
sessions, what a handler is.

A task that is woken runs at the loop's next turn. On asyncio the first step of a coroutine can be
taken for a task that rests, while the loop is in nobody's task: as by an eager task (Python 3.12),
but one that is there already, with its cancellation and its context. Most handlers need no second
step. So a click costs half a turn of the loop less: 15 of 70 µs.
"""

import sys
from collections.abc import Coroutine, Generator
from typing import TYPE_CHECKING, Any, Protocol

import anyio

from .loops import asyncio_loop

if TYPE_CHECKING:
    import asyncio


class Rest(Protocol):
    """The resting place of one task."""

    @property
    def can_begin(self) -> bool:
        """Whether the task rests, and :meth:`begin` may take a step for it just now."""
        ...

    def wake(self) -> None:
        """Have the task go on; one that does not rest goes on when it would the next time."""

    async def wait(self) -> None:
        """Wait to be woken, and come to the end of what was begun meanwhile; for the task."""

    def begin(self, work: Coroutine[Any, Any, None]) -> bool:
        """Take the first step of ``work``, as the task; it takes the others when it is woken.

        Returns:
            Whether that was the last step.
        """
        ...


def new_rest() -> Rest:
    """The resting place of a task on the event loop that runs just now."""
    loop = asyncio_loop()
    return AnyRest() if loop is None else AsyncioRest(loop)


class AnyRest:
    """A resting place on any event loop."""

    can_begin = False

    def __init__(self) -> None:
        self._news = anyio.Event()

    def wake(self) -> None:
        """Have the task go on."""
        self._news.set()

    async def wait(self) -> None:
        """Wait to be woken."""
        await self._news.wait()
        self._news = anyio.Event()

    def begin(self, work: Coroutine[Any, Any, None]) -> bool:
        """Not here: :attr:`can_begin` is False."""
        raise RuntimeError(f"{work!r} can't begin outside of its task")


class AsyncioRest:
    """A resting place on one of asyncio's loops.

    Parameters:
        loop: the loop.
    """

    def __init__(self, loop: "asyncio.AbstractEventLoop") -> None:
        # Modules are taken from sys.modules: nobody who runs on trio is to import asyncio.
        self._asyncio = aio = sys.modules["asyncio"]
        self._running_loop = aio._get_running_loop
        self._current_task = aio.current_task
        self._loop = loop
        self._task: asyncio.Task[Any] | None = None
        self._waiter: asyncio.Future[None] | None = None
        self._is_woken = False
        self._begun: tuple[Coroutine[Any, Any, None], Any] | None = None
        self._failure: BaseException | None = None

    @property
    def can_begin(self) -> bool:
        """Whether the task rests, and the loop runs, but no other task has it."""
        waiter, loop = self._waiter, self._loop
        return (
            waiter is not None
            and not waiter.done()
            and self._running_loop() is loop
            and self._current_task(loop) is None
        )

    def wake(self) -> None:
        """Have the task go on."""
        self._is_woken = True
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    def begin(self, work: Coroutine[Any, Any, None]) -> bool:
        """Take the first step of ``work``, as the task; see :class:`Rest`."""
        task, tasks = self._task, self._asyncio.tasks
        assert task is not None  # it rests
        tasks._enter_task(self._loop, task)
        try:
            awaited = task.get_context().run(work.send, None)
        except StopIteration:
            return True
        except BaseException as exc:
            self._failure = exc
        else:
            self._begun = work, awaited
        finally:
            tasks._leave_task(self._loop, task)
        self.wake()
        return False

    async def wait(self) -> None:
        """Wait to be woken, and come to the end of what was begun meanwhile."""
        if not self._is_woken:
            self._task = self._asyncio.current_task(self._loop)
            self._waiter = self._loop.create_future()
            try:
                await self._waiter
            except BaseException as exc:
                if self._begun is None:
                    raise
                await self._take_begun(exc)
                return
            finally:
                self._waiter = None
        self._is_woken = False
        if self._failure is not None:
            failure, self._failure = self._failure, None
            raise failure
        if self._begun is not None:
            await self._take_begun()

    def _take_begun(self, error: BaseException | None = None) -> "_Steps":
        assert self._begun is not None
        (work, awaited), self._begun = self._begun, None
        aio = self._asyncio
        # As a task does it: what it waits for is cancelled, and raises that in it.
        if (
            error is not None
            and isinstance(error, aio.CancelledError)
            and aio.isfuture(awaited)
            and awaited.cancel(*error.args)
        ):
            error = None
        return _Steps(work, awaited, error)


class _Steps:
    """The steps of a coroutine after its first.

    Parameters:
        work: the coroutine.
        awaited: what its first step has given to be waited for.
        error: raised in it at once, in place of waiting.
    """

    def __init__(
        self, work: Coroutine[Any, Any, None], awaited: Any, error: BaseException | None
    ) -> None:
        self._work = work
        self._awaited = awaited
        self._error = error

    def __await__(self) -> Generator[Any, Any, None]:
        # What `yield from` does (PEP 380), beginning with the second step.
        work, awaited, error = self._work, self._awaited, self._error
        sent: Any = None
        while True:
            try:
                if error is None:
                    sent = yield awaited
            except GeneratorExit:
                work.close()
                raise
            except BaseException as exc:
                error = exc
            try:
                if error is None:
                    awaited = work.send(sent)
                else:
                    raised, error = error, None
                    awaited = work.throw(raised)
            except StopIteration:
                return
