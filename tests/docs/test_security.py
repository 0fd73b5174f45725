"""What docs/explanation/security.md names is there: a test for each line, limits, settings."""

import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from pgwidgets.sync import Application
from pgwidgets_proto import Limits

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "explanation" / "security.md"
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


PAGE_TEXT = PAGE.read_text(encoding="utf-8")
ROWS = list(rows(PAGE_TEXT))


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
    text = (
        "| attempt | test |\n|---|---|\n| a | |\n| b | `tests/no_such.py` |\n| c | `tests/core` |"
    )
    found = [faults(row) for row in rows(text)]
    assert found == [["no test is named"], ["tests/no_such.py is not there"], []]


def test_limits_and_settings_are_named_as_they_are() -> None:
    for name in re.findall(r"`Limits\.(\w+)`", PAGE_TEXT):
        assert name == "x" or name in Limits.__struct_fields__, name
    settings = set(inspect.signature(Application.__init__).parameters)
    tables = [re.split(r"\s*\|\s*", line)[1:-1] for line in PAGE_TEXT.splitlines()]
    for row in tables:
        if len(row) < 4 or row[2] == "setting":
            continue
        for name in re.findall(r"`(\w+)`", row[2]):
            assert name in settings | {"root"} | set(Limits.__struct_fields__), name
