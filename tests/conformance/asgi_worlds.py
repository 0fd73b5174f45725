"""The worlds in which somebody else's server speaks HTTP and WebSocket for us.

Knows: uvicorn and hypercorn, and where they do something else than we do. Must not know: what the
scenarios check.
"""

import logging
import socket
from abc import ABC, abstractmethod
from concurrent.futures import Future
from typing import Any, ClassVar

import anyio
import hypercorn
import hypercorn.asyncio
import hypercorn.trio
import uvicorn

from pgwidgets.asgi import asgi_app
from pgwidgets.testing.conformance import AsyncWorld


class AsgiWorld(AsyncWorld, ABC):
    """The application behind an ASGI server; subclasses say which."""

    excuses: ClassVar[dict[str, str]] = {
        "a_taken_port_is_one_clear_error": "the ports are the server's, and so are its errors",
        "a_browser_that_falls_silent_is_given_up": "the server sends pings, when and if it likes",
    }

    def __init__(self) -> None:
        super().__init__()
        self._listener: socket.socket | None = None
        self._server: Future[None] | None = None
        self._told: anyio.Event

    def start(self) -> None:
        listener = self._listener = socket.create_server(("127.0.0.1", 0))
        self._port = listener.getsockname()[1]
        self._server = self._portal.start_task_soon(self._main, asgi_app(self.app), listener)
        self.until_program(lambda: repr(self.app).startswith("<Application serving"), "the start")

    def stop(self) -> None:
        listener, self._listener = self._listener, None
        if listener is not None:
            self.call(self.app.close)
            self.call(self._tell)
            assert self._server is not None
            self._server.add_done_callback(lambda _: self.ring())
            self.until(self._server.done, "the server's end")
            self._server.result()
            listener.close()

    @property
    def address(self) -> tuple[str, int]:
        return "127.0.0.1", self._port

    async def _main(self, app: Any, listener: socket.socket) -> None:
        self._told = anyio.Event()
        await self.serve(app, listener)

    async def _tell(self) -> None:
        self._told.set()

    @abstractmethod
    async def serve(self, app: Any, listener: socket.socket) -> None:
        """Run the server until `_told` is set."""


class UvicornWorld(AsgiWorld):
    """uvicorn."""

    excuses: ClassVar[dict[str, str]] = AsgiWorld.excuses | {
        "a_client_that_ends_its_side_still_gets_its_answer": (
            "uvicorn drops a connection whose client has ended its side"
        ),
    }

    backend = "asyncio"

    async def serve(self, app: Any, listener: socket.socket) -> None:
        config = uvicorn.Config(
            app, log_config=None, log_level=logging.ERROR, ws_per_message_deflate=False
        )
        server = uvicorn.Server(config)
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(server.serve, [listener])
            await self._told.wait()
            server.should_exit = True


class HypercornWorld(AsgiWorld):
    """hypercorn, its asyncio worker."""

    excuses: ClassVar[dict[str, str]] = AsgiWorld.excuses | {
        "a_frame_against_the_protocol_ends_one_connection": (
            "hypercorn ends such a connection without a close frame"
        ),
    }
    backend = "asyncio"

    async def serve(self, app: Any, listener: socket.socket) -> None:
        await hypercorn.asyncio.serve(app, _config(listener), shutdown_trigger=self._told.wait)


class HypercornTrioWorld(HypercornWorld):
    """hypercorn, its trio worker."""

    backend = "trio"

    async def serve(self, app: Any, listener: socket.socket) -> None:
        await hypercorn.trio.serve(app, _config(listener), shutdown_trigger=self._told.wait)


def _config(listener: socket.socket) -> hypercorn.Config:
    config = hypercorn.Config()
    config.bind = [f"fd://{listener.detach()}"]
    config.graceful_timeout = 0.2
    config.errorlog = logging.getLogger("hypercorn.error")
    return config
