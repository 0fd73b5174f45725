"""What one browser says, brought to whom it is for.

Knows: every message of a browser, which of them are against the rules, and which of a user who may
not do all are refused. Must not know: the states of a link (link.py), or what a message does.
"""

from typing import Any, assert_never

from ..errors import CloseCode, RemoteProtocolError
from ..wire.incoming import FrameCharge
from ..wire.messages import (
    Ack,
    Callback,
    Carried,
    Error,
    FileChunk,
    FromBrowser,
    Geometry,
    Goodbye,
    PagePong,
    Ping,
    Result,
    Viewport,
    brings_files,
)
from ..wire.outgoing import Outgoing
from .asides import Asides
from .carry import Carry
from .delivery import Delivery
from .numbering import Place
from .seam import Host, Reporter


class Receiver[L: Reporter]:
    """Takes the messages of one link's browser.

    Parameters:
        link: the link.
        session: what the link shows.
        delivery: the link's queue, which its reports and acknowledgements are about.
        asides: count what was handled.
    """

    __slots__ = (
        "_asides",
        "_count",
        "_delivery",
        "_link",
        "_outbox",
        "_pulse",
        "_session",
        "_speaks_extension",
    )

    def __init__(self, link: L, session: Host[L], delivery: Delivery, asides: Asides) -> None:
        self._link = link
        self._session = session
        self._delivery = delivery
        self._outbox = delivery.outbox
        self._asides = asides
        self._pulse = asides.pulse
        self._count = asides.receipts.count
        self._speaks_extension = link.speaks_extension

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
        pulse = self._pulse
        pulse.heard_at = now
        if pulse.is_asked:
            pulse.answered(now)
        link, session = self._link, self._session
        if link.carry is not None:
            carried = self._carry_over(link.carry, message, charge)
            if carried is None:
                return
            message = carried
        if link.rights is not None and self._handle_of_limited(message, charge):
            if isinstance(message, Callback) and message.applied:
                self._acknowledge(message.seen or 0, now)
            return
        is_to_count = self._speaks_extension and isinstance(message, Callback)
        try:
            match message:
                case Callback():
                    if not self._speaks_extension:
                        message.wid = self._delivery.our_wid(message.wid)
                    if not message.by_itself:
                        session.user_acted(link)
                    seen = self._delivery.reported(message.seen)
                    if message.args and brings_files(message):
                        session.take_files(link, message, now, charge)
                    else:
                        session.take_report(link, message, seen, charge)
                    if is_to_count:
                        is_to_count = False
                        self._count(charge.size)
                    if link.carry is not None:
                        link.carry.taken()
                    # Behind the report, which may be older than what it applies.
                    if message.applied:
                        self._acknowledge(message.seen or 0, now, seen)
                case Ack():
                    self._acknowledge(message.seen, now)
                case Result():
                    self._take_result(message, now)
                    self._asides.count_handled(charge.size)
                case Error():
                    self._take_error(message, now)
                    self._asides.count_handled(charge.size)
                case Geometry():
                    if message.positions or message.position_runs:
                        session.user_acted(link)  # a position tells of the user's mouse
                    session.take_report(
                        link, message, self._delivery.reported(message.seen), charge
                    )
                case Viewport(width=width, height=height):
                    session.take_viewport(link, width, height)
                case Ping():
                    self._asides.answer_ping()
                case PagePong():
                    pass  # it was heard, which is all that it says
                case Carried():
                    pass  # nothing was to be brought
                case Goodbye():
                    link.shut(CloseCode.NORMAL, "the page has said goodbye")
                case FileChunk():
                    session.take_chunk(link, message, data, now, charge)
                    # At once: before it sends more chunks.
                    self._asides.count_handled(charge.size, at_once=True)
                case _:
                    assert_never(message)
        except RemoteProtocolError:
            raise
        except Exception as exc:  # the core's own; it must not end what others are served by
            if is_to_count:
                self._count(charge.size)  # else its page would bring it again and again
            session.take_fault(link, exc)

    def take_answer(self, message: FromBrowser, now: float) -> None:
        """Take what the program waits for of a message that is left to the next run.

        Handlers that end may wait for their page still. The message does not count as handled, so
        that the page brings it once more; the next run passes over answers.

        Parameters:
            message: the message.
            now: monotonic seconds.

        Raises:
            RemoteProtocolError: it is against the rules.
        """
        self._pulse.heard_at = now
        if self._pulse.is_asked:
            self._pulse.answered(now)
        if isinstance(message, Ping):
            self._asides.answer_ping()
        if self._link.carry is not None and self._link.carry.is_under_way:
            return  # it is about a page that another run has built
        match message:
            case Ack(seen=seen):
                self._acknowledge(seen, now)
            case Callback(applied=True, seen=seen):
                self._acknowledge(seen or 0, now)
            case Result(id=number) if self._may_answer(number):
                self._take_result(message, now)
            case Error(id=asked, call=part) if self._may_answer(asked, part):
                self._take_error(message, now)
            case _:
                pass

    def _take_result(self, message: Result, now: float) -> None:
        call = self._outbox.find(message.id)
        self._session.take_value(self._link, call, message.value)
        self._answered(message.id, call, message.value, now)

    def _take_error(self, message: Error, now: float) -> None:
        call = self._outbox.find_part(message.id, message.call)
        self._session.take_error(self._link, call, message.error)
        self._answered(message.id, call, None, now)

    def _carry_over(
        self, carry: Carry, message: FromBrowser, charge: FrameCharge
    ) -> FromBrowser | None:
        """Take a message of a page that another run has built; None: it is dealt with."""
        if isinstance(message, Carried):
            if carry.begin(message):
                self._asides.receipts.handled += carry.missing
            return None
        taken = carry.take(message, self._asides.receipts.handled + 1)
        if taken is None and not isinstance(message, Geometry):
            self._asides.count_handled(charge.size)
            carry.taken()
            self._link.tell_unrepeated()
        return taken

    def _handle_of_limited(self, message: FromBrowser, charge: FrameCharge) -> bool:
        """Handle a message of a browser whose user may not do all.

        Returns:
            Whether the message is dealt with; else it is handled as that of any browser.
        """
        link = self._link
        match message:
            case Callback() if self._session.authority.may_report(link, message):
                return False
            case Callback():
                seen = self._delivery.reported(message.seen)
                if link.carry is not None and link.carry.is_under_way:
                    number = self._asides.receipts.handled + 1
                    link.carry.refused(message, number)  # nothing to undo: its page is built anew
                elif brings_files(message):
                    self._session.authority.count_refused(link)
                    transfer_id = message.args[0]["transfer_id"]
                    if isinstance(transfer_id, int):
                        self._asides.refuse_transfer(transfer_id)
                else:
                    self._session.authority.refuse_report(link, message, seen)
                self._asides.count_handled(charge.size)
            case Result(id=number) if self._may_answer(number):
                return False
            case Error(id=asked, call=part) if self._may_answer(asked, part):
                return False
            case FileChunk() if link.takes_part and self._session.authority.brings(link, message):
                return False
            case _ if link.may_act:
                return False
            case Geometry():
                seen = self._delivery.reported(message.seen)
                self._session.authority.refuse_places(link, message, seen)
            case Result() | Error():
                self._asides.count_handled(charge.size)  # it is asked nothing
            case FileChunk():
                self._session.authority.count_refused(link)
                self._asides.count_handled(charge.size, at_once=True)
            case Viewport(width=width, height=height):
                if min(width, height) >= 0:
                    link.viewport = (width, height)
            case Ack() | Ping() | PagePong() | Goodbye() | Carried():
                return False
            case _:
                assert_never(message)
        return True

    def _may_answer(self, number: int | None, part: int | None = None) -> bool:
        """Whether an answer of the browser counts: its user may act, or it was asked."""
        link = self._link
        is_asked = link.takes_part and self._was_asked(number, part)
        return link.rights is None or link.may_act or is_asked

    def _was_asked(self, number: int | None, part: int | None = None) -> bool:
        """Whether a message that is on its way asks its browser something."""
        call = self._outbox.find_part(number, part)
        return call is not None and call.answer_to is not None

    def _acknowledge(self, number: int, now: float, place: Place | None = None) -> None:
        applied = self._delivery.acknowledge(number, now, place)
        if self._asides.void_tokens:
            self._asides.applied(applied)
        self._session.applied(self._link)
        if self._link.has_output:
            self._link.announce()

    def _answered(self, number: int | None, call: Outgoing | None, value: Any, now: float) -> None:
        # The stock client does not count: what it has answered, it has applied.
        if self._speaks_extension or number is None:
            return
        if call is not None and not self._delivery.named(call, value):
            self._link.set_aside()
        self._acknowledge(number, now)
