"""The application of the events, whose session may be watched, and controlled by one at a time.

Knows only the public API. Run as ``python -m benchmarks.role_application --ws-port N
--http-port N``.
"""

import asyncio
import json
from typing import Any

from benchmarks import application

CONTROL_BUTTON = "control"
"""Its handler has the browser that clicks it be the one that acts."""


async def show(session: Any) -> None:
    """Build the page of one new session, with a link by which others may look on."""
    widgets = session.get_widgets()
    share = session.share()
    await widgets.Label(json.dumps([session.id, share.token]))
    button = await widgets.Button(CONTROL_BUTTON)

    async def start() -> None:
        session.control.start()
        await button.set_text(f"{CONTROL_BUTTON} is on: {session.control.holder is not None}")

    await button.on("activated", start)
    await application.show(session)


if __name__ == "__main__":
    asyncio.run(application.main(show, __doc__))
