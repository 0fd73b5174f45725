"""A simulated browser: a WebSocket client that behaves like the stock pgwidgets-js page.

Knows sockets, the delay of the line, and when messages were applied. What the messages mean is the
page's business (``page.py``); what the application shows is the scenarios'.
"""

import asyncio
import json
import time
from collections.abc import Callable
from typing import Any, Self

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from benchmarks.delay import DelayLine
from benchmarks.environments import BenchmarkError
from benchmarks.page import Page

CONNECT_SECONDS = 30.0
"""A server process that does not listen by then will not."""


class SimulatedBrowser:
    """One page load: connect, answer like pgwidgets-js, click, watch.

    Args:
        url: WebSocket URL of the server.
        round_trip: Seconds that the line adds to a round trip, half of it each way.
        credentials: Session id and token to come back with, or None.
    """

    def __init__(
        self, url: str, *, round_trip: float = 0.0, credentials: tuple[Any, str] | None = None
    ) -> None:
        self.page = Page(credentials)
        self.opened_at = 0.0
        self.applied_at = 0.0
        self.frames = 0
        self._url = url
        self._inward: DelayLine[str] = DelayLine(round_trip / 2, self._apply)
        self._outward: DelayLine[str] = DelayLine(round_trip / 2, self._send)
        self._unsent: asyncio.Queue[str] = asyncio.Queue()
        self._socket: ClientConnection | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._condition: Callable[[], bool] | None = None
        self._condition_met: asyncio.Future[None] | None = None

    async def __aenter__(self) -> Self:
        """Connect, waiting until the server listens; TimeoutError if it does not."""
        async with asyncio.timeout(CONNECT_SECONDS):
            while self._socket is None:
                try:
                    # Deflate is offered, as a browser does; the server chooses.
                    self._socket = await connect(
                        self._url, max_size=None, max_queue=None, ping_interval=None
                    )
                except ConnectionRefusedError:
                    await asyncio.sleep(0.05)
        self.opened_at = time.perf_counter()
        self._tasks = [asyncio.create_task(self._read()), asyncio.create_task(self._write())]
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close the socket and end the two tasks."""
        assert self._socket is not None
        self._inward.close()
        self._outward.close()
        await self._socket.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def click(self, wid: int) -> float:
        """Send what a click on the button ``wid`` sends; return the time (perf_counter)."""
        now = time.perf_counter()
        message = {"type": "callback", "wid": wid, "action": "activated", "args": []}
        self._outward.put(json.dumps(message))
        return now

    async def until(self, condition: Callable[[], bool], timeout: float) -> None:
        """Wait until ``condition`` holds; it is looked at after every frame.

        Raises:
            TimeoutError: it did not hold within ``timeout`` seconds.
            BenchmarkError: the page answered with an error, or the server closed the connection.
        """
        if condition():
            return
        self._condition = condition
        self._condition_met = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(timeout):
                await self._condition_met
        finally:
            self._condition = self._condition_met = None

    async def quiet(self, seconds: float) -> None:
        """Wait until no message has changed the page for ``seconds``."""
        count = -1
        while count != self.page.work_messages:
            count = self.page.work_messages
            await asyncio.sleep(seconds)

    async def _read(self) -> None:
        assert self._socket is not None
        try:
            async for frame in self._socket:
                # The scenarios cause no binary frame; one that came all the same is no answerable
                # message in the stock client either.
                if isinstance(frame, str):
                    self._inward.put(frame)
        except ConnectionClosed:
            pass
        self._fail(f"the server closed: {self._socket.close_code} {self._socket.close_reason}")

    async def _write(self) -> None:
        assert self._socket is not None
        while True:
            await self._socket.send(await self._unsent.get())

    def _send(self, text: str) -> None:
        self._unsent.put_nowait(text)

    def _apply(self, frame: str) -> None:
        message = json.loads(frame)
        before = self.page.work_messages
        answer: Any
        if isinstance(message, list):
            answer = [self.page.answer(part) for part in message]
            parts = message
        else:
            answer = self.page.answer(message)
            parts = [message]
        if self.page.work_messages != before:
            self.applied_at = time.perf_counter()
            self.frames += 1
        if any(part.get("type") == "session-info" for part in parts):
            self._outward.put(json.dumps({"type": "viewport", "width": 1280, "height": 800}))
        if answer is not None:
            self._outward.put(json.dumps(answer))
        if self.page.errors:
            self._fail(f"the page answered with an error: {self.page.errors[0]}")
        if self._condition is not None and self._condition():
            assert self._condition_met is not None
            if not self._condition_met.done():
                self._condition_met.set_result(None)

    def _fail(self, complaint: str) -> None:
        if self._condition_met is not None and not self._condition_met.done():
            self._condition_met.set_exception(BenchmarkError(complaint))
