"""One browser's view of one session: it outlives the socket that serves it.

Knows: numbering and acknowledgement both ways, the unsent queue and its limit, what is sent again
when the same page comes back, and which of a browser's messages are against the rules.
Must not know: bytes, sockets, the hello (channel.py), when receipts are due (receipts.py), who
waits for an answer, which reports are stale (knowledge.py), or what a message does to
a widget.

Rules:

* The states and the only ways between them stand in :data:`TRANSITIONS`.
* Both sides count the messages that they have handled. When the same page comes back on another
  socket, each sends again what the other has not seen: exactly once, in order, both ways.
* A link without a socket keeps its queue for the hub's ``resume_window``; then it is gone.
* What is queued and what is on its way together stay below ``Limits.link_bytes``. Past that the
  queue is thrown away, and the page is built anew when its browser reads again.
"""

import enum
from collections import deque
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from ..errors import CloseCode, RemoteProtocolError
from ..sessions.answers import Answers
from ..sessions.replay import replay
from ..transitions import Transitions, follow
from ..wire.incoming import FrameCharge
from ..wire.messages import (
    EXTENSION,
    Ack,
    Callback,
    Error,
    FileChunk,
    FromBrowser,
    Geometry,
    Goodbye,
    Got,
    NewToken,
    PagePing,
    PagePong,
    Ping,
    Pong,
    Result,
    Resumed,
    SessionInfo,
    TransferRefused,
    Viewport,
    brings_files,
)
from ..wire.outgoing import Outgoing, Touch
from .knowledge import Knowledge, Page
from .outbox import NOTHING, Frame, Outbox
from .pulse import Pulse
from .receipts import Receipts
from .stock import StockDialect

if TYPE_CHECKING:
    from ..deadlines import Deadline
    from ..sessions.session import Session
    from .batching import Batch
    from .channel import Browser, Channel


class LinkState(enum.Enum):
    """Where a link stands."""

    ATTACHED = "attached"
    DETACHED = "detached"
    GONE = "gone"


class LinkInput(enum.Enum):
    """What moves a link from one state to another."""

    SERVED = "served"
    LOST = "lost"
    ENDED = "ended"


TRANSITIONS: Transitions[LinkState, LinkInput] = {
    LinkState.ATTACHED: {
        LinkInput.SERVED: LinkState.ATTACHED,
        LinkInput.LOST: LinkState.DETACHED,
        LinkInput.ENDED: LinkState.GONE,
    },
    LinkState.DETACHED: {LinkInput.SERVED: LinkState.ATTACHED, LinkInput.ENDED: LinkState.GONE},
    LinkState.GONE: {},
}


