"""An application as a part of somebody else's server: Starlette, FastAPI, Quart, Django, any ASGI.

Knows: what an application has that a server lacks, and how its background work is begun.
Must not know: ASGI's messages (pgwidgets_transports/asgi.py), bytes, the state of widgets.
"""

import asyncio
import contextvars
import inspect
from collections.abc import Callable, Coroutine
from contextvars import ContextVar
from typing import Any

import anyio
import anyio.to_thread
import msgspec

from pgwidgets_proto import AccessPolicy, Channel, HttpRequest, Refusal
from pgwidgets_proto.stream import Headers, parse_address
from pgwidgets_transports.asgi import Gateway, Receive, Scope, Send
from pgwidgets_transports.seam import Response

from ._settings import path_setting
from .access.login import NOT_SIGNED_IN
from .async_ import Application
from .async_.engine import Engine

__all__ = ["asgi_app"]


def asgi_app(
    app: Application,
    prefix: str | None = None,
    *,
    identify: Callable[[Scope], Any] | None = None,
) -> Gateway:
    """Make an ASGI 3.0 application (HTTP, WebSocket and lifespan) of an application.

    To be mounted in another one, or run by a server of its own, in one process and one event loop
    (asyncio or trio). What the server does itself is not for ``app`` to say: its ports, sockets,
    TLS, keepalive (docs/how-to/deploying.md).

    Parameters:
        app: it needs no ``run()``: its handlers and timers run from the server's start on, or,
            where a framework keeps the start to itself, from the first request on.
        prefix: the path that it is mounted at, as in ``"/ui"``. It is taken off where a request
            still has it, after the scope's ``root_path``. None: the application's ``base_path``.
        identify: says who a visitor is, as ``Application(identify=)`` does, by the ASGI scope: a
            function, async or not, that gives the user (anything but None), or None, and then
            nothing of the page is shown, and no WebSocket is taken. None: the application's own
            ``identify`` says it; without that all are let in, and ``browser.user`` is the scope's
            ``"user"``, if it is authenticated.

    Raises:
        TypeError, ValueError: a prefix that is no path, or identify is no function; the text
            says what is allowed.
    """
    if identify is not None and not callable(identify):
        raise TypeError(f"identify is {identify!r}; it must be a function of the ASGI scope")
    if prefix is None:
        prefix = app._pgwidgets.settings.base_path
    app._pgwidgets.doors.is_mounted = True
    mount = _Mount(app._pgwidgets, is_asked=identify is not None)
    if identify is None and app._pgwidgets.settings.login is not None:
        identify = _nobody
    return _Mounted(mount, path_setting(prefix, "prefix"), identify)


def _nobody(scope: Scope) -> None:
    """Whom the server around us knows does not count: the application's own way is asked."""


_user: ContextVar[Any] = ContextVar("pgwidgets_asgi_user", default=None)
"""Who sends the request that is being answered, as the server around us knows."""


class _Mounted(Gateway):
    """The ASGI application, which notes who each visitor is before anything is done for them."""

    def __init__(
        self, site: "_Mount", prefix: str, identify: Callable[[Scope], Any] | None
    ) -> None:
        super().__init__(site, prefix)
        self._identify = identify

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await super().__call__(scope, receive, send)
            return
        if self._identify is None:
            known = scope.get("user")
            user = known if getattr(known, "is_authenticated", True) else None
        else:
            user = self._identify(scope)
            if inspect.isawaitable(user):
                user = await user
        token = _user.set(user)
        try:
            await super().__call__(scope, receive, send)
        finally:
            _user.reset(token)


class _Mount:
    """The application as the transport wants it: a :class:`~pgwidgets_transports.seam.MessageSite`.

    :meth:`end` closes the application for good. If only the event loop ends, as that of a test
    client does, the application goes on in the next one.
    """

    def __init__(self, engine: Engine, *, is_asked: bool = False) -> None:
        self._engine = engine
        self._is_asked = is_asked
        self._has_begun = False
        self._background: asyncio.Task[None] | None = None

    @property
    def response_headers(self) -> Headers:
        return self._engine.headers

    def policy(self, server: tuple[str, int | None] | None) -> AccessPolicy:
        host, port = server or (None, None)
        return msgspec.structs.replace(
            self._engine.policy,
            own_ports=frozenset() if port is None else frozenset({port}),
            bound_to_loopback=host is None or port is None or _is_loopback(host),
        )

    def open_channel(self, request: HttpRequest, now: float) -> Channel | Refusal:
        user = _user.get()
        if self._is_asked and user is None:
            return NOT_SIGNED_IN
        return self._engine.open_channel(request, now, user)

    async def respond(self, request: HttpRequest) -> Response:
        engine = self._engine
        at_once = engine.site.answer_at_once_below(request, request.path)
        if at_once is not None:
            return at_once
        user = _user.get()
        if self._is_asked and user is None:
            return Response(*NOT_SIGNED_IN.answer())
        answer = engine.site.answer_below if user is None else engine.site.file_below
        if engine.site.is_at_hand:
            return answer(request, request.path)
        return await anyio.to_thread.run_sync(answer, request, request.path)

    def log_refusal(
        self, peer: str | None, code: int, cause: str, fault: Exception | None = None
    ) -> None:
        self._engine.log_refusal(peer, code, cause, fault)

    def settle(self, now: float) -> None:
        self._engine.settle(now)

    def begin(self) -> None:
        if not self._has_begun:
            self._has_begun = True
            self._background = _in_background(self._run)

    async def live(self, started: Callable[[], None]) -> None:
        await self._engine.live(started)

    async def end(self) -> None:
        await self._engine.close()

    async def _run(self) -> None:
        try:
            await self._engine.live(lambda: None)
        except anyio.get_cancelled_exc_class():
            self._has_begun = False
            raise


def _in_background(run: Callable[[], Coroutine[Any, Any, None]]) -> asyncio.Task[None] | None:
    """Start a task that ends with the event loop.

    It has a context of its own, so that handlers don't find variables of the first visitor.

    Returns:
        The task of asyncio, to be kept: asyncio itself refers to it weakly. None with trio.
    """
    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:
        import trio  # not without trio installed

        trio.lowlevel.spawn_system_task(run)
        return None
    return loop.create_task(run(), context=contextvars.Context())


def _is_loopback(host: str) -> bool:
    address = parse_address(host)
    return host == "localhost" or (address is not None and address.is_loopback)
