"""Fetches the sessions that a browser or the program wants, of whichever server they are.

Knows: what is done while another server has a session, and when it is asked for it. Must not know:
leases, how a session goes, how a store keeps anything.
"""

import logging
import time
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from pgwidgets_proto import Session
from pgwidgets_proto.sessions import AS_IT_WAS, BADGES, WHOLE

from .deleting import Deleting
from .neighbours import is_gone
from .seam import Shared, key_of
from .shared import Elsewhere, Found, SessionElsewhere, SharedStore
from .worker import AtOnce, Worker

AGAIN = 0.2
"""Seconds after which a session that is another server's is asked for again."""
ASKED = 0.25
"""Seconds for which a server that was there is not asked again."""
SETTLED = 10.0
"""Seconds for which a session stays where it has come to, unless its server ends."""


class Fetching:
    """Has sessions come to this server.

    Parameters:
        server: the application's engine.
        store: what servers share.
        worker: where the store is used.
        home: calls a function where the core may be.
        later: has something done with the store, and its failure told.
        is_routed: whether pages come by a key, as a router sees it.

    Attributes:
        taken: how many have come.
        unreleased: those that are here no more, in which nothing has happened since they were
            saved, and of which the store is yet to be told that.
    """

    def __init__(
        self,
        server: Shared,
        store: SharedStore,
        worker: AtOnce | Worker,
        home: Callable[[Callable[[], None]], None],
        later: Callable[[Callable[[], Any]], None],
        *,
        is_routed: bool,
    ) -> None:
        self.taken = 0
        self._server = server
        self._store = store
        self._worker = worker
        self._home = home
        self._later = later
        self._is_routed = is_routed
        self.unreleased: set[str] = set()
        self._asked: set[str] = set()
        self._unheard: dict[str, Found] = {}  # those that have come, and nobody here knows it yet
        self._waited: set[str] = set()
        self._is_unanswered = False
        self._here: dict[str, float] = {}  # servers that were there, and until when that is known

    def fetch(self, session_id: int | str) -> None:
        """A session is wanted that is not here."""
        if self._server.hub.is_stopping:  # it would not be saved; who waits is sent away soon
            self._fetch_again(session_id)
            return
        self._asked.add(key_of(session_id))
        self._worker.do(partial(self._fetch, session_id))

    def is_after(self, key: str) -> bool:
        """Whether a session is being asked for."""
        return key in self._asked or key in self._waited

    def release(self, key: str) -> None:
        """Have others have a session that is not here; raises what the store does."""
        self._store.release(key, {WHOLE: AS_IT_WAS} if key in self.unreleased else {})
        self.unreleased.discard(key)

    def not_here(self) -> list[str]:
        """Those that are this server's and not here, as serving ends; on the worker's thread.

        What has come for a browser, and nobody has heard of yet, goes back as it was.
        """
        while self._unheard:
            key, found = self._unheard.popitem()
            if WHOLE in found.fields:
                self.unreleased.add(key)
        return [*self.unreleased]

    def claim(self, session: Session, deleting: Deleting, *, keeps_token: bool) -> None:
        """Have a session that the program has made under an id of its own, with what is kept of it.

        Parameters:
            session: the session; it is ended if it can't be ours.
            deleting: what is over, and may still be stored.
            keeps_token: whether the program has given its token, too.

        Raises:
            SessionElsewhere: it is another server's.
            StoreError: the store can't be reached.
        """
        hub, found = self._server.hub, None
        try:
            deleting.delete_first(key_of(session.id))
            found = self._acquire(key_of(session.id), is_new=True, take=(WHOLE,))
            if isinstance(found, Elsewhere):
                name = found.about.server
                raise SessionElsewhere(f"session {session.id!r} is served by {name}", name)
        finally:
            if not isinstance(found, Found):
                hub.destroy_session(session, is_elsewhere=True)
        assert isinstance(found, Found)
        hub.returning.adopt(
            session, found.fields or None, found.epoch, time.time(), keeps_token=keeps_token
        )

    # ------------------------------------------------------------------------------------------

    def _acquire(
        self, key: str, *, is_new: bool = False, take: tuple[str, ...] = ()
    ) -> Found | Elsewhere | None:
        """Have a session, also of a server that is not there any more."""
        if key in self.unreleased:
            self.release(key)  # it is taken as it was left
        found = self._store.acquire(key, take=take, peek=BADGES, is_new=is_new)
        if isinstance(found, Elsewhere) and self._is_gone(found):
            found = self._store.acquire(key, take=take, peek=BADGES, is_new=is_new, dead=found.boot)
        return found

    def _is_gone(self, found: Elsewhere) -> bool:
        """Whether a server is known to be no more; it is not asked for each of its sessions."""
        now = time.monotonic()
        if now < self._here.get(found.boot, 0.0):
            return False
        gone = is_gone(found.about)
        if not gone:
            self._here[found.boot] = now + ASKED
        return gone

    def _fetch(self, session_id: int | str) -> None:
        """On the worker's thread."""
        found: Found | Elsewhere | Exception | None
        try:
            found = self._acquire(key_of(session_id), take=(WHOLE,))
        except Exception as exc:  # a store may be the program's own
            found = exc
        if isinstance(found, Found):
            self._unheard[key_of(session_id)] = found
        self._home(partial(self._fetched, session_id, found))

    def _fetched(self, session_id: int | str, found: Found | Elsewhere | Exception | None) -> None:
        hub, clock, key = self._server.hub, self._server.clock, key_of(session_id)
        self._asked.discard(key)
        if clock is None or hub.is_closed:  # nobody waits any more
            self._waited.discard(key)
            hub.returning.found(session_id, None, hub.deadlines.now)
            if isinstance(found, Found):
                self._later(partial(self._give_back, key, found))
            return
        now = clock.now()
        if hub.is_stopping:
            if isinstance(found, Found):
                self._later(partial(self._give_back, key, found))
            self._fetch_again(session_id)
            return
        if isinstance(found, Found) and self._unheard.pop(key, None) is None:
            self._fetch_again(session_id)  # it went back when serving ended, and has begun anew
            return
        was_unanswered, self._is_unanswered = self._is_unanswered, isinstance(found, Exception)
        if isinstance(found, (Elsewhere, Exception)):
            self._waited.add(key)
            known = found.fields if isinstance(found, Elsewhere) else None
            if not hub.returning.elsewhere(session_id, known, now):
                self._waited.discard(key)
                return
            if isinstance(found, Exception):
                if not was_unanswered:  # each visitor could have a line written
                    text = "session %r is waited for: %s"
                    self._server.log(logging.WARNING, text, session_id, found)
            elif known and found.seconds >= SETTLED and self._may_be_moved(session_id, known):
                self._later(partial(self._store.want, key, found.boot))
            self._fetch_again(session_id)
            return
        self._waited.discard(key)
        if found is None:
            hub.returning.found(session_id, None, now)
            return
        hub.returning.found(session_id, found.fields or None, now, epoch=found.epoch)
        session = hub.sessions.get(session_id)
        if session is not None and session.kept is not None:
            session.kept.epoch = found.epoch  # also of one that the program has made meanwhile
            self.taken += 1
        else:  # nobody came who may have it, or it can't be read
            self._later(partial(self._give_back, key, found))

    def _may_be_moved(self, session_id: int | str, known: Mapping[str, bytes]) -> bool:
        # Without keys nobody can tell who was sent here by a router.
        return not self._is_routed or self._server.hub.returning.may_be_moved(session_id, known)

    def _fetch_again(self, session_id: int | str) -> None:
        self._server.hub.deadlines.add(AGAIN, lambda now: self.fetch(session_id))

    def _give_back(self, key: str, found: Found) -> None:
        if WHOLE in found.fields:
            self.unreleased.add(key)
        self.release(key)
