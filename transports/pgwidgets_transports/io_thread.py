"""A loop over `selectors`: the sockets and timers of one thread, and calls from other threads.

Knows: selectors, monotonic time, how to wake a thread that waits, how connections are accepted.
Must not know: what is read and written, the core.

Timers are guarded by a lock that the loop is given, which their owners hold when they arm them.
Sockets belong to the thread. :meth:`IoThread.call_soon` takes no lock, so a signal handler may call
it whatever code it interrupts.
"""

import contextlib
import heapq
import itertools
import math
import selectors
import socket
import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import AbstractContextManager

NOT_NOW = (BlockingIOError, InterruptedError)
"""What a non-blocking socket raises when there is nothing to read, or no room to write."""

_POKES = 1024  # bytes that wake the thread, one a wake-up, which are read at once
_LONGEST = 3600.0
"""Seconds that are waited at a time. A selector refuses more than its C type holds (24 days)."""


class Timer:
    """One timer of a thread, a :class:`~.seam.Clock`; arming it again replaces it."""

    def __init__(self, thread: "IoThread") -> None:
        self._thread = thread
        self._queued = math.inf
        self._action: Callable[[float], None] | None = None

    def now(self) -> float:
        """Monotonic seconds."""
        return time.monotonic()

    def arm(self, when: float | None, action: Callable[[float], None]) -> None:
        """Call ``action(now)`` at that time, on the I/O thread; None: not at all.

        To be called with the lock. A later time leaves a timer that runs as it is: it fires too
        early, nothing is due, and it is armed again.
        """
        self._action = None if when is None else action
        if when is not None and when < self._queued:
            self._queued = when
            self._thread.schedule(when, self)

    def take(self, when: float) -> Callable[[float], None] | None:
        """Return what to call at this time; None: the timer was armed for an earlier one since."""
        if when != self._queued:
            return None
        self._queued = math.inf
        action, self._action = self._action, None
        return action


class IoThread:
    """The loop of the thread that calls :meth:`run`.

    Parameters:
        lock: guards the timers; it is not held while an action is called.
    """

    def __init__(self, lock: AbstractContextManager[object]) -> None:
        self.lock = lock
        self._selector = selectors.DefaultSelector()
        self._timers: list[tuple[float, int, Timer]] = []
        self._order = itertools.count()
        self._actions: deque[Callable[[], None]] = deque()
        self._ident: int | None = None
        self._poked, self._poker = socket.socketpair()
        for end in (self._poked, self._poker):
            end.setblocking(False)
        self.watch(self._poked, selectors.EVENT_READ, self._heed)

    # --- from any thread

    def call_soon(self, action: Callable[[], None]) -> None:
        """Have something called on the thread; after the end of :meth:`run` it is not."""
        self._actions.append(action)
        self._poke()

    def schedule(self, when: float, timer: Timer) -> None:
        """Have a timer fire at that time; to be called with the lock."""
        heapq.heappush(self._timers, (when, next(self._order), timer))
        if self._timers[0][2] is timer and threading.get_ident() != self._ident:
            self._poke()

    def _poke(self) -> None:
        # A full socket wakes the thread anyway; a closed one belongs to a thread that has ended.
        with contextlib.suppress(OSError):
            self._poker.send(b"\0")

    # --- the thread itself

    def watch(self, sock: socket.socket, events: int, action: Callable[[], None]) -> None:
        """Have ``action`` called when a socket is ready.

        Parameters:
            events: of `selectors`, for what; 0: for nothing any more.
        """
        known = self._selector.get_map().get(sock)
        if known is None:
            if events:
                self._selector.register(sock, events, action)
        elif not events:
            self._selector.unregister(sock)
        elif known.events != events:
            self._selector.modify(sock, events, action)

    def run(self, goes_on: Callable[[], bool]) -> None:
        """Call what is due and what is ready, as long as ``goes_on()`` says so."""
        self._ident = threading.get_ident()
        while goes_on():
            with self.lock:
                due = self._timers[0][0] if self._timers else None
            wait = None if due is None else min(max(0.0, due - time.monotonic()), _LONGEST)
            for key, _ in self._selector.select(wait):
                key.data()
            while self._actions:
                self._actions.popleft()()
            for action in self._due(time.monotonic()):
                action(time.monotonic())

    def close(self) -> None:
        """Close the selector and the sockets that wake the thread."""
        self._selector.close()
        self._poked.close()
        self._poker.close()

    def _due(self, now: float) -> list[Callable[[float], None]]:
        actions = []
        with self.lock:
            while self._timers and self._timers[0][0] <= now:
                when, _, timer = heapq.heappop(self._timers)
                action = timer.take(when)
                if action is not None:
                    actions.append(action)
        return actions

    def _heed(self) -> None:
        self._poked.recv(_POKES)


class Acceptor:
    """Accepts the connections of one socket.

    Parameters:
        thread: accepts on the socket.
        sock: bound; it is closed with this.
        take: gets each new socket, which does not block, and the other end's address.
        patience: seconds to wait when the process has no descriptor left, until others are closed.
        tell: called with a sentence when that is so.
    """

    def __init__(
        self,
        thread: IoThread,
        sock: socket.socket,
        take: Callable[[socket.socket, object], None],
        patience: float,
        tell: Callable[[str], None],
    ) -> None:
        self._thread = thread
        self._socket = sock
        self._take = take
        self._patience = patience
        self._tell = tell
        self._pause = Timer(thread)
        sock.listen()
        sock.setblocking(False)
        self._begin(0)

    def close(self) -> None:
        """Accept no more. Safe to call twice."""
        if self._socket.fileno() >= 0:
            with self._thread.lock:
                self._pause.arm(None, self._begin)
            self._thread.watch(self._socket, 0, self._accept)
            self._socket.close()

    def _begin(self, now: float) -> None:
        self._thread.watch(self._socket, selectors.EVENT_READ, self._accept)

    def _accept(self) -> None:
        try:
            sock, peer = self._socket.accept()
        except (*NOT_NOW, ConnectionAbortedError):
            return
        except OSError as exc:
            self._tell(f"a connection waits to be accepted: {exc}")
            self._thread.watch(self._socket, 0, self._accept)
            with self._thread.lock:
                self._pause.arm(time.monotonic() + self._patience, self._begin)
            return
        sock.setblocking(False)
        self._take(sock, peer)
