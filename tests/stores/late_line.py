"""A way to a Redis on which what is sent may stay, and come later than what was sent after it.

Knows: connections, and what goes over them. Must not know: what Redis is asked.
"""

import contextlib
import socket
import threading
from collections.abc import Iterator

PATIENCE = 20.0


class LateLine:
    """Passes on what connections bring, or keeps it until it is let on.

    While it keeps, who asks loses his connection, as one that has waited for too long does.

    Attributes:
        url: where it is.
        keeps: whether what is asked stays here.
        kept: what was, with the connection that it is to go on by.
    """

    def __init__(self, port: int) -> None:
        self._port = port
        self._door = socket.create_server(("127.0.0.1", 0))
        self.url = f"redis://127.0.0.1:{self._door.getsockname()[1]}/0"
        self.keeps = False
        self.kept: list[tuple[socket.socket, bytes]] = []
        threading.Thread(target=self._take_all, daemon=True).start()

    def let_on(self) -> list[bytes]:
        """Have Redis do what was kept, in its order; gives its answers."""
        answers = []
        for line, asked in self.kept:
            line.settimeout(PATIENCE)
            with line:
                line.sendall(asked)
                answers.append(line.recv(65536))
        self.kept.clear()
        return answers

    def close(self) -> None:
        """Take no more connections, and forget what is kept."""
        self._door.close()
        for line, _ in self.kept:
            line.close()

    def _take_all(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                line, _ = self._door.accept()
                threading.Thread(target=self._serve, args=(line,), daemon=True).start()

    def _serve(self, line: socket.socket) -> None:
        with line, contextlib.ExitStack() as over, contextlib.suppress(OSError):
            inner = over.enter_context(socket.create_connection(("127.0.0.1", self._port)))
            while asked := line.recv(65536):
                if self.keeps and b"EVALSHA" in asked:
                    over.pop_all()
                    self.kept.append((inner, asked))
                    return
                inner.sendall(asked)
                line.sendall(inner.recv(65536))


@contextlib.contextmanager
def late_line(port: int) -> Iterator[LateLine]:
    """A way to the Redis at a port, inside of the block."""
    line = LateLine(port)
    try:
        yield line
    finally:
        line.close()
