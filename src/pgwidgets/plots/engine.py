"""What does the work of one plot: its lines, who looks at them, and when they are sent more.

Knows: the widget by what both APIs have. Must not know: async or sync, how points become fewer, or
how anything is drawn.

Whoever appends only stores, and sees to it that a timer is set; the timer sends. So a program may
append as often as it likes, and from any thread.
"""

import threading
from collections.abc import Mapping
from contextlib import AbstractContextManager
from time import monotonic
from typing import Any

from pgwidgets_proto import SessionGoneError

from .. import _context as context
from .._browsers import Browser
from ..buffer import Buffer
from .line import Line
from .looks import X
from .series import Series
from .viewers import Look, Viewer

_PAUSE = 1 / 60
"""Seconds between two messages to a browser: what a screen shows at most."""

DUE = "_due"
"""The action by which a plot tells itself that there is something to be sent."""

_MOST_AWAY = 16
"""Viewers that are kept while their browsers are not there."""


class PlotEngine:
    """What does the work of one plot.

    Parameters:
        widget: the plot, which has its node already.

    Attributes:
        about: what its page is told of it, but for the points.
        axes: by name, how each looks.
        lines: by name.
        limits: by axes, what is shown: two numbers; an axis that shows all is not in it.
        lock: guards lines and viewers.
    """

    def __init__(self, widget: Any, about: dict[str, Any], axes: dict[str, Any]) -> None:
        self._widget = widget
        self._engine = widget._pgwidgets.session
        self._node = widget._pgwidgets.node
        self._queue = getattr(self._engine, "call_soon", None)  # where widgets have a thread
        self.about = about
        self.axes = axes
        self.lines: dict[str, Line] = {}
        self.limits: dict[str, tuple[float, float]] = {}
        self.lock: AbstractContextManager[Any] = threading.RLock()
        self.keeps: tuple[int | None, float | None] = (None, None)
        self._series: dict[str, Series] = {}
        self._looks: dict[str, dict[str, Any]] = {}
        self._viewers: dict[Browser, Viewer] = {}
        self._sending = threading.Lock()
        self._is_armed = False
        self._sent_at = 0.0
        self._engine.follow_joins(self._joined)

    # --- what the program says

    def make_line(self, name: str, look: dict[str, Any]) -> Line:
        """Make a line with no points."""
        series = Series(*self.keeps)
        line = Line(name, look, series, self)
        with self.lock:
            self.lines[name], self._series[name], self._looks[name] = line, series, look
        return line

    def drop_line(self, name: str) -> None:
        """Have a line no more."""
        with self.lock:
            for held in (self.lines, self._series, self._looks):
                del held[name]

    def tell(self) -> Any:
        """Tell pages how it looks; gives what a call gives."""
        with self.lock:
            lines = {name: dict(look) for name, look in self._looks.items()}
            axes = {name: dict(look) for name, look in self.axes.items()}
            self._call("set__plot", {**self.about, "axes": axes, "lines": lines})
        self.changed()
        return self._engine.complete()

    def move(self, limits: Mapping[str, tuple[float, float] | None]) -> Any:
        """Have all pages show these limits; gives what a call gives."""
        with self.lock:
            self._note(limits)
            self._call("_move", dict(limits))
        return self._engine.complete()

    def _note(self, limits: Mapping[str, tuple[float, float] | None]) -> None:
        for axis, pair in limits.items():
            look = self.axes.get(axis)
            if pair is None:
                self.limits.pop(axis, None)
            elif look is not None and not (look["scale"] == "log" and pair[0] <= 0):
                self.limits[axis] = pair

    def changed(self) -> None:
        """There are other points: see to it that they are sent."""
        if self._is_armed or not self._viewers:
            return
        self._is_armed = True
        if self._queue is None:
            self._arm()
            return
        try:
            self._queue(self._arm, ())
        except (RuntimeError, SessionGoneError):  # nobody is served: pages ask when they come
            self._is_armed = False

    # --- what pages tell

    def looked(self, look: Look) -> None:
        """A page tells where it looks, or what it has taken."""
        browser = self._engine.act(self._engine.browser_here, context.asker.get())
        if browser is None:
            return
        with self.lock:
            viewer = self._viewers.get(browser)
            if viewer is None or viewer.look.view != look.view:
                self._forget_absent()
                self._viewers[browser] = Viewer(look)
            else:
                viewer.looks(look)
        self.changed()

    def _joined(self, browser: Browser) -> None:
        """A browser is back: it is sent what has come while it was away."""
        self.changed()

    def limits_changed(self, limits: Mapping[str, tuple[float, float] | None]) -> None:
        """A user has moved it: a page that is built anew begins there."""
        with self.lock:
            self._note(limits)

    def toggled(self, name: str, visible: bool) -> None:
        """A user has shown or hidden a line, by the legend."""
        line = self.lines.get(name)
        if line is not None:
            line.set_visible(visible)

    def _forget_absent(self) -> None:
        away = [browser for browser in self._viewers if not browser.is_connected]
        for browser in away[: max(0, len(away) - _MOST_AWAY)]:
            del self._viewers[browser]

    # --- sending

    def _arm(self) -> None:
        rest = max(0.0, self._sent_at + _PAUSE - monotonic())
        self._engine.act(self._set_timer, rest)

    def _set_timer(self, delay: float) -> None:
        """In the core: have :meth:`send` called where handlers are, if the plot is there then."""
        core, node = self._engine.core, self._node
        if not node.destroyed:
            core.set_timer(node, delay, lambda: core.raise_event(node, DUE))

    def send(self) -> None:
        """Send browsers what they have not got."""
        with self._sending:
            self._is_armed = False
            self._sent_at = monotonic()
            for browser, viewer in list(self._viewers.items()):
                if browser.is_connected and viewer.has_room:
                    self._send(browser, viewer)

    def _send(self, browser: Browser, viewer: Viewer) -> None:
        is_log = self.axes[X]["scale"] == "log"
        with self.lock:
            is_new = viewer.is_new
            clouds = {name for name, look in self._looks.items() if look["marker"] is not None}
            message = viewer.next_message(self._series, self._extent(is_log), is_log, clouds)
            if message is not None and is_new:
                message.about["limits"] = dict(self.limits)
        if message is not None:
            with context.acting_for(browser._link):
                self._call("_show", Buffer(message.numbers), message.about)

    def _extent(self, is_log: bool) -> tuple[float, float] | None:
        extents = [series.extent(is_log) for series in self._series.values()]
        found = [extent for extent in extents if extent is not None]
        if not found:
            return None
        return min(low for low, _ in found), max(high for _, high in found)

    def _call(self, name: str, *args: Any) -> None:
        """Call a method of the page's, and wait for nothing."""
        engine, node = self._engine, self._node
        engine.act(engine.core.call_method, node, node.cls.methods[name], args, {})
