"""The script that makes few files of the page's many; what it makes is tried in Chromium."""

import runpy
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parent.parent / "scripts" / "make_bundle.py"
ESBUILD = f"""#!{sys.executable}
import sys
from pathlib import Path
(target,) = [Path(word[10:]) for word in sys.argv if word.startswith("--outfile=")]
target.parent.mkdir(parents=True, exist_ok=True)
target.write_text("new")
"""


def test_nothing_packed_stays_of_an_earlier_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without Node none is packed anew, and browsers would be given what was packed before."""
    programs, ours = tmp_path / "bin", tmp_path / "bundle" / "pgwidgets"
    for folder in (programs, ours):
        folder.mkdir(parents=True)
    (programs / "esbuild").write_text(ESBUILD)
    (programs / "esbuild").chmod(0o755)
    (ours / "bundle.js.br").write_text("old")
    monkeypatch.setenv("PATH", str(programs))
    runpy.run_path(str(SCRIPT))["make"](tmp_path / "bundle")
    assert (ours / "bundle.js").read_text() == "new"
    assert not list(ours.rglob("*.br"))
