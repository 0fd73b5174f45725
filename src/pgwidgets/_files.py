"""Local files as arguments: an icon or image given by its path goes over the wire as a data URI.

Knows: paths and files, and which texts name one. Must not know: widgets, sessions.

A text may have come from a user, who may type the name of any file here. So one is read only if its
content is what the argument is for, and where the application allows it (``file_roots``). A path
object is the program's own word, and is read whatever it is.
"""

import base64
import functools
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from pgwidgets_proto.widgets import Param, WidgetClass

from ._file_kinds import HEAD, Kind, kind_of
from ._page import OWN
from ._warn import warn_of
from .looks.icons import ICONS, icon

_FILE_PARAMETERS = frozenset({"url", "icon", "icon_url"})
"""Parameters that name a picture: a URL, or a path on this side."""
_OPTIONS = "options"
"""The parameter that gathers loose keywords, which may name pictures too."""
_SHOWN: dict[str, tuple[Kind, ...]] = {"VideoWidget": ("video", "sound")}
"""What a class shows that is given by such a parameter; others show pictures."""

_ENDINGS = frozenset(["png", "jpg", "jpeg", "gif", "svg", "webp", "ico", "bmp", "mp4", "webm"])
"""Of names of files, where these are not addresses of a website's."""


class FileRoots(NamedTuple):
    """Where files are that a text may name.

    Attributes:
        folders: resolved; None: anywhere.
    """

    folders: tuple[Path, ...] | None = None

    @classmethod
    def of(cls, folders: Iterable[str | os.PathLike[str]] | None) -> "FileRoots":
        """Read the setting ``file_roots``; TypeError if it is no collection of paths."""
        given: object = folders  # whatever the annotation says
        if given is None:
            return cls()
        if isinstance(given, (str, os.PathLike)) or not isinstance(given, Iterable):
            raise TypeError(f"file_roots is {given!r}; it must be a collection of folders, or None")
        return cls(tuple(path_of(folder).resolve() for folder in given))

    def have(self, file: Path) -> bool:
        """Whether a file may be read that a text names."""
        if self.folders is None:
            return True
        real = file.resolve()
        return any(real.is_relative_to(folder) for folder in self.folders)


class LocalFiles(NamedTuple):
    """How the arguments of one call are looked at.

    Attributes:
        owner: the widget class.
        where: the call, for errors.
        roots: where files may be.
    """

    owner: str
    where: str
    roots: FileRoots

    def as_data(self, name: str, value: Any) -> Any:
        """What becomes of an argument, by its parameter's name: a file's content, or itself."""
        if name in _FILE_PARAMETERS:
            return self.read(name, value)
        if name == _OPTIONS and isinstance(value, Mapping):
            return {key: self.as_data(key, inner) for key, inner in value.items()}
        return value

    def read(self, name: str, value: Any) -> Any:
        """The icon of that name, the content of the file that an argument names, or the argument.

        Either as a ``data:`` URI.

        Raises:
            OSError: the file can't be read.
            ValueError: a text names a file that is not of the kind that is shown there.
        """
        if isinstance(value, os.PathLike):
            return to_data_uri(value)
        if not isinstance(value, str):
            return value
        if value in ICONS and self.owner not in _SHOWN:
            return icon(value)
        if not _may_be_a_path(value) or self.roots.folders == ():
            return value
        kinds = _SHOWN.get(self.owner, ("picture",))
        try:
            file = Path(value)
            if not file.is_file() or not self.roots.have(file):
                self._doubt(name, value)
                return value
            content = _content_of(file, kinds)
        except (OSError, ValueError):
            return value  # as it is for whoever may not even look
        if content is None:
            raise ValueError(
                f"{self.where}: {name!r} is the text {value!r}, which names a file here that is "
                f"no {' or '.join(kinds)}. A text may come from a user, so it is not read; give a "
                f"pathlib.Path to have any file read"
            )
        return _data_uri(file.name, content)

    def _doubt(self, name: str, text: str) -> None:
        """Warn of a text that most likely is a mistyped icon, or a file that is not here."""
        is_word = text.replace("-", "").isalpha() and self.owner not in _SHOWN
        if not is_word and (not _names_a_file(text) or text.startswith(OWN)):
            return
        from difflib import get_close_matches  # late: it is for mistakes

        close = get_close_matches(text, ICONS, 1) if is_word else None
        meant = f"; did you mean {close[0]!r}?" if close else ""
        what = "which is no icon, and no file here" if is_word else "and there is no such file here"
        warn_of([f"{self.where}: {name!r} is {text!r}, {what}{meant}"])


