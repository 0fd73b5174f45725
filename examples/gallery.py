"""Every widget in a window of its own, on one desk; `make demo` runs it.

The windows are in gallery_pages/, a page of code for each group of widgets.
"""

import asyncio
import logging

from gallery_pages import GROUPS
from gallery_pages.desk import Desk

from pgwidgets.async_ import Application, Session

FIRST = {"TextSource": (12, 12), "Dial": (560, 12), "TreeView": (50, 376), "Image": (540, 366)}
"""What is open at first, and where."""


async def build(session: Session) -> None:
    desk = Desk(session, GROUPS)
    await desk.build()
    for name, place in FIRST.items():
        await desk.show(name, place)


async def main() -> None:
    app = Application(max_sessions=4, title="pgwidgets gallery")
    app.on_connect(build)
    await app.run()


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO)
    asyncio.run(main())
