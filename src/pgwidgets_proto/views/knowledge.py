"""Whether a report of a browser is older than the newest value that the session has told.

Knows: how many messages a browser had applied when it made a report, which values these messages
set, and which pages the browser has shown. Must not know: sessions, what a report says, or what it
changes.

Rules:

* A report is stale if the browser had not applied our newest message about the reported value. So
  a sent value is remembered until no report can come that was made before it was applied.
* A message that a batch keeps back counts as sent: the program has made its call.
* A browser that reported a stale value is sent ours, unless ours is on its way already. If it were
  sent twice, the browser's reports would stay stale for as long as its user drags.
* Every report from an older page is stale: the newer page was built from the state of its time.
"""

from collections.abc import Iterable

from ..wire.outgoing import Outgoing, Touch
from .numbering import Place
from .outbox import Outbox


class PageBuild:
    """Stands for one page of a browser: what it shows from one build to the next.

    Attributes:
        owner: what all pages of one view have in common, and of the views that it goes on from.
    """

    __slots__ = ("__weakref__", "owner")

    def __init__(self, owner: object) -> None:
        self.owner = owner


class Knowledge:
    """What one browser had applied when it made each of its reports.

    Parameters:
        outbox: the browser's queue.

    Attributes:
        owner: what all its pages have in common.
        reported: the place up to which it had applied everything when it last reported.
    """

    def __init__(self, outbox: Outbox) -> None:
        self.reported = Place(0)
        self._outbox = outbox
        self._applied = Place(0)  # as it has told us on the socket of now
        self._forgotten = Place(0)
        self._rebuilt_from = Place(0)
        # Each page, with the place from which on it is shown.
        self.owner = object()
        self._pages: list[tuple[Place, PageBuild]] = [(Place(0), PageBuild(self.owner))]
        self._own: dict[Touch, Place] | None = None  # where it is told what its own user has set
        self._withheld: dict[Touch, int] = {}
        self._waiting: list[Place] = []  # of each report that waits: what it had applied

    def goes_on(self, owner: object) -> None:
        """Note that its user is the one of a view before; ``owner``: that view's."""
        self.owner = self._pages[0][1].owner = owner

    # --- reports

    @property
    def has_reports(self) -> bool:
        """Whether reports of this browser wait for the application."""
        return bool(self._waiting)

    def report_queued(self, seen: Place) -> None:
        """Note a report that waits for the application; ``seen``: what its browser had applied."""
        self._waiting.append(seen)

    def report_replaced(self, seen: Place) -> None:
        """Note that a newer report has taken the place of the last one that waits."""
        self._waiting[-1] = seen

    def report_taken(self) -> None:
        """Note that the application has taken the oldest report that waits."""
        waiting = self._waiting
        del waiting[0]
        if self._applied != self._forgotten:
            self._forget()

    def is_stale(self, touches: Iterable[Touch], seen: Place) -> bool:
        """Whether a browser that had applied everything up to ``seen`` lacked one of our values."""
        if seen < self._rebuilt_from:
            return True
        return any(
            touch in self._withheld or self._outbox.told.is_newer_than(touch, seen)
            for touch in touches
        )

    def is_overruled(self, touch: Touch, seen: Place) -> bool:
        """Whether a message after the place ``seen`` sets the value, and so overrules a report."""
        return self._outbox.told.has_setter_queued(touch, seen)

    # --- what its own user has set on a page before, and the page of now was built without

    def told_own(self, touches: Iterable[Touch]) -> None:
        """Note that the last message queued tells the browser such values."""
        place = self._outbox.last
        self._own = (self._own or {}) | dict.fromkeys(touches, place)

    def crosses_own(self, touches: Iterable[Touch], seen: Place) -> bool:
        """Whether a browser that had applied everything up to ``seen`` lacked one of these."""
        own = self._own
        return own is not None and any(own.get(touch, seen) > seen for touch in touches)

    # --- what the browser is sent

    def applied(self, place: Place) -> None:
        """Note that the browser has applied everything up to a place."""
        if place > self._applied:
            self._applied = place
        self._forget()

    def note(self, outgoing: Outgoing) -> None:
        """Note a message that a browser which left is not sent; its reports are stale by it."""
        self._outbox.note(outgoing, Place(self._outbox.last + 1))

    def withhold(self, outgoing: Outgoing) -> None:
        """Note a message that a batch keeps back."""
        for touch in outgoing.touches:
            self._withheld[touch] = self._withheld.get(touch, 0) + 1

    def give_back(self, messages: Iterable[Outgoing]) -> None:
        """Note that a batch queues the messages that it kept back."""
        for touch in (touch for outgoing in messages for touch in outgoing.touches):
            left = self._withheld.pop(touch, 1) - 1
            if left:
                self._withheld[touch] = left

    def _forget(self) -> None:
        # Not what a hello acknowledged: reports that were lost with the socket are older than it,
        # and are still to come.
        floor = self._applied
        if self._waiting and self._waiting[0] < floor:
            floor = self._waiting[0]
        if floor == self._forgotten:
            return
        self._forgotten = floor
        self._outbox.forget_up_to(floor)
        if self._own is not None and max(self._own.values()) <= floor:
            self._own = None
        pages = self._pages
        while len(pages) > 1 and pages[1][0] <= floor:
            del pages[0]

    # --- its pages

    def discarded(self) -> None:
        """Note that the queue was thrown away: all reports are stale until a page is built anew."""
        self._rebuilt_from = Place(self._outbox.last + 1)

    def heed_all(self) -> None:
        """Note that a page says here what it had to say to another run: it is late by nothing."""
        self._rebuilt_from = Place(0)

    def rebuilt(self) -> None:
        """Note that the next message begins another page."""
        self.discarded()
        self._pages.append((self._rebuilt_from, PageBuild(self.owner)))
        self._own = None

    def page_of(self, seen: Place) -> PageBuild:
        """The page that the browser showed when it had applied everything up to a place."""
        shown = (page for start, page in reversed(self._pages) if start <= seen)
        return next(shown, self._pages[0][1])

    def is_shown(self, page: PageBuild) -> bool:
        """Whether a page is the newest, so that the queued messages are for it."""
        return page is self._pages[-1][1]
