"""A line between a browser and a server: it counts what it carries, and may take its time.

Knows TCP. Must not know what it carries. What goes in comes out later, whole and in order.
"""

import asyncio

from benchmarks.relays import Relay

_PIECE = 64 * 1024


class Line(Relay):
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
        super().__init__(port)
        self._seconds = seconds

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
