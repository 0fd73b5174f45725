"""Make few and small files of all scripts and sheets of the page, with esbuild.

Knows: which folders the page is made of, what is loaded later, options of esbuild, Brotli.
Must not know: how wheels are built (hatch_build.py), or how files are served
(src/pgwidgets/_static.py).

They stand where the files of a checkout do, so that they are found in the place of those. They are
made for one version of pgwidgets-js, which they hold; beside another one the modules are served one
by one, as they are where no bundle was made.

usage: make_bundle.py FOLDER
"""

import runpy
import shutil
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "pgwidgets"
OUR_FILES = PACKAGE / "web"
OPTIONS = ("--charset=utf8", "--log-level=error")
SCRIPT = ("--minify", "--target=es2022", "--legal-comments=inline")
MODULE = (*SCRIPT, "--bundle", "--format=esm")
SHEET = ("--minify-whitespace",)  # of rules that esbuild does not know it might spoil more
_PACK = """
const { brotliCompressSync, constants } = require("node:zlib");
const fs = require("node:fs");
for (const file of process.argv.slice(1)) {
    const text = fs.readFileSync(file);
    fs.writeFileSync(`${file}.br`, brotliCompressSync(text, {
        params: { [constants.BROTLI_PARAM_SIZE_HINT]: text.length },
    }));
}
"""


class NoEsbuildError(Exception):
    """There is no esbuild on PATH."""


def make(folder: Path) -> None:
    """Put the page's files into a folder, as they stand below the page, and what they are made for.

    Each has another one beside it in Brotli, if there is Node to make it.

    Raises:
        NoEsbuildError: there is no esbuild on PATH.
        subprocess.CalledProcessError: it did not take the modules.
    """
    esbuild = shutil.which("esbuild")
    if esbuild is None:
        raise NoEsbuildError("there is no esbuild on PATH")
    import pgwidgets_js

    ours = folder / "pgwidgets"
    ours.mkdir(parents=True, exist_ok=True)
    for packed in ours.rglob("*.br"):  # of an earlier time, when Node was there
        packed.unlink()
    with tempfile.TemporaryDirectory() as together:
        for files in (Path(pgwidgets_js.get_static_path()), OUR_FILES):
            shutil.copytree(files, together, dirs_exist_ok=True)
        page = Path(together, "pgwidgets")

        def small(source: Path, target: Path, *options: str) -> None:
            subprocess.run(
                [esbuild, source, *OPTIONS, *options, f"--outfile={target}"],
                check=True,
                cwd=together,
            )

        small(page / "page.js", ours / "bundle.js", *MODULE)
        for path in runpy.run_path(str(PACKAGE / "_late.py"))["LATE"].values():
            small(Path(together, path), folder / path, *MODULE)
        small(page / "early.js", ours / "early.js", *SCRIPT)
        sheet = Path(together, "all.css")
        read = runpy.run_path(str(PACKAGE / "_styles.py"))["read_sheet"]
        sheet.write_bytes(read(page / "page.css", [Path(together)]))
        small(sheet, ours / "page.css", *SHEET)
    (folder / "made-for").write_text(version("pgwidgets-js"), encoding="utf-8")
    node = shutil.which("node")
    if node is not None:
        made = sorted(path for path in ours.rglob("*") if path.suffix in (".js", ".css"))
        subprocess.run([node, "-e", _PACK, *made], check=True)


if __name__ == "__main__":
    make(Path(sys.argv[1]))
