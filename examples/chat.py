"""A chat: what anybody writes, all read. Open it in two browsers; `pgwidgets demo chat` runs it."""

import asyncio
import time
from typing import Any

from pgwidgets.async_ import Application, Session, Widgets
from pgwidgets.tables import LogSource

COLUMNS: list[Any] = [
    {"key": "time", "label": "Time", "colwidth": 80},
    {"key": "who", "label": "Who", "colwidth": 120},
    {"key": "what", "label": "What", "colwidth": "3fr"},
]


class Chat:
    """What has been said, and the tables that show it."""

    def __init__(self) -> None:
        self.said = LogSource(COLUMNS, most=1000)
        self.tables: dict[Session, Widgets.TableView] = {}

    async def visit(self, session: Session) -> None:
        """Give a visitor the window."""
        W = session.get_widgets()
        table = await W.TableView(source=self.said, placeholder="Nobody has said anything yet")
        who, what = await W.TextEntry(f"Guest {session.id}"), await W.TextEntry()

        async def say(text: str) -> None:
            if text.strip():
                await what.set_text("")
                await self.say(who.get_text(), text.strip())

        await what.on("activated", say)
        row, box = await W.HBox(spacing=6), await W.VBox(spacing=6, padding=8)
        await row.set_align("center")
        for widget, stretch in ((await W.Label("Name"), 0), (who, 1), (await W.Label("Say"), 0)):
            await row.add_widget(widget, stretch)
        await row.add_widget(what, 3)
        await box.add_widget(table, 1)
        await box.add_widget(row, 0)
        window = await W.TopLevel(title="Chat", resizable=True)
        await window.resize(640, 400)
        await window.set_widget(box)
        await window.show()
        self.tables[session] = table

    async def say(self, who: str, what: str) -> None:
        """Tell all."""
        self.said.append([time.strftime("%H:%M"), who, what])
        for session, table in tuple(self.tables.items()):
            if table.is_destroyed:
                del self.tables[session]
            else:
                await table.scroll_to_end()


async def main() -> None:
    app = Application(max_sessions=None, title="Chat", theme="auto")
    app.on_connect(Chat().visit)
    await app.run()


if __name__ == "__main__":
    asyncio.run(main())
