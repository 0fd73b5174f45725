"""Values that go to a browser as bytes, and how they are split.

Knows: what counts as bytes, typed arrays (:class:`Buffer`), and the chunks of a long one.
"""

import math
import sys
from collections.abc import Buffer as SupportsBuffer
from collections.abc import Sequence
from typing import Any

ONE_FRAME = 1024 * 1024
"""Size from which a call is sent in chunks, so that a slow line is seen to make progress."""

CHUNK = 256 * 1024
"""Bytes of one chunk to a browser."""

DTYPES = {
    "uint8": 1,
    "uint16": 2,
    "uint32": 4,
    "int8": 1,
    "int16": 2,
    "int32": 4,
    "float32": 4,
    "float64": 8,
}
"""The element types that a browser has typed arrays for, and the bytes of one element."""

_KINDS = {**dict.fromkeys("bhilqn", "int"), **dict.fromkeys("BHILQN", "uint")} | {
    **dict.fromkeys("efd", "float")
}
_RAW = frozenset({"B", "c", "?"})
"""Formats (those of the `struct` module) of data that does not say what it holds."""


class Buffer:
    """Numbers that arrive in the browser as a typed array.

    It may be the first argument of any method that asks the browser nothing. It is a copy: what the
    program does to its own array later changes nothing here.

    Parameters:
        data: bytes, or anything with the buffer protocol, such as a numpy array.
        shape: the size of each dimension, in elements; None: that of ``data``. The browser gets the
            elements in one run, the last dimension varying fastest.
        dtype: the type of an element: one of :data:`DTYPES`, or a numpy dtype of these names; None:
            that of ``data``, and of plain bytes ``uint8``.

    Attributes:
        data: the elements, little-endian, as a browser's arrays are.
        shape: a tuple of ints.
        dtype: a name.

    Raises:
        TypeError: ``data`` has no bytes, or holds elements of another type than ``dtype``.
        ValueError: an unknown dtype, a shape that is none, or another number of bytes than shape
            and dtype make.
    """

    __slots__ = ("data", "dtype", "shape")

    def __init__(
        self,
        data: SupportsBuffer,
        shape: Sequence[int] | int | None = None,
        dtype: Any = None,
    ) -> None:
        try:
            view = memoryview(data)
        except TypeError:
            raise TypeError(
                f"Buffer: data is of type {type(data).__name__}; "
                "it must be bytes, or have the buffer protocol"
            ) from None
        held = _dtype_of(view)
        if dtype is None:
            dtype = held or getattr(data, "dtype", None) or "uint8"
        self.dtype = _dtype_name(dtype)
        if held is not None and held != self.dtype:
            raise TypeError(f"Buffer: data holds {held}, but dtype is {self.dtype!r}")
        if shape is None:
            size = DTYPES[self.dtype]
            shape = view.shape or () if view.itemsize == size else view.nbytes // size
        self.shape = _checked_shape(shape)
        expected = math.prod(self.shape) * DTYPES[self.dtype]
        if view.nbytes != expected:
            raise ValueError(
                f"Buffer: shape {self.shape} of {self.dtype} takes {expected} bytes, "
                f"got {view.nbytes}"
            )
        raw = view.tobytes()  # in C order, whatever the strides
        self.data = raw if held is None or _is_little(view) else _swapped(raw, view.itemsize)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Buffer):
            return NotImplemented
        return (self.dtype, self.shape, self.data) == (other.dtype, other.shape, other.data)

    def __hash__(self) -> int:
        return hash((self.dtype, self.shape, self.data))

    def __repr__(self) -> str:
        return f"<Buffer {self.dtype} {self.shape}>"


def is_buffer(value: object) -> bool:
    """Whether a value is a :class:`Buffer`."""
    return isinstance(value, Buffer)


BYTES = (bytes, bytearray, memoryview)
"""What a parameter that takes bytes takes."""

BINARY = (*BYTES, Buffer)
"""Everything that goes over the wire as bytes."""


def chunk_count(size: int) -> int:
    """How many chunks so many bytes take; none at all still takes one, an empty one."""
    return max(1, -(-size // CHUNK))


def chunk_of(data: bytes, index: int) -> bytes:
    """The chunk of an index, from 0."""
    return data[index * CHUNK : (index + 1) * CHUNK]


def _dtype_of(view: memoryview) -> str | None:
    """The dtype that a buffer declares; None for plain bytes."""
    code = view.format.lstrip("@=<>!")
    if code in _RAW:
        return None
    kind = _KINDS.get(code)
    return f"{kind}{view.itemsize * 8}" if kind else f"elements of the format {view.format!r}"


def _dtype_name(dtype: Any) -> str:
    for name in (dtype, getattr(dtype, "name", None), getattr(dtype, "__name__", None)):
        if isinstance(name, str) and name in DTYPES:
            return name
    raise ValueError(f"Buffer: dtype is {dtype!r}; it must be one of {', '.join(DTYPES)}")


def _checked_shape(shape: Sequence[int] | int) -> tuple[int, ...]:
    given = (shape,) if isinstance(shape, int) else tuple(shape)
    try:
        found = tuple(size.__index__() for size in given)
    except AttributeError:
        found = (-1,)
    if any(size < 0 for size in found):
        raise ValueError(f"Buffer: shape is {shape!r}; it must be ints from 0")
    return found


def _is_little(view: memoryview) -> bool:
    order = view.format[0]
    return order == "<" or (order not in ">!" and sys.byteorder == "little")


def _swapped(raw: bytes, size: int) -> bytes:
    swapped = bytearray(len(raw))
    for index in range(size):
        swapped[index::size] = raw[size - 1 - index :: size]
    return bytes(swapped)
