"""The user's program: found, run as Python would run it, and served if it does not serve itself.

Knows: files, modules, and the applications of both APIs. Must not know: the command line,
processes, the launch's settings.
"""

import asyncio
import importlib
import importlib.util
import inspect
import runpy
import sys
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from .. import async_, sync
from .._launch import launching
from .errors import CommandError


class Target(NamedTuple):
    """What was named to be run.

    Attributes:
        path: of the program's file; None: it is a module.
        module: the module's name; empty: it is a file.
        name: what is to be served of it; empty: it is run as a program.
    """

    path: Path | None
    module: str
    name: str

    @property
    def folder(self) -> Path:
        """Where its files are."""
        return Path.cwd() if self.path is None else self.path.parent

    @property
    def title(self) -> str:
        """What to call it."""
        return self.module if self.path is None else self.path.stem


def target_of(text: str) -> Target:
    """What ``app.py``, ``app.py:name``, ``package.module`` or ``package.module:name`` names.

    Raises:
        CommandError: there is no such file.
    """
    place, colon, name = text.rpartition(":")
    if not colon or not (name == "" or name.isidentifier()):
        place, name = text, ""
    if place.endswith((".py", ".pyw")) or "/" in place or "\\" in place:
        path = Path(place).resolve()
        if not path.is_file():
            raise CommandError(f"there is no file {place!r}", 2)
        return Target(path, "", name)
    if not all(part.isidentifier() for part in place.split(".")):
        raise CommandError(f"{text!r} is neither a file that ends in .py nor a module's name", 2)
    return Target(None, place, name)


def run_program(target: Target, arguments: list[str]) -> None:
    """Run a program to its end; if it has not served by then, serve its application.

    Parameters:
        target: what to run.
        arguments: those of the program's own.

    Raises:
        CommandError: there is nothing to serve.
        BaseException: whatever the program raises.
    """
    sys.argv = [str(target.path or target.module), *arguments]
    folder = str(target.folder)
    if folder not in sys.path:
        sys.path.insert(0, folder)
    if target.path is None:
        _see_whether_there(target)
    if target.name:
        names = vars(_imported(target))
        if target.name not in names:
            raise CommandError(f"{target.title} has nothing of the name {target.name!r}")
        _serve(names[target.name], target)
        return
    names = _run(target)
    launch = launching()
    if launch is not None and not launch.has_served:
        _serve(_only_application(names, launch.made, target), target)


def _see_whether_there(target: Target) -> None:
    """What runs a module would tell of a wrong name by a traceback through itself."""
    module = target.module
    if not _is_found(module):
        file = Path(f"{module}.py")
        meant = f"; did you mean {file}?" if file.is_file() else "; a file's name ends in .py"
        raise CommandError(f"there is no module {module!r}{meant}", 2)
    if not target.name and not _is_runnable(module):
        raise CommandError(
            f"{module!r} is a package without __main__.py: name what to serve, as {module}:app", 2
        )


def _is_found(module: str) -> bool:
    try:
        return importlib.util.find_spec(module) is not None
    except ModuleNotFoundError as exc:
        if f"{module}.".startswith(f"{exc.name}."):
            return False
        raise  # a package that it is in imports something that is not there


def _is_runnable(module: str) -> bool:
    spec = importlib.util.find_spec(module)
    is_package = spec is not None and spec.submodule_search_locations is not None
    return not is_package or _is_found(f"{module}.__main__")


def _imported(target: Target) -> types.ModuleType:
    """The module, as ``import`` has it: it is not ``__main__``."""
    if target.path is None:
        return importlib.import_module(target.module)
    # By its path, whatever else is called so: a program may be test.py, or code.py.
    spec = importlib.util.spec_from_file_location(target.path.stem, target.path)
    assert spec is not None  # it ends in .py
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[target.path.stem] = module
    spec.loader.exec_module(module)
    return module


def _run(target: Target) -> dict[str, Any]:
    """Run a file or a module as ``__main__``; gives what it has defined."""
    if target.path is None:
        return runpy.run_module(target.module, run_name="__main__", alter_sys=True)
    # Not by runpy, which takes the module away again when it has come to its end: what it made is
    # still to be served.
    main = types.ModuleType("__main__")
    main.__file__ = str(target.path)
    sys.modules["__main__"] = main
    exec(compile(target.path.read_bytes(), main.__file__, "exec"), vars(main))
    return vars(main)


def _only_application(names: dict[str, Any], made: list[Any], target: Target) -> Any:
    named = names.get("app")
    if isinstance(named, async_.Application | sync.Application):
        return named
    if len(made) == 1:
        return made[0]
    found = f"{len(made)} applications" if made else "no application"
    place = target.module if target.path is None else target.path.name
    raise CommandError(
        f"{target.title} has come to its end with {found}, and none that serves. Call app.run() in "
        f"it, or name what to serve: {place}:{_builder_in(names) or 'app'}"
    )


def _builder_in(names: dict[str, Any]) -> str | None:
    """The function of a program that builds a session, if it is plain which of its own that is."""
    found = [
        name
        for name, value in names.items()
        if isinstance(value, types.FunctionType)
        and value.__module__ == names.get("__name__")
        and _takes_a_session(value)
    ]
    return "build" if "build" in found else found[0] if len(found) == 1 else None


def _serve(thing: object, target: Target) -> None:
    """Serve an application, a function that builds a session, or a ``main()``."""
    if isinstance(thing, async_.Application):
        asyncio.run(thing.run())
    elif isinstance(thing, sync.Application):
        thing.run()
    elif callable(thing) and _takes_a_session(thing):
        kind = async_.Application if inspect.iscoroutinefunction(thing) else sync.Application
        app: Any = kind(max_sessions=None, title=target.title)
        app.on_connect(thing)
        _serve(app, target)
    elif callable(thing):
        result = thing()
        if inspect.iscoroutine(result):
            asyncio.run(result)
        elif isinstance(result, async_.Application | sync.Application):
            _serve(result, target)
    else:
        raise CommandError(
            f"{target.name} is {thing!r}; it must be an Application, a function(session) that "
            f"builds what a visitor gets, or a function without parameters"
        )


def _takes_a_session(function: Callable[..., Any]) -> bool:
    parameters = inspect.signature(function).parameters.values()
    by_place = [one for one in parameters if one.kind < one.VAR_POSITIONAL]
    return len([one for one in by_place if one.default is one.empty]) == 1
