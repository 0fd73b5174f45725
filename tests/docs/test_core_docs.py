"""core.md is what the face of the core and its docstrings give now, and tells of all."""

import inspect
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FunctionType
from typing import Any

import msgspec
import pytest

import pgwidgets_proto as core

SCRIPTS = Path(__file__).parents[2] / "scripts"
CLASSES = [name for name in core.__all__ if isinstance(getattr(core, name), type)]


@pytest.fixture(scope="module")
def script() -> Iterator[Any]:
    sys.path.insert(0, str(SCRIPTS))  # it imports its neighbour
    try:
        import make_core_docs

        yield make_core_docs
    finally:
        sys.path.remove(str(SCRIPTS))


def test_the_page_is_current(script: Any) -> None:
    assert script.main(["--check"]) == 0, "run `make api-docs`"


def test_every_name_is_in_a_group(script: Any) -> None:
    assert [name for _, names in script.groups() for name in names] == core.__all__
    assert len(list(script.groups())) > 4


def members(script: Any, name: str) -> dict[str, Any]:
    """What a caller finds in a class: its public methods and properties."""
    only = script.FOR_CALLERS.get(name)
    return {
        one: member
        for one, member in vars(getattr(core, name)).items()
        if isinstance(member, (FunctionType, property))
        and not one.startswith("_")
        and (only is None or one in only.split())
    }


def told(script: Any, thing: object, part: str) -> set[str]:
    return {name.lstrip("*") for name in script.parsed(thing).parts.get(part, {})}


def parameters(function: Callable[..., Any]) -> set[str]:
    return set(inspect.signature(function).parameters) - {"self"}


@pytest.mark.parametrize("name", CLASSES)
def test_every_parameter_of_its_methods_has_a_meaning(script: Any, name: str) -> None:
    for method, member in members(script, name).items():
        assert inspect.getdoc(member), f"{name}.{method}"
        if isinstance(member, FunctionType):
            assert parameters(member) == told(script, member, "Parameters"), f"{name}.{method}"


@pytest.mark.parametrize("name", CLASSES)
def test_every_field_has_a_meaning(script: Any, name: str) -> None:
    cls = getattr(core, name)
    assert inspect.getdoc(cls)
    fields = getattr(cls, "__struct_fields__", getattr(cls, "_fields", ()))
    assert set(fields) <= told(script, cls, "Attributes")
    if issubclass(cls, msgspec.Struct):
        assert fields or name == "SessionEvent"


def test_what_callers_make_themselves_has_its_arguments_told(script: Any) -> None:
    for cls in (core.Connection, core.Hub):
        assert parameters(cls) == told(script, cls, "Parameters")
    assert set(core.CloseCode.__members__) == told(script, core.CloseCode, "Attributes")


def test_members_for_callers_are_there(script: Any) -> None:
    for name, listed in script.FOR_CALLERS.items():
        cls = getattr(core, name)
        known = set(dir(cls)) | told(script, cls, "Attributes") | {"limits"}
        assert set(listed.split()) <= known, name
