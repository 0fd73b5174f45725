"""Effects on pictures: one that is shown from now on, one that is drawn once.

Knows: how the browser is told of no picture, and which keys of a description it heeds.
"""

import reprlib
from collections.abc import Mapping
from typing import Any, override

from ...models.conversions import as_number
from ...widgets.nodes import call_name
from ...widgets.widget import Method, Node, Operations
from ...wire.binary import Buffer
from .base import Act
from .values import is_left_out

_SOURCE = "src"
_PLACE = ("x", "y")
_SIZE = ("wd", "ht")
KEYS = (_SOURCE, *_PLACE, *_SIZE)
"""The keys that the browser heeds."""


def none_as_empty(node: Node, key: str, args: tuple[Any, ...]) -> tuple[Any, ...]:
    """Replace a URL that is None by an empty text: a browser would ask the server for ``null``."""
    return ("", *args[1:]) if args[0] is None else args


def checked_size(node: Node, key: str, args: tuple[Any, ...]) -> tuple[Any, ...]:
    """The arguments as they are: a URL, and the size in pixels of what it shows.

    Raises:
        ValueError: the size is less than 0.
    """
    size = as_number(args[1]) if len(args) > 1 else None
    if size is not None and size < 0:
        raise ValueError(f"{node.cls.name}.set_{key}(): 'size' is {size!r}; it must be 0 or more")
    return args


class DrawPicture(Act):
    """Draws a picture once: its only argument says which, where, and how large."""

    @override
    def apply(self, ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> None:
        where = f"{call_name(node, method)}: {method.params[0].name!r}"
        if not isinstance(args[0], Buffer):  # which is for a method of the page's own
            _check({} if args[0] is None else args[0], where)
        super().apply(ops, node, method, args)


def _check(picture: Mapping[str, Any], where: str) -> None:
    """Refuse a description of which the browser would draw nothing."""
    for key in picture:
        if key not in KEYS:
            raise ValueError(f"{where} has {key!r}; it may have {', '.join(KEYS)}")
    for key in (_SOURCE, *_PLACE):
        if picture.get(key) is None:
            raise ValueError(f"{where} has no {key!r}; it needs {', '.join((_SOURCE, *_PLACE))}")
    source = picture[_SOURCE]
    if not isinstance(source, str):
        raise TypeError(f"{where}: {_SOURCE!r} is {reprlib.repr(source)}; it must be a text")
    if not source:
        raise ValueError(f"{where}: {_SOURCE!r} is ''; it must be a URL or a data URI")
    for key in (*_PLACE, *_SIZE):
        length = picture.get(key)
        if length is None:
            continue
        if as_number(length) is None:
            raise TypeError(f"{where}: {key!r} is {reprlib.repr(length)}; it must be a number")
        if is_left_out(length):
            raise ValueError(f"{where}: {key!r} is {length!r}; it must be finite")
    if (picture.get("wd") is None) != (picture.get("ht") is None):
        raise ValueError(f"{where} has only one of {', '.join(_SIZE)}; it takes both or neither")
