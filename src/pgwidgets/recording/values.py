"""Values of programs as JSON has them, and back.

Knows: which values the core takes from a program, and gives it. Must not know: steps, files.

What JSON lacks stands as an object with one key: ``{"node": 3}``, ``{"bytes": "text"}``,
``{"base64": "..."}``, ``{"buffer": ["...", "float32", [2, 2]]}``, ``{"tuple": [...]}``,
``{"float": "nan"}``, ``{"feed": 1}``, ``{"pairs": [[key, value]]}``, ``{"code": "function"}``.
``{"many": ["x", 70000]}`` is that text so many times, as bytes.
"""

import base64
import math
from collections.abc import Callable, Mapping
from typing import Any

from pgwidgets_proto import Promise, Session
from pgwidgets_proto.models import Block
from pgwidgets_proto.widgets import Node
from pgwidgets_proto.wire import Buffer

_MARKS = frozenset(
    {
        "node",
        "bytes",
        "base64",
        "many",
        "buffer",
        "tuple",
        "float",
        "feed",
        "pairs",
        "block",
        "code",
    }
)


class Unwritable(Exception):
    """A value that no recording has a form for."""


def as_bytes(text: str) -> bytes:
    """The bytes of a text of a recording; what is no UTF-8 stands as surrogates in it."""
    return text.encode("utf-8", "surrogateescape")


def written(
    value: Any,
    feed: Callable[[Any], int | None] = lambda value: None,
    text: Callable[[str], str] = str,
) -> Any:
    """A value as JSON has it.

    Parameters:
        feed: gives the number of what reads the rows of a table; None: it is no such thing.
        text: gives a text as it is to be written.

    Raises:
        Unwritable: it has no form.
    """

    def write(value: Any) -> Any:
        match value:
            case None | bool() | int():
                return value
            case float():
                return value if math.isfinite(value) else {"float": str(value)}
            case str():
                return text(value)
            case Node():
                return {"node": value.wid}
            case Buffer():
                data = base64.b64encode(bytes(value.data)).decode("ascii")
                return {"buffer": [data, value.dtype, list(value.shape)]}
            case bytes() | bytearray() | memoryview():
                return {"base64": base64.b64encode(bytes(value)).decode("ascii")}
            case Block():
                parts = (value.length, list(value.keys), dict(value.cells), dict(value.looks))
                return {"block": [write(part) for part in parts]}
            case list():
                return [write(item) for item in value]
            case tuple():
                return {"tuple": [write(item) for item in value]}
            case Mapping():
                return _written_mapping(value, write)
        node = getattr(getattr(value, "_pgwidgets", None), "node", None)
        if isinstance(node, Node):  # the program's widget
            return {"node": node.wid}
        number = feed(value)
        if number is not None:
            return {"feed": number}
        if callable(value):  # it is called where the core does not go
            return {"code": getattr(value, "__qualname__", type(value).__name__)}
        if hasattr(value, "tolist"):  # a number or an array of numpy
            return write(value.tolist())
        if isinstance(value, (set, frozenset, range)) or hasattr(value, "__len__"):
            return [write(item) for item in value]
        raise Unwritable(f"a recording has no form for {value!r}")

    return write(value)


def _written_mapping(value: Mapping[Any, Any], write: Callable[[Any], Any]) -> Any:
    is_plain = all(isinstance(key, str) for key in value)
    if is_plain and not (len(value) == 1 and _MARKS.intersection(value)):
        return {str(key): write(item) for key, item in value.items()}
    return {"pairs": [[write(key), write(item)] for key, item in value.items()]}


def gave(value: Any, text: Callable[[str], str] = str) -> Any:
    """What a step has given, as far as it can be compared with what it gives another time.

    Parameters:
        text: gives a text as it is to be written.
    """
    if isinstance(value, Promise):
        return {"promise": type(value).__name__}
    if isinstance(value, Session):
        return {"session": value.id}
    try:
        return written(value, text=text)
    except Unwritable:
        return {"object": type(value).__name__}


class Values:
    """Reads what :func:`written` has written.

    Parameters:
        node: gives a widget by its id.
        feed: gives what reads the rows of a table, by its number.
    """

    def __init__(self, node: Callable[[int], Node], feed: Callable[[int], Any]) -> None:
        self._node = node
        self._feed = feed

    def read(self, value: Any) -> Any:
        """The value."""
        if isinstance(value, list):
            return [self.read(item) for item in value]
        if not isinstance(value, dict):
            return value
        match value:
            case {"node": wid}:
                return self._node(wid)
            case {"bytes": str(text)}:
                return as_bytes(text)
            case {"base64": str(text)}:
                return base64.b64decode(text)
            case {"many": [text, count]}:
                return as_bytes(text) * count
            case {"buffer": [data, dtype]}:
                return Buffer(as_bytes(data), dtype=dtype)
            case {"buffer": [data, dtype, shape]}:
                return Buffer(base64.b64decode(data), tuple(shape), dtype)
            case {"tuple": values}:
                return tuple(self.read(values))
            case {"code": str()}:
                return None
            case {"float": str(text)}:
                return float(text)
            case {"feed": int(number)}:
                return self._feed(number)
            case {"block": [length, keys, cells, looks]}:
                return Block(length, keys, self.read(cells), self.read(looks))
            case {"pairs": pairs}:
                return {self.read(key): self.read(item) for key, item in pairs}
        return {key: self.read(item) for key, item in value.items()}
