"""The plan of the house: which room imports which, and whether the floors hold.

Knows: the floors, and how imports stand in source. It imports and runs nothing that it reads.
Imports for type checkers, inside of functions and under any condition count as all others do.

A room of the core is one of its folders (a wing), or a file beside them; of `pgwidgets` each file
is one. An arrow is an import from one room into another. A room may import the floors below its own
and nothing else: neither a floor above nor a room beside it.

usage: house.py

Prints the figures; draw_house.py draws the plan.
"""

import ast
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CORE = ROOT / "src" / "pgwidgets_proto"
APPLICATION = ROOT / "src" / "pgwidgets"

FLOORS: tuple[tuple[str, ...], ...] = (
    ("errors", "limits", "deadlines", "lease", "transitions", "turns"),
    ("stream", "wire", "models"),
    ("views", "widgets"),
    ("catalog",),
    ("sessions",),
)
"""The rooms of the core, from the ground up. Those of the ground are files, which may import each
other; all others are wings."""

KNOWN_CIRCLES: tuple[frozenset[str], ...] = (
    frozenset({"pgwidgets.async_.application", "pgwidgets.async_.session"}),
    frozenset({"pgwidgets.sync.application", "pgwidgets.sync.session"}),
)
"""The circles of `pgwidgets`: `session.app` is public, and has the application's type."""

OUTSIDE = ("src/pgwidgets", "transports", "examples", "benchmarks", "tests")
"""Folders whose files see the core by its faces alone; `tests/core` looks inside, as it must."""

LOOK_INSIDE: Mapping[str, frozenset[str]] = {
    # It brings all tables with it, so it is imported when a program has a class of its own.
    "src/pgwidgets/_javascript.py": frozenset({"catalog.custom"}),
    "src/pgwidgets/recording/session_taps.py": frozenset(
        {"catalog.custom", "catalog.reports.checked"}
    ),
    "src/pgwidgets/recording/replaying.py": frozenset({"catalog.custom"}),
    "tests/async_api/test_appearance.py": frozenset({"catalog.custom"}),
    # A simulated page edits texts by the arithmetic that browsers and the core have in common.
    "src/pgwidgets/testing/fields.py": frozenset({"models.text_rebase", "models.text_utf16"}),
    "src/pgwidgets/testing/texts.py": frozenset(
        {"models.text_marks", "models.text_rebase", "models.text_utf16"}
    ),
    # It asks every method's effect what a real page must show.
    "tests/browser/test_catalogue_in_browser.py": frozenset(
        {
            *("catalog.effects.base", "catalog.effects.grid", "catalog.effects.lookup"),
            *("catalog.effects.models", "catalog.effects.numbers", "catalog.names.differences"),
            *("models.grid", "widgets.whom"),
        }
    ),
    # They break the core, to see whether the suite finds the fault, and whether servers bear it.
    "tests/conformance/test_faults.py": frozenset({"sessions.asking.pending"}),
    "tests/conformance/test_own_faults.py": frozenset(
        {"sessions.receiving.inbox", "views.outbox", "views.receipts"}
    ),
}
"""Files outside of the core that import modules inside of a wing, and which; no others may."""

type Graph = dict[str, set[str]]
"""Who imports whom, by the names of modules (or rooms)."""


# ------------------------------------------------------------------------------ imports


def modules(package: Path) -> dict[str, Path]:
    """All modules of a package by their full names; a package's own is its `__init__`."""
    found: dict[str, Path] = {}
    for file in sorted(package.rglob("*.py")):
        parts = file.relative_to(package.parent).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = file
    return found


def imports(package: Path) -> Graph:
    """Which modules of a package import which others of it."""
    known = modules(package)
    graph: Graph = {}
    for name, file in known.items():
        tree = ast.parse(file.read_text(encoding="utf-8"))
        parent = name if file.name == "__init__.py" else name.rpartition(".")[0]
        graph[name] = {
            found
            for node in ast.walk(tree)
            for target in imported(node, parent)
            if target is not None and (found := _known(target, known)) not in (None, name)
        }
    return graph


