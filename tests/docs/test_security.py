"""What docs/explanation/security.md names is there: tests, limits, and settings."""

import inspect
import re
from pathlib import Path

from pgwidgets.sync import Application
from pgwidgets_proto import Limits

ROOT = Path(__file__).resolve().parents[2]
TEXT = ROOT.joinpath("docs", "explanation", "security.md").read_text(encoding="utf-8")


def rows() -> list[list[str]]:
    """The lines of all tables, without their heads."""
    lines = [line for line in TEXT.splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [row for at, row in enumerate(cells) if at + 1 < len(cells) and not is_rule(row)]


def is_rule(row: list[str]) -> bool:
    return all(set(cell) <= {"-"} for cell in row)


def test_each_line_names_a_test_that_is_there() -> None:
    found = [row for row in rows() if re.fullmatch(r"(`tests/[\w/.]+`(, )?)+", row[-1])]
    assert len(found) > 40
    for row in found:
        for path in re.findall(r"`(tests/[\w/.]+)`", row[-1]):
            assert ROOT.joinpath(path).exists(), path
    heads = {"test", "held by", "by"}
    others = [row for row in rows() if row not in found and row[-1] not in heads]
    assert all(row[0].strip("`").istitle() or row[0][1].isupper() for row in others), others


def test_limits_and_settings_are_named_as_they_are() -> None:
    for name in re.findall(r"`Limits\.(\w+)`", TEXT):
        assert name == "x" or name in Limits.__struct_fields__, name
    settings = set(inspect.signature(Application.__init__).parameters)
    for row in rows():
        if len(row) < 4 or row[2] == "setting":
            continue
        for name in re.findall(r"`(\w+)`", row[2]):
            assert name in settings | {"root"} | set(Limits.__struct_fields__), name
