"""Mixed use for an hour: `make soak`. Nothing may be lost, and nothing may grow.

usage: python -m soak [asyncio|trio|threads] [--minutes N] [--visitors N] [--seed N]

A server in a process of its own, and visitors on real sockets, who click, type, bring files, lose
their lines, read nothing for a while, leave and come anew; handlers fail now and then. In the first
tenth of the time the server is started again, in good order and killed. Every half minute all is
quiet for a moment: what each page shows is compared with what its user did, and the server is
measured. Must not know: how a server is made.
"""

import argparse
import json
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any, NamedTuple

from soak.visitors import PATIENCE, Place, User

ROUND = 30.0
"""Seconds from one quiet moment to the next."""
TURN = 0.05
"""Seconds between two looks at all visitors; half of the time one of them does something then."""
MEMORY = 1.25
"""How much bigger the process may be at the end than at the start of the long run."""
SPARE = 8_192
"""KiB that it may be bigger besides: what the allocator keeps."""


class Figures(NamedTuple):
    """A server, when all is quiet."""

    minute: float
    memory: int  # KiB
    descriptors: int
    threads: int
    tasks: int
    objects: int
    sessions: int
    held: int


class Server:
    """The process."""

    def __init__(self, world: str) -> None:
        self._world = world
        self._lines: list[dict[str, Any]] = []
        self.errors: list[str] = []
        self.start()

    def start(self) -> None:
        """Start it."""
        command = [sys.executable, "-m", "soak.server", self._world]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        first = self._process.stdout.readline()
        self.port = int(first.rstrip().rstrip("/").rpartition(":")[2])
        self._reader = threading.Thread(target=self._read, args=(self._process.stdout,))
        self._reader.start()

    def _read(self, output: Any) -> None:
        with output:
            for line in output:
                told = json.loads(line)
                self.errors += told["errors"]
                self._lines.append(told)

    def stop(self, how: signal.Signals) -> None:
        """End it."""
        self._process.send_signal(how)
        self._process.wait(PATIENCE)
        self._reader.join(PATIENCE)

    def measure(self, minute: float, place: Place) -> Figures:
        """Measure it now."""
        before = len(self._lines)
        place.until(lambda: len(self._lines) > before + 1, "a line of the server")
        told = self._lines[-1]
        proc = Path(f"/proc/{self._process.pid}")
        status = (proc / "status").read_text()
        memory = int(status.partition("VmRSS:")[2].split()[0])
        descriptors = len(list((proc / "fd").iterdir()))
        names = ("threads", "tasks", "objects", "sessions", "held")
        return Figures(round(minute, 1), memory, descriptors, *(told[name] for name in names))

    @property
    def planted(self) -> int:
        """How many handlers have failed as they were to."""
        return self._lines[-1]["planted"] if self._lines else 0


class Soak:
    """One run."""

    def __init__(self, world: str, minutes: float, visitors: int, seed: int) -> None:
        self._chance = random.Random(seed)
        self._seconds = minutes * 60
        self._server = Server(world)
        self._place = Place(self._turn)
        self._place.port = self._server.port
        self._users: list[User] = []
        self._began = time.monotonic()
        self._users = [User(self._place, self._chance) for _ in range(visitors)]
        self.faults: list[str] = []
        self.figures: list[Figures] = []
        self.gone = [0, 0, 0]  # clicks, cuts, stalls of those that have left

    def run(self) -> None:
        """Do it all."""
        for how in (signal.SIGTERM, signal.SIGKILL):
            self._use(min(ROUND, self._seconds / 20))
            self._be_quiet()
            self._server.stop(how)
            self._server.start()
            self._place.port = self._server.port
            for user in self._users:
                user.page.drop()
                user.come_anew()
        while not self.faults:
            self._use(ROUND)
            self._be_quiet()
            minute = (time.monotonic() - self._began) / 60
            self.figures.append(self._server.measure(minute, self._place))
            if time.monotonic() - self._began > self._seconds:
                break
            self._replace()
        self.faults += [f"the server logged: {line}" for line in self._server.errors[:5]]
        if not self._server.planted:
            self.faults.append("no handler has failed as it was to")
        self.faults += self._grown()
        for user in self._users:
            user.page.cut()
        self._server.stop(signal.SIGTERM)

    def _turn(self) -> None:
        now = time.monotonic()
        for user in self._users:
            user.pump(now)
        time.sleep(TURN)

    def _use(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while (now := time.monotonic()) < end:
            self._turn()
            if self._chance.random() < 0.5:
                self._chance.choice(self._users).act(now)

    def _be_quiet(self) -> None:
        for user in self._users:
            user.calm()
        try:
            self._place.until(lambda: not any(user.differs for user in self._users))
        except AssertionError:
            self.faults += [user.differs for user in self._users if user.differs]

    def _replace(self) -> None:
        """Some leave; others come in their place, to sessions of their own."""
        for number in self._chance.sample(range(len(self._users)), len(self._users) // 4):
            user = self._users[number]
            for index, count in enumerate((user.clicks, user.cuts, user.stalls)):
                self.gone[index] += count
            user.leave()
            self._users[number] = User(self._place, self._chance)

    def _grown(self) -> list[str]:
        # Sessions that were left are kept up to a number: what is compared has all of these.
        full = max(one.sessions for one in self.figures)
        steady = [one for one in self.figures if one.sessions >= full - 2] or self.figures
        first, last = steady[0], steady[-1]
        found = []
        if last.memory > first.memory * MEMORY + SPARE:
            found.append(f"memory grew from {first.memory} to {last.memory} KiB")
        for name, spare in (("descriptors", 3), ("threads", 3), ("tasks", 3), ("held", 100_000)):
            before, after = getattr(first, name), getattr(last, name)
            if after > before + spare:
                found.append(f"{name} grew from {before} to {after}")
        return found

    def tell(self) -> None:
        """Print what was measured: start, middle and end, and what is not as it must be."""
        print("minute  memory KiB  descriptors  threads  tasks  objects  sessions  held bytes")
        shown = {0, len(self.figures) // 2, len(self.figures) - 1}
        for number in sorted(shown if self.figures else ()):
            one = self.figures[number]
            widths = (6, 12, 13, 9, 7, 9, 10, 12)
            print("".join(f"{value:>{width}}" for value, width in zip(one, widths, strict=True)))
        clicks, cuts, stalls = (
            gone + sum(getattr(user, name) for user in self._users)
            for gone, name in zip(self.gone, ("clicks", "cuts", "stalls"), strict=True)
        )
        print(f"{clicks} clicks, {cuts} cuts, {stalls} stalls, {self._server.planted} failures")
        for fault in self.faults:
            print(f"FAULT: {fault}")


def main() -> int:
    """Run; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m soak", description=__doc__.splitlines()[0])
    worlds = ("asyncio", "trio", "threads")
    parser.add_argument("world", nargs="?", choices=worlds, default="asyncio")
    parser.add_argument("--minutes", type=float, default=60.0, help="default: 60")
    parser.add_argument("--visitors", type=int, default=12, help="default: 12")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    soak = Soak(options.world, options.minutes, options.visitors, options.seed)
    soak.run()
    soak.tell()
    return 1 if soak.faults else 0


if __name__ == "__main__":
    sys.exit(main())
