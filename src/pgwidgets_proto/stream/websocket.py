"""The messages of one WebSocket, server side (RFC 6455 section 5).

Knows: fragments, UTF-8, the size of a message; wsproto does the parsing, but for the common frame
that is a whole message (frames.py). A message that comes compressed (deflate.py) is one of bytes to
wsproto. Must not know: who reads and writes the bytes.

wsproto is driven at the level of frames (``FrameProtocol``), for three reasons. There a violation
is an exception and the browser's close a frame, where wsproto's ``Connection`` reports both as
``CloseConnection``. There a long frame comes in pieces, so that it can be refused while it is
still on its way. And a message to the browser, which is UTF-8 bytes already, needs no decoding
only to be encoded again: a server's frames are not masked, so a data frame is its payload behind
a header of a few bytes (:func:`~.frames.data_frame`).

wsproto gets the bytes of one frame at a time. So where the next frame begins is known here, and a
frame that is a whole message need not pass through wsproto at all.
"""

import zlib
from collections.abc import Callable
from typing import NamedTuple

from wsproto.frame_protocol import FrameProtocol, Opcode, ParseFailed

from ..errors import CloseCode, RemoteProtocolError, message_too_big
from ..limits import Limits, size_of
from .deflate import Inflater, inflated
from .frames import frame_size, read_message, take_compressed

STEP = 64 * 1024
"""How many bytes wsproto is given at a time, which bounds what a frame that is too big can use."""

_REASONS = {
    CloseCode.PROTOCOL_ERROR: "WebSocket protocol error",
    CloseCode.INVALID_DATA: "text is not valid UTF-8",
}


class Ping(NamedTuple):
    """A ping of the browser, or of a proxy."""

    payload: bytes


class Pong(NamedTuple):
    """A pong, with the payload of the ping that it answers; it may also come unasked."""

    payload: bytes


class PeerClose(NamedTuple):
    """The browser's close frame; the last frame that it may send."""

    code: int
    reason: str


type Item = str | bytes | Ping | Pong | PeerClose
"""What comes in: a whole message, or a control frame."""


_FRAMER = FrameProtocol(client=False, extensions=[])
"""Makes the control frames of all WebSockets; it keeps nothing of them."""


