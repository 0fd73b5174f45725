"""Whether the script of a page runs: a question to it, and what its silence means.

Knows: when the script was last heard, and when it was asked. Must not know: messages or what
becomes of a page whose script does not run.

Pongs do not tell: a browser answers pings itself, also for a page that it has frozen. A script may
have good reasons to be late (a busy main thread, a tab in the background that is run once a
minute), so the patience is long. A page that knows that it is about to sleep says so itself.
"""

import math
from collections.abc import Callable

from ..deadlines import Deadline, Deadlines
from ..limits import LATE


class Pulse:
    """Decides when to ask the script of a page for an answer, and when to give it up.

    Parameters:
        deadlines: the hub's.
        interval: seconds without a message before the question.
        patience: seconds without a message after the question before the script is given up.
        ask: asks the script for an answer; any message of it will do.
        sleeps: called once, when the script does not run.

    Attributes:
        heard_at: when a message of the page came last. Who takes one sets this, as nearly always
            there is nothing else to do.
        is_asked: whether the script was asked, so that :meth:`answered` is to be called.
    """

    def __init__(
        self,
        deadlines: Deadlines,
        interval: float,
        patience: float,
        *,
        ask: Callable[[], None],
        sleeps: Callable[[], None],
    ) -> None:
        self._deadlines = deadlines
        self._interval = interval
        self._patience = patience
        self._ask = ask
        self._sleeps = sleeps
        self.heard_at = -math.inf
        self.is_asked = False
        self._deadline: Deadline | None = None

    def begin(self) -> None:
        """Begin to watch: the page has a connection."""
        self.stop()
        self._wait(self._interval)

    def stop(self) -> None:
        """Watch no longer: the connection is gone."""
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None
        self.is_asked = False

    def answered(self, now: float) -> None:
        """A message of the page came that was asked for an answer."""
        self.stop()
        self._wait(self._interval, now)

    def _wait(self, delay: float, now: float | None = None) -> None:
        self._deadline = self._deadlines.add(delay, self._look, now)

    def _look(self, now: float) -> None:
        due = self._deadline
        left = self.heard_at + self._interval - now
        if left > 0:
            self._wait(left, now)
        elif not self.is_asked:
            self.is_asked = True
            self._ask()
            self._wait(self._patience, now)
        elif due is not None and due.time is not None and now > due.time + LATE:
            self._wait(self._patience, now)  # the answer may be here, and we were too busy to read
        else:
            self._deadline = None
            self._sleeps()
