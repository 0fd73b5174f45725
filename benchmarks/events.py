"""Events of users: what each costs the server, and how many it takes in a second.

A click whose handler sets a text, on one page, then on many sessions side by side; each page clicks
again when its text has come. The server's processor time stands beside the time that passed.
"""

import selectors
import statistics
import time
from contextlib import ExitStack

from benchmarks import roles, workload
from benchmarks.environments import OURS, Side
from benchmarks.light import LightPage, cpu_seconds
from benchmarks.runner import Scenario, Values
from benchmarks.servers import Server

ECHOES = 5_000
SESSIONS = 200
EVENTS = 40_000
_WARM = 500
_UPDATE_CLICKS = 10
_FILL = 100


def _open(stack: ExitStack, server: Server, side: Side) -> LightPage:
    page = stack.enter_context(LightPage(server.ws_port, counts=side is OURS))
    page.build(workload.ECHO_BUTTON, workload.IDLE)
    return page


def _echo(page: LightPage) -> float:
    clicked = time.perf_counter()
    page.click()
    while not page.echo():
        pass
    return time.perf_counter() - clicked


async def _one_session(side: Side, module: str | None = None) -> Values:
    """Clicks one after the other on one page."""
    with ExitStack() as stack:
        server = stack.enter_context(Server(side, module))
        page = _open(stack, server, side)
        for _ in range(_WARM):
            _echo(page)
        before = cpu_seconds(server.pid)
        times = [_echo(page) for _ in range(ECHOES)]
        cpu = (cpu_seconds(server.pid) - before) / ECHOES
        return {"median": statistics.median(times), "cpu": cpu}


async def _trio(side: Side) -> Values:
    return await _one_session(side, "benchmarks.trio_application") if side is OURS else {}


async def _threads(side: Side) -> Values:
    return await _one_session(side, "benchmarks.threads_application") if side is OURS else {}


async def _many_sessions(side: Side) -> Values:
    """Clicks on many pages side by side, each of a session of its own."""
    with ExitStack() as stack, selectors.DefaultSelector() as ready:
        server = stack.enter_context(Server(side))
        pages = [_open(stack, server, side) for _ in range(SESSIONS)]
        for page in pages:
            _echo(page)
            ready.register(page.socket, selectors.EVENT_READ, page)
        before, begun = cpu_seconds(server.pid), time.perf_counter()
        for page in pages:
            page.click()
        left = EVENTS
        while left > 0:
            for key, _ in ready.select():
                calls = key.data.echo()
                left -= calls
                if calls:
                    key.data.click()
        took = time.perf_counter() - begun
        cpu = (cpu_seconds(server.pid) - before) / EVENTS
        return {"time": took / EVENTS, "cpu": cpu}


async def _updates(side: Side) -> Values:
    """Texts of one label, one after the other: 10 clicks for 1,000 of them each."""
    with ExitStack() as stack:
        server = stack.enter_context(Server(side))
        page = _open(stack, server, side)
        page.aim(workload.UPDATE_BUTTON)
        cpu = 0.0
        for number in range(_UPDATE_CLICKS + 1):
            before = cpu_seconds(server.pid)
            page.click()
            page.follow()
            while not page.shows(workload.update_text(workload.UPDATES)):
                page.follow()
            cpu += cpu_seconds(server.pid) - before if number else 0.0  # the first is for warmth
        return {"cpu": cpu}


async def _fill_sessions(side: Side) -> Values:
    """100 labels in each of many sessions at once: the time until all are told."""
    last = workload.label_text(_FILL - 1)
    with ExitStack() as stack, selectors.DefaultSelector() as ready:
        server = stack.enter_context(Server(side))
        pages = [_open(stack, server, side) for _ in range(SESSIONS)]
        for page in pages:
            page.aim(workload.build_button(_FILL))
            ready.register(page.socket, selectors.EVENT_READ, page)
        begun = time.perf_counter()
        for page in pages:
            page.click()
        left = len(pages)
        while left:
            for key, _ in ready.select():
                key.data.follow()
                left -= key.data.shows(last)
        return {"time": time.perf_counter() - begun}


SCENARIOS = (
    Scenario(
        "event",
        {"median": "click to text, median", "cpu": "server CPU for a click"},
        _one_session,
    ),
    Scenario("event-trio", {"cpu": "server CPU for a click, on trio"}, _trio),
    Scenario("event-threads", {"cpu": "server CPU for a click, with threads"}, _threads),
    roles.SCENARIO,
    Scenario(
        "events-200",
        {"time": "a click, of 200 sessions at once", "cpu": "server CPU for one of these"},
        _many_sessions,
    ),
    Scenario("updates", {"cpu": "10,000 texts of one label, server CPU"}, _updates, peer_rounds=1),
    Scenario(
        "fill-200", {"time": "100 labels in each of 200 sessions"}, _fill_sessions, peer_rounds=1
    ),
)
"""In the order of the table."""
