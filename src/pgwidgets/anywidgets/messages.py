"""Messages between a widget of Python and its models in browsers, with bytes in them.

Knows: their form, and which a browser may send. Must not know: anywidget, widgets, sessions.

To browsers a message is one run of bytes: the length of a JSON object, that object, and the bytes
that belong into it, whose lengths and places it tells. From browsers it is JSON with the bytes in
base64, in parts where it is long.
"""

import binascii
import struct
import sys
import threading
import weakref
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

BYTES = (bytes, bytearray, memoryview)

REFERENCES = ("IPY_MODEL_", "anywidget:")
"""What texts begin with that name another widget by its id: of ipywidgets, of anywidget."""

LONGEST = 64 * 1024 * 1024
"""Bytes of memory for the messages of browsers to one widget that have come in part."""

MOST = 4 * LONGEST
"""Bytes of memory for those of all widgets of the process."""

_PART = 100
"""What a part takes besides its text."""

_DEEPEST = 64
"""Lists and objects within each other in a message of a browser."""

_MOST_VALUES = 1_000_000
"""Values in a message of a browser, as far as its marks tell: each takes far more than its text."""

_METHODS = ("open", "update", "custom")


class BadMessageError(ValueError):
    """A browser sent what no page of ours does."""


class Message(NamedTuple):
    """A message of a browser.

    Attributes:
        page: which page, as it calls itself; two that show a widget differ.
        model: the id of the widget that it is for.
        method: ``"open"``, ``"update"`` or ``"custom"``.
        state: of an update the values by name, with the bytes in their places.
        content: of a custom message what it says.
        buffers: the bytes that came with it.
    """

    page: str
    model: str
    method: str
    state: dict[str, Any]
    content: Any
    buffers: list[memoryview]


def packed(head: Mapping[str, Any], buffers: Sequence[Any] = ()) -> bytes:
    """A message to browsers.

    Parameters:
        head: plain values; floats that JSON has no form for become null.
        buffers: bytes, or what has the buffer protocol.

    Raises:
        TypeError: there is something in the head that can't go over the wire.
    """
    parts = [bytes(_flat(buffer)) for buffer in buffers]
    text = msgspec.json.encode({**head, "sizes": [*map(len, parts)]}, enc_hook=_plain)
    return b"".join([struct.pack("<I", len(text)), text, *parts])


def _flat(buffer: Any) -> memoryview:
    view = memoryview(buffer)
    return view.cast("B") if view.contiguous else memoryview(view.tobytes())


def _plain(value: Any) -> Any:
    for kind in (str, int, float):
        if isinstance(value, kind):
            return kind(value)  # of a class of its own
    convert = getattr(value, "tolist", None)  # numpy's
    if convert is None:
        raise TypeError(f"a value of type {type(value).__name__} can't go over the wire")
    return convert()


def taken_out(value: Any) -> tuple[Any, list[list[str | int]], list[Any]]:
    """A copy of a value without the bytes in it, the places where they were, and the bytes."""
    paths: list[list[str | int]] = []
    buffers: list[Any] = []

    def without(part: Any, path: list[str | int]) -> Any:
        if isinstance(part, BYTES):
            paths.append(path)
            buffers.append(part)
            return None
        if isinstance(part, Mapping):
            return {key: without(inner, [*path, key]) for key, inner in part.items()}
        if isinstance(part, (list, tuple)):
            return [without(inner, [*path, index]) for index, inner in enumerate(part)]
        return part

    return without(value, []), paths, buffers


