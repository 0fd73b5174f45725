"""The sockets that an application listens on, where its page is to be found, and who may come in.

Knows: which of the settings say where to serve and for whom, and how sockets are bound. Must not
know: transports, sessions, what is served.
"""

import socket
from urllib.parse import quote

from pgwidgets_proto import AccessPolicy

from ._listen import bind, is_loopback, listen, port_of
from ._own_addresses import own_addresses
from ._settings import Settings

_REACHED_AS = {"": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "::1"}
"""Hosts that mean any address, and one by which a browser of this machine gets there."""


class Doors:
    """Where an application serves.

    Parameters:
        settings: its own.

    Attributes:
        is_mounted: whether it is a part of somebody else's server.
        is_bound: whether it serves: on its own sockets, or on a stand-in for them.
        bound: host and port of the page while it serves; None where there is none.
        policy: who is let in.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.is_mounted = False
        self.is_bound = False
        self.bound: tuple[str, int] | None = None
        self.policy = self._policy_at([])

    @property
    def address(self) -> tuple[str, int] | None:
        """Host and port of the page: where it is served, else where it will be.

        None without an HTTP server, on a socket without a port, while a free port is yet to be
        found, and where the server is somebody else's.
        """
        if self.is_bound:
            return self.bound
        return None if self.is_mounted else self._expected_address()

    @property
    def local(self) -> tuple[str, int] | None:
        """Host and port of the page, by which programs of this machine get there."""
        if self.address is None:
            return None
        host, port = self.address
        return _REACHED_AS.get(host, host), port

    @property
    def url(self) -> str | None:
        """The page's address as a browser wants it; None as for :attr:`address`."""
        if self._settings.base_url is not None:
            return self._settings.base_url
        if self.local is None:
            return None
        return self._url_at(*self.local)

    @property
    def directions(self) -> str:
        """Where the page is, for the terminal.

        The address, and those for other machines, where ``host`` means all that this one has.
        """
        lines = [f"open {self.url}"]
        if self._settings.base_url is None and self.address is not None:
            host, port = self.address
            others = (self._url_at(address, port) for address in own_addresses(host))
            lines += [f"  on other machines: {url}" for url in others]
        return "\n".join(lines)

    def open(self) -> list[socket.socket]:
        """Bind the sockets to listen on; afterwards :attr:`url` is known.

        Raises:
            OSError: a port can't be listened on.
        """
        settings = self._settings
        own = settings.ws_sock
        if own is None:
            own = bind(settings.host, settings.ws_port)
        else:
            listen(own, "ws_sock")
        sockets = [own]
        bound = None
        if settings.http_server and settings.http_port in (None, port_of(own)):
            bound = _address_of(own)
        elif settings.http_server and settings.http_port is not None:
            try:
                sockets.append(bind(settings.host, settings.http_port))
            except OSError:
                if own is not settings.ws_sock:
                    own.close()
                raise
            bound = _address_of(sockets[-1])
        if bound is not None and not (own is settings.ws_sock and len(sockets) == 1):
            bound = (settings.host, bound[1])  # the host in the program's own words
        self.be_at(bound)
        self.policy = self._policy_at(sockets)
        return sockets

    def be_at(self, bound: tuple[str, int] | None) -> None:
        """Serving begins, with the page at this host and port; None: at none."""
        self.bound, self.is_bound = bound, True

    def close(self) -> None:
        """Serving has ended; the transport has closed the sockets."""
        self.bound, self.is_bound = None, False

    def _policy_at(self, sockets: list[socket.socket]) -> AccessPolicy:
        settings = self._settings
        ports = map(port_of, sockets)
        return AccessPolicy(
            own_ports=frozenset(port for port in ports if port is not None),
            bound_to_loopback=all(map(is_loopback, sockets)),
            allowed_origins=settings.allowed_origins,
            allowed_hosts=settings.allowed_hosts,
            trusted_proxies=settings.trusted_proxies,
        )

    def _url_at(self, host: str, port: int) -> str:
        scheme = "https" if self._settings.ssl_context else "http"
        host = f"[{host}]" if ":" in host else host
        return f"{scheme}://{host}:{port}{quote(self._settings.base_path)}/"

    def _expected_address(self) -> tuple[str, int] | None:
        settings = self._settings
        if not settings.http_server:
            return None
        own = settings.ws_sock
        if own is not None and own.fileno() >= 0 and settings.http_port in (None, port_of(own)):
            return _address_of(own)
        port = settings.http_port
        if port is None and own is None:
            port = settings.ws_port
        return (settings.host, port) if port else None


def _address_of(sock: socket.socket) -> tuple[str, int] | None:
    port = port_of(sock)
    return None if port is None else (sock.getsockname()[0], port)
