"""Live lines and long ones in real Chromium: frames, and what they cost the page and the server.

Knows Playwright (imported only when a measurement runs), Chromium's own counters, and the
applications (``plot_application.py`` and those of the peers). A page is *busy* for the part of the
time that its main thread has worked. A frame in which a canvas, a picture or a drawing of the page
has changed is one that is drawn.
"""

import asyncio
import contextlib
import shutil
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

from benchmarks import plot_workload
from benchmarks.browser import FLAGS, until_served
from benchmarks.environments import (
    BOKEH_PLOTS,
    NICEGUI_PLOTS,
    OURS,
    BenchmarkError,
    Side,
)
from benchmarks.runner import Scenario, Values
from benchmarks.servers import Server, cpu_seconds

if TYPE_CHECKING:
    from playwright.async_api import CDPSession, Page

MODULES = {
    OURS.name: "benchmarks.plot_application",
    NICEGUI_PLOTS.name: "benchmarks.nicegui_plot_application",
    BOKEH_PLOTS.name: "benchmarks.bokeh_plot_application",
}

_MANY_BUTTON = "a million"
_FIGURE_BUTTON = "a figure"
_TIMEOUT = 180.0
_SETTLE = 12.0
"""Seconds until the window is full of points."""
_WATCHED = 8.0
_STEPS = 40

_COUNT = """(() => {
  window.frames_ = 0;
  window.drawn = 0;
  let hasChanged = false;
  for (const name of ["stroke", "drawImage"]) {
    const draw = CanvasRenderingContext2D.prototype[name];
    CanvasRenderingContext2D.prototype[name] = function (...args) {
      hasChanged = true;
      return draw.apply(this, args);
    };
  }
  const isPart = (node) => node.closest?.("svg, img") || node.querySelector?.("svg, img");
  const isDrawing = ({ target, addedNodes }) => (
    target.closest?.("svg, img") || [...addedNodes].some(isPart)
  );
  const observe = () => new MutationObserver((changes) => {
    hasChanged ||= changes.some(isDrawing);
  }).observe(document, { subtree: true, childList: true, attributes: true });
  observe();
  const frame = () => {
    window.frames_ += 1;
    window.drawn += hasChanged;
    hasChanged = false;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
})()"""


async def _live(side: Side) -> Values:
    """Watch ten lines grow by a thousand points a second each."""
    async with _page(side) as (page, session, server):
        await asyncio.sleep(_SETTLE)
        return await _watched(page, session, server)


async def _panned(side: Side) -> Values:
    """Drag a million points to and fro, zoomed in a little."""
    if side is not OURS:
        return {}
    async with _page(side) as (page, session, server):
        await page.get_by_text(_MANY_BUTTON, exact=True).click()
        await page.wait_for_function(
            "() => [...document.querySelectorAll('.plot-widget')].some((each) => "
            "getComputedStyle(each).display === 'none')"
        )
        await asyncio.sleep(2)
        box = await page.locator(".plot-widget canvas").first.bounding_box()
        assert box is not None
        middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        await page.mouse.move(*middle)
        await page.mouse.wheel(0, -800)
        await page.mouse.down()
        panning = asyncio.create_task(_pan(page, *middle))
        await asyncio.sleep(1)
        values = await _watched(page, session, server)
        panning.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await panning
        return values


async def _figure(side: Side) -> Values:
    """Have a figure of matplotlib drawn as often as it is shown."""
    if side is not OURS:
        return {}
    async with _page(side) as (page, session, server):
        await page.get_by_text(_FIGURE_BUTTON, exact=True).click()
        await page.locator(".figure-widget canvas").first.wait_for()
        await asyncio.sleep(2)
        return await _watched(page, session, server)


async def _pan(page: "Page", x: float, y: float) -> None:
    step = 0
    while True:
        step += 1
        share = abs((step % (2 * _STEPS)) / _STEPS - 1) - 0.5
        await page.mouse.move(x + share * plot_workload.WIDTH / 2, y)


async def _watched(page: "Page", session: "CDPSession", server: Server) -> Values:
    before = await _counts(page, session, server)
    await asyncio.sleep(_WATCHED)
    after = await _counts(page, session, server)
    spent = {key: after[key] - before[key] for key in before}
    seconds = spent["time"]
    return {
        "fps": spent["frames"] / seconds,
        "drawn": spent["drawn"] / seconds,
        "busy": spent["busy"] / seconds * 100,
        "server": spent["server"] / seconds * 100,
    }


async def _counts(page: "Page", session: "CDPSession", server: Server) -> dict[str, float]:
    found = await session.send("Performance.getMetrics")
    metrics = {each["name"]: each["value"] for each in found["metrics"]}
    frames, drawn = await page.evaluate("() => [frames_, drawn]")
    return {
        "time": metrics["Timestamp"],
        "busy": metrics["TaskDuration"],
        "frames": frames,
        "drawn": drawn,
        "server": cpu_seconds(server.pid),
    }


@contextlib.asynccontextmanager
async def _page(side: Side) -> AsyncIterator[tuple["Page", "CDPSession", Server]]:
    try:
        from playwright.async_api import Error, async_playwright
    except ModuleNotFoundError as error:
        raise BenchmarkError("playwright is not installed in this environment") from error
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        raise BenchmarkError("no chromium on the PATH")
    with Server(side, module=MODULES[side.name]) as server:
        await until_served(server.page_url)
        try:
            async with asyncio.timeout(_TIMEOUT), async_playwright() as playwright:
                browser = await playwright.chromium.launch(executable_path=chromium, args=FLAGS)
                page = await browser.new_page(viewport={"width": 900, "height": 560})
                await page.add_init_script(_COUNT)
                await page.goto(server.page_url)
                session = await page.context.new_cdp_session(page)
                await session.send("Performance.enable")
                yield page, session, server
                await browser.close()
        except Error as error:
            raise BenchmarkError(f"Chromium: {error.message}") from error


_UNITS = {"fps": "n", "drawn": "n", "busy": "%", "server": "%"}


def _titles(about: str) -> dict[str, str]:
    return {
        "fps": f"{about}: frames of the page a second",
        "drawn": f"{about}: of them with something new",
        "busy": f"{about}: the page is busy",
        "server": f"{about}: of a core, the server",
    }


SCENARIOS = (
    Scenario(
        "live",
        _titles(f"{plot_workload.LINES} lines x {plot_workload.RATE:,} points a second"),
        _live,
        units=_UNITS,
        peer_rounds=1,
    ),
    Scenario(
        "figure", _titles("a figure of 640 x 480, drawn anew as often"), _figure, units=_UNITS
    ),
    Scenario("million", _titles(f"{plot_workload.MANY:,} points panned"), _panned, units=_UNITS),
)
"""In the order of the table."""
