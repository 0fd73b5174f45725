"""Python values as the wire's JSON.

Knows: which values can go over the wire, and how a widget is named there. Must not know: what
a message is for.

``None``, NaN and infinities become null; dates, enums, dataclasses, sets and tuples are what
msgspec makes of them; subclasses of str, int and float go as these; numpy's scalars and arrays
become numbers and lists; paths become text.
"""

from collections.abc import Sequence
from typing import Any

import msgspec

from .messages import Message
from .node import Node, as_node

ENCODING_ERRORS = (TypeError, ValueError, RecursionError, OverflowError)
"""What encoding raises for a value that can't go over the wire."""


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
            ValueError: a widget in it has been destroyed.
        """
        if self._mentioned:
            self._mentioned = ()
        return self._encoder.encode(message), self._mentioned

    def find_culprit(self, values: Sequence[Any]) -> tuple[int, Exception] | None:
        """Which of several values can't be encoded, and why."""
        for index, value in enumerate(values):
            try:
                self._encoder.encode(value)
            except ENCODING_ERRORS as exc:
                return index, exc
        return None

    def _represent(self, value: Any) -> Any:
        node = as_node(value)
        if node is not None:
            if node.destroyed:
                raise ValueError(f"{node!r} can't be used any more")
            self._mentioned += (node,)
            return {"__wid__": node.wid}
        for kind in (str, int, float):
            if isinstance(value, kind):
                return kind(value)
        for name in ("tolist", "__fspath__"):
            convert = getattr(value, name, None)
            if convert is not None:
                return convert()
        raise TypeError(f"a {type(value).__name__} can't go over the wire")
