"""From the frames of one WebSocket to messages, one after another.

Knows: how big a text may be, which binary frame belongs to which header, and that many messages
take turns of their own. Must not know: who the browser is, or what a message means.
"""

from typing import Any, Protocol

from ..errors import CloseCode, RemoteProtocolError, message_too_big
from ..wire.incoming import FrameCharge
from ..wire.messages import FileChunk, FromBrowser, awaits_frame
from .arrivals import Arrivals, is_much
from .channel_state import ChannelState
from .seam import House, View
from .texts import Texts


class Hearer(Protocol):
    """What a channel is to the reading of its frames.

    Attributes:
        state: whether it still listens.
        link: the view that it serves; None before, and when it lost it.
    """

    state: ChannelState
    link: View | None

    @property
    def text_bytes(self) -> int:
        """How big a text may be just now, in bytes."""
        ...

    def handle(
        self, message: FromBrowser, now: float, charge: FrameCharge, data: bytes | None = None
    ) -> None:
        """Take a message; raises RemoteProtocolError if it is against the rules."""

    def peer_gone(self) -> None:
        """Take note that the browser is gone."""

    def refuse(self, error: RemoteProtocolError) -> None:
        """Close the WebSocket for what the browser did."""

    def announce(self) -> None:
        """Have the driver look at the channel."""


class Reading:
    """What has come on one WebSocket.

    Parameters:
        house: the hub.
        channel: whom the messages are for.

    Attributes:
        header: a header whose binary frame is the next thing to come, and what it came in; or None.
        arrivals: what waits for turns of its own; None until something has.
        short: characters that a text may have for which nothing need be weighed.
    """

    __slots__ = ("_channel", "_house", "_texts", "arrivals", "header", "short")

    def __init__(self, house: House[Any], channel: Hearer) -> None:
        self._house = house
        self._channel = channel
        self._texts = Texts(house.limits)
        self.short = self._texts.short
        self.header: tuple[FromBrowser, FrameCharge] | None = None
        self.arrivals: Arrivals | None = None

    def read(self, frame: str | bytes | None, now: float) -> None:
        """Take a frame, as :meth:`.channel.Channel.receive` does."""
        channel, arrivals = self._channel, self.arrivals
        if arrivals is not None and arrivals.is_first:
            if not arrivals.put(frame):
                channel.refuse(self._no_room())
            return
        if frame is None:
            channel.peer_gone()
            return
        if channel.state in (ChannelState.CLOSING, ChannelState.CLOSED):
            return
        traffic, limits = self._house.traffic, self._house.limits
        is_stopping = self._house.is_stopping
        if is_stopping and isinstance(frame, bytes):
            self.header = None  # the next run is sent both
            return
        try:
            if isinstance(frame, bytes):
                traffic.received += len(frame)
                if len(frame) > limits.message_bytes:
                    raise message_too_big(limits.message_bytes)
                header, charge = self._take_header()
                channel.handle(header, now, charge, frame)
                return
            if self.header is not None:
                raise _lone_header()
            size = self._texts.size_of(frame)
            traffic.received += size
            messages, charge = self._texts.read(frame, size, channel.text_bytes)
            if is_much(len(messages), charge):
                self._do_later(messages, charge)
                return
            for message in messages:
                if is_stopping:
                    self._take_answer(message, now)
                elif (
                    self.header is None  # type: ignore[redundant-expr] # one before it sets it
                    and channel.link is not None
                    and channel.state is ChannelState.OPEN
                    and not isinstance(message, FileChunk)
                ):
                    channel.link.handle(message, now, charge)  # as nearly always
                else:
                    self._take(message, charge, now)
        except RemoteProtocolError as exc:
            channel.refuse(exc)

    def clear(self) -> None:
        """Forget what waits: the channel closes."""
        if self.arrivals is not None:
            self.arrivals.clear()

    def close(self) -> None:
        """Forget all: the browser is gone."""
        if self.arrivals is not None:
            self.arrivals.close()

    def _take(self, message: FromBrowser, charge: FrameCharge, now: float) -> None:
        """Take a message of a text; raises RemoteProtocolError."""
        if self.header is not None:
            raise _lone_header()
        if isinstance(message, FileChunk) and awaits_frame(message):
            message.data = None  # a text that nobody reads
            self.header = (message, charge)
        else:
            self._channel.handle(message, now, charge)

    def _take_answer(self, message: FromBrowser, now: float) -> None:
        """Take what the program waits for of a message that is left to the next run."""
        channel = self._channel
        if channel.link is not None and channel.state is ChannelState.OPEN:
            channel.link.take_answer(message, now)

    def _take_header(self) -> tuple[FromBrowser, FrameCharge]:
        header, self.header = self.header, None
        if header is None:
            raise RemoteProtocolError(
                CloseCode.UNSUPPORTED_DATA, "binary frame without a header before it"
            )
        return header

    def _do_later(self, messages: list[FromBrowser], charge: FrameCharge) -> None:
        """Have the messages of a frame wait for turns of their own; nothing is read meanwhile."""
        house, channel = self._house, self._channel
        if self.arrivals is None:
            account = house.budget.account()
            self.arrivals = Arrivals(
                house.turns, account, self._take_later, self.read, channel.announce
            )
        if not self.arrivals.put_first(messages, charge):
            raise self._no_room()
        channel.announce()

    def _take_later(self, message: FromBrowser, charge: FrameCharge, now: float) -> None:
        try:
            if self._house.is_stopping:
                self._take_answer(message, now)
            else:
                self._take(message, charge, now)
        except RemoteProtocolError as exc:
            self._channel.refuse(exc)

    def _no_room(self) -> RemoteProtocolError:
        cause = f"the server keeps more than Limits.total_bytes = {self._house.limits.total_bytes}"
        return RemoteProtocolError(CloseCode.POLICY_VIOLATION, "the server is full", cause)


def _lone_header() -> RemoteProtocolError:
    return RemoteProtocolError(
        CloseCode.PROTOCOL_ERROR, "a header without its binary frame behind it"
    )
