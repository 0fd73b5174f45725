"""A slow line: a relay that hands on what the server sends at so many bits a second.

Knows TCP. Must not know what it carries. What the browser sends goes through at once.
"""

import asyncio
import socket
from types import TracebackType
from typing import Self

_PIECE = 4096
_BUFFER = 16 * 1024
"""Bytes that wait in the relay: little, as what waits there can't be replaced any more."""


class SlowLine:
    """Listens on a port of its own; an asynchronous context manager.

    Args:
        port: The server's.
        bits: A second, from the server to the browser.
    """

    def __init__(self, port: int, bits: float) -> None:
        self._target = port
        self._bytes_a_second = bits / 8
        self._server: asyncio.Server | None = None
        self._free_at = 0.0

    @property
    def port(self) -> int:
        """Where the browser goes."""
        assert self._server is not None
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._relay, "127.0.0.1", 0)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self._server is not None
        self._server.close()
        self._server.close_clients()

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
