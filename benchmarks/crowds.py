"""Many browsers of one session, and what a session costs the server: its processor, and its memory.

The browsers are light (``light.py``): they cost little beside the server, which is watched from
outside. The peer shows a session in one browser at a time, so only this project is seen by many.
Knows the application (``application.py``) and what is done to it.
"""

import asyncio
import selectors
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

from benchmarks import workload
from benchmarks.environments import OURS, Side
from benchmarks.light import LightPage, cpu_seconds
from benchmarks.runner import Scenario, Values
from benchmarks.servers import Server

BROWSERS = 100
LABELS = 1000
ECHOES = 100
SESSIONS = 50
REBUILDS = 20
TOGETHER = 50
"""Reloads of one page, whose mean counts."""

_QUIET = 0.3  # seconds in which nothing more comes


def _settle(pages: list[LightPage]) -> None:
    """Read and acknowledge all that comes, until nothing does."""
    with selectors.DefaultSelector() as ready:
        for page in pages:
            ready.register(page.socket, selectors.EVENT_READ, page)
        while found := ready.select(_QUIET):
            for key, _ in found:
                key.data.follow()


def _open(stack: ExitStack, server: Server, side: Side) -> LightPage:
    page = stack.enter_context(LightPage(server.ws_port, counts=side is OURS))
    page.build(workload.build_button(LABELS), workload.IDLE)
    return page


def _join(stack: ExitStack, server: Server, first: LightPage, count: int) -> list[LightPage]:
    """Open more pages of a page's session."""
    pages = []
    for _ in range(count):
        page = LightPage(server.ws_port, counts=True, credentials=first.credentials)
        pages.append(stack.enter_context(page))
        page.build(workload.build_button(LABELS), workload.IDLE)
    return pages


def _cost(server: Server, pages: list[LightPage], act: Callable[[], None]) -> float:
    """Seconds of the server's processor for something, and for all that comes of it."""
    _settle(pages)
    before = cpu_seconds(server.pid)
    act()
    _settle(pages)
    return cpu_seconds(server.pid) - before


async def _one_browser(side: Side) -> Values:
    """1,000 labels from one handler, then reloads of their page."""
    with ExitStack() as stack:
        server = stack.enter_context(Server(side))
        page = _open(stack, server, side)
        values = {"build": _cost(server, [page], page.click)}
        if side is OURS:
            credentials = page.credentials
            before = cpu_seconds(server.pid)
            for _ in range(REBUILDS):
                with LightPage(server.ws_port, counts=True, credentials=credentials) as again:
                    again.build(workload.build_button(LABELS), workload.label_text(LABELS - 1))
            values["rebuild"] = (cpu_seconds(server.pid) - before) / REBUILDS
            before = cpu_seconds(server.pid)
            with ThreadPoolExecutor(TOGETHER) as threads:
                list(threads.map(lambda _: _look(server, credentials), range(TOGETHER)))
            values["together"] = (cpu_seconds(server.pid) - before) / TOGETHER
        return values


def _look(server: Server, credentials: tuple[object, str] | None) -> None:
    with LightPage(server.ws_port, counts=True, credentials=credentials) as page:
        page.build(workload.build_button(LABELS), workload.label_text(LABELS - 1))


async def _many_browsers(side: Side) -> Values:
    """1,000 labels from one handler to 100 browsers, and echoes."""
    if side is not OURS:
        return {}
    with ExitStack() as stack:
        server = stack.enter_context(Server(side))
        first = _open(stack, server, side)
        pages = [first, *_join(stack, server, first, BROWSERS - 1)]
        build = _cost(server, pages, first.click)
        clicker = pages[1]
        clicker.aim(workload.ECHO_BUTTON)

        def echo() -> None:
            for _ in range(ECHOES):
                clicker.click()
                for page in pages:
                    while not page.echo():
                        pass

        return {"build": build, "echo": _cost(server, pages, echo) / ECHOES}


async def _memory(side: Side) -> Values:
    """The memory of sessions of 110 labels, each with its page."""
    with ExitStack() as stack:
        server = stack.enter_context(Server(side))

        def open_some(count: int) -> None:
            for _ in range(count):
                page = stack.enter_context(LightPage(server.ws_port, counts=side is OURS))
                page.build(workload.build_button(100), workload.IDLE)
                page.click()
                messages = 0
                while messages < 3 * 100:  # each is made, coloured, and put into its box
                    messages += page.follow()

        open_some(10)
        before = server.resident_bytes()
        open_some(SESSIONS)
        await asyncio.sleep(_QUIET)
        return {"memory": (server.resident_bytes() - before) / SESSIONS}


SCENARIOS = (
    Scenario(
        "labels",
        {
            "build": "1,000 labels from one handler, server CPU",
            "rebuild": "a page of 1,000 labels anew, server CPU",
            "together": "the same for each of 50 browsers that come at once",
        },
        _one_browser,
    ),
    Scenario(
        "crowd",
        {
            "build": "1,000 labels to 100 browsers of one session, server CPU",
            "echo": "an echo shown in 100 browsers, server CPU",
        },
        _many_browsers,
    ),
    Scenario("session", {"memory": "memory of a session of 110 labels"}, _memory, unit="B"),
)
"""In the order of the table."""
