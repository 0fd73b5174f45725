"""Saves the sessions of an application, and fetches those of earlier runs.

Knows: when a session is saved, what is done when a store fails, and that a store is used on a
thread of its own. Must not know: async or sync, what is kept of a session, or how a store keeps it.

A session is looked at twice a second; what has changed of it is written as one. So a killed process
loses what is less than a second old. One write is under way at a time: what a later one holds
builds on it, and may not be stored without it. A look that comes meanwhile is had when it ends, so
that a program which saves one session again and again keeps no other one from it. While a store
fails, sessions are served from memory, which is said in the log, and the store is tried again after
longer and longer waits.
"""

import enum
import logging
from collections import deque
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from pgwidgets_proto import Promise, Session
from pgwidgets_proto.sessions import (
    AS_IT_WAS,
    WHOLE,
    SessionEnded,
    SessionJoined,
    SessionNotRestored,
    SessionUntouched,
    SessionWanted,
    go_on,
    hold,
)

from .base import Store, StoreError
from .deleting import Deleting
from .making import Makings
from .seam import Server, key_of
from .shared import Superseded
from .worker import AtOnce, Worker

EVERY = 0.5
"""Seconds between two looks at what has changed."""
PATIENCE = (1.0, 2.0, 5.0, 10.0, 30.0)
"""Seconds after which a store that fails is tried again, the first time, the second …"""
_OTHER_KEY = (
    "secret_key is not the one with which sessions were kept in %r: they come back, but what "
    "that one has signed, such as logins, counts no more"
)
_MOST_REFUSED = 3
"""Sessions that a store does not take, after which no others are tried."""


class _Why(enum.Enum):
    """Why sessions are saved."""

    CHANGED = "something may have changed"
    ASKED = "the program asks for it"
    GOES = "it is to go to another server"
    ENDS = "serving ends"


_LAST = (_Why.GOES, _Why.ENDS)


class _Job(NamedTuple):
    """What is to be stored of one session.

    Attributes:
        session: the session.
        fields: those that have changed.
        counts: what is done of its pages when these are stored.
        is_first: whether nothing of what is stored under its id may stay.
    """

    session: Session
    fields: dict[str, bytes | None]
    counts: dict[str, int]
    is_first: bool


