"""How long an operator's click takes while an observer presses the same button without end.

The observer's presses count for nothing; the question is whom they keep waiting. Knows the
application (``watcher_application.py``). Must not know how a report is refused.
"""

import asyncio
import json
import statistics
import time
from contextlib import AsyncExitStack

from benchmarks import watcher_application as application
from benchmarks.environments import BenchmarkError, Side
from benchmarks.runner import Scenario, Values
from benchmarks.servers import Server
from benchmarks.visitor import Visitor

_TIMEOUT = 60.0
_CLICKS = 60
_PAUSE = 0.03
_A_SECOND = 450
"""Presses of the observer: a few below ``Limits.refused_reports``, so that it is not closed."""
_AT_ONCE = 9_000


def _labels(visitor: Visitor) -> list[str]:
    return [w.text for w in visitor.page.widgets.values() if w.class_name == "Label"]


async def _clicks(operator: Visitor) -> list[float]:
    """Seconds from each click of the operator to the number that it brings."""
    button = operator.page.find("Button", application.COUNT_BUTTON).wid
    count = [w for w in operator.page.widgets.values() if w.class_name == "Label"][1]
    took = []
    for _ in range(_CLICKS):
        before = count.text
        began = time.perf_counter()
        await operator.click(button)
        await operator.until(lambda was=before: count.text != was, _TIMEOUT)  # type: ignore[misc]
        took.append(time.perf_counter() - began)
        await asyncio.sleep(_PAUSE)
    return took


async def _press(observer: Visitor, count: int) -> None:
    wid = observer.page.find("Button", application.COUNT_BUTTON).wid
    press = {"type": "callback", "wid": wid, "action": "activated", "args": [], "seen": 1}
    await observer.send(json.dumps([press] * count))


async def _press_on(observer: Visitor) -> None:
    while True:
        await _press(observer, _A_SECOND // 10)
        await asyncio.sleep(0.1)


async def _press_at_once(observer: Visitor) -> None:
    for _ in range(_AT_ONCE // 100):
        try:
            await _press(observer, 100)
        except Exception:  # it was closed, as it must
            return


async def _run(side: Side, *, at_once: bool) -> Values:
    async with AsyncExitStack() as stack:
        server = stack.enter_context(Server(side, module="benchmarks.watcher_application"))
        operator = await stack.enter_async_context(Visitor(server.ws_url))
        await operator.until(lambda: len(_labels(operator)) == 2, _TIMEOUT)
        known = json.loads(_labels(operator)[0])
        quiet = await _clicks(operator)
        observer = Visitor(server.ws_url, credentials=(known["session"], known["token"]))
        await observer.__aenter__()
        await observer.until(lambda: len(_labels(observer)) == 2, _TIMEOUT)
        task = asyncio.create_task(_press_at_once(observer) if at_once else _press_on(observer))
        try:
            pressed = await _clicks(operator)
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        if int(_labels(operator)[1]) != 2 * _CLICKS:
            raise BenchmarkError("an observer's press was counted")
        try:
            await observer.__aexit__(None, None, None)
        except Exception:
            if not at_once:
                raise
        return {
            "quiet": statistics.median(quiet),
            "pressed": statistics.median(pressed),
            "longest quiet": max(quiet),
            "longest": max(pressed),
        }


def _scenario(name: str, what: str, *, at_once: bool) -> Scenario:
    async def run(side: Side) -> Values:
        return await _run(side, at_once=at_once)

    return Scenario(
        name,
        {
            "quiet": f"{what}: an operator's click before",
            "pressed": f"{what}: an operator's click meanwhile",
            "longest quiet": f"{what}: the longest before",
            "longest": f"{what}: the longest meanwhile",
        },
        run,
    )


SCENARIOS = (
    _scenario("steady", f"an observer presses {_A_SECOND} times a second", at_once=False),
    _scenario("burst", f"an observer presses {_AT_ONCE:,} times at once", at_once=True),
)