class Link:
    """One browser's view. Made by the hub when a browser has said hello.

    Attributes:
        session: what it shows.
        id: names it for the page that comes back.
        browser: its address and user agent.
        came_at: when its page first connected, as :class:`~.channel.Browser` has it.
        owner: the application's object for it.
        void_tokens: those that its page may have all the same: it was away when the session got
            another, or the news of that may have been lost. Only the latest few.
        channel: the socket that serves it, or None.
        speaks_extension: whether it is our own client.
        state: a :class:`LinkState`.
        builds: how many times its page has been built.
        batches: those that keep messages for it back.
        viewport: the page's size (width, height) in CSS pixels, or None.
        knowledge: what the browser knew of our values when it reported.
    """

    def __init__(self, session: "Session", link_id: str, channel: "Channel") -> None:
        limits = session.hub.limits
        self.session = session
        self.id = link_id
        self.browser: Browser = channel.browser
        self.came_at = channel.browser.came_at
        self.owner: Any = None
        self.void_tokens: deque[str] = deque(maxlen=8)
        self._token_told = 0  # what it applies after this number, it applies after the news
        self.channel: Channel | None = channel
        self.speaks_extension = channel.speaks_extension
        self.state = LinkState.ATTACHED
        self.builds = 0
        self.viewport: tuple[float, float] | None = None
        self._outbox = Outbox(
            limits.frame_bytes, limits.in_flight_bytes, number_all=not channel.speaks_extension
        )
        self.knowledge = Knowledge(self._outbox)
        self._stock = None if channel.speaks_extension else StockDialect()
        self._answers = Answers(self, self._outbox)
        self._receipts = Receipts(session.hub.deadlines, self._tell_handled)
        self._limit = limits.link_bytes
        self._is_set_aside = False
        self._is_announced = False
        self.batches: dict[Batch, None] = {}
        self._sent_to_older = 0  # the number of the last message to the page before this one
        self._expiry: Deadline | None = None
        self._pulse = Pulse(
            session.hub.deadlines,
            limits.keepalive_interval,
            limits.answer_time,
            ask=self._ask_script,
            sleeps=self._script_sleeps,
        )
        self._pulse.begin()
        self._greet(channel)

    # --- what its channel calls ---------------------------------------------------------------

    def handle(
        self, message: FromBrowser, now: float, charge: FrameCharge, data: bytes | None = None
    ) -> None:
        """Take a message of the browser.

        Parameters:
            message: the message.
            now: monotonic seconds.
            charge: the frame that it came in.
            data: the binary frame that belongs to it, if one does.

        Raises:
            RemoteProtocolError: it is against the rules.
        """
        self._pulse.heard(now)
        match message:
            case Callback():
                if self._stock is not None:
                    message.wid = self._stock.ours(message.wid)
                if not message.by_itself:
                    self.session.audience.active(self)
                seen = self._seen(message.seen)
                if brings_files(message):
                    self.session.transfers.open(self, message, now)
                else:
                    self.session.inbox.put_report(self, message, seen, charge)
                self._count_handled()
            case Ack():
                self._acknowledge(message.seen)
            case Result():
                self._answered(message.id, self._answers.take_result(message), message.value)
                self._count_handled()
            case Error():
                self._answered(message.id, self._answers.take_error(message), None)
                self._count_handled()
            case Geometry():
                if message.positions:
                    self.session.audience.active(self)  # a position tells of the user's mouse
                self.session.inbox.put_report(self, message, self._seen(message.seen), charge)
            case Viewport(width=width, height=height):
                if min(width, height) < 0:
                    self.session.inbox.put_refusal(self, f"a page of {width} by {height} pixels")
                    return
                self.viewport = self.session.viewport = (width, height)
            case Ping():
                if self.channel is not None:
                    self.channel.say(Pong())
            case PagePong():
                pass  # it was heard, which is all that it says
            case Goodbye():
                self.shut(CloseCode.NORMAL, "the page has said goodbye")
            case FileChunk():
                self.session.transfers.take_chunk(self, message, data, now, charge)
                self._count_handled(at_once=True)  # the page waits for it, with the next chunks

    def frames_to_send(self, max_bytes: int) -> list[Frame]:
        """Hand out frames for the browser, in order, until about ``max_bytes``."""
        self._is_announced = False
        if self._may_rebuild:
            self.rebuild()
        frames = self._outbox.frames(max_bytes)
        if frames:
            self.session.waiting.room_made()
        return frames

    @property
    def has_output(self) -> bool:
        """Whether :meth:`frames_to_send` has something."""
        return self._outbox.can_send or self._may_rebuild

    @property
    def has_full_frame(self) -> bool:
        """Whether it is time to send, even in the middle of the program's work."""
        return self._outbox.has_full_frame and self._outbox.can_send

    def channel_lost(self, *, for_good: bool) -> None:
        """The socket is gone. The page may come back, unless it has said goodbye."""
        self.channel = None
        if self.state is not LinkState.ATTACHED:
            return
        self._pulse.stop()
        if for_good or not self.speaks_extension or self._is_set_aside:
            self.end(said_goodbye=for_good)
            return
        self._move(LinkInput.LOST)
        hub = self.session.hub
        self._expiry = hub.deadlines.add(hub.resume_window, lambda now: self.end())
        self.session.audience.lost(self)

    def channel_shut(self, code: CloseCode) -> None:
        """We close the socket; what is queued still goes out. Its page is not waited for."""
        if self.state is LinkState.ATTACHED:
            self._move(LinkInput.ENDED)
            self._stop_waiting()
            if self._is_set_aside:
                self._is_set_aside = False
                self._outbox.drop()
            # At other codes it comes back, if only as a new page.
            is_over = code is CloseCode.NORMAL or code >= 4000
            self.session.audience.gone(self, said_goodbye=is_over)

    # --- what the hub calls -------------------------------------------------------------------

    def can_resume(self, seen: int) -> bool:
        """Whether what a page that has applied so much lacks is still here."""
        return (
            self.speaks_extension
            and self.state is not LinkState.GONE
            and not self._is_set_aside
            and max(self._outbox.acknowledged, self._sent_to_older) <= seen <= self._outbox.sent
        )

    def resume(self, channel: "Channel", seen: int) -> None:
        """The same page is back, with its widgets alive: send what it has not seen."""
        older, self.channel = self.channel, channel
        if older is not None:
            older.release_link()
        was_detached = self.state is LinkState.DETACHED
        self._move(LinkInput.SERVED)
        self._stop_waiting()
        self.browser = channel.browser
        self._outbox.rewind(seen)
        self.session.transfers.link_resumed(self)
        self._receipts.told()
        self._pulse.begin()
        channel.serve(self, Resumed(got=self.handled))
        if self.void_tokens:
            self.tell_token()
        if was_detached:
            self.session.audience.resumed(self)
        self.session.waiting.applied(self)
        self._announce()

    def end(self, *, said_goodbye: bool = False) -> None:
        """The page will not be waited for any longer."""
        if self.state is LinkState.GONE:
            return
        was_attached = self.state is LinkState.ATTACHED
        self._move(LinkInput.ENDED)
        self._stop_waiting()
        self._is_set_aside = False
        self._outbox.drop()
        self.session.audience.gone(self, was_attached=was_attached, said_goodbye=said_goodbye)
        if self.channel is not None:
            channel, self.channel = self.channel, None
            channel.release_link()

    # --- what the session calls ---------------------------------------------------------------

    def put(self, outgoing: Outgoing, *, glued: bool = False) -> None:
        """Queue a message for the browser; dropped when it is gone or set aside."""
        if self._stock is None:
            self._put(outgoing, glued)
            return
        if self.state is LinkState.GONE or self._is_set_aside:
            return
        for version in self._stock.versions_of(outgoing):
            self._put(version, glued)
        if self._stock.kept_bytes > self._limit:
            self.set_aside()

    def _put(self, outgoing: Outgoing, glued: bool) -> None:
        if self.state is LinkState.GONE or self._is_set_aside:
            return
        outbox = self._outbox
        outbox.put(outgoing, glued=glued)
        if outbox.held_bytes > self._limit and outbox.excess_bytes > self._limit:
            self.set_aside()
        # Once is enough until frames are taken, but a full frame does not wait for more.
        if not self._is_announced or outbox.has_full_frame:
            self._announce()

    def shut(self, code: CloseCode, reason: str) -> None:
        """Close the link and its socket: what is queued still goes out, then the close."""
        if self.channel is not None:
            self.channel.shut(code, reason)
        else:
            self.end()

    def expires_in(self, now: float) -> float:
        """Seconds for which its page, which was lost, is still waited for."""
        return 0.0 if self._expiry is None else self._expiry.remaining(now)

    @property
    def is_over_high_water(self) -> bool:
        """Whether the program should wait for this browser to take what is queued."""
        return (
            not self._is_set_aside
            and self._outbox.unsent_bytes > self.session.hub.limits.high_water
        )

    @property
    def is_set_aside(self) -> bool:
        """Whether its queue was thrown away, so that it waits to be rebuilt."""
        return self._is_set_aside

    @property
    def last_queued(self) -> int:
        """The place of the last message queued (outbox.py tells places from numbers)."""
        return self._outbox.last

    @property
    def acknowledged(self) -> int:
        """The place up to which the browser is known to have applied everything."""
        return self._outbox.applied

    @property
    def progress(self) -> int:
        """Changes whenever the browser has applied or taken anything, even a part of a message."""
        # The stock client says nothing of a picture before it has all of it.
        return self._outbox.acknowledged + self._outbox.sent

    @property
    def handled(self) -> int:
        """How many of the browser's numbered messages have been taken."""
        return self._receipts.handled

    @property
    def held_bytes(self) -> int:
        """What is queued for the browser, or on its way to it, in bytes."""
        return self._outbox.held_bytes

    def is_stale(self, touches: Iterable[Touch], seen: int) -> bool:
        """Whether the browser, when it had seen so much, did not know our newest values."""
        return self._is_set_aside or self.knowledge.is_stale(touches, seen)

    def page_of(self, seen: int) -> Page:
        """The page that a report came from which was made when so much was applied."""
        return self.knowledge.page_of(seen)

    def is_shown(self, page: Page) -> bool:
        """Whether a page is the one of now, so that what is queued will reach it."""
        return self.knowledge.is_shown(page)

    def withhold(self, batch: "Batch", outgoing: Outgoing) -> None:
        """A batch keeps a message back: reports about what it tells are stale already."""
        self.batches[batch] = None
        self.knowledge.withhold(outgoing)

    def batch_over(self, batch: "Batch", messages: list[Outgoing]) -> None:
        """A batch gives back what it kept."""
        self.batches.pop(batch, None)
        self.knowledge.give_back(messages)

    def report_taken(self) -> None:
        """The oldest of its reports has been taken."""
        self.knowledge.report_taken()
        if not self.knowledge.has_reports:
            self.session.audience.done(self)

    def tell_token(self) -> None:
        """Tell the browser the session's token, which has changed."""
        if self.channel is None:
            return
        if self.speaks_extension:
            self._token_told = self._outbox.sent
            self.channel.say(NewToken(token=self.session.token))
        else:
            self.channel.say(SessionInfo(session_id=self.session.id, token=self.session.token))

    def rebuild(self) -> None:
        """Throw away what waits, and build the page anew from the session's state."""
        self.builds += 1
        # The messages are those of this moment: what the program does meanwhile queues behind
        # them. They are references to what is encoded already, so this copies nothing.
        self._outbox.clear()
        self._is_set_aside = False
        self.knowledge.rebuilt()
        self._sent_to_older = self._outbox.sent
        if self._stock is not None:
            self._stock.forget()
        for outgoing in replay(self.session, stock=not self.speaks_extension):
            if self._stock is None:
                self._outbox.put(outgoing, counted=False)
                continue
            for version in self._stock.versions_of(outgoing, counted=False):
                self._outbox.put(version, counted=False)
        self.session.waiting.ask_again(self)
        self._announce()

    # --- its own business ---------------------------------------------------------------------

    def _move(self, what: LinkInput) -> None:
        self.state = follow(TRANSITIONS, self.state, what)

    def _greet(self, channel: "Channel") -> None:
        extended = self.speaks_extension
        channel.serve(
            self,
            SessionInfo(
                session_id=self.session.id,
                token=self.session.token,
                ext=EXTENSION if extended else 0,
                link=self.id if extended else None,
            ),
        )

    def _announce(self) -> None:
        self._is_announced = True
        if self.channel is not None:
            self.session.hub.mark_ready(self.channel)

    def set_aside(self) -> None:
        """Throw its queue away, and build its page anew when the browser reads again."""
        self._outbox.clear()
        if self._stock is not None:
            self._stock.forget()
        if self.state is LinkState.DETACHED:
            self.end()  # there is nothing left to resume with
            return
        self._is_set_aside = True
        self.session.waiting.set_aside(self)

    @property
    def _may_rebuild(self) -> bool:
        # A browser that was set aside reads again when it has applied what it was sent before.
        return self._is_set_aside and self._outbox.acknowledged >= self._outbox.sent

    def _stop_waiting(self) -> None:
        if self._expiry is not None:
            self._expiry.cancel()
            self._expiry = None
        self._pulse.stop()
        self._receipts.stop()

    def _ask_script(self) -> None:
        if self._stock is not None:
            self._put(Outgoing(NOTHING, None, "Batch"), False)  # answered, as all that it is sent
        elif self.channel is not None:
            self.channel.say(PagePing())

    def _script_sleeps(self) -> None:
        if self.session.is_reading_paused:
            self._pulse.begin()  # what it says lies unread
        elif self.channel is not None:
            self.channel.lose_link("the page does not answer")

    def _count_handled(self, *, at_once: bool = False) -> None:
        if self.speaks_extension:
            self._receipts.count(at_once=at_once)

    def _tell_handled(self, count: int) -> bool:
        if self.channel is not None:
            self.channel.say(Got(count=count))
        return self.channel is not None

    def refuse_transfer(self, transfer_id: int) -> None:
        """Tell the page that nobody waits for these files; the stock client sends them all."""
        if self.speaks_extension and self.channel is not None:
            self.channel.say(TransferRefused(transfer_id=transfer_id), transfer_id)

    def _seen(self, seen: int | None) -> int:
        """The place up to which a browser had applied everything when it reported."""
        # The stock client does not count; what it has answered, it has seen.
        if seen is None:
            seen = self._outbox.acknowledged
        if not 0 <= seen <= self._outbox.sent:
            raise RemoteProtocolError(
                CloseCode.PROTOCOL_ERROR,
                "count of messages that were never sent",
                f"seen is {seen}; {self._outbox.sent} have been sent",
            )
        place = self._outbox.place_of(seen)
        self.knowledge.reported = max(self.knowledge.reported, place)
        return place

    def _acknowledge(self, number: int) -> None:
        if number < 0 or not self._outbox.acknowledge(number):
            raise RemoteProtocolError(
                CloseCode.PROTOCOL_ERROR,
                "acknowledgement of a message that was never sent",
                f"{number} acknowledged; {self._outbox.sent} have been sent",
            )
        if number > self._token_told:
            self.void_tokens.clear()
        self.knowledge.applied(self._outbox.place_of(number))
        self.session.waiting.applied(self)
        if self.has_output:
            self._announce()

    def _answered(self, number: int | None, outgoing: Outgoing | None, value: Any) -> None:
        # The stock client does not count: what it has answered, it has applied.
        if self._stock is None or number is None:
            return
        if outgoing is not None:
            for kept in self._stock.answered(outgoing, value):
                self._put(kept, False)
        self._acknowledge(number)

    def __repr__(self) -> str:
        who = "our client" if self.speaks_extension else "stock client"
        return (
            f"<Link {self.id} {self.state.value} {who} session={self.session.id!r} "
            f"address={self.browser.address} sent={self._outbox.sent} "
            f"acknowledged={self._outbox.acknowledged}>"
        )
