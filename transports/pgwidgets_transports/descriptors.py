"""A listening socket that can still turn peers away when the process has no descriptor left.

Knows: sockets, and what the system says when it has nothing left. Must not know: event loops, what
is served.

Without this, connections that nobody can accept stay in the system's queue: the socket remains
readable, and who waits for it is woken for nothing, again and again.
"""

import contextlib
import errno
import os
import socket
import time
from collections.abc import Callable
from typing import Self, override

OUT_OF_MEANS = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM})
"""What accept() fails with when it is we who lack something, not the peer."""


class Reserve:
    """A descriptor that is kept for turning peers away.

    Parameters:
        tell: called with a sentence when a peer is turned away for want of descriptors.
    """

    def __init__(self, tell: Callable[[str], None]) -> None:
        self._tell = tell
        self._spare: int | None = None
        self._fill()

    def _fill(self) -> None:
        if self._spare is None:
            with contextlib.suppress(OSError):
                self._spare = os.open(os.devnull, os.O_RDONLY | getattr(os, "O_CLOEXEC", 0))

    def close(self) -> None:
        """Give the descriptor back."""
        spare, self._spare = self._spare, None
        if spare is not None:
            os.close(spare)

    def turn_away(self, accept: Callable[[], tuple[socket.socket, object]], why: OSError) -> bool:
        """Accept one peer with the spare descriptor, and close its connection.

        Parameters:
            accept: accepts the next peer.
            why: what accepting failed with.

        Returns:
            False: there is no spare descriptor, so the peer still waits.
        """
        self._tell(f"a connection was closed at once: {why}")
        if self._spare is None:
            self._fill()
            return False
        self.close()
        try:
            accept()[0].close()
        except OSError:
            return False  # somebody else took the descriptor, or the peer is gone
        finally:
            self._fill()
        return True


class GuardedSocket(socket.socket):
    """A listening socket that does not block, whose accept() never tells of missing descriptors.

    Event loops log each such failure with a traceback.
    """

    __slots__ = ("_bound", "_pause", "_reserve")
    _bound: socket.socket
    _pause: float
    _reserve: Reserve

    @classmethod
    def of(cls, sock: socket.socket, tell: Callable[[str], None], pause: float) -> Self:
        """Take the place of a socket, which is closed with this one.

        Parameters:
            sock: bound. It stays as it is, since the program may ask it for its address.
            tell: as in :class:`Reserve`.
            pause: seconds for which a loop is kept from asking again at once, where not even the
                reserve was left.
        """
        guarded = cls(sock.family, sock.type, sock.proto, fileno=sock.dup().detach())
        guarded._bound = sock
        guarded._pause = pause
        guarded._reserve = Reserve(tell)
        return guarded

    @override
    def accept(self) -> tuple[socket.socket, object]:
        while True:
            try:
                return super().accept()
            except OSError as exc:
                if exc.errno not in OUT_OF_MEANS:
                    raise
                if self._reserve.turn_away(super().accept, exc):
                    continue
                # The loop would ask again at once, for as long as it lasts. All that makes it wait
                # logs a traceback.
                time.sleep(self._pause)
                raise BlockingIOError from None

    @override
    def close(self) -> None:
        self._reserve.close()
        self._bound.close()
        super().close()
