"""When a figure is drawn, and what browsers are told of it.

Knows: sessions by what both APIs have, which pictures a browser has shown.
Must not know: async or sync, how matplotlib draws, what a message of the page looks like.

A figure is drawn when it has changed, once for all changes that a handler makes, and not before a
browser has shown the picture before the last: so at most two are on their way, and it is the newest
that a slow browser gets.
"""

import logging
import struct
import threading
from collections.abc import Callable
from typing import Any

from pgwidgets_proto import SessionGoneError
from pgwidgets_proto.errors import one_line
from pgwidgets_proto.wire import Buffer

from .figure_events import MOST_PIXELS, BadEventError, checked_event
from .figure_lock import LOCK

_UNDER_WAY = 2
"""Pictures that may be on their way: one is drawn while the one before is shown."""

_REFUSED = 20
"""Refused reports of a figure that are logged; those after them say nothing new."""

_log = logging.getLogger("pgwidgets.plots")


class Drawing:
    """Draws one figure for the browsers of a session.

    Parameters:
        session: where it is shown, of either API.
        canvas_of: gives the canvas of the figure, which is told who shows it.
        show: is called with each picture, as a Buffer that begins with its number.
        tell: is called with events of matplotlib's for browsers, a list of mappings.
        is_over: tells whether the widget is destroyed.
        is_under_way: tells whether no browser has the last picture yet.
    """

    def __init__(
        self,
        session: Any,
        canvas_of: Callable[["Drawing"], Any],
        *,
        show: Callable[[Buffer], object],
        tell: Callable[[list[dict[str, Any]]], object],
        is_over: Callable[[], bool],
        is_under_way: Callable[[], bool],
    ) -> None:
        self._session = session
        self._show = show
        self._tell = tell
        self._is_over = is_over
        self._is_under_way = is_under_way
        # Each API's own way to have something done where handlers run, from whatever thread.
        self._later = getattr(session, "gui_do", None) or session.call_soon_threadsafe
        self._turn = threading.Lock()
        self._is_woken = self._is_asked = False
        self._has_changed = True
        self._news: list[dict[str, Any]] = []
        self._sent = self._shown = 0
        self._refused = 0
        with LOCK:
            self._canvas = canvas_of(self)
        session._pgwidgets.follow_joins(self._joined)

    @property
    def canvas(self) -> Any:
        """The figure's canvas."""
        return self._canvas

    # --- what the canvas says

    @property
    def is_over(self) -> bool:
        """Whether it is shown no longer."""
        return self._is_over()

    def changed(self) -> None:
        """The figure is to be drawn anew."""
        self._has_changed = True
        self._wake()

    def tell(self, event: dict[str, Any]) -> None:
        """Browsers are to know of an event."""
        self._news.append(event)
        self._wake()

    def make_timer(self, ring: Callable[[], None]) -> Any:
        """A timer of the session, which goes with or without browsers."""
        timer = self._session.make_timer()

        def rung(*args: object) -> None:
            if self._is_over():
                timer.destroy()
                return
            ring()
            self.work()

        timer.on("expired", rung)
        return timer

    # --- what browsers say

    def _joined(self, browser: object) -> None:
        """A browser is there: what has changed while none was is drawn."""
        self.work()

    def event(self, event: object = None, *more: object) -> None:
        """The user has done something, or the page has been resized, or built anew."""
        try:
            checked = checked_event(event)
            self._check_pixels(checked)
            if checked["type"] == "refresh":
                self._shown = self._sent  # a new page; what others have not shown they will
            with LOCK:
                self._canvas.handle_event(checked)
                if checked["type"] == "refresh":
                    self._tell_mode()
        except BadEventError as exc:
            self._refuse(exc)
            self.changed()  # so that it shows what is so
        finally:
            self.work()

    def _check_pixels(self, event: dict[str, Any]) -> None:
        """Refuse a size of which a picture would take too much memory."""
        if event["type"] not in ("resize", "set_device_pixel_ratio"):
            return
        width, height = self._canvas.get_width_height()
        width, height = event.get("width", width), event.get("height", height)
        ratio = event.get("device_pixel_ratio", self._canvas.device_pixel_ratio)
        if width * height * ratio**2 > MOST_PIXELS:
            raise BadEventError(f"{width} x {height} at {ratio} pixels each")

    def shown(self, number: object = None, *more: object) -> None:
        """A browser has shown a picture."""
        if isinstance(number, bool) or not isinstance(number, int) or number > self._sent:
            self._refuse(ValueError(f"shown: {number!r}"))
            return
        self._shown = max(self._shown, number)
        self.work()

    def save(self, format: object) -> tuple[str, bytes] | None:
        """The user wants it as a file; gives its name and content, None for no such format."""
        with LOCK:
            if not isinstance(format, str) or format not in self._canvas.get_supported_filetypes():
                self._refuse(ValueError(f"save: {format!r}"))
                return None
            saved: tuple[str, bytes] = self._canvas.saved(format)
            return saved

    def _tell_mode(self) -> None:
        toolbar = self._canvas.toolbar
        if toolbar is not None:
            self.tell({"type": "navigate_mode", "mode": toolbar.mode.name})

    def _refuse(self, error: Exception) -> None:
        self._refused += 1
        if self._refused <= _REFUSED:
            _log.warning(
                "a report of a browser of %r is refused: %s", self._session, one_line(str(error))
            )

    # --- drawing

    def _wake(self) -> None:
        if self._is_woken:
            return
        self._is_woken = True
        try:
            self._later(self.work)
        except (RuntimeError, SessionGoneError):  # nobody is served, or will be
            self._is_woken = False

    def work(self) -> None:
        """Do what can be done now: tell the news, and draw. Only one thread does at a time."""
        self._is_woken = False
        self._is_asked = True
        while self._is_asked and self._turn.acquire(blocking=False):
            try:
                self._is_asked = False
                self._work()
            finally:
                self._turn.release()

    def _work(self) -> None:
        news, self._news = self._news, []
        if self._is_over():
            return
        if news:
            self._tell(news)  # without a browser, too: one that was lost may come back
        if self._has_changed and self._session.is_connected and self._may_draw():
            self._has_changed = False
            with LOCK:
                picture = self._canvas.picture()
            self._sent += 1
            self._show(Buffer(struct.pack("<I", self._sent) + picture, dtype="uint8"))

    def _may_draw(self) -> bool:
        # What browsers report waits for handlers that run; what they have applied is known at once.
        return self._sent - self._shown < _UNDER_WAY or not self._is_under_way()
