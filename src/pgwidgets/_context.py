"""Context variables: the browser that a task acts for, the batch that its calls join, its server.

Knows: context variables. Must not know: what is done with them.

A context variable belongs to a task (and to the tasks that it starts) or to a thread, so handlers
that run side by side do not disturb each other.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Protocol

from pgwidgets_proto import Link, Session
from pgwidgets_proto.views import Batch


class Stand(Protocol):
    """Serves applications in place of sockets: browsers come by other ways."""

    def serve(self, engine: Any) -> None:
        """An application begins to serve here; may raise, so that it does not."""

    def threaded_listener(self, engine: Any) -> Any:
        """What an application of the sync API has in place of its listener and its I/O."""


asker: ContextVar[Link | None] = ContextVar("pgwidgets_asker", default=None)
"""The browser whose event is being handled."""

batches: ContextVar[dict[Session, Batch] | None] = ContextVar("pgwidgets_batches", default=None)
"""The batches that are open, by session; the mapping is never changed, only replaced."""

handled_session: ContextVar[int | str | None] = ContextVar("pgwidgets_session", default=None)
"""The id of the session whose handler the task runs."""

is_handling: ContextVar[bool] = ContextVar("pgwidgets_is_handling", default=False)
"""Whether the task runs a handler, so that it must not wait for all handlers to end."""


stand: ContextVar[Stand | None] = ContextVar("pgwidgets_stand", default=None)
"""What serves the applications that are started here, in place of sockets; None: sockets do."""


def open_batch(session: Session) -> Batch | None:
    """The open batch that the present task's calls to a session join, if there is one.

    A task that was started inside a batch block keeps the batch when the block has ended. The batch
    is closed by then, and calls are sent at once.
    """
    opened = batches.get()
    batch = None if opened is None else opened.get(session)
    return batch if batch is not None and batch.is_open else None


@contextmanager
def acting_for(link: Link) -> Iterator[None]:
    """Have what is called in the block act on behalf of a browser."""
    token = asker.set(link)
    try:
        yield
    finally:
        asker.reset(token)
