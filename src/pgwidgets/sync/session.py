"""A session of the sync API.

Knows: what a program may ask of a session. Must not know: how any of it is done
(session_engine.py), sockets, HTTP.
"""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, cast

import pgwidgets_proto as core

from .._block import Block
from .._session import BaseSession
from . import Widgets
from .bound import BoundWidgets
from .session_engine import SessionEngine
from .widget import Widget

if TYPE_CHECKING:
    from .application import Application  # noqa: F401 # the base is given it by name
    from .engine import Engine


class Session(BaseSession["Application"]):
    """One user's session: its widgets, and the browsers that show them.

    Made by :meth:`Application.create_session`, or by a visitor's coming. It outlives browsers.
    Its methods, and those of its widgets, may be called from any thread. They act at once, and wait
    only while every browser has more to read than it takes, or for a browser's answer.
    """

    _pgwidgets: SessionEngine

    def __init__(self, app: "Engine", core_session: core.Session) -> None:
        self._pgwidgets = SessionEngine(self, app, core_session)

    def get_widgets(self) -> BoundWidgets:
        """All widget classes, bound to this session: ``W.Button("x")`` makes a button in it."""
        return cast(
            "BoundWidgets", self._pgwidgets.widgets
        )  # the stub tells what __getattr__ finds

    def walk_widget_tree(self) -> Iterator[Widget]:
        """All widgets that are there now, parents before their children."""
        return super().walk_widget_tree()

    def make_timer(self, duration: float = 0) -> "Widgets.Timer":
        """Make a timer.

        Parameters:
            duration: seconds.
        """
        timer: Widgets.Timer = self._pgwidgets.widgets.Timer(duration=duration)
        return timer

    def open_url(self, url: str) -> None:
        """Open a URL in a new tab of the browser that asked for it."""
        engine = self._pgwidgets
        engine.act(engine.core.open_url, url)
        engine.complete()

    def reconstruct(self) -> None:
        """Build the page anew in every browser, from the state as it is."""
        engine = self._pgwidgets
        engine.act(engine.core.rebuild)
        engine.complete()

    def flush(self, timeout: float | None = None) -> None:
        """Wait until every browser has applied all that was called before.

        Parameters:
            timeout: seconds; None: as long as it takes.

        Raises:
            BrowserError: a browser could not carry out a call since the last flush; of several,
                an ExceptionGroup.
            TimeoutError: not all have answered in time.
        """
        engine = self._pgwidgets
        engine.complete(promise=engine.act(engine.core.flush, timeout))

    def batch(self) -> Block:
        """A block whose calls go out in one frame, and are drawn as one; for ``with``.

        It is the thread's own, and nests. A question or a flush inside sends first what was called
        before it.
        """
        return Block(self._pgwidgets)

    def close(self) -> None:
        """Send all its browsers away; the session and its widgets stay."""
        engine = self._pgwidgets
        engine.act(engine.core.close)

    def destroy(self) -> None:
        """End it: browsers are sent away, widgets are gone, and it can't be come back to."""
        engine = self._pgwidgets
        engine.app.destroy_session(engine)

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
        engine = self._pgwidgets
        engine.app.dispatcher.post(engine, function, args, keywords)

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
        engine = self._pgwidgets
        result: R = engine.app.dispatcher.call(engine, function, args, keywords)
        return result
