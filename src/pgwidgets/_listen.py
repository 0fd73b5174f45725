"""Sockets to listen on, bound before anything runs, so that a taken port is one clear error.

Knows: the socket module. Must not know: event loops, protocols, widgets.
"""

import socket


def bind(host: str, port: int) -> socket.socket:
    """Bind a socket.

    Parameters:
        host: a name or address.
        port: 0 takes a free one.

    Raises:
        OSError: the port is taken, or not ours to take; the text names host and port.
    """
    try:
        family, kind, proto, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except socket.gaierror as exc:
        raise OSError(exc.errno, f"host {host!r} can't be resolved: {exc.strerror}") from exc
    sock = socket.socket(family, kind, proto)
    try:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind(address)
        sock.listen()  # now, so that who is told the port can connect at once
        sock.setblocking(False)
    except OSError as exc:
        sock.close()
        raise OSError(exc.errno, f"can't listen on {host!r} port {port}: {exc.strerror}") from exc
    return sock


def port_of(sock: socket.socket) -> int | None:
    """The port that a socket is bound to; None for one that has none (a Unix socket)."""
    name = sock.getsockname()
    return name[1] if isinstance(name, tuple) else None


def is_loopback(sock: socket.socket) -> bool:
    """Whether a socket takes connections from this machine alone."""
    name = sock.getsockname()
    if not isinstance(name, tuple):
        return True
    address = str(name[0])
    return address == "::1" or address.startswith("127.")
