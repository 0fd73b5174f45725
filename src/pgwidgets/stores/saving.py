"""Saves the sessions of an application, and fetches those of earlier runs.

Knows: when a session is saved, what is done when a store fails, and that a store is used on a
thread of its own. Must not know: async or sync, what is kept of a session, or how a store keeps it.

A session is looked at twice a second; what has changed of it is written as one. So a killed process
loses what is less than a second old. While a store fails, sessions are served from memory, which is
said in the log, and the store is tried again after longer and longer waits.
"""

import logging
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Protocol

import msgspec

from pgwidgets_proto import Hub, Promise, Session
from pgwidgets_proto.sessions import WHOLE, SessionEnded, SessionNotRestored, SessionWanted
from pgwidgets_transports.seam import Clock

from .base import Store, StoreError
from .worker import AtOnce, Worker

EVERY = 0.5
"""Seconds between two looks at what has changed."""
PATIENCE = (1.0, 2.0, 5.0, 10.0, 30.0)
"""Seconds after which a store that fails is tried again, the first time, the second …"""


class Server(Protocol):
    """An application's engine, as far as it is needed here.

    Attributes:
        hub: its core.
    """

    hub: Hub

    @property
    def clock(self) -> Clock | None:
        """What it goes by while it serves."""
        ...

    def act(self, operation: Callable[..., Any], *args: Any) -> Any:
        """Do something in the core, then send what came of it."""

    def call_home(self, function: Callable[..., None], *args: Any) -> None:
        """Have a function called where the core may be."""

    def log(
        self, level: int, text: str, *args: Any, extra: Mapping[str, Any] | None = None
    ) -> None:
        """Write a line to the program's log."""


