"""``pgwidgets replay``: does a recording again, shows the page, or makes a test of it.

Knows: what is said and printed. Must not know: what a recording is made of.
"""

import argparse
from pathlib import Path

from ..recording import Line, Replay, to_test
from .errors import CommandError

SUMMARY = "replay what came into an application (Application(record=FILE))"

_LONG = 100
_MOST = 10


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what can be said."""
    parser.add_argument("file", type=Path, metavar="FILE", help="the recording")
    parser.add_argument("--to", type=int, metavar="STEP", help="stop before this step, from 0")
    parser.add_argument("--steps", action="store_true", help="print each step that is done")
    parser.add_argument("--tree", action="store_true", help="print what a page shows at the end")
    parser.add_argument(
        "--to-test",
        metavar="MODULE:NAME",
        help="print a test that does with this program what the users did",
    )
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="a file for that test")


def run(arguments: argparse.Namespace) -> int:
    """Do it; 0: all came out as it did then.

    Raises:
        CommandError: the file can't be read, or is no recording.
    """
    try:
        if arguments.to_test is not None:
            return _make_test(arguments)
        replay = Replay(arguments.file)
    except OSError as exc:
        raise CommandError(f"{exc.filename or arguments.file}: {exc.strerror or exc}", 2) from None
    except ValueError as exc:
        raise CommandError(str(exc), 2) from None
    if arguments.to is not None and arguments.to < 0:
        raise CommandError(f"--to {arguments.to}: it must be 0 or more", 2)
    return _replay(replay, arguments)


def _make_test(arguments: argparse.Namespace) -> int:
    text = to_test(arguments.file, arguments.to_test, arguments.output)
    if arguments.output is None:
        print(text, end="")
    return 0


def _replay(replay: Replay, arguments: argparse.Namespace) -> int:
    began = replay.now
    while arguments.to is None or replay.place < arguments.to:
        place = replay.place
        line = replay.step()
        if line is None:
            break
        if arguments.steps:
            print(_told(place, line, began))
    if arguments.tree:
        print(replay.tree())
    for difference in replay.differences[:_MOST]:
        print(difference)
    if len(replay.differences) > _MOST:
        print(f"... and {len(replay.differences) - _MOST} differences more")
    if replay.lost is not None:
        print(f"the recording ends before its program did: {replay.lost}")
    count = len(replay.differences)
    print(f"{replay.place} of {len(replay.lines)} steps, {count or 'no'} differences")
    return 1 if count else 0


def _told(place: int, line: Line, began: float) -> str:
    text = f"{place:6} {line.at - began:9.3f} s  {' '.join(map(str, line.step))}"
    return text if len(text) <= _LONG else f"{text[:_LONG]}..."
