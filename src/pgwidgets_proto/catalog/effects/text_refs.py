"""References into an editor's text: widgets that have a place in it, kept by Python.

Knows: a reference's place, and how browsers are told of it. Must not know: what else is done to the
text.
"""

from collections.abc import Iterator
from typing import Any

from ...models.text_marks import Mark
from ...widgets.content import Content
from ...widgets.nodes import as_node
from ...widgets.widget import Node
from .text_source import TextContent


class RefContent(Content):
    """The content of one reference.

    Attributes:
        source: the text that it belongs to.
        mark: its place.
    """

    def __init__(self, node: Node) -> None:
        arguments = node.arguments  # of the right types, and encoded: there is such a text
        buffer = as_node(arguments["buffer"])
        assert buffer is not None
        assert isinstance(buffer.content, TextContent), buffer
        if buffer.ops is not node.ops:
            raise ValueError(f"{node.cls.name}(): {buffer!r} belongs to another session")
        offset = arguments["offset"]
        self.source = buffer.content
        self._node = node
        text = self.source.model.buffer
        self.mark = Mark(text.clamp(offset), arguments.get("gravity") or "right", node)
        node.give("offset", text.to_utf16(self.mark.offset))
        self.source.model.marks.add(self.mark)
        buffer.owned[node] = None

    def replay(self) -> Iterator[tuple[str, tuple[Any, ...]]]:
        """The calls that bring a new reference to where it is."""
        if not self.mark.is_valid:
            yield "_invalidate", ()
            return
        units = self.source.model.buffer.to_utf16(self.mark.offset)
        if units != self._node.arguments["offset"]:
            yield "set_offset", (units,)

    @staticmethod
    def is_needed(node: Node) -> bool:
        """Whether the text needs a reference that the program no longer holds."""
        content = node.content
        assert isinstance(content, RefContent), node
        return content.source.needs(content.mark)

    def get_offset(self) -> int:
        """The offset of the reference."""
        return self.mark.offset

    def get_gravity(self) -> str:
        """The side to which the reference goes when text is inserted at it."""
        return self.mark.gravity

    def is_valid(self) -> bool:
        """Whether the reference follows the text."""
        return self.mark.is_valid

    def get_line_column(self) -> tuple[int, int]:
        """The line and column of the reference."""
        return self.source.model.buffer.line_column(self.mark.offset)

    def get_line(self) -> int:
        """The line of the reference."""
        return self.source.model.buffer.line_of(self.mark.offset)

    def copy(self) -> Node:
        """A new reference to the same place."""
        self._check()
        return self.source.ref(self.mark.offset, self.mark.gravity)

    # --- moving

    def set_offset(self, offset: int) -> None:
        """Move the reference to an offset."""
        self._check()
        self.mark.offset = self.source.model.buffer.clamp(offset)
        self.source.tell_mark(self.mark)

    def set_line(self, lineno: int) -> None:
        """Move the reference to the start of a line."""
        self.set_offset(self.source.model.buffer.line_start(lineno))

    def to_ref(self, other: Mark) -> None:
        """Move the reference to another one."""
        self.set_offset(other.offset)

    def to_line_start(self) -> None:
        """Move the reference to the start of its line."""
        self.set_line(self.get_line())

    def to_line_end(self) -> None:
        """Move the reference to the end of its line."""
        self.set_offset(self.source.model.buffer.line_end(self.mark.offset))

    def to_next_line(self) -> None:
        """Move the reference to the start of the next line, if there is one."""
        buffer = self.source.model.buffer
        line = self.get_line() + 1
        if line < buffer.line_count:
            self.set_line(line)

    def to_prev_line(self) -> None:
        """Move the reference to the start of the line before, if there is one."""
        line = self.get_line()
        if line:
            self.set_line(line - 1)

    def to_next_char(self) -> None:
        """Move the reference one character on."""
        self.set_offset(self.mark.offset + 1)

    def to_prev_char(self) -> None:
        """Move the reference one character back."""
        self.set_offset(self.mark.offset - 1)

    def destroy(self) -> None:
        """End the reference."""
        self.source.model.marks.remove(self.mark)
        self.source.node.owned.pop(self._node, None)
        self.source.forget_icon(self._node)
        self.source.ops.destroy(self._node)

    def mark_of(self, value: Any, name: str) -> Mark:
        """The place of another reference into the same text."""
        return self.source.mark_of(value, name)

    def _check(self) -> None:
        if not self.mark.is_valid:
            raise ValueError("the reference is not valid any more")
