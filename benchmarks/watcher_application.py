"""The application of the watchers: a counter, and a link by which others may look on.

Knows only the public API. Run as ``python -m benchmarks.watcher_application --ws-port N
--http-port N``.
"""

import asyncio
import json
from typing import Any

from benchmarks.ports import parse_ports
from pgwidgets.async_ import Application

COUNT_BUTTON = "count"


async def build(session: Any) -> None:
    """Fill a session."""
    W = session.get_widgets()
    share = session.share()
    await W.Label(json.dumps({"session": session.id, "token": share.token}))
    count, button = await W.Label("0"), await W.Button(COUNT_BUTTON)

    async def add() -> None:
        await count.set_text(str(int(count.get_text()) + 1))

    await button.on("activated", add)


async def main() -> None:
    """Serve on the two ports of the command line until the process is ended."""
    options = parse_ports(__doc__)
    app = Application(ws_port=options.ws_port, http_port=options.http_port, max_sessions=None)
    app.on_connect(build)
    await app.run()


if __name__ == "__main__":
    asyncio.run(main())
