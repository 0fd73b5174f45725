"""The text of an editor with all that belongs to it: the truth that browsers are shown.

Knows: how text, references, tags, caret and undo go together, and how edits of several sides become
one sequence. Must not know: who the sides are.

Offsets are code points. What goes to browsers and comes from them is in UTF-16 code units, which
stand in :class:`Done` and in :meth:`TextModel.receive`; edits are carried over one another in
these, since the text that a browser's offsets are meant for is known to that browser alone.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple
from weakref import ref

from .text_buffer import TextBuffer
from .text_changes import Caret, TextChange
from .text_marks import Mark, Marks, followed
from .text_peers import EditLog
from .text_rebase import Edit, Operation, one_by_one
from .text_tags import Place, Stretch, Tags
from .text_undo import History, UndoStep
from .text_utf16 import as_units, check_text, from_units


class Done(NamedTuple):
    """One replacement, as browsers have to repeat it.

    Attributes:
        revision: its number.
        start, end: what was replaced, in UTF-16 code units of the text before it.
        text: what took its place.
        tags: the tags that the new text got.
    """

    revision: int
    start: int
    end: int
    text: str
    tags: tuple[str, ...] = ()


class Reverted(NamedTuple):
    """What undo or redo did, as browsers have to repeat it.

    Attributes:
        done: the replacements, in order.
        moved: references that are elsewhere than these replacements alone would leave them.
        is_restyled: whether tags are.
    """

    done: list[Done]
    moved: list[Mark]
    is_restyled: bool


class TextModel:
    """A text, its references, tags, caret and history.

    Attributes:
        buffer: the text.
        marks: references into it.
        tags: tags, and where they are.
        log: the edits, as browsers count.
        history: what can be taken back.
        caret: the selection and the caret, of the side that moved its own last.
    """

    def __init__(self, text: str = "") -> None:
        self.buffer = TextBuffer(text)
        self.marks = Marks()
        self.tags = Tags()
        self.log = EditLog()
        self.history = History()
        self.caret = Caret()
        self._caret_of: ref[object] | None = None  # None: it is everybody's

    @property
    def text(self) -> str:
        """All of the text."""
        return self.buffer.text

    @property
    def revision(self) -> int:
        """The number of the newest edit."""
        return self.log.revision

    # --- edits

    def set_text(self, text: str) -> list[Mark]:
        """Replace all of the text: tags, references, icons and history go.

        Returns:
            The references that are invalid now.

        Raises:
            ValueError: the text has half a surrogate pair.
        """
        self.buffer = TextBuffer(text)
        self.tags.clear()
        self.place_caret(Caret())
        self.history.begin_anew()
        self.log.begin_anew()
        return self.marks.clear()

    def edit(self, start: int, end: int, text: str, tags: Sequence[str] = ()) -> list[Done]:
        """Replace a range; the caret stays where it is in the text.

        Parameters:
            tags: names of tags for the new text; unknown ones are left out.

        Raises:
            ValueError: the text has half a surrogate pair.
        """
        return self.edit_all((Edit(start, end, text),), tags)

    def edit_all(self, operation: Operation, tags: Sequence[str] = ()) -> list[Done]:
        """Carry out an operation as one step; gives its replacements, in order."""
        for edit in operation:
            check_text(edit.text)
        step = UndoStep(self.caret)
        done = [
            self._replace(edit, step, tags)
            for edit in one_by_one(operation)
            if edit.start < edit.end or edit.text
        ]
        if done:
            step.after = self.caret
            self.history.add(step)
        return done

    def receive(self, peer: object, revision: int, edit: Edit) -> tuple[list[Done], bool]:
        """Take an edit that a side made to its own text.

        It is a step, or goes on with the newest one: typing without a break is one step.

        Parameters:
            peer: the side: any object that stands for one page of one browser, and can be
                referred to weakly.
            revision: the newest of our edits that the page had applied.
            edit: in UTF-16 code units of the page's text.

        Returns:
            What it came to be here, and whether something had to be carried over.

        Raises:
            VoidError: all of the text was replaced meanwhile.
            TooOldError: the page lags too much.
            ValueError: no page can have done this; the state is as it was.
        """
        if edit.start > edit.end:
            raise ValueError(f"{edit.start} to {edit.end} is no range")
        units = as_units(from_units(edit.text))
        line = self.log.line_to(peer, revision)
        # The page's own text is not known here, but a place that it can't have shows as one that
        # we don't have; where it was is gone, any place is as good.
        self._check_place(line.moved(edit.start))
        self._check_place(line.moved(edit.end))
        is_concurrent = not line.is_quiet
        if edit.start == edit.end and not units:
            return [], is_concurrent
        operation = line.receive(Edit(edit.start, edit.end, units))
        is_own = self._caret_of is None or self._caret_of() is peer
        step: UndoStep | None = None
        done: list[Done] = []
        for part in one_by_one(operation):
            start, end = self.buffer.from_utf16(part.start), self.buffer.from_utf16(part.end)
            text = from_units(part.text)
            # Undo must not bring this side's caret where another has its own.
            step = step or UndoStep(self.caret if is_own else Caret(start, end))
            done.append(self._replace(Edit(start, end, text), step, (), peer))
            self.caret = Caret(start + len(text), start + len(text))
        if step:
            step.after = self.caret
            self._caret_of = ref(peer)
            self.history.add_typed(step, peer)
        return done, is_concurrent

    def receive_caret(self, peer: object, revision: int, start: int, end: int) -> Caret:
        """Take where a side has its selection, in UTF-16 code units of its own text.

        Raises:
            as :meth:`receive`.
        """
        line = self.log.line_to(peer, revision)
        caret = Caret(
            self.buffer.from_utf16(line.moved(start)), self.buffer.from_utf16(line.moved(end))
        )
        self.place_caret(caret, peer)
        return caret

    def place_caret(self, caret: Caret, peer: object = None) -> None:
        """Move the caret of one side, or of all sides if ``peer`` is None."""
        self.caret = caret
        self._caret_of = None if peer is None else ref(peer)
        self.history.place_caret(caret, peer)

    # --- undo

    def undo(self, peer: object = None) -> Reverted | None:
        """Take the newest step back; None if no step is left.

        Parameters:
            peer: the side whose caret is placed where it was; None: all sides' is.
        """
        step = self.history.take_back()
        if step is None:
            return None
        reverted = [self._revert(change) for change in reversed(step.changes)]
        self.place_caret(step.before, peer)
        return _together(reverted)

    def redo(self, peer: object = None) -> Reverted | None:
        """Do the step again that was undone last; None if no step was undone.

        Parameters:
            peer: the side whose caret is placed where it was; None: all sides' is.
        """
        step = self.history.take_again()
        if step is None:
            return None
        reverted = [self._repeat(change) for change in step.changes]
        self.place_caret(step.after, peer)
        return _together(reverted)

    def _check_place(self, units: int) -> None:
        if self.buffer.to_utf16(self.buffer.from_utf16(units)) != units:
            raise ValueError(f"offset {units} is inside of a character")

    def _replace(
        self, edit: Edit, step: UndoStep, tags: Iterable[str], peer: object = None
    ) -> Done:
        start, end, text = edit
        marks = [(mark, mark.state) for mark in self.marks.touched(start, end)]
        stretches = [(stretch, stretch.state) for stretch in self.tags.touched(start, end)]
        removed = self.buffer.part(start, end)
        known = tuple(name for name in tags if name in self.tags.definitions)
        done = self._splice(start, end, text, peer, known)
        for name in known:
            added = self.tags.apply(name, start, start + len(text))
            if added is not None:
                stretches.append((added, None))
        step.changes.append(
            TextChange(
                start,
                removed,
                text,
                tuple((mark, before, mark.state) for mark, before in marks),
                tuple((stretch, before, stretch.state) for stretch, before in stretches),
            )
        )
        return done

    def _revert(self, change: TextChange) -> Reverted:
        marks = [(mark, before) for mark, before, after in change.marks if mark.state == after]
        stretches = [(s, before) for s, before, after in change.stretches if s.state == after]
        end = change.start + len(change.inserted)
        return self._restore(change.start, end, change.removed, marks, stretches)

    def _repeat(self, change: TextChange) -> Reverted:
        marks = [(mark, after) for mark, before, after in change.marks if mark.state == before]
        stretches = [(s, after) for s, before, after in change.stretches if s.state == before]
        end = change.start + len(change.removed)
        return self._restore(change.start, end, change.inserted, marks, stretches)

    def _restore(
        self,
        start: int,
        end: int,
        text: str,
        marks: list[tuple[Mark, int | None]],
        stretches: list[tuple[Stretch, Place]],
    ) -> Reverted:
        done = self._splice(start, end, text)
        moved = [mark for mark, offset in marks if mark.state != offset]
        is_restyled = False
        for mark, offset in marks:
            if offset is not None:
                mark.offset = offset
        for stretch, place in stretches:
            if stretch.state != place:
                self.tags.set_state(stretch, place)
                is_restyled = True
        return Reverted([done], moved, is_restyled)

    def _splice(
        self, start: int, end: int, text: str, peer: object = None, tags: tuple[str, ...] = ()
    ) -> Done:
        units = as_units(text)
        first = self.buffer.to_utf16(start)
        last = first if end == start else self.buffer.to_utf16(end)
        self.buffer.replace(start, end, text)
        self.marks.edited(start, end, len(text))
        self.tags.edited(start, end, len(text))
        length = len(text)
        self.caret = Caret(*(followed(at, "right", start, end, length) for at in self.caret))
        revision = self.log.add(Edit(first, last, units), peer)
        return Done(revision, first, last, text, tags)


def _together(parts: list[Reverted]) -> Reverted:
    return Reverted(
        [done for part in parts for done in part.done],
        list(dict.fromkeys(mark for part in parts for mark in part.moved)),
        any(part.is_restyled for part in parts),
    )
