"""A thousand channels, measured ten times a second; `pgwidgets demo channels` runs it.

The rows stay in a list of Python's. Browsers are sent what they show of it, and a slow one holds up
nobody. Channels that are out of their range are red, and can be shown by themselves.
"""

import asyncio
import random
import time
from typing import Any

from pgwidgets.async_ import Application, Session
from pgwidgets.tables import RowsSource

COUNT = 1000
LIMIT = 3.0
COLUMNS: list[Any] = [
    {"key": "channel", "label": "Channel", "frozen": True, "colwidth": 100},
    {"key": "crate", "label": "Crate", "colwidth": 80},
    {"key": "value", "label": "Value", "type": "float", "format": "+.3f", "unit": "V",
     "colwidth": 110, "colors": [[LIMIT, "danger-soft"]]},
    {"key": "trend", "label": "Last 3 s", "sparkline": [-4, 4], "colwidth": "2fr"},
    {"key": "load", "label": "Load", "type": "float", "format": ".0%",
     "bar": [0, 1, "var(--pgw-accent-soft)"]},
]  # fmt: skip


class Channels:
    """What is measured."""

    def __init__(self) -> None:
        self.made = random.Random(7)
        self.rows: list[dict[str, Any]] = [
            {"channel": f"adc{n:04d}", "crate": f"C{n // 64:02d}", "value": 0.0, "load": 0.5,
             "trend": [0.0] * 30}
            for n in range(COUNT)
        ]  # fmt: skip
        self.source, self.bad = RowsSource(self.rows, COLUMNS), 0

    def measure(self) -> int:
        """Measure all of them; gives how many are out of their range."""
        for row in self.rows:
            row["value"] = value = 0.95 * row["value"] + self.made.gauss(0, 0.4)
            row["trend"] = [*row["trend"][1:], value]
            row["load"] = min(1.0, max(0.0, row["load"] + self.made.gauss(0, 0.02)))
        self.source.changed()
        return sum(row["value"] > LIMIT for row in self.rows)

    async def go_on(self) -> None:
        """Measure, for as long as the program runs."""
        while True:
            began = time.monotonic()
            self.bad = self.measure()
            await asyncio.sleep(max(0.01, 0.1 - (time.monotonic() - began)))


async def build(session: Session, channels: Channels) -> None:
    """Show a visitor the channels."""
    W = session.get_widgets()
    table = await W.TableView(source=channels.source, sortable=True)
    text, alone, count = await W.TextEntry(""), await W.CheckBox("Alarms only"), await W.Label("")

    async def look(*_: Any) -> None:
        wanted, is_bad = text.get_text().strip().lower(), alone.get_state()
        await table.set_filter(
            lambda row: (
                (not is_bad or row["value"] > LIMIT)
                and (wanted in row["channel"] or wanted in row["crate"].lower())
            )
        )

    async def tell(_: float) -> None:
        await count.set_text(f"{channels.bad} of {COUNT} are above {LIMIT:g} V")
        if alone.get_state():
            await look()
        await timer.start()

    timer = await session.make_timer(0.5)
    await timer.on("expired", tell)
    await timer.start()
    await text.on("modified", look)
    await alone.on("activated", look)
    bar, box = await W.HBox(spacing=8), await W.VBox(spacing=8, padding=8)
    await bar.set_align("center")
    for widget, stretch in ((await W.Label("Find"), 0), (text, 1), (alone, 0), (count, 0)):
        await bar.add_widget(widget, stretch)
    await box.add_widget(bar, 0)
    await box.add_widget(table, 1)
    window = await W.TopLevel(title="Channels", resizable=True)
    await window.set_widget(box)
    await window.resize(760, 480)
    await window.show()


async def main() -> None:
    channels = Channels()
    app = Application(max_sessions=None, title="Channels", theme="auto", density="compact")

    @app.on_connect
    async def visit(session: Session) -> None:
        await build(session, channels)

    measuring = asyncio.create_task(channels.go_on())
    try:
        await app.run()
    finally:
        measuring.cancel()
        await asyncio.gather(measuring, return_exceptions=True)


if __name__ == "__main__":
    asyncio.run(main())
