"""The routers before the servers, each with the configuration of examples/cluster.

Knows: how HAProxy and nginx are started and told where servers are. Must not know: what they do.
"""

import contextlib
import http.client
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.nginx import Nginx
from patience import PATIENCE

from .servers import free_ports

EXAMPLES = Path(__file__).parents[3] / "examples" / "cluster"
PORTS = (9501, 9502, 9503, 9504)
"""Where the servers of the examples listen."""
FRONT = "127.0.0.1:8080"
"""Where the routers of the examples do."""


@contextlib.contextmanager
def haproxy(folder: Path, ports: list[int]) -> Iterator[int]:
    """A running HAProxy; gives its port."""
    program = shutil.which("haproxy", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    if program is None:
        pytest.fail("this needs HAProxy: scripts/need.sh haproxy installs it", pytrace=False)
    (port,) = free_ports(1)
    text = (EXAMPLES / "haproxy.cfg").read_text()
    (folder / "haproxy.cfg").write_text(_with_ports(text, port, ports))
    with (folder / "haproxy.log").open("wb") as log:
        process = subprocess.Popen(
            [program, "-db", "-f", str(folder / "haproxy.cfg")], stdout=log, stderr=log
        )
    try:
        _until_it_answers(port, process, log.name)
        yield port
    finally:
        process.kill()
        process.wait()


@contextlib.contextmanager
def nginx(folder: Path, ports: list[int]) -> Iterator[int]:
    """A running nginx; gives its port."""
    text = (EXAMPLES / "nginx.conf").read_text()
    # Its own port is filled in by Nginx, which knows it.
    filled = _with_ports(text.replace(FRONT, "HERE"), 0, ports).replace("HERE", FRONT)
    (folder / "nginx-site.conf").write_text(filled)
    front = Nginx(folder, str(folder / "nginx-site.conf"), {FRONT: "127.0.0.1:{port}"})
    try:
        yield front.port
    finally:
        front.stop()


def _with_ports(text: str, front: int, ports: list[int]) -> str:
    """A configuration for these servers, and not for those of the example that are too many."""
    assert len(ports) <= len(PORTS)
    for there, here in zip(PORTS, ports, strict=False):
        text = text.replace(f"127.0.0.1:{there}", f"127.0.0.1:{here}")
    spare = [f"127.0.0.1:{there}" for there in PORTS[len(ports) :]]
    lines = [line for line in text.splitlines() if not any(one in line for one in spare)]
    return "\n".join(lines).replace(FRONT, f"127.0.0.1:{front}") + "\n"


def _until_it_answers(port: int, process: "subprocess.Popen[bytes]", log: str) -> None:
    end = time.monotonic() + PATIENCE
    while True:
        assert process.poll() is None, Path(log).read_text()
        front = http.client.HTTPConnection("127.0.0.1", port, timeout=1.0)
        with contextlib.closing(front), contextlib.suppress(OSError):
            front.request("HEAD", "/")
            if front.getresponse().status == 200:
                return
        assert time.monotonic() < end, "the router does not lead to a server"
        time.sleep(0.05)
