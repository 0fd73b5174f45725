"""The walls of the house: what the source of a package may import and call, read from its AST.

Knows the rules and the folders; runs none of the code that it judges. Imports inside functions,
under `if`, and by name at run time count as much as those at the head of a file.
"""

import ast
import functools
import importlib
import re
import runpy
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

_ROOT = Path(__file__).resolve().parent.parent
_CORE = _ROOT / "src" / "pgwidgets_proto"
_TRANSPORTS = _ROOT / "transports" / "pgwidgets_transports"

HOUSE = runpy.run_path(str(_ROOT / "scripts" / "house.py"))
imported = HOUSE["imported"]
imports = functools.cache(HOUSE["imports"])  # several tests read the same files

_IMPORT_IN_TEXT = re.compile(
    r"from pgwidgets_proto[\w.]* import (?:\w+(?:, \w+)*|\([^)]*\))|import pgwidgets_proto[\w.]*"
)
"""An import of the core where it stands in a document, with or without a program around it."""


@dataclass(frozen=True)
class Walls:
    """What the files of one package must not do."""

    modules: frozenset[str] = frozenset()
    """Modules that must not be imported, nor anything inside them."""
    calls: frozenset[str] = frozenset()
    """Functions that must not be called, as they are written: `open`, `datetime.now`."""
    third_party: frozenset[str] | None = None
    """The only packages outside the standard library that may be imported; None: any."""


# fmt: off
_LOOPS_AND_THREADS = [
    "asyncio", "trio", "anyio", "threading", "_thread", "concurrent", "multiprocessing", "queue",
    "sched", "signal", "subprocess",
]
_SOCKETS = [
    "socket", "_socket", "socketserver", "select", "selectors", "ssl", "http.client", "http.server",
    "urllib.request",
]
_CLOCKS_AND_CHANCE = ["time", "random", "secrets", "uuid"]
_CLOCK_CALLS = ["datetime.now", "datetime.utcnow", "datetime.today", "date.today"]
_FILES_AND_ENVIRONMENT = [
    "os", "posix", "nt", "pathlib", "io", "_io", "builtins", "tempfile", "shutil", "glob",
    "fileinput", "mmap", "fcntl", "ctypes", "sqlite3", "importlib.resources", "importlib.metadata",
    "pkgutil",
]
_UPPER_FLOORS = ["pgwidgets_js", "pgwidgets", "pgwidgets_transports"]
# fmt: on

CORE = Walls(
    modules=frozenset(
        [
            *_LOOPS_AND_THREADS,
            *_SOCKETS,
            *_CLOCKS_AND_CHANCE,
            *_FILES_AND_ENVIRONMENT,
            *_UPPER_FLOORS,
        ]
    ),
    calls=frozenset({"open", "input", "print", "breakpoint", *_CLOCK_CALLS}),
    third_party=frozenset({"h11", "wsproto", "msgspec"}),
)
TRANSPORTS = Walls(modules=frozenset({"pgwidgets"}))


def breaches(source: str, walls: Walls, package: str) -> Iterator[str]:
    """Yield `line: what is wrong` where `source`, a module in `package`, breaks `walls`."""
    for node in ast.walk(ast.parse(source)):
        line = getattr(node, "lineno", 0)
        for module in imported(node, package):
            if module is None:
                yield f"{line}: imports a module whose name is only known at run time"
            elif any(_is_inside(module, forbidden) for forbidden in walls.modules):
                yield f"{line}: imports {module}"
            elif not _is_allowed(module.partition(".")[0], walls, package.partition(".")[0]):
                yield f"{line}: imports the third-party package {module}"
        if isinstance(node, ast.Call) and _called(node) in walls.calls:
            yield f"{line}: calls {_called(node)}()"


def _called(call: ast.Call) -> str:
    """Return the last one or two names of what is called: `open`, `datetime.now`."""
    match call.func:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=ast.Name(id=owner) | ast.Attribute(attr=owner), attr=name):
            return f"{owner}.{name}"
    return ""


def _is_inside(module: str, package: str) -> bool:
    return module == package or module.startswith(package + ".")


def _is_allowed(top: str, walls: Walls, package: str) -> bool:
    if walls.third_party is None or top == package or top in sys.stdlib_module_names:
        return True
    return top in walls.third_party


