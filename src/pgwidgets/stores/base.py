"""What a store is: fields of bytes by name, for each session.

Knows: the role, which a program may fill with a store of its own. Must not know: what the fields
mean, threads, event loops.

Every method may block; all are called on one thread, which is none of the program's.
"""

from collections.abc import Iterable, Mapping
from typing import Protocol, runtime_checkable


class StoreError(Exception):
    """A store could not be read or written; the text says why."""


@runtime_checkable
class Store(Protocol):
    """Keeps sessions.

    A session has a key, a text, and fields: bytes by name. What :meth:`save` is given is written
    as a whole or not at all, also if the process is killed meanwhile.
    """

    def open(self) -> None:
        """Make ready; called when serving begins, and again after an error.

        Raises:
            StoreError: it can't be used.
        """

    def close(self) -> None:
        """Let go of files and connections; called when serving has ended."""

    def load(self, session: str, *, take: Iterable[str] = ()) -> dict[str, bytes] | None:
        """All fields of a session; None: it has none, or was deleted.

        Parameters:
            session: its key.
            take: fields to remove in the same step; they are given once more.

        Raises:
            StoreError: it can't be read.
        """
        ...

    def save(self, session: str, fields: Mapping[str, bytes | None]) -> None:
        """Write fields of a session, all of them or none.

        Parameters:
            session: its key.
            fields: their new contents; None: a field that is no more. Others stay as they are.

        Raises:
            StoreError: it can't be written.
        """

    def delete(self, session: str) -> None:
        """Have a session never found again.

        Raises:
            StoreError: it can't be written.
        """

    def sessions(self) -> list[str]:
        """The keys of all sessions that can be loaded.

        Raises:
            StoreError: it can't be read.
        """
        ...
