"""A session of the async API.

Knows: what a call gives back on an event loop. Must not know: sockets, HTTP, how handlers are
scheduled (dispatch.py).
"""

import inspect
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, ClassVar, cast

import anyio.to_thread

from pgwidgets_proto import session as core
from pgwidgets_proto.promise import Promise

from .._session import BaseSession
from .._warn import warn_of
from . import Widgets
from .block import AsyncBlock
from .bound import BoundWidgets
from .completion import Completion, Pace
from .widget import Widget

if TYPE_CHECKING:
    from .application import Application


class Session(BaseSession["Application"]):
    """One user's session: its widgets, and the browsers that show them.

    Made by :meth:`Application.create_session`, or by a visitor's coming. It outlives browsers.
    Its methods act when they are called; awaiting what they give only waits.
    """

    _library: ClassVar = Widgets

    def __init__(self, app: "Application", core_session: core.Session) -> None:
        super().__init__(app, core_session)
        self._pace = Pace(core_session.waiting.for_room)

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

    # --- for widgets and the application

    async def _apart[T](self, work: Callable[[], T], then: Callable[[T], Any]) -> Any:
        """Do in a thread what may block; then, on the event loop, what comes of it."""
        result = then(await anyio.to_thread.run_sync(work))
        return await result if inspect.isawaitable(result) else result

    def _act(self, operation: Callable[..., Any], *args: Any) -> Any:
        result = self._operate(operation, *args)
        if self._doubts:
            warn_of(self._take_doubts())
        return result

    def _complete(
        self,
        value: Any = None,
        promise: Promise | None = None,
        convert: Callable[[Any], Any] | None = None,
    ) -> Completion[Any]:
        return Completion(self._pace, value, promise, convert)
