"""Answers in gzip, or in Brotli, for browsers that take it.

Knows: Accept-Encoding, and which files become smaller. Must not know: where files are, requests.

Files are packed in gzip here. What is in Brotli was packed when the package was made.

What is packed here are files that every visitor may have. So nothing secret stands in them, whose
length an attacker could learn (BREACH).
"""

import re
from collections.abc import Iterable

_LEAST = 1000
"""Bytes below which a packed file would save nothing: it goes in one packet either way."""

_SMALLER = re.compile(r"text/|application/(json|javascript|xml)|image/svg|font/(ttf|otf)")

_ENTRY = re.compile(r"([\w*!#$%&'+.^`|~-]+)(?:\s*;\s*q\s*=\s*([01](?:\.\d{0,3})?))?")
"""What is said of one coding, without the space around it: with two runs of space side by side
there would be as many ways to part them as there is space, and each of them would be tried."""


def is_packable(media_type: str, body: bytes) -> bool:
    """Whether a file of this type becomes smaller."""
    return len(body) >= _LEAST and _SMALLER.match(media_type) is not None


def codings(values: Iterable[str]) -> frozenset[str]:
    """Which of ``br`` and ``gzip`` a browser takes (RFC 9110 section 12.5.3).

    Parameters:
        values: those of its Accept-Encoding headers; what can't be read in them counts for nothing.
    """
    weights: dict[str, float] = {}
    for entry in ",".join(values).split(","):
        found = _ENTRY.fullmatch(entry.strip())
        if found is not None:
            weights[found[1].lower()] = float(found[2] or 1)
    others = weights.get("*", 0.0)
    taken = {
        "br": weights.get("br", others),
        "gzip": weights.get("gzip", weights.get("x-gzip", others)),
    }
    return frozenset(coding for coding, weight in taken.items() if weight > 0)


class Packer:
    """Packs each file once."""

    def __init__(self) -> None:
        self._packed: dict[str, bytes] = {}

    def pack(self, etag: str, body: bytes) -> bytes:
        """Return a file in gzip.

        Parameters:
            etag: its entity tag, which names its content.
            body: the content.
        """
        packed = self._packed.get(etag)
        if packed is None:
            import gzip  # late: a program that shows no page needs it not

            packed = self._packed[etag] = gzip.compress(body, mtime=0)
        return packed

    def forget(self) -> None:
        """Forget all files, since some have changed."""
        self._packed.clear()


def tag_of_packed(etag: str, coding: str) -> str:
    """Return the entity tag of a packed file: one of its own, as RFC 9110 section 8.8.3.3 wants."""
    return f'{etag[:-1]}-{coding}"'
