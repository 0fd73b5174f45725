"""One bound in bytes for all that a server keeps for browsers, and who takes how much of it.

Knows: bytes, and accounts that hold some. Must not know: what they are bytes of.
"""

from collections.abc import Callable


class Budget:
    """What all accounts may hold together.

    Parameters:
        total: bytes.
        make_room: gives up something that is held, the least needed first; False: there is nothing
            more to give up.

    Attributes:
        held: bytes that the accounts hold.
    """

    __slots__ = ("_is_making_room", "_make_room", "held", "total")

    def __init__(self, total: int, make_room: Callable[[], bool] = lambda: False) -> None:
        self.total = total
        self.held = 0
        self._make_room = make_room
        self._is_making_room = False

    def account(self) -> "Account":
        """Open an account, which holds nothing yet."""
        return Account(self)

    def has_room(self, size: int) -> bool:
        """Whether so many bytes more may be held; gives up what can be for it."""
        while self.held + size > self.total:
            if self._is_making_room:
                return False  # what is given up may queue news of its end
            self._is_making_room = True
            try:
                if not self._make_room():
                    return False
            finally:
                self._is_making_room = False
        return True


class Account:
    """What one session, or one connection, holds of a budget.

    Attributes:
        held: bytes.
    """

    __slots__ = ("_budget", "_is_closed", "held")

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._is_closed = False
        self.held = 0

    def take(self, size: int) -> bool:
        """Hold so many bytes more, if there is room; whether there was."""
        if not self._budget.has_room(size):
            return False
        self.add(size)
        return True

    def has_room(self, size: int) -> bool:
        """Whether there is room for so many bytes more."""
        return self._budget.has_room(size)

    def add(self, size: int) -> None:
        """Hold so many bytes more, whether there is room or not; fewer, where it is negative."""
        if not self._is_closed:
            self.held += size
            self._budget.held += size

    def close(self) -> None:
        """Hold nothing any more, whatever is still given back."""
        self.add(-self.held)
        self._is_closed = True
