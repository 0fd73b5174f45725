"""The threat model names the test of each of its lines, and these tests are there."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "security.md"
_NAMED = re.compile(r"`(tests/[\w/]+(?:\.py)?)`")
_HELD = ("test", "held by")
"""Heads of the column that names tests."""

type Row = tuple[str, str]
"""The first cell of a line, and the one that names its tests."""


def rows(text: str) -> Iterator[Row]:
    """The lines of all tables that name tests."""
    column = None
    for line in text.splitlines():
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        if not cells:
            column = None
        elif column is None:
            column = next((n for n, cell in enumerate(cells) if cell in _HELD), -1)
        elif column >= 0 and not set(line) <= set("|-: "):
            yield cells[0], cells[column]


ROWS = list(rows(PAGE.read_text(encoding="utf-8")))


def faults(row: Row) -> list[str]:
    """What is wrong with what a line names."""
    named = _NAMED.findall(row[1])
    return [f"{name} is not there" for name in named if not (ROOT / name).exists()] or (
        [] if named else ["no test is named"]
    )


def test_the_page_has_its_tables() -> None:
    assert len(ROWS) > 50


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0][:40])
def test_each_line_names_a_test_that_is_there(row: Row) -> None:
    assert faults(row) == []


def test_a_line_without_a_test_is_seen() -> None:
    text = "| attempt | test |\n|---|---|\n| a | |\n| b | `tests/no_such.py` |\n| c | `tests/core` |"
    found = [faults(row) for row in rows(text)]
    assert found == [["no test is named"], ["tests/no_such.py is not there"], []]
