"""The application of the events, whose session may be watched, and controlled by one at a time.

Knows only the public API. Run as ``python -m benchmarks.role_application --ws-port N
--http-port N``.
"""

import asyncio
import json
from typing import Any

from benchmarks import application
from benchmarks.ports import parse_ports
from pgwidgets.async_ import Application

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


async def main() -> None:
    """Serve on the two ports of the command line until the process is ended."""
    options = parse_ports(__doc__)
    app = Application(ws_port=options.ws_port, http_port=options.http_port, max_sessions=250)
    app.on_connect(show)
    await app.run()


if __name__ == "__main__":
    asyncio.run(main())
