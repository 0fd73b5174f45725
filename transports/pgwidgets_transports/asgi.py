"""The transport for ASGI 3.0: a server that speaks HTTP and WebSocket itself calls the core.

Knows: the messages of ASGI (HTTP, WebSocket, lifespan), and tasks.
Must not know: bytes, messages, widgets, which event loop it is, any limit or close code.

The server does what a Connection does for the other transports: framing, the handshake, keepalive,
the closing handshake. Backpressure works by ``await``: while ``send`` waits, the core goes on
merging what is unsent; while a session has too many events, nothing is received.
"""

from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from typing import Any
from urllib.parse import quote

import anyio

from pgwidgets_proto import AccessPolicy, Channel, HttpRequest, Refusal
from pgwidgets_proto.stream import (
    MESSAGES_AT_A_TIME,
    check_origin,
    check_request,
    cost_of,
    path_below,
    whole_headers,
)

from .seam import MessageSite, Response

type Message = MutableMapping[str, Any]
type Scope = MutableMapping[str, Any]
type Receive = Callable[[], Awaitable[Message]]
type Send = Callable[[Message], Awaitable[None]]


class Gateway:
    """An ASGI application.

    Parameters:
        site: what it shows.
        prefix: the path that it is mounted at: ``""``, or one that begins with ``/`` and does not
            end with one. It is removed from paths of requests that still have it.
    """

    def __init__(self, site: MessageSite, prefix: str) -> None:
        self._site = site
        self._prefix = prefix
        self._has_lifespan = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one scope.

        Raises:
            NotImplementedError: the scope is of a type that ASGI 3.0 does not have.
        """
        kind = scope["type"]
        if kind == "lifespan":
            await self._live(receive, send)
        elif kind not in ("http", "websocket"):
            raise NotImplementedError(f"the scope's type is {kind!r}; http, websocket or lifespan")
        else:
            if not self._has_lifespan:
                self._site.begin()
            policy = self._site.policy(scope.get("server"))
            request = check_request(self._request(scope), policy)
            if kind == "http":
                await self._answer(request, scope, send)
            else:
                await self._open(request, policy, scope, receive, send)

    # --- lifespan

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()  # lifespan.startup
        self._has_lifespan = True
        try:
            async with anyio.create_task_group() as tasks:
                started = anyio.Event()
                tasks.start_soon(self._site.live, started.set)
                await started.wait()  # else a shutdown that comes at once would have no effect
                await send({"type": "lifespan.startup.complete"})
                await receive()  # lifespan.shutdown
                await self._site.end()
        finally:
            self._has_lifespan = False
        await send({"type": "lifespan.shutdown.complete"})

    # --- HTTP

    def _request(self, scope: Scope) -> HttpRequest:
        """Return the request of a scope, its path without the one that we are mounted at."""
        headers = tuple((n.decode("latin-1"), v.decode("latin-1")) for n, v in scope["headers"])
        path = scope["path"]
        for base in (scope.get("root_path", "").rstrip("/"), self._prefix):
            rest = path_below(path, base)
            path = path if rest is None else rest
        target = (scope.get("raw_path") or quote(scope["path"]).encode()).decode("latin-1")
        target = target.partition("?")[0]
        if path == "/" and not target.endswith("/"):
            path = ""  # frameworks that route by prefix give "/ui" and "/ui/" the same path
        query = scope.get("query_string", b"").decode("latin-1")
        return HttpRequest(
            method=scope.get("method", "GET"),
            target=f"{target}?{query}" if query else target,
            path=path,
            query=query,
            headers=headers,
            host=next((value for name, value in headers if name == "host"), None),
            scheme="https" if scope.get("scheme") in ("https", "wss") else "http",
            peer=self._peer(scope),
        )

    async def _answer(self, request: HttpRequest | Refusal, scope: Scope, send: Send) -> None:
        if isinstance(request, Refusal):
            self._report(request, self._peer(scope))
            answer = Response(*request.answer())
        else:
            answer = await self._site.respond(request)
        for message in self._messages("http", answer, has_body=scope["method"] != "HEAD"):
            await send(message)

    def _messages(self, kind: str, answer: Response, *, has_body: bool = True) -> Iterator[Message]:
        headers = whole_headers(*answer, self._site.response_headers)
        yield {"type": f"{kind}.response.start", "status": answer.status, "headers": headers}
        yield {"type": f"{kind}.response.body", "body": answer.body if has_body else b""}

    def _report(self, refusal: Refusal, peer: str | None) -> None:
        self._site.log_refusal(peer, refusal.status, refusal.cause)

    def _peer(self, scope: Scope) -> str | None:
        client = scope.get("client")
        return client[0] if client else None

    # --- WebSocket

    async def _open(
        self,
        request: HttpRequest | Refusal,
        policy: AccessPolicy,
        scope: Scope,
        receive: Receive,
        send: Send,
    ) -> None:
        if (await receive())["type"] != "websocket.connect":
            return  # the browser has left already
        if isinstance(request, Refusal):
            await self._deny(request, self._peer(scope), scope, send)
        elif refusal := check_origin(request, policy):
            await self._deny(refusal, request.peer, scope, send)
        elif isinstance(channel := self._site.open_channel(request, anyio.current_time()), Refusal):
            await self._deny(channel, request.peer, scope, send)
        else:
            await _Socket(self._site, channel, receive, send).run()

    async def _deny(self, refusal: Refusal, peer: str | None, scope: Scope, send: Send) -> None:
        self._report(refusal, peer)
        if "websocket.http.response" in (scope.get("extensions") or {}):
            for message in self._messages("websocket.http", Response(*refusal.answer())):
                await send(message)
        else:
            await send({"type": "websocket.close"})  # before an accept it means 403


class _Socket:
    """One WebSocket that was accepted, with a task that receives and one that sends."""

    def __init__(self, site: MessageSite, channel: Channel, receive: Receive, send: Send) -> None:
        self._site = site
        self._channel = channel
        self._receive = receive
        self._send = send
        self._news = anyio.Event()

    async def run(self) -> None:
        """Serve it to its end."""
        self._channel.wake = self._wake
        try:
            await self._send({"type": "websocket.accept"})
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(self._read, tasks.cancel_scope)
                if not await self._write():
                    # Until its end is read, behind what it said.
                    await anyio.sleep(self._channel.house.limits.close_time)
                tasks.cancel_scope.cancel()
        finally:
            self._channel.wake = None
            self._channel.receive(None, anyio.current_time())
            self._site.settle(anyio.current_time())

    def _wake(self) -> None:
        self._news.set()
        self._news = anyio.Event()

    async def _read(self, scope: anyio.CancelScope) -> None:
        channel = self._channel
        left = MESSAGES_AT_A_TIME
        while True:
            while channel.is_reading_paused:
                await self._news.wait()
            if left <= 0:  # what has come already is received without a wait
                await anyio.lowlevel.checkpoint()
                left = MESSAGES_AT_A_TIME
            message = await self._receive()
            if message["type"] == "websocket.disconnect":
                channel.peer_closes(message.get("code") or 0)
                scope.cancel()  # the sending task may wait for the browser, which is gone
                return
            text = message.get("text")
            frame = message["bytes"] if text is None else text
            left -= cost_of(len(frame))
            channel.receive(frame, anyio.current_time())
            self._site.settle(anyio.current_time())

    async def _write(self) -> bool:
        """Send until the channel closes; False: the browser had left before."""
        channel = self._channel
        try:
            while channel.has_output or channel.close is None:
                news = self._news
                # One frame at a time, since what is still in the core can be merged.
                for is_text, payload in channel.frames_to_send(1, anyio.current_time()):
                    content = {"text": payload.decode()} if is_text else {"bytes": payload}
                    await self._send({"type": "websocket.send", **content})
                self._site.settle(anyio.current_time())
                if not channel.has_output and channel.close is None:
                    await news.wait()
            code, reason = channel.close
            await self._send({"type": "websocket.close", "code": int(code), "reason": reason})
        except OSError:
            return False
        return True
