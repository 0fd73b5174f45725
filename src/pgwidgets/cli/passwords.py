"""``pgwidgets passwd``: who may sign in to a program with ``users=``, and their passwords.

Knows: the command's arguments, and how a password is asked for. Must not know: how one is kept.
"""

import argparse
import getpass
import sys
from pathlib import Path

from ..access.passwords import check_name, hashed, read_users, write_users
from .errors import CommandError

SUMMARY = "set the password of a user, in the file that Application(users=...) reads"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("file", type=Path, help="the file; it is made if there is none")
    parser.add_argument("name", nargs="?", help="the user; without one, all users are listed")
    parser.add_argument("--remove", action="store_true", help="take the user out of the file")
    parser.add_argument(
        "--stdin", action="store_true", help="read the password from the standard input, one line"
    )


def run(given: argparse.Namespace) -> int:
    """Do it; returns the exit status."""
    path: Path = given.file
    if given.name is None and (given.remove or given.stdin):
        raise CommandError("name the user: pgwidgets passwd FILE NAME", 2)
    try:
        if given.name is None:
            users = read_users(path)
            print(*users, sep="\n", end="\n" if users else "")
            return 0
        users = read_users(path) if path.exists() else {}
        if given.remove:
            if users.pop(given.name, None) is None:
                raise CommandError(f"{path} has no user {given.name!r}")
            did = "can no longer sign in"
        else:
            check_name(given.name)
            did = "has a new password" if given.name in users else "is a user now"
            users[given.name] = hashed(_asked(from_stdin=given.stdin))
        write_users(path, users)
    except (OSError, ValueError) as exc:
        raise CommandError(str(exc)) from exc
    print(f"{given.name} {did}: {path}")
    return 0


def _asked(*, from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().removesuffix("\n")
    try:
        password = getpass.getpass("Password: ")
        again = getpass.getpass("Repeat password: ")
    except EOFError:
        raise CommandError("no password was given; nothing was changed") from None
    if again != password:
        raise CommandError("the two passwords differ; nothing was changed")
    return password