def imported(node: ast.AST, package: str) -> Iterator[str | None]:
    """Yield the modules that one node may import, in full; None: the source does not name it.

    Parameters:
        node: of a syntax tree.
        package: what the tree's module is in.
    """
    match node:
        case ast.Import(names=names):
            yield from (alias.name for alias in names)
        case ast.ImportFrom(module=module, names=names, level=level):
            outer = package.split(".")
            base = ".".join([*outer[: len(outer) - level + 1], *([module] if module else [])])
            # `from a import b` may mean the module a.b, and is inside a either way.
            yield from (f"{base if level else module}.{alias.name}" for alias in names)
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=args):
            if name in ("import_module", "__import__"):
                match args:
                    case [ast.Constant(value=str(known)), *_]:
                        yield known
                    case _:
                        yield None


def _known(target: str, known: Mapping[str, Path]) -> str | None:
    """The module that a name is, or is in: of `a.b.C` that may be `a.b`."""
    return next((name for name in (target, target.rpartition(".")[0]) if name in known), None)


# -------------------------------------------------------------------------------- rooms


def room(module: str) -> str:
    """The room of a module of the core; its face (the package itself) is none, and has no name."""
    return module.split(".")[1] if "." in module else ""


def between(graph: Graph, place: Callable[[str], str]) -> Graph:
    """The arrows between places, such as rooms."""
    found: Graph = {place(module): set() for module in graph}
    for module, targets in graph.items():
        found[place(module)] |= {place(target) for target in targets} - {place(module)}
    return found


def floor(room_: str) -> int | None:
    """The floor of a room, from 0; None: it stands on none."""
    return next((level for level, rooms in enumerate(FLOORS) if room_ in rooms), None)


def breaches(graph: Graph) -> Iterator[str]:
    """Yield a line for each import of the core that the floors forbid."""
    for module, targets in sorted(graph.items()):
        here = floor(room(module))
        if here is None and room(module):
            yield f"{module}: its room is on no floor"
            continue
        for target in sorted(targets):
            there = floor(room(target))
            if not room(target):
                yield f"{module} imports the face of the core, which stands above all"
            elif here is None or there is None or there < here:
                continue  # the face may import all; what stands on no floor is told above
            elif there > here:
                yield f"{module} imports {target}, which is above it"
            elif room(module) != room(target) and here > 0:
                yield f"{module} imports {target}, which is beside it"


def faces(core: Path = CORE) -> dict[str, frozenset[str] | None]:
    """What the face of the core ("") and those of its rooms export; None: anything (a file)."""
    found: dict[str, frozenset[str] | None] = {"": _exports(core / "__init__.py")}
    for name in (name for rooms in FLOORS for name in rooms):
        init = core / name / "__init__.py"
        found[name] = _exports(init) if init.exists() else None
    return found


def _exports(file: Path) -> frozenset[str]:
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        match node:
            case ast.Assign(targets=[ast.Name(id="__all__")], value=value):
                return frozenset(ast.literal_eval(value))
    return frozenset()


def past_the_faces(
    source: str,
    exported: Mapping[str, frozenset[str] | None],
    inside: frozenset[str] = frozenset(),
) -> Iterator[str]:
    """Yield `line: what is wrong` where a file outside of the core does not import from its faces.

    Parameters:
        source: the file's text.
        exported: what :func:`faces` gives.
        inside: modules inside of wings that this file may import, named without the core's name.
    """
    for node in ast.walk(ast.parse(source)):
        for target in imported(node, "outside"):
            top, _, inner = (target or "").partition(".")
            if top == CORE.name and inner:
                fault = _past(inner, exported, inside)
                if fault:
                    yield f"{getattr(node, 'lineno', 0)}: {target} {fault}"


