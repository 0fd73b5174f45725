"""A log of a night's observations, served by several servers that share a store.

usage: app.py PORT [HOST]

The store is the address in PGWIDGETS_STORE (`redis://…`); all servers have the same in
PGWIDGETS_KEY, which signs the links to sessions, and what proxies and users call the site in
PGWIDGETS_HOSTS. docs/how-to/several-servers.md is about it.
"""

import asyncio
import os
import sys
from datetime import UTC, datetime
from typing import Any

from pgwidgets.async_ import Application, Session

COLUMNS = [
    {"key": "at", "label": "UTC"},
    {"key": "target", "label": "Target"},
    {"key": "server", "label": "Taken by"},
]


class Night:
    """One session: what has been taken, and the page that shows it.

    What is in `session.data` outlives any server, and so does what users typed. All else is set
    anew from these by the server that goes on.
    """

    def __init__(self, session: Session, server: str) -> None:
        self.W, self.data, self.server = session.get_widgets(), session.data, server
        self.data.setdefault("taken", [])

    async def build(self) -> None:
        W = self.W
        self.target = await W.TextEntry("", name="target", tooltip="What is observed")
        take = await W.Button("Take", name="take")
        self.count = await W.Label("", name="count")
        self.table = await W.TableView(columns=COLUMNS, placeholder="Nothing has been taken yet")
        notes = await W.TextSource(name="notes")
        bar, page = await W.HBox(spacing=8), await W.VBox(spacing=8, padding=10)
        await bar.set_align("center")
        await bar.add_widget(await W.Label("Target"), 0)
        await bar.add_widget(self.target, 1)
        await bar.add_widget(take, 0)
        await bar.add_widget(self.count, 0)
        await page.add_widget(bar, 0)
        await page.add_widget(self.table, 2)
        await page.add_widget(await W.Label("Notes"), 0)
        await page.add_widget(notes, 1)
        window = await W.TopLevel(
            title=f"The night, by {self.server}", name="night", resizable=True
        )
        await window.set_widget(page)
        await window.resize(560, 460)
        await self.target.on("activated", lambda *_: self.take())
        await take.on("activated", self.take)
        await self.show()
        await window.show()

    async def take(self) -> None:
        target = self.target.get_text().strip() or "dark"
        at = f"{datetime.now(UTC):%H:%M:%S}"
        self.data["taken"].append({"at": at, "target": target, "server": self.server})
        await self.show()

    async def show(self) -> None:
        taken: list[dict[str, Any]] = self.data["taken"]
        await self.table.set_data(taken)
        await self.count.set_text(f"{len(taken)} taken")


async def main(port: int, host: str = "127.0.0.1") -> None:
    server = f"{os.environ.get('HOSTNAME', 'server')} on {port}"
    hosts = os.environ.get("PGWIDGETS_HOSTS", "").split()
    app = Application(
        port,
        None,
        host,
        store=os.environ["PGWIDGETS_STORE"],
        secret_key=os.environ["PGWIDGETS_KEY"],
        allowed_hosts=hosts,
        trusted_proxies=os.environ.get("PGWIDGETS_PROXIES", "127.0.0.1").split(),
        max_sessions=None,
        title="The night",
        theme="auto",
    )

    @app.on_connect
    async def visit(session: Session) -> None:
        await Night(session, server).build()

    await app.run()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), *sys.argv[2:3]))
