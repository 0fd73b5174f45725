"""What importing a library costs a program that begins.

Knows how an interpreter is started and timed. Each figure is the best of several starts, since
whatever else the machine does only ever makes one slower; sides alternate as everywhere.
"""

import asyncio
import time

from benchmarks.environments import OURS, Side, environment_variables, python_of
from benchmarks.runner import Scenario, Values

STARTS = 9
DEPENDENCIES = "import h11, wsproto, msgspec, anyio"


async def _import(side: Side) -> Values:
    empty = await _best_start(side, "")
    values = {"import": await _best_start(side, side.imports) - empty}
    if side is OURS:
        values["own"] = values["import"] - (await _best_start(side, DEPENDENCIES) - empty)
    return values


async def _best_start(side: Side, statement: str) -> float:
    times = []
    for _ in range(STARTS):
        started = time.perf_counter()
        process = await asyncio.create_subprocess_exec(
            python_of(side), "-c", statement, env=environment_variables()
        )
        assert await process.wait() == 0, statement
        times.append(time.perf_counter() - started)
    return min(times)


SCENARIOS = (
    Scenario(
        "import",
        {
            "import": "import of the asynchronous API",
            "own": "the same, without h11, wsproto, msgspec and anyio",
        },
        _import,
    ),
)
"""In the order of the table."""
