"""Effects on pictures: one that is shown from now on, one that is drawn once.

Knows: how the browser is told of no picture, and which keys of a description it heeds.
"""

import reprlib
from collections.abc import Mapping
from typing import Any, override

from ...conversions import as_number
from ...widgets.widget import Method, Node, Operations, call_name
from ...wire.binary import Buffer
from .base import Act, Set
from .values import SetAnew, is_left_out

_SOURCE = "src"
_PLACE = ("x", "y")
_SIZE = ("wd", "ht")
KEYS = (_SOURCE, *_PLACE, *_SIZE)
"""The keys that the browser heeds."""


class SetUrl(Set):
    """Sets what is shown by its URL; None shows nothing."""

    @override
    def complete(self, node: Node, args: tuple[Any, ...]) -> tuple[Any, ...]:
        return _none_as_empty(args)


class SetUrlAnew(SetAnew):
    """As :class:`SetUrl`, where the browser forgets another value with it."""

    @override
    def complete(self, node: Node, args: tuple[Any, ...]) -> tuple[Any, ...]:
        return _none_as_empty(args)


class SetSizedUrl(Set):
    """Sets what is shown by its URL, and its size in pixels; None shows nothing in the browser."""

    @override
    def complete(self, node: Node, args: tuple[Any, ...]) -> tuple[Any, ...]:
        """The arguments as they are.

        Raises:
            ValueError: the size is less than 0.
        """
        size = as_number(args[1]) if len(args) > 1 else None
        if size is not None and size < 0:
            raise ValueError(
                f"{node.cls.name}.set_{self.key}(): 'size' is {size!r}; it must be 0 or more"
            )
        return args


def _none_as_empty(args: tuple[Any, ...]) -> tuple[Any, ...]:
    """Replace None by an empty text: the browser would ask the server for ``null``."""
    return ("", *args[1:]) if args[0] is None else args


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
