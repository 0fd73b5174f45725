"""A stranger in a process of its own, who asks for a page again and again.

Started by ``floods.py``. Beside a hostile browser in one process it would wait for that one's page.
Knows HTTP, and where Linux tells a thread's processor time. Run as ``python -m benchmarks.asking
HOST PORT PID``: at each line that comes it prints the longest wait since the one before, and the
most processor time that the server's main thread took from a question to its answer, in seconds.
"""

import select
import socket
import sys
import time
from pathlib import Path

_PAUSE = 0.01


def main() -> None:
    """Ask until the input ends."""
    host, port, pid = sys.argv[1:]
    clock = Path(f"/proc/{pid}/schedstat")  # of the main thread: nanoseconds, and more
    sock = socket.create_connection((host, int(port)))
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    answers = sock.makefile("rb")
    longest = most = 0.0
    while True:
        if select.select([sys.stdin], [], [], _PAUSE)[0]:
            if not sys.stdin.readline():
                return
            print(longest, most, flush=True)
            longest = most = 0.0
        worked, began, size = int(clock.read_text().split()[0]), time.perf_counter(), 0
        sock.sendall(f"GET / HTTP/1.1\r\nHost: {host}:{port}\r\n\r\n".encode())
        while (line := answers.readline().lower()) != b"\r\n":
            if line.startswith(b"content-length:"):
                size = int(line.partition(b":")[2])
        answers.read(size)
        longest = max(longest, time.perf_counter() - began)
        most = max(most, (int(clock.read_text().split()[0]) - worked) / 1e9)


if __name__ == "__main__":
    main()
