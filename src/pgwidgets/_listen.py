"""Sockets to listen on, bound before anything runs, so that a taken port is one clear error.

Knows: the socket module, and systemd's way to hand sockets over. Must not know: event loops,
protocols, widgets.
"""

import contextlib
import errno
import os
import socket
import sys

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
        _send_at_once(sock)
        sock.listen()  # now, so that who is told the port can connect at once
        sock.setblocking(False)
    except OSError as exc:
        sock.close()
        text = f"can't listen on {host!r} port {port}: {exc.strerror}{_advice(exc.errno)}"
        raise OSError(exc.errno, text) from None  # it says all that the first one did
    return sock


def _advice(number: int | None) -> str:
    """What to do about a port that can't be had."""
    if number == errno.EADDRINUSE:
        return (
            "; another program listens there, or this one, started before: end that, or give "
            "another port (ws_port and http_port), 0 being any free one"
        )
    if number == errno.EACCES:
        return "; ports below 1024 are the system's: give another one, as 9501"
    return ""


def check_bound(sock: socket.socket, setting: str) -> None:
    """Refuse a socket that can't be listened on. One that listens already can be.

    Parameters:
        sock: what the program gave.
        setting: what it is called, for errors.

    Raises:
        ValueError: the text says what is wrong with it.
    """
    if sock.fileno() < 0:
        fault = "is closed"
    elif _speaks_tls(sock):
        fault = "speaks TLS itself; give a plain one, and an ssl_context"
    elif sock.type != socket.SOCK_STREAM:
        kind = getattr(sock.type, "name", sock.type)
        fault = f"is of the kind {kind}; it must be a stream socket (SOCK_STREAM)"
    elif _is_connected(sock):
        fault = "is connected; it must be one to accept connections on"
    elif not _is_bound(sock):
        fault = "is not bound; call its bind() before"
    else:
        return
    raise ValueError(f"{setting} is {sock!r}, which {fault}")


def listen(sock: socket.socket, setting: str) -> None:
    """Have a socket of the program's take connections.

    Parameters:
        sock: as :func:`check_bound` has it.
        setting: what it is called, for errors.

    Raises:
        OSError: it takes none; the text says why.
    """
    if sock.fileno() < 0:
        raise OSError(errno.EBADF, f"{setting} is closed: a socket serves one run")
    _send_at_once(sock)
    try:
        sock.listen()
    except OSError as exc:
        raise OSError(exc.errno, f"can't listen on {setting} {sock!r}: {exc.strerror}") from exc


def _send_at_once(sock: socket.socket) -> None:
    """Have what is written to a connection sent, though what was sent before may not have come.

    Connections inherit it. asyncio does so for sockets that name their protocol, which those of
    :func:`socket.create_server` do not.
    """
    if sock.family in (socket.AF_INET, socket.AF_INET6):
        with contextlib.suppress(OSError):  # it is not of TCP
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def _speaks_tls(sock: socket.socket) -> bool:
    ssl = sys.modules.get("ssl")  # importing us does not import it: few programs need it
    return ssl is not None and isinstance(sock, ssl.SSLSocket)


def _is_bound(sock: socket.socket) -> bool:
    """Whether a socket has an address of its own: a port, or a path."""
    name = sock.getsockname()
    return bool(name[1] if isinstance(name, tuple) else name)


def _is_connected(sock: socket.socket) -> bool:
    try:
        sock.getpeername()
    except OSError:
        return False
    return True


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
