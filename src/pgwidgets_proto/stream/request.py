"""One HTTP request as the application sees it, and the checks before it gets there.

Knows: request targets and framing (RFC 9112), the access policy.
Must not know: which requests there are answers for, or the connection's state.
"""

import re
from urllib.parse import unquote_to_bytes

import h11
import msgspec

from .access import AccessPolicy, Headers, Refusal

_ABSOLUTE = re.compile(r"(?:https?|wss?)://([^/?]+)([^?]*)(\?.*)?", re.IGNORECASE)
_ORIGIN = re.compile(r"https?://[a-z0-9.:_\[\]-]+", re.IGNORECASE)
_BROKEN_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


class HttpRequest(msgspec.Struct, frozen=True, kw_only=True):
    """A whole request (RFC 9112); its body, if it had one, has been read and thrown away.

    It waits for :meth:`Connection.send_response <.connection.Connection.send_response>`.

    Attributes:
        method: as sent (``"GET"``); methods are told apart by case.
        target: as sent, not decoded.
        path: decoded from percent escapes and UTF-8, without the query; begins with ``/`` and
            has no control characters. ``..`` stays as it came. In an application that is mounted
            below a path, what follows that path; empty when nothing does, not even a slash.
        query: what follows ``?``, not decoded; empty without one.
        headers: names in lower case.
        host: the name that was asked for; None for an HTTP/1.0 request without Host.
        scheme: ``"http"`` or ``"https"``, as the visitor sees it.
        peer: the visitor's address; behind a trusted proxy, the one that the proxy names.
        is_direct: whether that is known to be the visitor's. It is not if a proxy has passed the
            request on that is not trusted, or that names nobody.
        is_vouched_for: whether a trusted proxy has passed it on, so that what that says of the user
            counts.
    """

    method: str
    target: str
    path: str
    query: str
    headers: Headers
    host: str | None
    scheme: str
    peer: str | None
    is_direct: bool = True
    is_vouched_for: bool = False

    def header(self, name: str) -> str | None:
        """The first value of a header.

        Parameters:
            name: in lower case.

        Returns:
            The value as it was sent, or None.
        """
        return next((value for key, value in self.headers if key == name), None)

    def header_values(self, name: str) -> list[str]:
        """All values of a header, one for each line that has it.

        Parameters:
            name: in lower case.
        """
        return [value for key, value in self.headers if key == name]

    def tokens(self, name: str) -> list[str]:
        """The entries of a header that is a list of tokens (RFC 9110 section 5.6.1), in lower case.

        Parameters:
            name: in lower case.
        """
        return [
            token.strip().lower()
            for value in self.header_values(name)
            for token in value.split(",")
        ]

    @property
    def is_head(self) -> bool:
        """Whether the answer goes without its body; the connection leaves it out itself."""
        return self.method == "HEAD"

    @property
    def is_websocket(self) -> bool:
        """Whether the request asks for a WebSocket; other upgrades (h2c) are ignored."""
        return "websocket" in self.tokens("upgrade")

    @property
    def user_agent(self) -> str:
        """The header User-Agent; empty without one."""
        return self.header("user-agent") or ""

    @property
    def page_url(self) -> str | None:
        """The address of the page that asks for a WebSocket in its own folder.

        It is the page's Origin (RFC 6454 section 7) with the path that is asked for, up to its last
        slash. None where no page of the web asks.
        """
        origin = self.header("origin") or ""
        if _ORIGIN.fullmatch(origin) is None:
            return None
        path = self.target.partition("?")[0]
        absolute = _ABSOLUTE.fullmatch(path)
        path = path if absolute is None else absolute[2]
        return f"{origin}{path.rpartition('/')[0]}/"


def read_request(
    head: h11.Request, *, policy: AccessPolicy, peer: str | None, scheme: str
) -> HttpRequest | Refusal:
    """Check the head of a request, and make the request that the application sees.

    Parameters:
        head: a request that h11 has found well-formed.
        policy: decides about the host.
        peer: address of the other end of the socket.
        scheme: ``"https"`` if the bytes come out of TLS, else ``"http"``.
    """
    headers = tuple((name.decode("ascii"), value.decode("latin-1")) for name, value in head.headers)
    names = {name for name, _ in headers}
    if not head.http_version.startswith(b"1."):
        return Refusal(status=505, text="This server speaks HTTP/1.1.")
    # RFC 9112 section 6.1 and 6.3: both are how one request is smuggled inside another.
    if "transfer-encoding" in names and ("content-length" in names or head.http_version == b"1.0"):
        return _bad("the end of the body is given in two ways, or in one that HTTP/1.0 lacks")
    method = head.method.decode("ascii")
    target = head.target.decode("ascii")
    if method == "CONNECT" or (method == "OPTIONS" and target == "*"):
        # The two methods whose target is not a path (RFC 9112 sections 3.2.3 and 3.2.4).
        return Refusal(
            status=405, text="This server knows GET and HEAD.", headers=(("allow", "GET, HEAD"),)
        )
    host = next((value for name, value in headers if name == "host"), None)
    local = target
    if absolute := _ABSOLUTE.fullmatch(target):
        # RFC 9112 section 3.2.2: the target's host counts, and Host is ignored.
        host = absolute[1]
        local = (absolute[2] or "/") + (absolute[3] or "")
    raw_path, _, query = local.partition("?")
    path = _decode_path(raw_path)
    if path is None or "#" in local:
        return _bad("the target is not a path")
    return check_request(
        HttpRequest(
            method=method,
            target=target,
            path=path,
            query=query,
            headers=headers,
            host=host,
            scheme=scheme,
            peer=peer,
        ),
        policy,
    )


def check_request(request: HttpRequest, policy: AccessPolicy) -> HttpRequest | Refusal:
    """Check a request that another server has parsed.

    Parameters:
        request: as it came, with host, scheme and peer of the connection.
        policy: decides about the host, and whose forwarded headers count.

    Returns:
        The request with host, scheme and peer of the visitor; or a refusal with 400 or 403.
    """
    if len(request.header_values("host")) > 1:
        return _bad("more than one Host")
    if _CONTROL.search(request.path):
        return _bad("the target is not a path")
    visitor = policy.visitor(request.peer, request.host, request.scheme, request.headers)
    return policy.refuse_host(visitor.host) or msgspec.structs.replace(
        request,
        host=visitor.host,
        scheme=visitor.scheme,
        peer=visitor.peer,
        is_direct=visitor.is_direct,
        is_vouched_for=visitor.is_vouched_for,
    )


def path_below(path: str, base: str) -> str | None:
    """Return what follows a base in a path.

    Parameters:
        path: of a request, decoded.
        base: ``""``, or a path that begins with ``/`` and does not end with one.

    Returns:
        Empty, or a path that begins with ``/``; None: the path does not lie below the base.
    """
    if not path.startswith(base):
        return None
    rest = path[len(base) :]
    return rest if not rest or rest.startswith("/") else None


def _decode_path(raw: str) -> str | None:
    if not raw.startswith("/") or _BROKEN_ESCAPE.search(raw):
        return None
    try:
        return unquote_to_bytes(raw).decode("utf-8")
    except UnicodeDecodeError:
        return None


def _bad(why: str) -> Refusal:
    return Refusal(status=400, text=f"Bad request: {why}.")
