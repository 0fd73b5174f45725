"""Frames of a WebSocket at the level of bytes (RFC 6455 section 5.2).

Knows: a frame's header, and how a payload is masked. Must not know: what may follow what, UTF-8's
rules across fragments, closing; wsproto judges all that (websocket.py); nor how one is compressed
(deflate.py).

Nearly every frame of a browser is a whole message: final, masked, shorter than 64 KiB. Such a one
is read here in one step, at any place of the bytes that came. It costs 2 µs, and 7 in a parser for
every case.
"""

from collections.abc import Callable

_TEXT, _BINARY = 0x81, 0x82  # the first byte of a whole message: FIN, no reserved bit, the opcode
_COMPRESSED = 0x40  # RSV1, of the first frame of a message (RFC 7692 section 6)
_MASKED = 0x80
_SIZE_OF_16_BITS, _SIZE_OF_64_BITS = 126, 127
_KEY_BYTES = 4
_SHORT = 4096  # bytes that are copied sooner than they are carried as a piece of their own
_HEADERS = {
    first: tuple([bytes((first, size)) for size in range(_SIZE_OF_16_BITS)])
    for first in (_TEXT, _BINARY, _TEXT | _COMPRESSED, _BINARY | _COMPRESSED)
}
"""Of short messages, by the first byte and the length."""

_SHORTEST = 2 + _KEY_BYTES  # bytes of the shortest frame of a browser, which has no payload


def read_message(
    data: bytes | bytearray,
    at: int,
    most: int,
    inflated: Callable[[bytes, int], bytes | None] | None = None,
) -> tuple[str | bytes, int] | None:
    """Read a frame that is a whole message, masked as a browser's must be.

    Parameters:
        data: bytes of a browser.
        at: the place in them at which a frame begins.
        most: the longest payload that is read here, also once it is inflated.
        inflated: inflates one, up to so many bytes; None: compression was not agreed on.

    Returns:
        The message, a text as str, and the place behind its frame. None for any other frame, and
        for one that is not here to its end. A text that is not valid UTF-8, or can't be inflated,
        is another frame, too.
    """
    begin = at + _SHORTEST
    there = len(data)
    if there < begin:
        return None
    first, size = data[at], data[at + 1] - _MASKED
    is_compressed = inflated is not None and first & _COMPRESSED
    if is_compressed:
        first ^= _COMPRESSED
    if (first != _TEXT and first != _BINARY) or size < 0:
        return None
    if size >= _SIZE_OF_16_BITS:
        begin += 2
        if size != _SIZE_OF_16_BITS or there < begin:
            return None  # longer ones are worth a parser that takes them in pieces
        size = data[at + 2] << 8 | data[at + 3]
        if size < _SIZE_OF_16_BITS:
            return None  # RFC 6455 section 5.2: the shortest form must be used
    end = begin + size
    if there < end or size > most:
        return None
    key = bytes(data[begin - _KEY_BYTES : begin]) * (size // _KEY_BYTES + 1)
    masked = int.from_bytes(data[begin:end], "little")
    payload = (masked ^ int.from_bytes(key[:size], "little")).to_bytes(size, "little")
    if inflated is not None and is_compressed:
        whole = inflated(payload, most)
        if whole is None:
            return None
        payload = whole
    if first == _BINARY:
        return payload, end
    try:
        return payload.decode(), end
    except UnicodeDecodeError:
        return None


def frame_size(data: bytearray) -> tuple[int, int]:
    """The lengths of the header and of the payload of the frame that data begin with.

    Returns:
        Two zeros while that can't be told.
    """
    if len(data) < 2:
        return 0, 0
    size, begin = data[1] & 0x7F, 2
    if size == _SIZE_OF_16_BITS:
        begin = 4
        size = int.from_bytes(data[2:4])
    elif size == _SIZE_OF_64_BITS:
        begin = 10
        size = int.from_bytes(data[2:10])
    begin += _KEY_BYTES if data[1] >= _MASKED else 0
    return (begin, size) if len(data) >= begin else (0, 0)


def take_compressed(data: bytearray) -> bool | None:
    """Have the frame that data begin with say that it is plain bytes, if it says 'compressed'.

    Returns:
        Whether its message is a text once it is inflated; None: it does not begin a message that is
        compressed.
    """
    first = data[0] | 0x80  # the first of several frames is not final
    if first not in (_TEXT | _COMPRESSED, _BINARY | _COMPRESSED):
        return None
    data[0] = (data[0] & 0x80) | (_BINARY & 0xF)
    return first == _TEXT | _COMPRESSED


def data_frame(is_text: bool, payload: bytes, *, is_compressed: bool = False) -> tuple[bytes, ...]:
    """Return a whole, unmasked message: its header and its payload, in one piece if that is short.

    Else they stay apart, so that a big payload is not copied.
    """
    first = (_TEXT if is_text else _BINARY) | (_COMPRESSED if is_compressed else 0)
    size = len(payload)
    if size < _SIZE_OF_16_BITS:
        return (_HEADERS[first][size] + payload,)
    if size < 65536:
        header = bytes((first, _SIZE_OF_16_BITS, size >> 8, size & 0xFF))
        return (header + payload,) if size < _SHORT else (header, payload)
    return bytes((first, _SIZE_OF_64_BITS)) + size.to_bytes(8), payload
