"""A session of the async API.

Knows: what a program may ask of a session. Must not know: how any of it is done
(session_engine.py), sockets, HTTP.
"""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, cast

import pgwidgets_proto as core

from .._session import BaseSession
from . import Widgets
from .block import AsyncBlock
from .bound import BoundWidgets
from .completion import Completion
from .session_engine import SessionEngine
from .widget import Widget

if TYPE_CHECKING:
    from .application import Application  # noqa: F401 # the base is given it by name
    from .engine import Engine


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
        """Make a timer; await it as any widget.

        Parameters:
            duration: seconds.
        """
        timer: Widgets.Timer = self._pgwidgets.widgets.Timer(duration=duration)
        return timer

    def open_url(self, url: str) -> Completion[None]:
        """Open a URL in a new tab of the browser that asked for it."""
        engine = self._pgwidgets
        engine.act(engine.core.open_url, url)
        return engine.complete()

    def reconstruct(self) -> Completion[None]:
        """Build the page anew in every browser, from the state as it is."""
        engine = self._pgwidgets
        engine.act(engine.core.rebuild)
        return engine.complete()

    def flush(self, timeout: float | None = None) -> Completion[None]:
        """Wait until every browser has applied all that was called before.

        Parameters:
            timeout: seconds; None: as long as it takes.

        Raises:
            BrowserError: a browser could not carry out a call since the last flush; of several,
                an ExceptionGroup.
            TimeoutError: not all have answered in time.
        """
        engine = self._pgwidgets
        return engine.complete(promise=engine.act(engine.core.flush, timeout))

    def batch(self) -> AsyncBlock:
        """A block whose calls go out in one frame, and are drawn as one.

        For ``async with`` as for ``with``. It is the task's own (and that of tasks begun in it),
        and nests. A question or a flush inside sends first what was called before it.
        """
        return AsyncBlock(self._pgwidgets)

    def close(self) -> Completion[None]:
        """Send all its browsers away; the session and its widgets stay."""
        engine = self._pgwidgets
        engine.act(engine.core.close)
        return engine.complete()

    def destroy(self) -> Completion[None]:
        """End it: browsers are sent away, widgets are gone, and it can't be come back to."""
        engine = self._pgwidgets
        engine.app.destroy_session(engine)
        return engine.complete()

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
        self._pgwidgets.call_soon(function, args)
