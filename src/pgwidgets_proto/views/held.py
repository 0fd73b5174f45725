"""Large values that wait until a browser has applied the one before: streamed pictures.

Knows: which of them a browser has been sent and not applied, and which wait for that.
Must not know: the order of messages, their numbers, or when they are sent.

A picture that is on its way can't be replaced by a newer one, and what is said next waits for it.
So of each widget at most one is queued or on its way, and of all together no more than the window
takes, or a single one. What is newer waits here, where the newest replaces all others, and small
messages pass it by. It is setters that wait, so it may be passed by whatever commutes with them.
The end of its widget does not, if it is the end of all that the widget is in: what waits then is
thrown away.
"""

from collections.abc import Callable, Collection, Iterator

import msgspec

from ..wire.outgoing import Outgoing, Touch

LARGE = 4 * 1024
"""Bytes from which a value waits; a smaller one is soon sent, in 33 ms at 1 Mbit/s."""


class Queued(msgspec.Struct, eq=False):
    """A message that is to be sent; it may be replaced until it is begun.

    Attributes:
        outgoing: the message.
        size: bytes that count.
        glued: it goes out in one frame with the message before it.
        begun: how many messages of a binary call have been handed out.
        last_number: that of its last message, once all are handed out.
    """

    outgoing: Outgoing
    size: int
    glued: bool
    begun: int = 0
    last_number: int = 0


def is_large(outgoing: Outgoing) -> bool:
    """Whether a value waits until the last of its kind has been applied."""
    return outgoing.binary is not None and len(outgoing.binary) >= LARGE


class Held:
    """The large values that wait for one browser, and those that they wait for.

    Attributes:
        waiting: the newest value of each kind that waits, in order.
        unapplied: those that are queued or on their way.
    """

    def __init__(self) -> None:
        self.waiting: dict[Touch, Queued] = {}
        self.unapplied: list[Queued] = []

    def wait(self, queued: Queued) -> None:
        """A value waits, behind all others that do."""
        self.waiting[queued.outgoing.touches[0]] = queued

    def go(self, queued: Queued) -> None:
        """A value waits no longer: it has a place in the queue."""
        if queued not in self.unapplied:
            self.unapplied.append(queued)

    def applied(self, number: int) -> None:
        """The browser has applied everything up to this number."""
        self.unapplied = [each for each in self.unapplied if not 0 < each.last_number <= number]

    def holds(self, wid: int) -> bool:
        """Whether a value of a widget waits here."""
        return any(touch.wid == wid for touch in self.waiting)

    def take_due(self, window: int) -> Iterator[Queued]:
        """Take out, one by one, what need wait no longer; the caller queues each at once."""
        for touch, queued in list(self.waiting.items()):
            under_way = sum(each.outgoing.size for each in self.unapplied)
            is_room = under_way == 0 or under_way + queued.outgoing.size <= window
            if is_room and all(each.outgoing.touches[0] != touch for each in self.unapplied):
                yield self.waiting.pop(touch)

    def take(self, wids: Collection[int] | None = None) -> list[Queued]:
        """Take out what waits of these widgets; None: of all."""
        touches = [touch for touch in self.waiting if wids is None or touch.wid in wids]
        return [self.waiting.pop(touch) for touch in touches]

    def take_gone(self, is_gone: Callable[[int], bool]) -> list[Queued]:
        """Take out what waits of widgets that have ended.

        Parameters:
            is_gone: whether the widget of an id has.
        """
        return self.take({touch.wid for touch in self.waiting if is_gone(touch.wid)})

    def take_tied(self, outgoing: Outgoing) -> list[Queued]:
        """Take out what a setter must not pass by: one of the two depends on the other."""
        wid, key = outgoing.touches[0]
        tied = [
            touch
            for touch, queued in self.waiting.items()
            if touch.wid == wid
            and (touch.key in outgoing.depends or key in queued.outgoing.depends)
        ]
        return [self.waiting.pop(touch) for touch in tied]

    def clear(self) -> None:
        """Throw everything away."""
        self.waiting.clear()
        self.unapplied.clear()
