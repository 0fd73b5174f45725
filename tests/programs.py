"""Programs that a test needs beside it: started, listened to, ended.

Knows: processes and their output. Must not know: what any of them does.
"""

import contextlib
import os
import re
import signal
import subprocess
import threading
from collections.abc import Mapping, Sequence

from patience import PATIENCE


class Program:
    """A program in the background, with what it has said.

    Parameters:
        command: the program, with its arguments.
        name: what to call it in messages; by default the command's first word.
        env: variables of the environment to add.
        pass_fds: file descriptors that it inherits.
        with_all: whether what it starts ends with it, however that came about.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        name: str = "",
        env: Mapping[str, str] | None = None,
        pass_fds: Sequence[int] = (),
        with_all: bool = False,
    ) -> None:
        self._name = name or command[0]
        self._with_all = with_all
        self._lines: list[str] = []
        self._has_ended = False
        self._heard = threading.Condition()
        self._process = subprocess.Popen(
            command,
            env={**os.environ, **(env or {})},
            pass_fds=pass_fds,
            start_new_session=with_all,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
        self._reader = threading.Thread(target=self._read, name=self._name, daemon=True)
        self._reader.start()

    @property
    def output(self) -> str:
        """What it has said so far, on both streams, without what was taken."""
        with self._heard:
            return "".join(self._lines)

    def wait_for_line(self, pattern: str, seconds: float = PATIENCE) -> re.Match[str]:
        """Wait until it has said something that a pattern matches."""

        def find() -> re.Match[str] | None:
            return re.search(pattern, "".join(self._lines), re.MULTILINE)

        with self._heard:
            self._heard.wait_for(lambda: find() or self._has_ended, seconds)
            found = find()
        assert found is not None, f"{self._name} says no line {pattern!r}:\n{self.output}"
        return found

    def take_lines(self) -> list[str]:
        """What it has said since this was asked last."""
        with self._heard:
            lines, self._lines = self._lines, []
        return lines

    def interrupt(self) -> int:
        """Press Ctrl-C; returns its exit status."""
        self._process.send_signal(signal.SIGINT)
        status = self._process.wait(PATIENCE)
        self._reader.join(PATIENCE)
        return status

    def end(self) -> None:
        """Ask it to end, and see that it does."""
        self._process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(PATIENCE)
        self.kill()

    def kill(self) -> None:
        """End it without ado, if it still runs."""
        self._process.kill()
        if self._with_all:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(PATIENCE)
        self._reader.join(PATIENCE)

    def _read(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as stream:
            for line in stream:
                with self._heard:
                    self._lines.append(line)
                    self._heard.notify_all()
        with self._heard:
            self._has_ended = True
            self._heard.notify_all()
