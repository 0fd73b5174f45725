"""What a change and a release go through: fragments, forms, workflows, and one version.

Knows: pyproject.toml, changes/, .github and the hooks before a commit. Must not know: what is in a
release.
"""

import re
import runpy
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from pgwidgets import __about__

ROOT = Path(__file__).parents[2]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
KINDS = [kind["directory"] for kind in PROJECT["tool"]["towncrier"]["type"]]
TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
CHECK_DIST = runpy.run_path(str(ROOT / "scripts" / "check_dist.py"))

FORMS = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml"))
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
HOOKS = ROOT / ".pre-commit-config.yaml"


def read(file: Path) -> Any:
    return yaml.safe_load(file.read_text(encoding="utf-8"))


def name_of(file: Path) -> str:
    return file.name


# --- changes


def test_there_is_one_version() -> None:
    assert PROJECT["project"]["version"] == __about__.__version__ == CHECK_DIST["version"]()


def test_fragments_are_named_and_written_as_they_must() -> None:
    others = {"README.md", PROJECT["tool"]["towncrier"]["template"].partition("/")[2]}
    for file in (ROOT / "changes").iterdir():
        if file.name not in others:
            assert re.fullmatch(rf"[a-z0-9-]+\.({'|'.join(KINDS)})\.md", file.name)
            text = file.read_text(encoding="utf-8")
            assert re.fullmatch(r"[^\s#*-].*[.)`]\n", text, re.DOTALL), file.name
            assert max(map(len, text.splitlines())) <= 100, file.name


def test_every_kind_of_fragment_is_explained() -> None:
    text = (ROOT / "changes" / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE) == KINDS


def test_fragments_become_a_section_above_those_of_earlier_releases(tmp_path: Path) -> None:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copy(ROOT / "CHANGELOG.md", tmp_path)
    changes = tmp_path / "changes"
    changes.mkdir()
    for name in ("README.md", "template.md.jinja"):
        shutil.copy(ROOT / "changes" / name, changes)
    (changes / "one.added.md").write_text("One can be done,\non two lines.\n")
    (changes / "two.added.md").write_text("Two.\n")
    (changes / "three.fixed.md").write_text("Three.\n")
    build = [sys.executable, "-m", "towncrier", "build", "--version", "9.8.7", "--keep"]
    options = ["--date", "2031-02-03", "--dir", str(tmp_path)]
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    subprocess.run([*build, *options], check=True, capture_output=True, cwd=tmp_path)
    text = (tmp_path / "CHANGELOG.md").read_text(encoding="utf-8")
    before = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    marker = "<!-- releases -->\n"
    new = (
        "\n## 9.8.7 (2031-02-03)\n\n### Added\n\n"
        "- One can be done,\n  on two lines.\n- Two.\n\n### Fixed\n\n- Three.\n\n"
    )
    head, earlier = before.split(marker)
    assert text.startswith(head + marker + new)
    assert text.endswith(earlier.strip() + "\n")


# --- what the host of the repository reads


@pytest.mark.parametrize("file", WORKFLOWS, ids=name_of)
def test_workflows_run_targets_of_the_makefile(file: Path) -> None:
    workflow = read(file)
    assert workflow["permissions"] == {"contents": "read"}
    run = []
    for job in workflow["jobs"].values():
        assert job["timeout-minutes"] > 0
        matrix = job.get("strategy", {}).get("matrix", {})
        for step in job["steps"]:
            text = step.get("run", "")
            run += re.findall(r"\bmake ([a-z-]+)", text)
            if "matrix.target" in text:
                run += matrix["target"]
    assert run
    assert set(run) <= TARGETS


def test_all_that_must_hold_is_run_by_a_workflow() -> None:
    must = re.findall(r"^make (.*)$", (ROOT / ".ci" / "run").read_text(), re.MULTILINE)
    texts = "".join(file.read_text(encoding="utf-8") for file in WORKFLOWS)
    for target in must[0].split():
        assert re.search(rf"\b{target}\b", texts), target


def test_tests_are_run_by_every_python_that_is_named() -> None:
    [workflow] = [read(file) for file in WORKFLOWS if file.name == "checks.yml"]
    named = [
        text.rpartition(" ")[2]
        for text in PROJECT["project"]["classifiers"]
        if re.search(r"Python :: 3\.\d+$", text)
    ]
    assert workflow["jobs"]["tests"]["strategy"]["matrix"]["python"] == named


@pytest.mark.parametrize("file", [f for f in FORMS if f.name != "config.yml"], ids=name_of)
def test_forms_ask_for_something(file: Path) -> None:
    form = read(file)
    assert {"name", "description", "body"} <= form.keys()
    fields = [field for field in form["body"] if field["type"] != "markdown"]
    ids = [field["id"] for field in fields]
    assert len(set(ids)) == len(ids) > 1
    assert any(field.get("validations", {}).get("required") for field in fields)
    assert all(field["attributes"]["label"] for field in fields)


def test_hooks_run_what_is_there() -> None:
    [repository] = read(HOOKS)["repos"]
    assert repository["repo"] == "local"
    for hook in repository["hooks"]:
        command = hook["entry"].split()
        assert command[0] == ".venv/bin/python"
        assert command[1] == "-m" or (ROOT / command[1]).is_file()


# --- what is built


def test_a_wheel_that_lacks_a_file_is_noticed() -> None:
    names = {
        file.relative_to(ROOT / folder).as_posix()
        for folder in ("src", "transports")
        for file in (ROOT / folder).rglob("*")
    }
    examples = ROOT / "examples"
    demos = {file.relative_to(examples).as_posix() for file in examples.rglob("*.py")}
    names |= {f"pgwidgets/demos/{name}" for name in demos}
    assert list(CHECK_DIST["missing"](names)) == []
    assert "pgwidgets/py.typed" in names
    assert list(CHECK_DIST["missing"](names - {"pgwidgets/py.typed"})) == ["pgwidgets/py.typed"]
    gallery = "pgwidgets/demos/gallery.py"
    assert list(CHECK_DIST["missing"](names - {gallery})) == [gallery]
