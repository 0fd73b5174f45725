"""One browser's view of one session: it outlives the socket that serves it.

Knows: where the view stands, and what is sent again when the same page comes back. Must not know:
the hello (channel.py), whom each of the browser's messages is for (receiver.py), the queue's
dialect and limit (delivery.py), or what is said beside the numbered messages (asides.py).

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
from ..transitions import follow
from ..wire.messages import Rights, Unrepeated
from ..wire.outgoing import Outgoing
from .asides import Asides
from .batching import Batch
from .carry import Carry
from .channel import Browser, Channel
from .delivery import Delivery
from .link_state import TRANSITIONS, LinkInput, LinkState
from .numbering import Number
from .own_view import OwnView
from .parts import NOTHING, Frame
from .receiver import Receiver
from .seam import Badge, Hosted


class Link:
    """One browser's view of a session. Made by the hub when a browser has said hello.

    It outlives its channel: after a loss its page may come back on another one.

    Attributes:
        session: what it shows.
        host: the side of the session that takes what it brings.
        badge: by what its browser was let in.
        id: names it for the page that comes back.
        former: the id of the view that its page had before it was loaded anew, as that page says.
        rights: what its user may do just now; None: all.
        may_act: whether its user may act on widgets for which the user's role has no rule.
        takes_part: whether its user may act on any widget at all.
        browser: its address and user agent.
        came_at: when its page first connected, as :class:`~.channel.Browser` has it.
        owner: the application's object for it.
        speaks_extension: whether it is our own client.
        state: a :class:`~.link_state.LinkState`.
        builds: how many times its page has been built.
        batches: those that keep messages for it back.
        viewport: the page's size (width, height) in CSS pixels, or None.
        own_view: what its page shows otherwise than the session.
        outbox: what is queued for the browser, and on its way to it.
        knowledge: what the browser knew of our values when it reported.
        handle, take_answer: take a message of the browser, or what the program waits for of it
            (:class:`.receiver.Receiver`).
        asides: what is said beside the messages that are queued.
    """

    def __init__(
        self,
        session: "Hosted[Link]",
        badge: Badge,
        link_id: str,
        channel: Channel,
        former: str | None = None,
        carry: Carry | None = None,
    ) -> None:
        house = channel.house
        self.session = session
        self.host = host = session.reception
        self.badge = badge
        self.id = link_id
        self.former = former
        self.carry = carry
        self.browser: Browser = channel.browser
        self.came_at = channel.browser.came_at
        self.owner: Any = None
        self.speaks_extension = channel.speaks_extension
        self.state = LinkState.ATTACHED
        self.builds = 0
        self.batches: dict[Batch, None] = {}
        self.viewport: tuple[float, float] | None = None
        self.own_view = OwnView(is_following=badge.is_following)
        self._house = house
        self._delivery = Delivery(
            house.limits,
            host.account,
            speaks_extension=channel.speaks_extension,
            is_short=channel.is_short,
        )
        self.outbox = self._delivery.outbox
        self.knowledge = self._delivery.knowledge
        if carry is not None and carry.owner is not None:
            self.knowledge.goes_on(carry.owner)
        self._is_announced = False
        self._expiry: Deadline | None = None
        self._hold(host.authority.rights_of_new(self))
        self.asides = Asides(host, badge, channel, self._ask_stock)
        self.asides.rights = self.rights
        self.asides.greet(self, channel, link_id, carry, keeps=house.keeps)
        # Every message of the browser does: no method stands in between.
        receiver = Receiver(self, host, self._delivery, self.asides)
        self.handle, self.take_answer = receiver.handle, receiver.take_answer

    @property
    def channel(self) -> Channel | None:
        """The socket that serves it, or None."""
        return self.asides.channel

    # --- what its channel calls ---------------------------------------------------------------

    def frames_to_send(self, max_bytes: int, now: float | None = None) -> list[Frame]:
        """Hand out frames for the browser, in order, until about ``max_bytes``."""
        self._is_announced = False
        if self.state is LinkState.SET_ASIDE and self._may_rebuild:
            self.rebuild()
        frames = self.outbox.frames(max_bytes, now)
        if frames:
            self.host.room_made()
        return frames

    @property
    def has_output(self) -> bool:
        """Whether :meth:`frames_to_send` has something."""
        return self.outbox.can_send or (self.state is LinkState.SET_ASIDE and self._may_rebuild)

    @property
    def has_full_frame(self) -> bool:
        """Whether it is time to send, even in the middle of the program's work."""
        return self.outbox.has_full_frame and self.outbox.can_send

    def channel_lost(self, *, for_good: bool) -> None:
        """The socket is gone. The page may come back, unless it has said goodbye."""
        self.asides.channel = None
        if not self._has_socket:
            return
        self.asides.lost()
        if for_good or not self.speaks_extension or self.is_set_aside:
            self.end(said_goodbye=for_good)
            return
        self._expiry = self._house.deadlines.add(self._house.resume_window, lambda now: self.end())
        self.host.moved(self, *self._move(LinkInput.LOST))

    def channel_shut(self, code: CloseCode) -> None:
        """We close the socket; what is queued still goes out. Its page is not waited for."""
        if not self._has_socket:
            return
        if code is not CloseCode.NORMAL:  # else nobody is there to hear it
            self.asides.receipts.tell_rest()  # what was handled is not to count as lost there
        self._stop_waiting()
        if self.is_set_aside:
            self._delivery.drop()
        # At other codes it comes back, if only as a new page.
        is_over = code is CloseCode.NORMAL or code >= 4000
        self.host.moved(self, *self._move(LinkInput.ENDED), said_goodbye=is_over)

    # --- what the hub calls -------------------------------------------------------------------

    def can_resume(self, applied: int) -> bool:
        """Whether all messages are kept that a page still lacks when it has applied so many."""
        is_kept = self.state is LinkState.ATTACHED or self.state is LinkState.DETACHED
        return self.speaks_extension and is_kept and self._delivery.can_resume(applied)

    def resume(self, channel: Channel, applied: int) -> None:
        """The same page is back, with its widgets alive: send what it has not applied."""
        moves = self._move(LinkInput.SERVED)
        self._cancel_expiry()
        self.browser = channel.browser
        self.outbox.rewind(Number(applied))
        self.asides.resume(self, channel, self.outbox.sent)
        self.host.moved(self, *moves)
        self.host.applied(self)
        self.announce()

    def end(self, *, said_goodbye: bool = False) -> None:
        """The page will not be waited for any longer."""
        if self.state is LinkState.GONE:
            return
        moves = self._move(LinkInput.ENDED)
        self._stop_waiting()
        self._delivery.drop()
        self.host.moved(self, *moves, said_goodbye=said_goodbye)
        self.asides.release()

    # --- what the session calls ---------------------------------------------------------------

    def put(self, outgoing: Outgoing, *, glued: bool = False) -> None:
        """Queue a message for the browser; dropped when it is gone or set aside."""
        state = self.state
        if state is LinkState.GONE or state is LinkState.SET_ASIDE:
            return
        if not self._delivery.put(outgoing, glued):
            self.set_aside()
        # Once is enough until frames are taken, but a full frame does not wait for more.
        is_full = self.outbox.has_full_frame
        if is_full or not self._is_announced:
            self.announce(is_full=is_full)

    @property
    def may_join(self) -> bool:
        """Whether it may go along with the session's other browsers."""
        return self.state is LinkState.ATTACHED and not self.batches and self.outbox.is_even

    def room(self) -> int:
        """Count its queue, and set it aside if that is too long; gives how many bytes more fit."""
        room = self._delivery.room()
        if room is None:
            self.set_aside()
            return 0
        return room

    def announce(self, *, is_full: bool = False) -> None:
        """Have the driver look at its channel; ``is_full``: there is a full frame."""
        self._is_announced = True
        channel = self.asides.channel
        if channel is not None:
            self._house.mark_ready(channel, is_pressing=is_full)

    def set_aside(self) -> None:
        """Throw its queue away, and build its page anew when the browser reads again."""
        if self.state is LinkState.DETACHED:
            # Nothing would be left to resume with. Its waiting reports are judged as those of any
            # browser that left, so what was told of values must not be forgotten.
            self.end()
            return
        self._delivery.clear()
        self.host.moved(self, *self._move(LinkInput.OVERFLOWED))

    def rebuild(self) -> None:
        """Throw away what waits, and build the page anew from the session's state."""
        self._move(LinkInput.REBUILT)
        self.builds += 1
        page = self.host.packed_page() if self.speaks_extension else self.host.page(stock=True)
        self._delivery.rebuild(page)
        self.host.page_rebuilt(self)
        self.announce()

    def shut(self, code: CloseCode, reason: str) -> None:
        """Close the link and its socket: what is queued still goes out, then the close.

        Parameters:
            code: what the WebSocket is closed with.
            reason: what the browser is told; the stock client shows it as HTML.
        """
        if self.channel is not None:
            self.channel.shut(code, reason)
        else:
            self.end()

    def set_rights(self, rights: Rights | None) -> None:
        """Have its user do more, or less, from now on; the page is told."""
        if rights != self.rights:
            self._hold(rights)
            self.asides.tell_rights(rights)

    def tell_token(self, old: str) -> None:
        """Tell the browser its token, which has changed; ``old`` is void."""
        self.asides.token_changed(old, self.outbox.sent)

    def withhold(self, batch: Batch, outgoing: Outgoing) -> None:
        """A batch keeps a message back: reports about what it tells are stale already."""
        self.outbox.leave()  # what others are told meanwhile is behind this
        self.batches[batch] = None
        self.knowledge.withhold(outgoing)

    def batch_over(self, batch: Batch, messages: Iterable[Outgoing]) -> None:
        """A batch gives back what it kept."""
        self.batches.pop(batch, None)
        self.knowledge.give_back(messages)

    def carried(self) -> None:
        """All that its page had said before is taken: build it anew."""
        carry = self.carry
        if carry is None or not self._has_socket:
            return
        carry.is_under_way = False
        self.rebuild()
        self.tell_unrepeated()

    def tell_unrepeated(self) -> None:
        """Tell the page how much of what it has brought is not repeated, if anything is.

        It is told the sum, and once more when it has come back: what was told may have been lost.
        """
        carry = self.carry
        if carry is None or carry.is_under_way or self.channel is None:
            return
        total = carry.unrepeated.total
        if total:
            self.channel.say(Unrepeated(count=carry.unrepeated.take_news(), total=total))

    # --- what others ask ----------------------------------------------------------------------

    def expires_in(self, now: float) -> float:
        """Seconds for which its page, which was lost, is still waited for.

        Parameters:
            now: monotonic seconds.

        Returns:
            0 where it was not lost, or is waited for no longer.
        """
        return 0.0 if self._expiry is None else self._expiry.remaining(now)

    @property
    def is_set_aside(self) -> bool:
        """Whether its queue was thrown away, so that it waits to be rebuilt."""
        return self.state is LinkState.SET_ASIDE

    # ------------------------------------------------------------------------------------------

    def _hold(self, rights: Rights | None) -> None:
        self.rights = rights
        self.may_act = rights is None or rights.acts
        self.takes_part = self.may_act or bool(rights and rights.allow)

    def _move(self, what: LinkInput) -> tuple[LinkState, LinkState]:
        """Go to the next state; gives the one before and the one after."""
        before = self.state
        self.state = follow(TRANSITIONS, before, what)
        if self.state is not LinkState.ATTACHED:
            self.outbox.leave()
        return before, self.state

    @property
    def _has_socket(self) -> bool:
        return self.state is LinkState.ATTACHED or self.is_set_aside

    @property
    def _may_rebuild(self) -> bool:
        # A browser that was set aside reads again when it has applied what it was sent before.
        is_bringing = self.carry is not None and self.carry.is_under_way
        return not is_bringing and self._delivery.is_applied

    def _stop_waiting(self) -> None:
        self._cancel_expiry()
        self.asides.stop()

    def _cancel_expiry(self) -> None:
        if self._expiry is not None:
            self._expiry.cancel()
            self._expiry = None

    def _ask_stock(self) -> None:
        self.put(Outgoing(NOTHING, None, "Batch"))  # answered, as all that it is sent

    def __repr__(self) -> str:
        who = "our client" if self.speaks_extension else "stock client"
        return (
            f"<Link {self.id} {self.state.value} {who} session={self.host.id!r} "
            f"address={self.browser.address} sent={self.outbox.sent} "
            f"applied={self.outbox.applied_number}>"
        )
