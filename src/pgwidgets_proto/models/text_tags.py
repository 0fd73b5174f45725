"""Tags: named attributes, and the stretches of a text that have them.

Knows: where stretches go when the text is edited. Must not know: the text.

Text that is inserted at either end of a stretch is outside of it, and inside of it anywhere else.
A stretch of which nothing is left goes.
"""

from collections.abc import Mapping
from typing import Any

ATTRIBUTES = (
    *("background", "foreground", "bold", "italic", "underline", "strikethrough"),
    *("font_family", "font_size"),
)
"""What a browser heeds in a tag's definition."""

type Place = tuple[int, int] | None
"""Start and end, or None for a stretch that is gone."""


class Stretch:
    """A part of the text that has a tag.

    Attributes:
        name: the tag.
        state: where it is.
        rank: of several tags on one character the higher rank wins.
    """

    __slots__ = ("name", "rank", "state")

    def __init__(self, name: str, start: int, end: int, rank: int) -> None:
        self.name = name
        self.state: Place = (start, end)
        self.rank = rank

    def __repr__(self) -> str:
        return f"<Stretch {self.name} {self.state}>"


class Tags:
    """The tags of one text.

    Attributes:
        definitions: the attributes of each tag.
    """

    def __init__(self) -> None:
        self.definitions: dict[str, dict[str, Any]] = {}
        self._stretches: list[Stretch] = []
        self._rank = 0

    def __len__(self) -> int:
        return len(self._stretches)

    def define(self, name: str, attributes: Mapping[str, Any]) -> None:
        """Define a tag, or give it other attributes.

        Raises:
            ValueError: a tag has no such attribute.
        """
        for attribute in attributes:
            if attribute not in ATTRIBUTES:
                raise ValueError(
                    f"a tag has no attribute {attribute!r}; it may have {', '.join(ATTRIBUTES)}"
                )
        self.definitions[name] = dict(attributes)

    def forget(self, name: str) -> None:
        """Remove a tag, wherever it is applied."""
        self.definitions.pop(name, None)
        self._drop([stretch for stretch in self._stretches if stretch.name == name])

    def clear(self) -> None:
        """Take all tags from the text; they stay defined."""
        self._drop(list(self._stretches))

    def check(self, name: str) -> None:
        """Raise ValueError if a tag is not known."""
        if name not in self.definitions:
            known = ", ".join(map(repr, self.definitions)) or "none"
            raise ValueError(f"there is no tag {name!r}; known are: {known}")

    def apply(self, name: str, start: int, end: int) -> Stretch | None:
        """Apply a tag to a range; None if the range is empty.

        Raises:
            ValueError: the tag is not known.
        """
        self.check(name)
        if start >= end:
            return None
        self._rank += 1
        stretch = Stretch(name, start, end, self._rank)
        self._stretches.append(stretch)
        return stretch

    def remove(self, name: str, start: int, end: int) -> bool:
        """Take a tag from a range; what reaches out of it keeps the tag. False for an empty one."""
        if start >= end:
            return False
        kept: list[Stretch] = []
        for stretch in self._stretches:
            place = stretch.state
            if stretch.name != name or place is None or place[1] <= start or place[0] >= end:
                kept.append(stretch)
                continue
            # Undo must not bring back what was taken off: the rest are new stretches.
            stretch.state = None
            for left, right in ((place[0], start), (end, place[1])):
                if left < right:
                    kept.append(Stretch(name, left, right, stretch.rank))
        self._stretches = kept
        return True

    def replace_all(self, places: list[tuple[str, int, int]]) -> None:
        """Apply tags anew: only those given, in this order; unknown tags are left out."""
        self.clear()
        for name, start, end in places:
            if name in self.definitions:
                self.apply(name, start, end)

    # --- places

    def places(self) -> list[tuple[str, int, int]]:
        """All stretches, in the order of their rank."""
        return [(s.name, *s.state) for s in self._stretches if s.state is not None]

    def at(self, offset: int) -> list[str]:
        """The tags of the character after an offset."""
        return self.within(offset, offset + 1)

    def within(self, start: int, end: int) -> list[str]:
        """The tags of any character in a range."""
        found = {name: None for name, left, right in self.places() if left < end and right > start}
        return list(found)

    def regions(self, name: str) -> list[tuple[int, int]]:
        """Where a tag is applied: stretches that touch are one region."""
        merged: list[tuple[int, int]] = []
        for start, end in sorted((p[1], p[2]) for p in self.places() if p[0] == name):
            if merged and start <= merged[-1][1]:
                merged[-1] = merged[-1][0], max(end, merged[-1][1])
            else:
                merged.append((start, end))
        return merged

    # --- edits

    def touched(self, start: int, end: int) -> list[Stretch]:
        """The stretches that have a part in a range, or an end at it."""
        return [s for s in self._stretches if s.state and s.state[0] <= end and s.state[1] >= start]

    def edited(self, start: int, end: int, length: int) -> None:
        """Move the stretches after a range was replaced by so many characters."""
        if not self._stretches:
            return
        gone = end - start
        is_any_empty = False
        for stretch in self._stretches:
            place = stretch.state
            if place is None or place[1] <= start:
                continue
            left, right = place
            if left > start:
                left = left - gone if left >= end else start
            right = right - gone if right >= end else start
            if left == right:
                stretch.state = None
                is_any_empty = True
                continue
            if left >= start:
                left += length
            if right > start:
                right += length
            stretch.state = left, right
        if is_any_empty:
            self._sweep()

    def set_state(self, stretch: Stretch, place: Place) -> None:
        """Put a stretch where an undone edit had it, unless its tag is unknown by now."""
        if stretch.name not in self.definitions:
            return
        is_new = stretch.state is None
        stretch.state = place
        if place is None:
            self._sweep()
        elif is_new:
            self._stretches.append(stretch)
            self._stretches.sort(key=_rank)

    def _drop(self, stretches: list[Stretch]) -> None:
        for stretch in stretches:
            stretch.state = None
        self._sweep()

    def _sweep(self) -> None:
        self._stretches = [s for s in self._stretches if s.state is not None]


def _rank(stretch: Stretch) -> int:
    return stretch.rank
