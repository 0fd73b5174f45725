"""What a connection on trio is made of: its timer, and its socket, to be written to at once.

Knows: trio's clock and events, a socket that does not block. Must not know: the core, or what is
written.
"""

import math
import socket
from collections.abc import Callable

import trio


class Timer:
    """One timer, kept by a task, a :class:`~.seam.Clock`; arming it again replaces it."""

    def __init__(self) -> None:
        self._when = math.inf
        self._action: Callable[[float], None] = lambda now: None
        self._changed = trio.Event()

    def now(self) -> float:
        """The time of trio's clock, in seconds."""
        return trio.current_time()

    def arm(self, when: float | None, action: Callable[[float], None]) -> None:
        """Call ``action(now)`` at that time; None: not at all.

        A later time does not wake the task: it wakes too early, nothing is due, and it waits
        again. So a message that puts off a ping costs no turn of the loop.
        """
        before, self._when = self._when, math.inf if when is None else when
        self._action = action
        if self._when < before:
            self._changed.set()

    async def run(self) -> None:
        """Keep the time, until cancelled."""
        while True:
            self._changed = trio.Event()
            with trio.move_on_at(self._when):
                await self._changed.wait()
            if trio.current_time() >= self._when:
                self._when = math.inf
                self._action(trio.current_time())


class PromptSocket:
    """A socket of trio's, to be written to without a wait, and read from with one.

    trio's own reading tries twice, and the first try ends with an exception where nothing has come
    yet, which is nearly always so: that is a tenth of what a click costs.

    Parameters:
        sock: the socket.
    """

    def __init__(self, sock: trio.socket.SocketType) -> None:
        self._own = socket.socket(fileno=sock.fileno())
        self._own.setblocking(False)

    def send(self, data: bytes) -> int:
        """Write; give how many bytes the socket has taken, none where it fails.

        Who then waits for it meets the end that it has come to.
        """
        try:
            return self._own.send(data)
        except OSError:
            return 0

    async def receive(self, size: int) -> bytes:
        """Wait for bytes, and read them; empty at the end.

        Raises:
            OSError: the socket fails.
            trio.ClosedResourceError: it is closed meanwhile.
        """
        while True:
            await trio.lowlevel.wait_readable(self._own)
            try:
                return self._own.recv(size)
            except (BlockingIOError, InterruptedError):
                continue  # it was said to be readable, and is not

    def release(self) -> None:
        """Let go of it: trio closes it."""
        self._own.detach()
