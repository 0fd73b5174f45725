"""The application of the lifecycle benchmark: it counts what it consists of, and makes sessions.

Knows only the public API. Run as ``python -m benchmarks.lifecycle_application --ws-port N
--http-port N``.
"""

import asyncio
import gc
import itertools
import json
from typing import Any

from benchmarks.ports import parse_ports
from pgwidgets.async_ import Application

COUNT_BUTTON = "count"
SESSIONS_BUTTON = "sessions"
AT_ONCE = 50
"""Sessions that one click makes and destroys."""

WIDGETS = 20

RESUME_WINDOW = 1.0
"""Seconds for which a page that lost its connection is waited for."""


def counts(app: Any, number: int) -> str:
    """Return what the process consists of, as JSON; ``number`` tells one answer from another."""
    gc.collect()
    return json.dumps(
        {
            "number": number,
            "tasks": len(asyncio.all_tasks()),
            "objects": len(gc.get_objects()),
            "sessions": len(app.sessions),
        }
    )


async def make_and_destroy(app: Any) -> None:
    """Make sessions with some widgets and a handler each, and destroy them."""
    for _ in range(AT_ONCE):
        session = app.create_session()
        widgets = session.get_widgets()
        box = await widgets.VBox()
        for number in range(WIDGETS - 1):
            button = await widgets.Button(f"button {number}")
            await button.on("activated", print)
            await box.add_widget(button, 0)
        await session.destroy()


async def main() -> None:
    """Serve on the two ports of the command line until the process is ended."""
    options = parse_ports(__doc__)
    app = Application(
        ws_port=options.ws_port,
        http_port=options.http_port,
        max_sessions=None,
        resume_window=RESUME_WINDOW,
    )
    numbers = itertools.count(1)

    @app.on_connect
    async def show(session: Any) -> None:
        widgets = session.get_widgets()
        top = await widgets.TopLevel(title="Lifecycles")
        page = await widgets.VBox()
        report = await widgets.Label("")
        count = await widgets.Button(COUNT_BUTTON)
        make = await widgets.Button(SESSIONS_BUTTON)
        for child in (report, count, make):
            await page.add_widget(child, 0)
        await top.set_widget(page)
        await top.show()

        async def tell() -> None:
            await report.set_text(counts(app, next(numbers)))

        async def work() -> None:
            await make_and_destroy(app)
            await tell()

        await count.on("activated", tell)
        await make.on("activated", work)

    await app.run()


if __name__ == "__main__":
    asyncio.run(main())
