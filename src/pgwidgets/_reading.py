"""What both APIs have in common where they read the sources of tables.

Knows: what is done, and what goes to the log. Must not know: async or sync, sources, browsers.
"""

import logging
from typing import Any

from pgwidgets_proto.sessions import Job

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


def log_failure(
    logger: logging.Logger, session: AnySessionEngine, job: Job, error: BaseException
) -> None:
    """Note that a source could not be read, or has refused an edit."""
    if job.is_edit and isinstance(error, (TypeError, ValueError)):
        logger.info("the source of %r of %r refuses an edit: %s", job.node, session, error)
    else:
        text = "the source of %r of %r raised; its browser is told that it can't be read"
        logger.error(text, job.node, session, exc_info=error)
