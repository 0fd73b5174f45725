"""Tables of many rows in real Chromium: what they cost the page, and what its user feels of it.

Knows Playwright (imported only when a measurement runs), Chromium's own counters, and the texts of
the applications' pages. A page is *busy* for the part of the time that its main thread has worked;
a click is felt late when the page has no time for it: what counts is from the moment at which the
browser had it to the one at which the page hears of it.
"""

import asyncio
import contextlib
import shutil
import statistics
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TYPE_CHECKING, Any

from benchmarks import table_workload
from benchmarks.browser import FLAGS, until_served
from benchmarks.environments import NICEGUI, OURS, PEER, BenchmarkError, Side
from benchmarks.runner import Scenario, Values
from benchmarks.servers import Server, resident_bytes

if TYPE_CHECKING:
    from playwright.async_api import Browser, Page

MODULES = {
    OURS.name: "benchmarks.table_application",
    PEER.name: "benchmarks.table_application",
    NICEGUI.name: "benchmarks.nicegui_table_application",
}

_TIMEOUT = 240.0
_SETTLE = 1.5
_WATCHED = 5.0
"""Seconds for which frames are counted, and work after that."""
_CLICKS = 20
_CLICKING = 20.0
"""Seconds after which no more clicks go to a page that has no time for them."""
_MOST_FOR_OTHERS = 1000
"""Rows; 100,000 elements take the peer a minute and 8 GB, and NiceGUI's grid shows none of them."""

# Notes when large messages have arrived, and how long each click had waited.
_PREPARE = """(() => {
  const Base = WebSocket;
  window.arrivals = [];
  window.waits = [];
  window.WebSocket = class extends Base {
    constructor(...args) {
      super(...args);
      super.addEventListener("message", ({ data }) => {
        const size = data.length ?? data.byteLength ?? data.size;
        if (size > 20000) window.arrivals.push(performance.now());
      });
    }
  };
  addEventListener("click", ({ timeStamp }) => {
    window.waits.push(performance.now() - timeStamp);
  }, { capture: true });
})()"""

_FRAMES = """async (milliseconds) => {
  const begin = performance.now();
  let [frames, now] = [0, begin];
  while (now - begin < milliseconds) {
    now = await new Promise(requestAnimationFrame);
    frames += 1;
  }
  return frames / (now - begin) * 1000;
}"""

# Of the changes that are shown the newest, told by the first cell that changes in a row in sight.
_BEAT = f"""() => Math.max(0, ...[...document.body.innerText.matchAll(
  /(\\d+)\\.{table_workload.IN_SIGHT:03d}\\b/g)].map(([, beat]) => Number(beat)))"""

# Painted is what is there one frame, and what comes right after it, later.
_PAINTED = """async (text) => {
  const isThere = () => document.body.innerText.includes(text);
  while (!isThere()) await new Promise(requestAnimationFrame);
  await new Promise((done) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = done;
    port2.postMessage(0);
  });
  return performance.now();
}"""


# From a scroll to a part of all to the sight of a row there.
_JUMPED = """async ([part, text]) => {
  const view = document.querySelector(".treeview-viewport");
  const began = performance.now();
  view.scrollTop = part * (view.scrollHeight - view.clientHeight);
  while (!document.body.innerText.includes(text)) await new Promise(requestAnimationFrame);
  return performance.now() - began;
}"""


def _changing(rows: int, cells: int) -> Callable[[Side], Awaitable[Values]]:
    """Ten times a second the program changes so many cells, each by a call of its own."""

    async def run(side: Side) -> Values:
        if side is not OURS and rows > _MOST_FOR_OTHERS:
            return {}
        async with _page(side, rows) as (page, _, _):
            # A page that gives in to the changes may lose its buttons: they are looked up before.
            plain = await _place(page, table_workload.PLAIN_BUTTON)
            stop = await _place(page, table_workload.STOP_BUTTON)
            await _press(page, table_workload.feed_button(cells))
            await asyncio.sleep(_SETTLE)
            fps = await page.evaluate(_FRAMES, _WATCHED * 1000)
            first, begin = await page.evaluate(_BEAT), time.monotonic()
            busy = await _busy(page)
            beats = (await page.evaluate(_BEAT) - first) / (time.monotonic() - begin)
            clicks, end = 0, time.monotonic() + _CLICKING
            while clicks < _CLICKS and time.monotonic() < end:
                await page.mouse.click(*plain)
                await asyncio.sleep(0.07)
                clicks += 1
            waits = await page.evaluate(f"waits.slice(-{clicks})")
            await page.mouse.click(*stop)
        wait = statistics.median(waits) / 1000 if waits else _CLICKING
        return {"fps": fps, "beats": beats, "busy": busy, "wait": wait}

    return run


async def _loading(side: Side) -> Values:
    """100,000 rows by one call: from their arrival to their sight; sorted by clicks; memory."""
    if side is not OURS:
        return {}
    rows = table_workload.MANY
    async with _page(side, 0) as (page, browser, _):
        before = await _renderer_bytes(browser)
        painted = asyncio.ensure_future(
            page.evaluate(_PAINTED, table_workload.name_of(table_workload.IN_SIGHT))
        )
        await _press(page, table_workload.rows_button(rows))
        shown = await painted - await page.evaluate("arrivals.at(-1)")
        await asyncio.sleep(_SETTLE)
        resident = await _renderer_bytes(browser)
        values = {"shown": shown / 1000, "memory": resident, "grown": resident - before}
        for figure, column, first in table_workload.SORTS:
            header = page.get_by_text(column, exact=True).first
            await header.click()
            began = await page.evaluate("performance.now() - waits.at(-1)")
            values[figure] = (await page.evaluate(_PAINTED, first) - began) / 1000
            await asyncio.sleep(_SETTLE)
        return values


