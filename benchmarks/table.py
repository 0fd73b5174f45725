"""What was to be reached, and what is: one table, from one run on one machine.

Run as ``python -m benchmarks.table [--rounds N] [--no-browser] [--here] [--update-docs]``. Knows
every target, what was measured when they were set, and which scenario gives each figure. It takes
some ten minutes on a machine that does nothing else; on another one only the ratios say anything.

The targets are of the machine on which they were set, where a bare echo of asyncio took 34 µs.
What it takes here says how much slower this machine is, or how busy; *here* is the target times
that, for what is the work of a processor. It stands beside the target, not in its place.
"""

import argparse
import asyncio
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from benchmarks import browser as chromium
from benchmarks import core_costs, crowds, events, floors, imports, pages, report, runner
from benchmarks.environments import OURS, PEER, BenchmarkError, Side, python_of, take_as_it_is
from benchmarks.report import Row
from benchmarks.runner import Scenario

type Figures = dict[tuple[str, str, str], float]
"""Medians, by scenario, figure, and the name of a side."""

BROWSER = {"load", "fill", "large", "build"}
_PEERS = {"event", "events-200", "labels", "session", "updates", "fill-200", "import", "load"}
_SLOW_PEERS = {"build"}
"""Scenarios of the table that the peer runs, too; the second takes it a quarter of a minute."""


@dataclass(frozen=True)
class Aim:
    """One line of the table.

    Attributes:
        title: What is measured.
        before: What it was when the target was set, in words.
        scenario, figure: What gives it.
        unit: As :func:`report.shown` has it.
        most: The target: the figure is to be this at most; None: ``by_peer`` says it.
        by_peer: The target: this many times the peer's figure at most.
        of: A figure of ours whose multiple the target is, by scenario and figure.
        is_work: Whether it is the work of a processor, which takes longer on a slower one.
    """

    title: str
    before: str
    scenario: str
    figure: str
    unit: str
    most: float | None = None
    by_peer: float | None = None
    of: tuple[str, str] | None = None
    is_work: bool = True


KB = 1000
AIMS = (
    Aim("1,000 labels from one handler, server CPU", "47-64 ms", "labels", "build", "s", 0.030),
    Aim("core alone: a label, no browser", "21-24 µs", "core", "label-0", "s", 9e-6),
    Aim("core alone: a label, one browser", "29 µs", "core", "label-1", "s", 13e-6),
    Aim("10,000 texts of one label, server CPU", "58-65 ms", "updates", "cpu", "s", 0.040),
    Aim("click to text: median", "131 µs", "event", "median", "s", by_peer=0.7),
    Aim("click to text: server CPU", "121 µs", "event", "cpu", "s", 50e-6),
    Aim("200 sessions: time of an event", "118 µs", "events-200", "time", "s", by_peer=1 / 1.2),
    Aim("200 sessions: server CPU of an event", "118 µs", "events-200", "cpu", "s", 40e-6),
    Aim("200 sessions x 100 labels", "1.46 s", "fill-200", "time", "s", 0.7),
    Aim("memory of a session of 110 labels", "273 KB", "session", "memory", "B", 80 * KB),
    Aim("1,000 labels to 100 browsers, server CPU", "0.81 s", "crowd", "build", "s", 0.15),
    Aim("echo shown in 100 browsers, server CPU", "3.4-4.2 ms", "crowd", "echo", "s", 0.6e-3),
    Aim("rebuild of 1,000 labels, server CPU", "20-26 ms", "labels", "rebuild", "s", 10e-3),
    Aim("rebuild, of 50 browsers at once: each", "-", "labels", "together", "s", 1e-3),
    Aim("first load, cold", "0.5-1.05 s", "load", "cold", "s", 0.25),
    Aim("first load: requests", "101", "load", "requests", "n", 10),
    Aim("first load: bytes", "934 KB", "load", "bytes", "B", 100 * KB),
    Aim("load with a cache: requests", "-", "load", "warm-requests", "n", 2),
    Aim("first load at 100 ms of delay", "2.30 s", "load", "far", "s", 0.45, is_work=False),
    Aim("bytes for 1,000 labels, down", "237 KB", "fill", "down", "B", 12 * KB),
    Aim("bytes for 1,000 labels, up", "15.4 KB", "fill", "up", "B", 0.6 * KB),
    Aim("1,000 labels by a click, in Chromium", "110 ms", "fill", "build", "s", 0.060),
    Aim("the same at 100 ms of delay", "227 ms", "fill", "far", "s", 0.170, is_work=False),
    Aim("echo in Chromium, small page", "1.8 ms", "fill", "echo", "s", 1.2e-3),
    Aim("echo in Chromium, with 1,000 labels", "1.7 ms", "fill", "late", "s", 1.2e-3),
    Aim("reload of 1,000 labels with state", "0.16-0.22 s", "fill", "reload", "s", 0.12),
    Aim("reload of 2,000 labels and 20,000 rows", "5.3 s", "large", "reload", "s", 0.5),
    Aim("import, beyond its four libraries", "110-157 ms", "import", "own", "s", 0.060),
    Aim("click on trio, server CPU", "143 µs", "event-trio", "cpu", "s", 1.3, of=("event", "cpu")),
    Aim("click with threads, CPU", "-", "event-threads", "cpu", "s", 1.3, of=("event", "cpu")),
)
"""In the order of the table."""

