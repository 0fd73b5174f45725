"""What both APIs have in common where they read the sources of tables.

Knows: what is done, and what goes to the log. Must not know: async or sync, sources, browsers.
"""

import logging
from typing import Any

from pgwidgets_proto.sessions import Job

from ._log_fields import about
from ._session_engine import AnySessionEngine


class Work:
    """One job that is done by a call; its name in a log says which table it is for.

    Parameters:
        job: the job.

    Attributes:
        result: what it gave.
    """

    def __init__(self, job: Job) -> None:
        self._job = job
        self.result: Any = None

    def __call__(self) -> None:
        """Do it."""
        self.result = self._job.work()

    def __repr__(self) -> str:
        return f"<source of {self._job.node!r}>"


class BaseReader:
    """Reads for all sessions of an application; each API says where and when.

    Parameters:
        logger: is told of a source that fails.
    """

    def __init__(self, logger: logging.Logger) -> None:
        self._logger = logger

    def _done(self, session: AnySessionEngine, job: Job, result: Any) -> None:
        """Bring back what a job gave."""
        try:
            session.app.act(session.core.readings.done, job, result)
        except (TypeError, ValueError) as exc:  # rows that can't go over the wire
            self._log(session, job, exc)

    def _failed(self, session: AnySessionEngine, job: Job, error: BaseException) -> None:
        """Bring back that a source could not be read, or has refused an edit."""
        self._log(session, job, error)
        session.app.act(session.core.readings.failed, job)

    def _log(self, session: AnySessionEngine, job: Job, error: BaseException) -> None:
        extra = about(session.core.id)
        if job.is_edit and isinstance(error, (TypeError, ValueError)):
            text = "the source of %r of %r refuses an edit: %s"
            self._logger.info(text, job.node, session, error, extra=extra)
        else:
            text = "the source of %r of %r raised; its browser is told that it can't be read"
            self._logger.error(text, job.node, session, exc_info=error, extra=extra)
