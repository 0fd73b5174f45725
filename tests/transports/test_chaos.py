"""Cut after cut on real sockets: nothing is lost, nothing comes twice, all in order.

The server, a client that is not ours (`websockets`), and a proxy between them that breaks the
connection at any byte of either direction, with a reset or in good order. The places are seeded;
what the kernel makes of the bytes in between is its own.
"""

import asyncio
import random
from collections import deque
from urllib.parse import urlsplit

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from async_api.peer import Signal, in_loop, serving
from pgwidgets.async_ import Session
from proxy import Direction, End, Proxy
from resuming_page import ResumingPage

SHOWN = 20


class Visitor:
    """A page that connects again and again."""

    def __init__(self, port: int, session: Session) -> None:
        self.page = ResumingPage()
        self.page.know(session.id, session.token)
        self.news = Signal()
        self._port = port
        self._socket: ClientConnection | None = None
        self._unsent: deque[str] = deque()

    async def run(self) -> None:
        """Stay connected, until cancelled."""
        while True:
            try:
                async with connect(
                    f"ws://127.0.0.1:{self._port}/",
                    compression=None,
                    ping_interval=None,
                    close_timeout=1,
                ) as self._socket:
                    async for frame in self._socket:
                        await self._send(self.page.receive(frame))
                        self.news.fire()
            except (OSError, EOFError, InvalidHandshake, ConnectionClosed):
                pass
            self._socket = None
            self.page.lost()

    async def click(self, wid: int) -> None:
        await self._send(self.page.click(wid))

    async def _send(self, frames: list[str]) -> None:
        # Sending is a turn of the event loop: what is said meanwhile must not overtake it.
        self._unsent.extend(frames)
        socket = self._socket
        while self._unsent and socket is not None:
            try:
                await socket.send(self._unsent.popleft())
            except ConnectionClosed:
                self._unsent.clear()


@pytest.mark.parametrize("cuts", [25, pytest.param(250, marks=pytest.mark.deep)])
@in_loop
async def test_cut_again_and_again(cuts: int) -> None:
    chance = random.Random(20)
    handled: list[int] = []
    destroyed: list[int] = []
    async with serving() as app:
        session = app.create_session()
        W = session.get_widgets()
        button = W.Button()
        button.on("activated", handled.append)
        with Proxy(urlsplit(app.url or "").port or 0) as proxy:
            visitor = Visitor(proxy.port, session)
            visiting = asyncio.create_task(visitor.run())
            page = visitor.page
            await visitor.news.until(lambda: page.seen > 0, "the page is built")
            labels: deque[W.Label] = deque()
            count = 0
            for number in range(cuts):
                way: Direction = chance.choice(["up", "down"])
                end: End = chance.choice(["rst", "fin"])
                before = len(proxy.connections)
                proxy.cut_after(chance.randrange(1, 4_000), way, end)
                while len(proxy.connections) == before:
                    (link,) = session._pgwidgets.core.views
                    # A program that says more than a link may hold has its page rebuilt.
                    for _ in range(20 if link.outbox.held_bytes < 1_000_000 else 0):
                        labels.append(W.Label(str(count)))
                        count += 1
                    while len(labels) > SHOWN:
                        gone = labels.popleft()
                        destroyed.append(gone.wid)
                        gone.destroy()
                    if page.clicks - len(handled) < 1000:  # Limits.events bounds those that wait
                        await visitor.click(button.wid)
                    await asyncio.sleep(0)
                assert page.rebuilds == 1, f"rebuilt after cut {number}"
            await visitor.news.until(lambda: page.created[-1:] == [str(count - 1)], "the last")
            await visitor.news.until(lambda: len(handled) == page.clicks, "the last click")
            await session.flush(20)
            visiting.cancel()
            await asyncio.gather(visiting, return_exceptions=True)
    print(f"\n{count} updates, {page.clicks} clicks, {page.resumes} resumes, {cuts} cuts")
    assert page.rebuilds == 1
    assert page.resumes > cuts // 2
    assert page.created == [str(number) for number in range(count)]
    assert page.destroyed == destroyed
    assert handled == list(range(page.clicks))
