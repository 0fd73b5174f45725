"""The Makefile names what is there, and the documentation names what the Makefile has.

Knows: Makefile and the documents. Must not know: what a target does.
"""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def test_all_that_targets_run_is_there() -> None:
    named = re.findall(r"\b(?:scripts|examples|tests)/[\w/*.-]+", MAKEFILE)
    assert len(named) > 10
    assert [path for path in named if not list(ROOT.glob(path))] == []


def test_all_targets_that_documents_name_are_there() -> None:
    targets = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))
    documents = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
    named = {
        name
        for document in documents
        for name in re.findall(r"\bmake ([a-z-]+)\b`", document.read_text(encoding="utf-8"))
    }
    assert len(named) > 3
    assert named <= targets


def test_all_pages_that_are_named_are_there() -> None:
    texts = ["*.md", "changes/*.md", "docs/**/*.md", "src/**/*.js"]
    code = ("src", "transports", "tests", "scripts", "benchmarks", "examples")
    files = [
        file
        for pattern in (*texts, *(f"{folder}/**/*.py" for folder in code))
        for file in ROOT.glob(pattern)
    ]
    named = {
        name
        for file in files
        for name in re.findall(r"\bdocs/[\w/-]+\.md", file.read_text(encoding="utf-8"))
    }
    assert len(named) > 20
    assert sorted(name for name in named if not (ROOT / name).is_file()) == []


def test_what_is_no_file_is_declared_so() -> None:
    (phony,) = re.findall(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE)
    assert set(phony.split()) == set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))
