"""The versions that tests are run with: the lowest that are allowed, and those that we keep.

Knows: pyproject.toml, constraints.txt, and the script that reads the former.
"""

import re
import runpy
import tomllib
from collections.abc import Collection
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PROJECT = ROOT / "pyproject.toml"

_lowest_versions = runpy.run_path(str(ROOT / "scripts" / "lowest_versions.py"))["lowest_versions"]


def requirements(*, but: Collection[str] = ()) -> list[Requirement]:
    """All that the project asks for, with all extras ``but`` some, but for itself."""
    about: dict[str, Any] = tomllib.loads(PROJECT.read_text())["project"]
    extras = about["optional-dependencies"]
    texts = sum((extras[name] for name in extras if name not in but), about["dependencies"])
    return [each for each in map(Requirement, texts) if each.name != about["name"]]


def kept() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    pairs = [line.split("==") for line in lines if not line.startswith("#")]
    return {canonicalize_name(name): version for name, version in pairs}


def test_what_is_kept_is_a_plain_list_of_versions() -> None:
    for line in (ROOT / "constraints.txt").read_text().splitlines():
        assert re.fullmatch(r"#.*|[\w.-]+==[\w.]+", line)


# Of these the newest is taken, where it is wanted at all: by `make test-ginga` and the like.
NOT_KEPT = ("ginga", "matplotlib", "native", "notebook")


@pytest.mark.parametrize("required", requirements(but=NOT_KEPT), ids=str)
def test_what_is_kept_is_what_is_allowed(required: Requirement) -> None:
    assert required.specifier.contains(kept()[canonicalize_name(required.name)])


@pytest.mark.parametrize("required", requirements(), ids=str)
def test_the_lowest_version_is_allowed_and_none_below_it(required: Requirement) -> None:
    if not required.specifier:
        return  # another requirement of the same package has the bound: see below
    lowest = _lowest_versions()[required.name]
    assert required.specifier.contains(lowest)
    (floor,) = [each for each in required.specifier if each.operator in (">=", "==")]
    assert floor.version == lowest


def test_everything_has_a_lowest_version() -> None:
    assert {required.name for required in requirements()} == set(_lowest_versions())


def test_two_floors_of_one_package_are_refused(tmp_path: Path) -> None:
    project = tmp_path / "pyproject.toml"
    project.write_text(
        "[project]\n"
        'dependencies = ["one>=1.5,<2", "Two[extra] >= 3 ; python_version > \'3\'", "three"]\n'
        'optional-dependencies.more = ["one[x]", "four==4.0.1"]\n'
    )
    assert _lowest_versions(project) == {"one": "1.5", "two": "3", "four": "4.0.1"}
    project.write_text('[project]\ndependencies = ["one>=1"]\noptional-dependencies.a = ["one>=2"]')
    with pytest.raises(ValueError, match="the lowest one is 1 in one place, 2 in another"):
        _lowest_versions(project)
