"""A line of a plot, as the program has it.

Knows: points as they are given, and how the line looks. Must not know: browsers, widgets, or when
anything is sent.
"""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Any, Protocol

from . import looks
from .series import Series
from .values import number_of, points_of


class Home(Protocol):
    """What a line needs of its plot.

    Attributes:
        lock: guards the points.
        axes: the axes, by their names.
    """

    lock: AbstractContextManager[Any]
    axes: dict[str, Any]

    def changed(self) -> None:
        """There are other points."""

    def tell(self) -> Any:
        """It looks otherwise; gives what a call gives."""


class Line:
    """A line of a plot; ``Plot.add_line()`` gives one.

    :meth:`append`, :meth:`set_data` and :meth:`clear` may be called from any thread, as often as
    there is something new, and never wait: what a screen can't take is merged.

    Parameters:
        name: what it is called.
        look: how it looks.
        series: its points.
        plot: what it is in.
    """

    def __init__(self, name: str, look: dict[str, Any], series: Series, plot: Home) -> None:
        self._name = name
        self._look = look
        self._series = series
        self._plot = plot
        self._lock = plot.lock
        self._changed = plot.changed

    @property
    def name(self) -> str:
        """What it is called."""
        return self._name

    @property
    def is_visible(self) -> bool:
        """Whether it is shown: the program and users, by the legend, may hide it."""
        return bool(self._look["visible"])

    def __len__(self) -> int:
        with self._lock:
            return len(self._series)

    # --- its points

    def append(self, x: Any, y: Any) -> None:
        """Add a point, or points, at the end.

        Parameters:
            x: where: a number, a date or a time, or a sequence or array of these; None: one behind
                the last.
            y: the value, or as many; None, NaN, infinite and masked ones break the line.

        Raises:
            TypeError, ValueError: something else, which the text names; nothing has changed.
        """
        if type(y) is float and type(x) is float:
            if x - x != 0:
                number_of(x, f"{self!r}.append(): x", may_miss=False)
            with self._lock:
                self._series.add(x, y if y - y == 0 else float("nan"))
        elif _is_many(y):
            with self._lock:
                start = self._series.next_x()
                self._series.extend(*points_of(x, y, f"{self!r}.append()", start))
        else:
            value = number_of(y, f"{self!r}.append(): y", may_miss=True)
            with self._lock:
                if x is None:
                    place = self._series.next_x()
                else:
                    place = number_of(x, f"{self!r}.append(): x", may_miss=False)
                self._series.add(place, value)
        self._changed()

    def set_data(self, x: Any, y: Any) -> None:
        """Have other points, in place of those that it has.

        Parameters:
            x, y: sequences or arrays, as :meth:`append` takes them; they are copied. ``x`` None:
                0, 1, 2 and so on.

        Raises:
            TypeError, ValueError: as :meth:`append`.
        """
        places, values = points_of(x, y, f"{self!r}.set_data()", 0.0)
        with self._lock:
            self._series.replace(places, values)
        self._changed()

    def clear(self) -> None:
        """Have no points."""
        self.set_data((), ())

    def get_data(self) -> tuple[Any, Any]:
        """Its points: arrays of places and of values, which are copies."""
        with self._lock:
            return self._series.x.copy(), self._series.y.copy()

    # --- how it looks

    def set_style(self, **look: Any) -> Any:
        """Have it look otherwise.

        Parameters:
            look: words of ``Plot.add_line()``: ``color``, ``width``, ``style``, ``marker``,
                ``marker_size``, ``axis``, ``visible``.

        Raises:
            TypeError, ValueError: another word, or a value that it can't have.
        """
        where = f"{self!r}.set_style()"
        found = looks.line_look(look, where, self._look)
        check_axis(found, self._plot.axes, where)
        self._look.update(found)
        return self._plot.tell()

    def set_visible(self, visible: bool) -> Any:
        """Show or hide it; it keeps its place in the legend."""
        return self.set_style(visible=visible)

    def __repr__(self) -> str:
        return f"<Line {self._name!r}>"


def check_axis(look: Mapping[str, Any], axes: Mapping[str, Any], where: str) -> None:
    """Raise ValueError where a line is to stand on a y axis that there is none of."""
    allowed = [name for name in axes if name != looks.X]
    if look["axis"] not in allowed:
        raise ValueError(
            f"{where}: axis is {look['axis']!r}; it must be one of {', '.join(map(repr, allowed))}"
        )


def _is_many(value: Any) -> bool:
    """Whether a value is a sequence, or an array that is no scalar."""
    shape = getattr(value, "shape", None)
    if shape is not None:
        return bool(shape != ())
    return hasattr(value, "__len__") and not isinstance(value, (str, bytes))
