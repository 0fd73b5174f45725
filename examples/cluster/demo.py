"""Runs app.py on several servers of this machine, behind HAProxy, with Redis: `make demo-cluster`.

usage: demo.py [SERVERS (1 to 4, 3 if not said)]

It prints the address to open, and the process of each server, which may be stopped (kill PID),
killed (kill -9 PID) or frozen (kill -STOP PID) while the page is used. A server that has ended is
started anew after some seconds. Ctrl-C ends all of it.
"""

import contextlib
import http.client
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).parent
PORTS = (9501, 9502, 9503, 9504)
"""Where the servers of the configurations in this folder listen."""
FRONT = "127.0.0.1:8080"
"""Where the routers of these configurations do."""
AGAIN = 5.0
"""Seconds after which a server that has ended is started anew."""


def with_ports(text: str, front: str, ports: list[int]) -> str:
    """A router's configuration for servers at other ports, and without those that are not there.

    Parameters:
        text: a configuration of this folder.
        front: where the router listens, as host and port.
        ports: where the servers listen.
    """
    if len(ports) > len(PORTS):
        raise ValueError(f"{len(ports)} servers; the configurations have {len(PORTS)}")
    for there, here in zip(PORTS, ports, strict=False):
        text = text.replace(f"127.0.0.1:{there}", f"127.0.0.1:{here}")
    gone = [f"127.0.0.1:{there}" for there in PORTS[len(ports) :]]
    lines = [line for line in text.splitlines() if not any(one in line for one in gone)]
    return "\n".join(lines).replace(FRONT, front) + "\n"


def free_ports(count: int) -> list[int]:
    """So many ports of 127.0.0.1 that nobody listens on."""
    with contextlib.ExitStack() as held:
        probes = [held.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(count)]
        return [probe.getsockname()[1] for probe in probes]


def program(name: str) -> str:
    """Where a program is; ends this one where it is not."""
    found = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    if found is None:
        sys.exit(f"this needs {name}, which is not installed")
    return found


def until_served(front: str, is_there: Callable[[], bool]) -> None:
    """Wait until a router leads to a server.

    Parameters:
        front: where it listens, as host and port.
        is_there: whether it runs; it may end at once, if its configuration is wrong.

    Raises:
        RuntimeError: it has ended.
    """
    while is_there():
        site = http.client.HTTPConnection(front, timeout=1.0)
        with contextlib.closing(site), contextlib.suppress(OSError):
            site.request("HEAD", "/")
            if site.getresponse().status == 200:
                return
        time.sleep(0.05)
    raise RuntimeError("the router has ended")


class Servers:
    """The processes of app.py.

    Parameters:
        ports: where they listen.
        store: the address of the store that they share.
    """

    def __init__(self, ports: list[int], store: str) -> None:
        key = secrets.token_urlsafe(32)
        self._environment = {**os.environ, "PGWIDGETS_STORE": store, "PGWIDGETS_KEY": key}
        self._processes: dict[int, subprocess.Popen[bytes]] = {}
        self._ended: dict[int, float] = {}
        for port in ports:
            self._start(port)

    def _start(self, port: int) -> None:
        command = [sys.executable, str(HERE / "app.py"), str(port)]
        process = subprocess.Popen(command, env=self._environment, stdout=subprocess.DEVNULL)
        self._processes[port] = process
        print(f"server on {port}: process {process.pid}", flush=True)

    def look(self) -> None:
        """Start those anew that ended some seconds ago."""
        for port, process in list(self._processes.items()):
            if process.poll() is None:
                continue
            if port not in self._ended:
                self._ended[port] = time.monotonic()
                print(f"server on {port} has ended; it is started anew in {AGAIN:g} s", flush=True)
            elif time.monotonic() > self._ended[port] + AGAIN:
                del self._ended[port]
                self._start(port)

    def end(self) -> None:
        """Stop all in good order."""
        for process in self._processes.values():
            process.send_signal(signal.SIGCONT)
            process.terminate()
        for process in self._processes.values():
            process.wait()


def main(count: int) -> None:
    """Run it all until Ctrl-C."""
    redis, haproxy = program("redis-server"), program("haproxy")
    front, store, *ports = free_ports(2 + count)
    with contextlib.ExitStack() as ends:
        folder = Path(ends.enter_context(tempfile.TemporaryDirectory()))
        configuration = (HERE / "haproxy.cfg").read_text()
        (folder / "haproxy.cfg").write_text(with_ports(configuration, f"127.0.0.1:{front}", ports))
        for command in (
            [redis, "--port", str(store), "--bind", "127.0.0.1", "--dir", str(folder)],
            [haproxy, "-db", "-f", str(folder / "haproxy.cfg")],
        ):
            # In a group of their own, so that Ctrl-C ends the servers before their store.
            process = subprocess.Popen(
                command,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
            ends.callback(process.wait)
            ends.callback(process.terminate)
        print(f"store redis://127.0.0.1:{store}/0", flush=True)
        servers = Servers(ports, f"redis://127.0.0.1:{store}/0")
        ends.callback(servers.end)
        until_served(f"127.0.0.1:{front}", lambda: process.poll() is None)
        print(f"open http://127.0.0.1:{front}/", flush=True)
        print("kill -9 PID kills a server, kill -STOP PID freezes it; Ctrl-C ends all", flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            while True:
                servers.look()
                time.sleep(0.5)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
