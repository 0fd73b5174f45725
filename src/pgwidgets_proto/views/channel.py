"""One WebSocket, at the level of messages: who is there, and then what its browser says.

Knows: the hello, the waiting room's door, and how a socket ends. Must not know: bytes, sockets,
HTTP, numbers and resending (link.py), or what a message does to a widget.

Rules:

* The states and the only ways between them stand in :data:`~.channel_state.TRANSITIONS`.
* ``receive`` never raises for a browser's fault: the channel is closed with a code and a fixed
  reason, and the hub tells the cause.
* A channel is one socket's; the :class:`~.link.Link` behind it outlives it.
"""

from collections.abc import Callable, Hashable
from typing import Any, NamedTuple

import msgspec

from ..deadlines import Deadline
from ..errors import CloseCode, RemoteProtocolError
from ..transitions import follow
from ..wire.decoding import decode_one
from ..wire.incoming import FrameCharge, charge_of
from ..wire.messages import (
    EXTENSION,
    Ack,
    Callback,
    FileChunk,
    FromBrowser,
    Frozen,
    Init,
    Message,
    Restoring,
    Result,
    Viewport,
    Waiting,
)
from .channel_state import TRANSITIONS, ChannelInput, ChannelState
from .parts import Frame, Uncompressed
from .reading import Reading
from .seam import House, View


class CloseRequest(NamedTuple):
    """How the WebSocket shall be closed once the frames are out."""

    code: CloseCode
    reason: str


class Browser(NamedTuple):
    """What is known of a browser before it says hello.

    Attributes:
        address: the peer's address, as the transport (or a trusted proxy) tells it.
        user_agent: the User-Agent header.
        came_at: when it connected, in POSIX seconds, if the driver wants it to be known. The core
            itself has no calendar, and takes it for the end of shares alone.
        page_url: the address of its page, as far as the handshake tells it.
        user: who its user is, as the driver knows; the core only compares it.
        route: what a router in front of several servers has sent it here by, if it says so: a
            short text of letters, digits, ``-`` and ``_``. It is no secret.
        is_new: whether it has said by other means that it is our client, and knows of no session;
            who opened the channel hands that answer to it.
    """

    address: str | None = None
    user_agent: str | None = None
    came_at: float | None = None
    page_url: str | None = None
    user: Any = None
    route: str | None = None
    is_new: bool = False


HELLO = 0
"""The id of ``init``; the messages of a link are numbered from 1."""

GOODBYES = frozenset({CloseCode.NORMAL, CloseCode.GOING_AWAY})
"""Close codes of a browser that leaves on purpose: its tab is closed, or loads another page."""


_FREE = FrameCharge(0)  # of what nobody keeps, so that nobody asks for its weight

_PATIENT = (ChannelState.WAITING, ChannelState.RESTORING)

_UNSENT = 1000
"""How many messages beside the link's may wait for a browser to read."""


