"""References into a text that move with it, some of them with names.

Knows: where references go when the text is edited. Must not know: the text.
"""

from collections.abc import Iterator
from typing import Any, Literal

type Gravity = Literal["left", "right"]

GRAVITIES: tuple[Gravity, ...] = ("left", "right")
"""To which side a reference goes when text is inserted at it."""


class Mark:
    """A place in a text.

    Attributes:
        offset: code points from the start.
        gravity: ``"right"``: it ends up after text that is inserted at it; ``"left"``: before.
        is_valid: whether it follows the text.
        owner: whatever stands for it outside.
    """

    __slots__ = ("gravity", "is_valid", "offset", "owner")

    def __init__(self, offset: int, gravity: Gravity = "right", owner: Any = None) -> None:
        if gravity not in GRAVITIES:
            raise ValueError(f"gravity is {gravity!r}; it may be 'left' or 'right'")
        self.offset = offset
        self.gravity: Gravity = gravity
        self.is_valid = True
        self.owner = owner

    @property
    def state(self) -> int | None:
        """The part of the mark that an edit changes, and undo restores."""
        return self.offset if self.is_valid else None

    def __repr__(self) -> str:
        state = "" if self.is_valid else " invalid"
        return f"<Mark {self.offset} {self.gravity}{state}>"


class Marks:
    """The references into one text.

    Attributes:
        named: those that have names.
    """

    def __init__(self) -> None:
        self._marks: dict[Mark, None] = {}
        self.named: dict[str, Mark] = {}

    def __iter__(self) -> Iterator[Mark]:
        return iter(self._marks)

    def __len__(self) -> int:
        return len(self._marks)

    def add(self, mark: Mark) -> None:
        """Add a reference that follows the text."""
        self._marks[mark] = None

    def remove(self, mark: Mark) -> None:
        """Invalidate a reference, and forget its name."""
        self._marks.pop(mark, None)
        mark.is_valid = False
        for name in [name for name, other in self.named.items() if other is mark]:
            del self.named[name]

    def clear(self) -> list[Mark]:
        """Invalidate all references; gives those that were valid."""
        gone = list(self._marks)
        self._marks.clear()
        self.named.clear()
        for mark in gone:
            mark.is_valid = False
            mark.offset = 0
        return gone

    def bind(self, name: str, mark: Mark) -> Mark | None:
        """Give a reference a name; invalidates and gives the one that had the name."""
        before = self.named.get(name)
        if before is mark:
            return None
        if before is not None:
            self.remove(before)
        self.named[name] = mark
        return before

    def touched(self, start: int, end: int) -> list[Mark]:
        """The references in a range or at its ends."""
        return [mark for mark in self._marks if start <= mark.offset <= end]

    def edited(self, start: int, end: int, length: int) -> None:
        """Move the references after a range was replaced by so many characters."""
        for mark in self._marks:
            if mark.offset >= start:
                mark.offset = followed(mark.offset, mark.gravity, start, end, length)


def followed(offset: int, gravity: Gravity, start: int, end: int, length: int) -> int:
    """Where a place goes when a range is replaced by so many characters.

    It goes to the start of what is deleted around it, and then to the side of its gravity of what
    is inserted there.
    """
    if offset > start:
        offset = offset - (end - start) if offset >= end else start
    if offset > start or (offset == start and gravity == "right"):
        offset += length
    return offset
