"""What one page shows otherwise than the session, because its user, who may only look, wants to.

Knows: which values these are, and which messages would take them back. Must not know: what a value
means, or who its user is.

Its page is not sent a message that sets nothing else than such values. Any other message goes out
as always, and may bring some of them back to what the session has.
"""

from collections.abc import Iterable
from typing import Any

from ..wire.outgoing import Outgoing, Touch

MOST = 10_000
"""Values that one page may show in a way of its own."""


NOTHING: Any = frozenset()
"""One for all who have nothing of their own; a set is 216 bytes."""


class OwnView:
    """The values of one page that are its own.

    Attributes:
        keys: which.
        is_following: whether it has none, whatever its user does.
    """

    __slots__ = ("is_following", "keys")

    keys: set[Touch]

    def __init__(self, *, is_following: bool = False) -> None:
        self.keys = NOTHING
        self.is_following = is_following

    def keep(self, touches: Iterable[Touch]) -> bool:
        """Note values that its user has changed there; False: these would be too many."""
        if not self.is_following:
            self.keys = self.keys or set()
            self.keys.update(touches)
        return len(self.keys) <= MOST

    def forget(self, touches: Iterable[Touch]) -> None:
        """Note values that are as the session has them again."""
        if self.keys:
            self.keys.difference_update(touches)

    def forget_all(self) -> None:
        """Note that the page is as the session has it."""
        self.keys = NOTHING

    def hides(self, outgoing: Outgoing) -> bool:
        """Whether a message sets nothing but values that are the page's own."""
        touches = outgoing.touches
        return bool(touches) and outgoing.answer_to is None and self.keys.issuperset(touches)
