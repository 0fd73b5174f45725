"""The canvas of a figure: matplotlib's WebAgg without its server.

Knows: matplotlib. Must not know: widgets, browsers; it tells a :class:`Page` what they are to know.

It is imported when the first figure is shown, with the extra ``matplotlib``.
"""
# pyright: reportMissingImports=false, reportIncompatibleMethodOverride=false
# pyright: reportIncompatibleVariableOverride=false, reportAttributeAccessIssue=false
# pyright: reportGeneralTypeIssues=false

import io
from collections.abc import Callable
from typing import Any, Protocol, override

import numpy
from matplotlib.backend_bases import TimerBase
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_webagg_core import (
    FigureCanvasWebAggCore,
    FigureManagerWebAgg,
    NavigationToolbar2WebAgg,
)
from matplotlib.figure import Figure

from .figure_lock import LOCK
from .quick_png import quick_png


class Page(Protocol):
    """What a canvas needs of whoever shows it."""

    @property
    def is_over(self) -> bool:
        """Whether it is shown no longer."""
        ...

    def changed(self) -> None:
        """The figure is to be drawn anew, when there is time; called from any thread."""

    def tell(self, event: dict[str, Any]) -> None:
        """Browsers are to know of an event; called from any thread."""

    def make_timer(self, ring: Callable[[], None]) -> "Alarm":
        """A timer that calls a function each time that it is due."""
        ...


class Alarm(Protocol):
    """A timer that rings once for each start."""

    def start(self, seconds: float) -> None:
        """Ring in so many seconds."""

    def stop(self) -> None:
        """Do not ring any more."""


class Socket:
    """Where matplotlib sends its events: what it takes for the browser's WebSocket."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def send_json(self, content: dict[str, Any]) -> None:
        """An event for browsers."""
        if content.get("type") not in ("draw", "image_mode", "refresh"):
            self._page.tell(content)

    def send_binary(self, blob: bytes) -> None:
        """Pictures go another way: the newest alone."""


class Timer(TimerBase):  # type: ignore[misc]
    """A timer of matplotlib's, such as an animation's, by one of the session's."""

    def __init__(self, page: Page, interval: int | None, callbacks: Any) -> None:
        self._alarm: Alarm | None = None
        self._page = page
        super().__init__(interval=interval, callbacks=callbacks)

    @override
    def _timer_start(self) -> None:
        if self._alarm is None:
            self._alarm = self._page.make_timer(self._ring)
        self._alarm.start(self._interval / 1000)

    @override
    def _timer_stop(self) -> None:
        alarm, self._alarm = self._alarm, None
        if alarm is not None:
            alarm.stop()

    def _ring(self) -> None:
        with LOCK:
            alarm = self._alarm
            if alarm is None:
                return
            self._on_timer()
            if self._single:
                self._timer_stop()
            elif self._alarm is alarm:
                alarm.start(self._interval / 1000)


class Canvas(FigureCanvasWebAggCore):  # type: ignore[misc]
    """The canvas of a figure that is shown in a page.

    Parameters:
        figure: the figure; it gets this canvas.
        page: who shows it.
    """

    def __init__(self, figure: Figure, page: Page) -> None:
        self.page = page
        self.is_rendered = False
        super().__init__(figure)

    @override
    def draw(self) -> None:
        with LOCK:
            self._render()
        self.page.changed()

    @override
    def draw_idle(self) -> None:
        self.is_rendered = False
        self.page.changed()

    @override
    def blit(self, bbox: Any = None) -> None:
        self.page.changed()

    @override
    def new_timer(self, interval: int | None = None, callbacks: Any = None) -> Timer:
        return Timer(self.page, interval, callbacks)

    def _render(self) -> None:
        self.is_rendered = True  # before it is: what is called meanwhile may want it anew
        FigureCanvasAgg.draw(self)

    def picture(self) -> bytes:
        """The figure as a PNG, drawn if it has changed."""
        if not self.is_rendered:
            self._render()
        return quick_png(numpy.asarray(self.get_renderer().buffer_rgba()))

    def saved(self, format: str) -> tuple[str, bytes]:
        """The figure as a file.

        Parameters:
            format: one of :meth:`get_supported_filetypes`.

        Returns:
            A name for it, and its content.
        """
        with io.BytesIO() as file:
            self.figure.savefig(file, format=format)
            content = file.getvalue()
        self.is_rendered = False  # it was drawn with other colours, or by another renderer
        stem = self.get_default_filename().rpartition(".")[0]
        return f"{stem}.{format}", content


class Manager(FigureManagerWebAgg):  # type: ignore[misc]
    """What ties a canvas, its tool bar and the page together."""

    _toolbar2_class = NavigationToolbar2WebAgg


def canvas_of(figure: Figure, page: Page) -> Canvas:
    """Show a figure by a canvas of its own, with a tool bar and keys as matplotlib has them."""
    canvas = Canvas(figure, page)
    manager = Manager(canvas, 0)
    manager.set_window_title(str(figure.get_label() or "figure"))
    manager.add_web_socket(Socket(page))
    return canvas


def script() -> str:
    """Matplotlib's own script, for browsers."""
    return str(Manager.get_javascript())


def icons() -> list[str]:
    """The names of the icons of the tool bar."""
    return [item[2] for item in NavigationToolbar2WebAgg.toolitems if item[2]]
