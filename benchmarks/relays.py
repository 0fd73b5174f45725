"""What stands between a browser and a server in a benchmark: a port of its own, and connections.

Knows TCP. Must not know what is carried, or how fast.
"""

import asyncio
from abc import ABC, abstractmethod
from types import TracebackType
from typing import Self


class Relay(ABC):
    """Listens on a port of its own; an asynchronous context manager.

    Args:
        port: The server's.
    """

    def __init__(self, port: int) -> None:
        self._target = port
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

    @abstractmethod
    async def _relay(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carry what one connection brings."""
