"""What has been done to a text, and can be taken back.

Knows: steps, each made of changes. Must not know: how a change is carried out, widgets, the wire.

There is one history for all who edit, so its newest step always fits the text as it is. A change
remembers what it did to the references and tags around it: undoing puts those back that nothing
else has moved since, so that the state is the one from before.
"""

from collections import deque
from typing import NamedTuple

from .text_marks import Mark
from .text_tags import Place, Stretch

STEPS = 500
"""How many steps can be taken back."""

KEPT_TEXT = 32 * 1024 * 1024
"""Characters that these may have together; the newest can be taken back however long it is."""


class Caret(NamedTuple):
    """The caret and the selection: it reaches from ``start`` to ``end``, empty if they are equal.

    The caret is at its end.
    """

    start: int = 0
    end: int = 0


class Change(NamedTuple):
    """One replacement that was carried out.

    Attributes:
        start: where.
        removed, inserted: the texts.
        marks, stretches: what was in reach, with its state before and after.
    """

    start: int
    removed: str
    inserted: str
    marks: tuple[tuple[Mark, int | None, int | None], ...]
    stretches: tuple[tuple[Stretch, Place, Place], ...]


class Step:
    """What is taken back at once.

    Attributes:
        changes: in the order in which they were made.
        before, after: the caret.
    """

    __slots__ = ("after", "before", "changes")

    def __init__(self, before: Caret) -> None:
        self.changes: list[Change] = []
        self.before = before
        self.after = before

    @property
    def size(self) -> int:
        """The characters that it keeps."""
        return sum(len(change.removed) + len(change.inserted) for change in self.changes)


class History:
    """The steps that can be taken back, and those that were."""

    def __init__(self) -> None:
        self._done: deque[Step] = deque()
        self._undone: list[Step] = []
        self._size = 0  # characters in all of them
        self._base: object = object()
        self._clean: object = self._base

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        """Whether a step was taken back."""
        return bool(self._undone)

    def add(self, step: Step) -> None:
        """A step was done; those that were taken back are gone for good."""
        self._done.append(step)
        self._size += step.size - sum(undone.size for undone in self._undone)
        self._undone.clear()
        while len(self._done) > 1 and (len(self._done) > STEPS or self._size > KEPT_TEXT):
            oldest = self._base = self._done.popleft()
            self._size -= oldest.size
            oldest.changes.clear()  # it only stands for the text after it

    def take_back(self) -> Step | None:
        """The newest step, to be undone."""
        if not self._done:
            return None
        self._undone.append(self._done.pop())
        return self._undone[-1]

    def take_again(self) -> Step | None:
        """The step that was undone last, to be done again."""
        if not self._undone:
            return None
        self._done.append(self._undone.pop())
        return self._done[-1]

    def begin_anew(self) -> None:
        """All of the text was replaced: nothing before it can be taken back."""
        self._done.clear()
        self._undone.clear()
        self._size = 0
        self._base = object()

    @property
    def is_modified(self) -> bool:
        """Whether the text is another than when it was last marked clean."""
        return self._newest is not self._clean

    def mark_clean(self) -> None:
        """Take the text as it is for unmodified."""
        self._clean = self._newest

    @property
    def _newest(self) -> object:
        return self._done[-1] if self._done else self._base