class Channel:
    """One WebSocket, as whole messages. Made by :meth:`Hub.open_channel <.hub.Hub.open_channel>`.

    A :class:`~.stream.Connection` calls it by itself. A server that speaks WebSocket gives it each
    message, sends what it has, and closes the socket as :attr:`close` says.

    Attributes:
        house: the hub that it came to.
        browser: its address and user agent.
        state: a :class:`ChannelState`.
        speaks_extension: whether it is our own client.
        is_short: whether it knows which ids go without saying (:mod:`.wire.shortening`).
        round_trip_time: seconds that a ping and its pong took last; None before the first.
        link: the view that it serves, from the hello on; None before, and when it lost it.
        close: how to close the WebSocket once the frames are out, or None.
        wake: called by the application, outside the core, when there is output or when
            :attr:`is_reading_paused` may have changed; the transport sets it.
        flush: sends at once what there is, when the program has done what it was about; the
            transport sets it, if it can. Else what :attr:`wake` began is soon enough.
    """

    def __init__(self, house: "House[Channel]", browser: Browser, now: float) -> None:
        self.house = house
        self.browser = browser
        self.state = ChannelState.GREETING
        self.round_trip_time: float | None = None
        self.speaks_extension = self.is_short = False
        self.link: View | None = None
        self.close: CloseRequest | None = None
        self.wake: Callable[[], None] | None = None
        self.flush: Callable[[], None] | None = None
        self._account = house.budget.account()
        self._traffic = house.traffic
        self._said: dict[Hashable, Frame] = {}  # by what it is about
        self._reading = Reading(house, self)
        self._has_said_goodbye = False
        self._hello_deadline: Deadline | None = house.deadlines.add(
            house.limits.hello_time, self._hello_timed_out, now
        )
        self.say(Init(id=HELLO, ext=EXTENSION, heard=browser.is_new))

    # --- what a driver calls ------------------------------------------------------------------

    def receive(self, frame: str | bytes | None, now: float) -> None:
        """Take what the browser sent.

        After it, send what :meth:`frames_to_send` has, for every channel in
        :meth:`Hub.ready <.hub.Hub.ready>`.

        Parameters:
            frame: a text frame (str), a binary frame (bytes), or None: the browser is gone.
            now: monotonic seconds.
        """
        reading, link = self._reading, self.link
        try:
            if (
                link is not None
                and type(frame) is str
                and len(frame) <= reading.short
                and frame.isascii()
                and self.state is ChannelState.OPEN
                and reading.arrivals is None
                and reading.header is None
                and not self.house.is_stopping
            ):  # as nearly always: one message, and short, so that it needs no weighing
                self._traffic.received += len(frame)
                message = decode_one(frame)
                if message is not None and type(message) is not FileChunk:
                    charge = _FREE if type(message) is Ack else charge_of(frame)
                    link.handle(message, now, charge)
                    return
                self._traffic.received -= len(frame)  # which is counted below
            reading.read(frame, now)
        except RemoteProtocolError as exc:
            self.refuse(exc)
        except Exception as exc:  # the core's own; it must not end what others are served by
            self.fail(exc)

    @property
    def text_bytes(self) -> int:
        """How big a text of the browser may be just now, in bytes; more is closed with 1009.

        A transport may look at it before it has put a text together.
        """
        limits = self.house.limits
        if self.link is not None and self.link.host.is_answer_awaited:
            return limits.message_bytes
        return min(limits.text_bytes, limits.message_bytes)

    def may_hold(self, size: int) -> bool:
        """Count what has come of a message that is not whole yet.

        Parameters:
            size: its bytes so far; 0: the message is whole.

        Returns:
            Whether the rest may come; else the browser is to be sent away.
        """
        more = size - self._account.held
        if more > 0 and self.link is None and size > self.house.limits.text_bytes:
            return False  # a stranger brings no files
        if more > 0:
            return self._account.take(more)
        self._account.add(more)
        return True

    def peer_closes(self, code: int) -> None:
        """The browser has sent a close frame; ``receive(None)`` follows.

        Parameters:
            code: the browser's close code (RFC 6455 section 7.4). With 1000 and 1001 its page is
                not waited for, with others it is.
        """
        self._has_said_goodbye = code in GOODBYES

    def ping_answered(self, seconds: float) -> None:
        """Note the round-trip time of a ping.

        Parameters:
            seconds: from the ping to its pong.
        """
        self.round_trip_time = seconds

    def frames_to_send(self, max_bytes: int = 256 * 1024, now: float | None = None) -> list[Frame]:
        """Hand out frames for the browser, in order.

        Parameters:
            max_bytes: stop after about so many; call again when they are written.
            now: monotonic seconds. Without it nobody measures how fast the browser is, and
                ``Limits.in_flight_time`` has no effect.

        Returns:
            Each frame as ``(is_text, payload)``; the payload of a text is UTF-8.
        """
        link = self.link
        frames: list[Frame] = []
        if self._said:
            frames += self._take_said()
        if link is not None:
            try:
                frames += link.frames_to_send(max_bytes, now)
            except Exception as exc:  # what is queued can't be sent: its page is built anew
                self.fail(exc)
                link.channel_lost(for_good=False)
                self.link = None
        for frame in frames:
            self._traffic.sent += len(frame.payload)
        return frames

    @property
    def has_output(self) -> bool:
        """Whether :meth:`frames_to_send` has something."""
        return bool(self._said) or (self.link is not None and self.link.has_output)

    @property
    def has_full_frame(self) -> bool:
        """Whether it is time to send, even in the middle of the program's work."""
        return self.link is not None and self.link.has_full_frame

    @property
    def is_reading_paused(self) -> bool:
        """Whether the transport should leave the browser's bytes where they are for now."""
        if self._reading.arrivals:  # a channel that closes has none
            return True
        if self.link is None or self.state is not ChannelState.OPEN or self.house.is_stopping:
            return False  # the browser's own close may stand in those bytes, or an answer
        return self.link.host.is_reading_paused

    # --- what its reading calls ----------------------------------------------------------------

    def handle(
        self, message: FromBrowser, now: float, charge: FrameCharge, data: bytes | None = None
    ) -> None:
        """Take a message; raises RemoteProtocolError if it is against the rules."""
        if self.state is ChannelState.CLOSING:
            pass  # what stood behind a goodbye
        elif self.link is not None:
            self.link.handle(message, now, charge, data)
        elif isinstance(message, FileChunk):
            pass  # of the stock client's page before: its files go on until it is cleared
        elif self.state is ChannelState.GREETING:
            self._handle_hello(message, now)
        elif self.state in _PATIENT and not self._may_be_about_the_past(message):
            raise RemoteProtocolError(
                CloseCode.PROTOCOL_ERROR,
                "message while waiting for a session",
                f"{type(message).__name__} while waiting for a session",
            )

    def peer_gone(self) -> None:
        """Take note that the browser is gone."""
        was_closing = self.state is ChannelState.CLOSING
        if self.state is ChannelState.CLOSED:
            return
        self._move(ChannelInput.PEER_GONE)
        self._account.close()
        self._cancel_hello()
        self._reading.close()
        if not was_closing:
            self.house.channel_left(self)
        link, self.link = self.link, None
        if link is not None:
            link.channel_lost(for_good=self._has_said_goodbye)
        self._said.clear()

    # --- what links, sessions and the hub call ------------------------------------------------

    def announce(self) -> None:
        """Have the driver look at it: there is output, or reading may be paused, or go on."""
        self.house.mark_ready(self)

    def say(self, message: Message, about: Hashable = None) -> None:
        """Say something that is not counted.

        Parameters:
            message: takes the place of one of its kind that is unsent: only the newest counts.
            about: what it is about, if there may be several of its kind.
        """
        key = (type(message), about)
        self._said.pop(key, None)
        if len(self._said) < _UNSENT:  # only a browser that makes things up has so many answers
            self._said[key] = Uncompressed(True, msgspec.json.encode(message))
        self.announce()

    def hold(self, ahead: int) -> None:
        """Let the visitor wait, since all sessions are in use."""
        self._move(ChannelInput.HELD)
        self.tell_waiting(ahead)

    def await_session(self) -> None:
        """Let the page wait, since its session is being fetched from where it is kept."""
        self._move(ChannelInput.FETCHED)
        if self.speaks_extension:
            self.say(Restoring())

    def tell_waiting(self, ahead: int) -> None:
        """Tell a waiting visitor how many are before it; the stock client knows no such word."""
        if self.speaks_extension:
            self.say(Waiting(ahead=ahead))

    def tell_frozen(self, is_frozen: bool) -> None:
        """Tell the page whether what its user does is handled."""
        if self.speaks_extension:
            self.say(Frozen(is_frozen=is_frozen))

    def serve(self, link: View, greeting: Message) -> None:
        """Serve a view from here on."""
        self._move(ChannelInput.ADMITTED)
        self.link = link
        self.say(greeting)
        if self.house.lease is not None and self.house.lease.is_over:
            self.tell_frozen(True)

    def lose_link(self, reason: str) -> None:
        """Close, since the page does not answer. The view goes on, as after a lost connection."""
        link, self.link = self.link, None
        if link is not None:
            link.channel_lost(for_good=False)
        self.shut(CloseCode.GOING_AWAY, reason)

    def release_link(self) -> None:
        """Serve the view no longer: another channel does."""
        self.link = None
        self.shut(CloseCode.NORMAL, "resumed on another connection")

    def shut(self, code: CloseCode, reason: str) -> None:
        """Close the WebSocket: what is queued still goes out, then the close."""
        if self.state in (ChannelState.CLOSING, ChannelState.CLOSED):
            return
        self._move(ChannelInput.CLOSE)
        self._cancel_hello()
        self._reading.clear()
        self.close = CloseRequest(code, reason)
        self.house.channel_left(self)
        if self.link is not None:
            self.link.channel_shut(code)
        self.announce()

    def refuse(self, error: RemoteProtocolError, fault: Exception | None = None) -> None:
        """Close the WebSocket for what the browser did, and tell the hub why.

        Parameters:
            error: what the browser is told.
            fault: what the core raised, where it is not the browser that is wrong.
        """
        self.house.channel_refused(self, error, fault)
        self.shut(error.code, error.reason)

    def fail(self, fault: Exception) -> None:
        """Close the WebSocket, as the core has raised over what comes of it, or goes to it."""
        told = RemoteProtocolError(CloseCode.INTERNAL_ERROR, "a fault of the server", repr(fault))
        self.refuse(told, fault)

    # ------------------------------------------------------------------------------------------

    def _take_said(self) -> list[Frame]:
        """What was said, in one frame; the stock client answers an array, and is sent none."""
        said, self._said = [*self._said.values()], {}
        if len(said) == 1 or not self.speaks_extension:
            return said
        return [Uncompressed(True, b"[" + b",".join(frame.payload for frame in said) + b"]")]

    def _move(self, what: ChannelInput) -> None:
        self.state = follow(TRANSITIONS, self.state, what)

    def _cancel_hello(self) -> None:
        if self._hello_deadline is not None:
            self._hello_deadline.cancel()
            self._hello_deadline = None

    def _hello_timed_out(self, now: float) -> None:
        self.refuse(
            RemoteProtocolError(
                CloseCode.PROTOCOL_ERROR,
                "no answer to init in time",
                f"no answer to init within {self.house.limits.hello_time} s",
            )
        )

    def _may_be_about_the_past(self, message: FromBrowser) -> bool:
        # A page of the stock client that is still alive reports before it has read `init`, and
        # its size also while it waits. Nobody can know whose widget that is; it is cleared soon.
        return not self.speaks_extension and isinstance(message, (Callback, Viewport))

    def _handle_hello(self, message: FromBrowser, now: float) -> None:
        if self._may_be_about_the_past(message):
            return
        if not isinstance(message, Result) or message.id != HELLO:
            raise RemoteProtocolError(
                CloseCode.PROTOCOL_ERROR,
                "expected the answer to init",
                f"expected the answer to init, got {type(message).__name__}",
            )
        self._cancel_hello()
        self.speaks_extension = message.ext == EXTENSION
        self.is_short = self.speaks_extension and message.short
        self.house.hello(self, message, now)

    def __repr__(self) -> str:
        who = "our client" if self.speaks_extension else "stock client"
        return f"<Channel {self.state.value} {who} address={self.browser.address}>"
