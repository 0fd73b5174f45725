"""A view of an array, as instruments show pictures: zoom, pan, cuts, colours, and values.

Knows: widgets by the methods that both APIs have, and the arithmetic of views
(pictures/viewing.py). Must not know: async or sync, or how pictures are encoded and paced.

The program has the array, and the browser gets the part that it shows, in the resolution in which
it shows it. So the array may be of any size, and what is told of an element is its value itself.
"""

import math
import threading
from collections.abc import Mapping
from numbers import Real
from typing import Any

from ..pictures._extra import numpy
from ..pictures.arrays import (
    LARGEST,
    Limits,
    array_of,
    check_percentiles,
    checked_limits,
    colors_of,
    percentiles,
    pixels_of,
)
from ..pictures.stream import Stream
from ..pictures.viewing import View
from ._callbacks import SessionCallbacks

_BACKGROUND = (40, 40, 44)
"""What is seen beside the array, and where it has no value."""

_NOTCH = 1.25
"""How much larger or smaller a notch of the wheel makes it."""
_NOTCH_DELTA = 100.0
_MOST_NOTCHES = 50.0
_LEFT = 1
_BAR_WIDTH = 18
_LEAST = 120
"""CSS pixels of the width of the picture: it would have none beside a table, which has its own."""

_NOTHING = "\N{NO-BREAK SPACE}"
"""A text that keeps its line, so that the picture keeps its size."""


