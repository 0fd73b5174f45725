"""Files of a program that change while it runs.

Knows: files, and which modules were imported from where. Must not know: what is done then.
"""

import os
import sys
import sysconfig
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

PERIOD = 0.25
"""Seconds from one look to the next."""

_KINDS = (".py", ".pyw", ".css", ".js", ".mjs", ".html")
_MOST = 5000
"""Files that are looked at; in a larger folder those that were imported come first."""

type _Seen = tuple[int, int]


class Watcher:
    """Looks at the files of a program, on a thread of its own, until one has changed.

    Parameters:
        folder: where the program is; what is in it counts, imported or not.
        changed: called once, with the file, when one has changed and is no longer written to.
    """

    def __init__(self, folder: Path, changed: Callable[[Path], None]) -> None:
        self._folder = folder
        self._changed = changed
        self._libraries = tuple(
            {*map(os.path.realpath, sysconfig.get_paths().values()), _own_package()}
        )
        self._seen: dict[Path, _Seen] = {}
        self.look()
        self._stop = threading.Event()

    def start(self) -> None:
        """Begin to look; the thread does not keep the process."""
        threading.Thread(target=self._watch, name="pgwidgets watcher", daemon=True).start()

    def stop(self) -> None:
        """Look no more."""
        self._stop.set()

    def look(self) -> Path | None:
        """A file that has changed since the last look, or is gone; None: there is none.

        A module that was imported since is no change; a new file in the folder is none until it is
        imported, or changes.
        """
        found: Path | None = None
        now = {path: seen for path in self._files() if (seen := _look_at(path)) is not None}
        for path, seen in self._seen.items():
            if now.get(path) != seen:
                found = path
                break
        self._seen = now
        return found

    def _watch(self) -> None:
        while not self._stop.wait(PERIOD):
            path = self.look()
            if path is None:
                continue
            while self.look() is not None:  # an editor may write several, and one in parts
                if self._stop.wait(PERIOD):
                    return
            self._changed(path)
            return

    def _files(self) -> Iterator[Path]:
        paths = dict.fromkeys(self._imported())
        for path in _in_folder(self._folder):
            if len(paths) >= _MOST:
                break
            paths[path] = None
        yield from paths

    def _imported(self) -> Iterator[Path]:
        for module in list(sys.modules.values()):
            file = getattr(module, "__file__", None)
            if isinstance(file, str) and not os.path.realpath(file).startswith(self._libraries):
                yield Path(file)


def _own_package() -> str:
    return str(Path(__file__).resolve().parents[1])


def _in_folder(folder: Path) -> Iterator[Path]:
    """The files of a program's folder, without those of environments and what is hidden."""
    for place, folders, files in os.walk(folder):
        folders[:] = [
            name
            for name in folders
            if not name.startswith((".", "__"))
            and name not in ("node_modules", "site-packages", "build", "dist")
            and not os.path.exists(os.path.join(place, name, "pyvenv.cfg"))
        ]
        for name in files:
            if name.endswith(_KINDS):
                yield Path(place, name)


def _look_at(path: Path) -> _Seen | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size
