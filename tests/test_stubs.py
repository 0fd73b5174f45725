"""The stubs say what is there at run time: the same classes, methods and parameters."""

import ast
import inspect
import subprocess
import sys
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from pgwidgets import async_, sync
from pgwidgets_proto.catalog import class_names

ROOT = Path(__file__).resolve().parent.parent
SRC = ROOT / "src" / "pgwidgets"
PACKAGES = ("src/pgwidgets", "src/pgwidgets_proto", "transports/pgwidgets_transports")
APIS = {"async_": async_, "sync": sync}

every_api = pytest.mark.parametrize("api", APIS)
every_class = pytest.mark.parametrize("name", class_names())


@cache
def classes_in(file: Path) -> dict[str, ast.ClassDef]:
    body = ast.parse(file.read_text(encoding="utf-8")).body
    return {node.name: node for node in body if isinstance(node, ast.ClassDef)}


def library(api: str) -> ModuleType:
    module: ModuleType = APIS[api].Widgets
    return module


def functions(cls: ast.ClassDef) -> dict[str, ast.FunctionDef]:
    return {node.name: node for node in cls.body if isinstance(node, ast.FunctionDef)}


def names_in_stub(function: ast.FunctionDef) -> list[str]:
    args = function.args
    found = [arg.arg for arg in (*args.posonlyargs, *args.args)]
    found += [args.vararg.arg] if args.vararg else []
    return found + ([args.kwarg.arg] if args.kwarg else [])


def names_at_run_time(function: Any) -> list[str]:
    return list(inspect.signature(function).parameters)


def all_functions(api: str, name: str) -> dict[str, ast.FunctionDef]:
    """What a class of the stub has, its bases there included."""
    stub = classes_in(SRC / api / "Widgets.pyi")
    found: dict[str, ast.FunctionDef] = {}
    while name in stub:
        found = functions(stub[name]) | found
        base = stub[name].bases[-1]
        assert isinstance(base, ast.Name)
        name = base.id
    assert name == "Widget"
    return found


def test_they_are_what_the_catalogue_says() -> None:
    command = [sys.executable, str(ROOT / "scripts" / "make_stubs.py"), "--check"]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize("package", PACKAGES)
def test_the_package_tells_type_checkers_that_it_has_types(package: str) -> None:
    assert (ROOT / package / "py.typed").is_file()


@every_api
def test_the_stub_has_the_classes_of_the_module(api: str) -> None:
    found = {name for name in classes_in(SRC / api / "Widgets.pyi") if not name.startswith("_")}
    assert found | {"Widget"} == set(library(api).names())


@every_api
@every_class
def test_methods_have_the_parameters_that_the_stub_says(api: str, name: str) -> None:
    cls = library(api).find(name)
    for method, function in all_functions(api, name).items():
        if method != "__init__":
            assert names_in_stub(function) == names_at_run_time(getattr(cls, method)), method


@every_api
@every_class
def test_every_method_is_in_the_stub(api: str, name: str) -> None:
    cls = library(api).find(name)
    known = set(all_functions(api, name)) | set(dir(library(api).Widget))
    assert {method for method in dir(cls) if not method.startswith("_")} <= known


@every_api
@every_class
def test_constructors_have_the_parameters_that_the_stub_says(api: str, name: str) -> None:
    cls = library(api).find(name)
    init = all_functions(api, name)["__init__"]
    positional = [
        p.name for p in inspect.signature(cls).parameters.values() if p.kind < p.VAR_POSITIONAL
    ]
    assert names_in_stub(init) == ["self", *positional]
    for keyword in init.args.kwonlyargs:
        if keyword.arg != "name":  # by which a later run knows the widget
            assert callable(getattr(cls, f"set_{keyword.arg}"))


@every_api
def test_the_namespace_has_the_classes_of_the_module(api: str) -> None:
    stub = classes_in(SRC / api / "bound.pyi")["BoundWidgets"]
    found = [
        node.target.id
        for node in stub.body
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
    ]
    assert sorted(found) == sorted(library(api).names())


@every_api
@every_class
def test_a_bound_class_takes_what_the_class_takes_but_the_session(api: str, name: str) -> None:
    bound = classes_in(SRC / "_bound.pyi")[f"{name}Type"]
    call = functions(bound)["__call__"]
    init = all_functions(api, name)["__init__"]
    assert names_in_stub(call) == [n for n in names_in_stub(init) if n != "session"]
    assert [a.arg for a in call.args.kwonlyargs] == [a.arg for a in init.args.kwonlyargs]
    assert ast.unparse(call.returns or call) == name
    [named] = [
        node.annotation
        for node in classes_in(SRC / api / "bound.pyi")["BoundWidgets"].body
        if isinstance(node, ast.AnnAssign) and ast.unparse(node.target) == name
    ]
    # What stands for a class in the call is that very class of the API.
    variables = ast.unparse(bound.bases[-1]).removeprefix("Generic")
    made = ast.unparse(named).removeprefix(f"_bound.{name}Type")
    assert made.replace("Widgets.", "") == variables


@every_api
@every_class
def test_every_action_has_an_overload_of_on_and_of_add_callback(api: str, name: str) -> None:
    cls = library(api).find(name)
    stub = classes_in(SRC / api / "Widgets.pyi")[name]
    for method in ("on", "add_callback"):
        literals = [
            value.value
            for node in stub.body
            if isinstance(node, ast.FunctionDef) and node.name == method
            for value in ast.walk(node.args.posonlyargs[1])
            if isinstance(value, ast.Constant)
        ]
        assert set(literals) == set(cls._pgwidgets_spec.actions)