def _past(
    inner: str, exported: Mapping[str, frozenset[str] | None], inside: frozenset[str]
) -> str | None:
    """What is wrong with importing one thing of the core; None: it is right."""
    module, _, name = inner.rpartition(".")
    face = exported[""] or frozenset()
    if not module:
        return None if name in face or name in exported else "is not on the face of the core"
    if name in face:
        return "is to be imported from the face of the core"
    if module in exported:
        names = exported[module]
        on_it = names is None or name in names
        return None if on_it else f"is not on the face of {module}"
    return None if module in inside else "is inside of a wing"


def circles(graph: Graph) -> list[frozenset[str]]:
    """The circles of imports: sets of modules each of which leads to all others, big ones first."""
    return sorted(
        (frozenset(group) for group in _strongly_connected(graph) if len(group) > 1),
        key=lambda group: (-len(group), sorted(group)),
    )


def _strongly_connected(graph: Graph) -> Iterator[set[str]]:
    """Groups whose members lead to each other (what leads to a node and is led to by it)."""
    reach = {node: _reached(graph, node) for node in graph}
    left = dict.fromkeys(graph)
    while left:
        node = next(iter(left))
        group = {other for other in reach[node] if node in reach[other]} | {node}
        yield group
        for member in group:
            del left[member]


def _reached(graph: Graph, start: str) -> set[str]:
    found: set[str] = set()
    ahead = list(graph[start])
    while ahead:
        node = ahead.pop()
        if node not in found:
            found.add(node)
            ahead += graph[node]
    return found


# ------------------------------------------------------------------------------ figures


def figures(graph: Graph, files: Mapping[str, Path]) -> Iterator[str]:
    """What there is to say of the core, in lines."""
    rooms = between({name: to for name, to in graph.items() if room(name)}, room)
    arrows = [(a, b) for a, targets in rooms.items() for b in targets if b]
    outside = sorted(name for name in rooms if floor(name) is None)
    up = [line for line in breaches(graph) if " imports " in line]
    in_circles = circles(rooms)
    yield f"pgwidgets_proto: {_size(files.values())} in {len(rooms)} rooms"
    yield f"    floors: {len({floor(name) for name in rooms} - {None})}"
    for level, names in reversed([*enumerate(FLOORS)]):
        for name in filter(rooms.__contains__, names):
            inside = [file for module, file in files.items() if room(module) == name]
            yield f"      {level} {name:12} {_size(inside)}"
    if outside:
        yield f"    on no floor: {len(outside)}"
        yield from _wrapped(outside)
    yield f"    arrows: {len(arrows)}"
    yield f"    rooms in circles: {sum(map(len, in_circles))}"
    yield from (line for group in in_circles for line in _wrapped(sorted(group)))
    yield f"    imports up or sideways: {len(up)}"
    yield from (f"        {line}" for line in up)
    yield from _circle_lines(circles(graph))


def _size(files: Iterable[Path]) -> str:
    texts = [file.read_text(encoding="utf-8") for file in files]
    return f"{len(texts)} files, {sum(text.count(chr(10)) for text in texts):,} lines"


def figures_by_file(graph: Graph, files: Mapping[str, Path]) -> Iterator[str]:
    """What there is to say of `pgwidgets`, where each file is a room."""
    yield f"pgwidgets: {_size(files.values())}"
    yield f"    arrows: {sum(map(len, graph.values()))}"
    yield from _circle_lines(circles(graph))


def _circle_lines(found: list[frozenset[str]]) -> Iterator[str]:
    yield f"    circles of files: {len(found)}"
    for group in found:
        yield f"      {len(group)}{' (named)' if group in KNOWN_CIRCLES else ''}:"
        yield from _wrapped(sorted(group))


def _wrapped(names: Iterable[str]) -> Iterator[str]:
    line = "       "
    for name in names:
        if len(line) + len(name) > 99:
            yield line
            line = "       "
        line += f" {name}"
    yield line


def main() -> int:
    print(*figures(imports(CORE), modules(CORE)), sep="\n")
    print(*figures_by_file(imports(APPLICATION), modules(APPLICATION)), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
