"""What is measured with the simulated browser, and how each result is checked.

Knows the application's page (``workload.py``) and the simulated browser. Every scenario starts a
server process of its own, and ends with a comparison of what the browser shows with what it must
show: a fast wrong answer is an error, not a result.
"""

import statistics
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack

from benchmarks import workload
from benchmarks.environments import BenchmarkError, Side
from benchmarks.page import Page
from benchmarks.runner import Scenario, Values
from benchmarks.servers import Server
from benchmarks.simbrowser import SimulatedBrowser

ECHOES = 200
"""Clicks of the echo scenario."""

_QUIET = 0.25
"""Seconds without a change, beyond a round trip, after which the page is taken as complete."""

_TIMEOUT = 300.0
"""Seconds after which a scenario is taken as hung."""


class _Visit:
    """A server, a browser on its page, and the places that the scenarios use."""

    def __init__(self, server: Server, browser: SimulatedBrowser, round_trip: float) -> None:
        self.server = server
        self.browser = browser
        self.settle = _QUIET + 2 * round_trip

    async def load(self) -> None:
        """Wait until the page of a new session is complete."""
        await self.browser.until(lambda: _is_shown(self.browser.page), _TIMEOUT)
        await self.browser.quiet(self.settle)

    async def build(self, count: int) -> Values:
        """Click a build button; return the time to the last message, frames and messages."""
        page = self.browser.page
        before = len(_stage(page))
        stage = page.parent_of(page.find("Label", workload.STAGE).wid)
        wanted = len(stage.children) + count
        frames, messages = self.browser.frames, page.work_messages
        button = page.find("Button", workload.build_button(count)).wid
        clicked = self.browser.click(button)
        await self.browser.until(lambda: len(stage.children) >= wanted, _TIMEOUT)
        await self.browser.quiet(self.settle)
        _check_stage(page, before + count)
        return {
            "time": self.browser.applied_at - clicked,
            "frames": self.browser.frames - frames,
            "messages": page.work_messages - messages,
        }


async def _visit(stack: AsyncExitStack, side: Side, round_trip: float = 0.0) -> _Visit:
    server = stack.enter_context(Server(side))
    browser = SimulatedBrowser(server.ws_url, round_trip=round_trip)
    visit = _Visit(server, await stack.enter_async_context(browser), round_trip)
    await visit.load()
    return visit


def _build(count: int, round_trip: float) -> Callable[[Side], Awaitable[Values]]:
    async def run(side: Side) -> Values:
        async with AsyncExitStack() as stack:
            visit = await _visit(stack, side, round_trip)
            return await visit.build(count)

    return run


async def _update(side: Side) -> Values:
    """One click, many texts for one label: until the last one has arrived."""
    async with AsyncExitStack() as stack:
        visit = await _visit(stack, side)
        browser = visit.browser
        status = browser.page.find("Label", workload.IDLE)
        last = workload.update_text(workload.UPDATES)
        frames, messages = browser.frames, browser.page.work_messages
        clicked = browser.click(browser.page.find("Button", workload.UPDATE_BUTTON).wid)
        await browser.until(lambda: status.text == last, _TIMEOUT)
        await browser.quiet(visit.settle)
        _check(status.text == last, f"the status label ends with {status.text!r}, not {last!r}")
        _check_page(browser.page)
        return {
            "time": browser.applied_at - clicked,
            "frames": browser.frames - frames,
            "messages": browser.page.work_messages - messages,
        }


async def _echo(side: Side) -> Values:
    """Clicks one after the other: from each to the text that its handler sets."""
    async with AsyncExitStack() as stack:
        visit = await _visit(stack, side)
        browser = visit.browser
        status = browser.page.find("Label", workload.IDLE)
        button = browser.page.find("Button", workload.ECHO_BUTTON).wid
        times = []
        for number in range(1, ECHOES + 1):
            wanted = workload.echo_text(number)
            clicked = browser.click(button)
            await browser.until(lambda wanted=wanted: status.text == wanted, _TIMEOUT)  # type: ignore[misc]
            times.append(browser.applied_at - clicked)
        await browser.quiet(visit.settle)
        _check(status.text == wanted, f"the status label ends with {status.text!r}")
        _check_page(browser.page)
        return {
            "median": statistics.median(times),
            "p95": statistics.quantiles(times, n=20)[-1],
        }


