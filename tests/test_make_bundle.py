"""The script that makes few files of the page's many; what it makes is tried in Chromium."""

import runpy
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parent.parent / "scripts" / "make_bundle.py"
ESBUILD = (
    f"#!{sys.executable}"
    + """
import json, sys
from pathlib import Path
entries = [Path(word) for word in sys.argv[1:] if not word.startswith("-")]
files = [word[10:] for word in sys.argv if word.startswith("--outfile=")]
outputs = {}
if not files:  # modules
    files = [Path("made", entry) for entry in entries] + ["made/chunk.js"]
    outputs = {str(file): {"inputs": {}, "entryPoint": ""} for file in files[:-1]}
    outputs["made/chunk.js"] = {"inputs": {"pgwidgets/page.js": {}}}
    Path("made.json").write_text(json.dumps({"outputs": outputs}))
for file in map(Path, files):
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text('import "../chunk.js";' if outputs and file.name != "chunk.js" else "new")
"""
)
SHARED = (
    'outputs["made/chunk-2.js"] = {"inputs": {"common/only_late.js": {}}}\n    Path("made.json")'
)


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
    assert (ours / "late" / "trees.js").read_text() == 'import "../pgwidgets/bundle.js";'
    assert not list(ours.rglob("*.br"))


def test_the_bundle_exports_what_the_page_does_under_its_own_names() -> None:
    exported = runpy.run_path(str(SCRIPT))["exported"]
    entry = 'import{u as a,v}from"../chunk.js";export{a as client,v};'
    whole = "const q=1;export{w as t,q as u,v};"
    assert exported(entry, whole) == "export{q as client,v as v};\n"
    assert exported('import"../chunk.js";', whole) == ""


def test_what_comes_late_is_left_out(tmp_path: Path) -> None:
    library = tmp_path / "Widgets.js"
    library.write_text(
        'import {Label} from "./Label.js";\n'
        'import {Tree, Node} from "./Tree.js";\n'
        "const Widgets = {Label, Tree,\n    Node,\n    Dial};\n"
    )
    leave_out = runpy.run_path(str(SCRIPT))["leave_out"]
    leave_out(library, ("Node", "Tree"))
    assert library.read_text() == (
        'import {Label} from "./Label.js";\nconst Widgets = {Label, Dial};\n'
    )
    with pytest.raises(ValueError, match="has Table in another way"):
        leave_out(library, ("Table",))


def test_late_files_share_nothing_that_the_page_lacks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would be a file of its own: one more that a page waits for."""
    (tmp_path / "esbuild").write_text(ESBUILD.replace('Path("made.json")', SHARED))
    (tmp_path / "esbuild").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ValueError, match=r"common/only_late\.js"):
        runpy.run_path(str(SCRIPT))["make"](tmp_path / "bundle")
