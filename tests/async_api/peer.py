"""A browser that is not ours: the wire by the `websockets` library, the page by a plain model.

Knows: the wire protocol (wire-protocol.md). Must not know: our core, which it is to judge.

Nothing here sleeps: whoever waits names a condition, and fails after :data:`PATIENCE` seconds.
"""

import asyncio
import contextlib
import functools
import json
import logging
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Mapping
from typing import Any, Self

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from patience import PATIENCE
from pgwidgets.async_ import Application
from pgwidgets.testing.binaries import BinaryCalls
from pgwidgets.testing.page import Page, PageError, PageWidget

_LOOK = 0.02
"""Seconds between two looks at a condition of which nobody tells."""


def in_loop[**P](test: Callable[P, Coroutine[Any, Any, None]]) -> Callable[P, None]:
    """Run a test that is a coroutine function in an event loop of its own."""

    @functools.wraps(test)
    def call(*args: P.args, **kwargs: P.kwargs) -> None:
        asyncio.run(test(*args, **kwargs))

    return call


async def soon[T](awaitable: Awaitable[T]) -> T:
    """Await something that is to come at once."""
    async with asyncio.timeout(PATIENCE):
        return await awaitable


async def turns_until(condition: Callable[[], Any]) -> None:
    """Let the event loop turn until something is true that nobody tells us of."""
    async with asyncio.timeout(PATIENCE):
        while not condition():  # noqa: ASYNC110 (there is no event for it)
            await asyncio.sleep(0)


@contextlib.asynccontextmanager
async def serving(app: Application | None = None, **settings: Any) -> AsyncIterator[Application]:
    """An application that serves on free ports."""
    if app is None:
        app = Application(**{"ws_port": 0, "http_port": 0, "max_sessions": None, **settings})
    await app.start()
    try:
        yield app
    finally:
        await soon(app.close())


def complaints_of_asyncio(records: list[logging.LogRecord]) -> list[str]:
    """What asyncio found wrong; not that something took its time, as its debug mode says."""
    return [
        record.getMessage()
        for record in records
        if record.name == "asyncio"
        and record.levelno >= logging.WARNING
        and not record.getMessage().startswith("Executing ")
    ]


class Signal:
    """Wakes those who wait whenever something may have changed.

    Nobody fires it for what changes in the program itself, so they look now and then, too.
    """

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def fire(self) -> None:
        self._event.set()
        self._event = asyncio.Event()

    async def until(self, condition: Callable[[], Any], what: str = "") -> None:
        try:
            async with asyncio.timeout(PATIENCE):
                while not condition():
                    with contextlib.suppress(TimeoutError):
                        async with asyncio.timeout(_LOOK):
                            await self._event.wait()
        except TimeoutError:
            raise AssertionError(f"this did not come: {what or condition}") from None


