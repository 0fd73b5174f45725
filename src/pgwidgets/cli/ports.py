"""The port that a command serves on: bound before the program runs.

Knows: sockets, and what ``--port`` may be. Must not know: what is served.
"""

import argparse
import errno
import socket

from .._listen import bind
from .errors import CommandError

DEFAULT = 9501
"""The port on which applications serve by default, too."""

_TRIES = 100


def port_argument(text: str) -> int | None:
    """``--port``: a number, or "auto", which is None.

    Raises:
        argparse.ArgumentTypeError: it is neither; argparse tells its text, and no other's.
    """
    if text == "auto":
        return None
    if not text.isdecimal() or not int(text) <= 65535:
        raise argparse.ArgumentTypeError(
            f"{text!r} is no port; give a number from 0 to 65535, or auto"
        )
    return int(text)


def open_door(host: str, port: int | None) -> socket.socket:
    """Bind the socket to serve on.

    Parameters:
        host: a name or address.
        port: 0: any free one; None: the first that is free from :data:`DEFAULT` on.

    Raises:
        CommandError: there is none; the text says what to do.
    """
    if port is not None:
        return _bind(host, port)
    for tried in range(DEFAULT, DEFAULT + _TRIES):
        try:
            return bind(host, tried)
        except OSError as exc:
            if exc.errno != errno.EADDRINUSE:
                raise CommandError(str(exc.strerror)) from None
    return _bind(host, 0)


def _bind(host: str, port: int) -> socket.socket:
    try:
        return bind(host, port)
    except OSError as exc:
        raise CommandError(in_words(exc, host, port)) from None


def in_words(error: OSError, host: str, port: int) -> str:
    """Why a port can't be had, and what to do."""
    if error.errno == errno.EADDRINUSE:
        return (
            f"port {port} of {host} is taken: another program listens there, or this one, started "
            f"before. End that, or give another port: --port {port + 1}, or --port auto for the "
            f"next one that is free."
        )
    return str(error.strerror)