class ImageView(SessionCallbacks):
    """Shows an array. The wheel zooms, dragging pans, a double click shows all of it.

    ``view.widget`` is what is put into a container. In the async API methods are awaited as a
    widget's are.

    Actions: ``"cursor"``, told with the row, the column and the value of the element that is
    pointed at (three times None where there is none); ``"clicked"``, likewise.

    Parameters:
        session: where it is shown.
        colormap: of grey values, as ``Image.set_array()`` has it.
        cuts: percentiles of the values that are darkest and brightest, where no limits are set.
        readout: whether a line below tells where the pointer is, and the value.
        colorbar: whether a bar beside it tells the colours of values.
        pixel_ratio: pixels of the picture for one CSS pixel: with 2 it is as sharp as a screen of
            twice the resolution can show it.

    Raises:
        TypeError, ValueError: percentiles that are none, an unknown colour map, a ratio that is no
            number above 0.
        ImportError: the extra ``pictures`` is not installed.
    """

    def __init__(
        self,
        session: Any,
        *,
        colormap: Any = "gray",
        cuts: tuple[float, float] = (1.0, 99.0),
        readout: bool = True,
        colorbar: bool = True,
        pixel_ratio: float = 1.0,
    ) -> None:
        super().__init__(session, "cursor", "clicked")
        self._lock = threading.RLock()
        self._view = View()
        self._ratio = _above_0(pixel_ratio, "ImageView(): pixel_ratio")
        self._cuts = _percentiles(*_pair(cuts, "ImageView(): cuts"), "ImageView()")
        colors_of(colormap, "ImageView()")
        self._colormap = colormap
        self._limits: Limits | None = None
        self._is_cut = True
        self._held: tuple[float, float] | None = None
        self._barred: tuple[Any, str] | None = None
        self._build(session.get_widgets(), readout, colorbar)

    def _build(self, widgets: Any, readout: bool, colorbar: bool) -> None:
        self._image = widgets.Image(interactive=True, use_animation_frame=True)
        self._image.set_expanding(True, True)
        self._image.set_min_size(_LEAST, None)
        self._stream = Stream(self._image)
        self._readout = widgets.Label(_NOTHING) if readout else None
        self._bar = widgets.VBox() if colorbar else None
        self.widget = widgets.VBox()
        row = widgets.HBox(spacing=6)
        row.add_widget(self._image, 1)
        if self._bar is not None:
            self._highest, self._lowest = widgets.Label(_NOTHING), widgets.Label(_NOTHING)
            self._colors = widgets.Image(use_animation_frame=True)
            self._colors.set_expanding(True, True)
            for widget, stretch in ((self._highest, 0), (self._colors, 1), (self._lowest, 0)):
                self._bar.add_widget(widget, stretch)
            row.add_widget(self._bar, 0)
        self.widget.add_widget(row, 1)
        if self._readout is not None:
            self.widget.add_widget(self._readout, 0)
        for action, handler in (
            ("resize", self._resized),
            ("pointer-down", self._pressed),
            ("pointer-move", self._moved),
            ("pointer-up", self._released),
            ("leave", self._left),
            ("scroll", self._scrolled),
            ("dblclick", lambda event: self.fit()),
        ):
            self._image.on(action, handler)

    # --- what is shown

    def set_array(self, array: Any) -> Any:
        """Show an array: at the same place as the one before, unless all of it is shown.

        Parameters:
            array: as ``Image.set_array()`` takes it. It is not copied: what changes in it is shown
                when something else is, and at once where this is called again.

        Raises:
            TypeError, ValueError: as ``Image.set_array()``.
        """
        given = array_of(array, "ImageView.set_array()")
        with self._lock:
            self._view.show(given)
            self._cut()
            self._draw()
        return self._session.complete()

    def set_limits(self, low: float, high: float) -> Any:
        """Set the values that are darkest and brightest, for every array from now on.

        Raises:
            ValueError: they are no two different numbers.
        """
        limits = checked_limits((low, high), "ImageView.set_limits()")
        with self._lock:
            self._limits, self._is_cut = limits, False
            self._draw()
        return self._session.complete()

    def set_cuts(self, low: float = 1.0, high: float = 99.0) -> Any:
        """Set the limits by percentiles of the values, of each array anew.

        Raises:
            TypeError: they are no numbers.
            ValueError: they do not rise, or are not from 0 to 100.
        """
        cuts = _percentiles(low, high, "ImageView.set_cuts()")
        with self._lock:
            self._cuts, self._is_cut = cuts, True
            self._cut()
            self._draw()
        return self._session.complete()

    def get_limits(self) -> Limits | None:
        """The values that are darkest and brightest; None: those of the array's type."""
        return self._limits

    def set_colormap(self, colormap: Any) -> Any:
        """Set the colours of grey values.

        Raises:
            ValueError: an unknown one.
        """
        colors_of(colormap, "ImageView.set_colormap()")
        with self._lock:
            self._colormap = colormap
            self._draw()
        return self._session.complete()

    # --- which part of it

    def fit(self) -> Any:
        """Show all of the array, as large as it goes, also when the widget gets another size."""
        with self._lock:
            self._view.fit()
            self._draw()
        return self._session.complete()

    def set_zoom(self, scale: float) -> Any:
        """Set how many pixels of the screen an element takes; what is in the middle stays there.

        Raises:
            TypeError, ValueError: it is no number above 0.
        """
        found = _above_0(scale, "ImageView.set_zoom(): scale")
        with self._lock:
            self._view.zoom_to(found)
            self._draw()
        return self._session.complete()

    def get_zoom(self) -> float:
        """How many pixels of the screen an element takes."""
        return self._view.scale

    def look_at(self, row: float, column: float) -> Any:
        """Have a place of the array in the middle; (0.5, 0.5) is that of the first element.

        Raises:
            TypeError, ValueError: it is no place, of two finite numbers.
        """
        y = _finite(row, "ImageView.look_at(): row")
        x = _finite(column, "ImageView.look_at(): column")
        with self._lock:
            self._view.look_at(x, y)
            self._draw()
        return self._session.complete()

    # --- what its user does

    def _resized(self, event: Mapping[str, Any]) -> None:
        with self._lock:
            width, height = _number(event, "width"), _number(event, "height")
            self._view.resize(min(LARGEST, width * self._ratio), min(LARGEST, height * self._ratio))
            self._draw()

    def _pressed(self, event: Mapping[str, Any]) -> Any:
        if event.get("button_trigger") != _LEFT:
            return None
        self._held = self._at(event)
        return self.make_callback("clicked", *self._element(self._held))

    def _moved(self, event: Mapping[str, Any]) -> Any:
        at = self._at(event)
        held = self._held if int(_number(event, "button_mask")) & _LEFT else None
        if held is not None:
            with self._lock:
                self._view.move(at[0] - held[0], at[1] - held[1])
                self._draw()
            self._held = at
        return self._point(*self._element(at))

    def _released(self, event: Mapping[str, Any]) -> None:
        self._held = None

    def _left(self, event: Mapping[str, Any]) -> Any:
        return self._point(None, None, None)

    def _scrolled(self, event: Mapping[str, Any]) -> None:
        notches = -_number(event, "delta_y") / _NOTCH_DELTA
        notches = min(_MOST_NOTCHES, max(-_MOST_NOTCHES, notches))
        with self._lock:
            self._view.zoom_to(self._view.scale * _NOTCH**notches, self._at(event))
            self._draw()

    def _at(self, event: Mapping[str, Any]) -> tuple[float, float]:
        return _number(event, "x") * self._ratio, _number(event, "y") * self._ratio

    def _element(self, at: tuple[float, float]) -> tuple[Any, Any, Any]:
        with self._lock:
            found = self._view.element(*at)
            if found is None:
                return None, None, None
            return (*found, self._view.array[found])

    def _point(self, row: int | None, column: int | None, value: Any) -> Any:
        if self._readout is not None:
            text = _NOTHING if row is None else f"row {row}  column {column}  value {_said(value)}"
            self._readout.set_text(text)
        return self.make_callback("cursor", row, column, value)

    # --- drawing

    def _cut(self) -> None:
        array = self._view.array
        if self._is_cut:
            is_grey = array is not None and array.squeeze().ndim <= 2
            self._limits = percentiles(array, *self._cuts) if is_grey else None

    def _draw(self) -> None:
        np = numpy()
        view = self._view
        picture = np.empty((view.height, view.width, 3), np.uint8)
        picture[:] = _BACKGROUND
        sample = view.sample()
        is_grey = view.array is not None and view.array.squeeze().ndim <= 2
        if sample is not None:
            where = "ImageView"
            look = self._colormap if is_grey else None
            pixels = pixels_of(sample.values, self._limits, look, where)
            height, width = pixels.shape[:2]
            _lay(picture[sample.top :, sample.left :][:height, :width], pixels)
        self._stream.show(picture)
        if self._bar is not None and is_grey:
            self._draw_bar()

    def _draw_bar(self) -> None:
        about = (self._limits, str(self._colormap))
        if about == self._barred:
            return
        self._barred = about
        np = numpy()
        ramp = np.arange(255, -1, -1, dtype=np.uint8)[:, None]
        self._colors.set_array(np.repeat(ramp, _BAR_WIDTH, axis=1), None, self._colormap, "png")
        low, high = self._limits or (0, 255)
        self._lowest.set_text(_said(low, 4))
        self._highest.set_text(_said(high, 4))


