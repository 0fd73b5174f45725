"""Shares the sessions of a store with other servers.

Knows: how a session comes to be ours, how it goes to another server, and what is done while the
store can't be reached. Must not know: async or sync, how a store keeps anything.

* A session that a browser names, and another server has, is asked of that server; the browser
  waits. It is taken at once if that server is not there any more, and when its lease is over.
* What another server wants of ours is saved, released, and its browsers are sent there.
* While the lease is over, no event is taken (freeze); or, if the program wants that, sessions are
  served on as long as the store can't be reached.
"""

import logging
from collections import deque
from collections.abc import Callable
from functools import partial
from typing import Any, Protocol
from weakref import WeakValueDictionary

import msgspec

from pgwidgets_proto import Limits, Promise, Session
from pgwidgets_proto.lease import Lease
from pgwidgets_proto.sessions import go_on, hold, is_at_rest, tell_frozen

from ..observing.stats import SharingStats
from .base import Store
from .beating import OFTEN, Beating
from .fetching import Fetching
from .forks import MadeHere
from .neighbours import digest, machine
from .saving import Saver
from .seam import Shared, key_of
from .shared import About, Reclaimed, SharedStore, StoreLost
from .worker import AtOnce, Worker

_LOOK = 0.02
"""Seconds between two looks at whether the handlers of a session have ended."""
_SELDOM = 0.5
"""Seconds between two looks at whether a session is built that takes longer than that."""

_users: WeakValueDictionary[int, "Sharing"] = WeakValueDictionary()
"""Who uses a store, by its identity: as one server two applications would both own a session."""


class Terms(Protocol):
    """The settings of an application, as far as they are needed here."""

    @property
    def store_lost(self) -> StoreLost | None:
        """What is done while the store can't be reached."""

    @property
    def is_routed(self) -> bool:
        """Whether pages come by a key, as a router sees it."""
        ...

    @property
    def limits(self) -> Limits:
        """The bounds of everything."""
        ...


