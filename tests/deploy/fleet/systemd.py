"""In the place of systemd: has the process that keeps servers restart one, and waits for it.

usage: systemd.py SOCKET PORT

Knows: a socket of that process, which takes a port and answers. Must not know: servers.
"""

import socket
import sys


def main(path: str, port: str) -> int:
    """Have the server on a port restarted; gives 0 if it was."""
    with socket.socket(socket.AF_UNIX) as line:
        line.connect(path)
        line.sendall(f"{port}\n".encode())
        return 0 if line.recv(100) == b"done\n" else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
