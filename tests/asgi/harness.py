"""An ASGI server without one: scopes are made by hand, and what an application sends is kept.

Knows: the messages of ASGI 3.0. Must not know: who answers them, which event loop runs.
"""

import functools
import inspect
import json
import math
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

import anyio
import pytest

from patience import PATIENCE

type AsgiApp = Callable[..., Coroutine[Any, Any, None]]


def on_both_loops(test: Callable[..., Coroutine[Any, Any, None]]) -> Callable[..., None]:
    """Run a test that is a coroutine function on asyncio, in debug mode, and on trio."""

    @pytest.mark.parametrize("backend", ["asyncio", "trio"])
    @functools.wraps(test)
    def call(backend: str, **kwargs: Any) -> None:
        options = {"debug": True} if backend == "asyncio" else {}
        anyio.run(functools.partial(test, **kwargs), backend=backend, backend_options=options)

    # What pytest shall fill in: the loop, and what the test itself asks for.
    asked = inspect.signature(test).parameters.values()
    backend = inspect.Parameter("backend", inspect.Parameter.POSITIONAL_OR_KEYWORD)
    call.__signature__ = inspect.Signature([backend, *asked])  # type: ignore[attr-defined]
    return call


def scope(kind: str, path: str = "/", **more: Any) -> dict[str, Any]:
    """A scope as servers make it; `headers` may be given as a dict of texts."""
    headers = {"host": "127.0.0.1:8000", **more.pop("headers", {})}
    fields = {
        "type": kind,
        "asgi": {"version": "3.0", "spec_version": "2.5"},
        "http_version": "1.1",
        "scheme": "ws" if kind == "websocket" else "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(name.encode(), value.encode("latin-1")) for name, value in headers.items()],
        "client": ("127.0.0.1", 40000),
        "server": ("127.0.0.1", 8000),
        "extensions": {},
        **more,
    }
    if kind == "http":
        fields.setdefault("method", "GET")
    else:
        fields.setdefault("subprotocols", [])
    return {name: value for name, value in fields.items() if value is not ...}


class Call:
    """One call of an application.

    Attributes:
        sent: what it has sent, in order.
        may_send: while it is not set, `send` waits.
        is_over: whether the call has returned.
    """

    def __init__(self) -> None:
        self.sent: list[dict[str, Any]] = []
        self.may_send = anyio.Event()
        self.may_send.set()
        self.send_error: Exception | None = None
        self.is_over = False
        self._into, self._out_of = anyio.create_memory_object_stream[dict[str, Any]](math.inf)
        self._changed = anyio.Event()

    @property
    def unread(self) -> int:
        """How many messages wait for the application."""
        return self._into.statistics().current_buffer_used

    async def run(self, app: AsgiApp, scope: dict[str, Any]) -> None:
        try:
            await app(scope, self._receive, self._send)
        finally:
            self.is_over = True
            self._note()
            self._into.close()
            self._out_of.close()

    def tell(self, kind: str, **message: Any) -> None:
        """Have the application receive a message."""
        self._into.send_nowait({"type": kind, **message})

    def say(self, message: Any) -> None:
        """Have it receive a text of the browser."""
        text = message if isinstance(message, str) else json.dumps(message)
        self.tell("websocket.receive", text=text)

    async def until(self, condition: Callable[[], Any], what: str = "") -> None:
        """Wait until something is true of what was sent, or of the end."""
        with anyio.move_on_after(PATIENCE):
            while not condition():
                await self._changed.wait()
        assert condition(), f"{what or condition}: only this came: {self.sent}"

    async def over(self) -> None:
        await self.until(lambda: self.is_over, "the end")

    @property
    def kinds(self) -> list[str]:
        return [message["type"] for message in self.sent]

    @property
    def messages(self) -> list[dict[str, Any]]:
        """What the browser was told, frames taken apart."""
        found: list[dict[str, Any]] = []
        for message in self.sent:
            if message["type"] == "websocket.send":
                decoded = json.loads(message["text"])
                found += decoded if isinstance(decoded, list) else [decoded]
        return found

    @property
    def close(self) -> tuple[int, str]:
        """How the WebSocket was closed."""
        (message,) = [m for m in self.sent if m["type"] == "websocket.close"]
        return message["code"], message["reason"]

    async def _receive(self) -> dict[str, Any]:
        return await self._out_of.receive()

    async def _send(self, message: dict[str, Any]) -> None:
        await self.may_send.wait()
        if self.send_error is not None:
            raise self.send_error
        self.sent.append(dict(message))
        self._note()
        await anyio.lowlevel.checkpoint()

    def _note(self) -> None:
        self._changed.set()
        self._changed = anyio.Event()


@asynccontextmanager
async def calling(app: AsgiApp, scope: dict[str, Any]) -> AsyncIterator[Call]:
    """A call for the length of a block, at whose end it is broken off."""
    call = Call()
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(call.run, app, scope)
        yield call
        tasks.cancel_scope.cancel()


async def get(app: AsgiApp, path: str = "/", **more: Any) -> tuple[int, dict[str, str], bytes]:
    """Ask for a page: status, headers and body."""
    async with calling(app, scope("http", path, **more)) as call:
        call.tell("http.request", body=b"", more_body=False)
        await call.over()
    start, *bodies = call.sent
    assert start["type"] == "http.response.start"
    assert [body["type"] for body in bodies] == ["http.response.body"]
    headers = {name.decode(): value.decode() for name, value in start["headers"]}
    return start["status"], headers, bodies[0]["body"]


@asynccontextmanager
async def serving(app: AsgiApp) -> AsyncIterator[Call]:
    """Start and end an application as a server does that knows lifespan."""
    async with calling(app, {"type": "lifespan", "asgi": {"version": "3.0"}}) as call:
        call.tell("lifespan.startup")
        await call.until(lambda: call.sent)
        assert call.kinds == ["lifespan.startup.complete"]
        yield call
        call.tell("lifespan.shutdown")
        await call.over()
    assert call.kinds[1:] == ["lifespan.shutdown.complete"]


@asynccontextmanager
async def connected(
    app: AsgiApp, path: str = "/", hello: dict[str, Any] | None = None, **more: Any
) -> AsyncIterator[Call]:
    """A WebSocket that was accepted, and has said hello, with more than that if given."""
    async with calling(app, scope("websocket", path, **more)) as call:
        call.tell("websocket.connect")
        await call.until(lambda: call.messages, "init")
        call.say({"type": "result", "id": 0, "ext": 1, **(hello or {})})
        await call.until(lambda: len(call.messages) > 1, "session-info")
        yield call
