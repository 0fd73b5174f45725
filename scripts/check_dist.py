"""Look into what `make dist` has built: is all of it there, and does it run where nothing else is?

Knows: pyproject.toml, the packages' folders, wheels. Must not know: how they are built.

usage: check_dist.py FOLDER
"""

import subprocess
import sys
import tomllib
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("src/pgwidgets", "src/pgwidgets_proto", "transports/pgwidgets_transports")

PROGRAM = """
import re
import sys
from urllib.request import urlopen

from pgwidgets import __about__
from pgwidgets.sync import Application

assert __about__.__version__ == sys.argv[1], __about__.__version__
app = Application(0, 0)
app.start()
with urlopen(app.url) as answer:
    page = answer.read().decode()
    script = re.search(r'<script type="module" src="([^"]*/bundle[.]js)"', page)
with urlopen(app.url + script[1]) as answer:
    assert len(answer.read()) > 300_000
app.close()
"""


def version() -> str:
    """The version of the project."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return str(project["version"])


def missing(names: set[str]) -> Iterator[str]:
    """Files of the packages, and examples, that are not among the names of a wheel."""
    for package in PACKAGES:
        folder = ROOT / package
        for file in sorted(folder.rglob("*")):
            name = file.relative_to(folder.parent).as_posix()
            if file.is_file() and "__pycache__" not in name and name not in names:
                yield name
    examples = ROOT / "examples"
    for file in sorted(examples.rglob("*.py")):
        name = f"pgwidgets/demos/{file.relative_to(examples).as_posix()}"
        if name not in names:
            yield name


def main() -> int:
    folder = Path(sys.argv[1])
    [wheel] = folder.glob(f"pgwidgets-{version()}-py3-none-any.whl")
    [source] = folder.glob(f"pgwidgets-{version()}.tar.gz")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    if lost := list(missing(names)):
        print(f"{wheel.name} lacks", *lost, sep="\n  ")
        return 1
    alone = ROOT / "build" / "dist"
    venv.create(alone, clear=True, with_pip=True)
    python = alone / "bin" / "python"
    install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([python, *install, wheel], check=True)
    subprocess.run([python, "-I", "-c", PROGRAM, version()], check=True, cwd=alone)
    subprocess.run([alone / "bin" / "pgwidgets", "doctor"], check=True, cwd=alone)
    print(f"{wheel.name} ({len(names)} files) and {source.name} are whole")
    return 0


if __name__ == "__main__":
    sys.exit(main())
