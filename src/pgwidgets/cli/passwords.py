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
    parser.add_argument("--remove", action="store_true", help="the user may sign in no more")
    parser.add_argument(
        "--stdin", action="store_true", help="read the password from the standard input, one line"
    )


def run(given: argparse.Namespace) -> int:
    """Do it; returns the exit status."""
    path: Path = given.file
    try:
        users = read_users(path) if path.exists() else {}
        if given.name is None:
            print(*users, sep="\n", end="\n" if users else "")
            return 0
        if given.remove:
            if users.pop(given.name, None) is None:
                raise CommandError(f"{path} has no user {given.name!r}")
            did = "may sign in no more"
        else:
            check_name(given.name)
            password = _asked(from_stdin=given.stdin)
            users[given.name] = hashed(password)
            did = "has a new password"
        write_users(path, users)
    except (OSError, ValueError) as exc:
        raise CommandError(str(exc)) from exc
    print(f"{given.name} {did}: {path}")
    return 0


def _asked(*, from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().removesuffix("\n")
    password = getpass.getpass("Password: ")
    if getpass.getpass("Once more: ") != password:
        raise CommandError("these are two passwords; nothing was changed")
    return password
