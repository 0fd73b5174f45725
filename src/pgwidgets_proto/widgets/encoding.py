"""Python values as the wire's JSON.

Knows: which values can go over the wire, and how a widget is named there. Must not know: what
a message is for.

``None``, NaN and infinities become null; dates, enums, dataclasses, sets and tuples are what
msgspec makes of them; subclasses of str, int and float go as these; numpy's scalars and arrays
become numbers and lists; paths become text; sequences and mappings of any kind are lists and
objects.

Bytes are no JSON. They go beside a call, where the catalogue says that its first parameter takes
them; a :class:`~.binary.Buffer` may be the first argument of any call.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from ..errors import WidgetGoneError, one_line
from ..models.conversions import HALF_A_CHARACTER
from ..wire.binary import BINARY, ONE_FRAME, Buffer, chunk_count
from ..wire.messages import BinaryCall, BinaryCallChunked, Message
from .nodes import as_node
from .params import Param
from .widget import Node

_ANYTHING = Param("").type
_JSON = "what can stand in JSON"
_AS_BUFFER = f'{_JSON}, or Buffer(..., dtype="uint8"), which arrives as a typed array'

ENCODING_ERRORS = (TypeError, ValueError, RecursionError, OverflowError)
"""What encoding raises for a value that can't go over the wire."""


encode_plain = msgspec.json.Encoder().encode
"""Encodes a message that consists of immutable scalars, and mentions no widget."""


class Encoder:
    """Encodes messages, and notes the widgets that they mention."""

    def __init__(self) -> None:
        self._encoder = msgspec.json.Encoder(enc_hook=self._represent)
        self._mentioned: tuple[Node, ...] = ()

    def encode(self, message: Message) -> tuple[bytes, tuple[Node, ...]]:
        """Encode a message.

        Returns:
            The JSON, and the widgets that stand in it.

        Raises:
            TypeError: something can't go over the wire.
            WidgetGoneError: a widget in it has been destroyed.
        """
        if self._mentioned:
            self._mentioned = ()
        return self._encoder.encode(message), self._mentioned

    def find_culprit(self, values: Sequence[Any]) -> tuple[int, Exception] | None:
        """Which of several values can't be encoded, and why."""
        for index, value in enumerate(values):
            try:
                self._encoder.encode(value)
            except UnicodeEncodeError as exc:
                return index, ValueError(f"{one_line(repr(exc.object))} {HALF_A_CHARACTER}")
            except ENCODING_ERRORS as exc:
                return index, exc
        return None

    def _represent(self, value: Any) -> Any:
        node = as_node(value)
        if node is not None:
            if node.destroyed:
                raise WidgetGoneError(node)
            self._mentioned += (node,)
            return {"__wid__": node.wid}
        for kind in (str, int, float):
            if isinstance(value, kind):
                return kind(value)
        for name in ("tolist", "__fspath__"):
            convert = getattr(value, name, None)
            if convert is not None:
                plain = convert()
                if type(plain) is type(value) and hasattr(value, "__float__"):
                    return float(value)  # numpy's longdouble, which Python has no number for
                return plain
        # Lists, tuples and dicts come here only as keys of a mapping, which they can't be.
        if isinstance(value, Sequence) and not isinstance(value, (list, tuple)):
            return list(value)
        if isinstance(value, Mapping) and not isinstance(value, dict):
            return dict(value)
        raise TypeError(f"a value of type {type(value).__name__} can't go over the wire")


def binary_call(
    node: Node, method: str, args: tuple[Any, ...], *, silent: bool = True
) -> tuple[BinaryCall | BinaryCallChunked, bytes]:
    """A call some of whose arguments are bytes, or a buffer: its message, and the bytes.

    Parameters:
        node: the widget.
        method: the method's name.
        args: the arguments; at least one of them is one of :data:`~.binary.BINARY`.
        silent: callbacks are muted while the browser carries it out.

    Raises:
        TypeError: one that is not the first is, or the first parameter does not take bytes.
    """
    known = node.cls.methods.get(method)
    params = known.params if known is not None else ()
    first, rest = args[0], args[1:]
    what = f"{node.cls.name}.{method}()"
    refuse_bytes(what, params, args, first=1)
    if isinstance(first, Buffer):
        count = chunk_count(len(first.data))
        message = BinaryCallChunked(
            wid=node.wid,
            method=method,
            num_chunks=count,
            args=rest,
            shape=first.shape,
            dtype=first.dtype,
            silent=silent,
        )
        return message, first.data
    if not params or not params[0].is_binary:
        is_open = bool(params) and params[0].type == _ANYTHING
        refuse_bytes(what, params, args, instead=_AS_BUFFER if is_open else "")
    data = bytes(first)
    if len(data) < ONE_FRAME:
        return BinaryCall(wid=node.wid, method=method, args=rest, silent=silent), data
    chunked = BinaryCallChunked(
        wid=node.wid, method=method, num_chunks=chunk_count(len(data)), args=rest, silent=silent
    )
    return chunked, data


def refuse_bytes(
    what: str, params: Sequence[Param], values: Sequence[Any], first: int = 0, instead: str = ""
) -> None:
    """Raise TypeError if one of the values, from the one of index ``first`` on, is bytes.

    Parameters:
        what: the call, for the error.
        params: what the values are for.
        values: the values.
        first: the index of the first that is looked at.
        instead: what the parameter takes, if its type does not say that.
    """
    for index, value in enumerate(values):
        if index >= first and isinstance(value, BINARY):
            param = params[index] if index < len(params) else Param(str(index + 1))
            allowed = instead or (_JSON if param.type == _ANYTHING else param.type)
            if isinstance(value, Buffer):
                allowed += "; a Buffer may only be the first argument of a method"
            raise TypeError(
                f"{what}: argument {param.name!r} is a {type(value).__name__}; it takes {allowed}"
            )
