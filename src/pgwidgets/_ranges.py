"""Parts of files, as players of media ask for them (RFC 9110 section 14).

Knows: the header Range, and what answers it. Must not know: which file it is.
"""

import re

from pgwidgets_transports.seam import Response

type Fields = tuple[tuple[str, str], ...]

_RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")


def part_of(body: bytes, values: list[str], headers: Fields) -> Response:
    """Answer a request for a part.

    Parameters:
        body: the whole file.
        values: the request's Range.
        headers: those of the whole file's answer.

    Returns:
        206 with the part; 416 if there is none of the file; 200 with all of it where several parts
        are asked for, or what is asked for is not understood, as a server may do.
    """
    match = _RANGE.fullmatch(values[0].replace(" ", "")) if len(values) == 1 else None
    if match is None or not (match[1] or match[2]):
        return Response(200, headers, body)
    size = len(body)
    if match[1]:
        start, stop = int(match[1]), min(int(match[2] or size), size - 1) + 1
        if match[2] and int(match[2]) < int(match[1]):
            return Response(200, headers, body)  # no range at all
    else:
        start, stop = max(0, size - int(match[2])), size
    if start >= stop:
        return Response(416, (*headers, ("content-range", f"bytes */{size}")))
    about = ("content-range", f"bytes {start}-{stop - 1}/{size}")
    return Response(206, (*headers, about), body[start:stop])
