"""Control of a session that one user at a time may have: who has it, and who asks for it.

Knows: who holds control, who asks for it, and when it becomes free. Must not know: what those
without it may do (authority.py), or how anybody is told.

Rules:

* Who asks for control while nobody has it gets it; others wait in the order in which they asked.
* Control becomes free when its holder gives it up, or is away for too long; then the one who has
  waited longest gets it.
* A page that is loaded anew goes on as the view that it was before: it tells that view's name,
  which nobody else knows.
"""

from collections.abc import Callable, Sequence

from ...deadlines import Deadline, Deadlines
from ...views.link import Link

PATIENCE = 10.0
"""Seconds for which a holder who is away keeps control."""


class Control:
    """The control of one session. Until :meth:`start` there is none, and all may act.

    Parameters:
        deadlines: where it becomes free.
        links: the browsers that show the session.
        rank: that of a browser; None: it may not hold control.
        changed: is called when the holder, or who asks, is another.

    Attributes:
        is_on: whether one person at a time may act.
        holder: the browser that may, or None.
        patience: seconds for which a holder who is away keeps it.
    """

    def __init__(
        self,
        deadlines: Deadlines,
        links: Sequence[Link],
        rank: Callable[[Link], int | None],
        changed: Callable[[], None],
    ) -> None:
        self.is_on = False
        self.holder: Link | None = None
        self.patience = PATIENCE
        self._deadlines = deadlines
        self._links = links
        self._rank = rank
        self._changed = changed
        self._requests: dict[Link, None] = {}
        self._absence: Deadline | None = None

    @property
    def requests(self) -> tuple[Link, ...]:
        """The browsers that wait for control, in the order of their asking."""
        return tuple(self._requests)

    def may_hold(self, link: Link) -> bool:
        """Whether a browser is here, and its user may be given control."""
        return link in self._links and self._rank(link) is not None

    # --- what the program does

    def start(self, holder: Link | None, patience: float) -> None:
        """Let one person at a time act.

        Parameters:
            holder: who has it first; None: who has it already, or nobody.
            patience: seconds.
        """
        was_on, self.is_on, self.patience = self.is_on, True, patience
        if holder is not None and holder is not self.holder:
            self._give(holder)
        elif not was_on:
            self._changed()

    def stop(self) -> None:
        """Let all act again."""
        if self.is_on:
            self.is_on = False
            self._requests.clear()
            self._give(None)

    def request(self, link: Link) -> bool:
        """Ask for it; gives whether the browser has it now."""
        if self.holder is None:
            self._give(link)
        elif self.holder is not link and link not in self._requests:
            self._requests[link] = None
            self._changed()
        return self.holder is link

    def withdraw(self, link: Link) -> None:
        """Ask for it no longer."""
        if link in self._requests:
            del self._requests[link]
            self._changed()

    def grant(self, link: Link) -> None:
        """Hand it over."""
        if link is not self.holder:
            self._give(link)

    def take(self, link: Link) -> bool:
        """Take it from whom one outranks; gives whether the browser has it now."""
        if self.holder is None or _number(self._rank(link)) > _number(self._rank(self.holder)):
            self.grant(link)
        return self.holder is link

    def release(self) -> None:
        """Give it up: who asked first has it now."""
        if self.holder is not None:
            self._free()

    # --- what browsers do

    def lost(self, link: Link, *, is_gone: bool, most: float) -> None:
        """A browser has left, or its connection is lost.

        Parameters:
            link: the browser's view.
            is_gone: that view does not come back; a page that is loaded anew has another one.
            most: seconds after which it does not come back either.
        """
        if is_gone:
            self.withdraw(link)
        if link is not self.holder:
            return
        if self._rank(link) is None:
            self._free()
            return
        for other in self._links:
            if _goes_on(other, link):
                self._give(other)
                return
        if self._absence is None:
            wait = min(self.patience, most)
            self._absence = self._deadlines.add(wait, lambda now: self._free())

    def back(self, link: Link) -> None:
        """A browser is back; what became free while nobody was here that waits is its own."""
        if link is self.holder:
            self._end_absence()
        elif self.holder is None and link in self._requests:
            self._give(link)

    def came(self, link: Link) -> None:
        """A page has come that may have been loaded anew."""
        holder = self.holder
        if holder is not None and holder not in self._links and _goes_on(link, holder):
            self._give(link)

    def ended(self) -> None:
        """Somebody may hold it no longer who could."""
        for link in [link for link in self._requests if self._rank(link) is None]:
            self.withdraw(link)
        if self.holder is not None and self._rank(self.holder) is None:
            self._free()

    # ------------------------------------------------------------------------------------------

    def _free(self) -> None:
        self._give(next((link for link in self._requests if link in self._links), None))

    def _give(self, link: Link | None) -> None:
        self._end_absence()
        self.holder = link
        if link is not None:
            self._requests.pop(link, None)
        self._changed()

    def _end_absence(self) -> None:
        if self._absence is not None:
            self._absence.cancel()
            self._absence = None


def _goes_on(link: Link, before: Link) -> bool:
    """Whether a view is that of a page which had another one before it was loaded anew."""
    is_named = link is not before and link.former is not None and link.former == before.id
    return (
        is_named and link.badge is before.badge and bool(link.browser.user == before.browser.user)
    )


def _number(rank: int | None) -> int:
    return -1 if rank is None else rank
