"""A slow line: a relay that hands on what the server sends at so many bits a second.

Knows TCP. Must not know what it carries. What the browser sends goes through at once.
"""

import asyncio
import socket

from benchmarks.relays import Relay

_PIECE = 4096
_BUFFER = 16 * 1024
"""Bytes that wait in the relay: little, as what waits there can't be replaced any more."""


class SlowLine(Relay):
    """Listens on a port of its own; an asynchronous context manager.

    Args:
        port: The server's.
        bits: A second, from the server to the browser.
    """

    def __init__(self, port: int, bits: float) -> None:
        super().__init__(port)
        self._bytes_a_second = bits / 8
        self._free_at = 0.0

    async def _relay(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        near = socket.socket()
        near.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _BUFFER)
        near.setblocking(False)
        await asyncio.get_running_loop().sock_connect(near, ("127.0.0.1", self._target))
        from_server, to_server = await asyncio.open_connection(sock=near, limit=_BUFFER // 2)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._pass(reader, to_server, is_slow=False))
            tasks.create_task(self._pass(from_server, writer, is_slow=True))

    async def _pass(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, is_slow: bool
    ) -> None:
        clock = asyncio.get_running_loop().time
        try:
            while piece := await reader.read(_PIECE):
                if is_slow:  # all connections together, as on one line
                    took = len(piece) / self._bytes_a_second
                    self._free_at = max(self._free_at, clock()) + took
                    await asyncio.sleep(self._free_at - clock())
                writer.write(piece)
                await writer.drain()
        except ConnectionError:
            pass  # a side has left
        finally:
            writer.close()
