"""Which visitors are let in: the checks of Host, Origin and forwarded headers.

Knows: names, ports, addresses, and the settings that let them in.
Must not know: h11, WebSocket frames, or what is served.

The rules:

* **Host** (DNS rebinding: a foreign page whose name was pointed at 127.0.0.1, or at an address of
  the network that the visitor is in). A server that is bound to loopback, and any that has
  ``allowed_hosts``, answers to loopback names (``localhost``, ``*.localhost``, ``127.0.0.0/8``,
  ``[::1]``) and to these. Others are not known to have one name, so any Host will do.
* **Origin** (a foreign page that opens a WebSocket; no same-origin policy of the browser stops
  it). The page must come from the host and port that Host names, or from one of our own ports on
  that host, or from ``allowed_origins``, or by http or https from ``allowed_hosts``. Browsers
  always send Origin with a WebSocket, so a client that sends none is no browser, and is let in.
* **Forwarded headers** count only when the peer's address is in ``trusted_proxies``. Of a list,
  the last entry is the one which that proxy wrote; nothing vouches for those before it.

A refusal names the setting that would let the visitor in.
"""

import ipaddress
import re
from typing import NamedTuple, Self

import msgspec

type Headers = tuple[tuple[str, str], ...]
"""Header names in lower case, with their values (latin-1), in the order of arrival."""

_DEFAULT_PORTS = {"http": 80, "https": 443, "ws": 80, "wss": 443}
_NAME_MAX = 253  # RFC 1035 section 2.3.4; names are quoted in refusals, and in the log
_AUTHORITY = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::([0-9]{0,5}))?")
_ORIGIN = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://([^/?#@]+)")


class Refusal(msgspec.Struct, frozen=True, kw_only=True):
    """An HTTP answer that turns a request down.

    Attributes:
        status: 4xx or 5xx.
        text: one plain sentence or two, which become the body.
        headers: what the status asks for (Allow, Upgrade ...).
        detail: more for our own log; may quote the peer.
    """

    status: int
    text: str
    headers: Headers = ()
    detail: str = ""

    def answer(self) -> tuple[int, Headers, bytes]:
        """Status, headers and body of the answer."""
        headers = (("content-type", "text/plain; charset=utf-8"), *self.headers)
        return self.status, headers, self.text.encode() + b"\n"

    @property
    def cause(self) -> str:
        """Text and detail, for our own log."""
        return f"{self.text} {self.detail}".rstrip()


class Authority(NamedTuple):
    """A host and a port, as Host and Origin give them; names are in lower case."""

    name: str
    port: int | None

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """Read ``name``, ``name:port`` or ``[address]:port``; None: the text is something else."""
        match = _AUTHORITY.fullmatch(text)
        if match is None:
            return None
        name = match[1].lower().removesuffix(".")
        port = int(match[2]) if match[2] else None
        if not 0 < len(name) <= _NAME_MAX or (port is not None and port > 65535):
            return None
        if name.startswith("["):
            address = parse_address(name[1:-1])
            if address is None:
                return None
            name = f"[{address}]" if address.version == 6 else str(address)
        return cls(name, port)

    @property
    def is_loopback(self) -> bool:
        """Whether the name can only mean this machine (RFC 6761 section 6.3 for localhost)."""
        if self.name == "localhost" or self.name.endswith(".localhost"):
            return True
        address = parse_address(self.name.strip("[]"))
        return address is not None and address.is_loopback

    def __str__(self) -> str:
        return self.name if self.port is None else f"{self.name}:{self.port}"


class Origin(NamedTuple):
    """Where a page comes from (RFC 6454); the default port of a scheme is filled in."""

    scheme: str
    name: str
    port: int | None

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """Read ``scheme://host[:port]``; None if it is something else, such as ``null``."""
        match = _ORIGIN.fullmatch(text)
        authority = match and Authority.parse(match[2])
        if match is None or authority is None:
            return None
        scheme = match[1].lower()
        port = authority.port or _DEFAULT_PORTS.get(scheme)
        return cls(scheme, authority.name, port)


