"""What one message of a hostile browser costs another visitor, who asks for the page meanwhile.

A visitor keeps asking ``GET /`` from a process of its own, a hostile browser sends a message of an
allowed size, and the server tells how long its event loop was kept in one go. Knows the floods
(``flood_messages.py``) and the application. Must not know what a message does.
"""

import asyncio
import json
import sys
import time
from contextlib import AsyncExitStack
from typing import Self
from urllib.parse import urlsplit

from benchmarks import flood_application as application
from benchmarks.environments import ROOT, BenchmarkError, Side
from benchmarks.flood_messages import FLOODS
from benchmarks.runner import Scenario, Values
from benchmarks.servers import Server, cpu_seconds, resident_bytes
from benchmarks.visitor import Visitor

_TIMEOUT = 120.0
_QUIET = 0.5
"""Seconds of quiet before the flood, in which the waits of the other visitor are compared with."""
_AT_REST = 0.05
"""Seconds of processor time in 0.2 s, below which a server has nothing more to do."""


class _Asking:
    """The other visitor: asks for the page again and again, in a process of its own.

    Args:
        server: Whose page.
    """

    def __init__(self, server: Server) -> None:
        target = urlsplit(server.page_url)
        self._place = (str(target.hostname), str(target.port), str(server.pid))

    async def __aenter__(self) -> Self:
        """Begin."""
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "benchmarks.asking", *self._place),
            cwd=ROOT,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        """End."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        await self._process.wait()

    async def told(self) -> tuple[float, float]:
        """Return the longest wait since it told last, and the server's most work in one."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(b"\n")
        async with asyncio.timeout(_TIMEOUT):
            wait, work = (await self._process.stdout.readline()).split()
        return float(wait), float(work)


async def _longest(visitor: Visitor) -> float:
    """Ask the server for how long its loop was kept in one go since it was asked last."""
    report = next(w for w in visitor.page.widgets.values() if w.class_name == "Label")
    before = report.text
    await visitor.click(visitor.page.find("Button", application.COUNT_BUTTON).wid)
    await visitor.until(lambda: report.text != before, _TIMEOUT)
    return float(json.loads(report.text)["longest"])


async def _settled(pid: int) -> None:
    """Wait until the server has nothing to do."""
    end = time.monotonic() + _TIMEOUT
    idle, before = 0, cpu_seconds(pid)
    while idle < 3:
        await asyncio.sleep(0.2)
        now = cpu_seconds(pid)
        idle, before = (idle + 1 if now - before < _AT_REST else 0), now
        if time.monotonic() > end:
            raise BenchmarkError("the server does not come to rest")


def _is_shown(visitor: Visitor) -> bool:
    return any(widget.class_name == "TreeView" for widget in visitor.page.widgets.values())


async def _flood(side: Side, name: str) -> Values:
    async with AsyncExitStack() as stack:
        server = stack.enter_context(Server(side, module="benchmarks.flood_application"))
        watcher = await stack.enter_async_context(Visitor(server.ws_url))
        hostile = await stack.enter_async_context(Visitor(server.ws_url))
        for visitor in (watcher, hostile):
            await visitor.until(lambda v=visitor: _is_shown(v), _TIMEOUT)  # type: ignore[misc]
        *before, flood = FLOODS[name][1](hostile.page)
        for frame in before:
            await hostile.send(frame)
        asking = await stack.enter_async_context(_Asking(server))
        await asyncio.sleep(_QUIET)
        await _longest(watcher)
        quiet, _ = await asking.told()
        peak = memory = resident_bytes(server.pid)
        sending = asyncio.create_task(hostile.send(flood))
        resting = asyncio.create_task(_settled(server.pid))
        while not resting.done():
            peak = max(peak, resident_bytes(server.pid))
            await asyncio.sleep(0.005)
        await sending
        await resting
        wait, work = await asking.told()
        return {
            "kept": await _longest(watcher),
            "wait": wait,
            "work": work,
            "quiet": quiet,
            "memory": float(peak - memory),
        }


def _scenario(name: str) -> Scenario:
    what = FLOODS[name][0]

    async def run(side: Side) -> Values:
        return await _flood(side, name)

    return Scenario(
        name,
        {
            "kept": f"{what}: the loop was kept in one go",
            "wait": f"{what}: the longest GET / meanwhile",
            "work": f"{what}: the loop's work from a GET / to its answer",
            "quiet": f"{what}: the longest GET / before",
            "memory": f"{what}: memory more than before",
        },
        run,
        units={"memory": "B"},
    )


SCENARIOS = tuple(_scenario(name) for name in FLOODS)
