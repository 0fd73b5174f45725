"""A program in a process of its own, started anew as often as it asks for that.

Knows: processes, signals, the socket that outlives them all. Must not know: what a child does.

The socket to serve on is bound here and handed to each child, so the port stays ours, and who
connects between two of them waits in the socket's queue.
"""

import contextlib
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from .orders import Order

VARIABLE = "PGWIDGETS_CHILD"
"""The variable of the environment by which a child is told what to do; it takes it away."""

AGAIN = "again.json"
"""The file by which a child asks to be started anew; it holds what is to be kept meanwhile."""


class Supervisor:
    """Runs a program in a child process.

    Parameters:
        order: what was said on the command line.
        door: the socket to serve on.
        reloads: whether the child is to watch the program's files.
    """

    def __init__(self, order: Order, door: socket.socket, *, reloads: bool) -> None:
        self._order = order
        self._door = door
        self._reloads = reloads
        self._key = secrets.token_hex(32)
        self._child: subprocess.Popen[bytes] | None = None
        self._is_ending = False

    @property
    def url(self) -> str:
        """The page's address."""
        host, port = self._door.getsockname()[:2]
        host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, host)
        scheme = "https" if self._order.certificate else "http"
        return f"{scheme}://{host}:{port}/"

    def run(self) -> int:
        """Run it to its end, which Ctrl-C and SIGTERM bring about; returns the exit status."""
        with self._told_of_signals():
            return self.serve()

    def serve(self) -> int:
        """As :meth:`run`, for threads that no signals come to."""
        is_again = False
        with tempfile.TemporaryDirectory(prefix="pgwidgets-") as folder:
            again = Path(folder, AGAIN)
            while True:
                self._child = self._start(folder, is_again)
                status = self._child.wait()
                if self._is_ending or not self._asks_for_another(again):
                    return status if status >= 0 or not self._is_ending else 0
                is_again = True

    def end(self, number: int = signal.SIGTERM) -> None:
        """End the child, and with it :meth:`run`."""
        self._is_ending = True
        if self._child is not None:
            with contextlib.suppress(ProcessLookupError):
                self._child.send_signal(number)

    def _asks_for_another(self, again: Path) -> bool:
        """Whether the child has asked for another one; what it keeps is left for that."""
        if not again.exists():
            return False
        again.replace(again.with_name("kept.json"))
        return True

    def _start(self, folder: str, is_again: bool) -> "subprocess.Popen[bytes]":
        said: dict[str, Any] = {
            "order": msgspec.to_builtins(self._order),
            "again": is_again,
            "folder": folder,
            "reloads": self._reloads,
            "key": self._key,
            "parent": os.getpid(),
        }
        command = [sys.executable, "-m", f"{__package__}.child"]
        environment = dict(os.environ)
        handed: list[int] = []
        if os.name == "nt":  # sockets are no file descriptors there: the child binds its own
            address = self._door.getsockname()
            self._door.close()
            said["address"] = list(address[:2])
        else:
            handed = [self._door.fileno()]
            said["fd"] = handed[0]
        environment[VARIABLE] = json.dumps(said)
        return subprocess.Popen(command, env=environment, pass_fds=handed)

    @contextlib.contextmanager
    def _told_of_signals(self) -> Iterator[None]:
        before: dict[int, Any] = {}

        def heed(number: int, frame: object) -> None:
            # From a terminal Ctrl-C has come to the child as well, which takes a second one for
            # impatience.
            if number == signal.SIGINT and sys.stdin is not None and sys.stdin.isatty():
                self._is_ending = True
            else:
                self.end(number)

        set_signal: Callable[[int, Any], Any] = signal.signal
        for number in (signal.SIGINT.value, signal.SIGTERM.value):
            before[number] = set_signal(number, heed)
        try:
            yield
        finally:
            for number, handler in before.items():
                set_signal(number, handler)
