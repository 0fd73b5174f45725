"""Running scenarios round by round, the sides in turn.

They alternate, so that whatever else the machine does falls on all of them alike.
Knows only that a scenario gives figures for a side. Must not know what is measured, or how.
"""

import statistics
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field

from benchmarks.environments import OURS, BenchmarkError, Side
from benchmarks.report import Row

type Values = dict[str, float]
"""Figures of one run; ``frames`` and ``messages`` are counts and not compared."""

_COUNTS = ("frames", "messages")


@dataclass(frozen=True)
class Scenario:
    """One way of using the application.

    Attributes:
        name: Name for ``--only``.
        titles: Title of each figure that it gives (not every side need), by its key in the values.
        run: Runs it once on one side and returns the figures: seconds, or bytes.
        unit: ``s`` or ``B`` (bytes).
        units: Unit of the figures that have another one; ``x`` is a ratio, ``%``, ``n`` a number.
        peer_rounds: Most rounds that are worth their time on a side that is not this project.
        quick: Whether it is part of a quick run.
    """

    name: str
    titles: dict[str, str]
    run: Callable[[Side], Awaitable[Values]]
    unit: str = "s"
    peer_rounds: int = 1000
    quick: bool = True
    units: Mapping[str, str] = field(default_factory=dict)


async def run(scenarios: Sequence[Scenario], sides: Sequence[Side], rounds: int) -> list[Row]:
    """Run every scenario on every side, ``rounds`` times; return the rows of the table.

    Raises:
        BenchmarkError: a run failed or showed something wrong; the text names scenario and side.
    """
    runs: dict[tuple[str, str], list[Values]] = {}
    for number in range(rounds):
        for scenario in scenarios:
            for side in sides:
                if side is not OURS and number >= scenario.peer_rounds:
                    continue
                try:
                    values = await scenario.run(side)
                except (BenchmarkError, LookupError, OSError) as error:
                    complaint = (
                        f"{scenario.name} on {side.title}: {str(error) or type(error).__name__}"
                    )
                    failure = BenchmarkError(complaint)
                    for note in getattr(error, "__notes__", []):
                        failure.add_note(note)
                    raise failure from error
                runs.setdefault((scenario.name, side.name), []).append(values)
                shown = ", ".join(f"{key} {value:.6g}" for key, value in values.items())
                print(f"{number + 1} {scenario.name} {side.name}: {shown}", file=sys.stderr)
    return [row for scenario in scenarios for row in _rows(scenario, sides, runs)]


def _rows(
    scenario: Scenario, sides: Sequence[Side], runs: dict[tuple[str, str], list[Values]]
) -> list[Row]:
    rows = []
    for figure, title in scenario.titles.items():
        row = Row(scenario.name, figure, title, scenario.units.get(figure, scenario.unit))
        for side in sides:
            values = runs.get((scenario.name, side.name), [])
            row.runs[side.name] = [each[figure] for each in values if figure in each]
            if values and all(key in values[0] for key in _COUNTS):
                row.wire[side.name] = {
                    key: statistics.median(each[key] for each in values) for key in _COUNTS
                }
        rows.append(row)
    return rows
