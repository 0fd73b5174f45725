"""What a page costs in real Chromium: to load, to fill, to echo, to load anew; and its bytes.

Knows Playwright (imported only when a measurement runs), Chromium's network counters, and the texts
of the application's page.
"""

import asyncio
import contextlib
import shutil
import statistics
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

from benchmarks import large_application, workload
from benchmarks.browser import FLAGS, until_served
from benchmarks.environments import OURS, BenchmarkError, Side
from benchmarks.lines import Line
from benchmarks.runner import Scenario, Values
from benchmarks.servers import Server

if TYPE_CHECKING:
    from playwright.async_api import BrowserContext, CDPSession, Page

LABELS = 1000
ECHOES = 60
DELAY = 0.1
"""Seconds of a round trip on a line that is not local."""

_TIMEOUT = 120.0
_REST = 0.7  # seconds after which nothing more comes

# When a text first stands in the document, in milliseconds from the beginning of the navigation.
_WATCH = """(text) => {
  window.shownAt = new Promise((resolve) => {
    const look = () => {
      const walker = document.createTreeWalker(document, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        if (walker.currentNode.data.trim() === text) return true;
      }
      return false;
    };
    const observer = new MutationObserver(() => {
      if (look()) { observer.disconnect(); resolve(performance.now()); }
    });
    observer.observe(document, { subtree: true, childList: true, characterData: true });
  });
}"""

_CLICK_TO_TEXT = """async ([button, first, count]) => {
  const find = (text) => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      if (walker.currentNode.data.trim() === text) return walker.currentNode.parentElement;
    }
    throw new Error(`no text ${text}`);
  };
  const pressed = find(button);
  let shown = find(first);
  const times = [];
  for (let round = 0; round < count; round += 1) {
    const before = shown.textContent;
    const begun = performance.now();
    const changed = new Promise((resolve) => {
      const observer = new MutationObserver(() => {
        if (shown.textContent !== before) { observer.disconnect(); resolve(); }
      });
      observer.observe(shown, { subtree: true, childList: true, characterData: true });
    });
    pressed.click();
    await changed;
    times.push(performance.now() - begun);
  }
  return times;
}"""


@contextlib.asynccontextmanager
async def _chromium() -> AsyncIterator["BrowserContext"]:
    try:
        from playwright.async_api import Error, async_playwright
    except ModuleNotFoundError as error:
        raise BenchmarkError("playwright is not installed in this environment") from error
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        raise BenchmarkError("no chromium on the PATH")
    try:
        async with asyncio.timeout(_TIMEOUT), async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=path, args=FLAGS)
            yield await browser.new_context(viewport={"width": 1280, "height": 800})
            await browser.close()
    except Error as error:
        raise BenchmarkError(f"Chromium: {error.message}") from error


class _Network:
    """Counts what a page asks the server for, and the bytes that come of it."""

    def __init__(self, session: "CDPSession") -> None:
        self.requests = 0
        self.bytes = 0.0
        session.on("Network.responseReceived", self._answered)
        session.on("Network.loadingFinished", self._came)

    def _answered(self, event: dict[str, object]) -> None:
        response = event["response"]
        assert isinstance(response, dict)
        is_kept = response.get("fromDiskCache") or response.get("fromPrefetchCache")
        self.requests += not (is_kept or str(response["url"]).startswith("data:"))

    def _came(self, event: dict[str, object]) -> None:
        size = event["encodedDataLength"]
        assert isinstance(size, (int, float))
        self.bytes += size


async def _visit(page: "Page", url: str, text: str) -> Values:
    """Load a page until a text stands in it; return seconds, requests and bytes."""
    session = await page.context.new_cdp_session(page)
    network = _Network(session)
    await session.send("Network.enable")
    await page.goto(url, wait_until="commit")
    shown = await page.evaluate("() => window.shownAt")
    await asyncio.sleep(_REST)
    return {"time": shown / 1000, "requests": network.requests, "bytes": network.bytes}


async def _load(side: Side) -> Values:
    """The first visit, one more in the same browser, and a first one on a slow line."""
    values: Values = {}
    with Server(side, is_one_port=side is OURS) as server:
        await until_served(server.page_url)
        async with _chromium() as context:
            await context.add_init_script(f"({_WATCH})({workload.ECHO_BUTTON!r})")
            page = await context.new_page()
            await page.goto("about:blank")
            cold = await _visit(page, server.page_url, workload.ECHO_BUTTON)
            values |= {"cold": cold["time"], "requests": cold["requests"], "bytes": cold["bytes"]}
            await page.close()
            if side is not OURS:
                return values
            warm = await _visit(await context.new_page(), server.page_url, workload.ECHO_BUTTON)
            values |= {"warm": warm["time"], "warm-requests": warm["requests"]}
        async with Line(server.port, DELAY / 2) as line, _chromium() as context:
            await context.add_init_script(f"({_WATCH})({workload.ECHO_BUTTON!r})")
            page = await context.new_page()
            far = await _visit(page, f"http://127.0.0.1:{line.port}/", workload.ECHO_BUTTON)
            values["far"] = far["time"]
    return values


