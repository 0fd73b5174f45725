"""Browsers that come and go, and sessions that are made and destroyed: what is left of them.

10,000 connections over real sockets, half of which end without a goodbye, and 1,000 sessions. The
server process is watched from outside: its memory, its descriptors, and what it tells itself of its
tasks and objects. Knows the application (``lifecycle_application.py``) and the visitors.
"""

import asyncio
import json
import os
import statistics
from contextlib import AsyncExitStack

from benchmarks import lifecycle_application as application
from benchmarks.environments import BenchmarkError, Side
from benchmarks.runner import Scenario, Values
from benchmarks.servers import Server
from benchmarks.visitor import Visitor

CYCLES = 10_000
SESSIONS = 1_000
SAMPLES = 20
"""Times that memory is looked at, after the first tenth."""

AT_A_TIME = 20
_TIMEOUT = 300.0


class _Watch:
    """The server, as a page of its own tells of it."""

    def __init__(self, server: Server, page: Visitor) -> None:
        self._server = server
        self._visitor = page

    async def counts(self) -> dict[str, int]:
        """Return the server's tasks, objects and sessions, after a collection of garbage."""
        visitor = self._visitor
        report = next(w for w in visitor.page.widgets.values() if w.class_name == "Label")
        before = report.text
        await visitor.click(visitor.page.find("Button", application.COUNT_BUTTON).wid)
        await visitor.until(lambda: report.text != before, _TIMEOUT)
        counts: dict[str, int] = json.loads(report.text)
        return counts | {"descriptors": len(os.listdir(f"/proc/{self._server.pid}/fd"))}

    async def press(self, text: str) -> None:
        """Click a button, and wait until its handler is done."""
        visitor = self._visitor
        report = next(w for w in visitor.page.widgets.values() if w.class_name == "Label")
        before = report.text
        await visitor.click(visitor.page.find("Button", text).wid)
        await visitor.until(lambda: report.text != before, _TIMEOUT)


async def _watch(stack: AsyncExitStack, side: Side) -> tuple[Server, _Watch, Visitor]:
    server = stack.enter_context(Server(side, module="benchmarks.lifecycle_application"))
    visitor = await stack.enter_async_context(Visitor(server.ws_url))
    await visitor.until(lambda: any(w.shown for w in visitor.page.widgets.values()), _TIMEOUT)
    return server, _Watch(server, visitor), visitor


async def _come_and_go(server: Server, credentials: tuple[object, str] | None, count: int) -> None:
    """So many visits, some at a time; every other one ends without a goodbye."""
    numbers = iter(range(count))

    async def visit() -> None:
        for number in numbers:
            async with Visitor(server.ws_url, credentials=credentials) as visitor:
                await visitor.until(lambda v=visitor: v.seen > 0, _TIMEOUT)  # type: ignore[misc]
                if number % 2:
                    await visitor.leave()

    async with asyncio.TaskGroup() as tasks:
        for _ in range(AT_A_TIME):
            tasks.create_task(visit())


async def _forgotten() -> None:
    """Wait until no page is waited for any more."""
    await asyncio.sleep(2 * application.RESUME_WINDOW)


async def _connections(side: Side) -> Values:
    async with AsyncExitStack() as stack:
        server, watch, first = await _watch(stack, side)
        await _come_and_go(server, first.page.credentials, CYCLES // 10)
        await _forgotten()
        before = await watch.counts()
        sizes = [server.resident_bytes()]
        for _ in range(SAMPLES):
            await _come_and_go(server, first.page.credentials, CYCLES // SAMPLES)
            await watch.counts()
            sizes.append(server.resident_bytes())
        await _forgotten()
        after = await watch.counts()
        return _flat(before, after, sizes, CYCLES)


async def _sessions(side: Side) -> Values:
    async with AsyncExitStack() as stack:
        server, watch, _ = await _watch(stack, side)
        for _ in range(SESSIONS // 10 // application.AT_ONCE):
            await watch.press(application.SESSIONS_BUTTON)
        before = await watch.counts()
        sizes = [server.resident_bytes()]
        for _ in range(SESSIONS // application.AT_ONCE):
            await watch.press(application.SESSIONS_BUTTON)
            await watch.counts()
            sizes.append(server.resident_bytes())
        after = await watch.counts()
        return _flat(before, after, sizes, SESSIONS)


def _flat(before: dict[str, int], after: dict[str, int], sizes: list[int], cycles: int) -> Values:
    """Return growth by cycle: the slope of memory (least squares), and the counts' differences."""
    for what in ("tasks", "descriptors", "sessions"):
        if after[what] > before[what]:
            raise BenchmarkError(
                f"{after[what]} {what} after {cycles} cycles; {before[what]} before"
            )
    steps = range(len(sizes))
    slope = statistics.linear_regression(steps, sizes).slope * (len(sizes) - 1) / cycles
    return {
        "slope": slope,
        "objects": float(after["objects"] - before["objects"]),
        "tasks": float(after["tasks"] - before["tasks"]),
        "descriptors": float(after["descriptors"] - before["descriptors"]),
    }


def _scenario(name: str, what: str, run: object) -> Scenario:
    return Scenario(
        name,
        {
            "slope": f"{what}: growth of memory for each",
            "objects": f"{what}: objects more than before",
            "tasks": f"{what}: tasks more than before",
            "descriptors": f"{what}: descriptors more than before",
        },
        run,  # type: ignore[arg-type]
        units={"slope": "B", "objects": "n", "tasks": "n", "descriptors": "n"},
    )


SCENARIOS = (
    _scenario("connections", f"{CYCLES:,} connections", _connections),
    _scenario("sessions", f"{SESSIONS:,} sessions of 20 widgets", _sessions),
)
