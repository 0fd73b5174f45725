"""Which messages of each page are done: all their handlers have ended.

Knows: the numbers of messages, and the events that they bring. Must not know: what a message says,
who handles an event, or where the counts are kept.

A page numbers its messages, and a message that is *handled* (views/receipts.py) waits for handlers
still. One is *done* when these have ended. Of each page all up to a number are done, and it is that
number which a save holds: a later run of the server takes the page's messages from there on.

A page whose view ends may come back, and counts on in another one. What it said in the view before
may wait still: until that is done, nothing is done of what it says in the new one.
"""

from collections import OrderedDict
from collections.abc import Callable
from typing import Protocol

from ...views.carry import NotRepeated
from ...views.link import Link
from ..events import SessionEvent


class Numbered(Protocol):
    """A report that waits.

    Attributes:
        view: the browser's link.
        number: of its message, as its page counts; 0: of none that counts.
        is_carried: it is of a page that another run has built.
        is_quiet: no handler is told, since one of that run may have been.
    """

    view: Link
    number: int
    is_carried: bool
    is_quiet: bool


class Ledger:
    """Counts for one session what is done.

    Attributes:
        earlier: by the ids of views that are not here, the oldest first: of those of an earlier run
            what is done, of those that have ended here what was handled.
        doubtful: those of them of which more may have been handled than that, as a server was
            killed.
        unrepeated: what is not repeated of those of them, where that is anything, or their page was
            still bringing what it had said.
        owners: what the pages of those that have ended here have in common (views/knowledge.py).
        is_news: whether anything was done since :meth:`done` was asked.
    """

    begins: Callable[[], None]
    """Called when handlers begin to work, and none did; and when some end while others work."""

    MOST = 1000
    """Pages that are remembered, of those that are not here."""

    def __init__(self) -> None:
        self.earlier: OrderedDict[str, int] = OrderedDict()
        self.is_news = False
        self.doubtful: set[str] = set()
        self.unrepeated: dict[str, NotRepeated] = {}
        self.owners: dict[str, object] = {}
        # By the id of a view and a message's number: events that are not over.
        self._open: dict[str, dict[int, int]] = {}
        # By the id of a view: the same of the views that its page had before, while any is open.
        self._open_before: dict[str, list[dict[int, int]]] = {}
        self._quiet: dict[str, int] = {}  # the last message of a view that was doubtful
        self._events: dict[int, tuple[SessionEvent, str, int]] = {}

    def waits(self, report: Numbered) -> None:
        """A report waits for the application; its message gets its number."""
        link = report.view
        if link.speaks_extension:
            report.number = link.asides.receipts.handled + 1  # it is counted when it is queued
            self._open.setdefault(link.id, {})[report.number] = 0
            carry = link.carry
            if carry is not None:
                report.is_carried = carry.is_of_former
                report.is_quiet = carry.is_doubtful
                if report.is_quiet:
                    self._quiet[link.id] = report.number

    def replaced(self, report: Numbered) -> None:
        """A newer message of its page has taken the place of a report that waits."""
        if report.number:
            self._open[report.view.id].pop(report.number)
            self.waits(report)

    def taken(self, report: Numbered, events: list[SessionEvent]) -> None:
        """The application has taken a report, which brings these events."""
        link_id, number = report.view.id, report.number
        if not number:
            return
        if not events:
            self._close(link_id, number)
            return
        if not self._events:
            self.begins()
        self._open[link_id][number] = len(events)
        for event in events:
            self._events[id(event)] = (event, link_id, number)

    def finished(self, event: SessionEvent) -> None:
        """The handlers of an event have ended; one that no message has brought counts for none."""
        self.is_news = True
        _, link_id, number = self._events.pop(id(event), (event, None, 0))
        if link_id is None:
            return
        numbers = self._open.get(link_id, {})
        left = numbers.get(number, 1) - 1
        if left > 0:
            numbers[number] = left
        else:
            self._close(link_id, number)
        if self._events:
            self.begins()  # what has ended counts, though others have not

    def joined(self, link: Link) -> None:
        """A view has begun; what its page said in the view before may wait still."""
        if link.carry is None:
            return
        before = link.carry.before
        waiting = self._waiting_in(before)
        if waiting:
            self._open_before[link.id] = waiting
        if before in self._quiet:
            self._quiet[link.id] = self._quiet[before]

    def link_gone(self, link: Link) -> None:
        """A view has ended; its page may come back, and goes on behind what we have of it."""
        if link.speaks_extension:
            self.remember(link.id, _handled(link))
            self.owners[link.id] = link.knowledge.owner
            carry = link.carry
            if carry is not None and (carry.is_under_way or carry.unrepeated.total):
                self.unrepeated[link.id] = carry.unrepeated
            if carry is not None and carry.is_under_way and carry.leaves_doubt:
                self.doubtful.add(link.id)

    def remember(self, link_id: str, count: int) -> None:
        """Remember what is done of a page that is not here."""
        self.earlier.pop(link_id, None)
        self.earlier[link_id] = count
        while len(self.earlier) > self.MOST:
            oldest, _ = self.earlier.popitem(last=False)
            self.doubtful.discard(oldest)
            self._open_before.pop(oldest, None)
            self.unrepeated.pop(oldest, None)
            self.owners.pop(oldest, None)

    def done_of(self, link: Link) -> int:
        """The number up to which all messages of a page are done."""
        return self._done(link.id, _handled(link))

    def done(self, links: list[Link]) -> dict[str, int]:
        """The same of all pages, by the ids of their views.

        Parameters:
            links: the views that are here.
        """
        self.is_news = False
        found = dict(self.earlier)
        for link_id in (*self._open, *self._open_before):  # where something waits
            found[link_id] = self._done(link_id, found.get(link_id, 0))
        for link in links:
            if link.speaks_extension:
                found[link.id] = self.done_of(link)
        return found

    def in_doubt(self, done: dict[str, int], links: list[Link]) -> set[str]:
        """The views of which a later run can't tell whether more was handled than is done.

        What a page has brought and nothing has come of yet, it brings to that run once more.

        Parameters:
            done: as :meth:`done` has given it.
            links: the views that are here.
        """
        for link_id, last in [*self._quiet.items()]:
            if done.get(link_id, last) >= last:
                del self._quiet[link_id]
        bringing = (link for link in links if link.carry is not None and link.carry.leaves_doubt)
        return self.doubtful | self._quiet.keys() | {link.id for link in bringing}

    def unrepeated_up_to(self, done: dict[str, int], links: list[Link]) -> dict[str, int]:
        """How many actions of each page are not repeated, where any are, of what is done.

        Parameters:
            done, links: as :meth:`in_doubt` takes them.
        """
        known = {**self.unrepeated}
        known.update((link.id, link.carry.unrepeated) for link in links if link.carry is not None)
        return {
            link_id: count
            for link_id, one in known.items()
            if link_id in done and (count := one.up_to(done[link_id]))
        }

    @property
    def is_at_work(self) -> bool:
        """Whether handlers of messages run."""
        return bool(self._events)

    def _waiting_in(self, link_id: str) -> list[dict[int, int]]:
        """What is open of a view, and of those that its page had before."""
        views = (*self._open_before.get(link_id, ()), self._open.get(link_id, {}))
        return [numbers for numbers in views if numbers]

    def _done(self, link_id: str, handled: int) -> int:
        if not self._open:  # as nearly always when that is asked
            return handled
        first = min(map(min, self._waiting_in(link_id)), default=None)
        return handled if first is None else first - 1

    def _close(self, link_id: str, number: int) -> None:
        self.is_news = True
        numbers = self._open.get(link_id)
        if numbers is not None:
            numbers.pop(number, None)
            if not numbers:
                del self._open[link_id]
                if not self._open:
                    self._open_before.clear()


def _handled(link: Link) -> int:
    """How many messages of a page have been handled, in this view or in one before it."""
    handled = link.asides.receipts.handled
    return handled if link.carry is None else max(handled, link.carry.handled)