class Peer:
    """One browser.

    Attributes:
        page: what it shows.
        frames: text and binary frames since ``session-info``, as they came.
        messages: their messages, one after another.
        seen: how many it has applied.
        errors: calls that it could not carry out.
        close_code, close_reason: how the server ended it.
    """

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.page = Page()
        self._binary = BinaryCalls()
        self.frames: list[str | bytes] = []
        self.messages: list[dict[str, Any]] = []
        self.greeting: list[dict[str, Any]] = []
        self.errors: list[str] = []
        self.answers: dict[str, Any] = {}
        self.is_answering = True
        self.is_acknowledging = True
        self.seen = 0
        self.session_id: int | str | None = None
        self.token: str | None = None
        self.close_code: int | None = None
        self.close_reason = ""
        self.on_frame: Callable[[], None] = lambda: None
        self.may_read = asyncio.Event()
        self.may_read.set()
        self._announced: dict[str, Any] | None = None
        self._changed = Signal()
        self._reading: asyncio.Task[None] | None = None

    @classmethod
    async def open(
        cls,
        url: str | None,
        *,
        like: "Peer | None" = None,
        tls: ssl.SSLContext | None = None,
        headers: Mapping[str, str] | None = None,
        **hello: Any,
    ) -> Self:
        """Connect, and say hello.

        Parameters:
            url: the page's; None fails.
            like: another browser, whose session is to be shown.
            tls: for https.
            headers: of the handshake, beside its own.
            hello: more fields of the answer to ``init``.
        """
        assert url is not None
        socket = await connect(
            url.replace("http", "ws", 1),
            compression=None,
            max_size=None,
            max_queue=1,  # so that it stops reading the socket soon after we do
            ping_interval=None,
            ssl=tls,
            additional_headers=headers,
        )
        peer = cls(socket)
        if like is not None:
            hello = {"session_id": like.session_id, "token": like.token, **hello}
        peer._reading = asyncio.create_task(peer._read(hello))
        return peer

    @classmethod
    @contextlib.asynccontextmanager
    async def visiting(cls, url: str | None, **hello: Any) -> AsyncIterator[Self]:
        """A browser for the length of a block, attached to its session at once."""
        peer = await cls.open(url, **hello)
        try:
            await peer.until(lambda: peer.token is not None, "session-info")
            yield peer
        finally:
            await peer.leave()

    async def leave(self) -> None:
        """Go away in good order."""
        self.may_read.set()
        await soon(self.socket.close())
        if self._reading is not None:
            await soon(self._reading)

    async def until(self, condition: Callable[[], Any], what: str = "") -> None:
        """Wait until something is true of what has come; fails when nothing more will."""
        await self._changed.until(lambda: condition() or self.close_code is not None, what)
        if not condition():
            end = f"closed with {self.close_code} {self.close_reason!r}"
            raise AssertionError(f"{end} before this: {what or condition}")

    async def closed(self) -> int:
        """Wait until the server has closed; gives the code."""
        await self.until(lambda: self.close_code is not None, "a close")
        assert self.close_code is not None
        return self.close_code

    async def until_page_has(self, count: int, cls: str) -> None:
        """Wait until so many widgets of a class are there."""
        await self.until(lambda: len(self.widgets(cls)) == count, f"{count} of {cls}")

    async def until_text(self, text: str, cls: str = "Label") -> None:
        """Wait until the first widget of a class shows a text."""
        await self.until(
            lambda: [w.get("text") for w in self.widgets(cls)][:1] == [text], f"{cls} {text!r}"
        )

    # --- the user

    def widgets(self, cls: str) -> list[PageWidget]:
        return [widget for widget in self.page.widgets.values() if widget.cls == cls]

    def the(self, cls: str) -> PageWidget:
        (widget,) = self.widgets(cls)
        return widget

    async def click(self, widget: PageWidget, *args: Any) -> None:
        await self.report(widget.wid, "activated", *args)

    async def report(self, wid: int, action: str, *args: Any) -> None:
        await self.say(
            {"type": "callback", "wid": wid, "action": action, "args": args, "seen": self.seen}
        )

    async def say(self, message: Any) -> None:
        await self.socket.send(json.dumps(message))

    def fail(self, method: str, text: str) -> None:
        """Fail every call of a method from now on."""
        self.answers[method] = PageError(text)

    # --- its own business

    async def _read(self, hello: dict[str, Any]) -> None:
        with contextlib.suppress(ConnectionClosed):
            while True:
                await self.may_read.wait()
                frame = await self.socket.recv()
                if self.token is not None:
                    self.frames.append(frame)
                await self._take(frame, hello)
                self.on_frame()
                self._changed.fire()
        self.close_code = self.socket.close_code
        self.close_reason = self.socket.close_reason or ""
        self._changed.fire()

    async def _take(self, frame: str | bytes, hello: dict[str, Any]) -> None:
        if isinstance(frame, bytes):
            self.seen += 1
            call = self._binary.take(frame)
            if call is not None:
                self.page.call(*call)
        else:
            decoded = json.loads(frame)
            for message in decoded if isinstance(decoded, list) else [decoded]:
                if message["type"] == "init":
                    self.greeting.append(message)
                    await self.say({"type": "result", "id": message["id"], "ext": 1, **hello})
                elif self.token is None:
                    self._greet(message)
                else:
                    await self._apply(message)
        if self.token is not None and self.is_acknowledging:
            await self.say({"type": "ack", "seen": self.seen})

    def _greet(self, message: dict[str, Any]) -> None:
        self.greeting.append(message)
        if message["type"] == "session-info":
            self.session_id, self.token = message["session_id"], message["token"]

    async def _apply(self, message: dict[str, Any]) -> None:
        if message["type"] == "ping":
            await self.say({"type": "pong"})
            return
        if message["type"] in ("got", "pong", "kept", "frozen", "unrepeated"):
            return  # they have no number
        self.messages.append(message)
        if message["type"] in ("binary-call", "binary-chunk"):
            self._binary.header = message
            return
        self.seen += 1
        if message["type"] == "binary-call-chunked":
            self._binary.announce(message)
        calls = message["calls"] if message["type"] == "batch" else [message]
        for call in calls:
            try:
                value = self._carry_out(call)
            except PageError as exc:
                self.errors.append(str(exc))
                await self.say({"type": "error", "id": self.seen, "error": str(exc)})
                continue
            if "id" in message and self.is_answering:
                await self.say({"type": "result", "id": message["id"], "value": value})

    def _carry_out(self, message: dict[str, Any]) -> Any:
        match message.get("type", "call"):
            case "reconstruct-start":
                self.page.clear()
            case "create":
                self.page.create(message["wid"], message["class"], message.get("args", []))
            case "call":
                answer = self.answers.get(message["method"])
                if isinstance(answer, PageError):
                    raise answer
                value = self.page.call(message["wid"], message["method"], message.get("args", []))
                return value if answer is None else answer
            case "listen":
                self.page.find(message["wid"]).listeners.add(message["action"])
            case "unlisten":
                self.page.find(message["wid"]).listeners.discard(message["action"])
        return None
