"""How costs grow: with labels, browsers, sessions and rows, on axes of powers of ten, as a picture.

Run as ``python -m benchmarks.curves [FILE]``, with this project and matplotlib installed. A line
that rises by one power of ten for each of the other axis says that twice as much costs twice.
"""

import gc
import itertools
import selectors
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from benchmarks import workload
from benchmarks.environments import OURS, ROOT, take_as_it_is
from benchmarks.light import LightPage, cpu_seconds
from benchmarks.servers import Server
from pgwidgets.testing import SimulatedBrowser
from pgwidgets_proto import Hub, Session

PICTURE = ROOT / "docs" / "images" / "growth.png"

type Curve = list[tuple[int, float]]

_LABELS = (10, 100, 300, 1000, 3000, 10_000, 30_000)
_BROWSERS = (1, 3, 10, 30, 100)
_SESSIONS = (1, 3, 10, 30, 100, 200)
_ROWS = (100, 1000, 10_000, 100_000)
_EVENTS = 4000


def _session() -> tuple[Session, SimulatedBrowser]:
    tokens = itertools.count()
    hub = Hub(mint_token=lambda: f"token-{next(tokens)}", boot="boot")
    session = hub.create_session()
    browser = SimulatedBrowser(hub, session_id=session.id, token=session.token)
    browser.exchange()
    return session, browser


def _taking(action: Callable[[], object]) -> float:
    gc.collect()
    begun = time.process_time()
    action()
    return time.process_time() - begun


def labels() -> Curve:
    """The core alone: labels made, coloured and placed, for one browser."""
    found: Curve = []
    for count in _LABELS:
        session, _ = _session()
        box = session.create("VBox")

        def build(count: int = count, session: Session = session, box: object = box) -> None:
            for number in range(count):
                label = session.create("Label", (workload.label_text(number),))
                session.call(label, "set_color", ("red", "black"))
                session.call(box, "add_widget", (label, 0))  # type: ignore[arg-type]

        found.append((count, _taking(build)))
    return found[1:]  # the first one imports what labels are made of


def rows() -> Curve:
    """The core alone: a table given all its rows by one call, for one browser."""
    found: Curve = []
    for count in _ROWS:
        session, _ = _session()
        table = session.create("TableView", (), {"columns": ["a", "b", "c", "d"]})
        data = [[str(row), row, row / 3, "x"] for row in range(count)]
        found.append(
            (count, _taking(lambda t=table, d=data, s=session: s.call(t, "set_data", (d,))))
        )
    return found


def browsers() -> Curve:
    """The server: 1,000 labels of one session, told to so many browsers."""
    found: Curve = []
    for count in _BROWSERS:
        with ExitStack() as stack, selectors.DefaultSelector() as ready:
            server = stack.enter_context(Server(OURS))
            first = stack.enter_context(LightPage(server.ws_port, counts=True))
            first.build(workload.build_button(1000), workload.IDLE)
            pages = [first]
            for _ in range(count - 1):
                page = LightPage(server.ws_port, counts=True, credentials=first.credentials)
                stack.enter_context(page).build(workload.build_button(1000), workload.IDLE)
                pages.append(page)
            for page in pages:
                ready.register(page.socket, selectors.EVENT_READ, page)
            before = cpu_seconds(server.pid)
            first.click()
            while events := ready.select(0.5):
                for key, _ in events:
                    key.data.follow()
            found.append((count, cpu_seconds(server.pid) - before))
    return found


def sessions() -> Curve:
    """The server: one event, where so many sessions have events all the time."""
    found: Curve = []
    for count in _SESSIONS:
        with ExitStack() as stack, selectors.DefaultSelector() as ready:
            server = stack.enter_context(Server(OURS))
            pages = []
            for _ in range(count):
                page = stack.enter_context(LightPage(server.ws_port, counts=True))
                page.build(workload.ECHO_BUTTON, workload.IDLE)
                ready.register(page.socket, selectors.EVENT_READ, page)
                pages.append(page)
            before = cpu_seconds(server.pid)
            for page in pages:
                page.click()
            left = _EVENTS
            while left > 0:
                for key, _ in ready.select():
                    calls = key.data.echo()
                    left -= calls
                    if calls:
                        key.data.click()
            found.append((count, (cpu_seconds(server.pid) - before) / _EVENTS))
    return found


CURVES = {
    "labels": ("labels, the core alone", "s", labels),
    "rows": ("rows of a table in one call, the core alone", "s", rows),
    "browsers": ("browsers told of 1,000 labels, server CPU", "s", browsers),
    "sessions": ("sessions at once, server CPU for an event", "s", sessions),
}
"""Title, unit, and what gives the points."""


def draw(found: dict[str, Curve], path: Path) -> None:
    """Draw all curves, each in a field of its own."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot

    figure, fields = pyplot.subplots(2, 2, figsize=(9, 6), layout="constrained")
    for field, (name, curve) in zip(fields.flat, found.items(), strict=True):
        title, unit, _ = CURVES[name]
        field.loglog(*zip(*curve, strict=True), "o-", color="#2f6f9f")
        field.set_title(title, fontsize=10)
        field.set_ylabel(unit)
        seconds = [each for _, each in curve]
        field.set_ylim(min(seconds) / 4, max(seconds) * 4)  # or noise would look like a mountain
        field.grid(visible=True, which="both", alpha=0.25)
    figure.savefig(path, dpi=80)


def main() -> None:
    """Measure, print and draw."""
    take_as_it_is(OURS)
    found = {}
    for name, (title, _, measure) in CURVES.items():
        found[name] = measure()
        print(title)
        for count, seconds in found[name]:
            print(f"  {count:8,} {seconds * 1e3:10.3f} ms", flush=True)
    draw(found, Path(sys.argv[1]) if len(sys.argv) > 1 else PICTURE)


if __name__ == "__main__":
    main()
