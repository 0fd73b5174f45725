"""The history of a text: what can be taken back, and done again.

Knows: steps, each made of changes, and that what one user types without a break is one step. Must
not know: how a change is carried out.

There is one history for all who edit, so its newest step always fits the text as it is.
"""

from collections import deque
from collections.abc import Sequence
from typing import NamedTuple

from .text_changes import Caret, TextChange, goes_on, joined

STEPS = 500
"""How many steps can be taken back."""

KEPT_TEXT = 32 * 1024 * 1024
"""Characters that these may have together; the newest can be taken back however long it is."""


class UndoStep:
    """The changes that are taken back together.

    Attributes:
        changes: in the order in which they were made.
        before, after: the caret.
    """

    __slots__ = ("after", "before", "changes")

    def __init__(self, before: Caret) -> None:
        self.changes: list[TextChange] = []
        self.before = before
        self.after = before

    @property
    def size(self) -> int:
        """The number of characters that the step holds."""
        return sum(change.size for change in self.changes)

    def go_on(self, change: TextChange, after: Caret) -> None:
        """Add a change that goes on with the last one."""
        self.changes[-1] = joined(self.changes[-1], change)
        self.after = after


class _Typed(NamedTuple):
    """What a user did last, and may go on with: it is, or ends, the newest step."""

    author: object
    change: TextChange


class History:
    """The steps that can be taken back, and those that were."""

    def __init__(self) -> None:
        self._done: deque[UndoStep] = deque()
        self._undone: list[UndoStep] = []
        self._size = 0  # characters in all of them
        self._typed: _Typed | None = None
        self._base: object = object()
        self._clean: object = self._base

    def __len__(self) -> int:
        """How many steps can be taken back."""
        return len(self._done)

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        """Whether a step was taken back."""
        return bool(self._undone)

    @property
    def done(self) -> Sequence[UndoStep]:
        """The steps that can be taken back, the newest last."""
        return self._done

    @property
    def undone(self) -> Sequence[UndoStep]:
        """The steps that can be done again, the next one last."""
        return self._undone

    def steps_since_clean(self) -> int | None:
        """How many steps ago the text was clean; None: it is in none of the steps."""
        for ago, step in enumerate(reversed(self._done)):
            if step is self._clean:
                return ago
        return len(self._done) if self._base is self._clean else None

    def bring_back(self, done: list[UndoStep], undone: list[UndoStep], clean: int | None) -> None:
        """Have the steps of an earlier run.

        Parameters:
            done, undone: as :attr:`done` and :attr:`undone` gave them.
            clean: as :meth:`steps_since_clean`.
        """
        self.begin_anew()
        self._done.extend(done)
        self._undone.extend(undone)
        self._size = sum(step.size for step in (*done, *undone))
        if clean is None:
            self._clean = object()
        elif clean < len(done):
            self._clean = done[-1 - clean]

    def add(self, step: UndoStep) -> None:
        """Add a step; those that were taken back are gone for good."""
        self._typed = None
        self._done.append(step)
        self._size += step.size - sum(undone.size for undone in self._undone)
        self._undone.clear()
        self._drop_oldest()

    def add_typed(self, step: UndoStep, author: object) -> None:
        """Add a step that a user typed; it may go on with what the user typed last.

        Parameters:
            author: who it was, as in :meth:`place_caret`.
        """
        last = self._typed
        # One that had to be carried over others may be several by now.
        change = step.changes[0] if len(step.changes) == 1 else None
        if change and last and last.author is author and goes_on(change, last.change):
            self._done[-1].go_on(change, step.after)
            self._size += change.size
            self._drop_oldest()
        else:
            self.add(step)
        self._typed = _Typed(author, change) if change else None

    def place_caret(self, caret: Caret, author: object = None) -> None:
        """Note where a user's caret was placed; elsewhere than at the typing, that is a break.

        Parameters:
            author: whose it is, None for everybody's.
        """
        last = self._typed
        if last and (author is None or author is last.author) and caret != last.change.caret:
            self._typed = None

    def _drop_oldest(self) -> None:
        while len(self._done) > 1 and (len(self._done) > STEPS or self._size > KEPT_TEXT):
            oldest = self._base = self._done.popleft()
            self._size -= oldest.size
            oldest.changes.clear()  # it only stands for the text after it

    def take_back(self) -> UndoStep | None:
        """The newest step, to be undone."""
        self._typed = None
        if not self._done:
            return None
        self._undone.append(self._done.pop())
        return self._undone[-1]

    def take_again(self) -> UndoStep | None:
        """The step that was undone last, to be done again."""
        if not self._undone:
            return None
        self._done.append(self._undone.pop())
        return self._done[-1]

    def begin_anew(self) -> None:
        """Forget all steps, since all of the text is replaced; it counts as unmodified."""
        self._typed = None
        self._done.clear()
        self._undone.clear()
        self._size = 0
        self._base = self._clean = object()

    @property
    def is_modified(self) -> bool:
        """Whether the text is another than when it was last marked clean."""
        return self._newest is not self._clean

    def mark_clean(self) -> None:
        """Count the text as unmodified; what is typed after this is a step of its own."""
        self._typed = None
        self._clean = self._newest

    @property
    def _newest(self) -> object:
        return self._done[-1] if self._done else self._base
