"""What file_manager.py shows: a folder of the server, out of which no name leads."""

import shutil
import time
from pathlib import Path
from typing import NamedTuple


def name_of_entry(text: str) -> str:
    """A name within a folder, and no way out of it."""
    name = text.strip()
    if not name or name in (".", "..") or set(name) & set("/\\\0"):
        raise ValueError("A name is not empty, and has no slashes")
    return name


class Entry(NamedTuple):
    name: str
    size: int | None  # of a folder
    changed: str


class ServedFolder:
    """A folder, and those in it."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()

    def shown(self, folder: Path) -> str:
        """A folder as users see it."""
        return f"/{folder.relative_to(self.root).as_posix().removeprefix('.')}"

    def has(self, path: Path) -> bool:
        """Whether a path leads to what is there, and through no link to elsewhere."""
        return path.exists() and path.resolve().is_relative_to(self.root)

    def entries(self, folder: Path) -> list[Entry]:
        """What is in a folder: folders first."""
        found = []
        for path in folder.iterdir():
            if self.has(path):
                info = path.stat()
                is_folder = path.is_dir()
                at = time.strftime("%Y-%m-%d %H:%M", time.localtime(info.st_mtime))
                found.append(Entry(path.name, None if is_folder else info.st_size, at))
        return sorted(found, key=lambda entry: (entry.size is not None, entry.name.casefold()))

    def begin_of(self, path: Path) -> str:
        """What a file begins with, as text."""
        with path.open("rb") as file:
            return file.read(20_000).decode(errors="replace")

    def add(self, path: Path, data: bytes) -> None:
        """Write a file; what is there already stays as it is."""
        with path.open("xb") as new:
            new.write(data)

    def rename(self, path: Path, name: str) -> None:
        """Give an entry a name that no other has."""
        new = path.with_name(name_of_entry(name))
        if new.exists():
            raise FileExistsError(17, f"{name} is there already")
        path.rename(new)

    def delete(self, path: Path) -> None:
        """Delete an entry, with what is in it; of a link that alone."""
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
