"""A text that two sides edit at once, as each of them has it: ours, and a peer's, which lags.

Knows: where each side's characters are in the other's text. Must not know: the characters.

The two texts are one row of segments, in order. A segment is in both texts, or only in ours (the
peer does not know yet that we inserted it), or only in the peer's (nor that we deleted it), or in
neither (inserted and deleted, both unknown to the peer). Segments remember by which of our edits
they came and went, so that the row can follow what the peer gets to know.

The segments stand in blocks that know their lengths. So an edit costs a look at each block and a
walk through one or two, and however much the peer lags, what it sends costs about the same.

What comes out is what :func:`~.text_rebase.rebase` gives when the peer's edit is carried over each
of ours, one after another, and where both insert at one place ours stands first:

* what the peer inserts stands right before the character that follows it in the peer's text, behind
  all that we inserted there;
* what we insert stands right behind the character that precedes it in our text. When the peer has
  deleted that one, too, it stands right behind the one before: what we had deleted in between was
  no character of our text any more.
"""

from collections import deque
from collections.abc import Iterator

from .text_rebase import Edit, Operation

BLOCK = 64
"""Segments in a block; one grows to twice as many before it is divided."""

_ENDLESS = 1 << 62
"""The length of the last segment: how long the text is, nobody needs to know here."""


class _Segment:
    """Neighbouring characters of which the peer knows alike.

    Attributes:
        length: how many characters.
        made, gone: our edits that inserted and deleted them, if the peer does not know these; 0.
        block: where it stands; None once it is in neither text for good.
    """

    __slots__ = ("block", "gone", "length", "made")

    def __init__(self, length: int, made: int = 0, gone: int = 0) -> None:
        self.length = length
        self.made = made
        self.gone = gone
        self.block: _Block | None = None

    @property
    def is_common(self) -> bool:
        """Whether both sides see it, and neither did anything to it that the other must hear."""
        return not self.made and not self.gone


class _Block:
    """Segments that stand together.

    Attributes:
        segments: in order.
        ours, theirs: how many characters of our text, and of the peer's, are in them.
        gone: how many of them we have deleted.
    """

    __slots__ = ("gone", "ours", "segments", "theirs")

    def __init__(self, segments: list[_Segment]) -> None:
        self.segments = segments
        self.ours = self.theirs = 0
        self.gone = sum(segment.gone > 0 for segment in segments)
        for segment in segments:
            segment.block = self
            self.count(segment, segment.length)

    def count(self, segment: _Segment, length: int) -> None:
        """Count so many characters of a segment's kind in."""
        if not segment.gone:
            self.ours += length
        if not segment.made:
            self.theirs += length


