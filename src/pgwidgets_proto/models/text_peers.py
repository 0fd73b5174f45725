"""Edits of several sides, put into one order.

Knows: which edits a side had applied when it made its own. Must not know: the text or what a side
is.

The order here is everybody's: an edit that comes in is carried over all that its side did not
know, and is the newest from then on.
"""

from collections import deque
from collections.abc import Iterator
from weakref import WeakKeyDictionary

from .text_crossing import Crossing
from .text_rebase import Edit

KEPT = 4_000
"""How many edits are kept for sides that lag; one that lags more is shown all the text again."""

KEPT_TEXT = 8 * 1024 * 1024
"""Characters that these may have together; the newest is kept however long it is."""


class TooOldError(LookupError):
    """An edit was made on a text that is not remembered any more."""


class VoidError(LookupError):
    """An edit was made on a text that has been replaced as a whole since: it counts no more."""


class _Peer:
    __slots__ = ("knows", "line", "told")

    def __init__(self, revision: int) -> None:
        self.line = Crossing()
        self.told = revision
        self.knows = revision


class EditLog:
    """The newest edits of one text, numbered by revision: the text after edit n has revision n.

    Offsets are counted as the sides count them.

    Parameters:
        kept: how many edits are kept for sides that lag.

    Attributes:
        revision: the number of the newest edit.
    """

    def __init__(self, kept: int = KEPT) -> None:
        self.revision = 0
        self._kept = kept
        self._epoch = 0  # the revision at which all of the text was replaced
        self._oldest = 0  # the oldest revision that an edit can be carried over from
        self._edits: deque[tuple[object, Edit]] = deque()
        self._size = 0  # characters in them
        self._peers: WeakKeyDictionary[object, _Peer] = WeakKeyDictionary()

    def add(self, edit: Edit, peer: object = None) -> int:
        """Number an edit; ``peer`` made it, None for the program. Gives the revision."""
        self._edits.append((peer, edit))
        self._size += len(edit.text)
        self.revision += 1
        while len(self._edits) > 1 and (len(self._edits) > self._kept or self._size > KEPT_TEXT):
            self._size -= len(self._edits.popleft()[1].text)
            self._oldest += 1
        return self.revision

    def begin_anew(self) -> int:
        """Make all edits so far void, since all of the text is replaced. Gives the revision."""
        self._edits.clear()
        self._size = 0
        self._peers.clear()
        self.revision += 1
        self._oldest = self._epoch = self.revision
        return self.revision

    def line_to(self, peer: object, revision: int) -> Crossing:
        """The line on which something comes in, with all that its sender did not know.

        Each edit that comes in on it must be added, in the peer's name, before this is asked for
        again.

        Parameters:
            peer: who sends it: an object that stands for one page, kept weakly.
            revision: the newest of our edits that it had applied.

        Raises:
            VoidError, TooOldError: there is no carrying it over.
            ValueError: the sender can't have that revision.
        """
        known = self._peers.get(peer)
        least = 0 if known is None else known.knows
        if not least <= revision <= self.revision:
            raise ValueError(f"revision {revision} is not between {least} and {self.revision}")
        told = revision if known is None else max(known.told, revision)
        self._check_kept(revision, told)
        if known is None:
            known = self._peers[peer] = _Peer(revision)
        for number, author, edit in self._newest(told):
            if author is not peer:
                known.line.did(number, edit)
        known.told = self.revision
        known.knows = revision
        known.line.knows(revision)
        return known.line

    def since(self, revision: int) -> list[Edit]:
        """The edits after a revision.

        Raises:
            VoidError, TooOldError: they are not kept.
        """
        self._check_kept(revision, revision)
        return [edit for _, _, edit in self._newest(revision)]

    def others_since(self, peer: object, revision: int) -> list[object]:
        """Who else has edited after a revision, in the order of the edits; None: the program.

        Raises:
            VoidError, TooOldError: they are not kept, as those that a side was told may not be.
        """
        self._check_kept(revision, revision)
        return [author for _, author, _ in self._newest(revision) if author is not peer]

    def forget(self, peer: object) -> None:
        """Forget a side that edits no more."""
        self._peers.pop(peer, None)

    def _check_kept(self, revision: int, needed: int) -> None:
        if revision < self._epoch:
            raise VoidError(f"revision {revision} is before the text of {self._epoch}")
        if needed < self._oldest:
            raise TooOldError(f"the edits after revision {needed} are not kept any more")

    def _newest(self, since: int) -> Iterator[tuple[int, object, Edit]]:
        """The edits after a revision, which must be kept, with their numbers and who made them."""
        # From the end: what is new to a side is the little that stands there.
        for back in range(self.revision - since, 0, -1):
            author, edit = self._edits[-back]
            yield self.revision - back + 1, author, edit
