"""Reads what an application can tell of itself, on the thread where it may be asked.

Knows: the public API of applications, sessions and widgets. Must not know: how it is shown.
"""

import contextlib
import threading
from collections import deque
from collections.abc import Callable
from typing import Any

PATIENCE = 1.0
"""Seconds that an event loop has to answer; one that hangs does not."""

type Row = dict[str, Any]

_SHOWN = ("get_text", "get_value", "get_state", "get_index", "get_checked")
_MOST_TEXT = 60


class Watch:
    """Asks an application.

    Parameters:
        app: of either API.
        errors: what its logger was told.
    """

    def __init__(self, app: Any, errors: "deque[str]") -> None:
        self._app = app
        self._errors = errors

    def stats(self) -> Any:
        """The figures of now; see :class:`pgwidgets.observing.Stats`."""
        return self._app.stats()

    def errors(self) -> list[str]:
        """Lines of the log, the newest last."""
        return list(self._errors)

    def session_rows(self, stats: Any) -> list[Row]:
        """A row for each session."""
        return [
            {
                "session": str(each.id),
                "browsers": len(each.browsers),
                "widgets": each.widgets,
                "events": each.events,
                "held": each.held_bytes / 1024,
            }
            for each in stats.sessions
        ]

    def browser_rows(self, stats: Any) -> list[Row]:
        """A row for each browser."""
        return [
            {
                "session": str(session.id),
                "address": each.address or "",
                "state": "connected" if each.is_connected else "away",
                "trip": None if each.round_trip_time is None else 1000 * each.round_trip_time,
                "lag": each.lag_messages,
            }
            for session in stats.sessions
            for each in session.browsers
        ]

    def widget_rows(self, session_id: int | str | None) -> list[Row]:
        """A row for each widget of a session, parents before their children.

        None are there where the session is over, or its event loop hangs.
        """
        session = self._app.sessions.get(session_id)
        return [] if session is None else self.ask(session, lambda: _widgets_of(session)) or []

    def close(self, session_id: int | str | None) -> None:
        """Send a session's browsers away; they come back if they want to."""
        self._tell(session_id, lambda session: session.close())

    def destroy(self, session_id: int | str | None) -> None:
        """End a session."""
        self._tell(session_id, lambda session: session.destroy())

    def say(self, session_id: int | str | None, text: str) -> None:
        """Show a text to a session's users."""
        self._tell(session_id, lambda session: session.notify(text))

    def ask[T](self, session: Any, question: Callable[[], T]) -> T | None:
        """What a function gives that is called where the session's widgets may be used.

        None where nobody answers in time, or the session is over.
        """
        if not hasattr(session, "call_soon_threadsafe"):
            return question()
        answers: list[T] = []
        done = threading.Event()

        def answer() -> None:
            try:
                answers.append(question())
            finally:
                done.set()

        with contextlib.suppress(Exception):  # it is over, or its application does not serve
            session.call_soon_threadsafe(answer)
            done.wait(PATIENCE)
        return answers[0] if answers else None

    def _tell(self, session_id: int | str | None, act: Callable[[Any], object]) -> None:
        session = self._app.sessions.get(session_id)
        if session is not None:
            self.ask(session, lambda: act(session))


def _widgets_of(session: Any) -> list[Row]:
    depths: dict[Any, int] = {}
    rows = []
    for widget in session.walk_widget_tree():
        depth = depths.setdefault(widget, 0)
        if hasattr(widget, "get_children"):
            depths.update((child, depth + 1) for child in widget.get_children())
        name = f"{'\N{NO-BREAK SPACE}' * 4 * depth}{type(widget).__name__}"
        rows.append({"widget": name, "id": widget.wid, "shows": _shown(widget)})
    return rows


def _shown(widget: Any) -> str:
    if widget._pgwidgets.node.arguments.get("password"):
        return "•••"  # whoever inspects sees no more than who sits before it
    for name in _SHOWN:
        getter = getattr(widget, name, None)
        if getter is not None:
            text = str(getter())
            return text if len(text) <= _MOST_TEXT else f"{text[: _MOST_TEXT - 1]}…"
    return ""
