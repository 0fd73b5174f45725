"""A session of the sync API.

Knows: what a call gives back, and what it waits for. Must not know: sockets, HTTP, how handlers
are scheduled (dispatch.py).
"""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, ClassVar, cast

from pgwidgets_proto.promise import Promise

from .._block import Block
from .._session import BaseSession
from .._warn import warn_of
from . import Widgets
from .bound import BoundWidgets
from .widget import Widget

if TYPE_CHECKING:
    from .application import Application


class Session(BaseSession["Application"]):
    """One user's session: its widgets, and the browsers that show them.

    Made by :meth:`Application.create_session`, or by a visitor's coming. It outlives browsers.
    Its methods, and those of its widgets, may be called from any thread. They act at once, and wait
    only while every browser has more to read than it takes, or for a browser's answer.
    """

    _app: "Application"
    _library: ClassVar = Widgets

    def get_widgets(self) -> BoundWidgets:
        """All widget classes, bound to this session: ``W.Button("x")`` makes a button in it."""
        return cast("BoundWidgets", self._widgets)  # the stub tells what __getattr__ finds

    def walk_widget_tree(self) -> Iterator[Widget]:
        """All widgets that are there now, parents before their children."""
        return super().walk_widget_tree()

    def make_timer(self, duration: float = 0) -> "Widgets.Timer":
        """Make a timer.

        Parameters:
            duration: seconds.
        """
        return self.get_widgets().Timer(duration=duration)

    def open_url(self, url: str) -> None:
        """Open a URL in a new tab of the browser that asked for it."""
        self._act(self._core.open_url, url)
        self._complete()

    def reconstruct(self) -> None:
        """Build the page anew in every browser, from the state as it is."""
        self._act(self._core.rebuild)
        self._complete()

    def flush(self, timeout: float | None = None) -> None:
        """Wait until every browser has applied all that was called before.

        Parameters:
            timeout: seconds; None: as long as it takes.

        Raises:
            BrowserError: a browser could not carry out a call since the last flush; of several,
                an ExceptionGroup.
            TimeoutError: not all have answered in time.
        """
        self._complete(promise=self._act(self._core.flush, timeout))

    def batch(self) -> Block:
        """A block whose calls go out in one frame, and are drawn as one; for ``with``.

        It is the thread's own, and nests. A question or a flush inside sends first what was called
        before it.
        """
        return Block(self)

    def close(self) -> None:
        """Send all its browsers away; the session and its widgets stay."""
        self._act(self._core.close)

    def destroy(self) -> None:
        """End it: browsers are sent away, widgets are gone, and it can't be come back to."""
        self._app._destroy_session(self)

    # --- threads

    def gui_do(self, function: Callable[..., object], *args: Any, **keywords: Any) -> None:
        """Have a function called on the thread that runs this session's handlers.

        It is called after what waits for that thread already; an exception is logged. In the mode
        ``"concurrent"`` it has a thread of its own. When the application is closed it is dropped.

        Parameters:
            function: gets ``args`` and ``keywords``.

        Raises:
            SessionGoneError: the session was destroyed.
            RuntimeError: ``Limits.events`` calls wait already.
        """
        self._app._dispatcher.post(self, function, args, keywords)

    def gui_call[R](self, function: Callable[..., R], *args: Any, **keywords: Any) -> R:
        """Call a function on the thread that runs this session's handlers, and wait for it.

        Called on that very thread, as handlers are, it is called at once; in the mode
        ``"concurrent"``, where any thread is as good, always. In the mode ``"serialized"`` the
        thread is the one that last called :meth:`Application.run` or
        :meth:`Application.process_events`; before that, the one that made the application.

        Two handlers that wait for each other's threads in this way wait for ever.

        Parameters:
            function: gets ``args`` and ``keywords``.

        Returns:
            What it returns; what it raises is raised here.

        Raises:
            SessionGoneError: the session was destroyed, or the application is closed.
            RuntimeError: it is called by an object that a call was given and looks at.
        """
        result: R = self._app._dispatcher.call(self, function, args, keywords)
        return result

    # --- for widgets and the application

    def _apart[T](self, work: Callable[[], T], then: Callable[[T], Any]) -> Any:
        """Do what may block, and what comes of it: here the thread is the program's own."""
        return then(work())

    def _act(self, operation: Callable[..., Any], *args: Any) -> Any:
        with self._app.lock:
            result = self._operate(operation, *args)
            doubts = self._take_doubts() if self._doubts else ()
        warn_of(doubts)  # without the lock: a program may have its own way to show warnings
        return result

    def _lift(self, value: Any) -> Any:
        if value is None:
            return None
        with self._app.lock:  # one widget for a node, whoever asks for it first
            return super()._lift(value)

    def _complete(
        self,
        value: Any = None,
        promise: Promise | None = None,
        convert: Callable[[Any], Any] | None = None,
    ) -> Any:
        if promise is not None:
            value = self._app._wait_for(promise)
            value = value if convert is None else convert(value)
        while (room := self._wanted_room()) is not None:
            self._app._wait_for(room)
        return value

    def _wanted_room(self) -> Promise | None:
        if not self._core.links or self._app._is_in_the_core:
            return None
        with self._app.lock:
            return self._core.pending.for_room()
