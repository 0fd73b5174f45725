"""A browser that stops reading, and what it costs the server and the others.

150 images of 1 MB and 1,000,000 texts go out to a session that four browsers show, while they and
sixteen others, each of a session of its own, click and are answered. The same is done with and
without a fifth browser of the flooded session, which has stopped reading.

Knows the application's page (``slow_application.py``) and the visitors.
"""

import asyncio
import statistics
from contextlib import AsyncExitStack

from benchmarks import slow_application as application
from benchmarks import workload
from benchmarks.environments import BenchmarkError, Side
from benchmarks.runner import Scenario, Values
from benchmarks.servers import Server
from benchmarks.visitor import Visitor

LIMIT = 4 * 1024 * 1024
"""``Limits.link_bytes`` by default."""

SAME = application.ECHOES
"""Healthy browsers of the flooded session."""

OTHERS = 16
"""Healthy browsers, each of a session of its own."""

PAUSE = 0.1
"""Seconds between two clicks of one browser."""

_TIMEOUT = 600.0


async def _run(side: Side, *, has_stalled: bool) -> Values:
    async with AsyncExitStack() as stack:
        server = stack.enter_context(Server(side, module="benchmarks.slow_application"))
        first = await stack.enter_async_context(_visitor(server))
        await _shown(first)
        healthy = [first]
        for number in range(SAME - 1 + OTHERS):
            credentials = first.page.credentials if number < SAME - 1 else None
            healthy.append(await stack.enter_async_context(_visitor(server, credentials)))
        for visitor in healthy:
            await _shown(visitor)
        stalled = None
        if has_stalled:
            stalled = await stack.enter_async_context(
                Visitor(server.ws_url, credentials=first.page.credentials, small_buffer=True)
            )
            await _shown(stalled)
            stalled.stall()
        before = server.resident_bytes()
        flooded, status = (first.page.find("Label", text).wid for text in _LABELS)
        is_over = asyncio.Event()
        echoes = [
            asyncio.create_task(_echo(visitor, number if number < SAME else 0, is_over))
            for number, visitor in enumerate(healthy)
        ]
        await first.click(first.page.find("Button", application.FLOOD_BUTTON).wid)
        peak = asyncio.create_task(_peak(server, is_over))
        last = application.flood_text(application.UPDATES - 1)

        def has_ended() -> bool:
            return first.page.widgets[status].text.startswith(application.FLOODED)

        await first.until(has_ended, _TIMEOUT)
        is_over.set()
        times = [time for echo in await asyncio.gather(*echoes) for time in echo]
        held = int(first.page.widgets[status].text.split()[1])
        values = {
            "median": statistics.median(times),
            "p95": statistics.quantiles(times, n=20)[-1],
            "memory": float(max(0, await peak - before)),
            "held": float(held),
        }
        for visitor in healthy[:SAME]:
            await visitor.until(lambda page=visitor.page: page.widgets[flooded].text == last, 30)  # type: ignore[misc]
        if stalled is not None:
            if held > LIMIT + application.FRAME_BYTES + 4096:
                raise BenchmarkError(f"{held} bytes were held for the stalled browser")
            stalled.go_on()
            await stalled.until(lambda: stalled.page.widgets[flooded].text == last, 30)
        return values


_LABELS = (workload.STAGE, workload.IDLE)


def _visitor(server: Server, credentials: tuple[object, str] | None = None) -> Visitor:
    return Visitor(server.ws_url, credentials=credentials)


async def _shown(visitor: Visitor) -> None:
    def is_shown() -> bool:
        return any(w.class_name == "TopLevel" and w.shown for w in visitor.page.widgets.values())

    await visitor.until(is_shown, _TIMEOUT)


async def _echo(visitor: Visitor, number: int, is_over: asyncio.Event) -> list[float]:
    """Click again and again; return the seconds from each click to the text that it led to."""
    loop = asyncio.get_running_loop()
    status = visitor.page.find("Label", application.idle_text(number))
    button = visitor.page.find("Button", application.echo_button(number)).wid
    times = []
    while not is_over.is_set():
        before = status.text
        clicked = loop.time()
        await visitor.click(button)
        await visitor.until(lambda before=before: status.text != before, _TIMEOUT)  # type: ignore[misc]
        times.append(loop.time() - clicked)
        await asyncio.sleep(PAUSE)
    return times


async def _peak(server: Server, is_over: asyncio.Event) -> int:
    """Watch the server's resident memory; return the most that it was."""
    most = 0
    while not is_over.is_set():
        most = max(most, server.resident_bytes())
        await asyncio.sleep(0.1)
    return most


async def _compare(side: Side) -> Values:
    """Both ways, one after the other."""
    without = await _run(side, has_stalled=False)
    with_it = await _run(side, has_stalled=True)
    return {
        "without": without["median"],
        "with": with_it["median"],
        "slowdown": with_it["median"] / without["median"],
        "held": with_it["held"],
        "memory_without": without["memory"],
        "memory": with_it["memory"],
    }


SCENARIOS = (
    Scenario(
        "slow-browser",
        {
            "without": "click to text during the flood, median of 20 browsers",
            "with": "the same beside a browser that stopped reading",
            "slowdown": "the second by the first",
            "held": "most that was held for the stalled browser",
            "memory_without": "growth of the server's memory, without it",
            "memory": "growth of the server's memory, with it",
        },
        _compare,
        units={"slowdown": "x", "held": "B", "memory_without": "B", "memory": "B"},
    ),
)