class Visitor(NamedTuple):
    """Who asks, and for which host, with the forwarded headers of a trusted proxy applied.

    Attributes:
        peer, host, scheme: as :class:`~.request.HttpRequest` has them.
        is_direct: whether the peer is known to be no proxy that stands for somebody else.
        is_vouched_for: whether the peer is a trusted proxy.
    """

    peer: str | None
    host: str | None
    scheme: str
    is_direct: bool
    is_vouched_for: bool = False


class AccessPolicy(msgspec.Struct, frozen=True, kw_only=True):
    """The settings that decide who is let in. Made after binding, when the ports are known.

    Attributes:
        own_ports: the ports that the application listens on.
        bound_to_loopback: whether it listens on loopback addresses only.
        allowed_origins: further origins whose pages may open a WebSocket, as the browser writes
            them (``"https://ui.example.org"``, ``"http://localhost:8000"``; ``"null"`` is a page
            from a file); ``"*"``: all.
        allowed_hosts: names that the server is reached by (``"ui.example.org"``: with any port;
            ``"ui.example.org:8443"``: with this one). Their http and https origins are let in, and
            beside loopback names no others are answered to.
        trusted_proxies: addresses and networks (``"10.0.0.0/8"``) whose forwarded headers count.

    Raises:
        TypeError: a setting is a single string in place of a collection of strings.
        ValueError: a setting has an entry that can match nothing.
    """

    own_ports: frozenset[int] = frozenset()
    bound_to_loopback: bool = True
    allowed_origins: tuple[str, ...] = ()
    allowed_hosts: tuple[str, ...] = ()
    trusted_proxies: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name in ("allowed_origins", "allowed_hosts", "trusted_proxies"):
            if isinstance(getattr(self, name), str):
                raise TypeError(
                    f"{name} is the string {getattr(self, name)!r}; it must be a list of strings"
                )
        for origin in self.allowed_origins:
            if origin not in ("*", "null") and Origin.parse(origin) is None:
                raise ValueError(
                    f"allowed_origins has {origin!r}; an origin is written scheme://host or "
                    f"scheme://host:port, without a path"
                )
        for host in self.allowed_hosts:
            if Authority.parse(host) is None:
                raise ValueError(
                    f"allowed_hosts has {host!r}; a host is written name or name:port, without a "
                    f"scheme or a path (a name outside ASCII in its xn-- form)"
                )
        for proxy in self.trusted_proxies:
            try:
                ipaddress.ip_network(proxy, strict=False)
            except ValueError:
                raise ValueError(
                    f"trusted_proxies has {proxy!r}; allowed are addresses and networks, such as "
                    f"127.0.0.1 or 10.0.0.0/8"
                ) from None

    def refuse_host(self, host: str | None) -> Refusal | None:
        """Check the name that the visitor asked for.

        Parameters:
            host: the value of Host, or None when the request (HTTP/1.0) has none: such a client
                is not a browser, so nobody can have been misled.

        Returns:
            400 for what is no host at all, 403 for one that is not let in; None: it is let in.
        """
        if host is None:
            return None
        authority = Authority.parse(host)
        if authority is None:
            return Refusal(status=400, text="Bad request: Host is not a name or name:port.")
        has_any_name = not self.bound_to_loopback and not self.allowed_hosts
        if has_any_name or authority.is_loopback or self._is_allowed_host(authority):
            return None
        # 403, not 421: that invites the browser to try once more on another connection.
        where = "is bound to loopback and " if self.bound_to_loopback else ""
        return Refusal(
            status=403,
            text=f"This server {where}does not answer to the name {authority.name}. If that name "
            f"is meant to reach it, add it to the setting allowed_hosts.",
        )

    def refuse_origin(self, origin: str | None, host: str) -> Refusal | None:
        """Check the page that wants to open a WebSocket.

        Parameters:
            origin: the value of Origin, or None when there is none.
            host: the name that the visitor asked for, checked before.

        Returns:
            403; None: the page is let in.
        """
        if origin is None or "*" in self.allowed_origins or origin in self.allowed_origins:
            return None
        page = Origin.parse(origin)
        if page is None:
            return Refusal(
                status=403,
                text="WebSocket refused: the page has no origin that can be checked. If it is "
                'yours, add its Origin (often "null") to the setting allowed_origins.',
                detail=f"Origin: {origin[:200]!r}",
            )
        if page in map(Origin.parse, self.allowed_origins) or self._is_own(page, host):
            return None
        return Refusal(
            status=403,
            text=f"WebSocket refused: the page comes from {origin}, and this server was asked "
            f"for as {host}. If the page is yours, add its origin to the setting "
            f"allowed_origins; if a proxy in front serves it, add {page.name} to allowed_hosts.",
        )

    def visitor(self, peer: str | None, host: str | None, scheme: str, headers: Headers) -> Visitor:
        """Apply the forwarded headers, if the peer is trusted to write them.

        Parameters:
            peer: address of the other end of the socket.
            host: the value of Host.
            scheme: ``"http"``, or ``"https"`` when we speak TLS ourselves.
            headers: those of the request.
        """
        is_direct = not any(_is_of_a_proxy(name) for name, _ in headers)
        if not self.is_trusted(peer):
            return Visitor(peer, host, scheme, is_direct)
        chain = _entries(headers, "x-forwarded-for")
        # From the last entry on: every trusted proxy vouches for the one that it wrote.
        while chain and self.is_trusted(peer):
            hop = parse_address(chain.pop())
            is_direct = hop is not None
            if hop is None:
                break
            peer = str(hop)
        hosts = _entries(headers, "x-forwarded-host")
        schemes = _entries(headers, "x-forwarded-proto")
        if schemes and schemes[-1].lower() in _DEFAULT_PORTS:
            scheme = "https" if _DEFAULT_PORTS[schemes[-1].lower()] == 443 else "http"
        return Visitor(peer, hosts[-1] if hosts else host, scheme, is_direct, is_vouched_for=True)

    def _is_allowed_host(self, authority: Authority) -> bool:
        return any(
            allowed.name == authority.name and allowed.port in (None, authority.port)
            for allowed in map(Authority.parse, self.allowed_hosts)
            if allowed is not None
        )

    def _is_own(self, page: Origin, host: str) -> bool:
        if page.scheme not in ("http", "https"):
            return False
        if self._is_allowed_host(Authority(page.name, page.port)):
            return True
        asked = Authority.parse(host)
        if asked is None or asked.name != page.name:
            return False
        # A Host without a port leaves open whether 80 or 443 is meant (a proxy may speak TLS for
        # us), so the page's own scheme decides.
        return page.port in self.own_ports or page.port == (
            asked.port or _DEFAULT_PORTS[page.scheme]
        )

    def is_trusted(self, peer: str | None) -> bool:
        """Whether an address is that of a proxy whose forwarded headers count.

        Parameters:
            peer: address of the other end of the socket, or None.
        """
        address = None if peer is None else parse_address(peer)
        return address is not None and any(
            address in ipaddress.ip_network(proxy, strict=False) for proxy in self.trusted_proxies
        )


def parse_address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """Read an IP address, with or without a port; an IPv4 address mapped into IPv6 as IPv4."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        # "192.0.2.1:4711" and "[2001:db8::1]:4711", as some proxies write X-Forwarded-For.
        match = re.fullmatch(r"\[([^][]+)\](?::[0-9]+)?|([0-9.]+):[0-9]+", text)
        return None if match is None else parse_address(match[1] or match[2])
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        return address.ipv4_mapped
    return address


def _is_of_a_proxy(name: str) -> bool:
    """Whether a header, in lower case, is one that proxies write."""
    return name in ("forwarded", "via", "x-real-ip") or name.startswith("x-forwarded-")


def _entries(headers: Headers, name: str) -> list[str]:
    """The entries of a header that is a list, over all lines that carry it."""
    return [
        entry.strip()
        for key, value in headers
        if key == name
        for entry in value.split(",")
        if entry.strip()
    ]
