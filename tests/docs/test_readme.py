"""The programs of the README run, and are what it says they are.

Knows: README.md, the order of its programs. Must not know: what is tested elsewhere with the same
text (the second one is an example, which browsers are tested with).
"""

import re
import tomllib
from pathlib import Path
from typing import Any

import httpx
import pytest

from asgi.servers import Uvicorn
from pgwidgets.cli.demos import DEMOS
from pgwidgets.cli.main import COMMANDS
from pgwidgets.sync import Application
from pgwidgets.testing import open_app
from pgwidgets.testing.conformance import ThreadsWorld

ROOT = Path(__file__).parents[2]


def programs() -> list[str]:
    """The text of each program."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    found = re.findall(r"```python\n(.*?)```", readme, re.DOTALL)
    assert len(found) == 4
    return found


def extras() -> set[str]:
    """What can be installed with the package."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {*project["optional-dependencies"]}


def run(text: str) -> dict[str, Any]:
    names: dict[str, Any] = {"__name__": "readme"}
    exec(compile(text, "README.md", "exec"), names)
    return names


def test_the_first_is_short_and_does_what_it_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Application, "run", lambda self, *, open_browser: None)
    assert len(programs()[0].replace("\n\n", "\n").splitlines()) < 15
    with open_app(run(programs()[0])["app"]) as user:
        user.click("Press me")
        assert user.shows("Pressed")


def test_the_first_page_of_the_site_shows_one_that_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Application, "run", lambda self, *, open_browser: None)
    text = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    [program] = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    with open_app(run(program)["app"]) as user:
        user.click("Press me")
        assert user.shows("Pressed")


def test_the_figures_are_those_of_the_benchmarks() -> None:
    readme = " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())
    page = (ROOT / "docs" / "explanation" / "benchmarks.md").read_text(encoding="utf-8")
    told = re.findall(
        r"(?:after|takes) ([\d.]+) s, where \S+ takes ([\d.]+) s \(ratio (\d+)\)", readme
    )
    for line, (ours, theirs, ratio) in zip(
        ("build 100 labels, 100 ms round trip", "1,000 labels, click to all in the DOM"),
        told,
        strict=True,
    ):
        [cells] = re.findall(rf"^\| {line} *\|(.*)\|$", page.partition("begin latest")[2], re.M)[:1]
        peer, project, *_, by = (cell.strip() for cell in cells.split("|"))
        assert float(theirs) == pytest.approx(seconds(peer), rel=0.01)
        assert float(ours) == pytest.approx(seconds(project), rel=0.01)
        assert by == f"{ratio}x"


def seconds(cell: str) -> float:
    number, unit = cell.split()
    return float(number) * {"s": 1, "ms": 1e-3}[unit]


def test_each_table_of_the_benchmarks_has_its_day() -> None:
    page = (ROOT / "docs" / "explanation" / "benchmarks.md").read_text(encoding="utf-8")
    begun = re.findall(r"<!-- begin (\w+) -->\n(.*)", page)
    assert len(begun) == 11
    for name, line in begun:
        assert re.match(r"\d+ \w+ 20\d\d[,:] ", line), name


def test_every_command_is_one() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    named = set(
        re.findall(
            r"\bpgwidgets (demo|run|new|doctor|[a-z]+)(?= |`|$)",
            " ".join(re.findall(r"`pgwidgets [^`\n]+`|^\$ .*pgwidgets .*$", text, re.MULTILINE)),
        )
    )
    assert {"demo", "run", "doctor"} <= named
    assert named <= {*COMMANDS}
    for name in re.findall(r"pgwidgets demo (\w+)", text):
        assert name in DEMOS


def test_every_extra_that_is_named_is_one() -> None:
    pages = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md"), *(ROOT / "src").rglob("*.py")]
    named = {}
    for page in pages:
        for names in re.findall(r"pgwidgets\[([a-z,-]+)\]", page.read_text(encoding="utf-8")):
            named |= dict.fromkeys(names.split(","), page)
    assert {"plots", "testing", "testing-browser"} <= {*named}
    assert not {name: page for name, page in named.items() if name not in extras()}


def test_the_readme_names_every_extra_of_programs() -> None:
    install = (ROOT / "README.md").read_text(encoding="utf-8").partition("## Install")[2]
    told = {*re.findall(r"`([a-z-]+)`", install.partition("Browsers:")[0])}
    assert extras() - told == {"ginga", "test", "docs", "lint", "bench", "release", "dev"}


def test_the_second_is_the_example_that_it_names() -> None:
    example = (ROOT / "examples" / "async_demo.py").read_text(encoding="utf-8")
    lines = [[line for line in text.splitlines() if line] for text in (programs()[1], example)]
    assert lines[0] == lines[1]


def test_a_thread_counts_in_the_third(monkeypatch: pytest.MonkeyPatch) -> None:
    text = programs()[2]
    assert text.count("time.sleep(1)") == text.count("range(1, 61)") == 1
    # Two seconds of it, with nothing to wait for.
    text = text.replace("time.sleep(1)", "pass").replace("range(1, 61)", "range(1, 3)")
    names: dict[str, Any] = {}
    monkeypatch.setattr(Application, "run", lambda self: None)
    exec(compile(text, "README.md", "exec"), names)
    with ThreadsWorld() as world:
        session = names["app"].create_session()
        names["on_session"](session)
        (label,) = (w for w in session.walk_widget_tree() if type(w).__name__ == "Label")
        world.until_program(lambda: label.get_text() == "2 s")
        names["app"].close()


def test_the_fourth_is_mounted_in_fastapi() -> None:
    names: dict[str, Any] = {}
    exec(compile(programs()[3], "README.md", "exec"), names)
    with Uvicorn(names["web"]) as server, httpx.Client(trust_env=False) as client:
        page = client.get(f"{server.url}ui/")
        assert page.status_code == 200
        assert "pgwidgets" in page.text
