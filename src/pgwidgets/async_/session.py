"""A session of the async API.

Knows: what a call gives back on an event loop. Must not know: sockets, HTTP, how handlers are
scheduled (dispatch.py).
"""

import inspect
from collections.abc import Callable, Iterator
from threading import get_ident
from typing import TYPE_CHECKING, Any, ClassVar, cast

import anyio.to_thread

from pgwidgets_proto.catalog.results import AWAITED
from pgwidgets_proto.catalog.spec import Method
from pgwidgets_proto.catalog.words import REF
from pgwidgets_proto.errors import SessionGoneError
from pgwidgets_proto.node import Node
from pgwidgets_proto.promise import Promise
from pgwidgets_proto.sessions import session as core
from pgwidgets_proto.views.link import Link

from .. import _context as context
from .._handlers import check_handler
from .._session import BaseSession
from .._warn import warn_of
from . import Widgets
from .block import AsyncBlock
from .bound import BoundWidgets
from .completion import Completion, Pace
from .ready import ready
from .widget import Widget

if TYPE_CHECKING:
    from .application import Application


class Session(BaseSession["Application"]):
    """One user's session: its widgets, and the browsers that show them.

    Made by :meth:`Application.create_session`, or by a visitor's coming. It outlives browsers.
    Its methods act when they are called; awaiting what they give only waits.

    While the application serves, a session and its widgets belong to the thread of its event loop:
    in any other thread what would change them, or ask a browser, raises :exc:`RuntimeError`, and
    nothing is changed. What may be used anywhere: :meth:`call_soon_threadsafe`, widgets' getters
    that give plain values, :meth:`get_url`, ``id``, ``token``, ``is_connected``, ``is_restored``,
    and ``sessions`` of the application.
    """

    _library: ClassVar = Widgets

    def __init__(self, app: "Application", core_session: core.Session) -> None:
        super().__init__(app, core_session)
        self._pace = Pace(core_session.pending.for_room)

    def get_widgets(self) -> BoundWidgets:
        """All widget classes, bound to this session: ``W.Button("x")`` makes a button in it."""
        return cast("BoundWidgets", self._widgets)  # the stub tells what __getattr__ finds

    def walk_widget_tree(self) -> Iterator[Widget]:
        """All widgets that are there now, parents before their children."""
        return super().walk_widget_tree()

    def make_timer(self, duration: float = 0) -> "Widgets.Timer":
        """Make a timer; await it as any widget.

        Parameters:
            duration: seconds.
        """
        return self.get_widgets().Timer(duration=duration)

    def open_url(self, url: str) -> Completion[None]:
        """Open a URL in a new tab of the browser that asked for it."""
        self._act(self._core.open_url, url)
        return self._complete()

    def reconstruct(self) -> Completion[None]:
        """Build the page anew in every browser, from the state as it is."""
        self._act(self._core.rebuild)
        return self._complete()

    def flush(self, timeout: float | None = None) -> Completion[None]:
        """Wait until every browser has applied all that was called before.

        Parameters:
            timeout: seconds; None: as long as it takes.

        Raises:
            BrowserError: a browser could not carry out a call since the last flush; of several,
                an ExceptionGroup.
            TimeoutError: not all have answered in time.
        """
        return self._complete(promise=self._act(self._core.flush, timeout))

    def batch(self) -> AsyncBlock:
        """A block whose calls go out in one frame, and are drawn as one.

        For ``async with`` as for ``with``. It is the task's own (and that of tasks begun in it),
        and nests. A question or a flush inside sends first what was called before it.
        """
        return AsyncBlock(self)

    def close(self) -> Completion[None]:
        """Send all its browsers away; the session and its widgets stay."""
        self._act(self._core.close)
        return self._complete()

    def destroy(self) -> Completion[None]:
        """End it: browsers are sent away, widgets are gone, and it can't be come back to."""
        self._app._destroy_session(self)
        return self._complete()

    # --- threads

    def call_soon_threadsafe(self, function: Callable[..., object], *args: Any) -> None:
        """Have a function called by the event loop, where it may use widgets; from any thread.

        It waits for no handler. An exception is logged, and the session lives on.

        Parameters:
            function: a plain one; it gets ``args``. What it returns is dropped, so that it may be
                a widget's method: ``session.call_soon_threadsafe(label.set_text, "news")``.

        Raises:
            TypeError: it can't be called, or is a coroutine function: for that there are
                ``asyncio.run_coroutine_threadsafe()`` and ``trio.from_thread.run()``.
            SessionGoneError: the session was destroyed.
            RuntimeError: the application does not serve, so no event loop is there to call it.
        """
        check_handler("Session.call_soon_threadsafe()", function)
        if inspect.iscoroutinefunction(function):
            raise TypeError(
                f"Session.call_soon_threadsafe(): function is {function!r}, a coroutine function; "
                f"give a plain one, or use asyncio.run_coroutine_threadsafe() or "
                f"trio.from_thread.run()"
            )
        if self._core.is_destroyed:
            raise SessionGoneError(f"session {self.id!r} was destroyed")
        home = self._app._home
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
            self._app._settings.logger.exception(text, function, self)
        else:
            if inspect.iscoroutine(result):
                result.close()
                text = "%r of %r, called for another thread, gave a coroutine, which nobody awaits"
                self._app._settings.logger.error(text, function, self)
        finally:
            context.asker.reset(token)

    # --- for widgets and the application

    def _act(self, operation: Callable[..., Any], *args: Any) -> Any:
        home = self._app._home
        if home is not None and home.thread != get_ident():
            match args:
                case (Node(), Method() as method, *_) if _only_reads(method):
                    return operation(*args)  # and nothing else here, which is the loop's
            home.check(_name_of(operation, args))
        result = self._operate(operation, *args)
        if self._doubts:
            warn_of(self._take_doubts())
        return result

    async def _apart[T](self, work: Callable[[], T], then: Callable[[T], Any]) -> Any:
        """Do in a thread what may block; then, on the event loop, what comes of it."""
        result = then(await anyio.to_thread.run_sync(work))
        return await result if inspect.isawaitable(result) else result

    def _known(self, method: Method, value: Any) -> Any:
        known = self._lift(value)
        return ready(known) if method.name in AWAITED else known

    def _complete(
        self,
        value: Any = None,
        promise: Promise | None = None,
        convert: Callable[[Any], Any] | None = None,
    ) -> Completion[Any]:
        return Completion(self._pace, value, promise, convert)


def _only_reads(method: Method) -> bool:
    """Whether a method changes nothing, and makes nothing: a reference into a text is a widget."""
    return method.effect.is_local and REF not in method.gives


def _name_of(operation: Callable[..., Any], args: tuple[Any, ...]) -> str:
    """What the program used, as well as can be told from what it was to do in the core."""
    match args:
        case (Node() as node, Method() as method, *_):
            return f"{node.cls.name}.{method.name}()"
        case _:
            owner = getattr(operation, "__self__", None)
            return type(owner).__name__ if isinstance(owner, Widget) else "the session"
