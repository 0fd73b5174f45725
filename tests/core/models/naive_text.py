"""A text, references and tags as simply as they can be said: one list of things in a row.

Knows: a reference stands between characters, and a character knows the stretches it is in.
Must not know: offsets that move, or the model that is tested.
"""

from typing import Any


class NaiveMark:
    def __init__(self, gravity: str) -> None:
        self.gravity = gravity


class NaiveText:
    """Characters are pairs of a letter and the set of its stretches; references stand between."""

    def __init__(self, text: str = "") -> None:
        self.row: list[Any] = [(letter, frozenset()) for letter in text]
        self.stretches = 0

    @property
    def letters(self) -> list[tuple[str, frozenset[tuple[int, str]]]]:
        return [thing for thing in self.row if isinstance(thing, tuple)]

    @property
    def text(self) -> str:
        return "".join(letter for letter, _ in self.letters)

    def index(self, offset: int) -> int:
        """Where in the row the gap before a character begins: before any references there."""
        for index in range(len(self.row) + 1):
            before = sum(isinstance(thing, tuple) for thing in self.row[:index])
            if before == offset:
                return index
        raise IndexError(offset)

    def mark(self, offset: int, gravity: str) -> NaiveMark:
        mark = NaiveMark(gravity)
        self.row.insert(self.index(offset), mark)
        return mark

    def offset(self, mark: NaiveMark) -> int:
        return sum(isinstance(thing, tuple) for thing in self.row[: self.row.index(mark)])

    def replace(self, start: int, end: int, text: str) -> None:
        first, last = self.index(start), self.index(end)
        self.row[first:last] = [
            thing for thing in self.row[first:last] if thing not in self.letters
        ]
        gap = first
        while gap < len(self.row) and not isinstance(self.row[gap], tuple):
            gap += 1
        marks = sorted(self.row[first:gap], key=lambda mark: mark.gravity)  # left, then right
        left = sum(mark.gravity == "left" for mark in marks)
        letters = self.letters
        around = frozenset[Any]()
        if 0 < start < len(letters):
            around = letters[start - 1][1] & letters[start][1]
        self.row[first:gap] = [*marks[:left], *((c, around) for c in text), *marks[left:]]

    def tag(self, name: str, start: int, end: int) -> None:
        self.stretches += 1
        self._change(start, end, lambda has: has | {(self.stretches, name)})

    def untag(self, name: str, start: int, end: int) -> None:
        """What is left on the right of the range is a stretch of its own from now on."""
        if start >= end:
            return
        hit = {s for _, has in self.letters[start:end] for s in has if s[1] == name}
        self._change(start, end, lambda has: has - hit)
        for stretch in hit:
            self.stretches += 1
            new = (self.stretches, name)
            self._change(
                end,
                len(self.letters),
                lambda has, old=stretch, new=new: (has - {old}) | {new} if old in has else has,
            )

    def forget(self, name: str) -> None:
        self._change(0, len(self.letters), lambda has: {s for s in has if s[1] != name})

    def tags_within(self, start: int, end: int) -> set[str]:
        return {name for _, has in self.letters[start:end] for _, name in has}

    def regions(self, name: str) -> list[tuple[int, int]]:
        found: list[tuple[int, int]] = []
        for offset, (_, has) in enumerate(self.letters):
            if any(other == name for _, other in has):
                if found and found[-1][1] == offset:
                    found[-1] = found[-1][0], offset + 1
                else:
                    found.append((offset, offset + 1))
        return found

    def _change(self, start: int, end: int, change: Any) -> None:
        offset = 0
        for index, thing in enumerate(self.row):
            if isinstance(thing, tuple):
                if start <= offset < end:
                    self.row[index] = thing[0], frozenset(change(thing[1]))
                offset += 1
