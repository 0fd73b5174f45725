"""What one edit of a text has changed, and when two edits of a user count as one.

Knows: a replacement with what it did to the references and tags around it, and how two that go on
with each other are one. Must not know: the history or who types.

A change remembers what it did around itself: undoing puts those back that nothing else has moved
since, so that the state is the one from before. Two changes that became one do as both would, one
after the other.
"""

from collections.abc import Callable
from typing import NamedTuple

from .text_buffer import NEWLINE
from .text_marks import Mark, followed
from .text_tags import Place, Stretch


class Caret(NamedTuple):
    """The caret and the selection: it reaches from ``start`` to ``end``, empty if they are equal.

    The caret is at its end.
    """

    start: int = 0
    end: int = 0


type States[T, S] = tuple[tuple[T, S, S], ...]
"""Things that a change had in reach, each with its state before and after."""


class TextChange(NamedTuple):
    """One replacement that was carried out.

    Attributes:
        start: where.
        removed, inserted: the texts.
        marks, stretches: what was in reach.
    """

    start: int
    removed: str
    inserted: str
    marks: States[Mark, int | None]
    stretches: States[Stretch, Place]

    @property
    def caret(self) -> Caret:
        """Where the caret of the author is after the change."""
        end = self.start + len(self.inserted)
        return Caret(end, end)

    @property
    def size(self) -> int:
        """The number of characters that the change holds."""
        return len(self.removed) + len(self.inserted)

    @property
    def key(self) -> str:
        """The character that one key has typed or deleted; empty if more was done, or a line break.

        It may have been typed over a selection.
        """
        text = self.inserted or self.removed
        return text if len(text) == 1 and text != NEWLINE else ""

    def mark_before(self, mark: Mark, offset: int | None) -> int | None:
        """Where a reference was before this deletion, as far as can be told."""
        if offset is None:
            return None
        return followed(offset, mark.gravity, self.start, self.start, len(self.removed))

    def place_before(self, stretch: Stretch, place: Place) -> Place:
        """Where a stretch was before this deletion, as far as can be told."""
        if place is None:
            return None
        (left, right), length = place, len(self.removed)
        return (
            left + length if left >= self.start else left,
            right + length if right > self.start else right,
        )


def goes_on(change: TextChange, before: TextChange) -> bool:
    """Whether one key after another was pressed: they type, or they delete, at one place.

    At the first letter of the next word they do not go on: undo is to go by words.

    Parameters:
        change: the newer one; nobody has edited between it and the other.
        before: the older one.
    """
    if not change.key or not before.key or (before.key.isspace() and not change.key.isspace()):
        return False
    if change.inserted:
        is_next = bool(before.inserted) and before.caret.end == change.start
        return is_next and not change.removed
    # Backspace deletes up to the caret, Delete from it on.
    return not before.inserted and before.start in (change.start, change.start + 1)


def joined(before: TextChange, change: TextChange) -> TextChange:
    """One change that does as both, of which the second goes on with the first."""
    start, removed, inserted, *_ = before
    if change.inserted:
        inserted += change.inserted
    elif change.start < start:
        removed = change.removed + removed
    else:
        removed += change.removed
    is_deletion = not inserted
    return TextChange(
        min(start, change.start),
        removed,
        inserted,
        _reached(before.marks, change.marks, before.mark_before if is_deletion else None),
        _reached(before.stretches, change.stretches, before.place_before if is_deletion else None),
    )


def _reached[T: (Mark, Stretch), S](
    first: States[T, S], then: States[T, S], unmade: Callable[[T, S], S] | None
) -> States[T, S]:
    """What either of two changes had in reach, with its state before the first and after the other.

    Parameters:
        unmade: tells where something was before the first, which deleted; None if both insert:
            what is inserted is taken out again, and all that is about it is where it was.
    """
    touched = {thing: (old, new) for thing, old, new in then}
    reached: list[tuple[T, S, S]] = []
    for thing, old, new in first:
        now = touched.get(thing)
        if now is not None and now[0] == new:
            del touched[thing]
            reached.append((thing, old, now[1]))
        elif now is None and thing.state == new and (unmade is None or new is None):
            reached.append((thing, old, new))
        # Otherwise it was moved between them, and counts as one that was not there before.
    if unmade is not None:
        reached += [(thing, unmade(thing, old), new) for thing, (old, new) in touched.items()]
    return tuple(reached)
