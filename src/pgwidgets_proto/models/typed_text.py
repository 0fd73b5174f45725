"""A text that users type into a field while the program writes it, too.

Knows: what a field shows of a text, and how what was typed is carried over what the typist had not
seen. Must not know: who types.

Each browser shows what its user types at once, and tells it as edits. The program, and browsers
that tell no edits, give whole texts; what differs becomes edits, so that nothing typed is lost to a
text that was written without knowing of it. Whoever had not seen the newest is told the text that
it came to, whole: so no two sides need count alike for all to agree in the end.
"""

from collections.abc import Callable
from weakref import WeakKeyDictionary

from .text_peers import EditLog, VoidError
from .text_rebase import Edit, Operation, edit_between, one_by_one
from .text_utf16 import as_units, to_utf16

KEPT = 1_000
"""Edits that are kept for browsers that lag; one that lags more is told the text again."""

_APART = 64
"""Characters up to which as many others in their place are told one by one: capitals, say."""


class TypedText:
    """The text of one field.

    Parameters:
        text: what is in it at first.
        is_line: whether it shows one line, and so no line breaks.

    Attributes:
        shown: the text as a browser shows it.
    """

    __slots__ = ("_base", "_is_line", "_log", "_overruled", "shown")

    def __init__(self, text: str = "", *, is_line: bool) -> None:
        self._is_line = is_line
        self._log: EditLog | None = None  # most fields are never touched
        self._overruled: WeakKeyDictionary[object, int] | None = None
        self._base: _Base | None = None
        self.shown = self.as_shown(text)

    @property
    def revision(self) -> int:
        """The number of the newest edit."""
        return 0 if self._log is None else self._log.revision

    @property
    def log(self) -> EditLog:
        """The edits."""
        if self._log is None:
            self._log = EditLog(KEPT)
        return self._log

    def as_shown(self, text: str) -> str:
        """What a field makes of a text (HTML, "value sanitization" and "API value")."""
        if self._is_line:
            return on_a_line(text)
        return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text

    def edits_to(self, text: str) -> list[Edit]:
        """The edits that make it another text, in an order in which each place is right.

        Raises:
            ValueError: half a character stands alone in the text.
        """
        before, after = self.shown, self.as_shown(text)
        edit = edit_between(before, after)
        if edit is None:
            return []
        removed = before[edit.start : edit.end]
        if len(removed) == len(edit.text) <= _APART:
            edits = [
                Edit(edit.start + at, edit.start + at + 1, new)
                for at, (old, new) in enumerate(zip(removed, edit.text, strict=True))
                if old != new
            ]
        else:
            edits = [edit]
        return [
            Edit(to_utf16(before, start), to_utf16(before, end), as_units(new))
            for start, end, new in reversed(edits)
        ]

    def write(self, text: str, edits: list[Edit], peer: object = None) -> None:
        """Make it another text by the edits of :meth:`edits_to`."""
        for edit in edits:
            self.log.add(edit, peer)
        self.shown = self.as_shown(text)

    def receive(
        self,
        peer: object,
        revision: int,
        edit: Edit | None,
        told: str,
        is_own: Callable[[object], bool] | None = None,
    ) -> bool:
        """Take what the user of one page has typed.

        A user who writes over something on a page that was built without the newest that the same
        user had typed before means what is there now; two users' edits are both kept.

        Parameters:
            peer: the page: an object that can be referred to weakly.
            revision: the newest of our edits that it had applied.
            edit: in UTF-16 code units of what the page showed; None: nothing new.
            told: what it shows since.
            is_own: whether another page was shown to the same user before this one.

        Returns:
            Whether others had written meanwhile, so that the page may show another text.

        Raises:
            VoidError: the page has been overruled since.
            TooOldError: it lags too much.
            ValueError: it can't show this.
        """
        if self._overruled is not None and revision < self._overruled.get(peer, 0):
            raise VoidError(f"revision {revision} is before the page was overruled")
        line = self.log.line_to(peer, revision)
        is_concurrent = not line.is_quiet
        units = as_units(self.shown)
        operation: Operation = () if edit is None else (edit,)
        if edit is not None and not 0 <= edit.start <= edit.end:
            raise ValueError(f"{edit.start} to {edit.end} is no range")
        if is_concurrent:
            operation = () if edit is None else line.receive(edit)
        elif edit is not None and edit.end > len(units):
            raise ValueError(f"{edit.end} is after the end of a text of {len(units)}")
        done = []
        for start, end, text in one_by_one(operation):
            # A page that was told fewer, but longer steps may count otherwise.
            start, end = min(start, len(units)), min(end, len(units))
            units = units[:start] + text + units[end:]
            done.append(Edit(start, end, text))
        after = _whole(units) if is_concurrent else told
        if not is_concurrent and units != as_units(told):
            raise ValueError("the edit does not lead to the text")
        for part in done:
            self.log.add(part, peer)
        self.shown = after
        if is_concurrent and is_own is not None and _is_in_part(edit, operation):
            others = self._own_since(peer, revision, is_own)
            if others:
                self.write(told, self.edits_to(told), others[-1])
        return is_concurrent

    def comes_back(self) -> None:
        """Note that pages of an earlier run know the text as it is now."""
        self._base = _Base(self.shown, self.revision)

    def receive_whole(
        self, peer: object, told: str, is_own: Callable[[object], bool] | None = None
    ) -> None:
        """Take the text of a page of an earlier run; what was written since it came back is kept.

        Parameters:
            peer, told, is_own: as :meth:`receive` takes them.

        Raises:
            ValueError: half a character stands alone in the text.
        """
        base, told = self._base, self.as_shown(told)
        if base is None:
            self.write(told, self.edits_to(told), peer)
            return
        if told == self.shown:  # all that was written since is in it
            base.told[peer] = told, self.revision
            return
        before, revision = base.told.get(peer, (base.text, base.revision))
        if peer not in base.told and is_own is not None and self._own_since(self, revision, is_own):
            self.write(told, self.edits_to(told), peer)
            base.told[peer] = told, self.revision
            return
        edit = edit_between(before, told)
        if edit is None:
            return
        start, end = to_utf16(before, edit.start), to_utf16(before, edit.end)
        try:
            self.receive(peer, revision, Edit(start, end, as_units(edit.text)), told, is_own)
        except LookupError:  # so much was written since that nobody knows what it was
            self.write(told, self.edits_to(told), peer)
            revision = self.revision
        base.told[peer] = told, revision

    def _own_since(
        self, peer: object, revision: int, is_own: Callable[[object], bool]
    ) -> list[object]:
        """Who else has written after a revision, if these are all pages of one user; else none."""
        try:
            others = self.log.others_since(peer, revision)
        except LookupError:  # so much was written since that nobody knows by whom
            return []
        return others if all(map(is_own, others)) else []

    def overrule(self, peer: object) -> None:
        """Make void what a page has told so far, since it is told to show our text."""
        if self._overruled is None:
            self._overruled = WeakKeyDictionary()
        self._overruled[peer] = self.log.add(Edit(0, 0, ""))  # it knows all the others, perhaps


class _Base:
    """A text as it came back, and what pages of an earlier run have told of it since.

    Attributes:
        text, revision: as they were.
        told: by page the newest text, and the newest of our edits that is in it.
    """

    __slots__ = ("revision", "text", "told")

    def __init__(self, text: str, revision: int) -> None:
        self.text = text
        self.revision = revision
        self.told: WeakKeyDictionary[object, tuple[str, int]] = WeakKeyDictionary()


def on_a_line(text: str) -> str:
    """What a field of one line makes of a text (HTML, "value sanitization")."""
    return text.replace("\n", "").replace("\r", "")


def _is_in_part(edit: Edit | None, operation: Operation) -> bool:
    """Whether some of what an edit replaces was replaced by others, or divided by them."""
    if edit is None or edit.start == edit.end:
        return False
    return len(operation) != 1 or operation[0].end - operation[0].start != edit.end - edit.start


def _whole(units: str) -> str:
    """The text of such code units; half a character becomes a question mark."""
    return units.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
