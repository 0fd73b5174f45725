"""How a browser is told which of its messages were handled, so that it may forget them.

Knows: how many were, and when telling is due. Must not know: what they were, or how they are sent
again.

With every message it would be as much traffic as the messages themselves. And telling by time is a
timer and a frame of its own: twice a second, that is a twentieth of the work for 200 busy browsers.
"""

from collections.abc import Callable

from ..deadlines import Deadline, Deadlines

GOT_DELAY = 2.0
"""Seconds after which a browser is told what was handled, if nothing else tells it sooner."""

GOT_EVERY = 64
"""After so many handled messages the browser is told without waiting for the delay."""

GOT_BYTES = 128 * 1024
"""After so many bytes, too: a page keeps no more than twice as many until it is told."""


class Receipts:
    """Counts the numbered messages of one browser.

    Parameters:
        deadlines: where telling becomes due.
        tell: has the browser told the number of handled messages; False when it can't be just now.

    Attributes:
        handled: how many messages have been taken.
    """

    def __init__(self, deadlines: Deadlines, tell: Callable[[int], bool]) -> None:
        self.handled = 0
        self._deadlines = deadlines
        self._tell = tell
        self._told = 0
        self._bytes = 0  # that came since
        self._due: Deadline | None = None

    def count(self, size: int = 0, *, at_once: bool = False) -> None:
        """One more message has been taken.

        Parameters:
            size: bytes of it, or more.
            at_once: the browser waits to hear of it.
        """
        self.handled += 1
        self._bytes += size
        if at_once or self.handled - self._told >= GOT_EVERY or self._bytes >= GOT_BYTES:
            self._tell_now()
        elif self._due is None:
            self._due = self._deadlines.add(GOT_DELAY, lambda now: self._tell_now())

    def told(self) -> None:
        """Another message has told the browser how many were handled."""
        self._told = self.handled
        self._bytes = 0

    def tell_rest(self) -> None:
        """Tell what the browser was not told yet: nothing will be said later."""
        if self.handled != self._told:
            self._tell_now()

    def stop(self) -> None:
        """Cancel what is due: the page is not waited for, or is told otherwise."""
        if self._due is not None:
            self._due.cancel()
            self._due = None

    def _tell_now(self) -> None:
        self.stop()
        if self._tell(self.handled):
            self.told()
