"""An instrument outside of all servers: it writes down what it is told, and forgets nothing.

usage: instrument.py SOCKET LOG

A line that a server has handed over is written, also if that server is killed right after: it
lies in this process's socket by then. Each line gets the time of its coming in front.
"""

import os
import socket
import sys
import time

END = b"end"


def main(path: str, log: str) -> None:
    """Write down what comes, until that is :data:`END`."""
    heard = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    heard.bind(path)
    book = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    print("listening", flush=True)
    while (line := heard.recv(65536)) != END:
        os.write(book, f"{time.monotonic():.6f} ".encode() + line + b"\n")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
