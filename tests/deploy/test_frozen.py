"""A process that stands still while others take what was its own; see `make test-redis`."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from patience import PATIENCE
from pgwidgets.testing import SimulatedBrowser
from pgwidgets_proto import Browser
from pgwidgets_proto.views import CloseRequest, Frame
from stores.redis_server import redis_server

PROGRAM = Path(__file__).parents[1] / "stores" / "shared_program.py"
SECONDS = float(os.environ.get("PGWIDGETS_FROZEN", "0"))
"""Seconds for which the process stands still at least; `make test-redis` has it be five."""
LEASE = 0.5


class Socket:
    """A real WebSocket as the line of a simulated browser, which waits for what comes."""

    link = None
    close: CloseRequest | None = None
    has_output = False

    def __init__(self, port: int) -> None:
        self._open = contextlib.ExitStack()
        self.socket: ClientConnection | None = self._open.enter_context(
            connect(
                f"ws://127.0.0.1:{port}/",
                max_size=None,
                max_queue=None,
                compression=None,
                proxy=None,
            )
        )

    def frames_to_send(self, max_bytes: int) -> list[Frame]:
        """What has come."""
        frames: list[Frame] = []
        with contextlib.suppress(TimeoutError):
            while self.socket is not None and len(frames) < 100:
                try:
                    came = self.socket.recv(timeout=0.002)
                except ConnectionClosed:
                    self._end()
                    break
                is_text = isinstance(came, str)
                frames.append(Frame(is_text, came.encode() if isinstance(came, str) else came))
        return frames

    def receive(self, frame: str | bytes | None, now: float) -> None:
        """Send something; None: break it off."""
        if frame is None:
            self._end()
        elif self.socket is not None:
            self.socket.send(frame)

    def _end(self) -> None:
        self.socket = None
        self._open.close()

    def peer_closes(self, code: int) -> None:
        """Nothing is to be done: closing says so."""


class Place:
    """Where browsers connect to."""

    def __init__(self, port: int) -> None:
        self._port = port

    def open_channel(self, browser: Browser, now: float) -> Socket:
        """Open a WebSocket."""
        return Socket(self._port)


class User(SimulatedBrowser):
    """One user."""

    @property
    def is_connected(self) -> bool:
        """Whether the server keeps the WebSocket open."""
        return isinstance(self.channel, Socket) and self.channel.socket is not None

    def press(self) -> None:
        """Press the button."""
        self.click(self.widget("Button").wid)

    def until(self, text: str) -> None:
        """Go on until the label says something."""
        labels = self.page.widgets.values
        until(self, lambda: any(w.get("text") == text for w in labels() if w.cls == "Label"))


@contextlib.contextmanager
def server(name: str, redis: str, log: Path) -> Iterator[tuple["subprocess.Popen[str]", Place]]:
    """One server, and where it is."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, str(PROGRAM), str(port), name, redis, str(LEASE), str(log)],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "serving\n"
        yield process, Place(port)
    finally:
        process.send_signal(signal.SIGCONT)
        process.kill()
        process.wait()
        process.stdout.close()  # type: ignore[union-attr] # it is there


def until(user: User, condition: Callable[[], Any]) -> None:
    """Let a user go on until something is true."""
    end = time.monotonic() + PATIENCE
    while not condition():
        user.exchange()
        assert time.monotonic() < end


def test_a_process_that_stood_still_handles_nothing_of_what_has_come_meanwhile(
    tmp_path: Path,
) -> None:
    log = tmp_path / "instrument.log"
    with (
        redis_server() as redis,
        server("one", redis.url, log) as (one, place),
        server("two", redis.url, log) as (_, other_place),
    ):
        user = User(place)
        user.until("0")
        user.press()
        user.press()
        user.until("2")
        until(user, lambda: not user.kept)  # it is stored
        one.send_signal(signal.SIGSTOP)
        began = time.monotonic()
        for _ in range(3):
            user.press()
        user.exchange()  # into the buffers of the socket
        other = User(other_place, session_id=user.session_id, token=user.token)
        other.until("2")  # the session is there
        while time.monotonic() < began + SECONDS:
            other.exchange()
        one.send_signal(signal.SIGCONT)
        # It has read what was in the buffers, or will not: it sends its browser away.
        until(user, lambda: not user.is_connected)
        user.drop()
        user.hub = other_place
        user.come_back()
        until(user, lambda: user.unrepeated)
        assert user.unrepeated == 3
        other.press()
        other.until("3")
        for each in (user, other):
            each.drop()
    assert log.read_text().splitlines() == ["one 1 1", "one 1 2", "two 2 3"]
