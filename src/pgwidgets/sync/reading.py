"""Reads the sources of tables, on threads.

Knows: threads, and that a session has one for its sources while there is something to read. Must
not know: sources, rows, browsers.

The application's lock is not held while a source is read. Handlers are not waited for: a table can
be scrolled while one of them runs.
"""

import inspect
import logging
import threading
from functools import partial

from pgwidgets_proto.sessions import Job

from .._reading import BaseReader, Work
from .._session_engine import AnySessionEngine
from .lanes import Crew


class Reader(BaseReader):
    """Reads for all sessions of an application.

    Parameters:
        lock: the application's.
        crew: whose threads read.
        logger: is told of a source that fails.
    """

    def __init__(self, lock: threading.RLock, crew: Crew, logger: logging.Logger) -> None:
        super().__init__(logger)
        self._lock = lock
        self._crew = crew
        self._reading: set[AnySessionEngine] = set()

    @property
    def is_reading(self) -> bool:
        """Whether any thread reads."""
        return bool(self._reading)

    def session_is_due(self, session: AnySessionEngine) -> None:
        """Something is to be read for a session; may be called from any thread."""
        with self._lock:
            if session in self._reading:
                return
            name = f"pgwidgets reader of session {session.core.id}"
            try:
                self._crew.start(name, partial(self._read, session))
            except RuntimeError as exc:
                session.app.no_thread_for(session, exc)
            else:
                self._reading.add(session)

    def _read(self, session: AnySessionEngine) -> None:
        while (job := self._take(session)) is not None:
            work = Work(job)
            try:
                work()
                if inspect.isawaitable(work.result):
                    if inspect.iscoroutine(work.result):
                        work.result.close()
                    raise TypeError("a source of the sync API can't be awaited")
            except BaseException as exc:  # the thread is ours, and ends by none
                self._failed(session, job, exc)
            else:
                self._done(session, job, work.result)

    def _take(self, session: AnySessionEngine) -> Job | None:
        with self._lock:
            try:
                job: Job | None = session.app.act(session.core.readings.take)
            except BaseException:
                self._reading.discard(session)
                raise
            if job is None:
                self._reading.discard(session)
            return job
