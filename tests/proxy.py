"""A network that fails on demand: a TCP proxy between a browser and a server, for tests.

Knows: bytes and sockets. Must not know: HTTP, WebSockets, what is tested.

It runs in a thread of its own, so that tests on the main thread, and tests in an event loop, can
both use it; its methods return when what they say is done.
"""

import asyncio
import contextlib
import socket
import struct
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Literal, Self

from patience import PATIENCE
from pgwidgets_transports.asyncio_servers import close_servers

_PIECE = 64 * 1024

type Direction = Literal["up", "down"]
"""Towards the server, or towards the browser."""

type End = Literal["rst", "fin"]
"""How a connection ends: with a reset, as a network that drops it does, or in TCP's good order."""


class Connection:
    """One connection through the proxy.

    Attributes:
        up, down: payload bytes that have passed in each direction.
    """

    def __init__(self, proxy: "Proxy", browser: asyncio.StreamWriter) -> None:
        self.up = 0
        self.down = 0
        self._proxy = proxy
        self._writers = [browser]
        self._is_over = False

    async def run(self, reader: asyncio.StreamReader, target: tuple[str, int]) -> None:
        """Carry bytes both ways until one side ends, or the proxy does."""
        browser = self._writers[0]
        try:
            server_reader, server = await asyncio.open_connection(*target)
        except OSError:
            self.end("rst")
            return
        if self._is_over:  # it was cut meanwhile
            server.transport.abort()
            return
        self._writers.append(server)
        with contextlib.suppress(OSError):
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._carry(reader, server, "up"))
                tasks.create_task(self._carry(server_reader, browser, "down"))
        self.end("fin")

    async def _carry(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, way: Direction
    ) -> None:
        proxy = self._proxy
        while data := await self._read(reader):
            if proxy._delay:
                await asyncio.sleep(proxy._delay)
            await proxy._is_flowing.wait()
            allowance = proxy._allowances.get(way)
            if allowance is not None:
                data = data[:allowance]
                proxy._allowances[way] = allowance - len(data)
            setattr(self, way, getattr(self, way) + len(data))
            with contextlib.suppress(OSError):
                writer.write(data)
                await writer.drain()
            if proxy._allowances.get(way) == 0:
                del proxy._allowances[way]
                proxy._end_all(proxy._end)
                return
            if proxy._rate is not None:
                await asyncio.sleep(len(data) / proxy._rate)
        with contextlib.suppress(OSError):
            if writer.can_write_eof():
                writer.write_eof()

    async def _read(self, reader: asyncio.StreamReader) -> bytes:
        rate = self._proxy._rate
        try:
            return await reader.read(_PIECE if rate is None else max(1, int(rate / 50)))
        except OSError:
            return b""

    def end(self, how: End) -> None:
        """End both sides."""
        if self._is_over:
            return
        self._is_over = True
        self._proxy._live.pop(self, None)
        for writer in self._writers:
            sock = writer.get_extra_info("socket")
            if how == "rst" and sock is not None:
                with contextlib.suppress(OSError):
                    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                writer.transport.abort()
            else:
                writer.close()


class Proxy:
    """Listens on a free port of 127.0.0.1, and carries what comes to a server.

    Parameters:
        port: of the server, on 127.0.0.1.

    Attributes:
        port: its own.
        connections: all that it has taken, in order; those it refused are not among them.
        refused: how many it has refused.
    """

    def __init__(self, port: int) -> None:
        self.connections: list[Connection] = []
        self.refused = 0
        self._target = ("127.0.0.1", port)
        self._live: dict[Connection, None] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._is_refusing = False
        self._allowances: dict[Direction, int] = {}
        self._rate: float | None = None
        self._delay = 0.0
        self._end: End = "rst"
        self._changed = threading.Condition()
        self._loop = asyncio.new_event_loop()
        self._started: Future[int] = Future()
        self._thread = threading.Thread(target=self._run, name="proxy", daemon=True)
        self._thread.start()
        self.port = self._started.result(PATIENCE)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    @property
    def url(self) -> str:
        """The address of its port, for http."""
        return f"http://127.0.0.1:{self.port}/"

    @property
    def bytes(self) -> int:
        """Payload bytes that have passed, both ways, on all connections."""
        return sum(one.up + one.down for one in self.connections)

    # --- what the network does

    def cut(self, how: End = "rst", *, refuse: bool = False) -> None:
        """End all connections.

        Parameters:
            refuse: take no new ones, until :meth:`let_in`.
        """
        self._do(self._cut, how, refuse)

    def let_in(self) -> None:
        """Take new connections again."""
        self._do(setattr, self, "_is_refusing", False)

    def cut_after(self, count: int, way: Direction, how: End = "rst") -> None:
        """End all connections when so many more bytes have passed one way, not one more."""
        assert count > 0

        def plan() -> None:
            self._end = how
            self._allowances = {way: count}

        self._do(plan)

    def stall(self) -> None:
        """Keep all connections, and carry nothing, until :meth:`flow`."""
        self._do(self._is_flowing.clear)

    def flow(self) -> None:
        """Carry again what is stalled."""
        self._do(self._is_flowing.set)

    def throttle(self, bytes_per_second: float | None) -> None:
        """Carry so much in each direction of each connection; None: as fast as it goes."""
        self._do(setattr, self, "_rate", bytes_per_second)

    def delay(self, seconds: float) -> None:
        """Hold back for so long, in each direction, what is carried from now on."""
        self._do(setattr, self, "_delay", seconds)

    def aim(self, port: int) -> None:
        """Carry new connections to another server."""
        self._do(setattr, self, "_target", ("127.0.0.1", port))

    # --- what a test waits for

    def wait_for(self, condition: Callable[[], bool]) -> None:
        """Wait until something is true of its attributes."""
        with self._changed:
            assert self._changed.wait_for(condition, PATIENCE), "the proxy has not seen this"

    def close(self) -> None:
        """End everything."""
        self._do(self._cut, "rst", True)
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(PATIENCE)

    # --- its own business

    def _do[**P](self, action: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> None:
        done: Future[None] = Future()

        def run() -> None:
            try:
                action(*args, **kwargs)
            except BaseException as error:
                done.set_exception(error)
            else:
                done.set_result(None)

        self._loop.call_soon_threadsafe(run)
        done.result(PATIENCE)

    def _cut(self, how: End, refuse: bool) -> None:
        self._is_refusing = refuse
        self._allowances.clear()
        self._end_all(how)

    def _end_all(self, how: End) -> None:
        for one in list(self._live):
            one.end(how)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._main())
        finally:
            self._loop.close()

    async def _main(self) -> None:
        self._is_flowing = asyncio.Event()
        self._is_flowing.set()
        self._stop = asyncio.Event()
        server = await asyncio.start_server(self._take, "127.0.0.1", 0)
        self._started.set_result(server.sockets[0].getsockname()[1])
        await self._stop.wait()
        await close_servers([server])
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await server.wait_closed()
        for _ in range(3):
            await asyncio.sleep(0)  # turns in which aborted transports let go of their sockets

    def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        one = Connection(self, writer)
        with self._changed:
            if self._is_refusing:
                self.refused += 1
                one.end("rst")
            else:
                self.connections.append(one)
                self._live[one] = None
                task = self._loop.create_task(one.run(reader, self._target))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)
            self._changed.notify_all()