async def _from_arrays(side: Side) -> Values:
    """A million rows that stay in the program: until they are seen, here and there; memory."""
    if side is not OURS:
        return {}
    count = table_workload.IN_ARRAYS
    async with _page(side, 0) as (page, browser, server):
        before = await _renderer_bytes(browser), server.resident_bytes()
        painted = asyncio.ensure_future(page.evaluate(_PAINTED, table_workload.place_name(3)))
        began = await page.evaluate("performance.now()")
        await _press(page, table_workload.ARRAYS_BUTTON)
        shown = await painted - began
        jumps = []
        for part in table_workload.JUMPS:
            place = min(count - 1, int(part * count))
            await asyncio.sleep(_SETTLE)
            jumps.append(await page.evaluate(_JUMPED, [part, table_workload.place_name(place)]))
        await asyncio.sleep(_SETTLE)
        return {
            "first": shown / 1000,
            "jump": max(jumps) / 1000,
            "page": await _renderer_bytes(browser) - before[0],
            "server": server.resident_bytes() - before[1],
        }


@contextlib.asynccontextmanager
async def _page(side: Side, rows: int) -> AsyncIterator[tuple["Page", "Browser", Server]]:
    """Open the side's page with a table of so many rows; it must show what it should at the end."""
    try:
        from playwright.async_api import Error, async_playwright
    except ModuleNotFoundError as error:
        raise BenchmarkError("playwright is not installed in this environment") from error
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        raise BenchmarkError("no chromium on the PATH")
    with Server(side, MODULES[side.name]) as server:
        await until_served(server.page_url)
        try:
            async with asyncio.timeout(_TIMEOUT), async_playwright() as playwright:
                browser = await playwright.chromium.launch(executable_path=chromium, args=FLAGS)
                page = await browser.new_page(viewport={"width": 1280, "height": 720})
                page.set_default_timeout(_TIMEOUT * 1000)
                await page.add_init_script(_PREPARE)
                await page.goto(server.page_url)
                await page.get_by_text(table_workload.STOP_BUTTON, exact=True).wait_for()
                if rows:
                    await _press(page, table_workload.rows_button(rows))
                    await page.get_by_text(
                        table_workload.name_of(table_workload.IN_SIGHT), exact=True
                    ).first.wait_for()
                await asyncio.sleep(_SETTLE)
                yield page, browser, server
                await browser.close()
        except Error as error:
            raise BenchmarkError(f"Chromium: {error.message}") from error
        except TimeoutError as error:
            raise BenchmarkError(f"nothing more for {_TIMEOUT:.0f} s") from error


async def _press(page: "Page", text: str) -> None:
    """Click a button as a mouse does: without a look whether the page has time for it."""
    await page.mouse.click(*await _place(page, text))


async def _place(page: "Page", text: str) -> tuple[float, float]:
    """Return the middle of a button, in pixels of the page."""
    box = await page.get_by_text(text, exact=True).first.bounding_box()
    if box is None:
        raise BenchmarkError(f"the page does not show its button {text!r}")
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


async def _busy(page: "Page") -> float:
    """Return how much of a processor the page's main thread takes, in percent."""
    session = await page.context.new_cdp_session(page)
    await session.send("Performance.enable")

    async def worked() -> float:
        answer = await session.send("Performance.getMetrics")
        return float({each["name"]: each["value"] for each in answer["metrics"]}["ThreadTime"])

    begin, before = time.monotonic(), await worked()
    await asyncio.sleep(_WATCHED)
    after = await worked()
    return 100 * (after - before) / (time.monotonic() - begin)


async def _renderer_bytes(browser: "Browser") -> float:
    """Return the resident memory of the page's process, the largest of Chromium's renderers."""
    session = await browser.new_browser_cdp_session()
    answer: dict[str, Any] = await session.send("SystemInfo.getProcessInfo")
    return max(
        resident_bytes(process["id"])
        for process in answer["processInfo"]
        if process["type"] == "renderer"
    )


def _scenario(rows: int, cells: int) -> Scenario:
    what = f"{rows:,} rows, {cells:,} cells at 10 Hz: "
    titles = {
        "fps": f"{what}frames a second",
        "beats": f"{what}changes shown a second",
        "busy": f"{what}page busy",
        "wait": f"{what}click to handler, median",
    }
    name = f"change-{rows}-{cells}"
    units = {"fps": "n", "beats": "n", "busy": "%"}
    return Scenario(name, titles, _changing(rows, cells), units=units, peer_rounds=1)


SCENARIOS = (
    _scenario(1000, 100),
    _scenario(1000, 1000),
    _scenario(table_workload.MANY, 100),
    Scenario(
        "load-100000",
        {
            "shown": "100,000 rows by one call, arrival to sight",
            "numbers": "the same sorted by a click, numbers",
            "texts": "the same, texts",
            "memory": "memory of the page's process with them",
            "grown": "the same, less that without rows",
        },
        _loading,
        units={"memory": "B", "grown": "B"},
        peer_rounds=1,
    ),
    Scenario(
        "arrays-1000000",
        {
            "first": "1,000,000 rows from arrays, click to first rows",
            "jump": "the same scrolled far away, to the rows there, slowest of 4",
            "page": "memory of the page's process with them, less that without",
            "server": "memory of the server, likewise",
        },
        _from_arrays,
        units={"page": "B", "server": "B"},
        peer_rounds=1,
    ),
)
"""In the order of the table."""