FLOORS = floors.SCENARIOS
THEN = 34e-6
"""Seconds of a processor for a bare echo of asyncio on the machine of the targets (31 to 38 µs)."""

SCENARIOS: tuple[Scenario, ...] = (
    *core_costs.SCENARIOS,
    *events.SCENARIOS,
    *crowds.SCENARIOS,
    *imports.SCENARIOS,
    *FLOORS,
    *pages.SCENARIOS,
    *(each for each in chromium.SCENARIOS if each.name == "build"),
)


def target(aim: Aim, figures: Figures) -> float | None:
    """Return the most that a figure may be; None where that depends on one that is missing."""
    if aim.by_peer is not None:
        peer = figures.get((aim.scenario, aim.figure, PEER.name))
        return None if peer is None else aim.by_peer * peer
    assert aim.most is not None
    if aim.of is not None:
        base = figures.get((*aim.of, OURS.name))
        return None if base is None else aim.most * base
    return aim.most


def slowness(figures: Figures) -> float | None:
    """Return how many times longer work takes here than where the targets were set."""
    echo = figures.get(("floors", "asyncio-cpu", OURS.name))
    return None if echo is None else echo / THEN


def target_here(aim: Aim, figures: Figures) -> float | None:
    """Return a target on this machine; None where it is not known how fast that is."""
    most = target(aim, figures)
    is_fixed = aim.by_peer is not None or aim.of is not None  # which are of this run already
    if most is None or aim.unit != "s" or not aim.is_work or is_fixed:
        return most
    slower = slowness(figures)
    return None if slower is None else most * slower


def verdict(now: float | None, most: float | None) -> str:
    """Return whether a figure is at most its target, in a word."""
    return "-" if now is None or most is None else "met" if now <= most else "not met"


def lines_of(aims: Sequence[Aim], figures: Figures) -> list[list[str]]:
    """Return the cells of each line.

    They are title, before, now, peer, target, whether it is met, the target here, and whether that
    is met.
    """
    lines = []
    for aim in aims:
        now = figures.get((aim.scenario, aim.figure, OURS.name))
        peer = figures.get((aim.scenario, aim.figure, PEER.name))
        most, here = target(aim, figures), target_here(aim, figures)
        lines.append(
            [
                aim.title,
                aim.before,
                *(shown(value, aim.unit) for value in (now, peer, most)),
                verdict(now, most),
                shown(here, aim.unit),
                verdict(now, here),
            ]
        )
    return lines


def shown(value: float | None, unit: str) -> str:
    """Return a figure to read: seconds, bytes or a number."""
    if value is None:
        return "-"
    if unit == "n":
        return f"{value:,.0f}"
    if unit == "B":
        return f"{value / KB:.3g} KB"
    if value >= 1:
        return f"{value:.2f} s"
    return f"{value * 1e3:.3g} ms" if value >= 0.5e-3 else f"{value * 1e6:.3g} µs"


