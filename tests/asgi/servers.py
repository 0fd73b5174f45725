"""Real ASGI servers, each in a thread of its own, on a free port of 127.0.0.1.

Knows: how uvicorn and hypercorn are run from a program. Must not know: what they serve.
"""

import asyncio
import logging
import socket
import threading
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable
from typing import Any

import hypercorn
import hypercorn.asyncio
import hypercorn.trio
import trio
import uvicorn

from patience import PATIENCE

_GRACE = 0.2
"""Seconds for which a server that is told to stop waits for browsers that stay."""


class Server(ABC):
    """A server that runs until :meth:`stop`.

    Attributes:
        port: where it listens.
        failures: what its thread raised.
    """

    def __init__(self, app: Any, *, unix: str | None = None) -> None:
        if unix is None:
            self.socket = socket.create_server(("127.0.0.1", 0))
            self.port = self.socket.getsockname()[1]
        else:
            self.socket = socket.socket(socket.AF_UNIX)
            self.socket.bind(unix)
            self.socket.listen()
        self.app = app
        self.failures: list[BaseException] = []
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, name=type(self).__name__, daemon=True)
        self._thread.start()
        assert self._ready.wait(PATIENCE), "the server did not start"
        if self.failures:
            raise BaseExceptionGroup("the server", self.failures)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    async def farewell(self) -> None:  # noqa: B027 - most programs have nothing to do
        """What a program does that was told to stop, before the server stops."""

    @abstractmethod
    def begin(self, function: Callable[[], Awaitable[object]]) -> None:
        """Have a coroutine function run on the server's event loop."""

    def stop(self) -> None:
        """Stop it in good order; raises what its thread could not handle."""
        self._begin_to_stop()
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive(), "the server did not stop"
        self.socket.close()
        if self.failures:
            raise BaseExceptionGroup("the server", self.failures)

    def __enter__(self) -> "Server":
        return self

    def __exit__(self, *exc: object) -> None:
        self.stop()

    @abstractmethod
    def _begin_to_stop(self) -> None:
        """Tell the server to stop; it may take its time."""

    @abstractmethod
    def _serve(self) -> None:
        """Run the server; `_ready` is set when `begin` works."""

    def _run(self) -> None:
        try:
            self._serve()
        except BaseException as exc:  # it belongs to the test's thread
            self.failures.append(exc)
        finally:
            self._ready.set()


class _Uvicorn(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self.ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready()


class Uvicorn(Server):
    """uvicorn, with its default WebSocket implementation (by the `websockets` library)."""

    websockets: Any = "auto"
    lifespan: Any = "on"

    def begin(self, function: Callable[[], Awaitable[object]]) -> None:
        asyncio.run_coroutine_threadsafe(_awaited(function), self._loop)

    def _serve(self) -> None:
        config = uvicorn.Config(
            self.app,
            ws=self.websockets,
            lifespan=self.lifespan,
            log_config=None,
            log_level=logging.WARNING,
            timeout_graceful_shutdown=5,
            ws_per_message_deflate=False,
        )
        self._server = _Uvicorn(config, self._note_start)
        self._server.run(sockets=[self.socket])
        assert self._server.started, "uvicorn could not start"

    def _note_start(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._ready.set()

    def _begin_to_stop(self) -> None:
        self._server.should_exit = True


class UvicornWsproto(Uvicorn):
    """uvicorn, with the one by wsproto."""

    websockets = "wsproto"


class Hypercorn(Server):
    """hypercorn's asyncio worker."""

    def begin(self, function: Callable[[], Awaitable[object]]) -> None:
        asyncio.run_coroutine_threadsafe(_awaited(function), self._loop)

    def _config(self) -> hypercorn.Config:
        config = hypercorn.Config()
        config.bind = [f"fd://{self.socket.detach()}"]
        config.graceful_timeout = _GRACE
        config.errorlog = logging.getLogger("hypercorn.error")
        config.errorlog.setLevel(logging.WARNING)
        return config

    def _serve(self) -> None:
        asyncio.run(self._main())

    async def _main(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._stopping = asyncio.Event()
        self._ready.set()
        await hypercorn.asyncio.serve(self.app, self._config(), shutdown_trigger=self._told)

    async def _told(self) -> None:
        # The asyncio worker waits for browsers that stay, however long (Python >= 3.12).
        await self._stopping.wait()
        await self.farewell()

    def _begin_to_stop(self) -> None:
        self._loop.call_soon_threadsafe(self._stopping.set)


class HypercornTrio(Hypercorn):
    """hypercorn's trio worker."""

    def begin(self, function: Callable[[], Awaitable[object]]) -> None:
        self._token.run_sync_soon(trio.lowlevel.spawn_system_task, _awaited, function)

    def _serve(self) -> None:
        trio.run(self._main_on_trio)

    async def _main_on_trio(self) -> None:
        self._token = trio.lowlevel.current_trio_token()
        self._stopped = trio.Event()
        self._ready.set()
        await hypercorn.trio.serve(self.app, self._config(), shutdown_trigger=self._told_on_trio)

    async def _told_on_trio(self) -> None:
        await self._stopped.wait()
        await self.farewell()

    def _begin_to_stop(self) -> None:
        self._token.run_sync_soon(self._stopped.set)


async def _awaited(function: Callable[[], Awaitable[object]]) -> None:
    await function()


SERVERS: list[type[Server]] = [Uvicorn, UvicornWsproto, Hypercorn, HypercornTrio]
