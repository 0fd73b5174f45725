"""Every diagram of our pages has its table in the site, where none is drawn.

Knows: docs/_ext/state_tables.py. Must not know: what any diagram is about.
"""

import re
import runpy
from pathlib import Path

import pytest

from pgwidgets.cli.demos import DEMOS

DOCS = Path(__file__).parents[2] / "docs"
TABLES = runpy.run_path(str(DOCS / "_ext" / "state_tables.py"))
DIAGRAMS = [
    (path.stem, text)
    for path in sorted(DOCS.rglob("*.md"))
    for text in re.findall(r"```mermaid\n(.*?)```", path.read_text("utf-8"), re.DOTALL)
]


@pytest.mark.parametrize(("page", "text"), DIAGRAMS)
def test_no_arrow_is_lost(page: str, text: str) -> None:
    rows = list(TABLES["_table"](text).findall(TABLES["nodes"].row))[1:]
    if text.startswith("flowchart") and "-->|" not in text and " -- " not in text:
        assert rows  # of rooms, each with all that it imports
    else:
        arrows = [line for line in text.splitlines() if re.search(r"-->|->>| -- | -\. ", line)]
        assert len(rows) == len(arrows) > 0


def test_who_does_what_is_told() -> None:
    text = next(text for page, text in DIAGRAMS if page == "sharing")
    assert TABLES["_deeds"](text)[-1] == (
        "observer's page: its share's token",
        "looks",
        "session",
    )


def test_the_page_on_the_command_line_has_every_demo() -> None:
    page = (DOCS / "reference" / "command-line.md").read_text("utf-8")
    told = set(re.findall(r"^\| `(\w+)` \|", page.partition("## `pgwidgets run")[0], re.MULTILINE))
    assert told == {*DEMOS}
