"""What a call with many bytes is on the wire: an announcement and chunks, or a header and bytes.

Knows: the frames of each part. Must not know: the order of messages, or when one is sent.
"""

import functools
from collections.abc import Callable
from typing import NamedTuple

import msgspec

from ..wire.binary import CHUNK, chunk_count, chunk_of
from ..wire.messages import BinaryChunk
from ..wire.outgoing import Outgoing, announced, numbered
from .held import Queued
from .numbering import Number

NOTHING = b'{"type":"batch","calls":[]}'
"""Changes nothing. It follows every binary call, which the stock client does not answer itself."""


class Frame(NamedTuple):
    """One WebSocket message: UTF-8 text, or binary."""

    is_text: bool
    payload: bytes


new_frame: Callable[[tuple[bool, bytes]], Frame] = functools.partial(tuple.__new__, Frame)
"""Makes one in half the time of the call."""


class Uncompressed(Frame):
    """A frame that is never compressed, since it may hold credentials."""

    __slots__ = ()

    may_compress = False


def part_count(outgoing: Outgoing, *, number_all: bool) -> int:
    """How many messages, and so numbers, a binary call takes in a browser.

    Parameters:
        outgoing: the call.
        number_all: it is the stock client's, which is asked to answer something.
    """
    chunks = chunk_count(len(outgoing.binary or b"")) if outgoing.is_chunked else 0
    return 1 + chunks + number_all


def part(outgoing: Outgoing, index: int, number: Number, *, number_all: bool) -> list[Frame]:
    """One message of a binary call: its header and bytes, or its announcement, a chunk ...

    Parameters:
        outgoing: the call.
        index: which of its messages, from 0.
        number: that message's.
        number_all: every message carries its number.
    """
    whole = outgoing.binary or b""
    chunks = chunk_count(len(whole)) if outgoing.is_chunked else 0
    encoded, data = outgoing.encoded, None
    if index > chunks:
        encoded = NOTHING
    elif chunks == 0:
        data = whole
    elif index == 0:
        # The number of the announcement is a name that no other transfer of this page has.
        encoded = announced(encoded, number)
    else:
        header = BinaryChunk(transfer_id=number - index, chunk_index=index - 1, num_chunks=chunks)
        encoded, data = msgspec.json.encode(header), chunk_of(whole, index - 1)
    if number_all:
        encoded = numbered(encoded, number)
    frames = [Frame(True, encoded)]
    return frames if data is None else [*frames, Frame(False, data)]


def rest_of(queued: Queued) -> int:
    """The counted bytes of a binary call that have not been handed out."""
    outgoing = queued.outgoing
    if queued.size == 0 or queued.begun == 0:
        return queued.size  # a rebuild's do not count
    if not outgoing.is_chunked:
        return 0
    return max(0, queued.size - len(outgoing.encoded) - (queued.begun - 1) * CHUNK)
