"""The widget ``Plot``, as programs of both APIs have it.

Knows: its public methods, and what it says of its half in the browser. Must not know: async or
sync, how points are sent, how anything is drawn.
"""

from typing import Any, cast

from .._javascript import OUR_FILES
from .._public import spoken_as
from .._widgets import WidgetType
from . import looks, reports
from ._extra import numpy
from .engine import DUE, PlotEngine
from .line import Line, check_axis

_MOST_AXES = 32


@spoken_as("Plot")
class PlotMethods[R, L]:
    """Lines of points on a canvas: live, and of any length. Needs the extra ``plots``.

    The wheel zooms, dragging pans, dragging with Shift zooms into a box; a double click
    or the key Home shows all. A click on a name in the legend hides its line.

    Actions: ``"limits-changed"``, told with the limits by axes, as ``get_limits()`` gives
    them, when a user has moved it; ``"clicked"`` and ``"hover"``, told with the place (by
    the axes x and y) and the name of the line that is near, or None; ``"line-toggled"``,
    told with the name of a line, and whether it is shown from now on.

    Parameters:
        session: where it lives; classes of ``session.get_widgets()`` supply it.
        title: stands above it.
        x_label, y_label, x_units, y_units: of its axes.
        x_scale: ``"linear"``, ``"log"``, or ``"time"`` (seconds since 1970, dates, times).
        y_scale: ``"linear"`` or ``"log"``.
        zone: in which zone times are told: ``"local"``, the browser's, or ``"UTC"``.
        window: how much of x is shown of lines that grow, up to the newest; None: all.
        history: how much of x is kept, to look back at; None: as much as is shown.
        points: how many points of each line are kept; None: any number.
        legend, grid, crosshair: whether there is one.
        options: of every widget, as ``tooltip``.

    Raises:
        TypeError, ValueError: something else.
        ImportError: the extra ``plots`` is not installed.
    """

    # R is what a call gives that gives nothing, and L what one gives that gives a line.
    _pgwidgets_plot: PlotEngine

    def __init__(
        self,
        session: Any,
        *,
        title: str = "",
        x_label: str = "",
        y_label: str = "",
        x_units: str = "",
        y_units: str = "",
        x_scale: looks.Scale = "linear",
        y_scale: looks.Scale = "linear",
        zone: looks.Zone = "local",
        window: float | None = None,
        history: float | None = None,
        points: int | None = None,
        legend: bool = True,
        grid: bool = True,
        crosshair: bool = True,
        **options: Any,
    ) -> None:
        numpy()
        where = "Plot()"
        looks.check_options(PlotMethods.__init__, cast("Any", self)._pgwidgets_spec, options, where)
        seen = looks.length(window, f"{where}: window")
        about: dict[str, Any] = {
            "title": looks.text(title, f"{where}: title"),
            "window": seen,
            "legend": looks.switch(legend, f"{where}: legend"),
            "grid": looks.switch(grid, f"{where}: grid"),
            "crosshair": looks.switch(crosshair, f"{where}: crosshair"),
        }
        x = {"label": x_label, "units": x_units, "scale": x_scale, "zone": zone}
        y = {"label": y_label, "units": y_units, "scale": y_scale}
        axes = {
            looks.X: looks.axis_look(x, f"{where}: x"),
            looks.Y: _y_look(y, f"{where}: y"),
        }
        kept = looks.length(history, f"{where}: history")
        count = looks.count(points, f"{where}: points")
        if kept is not None and seen is not None and kept < seen:
            raise ValueError(
                f"{where}: history is {history!r}; it must be at least window, {window!r}"
            )
        cast("Any", super()).__init__(session, **options)
        engine = self._pgwidgets_plot = PlotEngine(self, about, axes)
        engine.keeps = (count, seen if kept is None else kept)
        on = cast("Any", super()).on
        on(DUE, engine.send)
        on("_looked", engine.looked)
        on("limits-changed", engine.limits_changed)
        on("line-toggled", engine.toggled)
        engine.tell()

    # --- lines

    def add_line(
        self,
        name: str,
        x: Any = None,
        y: Any = None,
        *,
        color: str | None = None,
        width: float = 1.5,
        style: looks.Style = "solid",
        marker: looks.Marker | None = None,
        marker_size: float = 6,
        axis: str = looks.Y,
        visible: bool = True,
    ) -> L:
        """Add a line.

        Parameters:
            name: what the legend calls it; no other line of the plot has it.
            x, y: its points, as :meth:`Line.set_data <pgwidgets.plots.Line.set_data>` takes them.
            color: a colour of CSS, or the name of a token; None: the next of the palette.
            width: in CSS pixels.
            style: ``"solid"``, ``"dashed"``, ``"dotted"``, ``"dash-dot"``, or ``"none"`` for
                markers alone.
            marker: at each point ``"circle"``, ``"square"``, ``"triangle"``, ``"diamond"``,
                ``"plus"``, ``"cross"``, or None.
            marker_size: in CSS pixels.
            axis: the y axis that it goes by.
            visible: whether it is shown.

        Returns:
            The :class:`~pgwidgets.plots.Line`.

        Raises:
            TypeError, ValueError: something else, or a name that is taken.
        """
        plot = self._pgwidgets_plot
        where = "Plot.add_line()"
        looks.name(name, f"{where}: name")
        if name in plot.lines:
            raise ValueError(f"{where}: name is {name!r}; there is such a line already")
        given = {
            "color": color, "width": width, "style": style, "marker": marker,
            "marker_size": marker_size, "axis": axis, "visible": visible,
        }  # fmt: skip
        look = looks.line_look(given, where)
        check_axis(look, plot.axes, where)
        if x is not None and y is None:
            raise TypeError(f"{where}: x is given, and y is None; give both, or y alone")
        if look["color"] is None:
            look["number"] = self._pgwidgets_next_color()
        line = plot.make_line(name, look)
        if y is not None:
            try:
                line.set_data(x, y)
            except (TypeError, ValueError):
                plot.drop_line(name)
                raise
        plot.tell()
        done: L = cast("Any", self)._pgwidgets.session.complete(line)
        return done

    def _pgwidgets_next_color(self) -> int:
        """The first colour of the palette that no line has."""
        taken = {line._look.get("number") for line in self._pgwidgets_plot.lines.values()}
        return next(number for number in range(len(taken) + 1) if number not in taken)

    def get_line(self, name: str) -> Line:
        """The line of a name.

        Raises:
            KeyError: there is none.
        """
        lines = self._pgwidgets_plot.lines
        if name not in lines:
            raise KeyError(f"Plot.get_line(): there is no line {name!r}; there are {[*lines]}")
        return lines[name]

    def get_lines(self) -> list[Line]:
        """All lines, in the order of the legend."""
        return list(self._pgwidgets_plot.lines.values())

    def remove_line(self, name: str) -> R:
        """Take a line away.

        Raises:
            KeyError: there is none of the name.
        """
        self.get_line(name)
        self._pgwidgets_plot.drop_line(name)
        return self._pgwidgets_told()

    def clear(self) -> R:
        """Take all lines away."""
        for name in [*self._pgwidgets_plot.lines]:
            self._pgwidgets_plot.drop_line(name)
        return self._pgwidgets_told()

    # --- axes, and what is around the lines

    def add_axis(
        self,
        name: str,
        *,
        label: str = "",
        units: str = "",
        scale: looks.Scale = "linear",
        side: looks.Side = "right",
        color: str | None = None,
    ) -> R:
        """Add a y axis, for lines of other values.

        Parameters:
            name: what lines name it by.
            label, units: what stands beside it.
            scale: ``"linear"`` or ``"log"``.
            side: ``"left"`` or ``"right"``.
            color: of its numbers and its label, as that of the line that goes by it; None: as of
                others.

        Raises:
            TypeError, ValueError: something else, or a name that is taken.
        """
        plot, where = self._pgwidgets_plot, "Plot.add_axis()"
        looks.name(name, f"{where}: name")
        if name in plot.axes:
            raise ValueError(f"{where}: name is {name!r}; there is such an axis already")
        if len(plot.axes) >= _MOST_AXES:
            raise ValueError(f"{where}: there are {_MOST_AXES} axes already")
        given = {"label": label, "units": units, "scale": scale, "side": side, "color": color}
        look = _y_look(given, where)
        with plot.lock:
            plot.axes[name] = look
        return self._pgwidgets_told()

    def set_axis(self, name: str, **look: Any) -> R:
        """Have an axis look otherwise.

        Parameters:
            name: ``"x"``, ``"y"``, or one that was added.
            look: ``label``, ``units``, ``scale``, ``side``, ``color``; of x also ``zone``.

        Raises:
            TypeError, ValueError: no such axis, another word, or a value that it can't have.
        """
        plot, where = self._pgwidgets_plot, "Plot.set_axis()"
        before = plot.axes[self._pgwidgets_axis(name, where)]
        found = looks.axis_look(look, where, before)
        if name != looks.X:
            _check_y(found, where)
        with plot.lock:
            before.update(found)
            limits = plot.limits.get(name)
            is_void = limits is not None and found["scale"] == "log" and limits[0] <= 0
        if is_void:
            plot.move({name: None})
        return self._pgwidgets_told()

    def set_title(self, title: str) -> R:
        """Set what stands above it; empty: nothing does."""
        return self._pgwidgets_say("title", looks.text(title, "Plot.set_title(): title"))

    def get_title(self) -> str:
        """What stands above it."""
        return str(self._pgwidgets_plot.about["title"])

    def set_legend(self, legend: bool) -> R:
        """Say whether there is a legend."""
        return self._pgwidgets_say("legend", looks.switch(legend, "Plot.set_legend(): legend"))

    def set_grid(self, grid: bool) -> R:
        """Say whether there is a grid."""
        return self._pgwidgets_say("grid", looks.switch(grid, "Plot.set_grid(): grid"))

    def set_crosshair(self, crosshair: bool) -> R:
        """Say whether the values at the pointer are shown."""
        found = looks.switch(crosshair, "Plot.set_crosshair(): crosshair")
        return self._pgwidgets_say("crosshair", found)

    # --- which part of it

    def set_limits(self, axis: str, low: Any, high: Any) -> R:
        """Show a range, in all browsers, until users move it.

        Parameters:
            axis: ``"x"``, ``"y"``, or one that was added.
            low, high: its ends: numbers, dates or times.

        Raises:
            TypeError, ValueError: no such axis, or no range that it can show.
        """
        plot, where = self._pgwidgets_plot, "Plot.set_limits()"
        look = plot.axes[self._pgwidgets_axis(axis, where)]
        done: R = plot.move({axis: looks.limits(low, high, where, look["scale"])})
        return done

    def get_limits(self, axis: str) -> tuple[float, float] | None:
        """What is shown of an axis, as the program or a user has set it last.

        Returns:
            Its ends; None: all, or of x the window.

        Raises:
            ValueError: there is no such axis.
        """
        plot = self._pgwidgets_plot
        return plot.limits.get(self._pgwidgets_axis(axis, "Plot.get_limits()"))

    def fit(self, axis: str | None = None) -> R:
        """Show all again, and follow what comes.

        Parameters:
            axis: of which axis; None: of each.

        Raises:
            ValueError: there is no such axis.
        """
        plot = self._pgwidgets_plot
        axes = plot.axes if axis is None else [self._pgwidgets_axis(axis, "Plot.fit()")]
        done: R = plot.move(dict.fromkeys(axes))
        return done

    def _pgwidgets_axis(self, name: Any, where: str) -> str:
        axes = self._pgwidgets_plot.axes
        if not isinstance(name, str) or name not in axes:
            allowed = ", ".join(map(repr, axes))
            raise ValueError(f"{where}: axis is {name!r}; it must be one of {allowed}")
        return name

    def _pgwidgets_say(self, key: str, value: Any) -> R:
        self._pgwidgets_plot.about[key] = value
        return self._pgwidgets_told()

    def _pgwidgets_told(self) -> R:
        done: R = self._pgwidgets_plot.tell()
        return done


