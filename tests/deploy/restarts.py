"""Stops and kills a server again and again while users press and type, and joins the ledgers.

The server's handlers tell an instrument outside (a log that is only appended to); the users' side
counts what it has done and what it was told. Afterwards both are compared.

usage: restarts.py [--seed N] [--rounds N] [--sessions N] [--kill SHARE]
"""

import argparse
import contextlib
import random
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from pgwidgets.testing import SimulatedBrowser
from pgwidgets_proto import Browser
from pgwidgets_proto.views import CloseRequest, Frame

PROGRAM = Path(__file__).with_name("kept_program.py")
PATIENCE = 60.0


class Socket:
    """A real WebSocket as the line of a simulated browser."""

    link = None
    close: CloseRequest | None = None
    has_output = False

    def __init__(self, port: int) -> None:
        self._open = contextlib.ExitStack()
        self._socket: ClientConnection | None = self._open.enter_context(
            connect(f"ws://127.0.0.1:{port}/", max_size=None, compression=None, proxy=None)
        )

    def frames_to_send(self, max_bytes: int) -> list[Frame]:
        """What has come."""
        frames: list[Frame] = []
        with contextlib.suppress(TimeoutError):
            while self._socket is not None and len(frames) < 100:
                try:
                    came = self._socket.recv(timeout=0.002)
                except ConnectionClosed:
                    self._end()
                    break
                is_text = isinstance(came, str)
                frames.append(Frame(is_text, came.encode() if isinstance(came, str) else came))
        return frames

    def receive(self, frame: str | bytes | None, now: float) -> None:
        """Send something; None: break it off."""
        if self._socket is None:
            return
        try:
            if frame is None:
                self._end()
            else:
                self._socket.send(frame)
        except ConnectionClosed:
            self._end()

    def _end(self) -> None:
        self._socket = None
        self._open.close()

    def peer_closes(self, code: int) -> None:
        """Nothing is to be done: closing says so."""


class Place:
    """Where browsers connect to."""

    def __init__(self, port: int) -> None:
        self.port = port

    def open_channel(self, browser: Browser, now: float) -> Socket:
        """Open a WebSocket."""
        return Socket(self.port)


class User(SimulatedBrowser):
    """One user, who counts what it does."""

    pressed = 0

    def press(self) -> None:
        """Press the button, whether or not a server is there."""
        self.click(self.widget("Button").wid)
        self.pressed += 1

    def until(self, what: str) -> None:
        """Go on until the label says something."""
        end = time.monotonic() + PATIENCE
        while not self._says(what):
            self.exchange()
            if time.monotonic() > end:
                raise AssertionError(f"{self.session_id} does not show {what!r}")

    def _says(self, what: str) -> bool:
        widgets = self.page.widgets.values()
        return any(widget.cls == "Label" and widget.get("text") == what for widget in widgets)


class Outcome(NamedTuple):
    """What came of it, summed over all sessions.

    Attributes:
        pressed: how often users pressed.
        handled: how often the instrument was told.
        counted: what the sessions' data says in the end.
        unrepeated: what users were told that was not repeated.
        doubled: numbers that the instrument was told twice by runs that ended in good order.
        lost: presses that nobody accounts for.
        pauses: seconds that each user was without a server, from its end to the page of the next.
    """

    pressed: int
    handled: int
    counted: int
    unrepeated: int
    doubled: int
    lost: int
    pauses: list[float]


def check(seed: int, rounds: int, sessions: int, kill: float, folder: Path) -> Outcome:
    """Do it.

    Parameters:
        seed: of all that is left to chance.
        rounds: how often the server ends.
        sessions: how many users there are.
        kill: the share of ends that are kills.
        folder: for the store and the log.
    """
    rng = random.Random(seed)
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    log = folder / "instrument.log"
    server = _serve(port, folder)
    users: list[User] = []
    pauses: list[float] = []
    has_killed = False
    try:
        for _ in range(sessions):
            user = User(Place(port))
            user.until("0")
            users.append(user)
        time.sleep(1.0)  # so that all have been saved once
        for _ in range(rounds):
            for _ in range(rng.randrange(5, 30)):
                user = rng.choice(users)
                user.press()
                if rng.random() < 0.3:
                    user.type_text(user.widget("TextEntry").wid, f"text {rng.randrange(1000)}")
                if rng.random() < 0.7:
                    user.exchange()
            is_kill = rng.random() < kill
            has_killed = has_killed or is_kill
            server.send_signal(signal.SIGKILL if is_kill else signal.SIGTERM)
            server.wait(PATIENCE)
            began = time.monotonic()
            for user in users:
                user.exchange()
                user.drop()
                if rng.random() < 0.5:
                    user.press()
            server = _serve(port, folder)
            for user in users:
                user.come_back()
            for user in users:
                builds = _builds(user)
                while _builds(user) == builds:
                    user.exchange()
                    assert time.monotonic() < began + PATIENCE, user.session_id
                pauses.append(time.monotonic() - began)
            # Else what is told as not repeated would be told again after the next kill.
            while any(user.kept for user in users):
                for user in users:
                    user.exchange()
                assert time.monotonic() < began + PATIENCE
        server.terminate()
        server.wait(PATIENCE)
        for user in users:
            user.exchange()
    finally:
        server.kill()
        server.wait()
        for user in users:
            user.drop()
    told = Counter(log.read_text().split("\n")[:-1])
    counted = {user.session_id: 0 for user in users}
    for line in told:
        session, number = line.split()
        counted[session] = max(counted[session], int(number)) if not has_killed else 0
    if has_killed:
        for user in users:
            labels = [w for w in user.page.widgets.values() if w.cls == "Label"]
            counted[user.session_id] = int(str(labels[0].get("text")))
    pressed = sum(user.pressed for user in users)
    unrepeated = sum(user.unrepeated for user in users)
    lost = pressed - sum(counted.values()) - unrepeated
    doubled = 0 if has_killed else sum(count - 1 for count in told.values())
    handled = sum(told.values())
    return Outcome(
        pressed, handled, sum(counted.values()), unrepeated, doubled, lost, sorted(pauses)
    )


def _builds(user: User) -> int:
    return sum(message["type"] == "reconstruct-end" for message in user.messages)


def _serve(port: int, folder: Path) -> "subprocess.Popen[str]":
    server = subprocess.Popen(
        [
            *(sys.executable, str(PROGRAM), str(port)),
            *(str(folder / "sessions.db"), str(folder / "instrument.log")),
        ],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert server.stdout is not None
    with server.stdout:
        line = server.stdout.readline()
    assert line == "serving\n", line
    return server


def main() -> int:
    """Do what the command line says; 0: nothing lost, nothing doubled."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--sessions", type=int, default=10)
    parser.add_argument("--kill", type=float, default=0.0)
    told = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        outcome = check(told.seed, told.rounds, told.sessions, told.kill, Path(folder))
    pauses = outcome.pauses
    print(outcome._replace(pauses=[]))
    print(f"pause: median {pauses[len(pauses) // 2]:.2f} s, longest {pauses[-1]:.2f} s")
    return 1 if outcome.lost or outcome.doubled or outcome.handled > outcome.pressed else 0


if __name__ == "__main__":
    sys.exit(main())
