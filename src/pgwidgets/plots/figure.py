"""``Widgets.Figure``: a figure of matplotlib in a page, for both APIs.

Knows: what a program says of it, how files are served. Must not know: async or sync, when it is
drawn (figure_drawing.py), how (figure_canvas.py).
"""

import importlib.util
import mimetypes
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .._public import placed, shown
from .figure_drawing import Drawing
from .figure_lock import LOCK

_HOW = "install the extra: pip install 'pgwidgets[matplotlib]'"

_SCRIPT = Path(__file__).parents[1] / "web/pgwidgets/widgets/figure/figure.js"


def figure_class(base: Any, module: str) -> type[Any]:
    """The class ``Figure`` of an API.

    Parameters:
        base: the API's ``JavaScriptWidget``.
        module: where programs find it.
    """

    class Figure(base):  # type: ignore[misc]
        """A figure of matplotlib. Its user pans, zooms and saves it by matplotlib's own tool bar.

        It is drawn as large as the widget is, anew when it has changed, as often as browsers show
        it. Whatever changes it does so where handlers run, or holds :attr:`lock`.

        Parameters:
            figure: a ``matplotlib.figure.Figure``; it is shown by one widget at a time.
            toolbar: whether there is a tool bar.

        Raises:
            TypeError: it is no figure.
            ValueError: another widget shows it.
            ImportError: the extra ``matplotlib`` is not installed.
        """

        javascript = _SCRIPT
        args = ("script", "icons", "toolbar")
        state = ("picture",)
        calls = {"tell": ("events",)}  # noqa: RUF012 (as every class of the kind is written)
        actions = {  # noqa: RUF012
            "event": ("event",),
            "shown": ("number",),
            "save": ("format",),
        }
        _pgwidgets_drawing: Drawing

        def __init__(
            self, session: Any, figure: Any, toolbar: bool = True, **keywords: Any
        ) -> None:
            canvas = _canvas_module()
            _check(figure, canvas)
            super().__init__(session, *_files(session.app, canvas), bool(toolbar), **keywords)
            drawing = self._pgwidgets_drawing = Drawing(
                session,
                lambda page: canvas.canvas_of(figure, page),
                show=lambda picture: Figure.set_picture(self, picture),
                tell=lambda events: Figure.tell(self, events),
                is_over=lambda: base.is_destroyed.__get__(self),
                is_under_way=lambda: _is_under_way(self),
            )
            base.on(self, "event", drawing.event)
            base.on(self, "shown", drawing.shown)
            base.on(self, "save", lambda *told: _save(session, drawing, *told[:1]))

        @shown
        def figure(self) -> Any:
            """The figure of matplotlib."""
            return self._pgwidgets_drawing.canvas.figure

        @shown
        def lock(self) -> Any:
            """A lock, the same for all figures: held while any is drawn or handles an event.

            ``with figure.lock:`` lets another thread change the figure.
            """
            return LOCK

        def draw(self) -> Any:
            """Have it drawn anew, when it can be: as ``figure.canvas.draw_idle()``.

            In the sync API any thread may call it, as it may in the async API.
            """
            self._pgwidgets_drawing.canvas.draw_idle()
            return self._pgwidgets.session.complete()

    placed(Figure, module)
    return Figure


def _canvas_module() -> Any:
    if importlib.util.find_spec("matplotlib") is None:
        raise ImportError(f"a Figure needs matplotlib; {_HOW}")
    from . import figure_canvas

    return figure_canvas


def _is_under_way(widget: Any) -> bool:
    engine = widget._pgwidgets
    found: bool = engine.session.act(engine.session.core.is_under_way, engine.node)
    return found


def _check(figure: Any, canvas: Any) -> None:
    if not isinstance(figure, canvas.Figure):
        raise TypeError(f"Figure(): figure is {figure!r}; it must be a matplotlib.figure.Figure")
    shown_by = figure.canvas
    if isinstance(shown_by, canvas.Canvas) and not shown_by.page.is_over:
        raise ValueError(f"Figure(): {figure!r} is shown by another Figure; it has one canvas")


def _files(app: Any, canvas: Any) -> Iterator[Any]:
    """Serve matplotlib's script and its icons; gives the script's URL, and those of the icons."""
    import matplotlib  # pyright: ignore[reportMissingImports] (an extra)

    images = Path(matplotlib.get_data_path(), "images")
    yield app.register_file(canvas.script().encode(), "mpl.js")
    yield {name: app.register_file(images / f"{name}.svg") for name in canvas.icons()}


def _save(session: Any, drawing: Drawing, format: object = None) -> None:
    saved = drawing.save(format)
    if saved is None:
        return
    name, content = saved
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    dialog = session.get_widgets().FileDialog("save")
    dialog.save(name, content, kind)
    dialog.destroy()
