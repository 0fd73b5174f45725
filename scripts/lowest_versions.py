"""Print the lowest version of each dependency that pyproject.toml allows, as constraints for pip.

What these depend on in their turn is left open: an old release must work with a new one below it.
"""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).parent.parent / "pyproject.toml"

_REQUIREMENT = re.compile(
    r"""(?P<name>[\w.-]+) \s* (\[[^]]*\])? \s* (?P<bounds>[^;]*) (; .*)?""", re.VERBOSE
)
_FLOOR = re.compile(r"(>=|==|~=)\s*(?P<version>[\w.]+)")


def lowest_versions(project: Path = PROJECT) -> dict[str, str]:
    """The lowest version of everything that is asked for with a bound, by name.

    Parameters:
        project: a pyproject.toml.

    Raises:
        ValueError: two requirements of one package differ in their lowest version.
    """
    about = tomllib.loads(project.read_text())["project"]
    lowest: dict[str, str] = {}
    for name, version in _floors(about):
        if lowest.setdefault(name, version) != version:
            raise ValueError(
                f"{project}: the lowest {name} is {lowest[name]} in one place, {version} in another"
            )
    return lowest


def _floors(about: dict[str, object]) -> Iterator[tuple[str, str]]:
    extras: dict[str, list[str]] = about["optional-dependencies"]  # type: ignore[assignment]
    required: list[str] = about["dependencies"]  # type: ignore[assignment]
    for requirement in sum(extras.values(), required):
        parts = _REQUIREMENT.fullmatch(requirement.strip())
        if parts is None:
            raise ValueError(f"{requirement!r} is no requirement that is understood here")
        floor = _FLOOR.search(parts["bounds"])
        if floor is not None:
            yield parts["name"].lower(), floor["version"]


if __name__ == "__main__":
    for name, version in sorted(lowest_versions().items()):
        print(f"{name}=={version}")
