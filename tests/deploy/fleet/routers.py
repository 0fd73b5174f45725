"""The routers before the servers, each with the configuration of examples/cluster.

Knows: how HAProxy and nginx are started and told where servers are. Must not know: what they do.
"""

import contextlib
import os
import runpy
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from deploy.nginx import Nginx

EXAMPLES = Path(__file__).parents[3] / "examples" / "cluster"
DEMO = runpy.run_path(str(EXAMPLES / "demo.py"))
FRONT: str = DEMO["FRONT"]
"""Where the routers of the examples listen."""
free_ports: Callable[[int], list[int]] = DEMO["free_ports"]


@contextlib.contextmanager
def haproxy(folder: Path, ports: list[int]) -> Iterator[int]:
    """A running HAProxy; gives its port."""
    program = shutil.which("haproxy", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    if program is None:
        pytest.fail("this needs HAProxy: scripts/need.sh haproxy installs it", pytrace=False)
    (port,) = free_ports(1)
    text = (EXAMPLES / "haproxy.cfg").read_text()
    (folder / "haproxy.cfg").write_text(DEMO["with_ports"](text, f"127.0.0.1:{port}", ports))
    with (folder / "haproxy.log").open("wb") as log:
        process = subprocess.Popen(
            [program, "-db", "-f", str(folder / "haproxy.cfg")], stdout=log, stderr=log
        )
    try:
        DEMO["until_served"](f"127.0.0.1:{port}", lambda: process.poll() is None)
        yield port
    finally:
        process.kill()
        process.wait()


@contextlib.contextmanager
def nginx(folder: Path, ports: list[int]) -> Iterator[int]:
    """A running nginx; gives its port."""
    text = (EXAMPLES / "nginx.conf").read_text()
    # Where it listens itself is filled in by Nginx, which finds a port.
    (folder / "nginx-site.conf").write_text(DEMO["with_ports"](text, FRONT, ports))
    front = Nginx(folder, str(folder / "nginx-site.conf"), {FRONT: "127.0.0.1:{port}"})
    try:
        yield front.port
    finally:
        front.stop()
