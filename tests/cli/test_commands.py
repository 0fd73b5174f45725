"""The command `pgwidgets` by itself: its commands, its complaints, what it makes.

Knows: the command line, files, ports. Must not know: what a page shows.
"""

import argparse
import re
import runpy
import socket
import subprocess
import sys
import threading
import tomllib
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gallery
import pytest
from gallery_pages import plots
from gallery_pages.exhibit import Group

from pgwidgets import __about__, async_, sync
from pgwidgets._launch import begin, launching
from pgwidgets.cli import demos, doctor, native, ports, programs, projects
from pgwidgets.cli.main import COMMANDS, main
from pgwidgets.inspecting import Inspector
from pgwidgets.looks import PageLooks
from pgwidgets.testing import open_app


@pytest.fixture(autouse=True)
def as_it_was(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Programs change the process that they are run in."""
    monkeypatch.setattr(sys, "argv", sys.argv)
    monkeypatch.setattr(sys, "path", [*sys.path])
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])
    yield
    begin(None)


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Any]]:
    """The applications that would be served."""
    applications: list[Any] = []

    async def run(app: async_.Application) -> None:
        applications.append(app)

    monkeypatch.setattr(async_.Application, "run", run)
    monkeypatch.setattr(sync.Application, "run", lambda self: applications.append(self))
    yield applications
    for app in applications:
        if (own := app._pgwidgets.settings.ws_sock) is not None:
            own.close()  # which serving would have done


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that somebody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as sock:
        yield sock.getsockname()[1]


def write(folder: Path, text: str, name: str = "prog.py") -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_the_command_tells_its_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out == f"pgwidgets {__about__.__version__}\n"


def test_the_module_is_the_command() -> None:
    command = [sys.executable, "-m", "pgwidgets", "--help"]
    told = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout
    assert all(re.search(rf"^    {name}\s", told, re.MULTILINE) for name in COMMANDS)


def test_the_package_names_the_command() -> None:
    root = Path(__file__).parents[2]
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["scripts"] == {"pgwidgets": "pgwidgets.cli.main:main"}


# --- what is run

FOUND = [
    ("app = {api}.Application()", "", "app"),
    ("ui = {api}.Application(title='one')", "", "ui"),
    ("one = {api}.Application()\ntwo = {api}.Application()", ":two", "two"),
    ("app = {api}.Application()\nother = {api}.Application()", "", "app"),
]


@pytest.mark.parametrize("api", ["async_", "sync"])
@pytest.mark.parametrize(("text", "behind", "name"), FOUND)
def test_an_application_is_served(
    tmp_path: Path, served: list[Any], api: str, text: str, behind: str, name: str
) -> None:
    path = write(tmp_path, f"from pgwidgets import {api}\n{text.format(api=api)}\nfound = {name}\n")
    assert main(["run", path + behind]) == 0
    [app] = served
    module = sys.modules["prog"] if behind else sys.modules["__main__"]
    assert app is module.found


def test_a_program_that_serves_itself_is_run_as_it_is(tmp_path: Path, served: list[Any]) -> None:
    text = """
import sys
from pgwidgets.sync import Application

if __name__ == "__main__":
    app = Application(0, 0, title=" ".join(sys.argv[1:]))
    app.start()
    app.close()
"""
    assert main(["run", write(tmp_path, text), "--", "--simulate", "2"]) == 0
    assert served == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("def build(session): ...", sync.Application),
        ("async def build(session, *, more=1): ...", async_.Application),
    ],
)
def test_a_function_that_builds_a_session_is_enough(
    tmp_path: Path, served: list[Any], text: str, kind: type[Any]
) -> None:
    assert main(["run", write(tmp_path, text) + ":build"]) == 0
    [app] = served
    assert type(app) is kind
    assert [one.__name__ for one in app._pgwidgets.handlers.on_connect] == ["build"]


@pytest.mark.parametrize("name", ["make", "main", "amain"])
def test_a_function_without_parameters_is_called(
    tmp_path: Path, served: list[Any], name: str
) -> None:
    text = """
from pgwidgets import sync
app = sync.Application()
def make(): return app
def main(): app.run()
async def amain(): app.run()
"""
    assert main(["run", f"{write(tmp_path, text)}:{name}"]) == 0
    assert served == [sys.modules["prog"].app]


def test_a_module_is_run_and_served(
    tmp_path: Path, served: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "from pgwidgets.sync import Application\napp = Application()\n", "panelmod.py")
    monkeypatch.chdir(tmp_path)
    assert main(["run", "panelmod:app"]) == main(["run", "panelmod"]) == 0
    assert len(served) == 2


def test_what_the_command_line_says_goes_before_the_program(
    tmp_path: Path, served: list[Any]
) -> None:
    text = """
from pgwidgets.sync import Application
app = Application(1, 2, host="10.0.0.1", theme="light", density="compact")
other = Application(3, 4, host="10.0.0.1")
"""
    pem = Path(__file__).parents[1] / "transports" / "data" / "localhost.pem"
    said = ["--host", "127.0.0.1", "--port", "0", "--theme", "night", "--tls", str(pem)]
    assert main(["run", write(tmp_path, text), *said]) == 0
    settings = served[0]._pgwidgets.settings
    assert settings.host == "127.0.0.1"
    assert settings.ws_sock.getsockname()[1] > 0
    assert settings.http_port is None
    assert settings.looks == PageLooks(theme="night", density="compact")
    assert served[0].url.startswith("https://127.0.0.1:")
    other = sys.modules["__main__"].other._pgwidgets.settings  # it can't have the same port
    assert (other.ws_sock, other.ws_port, other.http_port) == (None, 3, 4)
    assert other.looks.theme == "night"
    assert launching() is None


@pytest.mark.parametrize(
    ("arguments", "text", "status", "words"),
    [
        (["nowhere.py"], "", 2, "there is no file 'nowhere.py'"),
        (["nowhere"], "", 2, "there is no module 'nowhere'"),
        (["nowhere.inside"], "", 2, "there is no module 'nowhere.inside'"),
        (["json.nowhere:app"], "", 2, "there is no module 'json.nowhere'"),
        (["pgwidgets.cli"], "", 2, "'pgwidgets.cli' is a package without __main__.py"),
        (["a b"], "", 2, "neither a file that ends in .py nor a module's name"),
        ([":gone"], "x = 1", 1, "prog has nothing of the name 'gone'"),
        ([":x"], "x = 1", 1, "x is 1; it must be an Application"),
        ([""], "x = 1", 1, "has come to its end with no application"),
        ([""], "def main(session): ...", 1, "name what to serve: prog.py:main"),
        ([""], "def a(s): ...\ndef b(s): ...", 1, "name what to serve: prog.py:app"),
        (["", "--tls", "nowhere.pem"], "x = 1", 2, "--tls nowhere.pem: No such file"),
        (["", "--record", "nowhere/it"], "x = 1", 2, "--record nowhere/it: No such file"),
        (["", "--tls-key", "nowhere.pem"], "x = 1", 2, "give --tls as well"),
    ],
)
def test_what_is_wrong_is_told_in_a_line(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    text: str,
    status: int,
    words: str,
) -> None:
    first, *rest = arguments
    path = write(tmp_path, text) + first if text else first
    assert main(["run", path, *rest]) == status
    [line] = capsys.readouterr().err.splitlines()
    assert line.startswith("pgwidgets: ")
    assert words in line


def test_a_file_that_is_named_without_its_end_is_meant(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, "", "panel_of_mine.py")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(programs, "_is_found", lambda module: False)
    assert main(["run", "panel_of_mine"]) == 2
    assert "did you mean panel_of_mine.py?" in capsys.readouterr().err


def test_what_a_module_misses_is_its_own_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    package = tmp_path / "that_misses"
    package.mkdir()
    write(package, "import nowhere", "__init__.py")
    write(package, "", "panel.py")
    monkeypatch.chdir(tmp_path)
    assert main(["run", "that_misses.panel"]) == 1
    assert capsys.readouterr().err.endswith("ModuleNotFoundError: No module named 'nowhere'\n")


def test_a_fault_of_the_program_is_told_from_its_own_first_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["run", write(tmp_path, "def f():\n    return 1 / 0\nf()\n")]) == 1
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "Traceback (most recent call last):"
    assert lines[1].strip().startswith(f'File "{tmp_path / "prog.py"}", line 3')
    assert lines[-1] == "ZeroDivisionError: division by zero"


def test_the_inspector_is_served_beside_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = """
from pgwidgets.sync import Application
app = Application(0, 0, title="inspected")
other = Application(0, 0)
app.start()
other.start()
other.close()
app.close()
"""
    assert main(["run", write(tmp_path, text), "--inspect", "--port", "0"]) == 0
    told = capsys.readouterr().out
    assert len(re.findall(r"^pgwidgets: inspect http://127.0.0.1:\d+/#session=", told, re.M)) == 1


def test_what_comes_into_it_is_recorded(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = """
from pgwidgets.sync import Application
app = Application(0, 0)
app.create_session()
"""
    file = tmp_path / "one.jsonl"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sync.Application, "run", lambda self: (self.start(), self.close()))
        assert main(["run", write(tmp_path, text), "--record", str(file)]) == 0
    assert main(["replay", str(file)]) == 0


@pytest.mark.parametrize(
    "url", ["app.py", "http://127.0.0.1:1/", "http://127.0.0.1:1/#session=inspector"]
)
def test_what_is_no_inspectors_address_is_not_opened(
    url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["inspect", url]) == 2
    assert "is no inspector's address" in capsys.readouterr().err


def test_an_inspector_is_opened(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", lambda url: not opened.append(url))
    with Inspector(sync.Application(0, 0)) as inspector:
        url = inspector.url
        assert url is not None
        assert main(["inspect", url]) == 0
        assert opened == [url]
        monkeypatch.setattr("webbrowser.open", lambda url: False)
        assert main(["inspect", url]) == 1
    assert main(["inspect", url]) == 1
    assert "can't be reached" in capsys.readouterr().err


# --- ports


def test_a_taken_port_is_told_with_what_to_do(
    tmp_path: Path, taken: int, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path, "raise AssertionError('it is not run')")
    assert main(["run", path, "--port", str(taken)]) == 1
    [line] = capsys.readouterr().err.splitlines()
    assert f"port {taken} of 127.0.0.1 is taken" in line
    assert f"--port {taken + 1}" in line


def test_a_taken_port_of_the_programs_own_is_told_in_a_line(
    tmp_path: Path, taken: int, capsys: pytest.CaptureFixture[str]
) -> None:
    text = f"from pgwidgets.sync import Application\nApplication(0, {taken}).run()\n"
    assert main(["run", write(tmp_path, text)]) == 1
    [line] = capsys.readouterr().err.splitlines()
    assert f"can't listen on '127.0.0.1' port {taken}" in line
    assert "another program listens there" in line


def test_auto_takes_the_next_port(monkeypatch: pytest.MonkeyPatch, taken: int) -> None:
    monkeypatch.setattr(ports, "DEFAULT", taken)
    with ports.open_door("127.0.0.1", None) as door:
        assert door.getsockname()[1] != taken


@pytest.mark.parametrize("text", ["x", "-1", "65536", "1.5", ""])
def test_what_is_no_port_is_refused(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError, match="is no port"):
        ports.port_argument(text)


def test_who_gives_no_port_is_told_what_one_is(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["demo", "--port", "abc"])
    assert "--port: 'abc' is no port; give a number" in capsys.readouterr().err


# --- the other commands


def test_demos_are_there_and_need_what_they_import() -> None:
    assert demos.folder() == demos.CHECKOUT
    for demo in demos.DEMOS.values():
        assert (demos.folder() / demo.file).is_file()


def test_a_demo_that_needs_an_extra_names_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(demos.importlib.util, "find_spec", lambda name: None)
    assert main(["demo", "instrument"]) == 1
    assert "pip install 'pgwidgets[plots,pictures]'" in capsys.readouterr().err


def test_a_demo_is_served(served: list[Any]) -> None:
    assert main(["demo", "--port", "0"]) == 0
    assert served[0]._pgwidgets.settings.title == "pgwidgets gallery"


def test_a_new_project_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "my-panel"
    assert main(["new", str(folder)]) == 0
    assert "pgwidgets run my_panel.py --reload" in capsys.readouterr().out
    texts = {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in folder.rglob("*")
        if path.is_file()
    }
    assert {"my_panel.py", "pyproject.toml", "Dockerfile", "README.md", ".gitignore"} <= {*texts}
    assert not [name for name, text in texts.items() if re.search(r"\$\w|__module__", text)]
    assert tomllib.loads(texts["pyproject.toml"])["project"]["name"] == "my-panel"
    monkeypatch.syspath_prepend(folder)
    tests = runpy.run_path(str(folder / "tests" / "test_my_panel.py"))
    found = [test for name, test in tests.items() if name.startswith("test_")]
    assert found
    for test in found:
        test()


@pytest.mark.parametrize("name", ["1st", "import", "json", "pgwidgets", "a b"])
def test_a_project_whose_module_could_not_be_imported_is_refused(
    tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["new", str(tmp_path / name)]) == 2
    assert repr(name) in capsys.readouterr().err
    assert not (tmp_path / name).exists()


def test_nothing_is_written_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, "kept", "file")
    assert main(["new", str(tmp_path)]) in (1, 2)
    with pytest.raises(projects.CommandError, match="is not empty"):
        projects.make(tmp_path, "panel")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_the_doctor_finds_nothing_here(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor"]) == 0
    told = capsys.readouterr().out
    assert f"pgwidgets {__about__.__version__}" in told
    assert re.search(r"^   ok  the page is served", told, re.MULTILINE)


def test_the_doctor_knows_every_extra_of_programs() -> None:
    root = Path(__file__).parents[2]
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    ours = {"ginga", "test", "docs", "lint", "bench", "release", "dev"}
    assert {*doctor._EXTRAS} == {*project["optional-dependencies"]} - ours


def test_the_doctor_names_what_is_in_the_way(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(doctor, "find_other", lambda: "/somewhere")
    assert main(["doctor"]) == 1
    assert "fault  pgwidgets-python is installed as well" in capsys.readouterr().out


# --- a window of its own


class Supervised:
    """A program that runs until it is ended."""

    url = "http://127.0.0.1:1/"

    def __init__(self) -> None:
        self.ended = threading.Event()

    def serve(self) -> int:
        assert self.ended.wait(60)
        return 0

    def end(self) -> None:
        self.ended.set()


def test_closing_the_window_ends_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    windows: list[tuple[str, str]] = []
    webview: Any = types.ModuleType("webview")

    def create_window(title: str, url: str) -> Any:
        windows.append((title, url))
        return types.SimpleNamespace(destroy=lambda: None)

    webview.create_window = create_window
    webview.start = lambda function: function()  # and the user closes the window at once
    monkeypatch.setitem(sys.modules, "webview", webview)
    program: Any = Supervised()
    assert native.show_window(program, "panel") == 0
    assert windows == [("panel", "http://127.0.0.1:1/")]


def test_without_pywebview_its_extra_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "webview", None)
    assert main(["run", write(tmp_path, "x = 1"), "--native", "--port", "0"]) == 1
    assert "pip install 'pgwidgets[native]'" in capsys.readouterr().err


def test_programs_are_found_by_file_and_by_module(tmp_path: Path) -> None:
    path = write(tmp_path, "")
    assert programs.target_of(path) == (Path(path).resolve(), "", "")
    assert programs.target_of(f"{path}:app") == (Path(path).resolve(), "", "app")
    assert programs.target_of("one.two:app") == (None, "one.two", "app")


def test_the_gallery_says_which_extra_a_window_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    async def build(W: Any, tell: Any) -> None:
        raise ImportError("install the extra: pip install 'pgwidgets[plots]'")

    plot = plots.GROUP.exhibits[0]
    lacking = Group("Plots", [plot._replace(build=build)])
    others = [group for group in gallery.GROUPS if group is not plots.GROUP]
    monkeypatch.setattr(gallery, "GROUPS", [*others, lacking])
    with open_app(gallery.main) as user:
        user.pick("Plots", "Plot")
        assert user.shows("pip install 'pgwidgets[plots]'")
        user.pick("Values", "Slider")
        assert user.shows("Slider")
