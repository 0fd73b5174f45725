"""An editor's content: what the methods of the editor do to its text.

Knows: the text model, and which of its methods browsers are told of how. Must not know: bytes or
other widgets than the editor and its references.

References exist in browsers as well, where they move by the same rules; what a browser can't see
alike (its own edits crossed ours) it is told again (catalog/reports/text_source.py).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any
from weakref import WeakKeyDictionary

from ...errors import WidgetGoneError
from ...models.conversions import REFUSED, no_doubts, whole
from ...models.text import Done, Reverted
from ...models.text_changes import Caret
from ...models.text_marks import Mark
from ...models.text_rebase import Edit
from ...widgets.entry import EncodedEntry
from ...widgets.nodes import as_node
from ...widgets.whom import Target
from ...widgets.widget import Node
from ...wire.outgoing import Key
from ..names.types import REF
from .base import clear_keys
from .text_search import sought_from
from .text_telling import TAGS, TEXT, ToldText

ICON = "line_icon"

ALIGNMENTS = ("nearest", "center", "top")


class TextContent(ToldText):
    """The content of one editor.

    Attributes:
        stock: what is known of browsers that do not report edits, by link.
    """

    def __init__(self, node: Node) -> None:
        text = node.argument("text")
        if text is not None and not isinstance(text, str):
            raise TypeError(f"{node.cls.name}(): text must be a str, not {text!r}")
        super().__init__(node, text or "")
        node.owned = {}
        self.stock: WeakKeyDictionary[Any, Any] = WeakKeyDictionary()
        self._caret_ref: Node | None = None

    def replay(self) -> Iterator[tuple[str, tuple[Any, ...]]]:
        """The calls that bring a new editor to this content; its references come later."""
        model = self.model
        if model.revision:
            yield "set_text", (model.text, {"revision": model.revision})
        for name, attributes in model.tags.definitions.items():
            yield "create_tag", (name, attributes)
        if len(model.tags):
            yield self.tags_call()
        if model.caret != Caret():
            yield self.caret_call()

    # --- text

    def set_text(self, text: str | None = "") -> None:
        """Replace all of the text."""
        before = self.model.text
        gone = self.model.set_text(text or "")
        self.send("set_text", (self.model.text, {"revision": self.model.revision}), TEXT)
        clear_keys(self.node, ICON)
        for mark in gone:
            self.ops.raise_event(mark.owner, "invalidated")
            self.ops.release(mark.owner)
        if self.model.text != before:
            self.ops.raise_event(self.node, "changed")

    def _edited(self, done: Sequence[Done]) -> None:
        """Tell browsers and handlers of replacements that the program has made."""
        self.tell_edits(done)
        if done:
            self.ops.raise_event(self.node, "changed")

    def clear(self) -> None:
        """Empty the text."""
        self.set_text()

    def get_text(self) -> str:
        """All of the text."""
        return self.model.text

    def get_length(self) -> int:
        """The number of characters."""
        return len(self.model.buffer)

    def get_text_range(self, one: Mark, other: Mark) -> str:
        """The text between two references."""
        return self.model.buffer.part(*_range(one, other))

    def get_end_lineno(self) -> int:
        """The number of the last line."""
        return self.model.buffer.line_count - 1

    def insert_text(self, at: Mark, text: str | None, tags: Sequence[str] | None = None) -> None:
        """Insert text at a reference."""
        names = [tags] if isinstance(tags, str) else list(tags or ())
        for name in names:
            self.model.tags.check(name)
        self._edited(self.model.edit(at.offset, at.offset, text or "", names))

    def delete_range(self, one: Mark, other: Mark) -> None:
        """Delete the text between two references."""
        self._edited(self.model.edit(*_range(one, other), ""))

    def replace(
        self,
        query: str,
        replacement: str,
        is_all: Any = False,
        *how: Any,
    ) -> int:
        """Replace the next occurrence or each, as one step; gives how many."""
        if isinstance(is_all, Mapping):
            is_all, how = False, (is_all,)
        found = self._search(query, *how)
        places = list(found) if is_all or sought_from(*how).all else list(islice(found, 1))
        edits = tuple(Edit(*place, replacement) for place in places)
        self._edited(self.model.edit_all(edits))
        return len(places)

    # --- search

    def find(self, query: str, *how: Any) -> tuple[Node, Node] | None:
        """The next occurrence of a text, as two references."""
        for place in self._search(query, *how):
            return self.pair(*place)
        return None

    def find_all(self, query: str, *how: Any) -> list[tuple[Node, Node]]:
        """All occurrences of a text."""
        return [self.pair(*place) for place in list(self._search(query, *how))]

    def _search(self, query: str, *how: Any) -> Iterator[tuple[int, int]]:
        sought = sought_from(*how)
        start = sought.start
        offset = 0 if start is None else self.mark_of(start, "start").offset
        is_insensitive = sought.case_insensitive
        return self.model.buffer.find_all(query, offset, case_insensitive=is_insensitive)

    # --- undo

    def undo(self) -> bool:
        """Take the newest step back, whoever made it; typing without a break goes by words."""
        return self._revert(self.model.undo())

    def redo(self) -> bool:
        """Do again what was taken back."""
        return self._revert(self.model.redo())

    def _revert(self, reverted: Reverted | None) -> bool:
        is_done = self.tell_reverted(reverted)
        if is_done:
            self.ops.raise_event(self.node, "changed")
        return is_done

    def tell_reverted(self, reverted: Reverted | None, *, caret_to: Any = None) -> bool:
        """Tell browsers what undo or redo did, and where the caret is: one of them, or all."""
        if reverted is None:
            return False
        self.tell_edits(reverted.done)
        for mark in reverted.moved:
            self.tell_mark(mark)
        if reverted.is_restyled:
            self.tell_tags()
        self.tell_caret(to=caret_to)
        return True

    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return self.model.history.can_undo

    def can_redo(self) -> bool:
        """Whether a step was taken back."""
        return self.model.history.can_redo

    def get_modified(self) -> bool:
        """Whether the text is another than at the last mark_clean()."""
        return self.model.history.is_modified

    def mark_clean(self) -> None:
        """Take the text as it is for unmodified."""
        self.model.history.mark_clean()

    # --- caret and selection

    def get_cursor(self) -> Node:
        """A new reference to the caret."""
        return self.ref(self.model.caret.end)

    def set_cursor(self, at: Mark) -> None:
        """Move the caret to a reference."""
        self._set_caret(at.offset, at.offset)

    def set_selection_range(self, start: Mark, end: Mark) -> None:
        """Select the text between two references."""
        self._set_caret(start.offset, end.offset)

    def set_cursor_offset(self, offset: int) -> None:
        """Move the caret to an offset."""
        self._set_caret(offset, offset)

    def set_selection_offsets(self, start: int, end: int) -> None:
        """Select the text between two offsets."""
        self._set_caret(start, end)

    def _set_caret(self, start: int, end: int) -> None:
        clamp = self.model.buffer.clamp
        self.model.place_caret(Caret(clamp(start), clamp(end)))
        self.tell_caret()

    def has_selection(self) -> bool:
        """Whether something is selected."""
        return self.model.caret.start != self.model.caret.end

    def get_selection_range(self) -> tuple[Node, Node] | None:
        """New references to both ends, the smaller offset first."""
        return self.pair(*sorted(self.model.caret)) if self.has_selection() else None

    # --- tags

    def create_tag(self, name: str, attrs: Mapping[str, Any] | None = None) -> None:
        """Define a tag, or change its attributes."""
        outgoing = self.encode("create_tag", (name, dict(attrs or {})))
        self.model.tags.define(name, attrs or {})
        self.ops.send_in_order(outgoing)

    def remove_tag_def(self, name: str) -> None:
        """Remove a tag, wherever it is applied."""
        self.model.tags.forget(name)
        self.send("remove_tag_def", (name,), TAGS)

    def has_tag(self, name: str) -> bool:
        """Whether a tag is applied anywhere."""
        return bool(self.model.tags.regions(name))

    def apply_tag(self, name: str, one: Mark, other: Mark) -> None:
        """Apply a tag to the text between two references."""
        self.model.tags.check(name)
        self.model.tags.apply(name, *_range(one, other))
        self.send("apply_tag", (name, one.owner, other.owner), TAGS)

    def remove_tag(self, name: str, one: Mark, other: Mark) -> None:
        """Take a tag from a range."""
        if self.model.tags.remove(name, *_range(one, other)):
            self.send("remove_tag", (name, one.owner, other.owner), TAGS)

    def restore_tags(self, intervals: Iterable[Mapping[str, Any]]) -> None:
        """Apply tags anew, by offsets."""
        self.model.tags.replace_all([self._place(interval) for interval in intervals])
        self.tell_tags()

    def _place(self, interval: Any) -> tuple[str, int, int]:
        given = interval if isinstance(interval, Mapping) else {}
        name, start, end = (given.get(key) for key in ("name", "start", "end"))
        start, end = (whole(value, no_doubts) for value in (start, end))
        if not isinstance(name, str) or REFUSED in (start, end):
            raise TypeError(f"an interval has a name, a start and an end; not {interval!r}")
        clamp = self.model.buffer.clamp
        return name, clamp(start), clamp(end)

    def get_tags_at(self, at: Mark) -> list[str]:
        """The tags of the character after a reference."""
        return self.model.tags.at(at.offset)

    def get_tags_range(self, one: Mark, other: Mark) -> list[str]:
        """The tags between two references."""
        return self.model.tags.within(*_range(one, other))

    def get_tag_region(self, name: str) -> tuple[Node, Node] | None:
        """The range from the first character that has a tag to the last one."""
        regions = self.model.tags.regions(name)
        return self.pair(regions[0][0], regions[-1][1]) if regions else None

    def get_tag_regions(self, name: str) -> list[tuple[Node, Node]]:
        """Each region of a tag."""
        return [self.pair(*region) for region in self.model.tags.regions(name)]

    # --- scrolling

    def scroll_to_ref(self, at: Mark, align: str | None = None) -> None:
        """Scroll to a reference."""
        self._scroll(at.offset, align)

    def scroll_to_lineno(self, lineno: int, align: str | None = None) -> None:
        """Scroll to a line."""
        self._scroll(self.model.buffer.line_start(lineno), align)

    def scroll_to_end(self) -> None:
        """Scroll to the end."""
        self._scroll(len(self.model.buffer), None)

    def scroll_to_cursor(self) -> None:
        """Have each browser scroll to its own caret."""
        self.send("scroll_to_cursor", ())

    def show_tooltip(self, text: str, x: float, y: float) -> None:
        """Show a text at a place of the asker's page."""
        self.ops.send(self.encode("_showTooltip", (text, x, y)), Target.ASKER)

    def _scroll(self, offset: int, align: str | None) -> None:
        align = ALIGNMENTS[0] if align is None else align
        if align not in ALIGNMENTS:
            raise ValueError(f"align is {align!r}; it may be {', '.join(map(repr, ALIGNMENTS))}")
        self.send("_scrollToOffset", (self.model.buffer.to_utf16(offset), align))

    # --- references

    def ref(self, offset: int, gravity: str | None = None) -> Node:
        """A new reference.

        Raises:
            WidgetGoneError: the text has been destroyed, and nothing can refer to it.
        """
        if self.node.destroyed:
            raise WidgetGoneError(self.node)
        return self.ops.create(REF, (self.node, offset, gravity or "right"), {})

    def pair(self, start: int, end: int) -> tuple[Node, Node]:
        """Two new references."""
        return self.ref(start), self.ref(end)

    def ref_to_caret(self) -> Node:
        """The reference that handlers of ``cursor_moved`` get: always the same one."""
        ref = self._caret_ref
        if ref is None or ref.destroyed or not ref.content.mark.is_valid:
            ref = self._caret_ref = self.ref(self.model.caret.end)
        elif ref.content.mark.offset != self.model.caret.end:
            ref.content.set_offset(self.model.caret.end)
        return ref

    def create_named_ref(self, name: str, offset: int, gravity: str | None = None) -> Node:
        """A new reference that has a name."""
        made = self.ref(offset, gravity)
        self.bind_named_ref(name, made.content.mark)
        return made

    def bind_named_ref(self, name: str, mark: Mark) -> None:
        """Give a reference a name; the one before it of that name goes."""
        before = self.model.marks.named.get(name)
        if before is not None and before is not mark:
            self.remove_ref(before)
        self.model.marks.bind(name, mark)

    def get_named_ref(self, name: str) -> Node | None:
        """The reference of a name."""
        mark = self.model.marks.named.get(name)
        return None if mark is None else mark.owner

    def remove_named_ref(self, name: str) -> None:
        """Invalidate the reference of a name."""
        mark = self.model.marks.named.get(name)
        if mark is not None:
            self.remove_ref(mark)

    def remove_ref(self, mark: Mark) -> None:
        """Invalidate a reference, so that it no longer follows the text."""
        self.send("remove_ref", (mark.owner,))
        self.model.marks.remove(mark)
        self.forget_icon(mark.owner)
        self.ops.raise_event(mark.owner, "invalidated")
        self.ops.release(mark.owner)

    def needs(self, mark: Mark) -> bool:
        """Whether the text itself needs a reference: for its name, an icon, or the caret."""
        owner = mark.owner
        return (
            owner is self._caret_ref
            or self.node.entry((ICON, owner)) is not None
            or any(named is mark for named in self.model.marks.named.values())
        )

    def get_ref_start(self) -> Node:
        """A new reference to the start."""
        return self.ref(0)

    def get_ref_end(self) -> Node:
        """A new reference to the end."""
        return self.ref(len(self.model.buffer))

    def get_ref_bounds(self) -> tuple[Node, Node]:
        """New references to both ends."""
        return self.pair(0, len(self.model.buffer))

    def get_ref_line_start(self, lineno: int) -> Node:
        """A new reference to where a line starts."""
        return self.ref(self.model.buffer.line_start(lineno))

    def get_ref_line_end(self, lineno: int) -> Node:
        """A new reference to where a line ends."""
        buffer = self.model.buffer
        return self.ref(buffer.line_end(buffer.line_start(lineno)))

    # --- icons

    def set_icon(self, mark: Mark, icon_url: Any = None) -> None:
        """Set the icon beside the line of a reference; of several on a line the last counts."""
        key: Key = (ICON, mark.owner)
        off = self.encode("set_icon", (mark.owner, None), key)
        call = (mark.owner, icon_url)
        outgoing = off if icon_url is None else self.encode("set_icon", call, key)
        if self.node.entry(key) is not None and outgoing is not off:
            self.ops.send_in_order(off)  # otherwise it would keep its place among those of its line
        clear_keys(self.node, key)
        if icon_url is not None:
            entry = EncodedEntry(icon_url, "set_icon", call, outgoing, late=True)
            self.node.set_entry(key, entry)
        self.ops.send_in_order(outgoing)
        self.ops.release(mark.owner)

    def forget_icon(self, ref: Node) -> None:
        """A reference is no more, and its icon has gone with it in every page."""
        self.node.drop_entry((ICON, ref))

    def clear_icons(self) -> None:
        """Take all icons away."""
        for key in [entry.key for entry in self.node.each_entry]:
            if isinstance(key, tuple) and key[0] == ICON:
                ref = key[1]
                assert isinstance(ref, Node)
                self.set_icon(ref.content.mark)

    def mark_of(self, value: Any, name: str) -> Mark:
        """The place of a reference that was given as an argument.

        Raises:
            TypeError, ValueError: it is no reference, one into another text, or an invalid one.
        """
        node = as_node(value)
        if node is None or node.cls.name != REF:
            raise TypeError(f"{name} must be a {REF} of this text, not {value!r}")
        mark: Mark = node.content.mark
        if node.content.source is not self:
            raise ValueError(f"{name} is a reference into another text: {node!r}")
        if not mark.is_valid or node.destroyed:
            raise ValueError(f"{name} is a reference that is not valid any more: {node!r}")
        return mark


def _range(one: Mark, other: Mark) -> tuple[int, int]:
    return min(one.offset, other.offset), max(one.offset, other.offset)
