"""Figures to read: the table, the JSON file, and the tables in ``docs/explanation/benchmarks.md``.

Knows how figures are put in order and written. Must not know how they came about, and writes
nothing that tells which machine or folder they come from.
"""

import datetime
import json
import os
import platform
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.environments import OURS, PEER, ROOT, Side

RESULTS = ROOT / "benchmarks" / "results"
DOCS = ROOT / "docs" / "explanation" / "benchmarks.md"


@dataclass
class Row:
    """One line of a table: the same figure of each side, all runs of it.

    Attributes:
        scenario: Name of the scenario.
        figure: Key of the figure within the scenario.
        title: What the reader sees.
        unit: ``s``, ``B`` (bytes), ``x`` (a ratio), ``%`` or ``n`` (a number, not compared).
        runs: Values by side name, one a round.
        wire: Frames and messages by side name, medians, where they were counted.
    """

    scenario: str
    figure: str
    title: str
    unit: str
    runs: dict[str, list[float]] = field(default_factory=dict)
    wire: dict[str, dict[str, float]] = field(default_factory=dict)

    def median(self, side: Side) -> float | None:
        """Return a side's median, None if it was not measured."""
        runs = self.runs.get(side.name)
        return statistics.median(runs) if runs else None

    def ratio(self) -> float | None:
        """Return how many times the peer's figure is ours; None without both, or of a number."""
        if self.unit == "n":
            return None
        peer, ours = self.median(PEER), self.median(OURS)
        return peer / ours if peer is not None and ours else None

    def as_json(self) -> dict[str, Any]:
        """Return the row for the results file; seconds and bytes, unrounded enough."""
        sides = {
            name: {
                "median": round(statistics.median(runs), 6),
                "runs": [round(value, 6) for value in runs],
                **self.wire.get(name, {}),
            }
            for name, runs in self.runs.items()
            if runs
        }
        ratio = self.ratio()
        return {
            "scenario": self.scenario,
            "figure": self.figure,
            "title": self.title,
            "unit": self.unit,
            "sides": sides,
            "ratio": None if ratio is None else round(ratio, 2),
        }


def rows_from(results: dict[str, Any]) -> list[Row]:
    """Return the rows of a results file; the inverse of :func:`as_json`."""
    rows = []
    for each in results["rows"]:
        row = Row(each["scenario"], each["figure"], each["title"], each["unit"])
        for name, side in each["sides"].items():
            row.runs[name] = side["runs"]
            row.wire[name] = {key: side[key] for key in ("frames", "messages") if key in side}
        rows.append(row)
    return rows


def as_json(rows: list[Row], rounds: int) -> dict[str, Any]:
    """Return what the results file holds: machine facts, rounds, rows."""
    machine = {
        "cpus": os.cpu_count(),
        "system": platform.system(),
        "architecture": platform.machine(),
        "python": platform.python_version(),
    }
    return {"machine": machine, "rounds": rounds, "rows": [row.as_json() for row in rows]}


def write(name: str, results: dict[str, Any]) -> Path:
    """Write ``results`` to ``benchmarks/results/<name>.json`` and return its path."""
    RESULTS.mkdir(parents=True, exist_ok=True)
    path = RESULTS / f"{name}.json"
    path.write_text(json.dumps(results, indent=1) + "\n")
    return path


def table(rows: list[Row], sides: Sequence[Side]) -> str:
    """Return the rows as a Markdown table, which is also readable as plain text."""
    head = ["", *(side.title for side in sides), "ratio"]
    body = [
        [row.title, *(_show(row.median(side), row.unit) for side in sides), _show_ratio(row)]
        for row in rows
    ]
    widths = [max(len(line[column]) for line in [head, *body]) for column in range(len(head))]
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    lines = []
    for line in [head, rule, *body]:
        first, *others = line
        cells = [first.ljust(widths[0])]
        cells += [cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True)]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def wire_table(rows: list[Row], sides: Sequence[Side]) -> str:
    """Return a Markdown table of the frames and messages that each side sent."""
    head = ["frames (messages)", *(side.title for side in sides)]
    lines = [f"| {' | '.join(head)} |", f"|---|{'---:|' * len(sides)}"]
    for row in rows:
        cells = [
            f"{counts['frames']:,.0f} ({counts['messages']:,.0f})" if counts else "-"
            for counts in (row.wire.get(side.name) for side in sides)
        ]
        if any(cell != "-" for cell in cells):
            lines.append(f"| {row.title} | {' | '.join(cells)} |")
    return "\n".join(lines)


def today() -> str:
    """The date, as a table of the docs has it."""
    date = datetime.date.today()
    return f"{date.day} {date:%B %Y}"


def update_docs(section: str, results: dict[str, Any], sides: Sequence[Side]) -> None:
    """Replace the generated part ``section`` of ``docs/explanation/benchmarks.md``.

    Raises:
        ValueError: the page does not have both markers of the section.
    """
    rows, machine = rows_from(results), results["machine"]
    parts = [
        f"{today()}: Python {machine['python']}, {machine['system']} {machine['architecture']}, "
        f"{machine['cpus']} processors; medians of up to {results['rounds']} rounds.",
        table(rows, sides),
    ]
    if any(counts for row in rows for counts in row.wire.values()):
        parts.append(wire_table(rows, sides))
    begin, end = f"<!-- begin {section} -->", f"<!-- end {section} -->"
    page = DOCS.read_text()
    before, found_begin, rest = page.partition(begin)
    _, found_end, after = rest.partition(end)
    if not (found_begin and found_end):
        raise ValueError(f"docs/explanation/benchmarks.md lacks the markers {begin!r} and {end!r}")
    DOCS.write_text(f"{before}{begin}\n{'\n\n'.join(parts)}\n{end}{after}")


def _show(value: float | None, unit: str) -> str:
    if value is None:
        return "-"
    if unit == "B":
        return f"{value / 2**20:.2f} MiB" if abs(value) >= 2**16 else f"{value:,.0f} B"
    if unit == "%":
        return f"{value:.1f} %"
    if unit in ("x", "n"):
        return f"{value:.2f}x" if unit == "x" else f"{value:,.0f}"
    return f"{value:.2f} s" if value >= 1 else f"{value * 1000:.3g} ms"


def _show_ratio(row: Row) -> str:
    ratio = row.ratio()
    if ratio is None:
        return "-"
    return f"{ratio:.0f}x" if ratio >= 10 else f"{ratio:.1f}x"
