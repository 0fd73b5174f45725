"""Make one script of all modules of the page, with esbuild: a page then asks for one, not for 95.

Knows: which folders the page is made of, esbuild's options. Must not know: how wheels are built
(hatch_build.py), or how files are served (src/pgwidgets/_static.py).

It is made for one version of pgwidgets-js, which it holds; beside another one the modules are
served one by one, as they are where no bundle was made.

usage: make_bundle.py FOLDER
"""

import shutil
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OUR_FILES = ROOT / "src" / "pgwidgets" / "web"
OPTIONS = (
    "--bundle",
    "--format=esm",
    "--target=es2022",
    "--charset=utf8",
    "--legal-comments=inline",
    "--minify-syntax",
    "--minify-whitespace",  # names are kept: errors of a page tell them
    "--log-level=warning",
)


class NoEsbuildError(Exception):
    """There is no esbuild on PATH."""


def make(folder: Path) -> None:
    """Put the bundle into a folder, as it stands below the page, and what it was made for.

    Raises:
        NoEsbuildError: there is no esbuild on PATH.
        subprocess.CalledProcessError: it did not take the modules.
    """
    esbuild = shutil.which("esbuild")
    if esbuild is None:
        raise NoEsbuildError("there is no esbuild on PATH")
    import pgwidgets_js

    script = folder / "pgwidgets" / "bundle.js"
    script.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as together:
        for files in (Path(pgwidgets_js.get_static_path()), OUR_FILES):
            shutil.copytree(files, together, dirs_exist_ok=True)
        page = Path(together, "pgwidgets", "page.js")
        subprocess.run([esbuild, page, *OPTIONS, f"--outfile={script}"], check=True, cwd=together)
    (folder / "made-for").write_text(version("pgwidgets-js"), encoding="utf-8")


if __name__ == "__main__":
    make(Path(sys.argv[1]))
