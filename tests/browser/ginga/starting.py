"""How Ginga's programs are started: which Python runs them, on which ports, with which arguments.

Its package says nothing of ours, and ours is what it imports as pgwidgets. It is an extra
(`pip install pgwidgets[ginga]`, `make test-ginga`); tests of modules that import this one are
skipped where it is not installed.

Knows: the command lines of Ginga's programs. Must not know: what is tested.
"""

import os
import re
import socket
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from patience import PATIENCE
from programs import Program

ginga = pytest.importorskip("ginga", reason="Ginga is not installed (make test-ginga)")

PYTHON = os.environ.get("PGWIDGETS_GINGA_PYTHON", sys.executable)
"""What runs them. Another one, in which pgwidgets-python is installed, serves to compare."""

START = 5 * PATIENCE
"""Seconds within which a program serves: it imports much, and works out much, before it does."""

_EXAMPLE = Path(ginga.__file__).parent / "examples" / "pg" / "example3.py"

_VIEWER = """
import sys
from ginga.web.pgw import Widgets

# As `ginga -t pg`, which listens on one fixed port; nothing else is changed.
init = Widgets.Application.__init__
logger, host, port, *others = init.__defaults__
assert (host, port) == ("localhost", 9909)
init.__defaults__ = (logger, "127.0.0.1", int(sys.argv.pop(1)), *others)
from ginga.rv.main import reference_viewer
reference_viewer(sys.argv)
"""

_NOTEBOOK = """
import sys
from ginga.web.pgw import ipg

# What a notebook does, as ipg's own text says.
server = ipg.make_server(host="127.0.0.1", port=int(sys.argv[1]))
server.start(no_ioloop=True)
for name, path in zip(("v1", "v2"), sys.argv[2:], strict=True):
    viewer = server.get_viewer(name)
    viewer.load(path)
    print(name, "is at", viewer.url, flush=True)
print("all are open", flush=True)
try:
    server.ev_quit.wait()
except KeyboardInterrupt:
    server.stop()
"""


@dataclass(frozen=True)
class Running:
    """A program that serves.

    Attributes:
        port: on which it does; it listens on the next one, too.
        found: the line by which it said so.
    """

    program: Program
    port: int
    found: re.Match[str]

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}"

    def end(self) -> None:
        """End it as a user does; it has raised nothing through us.

        Ginga logs what goes wrong within it: a plot of what is not a number.
        """
        assert self.program.interrupt() == 0
        assert not re.search(r'File ".*/pgwidgets\w*/', self.program.output), self.program.output


def example(port: int) -> list[str]:
    """Ginga's example of a small program."""
    options = ("--host", "127.0.0.1", "--port", str(port), "--renderer", "pil", "--stderr")
    return [str(_EXAMPLE), *options]


EXAMPLE_SERVES = r"http://127\.0\.0\.1:{port}/"


def viewer(port: int, image: Path, *options: str) -> list[str]:
    """The reference viewer, with an image, and no state of earlier runs."""
    usual = ("-t", "pg", "--nosplash", "--norestore", "--stderr", "--loglevel", "30")
    return ["-c", _VIEWER, str(port), *usual, "-g", "1200x800", *options, str(image)]


VIEWER_SERVES = r"visit http://127\.0\.0\.1:{port}(/\S+)"
"""The group is the path of its page."""


def notebook(port: int, *images: Path) -> list[str]:
    """Two viewers, each with a page of its own, as notebooks open them."""
    return ["-c", _NOTEBOOK, str(port), *map(str, images)]


NOTEBOOK_SERVES = "all are open"


def free_ports() -> int:
    """A port that is free, as the one after it is: Ginga listens on both."""
    for port in range(20000 + os.getpid() % 10000, 60000, 2):
        try:
            for number in (port, port + 1):
                socket.create_server(("127.0.0.1", number)).close()
        except OSError:
            continue
        return port
    raise AssertionError("no two ports are free")
