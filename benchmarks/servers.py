"""A server process of one side: started on free ports, watched from outside, ended.

Knows processes and ports. Must not know what is measured.
"""

import os
import re
import socket
import subprocess
import tempfile
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from benchmarks.environments import ROOT, Side, environment_variables, python_of

_STOP_SECONDS = 10.0


def free_ports(count: int) -> list[int]:
    """Return distinct TCP ports of 127.0.0.1 that were free just now."""
    sockets = [socket.socket() for _ in range(count)]
    try:
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]
    finally:
        for each in sockets:
            each.close()


class Server:
    """The measured application of one side in a process of its own; a context manager.

    Args:
        side: Whose library serves.
        module: Module of this package to run, in place of the side's own.
        is_one_port: Whether the page's WebSocket comes to the page's port.
    """

    def __init__(self, side: Side, module: str | None = None, *, is_one_port: bool = False) -> None:
        self._side = side
        self._module = module or side.module
        self._python: Path = python_of(side)
        self._process: subprocess.Popen[bytes] | None = None
        self._log: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed by __exit__
        self.ws_port, self._http_port = free_ports(2)
        if is_one_port:
            self._http_port = self.ws_port

    @property
    def ws_url(self) -> str:
        """WebSocket URL of the server."""
        return f"ws://127.0.0.1:{self.ws_port}/"

    @property
    def port(self) -> int:
        """Where the page is."""
        return self._http_port

    @property
    def page_url(self) -> str:
        """URL of the page that a browser opens."""
        return f"http://127.0.0.1:{self._http_port}/"

    def __enter__(self) -> Self:
        """Start the process; it may not listen yet."""
        ports = ["--ws-port", str(self.ws_port), "--http-port", str(self._http_port)]
        self._process = subprocess.Popen(
            [self._python, "-m", self._module, *ports],
            cwd=ROOT,
            env=environment_variables() | {"PYTHONUNBUFFERED": "1"},
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=subprocess.STDOUT,
        )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the process; what it printed is added to an error on its way."""
        assert self._process is not None
        self._process.terminate()
        try:
            self._process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if error is not None:
            error.add_note(f"{self._side.title} printed: {self.output()[-2000:] or 'nothing'}")
        self._log.close()

    def output(self) -> str:
        """Return what the process has printed so far."""
        # The file position is shared with the process: read without moving it.
        size = os.fstat(self._log.fileno()).st_size
        return os.pread(self._log.fileno(), size, 0).decode(errors="replace")

    @property
    def pid(self) -> int:
        """Process id."""
        assert self._process is not None
        return self._process.pid

    def resident_bytes(self) -> int:
        """Return the resident memory (VmRSS) in bytes; OSError where there is no /proc."""
        return resident_bytes(self.pid)


def resident_bytes(pid: int) -> int:
    """Return the resident memory (VmRSS) of a process in bytes; OSError where there is no /proc."""
    status = Path(f"/proc/{pid}/status").read_text()
    found = re.search(r"^VmRSS:\s+(\d+) kB", status, re.MULTILINE)
    if found is None:
        raise OSError("no VmRSS in the process's status")
    return int(found.group(1)) * 1024


def cpu_seconds(pid: int) -> float:
    """Return how long a process has worked, in seconds; OSError where there is no /proc."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")  # proc(5): utime, stime
