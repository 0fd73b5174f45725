"""What is measured in real Chromium, from inside the page: click to the last change of the DOM.

Knows Playwright (imported only when a measurement runs) and the texts of the application's page.
A MutationObserver in the page notes when the last of the wanted texts has been put into the
document; afterwards the document is read and compared with what it must show.
"""

import asyncio
import shutil
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from benchmarks import workload
from benchmarks.environments import BenchmarkError, Side
from benchmarks.runner import Scenario, Values
from benchmarks.servers import Server

if TYPE_CHECKING:
    from playwright.async_api import Page

LABELS = 1000

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

_TIMEOUT = 180.0
_SETTLE = 0.5

# Each text node that comes into the document is looked at once, so watching costs about the same
# however the page is changed: 1,000 small mutations or a single large one.
_WATCH = """
(wanted) => {
  const missing = new Set(wanted);
  let clicked = null;
  addEventListener("click", () => { clicked ??= performance.now(); }, { capture: true });
  window.benchmark = new Promise((resolve) => {
    const look = (node) => {
      if (node.nodeType === Node.TEXT_NODE) {
        missing.delete(node.data.trim());
      } else {
        node.childNodes.forEach(look);
      }
    };
    const observer = new MutationObserver((records) => {
      for (const record of records) {
        if (record.type === "characterData") look(record.target);
        else record.addedNodes.forEach((node) => { if (node.isConnected) look(node); });
      }
      if (missing.size === 0) {
        observer.disconnect();
        resolve((performance.now() - clicked) / 1000);
      }
    });
    observer.observe(document, { subtree: true, childList: true, characterData: true });
  });
}
"""

_SHOWN = """
(wanted) => {
  const texts = new Set(wanted);
  const shown = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.data.trim();
    if (texts.has(text)) {
      const style = getComputedStyle(walker.currentNode.parentElement);
      shown.push([text, style.backgroundColor]);
    }
  }
  return shown;
}
"""


async def _build(side: Side) -> Values:
    """Click the build button: until all labels are in the document."""
    texts = [workload.label_text(number) for number in range(LABELS)]
    button = workload.build_button(LABELS)
    wanted = [[texts[number], _rgb(workload.label_color(number))] for number in range(LABELS)]

    def check(shown: list[list[str]]) -> None:
        if len(shown) != LABELS:
            raise BenchmarkError(f"{len(shown)} labels are shown; {LABELS} were made")
        for here, made in zip(shown, wanted, strict=True):
            if here != made:
                raise BenchmarkError(f"a label shows {here}; it was made as {made}")

    return await _measure(side, button, texts, check)


async def _update(side: Side) -> Values:
    """Click the update button: until the last of its texts is in the document."""
    last = workload.update_text(workload.UPDATES)

    def check(shown: list[list[str]]) -> None:
        if [text for text, _ in shown] != [last]:
            raise BenchmarkError(f"the last text {last!r} is shown {len(shown)} times, not once")

    return await _measure(side, workload.UPDATE_BUTTON, [last], check)


async def _measure(
    side: Side, button: str, texts: Sequence[str], check: Callable[[list[list[str]]], None]
) -> Values:
    """Load the page, click ``button``, wait for ``texts``; return the seconds that it took."""
    try:
        from playwright.async_api import Error, async_playwright
    except ModuleNotFoundError as error:
        raise BenchmarkError("playwright is not installed in this environment") from error
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        raise BenchmarkError("no chromium on the PATH")
    with Server(side) as server:
        await until_served(server.page_url)
        try:
            async with asyncio.timeout(_TIMEOUT), async_playwright() as playwright:
                browser = await playwright.chromium.launch(executable_path=chromium, args=FLAGS)
                page = await browser.new_page(viewport={"width": 1280, "height": 800})
                await page.goto(server.page_url)
                place = page.get_by_text(button, exact=True)
                await place.wait_for()
                await asyncio.sleep(_SETTLE)
                await page.evaluate(_WATCH, texts)
                await place.click()
                seconds = await page.evaluate("() => window.benchmark")
                await asyncio.sleep(_SETTLE)
                check(await _shown(page, texts))
                await browser.close()
        except Error as error:
            raise BenchmarkError(f"Chromium: {error.message}") from error
    return {"time": float(seconds)}


async def _shown(page: "Page", texts: Sequence[str]) -> list[list[str]]:
    """Return text and background of each element that shows one of ``texts``, in order."""
    shown: list[list[str]] = await page.evaluate(_SHOWN, texts)
    return shown


async def until_served(url: str) -> None:
    """Wait until a page can be had; a server needs a while to start."""

    def get() -> Any:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return answer.read()

    async with asyncio.timeout(60):
        while True:
            try:
                await asyncio.to_thread(get)
                return
            except (urllib.error.URLError, OSError):
                await asyncio.sleep(0.1)


def _rgb(color: str) -> str:
    """Return ``#rrggbb`` as a browser's computed style says it."""
    red, green, blue = bytes.fromhex(color.removeprefix("#"))
    return f"rgb({red}, {green}, {blue})"


SCENARIOS = (
    Scenario("build", {"time": "1,000 labels, click to all in the DOM"}, _build, peer_rounds=3),
    Scenario("update", {"time": "1,000 texts of one label, click to the last"}, _update),
)
"""In the order of the table."""