def _finite(value: Any, what: str) -> float:
    """What a program gives for a number."""
    if isinstance(value, bool) or not isinstance(value, Real):
        raise TypeError(f"{what} is {value!r}; it must be a number")
    try:
        found = float(value)
    except OverflowError:  # a whole number, or a fraction, beyond all floats
        found = math.inf
    if not math.isfinite(found):
        raise ValueError(f"{what} is {value!r}; it must be a finite number")
    return found


def _above_0(value: Any, what: str) -> float:
    found = _finite(value, what)
    if not found > 0:
        raise ValueError(f"{what} is {value!r}; it must be above 0")
    return found


def _pair(value: Any, what: str) -> tuple[Any, Any]:
    if not isinstance(value, (tuple, list)) or len(value) != 2:
        raise TypeError(f"{what} is {value!r}; it must be a pair of percentiles")
    return value[0], value[1]


def _percentiles(low: Any, high: Any, where: str) -> tuple[float, float]:
    _finite(low, f"{where}: low")
    _finite(high, f"{where}: high")
    check_percentiles(low, high)
    return low, high


def _lay(below: Any, pixels: Any) -> None:
    """Lay pixels over others, of RGB."""
    np = numpy()
    if pixels.ndim == 2:
        below[:] = pixels[:, :, None]
    elif pixels.shape[2] == 3:
        below[:] = pixels
    else:
        alpha = pixels[:, :, 3:].astype(np.uint16)
        below[:] = (pixels[:, :, :3] * alpha + below * (255 - alpha)) // 255


def _number(event: Mapping[str, Any], key: str) -> float:
    """What a browser tells, where it is a number; else 0."""
    value = event.get(key)
    return float(value) if isinstance(value, (int, float)) and abs(value) < 1e9 else 0.0


def _said(value: Any, digits: int = 6) -> str:
    """A value as a text, with so many digits that count."""
    shape = getattr(value, "shape", ())
    if shape:
        return ", ".join(_said(each, digits) for each in value)
    if isinstance(value, float) or hasattr(value, "dtype"):
        return f"{value:.{digits}g}"
    return str(value)
