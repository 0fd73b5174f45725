"""Generate the stubs of the widget classes from the catalogue.

Knows: which stubs there are, and that ruff gives them their form. What stands in them is said by
stubs/.

usage: make_stubs.py [--check]

With --check nothing is written; the exit status is 1 if a stub is not what it would be.
"""

import subprocess
import sys
from pathlib import Path

from stubs import classes, namespace
from stubs.api import APIS

_ROOT = Path(__file__).resolve().parent.parent


def _formatted(text: str) -> str:
    for arguments in (["check", "--select", "I", "--fix", "--quiet"], ["format"]):
        command = [sys.executable, "-m", "ruff", *arguments, "--stdin-filename", "stub.pyi", "-"]
        done = subprocess.run(command, input=text, capture_output=True, text=True, cwd=_ROOT)
        if done.returncode:
            raise RuntimeError(f"ruff refused a stub: {done.stderr}")
        text = done.stdout
    return text


def generate() -> dict[Path, str]:
    """Return the text of every stub, by its file."""
    package = _ROOT / "src" / "pgwidgets"
    found = {package / "_bound.pyi": _formatted(namespace.calls())}
    for api in APIS:
        folder = package / api.package
        found[folder / "Widgets.pyi"] = _formatted(classes.module(api))
        found[folder / "bound.pyi"] = _formatted(namespace.module(api))
    return found


def main(arguments: list[str]) -> int:
    """Write the stubs, or compare them; return the exit status."""
    if arguments not in ([], ["--check"]):
        print(__doc__, file=sys.stderr)
        return 2
    stale = [
        (file, text)
        for file, text in generate().items()
        if not file.exists() or file.read_text(encoding="utf-8") != text
    ]
    for file, text in stale:
        where = file.relative_to(_ROOT)
        if arguments:
            print(f"{where} is not what the catalogue says; run: make stubs")
        else:
            file.write_text(text, encoding="utf-8")
            print(f"{where}: {text.count(chr(10))} lines")
    return 1 if arguments and stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
