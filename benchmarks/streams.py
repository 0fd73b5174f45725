"""A stream of pictures in real Chromium: how many are shown, how old they are, what a button costs.

Knows Playwright (imported only when a measurement runs) and the application's page
(``stream_application.py``). In the page, each animation frame reads the bar code of the picture
that is shown; a click on the echo button lasts until the label says another text. No more pictures
can be shown than the page draws frames, which on a busy machine are fewer than 60 a second.
"""

import asyncio
import functools
import shutil
import statistics
from contextlib import AsyncExitStack
from urllib.parse import urlsplit

from benchmarks import stream_application as application
from benchmarks.browser import FLAGS
from benchmarks.environments import BenchmarkError, Side
from benchmarks.runner import Scenario, Values
from benchmarks.servers import Server
from benchmarks.throttle import SlowLine

SETTLE = 4.0
"""Seconds that a stream has to come to terms with its line."""
WATCHED = 10.0
"""Seconds that are counted."""
_TIMEOUT = 120.0

_WATCH = """
([width, bits, square, echo]) => {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [bits * square, square];
  const context = canvas.getContext("2d", { willReadFrequently: true });
  const seen = window.seen = [];
  const echoes = window.echoes = [];
  const mask = 2 ** bits - 1;
  let last = null;
  window.drawn = 0;
  const look = () => {
    window.drawn += 1;
    const image = [...document.images].find((each) => each.naturalWidth === width);
    if (image?.complete) {
      context.drawImage(image, 0, 0, canvas.width, square, 0, 0, canvas.width, square);
      const { data } = context.getImageData(0, square / 2, canvas.width, 1);
      let made = 0;
      for (let bit = 0; bit < bits; bit += 1) {
        if (data[(bit + 0.5) * square * 4] > 127) made |= 1 << bit;
      }
      if (made !== last) seen.push([performance.now(), (Date.now() - made) & mask]);
      last = made;
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
  const within = (text) => [...document.querySelectorAll("button, .button-widget")]
    .find((each) => each.textContent.trim() === text);
  const button = within(echo);
  const label = [...document.querySelectorAll("*")]
    .find((each) => each.children.length === 0 && /^echo [0-9]+$/.test(each.textContent));
  const ask = () => {
    const clicked = performance.now();
    const observer = new MutationObserver(() => {
      observer.disconnect();
      echoes.push([clicked, performance.now() - clicked]);
      setTimeout(ask, 300);
    });
    observer.observe(label, { subtree: true, childList: true, characterData: true });
    button.click();
  };
  ask();
}
"""


async def _stream(side: Side, *, rate: int, bits: float | None) -> Values:
    """Watch a stream of so many pictures a second, over a line of so many bits a second."""
    try:
        from playwright.async_api import Error, async_playwright
    except ModuleNotFoundError as error:
        raise BenchmarkError("playwright is not installed in this environment") from error
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        raise BenchmarkError("no chromium on the PATH")
    async with AsyncExitStack() as stack:
        server = stack.enter_context(Server(side, module="benchmarks.stream_application"))
        port = urlsplit(server.ws_url).port
        assert port is not None
        await _until_open(port)
        if bits is not None:
            port = (await stack.enter_async_context(SlowLine(port, bits))).port
        try:
            async with asyncio.timeout(_TIMEOUT), async_playwright() as playwright:
                browser = await playwright.chromium.launch(executable_path=chromium, args=FLAGS)
                page = await browser.new_page(viewport={"width": 1280, "height": 800})
                await page.goto(f"http://127.0.0.1:{port}/", wait_until="commit")
                begin = page.get_by_text(application.rate_button(rate), exact=True)
                await begin.wait_for(timeout=60_000)
                await begin.click()
                size = [application.WIDTH, application.BITS, application.SQUARE]
                await page.evaluate(_WATCH, [*size, application.ECHO_BUTTON])
                await asyncio.sleep(SETTLE)
                since, before = await page.evaluate("() => [performance.now(), drawn]")
                await asyncio.sleep(WATCHED)
                seen, echoes, drawn = await page.evaluate("() => [seen, echoes, drawn]")
                await browser.close()
        except Error as error:
            raise BenchmarkError(f"Chromium: {error.message}") from error
    ages = [age / 1000 for at, age in seen if at > since]
    answers = [took / 1000 for at, took in echoes if at > since]
    if not ages or not answers:
        raise BenchmarkError(f"{len(ages)} pictures and {len(answers)} answers were seen")
    return {
        "shown": len(ages) / WATCHED,
        "drawn": (drawn - before) / WATCHED,
        "age": statistics.median(ages),
        "echo": statistics.median(answers),
    }


async def _until_open(port: int) -> None:
    async with asyncio.timeout(60):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.1)
            else:
                writer.close()
                return


def _scenario(name: str, title: str, rate: int, bits: float | None) -> Scenario:
    about = f"{application.WIDTH} x {application.HEIGHT}, {rate} a second, {title}"
    titles = {
        "shown": f"{about}: shown a second",
        "drawn": f"{about}: frames of the page a second",
        "age": f"{about}: age of what is shown",
        "echo": f"{about}: click to text",
    }
    return Scenario(
        name,
        titles,
        functools.partial(_stream, rate=rate, bits=bits),
        units={"shown": "n", "drawn": "n"},
    )


SCENARIOS = (
    _scenario("loopback", "loopback", 60, None),
    _scenario("8-mbit", "8 Mbit/s", 30, 8e6),
    _scenario("1-mbit", "1 Mbit/s", 30, 1e6),
)
"""In the order of the table."""
