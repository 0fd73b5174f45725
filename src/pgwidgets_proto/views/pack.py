"""Messages that are packed in one frame for good: encoded once, sent to any number of browsers.

Knows: the frame, its messages in order, and which values they carry. Must not know: who is sent it,
when, or under which numbers.
"""

from collections.abc import Iterable, Iterator, Sequence

from ..wire.outgoing import Outgoing, Touch
from ..wire.shortening import shortened
from .parts import Frame, new_frame

AROUND = 32
"""Bytes that a message takes in a frame at most beside itself: its number, and a comma."""


class Pack:
    """One frame of small messages, shared by all the queues that it stands in.

    Parameters:
        messages: in order, none of them with bytes of its own or asking something; at least one.
        counted: whether they count as unsent, and as on their way; what a rebuild sends does not.

    Attributes:
        frame: what is sent.
        size: bytes that count.
        short: the same without ids that go without saying, for those who know which.
        biggest: the size of its biggest message of those that may be bigger than a link's limit; 0:
            there is none.
    """

    __slots__ = (
        "__weakref__",
        "_newest",
        "_short",
        "biggest",
        "counted",
        "frame",
        "messages",
        "size",
    )

    def __init__(self, messages: Sequence[Outgoing], *, counted: bool = True) -> None:
        self.messages = messages
        self.counted = counted
        self._newest: dict[Touch, int] | None = None
        self._short: Frame | None = None
        self.biggest = 0
        if len(messages) == 1:  # of most events it is one
            (outgoing,) = messages
            self.frame = new_frame((True, outgoing.encoded))
            self.size = len(outgoing.encoded) if counted else 0
            if counted and outgoing.may_be_big:
                self.biggest = outgoing.size
            return
        encoded = [outgoing.encoded for outgoing in messages]
        self.frame = new_frame((True, b"[%b]" % b",".join(encoded)))
        self.size = sum(map(len, encoded)) if counted else 0
        if counted:
            big = [outgoing.size for outgoing in messages if outgoing.may_be_big]
            self.biggest = max(big, default=0)

    def __len__(self) -> int:
        return len(self.messages)

    @property
    def short(self) -> Frame:
        """What is sent to those who know which ids go without saying."""
        if len(self.messages) == 1:
            return self.frame
        if self._short is None:
            encoded = shortened(outgoing.encoded for outgoing in self.messages)
            self._short = new_frame((True, b"[%b]" % b",".join(encoded)))
        return self._short

    @property
    def newest(self) -> dict[Touch, int]:
        """The index of the last message that carries each value."""
        # Only made if a browser reports of something while the pack is on its way.
        if self._newest is None:
            self._newest = {
                touch: index
                for index, outgoing in enumerate(self.messages)
                for touch in outgoing.touches
            }
        return self._newest

    def size_between(self, begin: int, end: int) -> int:
        """The bytes that count of the messages from one index up to another."""
        return sum(each.size for each in self.messages[begin:end]) if self.counted else 0


def packed(messages: Iterable[Outgoing], frame_bytes: int) -> Iterator[Outgoing | Pack]:
    """Pack what builds a page; messages with bytes of their own stay apart, in their places.

    Parameters:
        messages: in order.
        frame_bytes: how much is packed in one frame.
    """
    held: list[Outgoing] = []
    size = len(b"[]")
    for outgoing in messages:
        is_apart = outgoing.binary is not None
        length = len(outgoing.encoded)
        if held and (is_apart or size + length + AROUND > frame_bytes):
            yield Pack(held, counted=False)
            held, size = [], len(b"[]")
        if is_apart:
            yield outgoing
        else:
            held.append(outgoing)
            size += length + len(b",")
    if held:
        yield Pack(held, counted=False)
