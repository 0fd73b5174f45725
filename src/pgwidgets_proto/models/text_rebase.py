"""Edits that were made at the same time, and how each is carried over to the other's text.

Knows: edits as places in a text, and who goes first at one place. Must not know: the text itself.

Rules:

* An **operation** is a tuple of edits whose places are all meant in the text before it, in
  order, without overlaps. One edit becomes several when text that must survive was
  inserted into what it deletes.
* ``rebase(a, b)`` is ``a`` as it must be done after ``b``. For all a and b made on one text,
  b then ``rebase(a, b, first=False)`` gives what a then ``rebase(b, a, first=True)`` gives. What
  either side inserts is never deleted by the other; what both delete is deleted once.
* At one place the text of ``first`` comes first: the server's, in our protocol.

web/pgwidgets/common/text_rebase.js has the same rules for the browser.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from .text_marks import Gravity, followed


class Edit(NamedTuple):
    """One replacement.

    Attributes:
        start, end: what is replaced; equal for a mere insertion.
        text: what takes its place, at ``start``.
    """

    start: int
    end: int
    text: str


type Operation = tuple[Edit, ...]
"""Edits of one text, sorted and disjoint."""


def rebase(operation: Operation, over: Operation, *, first: bool) -> Operation:
    """Carry an operation over another one that was made on the same text.

    Parameters:
        operation: what is to be done next.
        over: what has been done already.
        first: whether the operation's text stands first where both insert at one place.

    Returns:
        The operation as it applies to the text after ``over``; empty if nothing is left of it.
    """
    moved: list[Edit] = []
    for edit in operation:
        if edit.text:
            place = _moved_insertion(edit.start, over, first=first)
            moved.append(Edit(place, place, edit.text))
        moved.extend(
            Edit(_moved_start(start, over), _moved_start(start, over) + end - start, "")
            for start, end in _kept(edit.start, edit.end, over)
        )
    return _joined(moved)


def _moved_insertion(place: int, over: Operation, *, first: bool) -> int:
    shift = 0
    for edit in over:
        if edit.start > place:
            break
        shift -= min(edit.end, place) - edit.start
        if edit.start < place or not first:
            shift += len(edit.text)
    return place + shift


def _moved_start(place: int, over: Operation) -> int:
    """Where a character went that ``over`` did not delete: after all inserted at its place."""
    return _moved_insertion(place, over, first=False)


def _kept(start: int, end: int, over: Operation) -> Iterator[tuple[int, int]]:
    """The parts of a range that ``over`` leaves there, cut where it inserts."""
    for edit in over:
        if edit.start >= end or start >= end:
            break
        if edit.end <= start:
            continue
        if edit.start > start:
            yield start, edit.start
        start = max(start, edit.end)
    if start < end:
        yield start, end


def _joined(edits: Iterable[Edit]) -> Operation:
    """Put an insertion and the deletion after it together, and insertions at one place."""
    found: list[Edit] = []
    for edit in edits:
        last = found[-1] if found else None
        if last is not None and last.start == last.end == edit.start:
            found[-1] = Edit(last.start, edit.end, last.text + edit.text)
        elif last is not None and last.end == edit.start and not edit.text:
            found[-1] = Edit(last.start, edit.end, last.text)
        elif edit.start < edit.end or edit.text:
            found.append(edit)
    return tuple(found)


def one_by_one(operation: Operation) -> Iterator[Edit]:
    """The edits of an operation, the last place first, so that no edit moves a later one."""
    return reversed(operation)


def edit_between(before: str, after: str) -> Edit | None:
    """The smallest single edit that makes one text of another; None if they are equal."""
    if before == after:
        return None
    shorter = min(len(before), len(after))
    start = _common(before, after, shorter)
    end = _common(before[start:][::-1], after[start:][::-1], shorter - start)
    return Edit(start, len(before) - end, after[start : len(after) - end])


def _common(one: str, other: str, limit: int) -> int:
    """How many characters both begin with, found by halving."""
    low, high = 0, limit
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


class Line:
    """One side of a line on which both sides edit at once, each showing its own edits at once.

    It keeps what the other side did not know yet when it made what comes in.

    Parameters:
        first: whether this side's text stands first at one place: true for one of the two.
    """

    __slots__ = ("_first", "_pending")

    def __init__(self, *, first: bool) -> None:
        self._first = first
        self._pending: list[tuple[int, Operation]] = []

    @property
    def is_quiet(self) -> bool:
        """Whether the other side has applied all that this side did."""
        return not self._pending

    def did(self, number: int, operation: Operation) -> None:
        """Note an operation of this side, which the other side is told under this number."""
        self._pending.append((number, operation))

    def knows(self, number: int) -> None:
        """Note that the other side has applied everything up to this number."""
        while self._pending and self._pending[0][0] <= number:
            del self._pending[0]

    def receive(self, operation: Operation) -> Operation:
        """Take the other side's operation; gives what it is on this side's text."""
        for index, (number, pending) in enumerate(self._pending):
            self._pending[index] = number, rebase(pending, operation, first=self._first)
            operation = rebase(operation, pending, first=not self._first)
        return operation

    def moved(self, place: int, gravity: Gravity = "right") -> int:
        """Where a place in the other side's text is in this side's: as a reference moves."""
        for _, pending in self._pending:
            for edit in one_by_one(pending):
                place = followed(place, gravity, edit.start, edit.end, len(edit.text))
        return place
