"""The programs of the tutorial run, page by page, and do what the pages say.

Knows: docs/tutorial, and that a block of code is the file that the line before it names. Must not
know: what is tested elsewhere of what they show.
"""

import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from pgwidgets.testing import open_app

TUTORIAL = Path(__file__).parents[2] / "docs" / "tutorial"
PAGES = ("first-window", "live-table", "long-task", "testing", "looks", "deploying")
MODULES = ("panel", "instrument", "test_panel")


def text_of(page: str) -> str:
    return (TUTORIAL / f"{page}.md").read_text(encoding="utf-8")


def files_of(page: str) -> dict[str, str]:
    """The files that a page has, by name."""
    return dict(re.findall(r"`([\w.]+\.py)`:\n\n```python\n(.*?)```", text_of(page), re.DOTALL))


def pieces_of(page: str) -> list[str]:
    """The blocks of a page that are no file."""
    return re.findall(r"(?<!`:)\n\n```python\n(.*?)```", text_of(page), re.DOTALL)


type Reading = Callable[[str], dict[str, Any]]


@pytest.fixture
def read_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Reading]:
    """Follow the tutorial up to a page; gives the panel's module, changed as `change` says."""
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)

    def read(last: str, change: Callable[[str], str] = str) -> dict[str, Any]:
        for page in PAGES[: PAGES.index(last) + 1]:
            for name, text in files_of(page).items():
                (tmp_path / name).write_text(text, encoding="utf-8")
        panel = tmp_path / "panel.py"
        panel.write_text(change(panel.read_text(encoding="utf-8")), encoding="utf-8")
        return vars(__import__("panel"))

    yield read
    for name in MODULES:
        sys.modules.pop(name, None)


def test_every_block_is_one_of_those_that_are_run() -> None:
    found = {page: (sorted(files_of(page)), len(pieces_of(page))) for page in PAGES}
    assert found == {
        "first-window": (["panel.py"], 0),
        "live-table": (["instrument.py", "panel.py"], 0),
        "long-task": (["panel.py"], 0),
        "testing": (["test_panel.py"], 0),
        "looks": ([], 2),
        "deploying": ([], 1),
    }


def test_a_first_window(read_to: Reading) -> None:
    with open_app(read_to("first-window")["main"]) as user:
        assert user.shows("Ready")
        user.click("Expose")
        assert user.shows("Exposing …")


def test_a_table_that_lives(read_to: Reading) -> None:
    with open_app(read_to("live-table")["main"]) as user:
        other = user.open_browser(same_session=False)
        user.clock.advance(20)
        assert user.shows("-20.00")
        assert other.shows("-20.00")


def test_the_test_of_the_tutorial_passes(read_to: Reading) -> None:
    read_to("testing")
    tests = vars(__import__("test_panel"))
    found = [test for name, test in tests.items() if name.startswith("test_")]
    assert len(found) == 4
    for test in found:
        test()


def test_looks(read_to: Reading) -> None:
    application, toggle = pieces_of("looks")

    def change(panel: str) -> str:
        indented = "".join(f"        {line}\n" if line else "\n" for line in toggle.splitlines())
        row = "        row = await W.HBox(spacing=8)\n"
        made = '    app = Application(title="Instrument", max_sessions=None)\n'
        assert panel.count(row) == panel.count(made) == 1
        panel = panel.replace(row, f"{indented}\n{row}").replace(made, f"    {application}")
        return panel.replace("self.start, self.cancel):", "self.start, self.cancel, self.night):")

    with open_app(read_to("testing", change)["main"]) as user:
        user.click("Night")
        assert user.session.theme == "night"
        user.click("Night")
        assert user.session.theme == "auto"


def test_deploying(read_to: Reading, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PANEL_HOSTS", "panel.example.org panel")
    monkeypatch.setenv("PANEL_KEY", "0123456789abcdef" * 4)
    [application] = pieces_of("deploying")
    names = {**read_to("testing"), "os": __import__("os")}
    exec(compile(application, "deploying.md", "exec"), names)
    assert names["app"]._pgwidgets.settings.allowed_hosts == ("panel.example.org", "panel")