# ------------------------------------------------------------------ our source


def _breaches_of(folder: Path, walls: Walls) -> list[str]:
    files = sorted(folder.rglob("*.py"))
    assert files, f"{folder} has no Python files: the walls would hold nothing up"
    return [
        f"{file.relative_to(_ROOT)}:{breach}"
        for file in files
        for breach in breaches(file.read_text(encoding="utf-8"), walls, _package_of(file, folder))
    ]


def _package_of(file: Path, folder: Path) -> str:
    return ".".join(file.parent.relative_to(folder.parent).parts)


def test_the_core_is_pure() -> None:
    assert _breaches_of(_CORE, CORE) == []


def test_transports_do_not_know_the_application() -> None:
    assert _breaches_of(_TRANSPORTS, TRANSPORTS) == []


def test_imports_of_the_core_go_down() -> None:
    assert list(HOUSE["breaches"](imports(_CORE))) == []


FOLDERS = {
    "catalog": ("names", "effects", "reports", "build", "tables"),
    "sessions": ("people", "telling", "asking", "receiving", "keeping", "", "hub"),
}
"""The folders of a wing: each imports those before it, and none behind it; "": the wing's files."""

SHARED = {"events", "seam"}
"""Files of a wing that stand on no floor: what all of its floors may name."""


@pytest.mark.parametrize("wing", FOLDERS)
def test_the_folders_of_a_wing_import_in_one_direction(wing: str) -> None:
    floors = FOLDERS[wing]

    def place(module: str) -> int:
        match module.split("."):
            case [_, top, folder, _] if top == wing:
                return floors.index(folder)
            case [_, top, file] if top == wing and file not in SHARED and "" in floors:
                return floors.index("") if file not in floors else -1
        return -1

    graph = imports(_CORE)
    for floor in range(len(floors)):
        assert floor in map(place, graph), f"no file of {wing} is on the floor {floors[floor]!r}"
    upward = [
        f"{module} imports {other}"
        for module, others in graph.items()
        for other in others
        if 0 <= place(module) < place(other)
    ]
    assert upward == []


def test_no_file_of_the_core_is_in_a_circle() -> None:
    graph = imports(_CORE)
    assert len(graph) > 50
    assert HOUSE["circles"](graph) == []


def test_no_file_of_the_application_is_in_a_circle_but_the_named() -> None:
    graph = imports(HOUSE["APPLICATION"])
    assert len(graph) > 50
    assert set(HOUSE["circles"](graph)) == set(HOUSE["KNOWN_CIRCLES"])


# ------------------------------------------------------------------ faces of the core


def _files_outside() -> list[Path]:
    folders = [_ROOT / folder for folder in HOUSE["OUTSIDE"]]
    files = [file for folder in folders for file in sorted(folder.rglob("*.py"))]
    return [file for file in files if _ROOT / "tests" / "core" not in file.parents]


def test_the_core_is_seen_by_its_faces_alone() -> None:
    faces, inside = HOUSE["faces"](), HOUSE["LOOK_INSIDE"]
    files = {file.relative_to(_ROOT).as_posix(): file for file in _files_outside()}
    assert len(files) > 150
    found = [
        f"{name}:{fault}"
        for name, file in files.items()
        for fault in HOUSE["past_the_faces"](
            file.read_text(encoding="utf-8"), faces, inside.get(name, frozenset())
        )
    ]
    assert found == []


def test_documents_import_from_the_faces() -> None:
    faces = HOUSE["faces"]()
    pages = [_ROOT / "README.md", *sorted((_ROOT / "docs").rglob("*.md"))]
    lines = [
        (page.name, line)
        for page in pages
        for line in _IMPORT_IN_TEXT.findall(page.read_text(encoding="utf-8"))
    ]
    assert len(lines) > 3
    past = HOUSE["past_the_faces"]
    assert [(page, fault) for page, line in lines for fault in past(line, faces)] == []


def test_no_file_may_look_inside_that_need_not() -> None:
    for name, modules in HOUSE["LOOK_INSIDE"].items():
        source = (_ROOT / name).read_text(encoding="utf-8")
        for module in modules:
            left = modules - {module}
            assert list(HOUSE["past_the_faces"](source, HOUSE["faces"](), left)), (name, module)


