"""Make few and small files of all scripts and sheets of the page, with esbuild.

Knows: which folders the page is made of, what is loaded later, options of esbuild, Brotli.
Must not know: how wheels are built (hatch_build.py), or how files are served
(src/pgwidgets/_static.py).

They stand where the files of a checkout do, so that they are found in the place of those. They are
made for one version of pgwidgets-js, which they hold; beside another one the modules are served one
by one, as they are where no bundle was made.

usage: make_bundle.py FOLDER
"""

import json
import re
import runpy
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "pgwidgets"
OUR_FILES = PACKAGE / "web"
OPTIONS = ("--charset=utf8", "--log-level=error")
SCRIPT = ("--minify", "--target=es2022", "--legal-comments=inline")
MODULES = (*SCRIPT, "--bundle", "--format=esm", "--splitting", "--metafile=made.json")
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
        ValueError: they hang together in another way than this script knows.
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
        late = runpy.run_path(str(PACKAGE / "_late.py"))
        leave_out(Path(together, "Widgets.js"), late["OF_LIBRARY"])
        bundle_modules(esbuild, Path(together), sorted(set(late["LATE"].values())), folder)

        def small(source: Path, target: Path, *options: str) -> None:
            subprocess.run(
                [esbuild, source, *OPTIONS, *options, f"--outfile={target}"],
                check=True,
                cwd=together,
            )

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


def leave_out(library: Path, names: Iterable[str]) -> None:
    """Have pgwidgets-js begin without classes that come later.

    Raises:
        ValueError: it is not written as it was, so nobody can say what would be left of it.
    """
    text = library.read_text("utf-8")
    imports, begin, rest = text.partition("const Widgets = {")
    for name in names:
        imports, here = re.subn(
            rf"^import \{{[^}}]*\b{name}\b[^}}]*\}}.*\n", "", imports, flags=re.M
        )
        rest, there = re.subn(rf"\b{name}\b,\s*", "", rest)
        if there != 1 or (here != 1 and name in imports):
            raise ValueError(
                f"{library.name} of pgwidgets-js has {name} in another way than before"
            )
    library.write_text(f"{imports}{begin}{rest}", encoding="utf-8")


def bundle_modules(esbuild: str, together: Path, late: Iterable[str], folder: Path) -> None:
    """Make one file of what every page needs, and one of each that comes later.

    What is in the first, the others take from there: each begins by importing it whole, so that
    esbuild has one place for all that they share, and no page has anything twice.

    Parameters:
        esbuild: its path.
        together: the folder with all modules.
        late: paths of those that come later, below it.
        folder: where they are put.

    Raises:
        ValueError: some of those share what the page has not; it would be a file of its own.
        subprocess.CalledProcessError: esbuild did not take the modules.
    """
    entries = [Path("pgwidgets/page.js")]
    for path in map(Path, late):
        module = path.with_stem(f"{path.stem}_alone")
        Path(together, path).rename(together / module)
        up = "../" * (len(path.parts) - 2)
        Path(together, path).write_text(
            f'import "{up}page.js";\nexport {{ default }} from "./{module.name}";\n'
        )
        entries.append(path)
    subprocess.run(
        [esbuild, *entries, *OPTIONS, *MODULES, "--outbase=.", "--outdir=made"],
        check=True,
        cwd=together,
    )
    outputs = json.loads(Path(together, "made.json").read_text())["outputs"]
    [whole] = [
        Path(name) for name, made in outputs.items() if "pgwidgets/page.js" in made["inputs"]
    ]
    for name, made in outputs.items():
        if Path(name) != whole and "entryPoint" not in made:
            raise ValueError(f"several late files share what the page lacks: {[*made['inputs']]}")
    for path in entries:
        made = Path(together, "made", path)
        target = Path(folder, path)
        if path == entries[0]:  # it only imports the whole, which the page names itself
            made, target = Path(together, whole), target.with_name("bundle.js")
        text = made.read_text("utf-8").replace(whole.name, "pgwidgets/bundle.js")
        if path == entries[0]:
            text += exported(Path(together, "made", path).read_text("utf-8"), text)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")


def exported(entry: str, whole: str) -> str:
    """What the whole lacks to export what the page's own module does, under the same names.

    Parameters:
        entry: what esbuild left of that module: it imports from the whole, and exports that.
        whole: the whole, which has short names for the late files alone.
    """
    given = names("export", entry)
    if not given:
        return ""
    short = {local: name for name, local in names("import", entry).items()}
    inside = {name: local for local, name in names("export", whole).items()}
    pairs = [f"{inside[short[local]]} as {name}" for local, name in given.items()]
    return f"export{{{','.join(pairs)}}};\n"


def names(statement: str, module: str) -> dict[str, str]:
    """What the last such statement of a small module names, and as what: ``{a as b}``."""
    found = re.findall(rf"\b{statement}\{{([^}}]*)\}}", module)
    pairs = (pair.split(" as ") for pair in found[-1].split(",")) if found else ()
    return {pair[0]: pair[-1] for pair in pairs}


if __name__ == "__main__":
    make(Path(sys.argv[1]))
