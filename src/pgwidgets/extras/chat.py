"""A chat among all who have it in a window of theirs.

Knows: sessions and widgets as programs have them, in both APIs. Must not know: async or sync, or
where its widget is put.
"""

import time
from typing import Any

from pgwidgets.access import current_browser, user_name
from pgwidgets.tables import LogSource

_COLUMNS: list[Any] = [
    {"key": "time", "label": "Time", "colwidth": 80},
    {"key": "who", "label": "Who", "colwidth": 120},
    {"key": "what", "label": "What", "colwidth": "3fr"},
]


class Chat:
    """What anybody says, all read.

    One object serves all sessions: ``app.on_connect(Chat().visit)`` is a whole program, and
    :meth:`widget` is for a window of the program's own. Who is signed in speaks by that name, all
    others by one that they choose.

    Parameters:
        most: how many of the last lines are kept.

    Raises:
        ValueError: ``most`` is no whole number from 1.
    """

    def __init__(self, most: int = 1000) -> None:
        self._said = LogSource(_COLUMNS, most=most)
        self._tables: dict[Any, Any] = {}

    def visit(self, session: Any) -> None:
        """Give a session a window with the chat; a handler for ``on_connect``."""
        window = session.get_widgets().TopLevel(title="Chat", resizable=True)
        window.resize(640, 400)
        window.set_widget(self.widget(session))
        window.show()

    def widget(self, session: Any) -> Any:
        """Make what a session shows of it: the lines, and fields to say something; a ``VBox``."""
        W = session.get_widgets()
        table = W.TableView(source=self._said, placeholder="Nobody has said anything yet")
        who, what = W.TextEntry(_name_in(session)), W.TextEntry()

        def say(text: str) -> None:
            if text.strip():
                what.set_text("")
                name = _name_of(current_browser()) or who.get_text().strip()
                self.say(name or _name_in(session), text.strip())

        what.on("activated", say)
        row, box = W.HBox(spacing=6), W.VBox(spacing=6, padding=8)
        row.set_align("center")
        for part, share in ((W.Label("Name"), 0), (who, 1), (W.Label("Say"), 0), (what, 3)):
            row.add_widget(part, share)
        box.add_widget(table, 1)
        box.add_widget(row, 0)
        self._shown()
        self._tables[table] = None
        table.scroll_to_end()  # who comes later sees what was said last
        return box

    def say(self, who: str, what: str) -> None:
        """Have all read a line, as those of a program's own."""
        self._said.append([time.strftime("%H:%M"), who, what])
        for table in self._shown():
            table.scroll_to_end()

    def _shown(self) -> list[Any]:
        """The tables of all who have it now; those of sessions that have ended are forgotten."""
        for table in [one for one in list(self._tables) if one.is_destroyed]:
            self._tables.pop(table, None)
        return list(self._tables)


def _name_of(browser: Any) -> str | None:
    """By which name a browser's user is signed in."""
    return None if browser is None or browser.user is None else user_name(browser.user)


def _name_in(session: Any) -> str:
    return next(filter(None, map(_name_of, session.browsers)), None) or f"Guest {session.id}"
