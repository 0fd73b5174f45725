"""What has come of a browser and waits for its turn: the rest of a frame that is much work.

Knows: the order of what came, and how much is done in one go. Must not know: what a message is, or
what is done with it.

A frame may hold thousands of messages, or one that stands for megabytes of values. It is read in
one go, and what it says is done in others, between which the driver serves everybody else: one go
of one browser whenever the driver looks for what is due. What comes meanwhile waits behind it, the
end of the browser, too.
"""

from collections import deque
from collections.abc import Callable

from ..turns import MESSAGES_AT_A_TIME, Turns, cost_of
from ..wire.incoming import FrameCharge
from ..wire.messages import FromBrowser
from .budget import Account

_MUCH = 2 * 1024 * 1024
"""Bytes that a frame takes once it is decoded, from which on it is handled in a turn of its own."""


def is_much(count: int, charge: FrameCharge) -> bool:
    """Whether a frame is too much work to be handled as it comes.

    Parameters:
        count: how many messages it has.
        charge: what it takes.
    """
    return count > MESSAGES_AT_A_TIME or charge.size > _MUCH


type _Rest = tuple[deque[FromBrowser], FrameCharge]
type _Arrival = _Rest | str | bytes | None


class Arrivals:
    """What waits of one browser, in the order in which it came.

    Parameters:
        turns: of the hub: each go is one of them.
        account: what is held of the server's budget.
        handle: takes one message of a frame.
        read: takes a frame that came behind it.
        emptied: is told when nothing waits any more.

    Attributes:
        is_first: whether it is the turn of what waits, before that of what comes.
    """

    def __init__(
        self,
        turns: Turns,
        account: Account,
        handle: Callable[[FromBrowser, FrameCharge, float], None],
        read: Callable[[str | bytes | None, float], None],
        emptied: Callable[[], None],
    ) -> None:
        self._turns = turns
        self._account = account
        self._handle = handle
        self._read = read
        self._emptied = emptied
        self._queue: deque[_Arrival] = deque()
        self._is_due = False
        self.is_first = False

    def __len__(self) -> int:
        return len(self._queue)

    def put(self, frame: str | bytes | None) -> bool:
        """Have a frame wait behind what waits already; whether there is room for it.

        Parameters:
            frame: None: the browser is gone, for which there is always room.
        """
        if frame is not None and not self._account.take(_size(frame)):
            return False
        self._queue.append(frame)
        return True

    def put_first(self, messages: list[FromBrowser], charge: FrameCharge) -> bool:
        """Have the messages of a frame wait before all that waits; whether there is room for it."""
        if not self._account.take(charge.size):
            return False
        self._queue.appendleft((deque(messages), charge))
        self._wait()
        return True

    def clear(self) -> None:
        """Forget what waits, but for the end of the browser, if that has come."""
        is_gone = None in self._queue
        self._queue.clear()
        self._account.add(-self._account.held)
        if is_gone:
            self._queue.append(None)

    def close(self) -> None:
        """Forget all: the browser is gone."""
        self._queue.clear()
        self._account.close()
        if self._is_due:
            self._is_due = False
            self._turns.remove(self._go_on)

    def _wait(self) -> None:
        self.is_first = True
        if not self._is_due:
            self._is_due = True
            self._turns.add(self._go_on)

    def _go_on(self, now: float) -> None:
        self._is_due = self.is_first = False
        left = MESSAGES_AT_A_TIME
        while self._queue and left > 0:
            first = self._queue[0]
            if isinstance(first, tuple):
                left = self._handle_some(first, left, now)
            else:
                self._queue.popleft()
                self._account.add(-_size(first))
                self._read(first, now)
                # What was much has had its look: that was enough.
                left = 0 if self.is_first else left - cost_of(_size(first))
        if self._queue:
            self._wait()
        else:
            self._emptied()

    def _handle_some(self, rest: _Rest, left: int, now: float) -> int:
        """Handle messages of a frame, so many at most; gives how many more may be."""
        messages, charge = rest
        while left > 0 and self._queue and self._queue[0] is rest:  # else it was sent away
            left -= 1
            message = messages.popleft()
            if not messages:  # from here on it counts where its reports wait
                self._queue.popleft()
                self._account.add(-charge.size)
            self._handle(message, charge, now)
        return left


def _size(frame: str | bytes | None) -> int:
    return 0 if frame is None else len(frame)
