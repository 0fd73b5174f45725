"""What a file browser may see of the file system: folders, their entries, and the way to a file.

Knows: paths, links, and names of files. Must not know: widgets, sessions, async or sync. All of it
may block, so it is called off the event loop.
"""

import os
import stat
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

ALL_FILES = "All files"
"""The filter that leaves nothing out."""


class Entry(NamedTuple):
    """One entry of a folder.

    Attributes:
        name: within its folder.
        is_folder: whether it can be gone into.
        size: in bytes; 0 for a folder.
        modified: when, as text, in local time.
        category: ``"folder"``, a filter's category, or ``"file"``.
    """

    name: str
    is_folder: bool
    size: int
    modified: str
    category: str


class Folders:
    """The part of the file system that may be seen.

    Parameters:
        root: nothing outside of this folder; None: all.

    Raises:
        NotADirectoryError: root is no folder.
    """

    def __init__(self, root: str | os.PathLike[str] | None = None) -> None:
        self.root = None if root is None else Path(root).resolve()
        if self.root is not None and not self.root.is_dir():
            raise NotADirectoryError(f"root={str(root)!r} is no folder")
        self.filters: dict[str, set[str]] = {}

    def add_filter(self, category: str, extension: str) -> None:
        """Have a category of files, to which names with this extension belong.

        Raises:
            TypeError: one of them is no text.
            ValueError: no category or extension at all.
        """
        what = f"a filter needs a category and an extension, not {category!r} and {extension!r}"
        given: tuple[object, ...] = (category, extension)
        if not all(isinstance(word, str) for word in given):
            raise TypeError(what)
        extension = extension.strip(" *.").casefold()
        if not category or not extension:
            raise ValueError(what)
        self.filters.setdefault(category, set()).add(f".{extension}")

    def find(self, folder: Path, name: str = "") -> Path:
        """Where a name leads, links followed.

        Parameters:
            folder: what a relative name starts from.
            name: a name in it, or a path; ``""``: the folder itself. A path that begins with a
                slash begins at the root, if there is one.

        Raises:
            PermissionError: it leads out of the root.
            OSError, ValueError, RuntimeError: it is no path, or its links go round in circles.
        """
        if self.root is None:
            return (folder / Path(name).expanduser() if name else folder).resolve()
        path = (self.root / name.lstrip("/") if name.startswith("/") else folder / name).resolve()
        if not path.is_relative_to(self.root):
            raise PermissionError(f"{name or str(folder)!r} leads out of {self.root.name!r}")
        return path

    def shown(self, folder: Path) -> str:
        """A folder as it is written for users: from the root, what is above it being nobody's."""
        if self.root is None:
            return str(folder)
        return f"/{folder.relative_to(self.root).as_posix().removeprefix('.')}"

    def read(self, folder: Path, category: str = ALL_FILES) -> list[Entry]:
        """What is in a folder: folders first, each in the order of the alphabet.

        Parameters:
            folder: as :meth:`find` gave it.
            category: only these files; folders are always there.

        Raises:
            OSError: it can't be read.
        """
        extensions = self.filters.get(category)
        found = list(self._entries(self.find(folder), extensions))
        return sorted(found, key=lambda entry: (not entry.is_folder, entry.name.casefold()))

    def category_of(self, name: str) -> str:
        """The first category that a name belongs to, or ``"file"``."""
        for category, extensions in self.filters.items():
            if _matches(name, extensions):
                return category
        return "file"

    def _entries(self, folder: Path, extensions: set[str] | None) -> Iterator[Entry]:
        with os.scandir(folder) as entries:
            for entry in entries:
                try:
                    self.find(folder, entry.name)
                    info = entry.stat()
                except (OSError, RuntimeError):  # Path.resolve() in a circle of links
                    continue  # a link to nowhere or out of the root, or gone by now
                is_folder = stat.S_ISDIR(info.st_mode)
                if not is_folder and not _matches(entry.name, extensions):
                    continue
                yield Entry(
                    entry.name,
                    is_folder,
                    0 if is_folder else info.st_size,
                    datetime.fromtimestamp(info.st_mtime).strftime("%Y-%m-%d %H:%M"),
                    "folder" if is_folder else self.category_of(entry.name),
                )


def _matches(name: str, extensions: set[str] | None) -> bool:
    return extensions is None or name.casefold().endswith(tuple(extensions))
