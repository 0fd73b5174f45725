"""Sessions that the program makes under ids of its own, and that come back under these.

Knows: when such a session is looked for, and from when on it counts as built. Must not know: async
or sync, what is kept, how a store keeps it.
"""

import logging
import threading
import time
from collections.abc import Callable

from pgwidgets_proto import Session
from pgwidgets_proto.sessions import WHOLE

from .base import Store
from .deleting import Deleting
from .seam import Server, key_of
from .worker import AtOnce, Worker

BUILDING = 1.0
"""Seconds after which a session that the program makes while it serves counts as built."""


class Makings:
    """Brings back what is kept of sessions that the program makes.

    Parameters:
        server: the application's engine.
        store: where sessions are kept.
        worker: where the store is used.
        deleting: what is over, and may still be stored.
        built: has what was kept be put on a session.
    """

    def __init__(
        self,
        server: Server,
        store: Store,
        worker: AtOnce | Worker,
        deleting: Deleting,
        built: Callable[[Session], None],
    ) -> None:
        self._server = server
        self._store = store
        self._worker = worker
        self._deleting = deleting
        self._built = built

    def load(self, session: Session, *, keeps_token: bool) -> None:
        """Have a session come back, if one is stored under its id; waits for the store.

        Parameters:
            session: the session, which is not built yet.
            keeps_token: whether the program has given its token, too.
        """
        fields: dict[str, bytes] | None = None
        error: Exception | None = None
        is_there = threading.Event()

        def look() -> None:
            nonlocal fields, error
            try:
                self._deleting.delete_first(key_of(session.id))
                fields = self._store.load(key_of(session.id), take=(WHOLE,))
            except Exception as exc:  # a store may be the program's own
                error = exc
            is_there.set()

        self._worker.start()
        self._worker.do(look)
        is_there.wait()
        if error is not None:
            text = "session %r begins anew, as the store can't be read: %s"
            self._server.log(logging.WARNING, text, session.id, error)
            return
        self._server.hub.returning.adopt(
            session, fields, None, time.time(), keeps_token=keeps_token
        )

    def made(self, session: Session) -> None:
        """A session of the program's counts as built."""
        kept = session.kept
        if kept is not None and kept.is_programs and not (kept.is_built or session.is_destroyed):
            self._built(session)

    def made_soon(self, session: Session) -> None:
        """Likewise after a while, if the program does not say so before; or when serving begins."""
        if session.kept is not None:
            session.kept.is_programs = True
        if self._server.clock is not None:
            self._server.hub.deadlines.add(BUILDING, lambda now: self.made(session))

    def all_made(self) -> None:
        """All that were made until now count as built: serving begins, or ends."""
        for session in list(self._server.hub.sessions.values()):
            self.made(session)
