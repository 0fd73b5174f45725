"""On whose behalf a task acts: the browser that asked for it, and the batch that it is in.

Knows: context variables. Must not know: what is done with them.

Both belong to a task (and to the tasks that it starts), so that handlers that run side by side
do not get into each other's way.
"""

from contextvars import ContextVar

from pgwidgets_proto import Link, Session
from pgwidgets_proto.views import Batch

asker: ContextVar[Link | None] = ContextVar("pgwidgets_asker", default=None)
"""The browser whose event is being handled."""

batches: ContextVar[dict[Session, Batch] | None] = ContextVar("pgwidgets_batches", default=None)
"""The batches that are open, by session; the mapping is never changed, only replaced."""

is_handling: ContextVar[bool] = ContextVar("pgwidgets_is_handling", default=False)
"""Whether the task runs a handler, so that it must not wait for all handlers to end."""
