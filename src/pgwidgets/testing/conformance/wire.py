"""The browser's end of a byte stream: a real socket, never waited for.

Knows: sockets and TLS, from the client's side. Must not know: HTTP, WebSockets, our transports.

Whoever waits for several wires at once (world.py) asks each what it wants; nothing here blocks but
the opening of a connection.
"""

import socket
import ssl
import struct
from typing import Protocol

PATIENCE = 60.0
"""Seconds after which something that does not come makes a scenario fail."""

_READ_SIZE = 64 * 1024


class Wire(Protocol):
    """A byte stream to the server, as its client has it."""

    def send(self, data: bytes) -> None:
        """Have bytes sent: at once what there is room for, the rest with :meth:`push`."""

    def push(self) -> bool:
        """Send on; whether all has gone."""
        ...

    def take(self, max_bytes: int = _READ_SIZE) -> bytes | None:
        """What has come, ``b""`` when the server has ended, None when nothing is there now."""

    def end(self) -> None:
        """Send no more, and go on receiving; only a wire of plain TCP can."""

    def close(self) -> None:
        """Close both ways, in good order."""

    def reset(self) -> None:
        """Break it off, as a crash or a pulled plug does."""


class SocketWire:
    """A TCP connection.

    Parameters:
        address: host and port.
        tls: speaks TLS; None: plain.
        receive_buffer: bytes that the kernel may hold for a client that does not read.
    """

    def __init__(
        self,
        address: tuple[str, int],
        tls: ssl.SSLContext | None = None,
        receive_buffer: int | None = None,
    ) -> None:
        sock = socket.socket(socket.AF_INET6 if ":" in address[0] else socket.AF_INET)
        try:
            if receive_buffer is not None:
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
            sock.settimeout(PATIENCE)
            sock.connect(address)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if tls is not None:
                sock = tls.wrap_socket(sock, server_hostname="localhost")
        except BaseException:
            sock.close()
            raise
        sock.setblocking(False)
        self._socket = sock
        self._unsent = bytearray()

    def fileno(self) -> int:
        """For whoever waits until there is something to do."""
        return self._socket.fileno()

    @property
    def wants_to_send(self) -> bool:
        """Whether bytes wait for room."""
        return bool(self._unsent)

    def send(self, data: bytes) -> None:
        """Have bytes sent."""
        self._unsent += data
        self.push()

    def push(self) -> bool:
        """Send on; whether all has gone."""
        try:
            while self._unsent:
                del self._unsent[: self._socket.send(self._unsent)]
        except (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
            return False
        except OSError:  # the server is gone: what it has said is still to be read
            self._unsent.clear()
        return True

    def take(self, max_bytes: int = _READ_SIZE) -> bytes | None:
        """What has come."""
        try:
            return self._socket.recv(max_bytes)
        except (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
            return None
        except OSError:  # reset: an end too
            return b""

    def end(self) -> None:
        """Send no more."""
        self._socket.shutdown(socket.SHUT_WR)

    def close(self) -> None:
        """Close both ways."""
        self._socket.close()

    def reset(self) -> None:
        """Break it off: RST in place of FIN."""
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._socket.close()
