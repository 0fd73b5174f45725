"""Opening a program in a test: the block that tests write, and what it does at its end.

Knows: which stage a program gets. Must not know: how stages run programs, what users do.
"""

from contextlib import ExitStack
from types import TracebackType
from typing import Any

from .stage.base import Stage
from .stage.program import Api, Program, Setup, program_of
from .stage.unawaited import noted
from .user.failing import check, faults_of
from .user.printing import tree_of
from .user.user import AsyncUser, User


class OpenApp:
    """A program that a test has opened; see :func:`open_app`."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._stage: Any = None
        self._nursery: Any = None
        self._blocks = ExitStack()

    # --- tests that do not await

    def __enter__(self) -> User:
        if self._program.api == "sync":
            from .stage.on_threads import ThreadsStage

            self._stage = ThreadsStage(self._program)
        else:
            from .stage.turned import TurnedStage

            self._stage = TurnedStage(self._program)
        self._blocks.enter_context(noted(self._stage.faults.append))
        try:
            self._stage.start()
            user = User(self._stage)
            self._stage.settle()
        except BaseException:
            self._close(None)
            raise
        _open.append(self._stage)
        return user

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        _open.remove(self._stage)
        self._close(error)
        _end(self._stage, error)

    def _close(self, error: BaseException | None) -> None:
        _tell_what_is_seen(self._stage, error)
        try:
            self._stage.stop()
        finally:
            self._blocks.close()

    # --- tests that do

    async def __aenter__(self) -> AsyncUser:
        if self._program.api == "sync":
            raise TypeError(
                "this program is of the sync API: `with open_app(...)` tests it, without async"
            )
        from pgwidgets.async_.loops import asyncio_loop

        if asyncio_loop() is not None:
            from .stage.on_asyncio import AsyncioStage

            self._stage = AsyncioStage(self._program)
        else:
            import trio

            from .stage.on_trio import TrioStage

            self._nursery = trio.open_nursery()
            nursery = await self._nursery.__aenter__()
            self._stage = TrioStage(self._program, nursery)
        self._blocks.enter_context(noted(self._stage.faults.append))
        try:
            await self._stage.start()
            user = AsyncUser(self._stage)
            await self._stage.settle()
        except BaseException as exc:
            if not await self._aclose(exc):
                raise
            raise AssertionError("the program ended before the test began") from exc
        _open.append(self._stage)
        return user

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> bool:
        _open.remove(self._stage)
        return await self._aclose(error)

    async def _aclose(self, error: BaseException | None) -> bool:
        is_heard = False
        _tell_what_is_seen(self._stage, error)
        try:
            await self._stage.stop()
        finally:
            if self._nursery is not None:
                kind = None if error is None else type(error)
                trace = None if error is None else error.__traceback__
                is_heard = await _left(self._nursery, kind, error, trace)
            self._blocks.close()
        _end(self._stage, error)
        return is_heard


async def _left(nursery: Any, *what: Any) -> bool:
    """Leave a nursery; of a group of one exception, that one is raised."""
    try:
        return bool(await nursery.__aexit__(*what))
    except BaseExceptionGroup as group:
        errors = list(group.exceptions)
        if len(errors) > 1:
            raise
        if errors[0] is what[1]:
            return False
        raise errors[0] from None


_open: list[Stage] = []
"""The stages of the tests that run, so that a failure can tell what their users see."""


def trees_of_open_apps() -> list[str]:
    """What is shown by each browser of the programs that are open now, as texts."""
    return [tree for stage in _open for tree in _trees(stage)]


def _trees(stage: Stage) -> list[str]:
    browsers: list[Any] = [*stage.browsers]
    return [tree_of(browser.page) for browser in browsers]


def _tell_what_is_seen(stage: Stage, error: BaseException | None) -> None:
    """Note at what has failed the test what its users see, unless it says so."""
    if error is not None and isinstance(error, Exception):
        for number, tree in enumerate(_trees(stage), 1):
            if tree not in str(error):
                which = f" number {number}" if len(stage.browsers) > 1 else ""
                error.add_note(f"The user's browser{which} shows:\n{tree}")


def _end(stage: Stage, error: BaseException | None) -> None:
    """Raise what the program did wrong, unless the test has failed anyway."""
    if error is None:
        check(stage)
        return
    for fault in faults_of(stage):
        error.add_note(f"the program has failed, too: {fault!r}")


def open_app(setup: Setup, *, api: Api | None = None, **settings: Any) -> OpenApp:
    """Open a program in a test, with a user in front of it.

    ``with open_app(setup) as user:`` for tests that do not await, whichever API the program is
    written with; ``async with open_app(setup) as user:`` for those that do (asyncio, trio). There
    are no sockets, and time stands still but for ``user.clock.advance()``.

    At the end of the block the program is closed. It fails, if the test has not failed already,
    with what handlers have raised, with calls that the page could not carry out, and with tasks and
    threads that were left behind.

    Parameters:
        setup: the program, as it is served: an ``Application``; the function that is given to
            ``on_connect``; or a function without parameters that makes an application and serves
            it, as ``main()``.
        api: which API a function is written for; None: coroutine functions are for the async one,
            others for the sync one.
        settings: of the application that is made for a function of ``on_connect``.

    Raises:
        TypeError: it is no program.
    """
    return OpenApp(program_of(setup, api, settings))
