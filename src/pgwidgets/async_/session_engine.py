"""The engine of a session of the async API.

Knows: what a call gives back on an event loop. Must not know: sockets, HTTP, how handlers are
scheduled (dispatch.py).
"""

import inspect
from collections.abc import Awaitable, Callable
from functools import partial
from threading import get_ident
from typing import TYPE_CHECKING, Any

import anyio.to_thread

import pgwidgets_proto as core
from pgwidgets_proto import Link, Promise, SessionGoneError
from pgwidgets_proto.catalog import AWAITED, REF
from pgwidgets_proto.widgets import Method, Node

from .. import _context as context
from .._handlers import check_handler
from .._log_fields import about
from .._session_engine import Asked, BaseSessionEngine
from .._warn import warn_of
from .._widgets import BaseWidget
from .completion import Completion, Pace
from .dispatch import out_of_turn
from .ready import ready

if TYPE_CHECKING:
    from .engine import Engine


_aside: Callable[[Callable[[], Any]], Awaitable[Any]] = partial(
    anyio.to_thread.run_sync, abandon_on_cancel=True
)


class SessionEngine(BaseSessionEngine["Engine"]):
    """What does the work of one session, on an event loop."""

    def __init__(self, public: Any, app: "Engine", core_session: core.Session) -> None:
        super().__init__(public, app, core_session)
        self.pace = Pace(core_session.pending.for_room)
        self.aside = _aside

    async def asked(self, begin: Callable[[], Asked]) -> Any:
        """Ask the user, and wait for the answer; a handler that does has others run meanwhile."""
        question = begin()
        try:
            return await out_of_turn(question.promise)
        finally:
            question.end()

    def call_soon(self, function: Callable[..., object], args: tuple[Any, ...]) -> None:
        """Have a function called by the event loop; see :meth:`Session.call_soon_threadsafe`."""
        check_handler("Session.call_soon_threadsafe()", function)
        if inspect.iscoroutinefunction(function):
            raise TypeError(
                f"Session.call_soon_threadsafe(): function is {function!r}, a coroutine function; "
                f"give a plain one, or use asyncio.run_coroutine_threadsafe() or "
                f"trio.from_thread.run()"
            )
        if self.core.is_destroyed:
            raise SessionGoneError(f"session {self.core.id!r} was destroyed")
        home = self.app.home
        if home is None:
            raise RuntimeError(
                f"{function!r} can't be called: the application does not serve, so there is no "
                f"event loop that would call it"
            )
        asker = context.asker.get()
        home.call_soon(lambda: self._call_here(function, args, asker))

    def _call_here(
        self, function: Callable[..., object], args: tuple[Any, ...], asker: Link | None
    ) -> None:
        token = context.asker.set(asker)
        try:
            result = function(*args)
        except Exception:
            text = "%r of %r, called for another thread, raised; the session lives on"
            self.app.settings.logger.exception(text, function, self, extra=about(self.core.id))
        else:
            if inspect.iscoroutine(result):
                result.close()
                text = "%r of %r, called for another thread, gave a coroutine, which nobody awaits"
                self.app.settings.logger.error(text, function, self, extra=about(self.core.id))
        finally:
            context.asker.reset(token)

    # --- for widgets and the application

    def act(self, operation: Callable[..., Any], *args: Any) -> Any:
        """Do something in the core, then warn the program of what is in doubt."""
        home = self.app.home
        if home is not None and home.thread != get_ident():
            match args:
                case (Node(), Method() as method, *_) if _only_reads(method):
                    return operation(*args)  # and nothing else here, which is the loop's
            home.check(_name_of(operation, args))
        result = self.operate(operation, args)
        if self.doubts:
            warn_of(self.take_doubts())
        return result

    async def apart[T](self, work: Callable[[], T], then: Callable[[T], Any]) -> Any:
        """Run ``work`` on another thread, then ``then`` with its result on the event loop."""
        result = then(await anyio.to_thread.run_sync(work))
        return await result if inspect.isawaitable(result) else result

    def known(self, method: Method, value: Any) -> Any:
        """What a call gives that Python itself answers; it may be awaited, where it can be."""
        known = self.lift(value)
        return ready(known) if method.name in AWAITED else known

    def complete(
        self,
        value: Any = None,
        promise: Promise | None = None,
        convert: Callable[[Any], Any] | None = None,
    ) -> Completion[Any]:
        """What a call gives: something to await."""
        return Completion(self.pace, value, promise, convert)


def _only_reads(method: Method) -> bool:
    """Whether a method changes nothing, and makes nothing: a reference into a text is a widget."""
    return method.effect.is_local and REF not in method.gives


def _name_of(operation: Callable[..., Any], args: tuple[Any, ...]) -> str:
    """What the program used, as well as can be told from what it was to do in the core."""
    match args:
        case (Node() as node, Method() as method, *_):
            return f"{node.cls.name}.{method.name}()"
        case (BaseWidget() as widget, *_):
            return type(widget).__name__
        case _:
            return "the session"
