"""A text that is edited, its lines, and where things are found in it.

Knows: characters and lines. Must not know: what points into the text.

It is kept in pieces of a few thousand characters that know how many lines and surrogate pairs
they have: an edit copies a piece or two and counts in these, however long the text is. All of the
text as one str is made when it is asked for, and kept until the next edit.
"""

import re
from collections.abc import Iterator

from .text_utf16 import check_text, count_pairs, from_utf16

NEWLINE = "\n"
"""What ends a line; a carriage return is a character like any other."""

PIECE = 4096
"""Characters in a new piece; one grows to twice as many before it is divided."""


SHORT = 50
"""Characters up to which a text is found by a pattern where case is ignored. That is quicker than
to change the case of all, but each of its characters may be looked at in each place."""


class _Lower(dict[int, int]):
    """Characters without their case, as :mod:`re` ignores it: one becomes one."""

    def __missing__(self, code: int) -> int:
        char = chr(code)
        upper = char.upper()
        found = self[code] = ord((upper if len(upper) == 1 else char).lower()[0])
        return found


_LOWER = _Lower()


class _Piece:
    """A part of the text: its characters, and how many of these are pairs or end lines."""

    __slots__ = ("length", "lines", "pairs", "text", "units")

    def __init__(self, text: str) -> None:
        self.text = text
        self.length = len(text)
        self.pairs = count_pairs(text)
        self.units = self.length + self.pairs
        self.lines = text.count(NEWLINE)


class TextBuffer:
    """A text. Offsets are code points from 0; lines are counted from 0.

    Parameters:
        text: the text at first.
    """

    __slots__ = ("_joined", "_length", "_pieces")

    def __init__(self, text: str = "") -> None:
        check_text(text)
        self._pieces = _pieces(text) or [_Piece("")]  # there is always one
        self._joined: str | None = text
        self._length = len(text)

    def __len__(self) -> int:
        return self._length

    @property
    def text(self) -> str:
        """All of the text."""
        if self._joined is None:
            self._joined = "".join(piece.text for piece in self._pieces)
        return self._joined

    def part(self, start: int, end: int) -> str:
        """The text of a range."""
        first, skipped = self._find(start)
        found: list[str] = []
        place = start - skipped
        for piece in self._pieces[first:]:
            if place >= end:
                break
            found.append(piece.text[max(0, start - place) : end - place])
            place += piece.length
        return "".join(found)

    def replace(self, start: int, end: int, text: str) -> None:
        """Put a text in the place of a range.

        Raises:
            ValueError: the text has half a surrogate pair; nothing is changed.
        """
        check_text(text)
        first, head = self._find(start)
        last, tail = (first, head) if end == start else self._find(end)
        new = self._pieces[first].text[:head] + text + self._pieces[last].text[tail:]
        if len(new) < PIECE // 2 and last + 1 < len(self._pieces):
            last += 1  # a small piece is joined with the next one
            new += self._pieces[last].text
        self._pieces[first : last + 1] = _pieces(new) if len(new) > 2 * PIECE else [_Piece(new)]
        self._length += len(text) - (end - start)
        self._joined = None

    def clamp(self, offset: int) -> int:
        """The nearest offset that the text has."""
        return max(0, min(offset, self._length))

    def _find(self, offset: int) -> tuple[int, int]:
        """The piece that an offset is in, or at the end of, and the offset inside of it."""
        for index, piece in enumerate(self._pieces):
            if offset <= piece.length:
                return index, offset
            offset -= piece.length
        raise IndexError(f"the text ends {offset} characters before that")

    # --- lines

    @property
    def line_count(self) -> int:
        """How many lines there are; an empty text is one."""
        return sum(piece.lines for piece in self._pieces) + 1

    def line_of(self, offset: int) -> int:
        """The line that an offset is on."""
        index, inside = self._find(offset)
        before = sum(piece.lines for piece in self._pieces[:index])
        return before + self._pieces[index].text.count(NEWLINE, 0, inside)

    def line_column(self, offset: int) -> tuple[int, int]:
        """The line of an offset, and the characters before it on that line."""
        line = self.line_of(offset)
        return line, offset - self.line_start(line)

    def line_start(self, line: int) -> int:
        """Where a line starts; after the last line, the end of the text."""
        if line <= 0:
            return 0
        place = 0
        for piece in self._pieces:
            if line <= piece.lines:
                inside = 0
                for _ in range(line):
                    inside = piece.text.index(NEWLINE, inside) + 1
                return place + inside
            line -= piece.lines
            place += piece.length
        return self._length

    def line_end(self, offset: int) -> int:
        """Where the line of an offset ends, its newline left out."""
        index, inside = self._find(offset)
        place = offset - inside
        for piece in self._pieces[index:]:
            found = piece.text.find(NEWLINE, inside)
            if found >= 0:
                return place + found
            place += piece.length
            inside = 0
        return self._length

    # --- search

    def find_all(
        self, query: str, start: int = 0, *, case_insensitive: bool = False
    ) -> Iterator[tuple[int, int]]:
        """The places of a text, in order, without overlaps; an empty text is found nowhere.

        Case is ignored character by character, so that a place has the length of what is found.
        """
        if not query:
            return
        if case_insensitive and len(query) <= SHORT:
            for match in re.compile(re.escape(query), re.IGNORECASE).finditer(self.text, start):
                yield match.span()
            return
        text = self.text
        if case_insensitive:
            text, query = text.translate(_LOWER), query.translate(_LOWER)
        place = text.find(query, max(0, start))
        while place >= 0:
            yield place, place + len(query)
            place = text.find(query, place + len(query))

    # --- UTF-16

    def to_utf16(self, offset: int) -> int:
        """An offset in UTF-16 code units, as browsers count."""
        index, inside = self._find(offset)
        piece = self._pieces[index]
        before = sum(piece.pairs for piece in self._pieces[:index])
        return offset + before + (count_pairs(piece.text[:inside]) if piece.pairs else 0)

    def from_utf16(self, units: int) -> int:
        """The offset of so many UTF-16 code units; one inside of a pair is rounded down.

        Raises:
            ValueError: it is before the start or after the end of the text.
        """
        place = 0
        rest = units
        for piece in self._pieces:
            if rest <= piece.units:
                return place + (from_utf16(piece.text, rest) if piece.pairs or rest < 0 else rest)
            rest -= piece.units
            place += piece.length
        raise ValueError(f"offset {units} is after the end of a text of {units - rest}")


def _pieces(text: str) -> list[_Piece]:
    return [_Piece(text[place : place + PIECE]) for place in range(0, len(text), PIECE)]
