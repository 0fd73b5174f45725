"""The list of a site's versions names what is there, the newest first.

Knows: scripts/list_versions.py. Must not know: how a site is built.
"""

import json
import runpy
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_versions_are_listed(tmp_path: Path) -> None:
    write = runpy.run_path(str(ROOT / "scripts" / "list_versions.py"))["write"]
    for name in ("main", "0.2.0", "0.10.0", "v0.1"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "index.html").write_text("")
    (tmp_path / "empty").mkdir()
    write(tmp_path)
    text = (tmp_path / "versions.js").read_text()
    listed = text.removeprefix("window.PGWIDGETS_VERSIONS = ").removesuffix(";\n")
    assert json.loads(listed) == ["0.10.0", "0.2.0", "v0.1", "main"]
    assert "url=0.10.0/index.html" in (tmp_path / "index.html").read_text()
