"""The texts of browsers, read within all limits.

Knows: how big a text may be, how many values and messages it may have, and that short ones need no
weighing. Must not know: whose text it is, or what its messages do.
"""

from ..errors import message_too_big
from ..limits import Limits, size_of
from ..wire.decoding import decode
from ..wire.incoming import FrameCharge, charge_of, weigh
from ..wire.messages import FromBrowser

_SHORT = 1000
"""Characters of a text that is short: most are reports of a hundred."""


class Texts:
    """Reads texts.

    Parameters:
        limits: the bounds.

    Attributes:
        short: characters of a text in which no count of anything can be over its limit.
    """

    __slots__ = ("_limits", "short")

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        most_bytes = min(limits.text_bytes, limits.message_bytes)
        self.short = min(_SHORT, limits.text_values, most_bytes // 4)

    def size_of(self, text: str) -> int:
        """The bytes of a text; of one that is too big anyway, its characters."""
        length = len(text)
        return length if length > self._limits.message_bytes else size_of(text)

    def read(self, text: str, size: int, most: int) -> tuple[list[FromBrowser], FrameCharge]:
        """Decode a text.

        Parameters:
            text: the text.
            size: what :meth:`size_of` gives of it.
            most: how many bytes it may have just now.

        Returns:
            Its messages, and what they take until they are handled.

        Raises:
            RemoteProtocolError: it is over a limit (close 1009), or no text of ours (1007).
        """
        limits = self._limits
        if len(text) <= self.short:
            messages = decode(text)
            if len(messages) <= limits.frame_messages:
                return messages, charge_of(text)
        if size > limits.text_bytes and size > most:
            is_text = most < limits.message_bytes
            raise message_too_big(most, "text_bytes" if is_text else "message_bytes")
        if size > limits.message_bytes:
            raise message_too_big(limits.message_bytes)
        weight = weigh(text, size)
        if weight.values > limits.text_values:
            raise message_too_big(limits.text_values, "text_values")
        messages = decode(text)
        if len(messages) > limits.frame_messages:
            raise message_too_big(limits.frame_messages, "frame_messages")
        return messages, FrameCharge(weight.size)
