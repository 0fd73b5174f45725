"""Edits of several sides, put into one order.

Knows: which edits a side had applied when it made its own.
Must not know: the text, what a side is, widgets, or the wire.

The order here is everybody's: an edit that comes in is carried over all that its side did not
know, and is the newest from then on.
"""

from collections import deque
from collections.abc import Hashable

from .text_rebase import Edit, Line, Operation

KEPT = 10_000
"""How many edits are kept for sides that lag; one that lags more is shown all the text again."""


class TooOldError(LookupError):
    """An edit was made on a text that is not remembered any more."""


class _Peer:
    __slots__ = ("knows", "line", "told")

    def __init__(self, revision: int) -> None:
        self.line = Line(first=True)
        self.told = revision
        self.knows = revision


class EditLog:
    """The newest edits of one text, numbered by revision: the text after edit n has revision n.

    Attributes:
        revision: the number of the newest edit.
    """

    def __init__(self) -> None:
        self.revision = 0
        self._first = 0  # the oldest revision that an edit can be carried over from
        self._edits: deque[tuple[Hashable, Edit]] = deque()
        self._peers: dict[Hashable, _Peer] = {}

    def add(self, edit: Edit, peer: Hashable = None) -> int:
        """Number an edit; ``peer`` made it, None for the program. Gives the revision."""
        self._edits.append((peer, edit))
        self.revision += 1
        if len(self._edits) > KEPT:
            self._edits.popleft()
            self._first += 1
        return self.revision

    def begin_anew(self) -> int:
        """All of the text was replaced: what was made before is void. Gives the revision."""
        self._edits.clear()
        self._peers.clear()
        self.revision += 1
        self._first = self.revision
        return self.revision

    def rebase(self, peer: Hashable, revision: int, operation: Operation) -> tuple[Operation, bool]:
        """Carry an edit that comes in over those that its side had not applied.

        Parameters:
            peer: who made it, in one and the same page.
            revision: the newest of our edits that it had applied.
            operation: what it did to its own text.

        Returns:
            The operation on our text, and whether there was anything to carry it over. Each of
            its edits must be added in the peer's name before the peer's next one comes.

        Raises:
            TooOldError: the edits after that revision are forgotten.
            ValueError: no side can have that revision.
        """
        known = self._peers.get(peer)
        oldest = 0 if known is None else known.knows
        if not oldest <= revision <= self.revision:
            raise ValueError(f"revision {revision} is not between {oldest} and {self.revision}")
        if known is None:
            known = _Peer(revision)
        if known.told < self._first:
            raise TooOldError(f"revision {revision} is older than {self._first}")
        self._peers[peer] = known
        for number, (author, edit) in self._after(known.told):
            if author != peer:
                known.line.did(number, (edit,))
        known.told = self.revision
        known.knows = revision
        known.line.knows(revision)
        is_concurrent = not known.line.is_quiet
        return known.line.receive(operation), is_concurrent

    def forget(self, peer: Hashable) -> None:
        """A side is gone."""
        self._peers.pop(peer, None)

    def _after(self, revision: int) -> list[tuple[int, tuple[Hashable, Edit]]]:
        skipped = revision - self._first
        numbers = range(revision + 1, self.revision + 1)
        # From the end: what is new to a side is the little that stands there.
        newest = [self._edits[-index] for index in range(len(self._edits) - skipped, 0, -1)]
        return list(zip(numbers, newest, strict=True))
