"""Whose turn it is to run handlers, where they run one after another.

Knows: tasks that wait for one another. Must not know: sessions, events, what a handler does.

A handler that waits for its user gives up its turn, and takes it back to go on. So two handlers of
one queue never run at once; and while one waits, others do.
"""

import anyio


class Ticket:
    """A place in the queue for a turn, for a task that cannot go on without it.

    Parameters:
        turn: what is queued for.
    """

    __slots__ = ("_is_queued", "_turn", "granted")

    def __init__(self, turn: "Turn") -> None:
        self._turn = turn
        self._is_queued = False
        self.granted = anyio.Event()

    def queue(self) -> None:
        """Be in the queue from now on; a second time nothing happens."""
        if not self._is_queued:
            self._is_queued = True
            self._turn.grant_later(self.granted)


class Turn:
    """What one task at a time has, in the order in which they ask for it.

    Unlike a lock of anyio's it costs no step of the loop where it is free, and a task may have its
    place in the queue before it waits there.
    """

    __slots__ = ("__weakref__", "_is_taken", "_queue")

    def __init__(self) -> None:
        self._is_taken = False
        self._queue: list[anyio.Event] = []  # short; an empty deque is 760 bytes

    async def take(self) -> None:
        """Wait for it; who is cancelled has not got it."""
        if self.take_now():
            return
        granted = anyio.Event()
        self._queue.append(granted)
        try:
            await granted.wait()
        except BaseException:
            if granted.is_set():
                self.give()
            else:
                self._queue.remove(granted)
            raise

    def take_now(self) -> bool:
        """Take it if it is free; whether it was."""
        if self._is_taken:
            return False
        self._is_taken = True
        return True

    def grant_later(self, granted: "anyio.Event") -> None:
        """Have an event set when it is the turn of who waits for that."""
        if self._is_taken:
            self._queue.append(granted)
        else:
            self._is_taken = True
            granted.set()

    def give(self) -> None:
        """Let the next one have it."""
        if self._queue:
            self._queue.pop(0).set()
        else:
            self._is_taken = False


async def wait_however(event: "anyio.Event") -> None:
    """Wait for an event, and be cancelled only then.

    Whoever goes on without its turn would run beside another handler.
    """
    cancelled: BaseException | None = None
    with anyio.CancelScope(shield=True):
        while not event.is_set():
            try:
                await event.wait()
            except (
                anyio.get_cancelled_exc_class()
            ) as exc:  # of asyncio itself, which heeds no shield
                cancelled = exc
    if cancelled is not None:
        raise cancelled
