"""A line between a browser and a server: it counts what it carries, and may take its time.

Knows TCP. Must not know what it carries. What goes in comes out later, whole and in order.
"""

import asyncio
from types import TracebackType
from typing import Self

_PIECE = 64 * 1024


class Line:
    """Listens on a port of its own; an asynchronous context manager.

    Args:
        port: The server's.
        seconds: That a byte takes, each way.

    Attributes:
        down, up: Bytes that have come from the server, and from the browser.
    """

    def __init__(self, port: int, seconds: float = 0.0) -> None:
        self.down = 0
        self.up = 0
        self._target = port
        self._seconds = seconds
        self._server: asyncio.Server | None = None

    @property
    def port(self) -> int:
        """Where the browser goes."""
        assert self._server is not None
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    async def __aenter__(self) -> Self:
        """Listen."""
        self._server = await asyncio.start_server(self._relay, "127.0.0.1", 0)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Cut all connections."""
        assert self._server is not None
        self._server.close()
        if hasattr(self._server, "close_clients"):  # Python 3.13
            self._server.close_clients()

    async def _relay(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(2 * self._seconds)  # what TCP's handshake takes
        from_server, to_server = await asyncio.open_connection("127.0.0.1", self._target)
        await asyncio.gather(
            self._pass(reader, to_server, is_down=False),
            self._pass(from_server, writer, is_down=True),
        )

    async def _pass(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, is_down: bool
    ) -> None:
        loop = asyncio.get_running_loop()
        ends = asyncio.Event()

        def deliver(piece: bytes) -> None:
            if piece:
                writer.write(piece)
            else:
                ends.set()

        try:
            while True:
                piece = await reader.read(_PIECE)
                if is_down:
                    self.down += len(piece)
                else:
                    self.up += len(piece)
                if self._seconds:
                    loop.call_later(self._seconds, deliver, piece)
                else:
                    deliver(piece)
                if not piece:
                    break
            await ends.wait()
        except ConnectionError:
            pass  # a side has left
        finally:
            writer.close()