class Saver:
    """Keeps the sessions of one application in a store.

    Parameters:
        server: the application's engine.
        store: where they are kept.
        secret: a digest of what signs links.

    Attributes:
        makings: what is kept of sessions that the program makes.
        deleting: what is over, and may still be stored.
        superseded: is told of a session that is another server's by now.
        fetch: has a session fetched that is wanted, and comes back to the core with it.
        before_end: is called when all is saved for the last time, with what is to come after; None:
            no other server has a part in the store.
    """

    def __init__(self, server: Server, store: Store, secret: str = "") -> None:
        self._secret = secret
        self._server = server
        self._store = store
        is_instant = getattr(store, "never_blocks", False)
        self._worker = AtOnce() if is_instant else Worker("pgwidgets store")
        self.deleting = Deleting(server, store, self._worker)
        self.makings = Makings(server, store, self._worker, self.deleting, self.built)
        self._failures = 0
        self._retry_at = 0.0
        self._is_on = False
        self._has_saved_last = False
        self._writing: list[_Job] | None = None
        self._due: deque[Callable[[], None]] = deque()
        self._is_look_due = False
        self._hurried: dict[Session, None] = {}
        # Sessions that the store does not take, while it takes others: when they are tried again.
        self._refused: dict[Session, float] = {}
        self._is_unreadable = False  # of the worker's thread
        self.superseded: Callable[[Session], None] = lambda session: None
        self.fetch: Callable[[int | str], None] = self._fetch
        self.before_end: Callable[[Callable[[], None]], None] | None = None

    # --- serving begins and ends

    def begin(self) -> None:
        """Serving begins."""
        self._due.clear()
        self._hurried.clear()
        self._has_saved_last = self._is_look_due = False
        for job in self._writing or ():  # whether that was stored nobody came to hear
            self._not_stored(job.session)
        self._writing = None
        for session in self._server.hub.sessions.values():
            if session.inbox.is_held:
                go_on(session)
        self._worker.start()
        self._worker.do(self._open)
        self._is_on = True
        self._arm()
        self.makings.all_made()

    def end(self) -> None:
        """Serving has ended."""
        self._is_on = False
        self._worker.stop(self._store.close)

    def leave_what_waits(self) -> None:
        """Have nothing begun with of what waits: it is left to the next run.

        Sessions of which nothing waits are left alone: that their browsers leave is told them yet.
        """
        for session in self._server.hub.sessions.values():
            if session.kept is not None and len(session.inbox):
                hold(session)

    def stop(self) -> Promise:
        """Save everything for the last time: nothing is begun with after it.

        Returns:
            It is settled when all is stored, or can't be, which the log tells.
        """
        self.makings.all_made()
        self.leave_what_waits()
        self._is_on, self._has_saved_last = False, True
        self._hurried.clear()
        over = Promise()
        sessions = list(self._server.hub.sessions.values())
        for session in sessions:
            kept = session.kept
            if kept is not None and kept.is_as_it_was:
                self._worker.do(partial(self._give_back, session.id))
        stored = self._save_all(sessions, _Why.ENDS)
        before_end = self.before_end
        stored.on_settled(over.settle if before_end is None else partial(before_end, over.settle))
        return over

    # --- what the core tells

    def note(
        self,
        event: (
            SessionWanted | SessionJoined | SessionEnded | SessionUntouched | SessionNotRestored
        ),
    ) -> None:
        """Something happened to a session that is here, or is not.

        A page that a killed server had never saved could not go on at the next one: so that one
        which comes is saved at once.
        """
        match event:
            case SessionWanted(session_id=wanted):
                self.fetch(wanted)
            case SessionJoined(session=joined):
                self._save_soon(joined)
            case SessionEnded(session=ended):
                self._refused.pop(ended, None)
                if ended.id not in self._server.hub.sessions:  # else another one has the id
                    self.deleting.delete(key_of(ended.id))
            case SessionUntouched(session_id=session_id):
                if self.before_end is None:
                    self._worker.do(partial(self._give_back, session_id))
            case SessionNotRestored(session_id=session_id, reason=reason):
                text = "session %r: %s"
                self._server.log(logging.WARNING, text, session_id, reason)

    def built(self, session: Session) -> None:
        """The program has built a session: what was kept is put on, and browsers are let in."""
        clock = self._server.clock
        now = self._server.hub.deadlines.now if clock is None else clock.now()
        self._server.act(self._server.hub.returning.built, session, now)
        self._save_soon(session)

    # --- what the program asks

    def save(self, session: Session) -> Promise:
        """Save one session now.

        Returns:
            It is settled when that is stored; it raises :exc:`StoreError` if it can't be.
        """
        if self._has_saved_last or session.is_destroyed:
            why = "serving ends" if self._has_saved_last else f"session {session.id!r} is not here"
            promise = Promise()
            promise.settle(exception=StoreError(f"nothing is saved any more: {why}"))
            return promise
        return self._save_all([session], _Why.ASKED)

    def save_to_go(self, session: Session) -> Promise:
        """Save one session that is to go, as :meth:`save`; if it can't be, it stays.

        That nothing has happened since is said when it goes: the answer may be lost, though it is
        stored, and then something will happen.
        """
        return self._save_all([session], _Why.ENDS if self._has_saved_last else _Why.GOES)

    def try_again(self) -> None:
        """The store is known to be there again: nothing waits any longer."""
        self._retry_at = 0.0
        self.deleting.try_again()

    def save_token(self, session: Session) -> None:
        """A session has another token, or a link to it ended: who has it must not come back."""
        if self._server.clock is not None and not self._has_saved_last:
            self._save_all([session])

    # ------------------------------------------------------------------------------------------

    def _fetch(self, session_id: int | str) -> None:
        self._worker.do(partial(self._load, session_id))

    def _arm(self) -> None:
        if self._is_on:
            self._server.hub.deadlines.add(EVERY, self._look)

    def _look(self, now: float) -> None:
        if not self._is_on:
            return  # what was saved last says that nothing has happened since
        self._arm()
        if not self._is_look_due:
            self._is_look_due = True
            self._due.append(self._look_at_all)
            self._go_on()

    def _look_at_all(self) -> None:
        """It is time to look, and nothing is being written any more."""
        now, self._is_look_due = self._server.hub.deadlines.now, False
        if self._is_on and (self._failures == 0 or now >= self._retry_at):
            self.deleting.look(now)
            for session in [one for one in self._refused if one.is_destroyed]:
                del self._refused[session]  # another server has it
            self._begin(list(self._server.hub.sessions.values()), Promise(), _Why.CHANGED)

    def _save_all(self, sessions: list[Session], why: _Why = _Why.CHANGED) -> Promise:
        promise = Promise()
        if why in _LAST:
            self.deleting.try_again()
        self._due.append(partial(self._begin, sessions, promise, why))
        self._go_on()
        return promise

    def _save_soon(self, session: Session) -> None:
        """Save a session as soon as nothing else is under way, with others that wait for that."""
        if self._is_on and self._failures == 0:
            self._hurried[session] = None
            self._go_on()

    def _go_on(self) -> None:
        while self._due and self._writing is None:
            self._due.popleft()()
        if self._hurried and self._writing is None:
            sessions, self._hurried = list(self._hurried), {}
            self._begin(sessions, Promise(), _Why.CHANGED)

    def _begin(self, sessions: list[Session], promise: Promise, why: _Why) -> None:
        is_asked = why is _Why.ASKED
        jobs: list[_Job] = []
        error: Exception | None = None
        for session in sessions:
            kept = session.kept
            if kept is None or session.is_destroyed or not (kept.is_built or is_asked):
                continue
            is_later = self._refused.get(session, 0.0) > self._server.hub.deadlines.now
            if is_later and why is _Why.CHANGED:
                continue
            if kept.is_reused:
                self.deleting.forget(key_of(session.id))  # what is there will be replaced
            before, kept.is_asked = kept.unfit, is_asked
            fields = kept.changes(
                session.token,
                session.first_token,
                session.views,
                is_last=why in _LAST,
                is_whole=why is _Why.ENDS,
            )
            if kept.unfit is not None:
                error = TypeError(f"session.data can't be saved: {kept.unfit}")
                if kept.unfit != before:
                    self._server.log(logging.ERROR, "%r: %s", session, error)
            if fields:
                counts = kept.ledger.done(session.views)
                jobs.append(_Job(session, fields, counts, kept.is_reused))
        if not jobs:
            promise.settle(exception=error if is_asked else None)
            return
        if error is not None and is_asked:
            promise.settle(exception=error)  # the rest is saved all the same
        self._writing = jobs
        self._worker.do(partial(self._write, jobs, promise))

    # --- on the worker's thread

    def _open(self) -> None:
        try:
            self._store.open()
            agree = getattr(self._store, "agree", None)
            if agree is not None and not agree(self._secret):
                warn = partial(self._server.log, logging.WARNING, _OTHER_KEY, self._store)
                self._server.call_home(warn)
        except Exception as exc:  # a store may be the program's own
            self._server.call_home(partial(self._server.act, self._note_failure, exc))

    def _write(self, jobs: list[_Job], promise: Promise) -> None:
        stored: set[Session] = set()
        refused: dict[Session, Exception] = {}
        for job in jobs:
            if sum(not isinstance(exc, Superseded) for exc in refused.values()) >= _MOST_REFUSED:
                break
            try:
                key, fields = key_of(job.session.id), job.fields
                if job.is_first:
                    fields = {**dict.fromkeys(self._store.load(key) or ()), **fields}
                self._store.save(key, fields)
                stored.add(job.session)
            except Exception as exc:  # a store may be the program's own
                refused[job.session] = exc
        self._server.call_home(partial(self._written, jobs, stored, refused, promise))

    def _give_back(self, session_id: int | str) -> None:
        try:
            self._store.save(key_of(session_id), {WHOLE: AS_IT_WAS})
        except Exception as exc:  # a store may be the program's own
            text = "session %r counts as one whose server was killed: %s"
            self._server.call_home(
                partial(self._server.log, logging.WARNING, text, session_id, exc)
            )

    def _load(self, session_id: int | str) -> None:
        fields: dict[str, bytes] | None = None
        reason = None
        try:
            fields = self._store.load(key_of(session_id), take=(WHOLE,))
            self._is_unreadable = False
        except Exception as exc:  # a store may be the program's own
            if not self._is_unreadable:  # each visitor could have a line written
                reason = f"the store can't be read: {exc}"
            self._is_unreadable = True
        self._server.call_home(partial(self._loaded, session_id, fields, reason))

    # --- at home again

    def _written(
        self,
        jobs: list[_Job],
        stored: set[Session],
        refused: dict[Session, Exception],
        promise: Promise,
    ) -> None:
        self._server.act(self._note_written, jobs, stored, refused, promise)

    def _note_written(
        self,
        jobs: list[_Job],
        stored: set[Session],
        refused: dict[Session, Exception],
        promise: Promise,
    ) -> None:
        error: Exception | None = None
        for session, _, counts, is_first in jobs:
            if session not in stored:
                if self._writing is jobs:
                    self._not_stored(session)
            elif session.kept is not None:
                session.kept.stored_up_to(counts, session.links)
                session.kept.is_reused &= not is_first
                self._refused.pop(session, None)
        if self._writing is jobs:
            self._writing = None
        for session in [one for one, exc in refused.items() if isinstance(exc, Superseded)]:
            self.superseded(session)
            self._refused.pop(session, None)
            error = refused.pop(session)
        error = next(iter(refused.values()), error)
        if stored:
            for session, exc in refused.items():
                self._note_refused(session, exc)
            if self._failures:
                self._failures = 0
                self._server.log(logging.WARNING, "sessions are saved again")
        elif refused and error is not None:
            self._note_failure(error)
        if error is not None and not isinstance(error, StoreError):
            error = StoreError(str(error))
        promise.settle(exception=error)
        self._go_on()

    def _note_refused(self, session: Session, error: Exception) -> None:
        if session not in self._refused:
            text = "%r is not saved, while others are; that is tried again: %s"
            self._server.log(logging.ERROR, text, session, error)
        self._refused[session] = self._server.hub.deadlines.now + PATIENCE[-1]

    def _not_stored(self, session: Session) -> None:
        if session.kept is not None:
            session.kept.not_stored()

    def _note_failure(self, error: Exception) -> None:
        wait = PATIENCE[min(self._failures, len(PATIENCE) - 1)]
        if self._failures == 0:
            text = "sessions are not saved, and are served from memory: %s"
            self._server.log(logging.ERROR, text, error)
        self._failures += 1
        self._retry_at = self._server.hub.deadlines.now + wait

    def _loaded(
        self, session_id: int | str, fields: dict[str, bytes] | None, reason: str | None
    ) -> None:
        clock = self._server.clock
        if clock is not None:
            self._server.act(
                self._server.hub.returning.found, session_id, fields, clock.now(), reason
            )
