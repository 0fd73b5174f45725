"""The house is shown as it is: its picture, its wings, and all of its files.

Knows: scripts/draw_house.py, and what it draws. Must not know: which rooms there are.
"""

import runpy
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

SCRIPTS = Path(__file__).parents[2] / "scripts"


@pytest.fixture(scope="module")
def script() -> Iterator[dict[str, Any]]:
    sys.path.insert(0, str(SCRIPTS))  # it imports its neighbour
    try:
        yield runpy.run_path(str(SCRIPTS / "draw_house.py"))
    finally:
        sys.path.remove(str(SCRIPTS))


def test_the_pages_are_current(script: dict[str, Any]) -> None:
    for page, text in script["pages"]().items():
        assert page.read_text(encoding="utf-8") == text, f"{page.name}: run `make house`"


def test_every_wing_says_what_it_knows(script: dict[str, Any]) -> None:
    head, line, *rows = script["wings"](script["house"].CORE)
    assert (head, line) == ("| room | knows | must not know |", "|---|---|---|")
    assert len(rows) > 8
    assert [row for row in rows if "|  |" in row] == []


def test_every_file_says_what_it_is_for(script: dict[str, Any]) -> None:
    text = "\n".join(script["rooms"]())
    for package in (script["house"].CORE, script["TRANSPORTS"], script["house"].APPLICATION):
        for file in package.rglob("*.py"):
            assert file.name == "__init__.py" or f"\n- `{file.name}`: " in text, file
    assert ": \n" not in text


def test_the_picture_has_every_room_and_arrow(script: dict[str, Any]) -> None:
    core = {
        "pgwidgets_proto": {"pgwidgets_proto.sessions.hub.hub"},
        "pgwidgets_proto.errors": set(),
        "pgwidgets_proto.limits": {"pgwidgets_proto.errors"},
        "pgwidgets_proto.wire": {"pgwidgets_proto.wire.messages"},
        "pgwidgets_proto.wire.messages": {"pgwidgets_proto.errors"},
        "pgwidgets_proto.sessions.hub.hub": {"pgwidgets_proto.wire", "pgwidgets_proto.limits"},
    }
    assert list(script["picture"](core)) == [
        "```mermaid",
        "flowchart TD",
        '    subgraph floor4[" "]',
        "        sessions",
        "    end",
        '    subgraph floor1[" "]',
        "        wire",
        "    end",
        '    ground["errors · limits"]',
        "    sessions --> wire",
        "    sessions --> ground",
        "    wire --> ground",
        "```",
    ]
