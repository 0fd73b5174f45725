"""The inspector's window.

Knows: the sync API, and what a watch tells. Must not know: how that is found out.
"""

from collections.abc import Callable
from typing import Any

from .. import sync
from ..tables import RowsSource
from .watch import Row, Watch

_SESSIONS: list[Any] = [
    {"key": "session", "label": "Session"},
    {"key": "browsers", "label": "Browsers"},
    {"key": "widgets", "label": "Widgets"},
    {"key": "events", "label": "Events waiting"},
    {"key": "held", "label": "Holds", "format": ".0f", "unit": "KiB"},
]
_BROWSERS: list[Any] = [
    {"key": "session", "label": "Session"},
    {"key": "address", "label": "Address"},
    {"key": "state", "label": "State"},
    {"key": "trip", "label": "Round trip", "format": ".1f", "unit": "ms"},
    {"key": "lag", "label": "Lag", "colors": [[1, "transparent"], [100, "warning-soft"]]},
]
_WIDGETS: list[Any] = [
    {"key": "widget", "label": "Widget", "colwidth": "2fr"},
    {"key": "id", "label": "Id"},
    {"key": "shows", "label": "Shows", "colwidth": "2fr"},
]


class _Live:
    """A table whose rows are written anew each time."""

    def __init__(self, W: Any, columns: list[Any]) -> None:
        self._rows: list[Row] = []
        self._source = RowsSource(self._rows, columns)
        self.table = W.TableView(source=self._source)

    def show(self, rows: list[Row]) -> None:
        if rows != self._rows:
            self._rows[:] = rows
            self._source.changed()


def build_window(session: sync.Session, watch: Watch) -> Callable[[], None]:
    """Make the window.

    Parameters:
        session: where.
        watch: tells what is shown.

    Returns:
        Shows what is so now.
    """
    W = session.get_widgets()
    state = W.Label()
    sessions, browsers, widgets = (_Live(W, each) for each in (_SESSIONS, _BROWSERS, _WIDGETS))
    log = W.TextArea(editable=False)
    choice = W.ComboBox()
    ids: list[int | str] = []
    told: list[str] = []

    def chosen() -> int | str | None:
        index = choice.get_index()
        return ids[index] if 0 <= index < len(ids) else None

    def refresh() -> None:
        stats = watch.stats()
        handlers = stats.handlers
        mean = 1000 * handlers.seconds / handlers.runs if handlers.runs else 0.0
        state.set_text(
            f"{stats.state}: {len(stats.sessions)} sessions, {len(stats.browsers)} browsers; "
            f"{handlers.runs} handlers of {mean:.1f} ms, {handlers.failures} failed; "
            f"{stats.sent_bytes / 1024:.0f} KiB sent, {stats.received_bytes / 1024:.0f} received"
        )
        sessions.show(watch.session_rows(stats))
        browsers.show(watch.browser_rows(stats))
        present = [each.id for each in stats.sessions]
        if present != ids:
            before = chosen()
            ids[:] = present
            choice.clear()
            for one in present:
                choice.append_text(str(one))
            choice.set_index(present.index(before) if before in present else 0 if present else -1)
        widgets.show(watch.widget_rows(chosen()))
        lines = watch.errors()
        if lines != told:
            told[:] = lines
            log.set_text("\n".join(lines))

    message = W.TextEntry()
    acts: tuple[tuple[str, Callable[[], None]], ...] = (
        ("Refresh", refresh),
        ("Send its browsers away", lambda: watch.close(chosen())),
        ("Destroy it", lambda: watch.destroy(chosen())),
        ("Tell its users:", lambda: watch.say(chosen(), message.get_text())),
    )
    row = W.HBox(spacing=6)
    row.set_align("center")
    row.add_widget(W.Label("Session"), 0)
    row.add_widget(choice, 0)
    for text, act in acts:
        button = W.Button(text)
        button.on("activated", act)
        row.add_widget(button, 0)
    row.add_widget(message, 1)
    choice.on("activated", lambda *_: refresh())

    left, right = W.Splitter(orientation="vertical"), W.Splitter(orientation="vertical")
    for half, parts in (
        (left, (("Sessions", sessions.table), ("Browsers", browsers.table))),
        (right, (("Widgets", widgets.table), ("Warnings and errors", log))),
    ):
        for title, part in parts:
            frame = W.Frame(title=title)
            frame.set_widget(part)
            half.add_widget(frame)
    halves = W.Splitter()
    halves.add_widget(left)
    halves.add_widget(right)
    box = W.VBox(spacing=6, padding=8)
    for widget, stretch in ((state, 0), (row, 0), (halves, 1)):
        box.add_widget(widget, stretch)
    page = W.Page()
    page.set_widget(box)
    page.show()
    return refresh
