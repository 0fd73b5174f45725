"""The processes of a trial: the instrument, and servers that are stopped, killed and frozen.

Knows: how they are started and ended. Must not know: what they serve, or who comes to them.
"""

import contextlib
import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from patience import PATIENCE

from .instrument import END
from .routers import free_ports

_HERE = Path(__file__).parent


class Server:
    """One server, of one run after another.

    Parameters:
        name: what it is called.
        settings: of the program; the port is among them.

    Attributes:
        cut: when its processes were killed or frozen, by their ids: monotonic seconds.
    """

    def __init__(self, name: str, settings: dict[str, Any]) -> None:
        self.name = name
        self.settings = settings
        self.cut: dict[int, list[float]] = {}
        self._process: subprocess.Popen[str] | None = None

    @property
    def port(self) -> int:
        """Where it listens."""
        port: int = self.settings["port"]
        return port

    @property
    def pid(self) -> int:
        """Its process."""
        assert self._process is not None
        return self._process.pid

    def begin(self, **changes: Any) -> None:
        """Have its process begin; :meth:`until_serving` waits for it."""
        told = json.dumps({**self.settings, "name": self.name, **changes})
        command = [sys.executable, str(_HERE / "program.py"), told]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)

    def until_serving(self) -> None:
        """Wait until it serves."""
        assert self._process is not None
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line == "serving\n", f"{self.name} says {line!r}"

    def start(self, **changes: Any) -> None:
        """Start it, and wait until it serves."""
        self.begin(**changes)
        self.until_serving()

    def stop(self) -> None:
        """End it in good order, and wait until it has ended."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """Kill it."""
        self._end(signal.SIGKILL)

    def freeze(self) -> None:
        """Have it do nothing, its sockets open."""
        assert self._process is not None
        self._note_cut()
        self._process.send_signal(signal.SIGSTOP)

    def _note_cut(self) -> None:
        self.cut.setdefault(self.pid, []).append(time.monotonic())

    def thaw(self) -> None:
        """Have it go on."""
        assert self._process is not None
        self._process.send_signal(signal.SIGCONT)

    def _end(self, how: signal.Signals) -> None:
        if self._process is None:
            return
        if self._process.poll() is None:
            if how is signal.SIGKILL:
                self._note_cut()
            self._process.send_signal(how)
        self._process.wait(PATIENCE)
        if self._process.stdout is not None:
            self._process.stdout.close()
        self._process = None

    def remove(self) -> None:
        """End it, whatever it is about."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGCONT)
        self._end(signal.SIGKILL)


@contextlib.contextmanager
def instrument(folder: Path) -> Iterator[tuple[str, Path]]:
    """A running instrument: its socket, and its log, which is whole when the block has ended."""
    path, log = folder / "instrument.sock", folder / "instrument.log"
    command = [sys.executable, str(_HERE / "instrument.py"), str(path), str(log)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "listening\n"
            yield str(path), log
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as speaker:
                speaker.connect(str(path))
                speaker.send(END)
            process.wait(PATIENCE)
        finally:
            process.kill()


@contextlib.contextmanager
def serving(names: str, settings: dict[str, Any]) -> Iterator[list[Server]]:
    """Servers on free ports of 127.0.0.1, one for each letter.

    Parameters:
        names: the letters.
        settings: what their programs are told, all the same.
    """
    ports = free_ports(len(names))
    servers = [
        Server(name, {**settings, "port": port}) for name, port in zip(names, ports, strict=True)
    ]
    try:
        for server in servers:
            server.begin()
        for server in servers:
            server.until_serving()
        yield servers
    finally:
        for server in servers:
            server.remove()