class Sharing:
    """Shares the sessions of one application.

    Parameters:
        server: the application's engine.
        store: what is shared.
        saver: saves sessions there.
        lease: the core's.
        lost: what is done while the store can't be reached.
        secret_key: signs tokens, or None; it must be that of all servers.
        patience: seconds that handlers of a session that goes may take.
        is_routed: whether pages come by a key, as a router sees it.

    Attributes:
        handed_over, lost: how many sessions went to other servers that wanted them, and were found
            to be there.
        is_reached: whether the store answered when it was asked last.
    """

    def __init__(
        self,
        server: Shared,
        store: SharedStore,
        saver: Saver,
        lease: Lease,
        lost: StoreLost,
        secret_key: bytes | None,
        patience: float,
        *,
        is_routed: bool,
    ) -> None:
        self.handed_over = self.lost = 0
        self.is_reached = True
        self._server = server
        self._store = store
        self._saver = saver
        self._lease = lease
        self._serves_on = lost == "serve"
        self._made_here = MadeHere()
        self._secret = digest(secret_key)
        self._patience = patience
        self._is_instant = bool(getattr(store, "never_blocks", False))
        self._worker = AtOnce() if self._is_instant else Worker("pgwidgets owners")
        self._beating = Beating(store, lease, self._join, self._at_home, self)
        self._about = About(server=store.server)
        self._is_on = False
        self._early: deque[Callable[[], None]] = deque()
        self._leaving: set[Session] = set()
        self._fetching = Fetching(
            server, store, self._worker, self._at_home, self._later, is_routed=is_routed
        )
        lease.changed = self._lease_changed
        saver.superseded = self._superseded
        saver.fetch = self.fetch
        saver.before_end = self.leave

    # --- serving begins and ends

    def begin(self, address: tuple[str, int] | None) -> None:
        """Serving begins, or a session is wanted before it does.

        Parameters:
            address: host and port at which this server is reached; None: it is not known.

        Raises:
            ValueError: the other servers have another ``secret_key``; the store is in use by
                another application; or this process is a fork of the one that made it.
        """
        store = self._store
        self._made_here.check(store)
        if _users.setdefault(id(store), self) is not self:
            raise ValueError(
                f"store is {store!r}, which another application of this process uses; each needs "
                f"one of its own, which may have the same address"
            )
        own = None if address is None else f"{address[0]}:{address[1]}"
        about = About(
            server=store.server,
            address=store.address or own,
            machine=machine() if store.address is None else None,
        )
        self._about = about
        try:
            store.open()
            self._join()
        except ValueError:
            self._let_go_of_store()
            raise
        except Exception as exc:  # a store may be the program's own
            self.store_is_lost(exc)
        self._catch_up()
        if self._is_on:
            return
        self._is_on = True
        self._worker.start()
        self._beating.beat()
        self._catch_up()
        if not self._is_instant:
            self._beating.start()
        self._arm()

    def leave(self, then: Callable[[], None]) -> None:
        """All is saved, and nothing is done any more: others may have our sessions at once."""
        self._is_on = False
        self._leaving.clear()
        self._beating.stop()
        self._lease.until = -1.0
        self._worker.do(partial(self._leave, then))

    def end(self) -> None:
        """Serving has ended."""
        self._is_on = False
        self._early.clear()
        self._beating.stop()
        self._worker.stop(lambda: None)
        self._let_go_of_store()

    def stats(self) -> SharingStats:
        """Its figures now."""
        return SharingStats(
            is_frozen=not self._lease.is_good,
            taken=self._fetching.taken,
            handed_over=self.handed_over,
            lost=self.lost,
        )

    # --- what the core tells

    def fetch(self, session_id: int | str) -> None:
        """A session is wanted that is not here."""
        self._fetching.fetch(session_id)

    # --- what the program asks

    def claim(self, session: Session, *, keeps_token: bool) -> None:
        """Have a session that the program has made under an id of its own.

        Parameters, errors: those of :meth:`.Fetching.claim`.
        """
        if not self._is_on:
            try:
                self.begin(None)
            except ValueError:
                self._server.hub.destroy_session(session, is_elsewhere=True)
                raise
        self._fetching.claim(session, self._saver.deleting, keeps_token=keeps_token)

    # --- what the lease brings (beating.py)

    def lease_begins(self, until: float, reclaimed: Reclaimed) -> None:
        """The lease is good until then, and this has become of our sessions."""
        for key in reclaimed.lost:
            session = self._session(key)
            if session is not None:
                self._superseded(session)
        for key, epoch in reclaimed.epochs.items():
            session = self._session(key)
            if session is not None and session.kept is not None:
                session.kept.epoch = epoch
                session.kept.not_stored()
        if self._is_on:
            self._lease.begin(until)
            self._reached()

    def store_answers(self, wanted: list[str]) -> None:
        """The lease was put off; others want these sessions."""
        self._lease.is_waived = False
        self._reached()
        for key in wanted:
            session = self._session(key)
            if session is not None:
                self._hand_over(session)
            else:
                self._later(partial(self._release, key))

    def store_is_lost(self, error: Exception) -> None:
        """The lease could not be renewed."""
        if self.is_reached:
            self.is_reached = False
            then = "are served on from memory" if self._serves_on else "freeze when the lease ends"
            text = "the store that servers share can't be reached: %s; sessions %s"
            self._server.log(logging.ERROR, text, error, then)
        if self._serves_on:
            self._lease.waive()

    # --- at home

    def _let_go_of_store(self) -> None:
        if _users.get(id(self._store)) is self:
            del _users[id(self._store)]

    def _join(self) -> None:
        self._store.join(self._about, self._secret)

    def _at_home(self, what: Callable[[], None]) -> None:
        if self._server.clock is None:
            self._early.append(what)  # nobody is at home yet
        else:
            self._server.call_home(partial(self._server.act, what))

    def _catch_up(self) -> None:
        while self._early:
            self._early.popleft()()

    def _arm(self) -> None:
        self._server.hub.deadlines.add(self._store.lease / OFTEN, self._look)

    def _look(self, now: float) -> None:
        if self._is_on:
            self._arm()
            self._catch_up()
            if self._is_instant:
                self._beating.beat()
            self._lease.holds()  # pages are told, whether or not there is an event

    def _reached(self) -> None:
        if not self.is_reached:
            self.is_reached = True
            self._server.log(logging.WARNING, "the store that servers share answers again")
            self._saver.try_again()

    def _lease_changed(self, is_over: bool) -> None:
        if not self._is_on:
            return
        count = len(self._server.hub.sessions)
        text = "the lease is over: nothing is handled in %d sessions until the store answers"
        if not is_over:
            text = "the lease is good again: %d sessions go on"
        self._server.log(logging.WARNING, text, count)
        tell_frozen(self._server.hub.sessions.values(), is_over)

    def _superseded(self, session: Session) -> None:
        """A session turns out to be another server's."""
        if not session.is_destroyed:
            self.lost += 1
            text = "session %r is another server's, and is let go"
            self._server.log(logging.WARNING, text, session.id)
            self._leaving.discard(session)
            self._server.part_with(session)

    def _session(self, key: str) -> Session | None:
        return self._server.hub.sessions.get(msgspec.json.decode(key))

    # --- a session goes

    def _hand_over(self, session: Session) -> None:
        if session in self._leaving:
            return
        self._leaving.add(session)
        deadlines = self._server.hub.deadlines
        end: float | None = None

        def look(now: float) -> None:
            nonlocal end
            if not self._is_leaving(session):
                return
            # What is not built is in no save; if it were held, it would never be built.
            if session.kept is None or not session.kept.is_built:
                deadlines.add(_SELDOM, look)
                return
            if end is None:
                hold(session)
                end = now + self._patience
            if is_at_rest(session) or now >= end:
                saved = self._saver.save_to_go(session)
                saved.on_settled(partial(self._saved_to_go, session, saved))
            else:
                deadlines.add(_LOOK, look)

        deadlines.add(0.0, look)

    def _is_leaving(self, session: Session) -> bool:
        """Whether a session is to go still: it may have been let go, or destroyed, meanwhile."""
        if session.is_destroyed:
            self._leaving.discard(session)
        return session in self._leaving

    def _saved_to_go(self, session: Session, saved: Promise) -> None:
        if not self._is_leaving(session):
            return
        self._leaving.discard(session)
        try:
            saved.result()
        except Exception as exc:  # it is told, whatever the store is
            text = "session %r stays, as it could not be saved: %s"
            self._server.log(logging.WARNING, text, session.id, exc)
            if not self._server.hub.is_stopping:  # else what waits is the next run's
                go_on(session)
            return
        self.handed_over += 1
        self._server.part_with(session)
        self._fetching.unreleased.add(key_of(session.id))
        self._later(partial(self._release, key_of(session.id)))

    # --- on the worker's thread

    def _later(self, what: Callable[[], Any]) -> None:
        self._worker.do(partial(self._try, what))

    def _release(self, key: str) -> None:
        """Have others have a session, unless it has come here by now, or is to be deleted."""
        if not (self._is_here(key) or key in self._saver.deleting):
            self._fetching.release(key)

    def _is_here(self, key: str) -> bool:
        """Whether a session is here, or on its way."""
        return self._session(key) is not None or self._fetching.is_after(key)

    def _try(self, what: Callable[[], Any]) -> None:
        try:
            what()
        except Exception as exc:  # a store may be the program's own
            text = "the store that servers share: %s"
            self._at_home(partial(self._server.log, logging.WARNING, text, exc))

    def _leave(self, then: Callable[[], None]) -> None:
        self._beating.wait()  # a renewal that comes behind it would undo it
        for key in self._fetching.not_here():
            self._try(partial(self._fetching.release, key))
        self._try(self._store.leave)
        self._at_home(then)


def shared(
    server: Shared, store: Store | None, saver: Saver | None, settings: Terms, key: bytes | None
) -> Sharing | None:
    """What shares the sessions of an application; None: its store is not shared.

    Parameters:
        server: the application's engine.
        store: where its sessions are kept, if anywhere.
        saver: keeps them there.
        settings: the application's.
        key: signs tokens, or None.
    """
    lease, lost = server.hub.lease, settings.store_lost
    if lease is None or lost is None or saver is None or not isinstance(store, SharedStore):
        return None
    patience, is_routed = settings.limits.close_time, settings.is_routed
    return Sharing(server, store, saver, lease, lost, key, patience, is_routed=is_routed)
