"""One browser's view of one session, at the level of messages.

Knows: the hello, numbering and acknowledgement, the unsent queue and its limit, and which of a
browser's messages are against the rules. Must not know: bytes, sockets, HTTP, or what a message
does to a widget.

Rules:

* The states and the only ways between them stand in :data:`TRANSITIONS`.
* ``receive`` never raises for a browser's fault: the link is closed with a code and a fixed
  reason, and the hub tells the cause.
* Sending on a link that is closing is no fault of anybody: it is dropped.
* Past ``Limits.unsent_bytes`` the queue is thrown away. When the browser reads again it is
  rebuilt from the state of that moment.
"""

import enum
from collections import Counter, deque
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from .catalog.reports import Nonsense
from .errors import BrowserError, CloseCode, RemoteProtocolError
from .messages import (
    EXTENSION,
    Ack,
    Call,
    Callback,
    Error,
    FileChunk,
    FromBrowser,
    Geometry,
    Init,
    Message,
    Result,
    SessionInfo,
    Viewport,
    Waiting,
    decode,
)
from .node import Outgoing, Touch
from .outbox import Frame, Outbox
from .replay import replay

if TYPE_CHECKING:
    from .batching import Batch
    from .deadlines import Deadline
    from .hub import Hub
    from .session import Session


class LinkState(enum.Enum):
    """Where a link stands."""

    GREETING = "greeting"
    WAITING = "waiting"
    ATTACHED = "attached"
    CLOSING = "closing"
    CLOSED = "closed"


class LinkInput(enum.Enum):
    """What moves a link from one state to another."""

    HELD = "held"
    ADMITTED = "admitted"
    CLOSE = "close"
    PEER_GONE = "peer gone"


TRANSITIONS: dict[tuple[LinkState, LinkInput], LinkState] = {
    (LinkState.GREETING, LinkInput.HELD): LinkState.WAITING,
    (LinkState.GREETING, LinkInput.ADMITTED): LinkState.ATTACHED,
    (LinkState.GREETING, LinkInput.CLOSE): LinkState.CLOSING,
    (LinkState.GREETING, LinkInput.PEER_GONE): LinkState.CLOSED,
    (LinkState.WAITING, LinkInput.ADMITTED): LinkState.ATTACHED,
    (LinkState.WAITING, LinkInput.CLOSE): LinkState.CLOSING,
    (LinkState.WAITING, LinkInput.PEER_GONE): LinkState.CLOSED,
    (LinkState.ATTACHED, LinkInput.CLOSE): LinkState.CLOSING,
    (LinkState.ATTACHED, LinkInput.PEER_GONE): LinkState.CLOSED,
    (LinkState.CLOSING, LinkInput.CLOSE): LinkState.CLOSING,
    (LinkState.CLOSING, LinkInput.PEER_GONE): LinkState.CLOSED,
    (LinkState.CLOSED, LinkInput.CLOSE): LinkState.CLOSED,
    (LinkState.CLOSED, LinkInput.PEER_GONE): LinkState.CLOSED,
}


class CloseRequest(NamedTuple):
    """How the WebSocket shall be closed once the link's frames are out."""

    code: CloseCode
    reason: str


class Browser(NamedTuple):
    """What is known of a browser before it says hello.

    Attributes:
        address: the peer's address, as the transport (or a trusted proxy) tells it.
        user_agent: the User-Agent header.
    """

    address: str | None = None
    user_agent: str | None = None


class Page:
    """Stands for what a browser shows from one build to the next."""

    __slots__ = ("__weakref__",)


HELLO = 0
"""The id of ``init``; messages of an attached link are numbered from 1."""


