"""One browser's view of one session: it outlives the socket that serves it.

Knows: where the view stands, whom each of the browser's messages is for, what is sent again when
the same page comes back, and which of its messages are against the rules.
Must not know: bytes, sockets, the hello (channel.py), the queue's dialect and limit (delivery.py),
when receipts are due (receipts.py), or what a message does to a widget.

Rules:

* The states and the only ways between them stand in link_state.py.
* Both sides count the messages that they have handled. When the same page comes back on another
  socket, each sends again what the other has not seen: exactly once, in order, both ways.
* A link without a socket keeps its queue for the hub's ``resume_window``; then it is gone.
* What is queued and what is on its way together stay below ``Limits.link_bytes``. Past that the
  queue is thrown away, and the page is built anew when its browser reads again.
"""

from collections.abc import Iterable
from typing import Any

from ..deadlines import Deadline
from ..errors import CloseCode
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
from .batching import Batch
from .channel import Browser, Channel
from .delivery import Delivery
from .knowledge import PageBuild
from .link_state import TRANSITIONS, LinkInput, LinkState
from .outbox import NOTHING, Frame, Number, Place
from .pulse import Pulse
from .receipts import Receipts
from .seam import Host
from .token_news import TokenNews


class Link:
    """One browser's view. Made by the hub when a browser has said hello.

    Attributes:
        session: what it shows.
        id: names it for the page that comes back.
        browser: its address and user agent.
        came_at: when its page first connected, as :class:`~.channel.Browser` has it.
        owner: the application's object for it.
        channel: the socket that serves it, or None.
        speaks_extension: whether it is our own client.
        state: a :class:`~.link_state.LinkState`.
        builds: how many times its page has been built.
        batches: those that keep messages for it back.
        viewport: the page's size (width, height) in CSS pixels, or None.
        knowledge: what the browser knew of our values when it reported.
        token_news: which of the session's tokens its page may have.
    """

    def __init__(self, session: "Host[Link]", link_id: str, channel: Channel) -> None:
        house = channel.house
        limits, deadlines = house.limits, house.deadlines
        self.session = session
        self.id = link_id
        self.browser: Browser = channel.browser
        self.came_at = channel.browser.came_at
        self.owner: Any = None
        self.channel: Channel | None = channel
        self.speaks_extension = channel.speaks_extension
        self.state = LinkState.ATTACHED
        self.builds = 0
        self.batches: dict[Batch, None] = {}
        self.viewport: tuple[float, float] | None = None
        self.token_news = TokenNews()
        self._deadlines = deadlines
        self._resume_window = house.resume_window
        self._high_water = limits.high_water
        self._delivery = Delivery(limits, speaks_extension=channel.speaks_extension)
        self._outbox = self._delivery.outbox
        self.knowledge = self._delivery.knowledge
        self._receipts = Receipts(deadlines, self._tell_handled)
        self._is_announced = False
        self._expiry: Deadline | None = None
        self._pulse = Pulse(
            deadlines,
            limits.keepalive_interval,
            limits.answer_time,
            ask=self._ask_script,
            sleeps=self._script_sleeps,
        )
        self._pulse.begin()
        extended = self.speaks_extension
        greeting = SessionInfo(
            session_id=session.id,
            token=session.token,
            ext=EXTENSION if extended else 0,
            link=link_id if extended else None,
        )
        channel.serve(self, greeting)

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
        session = self.session
        match message:
            case Callback():
                message.wid = self._delivery.our_wid(message.wid)
                if not message.by_itself:
                    session.user_acted(self)
                seen = self._delivery.reported(message.seen)
                if brings_files(message):
                    session.take_files(self, message, now)
                else:
                    session.take_report(self, message, seen, charge)
                self._count_handled()
            case Ack():
                self._acknowledge(message.seen)
            case Result():
                call = self._outbox.find(message.id)
                session.take_value(self, call, message.value)
                self._answered(message.id, call, message.value)
                self._count_handled()
            case Error():
                call = self._failed_call(message)
                session.take_error(self, call, message.error)
                self._answered(message.id, call, None)
                self._count_handled()
            case Geometry():
                if message.positions:
                    session.user_acted(self)  # a position tells of the user's mouse
                session.take_report(self, message, self._delivery.reported(message.seen), charge)
            case Viewport(width=width, height=height):
                session.take_viewport(self, width, height)
            case Ping():
                if self.channel is not None:
                    self.channel.say(Pong())
            case PagePong():
                pass  # it was heard, which is all that it says
            case Goodbye():
                self.shut(CloseCode.NORMAL, "the page has said goodbye")
            case FileChunk():
                session.take_chunk(self, message, data, now, charge)
                self._count_handled(at_once=True)  # the page waits for it, with the next chunks

    def frames_to_send(self, max_bytes: int) -> list[Frame]:
        """Hand out frames for the browser, in order, until about ``max_bytes``."""
        self._is_announced = False
        if self._may_rebuild:
            self.rebuild()
        frames = self._outbox.frames(max_bytes)
        if frames:
            self.session.room_made()
        return frames

    @property
    def has_output(self) -> bool:
        """Whether :meth:`frames_to_send` has something."""
        return self._outbox.can_send or self._may_rebuild

    @property
    def has_full_frame(self) -> bool:
        """Whether it is time to send, even in the middle of the program's work."""
        return self._outbox.has_full_frame and self._outbox.can_send

    @property
    def is_reading_paused(self) -> bool:
        """Whether the browser's bytes should stay where they are for now."""
        return self.session.is_reading_paused

    def channel_lost(self, *, for_good: bool) -> None:
        """The socket is gone. The page may come back, unless it has said goodbye."""
        self.channel = None
        if not self._has_socket:
            return
        self._pulse.stop()
        if for_good or not self.speaks_extension or self.is_set_aside:
            self.end(said_goodbye=for_good)
            return
        self._expiry = self._deadlines.add(self._resume_window, lambda now: self.end())
        self.session.moved(self, *self._move(LinkInput.LOST))

    def channel_shut(self, code: CloseCode) -> None:
        """We close the socket; what is queued still goes out. Its page is not waited for."""
        if not self._has_socket:
            return
        self._stop_waiting()
        if self.is_set_aside:
            self._outbox.drop()
        # At other codes it comes back, if only as a new page.
        is_over = code is CloseCode.NORMAL or code >= 4000
        self.session.moved(self, *self._move(LinkInput.ENDED), said_goodbye=is_over)

    # --- what the hub calls -------------------------------------------------------------------

    def can_resume(self, applied: int) -> bool:
        """Whether the messages that a page lacks, which has applied so many, are still here."""
        is_kept = self.state is LinkState.ATTACHED or self.state is LinkState.DETACHED
        return self.speaks_extension and is_kept and self._delivery.can_resume(applied)

    def resume(self, channel: Channel, applied: int) -> None:
        """The same page is back, with its widgets alive: send what it has not applied."""
        older, self.channel = self.channel, channel
        if older is not None:
            older.release_link()
        moves = self._move(LinkInput.SERVED)
        self._stop_waiting()
        self.browser = channel.browser
        self._outbox.rewind(Number(applied))
        self._receipts.told()
        self._pulse.begin()
        channel.serve(self, Resumed(got=self.handled))
        if self.token_news.void:
            self._tell_token()
        self.session.moved(self, *moves)
        self.session.applied(self)
        self._announce()

    def end(self, *, said_goodbye: bool = False) -> None:
        """The page will not be waited for any longer."""
        if self.state is LinkState.GONE:
            return
        moves = self._move(LinkInput.ENDED)
        self._stop_waiting()
        self._outbox.drop()
        self.session.moved(self, *moves, said_goodbye=said_goodbye)
        if self.channel is not None:
            channel, self.channel = self.channel, None
            channel.release_link()

    # --- what the session calls ---------------------------------------------------------------

    def put(self, outgoing: Outgoing, *, glued: bool = False) -> None:
        """Queue a message for the browser; dropped when it is gone or set aside."""
        state = self.state
        if state is LinkState.GONE or state is LinkState.SET_ASIDE:
            return
        if not self._delivery.put(outgoing, glued):
            self.set_aside()
        # Once is enough until frames are taken, but a full frame does not wait for more.
        if not self._is_announced or self._outbox.has_full_frame:
            self._announce()

    def set_aside(self) -> None:
        """Throw its queue away, and build its page anew when the browser reads again."""
        self._delivery.clear()
        if self.state is LinkState.DETACHED:
            self.end()  # there is nothing left to resume with
            return
        self.session.moved(self, *self._move(LinkInput.OVERFLOWED))

    def rebuild(self) -> None:
        """Throw away what waits, and build the page anew from the session's state."""
        self._move(LinkInput.REBUILT)
        self.builds += 1
        self._delivery.rebuild(self.session.page(stock=not self.speaks_extension))
        self.session.rebuilt(self)
        self._announce()

    def shut(self, code: CloseCode, reason: str) -> None:
        """Close the link and its socket: what is queued still goes out, then the close."""
        if self.channel is not None:
            self.channel.shut(code, reason)
        else:
            self.end()

    def tell_token(self, old: str) -> None:
        """Tell the browser the session's token, which has changed; ``old`` is void."""
        self.token_news.void.append(old)
        self._tell_token()

    def refuse_transfer(self, transfer_id: int) -> None:
        """Tell the page that nobody waits for these files; the stock client sends them all."""
        if self.speaks_extension and self.channel is not None:
            self.channel.say(TransferRefused(transfer_id=transfer_id), transfer_id)

    def announce(self) -> None:
        """Have the driver look at it: its reading may be paused, or go on."""
        if self.channel is not None:
            self.channel.announce()

    def withhold(self, batch: Batch, outgoing: Outgoing) -> None:
        """A batch keeps a message back: reports about what it tells are stale already."""
        self.batches[batch] = None
        self.knowledge.withhold(outgoing)

    def batch_over(self, batch: Batch, messages: Iterable[Outgoing]) -> None:
        """A batch gives back what it kept."""
        self.batches.pop(batch, None)
        self.knowledge.give_back(messages)

    # --- what others ask ----------------------------------------------------------------------

    def expires_in(self, now: float) -> float:
        """Seconds for which its page, which was lost, is still waited for."""
        return 0.0 if self._expiry is None else self._expiry.remaining(now)

    @property
    def is_over_high_water(self) -> bool:
        """Whether the program should wait for this browser to take what is queued."""
        return not self.is_set_aside and self._outbox.unsent_bytes > self._high_water

    @property
    def is_set_aside(self) -> bool:
        """Whether its queue was thrown away, so that it waits to be rebuilt."""
        return self.state is LinkState.SET_ASIDE

    @property
    def last_queued(self) -> Place:
        """The place of the last message queued."""
        return self._outbox.last

    @property
    def applied_place(self) -> Place:
        """The place up to which the browser is known to have applied everything."""
        return self._outbox.applied_place

    @property
    def progress(self) -> int:
        """Changes whenever the browser has applied or taken anything, even a part of a message."""
        # The stock client says nothing of a picture before it has all of it.
        return self._outbox.applied_number + self._outbox.sent

    @property
    def handled(self) -> int:
        """How many of the browser's numbered messages have been taken."""
        return self._receipts.handled

    @property
    def held_bytes(self) -> int:
        """What is queued for the browser, or on its way to it, in bytes."""
        return self._outbox.held_bytes

    def is_stale(self, touches: tuple[Touch, ...], seen: Place) -> bool:
        """Whether the browser did not know our newest values, when it had applied so much."""
        return self.is_set_aside or self.knowledge.is_stale(touches, seen)

    def page_of(self, seen: Place) -> PageBuild:
        """The page that a report came from which was made when so much was applied."""
        return self.knowledge.page_of(seen)

    def is_shown(self, page: PageBuild) -> bool:
        """Whether a page is the one of now, so that what is queued will reach it."""
        return self.knowledge.is_shown(page)

    # ------------------------------------------------------------------------------------------

    def _move(self, what: LinkInput) -> tuple[LinkState, LinkState]:
        """Go to the next state; gives the one before and the one after."""
        before = self.state
        self.state = TRANSITIONS[before, what]
        return before, self.state

    @property
    def _has_socket(self) -> bool:
        return self.state is LinkState.ATTACHED or self.is_set_aside

    @property
    def _may_rebuild(self) -> bool:
        # A browser that was set aside reads again when it has applied what it was sent before.
        return self.is_set_aside and self._delivery.is_applied

    def _announce(self) -> None:
        self._is_announced = True
        self.announce()

    def _stop_waiting(self) -> None:
        if self._expiry is not None:
            self._expiry.cancel()
            self._expiry = None
        self._pulse.stop()
        self._receipts.stop()

    def _ask_script(self) -> None:
        if not self.speaks_extension:
            self.put(Outgoing(NOTHING, None, "Batch"))  # answered, as all that it is sent
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

    def _tell_token(self) -> None:
        if self.channel is None:
            return
        if self.speaks_extension:
            self.token_news.told(self._outbox.sent)
            self.channel.say(NewToken(token=self.session.token))
        else:
            self.channel.say(SessionInfo(session_id=self.session.id, token=self.session.token))

    def _acknowledge(self, number: int) -> None:
        self.token_news.applied(self._delivery.acknowledge(number))
        self.session.applied(self)
        if self.has_output:
            self._announce()

    def _failed_call(self, message: Error) -> Outgoing | None:
        """The call that an error is about (of several in one message the one that it was)."""
        call = None if message.id is None else self._outbox.find(message.id)
        if call is None or message.call is None:
            return call
        return call.parts[message.call] if 0 <= message.call < len(call.parts) else None

    def _answered(self, number: int | None, call: Outgoing | None, value: Any) -> None:
        # The stock client does not count: what it has answered, it has applied.
        if self.speaks_extension or number is None:
            return
        if call is not None and not self._delivery.named(call, value):
            self.set_aside()
        self._acknowledge(number)

    def __repr__(self) -> str:
        who = "our client" if self.speaks_extension else "stock client"
        return (
            f"<Link {self.id} {self.state.value} {who} session={self.session.id!r} "
            f"address={self.browser.address} sent={self._outbox.sent} "
            f"applied={self._outbox.applied_number}>"
        )