@contextlib.asynccontextmanager
async def _shown(line: Line) -> AsyncIterator["Page"]:
    async with _chromium() as context:
        page = await context.new_page()
        await page.goto(f"http://127.0.0.1:{line.port}/")
        await page.get_by_text(workload.ECHO_BUTTON, exact=True).wait_for()
        await asyncio.sleep(_REST)
        yield page


async def _build(page: "Page") -> float:
    """Click for 1,000 labels; return the seconds until the last is there."""
    await page.evaluate(_WATCH, workload.label_text(LABELS - 1))
    begun = await page.evaluate(
        "(text) => { const at = performance.now(); [...document.querySelectorAll('*')]"
        ".filter((e) => e.childElementCount === 0 && e.textContent.trim() === text)[0].click();"
        " return at; }",
        workload.build_button(LABELS),
    )
    ended: float = await page.evaluate("() => window.shownAt")
    return (ended - begun) / 1000


async def _fill(side: Side) -> Values:
    """1,000 labels by a click, their bytes, and echoes before and after; then a page anew."""
    if side is not OURS:
        return {}
    values: Values = {}
    with Server(side, is_one_port=True) as server:
        await until_served(server.page_url)
        async with Line(server.port) as line, _shown(line) as page:
            echo = [workload.ECHO_BUTTON, workload.IDLE, ECHOES]
            values["echo"] = statistics.median(await page.evaluate(_CLICK_TO_TEXT, echo)) / 1000
            await asyncio.sleep(_REST)
            before = line.down, line.up
            values["build"] = await _build(page)
            await asyncio.sleep(2 * _REST)
            values["down"], values["up"] = line.down - before[0], line.up - before[1]
            echo = [workload.ECHO_BUTTON, workload.echo_text(ECHOES), ECHOES]
            values["late"] = statistics.median(await page.evaluate(_CLICK_TO_TEXT, echo)) / 1000
            await page.context.add_init_script(f"({_WATCH})({workload.label_text(LABELS - 1)!r})")
            times = []
            for _ in range(3):
                await page.reload(wait_until="commit")
                times.append(await page.evaluate("() => window.shownAt") / 1000)
                await asyncio.sleep(_REST)
            values["reload"] = statistics.median(times)
        async with Line(server.port, DELAY / 2) as line, _shown(line) as page:
            values["far"] = await _build(page)
    return values


async def _large(side: Side) -> Values:
    """A page of 2,000 labels and a table of 20,000 rows, loaded anew."""
    if side is not OURS:
        return {}
    module = "benchmarks.large_application"
    with Server(side, module, is_one_port=True) as server:
        await until_served(server.page_url)
        async with _chromium() as context:
            page = await context.new_page()
            await page.goto(server.page_url)
            last = workload.label_text(large_application.LABELS - 1)
            await page.get_by_text(last, exact=True).wait_for(state="attached", timeout=60_000)
            await asyncio.sleep(2 * _REST)
            await context.add_init_script(f"({_WATCH})({last!r})")
            times = []
            for _ in range(3):
                await page.reload(wait_until="commit")
                times.append(await page.evaluate("() => window.shownAt") / 1000)
                await asyncio.sleep(2 * _REST)
            return {"reload": statistics.median(times)}


SCENARIOS = (
    Scenario(
        "load",
        {
            "cold": "first load",
            "requests": "first load: requests",
            "bytes": "first load: bytes",
            "warm": "load with a cache",
            "warm-requests": "load with a cache: requests",
            "far": "first load at 100 ms of network delay",
        },
        _load,
        units={"requests": "n", "warm-requests": "n", "bytes": "B"},
    ),
    Scenario(
        "fill",
        {
            "build": "1,000 labels by a click, in Chromium",
            "far": "the same at 100 ms of network delay",
            "down": "bytes for 1,000 labels, down",
            "up": "bytes for 1,000 labels, up",
            "echo": "click to text in Chromium, small page",
            "late": "click to text in Chromium, with 1,000 labels",
            "reload": "the page of 1,000 labels loaded anew, with its state",
        },
        _fill,
        units={"down": "B", "up": "B"},
    ),
    Scenario("large", {"reload": "a page of 2,000 labels and 20,000 rows loaded anew"}, _large),
)
"""In the order of the table."""
