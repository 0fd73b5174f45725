"""Frames of a WebSocket at the level of bytes (RFC 6455 section 5.2).

Knows: a frame's header, and how a payload is masked. Must not know: what may follow what, UTF-8's
rules across fragments, closing; wsproto judges all that (websocket.py); nor how one is compressed
(deflate.py).

Nearly every frame of a browser is a whole message: final, masked, shorter than 64 KiB. Such a one
is read here in one step, which costs a tenth of what a parser for every case does.
"""

from typing import NamedTuple

_TEXT, _BINARY = 0x81, 0x82  # the first byte of a whole message: FIN, no reserved bit, the opcode
_COMPRESSED = 0x40  # RSV1, of the first frame of a message (RFC 7692 section 6)
_MASKED = 0x80
_SIZE_OF_16_BITS, _SIZE_OF_64_BITS = 126, 127
_KEY_BYTES = 4


class Header(NamedTuple):
    """The header of a frame, as far as it says where the frame ends.

    Parameters:
        is_message: whether the frame is a whole data message, and masked as a browser's must be.
        is_text: whether its opcode says text.
        head_bytes: length of the header, with the key of the mask.
        payload_bytes: length of what follows.
    """

    is_message: bool
    is_text: bool
    head_bytes: int
    payload_bytes: int


def read_header(data: bytearray) -> Header | None:
    """Read the header that data begin with; None while it is not whole."""
    if len(data) < 2:
        return None
    first, second = data[0], data[1]
    is_masked = second >= _MASKED
    size, begin = second & 0x7F, 2
    is_minimal = True
    if size == _SIZE_OF_16_BITS:
        begin = 4
        size = int.from_bytes(data[2:4])
        is_minimal = size >= _SIZE_OF_16_BITS
    elif size == _SIZE_OF_64_BITS:
        begin = 10
        size = int.from_bytes(data[2:10])
        is_minimal = False  # long enough to be worth a parser that takes it in pieces
    begin += _KEY_BYTES if is_masked else 0
    if len(data) < begin:
        return None
    is_message = is_masked and is_minimal and first in (_TEXT, _BINARY)
    return Header(is_message, first == _TEXT, begin, size)


def unmask(data: bytearray, header: Header) -> bytes:
    """Return the payload of the masked frame that data begin with, which is there whole."""
    begin, size = header.head_bytes, header.payload_bytes
    key = bytes(data[begin - _KEY_BYTES : begin]) * (size // _KEY_BYTES + 1)
    masked = int.from_bytes(data[begin : begin + size], "little")
    return (masked ^ int.from_bytes(key[:size], "little")).to_bytes(size, "little")


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


def data_frame(
    is_text: bool, payload: bytes, *, is_compressed: bool = False
) -> tuple[bytes, bytes]:
    """Return the header and the payload of a whole, unmasked message.

    They stay apart, so that a big payload is not copied.
    """
    first = (_TEXT if is_text else _BINARY) | (_COMPRESSED if is_compressed else 0)
    size = len(payload)
    if size < _SIZE_OF_16_BITS:
        return bytes((first, size)), payload
    if size < 65536:
        return bytes((first, _SIZE_OF_16_BITS)) + size.to_bytes(2), payload
    return bytes((first, _SIZE_OF_64_BITS)) + size.to_bytes(8), payload
