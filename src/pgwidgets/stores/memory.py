"""A store in memory: sessions outlive the application that served them, and not the process.

Knows: a dictionary. Must not know: what the fields mean.
"""

import threading
from collections.abc import Iterable, Mapping


class MemoryStore:
    """Keeps sessions for another application of the same process, as tests of restarts want it.

    It never blocks, so that it is used where it is asked, on no thread of its own.
    """

    never_blocks = True

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._sessions: dict[str, dict[str, bytes]] = {}

    def open(self) -> None:
        """Nothing is to be made ready."""

    def close(self) -> None:
        """Nothing is let go of."""

    def load(self, session: str, *, take: Iterable[str] = ()) -> dict[str, bytes] | None:
        """As :meth:`Store.load`."""
        with self._lock:
            fields = self._sessions.get(session)
            if fields is None:
                return None
            found = dict(fields)
            for name in take:
                fields.pop(name, None)
            return found

    def save(self, session: str, fields: Mapping[str, bytes | None]) -> None:
        """As :meth:`Store.save`."""
        with self._lock:
            known = self._sessions.setdefault(session, {})
            for name, field in fields.items():
                if field is None:
                    known.pop(name, None)
                else:
                    known[name] = field

    def delete(self, session: str) -> None:
        """As :meth:`Store.delete`."""
        with self._lock:
            self._sessions.pop(session, None)

    def sessions(self) -> list[str]:
        """As :meth:`Store.sessions`."""
        with self._lock:
            return list(self._sessions)
