"""The command ``pgwidgets``: which commands there are, and how one is called.

Knows: the names of the commands and where each stands. Must not know: what any of them does.

A command is a module of this package with ``SUMMARY``, a line; ``add_arguments(parser)``; and
``run(arguments)``, which returns the exit status, or raises :exc:`CommandError`.
"""

import argparse
import importlib
import sys
from collections.abc import Sequence
from typing import Any

from ..__about__ import __version__
from .errors import CommandError

COMMANDS = {
    "demo": "demos",
    "run": "running",
    "new": "projects",
    "doctor": "doctor",
    "replay": "replaying",
    "inspect": "opening",
    "passwd": "passwords",
}
"""The module of each command."""

_EPILOG = "pgwidgets COMMAND --help tells of each. What stands behind -- goes to the program."


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command.

    Parameters:
        arguments: those behind the program's name; None: those of this process.

    Returns:
        The exit status: 0; 1 for what went wrong; 2 for arguments that are not allowed.
    """
    own, rest = _split(list(sys.argv[1:] if arguments is None else arguments))
    parser = argparse.ArgumentParser(
        prog="pgwidgets", description="Desktop-style widgets in a browser.", epilog=_EPILOG
    )
    parser.add_argument("--version", action="version", version=f"pgwidgets {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, module_name in COMMANDS.items():
        module = _load(module_name)
        command = commands.add_parser(name, help=module.SUMMARY, description=module.SUMMARY)
        module.add_arguments(command)
        command.set_defaults(run=module.run)
    given = parser.parse_args(own)
    given.rest = rest
    try:
        status: int = given.run(given)
    except CommandError as exc:
        print(f"pgwidgets: {exc}", file=sys.stderr)
        return exc.status
    except KeyboardInterrupt:
        return 130  # as shells tell of a program that Ctrl-C has ended
    return status


def _split(arguments: list[str]) -> tuple[list[str], list[str]]:
    """What is ours, and what stands behind ``--``."""
    if "--" not in arguments:
        return arguments, []
    place = arguments.index("--")
    return arguments[:place], arguments[place + 1 :]


def _load(name: str) -> Any:
    return importlib.import_module(f"{__package__}.{name}")
