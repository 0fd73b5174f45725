"""The virtual environments of the sides that are compared, made under ``build/bench/``.

Knows pip and where things are in this checkout. Nothing of a peer is read or imported here: it is
installed by name and only ever run.
"""

import functools
import hashlib
import os
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build" / "bench"


class BenchmarkError(Exception):
    """A benchmark cannot be run or gave a wrong result; the text says which and why."""


@dataclass(frozen=True)
class Side:
    """One of the compared libraries.

    Attributes:
        name: Short name; also the name of its environment's folder.
        title: Heading of its column.
        module: Module of this package that is run in its environment.
        requirements: What pip installs.
        imports: Statement that must work once it is installed.
        extra: Arguments added to pip's, such as the checkout to install.
    """

    name: str
    title: str
    module: str
    requirements: tuple[str, ...]
    imports: str
    extra: tuple[str, ...] = ()


PEER = Side(
    "peer",
    "pgwidgets-python 0.4.2",
    "benchmarks.application",
    ("pgwidgets-python==0.4.2",),
    "from pgwidgets.async_ import Application",
)
OURS = Side(
    "ours",
    "this project",
    "benchmarks.application",
    ("websockets>=15",),  # a floor of the echo; ours needs none of it
    "from pgwidgets.async_ import Application",
    extra=(f"{ROOT}[matplotlib,pictures,plots,trio]",),  # its wheel, as people have it
)
NICEGUI = Side(
    "nicegui",
    "NiceGUI 3.18",
    "benchmarks.nicegui_application",
    ("nicegui==3.18.*",),
    "import nicegui",
)

NICEGUI_PLOTS = Side(
    "nicegui-plots",
    "NiceGUI 3.18 line_plot",
    "benchmarks.nicegui_plot_application",
    ("nicegui==3.18.*", "matplotlib==3.*"),
    "import nicegui, matplotlib",
)
BOKEH_PLOTS = Side(
    "bokeh-plots",
    "Bokeh 3 server",
    "benchmarks.bokeh_plot_application",
    ("bokeh==3.*",),
    "import bokeh",
)


_here: set[Side] = set()


def take_as_it_is(side: Side) -> None:
    """Run a side by the interpreter that runs this: it is installed there already."""
    _here.add(side)


@functools.cache
def python_of(side: Side) -> Path:
    """Return the interpreter of a side's environment, making the environment if need be.

    An environment is made anew when what it was made from has changed.

    Raises:
        BenchmarkError: it cannot be installed, or not be imported afterwards.
    """
    if side in _here:
        return Path(sys.executable)
    folder = BUILD / side.name
    python = folder / "bin" / "python"
    stamp = folder / "made-from"
    recipe = _recipe(side)
    if not (stamp.exists() and stamp.read_text() == recipe):
        print(f"making the environment of {side.title}", file=sys.stderr, flush=True)
        venv.create(folder, clear=True, with_pip=True)
        _run(
            side,
            [
                python,
                "-m",
                "pip",
                "install",
                "--quiet",
                "--disable-pip-version-check",
                *side.requirements,
                *side.extra,
            ],
        )
        stamp.write_text(recipe)
    _run(side, [python, "-c", side.imports])
    return python


def environment_variables() -> dict[str, str]:
    """Return this process's variables for a side's, without what would change its imports."""
    return {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}


def _recipe(side: Side) -> str:
    """Return a text that changes when a side's environment has to be made anew."""
    parts = [sys.version, *side.requirements]
    if side is OURS:
        parts += [hashlib.sha256(file.read_bytes()).hexdigest() for file in _sources()]
    return "\n".join(parts)


def _sources() -> list[Path]:
    """Return the files that a wheel of this project is made from."""
    folders = (ROOT / "src", ROOT / "transports")
    found = [file for folder in folders for file in folder.rglob("*") if file.is_file()]
    return [ROOT / "pyproject.toml", *sorted(f for f in found if f.suffix != ".pyc")]


def _run(side: Side, command: list[str | Path]) -> None:
    # Not from the project's root: the source tree must not be found but by its installation.
    BUILD.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        cwd=BUILD,
        env=environment_variables(),
    )
    if done.returncode != 0:
        printed = (done.stderr.strip() or done.stdout.strip() or "no message").splitlines()
        raise BenchmarkError(f"{side.title} is not usable: {printed[-1]}")