def to_data_uri(path: str | os.PathLike[str]) -> str:
    """The content of a file as a ``data:`` URI (RFC 2397).

    Parameters:
        path: the program's own: whatever it names is read. A path that a user may have typed goes
            to the methods of widgets as a text, which look at what it is.

    Raises:
        OSError: it can't be read.
        TypeError: it is no path.
    """
    file = path_of(path)
    return _data_uri(file.name, file.read_bytes())


def _data_uri(name: str, content: bytes) -> str:
    import mimetypes  # late: few programs give files

    media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return f"data:{media_type};base64,{base64.b64encode(content).decode('ascii')}"


def path_of(path: str | os.PathLike[str]) -> Path:
    """What the program gave as a path; TypeError if it is not a path."""
    if not isinstance(path, (str, os.PathLike)):
        raise TypeError(f"path is {path!r}; it must be a path")
    return Path(path)


def content_of(path: str | os.PathLike[str], *kinds: Kind) -> bytes:
    """The content of a file; one that is given as a text must be of one of these kinds.

    Raises:
        OSError: it can't be read.
        TypeError: it is no path.
        ValueError: it is of no such kind.
    """
    file = path_of(path)
    if not isinstance(path, str):
        return file.read_bytes()
    content = _content_of(file, kinds)
    if content is None:
        raise ValueError(
            f"path is the text {path!r}; that file is no {' or '.join(kinds)}. Give a pathlib.Path "
            f"to have any file read"
        )
    return content


def _content_of(file: Path, kinds: tuple[Kind, ...]) -> bytes | None:
    """The content of a file that is of one of these kinds, else None: then it is not read."""
    with file.open("rb") as stream:
        head = stream.read(HEAD)
        return head + stream.read() if kind_of(head) in kinds else None


def _may_be_a_path(text: str) -> bool:
    return bool(text) and ":" not in text[:8] and not text.startswith("//")


def _names_a_file(text: str) -> bool:
    """Whether a text looks like a file below a folder of ours, rather than like an address."""
    ending = text.rpartition(".")[2].casefold()
    return ending in _ENDINGS and text[0] not in "/." and "?" not in text


def takes_files(params: tuple[Param, ...]) -> bool:
    """Whether a call may name pictures: by themselves, or among options."""
    return any(param.name in _FILE_PARAMETERS or param.name == _OPTIONS for param in params)


def local_files_as_data(
    files: LocalFiles, params: tuple[Param, ...], args: tuple[Any, ...], kwargs: Mapping[str, Any]
) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """Replace the paths of pictures among a call's arguments by their content.

    Raises:
        OSError: a path object names a file that can't be read.
        ValueError: a text names a file that is no picture.
    """
    args = (
        tuple(files.as_data(param.name, arg) for param, arg in zip(params, args, strict=False))
        + args[len(params) :]
    )  # those too many are refused with the others
    return args, {name: files.as_data(name, value) for name, value in kwargs.items()}


def setters_files_as_data(
    files: LocalFiles, cls: WidgetClass, keywords: Mapping[str, Any]
) -> dict[str, Any]:
    """Replace paths among a constructor's keywords that are for setters: ``icon=`` is set_icon().

    Raises:
        as :func:`local_files_as_data`.
    """
    pictures = _picture_keywords(cls)
    if pictures.isdisjoint(keywords):
        return dict(keywords)
    return {
        name: files.read(name, value) if name in pictures else value
        for name, value in keywords.items()
    }


@functools.cache
def _picture_keywords(cls: WidgetClass) -> frozenset[str]:
    """The ``k`` of which ``set_k()`` takes a picture."""
    return frozenset(
        name.removeprefix("set_")
        for name, method in cls.methods.items()
        if name.startswith("set_") and method.params and method.params[0].name in _FILE_PARAMETERS
    )
