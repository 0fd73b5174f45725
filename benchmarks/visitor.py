"""A simulated browser that speaks our extension of the protocol: it counts, and acknowledges.

Knows sockets, and the extension as far as counting goes (wire-protocol.md, section 3). What
messages do to the page is the page's business (``page.py``).
"""

import asyncio
import json
import socket
import time
from collections.abc import Callable
from typing import Any, Self
from urllib.parse import urlsplit

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from benchmarks.environments import BenchmarkError
from benchmarks.page import WORK, Page

CONNECT_SECONDS = 30.0
_SMALL_BUFFER = 64 * 1024


class Visitor:
    """One page; a context manager.

    Args:
        url: WebSocket URL of the server.
        credentials: Session id and token of the session to show, or None for a new one.
        small_buffer: Whether the kernel shall take little for it that it has not read.
    """

    def __init__(
        self,
        url: str,
        *,
        credentials: tuple[Any, str] | None = None,
        small_buffer: bool = False,
    ) -> None:
        self.page = Page(credentials)
        self.seen = 0
        self.bytes = 0
        self._url = url
        self._small_buffer = small_buffer
        self._socket: ClientConnection | None = None
        self._reading: asyncio.Task[None] | None = None
        self._may_read = asyncio.Event()
        self._may_read.set()
        self._news = asyncio.Event()
        self._end: str | None = None

    async def __aenter__(self) -> Self:
        """Connect, waiting until the server listens."""
        target = urlsplit(self._url)
        async with asyncio.timeout(CONNECT_SECONDS):
            while self._socket is None:
                sock = socket.socket()
                sock.setblocking(False)
                # As browsers do, and asyncio only for sockets that name their protocol: without,
                # what is said right behind an acknowledgement waits 40 ms for TCP's own.
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                if self._small_buffer:
                    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _SMALL_BUFFER)
                try:
                    await asyncio.get_running_loop().sock_connect(
                        sock, (target.hostname, target.port)
                    )
                    self._socket = await connect(
                        self._url,
                        sock=sock,
                        compression=None,
                        max_size=None,
                        max_queue=1,  # so that it stops reading the socket soon after it stalls
                        ping_interval=None,
                    )
                except ConnectionRefusedError:
                    sock.close()
                    await asyncio.sleep(0.05)
        self._reading = asyncio.create_task(self._read())
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close the socket."""
        assert self._socket is not None
        assert self._reading is not None
        self._reading.cancel()
        await asyncio.gather(self._reading, return_exceptions=True)
        self._socket.transport.abort()
        await self._socket.wait_closed()

    async def leave(self) -> None:
        """Say goodbye, as a tab that is closed."""
        assert self._socket is not None
        self.go_on()
        await self._socket.close(1001)

    async def until(self, condition: Callable[[], bool], timeout: float) -> None:
        """Wait until ``condition`` holds; it is looked at after every frame.

        Raises:
            TimeoutError: it did not hold within ``timeout`` seconds.
            BenchmarkError: the server closed the connection before.
        """
        async with asyncio.timeout(timeout):
            while not condition():
                if self._end is not None:
                    raise BenchmarkError(self._end)
                self._news.clear()
                await self._news.wait()

    def stall(self) -> None:
        """Read no more, until :meth:`go_on`."""
        self._may_read.clear()

    def go_on(self) -> None:
        """Read again."""
        self._may_read.set()

    async def click(self, wid: int) -> float:
        """Send what a click on the button ``wid`` sends; return the time (perf_counter)."""
        now = time.perf_counter()
        report = {"type": "callback", "wid": wid, "action": "activated", "args": []}
        await self._say({**report, "seen": self.seen})
        return now

    async def send(self, frame: str | bytes) -> None:
        """Send a frame as it is."""
        assert self._socket is not None
        await self._socket.send(frame)

    async def _say(self, message: dict[str, Any]) -> None:
        assert self._socket is not None
        await self._socket.send(json.dumps(message))

    async def _read(self) -> None:
        assert self._socket is not None
        try:
            while True:
                await self._may_read.wait()
                frame = await self._socket.recv()
                self.bytes += len(frame)
                await self._take(frame)
                self._news.set()
        except ConnectionClosed:
            code, reason = self._socket.close_code, self._socket.close_reason
            self._end = f"the server closed: {code} {reason}"
        except Exception as error:
            self._end = f"the visitor failed: {error!r}"
            raise
        finally:
            self._news.set()

    async def _take(self, frame: str | bytes) -> None:
        if isinstance(frame, bytes):
            self.seen += 1
        else:
            decoded = json.loads(frame)
            for message in decoded if isinstance(decoded, list) else [decoded]:
                kind = message["type"]
                if kind == "init":
                    known = self.page.credentials
                    answer = {"type": "result", "id": message["id"], "ext": 1}
                    if known is not None:
                        answer |= {"session_id": known[0], "token": known[1]}
                    await self._say(answer)
                    return
                if kind == "session-info":
                    self.page.answer(message)
                    self.seen = 0
                elif kind in WORK:
                    self.page.answer(message)
                    self.seen += 1
                elif kind == "binary-call-chunked":
                    self.seen += 1
        await self._say({"type": "ack", "seen": self.seen})
        if self.page.errors:
            raise BenchmarkError(f"the page met an error: {self.page.errors[0]}")
