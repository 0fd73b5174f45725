"""Name the versions of a site that stand in one folder, for the choice that each of them has.

usage: list_versions.py FOLDER

Writes FOLDER/versions.js, and FOLDER/index.html, which leads to the newest. "main" and other names
come behind numbers.
"""

import json
import re
import sys
from pathlib import Path

_INDEX = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="refresh" content="0; url={newest}/index.html">
<title>pgwidgets</title>
<a href="{newest}/index.html">pgwidgets {newest}</a>
</html>
"""


def versions(folder: Path) -> list[str]:
    """The versions in a folder, the newest first."""
    found = [path.parent.name for path in folder.glob("*/index.html")]
    return sorted(found, key=_rank, reverse=True)


def _rank(version: str) -> tuple[bool, list[int], str]:
    is_number = re.fullmatch(r"v?\d+(\.\d+)*([a-z.-].*)?", version) is not None
    return is_number, [int(part) for part in re.findall(r"\d+", version)], version


def write(folder: Path) -> None:
    """Write what names them."""
    found = versions(folder)
    (folder / "versions.js").write_text(
        f"window.PGWIDGETS_VERSIONS = {json.dumps(found)};\n", encoding="utf-8"
    )
    (folder / "index.html").write_text(_INDEX.format(newest=found[0]), encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