class Saver:
    """Keeps the sessions of one application in a store.

    Parameters:
        server: the application's engine.
        store: where they are kept.
    """

    def __init__(self, server: Server, store: Store) -> None:
        self._server = server
        self._store = store
        is_instant = getattr(store, "never_blocks", False)
        self._worker = AtOnce() if is_instant else Worker("pgwidgets store")
        self._failures = 0
        self._retry_at = 0.0
        self._is_on = False

    # --- serving begins and ends

    def begin(self) -> None:
        """Serving begins."""
        self._worker.start()
        self._worker.do(self._open)
        self._is_on = True
        self._arm()

    def end(self) -> None:
        """Serving has ended."""
        self._is_on = False
        self._worker.stop(self._store.close)

    def stop(self) -> Promise:
        """Save everything for the last time: nothing happens after it.

        Returns:
            It is settled when all is stored, or can't be, which the log tells.
        """
        self._is_on = False
        over = Promise()
        stored = self._save_all(list(self._server.hub.sessions.values()), is_last=True)
        stored.on_settled(over.settle)
        return over

    # --- what the core tells

    def note(self, event: SessionWanted | SessionEnded | SessionNotRestored) -> None:
        """A session is wanted that is not here, or was destroyed, or is not whole."""
        match event:
            case SessionWanted(session_id=wanted):
                self._worker.do(partial(self._load, wanted))
            case SessionEnded(session=ended):
                self._worker.do(partial(self._delete, _key(ended.id)))
            case SessionNotRestored(session_id=session_id, reason=reason):
                text = "session %r: %s"
                self._server.log(logging.WARNING, text, session_id, reason)

    def built(self, session: Session) -> None:
        """The program has built a session: what was kept is put on, and browsers are let in."""
        clock = self._server.clock
        now = self._server.hub.deadlines.now if clock is None else clock.now()
        self._server.act(self._server.hub.built, session, now)

    # --- what the program asks

    def save(self, session: Session) -> Promise:
        """Save one session now.

        Returns:
            It is settled when that is stored; it raises :exc:`StoreError` if it can't be.
        """
        return self._save_all([session], is_asked=True)

    # ------------------------------------------------------------------------------------------

    def _arm(self) -> None:
        if self._is_on:
            self._server.hub.deadlines.add(EVERY, self._look)

    def _look(self, now: float) -> None:
        if not self._is_on:
            return  # what was saved last says that nothing has happened since
        if self._failures == 0 or now >= self._retry_at:
            self._save_all(list(self._server.hub.sessions.values()))
        self._arm()

    def _save_all(
        self, sessions: list[Session], *, is_last: bool = False, is_asked: bool = False
    ) -> Promise:
        promise = Promise()
        jobs: list[tuple[Session, dict[str, bytes | None], dict[str, int]]] = []
        error: Exception | None = None
        for session in sessions:
            kept = session.kept
            if kept is None or session.is_destroyed or not (kept.is_built or is_asked):
                continue
            before = kept.unfit
            fields = kept.changes(
                session.token, session.first_token, session.views, is_whole=is_last
            )
            if kept.unfit is not None:
                error = TypeError(f"session.data can't be saved: {kept.unfit}")
                if kept.unfit != before:
                    self._server.log(logging.ERROR, "%r: %s", session, error)
            if fields:
                jobs.append((session, fields, kept.ledger.done(session.views)))
        if not jobs:
            promise.settle(exception=error if is_asked else None)
            return promise
        if error is not None and is_asked:
            promise.settle(exception=error)  # the rest is saved all the same
        self._worker.do(partial(self._write, jobs, promise))
        return promise

    # --- on the worker's thread

    def _open(self) -> None:
        try:
            self._store.open()
        except Exception as exc:  # a store may be the program's own
            self._server.call_home(partial(self._server.act, self._note_failure, exc))

    def _write(
        self,
        jobs: list[tuple[Session, dict[str, bytes | None], dict[str, int]]],
        promise: Promise,
    ) -> None:
        failed: list[Session] = []
        error: Exception | None = None
        done: list[tuple[Session, dict[str, int]]] = []
        for session, fields, counts in jobs:
            try:
                if error is None:
                    self._store.save(_key(session.id), fields)
                    done.append((session, counts))
                    continue
            except Exception as exc:  # a store may be the program's own
                error = exc
            failed.append(session)
        self._server.call_home(partial(self._written, done, failed, error, promise))

    def _load(self, session_id: int | str) -> None:
        fields: dict[str, bytes] | None = None
        reason = None
        try:
            fields = self._store.load(_key(session_id), take=(WHOLE,))
        except Exception as exc:  # a store may be the program's own
            reason = f"the store can't be read: {exc}"
        self._server.call_home(partial(self._loaded, session_id, fields, reason))

    def _delete(self, key: str) -> None:
        try:
            self._store.delete(key)
        except Exception as exc:  # a store may be the program's own
            self._server.call_home(
                partial(self._server.log, logging.ERROR, "%s is not forgotten: %s", key, exc)
            )

    # --- at home again

    def _written(
        self,
        done: list[tuple[Session, dict[str, int]]],
        failed: list[Session],
        error: Exception | None,
        promise: Promise,
    ) -> None:
        self._server.act(self._note_written, done, failed, error, promise)

    def _note_written(
        self,
        done: list[tuple[Session, dict[str, int]]],
        failed: list[Session],
        error: Exception | None,
        promise: Promise,
    ) -> None:
        for session, counts in done:
            if session.kept is not None:
                session.kept.stored_up_to(counts, session.links)
        for session in failed:
            if session.kept is not None:
                session.kept.not_stored()
        if error is not None:
            self._note_failure(error)
        elif done and self._failures:
            self._failures = 0
            self._server.log(logging.WARNING, "sessions are saved again")
        if error is not None and not isinstance(error, StoreError):
            error = StoreError(str(error))
        promise.settle(exception=error)

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
            self._server.act(self._server.hub.found, session_id, fields, clock.now(), reason)


def _key(session_id: int | str) -> str:
    """The key of a session, whose id may be a number or a text."""
    return msgspec.json.encode(session_id).decode()
