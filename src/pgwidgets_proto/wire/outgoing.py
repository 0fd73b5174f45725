"""One encoded message on its way to browsers, and what the queues must know of it.

Knows: which values of which widgets a message carries, and what it may be merged with. Must not
know: queues, what a value means, or how a call is encoded.
"""

import functools
from collections.abc import Callable, Hashable
from typing import Any, NamedTuple

import msgspec

type Key = str | tuple[str, Hashable]
"""Names one value of a widget: ``"text"``, or ``("column_width", "name")`` for keyed ones."""


class Touch(NamedTuple):
    """One value of one widget."""

    wid: int
    key: Key


new_touch: Callable[[tuple[int, Key]], Touch] = functools.partial(tuple.__new__, Touch)
"""Makes one of a pair, in a third of the time of the call; each setter needs one."""


class Outgoing(msgspec.Struct, eq=False):
    """One encoded message to browsers, shared by all the links that send it.

    Attributes:
        encoded: the JSON object, without an id.
        wid, method: what it is about, for logs and errors.
        touches: the values that it carries. A browser's report about one of them is stale while
            this message is on its way to that browser.
        mergeable: an unsent message that touches the same single value may be replaced by it.
        depends: keys of the same widget that it must not overtake by merging.
        barrier: widgets at which merging stops here, since this call may rely on their state.
        binary: the bytes that go with it as they are, or None.
        is_chunked: the bytes follow in chunks, each a message; else in the next frame.
        may_be_big: it is sent even if it is bigger than all that may wait, as binary ones are.
        answer_to: the question that it asks, or None.
        parts: the calls that a batch was folded from.
        bind: the id that the object gets which the call makes, or None.
        is_extended: only our own client knows it.
        for_stock: what the stock client is sent in its place, if it is extended.
    """

    encoded: bytes
    wid: int | None = None
    method: str = ""
    touches: tuple[Touch, ...] = ()
    mergeable: bool = False
    depends: tuple[Key, ...] = ()
    barrier: tuple[int, ...] = ()
    binary: bytes | None = None
    is_chunked: bool = False
    answer_to: Any = None
    parts: tuple["Outgoing", ...] = ()
    bind: int | None = None
    is_extended: bool = False
    for_stock: "Outgoing | None" = None
    may_be_big: bool = False

    @property
    def size(self) -> int:
        """Bytes on the wire, framing left out."""
        return len(self.encoded) + (len(self.binary) if self.binary is not None else 0)

    def __repr__(self) -> str:
        return f"<Outgoing {self.method or self.encoded[:60]!r} wid={self.wid}>"


def numbered(encoded: bytes, number: int) -> bytes:
    """Give an encoded message its ``id``.

    Every message is a JSON object with at least ``type``, so the id is spliced in at its end,
    which spares encoding it anew for every browser.
    """
    return b'%b,"id":%d}' % (encoded[:-1], number)


def announced(encoded: bytes, transfer_id: int) -> bytes:
    """Give an encoded :class:`.messages.BinaryCallChunked` the id of its transfer."""
    return b'%b,"transfer_id":%d}' % (encoded[:-1], transfer_id)
