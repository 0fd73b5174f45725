"""``pgwidgets new``: a folder with a program, its test, and what it takes to ship it.

Knows: the files of ``template/``, and how a name becomes that of a module. Must not know: what the
files say.
"""

import argparse
import keyword
import re
import string
import sys
from pathlib import Path

from ..__about__ import __version__
from .errors import CommandError

SUMMARY = "begin a project: a program, a test of it, pyproject.toml and Dockerfile"

TEMPLATE = Path(__file__).parent / "template"
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9._-]*")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    parser.add_argument("project", metavar="PROJECT", help="the folder to make; its name counts")


def run(arguments: argparse.Namespace) -> int:
    """Make it, and say what to do next."""
    folder = Path(arguments.project)
    module = module_name(folder.resolve().name)
    for name in make(folder, module):
        print(f"  {folder / name}")
    print(
        f"\nNow, in {folder}:\n"
        f"  pgwidgets run {module}.py --reload --open\n"
        f"  python -m pip install pytest && python -m pytest"
    )
    return 0


def module_name(project: str) -> str:
    """The name of a project's module.

    Raises:
        CommandError: there is none for it.
    """
    module = re.sub(r"[.-]", "_", project).lower()
    if not _NAME.fullmatch(project) or keyword.iskeyword(module):
        raise CommandError(
            f"{project!r} is no name for a project; it must begin with a letter, have letters, "
            f"digits, '-', '_' and '.', and be no word of Python's own, as import",
            2,
        )
    if module == "pgwidgets" or module in sys.stdlib_module_names:
        raise CommandError(f"{project!r} would hide the module {module!r}; take another name", 2)
    return module


def make(folder: Path, module: str) -> list[str]:
    """Write the files of a project.

    Parameters:
        folder: made where it is not there; it must be empty.
        module: the name of the program's module.

    Returns:
        The names of the files.

    Raises:
        CommandError: the folder holds something, or can't be written to.
    """
    names = {
        "module": module,
        "project": folder.resolve().name,
        "title": module.replace("_", " ").capitalize(),
        "version": __version__,
        "python": f"{sys.version_info.major}.{sys.version_info.minor}",
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise CommandError(f"{folder} is not empty; nothing was written")
        made = []
        for source in sorted(TEMPLATE.rglob("*.txt")):
            path = source.relative_to(TEMPLATE).as_posix().removesuffix(".txt")
            target = folder / string.Template(path.replace("__module__", module)).substitute(names)
            target.parent.mkdir(parents=True, exist_ok=True)
            text = string.Template(source.read_text(encoding="utf-8")).substitute(names)
            target.write_text(text, encoding="utf-8")
            made.append(target.relative_to(folder).as_posix())
    except OSError as exc:
        raise CommandError(f"{folder} can't be written to: {exc.strerror}") from None
    return made
