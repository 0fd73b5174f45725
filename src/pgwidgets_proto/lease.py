"""Until when a server owns its sessions, where several share one store.

Knows: a time that is put off again and again, and what is due when it is over. Must not know: who
puts it off, servers, stores, sessions.

It is judged before each event is taken, by a clock that goes on while the process stands still: a
process that was frozen takes nothing that has come meanwhile, though nobody could tell it anything.
"""

import math
from collections.abc import Callable


class Lease:
    """The lease of one server.

    Parameters:
        clock: gives seconds, which go on while the process stands still.
        changed: is told that it was found over (True), and that it is good again (False).

    Attributes:
        until: when it ends, in the clock's seconds. Any thread may put it off (:meth:`put_off`).
        is_over: whether it was found over. It stays so until :meth:`begin` is called, since
            others may have taken what is ours.
        is_waived: whether it counts for nothing just now, as nobody can be asked.
    """

    def __init__(
        self, clock: Callable[[], float], changed: Callable[[bool], None] = lambda is_over: None
    ) -> None:
        self.clock = clock
        self.changed = changed
        self.until = -math.inf
        self.is_over = False
        self.is_waived = False

    @property
    def is_good(self) -> bool:
        """Whether it is good now; any thread may ask."""
        return not self.is_over and (self.clock() < self.until or self.is_waived)

    def holds(self) -> bool:
        """Whether it is good now. The first time that it is not, ``changed`` is told."""
        if self.is_over:
            return False
        if self.clock() < self.until or self.is_waived:
            return True
        self.is_over = True
        self.changed(True)
        return False

    def put_off(self, until: float) -> bool:
        """Have it end later, unless it is over.

        Returns:
            Whether it was good until now; else :meth:`begin` is to be called, once it is known
            what is ours still.
        """
        if self.is_over or self.clock() >= self.until:
            return False
        self.until = max(self.until, until)
        return True

    def begin(self, until: float) -> None:
        """It is good, from now until then."""
        self.until = until
        self.is_waived = False
        self._is_good()

    def waive(self) -> None:
        """Let it count for nothing until :meth:`begin`: nobody can be asked, and we go on."""
        self.is_waived = True
        self._is_good()

    def _is_good(self) -> None:
        was_over, self.is_over = self.is_over, False
        if was_over:
            self.changed(False)
