"""The application of the floods: widgets of the kinds whose reports cost most, each listened to.

It says how long its event loop was kept in one go, in seconds of its own processor time, so that
the load of the machine does not count. Knows only the public API. Run as ``python -m
benchmarks.flood_application --ws-port N --http-port N``.
"""

import asyncio
import itertools
import json
import time
from typing import Any

from benchmarks.ports import parse_ports
from pgwidgets.async_ import Application

ROWS = 1_000
COUNT_BUTTON = "count"


class Watch:
    """Takes a turn of the loop again and again, and notes the longest way from one to the next."""

    def __init__(self) -> None:
        self.longest = 0.0
        self._last = time.thread_time()

    def begin(self) -> None:
        """Watch from now on."""
        self.longest = 0.0
        self._last = time.thread_time()

    async def run(self) -> None:
        """Watch until cancelled."""
        while True:
            await asyncio.sleep(0.001)
            now = time.thread_time()
            self.longest = max(self.longest, now - self._last)
            self._last = now


def ignore(*_: Any) -> None:
    """Handle an event that is of no interest."""


async def build(session: Any, watch: Watch, numbers: Any) -> None:
    """Fill a session."""
    W = session.get_widgets()
    report, count = await W.Label(""), await W.Button(COUNT_BUTTON)
    listened = {
        "activated": [await W.Button("x"), await W.Slider()],
        "modified": [await W.TextArea("")],
        "changed": [await W.TextSource("hello " * 200)],
        "drop-end": [await W.Label("drop here")],
        "cell_edited": [await W.TableView(columns=["a", "b"], editable=True)],
        "selected": [await W.TreeView(columns=["a"])],
    }
    await listened["cell_edited"][0].set_rows([[number, "x"] for number in range(ROWS)])
    await listened["selected"][0].set_tree({f"row {number}": {} for number in range(ROWS)})
    for action, widgets in listened.items():
        for widget in widgets:
            await widget.on(action, ignore)

    async def tell() -> None:
        told = {"number": next(numbers), "longest": watch.longest}
        watch.begin()
        await report.set_text(json.dumps(told))

    await count.on("activated", tell)


async def main() -> None:
    """Serve on the two ports of the command line until the process is ended."""
    options = parse_ports(__doc__)
    app = Application(ws_port=options.ws_port, http_port=options.http_port, max_sessions=None)
    watch, numbers = Watch(), itertools.count(1)

    @app.on_connect
    async def show(session: Any) -> None:
        await build(session, watch, numbers)

    async with asyncio.TaskGroup() as tasks:
        watching = tasks.create_task(watch.run())
        await app.run()
        watching.cancel()


if __name__ == "__main__":
    asyncio.run(main())
