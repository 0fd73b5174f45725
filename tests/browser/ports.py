"""Ports that the servers of one test after another listen on.

Knows: numbers of ports. Must not know: who serves what there.

A browser keeps files by their URL, and the port is a part of it: what an earlier server's page had
loaded need not be loaded again when the next server is where that one was.
"""

import socket
from contextlib import suppress


class Ports:
    """Ports on 127.0.0.1 to use again."""

    def __init__(self) -> None:
        self._unused: list[int] = []

    def take(self) -> int:
        """Give the one that was given back last, of those that are free; 0 if there is none."""
        while self._unused:
            port = self._unused.pop()
            with suppress(OSError), socket.create_server(("127.0.0.1", port)):
                return port
        return 0

    def give_back(self, port: int) -> None:
        """Have the next server use it; nothing listens on it any more."""
        self._unused.append(port)


# One kind's files must not be taken for the other's, whose URLs name no version.
of_applications = Ports()
of_fake_servers = Ports()
