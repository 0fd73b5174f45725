"""Deletes sessions that are over from a store, and tries again what failed.

Knows: what is to be deleted, and when that is tried again. Must not know: async or sync, how a
store deletes anything, or why a session is over.
"""

import logging
from functools import partial

from .base import Store
from .seam import Server
from .worker import AtOnce, Worker

_AGAIN = 10.0
"""Seconds after which it is tried again to delete a session."""


class Deleting:
    """Deletes sessions; ``key in deleting`` says that one is over and may still be stored.

    Parameters:
        server: the application's engine.
        store: where they are kept.
        worker: where the store is used.
    """

    def __init__(self, server: Server, store: Store, worker: AtOnce | Worker) -> None:
        self._server = server
        self._store = store
        self._worker = worker
        self._asked: set[str] = set()
        self._failed: set[str] = set()
        self._again_at = 0.0

    def __contains__(self, key: str) -> bool:
        return key in self._asked or key in self._failed

    def delete(self, key: str) -> None:
        """Have a session deleted, however long that takes."""
        self._asked.add(key)
        self._worker.do(partial(self._delete, key))

    def look(self, now: float) -> None:
        """Try again what failed, if it is time to."""
        if now >= self._again_at:
            self.try_again()

    def try_again(self) -> None:
        """Try again what failed, now."""
        for key in self._failed - self._asked:
            self.delete(key)

    def delete_first(self, key: str) -> None:
        """What is to be stored under a key is another session: delete now what is over of it.

        It waits for the store.

        Raises:
            StoreError: it can't be deleted; that is tried again.
        """
        if key in self:
            self._store.delete(key)
            self.forget(key)

    def forget(self, key: str) -> None:
        """Delete nothing under a key: what is there is replaced."""
        self._asked.discard(key)
        self._failed.discard(key)

    # ------------------------------------------------------------------------------------------

    def _delete(self, key: str) -> None:
        """On the worker's thread."""
        if key not in self._asked:
            return  # another session has the key by now
        try:
            self._store.delete(key)
        except Exception as exc:  # a store may be the program's own
            self._server.call_home(partial(self._server.act, self._note_failure, key, exc))
        else:
            self._server.call_home(self.forget, key)

    def _note_failure(self, key: str, error: Exception) -> None:
        if key not in self._asked:
            return
        self._asked.discard(key)
        if key not in self._failed:
            text = "the session %s was destroyed, and is still stored; that is tried again: %s"
            self._server.log(logging.ERROR, text, key, error)
        self._failed.add(key)
        self._again_at = self._server.hub.deadlines.now + _AGAIN
