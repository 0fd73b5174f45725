"""The block of ``batch()``: what is called in it goes out as one.

Knows: from where to where a task's (or thread's) calls go into a batch. Must not know: messages,
browsers, event loops.
"""

from contextvars import Token
from types import TracebackType

from pgwidgets_proto import Session as CoreSession
from pgwidgets_proto.views import Batch

from . import _context as context
from ._widgets import Acting


class Block:
    """For ``with``.

    Parameters:
        session: the engine of the session whose calls are collected.
    """

    def __init__(self, session: Acting) -> None:
        self._session = session
        self._opened: list[tuple[Batch, Token[dict[CoreSession, Batch] | None]] | None] = []

    def __enter__(self) -> None:
        core = self._session.core
        if context.open_batch(core) is not None:
            self._opened.append(None)  # the outer block's is the one
            return
        batch = Batch()
        batches = {**(context.batches.get() or {}), core: batch}
        self._opened.append((batch, context.batches.set(batches)))

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        opened = self._opened.pop()
        if opened is not None:
            batch, token = opened
            context.batches.reset(token)
            batch.is_open = False
            self._session.act(batch.release)