def test_faces_export_what_they_have_and_nothing_twice() -> None:
    for room, names in HOUSE["faces"]().items():
        if names is not None:
            module = importlib.import_module(f"pgwidgets_proto.{room}".rstrip("."))
            assert {name for name in names if not hasattr(module, name)} == set()
            assert len(names) == len(getattr(module, "__all__", names))


_FACES = {"": frozenset({"Hub"}), "limits": None, "views": frozenset({"Frame"})}


@pytest.mark.parametrize(
    "source",
    [
        "import pgwidgets_proto",
        "from pgwidgets_proto import Hub, views",
        "from pgwidgets_proto.views import Frame",
        "from pgwidgets_proto.limits import LATE",
        "from pgwidgets_proto.views.outbox import Outbox",
        "from elsewhere.views import Channel",
    ],
)
def test_an_import_from_a_face_is_right(source: str) -> None:
    assert list(HOUSE["past_the_faces"](source, _FACES, frozenset({"views.outbox"}))) == []


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("from pgwidgets_proto import Outbox", "Outbox is not on the face of the core"),
        ("import x\nfrom pgwidgets_proto.limits import Hub", "to be imported from the face"),
        ("from pgwidgets_proto.views import Link", "Link is not on the face of views"),
        ("import pgwidgets_proto.views.link", "link is not on the face of views"),
        ("if TYPE_CHECKING:\n    from pgwidgets_proto.views.link import Link", "inside of a wing"),
        ("def late():\n    from pgwidgets_proto.views.outbox import Hub", "from the face of the"),
    ],
)
def test_an_import_past_a_face_is_seen(source: str, fault: str) -> None:
    [found] = HOUSE["past_the_faces"](source, _FACES, frozenset({"views.outbox"}))
    assert fault in found
    assert found.startswith(f"{source.count(chr(10)) + 1}: pgwidgets_proto.")


# ----------------------------------------------------------------- the checker


@pytest.mark.parametrize("module", sorted(CORE.modules))
@pytest.mark.parametrize(
    "source",
    [
        "import {}",
        "import {}.inner as alias",
        "from {} import anything",
        "from {}.inner import anything",
        "def late():\n    import {}",
        "if False:\n    from {} import anything",
        "import importlib\nimportlib.import_module('{}')",
        "from importlib import import_module\nimport_module('{}.inner')",
        "__import__('{}')",
    ],
)
def test_a_forbidden_import_is_seen(source: str, module: str) -> None:
    found = list(breaches(source.format(module), CORE, "pgwidgets_proto"))
    assert found
    assert all(f"imports {module}" in breach for breach in found)


@pytest.mark.parametrize(
    ("source", "breach"),
    [
        ("import numpy", "1: imports the third-party package numpy"),
        ("from importlib import resources", "1: imports importlib.resources"),
        ("from urllib import request", "1: imports urllib.request"),
        ("\nimportlib.import_module(name)", "2: imports a module whose name is only known at run"),
        ("def f():\n    open('x')", "2: calls open()"),
        ("print('x')", "1: calls print()"),
        ("datetime.datetime.now()", "1: calls datetime.now()"),
        ("date.today()", "1: calls date.today()"),
    ],
)
def test_other_breaches_are_seen(source: str, breach: str) -> None:
    [found] = breaches(source, CORE, "pgwidgets_proto")
    assert found.startswith(breach)


@pytest.mark.parametrize(
    "source",
    [
        "import h11, msgspec\nfrom wsproto.frame_protocol import Opcode",
        "import collections.abc, json, datetime\nfrom urllib.parse import urlsplit",
        "from pgwidgets_proto.errors import LocalProtocolError",
        "from . import events\nfrom .catalog import timers, time",
        "connection.open()\nlink.time = 3\nreopen('x')",
        "timeline = 'import os'",
    ],
)
def test_what_is_allowed_is_not_reported(source: str) -> None:
    assert list(breaches(source, CORE, "pgwidgets_proto")) == []


def test_a_transport_may_import_the_core_but_not_the_application() -> None:
    source = "import asyncio\nimport pgwidgets_proto\nfrom pgwidgets.async_ import Application\n"
    found = list(breaches(source, TRANSPORTS, "pgwidgets_transports"))
    assert found == ["3: imports pgwidgets.async_.Application"]