def references(value: Any) -> Iterator[str]:
    """The ids of the widgets that a value names, however deep in it."""
    if isinstance(value, str):
        for start in REFERENCES:
            if value.startswith(start):
                yield value.removeprefix(start)
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from references(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from references(inner)


def read(text: object) -> Message:
    """A message of a browser.

    Raises:
        BadMessageError: it is none, or has what can't be.
    """
    if not isinstance(text, str):
        raise BadMessageError("no text")
    if sum(text.count(mark) for mark in ",[{") > _MOST_VALUES:
        raise BadMessageError(f"more than {_MOST_VALUES} values")
    try:
        found = msgspec.json.decode(text)
    except (ValueError, RecursionError) as exc:
        raise BadMessageError(f"no JSON: {exc}") from None
    if not isinstance(found, dict):
        raise BadMessageError("no object")
    _check_depth(found)
    page, model, method = (_text(found, name) for name in ("page", "model", "method"))
    if method not in _METHODS:
        raise BadMessageError(f"method: {method!r}")
    buffers = [_decoded(each) for each in _list(found, "buffers")]
    state = found.get("state", {})
    if not isinstance(state, dict):
        raise BadMessageError("state: no object")
    paths = _list(found, "paths")
    for path, buffer in zip(paths, buffers, strict=False):
        _put(state, path, buffer)
    if len(paths) > len(buffers):
        raise BadMessageError("paths: more than buffers")
    return Message(page, model, method, state, found.get("content"), buffers)


def _check_depth(found: Any) -> None:
    level = [found]
    for _ in range(_DEEPEST):
        level = [
            inner
            for part in level
            if isinstance(part, (dict, list))
            for inner in (part.values() if isinstance(part, dict) else part)
        ]
    if any(isinstance(part, (dict, list)) for part in level):
        raise BadMessageError(f"more than {_DEEPEST} lists and objects within each other")


def _text(found: dict[str, Any], name: str) -> str:
    value = found.get(name)
    if not isinstance(value, str) or not 0 < len(value) <= 200:
        raise BadMessageError(f"{name}: no text of a sensible length")
    return value


def _list(found: dict[str, Any], name: str) -> list[Any]:
    value = found.get(name, [])
    if not isinstance(value, list):
        raise BadMessageError(f"{name}: no list")
    return value


def _decoded(text: Any) -> memoryview:
    try:
        return memoryview(binascii.a2b_base64(text, strict_mode=True))
    except (binascii.Error, TypeError, ValueError):
        raise BadMessageError("buffers: no base64") from None


def _put(state: Any, path: Any, buffer: memoryview) -> None:
    """Put bytes where they were taken out: a null stands there."""
    try:
        *way, last = path
        for step in way:
            state = state[step]
        if state[last] is not None:
            raise BadMessageError(f"paths: {path!r} has something already")
        state[last] = buffer
    except (TypeError, LookupError, ValueError):
        raise BadMessageError(f"paths: {path!r} is no place") from None


_guard = threading.Lock()
_begun: weakref.WeakKeyDictionary["Parts", None] = weakref.WeakKeyDictionary()
"""All that hold something, those first that heard last of a part the longest ago."""


class Parts:
    """Long messages of browsers, put together; of those of all widgets the oldest are given up."""

    def __init__(self) -> None:
        self._open: dict[str, list[str]] = {}
        self._size = 0

    def add(self, key: object, index: object, count: object, text: object) -> str | None:
        """Add a part.

        Parameters:
            key: which message it belongs to.
            index: its place, from 0; they come in order.
            count: how many there are.
            text: its text.

        Returns:
            The whole message, once all of it is here.

        Raises:
            BadMessageError: it belongs to none, or they are too long together.
        """
        with _guard:
            return self._add(key, index, count, text)

    def _add(self, key: object, index: object, count: object, text: object) -> str | None:
        if not isinstance(key, str) or not isinstance(text, str) or len(key) > 200:
            raise BadMessageError("a part that is none")
        held = self._open.setdefault(key, [])
        if index != len(held) or not isinstance(count, int) or not len(held) < count:
            self._drop(key)
            raise BadMessageError(f"part {index!r} of {count!r}, when {len(held)} are here")
        self._size += _size_of(text)
        held.append(text)
        if self._size > LONGEST:
            self._clear()
            raise BadMessageError(f"more than {LONGEST} bytes in parts")
        _begun.pop(self, None)
        _begun[self] = None
        while sum(each._size for each in _begun) > MOST:
            next(iter(_begun))._clear()  # not this one: it heard last
        if len(held) < count:
            return None
        self._drop(key)
        return "".join(held)

    def _drop(self, key: str) -> None:
        self._size -= sum(_size_of(text) for text in self._open.pop(key, []))
        if not self._open:
            self._clear()

    def _clear(self) -> None:
        self._open.clear()
        self._size = 0
        _begun.pop(self, None)


def _size_of(text: str) -> int:
    return sys.getsizeof(text) + _PART
