"""Sockets to listen on, bound before anything runs, so that a taken port is one clear error.

Knows: the socket module, and systemd's way to hand sockets over. Must not know: event loops,
protocols, widgets.
"""

import os
import socket

_FIRST_FD = 3  # SD_LISTEN_FDS_START: those before are standard input, output and error


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


def listen_fds() -> list[socket.socket]:
    """The sockets that were handed to this process, as by systemd's socket activation.

    For ``Application(ws_sock=listen_fds()[0], http_port=None)``. The protocol is that of
    sd_listen_fds(3): ``LISTEN_FDS`` tells how many there are, from descriptor 3 on, and
    ``LISTEN_PID`` whose they are. Both are removed, so that child processes do not take them for
    their own; a second call gives none.

    Returns:
        Bound sockets, in the order of the unit's file; empty when none was handed over.

    Raises:
        ValueError: ``LISTEN_FDS`` is no number.
    """
    owner, count = os.environ.pop("LISTEN_PID", ""), os.environ.pop("LISTEN_FDS", "")
    os.environ.pop("LISTEN_FDNAMES", None)
    if owner != str(os.getpid()):
        return []
    if not count.isdecimal():
        raise ValueError(f"LISTEN_FDS is {count!r}; it must be a number")
    sockets = []
    for number in range(_FIRST_FD, _FIRST_FD + int(count)):
        os.set_inheritable(number, False)
        sockets.append(socket.socket(fileno=number))
    return sockets


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
