"""What is left of events: handlers that are still to be called, by somebody else or in another run.

Knows: sessions, and iterators of handlers. Must not know: tasks, what an event is.
"""

from collections import deque
from collections.abc import Iterator

from .._calls import HandlerCall
from .._session_engine import AnySessionEngine

type Calls = Iterator[HandlerCall]


class Rests:
    """The rests of all sessions' events, those of each in order.

    Attributes:
        left: whose there are; it is nearly always empty, which is seen without a call.
    """

    def __init__(self) -> None:
        self.left: dict[AnySessionEngine, deque[Calls]] = {}
        self._under_way: dict[Calls, AnySessionEngine] = {}

    def __contains__(self, session: AnySessionEngine) -> bool:
        return session in self.left

    def leave(self, session: AnySessionEngine, calls: Calls) -> None:
        """Leave handlers behind."""
        self.left.setdefault(session, deque()).append(calls)

    def take(self, session: AnySessionEngine) -> Calls | None:
        """Take the first that were left; None: there are none."""
        rests = self.left.get(session)
        if rests is None:
            return None
        calls = rests.popleft()
        if not rests:
            del self.left[session]
        return calls

    def begin(self, session: AnySessionEngine, calls: Calls) -> None:
        """A task of their own is to call these, and tells when it has (:meth:`end`)."""
        self._under_way[calls] = session

    def end(self, calls: Calls) -> None:
        """All of these have been called."""
        del self._under_way[calls]

    def leave_what_is_under_way(self, waiting: dict[AnySessionEngine, None]) -> None:
        """Leave what no task calls any more, and add to those that wait whose it is.

        A task that is cancelled before it has begun says nothing, so it is told here.
        """
        for calls, session in self._under_way.items():
            self.leave(session, calls)
            waiting[session] = None
        self._under_way.clear()
