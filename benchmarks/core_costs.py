"""What the core alone costs: no sockets, no event loop, no client.

Each figure is the least of many short runs in one process, as pyperf has it: what else the machine
does only ever makes a run longer. The processor's time counts. A new process runs each side.
Run as ``python -m benchmarks.core_costs`` it prints its figures as JSON; this project is installed.
"""

import asyncio
import itertools
import json
import time
from collections.abc import Callable

from benchmarks.environments import OURS, ROOT, Side, environment_variables, python_of
from benchmarks.runner import Scenario, Values

_RUNS = 60
_LOOPS = 100


def _least(action: Callable[[], None], after: Callable[[], None] = lambda: None) -> float:
    """Return the seconds of the processor that something takes, at best."""
    best = float("inf")
    for _ in range(_RUNS):
        begun = time.process_time()
        for _ in range(_LOOPS):
            action()
        best = min(best, (time.process_time() - begun) / _LOOPS)
        after()
    return best


def measure() -> Values:
    """Return the seconds of each piece of work."""
    from pgwidgets.testing import SimulatedBrowser
    from pgwidgets_proto import Hub

    tokens = itertools.count()
    numbers = itertools.count()
    values: Values = {}
    for links in (0, 1):
        hub = Hub(mint_token=lambda: f"token-{next(tokens)}", boot="boot")
        session = hub.create_session()
        box = session.create("VBox")
        shown = session.create("Label", ("idle",))
        browsers = [
            SimulatedBrowser(hub, session_id=session.id, token=session.token) for _ in range(links)
        ]
        for browser in browsers:
            browser.exchange()

        def settle(browsers: list[SimulatedBrowser] = browsers) -> None:
            for browser in browsers:
                browser.exchange()

        def label(session: object = session, box: object = box) -> None:
            made = session.create("Label", (f"text {next(numbers)}",))  # type: ignore[attr-defined]
            session.call(made, "set_color", ("red", "black"))  # type: ignore[attr-defined]
            session.call(box, "add_widget", (made, 0))  # type: ignore[attr-defined]

        def text(session: object = session, shown: object = shown) -> None:
            session.call(shown, "set_text", (f"text {next(numbers)}",))  # type: ignore[attr-defined]

        values[f"label-{links}"] = _least(label, settle)
        values[f"text-{links}"] = _least(text, settle)
    return values


async def _core(side: Side) -> Values:
    if side is not OURS:
        return {}
    process = await asyncio.create_subprocess_exec(
        *(python_of(side), "-m", "benchmarks.core_costs"),
        cwd=ROOT,
        env=environment_variables(),
        stdout=asyncio.subprocess.PIPE,
    )
    printed, _ = await process.communicate()
    values: Values = json.loads(printed)
    return values


SCENARIOS = (
    Scenario(
        "core",
        {
            "label-0": "the core alone: a label, its colors, its place; no browser",
            "label-1": "the same, told to one browser",
            "text-0": "the core alone: a text; no browser",
            "text-1": "the same, told to one browser",
        },
        _core,
    ),
)
"""In the order of the table."""

if __name__ == "__main__":
    print(json.dumps(measure()))
