"""The messages that one browser has yet to be sent or to apply, in the dialect that it speaks.

Knows: the queue and its limit, the stock client's dialect, and which counts of a browser can't be
true. Must not know: the session, or what becomes of a link whose queue is too long.
"""

from collections.abc import Iterable
from typing import Any

from ..errors import CloseCode, RemoteProtocolError
from ..limits import Limits
from ..wire.outgoing import Outgoing
from .budget import Account
from .knowledge import Knowledge
from .numbering import Number, Place
from .outbox import Outbox
from .pack import Pack
from .stock import StockDialect

_STEP = 64 * 1024
"""Bytes by which a queue grows before it is counted anew."""


class Delivery:
    """The messages of one link, from the session to the browser's acknowledgement.

    Parameters:
        limits: the bounds.
        account: what the link's session holds of the server's budget.
        speaks_extension: whether the browser is our own client.
        is_short: whether it knows which ids go without saying.

    Attributes:
        outbox: what is queued and on its way.
        knowledge: what the browser knew of our values when it reported.
    """

    def __init__(
        self, limits: Limits, account: Account, *, speaks_extension: bool, is_short: bool = False
    ) -> None:
        self.outbox = Outbox(
            limits.frame_bytes,
            limits.in_flight_bytes,
            limits.in_flight_time,
            number_all=not speaks_extension,
            is_short=is_short,
        )
        self.knowledge = Knowledge(self.outbox)
        self._stock = None if speaks_extension else StockDialect()
        self._limit = limits.link_bytes
        self._account = account
        self._counted = 0
        self._sent_to_older = Number(0)  # the last message that was for the page before this one

    def put(self, outgoing: Outgoing, glued: bool) -> bool:
        """Queue a message.

        Returns:
            Whether the queue is still within ``Limits.link_bytes``.
        """
        outbox = self.outbox
        if self._stock is None:  # every message's path, so without a further call
            outbox.put(outgoing, glued=glued)
            held = outbox.held_bytes
            if held > self._counted + _STEP and not self._count(held):
                return False
            return held <= self._limit or self._is_within_limit()
        for version in self._stock.versions_of(outgoing):
            outbox.put(version, glued=glued)
        return self._count(outbox.held_bytes) and self._is_within_limit()

    def room(self) -> int | None:
        """Count what is held; gives how many bytes more fit, or None: that is too much already."""
        held = self.outbox.held_bytes
        if held > self._counted + _STEP and not self._count(held):
            return None
        if not self._is_within_limit():
            return None
        return max(0, self._limit - held)

    def drop(self) -> None:
        """Throw everything away: nothing is sent any more."""
        self.outbox.drop()
        if self._counted:
            self._count(0)

    def _count(self, held: int) -> bool:
        """Count the queue anew; whether the server has room for it."""
        more, self._counted = held - self._counted, held
        has_room = more <= 0 or self._account.has_room(more)
        self._account.add(more)
        return has_room

    def _is_within_limit(self) -> bool:
        outbox, limit = self.outbox, self._limit
        if self._stock is not None and self._stock.kept_bytes > limit:
            return False
        return outbox.held_bytes <= limit or outbox.excess_bytes <= limit

    def clear(self) -> None:
        """Throw away the messages that wait: the page will be built anew."""
        self.outbox.clear()
        if self._counted:
            self._count(self.outbox.held_bytes)
        self.knowledge.discarded()
        if self._stock is not None:
            self._stock.forget()

    def rebuild(self, page: Iterable[Outgoing | Pack]) -> None:
        """Throw away the messages that wait, and queue those that build the page anew.

        Parameters:
            page: in order; for our own client packed as :func:`.pack.packed` does it.
        """
        self.clear()
        self.knowledge.rebuilt()
        self._sent_to_older = self.outbox.sent
        # The messages are those of this moment: what the program does meanwhile queues behind
        # them. They are references to what is encoded already, so this copies nothing.
        for item in page:
            if isinstance(item, Pack):
                self.outbox.put_pack(item)
            elif self._stock is None:
                self.outbox.put(item, counted=False)
            else:
                for version in self._stock.versions_of(item, counted=False):
                    self.outbox.put(version, counted=False)

    def can_resume(self, applied: int) -> bool:
        """Whether all messages are kept that a page still lacks when it has applied so many."""
        oldest = max(self.outbox.applied_number, self._sent_to_older)
        return oldest <= applied <= self.outbox.sent

    @property
    def is_applied(self) -> bool:
        """Whether the browser has applied all that it was sent."""
        return self.outbox.applied_number >= self.outbox.sent

    def reported(self, seen: int | None) -> Place:
        """Note how many messages a browser had applied when it made a report.

        Parameters:
            seen: how many; None: it is a stock client, which does not count, and has applied the
                messages that it has answered.

        Returns:
            The place up to which it had applied everything.

        Raises:
            RemoteProtocolError: fewer messages have been sent.
        """
        outbox = self.outbox
        number = outbox.applied_number if seen is None else seen
        if not 0 <= number <= outbox.sent:
            raise RemoteProtocolError(
                CloseCode.PROTOCOL_ERROR,
                "count of messages that were never sent",
                f"seen is {seen}; {outbox.sent} have been sent",
            )
        place = outbox.place_of(Number(number))
        if place > self.knowledge.reported:
            self.knowledge.reported = place
        return place

    def acknowledge(self, number: int, now: float, place: Place | None = None) -> Number:
        """Note that the browser has applied everything up to a message.

        Parameters:
            number: the message's.
            now: monotonic seconds.
            place: the message's, if it is known.

        Raises:
            RemoteProtocolError: no message of this number has been sent.
        """
        applied = Number(number)
        if number < 0 or not self.outbox.acknowledge(applied, now):
            raise RemoteProtocolError(
                CloseCode.PROTOCOL_ERROR,
                "acknowledgement of a message that was never sent",
                f"{number} acknowledged; {self.outbox.sent} have been sent",
            )
        self.knowledge.applied(self.outbox.place_of(applied) if place is None else place)
        if self._counted:
            self._count(self.outbox.held_bytes)
        return applied

    def named(self, call: Outgoing, value: Any) -> bool:
        """Take the answer of a stock client, which may name an object that its call made.

        The messages that waited for that name are queued.

        Parameters:
            call: the call.
            value: the answer; None: the call failed.

        Returns:
            As :meth:`put`.
        """
        if self._stock is not None:
            for kept in self._stock.answered(call, value):
                self.outbox.put(kept)
        return self._is_within_limit()

    def our_wid(self, wid: int) -> int:
        """Our id of a widget that the browser reports of."""
        return wid if self._stock is None else self._stock.ours(wid)