class Crossing:
    """Our text and that of one peer, from one of our edits that it knows to the newest."""

    __slots__ = ("_blocks", "_count", "_touched")

    def __init__(self) -> None:
        self._begin()

    def _begin(self) -> None:
        self._blocks = [_Block([_Segment(_ENDLESS)])]
        self._count = 1
        # Our edits that the peer does not know, each with the segments that it made or deleted.
        self._touched: deque[tuple[int, list[_Segment]]] = deque()

    @property
    def is_quiet(self) -> bool:
        """Whether the peer has applied all that we did."""
        return not self._touched

    def did(self, number: int, edit: Edit) -> None:
        """Note an edit of our text, which the peer is told under this number (from 1, rising)."""
        touched: list[_Segment] = []
        self._touched.append((number, touched))
        index, at = self._behind_ours(edit.start)
        first = index
        if edit.text:
            segment = _Segment(len(edit.text), made=number)
            self._insert(index, at, segment)
            touched.append(segment)
            at += 1
        left = edit.end - edit.start
        while left:
            block = self._blocks[index]
            if at >= len(block.segments) or not block.ours:
                index, at = index + 1, 0
                continue
            segment = block.segments[at]
            if not segment.gone:
                if segment.length > left:
                    self._split(index, at, left)
                block.ours -= segment.length
                block.gone += 1
                left -= segment.length
                segment.gone = number
                touched.append(segment)
            at += 1
        self._tidy(first, index)

    def knows(self, number: int) -> None:
        """Note that the peer has applied all of our edits up to this number."""
        while self._touched and self._touched[0][0] <= number:
            known, segments = self._touched.popleft()
            for segment in segments:
                self._reveal(segment, known)
        if self.is_quiet:
            if self._count > 1:
                self._begin()
        elif len(self._blocks) > 2 + 8 * self._count // BLOCK:
            self._pack()

    def receive(self, edit: Edit) -> Operation:
        """Take an edit of the peer's text; gives what it is in ours."""
        if self.is_quiet:
            return (edit,)
        index, at, inside, place = self._before_theirs(edit.start)
        text = edit.text
        if text:
            index, at = self._insert_common(index, at, inside, len(text))
        elif inside:
            self._split(index, at, inside)
            at += 1
        parts = [Edit(place, place, text)] if text else []
        for start, end in self._delete_theirs(index, at, place, edit.end - edit.start):
            if parts and parts[-1].end == start:
                parts[-1] = parts[-1]._replace(end=end)
            else:
                parts.append(Edit(start, end, ""))
        return tuple(parts)

    def moved(self, place: int) -> int:
        """Where a place in the peer's text is in ours: behind what was inserted there."""
        return place if place < 0 else self._before_theirs(place)[3]

    # --- finding places

    def _behind_ours(self, place: int) -> tuple[int, int]:
        """Where something inserted at a place of our text belongs: a block, and an index in it."""
        if not place:
            return 0, 0
        index = 0
        while place > self._blocks[index].ours:
            place -= self._blocks[index].ours
            index += 1
        segments = self._blocks[index].segments
        at = 0
        while segments[at].gone or place > segments[at].length:
            if not segments[at].gone:
                place -= segments[at].length
            at += 1
        if place < segments[at].length:
            self._split(index, at, place)
        return index, at + 1

    def _before_theirs(self, place: int) -> tuple[int, int, int, int]:
        """The segment with the character behind a place of the peer's text.

        Returns:
            Its block, its index there, the characters of it before the place, and the place in our
            text.
        """
        ours = index = at = 0
        while place >= self._blocks[index].theirs:
            place -= self._blocks[index].theirs
            ours += self._blocks[index].ours
            index += 1
        segments = self._blocks[index].segments
        while segments[at].made or place >= segments[at].length:
            if not segments[at].made:
                place -= segments[at].length
            if not segments[at].gone:
                ours += segments[at].length
            at += 1
        return index, at, place, ours if segments[at].gone else ours + place

    # --- changing the row

    def _insert(self, index: int, at: int, segment: _Segment) -> None:
        block = self._blocks[index]
        block.segments.insert(at, segment)
        segment.block = block
        block.count(segment, segment.length)
        self._count += 1

    def _insert_common(self, index: int, at: int, inside: int, length: int) -> tuple[int, int]:
        """Insert what both see from now on; gives where what comes behind it stands."""
        block = self._blocks[index]
        segment = block.segments[at]
        if inside and segment.is_common:
            self._split(index, at, inside)
        elif inside:
            self._split(index, at, inside)
            at += 1
            self._insert(index, at, _Segment(length))
            return index, at + 1
        elif at and block.segments[at - 1].is_common:
            at -= 1  # typing goes on in one segment
            segment = block.segments[at]
        else:
            self._insert(index, at, _Segment(length))
            return index, at + 1
        segment.length += length
        block.count(segment, length)
        return index, at + 1

    def _delete_theirs(
        self, index: int, at: int, place: int, left: int
    ) -> Iterator[tuple[int, int]]:
        """Delete so many characters of the peer's text; gives the ranges that go from ours."""
        first, start = index, at
        while left:
            block = self._blocks[index]
            if not block.theirs and not at:
                place += block.ours
                index += 1
                continue
            if at >= len(block.segments):
                index, at = index + 1, 0
                continue
            segment = block.segments[at]
            if segment.made:
                if not segment.gone:
                    place += segment.length
                at += 1
                continue
            if segment.length > left:
                self._split(index, at, left)
            left -= segment.length
            if not segment.gone:
                yield place, place + segment.length
                place += segment.length
            self._drop(block, at)
        self._settle(first, start, index, at)
        self._tidy(first, min(index, len(self._blocks) - 1))

    def _settle(self, index: int, at: int, last: int, end: int) -> None:
        """Have what we inserted stand behind what precedes it now, since the peer has deleted.

        Parameters:
            index, at: where the first deleted character stood.
            last, end: what stands there stood behind the last one.
        """
        if not any(block.gone for block in self._blocks[max(0, index - 1) : last + 2]):
            return  # mostly so, and then it need not be walked through
        run: list[_Segment] = []  # in the places from there to what the peer's text goes on with
        block, place = index, at
        while True:
            segments = self._blocks[block].segments
            if place >= len(segments):
                block, place = block + 1, 0
                continue
            if (block, place) >= (last, end) and not segments[place].made:
                break
            run.append(segments[place])
            place += 1
        if not any(segment.made for segment in run):
            return
        row: list[_Segment] = []  # what we had deleted before it, backwards
        while index or at:
            if not at:
                index -= 1
                at = len(self._blocks[index].segments)
                continue
            segment = self._blocks[index].segments[at - 1]
            if not segment.gone:
                break
            row.append(segment)
            at -= 1
        row.reverse()
        before = [*row, *run]
        for segment in run:
            put = len(row)
            if segment.made:
                while put and 0 < row[put - 1].gone < segment.made:
                    put -= 1
            row.insert(put, segment)
        if row != before:
            head, tail = self._blocks[index].segments[:at], self._blocks[block].segments[place:]
            self._blocks[index : block + 1] = _blocks([*head, *row, *tail])

    def _split(self, index: int, at: int, length: int) -> None:
        """Divide a segment: the first part keeps so many characters."""
        block = self._blocks[index]
        segment = block.segments[at]
        rest = _Segment(segment.length - length, segment.made, segment.gone)
        segment.length = length
        rest.block = block
        block.segments.insert(at + 1, rest)
        block.gone += rest.gone > 0
        self._count += 1
        for number in {rest.made, rest.gone} - {0}:
            self._note(number, rest)

    def _note(self, number: int, segment: _Segment) -> None:
        # The numbers rise, mostly by one: the place of one is found by halving.
        low, high = 0, len(self._touched) - 1
        while low < high:
            middle = (low + high) // 2
            if self._touched[middle][0] < number:
                low = middle + 1
            else:
                high = middle
        self._touched[low][1].append(segment)

    def _drop(self, block: _Block, at: int) -> None:
        segment = block.segments.pop(at)
        block.count(segment, -segment.length)
        block.gone -= segment.gone > 0
        segment.block = None
        self._count -= 1

    def _reveal(self, segment: _Segment, number: int) -> None:
        """The peer has come to know an edit that made or deleted a segment."""
        block = segment.block
        if block is None:
            return
        if segment.made == number:
            segment.made = 0
            block.theirs += segment.length
        elif segment.gone == number:
            self._drop(block, block.segments.index(segment))
            if not block.segments:
                self._blocks.remove(block)

    def _tidy(self, first: int, last: int) -> None:
        """Divide blocks that have become long, and take out those that are empty."""
        tidy: list[_Block] = []
        for block in self._blocks[first : last + 1]:
            if len(block.segments) > 2 * BLOCK:
                tidy += _blocks(block.segments)
            elif block.segments:
                tidy.append(block)
        self._blocks[first : last + 1] = tidy

    def _pack(self) -> None:
        """Put the row together anew: fewer segments, in full blocks."""
        packed: list[_Segment] = []
        for block in self._blocks:
            for segment in block.segments:
                if packed and segment.is_common and packed[-1].is_common:
                    packed[-1].length += segment.length
                    segment.block = None
                else:
                    packed.append(segment)
        self._blocks = _blocks(packed)
        self._count = len(packed)


def _blocks(segments: list[_Segment]) -> list[_Block]:
    return [_Block(segments[at : at + BLOCK]) for at in range(0, len(segments), BLOCK)]
