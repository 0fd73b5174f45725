"""Command line of the benchmarks: ``python -m benchmarks [WHAT]``, from the project's root.

Knows the options, and which scenarios and sides they choose.
"""

import argparse
import asyncio
import sys

from benchmarks import (
    browser,
    crowds,
    events,
    floods,
    imports,
    lifecycles,
    plots,
    report,
    runner,
    scenarios,
    slow_browser,
    streams,
    tables,
    watchers,
)
from benchmarks.environments import (
    BOKEH_PLOTS,
    NICEGUI,
    NICEGUI_PLOTS,
    OURS,
    PEER,
    BenchmarkError,
    Side,
    python_of,
    take_as_it_is,
)
from benchmarks.runner import Scenario

ROUNDS = 5

KINDS: dict[str, tuple[tuple[Scenario, ...], tuple[Side, ...], str]] = {
    "wire": (scenarios.SCENARIOS, (PEER, OURS), "latest"),
    "browser": (browser.SCENARIOS, (PEER, OURS, NICEGUI), "browser"),
    "tables": (tables.SCENARIOS, (PEER, OURS, NICEGUI), "tables"),
    "events": (events.SCENARIOS, (PEER, OURS), "events"),
    "crowds": (crowds.SCENARIOS, (PEER, OURS), "crowds"),
    "imports": (imports.SCENARIOS, (PEER, OURS, NICEGUI), "imports"),
    "slow": (slow_browser.SCENARIOS, (OURS,), "slow"),
    "streams": (streams.SCENARIOS, (OURS,), "streams"),
    "plots": (plots.SCENARIOS, (OURS, NICEGUI_PLOTS, BOKEH_PLOTS), "plots"),
    "lifecycles": (lifecycles.SCENARIOS, (OURS,), "lifecycles"),
    "floods": (floods.SCENARIOS, (OURS,), "floods"),
    "watchers": (watchers.SCENARIOS, (OURS,), "watchers"),
}
"""What can be run: its scenarios, its sides in the order of the columns, its results' name."""


def main() -> int:
    """Run what the command line asks for; return the exit status."""
    options = _parse()
    every_scenario, every_side, name = KINDS[options.what]
    chosen = [each for each in every_scenario if each.name in options.only] or every_scenario
    chosen = [each for each in chosen if each.quick or not options.quick]
    sides = [each for each in every_side if each.name in options.only] or every_side
    sides = [each for each in sides if each is OURS or not options.skip_peer]
    rounds = 1 if options.quick else options.rounds
    if options.here:
        take_as_it_is(OURS)
    try:
        for side in sides:
            python_of(side)
        rows = asyncio.run(runner.run(chosen, sides, rounds))
    except BenchmarkError as error:
        print(
            "\n".join([f"benchmarks: {error}", *getattr(error, "__notes__", [])]), file=sys.stderr
        )
        return 1
    print(report.table(rows, sides))
    # A part must not replace a whole: the file would lose the other side without a word.
    is_part = len(chosen) < len(every_scenario) or len(sides) < len(every_side)
    if is_part and not options.update_docs:
        print("Part of the runs only: no results written (--update-docs writes them anyhow).")
        return 0
    results = report.as_json(rows, rounds)
    report.write(name, results)
    if options.update_docs:
        report.update_docs(name, results, sides)
    return 0


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description="Compare this project with pgwidgets-python 0.4.2: one application script on "
        "both, seen by one simulated browser ('wire'), or by Chromium ('browser', and 'tables' of "
        "many rows, which also run NiceGUI); 'events' is what clicks cost, 'crowds' "
        "what many browsers do; 'imports' is how long "
        "they take to import; 'plots' are live lines, beside NiceGUI's and Bokeh's. 'slow', "
        "'streams', 'lifecycles', 'floods' and 'watchers' measure this project alone. The tables "
        "go to benchmarks/results/ as JSON.",
    )
    parser.add_argument("what", nargs="?", choices=list(KINDS), default="wire")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help=f"default: {ROUNDS}")
    parser.add_argument(
        "--only",
        action="append",
        metavar="NAME",
        default=[],
        help="a scenario or a side (peer, ours, nicegui); may be given several times",
    )
    parser.add_argument("--skip-peer", action="store_true", help="measure this project alone")
    parser.add_argument(
        "--here",
        action="store_true",
        help="run this project as it is installed beside this, in no environment of its own",
    )
    parser.add_argument("--quick", action="store_true", help="one round, without the slowest")
    parser.add_argument(
        "--update-docs", action="store_true", help="put the table into benchmarks.md"
    )
    options = parser.parse_args()
    if options.rounds < 1:
        parser.error(f"--rounds is {options.rounds}; it must be 1 or more")
    every_scenario, every_side, _ = KINDS[options.what]
    allowed = [each.name for each in every_scenario] + [each.name for each in every_side]
    for name in options.only:
        if name not in allowed:
            parser.error(f"--only {name}: no such scenario or side; there are {', '.join(allowed)}")
    return options


if __name__ == "__main__":
    sys.exit(main())
