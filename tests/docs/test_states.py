"""What docs/explanation/sessions.md shows is so: its diagrams, and the tests that it names."""

import re
import runpy
from pathlib import Path

SCRIPT = runpy.run_path(str(Path(__file__).parents[2] / "scripts" / "draw_states.py"))


def test_the_page_shows_the_tables_as_they_are() -> None:
    text = SCRIPT["PAGE"].read_text(encoding="utf-8")
    assert SCRIPT["drawn"](text) == text, "run scripts/draw_states.py"
    for machine in ("link", "channel", "connection"):
        assert SCRIPT["draw"](machine) in text


def test_every_way_is_drawn() -> None:
    for machine in ("link", "channel", "connection"):
        drawing = SCRIPT["draw"](machine)
        ways = [
            (state, cause, to)
            for state, ways in SCRIPT["TABLES"][machine].items()
            for cause, to in ways.items()
            if state is not to
        ]
        assert ways
        for state, cause, to in ways:
            arrow = f"{state.name} --> {to.name}:"
            (line,) = [line for line in drawing.splitlines() if arrow in line]
            assert cause.name.replace("_", " ").lower() in line


def test_the_tests_that_the_page_names_are_there() -> None:
    text = SCRIPT["PAGE"].read_text(encoding="utf-8")
    files = list(Path(__file__).parents[1].rglob("*.*"))
    sources = "".join(file.read_text() for file in files if file.suffix == ".py")
    names = {file.name for file in files}
    for name in re.findall(r"`(test_\w+)`", text):
        assert f"def {name}(" in sources, f"there is no {name}"
    for name in re.findall(r"`(?:tests/\w+/)?([\w.]+\.(?:py|mjs))`", text):
        assert name in names or name == "draw_states.py", f"there is no {name}"
