"""A store in one file of SQLite.

Knows: two tables, and what can be wrong with a file. Must not know: what the fields mean, or which
thread calls.

The file is in SQLite's mode WAL, whose own files stand beside it. What is written survives the
death of the process; of the whole machine, as far as its system has written it to the disk.
"""

import os
import sqlite3
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from pgwidgets_proto.limits import is_time

from .base import StoreError

VERSION = 1
"""Of the tables; `PRAGMA user_version`."""

_BUSY = 2.0  # seconds to wait for another process that writes
_DAY = 86_400.0
_TABLES = """
CREATE TABLE IF NOT EXISTS pgwidgets_sessions (
    namespace TEXT NOT NULL, session TEXT NOT NULL, saved REAL NOT NULL, deleted INTEGER NOT NULL,
    PRIMARY KEY (namespace, session)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS pgwidgets_fields (
    namespace TEXT NOT NULL, session TEXT NOT NULL, name TEXT NOT NULL, content BLOB NOT NULL,
    PRIMARY KEY (namespace, session, name)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS pgwidgets_secrets (
    namespace TEXT NOT NULL PRIMARY KEY, digest TEXT NOT NULL) WITHOUT ROWID;
"""


class SQLiteStore:
    """Keeps sessions in a file.

    Parameters:
        path: the file; it is made when serving begins.
        namespace: tells applications apart that keep their sessions in one file.
        keep_days: sessions not saved for this many days are deleted when the store is opened.
            Destroyed sessions stay marked as destroyed for as long.

    Raises:
        TypeError, ValueError: a setting that is not allowed.
    """

    def __init__(
        self, path: str | os.PathLike[str], *, namespace: str = "", keep_days: float = 30.0
    ) -> None:
        if not isinstance(path, (str, os.PathLike)):
            raise TypeError(f"SQLiteStore(): path is {path!r}; it must be the path of a file")
        if not isinstance(namespace, str):
            raise TypeError(f"SQLiteStore(): namespace is {namespace!r}; it must be a text")
        if isinstance(keep_days, bool) or not isinstance(keep_days, (int, float)):
            raise TypeError(f"SQLiteStore(): keep_days is {keep_days!r}; it must be a number")
        if not (keep_days > 0 and is_time(keep_days)):
            raise ValueError(f"SQLiteStore(): keep_days is {keep_days!r}; it must be above 0")
        self.path = Path(os.fsdecode(path)).absolute()
        if self.path.is_dir():
            raise ValueError(
                f"SQLiteStore(): path is {path!r}, a folder; it must be the path of a file"
            )
        self._namespace = namespace
        self._keep = keep_days * _DAY
        self._connection: sqlite3.Connection | None = None
        self._lock = threading.RLock()  # a program may look into it beside us

    def open(self) -> None:
        """As :meth:`Store.open`."""
        with self._lock, self._told():
            if self._connection is not None:
                return
            connection = sqlite3.connect(
                self.path, timeout=_BUSY, isolation_level=None, check_same_thread=False
            )
            try:
                (version,) = connection.execute("PRAGMA user_version").fetchone()
                if version > VERSION:
                    raise StoreError(
                        f"{self.path} has version {version}, and this is version {VERSION}"
                    )
                connection.execute("PRAGMA journal_mode=WAL")
                connection.execute("PRAGMA synchronous=NORMAL")
                connection.executescript(_TABLES)
                connection.execute(f"PRAGMA user_version={VERSION}")
                self._forget_old(connection)
            except BaseException:
                connection.close()
                raise
            self._connection = connection

    def close(self) -> None:
        """As :meth:`Store.close`."""
        with self._lock:
            connection, self._connection = self._connection, None
            if connection is not None:
                connection.close()

    def load(self, session: str, *, take: Iterable[str] = ()) -> dict[str, bytes] | None:
        """As :meth:`Store.load`."""
        about = (self._namespace, session)
        with self._transaction() as connection:
            found = {
                name: bytes(content)
                for name, content in connection.execute(
                    "SELECT name, content FROM pgwidgets_fields WHERE namespace=? AND session=?",
                    about,
                )
            }
            for name in take:
                if name in found:
                    connection.execute(_REMOVE, (*about, name))
        return found or None

    def save(self, session: str, fields: Mapping[str, bytes | None]) -> None:
        """As :meth:`Store.save`."""
        about = (self._namespace, session)
        with self._transaction() as connection:
            connection.execute(
                "INSERT INTO pgwidgets_sessions VALUES (?, ?, ?, 0) ON CONFLICT DO UPDATE "
                "SET saved=excluded.saved, deleted=0",
                (*about, time.time()),
            )
            connection.executemany(
                "INSERT INTO pgwidgets_fields VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE "
                "SET content=excluded.content",
                [(*about, name, field) for name, field in fields.items() if field is not None],
            )
            gone = [(*about, name) for name, field in fields.items() if field is None]
            connection.executemany(_REMOVE, gone)

    def delete(self, session: str) -> None:
        """As :meth:`Store.delete`."""
        about = (self._namespace, session)
        with self._transaction() as connection:
            connection.execute(
                "INSERT INTO pgwidgets_sessions VALUES (?, ?, ?, 1) ON CONFLICT DO UPDATE "
                "SET saved=excluded.saved, deleted=1",
                (*about, time.time()),
            )
            connection.execute(
                "DELETE FROM pgwidgets_fields WHERE namespace=? AND session=?", about
            )

    def sessions(self) -> list[str]:
        """As :meth:`Store.sessions`."""
        with self._transaction() as connection:
            rows = connection.execute(
                "SELECT session FROM pgwidgets_sessions WHERE namespace=? AND deleted=0 "
                "ORDER BY saved",
                (self._namespace,),
            )
            return [session for (session,) in rows]

    def agree(self, secret: str) -> bool:
        """Remember a digest of the key that signs links; False: it was another one before.

        Raises:
            StoreError: it can't be read or written.
        """
        with self._transaction() as connection:
            found = connection.execute(
                "SELECT digest FROM pgwidgets_secrets WHERE namespace=?", (self._namespace,)
            ).fetchone()
            connection.execute(
                "INSERT INTO pgwidgets_secrets VALUES (?, ?) ON CONFLICT DO UPDATE "
                "SET digest=excluded.digest",
                (self._namespace, secret),
            )
            return found is None or found[0] == secret

    def _forget_old(self, connection: sqlite3.Connection) -> None:
        connection.execute("BEGIN IMMEDIATE")
        about = (self._namespace, time.time() - self._keep)
        connection.execute(
            "DELETE FROM pgwidgets_fields WHERE namespace=? AND session IN "
            "(SELECT session FROM pgwidgets_sessions WHERE namespace=? AND saved<?)",
            (self._namespace, *about),
        )
        connection.execute("DELETE FROM pgwidgets_sessions WHERE namespace=? AND saved<?", about)
        connection.execute("COMMIT")

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._lock, self._told():
            if self._connection is None:
                self.open()
            connection = self._connection
            assert connection is not None
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as exc:
            # It may be another file by the next time, or have room again.
            self.close()
            raise StoreError(f"{self.path}: {exc}") from exc

    def __repr__(self) -> str:
        return f"SQLiteStore({str(self.path)!r})"


_REMOVE = "DELETE FROM pgwidgets_fields WHERE namespace=? AND session=? AND name=?"
