"""Which sessions are in use, and which of those that are left go first.

Knows: the number of sessions at a time, and when each was left. Must not know: who may come in
(door.py), or who waits (waiting_room.py).
"""

from collections.abc import Callable

from ...deadlines import Deadline, Deadlines
from ...limits import Limits
from ..session import Session


class Occupancy:
    """The sessions that a hub keeps, by how they are used.

    A session is *shown* while it has a browser, then *held* for its users, then *idle*: nobody
    waits for it, and it stays while there is room.

    Parameters:
        limits: ``lost_sessions`` are held at most, ``idle_sessions`` are idle at most.
        deadlines: end the time for which a session is held.
        max_sessions: how many may be shown or held before visitors wait; None: any number.
        expire: destroys a session.
        released: called when a session has become idle.

    Raises:
        ValueError: ``max_sessions`` is below 1.
    """

    def __init__(
        self,
        limits: Limits,
        deadlines: Deadlines,
        max_sessions: int | None,
        expire: Callable[[Session], None],
        released: Callable[[], None],
    ) -> None:
        if max_sessions is not None and max_sessions < 1:
            raise ValueError(f"max_sessions is {max_sessions!r}; it must be at least 1, or None")
        self.max_sessions = max_sessions
        self._limits = limits
        self._deadlines = deadlines
        self._expire = expire
        self._released = released
        self._shown: dict[Session, None] = {}
        self._held: dict[Session, Deadline] = {}
        self._idle: dict[Session, None] = {}

    def has_room(self, coming: int) -> bool:
        """Whether one more session may be in use, beside those that are fetched for visitors.

        Parameters:
            coming: how many sessions are fetched from where they are kept.
        """
        if self.max_sessions is None:
            return True
        return len(self._shown) + len(self._held) + coming < self.max_sessions

    def show(self, session: Session) -> None:
        """A browser shows a session."""
        self._shown[session] = None
        self._idle.pop(session, None)
        held = self._held.pop(session, None)
        if held is not None:
            held.cancel()

    def hide(self, session: Session, wait: float) -> None:
        """The last browser of a session has left, or was lost.

        Parameters:
            session: the session.
            wait: seconds for which it is held.
        """
        self._shown.pop(session, None)  # nobody may have come to one that was brought back
        if session.is_destroyed:
            return
        self._held[session] = self._deadlines.add(wait, lambda now: self._release(session))
        while len(self._held) > self._limits.lost_sessions:
            self._expire(next(iter(self._held)))

    def forget(self, session: Session) -> None:
        """A session has ended."""
        held = self._held.pop(session, None)
        if held is not None:
            held.cancel()
        self._shown.pop(session, None)
        self._idle.pop(session, None)

    def make_room(self) -> bool:
        """Give up the session that was left first, of those that hold memory; False: none does."""
        for session in (*self._idle, *self._held):
            if session.account.held:
                self._expire(session)
                return True
        return False

    def _release(self, session: Session) -> None:
        del self._held[session]
        self._idle[session] = None
        while len(self._idle) > self._limits.idle_sessions:
            self._expire(next(iter(self._idle)))
        self._released()
