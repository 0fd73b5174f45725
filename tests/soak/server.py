"""The soak's server, a process of its own: `python -m soak.server asyncio|trio|threads`.

It prints where it listens, then a line of JSON about itself every other second, and ends in good
order at SIGTERM. Must not know: what visitors do.
"""

import gc
import json
import logging
import sys
import threading
from typing import Any

import anyio

from pgwidgets.async_ import Application as AsyncApplication
from pgwidgets.sync import Application as SyncApplication
from pgwidgets_proto import Limits
from soak.program import Planted, build

SETTINGS: dict[str, Any] = {
    "ws_port": 0,
    "http_port": None,
    "max_sessions": None,
    "secret_key": "the same in each run of it",
    "resume_window": 10.0,
    "limits": Limits(idle_sessions=20, lost_sessions=40),
}
PAUSE = 2.0
"""Seconds between two lines."""


class Unplanned(logging.Handler):
    """Counts what is logged beside the failures that are planted."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.planted = 0
        self.others: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Count a line."""
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, Planted):
            self.planted += 1
        else:
            self.others.append(self.format(record))


def tell(app: Any, log: Unplanned, tasks: int) -> None:
    """Print a line about the process."""
    gc.collect()
    hub = app._pgwidgets.hub
    others, log.others = log.others, []
    told = {
        "tasks": tasks,
        "threads": threading.active_count(),
        "objects": len(gc.get_objects()),
        "sessions": len(hub.sessions),
        "held": hub.budget.held,
        "planted": log.planted,
        "errors": others,
    }
    print(json.dumps(told), flush=True)


async def serve(log: Unplanned) -> None:
    """Serve on the running event loop."""
    app = AsyncApplication(**SETTINGS)
    app.on_connect(build)

    async def watch() -> None:
        while True:
            await anyio.sleep(PAUSE)
            tell(app, log, len(anyio.get_running_tasks()))

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(watch)
        await app.run()
        tasks.cancel_scope.cancel()


def serve_threads(log: Unplanned) -> None:
    """Serve on threads."""
    app = SyncApplication(**SETTINGS)
    app.on_connect(build)
    ended = threading.Event()

    def watch() -> None:
        while not ended.wait(PAUSE):
            tell(app, log, 0)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    app.run()
    ended.set()
    watcher.join()


def main() -> None:
    """Serve until SIGTERM."""
    (world,) = sys.argv[1:]
    log = Unplanned()
    logger = logging.getLogger("pgwidgets")
    logger.addHandler(log)
    logger.propagate = False
    if world == "threads":
        serve_threads(log)
    else:
        anyio.run(serve, log, backend=world)


if __name__ == "__main__":
    main()
