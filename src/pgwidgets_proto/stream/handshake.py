"""The opening handshake of a WebSocket, server side (RFC 6455 section 4.2).

Knows: which requests become a WebSocket, and the answer that makes them one.
Must not know: what comes after the answer.

The server agrees to no subprotocol that a client asks for, and to no extension but the one that
compresses (deflate.py). RFC 6455 allows that.
"""

import base64
import binascii

from wsproto.utilities import generate_accept_token

from .access import AccessPolicy, Headers, Refusal
from .deflate import answer_to
from .request import HttpRequest

_EXTENSIONS = "sec-websocket-extensions"


def check_upgrade(
    request: HttpRequest, *, http_version: bytes, policy: AccessPolicy, compression: bool = False
) -> Refusal | Headers:
    """Check a request that asks for a WebSocket.

    Parameters:
        request: one with ``Upgrade: websocket``; its host has been checked.
        http_version: of the request, as in ``b"1.1"``.
        policy: decides about the origin.
        compression: whether an offer of permessage-deflate is taken.

    Returns:
        The headers of the 101, or the refusal: 400 for a malformed handshake, 405 for another
        method than GET, 426 for another version of the protocol, 403 for a foreign origin.
    """
    if request.method != "GET":
        return Refusal(
            status=405, text="A WebSocket is opened with GET.", headers=(("allow", "GET"),)
        )
    if http_version < b"1.1" or request.host is None:
        return Refusal(
            status=400,
            text="A WebSocket needs HTTP/1.1 with a Host; a proxy in between must speak it too.",
        )
    if "upgrade" not in request.tokens("connection"):
        return Refusal(
            status=400,
            text="A WebSocket needs the header Connection: Upgrade; a proxy in between must "
            "pass it on.",
        )
    if request.header_values("sec-websocket-version") != ["13"]:
        # Section 4.4: say which version would do.
        return Refusal(
            status=426,
            text="This server speaks version 13 of the WebSocket protocol.",
            headers=(
                ("sec-websocket-version", "13"),
                ("upgrade", "websocket"),
                ("connection", "upgrade"),
            ),
        )
    keys = request.header_values("sec-websocket-key")
    if len(keys) != 1 or not _is_nonce(keys[0]):
        return Refusal(
            status=400, text="A WebSocket needs one Sec-WebSocket-Key: 16 bytes in base64."
        )
    if refusal := check_origin(request, policy):
        return refusal
    answer = (
        ("upgrade", "websocket"),
        ("connection", "Upgrade"),
        ("sec-websocket-accept", generate_accept_token(keys[0].encode("ascii")).decode("ascii")),
    )
    agreed = answer_to(request.header_values(_EXTENSIONS)) if compression else None
    return answer if agreed is None else (*answer, (_EXTENSIONS, agreed))


def is_compressing(answer: Headers) -> bool:
    """Whether a 101 with these headers agrees on compression."""
    return any(name == _EXTENSIONS for name, _ in answer)


def check_origin(request: HttpRequest, policy: AccessPolicy) -> Refusal | None:
    """Check the page that asks for a WebSocket.

    A server that does the rest of the handshake itself (ASGI) leaves only this to check.

    Parameters:
        request: the one that asks for a WebSocket; its host has been checked.
        policy: decides about the origin.

    Returns:
        400 for a malformed handshake, 403 for a foreign origin; None: the page is let in.
    """
    origins = request.header_values("origin")
    if len(origins) > 1:
        return Refusal(status=400, text="Bad request: more than one Origin.")
    if request.host is None:
        return Refusal(status=400, text="A WebSocket needs a Host.")
    return policy.refuse_origin(origins[0] if origins else None, request.host)


def _is_nonce(key: str) -> bool:
    """Whether this is base64 of 16 bytes, with its padding (section 4.1, point 7)."""
    try:
        return len(base64.b64decode(key, validate=True)) == 16
    except (binascii.Error, ValueError):
        return False
