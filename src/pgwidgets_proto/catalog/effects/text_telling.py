"""How browsers are told of an editor's text: its edits, references, tags and caret.

Knows: the calls that keep a browser's text the same, and that every browser must get them in the
order of revisions. Must not know: what the program's methods are, bytes, or other widgets than the
editor and its references.

Offsets are code points here and UTF-16 code units in calls.
"""

from collections.abc import Iterable
from itertools import chain
from typing import Any

from ...models.text import Done, TextModel
from ...models.text_marks import Mark
from ...widgets.content import Content
from ...widgets.widget import Node
from ...wire.outgoing import Key, Outgoing

CARET = "caret"
TAGS = "tags"
TEXT = "text"


class ToldText(Content):
    """A text that browsers are told of. Base of the content of an editor.

    Attributes:
        model: the text and all that belongs to it.
        node: the editor.
        ops: its session.
    """

    def __init__(self, node: Node, text: str) -> None:
        self.model = TextModel(text)
        self.node = node
        self.ops = node.ops

    def tell_edits(self, done: Iterable[Done], *, but: Any = None) -> None:
        """Tell browsers of replacements, except ``but``, which has shown them already."""
        for one in done:
            self.ops.send_in_order(self._edit_call(one), but=but)

    def tell_mark(self, mark: Mark, *, to: Any = None) -> None:
        """Tell browsers where a reference is."""
        units = self.model.buffer.to_utf16(mark.offset)
        self.ops.send_in_order(self.ops.encode_call(mark.owner, "set_offset", (units,)), to=to)

    def tell_all_marks(self, *, to: Any) -> None:
        """Tell one browser, which is our own client, where all references are."""
        units = self.model.buffer.to_utf16
        args = [(mark.owner, units(mark.offset)) for mark in self.model.marks]
        if args:
            outgoing = self.encode("_restoreRefs", tuple(chain.from_iterable(args)))
            self.ops.send_in_order(outgoing, to=to)

    def send(self, method: str, args: tuple[Any, ...], *keys: Key) -> None:
        """Have browsers carry out a call, in the order of the edits around it."""
        self.ops.send_in_order(self.encode(method, args, *keys))

    def tell_tags(self, *, to: Any = None) -> None:
        """Tell browsers where all tags are."""
        method, args = self.tags_call()
        self.ops.send_in_order(self.encode(method, args, TAGS), to=to)

    def tell_caret(self, *, to: Any = None) -> None:
        """Tell browsers where the caret is."""
        method, args = self.caret_call()
        self.ops.send_in_order(self.encode(method, args, CARET), to=to)

    def encode(self, method: str, args: tuple[Any, ...], *keys: Key) -> Outgoing:
        """Encode a call of the editor."""
        return self.ops.encode_call(self.node, method, args, keys=keys)

    def _edit_call(self, done: Done) -> Outgoing:
        options: dict[str, Any] = {"pushUndo": False, "revision": done.revision}
        if done.tags:
            options["tags"] = list(done.tags)
        return self.encode("_replaceRange", (done.start, done.end, done.text, options))

    def tags_call(self) -> tuple[str, tuple[Any, ...]]:
        """The call that brings a browser to where all tags are."""
        units = self.model.buffer.to_utf16
        return "_restoreTagIntervals", (
            [
                {"name": name, "start": units(start), "end": units(end)}
                for name, start, end in self.model.tags.places()
            ],
        )

    def caret_call(self) -> tuple[str, tuple[Any, ...]]:
        """The call that brings a browser to where the caret is."""
        start, end = map(self.model.buffer.to_utf16, self.model.caret)
        return (
            ("_setCursorOffset", (end,)) if start == end else ("_setSelectionOffsets", (start, end))
        )
