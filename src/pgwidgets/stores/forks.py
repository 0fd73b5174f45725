"""Notices that a process is a fork of the one in which something was made.

Knows: process ids. Must not know: stores, applications.
"""

import os


class MadeHere:
    """Remembers the process in which it was made."""

    def __init__(self) -> None:
        self._process = os.getpid()

    def check(self, what: object) -> None:
        """Check that this is still that process.

        Parameters:
            what: was made along with this, and tells servers apart: two processes that have one
                would be one server to all others.

        Raises:
            ValueError: it is a fork of it.
        """
        here = os.getpid()
        if here != self._process:
            raise ValueError(
                f"store is {what!r}, and process {here} is a fork of {self._process}, where it was "
                f"made or given to an application: both would be one server to others; make the "
                f"store and the application after the fork"
            )
