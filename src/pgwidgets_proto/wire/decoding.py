"""Reads the text frames of browsers.

Knows: JSON, and what JavaScript makes of texts that Python can't hold. Must not know: what any
message means.
"""

import re

import msgspec

from ..errors import CloseCode, RemoteProtocolError
from .messages import FromBrowser

type _Decoded = FromBrowser | list[FromBrowser | None]

_decoder = msgspec.json.Decoder(FromBrowser | list[FromBrowser | None])


def decode(frame: str | bytes) -> list[FromBrowser]:
    """Decode one text frame of a browser.

    Parameters:
        frame: the frame's text; an array stands for its elements, in order. A ``null`` in an
            array (the stock client's answer to a message that has none) is left out.

    Raises:
        RemoteProtocolError: not JSON, or not one of our messages (close 1007).
    """
    decoded = _decoded(frame)
    if isinstance(decoded, list):
        return [message for message in decoded if message is not None]
    return [decoded]


def decode_one(frame: str) -> FromBrowser | None:
    """Decode a text frame that is one message; gives None for an array.

    Raises:
        RemoteProtocolError: as :func:`decode`.
    """
    try:
        decoded = _decoder.decode(frame)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        decoded = _decoded(frame)  # which explains it
    return None if isinstance(decoded, list) else decoded


def _decoded(frame: str | bytes) -> _Decoded:
    decoded: _Decoded
    try:
        try:
            decoded = _decoder.decode(frame)
        except msgspec.ValidationError:
            raise
        except msgspec.DecodeError:
            decoded = _decoder.decode(_without_halves(frame))
    except msgspec.ValidationError as exc:
        raise RemoteProtocolError(
            CloseCode.INVALID_DATA, "not a message of this protocol", f"refused message: {exc}"
        ) from exc
    except (msgspec.DecodeError, ValueError, RecursionError) as exc:
        raise RemoteProtocolError(
            CloseCode.INVALID_DATA, "not valid JSON", f"undecodable text frame: {exc}"
        ) from exc
    return decoded


_HALVES = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F][0-9a-fA-F]{2})"
    r"|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2}"
)
"""Half of a surrogate pair, by itself, in a text in which each backslash begins an escape."""


def _without_halves(frame: str | bytes) -> bytes:
    # JavaScript cuts texts within a pair of surrogates, and JSON can carry the half of a
    # character that is left. Python's text can't: the half becomes a question mark.
    text = frame if isinstance(frame, str) else frame.decode()
    if "\0" in text:
        raise ValueError("JSON has no such character")  # so it can stand for an escaped backslash
    text = _HALVES.sub("?", text.replace("\\\\", "\0")).replace("\0", "\\\\")
    return text.encode("utf-8", "replace")
