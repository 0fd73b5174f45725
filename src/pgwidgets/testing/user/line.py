"""What happens to the line between a user's browser and the program.

Knows: the browser's connection. Must not know: what is shown, or what else a user does.
"""

from abc import ABC, abstractmethod

from ..stage import Stage
from .clocks import check_seconds
from .visiting import VisitingBrowser

__tracebackhide__ = True  # pytest shows where a test calls this


class OnTheLine[R](ABC):
    """Cuts, delays and stalls; ``R`` is what a method gives that does something.

    Parameters:
        stage: where the program runs.
        browser: whose line it is.
    """

    def __init__(self, stage: Stage, browser: VisitingBrowser) -> None:
        self._stage = stage
        self.browser = browser

    @abstractmethod
    def _done(self) -> R:
        """Let the program go on until it has nothing to do."""

    def cut(self) -> R:
        """Lose the connection, without a word. The page stays as it is; see :meth:`reconnect`."""
        self.browser.drop()
        return self._done()

    def reconnect(self) -> R:
        """Connect again, as a page does by itself after its connection was lost."""
        self.browser.come_back()
        return self._done()

    def reload(self) -> R:
        """Load the page anew."""
        self.browser.say_goodbye()
        self.browser.leave()
        self.browser.come_back(is_new_page=True)
        return self._done()

    def leave(self) -> R:
        """Close the tab."""
        self.browser.say_goodbye()
        self.browser.leave()
        return self._done()

    def delay(self, seconds: float) -> None:
        """Have all that goes over the line take so long from now on, each way.

        What is under way arrives as the clock goes on.

        Parameters:
            seconds: 0: no longer.
        """
        check_seconds("delay()", seconds)
        self.browser.lag = float(seconds)

    def stall(self) -> None:
        """Have the browser read nothing more, as one that is busy or asleep; see :meth:`go_on`."""
        self.browser.is_stalled = True

    def go_on(self) -> R:
        """Have the browser read again, after :meth:`stall`."""
        self.browser.is_stalled = False
        return self._done()

    @property
    def is_connected(self) -> bool:
        """Whether the browser has a connection."""
        return self.browser.is_connected

    @property
    def frames(self) -> int:
        """How many frames have reached the browser."""
        return len(self.browser.frames)

    @property
    def bytes(self) -> int:
        """How many bytes they were."""
        return sum(len(frame.payload) for frame in self.browser.frames)