class Link:
    """One browser. Made by :meth:`Hub.open_link <.hub.Hub.open_link>`.

    Attributes:
        hub, session: where it belongs; the session is None until the hello is done.
        browser: its address and user agent.
        state: a :class:`LinkState`.
        speaks_extension: whether it is our own client.
        close: how to close the WebSocket once the frames are out, or None.
        builds: how many times its page has been built.
        batches: those that keep messages for it back.
        viewport: the page's size (width, height) in CSS pixels, or None.
        wake: called by the application, outside the core, when there is output or when
            :attr:`is_reading_paused` may have changed; the transport sets it.
    """

    def __init__(self, hub: "Hub", browser: Browser, now: float) -> None:
        self.hub = hub
        self.browser = browser
        self.session: Session | None = None
        self.state = LinkState.GREETING
        self.speaks_extension = False
        self.close: CloseRequest | None = None
        self.viewport: tuple[float, float] | None = None
        self.wake: Callable[[], None] | None = None
        self._outbox = Outbox(hub.limits.frame_bytes, number_all=True)
        self._greetings: list[Frame] = []
        self._is_set_aside = False
        self._is_announced = False
        self.builds = 0
        self._page = Page()
        self._page_before = self._page
        self.batches: dict[Batch, None] = {}
        self._withheld: Counter[Touch] = Counter()
        self._rebuilt_from = 0
        self._report_seen: deque[int] = deque()
        self._hello_deadline: Deadline | None = hub.deadlines.add(
            hub.limits.hello_time, self._hello_timed_out, now
        )
        self.presented: Result | None = None
        self._greet(Init(id=HELLO, ext=EXTENSION))

    # --- what a driver calls ------------------------------------------------------------------

    def receive(self, frame: str | bytes | None, now: float) -> None:
        """Take what the browser sent.

        After it, send what :meth:`frames_to_send` has, for every link in
        :meth:`Hub.ready <.hub.Hub.ready>`.

        Parameters:
            frame: a text frame (str), a binary frame (bytes), or None: the browser is gone.
            now: monotonic seconds.
        """
        if frame is None:
            self._peer_gone(now)
            return
        if self.state in (LinkState.CLOSING, LinkState.CLOSED):
            return
        try:
            if isinstance(frame, bytes):
                raise RemoteProtocolError(CloseCode.UNSUPPORTED_DATA, "unexpected binary message")
            for message in decode(frame):
                self._handle(message, now)
        except RemoteProtocolError as exc:
            self.refuse(exc)

    def frames_to_send(self, max_bytes: int = 256 * 1024) -> list[Frame]:
        """Hand out frames for the browser, in order.

        Parameters:
            max_bytes: stop after about so many; call again when they are written.
        """
        self._is_announced = False
        frames: list[Frame] = self._greetings
        self._greetings = []
        if self.state is LinkState.ATTACHED and self._is_set_aside:
            self.rebuild()
        if len(self._outbox):
            frames = frames + self._outbox.frames(max_bytes)
            if self.session is not None:
                self.session.room_made()
        return frames

    @property
    def has_output(self) -> bool:
        """Whether :meth:`frames_to_send` has something."""
        return bool(self._greetings) or len(self._outbox) > 0 or self._is_set_aside

    @property
    def has_full_frame(self) -> bool:
        """Whether it is time to send, even in the middle of the program's work."""
        return self._outbox.has_full_frame

    @property
    def is_reading_paused(self) -> bool:
        """Whether the transport should leave the browser's bytes where they are for now."""
        return self.session is not None and self.session.is_reading_paused

    # --- what the session calls ---------------------------------------------------------------

    def put(self, outgoing: Outgoing, *, glued: bool = False) -> None:
        """Queue a message for the browser; dropped when it is leaving or set aside."""
        if self.state is not LinkState.ATTACHED or self._is_set_aside:
            return
        outbox = self._outbox
        outbox.put(outgoing, glued=glued)
        if outbox.unsent_bytes > self.hub.limits.unsent_bytes:
            outbox.clear()
            self._is_set_aside = True
            assert self.session is not None
            self.session.link_set_aside(self)
        # Once is enough until frames are taken, but a full frame does not wait for more.
        if not self._is_announced or outbox.has_full_frame:
            self._is_announced = True
            self.hub.mark_ready(self)

    @property
    def is_over_high_water(self) -> bool:
        """Whether the program should wait for this browser to take what is queued."""
        return not self._is_set_aside and self._outbox.unsent_bytes > self.hub.limits.high_water

    @property
    def is_set_aside(self) -> bool:
        """Whether its queue was thrown away, so that it waits to be rebuilt."""
        return self._is_set_aside

    @property
    def last_queued(self) -> int:
        """The number of the last message queued."""
        return self._outbox.last

    @property
    def acknowledged(self) -> int:
        """The number of the last message that the browser is known to have applied."""
        return self._outbox.acknowledged

    def is_stale(self, touches: tuple[Touch, ...], seen: int) -> bool:
        """Whether the browser, when it had seen so much, did not know our newest values."""
        if self._is_set_aside or seen < self._rebuilt_from:
            return True
        return any(
            touch in self._withheld or self._outbox.is_newer_than(touch, seen) for touch in touches
        )

    def page_of(self, seen: int) -> "Page":
        """The page that a report came from which was made when so much was applied."""
        return self._page_before if seen < self._rebuilt_from else self._page

    def is_shown(self, page: "Page") -> bool:
        """Whether a page is the one of now, so that what is queued will reach it."""
        return page is self._page

    def withhold(self, batch: "Batch", outgoing: Outgoing) -> None:
        """A batch keeps a message back: reports about what it tells are stale already."""
        self.batches[batch] = None
        self._withheld.update(outgoing.touches)

    def batch_over(self, batch: "Batch", messages: list[Outgoing]) -> None:
        """A batch gives back what it kept."""
        self.batches.pop(batch, None)
        for touch in (touch for outgoing in messages for touch in outgoing.touches):
            self._withheld[touch] -= 1
            if not self._withheld[touch]:
                del self._withheld[touch]

    def report_queued(self, seen: int) -> None:
        """One of its reports waits for the application; it was made when so much was applied."""
        self._report_seen.append(seen)

    def report_replaced(self, seen: int) -> None:
        """A newer report took the place of the last one that waits."""
        self._report_seen[-1] = seen

    def report_taken(self) -> None:
        """The oldest of its reports has been taken."""
        self._report_seen.popleft()
        self._forget_old_numbers()
        if not self._report_seen and self.session is not None:
            self.session.link_is_done(self)

    @property
    def has_reports(self) -> bool:
        """Whether reports of this browser wait for the application."""
        return bool(self._report_seen)

    def note(self, outgoing: Outgoing) -> None:
        """A message that it is not sent any more still makes its waiting reports stale."""
        self._outbox.note(outgoing, self._outbox.last + 1)

    def flush_target(self) -> int:
        """The number that is acknowledged once all that is queued now has been applied."""
        if not self.speaks_extension:
            # The stock client does not answer binary calls; it answers an empty batch.
            self._outbox.put(Outgoing(b'{"type":"batch","calls":[]}', None, "flush"))
            self.hub.mark_ready(self)
        return self._outbox.last

    def shut(self, code: CloseCode, reason: str) -> None:
        """Close the link: the frames that are queued still go out, then the close."""
        if self.state in (LinkState.CLOSING, LinkState.CLOSED):
            return
        self._leave(LinkInput.CLOSE)
        self.close = CloseRequest(code, reason)
        self.hub.mark_ready(self)

    def refuse(self, error: RemoteProtocolError) -> None:
        """Close the link for what the browser did, and tell the hub why."""
        self.hub.link_refused(self, error)
        self.shut(error.code, error.reason)

    # --- what the hub calls -------------------------------------------------------------------

    def hold(self, ahead: int) -> None:
        """All sessions are in use: the visitor waits."""
        self._move(LinkInput.HELD)
        self.tell_waiting(ahead)

    def tell_waiting(self, ahead: int) -> None:
        """Tell a waiting visitor how many are before it; the stock client knows no such word."""
        if self.speaks_extension:
            self._greetings.clear()  # an older number, if it is still unsent
            self._greet(Waiting(ahead=ahead))

    def attach(self, session: "Session") -> None:
        """Show a session: the browser gets its credentials, and is built from its state."""
        self._move(LinkInput.ADMITTED)
        self.session = session
        session.link_joined(self)
        self._outbox.number_all = not self.speaks_extension
        self._greet(
            SessionInfo(
                session_id=session.id,
                token=session.token,
                ext=EXTENSION if self.speaks_extension else 0,
            )
        )
        self.rebuild()

    # --- its own business ---------------------------------------------------------------------

    def _move(self, what: LinkInput) -> None:
        self.state = TRANSITIONS[self.state, what]

    def _greet(self, message: Message) -> None:
        self._greetings.append(Frame(True, msgspec.json.encode(message)))
        self.hub.mark_ready(self)

    def rebuild(self) -> None:
        """Throw away what waits, and build the page anew from the session's state."""
        self.builds += 1
        self._page_before, self._page = self._page, Page()
        # The messages are those of this moment: what the program does meanwhile queues behind
        # them. They are references to what is encoded already, so this copies nothing.
        assert self.session is not None
        self._outbox.clear()
        self._is_set_aside = False
        self._rebuilt_from = self._outbox.last + 1
        for outgoing in replay(self.session, stock=not self.speaks_extension):
            self._outbox.put(outgoing, counted=False)
        self.session.link_rebuilt(self)
        self.hub.mark_ready(self)

    def _leave(self, what: LinkInput) -> None:
        was = self.state
        self._move(what)
        if self._is_set_aside or what is LinkInput.PEER_GONE:
            self._is_set_aside = False
            self._outbox.drop()
        if self._hello_deadline is not None:
            self._hello_deadline.cancel()
            self._hello_deadline = None
        if was is LinkState.ATTACHED:
            assert self.session is not None
            self.session.link_left(self)
        self.hub.link_left(self, was)

    def _peer_gone(self, now: float) -> None:
        if self.state is LinkState.CLOSING:
            self._move(LinkInput.PEER_GONE)
        elif self.state is not LinkState.CLOSED:
            self._leave(LinkInput.PEER_GONE)
        self._outbox.drop()
        self._greetings.clear()

    def _hello_timed_out(self, now: float) -> None:
        self.refuse(
            RemoteProtocolError(
                CloseCode.PROTOCOL_ERROR,
                "no answer to init in time",
                f"no answer to init within {self.hub.limits.hello_time} s",
            )
        )

    def _handle(self, message: FromBrowser, now: float) -> None:
        if self.state is LinkState.ATTACHED:
            self._handle_attached(message, now)
        elif self.state is LinkState.GREETING:
            self._handle_hello(message, now)
        elif self.state is LinkState.WAITING:
            raise RemoteProtocolError(
                CloseCode.PROTOCOL_ERROR,
                "message while waiting for a session",
                f"{type(message).__name__} while waiting for a session",
            )

    def _handle_hello(self, message: FromBrowser, now: float) -> None:
        if not isinstance(message, Result) or message.id != HELLO:
            raise RemoteProtocolError(
                CloseCode.PROTOCOL_ERROR,
                "expected the answer to init",
                f"expected the answer to init, got {type(message).__name__}",
            )
        if self._hello_deadline is not None:
            self._hello_deadline.cancel()
            self._hello_deadline = None
        self.speaks_extension = message.ext == EXTENSION
        self.presented = message
        self.hub.hello(self, message, now)

    def _handle_attached(self, message: FromBrowser, now: float) -> None:
        assert self.session is not None
        match message:
            case Callback():
                self.session.link_is_active(self)
                self.session.inbox.put_report(self, message, self._seen(message.seen))
            case Ack():
                self._acknowledge(message.seen)
            case Result():
                self._handle_result(message)
            case Error():
                self._handle_error(message)
            case Geometry():
                self.session.inbox.put_report(self, message, self._seen(message.seen))
            case Viewport():
                self.viewport = (message.width, message.height)
                self.session.viewport = self.viewport
            case FileChunk():
                raise RemoteProtocolError(
                    CloseCode.UNSUPPORTED_DATA,
                    "unexpected file chunk",
                    f"chunk of the unknown transfer {message.transfer_id}",
                )

    def _seen(self, seen: int | None) -> int:
        # The stock client does not count; what it has answered, it has seen.
        if seen is None:
            return self._outbox.acknowledged
        if not 0 <= seen <= self._outbox.sent:
            raise RemoteProtocolError(
                CloseCode.PROTOCOL_ERROR,
                "count of messages that were never sent",
                f"seen is {seen}; {self._outbox.sent} have been sent",
            )
        return seen

    def _acknowledge(self, number: int) -> None:
        if number < 0 or not self._outbox.acknowledge(number):
            raise RemoteProtocolError(
                CloseCode.PROTOCOL_ERROR,
                "acknowledgement of a message that was never sent",
                f"{number} acknowledged; {self._outbox.sent} have been sent",
            )
        self._forget_old_numbers()
        assert self.session is not None
        self.session.link_applied(self)

    def _forget_old_numbers(self) -> None:
        floor = self._outbox.acknowledged
        if self._report_seen:
            floor = min(floor, self._report_seen[0])
        self._outbox.forget_up_to(floor)

    def _handle_result(self, message: Result) -> None:
        assert self.session is not None
        outgoing = self._outbox.find(message.id)
        if outgoing is not None and outgoing.answer_to is not None:
            try:
                value = self.session.resolve(message.value)
            except Nonsense as exc:
                raise RemoteProtocolError(
                    CloseCode.PROTOCOL_ERROR, "answer nested too deep", str(exc)
                ) from exc
            outgoing.answer_to.answered(value)
        elif isinstance(message.value, dict) and isinstance(message.value.get("errors"), list):
            for error in message.value["errors"]:
                self._call_failed(outgoing, str(error))
            self._unmute(outgoing)
        if not self.speaks_extension:
            self._acknowledge(message.id)

    def _handle_error(self, message: Error) -> None:
        outgoing = None if message.id is None else self._outbox.find(message.id)
        if outgoing is not None and message.call is not None:
            parts = outgoing.parts
            outgoing = parts[message.call] if 0 <= message.call < len(parts) else None
        self._call_failed(outgoing, message.error)
        if not self.speaks_extension and message.id is not None:
            self._unmute(outgoing)
            self._acknowledge(message.id)

    def _call_failed(self, outgoing: Outgoing | None, error: str) -> None:
        assert self.session is not None
        method = outgoing.method if outgoing is not None else "an unknown call"
        failure = BrowserError(outgoing.wid if outgoing is not None else None, method, error)
        if outgoing is not None and outgoing.answer_to is not None:
            outgoing.answer_to.failed(failure)
        else:
            self.session.call_failed(self, failure)

    def _unmute(self, failed: Outgoing | None) -> None:
        # A failed silent call leaves the stock client mute until a silent one succeeds.
        if self.speaks_extension or failed is None or self.session is None:
            return
        for wid in (*failed.barrier, *self.session.nodes):
            if wid in self.session.nodes:
                call = Call(wid=wid, method="has_callback", args=["activated"], silent=True)
                self.put(Outgoing(msgspec.json.encode(call), wid, call.method))
                return

    def __repr__(self) -> str:
        who = "our client" if self.speaks_extension else "stock client"
        session = None if self.session is None else self.session.id
        return (
            f"<Link {self.state.value} {who} session={session!r} address={self.browser.address} "
            f"sent={self._outbox.sent} acknowledged={self._outbox.acknowledged}>"
        )
