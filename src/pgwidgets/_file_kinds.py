"""What a file is, by how its content begins: a picture, a video, a sound, a font.

Knows: the signatures of formats that browsers show. Must not know: files' names, or who asks.
"""

import re
from typing import Literal

type Kind = Literal["picture", "video", "sound", "font"]

HEAD = 4096
"""Bytes from the start of a file that tell what it is. An SVG may begin with a long comment."""

_SIGNATURES: tuple[tuple[bytes, Kind], ...] = (
    (b"\x89PNG\r\n\x1a\n", "picture"),
    (b"\xff\xd8\xff", "picture"),  # JPEG
    (b"GIF87a", "picture"),
    (b"GIF89a", "picture"),
    (b"\x00\x00\x01\x00", "picture"),  # ICO
    (b"\x00\x00\x02\x00", "picture"),  # CUR
    (b"\xff\x0a", "picture"),  # JPEG XL, and in a container:
    (b"\x00\x00\x00\x0cJXL \r\n\x87\n", "picture"),
    (b"\x1aE\xdf\xa3", "video"),  # Matroska, WebM
    (b"OggS", "video"),
    (b"\x00\x00\x01\xba", "video"),  # MPEG
    (b"\x00\x00\x01\xb3", "video"),
    (b"ID3", "sound"),
    (b"fLaC", "sound"),
    (b"wOFF", "font"),
    (b"wOF2", "font"),
    (b"OTTO", "font"),
    (b"true\0", "font"),
    (b"\x00\x01\x00\x00", "font"),
)
_IN_RIFF: dict[bytes, Kind] = {b"WEBP": "picture", b"WAVE": "sound", b"AVI ": "video"}
_STILL = (b"avif", b"avis", b"heic", b"heix", b"mif1")
"""Brands of pictures in the container of MP4 (ISO/IEC 14496-12); others are videos."""
_SVG = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml\b[^>]*>\s*)?(?:<!--(?:[^-]|-(?!->))*-->\s*|<!DOCTYPE\s+svg\b"
    rb"(?:[^\[>]|\[[^\]]*\])*>\s*)*<(?:[A-Za-z_][\w.-]*:)?svg[\s>/]"
)


def kind_of(head: bytes) -> Kind | None:
    """Tell what begins with these bytes; None: nothing of these.

    Parameters:
        head: the first :data:`HEAD` bytes.
    """
    for signature, kind in _SIGNATURES:
        if head.startswith(signature):
            return kind
    if head.startswith(b"RIFF"):
        return _IN_RIFF.get(head[8:12])
    if head[4:8] == b"ftyp":
        return "picture" if head[8:12] in _STILL else "video"
    if head.startswith(b"BM") and int.from_bytes(head[14:18], "little") in (12, 40, 64, 108, 124):
        return "picture"
    if _begins_a_frame(head[:3]):
        return "sound"
    return "picture" if _SVG.match(head) else None


def _begins_a_frame(head: bytes) -> bool:
    """Whether a frame of MPEG audio begins so: layers II and III, and AAC (ISO/IEC 13818-7).

    Not layer I, which nobody has: texts in UTF-16 begin as it does.
    """
    if len(head) < 3 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return False
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    if layer == 0:
        return version >= 2 and head[2] >> 2 & 15 < 13  # its rate
    return layer != 3 and version != 1 and head[2] >> 4 != 15 and head[2] >> 2 & 3 != 3
