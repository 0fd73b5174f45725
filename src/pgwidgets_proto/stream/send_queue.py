"""The bytes of one connection that wait for the transport.

Knows: their order and size. Must not know: what they mean.
"""

from collections.abc import Iterable

_MUCH = 64 * 1024


class SendQueue:
    """A queue of pieces of bytes; big ones are not copied.

    Attributes:
        size: bytes in the queue.
        has_moved: whether anything was taken since the owner last set this to False.
    """

    def __init__(self) -> None:
        self.size = 0
        self.has_moved = False
        self._pieces: list[bytes] = []  # a few; an empty deque is 760 bytes

    def __bool__(self) -> bool:
        return bool(self._pieces)

    @property
    def is_long(self) -> bool:
        """Whether so much is queued that the peer has to read before more is done for it."""
        return self.size > _MUCH

    def push(self, *pieces: bytes) -> None:
        """Append pieces; empty ones are left out."""
        self.extend(pieces)

    def extend(self, pieces: Iterable[bytes]) -> None:
        """Append pieces; empty ones are left out."""
        for piece in pieces:
            if piece:
                self._pieces.append(piece)
                self.size += len(piece)

    def take(self, max_bytes: int) -> bytes:
        """Take whole pieces of ``max_bytes`` in all; the first one even if it is bigger."""
        pieces = self._pieces
        if self.size > max_bytes:
            taken, size = self._take_some(max_bytes)
            self.size -= size
            self.has_moved = self.has_moved or size > 0
            return taken[0] if len(taken) == 1 else b"".join(taken)
        if not pieces:
            return b""
        self.size = 0  # all of it, as mostly
        self.has_moved = True
        data = pieces[0] if len(pieces) == 1 else b"".join(pieces)
        pieces.clear()
        return data

    def _take_some(self, max_bytes: int) -> tuple[list[bytes], int]:
        taken: list[bytes] = []
        size = 0
        while self._pieces and (not taken or size + len(self._pieces[0]) <= max_bytes):
            taken.append(self._pieces.pop(0))
            size += len(taken[-1])
        return taken, size

    def clear(self) -> None:
        """Throw everything away."""
        self._pieces.clear()
        self.size = 0
