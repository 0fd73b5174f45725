"""``pgwidgets demo``: the gallery and the examples, which come with the package.

Knows: which examples there are, where they are, and what they need. Must not know: what they show.
"""

import argparse
import importlib.util
from pathlib import Path
from typing import NamedTuple

from .errors import CommandError
from .running import add_serving_arguments, order_of, run_here

SUMMARY = "show the gallery of all widgets, or another example"

INSTALLED = Path(__file__).parents[1] / "demos"
"""Where a wheel has them."""

CHECKOUT = Path(__file__).parents[3] / "examples"


class Demo(NamedTuple):
    """An example to run.

    Attributes:
        file: its name in the folder of examples.
        about: what it shows.
        extras: those that it needs, each with a module that it brings.
    """

    file: str
    about: str
    extras: tuple[tuple[str, str], ...] = ()


DEMOS = {
    "gallery": Demo("gallery.py", "every widget in a window of its own"),
    "hello": Demo("async_demo.py", "a button, a field and a label, on asyncio"),
    "threads": Demo("sync_demo.py", "the same with threads, and nothing to await"),
    "operator_observer": Demo(
        "operator_observer.py", "one person runs a dome, and invites others to watch or to help"
    ),
    "chat": Demo("chat.py", "what anybody writes, all read"),
    "queue": Demo("observation_queue.py", "observations that are dragged into order, and run"),
    "files": Demo("file_manager.py", "the files of a folder of the server"),
    "channels": Demo("channels.py", "a thousand channels, measured ten times a second"),
    "images": Demo(
        "image_viewer.py",
        "pictures as an instrument sees them: cuts, colours, profiles",
        (("plots", "numpy"), ("pictures", "PIL")),
    ),
    "mount": Demo(
        "trio_mount.py", "a telescope's mount on trio, with a simulator", (("trio", "trio"),)
    ),
    "settings": Demo("settings_editor.py", "a form from a struct, kept in a file"),
    "logs": Demo("log_viewer.py", "the log of a program, by level and by text"),
    "instrument": Demo(
        "instrument_panel.py",
        "a made-up instrument: live plot, camera, a thousand channels",
        (("plots", "numpy"), ("pictures", "PIL")),
    ),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    width = max(map(len, DEMOS))
    parser.epilog = "\n".join(f"  {name:{width}}  {demo.about}" for name, demo in DEMOS.items())
    parser.add_argument(
        "name", nargs="?", choices=list(DEMOS), default="gallery", metavar="NAME", help="see below"
    )
    add_serving_arguments(parser)
    parser.set_defaults(port=None)  # for a first look any port will do


def run(arguments: argparse.Namespace) -> int:
    """Show it until Ctrl-C is pressed."""
    demo = DEMOS[arguments.name]
    missing = [name for name, module in demo.extras if importlib.util.find_spec(module) is None]
    if missing:
        raise CommandError(
            f"the example {arguments.name!r} needs what is not installed here: "
            f"pip install 'pgwidgets[{','.join(missing)}]'"
        )
    return run_here(order_of(arguments, str(folder() / demo.file)), arguments.port)


def folder() -> Path:
    """Where the examples are."""
    return INSTALLED if INSTALLED.is_dir() else CHECKOUT
