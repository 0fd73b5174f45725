"""`pgwidgets replay` tells what came out otherwise, shows the page, and makes a test."""

from pathlib import Path

import pytest

from pgwidgets.async_ import Application
from pgwidgets.cli.main import main
from pgwidgets.testing import open_app
from testing.programs import counter


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    app = Application(record=tmp_path / "counter.jsonl")
    app.on_connect(counter)
    with open_app(app) as user:
        user.click("Count")
    return tmp_path / "counter.jsonl"


def test_it_says_that_all_is_as_it_was(recording: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["replay", str(recording)]) == 0
    assert "no differences" in capsys.readouterr().out


def test_it_shows_steps_and_the_page(recording: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = recording.read_text().splitlines()[1:]
    (end,) = [number for number, line in enumerate(lines) if "destroy_session" in line]
    assert main(["replay", str(recording), "--steps", "--tree", "--to", str(end)]) == 0
    out = capsys.readouterr().out
    assert "create 1 TopLevel" in out
    assert "    Label '1 clicks'" in out
    assert f"{end} of {len(lines)} steps" in out


def test_it_tells_what_differs(recording: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = recording.read_text()
    recording.write_text(text.replace('"set_text",["1 clicks"]', '"set_text",["2 clicks"]'))
    assert main(["replay", str(recording)]) == 1
    out = capsys.readouterr().out
    assert "2 clicks" in out
    assert "1 differences" in out


def test_it_makes_a_test(
    recording: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = tmp_path / "test_counter.py"
    options = ["--to-test", "testing.programs:counter"]
    assert main(["replay", str(recording), *options]) == 0
    assert main(["replay", str(recording), *options, "-o", str(made)]) == 0
    assert "user.click('Count', cls='Button')" in made.read_text()
    assert capsys.readouterr().out == made.read_text()


@pytest.mark.parametrize("options", [["missing.jsonl"], ["FILE", "--to", "-1"]])
def test_what_is_not_there_is_told(
    recording: Path, options: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    given = [str(recording) if option == "FILE" else option for option in options]
    assert main(["replay", *given]) == 2
    told = capsys.readouterr().err
    assert "pgwidgets: " in told
    assert "Errno" not in told
