"""Local files as arguments: an icon or image given by its path goes over the wire as a data URI.

Knows: paths and files. Must not know: widgets, sessions.
"""

import base64
import functools
import mimetypes
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pgwidgets_proto.widgets import Param, WidgetClass

_FILE_PARAMETERS = frozenset({"url", "icon", "icon_url"})
"""Parameters that name a picture: a URL, or a path on this side."""
_OPTIONS = "options"
"""The parameter that gathers loose keywords, which may name pictures too."""


def to_data_uri(path: str | os.PathLike[str]) -> str:
    """The content of a file as a ``data:`` URI (RFC 2397).

    Raises:
        OSError: it can't be read.
        TypeError: it is no path.
    """
    file = path_of(path)
    media_type = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    encoded = base64.b64encode(file.read_bytes()).decode("ascii")
    return f"data:{media_type};base64,{encoded}"


def path_of(path: str | os.PathLike[str]) -> Path:
    """What the program gave as a path; TypeError if it is not a path."""
    if not isinstance(path, (str, os.PathLike)):
        raise TypeError(f"path is {path!r}; it must be a path")
    return Path(path)


def is_local_file(value: object) -> bool:
    """Whether an argument names a file here, rather than a URL."""
    if isinstance(value, os.PathLike):
        return True
    if not isinstance(value, str) or not value or ":" in value[:8] or value.startswith("//"):
        return False
    try:
        return Path(value).is_file()
    except (OSError, ValueError):
        return False


def takes_files(params: tuple[Param, ...]) -> bool:
    """Whether a call may name pictures: by themselves, or among options."""
    return any(param.name in _FILE_PARAMETERS or param.name == _OPTIONS for param in params)


def local_files_as_data(
    params: tuple[Param, ...], args: tuple[Any, ...], kwargs: Mapping[str, Any]
) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """Replace the paths of pictures among a call's arguments by their content.

    Raises:
        OSError: a path object names a file that can't be read.
    """
    args = (
        tuple(_as_data(param.name, arg) for param, arg in zip(params, args, strict=False))
        + args[len(params) :]
    )  # those too many are refused with the others
    return args, {name: _as_data(name, value) for name, value in kwargs.items()}


def setters_files_as_data(cls: WidgetClass, keywords: Mapping[str, Any]) -> dict[str, Any]:
    """Replace paths among a constructor's keywords that are for setters: ``icon=`` is set_icon().

    Raises:
        OSError: a path object names a file that can't be read.
    """
    pictures = _picture_keywords(cls)
    if pictures.isdisjoint(keywords):
        return dict(keywords)
    return {
        name: to_data_uri(value) if name in pictures and is_local_file(value) else value
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


def _as_data(name: str, value: Any) -> Any:
    if name in _FILE_PARAMETERS:
        return to_data_uri(value) if is_local_file(value) else value
    if name == _OPTIONS and isinstance(value, Mapping):
        return {key: _as_data(key, inner) for key, inner in value.items()}
    return value
