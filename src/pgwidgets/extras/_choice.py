"""What becomes of the names that a user has chosen in a file browser.

Knows: what each mode takes. Must not know: widgets, sessions, async or sync. It looks at the file
system, so it may block.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal, NamedTuple, assert_never, get_args

from ._folders import Folders

Mode = Literal["file", "files", "directory", "save"]
MODES: tuple[Mode, ...] = get_args(Mode)


class Chosen(NamedTuple):
    """These paths are what the program gets."""

    paths: list[Path]


class Enter(NamedTuple):
    """It is a folder to go into."""

    folder: Path


class Exists(NamedTuple):
    """There is a file already, and its user has not been asked."""

    path: Path


class Refused(NamedTuple):
    """It can't be; the text says why."""

    why: str


type Outcome = Chosen | Enter | Exists | Refused


def judge(
    folders: Folders,
    folder: Path,
    mode: Mode,
    names: Sequence[str],
    overwrite: Path | None = None,
) -> Outcome:
    """Say what names mean.

    Parameters:
        folders: what may be seen.
        folder: what relative names start from.
        mode: what is to be chosen.
        names: typed, or of entries of the folder.
        overwrite: the file that its user has been asked about.

    Raises:
        PermissionError: a name leads out of the root.
        OSError, ValueError: a name is none that there can be.
    """
    paths = [folders.find(folder, name) for name in names]
    if mode == "directory":
        path = paths[0] if paths else folders.find(folder)
        return Chosen([path]) if path.is_dir() else Refused(f"{path.name!r} is no folder")
    if not paths:
        return Refused("choose a file, or type its name")
    if len(paths) == 1 and paths[0].is_dir():
        return Enter(paths[0])
    match mode:
        case "save":
            return _target(paths[0], overwrite)
        case "file" | "files":
            missing = [path.name for path in paths if not path.is_file()]
            if missing:
                return Refused(f"there is no file {missing[0]!r}")
            return Chosen(paths if mode == "files" else paths[:1])
        case _:
            assert_never(mode)


def _target(path: Path, overwrite: Path | None) -> Outcome:
    if not path.parent.is_dir():
        return Refused(f"there is no folder {str(path.parent)!r}")
    if path.exists() and path != overwrite:
        return Exists(path)
    return Chosen([path])