def ahead_of_the_peer(figures: Figures) -> tuple[int, int]:
    """Return in how many lines we are ahead, of those that both have."""
    pairs = [
        (figures[aim.scenario, aim.figure, OURS.name], figures[aim.scenario, aim.figure, PEER.name])
        for aim in AIMS
        if {(aim.scenario, aim.figure, side.name) for side in (OURS, PEER)} <= figures.keys()
    ]
    return sum(ours < peer for ours, peer in pairs), len(pairs)


def markdown(head: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    """Return lines as a table of Markdown, which can be read as it is."""
    widths = [max(len(line[column]) for line in [head, *lines]) for column in range(len(head))]
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    return "\n".join(
        "| "
        + " | ".join(
            cell.rjust(width) if column else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        + " |"
        for line in [head, rule, *lines]
    )


def whole(figures: Figures) -> str:
    """Return all that is told: the table, and below it the floors."""
    head = ["", "before", "now", "peer", "target", "", "here", ""]
    lines = lines_of(AIMS, figures)
    met, met_here = (sum(line[column] == "met" for line in lines) for column in (5, 7))
    told = [
        f"{report.today()}, all in one run.",
        markdown(head, lines),
        f"{met} of {len(lines)} lines are met as they were set, {met_here} on this machine.",
    ]
    slower = slowness(figures)
    if slower is not None:
        told.append(f"Work takes {slower:.2f} times as long here as where the targets were set.")
    ahead, both = ahead_of_the_peer(figures)
    told.append(f"{ahead} of {both} lines that the peer has are ahead of it.")
    below = [
        [title, shown(figures.get((scenario.name, figure, OURS.name)), "s")]
        for scenario in FLOORS
        for figure, title in scenario.titles.items()
    ]
    told.append(markdown(["floors", ""], below))
    return "\n\n".join(told)


async def measure(
    scenarios: Sequence[Scenario], rounds: int, told: Callable[[str], None]
) -> Figures:
    """Run every scenario, the peer beside us where it can; a scenario that fails is left out."""
    figures: Figures = {}
    for scenario in scenarios:
        sides: list[Side] = [OURS]
        if scenario.name in _PEERS | _SLOW_PEERS:
            sides.insert(0, PEER)
        times = 1 if scenario.name in BROWSER else rounds
        try:
            rows: list[Row] = await runner.run([scenario], sides, times)
        except BenchmarkError as error:
            told(f"left out: {error}")
            continue
        for row in rows:
            for side in sides:
                median = row.median(side)
                if median is not None:
                    figures[scenario.name, row.figure, side.name] = median
    built = figures.get(("build", "time", PEER.name))
    if built is not None:  # another scenario of the same thing
        figures["fill", "build", PEER.name] = built
    return figures


def update_docs(text: str) -> None:
    """Put the table into its place in the docs."""
    page = report.DOCS.read_text(encoding="utf-8")
    before, begin, rest = page.partition("<!-- begin aims -->")
    _, end, after = rest.partition("<!-- end aims -->")
    if not (begin and end):
        raise ValueError(f"{report.DOCS.name} has no place for the table")
    report.DOCS.write_text(f"{before}{begin}\n{text}\n{end}{after}", encoding="utf-8")


def main() -> int:
    """Run what the command line asks for; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.table", description=__doc__)
    parser.add_argument("--rounds", type=int, default=2, help="default: 2; in Chromium always 1")
    parser.add_argument("--no-browser", action="store_true", help="nothing in Chromium")
    parser.add_argument("--here", action="store_true", help="as it is installed beside this")
    parser.add_argument("--only", action="append", default=[], metavar="NAME", help="a scenario")
    parser.add_argument("--update-docs", action="store_true", help="put it into benchmarks.md")
    options = parser.parse_args()
    if options.here:
        take_as_it_is(OURS)
    for side in (PEER, OURS):
        python_of(side)
    chosen = [
        each
        for each in SCENARIOS
        if (not options.only or each.name in options.only)
        and not (options.no_browser and each.name in BROWSER)
    ]
    complaints: list[str] = []
    figures = asyncio.run(measure(chosen, options.rounds, complaints.append))
    text = whole(figures)
    print("\n".join([text, *complaints]))
    if options.update_docs:
        update_docs(text)
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