def _y_look(given: dict[str, Any], where: str) -> dict[str, Any]:
    found: dict[str, Any] = looks.axis_look(given, where)
    _check_y(found, where)
    return found


def _check_y(look: dict[str, Any], where: str) -> None:
    if look["scale"] == "time":
        raise ValueError(
            f"{where}: scale is 'time'; it must be 'linear' or 'log', since it is no x"
        )


def plot_class(base: type[Any], module: str) -> type[Any]:
    """The class of an API.

    Parameters:
        base: the API's ``JavaScriptWidget``.
        module: where the class is to be found.
    """
    described = {
        "__doc__": PlotMethods.__doc__,
        "__module__": module,
        "javascript": OUR_FILES / "pgwidgets" / "widgets" / "plot" / "plot.js",
        "state": ("_plot",),
        "calls": {"_move": ("limits",)},
        "replies": {"_show": ("numbers", "about")},
        "actions": {
            "limits-changed": ("limits",),
            "clicked": ("x", "y", "line"),
            "hover": ("x", "y", "line"),
            "line-toggled": ("line", "visible"),
            "_looked": ("look",),
            DUE: (),
        },
        "checks": {
            DUE: reports.never,
            "limits-changed": reports.limits_changed,
            "clicked": reports.clicked,
            "hover": reports.pointed,
            "line-toggled": reports.toggled,
            "_looked": reports.looked,
        },
    }
    made: Any = WidgetType("Plot", (PlotMethods, base), described)
    del made._pgwidgets_signature  # that of the constructor says what it takes
    return made  # type: ignore[no-any-return]