async def _rebuild(side: Side) -> Values:
    """Leave, come back with the credentials: from the open socket to the last message."""
    total = sum(workload.BUILD_SIZES)
    async with AsyncExitStack() as stack:
        server = stack.enter_context(Server(side))
        async with SimulatedBrowser(server.ws_url) as browser:
            first = _Visit(server, browser, 0.0)
            await first.load()
            for count in workload.BUILD_SIZES:
                await first.build(count)
            before = _snapshot(browser.page)
            credentials = browser.page.credentials
        browser = await stack.enter_async_context(
            SimulatedBrowser(server.ws_url, credentials=credentials)
        )
        page = browser.page
        await browser.until(
            lambda: page.rebuilds == 1 and len(page.widgets) >= len(before), _TIMEOUT
        )
        await browser.quiet(_QUIET)
        _check_stage(page, total)
        _check(page.credentials == credentials, "the server opened another session")
        _check(_snapshot(page) == before, "the rebuilt page differs from the one left")
        return {
            "time": browser.applied_at - browser.opened_at,
            "frames": browser.frames,
            "messages": page.work_messages,
        }


async def _memory(side: Side) -> Values:
    """Growth of the server process for each 1,000 labels, after a first 1,000."""
    repeats = 2
    async with AsyncExitStack() as stack:
        visit = await _visit(stack, side)
        await visit.build(1000)
        before = visit.server.resident_bytes()
        for _ in range(repeats):
            await visit.build(1000)
        return {"size": (visit.server.resident_bytes() - before) / repeats}


def _is_shown(page: Page) -> bool:
    return not page.rebuilding and any(
        widget.class_name == "TopLevel" and widget.shown for widget in page.widgets.values()
    )


def _stage(page: Page) -> list[tuple[str, list[object]]]:
    """Return text and colour of each built label, in the order of the page."""
    header = page.find("Label", workload.STAGE).wid
    labels = [page.widgets[wid] for wid in page.parent_of(header).children if wid != header]
    return [(label.text, label.values.get("set_color", [])) for label in labels]


def _snapshot(page: Page) -> dict[int, tuple[str, str, list[object] | None, list[int]]]:
    """Return what a rebuild must bring back of every widget."""
    return {
        wid: (each.class_name, each.text, each.values.get("set_color"), each.children)
        for wid, each in page.widgets.items()
    }


def _check_stage(page: Page, count: int) -> None:
    wanted = [
        (workload.label_text(number), [workload.label_color(number), "black"])
        for number in range(count)
    ]
    found = _stage(page)
    _check(len(found) == count, f"the stage shows {len(found)} labels; {count} were made")
    for number, (shown, made) in enumerate(zip(found, wanted, strict=True)):
        _check(shown == made, f"label {number} shows {shown}; it was made as {made}")
    _check_page(page)


def _check_page(page: Page) -> None:
    _check(_is_shown(page), "the window is not shown")
    _check(not page.errors, f"the page answered with errors: {page.errors[:3]}")


def _check(condition: bool, complaint: str) -> None:
    if not condition:
        raise BenchmarkError(complaint)


SCENARIOS = (
    Scenario("build-100", {"time": "build 100 labels"}, _build(100, 0.0)),
    Scenario("build-100-20ms", {"time": "build 100 labels, 20 ms round trip"}, _build(100, 0.02)),
    Scenario(
        "build-100-100ms",
        {"time": "build 100 labels, 100 ms round trip"},
        _build(100, 0.1),
        peer_rounds=3,
        quick=False,
    ),
    Scenario("build-1000", {"time": "build 1,000 labels"}, _build(1000, 0.0)),
    Scenario("update", {"time": "1,000 texts of one label"}, _update),
    Scenario("echo", {"median": "click to text, median", "p95": "click to text, p95"}, _echo),
    Scenario("rebuild", {"time": "rebuild of 1,100 labels"}, _rebuild),
    Scenario("memory", {"size": "server memory per 1,000 labels"}, _memory, unit="B"),
)
"""In the order of the table."""
