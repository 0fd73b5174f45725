"""A dome that one person runs and others watch; `pgwidgets demo operator_observer` runs it.

The operator invites observers, who see all and change nothing, and guests, who may be given the
controls for an hour; hands control over and takes it back; and withdraws each link. The bar at the
bottom says who is there, and who is at the controls.
"""

import asyncio
from typing import Any

from pgwidgets.access import RoleName, Share
from pgwidgets.async_ import Application, Session
from pgwidgets.extras import Presence

COLUMNS: list[Any] = [
    {"key": "role", "label": "Link for", "colwidth": 100},
    {"key": "there", "label": "There now", "colwidth": 90},
    {"key": "link", "label": "Address", "colwidth": "1fr"},
]


class Panel:
    """One session: the dome, and the links to it."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.shares: list[Share] = []

    async def build(self) -> None:
        """Make the window."""
        W = self.session.get_widgets()
        self.state = await W.Label("The dome is closed")
        self.links = await W.TableView(columns=COLUMNS, placeholder="No links are out")
        row, box = await W.HBox(spacing=6), await W.VBox(spacing=8, padding=10)
        for text, act in (("Open", "open"), ("Close", "closed")):
            button = await W.Button(text)
            await button.on("activated", self.move, act)
            await row.add_widget(button)
        invitations = await W.HBox(spacing=6)
        watch, help_, end = (
            await W.Button("Invite to watch"),
            await W.Button("Invite to help, for an hour"),
            await W.Button("Withdraw"),
        )
        await watch.on("activated", lambda: self.invite("observer"))
        await help_.on("activated", lambda: self.invite("operator", expires=3600))
        await end.on("activated", self.withdraw)
        for button in (watch, help_, end):
            await invitations.add_widget(button)
        bar = Presence(self.session).widget
        parts = ((self.state, 0), (row, 0), (self.links, 1), (invitations, 0), (bar, 0))
        for widget, stretch in parts:
            await box.add_widget(widget, stretch)
        window = await W.TopLevel(title="Dome", resizable=True)
        await window.set_widget(box)
        await window.resize(760, 420)
        await window.show()
        self.session.on_join(lambda browser: self.show())
        self.session.on_leave(lambda browser: self.show())

    async def move(self, state: str) -> None:
        """Move the dome."""
        await self.state.set_text(f"The dome is {state}")

    async def invite(self, role: RoleName, expires: float | None = None) -> None:
        """Make a link."""
        share = self.session.share(role, expires=expires)
        self.shares.append(share)
        if role == "operator":  # not on the page, which observers see
            print(f"the link for a guest, for an hour: {share}")
        await self.show()

    async def withdraw(self) -> None:
        """End the links that are selected."""
        for row in self.links.get_selected():
            self.shares[int(row["path"][0].removeprefix("row"))].revoke()
        await self.show()

    async def show(self) -> None:
        """Show the links that are good, and who came by them."""
        self.shares = [share for share in self.shares if share.is_good]
        rows = [
            {
                "role": share.role,
                "there": len(share.browsers),
                "link": str(share) if share.role == "observer" else "written to the terminal",
            }
            for share in self.shares
        ]
        await self.links.set_data(rows)


async def setup(session: Session) -> None:
    await Panel(session).build()


async def main() -> None:
    app = Application(max_sessions=None, title="Dome", theme="auto")
    app.on_connect(setup)
    await app.run()


if __name__ == "__main__":
    asyncio.run(main())
