"""Renews the lease of a server, on a thread of its own.

Knows: how often, and what an answer means for the lease. Must not know: sessions, Redis, async or
sync.

The thread puts the lease off by itself, so that a program that is busy for long does not lose its
sessions. Once the lease was over, what is ours still is asked for first, and told at home: there it
begins anew.
"""

import threading
from collections.abc import Callable
from functools import partial
from typing import Protocol

from pgwidgets_proto.lease import Lease

from .shared import Reclaimed, SharedStore

OFTEN = 4
"""How often a lease is renewed while it would last."""


class Listener(Protocol):
    """Who is told, at home."""

    def lease_begins(self, until: float, reclaimed: Reclaimed) -> None:
        """The lease is good until then, and this has become of our sessions."""

    def store_answers(self, wanted: list[str]) -> None:
        """The lease was put off; others want these sessions."""

    def store_is_lost(self, error: Exception) -> None:
        """The lease could not be renewed."""


class Beating:
    """Renews one lease.

    Parameters:
        store: where.
        lease: what is put off.
        join: tells the store of this server; raises as :meth:`SharedStore.join`.
        home: calls a function where the listener may be called.
        listener: is told.
    """

    def __init__(
        self,
        store: SharedStore,
        lease: Lease,
        join: Callable[[], None],
        home: Callable[[Callable[[], None]], None],
        listener: Listener,
    ) -> None:
        self._store = store
        self._lease = lease
        self._join = join
        self._home = home
        self._listener = listener
        self._life: str | None = None
        self._end: threading.Event | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Renew it from now on, until :meth:`stop`."""
        end = self._end = threading.Event()
        run = partial(self._run, end)
        self._thread = threading.Thread(target=run, name="pgwidgets lease", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Renew it no more; :meth:`wait` waits for a renewal that is under way."""
        if self._end is not None:
            self._end.set()

    def wait(self) -> None:
        """Wait, after :meth:`stop`, until nothing is renewed any more; not on its own thread."""
        if self._thread is not None:
            self._thread.join()

    def beat(self) -> None:
        """Renew it once."""
        sent = self._lease.clock()
        try:
            beat = self._store.beat()
            until = sent + self._store.lease
            is_known = beat.life == self._life
            if beat.had_lease and is_known and self._lease.put_off(until):
                self._home(partial(self._listener.store_answers, beat.wanted))
                return
            if not is_known:
                self._join()
            is_forgotten = self._life is not None and not is_known
            reclaimed = self._store.reclaim(is_forgotten=is_forgotten)
            self._life = beat.life
        except Exception as exc:  # a store may be the program's own
            if self._end is None or not self._end.is_set():
                self._home(partial(self._listener.store_is_lost, exc))
        else:
            self._home(partial(self._listener.lease_begins, until, reclaimed))

    def _run(self, end: threading.Event) -> None:
        while not end.wait(self._store.lease / OFTEN):
            self.beat()
