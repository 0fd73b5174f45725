"""The plan of the house is read rightly: what goes up, or sideways, or in a circle is found.

Knows: scripts/house.py, which holds the floors. Must not know: our own source, which
tests/test_walls.py holds to them.
"""

import runpy
from pathlib import Path

import pytest

HOUSE = runpy.run_path(str(Path(__file__).parents[1] / "scripts" / "house.py"))
imports, breaches, circles = HOUSE["imports"], HOUSE["breaches"], HOUSE["circles"]


@pytest.fixture
def core(tmp_path: Path) -> Path:
    """A core with a room on every floor, and nothing in them."""
    folder = tmp_path / "pgwidgets_proto"
    for rooms in HOUSE["FLOORS"][1:]:
        for room in rooms:
            (folder / room).mkdir(parents=True)
            (folder / room / "__init__.py").touch()
            (folder / room / "part.py").touch()
    for name in ("__init__", *HOUSE["FLOORS"][0]):
        (folder / f"{name}.py").touch()
    return folder


def found(core: Path, file: str, source: str) -> list[str]:
    """What is wrong in a core when one file of it holds this."""
    (core / file).write_text(source)
    return list(breaches(imports(core)))


def test_what_goes_down_is_allowed(core: Path) -> None:
    (core / "views" / "part.py").write_text("from ..wire.part import x\nfrom .. import errors\n")
    (core / "limits.py").write_text("from .errors import Error\n")
    (core / "__init__.py").write_text("from .sessions.part import Hub\nfrom .errors import Error\n")
    (core / "catalog" / "__init__.py").write_text("from .part import x\n")
    assert found(core, "sessions/part.py", "import pgwidgets_proto.catalog.part, ast\n") == []


@pytest.mark.parametrize(
    "source",
    [
        "from ..sessions import part",
        "from ..sessions.part import Session",
        "from .. import sessions",
        "import pgwidgets_proto.sessions.part",
        "from pgwidgets_proto.sessions import part as p",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from ..sessions.part import S",
        "def late():\n    from ..sessions.part import S",
        "import importlib\nimportlib.import_module('pgwidgets_proto.sessions.part')",
    ],
)
def test_what_goes_up_is_not(core: Path, source: str) -> None:
    [line] = found(core, "views/part.py", source)
    assert line.startswith("pgwidgets_proto.views.part imports pgwidgets_proto.sessions")
    assert line.endswith("which is above it")


@pytest.mark.parametrize(
    ("file", "source", "end"),
    [
        ("wire/part.py", "from ..stream.part import x", "which is beside it"),
        ("widgets/__init__.py", "from ..views import x", "which is beside it"),
        ("errors.py", "from .wire.part import x", "which is above it"),
        ("wire/part.py", "from .. import Hub", "the face of the core, which stands above all"),
        ("wire/part.py", "import pgwidgets_proto", "the face of the core, which stands above all"),
    ],
)
def test_other_ways_that_are_not_allowed(core: Path, file: str, source: str, end: str) -> None:
    [line] = found(core, file, source)
    assert line.endswith(end)


def test_a_room_on_no_floor_is_told(core: Path) -> None:
    source = "from .sessions.part import x"
    assert found(core, "cellar.py", source) == ["pgwidgets_proto.cellar: its room is on no floor"]


def test_circles_are_found_whatever_makes_them(core: Path) -> None:
    (core / "wire" / "part.py").write_text("from .other import x\n")
    (core / "wire" / "other.py").write_text("from . import third\n")
    (core / "wire" / "third.py").write_text("if False:\n    from .part import x\n")
    (core / "views" / "part.py").write_text("from ..wire.part import x\n")
    names = {f"pgwidgets_proto.wire.{name}" for name in ("part", "other", "third")}
    assert circles(imports(core)) == [frozenset(names)]


def test_figures_tell_of_it_all(core: Path) -> None:
    (core / "wire" / "part.py").write_text("from ..stream.part import x\n")
    (core / "cellar.py").write_text("from .errors import x\n")
    text = "\n".join(HOUSE["figures"](imports(core), HOUSE["modules"](core)))
    rooms = sum(map(len, HOUSE["FLOORS"])) + 1  # and the cellar
    assert f"in {rooms} rooms" in text
    assert "imports up or sideways: 1\n" in text
    assert "on no floor: 1\n        cellar" in text
    assert "arrows: 2\n" in text
    assert "floors: 5\n" in text
