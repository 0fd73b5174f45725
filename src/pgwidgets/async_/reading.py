"""Reads the sources of tables, on the event loop.

Knows: tasks, and that a source may be awaited. Must not know: sources, rows, browsers.

A session's sources are read one after another, and what they give to be awaited is awaited beside
the rest. Handlers are not waited for: a table can be scrolled while one of them runs.
"""

import inspect
import logging
import math
from collections.abc import Awaitable
from typing import Any

import anyio
import anyio.abc
import anyio.lowlevel

from pgwidgets_proto.sessions import Job

from .._reading import BaseReader, Work
from .._session_engine import AnySessionEngine
from .watchdog import Watchdog


class Reader(BaseReader):
    """Reads for all sessions of an application.

    Parameters:
        watchdog: names a source that keeps the event loop from others.
        logger: is told of a source that fails.
    """

    def __init__(self, watchdog: Watchdog, logger: logging.Logger) -> None:
        super().__init__(logger)
        self._watchdog = watchdog
        self._due: dict[AnySessionEngine, None] = {}
        self._reading: set[AnySessionEngine] = set()
        self._came = anyio.Event()

    def session_is_due(self, session: AnySessionEngine) -> None:
        """Something is to be read for a session; may be called from an event loop's callback."""
        self._due[session] = None
        self._came.set()

    async def run(self, tasks: "anyio.abc.TaskGroup") -> None:
        """Read until cancelled.

        Parameters:
            tasks: the group that all of it runs in.
        """
        self._came, self._reading = anyio.Event(), set()
        if self._due:
            self._came.set()
        while True:
            await self._came.wait()
            self._came = anyio.Event()
            due, self._due = self._due, {}
            for session in due:
                if session not in self._reading:
                    self._reading.add(session)
                    tasks.start_soon(self._read, tasks, session)

    async def _read(self, tasks: "anyio.abc.TaskGroup", session: AnySessionEngine) -> None:
        app, readings = session.app, session.core.readings
        try:
            while (job := app.act(readings.take)) is not None:
                work = Work(job)
                try:
                    await self._watchdog.call(session, work, (), {})
                except BaseException as exc:
                    self._fell(session, job, exc)
                    continue
                if inspect.isawaitable(work.result):
                    tasks.start_soon(self._await, session, job, work.result)
                else:
                    self._done(session, job, work.result)
                await anyio.lowlevel.checkpoint()  # sources without await let others run, too
        finally:
            self._reading.discard(session)

    async def _await(self, session: AnySessionEngine, job: Job, result: Awaitable[Any]) -> None:
        try:
            found = await result
        except BaseException as exc:
            self._fell(session, job, exc)
        else:
            self._done(session, job, found)

    def _fell(self, session: AnySessionEngine, job: Job, error: BaseException) -> None:
        """Bring back what a source raised; what is meant for all of the application goes on."""
        if isinstance(error, anyio.get_cancelled_exc_class()) and _are_cancelled():
            raise error
        self._failed(session, job, error)
        if isinstance(error, (SystemExit, KeyboardInterrupt)):
            raise error


def _are_cancelled() -> bool:
    """Whether it is this task that is cancelled, and not one that a source has waited for."""
    return anyio.current_effective_deadline() == -math.inf
