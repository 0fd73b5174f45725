"""Compression of messages (RFC 7692, permessage-deflate), server side.

Knows: the offer of a client and the answer, and how one message is made small and large again.
Must not know: frames, sockets, or what a message means.

wsproto has an extension class for it, which inflates whatever came of a message in one step: a few
bytes can become a thousand times as many before anybody counts them. It also keeps its window from
one message to the next. So it is done here, with these rules:

* Neither side keeps anything from one message to the next (no context takeover). So a connection
  holds no memory for it, what one message tells of its length is not told of another one (CRIME,
  BREACH), and a message to many browsers is compressed once.
* What comes is inflated in small steps, and counted at each of them.
* Only texts are compressed, since bytes mostly are so already, and only those that are worth it.
"""

import zlib
from functools import lru_cache

NAME = "permessage-deflate"
ANSWER = f"{NAME}; server_no_context_takeover; client_no_context_takeover"
"""What is agreed to, of an offer that can be met."""

LEAST = 1024
"""Bytes up to which a message is sent as it is."""

MOST = 1024 * 1024
"""Bytes above which a message is sent as it is: to compress it would keep everybody waiting."""

STEP = 64 * 1024
"""Bytes that are inflated at a time."""

_BITS = 15  # of the window, as a power of two: all that there is
_LEVEL = 4  # the smallest that finds most of what repeats; more takes time and saves little
_SHARED = 128 * 1024  # bytes of a message that may be one of many browsers
_BEHIND = "something stands behind its end"
_TAIL = b"\0\0\xff\xff"  # ends every message, and is left out on the wire (section 7.2.1)


def answer_to(offers: list[str]) -> str | None:
    """What to answer to the values of ``Sec-WebSocket-Extensions``; None: no compression.

    Parameters:
        offers: the values; each may hold several offers, of which the first that can be met counts.
    """
    for offer in ",".join(offers).split(","):
        name, *given = (part.strip() for part in offer.split(";"))
        params = [_param(each) for each in given]
        names = [each for each, _ in params]
        if name == NAME and len(set(names)) == len(names) and all(map(_can_be_met, params)):
            return ANSWER
    return None


def _param(text: str) -> tuple[str, str | None]:
    name, equals, value = text.partition("=")
    return name.strip(), value.strip().strip('"') if equals else None


def _can_be_met(param: tuple[str, str | None]) -> bool:
    match param:
        case ("server_no_context_takeover" | "client_no_context_takeover", None):
            return True
        case ("client_max_window_bits", value):
            return value is None or value in _WINDOWS
        case ("server_max_window_bits", value):
            return value == str(_BITS)  # one compressed message is for all
        case _:
            return False


_WINDOWS = frozenset(map(str, range(8, _BITS + 1)))


def deflated(payload: bytes) -> bytes | None:
    """A text as it is sent compressed; None: it is sent as it is."""
    size = len(payload)
    if not LEAST < size <= MOST:
        return None
    small = _kept(payload) if size <= _SHARED else _deflate(payload)
    return small if len(small) < size else None


def _deflate(payload: bytes) -> bytes:
    compressor = zlib.compressobj(_LEVEL, zlib.DEFLATED, -_BITS)
    return (compressor.compress(payload) + compressor.flush(zlib.Z_SYNC_FLUSH))[: -len(_TAIL)]


_kept = lru_cache(maxsize=16)(_deflate)
"""The last few are kept, since the browsers of one session are sent the same one after another."""


def inflated(payload: bytes, most: int) -> bytes | None:
    """A whole message that came compressed; None: it is larger than ``most``, or needs a judge."""
    stream = zlib.decompressobj(-_BITS)
    try:
        message = stream.decompress(payload + _TAIL, most + 1)
    except zlib.error:
        return None
    is_whole = len(message) <= most and not (stream.unconsumed_tail or stream.eof)
    return message if is_whole else None


class Inflater:
    """Makes one message large again, as its pieces come.

    Parameters:
        most: how large it may be, in bytes.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self._stream = zlib.decompressobj(-_BITS)
        self._size = 0

    def feed(self, piece: bytes, *, is_last: bool) -> bytes | None:
        """Inflate a piece of the message.

        Parameters:
            piece: what came of it.
            is_last: nothing more does.

        Returns:
            What it stands for; None: the message is larger than it may be.

        Raises:
            zlib.error: it is not compressed as it should be.
        """
        out = self._inflate(piece)
        if out is None or not is_last:
            return out
        # Also behind a stream that has ended: a client may mark its last block as such, and a
        # byte of padding follows then (section 7.2.3.4).
        rest = b"" if self._stream.eof else self._inflate(_TAIL)
        if self._stream.unused_data not in (b"", b"\0"):
            raise zlib.error(_BEHIND)
        return None if rest is None else out + rest

    def _inflate(self, piece: bytes) -> bytes | None:
        if self._stream.eof and piece:
            raise zlib.error(_BEHIND)
        out = bytearray()
        while piece:
            out += self._stream.decompress(piece, STEP)
            if self._size + len(out) > self.most:
                return None
            piece = self._stream.unconsumed_tail
        self._size += len(out)
        return bytes(out)