class WebSocket:
    """Bytes to messages, and messages to bytes, of an open WebSocket.

    Parameters:
        limits: ``message_bytes`` and ``text_bytes`` count here.
        text_bytes: tells how big a text may be just now, for one that is over that limit.
        is_compressing: whether permessage-deflate was agreed on.

    Attributes:
        parts: what has come of a message in pieces.
        text_bytes: how big a text may be at any time.
        inflated: inflates a message that comes compressed; None: compression was not agreed on.
        is_readable: False after a violation: where frames begin is unknown from then on.
    """

    def __init__(
        self,
        limits: Limits,
        text_bytes: Callable[[], int] | None = None,
        *,
        is_compressing: bool = False,
    ) -> None:
        self.is_readable = True
        self._message_bytes = limits.message_bytes
        self.text_bytes = min(limits.text_bytes, limits.message_bytes)
        self._text_bytes_now = text_bytes or (lambda: self.text_bytes)
        self._parser: FrameProtocol | None = None  # 860 bytes, so only while it has something
        self.parts = bytearray()
        self._has_news = False
        self._frame_bytes = 0  # of the frame that wsproto reads, those it has not got yet
        self._announced = 0  # bytes of the message so far, with the whole of that frame
        self._is_amid_message = False
        self._is_closed = False  # wsproto heeds nothing behind a close frame
        self._is_discarding = False
        self.inflated = inflated if is_compressing else None
        self._inflater: Inflater | None = None  # of the message that wsproto reads ...
        self._is_text = False  # ... and what that is, once it is inflated

    def discard_messages(self) -> None:
        """Throw messages away from now on; control frames still count."""
        self._is_discarding = True
        self.parts.clear()

    def next_item(self, inbox: bytearray) -> Item | None:
        """Take the next message or control frame.

        Parameters:
            inbox: the bytes that have come; those that are used are removed.

        Returns:
            None when more bytes are needed. Nothing comes after a :class:`PeerClose`.

        Raises:
            RemoteProtocolError: a violation (``is_readable`` is False then), or a message that
                is too big (``is_readable`` stays True: the framing is still in step).
        """
        while self.is_readable:
            if self._has_news:
                item = self._next_parsed()
                if item is not None:
                    return item
            if not inbox:
                return None
            if not self._frame_bytes:
                message = self._begin_frame(inbox)
                if message is not None:
                    return message
            step = min(STEP, self._frame_bytes)
            if not step:
                return None
            piece = bytes(inbox[:step])
            del inbox[:step]
            if self._parser is None:
                self._parser = FrameProtocol(client=False, extensions=[])
            self._parser.receive_bytes(piece)
            self._frame_bytes -= len(piece)
            self._has_news = True
        inbox.clear()
        return None

    def _next_parsed(self) -> Item | None:
        """Take the next message or control frame of those that wsproto has."""
        assert self._parser is not None  # it has news
        try:
            for frame in self._parser.received_frames():
                if not frame.opcode.iscontrol():
                    self._is_amid_message = not frame.message_finished
                self._is_closed = frame.opcode is Opcode.CLOSE
                item = self._item(frame.opcode, frame.payload, frame.message_finished)
                if item is not None:
                    return item
        except ParseFailed as exc:
            self.is_readable = False
            code = CloseCode(exc.code)
            if code is CloseCode.INVALID_DATA:
                # However it was cut: what is too big is so whatever stands in it.
                refused = self._limit(self._announced, is_text=True)
                if refused is not None:
                    raise refused from exc
            raise RemoteProtocolError(code, _REASONS[code], f"{code.name}: {exc}") from exc
        self._has_news = False  # parsing without new bytes costs the most here
        if not (self._frame_bytes or self._is_amid_message or self._is_closed):
            self._parser = None
        return None

    @property
    def is_between_frames(self) -> bool:
        """Whether the next byte begins a frame that may be a whole message for somebody."""
        return self.is_readable and not (
            self._frame_bytes or self._has_news or self._is_amid_message or self._is_discarding
        )

    def _begin_frame(self, inbox: bytearray) -> str | bytes | None:
        """Look at the next frame: take it if it is a whole message, else leave it to wsproto.

        wsproto also gets a message that is not here to its end: it sees at once what is wrong.
        """
        if not (self._is_amid_message or self._is_discarding):
            # One that is longer than most texts may be is measured on its way.
            message = read_message(inbox, 0, self.text_bytes, self.inflated)
            if message is not None:
                value, end = message
                del inbox[:end]
                return value
        header, payload = frame_size(inbox)
        self._frame_bytes = header + payload
        self._announced = len(self.parts) + payload
        if self._frame_bytes and self.inflated is not None and not self._is_amid_message:
            self._begin_compressed(inbox)
        return None

    def _begin_compressed(self, inbox: bytearray) -> None:
        """Get ready to inflate the message that the next frame begins, if it is compressed."""
        is_text = take_compressed(inbox)
        if is_text is not None:
            self._is_text = is_text
            most = self._message_bytes
            if is_text:
                most = min(most, max(self.text_bytes, self._text_bytes_now()))
            self._inflater = Inflater(most)

    def _item(
        self, opcode: Opcode, payload: bytes | str | tuple[int, str], is_last: bool
    ) -> Item | None:
        match payload:
            case (int(code), str(reason)):
                return PeerClose(int(code), reason)
            case bytes() if opcode is Opcode.PING:
                return Ping(payload)
            case bytes() if opcode is Opcode.PONG:
                return Pong(payload)
            case bytes() if self._inflater is not None and not opcode.iscontrol():
                return self._compressed(self._inflater, payload, is_last)
            case str() | bytes() if not (opcode.iscontrol() or self._is_discarding):
                return self._message(payload, is_last)
            case _:
                return None

    def _message(self, piece: str | bytes, is_last: bool) -> str | bytes | None:
        """Put the pieces of a message together.

        They are kept in one bytearray, text too: a message that is sent a byte at a time would
        take a multiple of its size as a list of pieces.
        """
        refused = self._limit(len(self.parts) + size_of(piece), is_text=isinstance(piece, str))
        if refused is not None:
            self.discard_messages()
            raise refused
        if is_last and not self.parts:
            return piece
        self.parts += piece if isinstance(piece, bytes) else piece.encode()
        if not is_last:
            return None
        message = bytes(self.parts)
        self.parts.clear()
        return message if isinstance(piece, bytes) else message.decode()

    def _compressed(self, inflater: Inflater, piece: bytes, is_last: bool) -> str | bytes | None:
        """Inflate the pieces of a message, and put them together."""
        if is_last:
            self._inflater = None
        if self._is_discarding:
            return None
        try:
            more = inflater.feed(piece, is_last=is_last)
            if more is None:
                refused = self._limit(inflater.most + 1, is_text=self._is_text)
                self.discard_messages()
                raise refused or message_too_big(inflater.most)
            self.parts += more
            if not is_last:
                return None
            message = bytes(self.parts)
            self.parts.clear()
            return message.decode() if self._is_text else message
        except UnicodeDecodeError as exc:
            self.is_readable = False
            code = CloseCode.INVALID_DATA
            raise RemoteProtocolError(code, _REASONS[code], f"{code.name}: {exc}") from exc
        except zlib.error as exc:
            self.is_readable = False
            code = CloseCode.INVALID_DATA
            cause = f"a message can't be inflated: {exc}"
            raise RemoteProtocolError(code, "not a compressed message", cause) from exc

    def _limit(self, size: int, *, is_text: bool) -> RemoteProtocolError | None:
        """What is said of a message of so many bytes, or more; None: it may be so big."""
        if size > self._message_bytes:
            return message_too_big(self._message_bytes)
        if is_text and size > self.text_bytes and size > self._text_bytes_now():
            return message_too_big(self.text_bytes, "text_bytes")
        return None

    def ping(self, payload: bytes) -> bytes:
        """A ping frame; the browser's pong carries the same payload, of 125 bytes at most."""
        return bytes(_FRAMER.ping(payload))

    def pong(self, payload: bytes) -> bytes:
        """The pong frame that answers a ping."""
        return bytes(_FRAMER.pong(payload))

    def close(self, code: int, reason: str) -> bytes:
        """A close frame; the reason is cut to the 123 bytes that fit in one."""
        return bytes(_FRAMER.close(code, reason))
